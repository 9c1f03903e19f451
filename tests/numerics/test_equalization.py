"""Scales that even out the weights of layers which follow one another."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from hypothesis import given
from hypothesis import strategies as st

from qir.numerics.equalization import Boundary, equalizing_scales, scaled

Array = npt.NDArray[Any]
SEEDS = st.integers(0, 2**32 - 1)
FREE = 2.0**20


def boundary(channels: int, biases: Array | None = None, limit: float = FREE) -> Boundary:
    ends = np.full(channels, 1 / limit), np.full(channels, limit)
    return Boundary(*ends, np.zeros(channels) if biases is None else biases)


def chain(rng: np.random.Generator, length: int) -> list[Array]:
    """Layers of which each reads as many channels as the one before gives, some of them zero."""
    inputs, layers = int(rng.integers(1, 5)), list[Array]()
    for _ in range(length):
        groups = int(rng.choice([n for n in (1, 2, 3, 4) if inputs % n == 0]))
        outputs = int(rng.integers(1, 4))
        sizes = 10 ** rng.uniform(-3, 3, (groups, outputs, inputs // groups))
        sizes[rng.random(sizes.shape) < 0.2] = 0
        layers.append(sizes)
        inputs = groups * outputs
    return layers


def applied(layers: list[Array], scales: list[Array]) -> list[Array]:
    ends = [None, *scales, None]
    return [
        scaled(layer, into, out_of)
        for layer, into, out_of in zip(layers, ends, ends[1:], strict=False)
    ]


def test_each_side_of_a_channel_becomes_their_geometric_mean() -> None:
    layers = [np.array([[[1.0], [16.0]]]), np.array([[[16.0, 1.0]]])]
    (scales,) = equalizing_scales(layers, [boundary(2)])
    np.testing.assert_allclose(scales, [1 / 4, 4])


@given(seed=SEEDS)
def test_scales_promise_less_error_or_are_one(seed: int) -> None:
    """Of outputs, where weights are rounded with one scale for each tensor, and inputs are 1."""
    layers = chain(np.random.default_rng(seed), 2)
    (scales,) = equalizing_scales(layers, [boundary(layers[0][..., 0].size)])
    made, met = layers[0].max(axis=2).ravel(), layers[1].max(axis=1).ravel()

    def error(made: Array, met: Array) -> float:
        first = sum((made.max() * each) ** 2 for each in met)
        second = sum((met.max() * each) ** 2 for each in made)
        return float(first + second)

    is_less = error(made / scales, met * scales) < error(made, met) / 2**0.25
    assert is_less or np.all(scales == 1)


def test_common_factor_is_left_alone() -> None:
    layers = [np.array([[[1.0], [1.0]]]), np.array([[[16.0, 16.0]]])]
    (scales,) = equalizing_scales(layers, [boundary(2)])
    np.testing.assert_array_equal(scales, 1)


@given(seed=SEEDS)
def test_what_makes_a_channel_is_as_large_as_what_it_meets(seed: int) -> None:
    """Where all are free, and something is gained at all."""
    rng = np.random.default_rng(seed)
    layers = [10 ** rng.uniform(-3, 3, shape) for shape in ((1, 5, 3), (1, 4, 5))]
    (scales,) = equalizing_scales(layers, [boundary(5)])
    first, second = applied(layers, [scales])
    if np.any(scales != 1):
        np.testing.assert_allclose(first.max(axis=2).ravel(), second.max(axis=1).ravel())


@given(seed=SEEDS, length=st.integers(2, 5))
def test_scales_keep_to_their_bounds_and_zeros_stay(seed: int, length: int) -> None:
    rng = np.random.default_rng(seed)
    layers = chain(rng, length)
    boundaries = [boundary(layer[..., 0].size, limit=2.0) for layer in layers[:-1]]
    for number, scales in enumerate(equalizing_scales(layers, boundaries)):
        assert np.all((scales >= 1 / 2.000001) & (scales <= 2.000001))
        made = layers[number].max(axis=2).ravel()
        met = layers[number + 1].max(axis=1).ravel()
        assert np.all(scales[(made == 0) | (met == 0)] == 1)


def test_channel_of_little_but_its_bias_is_not_blown_up() -> None:
    """Its weights could be scaled by 2^10; then activations would be quantized for its bias."""
    layers = [np.array([[[2.0**-20], [1.0], [16.0]]]), np.array([[[1.0, 16.0, 1.0]]])]
    (free,) = equalizing_scales(layers, [boundary(3)])
    (held,) = equalizing_scales(layers, [boundary(3, np.array([1.0, 0.0, 0.0]))])
    np.testing.assert_allclose(free, [2.0**-10, 1 / 4, 4])
    np.testing.assert_allclose(held, [0.125**0.5, 1 / 4, 4])
