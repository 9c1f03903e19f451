"""Rounding to integers, against exact arithmetic."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qir.numerics.rounding import round_half_away, saturate


@given(value=st.floats(allow_nan=False, allow_infinity=False))
def test_halves_go_away_from_zero(value: float) -> None:
    """Rule A2."""
    nearest = math.floor(abs(Fraction(value)) + Fraction(1, 2))
    assert round_half_away(np.array(value)) == math.copysign(nearest, value)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_ties_and_their_neighbours(dtype: type[np.floating]) -> None:
    """Rule A2; the number before a half is less than one, whatever the sum with a half says."""
    half = dtype(0.5)
    below = np.nextafter(half, dtype(0))
    values = np.array([half, -half, below, -below, 1.5, -2.5], dtype)
    found = round_half_away(values)
    assert found.dtype == dtype
    assert found.tolist() == [1, -1, 0, 0, 2, -3]
    assert np.signbit(found[3])


def test_what_is_not_finite_stays_so() -> None:
    with np.errstate(invalid="ignore"):
        found = round_half_away(np.array([np.inf, -np.inf, np.nan, -0.0], np.float32))
    assert found[:2].tolist() == [np.inf, -np.inf]
    assert np.isnan(found[2])
    assert np.signbit(found[3])


@given(value=st.integers(-(2**40), 2**40), dtype=st.sampled_from(["int8", "uint8", "int16"]))
def test_integers_out_of_range_become_the_nearest_of_their_type(value: int, dtype: str) -> None:
    """Rule A3."""
    bounds = np.iinfo(dtype)
    found = saturate(np.array([value]), dtype)
    assert found.dtype == dtype
    assert found.tolist() == [max(bounds.min, min(value, bounds.max))]
