"""Rounding with error feedback against the formulas, and against rounding to nearest."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qir.numerics.affine import Affine, quantize_round_half_even
from qir.numerics.error_feedback import (
    BLOCK_INPUTS,
    BLOCK_OUTPUTS,
    Integers,
    feedback_of,
    quantize_with_feedback,
)

Floats = npt.NDArray[np.float64]
Float32s = npt.NDArray[np.float32]
SEEDS = st.integers(0, 2**32 - 1)
BOUNDS = {2: (-1, 1), 4: (-7, 7), 8: (-127, 127)}
SLACK = 1e-9
"""Of float64 sums, relative to that of magnitudes."""


class Problem(NamedTuple):
    """Weights, the parameters of their integers, and second moments of their inputs."""

    weights: Float32s
    scales: Float32s
    zero_points: Float32s
    bounds: tuple[int, int]
    second: Floats

    def real(self, integers: Integers) -> Floats:
        inputs = self.weights.shape[1] // self.scales.shape[1]
        scales, zero_points = (np.repeat(x, inputs, 1) for x in (self.scales, self.zero_points))
        return ((integers - zero_points) * scales).astype(np.float64)

    def errors(self, integers: Integers) -> Floats:
        """The mean square error of each output."""
        apart = self.weights - self.real(integers)
        return ((apart @ self.second) * apart).sum(1)

    def nearest(self) -> Integers:
        """By blocks, each a row of its own."""
        rows = self.weights.reshape(-1, self.weights.shape[1] // self.scales.shape[1])
        parameters = Affine(
            self.scales.astype(np.float32).ravel(), self.zero_points.astype(np.int32).ravel()
        )
        found = quantize_round_half_even(rows, parameters, 0, self.bounds)
        return found.reshape(self.weights.shape)

    def fed_back(self) -> Integers:
        feedback = feedback_of(self.second)
        return quantize_with_feedback(
            self.weights, feedback, self.scales, self.zero_points, self.bounds
        )


def moments(rng: np.random.Generator, depth: int, rank: int) -> Floats:
    """Of inputs that depend on one another, some of them always 0, of very different sizes."""
    rows = rng.standard_normal((3 * depth, rank)) @ rng.standard_normal((rank, depth))
    rows = (rows + rng.standard_normal(depth)) * 10 ** rng.uniform(-3, 1, depth)
    rows[:, rng.random(depth) < 0.1] = 0
    return rows.T @ rows / len(rows)


def problem(seed: int, depth: int = 12, outputs: int = 5, bits: int = 4) -> Problem:
    """Scales of blocks, symmetric or not, too small for some of the weights."""
    rng = np.random.default_rng(seed)
    blocks = int(rng.choice([n for n in range(1, depth + 1) if depth % n == 0]))
    weights = (rng.standard_normal((outputs, depth)) * 10 ** rng.uniform(-2, 2)).astype(np.float32)
    low, high = BOUNDS[bits]
    by_block = np.abs(weights).reshape(outputs, blocks, -1).max(-1)
    scales = (by_block / high * float(rng.choice([0.7, 1.0]))).astype(np.float32)
    zero_points = np.zeros(scales.shape, np.float32)
    if rng.random() < 0.5:
        zero_points = np.asarray(rng.integers(low, high + 1, scales.shape), np.float32)
    rank = int(rng.integers(1, depth + 1))
    return Problem(weights, scales, zero_points, (low, high), moments(rng, depth, rank))


@given(
    seed=SEEDS,
    depth=st.integers(1, 24),
    outputs=st.integers(1, 6),
    bits=st.sampled_from([2, 4, 8]),
)
def test_no_output_is_worse_than_rounded_to_nearest(
    seed: int, depth: int, outputs: int, bits: int
) -> None:
    given = problem(seed, depth, outputs, bits)
    found = given.fed_back()
    assert found.dtype == np.int8
    assert found.shape == given.weights.shape
    assert found.min() >= given.bounds[0]
    assert found.max() <= given.bounds[1]
    nearest = given.errors(given.nearest())
    scale = np.abs(given.weights).max() ** 2 * np.abs(given.second).sum()
    assert (given.errors(found) <= nearest * (1 + SLACK) + SLACK * 1e-6 * scale).all()


@given(seed=SEEDS, depth=st.integers(1, 24), bits=st.sampled_from([2, 4, 8]))
def test_independent_inputs_are_rounded_to_nearest(seed: int, depth: int, bits: int) -> None:
    given = problem(seed, depth, bits=bits)
    given = given._replace(second=np.diag(np.diagonal(given.second)))
    np.testing.assert_array_equal(given.fed_back(), given.nearest())


@given(seed=SEEDS, bits=st.sampled_from([2, 4, 8]))
def test_what_integers_stand_for_stays(seed: int, bits: int) -> None:
    given = problem(seed, bits=bits)
    rng = np.random.default_rng(seed)
    low, high = given.bounds
    integers = rng.integers(low, high + 1, given.weights.shape).astype(np.int8)
    given = given._replace(weights=given.real(integers).astype(np.float32))
    np.testing.assert_array_equal(given.fed_back(), integers)


def test_inputs_that_are_always_zero_are_rounded_to_nearest() -> None:
    given = problem(1, depth=24)
    dead = np.arange(24) % 3 == 0
    given.second[dead], given.second[:, dead] = 0, 0
    assert not np.array_equal(given.fed_back(), given.nearest())
    np.testing.assert_array_equal(given.fed_back()[:, dead], given.nearest()[:, dead])
    nothing = given._replace(second=np.zeros((24, 24)))
    np.testing.assert_array_equal(nothing.fed_back(), nothing.nearest())


def as_published(given: Problem, order: npt.NDArray[np.intp], damping: float) -> Integers:
    """Algorithm 1 of the paper, without its blocks: weights are updated by the inverse of H."""
    depth = len(order)
    damped = given.second + damping * np.diagonal(given.second).mean() * np.eye(depth)
    linalg: Any = np.linalg
    upper: Floats = linalg.cholesky(linalg.inv(damped[np.ix_(order, order)])).T
    weights = given.weights.astype(np.float64)[:, order]
    found = np.zeros(weights.shape, np.int8)
    blocks = order // (depth // given.scales.shape[1])
    for place in range(depth):
        scale = given.scales[:, blocks[place]]
        zero_point = given.zero_points[:, blocks[place]]
        stored = np.rint(weights[:, place] / scale) + zero_point
        found[:, place] = np.clip(stored, *given.bounds)
        error = (weights[:, place] - (found[:, place] - zero_point) * scale) / upper[place, place]
        weights[:, place:] -= np.outer(error, upper[place, place:])
    return found[:, np.argsort(order)]


@pytest.mark.parametrize("seed", range(20))
def test_the_integers_are_those_of_the_published_algorithm(seed: int) -> None:
    given = problem(seed, depth=48, outputs=8)
    feedback = feedback_of(given.second)
    expected = as_published(given, feedback.order, feedback.damping)
    is_worse = given.errors(expected) > given.errors(given.nearest())
    expected[is_worse] = given.nearest()[is_worse]
    np.testing.assert_array_equal(given.fed_back(), expected)


def correlated(seed: int, depth: int, outputs: int) -> Problem:
    """One scale for each output, and inputs of which half would do."""
    rng = np.random.default_rng(seed)
    weights = rng.standard_normal((outputs, depth)).astype(np.float32)
    scales = np.abs(weights).max(1, keepdims=True) / np.float32(7)
    rows = rng.standard_normal((2 * depth, depth // 2)) @ rng.standard_normal((depth // 2, depth))
    rows += 0.1 * np.sqrt(depth) * rng.standard_normal(rows.shape)
    return Problem(weights, scales, np.zeros_like(scales), (-7, 7), rows.T @ rows / len(rows))


def test_feedback_more_than_halves_the_error_of_dependent_inputs() -> None:
    given = correlated(0, depth=256, outputs=32)
    assert given.errors(given.fed_back()).sum() < 0.5 * given.errors(given.nearest()).sum()


def test_blocks_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    given = correlated(0, depth=BLOCK_INPUTS + 37, outputs=21)
    expected = given.fed_back()
    for inputs, outputs in ((1, BLOCK_OUTPUTS), (16, 4), (1000, 1)):
        monkeypatch.setattr("qir.numerics.error_feedback.BLOCK_INPUTS", inputs)
        monkeypatch.setattr("qir.numerics.error_feedback.BLOCK_OUTPUTS", outputs)
        np.testing.assert_array_equal(given.fed_back(), expected)


def test_the_factor_is_of_the_damped_moments_in_order_of_size() -> None:
    given = problem(3)
    feedback = feedback_of(given.second)
    sizes = np.diagonal(given.second)[feedback.order]
    assert (np.diff(sizes) <= 0).all()
    assert np.array_equal(np.triu(feedback.factor), feedback.factor)
    damped = given.second + feedback.damping * np.diagonal(given.second).mean() * np.eye(12)
    in_order = damped[np.ix_(feedback.order, feedback.order)]
    np.testing.assert_allclose(feedback.factor @ feedback.factor.T, in_order, rtol=1e-9)


@settings(max_examples=20)
@given(seed=SEEDS)
def test_more_damping_where_moments_are_not_positive_definite(seed: int) -> None:
    given = problem(seed)
    shifted = given.second - 0.05 * np.diagonal(given.second).mean() * np.eye(12)
    least = np.linalg.eigvalsh(shifted)[0]
    found = feedback_of(shifted).damping
    assert found == (0.01 if least > -0.01 * np.diagonal(shifted).mean() else 0.1)


def test_weights_far_out_of_bounds_saturate() -> None:
    weights = np.array([[3e38, -3e38, 1.0]], np.float32)
    scales = np.full((1, 1), 1e-30, np.float32)
    second = np.array([[2.0, 1.0, 1.0], [1.0, 2.0, 1.0], [1.0, 1.0, 2.0]])
    given = Problem(weights, scales, np.zeros_like(scales), (-7, 7), second)
    assert given.fed_back().tolist()[0][:2] == [7, -7]
    assert given.nearest().tolist() == [[7, -7, 7]]


def test_moments_that_cannot_be_are_refused() -> None:
    with pytest.raises(ValueError, match="moments of its inputs are not positive definite"):
        feedback_of(np.array([[1.0, 9.0], [9.0, 1.0]]))
    with pytest.raises(ValueError, match="moments of its inputs are not finite"):
        feedback_of(np.array([[1.0, np.nan], [np.nan, 1.0]]))


def test_blocks_of_scales_must_divide_the_inputs() -> None:
    scales = np.ones((2, 3), np.float32)
    with pytest.raises(ValueError, match="3 blocks of 4 inputs"):
        quantize_with_feedback(np.ones((2, 4)), feedback_of(np.eye(4)), scales, scales, (-7, 7))
