"""Products of integers with real numbers, in integers: real = mantissa / 2^31 * 2^shift.

The arithmetic of gemmlowp, with LiteRT's two roundings (rules B1 to B4 of docs/semantics.md):
https://github.com/google/gemmlowp/blob/master/fixedpoint/fixedpoint.h
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from qir.numerics.rounding import saturate

Integers = npt.NDArray[Any]


class Multiplier(NamedTuple):
    """Positive real numbers, one or one per channel; int64 arrays of one shape.

    `mantissa` is 0 or 2^30 to 2^31 - 1; `shift` is -31 or more.
    """

    mantissa: npt.NDArray[np.int64]
    shift: npt.NDArray[np.int64]

    @classmethod
    def of(cls, real: npt.ArrayLike) -> Multiplier:
        """Nearest multipliers of real numbers of 0 or more, by rule B1."""
        numbers = np.asarray(real, np.float64)
        pairs = [_mantissa_and_shift(number) for number in numbers.ravel().tolist()]
        mantissa, shift = np.array(pairs, np.int64).reshape(-1, 2).T
        return cls(mantissa.reshape(numbers.shape), shift.reshape(numbers.shape))


def _mantissa_and_shift(real: float) -> tuple[int, int]:
    fraction, shift = math.frexp(real)
    mantissa = math.floor(fraction * (1 << 31) + 0.5)
    if mantissa == 1 << 31:
        mantissa, shift = mantissa // 2, shift + 1
    return (0, 0) if shift < -31 else (mantissa, shift)


def multiply_by_quantized_multiplier(x: Integers, by: Multiplier) -> Integers:
    """x * by, rounded twice; int32 numbers, in and out as int64 (rule B4)."""
    return rounding_divide_by_pot(_high_mul(x, by), np.maximum(-by.shift, 0))


def multiply_by_quantized_multiplier_half_up(x: Integers, by: Multiplier) -> Integers:
    """x * by, both times rounded half up, as vector instructions do (rule B6)."""
    right = np.maximum(-by.shift, 0)
    return (_high_mul(x, by) + ((np.int64(1) << right) >> 1)) >> right


def _high_mul(x: Integers, by: Multiplier) -> Integers:
    """x * by before it is shifted right."""
    shifted = (np.asarray(x, np.int64) << np.maximum(by.shift, 0)).astype(np.int32)
    return saturating_rounding_doubling_high_mul(shifted, by.mantissa)


def multiply_wide_by_quantized_multiplier(x: Integers, by: Multiplier) -> Integers:
    """x * by of integers of up to 48 bits; a mantissa of 15 bits, one rounding (rule B5)."""
    reduced = np.where(by.mantissa < 0x7FFF0000, (by.mantissa + (1 << 15)) >> 16, 0x7FFF)
    total = 15 - by.shift
    product = np.asarray(x, np.int64) * reduced + (np.int64(1) << (total - 1))
    return (product >> total).astype(np.int32).astype(np.int64)


def saturating_rounding_doubling_high_mul(a: Integers, b: Integers | int) -> Integers:
    """The high half of 2 * a * b of int32 numbers, halves up; as int64 (rule B2)."""
    product = np.asarray(a, np.int64) * np.asarray(b, np.int64)
    return np.minimum((product + (1 << 30)) >> 31, (1 << 31) - 1)


def rounding_divide_by_pot(x: Integers, exponent: Integers | int) -> Integers:
    """x / 2^exponent, halves away from zero (rule B3)."""
    x, exponent = np.asarray(x, np.int64), np.asarray(exponent, np.int64)
    mask = (np.int64(1) << exponent) - 1
    threshold = (mask >> 1) + (x < 0)
    return (x >> exponent) + ((x & mask) > threshold)


def saturating_shift_left(x: Integers, bits: int) -> Integers:
    """x * 2^bits of int32 numbers, saturated; as int64."""
    return saturate(np.asarray(x, np.int64) << bits, np.int32).astype(np.int64)
