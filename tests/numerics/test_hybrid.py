"""Activations quantized on their way into a hybrid kernel."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from qir.numerics.hybrid import QuantizedRows, quantize_rows

BEFORE_HALF = float(np.nextafter(np.float32(0.5), np.float32(0)))
FLOATS = st.floats(-1000, 1000, width=32).map(lambda x: x if abs(x) > 1e-30 else 0.0)
"""Less has an inverse that is no float32; kernels saturate then."""
ROWS = arrays(
    np.float32,
    st.tuples(st.integers(1, 4), st.integers(1, 20)),
    elements=FLOATS,
)


def dequantized(found: QuantizedRows) -> np.ndarray[Any, np.dtype[np.float64]]:
    differences = found.integers.astype(np.float64) - found.zero_points[:, np.newaxis]
    return differences * found.scales[:, np.newaxis].astype(np.float64)


@pytest.mark.parametrize("asymmetric", [False, True])
@given(rows=ROWS)
def test_within_half_a_step(asymmetric: bool, rows: np.ndarray) -> None:
    """Rules H1 and H2; the nudged zero point moves the ends by another half."""
    found = quantize_rows(rows, asymmetric=asymmetric)
    steps = np.broadcast_to(found.scales[:, np.newaxis].astype(np.float64), rows.shape)
    allowed = steps * (1.01 if asymmetric else 0.501)
    assert (np.abs(dequantized(found) - rows) <= allowed + 1e-30).all()


@pytest.mark.parametrize("asymmetric", [False, True])
@given(rows=ROWS)
def test_zero_stays_zero(asymmetric: bool, rows: np.ndarray) -> None:
    with_zero = np.concatenate([rows, np.zeros((len(rows), 1), np.float32)], 1)
    found = quantize_rows(with_zero, asymmetric=asymmetric)
    np.testing.assert_array_equal(found.integers[:, -1], found.zero_points)


def test_rows_of_zeros_have_scale_one() -> None:
    """Rule H1."""
    for asymmetric in (False, True):
        found = quantize_rows(np.zeros((1, 9), np.float32), asymmetric=asymmetric)
        assert (found.scales.tolist(), found.zero_points.tolist()) == ([1.0], [0])
        assert not found.integers.any()


def test_symmetric_leaves_out_the_least_integer() -> None:
    """Rule H1."""
    found = quantize_rows(np.array([[-4.0, 2.0, 4.0]], np.float32), asymmetric=False)
    assert found.integers.tolist() == [[-127, 64, 127]]
    assert found.scales.tolist() == [np.float32(4) / np.float32(127)]


def test_asymmetric_takes_zero_into_the_range() -> None:
    """Rule H2."""
    found = quantize_rows(np.array([[1.0, 2.0, 5.1]], np.float32), asymmetric=True)
    assert found.zero_points.tolist() == [-128]
    assert found.integers.tolist() == [[-78, -28, 127]]


def test_nan_counts_for_nothing() -> None:
    """Rules H1 and H2, as LiteRT without XNNPACK: the others keep their integers."""
    for asymmetric, least in ((False, -127), (True, -128)):
        row = np.array([[1.0, 0.0, -2.0]], np.float32)
        expected = quantize_rows(row, asymmetric=asymmetric)
        row[0, 1] = np.nan
        found = quantize_rows(row, asymmetric=asymmetric)
        integers = expected.integers.copy()
        integers[0, 1] = least
        np.testing.assert_array_equal(found.integers, integers)
        assert (found.scales, found.zero_points) == (expected.scales, expected.zero_points)


def test_the_range_is_a_difference_of_float32() -> None:
    """Rule H2: in float64 the scale would be another."""
    low, high = np.float32(-0.1), np.float32(1e6)
    found = quantize_rows(np.array([[low, high]], np.float32), asymmetric=True)
    assert found.scales[0] == np.float32(np.float64(high - low) / 255)


def test_groups_of_eight_cut_a_sum_with_a_half() -> None:
    """Rule H4: the number before a half is 1 in the first eight, and 0 in the ninth."""
    row = [127.0, BEFORE_HALF, -BEFORE_HALF, 0.25, 2.5, -2.5, 0.0, 0.0, BEFORE_HALF]
    found = quantize_rows(np.array([row], np.float32), asymmetric=False)
    assert found.integers.tolist() == [[127, 1, -1, 0, 3, -3, 0, 0, 0]]
