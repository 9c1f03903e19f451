"""tanh of float32 against its definition, and by numbers that LiteRT gave (rule A6)."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qir.numerics.hyperbolic import tanh_rational


def tanh(x: float) -> float:
    return tanh_rational(np.array([x], np.float32)).item()


@given(st.floats(-12, 12, width=32))
def test_near_the_exact_function(x: float) -> None:
    exact = math.tanh(x)
    assert abs(tanh(x) - exact) <= 3e-7 * abs(exact) + 1e-44


@given(st.floats(width=32, allow_nan=False))
def test_odd_and_never_beyond_one(x: float) -> None:
    assert tanh(-x) == -tanh(x)
    assert abs(tanh(x)) <= 1


@pytest.mark.parametrize("x", [8.0, 1e30, math.inf])
def test_one_from_its_bound_on(x: float) -> None:
    assert (tanh(x), tanh(-x)) == (1.0, -1.0)


def test_what_is_no_number_stays_so() -> None:
    assert math.isnan(tanh(math.nan))


def test_zero_keeps_its_sign() -> None:
    assert math.copysign(1, tanh(-0.0)) == -1


@pytest.mark.parametrize(
    ("x", "of_litert"),
    [
        ("0x1.187f5e0000000p+0", "0x1.990f900000000p-1"),
        ("0x1.40c9ea0000000p+1", "0x1.f93ade0000000p-1"),
        ("0x1.a6a9660000000p+1", "0x1.fe9d500000000p-1"),
        ("0x1.d6024a0000000p+0", "0x1.e69bc40000000p-1"),
    ],
)
def test_to_the_last_bit(x: str, of_litert: str) -> None:
    """Numbers whose tanh another function rounds to a neighbour."""
    found = np.float32(tanh(float.fromhex(x)))
    assert found == np.float32(float.fromhex(of_litert))
    assert found != np.float32(math.tanh(float.fromhex(x)))
