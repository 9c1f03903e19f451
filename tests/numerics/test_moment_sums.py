"""Moments of rows against numpy, and the shift that a mean error asks for."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qir.numerics.moments import PIECE_ROWS, Moments, MomentSums, mean_shift

SEEDS = st.integers(0, 2**32 - 1)
SIZES = st.integers(1, 5)


def moments_of(*parts: np.ndarray) -> Moments:
    sums = MomentSums(with_second=True)
    for part in parts:
        sums.add(part)
    found = sums.moments()
    assert found is not None
    return found


@given(
    seed=SEEDS,
    groups=SIZES,
    depth=SIZES,
    counts=st.lists(
        st.sampled_from([0, 1, 7, PIECE_ROWS - 1, PIECE_ROWS, 2 * PIECE_ROWS + 3]), min_size=1
    ),
)
def test_moments_are_those_of_all_rows(
    seed: int, groups: int, depth: int, counts: list[int]
) -> None:
    rng = np.random.default_rng(seed)
    parts = [rng.standard_normal((groups, n, depth), np.float32) + 1 for n in counts]
    every = np.concatenate(parts, 1).astype(np.float64)
    if not every.shape[1]:
        sums = MomentSums(with_second=True)
        sums.add(every)
        assert sums.moments() is None
        return
    found = moments_of(*parts)
    assert found.second is not None
    assert found.count == every.shape[1]
    np.testing.assert_allclose(found.mean, every.mean(1), atol=1e-12)
    second = np.einsum("gni,gnj->gij", every, every) / found.count
    np.testing.assert_allclose(found.second, second, atol=1e-12)
    np.testing.assert_array_equal(found.second, found.second.swapaxes(1, 2))


def test_moments_can_be_asked_for_on_the_way() -> None:
    rows = np.random.default_rng(0).standard_normal((1, 10, 3))
    sums = MomentSums(with_second=True)
    sums.add(rows[:, :4])
    first = sums.moments()
    sums.add(rows[:, 4:])
    last = sums.moments()
    assert first is not None and last is not None
    for found, seen in ((first, rows[:, :4]), (last, rows)):
        assert found.second is not None
        np.testing.assert_allclose(found.second[0], seen[0].T @ seen[0] / found.count)


@given(seed=SEEDS, groups=SIZES, outputs=SIZES, depth=SIZES, count=st.integers(1, 20))
def test_no_other_shift_leaves_a_smaller_error(
    seed: int, groups: int, outputs: int, depth: int, count: int
) -> None:
    """What is left is the variance; any other constant adds its distance."""
    rng = np.random.default_rng(seed)
    rows = rng.standard_normal((groups, count, depth)) + rng.standard_normal(depth)
    weights = rng.standard_normal((groups, outputs, depth)).astype(np.float32)
    replaced = np.rint(weights * 2) / 2
    found = moments_of(rows)
    shift = mean_shift(weights, replaced, found.mean)
    assert shift.shape == (groups, outputs)
    errors = rows @ (weights.astype(np.float64) - replaced).swapaxes(1, 2)
    np.testing.assert_allclose(shift, errors.mean(1), atol=1e-12)
    left = ((errors - shift[:, np.newaxis]) ** 2).mean(1)
    np.testing.assert_allclose(left, errors.var(1), atol=1e-10)
    other = rng.standard_normal(shift.shape)
    of_other = ((errors - (shift + other)[:, np.newaxis]) ** 2).mean(1)
    np.testing.assert_allclose(of_other, left + other**2, atol=1e-10)


def test_moments_of_parts_are_weighted_by_their_rows() -> None:
    ones, twos = np.ones((1, 3, 1)), np.full((1, 1, 1), 2.0)
    both = moments_of(ones) + moments_of(twos)
    assert both.count == 4
    assert both.mean.item() == pytest.approx(5 / 4)
    assert both.second is not None
    assert both.second.item() == pytest.approx(7 / 4)
    assert (moments_of(ones) + Moments(1, twos[0])).second is None


def test_a_mean_that_is_not_finite_gives_no_shift() -> None:
    with pytest.raises(ValueError, match="the mean of its inputs is not finite"):
        mean_shift(np.ones((1, 1, 1)), np.zeros((1, 1, 1)), np.full((1, 1), np.nan))
