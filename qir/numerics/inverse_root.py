"""Rows of integers divided by the root of their sum of squares (rules N7 and N8).

Newton's iteration in fixed point: F3 are int32 numbers in units of 2^-28, as gemmlowp has them,
https://github.com/google/gemmlowp/blob/master/fixedpoint/fixedpoint.h
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from qir.numerics.fixed_point import (
    Multiplier,
    multiply_by_quantized_multiplier,
    rounding_divide_by_pot,
    saturating_rounding_doubling_high_mul,
    saturating_shift_left,
)
from qir.numerics.rounding import saturate

Integers = npt.NDArray[Any]

ITERATIONS = 5
ONE = 1 << 28
HALF_OF_THREE = 3 << 27
HALF_ROOT_OF_TWO = 1518500250
"""In units of 2^-31."""
OUTPUT_BITS = 7
"""Results are in units of 1 / 128."""


def normalized_int8(rows: Integers) -> npt.NDArray[np.int8]:
    """Integers less their zero point, along the last axis, in units of 1/128 (rule N8)."""
    mantissa, shift = inverse_root(np.square(rows).sum(-1, keepdims=True))
    by = Multiplier(mantissa, shift + OUTPUT_BITS)
    return saturate(multiply_by_quantized_multiplier(rows, by), np.int8)


def normalized_uint8(rows: Integers) -> npt.NDArray[np.uint8]:
    """The same with zero point 128; they are multiplied by 128 first (rule N8)."""
    by = inverse_root(np.square(rows).sum(-1, keepdims=True))
    scaled = multiply_by_quantized_multiplier(rows << OUTPUT_BITS, by)
    return saturate(scaled + (1 << OUTPUT_BITS), np.uint8)


def inverse_root(sums: Integers) -> Multiplier:
    """1 / sqrt(sum) of int32 numbers; 0 counts as 1 (rule N7)."""
    is_large = sums > 1
    scaled, shift = _between_2_27_and_2_29(np.where(is_large, sums, 2))
    half = rounding_divide_by_pot(scaled >> 1, 1)
    x = np.full_like(scaled, ONE)
    for _ in range(ITERATIONS):
        cube = saturating_shift_left(_product(_product(x, x), x), 6)
        x = saturating_shift_left(_product(x, HALF_OF_THREE) - _product(half, cube), 3)
    mantissa = _product(x, HALF_ROOT_OF_TWO)
    # A negative right shift goes to the mantissa.
    mantissa, shift = mantissa << np.maximum(-shift, 0), np.maximum(shift, 0)
    return Multiplier(np.where(is_large, mantissa, (1 << 31) - 1), np.where(is_large, -shift, 0))


def _between_2_27_and_2_29(sums: Integers) -> tuple[Integers, Integers]:
    """The sums times or divided by powers of 4, and how far right the root is to be shifted."""
    shift = np.full_like(sums, 11)
    while (is_above := sums >= 1 << 29).any():
        sums, shift = np.where(is_above, sums >> 2, sums), shift + is_above
    bits = np.frexp(sums.astype(np.float64))[1].astype(np.int64)
    pairs = (32 - bits - 1) // 2 - 1
    return sums << (2 * pairs), shift - pairs


_product = saturating_rounding_doubling_high_mul
