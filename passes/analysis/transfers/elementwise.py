"""Ops that work element by element."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from typing import Any

import numpy as np

from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.options import option
from qir.numerics.ranges import UNKNOWN, Floats, Range

Transfer = Callable[[TflOp, Sequence[Range]], "Range | Sequence[Range]"]

GELU_LEAST, GELU_AT = -0.17005, -0.75180
"""The least value of x Φ(x), and where it is."""
GELU_ERROR = 1e-3
"""Of its tanh form, and of the polynomial that XNNPACK computes it by."""
HARD_SWISH_LEAST, HARD_SWISH_AT = -0.375, -1.5
APPROXIMATE_ULPS = 64
"""How far exp, log, sine and their like are from the true value in any kernel."""


def unary(function: Callable[[Range], Range]) -> Transfer:
    return lambda op, ranges: function(ranges[0])


def binary(function: Callable[[Range, Range], Range]) -> Transfer:
    return lambda op, ranges: function(ranges[0], ranges[1])


def rising(function: Callable[[Floats], Any], ulps: float = APPROXIMATE_ULPS) -> Transfer:
    return lambda op, ranges: ranges[0].rising(function, ulps=ulps)


def rising_through_zero(function: Callable[[Floats], Any]) -> Transfer:
    """Which gives 0 for 0, and keeps signs."""
    return lambda op, ranges: ranges[0].rising(function, ulps=APPROXIMATE_ULPS).of_sign(ranges[0])


def dipping(function: Callable[[Floats], Any], at: float, least: float, error: float) -> Transfer:
    """A function that falls to its least value and rises from there."""

    def transfer(op: TflOp, ranges: Sequence[Range]) -> Range:
        x = ranges[0]
        with np.errstate(all="ignore"):
            ends = [
                np.nan_to_num(np.asarray(function(end), np.float64), nan=0.0, posinf=np.inf)
                for end in (x.low, x.high)
            ]
        low, high = np.minimum(*ends), np.maximum(*ends)
        low = np.where((x.low <= at) & (at <= x.high), least, low)
        slacks = [
            error * np.maximum(np.where(np.isfinite(end), np.abs(end), 0.0), 1.0)
            for end in (low, high)
        ]
        nan = x.nan or not x.is_bounded
        return Range(low - slacks[0], high + slacks[1], nan)

    return transfer


def _elu(x: Floats) -> Any:
    return np.where(x > 0, x, np.expm1(np.minimum(x, 0.0)))


def _gelu(x: Floats) -> Any:
    return x * 0.5 * (1 + np.vectorize(math.erf)(x / math.sqrt(2)))


def _hard_swish(x: Floats) -> Any:
    return x * np.clip(x + 3, 0, 6) / 6


def _sqrt(x: Range) -> Range:
    nan = x.nan or bool(np.any(x.low < 0))
    found = Range(np.maximum(x.low, 0.0), np.maximum(x.high, 0.0), nan).rising(np.sqrt, ulps=2)
    return Range(np.maximum(found.low, 0.0), found.high, nan)


def _rsqrt(x: Range) -> Range:
    """Infinite at 0, and of the other sign at the zero that is negative."""
    nan = x.nan or bool(np.any(x.low < 0))
    positive = Range(np.maximum(x.low, 0.0), np.maximum(x.high, 0.0), nan)
    with np.errstate(divide="ignore"):
        ends = 1 / np.sqrt(positive.high), 1 / np.sqrt(positive.low)
    found = Range(*ends, nan).widened(APPROXIMATE_ULPS)
    return Range(np.where(x.low <= 0, -np.inf, np.maximum(found.low, 0.0)), found.high, nan)


def _log(x: Range) -> Range:
    nan = x.nan or bool(np.any(x.low < 0))
    positive = Range(np.maximum(x.low, 0.0), np.maximum(x.high, 0.0), nan)
    return positive.rising(np.log, ulps=APPROXIMATE_ULPS).widened(0, absolute=1e-6)


def _exp(x: Range) -> Range:
    found = x.rising(np.exp, ulps=APPROXIMATE_ULPS)
    with np.errstate(over="ignore"):
        high = np.where(found.high > np.finfo(np.float32).max, np.inf, found.high)
    return Range(np.maximum(found.low, 0.0), high, x.nan)


def _square(x: Range) -> Range:
    size = x.absolute()
    return size.multiply(size)


def _squared_difference(x: Range, y: Range) -> Range:
    return _square(x.subtract(y).widened(1))


def _power(x: Range, y: Range) -> Range:
    """Of bases that are not negative."""
    if np.any(x.low < 0) or not (x.is_bounded and y.is_bounded):
        return UNKNOWN
    with np.errstate(all="ignore"):
        corners = [np.power(a, b) for a in (x.low, x.high) for b in (y.low, y.high)]
    if any(np.isnan(corner).any() for corner in corners):
        return UNKNOWN
    low, high = np.minimum.reduce(corners), np.maximum.reduce(corners)
    # 1 is between where exponents have both signs, and where a base is 1.
    if np.any((y.low < 0) & (y.high > 0)) or np.any((x.low <= 1) & (x.high >= 1)):
        low, high = np.minimum(low, 1.0), np.maximum(high, 1.0)
    found = Range(low, high, x.nan or y.nan).widened(APPROXIMATE_ULPS)
    return Range(np.maximum(found.low, 0.0), found.high, found.nan)


def _floor_mod(x: Range, y: Range) -> Range:
    """Of the sign of the divisor, and smaller."""
    return Range(np.minimum(y.low, 0.0), np.maximum(y.high, 0.0), True)


def _floor_divide(x: Range, y: Range) -> Range:
    found = x.divide(y)
    return Range(np.floor(found.low), np.floor(found.high), found.nan)


def _sign(x: Range) -> Range:
    return Range(np.sign(x.low), np.sign(x.high), x.nan)


def _leaky(op: TflOp, ranges: Sequence[Range]) -> Range:
    x, alpha = ranges[0], Range.of(*[option(op, "alpha")] * 2, nan=False)
    return _leaking(x, alpha)


def _leaking(x: Range, alpha: Range) -> Range:
    positive = Range(np.maximum(x.low, 0.0), np.maximum(x.high, 0.0), x.nan)
    negative = Range(np.minimum(x.low, 0.0), np.minimum(x.high, 0.0), x.nan)
    scaled = negative.multiply(alpha)
    if not np.any(x.low < 0):
        return positive
    return scaled if not np.any(x.high > 0) else positive.join(scaled)


def _sum(op: TflOp, ranges: Sequence[Range]) -> Range:
    return reduce(Range.add, ranges).widened(len(ranges))


def _selected(op: TflOp, ranges: Sequence[Range]) -> Range:
    return ranges[1].join(ranges[2])


def _identically_zero(op: TflOp, ranges: Sequence[Range]) -> Range:
    return Range.of(0, 0, nan=False)


def _wave(op: TflOp, ranges: Sequence[Range]) -> Range:
    """No number is the sine of infinity."""
    return Range.of(-1, 1, nan=ranges[0].nan or not ranges[0].is_bounded)


TRANSFERS: Mapping[str, Transfer] = {
    "tfl.abs": unary(Range.absolute),
    "tfl.add": binary(Range.add),
    "tfl.add_n": _sum,
    "tfl.ceil": rising(np.ceil, 0),
    "tfl.cos": _wave,
    "tfl.div": binary(Range.divide),
    "tfl.elu": rising_through_zero(_elu),
    "tfl.exp": unary(_exp),
    "tfl.floor": rising(np.floor, 0),
    "tfl.floor_div": binary(_floor_divide),
    "tfl.floor_mod": binary(_floor_mod),
    "tfl.gelu": dipping(_gelu, GELU_AT, GELU_LEAST, GELU_ERROR),
    "tfl.hard_swish": dipping(_hard_swish, HARD_SWISH_AT, HARD_SWISH_LEAST, 1e-6),
    "tfl.leaky_relu": _leaky,
    "tfl.log": unary(_log),
    "tfl.logistic": rising(lambda x: 1 / (1 + np.exp(-x))),
    "tfl.maximum": binary(Range.maximum),
    "tfl.minimum": binary(Range.minimum),
    "tfl.mul": binary(Range.multiply),
    "tfl.neg": unary(Range.negate),
    "tfl.pow": binary(_power),
    "tfl.prelu": binary(_leaking),
    "tfl.round": rising(np.rint, 0),
    "tfl.rsqrt": unary(_rsqrt),
    "tfl.select": _selected,
    "tfl.select_v2": _selected,
    "tfl.sign": unary(_sign),
    "tfl.sin": _wave,
    "tfl.sqrt": unary(_sqrt),
    "tfl.square": unary(_square),
    "tfl.squared_difference": binary(_squared_difference),
    "tfl.sub": binary(Range.subtract),
    "tfl.tanh": rising_through_zero(np.tanh),
    "tfl.zeros_like": _identically_zero,
}
"""Ops whose results are bounded whatever they take are bounded further by their `OutputRange`."""
