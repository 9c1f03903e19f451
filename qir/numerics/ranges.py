"""Interval arithmetic of float32 tensors: one interval for all elements, or one for each channel.

Bounds are computed in float64 and rounded to float32 as a kernel rounds its result: since rounding
keeps order, a result that is rounded once lies within. What a kernel rounds more often, or only
approximates, is `widened` by as much.

R. E. Moore, Interval Analysis, 1966.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from qir.numerics.intervals import Interval

Floats = npt.NDArray[np.float64]
EPSILON = float(np.finfo(np.float32).eps)
TINY = float(np.finfo(np.float32).tiny)


@dataclass(frozen=True, eq=False)
class Range:
    """low <= x <= high of every number x of a tensor; `nan` where some may be no number.

    `low` and `high`: of shape [], or [channels] along the last axis. Infinite bounds are those that
    are not known, and infinities that may be there. Where `nan`, the bounds are those of what is
    computed without NaN: what kernels make of it differs.
    """

    low: Floats
    high: Floats
    nan: bool = True

    @classmethod
    def of(cls, low: float, high: float, *, nan: bool = True) -> Range:
        return cls(np.asarray(low, np.float64), np.asarray(high, np.float64), nan)

    @classmethod
    def of_interval(cls, interval: Interval) -> Range:
        return cls.of(interval.low, interval.high, nan=interval.nan)

    @classmethod
    def of_values(cls, values: npt.NDArray[Any], *, per_channel: bool = False) -> Range:
        """The least range that holds an array, which has elements; of each channel, or of all."""
        axes = tuple(range(values.ndim - 1)) if per_channel and values.ndim else None
        with np.errstate(invalid="ignore"):
            low, high = np.fmin.reduce(values, axes), np.fmax.reduce(values, axes)
        nan = bool(np.isnan(np.min(values)))
        low, high = np.asarray(low, np.float64), np.asarray(high, np.float64)
        return cls(
            np.nan_to_num(low, nan=-np.inf, posinf=np.inf, neginf=-np.inf),
            np.nan_to_num(high, nan=np.inf, posinf=np.inf, neginf=-np.inf),
            nan,
        )

    @property
    def is_unknown(self) -> bool:
        return bool(np.all(np.isneginf(self.low)) and np.all(np.isposinf(self.high)))

    @property
    def is_bounded(self) -> bool:
        return bool(np.all(np.isfinite(self.low)) and np.all(np.isfinite(self.high)))

    @property
    def ends(self) -> tuple[Floats, Floats]:
        """`low` and `high`."""
        return self.low, self.high

    @property
    def channels(self) -> int | None:
        """How many channels have a range of their own."""
        return self.low.size if self.low.ndim else None

    def interval(self) -> Interval:
        """The least interval that holds all channels."""
        return Interval(float(self.low.min()), float(self.high.max()), self.nan)

    def hull(self) -> Range:
        """One range for all channels."""
        return Range(self.low.min().reshape(()), self.high.max().reshape(()), self.nan)

    def is_same(self, other: Range) -> bool:
        return (
            self.nan == other.nan
            and np.array_equal(self.low, other.low)
            and np.array_equal(self.high, other.high)
        )

    # Of two ranges: one of them may be of channels, or both of as many.

    def join(self, other: Range) -> Range:
        """The least range that holds both."""
        one, two = _matched(self, other)
        nan = self.nan or other.nan
        return Range(np.minimum(one.low, two.low), np.maximum(one.high, two.high), nan)

    def meet(self, other: Range) -> Range:
        """What lies in both; where nothing does, the other."""
        one, two = _matched(self, other)
        low, high = np.maximum(one.low, two.low), np.minimum(one.high, two.high)
        is_empty = low > high
        nan = self.nan and other.nan
        return Range(np.where(is_empty, two.low, low), np.where(is_empty, two.high, high), nan)

    def add(self, other: Range) -> Range:
        one, two = _matched(self, other)
        nan = self.nan or other.nan or _meets(one, two, np.inf) or _meets(one, two, -np.inf)
        with np.errstate(invalid="ignore"):
            return _rounded(one.low + two.low, one.high + two.high, nan=nan)

    def subtract(self, other: Range) -> Range:
        return self.add(other.negate())

    def multiply(self, other: Range) -> Range:
        one, two = _matched(self, other)
        products = [_times(a, b) for a in (one.low, one.high) for b in (two.low, two.high)]
        nan = self.nan or other.nan or _is_zero_times_infinity(one, two)
        return _rounded(np.minimum.reduce(products), np.maximum.reduce(products), nan=nan)

    def divide(self, other: Range) -> Range:
        """Unknown where the divisor may be 0."""
        one, two = _matched(self, other)
        if np.any((two.low <= 0) & (two.high >= 0)):
            return Range.of(-math.inf, math.inf)
        inverse = Range(1 / two.high, 1 / two.low, other.nan)
        found = one.multiply(inverse)
        nan = self.nan or other.nan or not (one.is_bounded or two.is_bounded)
        return Range(found.low, found.high, nan).widened(2)

    def maximum(self, other: Range) -> Range:
        one, two = _matched(self, other)
        nan = self.nan or other.nan
        return Range(np.maximum(one.low, two.low), np.maximum(one.high, two.high), nan)

    def minimum(self, other: Range) -> Range:
        return self.negate().maximum(other.negate()).negate()

    # Of one.

    def negate(self) -> Range:
        return Range(-self.high, -self.low, self.nan)

    def absolute(self) -> Range:
        largest = np.maximum(np.abs(self.low), np.abs(self.high))
        least = np.minimum(np.abs(self.low), np.abs(self.high))
        has_zero = (self.low <= 0) & (self.high >= 0)
        return Range(np.where(has_zero, 0.0, least), largest, self.nan)

    def clamp(self, interval: Interval) -> Range:
        """Where elements lie after they were clamped."""
        low, high = (np.clip(end, interval.low, interval.high) for end in (self.low, self.high))
        return Range(low, high, self.nan)

    def with_zero(self) -> Range:
        """As where some elements are replaced by 0."""
        return Range(np.minimum(self.low, 0.0), np.maximum(self.high, 0.0), self.nan)

    def times(self, count: int) -> Range:
        """Of sums of so many elements, added up in any order."""
        if count == 0:
            return Range.of(0, 0, nan=False)
        factor = np.asarray(count, np.float64)
        low, high = _times(self.low, factor), _times(self.high, factor)
        found = Range(low, high, self.nan or not self.is_bounded).widened(count)
        return found.of_sign(self)

    def rising(self, function: Callable[[Floats], Any], *, ulps: float = 4) -> Range:
        """After a function that rises, computed to so many units in the last place."""
        with np.errstate(all="ignore"):
            low, high = np.asarray(function(self.low)), np.asarray(function(self.high))
        return Range(low.astype(np.float64), high.astype(np.float64), self.nan).widened(ulps)

    def of_sign(self, other: Range) -> Range:
        """Where all that it is made of is 0 or more, or 0 or less, so is this."""
        low = np.where(other.low >= 0, np.maximum(self.low, 0.0), self.low)
        return Range(
            low, np.where(other.high <= 0, np.minimum(self.high, 0.0), self.high), self.nan
        )

    def widened(self, ulps: float, absolute: float = 0.0) -> Range:
        """By so many float32 units in the last place of the larger bound, and `absolute`."""
        sizes = np.abs(self.low), np.abs(self.high)
        largest = np.maximum(*(np.where(np.isfinite(size), size, 0.0) for size in sizes))
        slack = largest * (ulps * EPSILON) + absolute + TINY
        return Range(self.low - slack, self.high + slack, self.nan)


UNKNOWN = Range.of(-math.inf, math.inf)


def _matched(one: Range, other: Range) -> tuple[Range, Range]:
    """The two as they broadcast; as hulls where they have other numbers of channels."""
    if one.channels and other.channels and one.channels != other.channels:
        return one.hull(), other.hull()
    return one, other


def _rounded(low: Floats, high: Floats, *, nan: bool) -> Range:
    """Bounds as float32 has them: what is larger than its numbers is infinite."""
    with np.errstate(over="ignore", invalid="ignore"):
        low, high = (np.asarray(end, np.float32).astype(np.float64) for end in (low, high))
    return Range(np.where(np.isnan(low), -np.inf, low), np.where(np.isnan(high), np.inf, high), nan)


def _times(a: Floats, b: Floats) -> Floats:
    """The bound of a product: zero times an unbounded factor is zero, not NaN."""
    with np.errstate(invalid="ignore"):
        return np.where((a == 0) | (b == 0), 0.0, a * b)


def _meets(one: Range, two: Range, infinity: float) -> bool:
    """Whether an infinity and its negative may be added up."""
    has = np.any(one.high == infinity) if infinity > 0 else np.any(one.low == infinity)
    has_other = np.any(two.low == -infinity) if infinity > 0 else np.any(two.high == -infinity)
    return bool(has and has_other)


def _is_zero_times_infinity(one: Range, two: Range) -> bool:
    return any(
        bool(np.any((a.low <= 0) & (a.high >= 0))) and not b.is_bounded
        for a, b in ((one, two), (two, one))
    )
