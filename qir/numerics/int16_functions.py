"""Sigmoid and tanh of int16 numbers in fixed point, by gemmlowp's series (rule R7).

https://github.com/google/gemmlowp/blob/master/fixedpoint/fixedpoint.h. Numbers of `bits` integer
bits are in units of 2^(bits - 15); results have none. Constants are gemmlowp's of 32 bits, rounded.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from qir.numerics.fixed_point import rounding_divide_by_pot
from qir.numerics.rounding import saturate

Integers = npt.NDArray[Any]

ONE = (1 << 15) - 1
ONE_OF_2_BITS = 1 << 13
ITERATIONS = 3


def _constant(of_32_bits: int) -> int:
    return (of_32_bits + (1 << 15)) >> 16


EXP_OF_MINUS_EIGHTH = _constant(1895147668)
THIRD = _constant(715827883)
POWERS = {
    exponent: _constant(value)
    for exponent, value in (
        *((-2, 1672461947), (-1, 1302514674), (0, 790015084), (1, 290630308)),
        *((2, 39332535), (3, 720401), (4, 242)),
    )
}
"""exp(-2^exponent)."""
F2_48_BY_17 = _constant(1515870810)
F2_MINUS_32_BY_17 = _constant(-1010580540)


def sigmoid(x: Integers, bits: int) -> Integers:
    """1 / (1 + exp(-x)); int64."""
    wide = x.astype(np.int64)
    found = _quotient(exp_of_negative(-np.abs(wide), bits), is_tanh=False)
    return np.where(wide == 0, 1 << 14, np.where(wide > 0, found, ONE - found))


def tanh(x: Integers, bits: int) -> Integers:
    """(1 - exp(-2x)) / (1 + exp(-2x)); int64."""
    wide = x.astype(np.int64)
    found = _quotient(exp_of_negative(-np.abs(wide), bits + 1), is_tanh=True)
    return np.sign(wide) * found


def exp_of_negative(x: Integers, bits: int) -> Integers:
    """exp(x) of numbers of 0 or less."""
    fraction = 15 - bits
    quarter = 1 << (fraction - 2)
    rest = (x & (quarter - 1)) - quarter
    found = _exp_near_minus_eighth(_shifted_left(rest, bits))
    remainder = rest - x
    for exponent, power in POWERS.items():
        if bits > exponent:
            is_set = (remainder >> (fraction + exponent)) & 1
            found = np.where(is_set, _product(found, power), found)
    if bits > 5:
        found = np.where(x < -(1 << (20 - bits)), 0, found)
    return np.where(x == 0, ONE, found)


def _exp_near_minus_eighth(x: Integers) -> Integers:
    """exp(x) of numbers of -1/4 to 0, by four terms of its series about -1/8."""
    x = x + (1 << 12)
    square = _product(x, x)
    cube, fourth = _product(square, x), rounding_divide_by_pot(_product(square, square), 2)
    terms = rounding_divide_by_pot(_product(fourth + cube, THIRD) + square, 1)
    total = EXP_OF_MINUS_EIGHTH + _product(EXP_OF_MINUS_EIGHTH, x + terms)
    return saturate(total, np.int16).astype(np.int64)


def _quotient(x: Integers, *, is_tanh: bool) -> Integers:
    """1 / (1 + x), or (1 - x) / (1 + x), of numbers of 0 to 1, by Newton's iteration."""
    half = (x + ONE + 1) // 2
    guess = F2_48_BY_17 + _product(half, F2_MINUS_32_BY_17)
    for _ in range(ITERATIONS):
        error = ONE_OF_2_BITS - _product(half, guess)
        guess = guess + _shifted_left(_product(guess, error), 2)
    return _shifted_left(guess - ONE_OF_2_BITS, 2) if is_tanh else _shifted_left(guess, 1)


def _product(a: Integers | int, b: Integers | int) -> Integers:
    """The high half of 2 * a * b of int16 numbers, halves up."""
    return np.minimum((np.asarray(a) * b + (1 << 14)) >> 15, ONE)


def _shifted_left(x: Integers, bits: int) -> Integers:
    return saturate(x << bits, np.int16).astype(np.int64)
