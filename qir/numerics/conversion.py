"""Floats to integers, as LiteRT's QUANTIZE, CAST and FAKE_QUANT do on x86-64."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from qir.numerics.rounding import round_half_away

Floats = npt.NDArray[np.float32]
Reals = npt.NDArray[Any]
Integers = npt.NDArray[np.int64]
Bounds = tuple[int, int]

GROUP = 8
"""How many floats are quantized at once (rule S1)."""
INT32_MIN = -(1 << 31)


def quantized_in_groups(reals: Floats, scale: float, zero_point: int, bounds: Bounds) -> Integers:
    """Whole groups of 8 half to even, the rest half away from zero (rules A2, S1 and S2)."""
    flat = reals.ravel()
    whole = flat.size - flat.size % GROUP
    in_groups = np.rint(flat[:whole] * np.float32(1 / scale))
    rest = round_half_away(flat[whole:].astype(np.float64) / scale)
    rounded = np.concatenate([in_groups, rest])
    return _stored(rounded, zero_point, bounds).reshape(reals.shape)


def quantized_round_half_away(
    reals: Floats, scales: npt.ArrayLike, zero_points: npt.ArrayLike, bounds: Bounds
) -> Integers:
    """Quotients in float32, half away from zero (rule S3); `scales` broadcast."""
    quotients: Floats = reals / np.asarray(scales, np.float32)
    return _stored(round_half_away(quotients), zero_points, bounds)


def _stored(rounded: Reals, zero_points: npt.ArrayLike, bounds: Bounds) -> Integers:
    """Rounded quotients plus zero points, in int32, saturated (rules A3 and S4)."""
    is_int32 = np.abs(rounded) < -INT32_MIN
    integers = np.where(is_int32, rounded, INT32_MIN).astype(np.int64)
    sums = (integers + np.asarray(zero_points, np.int64)).astype(np.int32)
    return np.clip(sums, *bounds).astype(np.int64)


def converted_saturating(reals: Reals, bounds: Bounds) -> Integers:
    """Whole parts, those outside of `bounds` as the nearer bound, NaN as the greater (rule S6)."""
    low, high = bounds
    # Greatest integers of 64 bits are no floats, but the powers of two after them are.
    is_above = ~(reals.astype(np.float64) < high + 1)
    is_below = reals < low
    inside = np.where(is_above | is_below, 0, reals).astype(np.int64)
    return np.where(is_above, high, np.where(is_below, low, inside))


def fake_quantized(reals: Floats, low: float, high: float, bits: int) -> Floats:
    """The nearest of 2^bits numbers from `low` to `high`, moved so that 0 is one (rule S8)."""
    low32, most = np.float32(low), np.float32((1 << bits) - 1)
    scale = (np.float32(high) - low32) / most
    zero_point = round_half_away(np.asarray(np.clip(-low32 / scale, 0, most)))
    nudged_low, nudged_high = -zero_point * scale, (most - zero_point) * scale
    # fmax and fmin, for NaN becomes the least.
    clamped = np.fmin(nudged_high, np.fmax(nudged_low, reals))
    steps = round_half_away((clamped - nudged_low) * (np.float32(1) / scale))
    return steps * scale + nudged_low
