"""SQNR, cosine and largest errors, by their definitions."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from qir.numerics.difference import Difference

FLOATS = arrays(np.float64, 6, elements=st.floats(-1e3, 1e3).filter(lambda x: abs(x) > 1e-3))


def difference(expected: object, found: object) -> Difference:
    result = Difference()
    result.add(np.asarray(expected), np.asarray(found))
    return result


@given(x=FLOATS, noise=FLOATS)
def test_by_definition(x: np.ndarray, noise: np.ndarray) -> None:
    found = difference(x, x + noise)
    error = (x + noise) - x
    assert found.sqnr == pytest.approx(10 * math.log10((x @ x) / (error @ error)))
    assert found.max_error == np.abs(error).max()
    assert found.largest == np.abs(x).max()
    assert found.elements == 6
    if (y := x + noise).any():
        norms = math.sqrt((x @ x) * (y @ y))
        assert found.cosine == pytest.approx((x @ y) / norms, abs=1e-12)


@given(x=FLOATS, y=FLOATS)
def test_pairs_add_up(x: np.ndarray, y: np.ndarray) -> None:
    whole, parts = difference(x, y), Difference()
    parts.add(x[:2], y[:2])
    parts.add(x[2:], y[2:])
    assert parts.elements == whole.elements
    assert parts.sqnr == pytest.approx(whole.sqnr)
    assert parts.max_error == whole.max_error


def test_twice_as_exact_is_six_decibels() -> None:
    assert difference([1.0], [1.5]).sqnr == pytest.approx(6.02, abs=0.01)
    assert difference([1.0], [1.25]).sqnr == pytest.approx(12.04, abs=0.01)
    assert difference([1.0], [1.1]).sqnr == pytest.approx(20)


def test_equal_tensors_are_infinitely_near() -> None:
    strings = np.array([b"a", b"b"], object)
    for same in ([0.0, 1.0], [np.inf, np.nan, -np.inf], [], [True], strings, [1 + 2j]):
        found = difference(same, same)
        assert found.sqnr == math.inf
        assert found.max_error == 0
    assert difference([0.0], [0.0]).cosine == 1


@pytest.mark.parametrize(
    ("expected", "found"),
    [([1.0], [np.nan]), ([np.nan], [1.0]), ([np.inf], [-np.inf]), ([np.inf], [3.4e38])],
)
def test_a_number_is_infinitely_far_from_what_is_none(expected: object, found: object) -> None:
    result = difference(expected, found)
    assert result.sqnr == -math.inf
    assert result.max_error == math.inf


def test_where_nothing_is_expected_anything_is_infinitely_far() -> None:
    found = difference([0.0, 0.0], [0.0, 1e-9])
    assert found.sqnr == -math.inf
    assert found.cosine == 0
    assert found.max_error == 1e-9


def test_other_shapes_are_infinitely_far() -> None:
    found = difference([1.0, 2.0], [[1.0, 2.0]])
    assert found.sqnr == -math.inf
    assert found.cosine == 0


def test_integers_and_strings_count_as_equal_or_not() -> None:
    assert difference(np.array([2**31 - 1]), np.array([-(2**31)])).max_error == 2**32 - 1
    assert difference(np.array([b"a"], object), np.array([b"b"], object)).sqnr == -math.inf
    assert difference([1j], [-1j]).max_error == 2
