"""Softmax and its logarithm of integers and float16, along the last axis."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from qir.numerics.fixed_point import Multiplier, multiply_by_quantized_multiplier
from qir.numerics.interpolation import looked_up, table_of
from qir.numerics.rounding import round_half_away, saturate

Floats = npt.NDArray[np.float32]
Integers = npt.NDArray[Any]

EXP_RANGE = 10.0
"""Differences to a row's greatest element that the table of exp for int16 covers."""
INT16_STEPS = 65535
UNITS = 2.0 / INT16_STEPS, 0
"""Scale and zero point of what the tables for int16 give."""


def softmax_of_float16(values: npt.NDArray[np.float16], beta: np.float32) -> Any:
    """Powers are rounded to float16 before they are divided, but not for their sum (rule N4)."""
    wide = values.astype(np.float32)
    powers = _exp((wide - wide.max(-1, keepdims=True, initial=-np.inf)) * beta)
    return (powers.astype(np.float16).astype(np.float32) / _sums(powers)).astype(np.float16)


def softmax_of_bytes(
    stored: Integers,
    scale: np.float32,
    output_scale: float,
    output_zero_point: int,
    dtype: np.dtype[Any],
) -> Integers:
    """int8 or uint8 to integers of `dtype`; `scale`: of the input, times beta (rules N1 and N2)."""
    powers = exponentials(stored, scale)
    inverses = np.float32(1) / (_sums(powers) * np.float32(output_scale))
    quotients = powers * inverses
    if dtype == np.uint8:
        return saturate(np.trunc(quotients + np.float32(0.5)), dtype)
    return saturate(round_half_away(quotients).astype(np.int64) + output_zero_point, dtype)


def log_softmax_round_half_even(
    stored: Integers, scale: float, output_scale: float, output_zero_point: int
) -> Integers:
    """int8 or uint8 to the same type (rules N1 and N3)."""
    scale32, output32 = np.float32(scale), np.float32(output_scale)
    sums = _sums(exponentials(stored, scale32))
    logarithms = np.log(sums.astype(np.float64)).astype(np.float32)
    greatest = stored.max(-1, keepdims=True, initial=np.iinfo(stored.dtype).min)
    offsets = (scale32 * greatest.astype(np.float32) + logarithms) / output32
    rounded = np.rint(scale32 / output32 * stored.astype(np.float32) - offsets)
    return saturate(rounded.astype(np.int64) + output_zero_point, stored.dtype)


def exponentials(stored: Integers, scale: np.float32) -> Floats:
    """exp(scale * (x - greatest x of the row)), rounded to float32 once (rule N1)."""
    wide = stored.astype(np.int64)
    below = wide.max(-1, keepdims=True, initial=np.iinfo(stored.dtype).min) - wide
    return _exp(-scale * below.astype(np.float32))


def _exp(values: Floats) -> Floats:
    """Rounded once, as C's expf is; numpy's own of float32 is not."""
    return np.exp(values.astype(np.float64)).astype(np.float32)


def _sums(values: Floats) -> Floats:
    """Sums along the last axis, of one element after another; that axis stays."""
    return np.add.accumulate(values, -1)[..., -1:]


def softmax_of_int16(stored: Integers, scale: np.float32) -> Integers:
    """int16 to int16 of 2^-15, zero points 0; `scale`: of the input, times beta (rule N5)."""
    by = Multiplier.of(float(scale) / (EXP_RANGE / INT16_STEPS))
    wide = stored.astype(np.int64)
    below = wide - wide.max(-1, keepdims=True, initial=np.iinfo(np.int16).min)
    places = np.clip(multiply_by_quantized_multiplier(below, by) + 32767, -32768, 32767)
    powers = looked_up(places, table_of(np.exp, (EXP_RANGE / INT16_STEPS, 32767), UNITS))
    sums = powers.sum(-1, keepdims=True)
    # Shifted to 2^16 .. 2^17 - 1, a sum is 1 + x in units of 2^-16.
    bits = np.frexp(sums.astype(np.float64))[1].astype(np.int64)
    shifted = ((sums << (31 - bits)) + (1 << 13)) >> 14
    places = np.clip(shifted - (1 << 15) - (1 << 16), -32768, 32767)
    table = table_of(_one_over_one_plus, (1.0 / INT16_STEPS, -32768), UNITS)
    products = powers * looked_up(places, table)
    half = (np.int64(1) << (bits - 1)) >> 1
    return np.clip((products + half) >> (bits - 1), 0, 32767).astype(np.int16)


def _one_over_one_plus(values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return 1.0 / (1.0 + values)
