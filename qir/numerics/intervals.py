"""Closed intervals of reals, bounds possibly infinite: what is known of a tensor's elements."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Interval:
    """All x with low <= x <= high."""

    low: float = -math.inf
    high: float = math.inf

    @property
    def is_unknown(self) -> bool:
        return self.low == -math.inf and self.high == math.inf

    @property
    def is_symmetric(self) -> bool:
        """Bounded, with zero in the middle."""
        return -self.low == self.high != math.inf

    def join(self, other: Interval) -> Interval:
        """The least interval that holds both."""
        return Interval(min(self.low, other.low), max(self.high, other.high))

    def clamp(self, other: Interval) -> Interval:
        """Where an element of this interval lies after it was clamped to `other`."""
        low, high = other.low, other.high
        return Interval(min(max(self.low, low), high), max(min(self.high, high), low))

    def add(self, other: Interval) -> Interval:
        return Interval(self.low + other.low, self.high + other.high)

    def subtract(self, other: Interval) -> Interval:
        return Interval(self.low - other.high, self.high - other.low)

    def negate(self) -> Interval:
        return Interval(-self.high, -self.low)

    def multiply(self, other: Interval) -> Interval:
        corners = [_times(a, b) for a in (self.low, self.high) for b in (other.low, other.high)]
        return Interval(min(corners), max(corners))

    def maximum(self, other: Interval) -> Interval:
        return Interval(max(self.low, other.low), max(self.high, other.high))

    def minimum(self, other: Interval) -> Interval:
        return Interval(min(self.low, other.low), min(self.high, other.high))

    def absolute(self) -> Interval:
        largest = max(abs(self.low), abs(self.high))
        if self.low <= 0 <= self.high:
            return Interval(0.0, largest)
        return Interval(min(abs(self.low), abs(self.high)), largest)


def _times(a: float, b: float) -> float:
    """The bound of a product: zero times an unbounded factor is zero, not NaN."""
    return 0.0 if a == 0 or b == 0 else a * b
