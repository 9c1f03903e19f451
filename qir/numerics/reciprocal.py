"""Quotients of integers by Newton's iteration in fixed point, as gemmlowp has it.

https://github.com/google/gemmlowp/blob/master/fixedpoint/fixedpoint.h: F0 are int32 numbers in
units of 2^-31, F2 in units of 2^-29.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from qir.numerics.fixed_point import (
    Multiplier,
    rounding_divide_by_pot,
    saturating_rounding_doubling_high_mul,
    saturating_shift_left,
)

Integers = npt.NDArray[Any]

ITERATIONS = 3
ONE_OF_F0 = (1 << 31) - 1
ONE_OF_F2 = 1 << 29
F2_48_BY_17 = 1515870810
F2_MINUS_32_BY_17 = -1010580540


def divided_by_reciprocal(numerator: Integers, denominator: Integers, by: Multiplier) -> Integers:
    """numerator / denominator * by of int32 numbers; the denominator is not 0 (rule E6)."""
    sign = np.where(denominator < 0, -1, 1)
    numerator, denominator = numerator * sign, denominator * sign
    inverse, digits = _reciprocal(denominator)
    headroom = 31 - _bits(np.where(numerator < 0, ~numerator, numerator))
    quotient = _product(numerator << headroom, inverse)
    return _divided_by_pot(_product(quotient, by.mantissa), digits + headroom - by.shift)


def _divided_by_pot(x: Integers, exponent: Integers) -> Integers:
    """x / 2^exponent, but what x86 makes of exponents over 31: small quotients become large."""
    undefined = (x >> (exponent & 31)) + (x >= 0)
    return np.where(exponent > 31, undefined, rounding_divide_by_pot(x, np.minimum(exponent, 31)))


def _reciprocal(x: Integers) -> tuple[Integers, Integers]:
    """1 / x of positive int32 numbers as F0, and by how many bits it is to be shifted right."""
    leading = 32 - _bits(x)
    total = (x << leading) - (1 << 31) + ONE_OF_F0
    half = (total + 1) // 2
    guess = F2_48_BY_17 + _product(half, F2_MINUS_32_BY_17)
    for _ in range(ITERATIONS):
        rest = ONE_OF_F2 - _product(half, guess)
        guess = guess + saturating_shift_left(_product(guess, rest), 2)
    return saturating_shift_left(guess, 1), 31 - leading


def _bits(x: Integers) -> Integers:
    """How many bits an integer of 0 or more has."""
    return np.frexp(x.astype(np.float64))[1].astype(np.int64)


_product = saturating_rounding_doubling_high_mul
