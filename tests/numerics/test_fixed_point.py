"""Fixed-point products against exact fractions and Python's integers."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from qir.numerics.fixed_point import (
    Multiplier,
    multiply_by_quantized_multiplier,
    multiply_by_quantized_multiplier_half_up,
    multiply_wide_by_quantized_multiplier,
    rounding_divide_by_pot,
    saturating_rounding_doubling_high_mul,
)

INT32 = st.integers(-(2**31), 2**31 - 1)
REALS = st.floats(2**-30, 2**10, allow_nan=False)


def value_of(multiplier: Multiplier) -> Fraction:
    mantissa, shift = int(multiplier.mantissa), int(multiplier.shift)
    return Fraction(mantissa, 2**31) * Fraction(2) ** shift


@given(real=REALS)
def test_a_multiplier_is_the_nearest_of_31_bits(real: float) -> None:
    """Rule B1."""
    found = Multiplier.of(real)
    assert 2**30 <= int(found.mantissa) < 2**31
    _, shift = math.frexp(real)
    assert abs(value_of(found) - Fraction(real)) <= Fraction(2) ** (shift - 32)


def test_multipliers_at_the_ends() -> None:
    """Rule B1: tiny ones are 0, and a fraction that rounds to 1 moves to the next power of two."""
    assert tuple(map(int, Multiplier.of(0.0))) == (0, 0)
    assert tuple(map(int, Multiplier.of(2.0**-33))) == (0, 0)
    assert tuple(map(int, Multiplier.of(2.0**-32))) == (2**30, -31)
    assert tuple(map(int, Multiplier.of(1 - 2.0**-40))) == (2**30, 1)
    per_channel = Multiplier.of([[0.5, 1.0], [3.0, 0.0]])
    assert per_channel.mantissa.tolist() == [[2**30, 2**30], [3 * 2**29, 0]]
    assert per_channel.shift.tolist() == [[0, 1], [2, 0]]


@given(a=INT32, b=INT32)
def test_the_high_half_of_a_doubled_product(a: int, b: int) -> None:
    """Rule B2: the nearest integer of a * b / 2^31, halves up."""
    exact = math.floor(Fraction(a * b, 2**31) + Fraction(1, 2))
    found = int(saturating_rounding_doubling_high_mul(np.array(a), np.array(b)))
    assert found == min(exact, 2**31 - 1)


def test_the_high_half_saturates_where_both_are_least() -> None:
    """Rule B2."""
    least = np.array(-(2**31))
    assert int(saturating_rounding_doubling_high_mul(least, least)) == 2**31 - 1


@given(x=INT32, exponent=st.integers(0, 31))
def test_division_by_a_power_of_two(x: int, exponent: int) -> None:
    """Rule B3: halves away from zero."""
    nearest = math.floor(Fraction(abs(x), 2**exponent) + Fraction(1, 2))
    expected = math.copysign(1, x) * nearest
    assert int(rounding_divide_by_pot(np.array(x), exponent)) == expected


@given(x=st.integers(-(2**24), 2**24), real=REALS)
def test_both_products_are_near_the_exact_one(x: int, real: float) -> None:
    """Rules B4 and B6: two roundings, the first of which is divided by the second's power."""
    multiplier = Multiplier.of(real)
    exact = x * value_of(multiplier)
    assume(abs(exact) < 2**31 and abs(x) * real < 2**30 and abs(x) * 2**10 < 2**31)
    for product in (multiply_by_quantized_multiplier, multiply_by_quantized_multiplier_half_up):
        assert abs(int(product(np.array(x), multiplier)) - exact) <= 1


def test_halves_go_away_from_zero_or_up() -> None:
    """Rule B4 beside rule B6, for a multiplier of 1/4 and one of 1/2, which B2 alone rounds."""
    halves = np.array([2, 6, -2, -6], np.int64)
    quarter = Multiplier.of(0.25)
    assert multiply_by_quantized_multiplier(halves, quarter).tolist() == [1, 2, -1, -2]
    assert multiply_by_quantized_multiplier_half_up(halves, quarter).tolist() == [1, 2, 0, -1]
    half = Multiplier.of(0.5)
    for product in (multiply_by_quantized_multiplier, multiply_by_quantized_multiplier_half_up):
        assert product(np.array([1, 3, -1, -3], np.int64), half).tolist() == [1, 2, 0, -1]


@given(x=st.integers(-(2**40), 2**40), real=st.floats(2**-20, 2**-10, allow_nan=False))
def test_wide_products_round_once_with_15_bits(x: int, real: float) -> None:
    """Rule B5."""
    multiplier = Multiplier.of(real)
    mantissa = min((int(multiplier.mantissa) + 2**15) >> 16, 2**15 - 1)
    exact = x * Fraction(mantissa, 2**15) * Fraction(2) ** int(multiplier.shift)
    found = int(multiply_wide_by_quantized_multiplier(np.array(x), multiplier))
    assert found == math.floor(exact + Fraction(1, 2))


@pytest.mark.parametrize("real", [1 - 2.0**-17, 1 - 2.0**-31])
def test_a_wide_mantissa_never_rounds_up_to_one(real: float) -> None:
    """Rule B5: 15 bits hold 32767 / 32768 at most."""
    multiplier = Multiplier.of(real)
    assert int(multiply_wide_by_quantized_multiplier(np.array(2**20), multiplier)) == 2**20 - 2**5
