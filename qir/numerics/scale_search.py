"""Which interval of a channel's values its integers are to reach: all of it, or less.

With few bits, clipping the largest values makes the steps between the others smaller, and the sum
of squared errors with them:

- R. Banner et al., Post Training 4-bit Quantization of Convolutional Networks for
  Rapid-Deployment (ACIQ), 2019, https://arxiv.org/abs/1810.05723
- M. Nagel et al., A White Paper on Neural Network Quantization, 2021, section 3.1,
  https://arxiv.org/abs/2106.08295
- C. Sakr et al., Optimal Clipping and Magnitude-aware Differentiation for Improved
  Quantization-aware Training (OCTAV), 2022, https://arxiv.org/abs/2206.06501

A tensor is read in blocks, cut along its first dimension, several times over.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from qir.numerics.affine import (
    Affine,
    Array,
    Bounds,
    Floats,
    by_channel,
    dequantize,
    pieces,
    quantize_round_half_even,
)
from qir.schemes import ScaleSearch

Doubles = npt.NDArray[np.float64]
Interval = tuple[Floats, Floats]
"""The least and the greatest value of each channel; float32 [channels]."""
Blocks: TypeAlias = Callable[[], Iterable[Array]]
"""Gives the blocks of a tensor anew."""
MakeParameters: TypeAlias = Callable[[Floats, Floats, Bounds], Affine]
"""Such as `symmetric_parameters`; a `partial` of it for scales stored as float16."""

COARSE = 48
"""Ratios that MSE tries in every channel."""
FINE = 16
"""And then around the best of them."""
MOST_ITERATIONS = 20
TOLERANCE = 1e-3
"""OCTAV iterates until a threshold moves by less, relatively."""
CHUNK_ELEMENTS = 1 << 18
"""Channels that are whole in a block are searched so many elements at a time, in the cache."""


def search_interval(
    search: ScaleSearch,
    blocks: Blocks,
    axis: int | None,
    extremes: Interval,
    make: MakeParameters,
    bounds: Bounds,
) -> Interval:
    """The interval that `make` is to be given for each channel; no end is further from 0.

    `blocks`: of finite values; `axis` and `bounds` as in `qir.numerics.affine`.
    `extremes`: what `extremes_of_blocks` finds.
    `make`: a symmetric one where `search.is_symmetric_only`.
    """
    if search is ScaleSearch.MIN_MAX or not extremes[0].size:
        return extremes

    def find(blocks: Blocks, extremes: Interval) -> Interval:
        if search is ScaleSearch.OCTAV:
            return _octav(blocks, axis, extremes, bounds)
        return _mse(blocks, axis, extremes, make, bounds)

    if axis != 0:
        return find(blocks, extremes)
    found: list[Interval] = []
    row = 0
    for chunk in _chunks(blocks()):
        rows = slice(row, row + len(chunk))
        own = extremes[0][rows], extremes[1][rows]
        found.append(find(lambda chunk=chunk: [chunk], own))
        row = rows.stop
    return np.concatenate([low for low, _ in found]), np.concatenate([high for _, high in found])


def squared_errors(
    blocks: Iterable[Array], parameters: Affine, axis: int | None, bounds: Bounds
) -> Doubles:
    """Sum over each channel of (value - value as quantized)^2; float64 [channels]."""
    errors = np.zeros(parameters.scales.shape)
    for channels, piece in _pieces(blocks, axis):
        own = parameters.of(channels)
        reals = dequantize(quantize_round_half_even(piece, own, 1, bounds), own, 1)
        difference = piece.astype(np.float64) - reals
        errors[channels] += np.einsum("bci,bci->c", difference, difference)
    return errors


def _chunks(blocks: Iterable[Array]) -> Iterator[Floats]:
    """Fewer channels at a time; each is whole in its block."""
    for block in blocks:
        rows = by_channel(block, 0)[0]
        step = max(1, CHUNK_ELEMENTS // max(1, rows.shape[1]))
        for start in range(0, len(rows), step):
            yield rows[start : start + step].astype(np.float32, copy=False)


def _mse(
    blocks: Blocks, axis: int | None, extremes: Interval, make: MakeParameters, bounds: Bounds
) -> Interval:
    """Both ends times one ratio: the best of a grid, then of a finer one beside it.

    Not by golden section: with few steps or few values the error has many minima, and each grid
    reads the tensor once.
    """

    def shrunk(ratios: npt.ArrayLike) -> Interval:
        low, high = ((end * np.asarray(ratios)).astype(np.float32) for end in extremes)
        return low, high

    def tried(ratios: Doubles) -> tuple[npt.NDArray[np.intp], Doubles]:
        """Which of [ratios, channels] is best, and its error; the first of equals."""
        made = [make(*shrunk(each), bounds) for each in ratios]
        errors = _approximate_errors(blocks(), made, axis, bounds)
        return errors.argmin(0), errors.min(0)

    elements = sum(block.size for block in blocks()) // extremes[0].size
    coarse = np.geomspace(1, _least_ratio(elements, bounds), COARSE)
    best, error = tried(coarse[:, np.newaxis])
    ratios = coarse[best]
    above, below = coarse[np.maximum(best - 1, 0)], coarse[np.minimum(best + 1, COARSE - 1)]
    fine = np.linspace(above, below, FINE + 2)[1:-1]
    best, finer_error = tried(fine)
    ratios = np.where(finer_error < error, np.take_along_axis(fine, best[np.newaxis], 0)[0], ratios)

    # Errors in float32 decide between neighbours, but not whether to clip at all.
    low, high = shrunk(ratios)
    plain = squared_errors(blocks(), make(*extremes, bounds), axis, bounds)
    clipped = squared_errors(blocks(), make(low, high, bounds), axis, bounds)
    is_better = clipped < plain
    return np.where(is_better, low, extremes[0]), np.where(is_better, high, extremes[1])


def _least_ratio(elements: int, bounds: Bounds) -> float:
    """Below it, clipping the end of a channel of so many elements costs more than it can save.

    Of an end M, ratio r clips (1 - r) M. The squared error without clipping is at most a quarter of
    a squared step for each element, which bounds r where elements are few. Where they are many,
    those within r M had at most their own squares, and gain no more: r is hardly less than
    (1 - r) / sqrt(elements), and half of that is tried.
    """
    root = math.sqrt(max(1, elements))
    half_steps = (bounds[1] - bounds[0]) / 2
    return max(1 - root / half_steps, 1 / (2 * root))


def _approximate_errors(
    blocks: Iterable[Array], candidates: Sequence[Affine], axis: int | None, bounds: Bounds
) -> Doubles:
    """`squared_errors` for each candidate, but in float32; float64 [candidates, channels].

    Every piece of the tensor is tried with all of them while it is in the cache.
    """
    errors = np.zeros((len(candidates), *candidates[0].scales.shape))
    are_shifted = [each.zero_points.any() for each in candidates]
    with np.errstate(over="ignore"):  # An infinite error is worse than any other.
        for channels, piece in _pieces(blocks, axis):
            for number, (scales, zero_points) in enumerate(candidates):
                exact = piece / scales[channels, np.newaxis]
                if are_shifted[number]:
                    exact += zero_points[channels, np.newaxis].astype(np.float32)
                nearest = np.rint(exact)
                np.clip(nearest, *bounds, out=nearest)
                exact -= nearest
                errors[number, channels] += np.einsum("bci,bci->c", exact, exact)
        return errors * np.square([each.scales.astype(np.float64) for each in candidates])


def _octav(blocks: Blocks, axis: int | None, extremes: Interval, bounds: Bounds) -> Interval:
    """Newton's iteration for the threshold beyond which magnitudes are clipped.

    Of thresholds on its way, the one of least expected error; min-max among them, since of few
    elements the iteration may find none better.
    """
    low, high = extremes
    greatest = np.maximum(high, -low)
    # In units of the greatest, squares of float32 numbers neither overflow nor vanish.
    unit = np.where(greatest > 0, greatest, np.float32(1))
    noise = 1 / (12 * bounds[1] ** 2)

    nonzero, total, _ = _tails(blocks(), axis, unit, np.zeros(unit.shape))
    threshold = total / np.maximum(nonzero, 1)
    best, least = np.ones(unit.shape), noise * nonzero
    is_moving = threshold > 0
    for _ in range(MOST_ITERATIONS):
        count, total, squares = _tails(blocks(), axis, unit, threshold)
        clipped = squares - 2 * threshold * total + threshold**2 * count
        error = noise * threshold**2 * (nonzero - count) + clipped
        is_better = is_moving & (error < least)
        best, least = np.where(is_better, threshold, best), np.where(is_better, error, least)
        denominator = noise * (nonzero - count) + count
        new = total / np.where(denominator > 0, denominator, 1)
        # Where nothing is clipped there is nowhere to go.
        is_moving &= (count > 0) & (abs(new - threshold) > TOLERANCE * threshold)
        if not is_moving.any():
            break
        threshold = np.where(is_moving, new, threshold)
    limit = (best * unit).astype(np.float32)
    return np.clip(low, -limit, limit), np.clip(high, -limit, limit)


def _tails(
    blocks: Iterable[Array], axis: int | None, unit: Floats, threshold: Doubles
) -> tuple[Doubles, Doubles, Doubles]:
    """Number, sum and sum of squares of magnitudes over a threshold, in units; by channel."""
    count, total, squares = (np.zeros(unit.shape) for _ in range(3))
    limit = threshold.astype(np.float32)
    for channels, piece in _pieces(blocks, axis):
        magnitude = np.abs(piece / unit[channels, np.newaxis])
        is_over = magnitude > limit[channels, np.newaxis]
        magnitude *= is_over
        count[channels] += np.count_nonzero(is_over, (0, 2))
        total[channels] += np.einsum("bci->c", magnitude)
        squares[channels] += np.einsum("bci,bci->c", magnitude, magnitude)
    return count, total, squares


def _pieces(blocks: Iterable[Array], axis: int | None) -> Iterator[tuple[slice, Floats]]:
    """A tensor in pieces that fit the cache, [before the axis, channels, after it], and which."""
    row = 0
    for block in blocks:
        grouped = by_channel(block, axis)
        for piece in pieces(grouped.shape):
            part = grouped[piece].astype(np.float32, copy=False)
            first = row + piece[1].start
            yield slice(first, first + part.shape[1]), part
        row += grouped.shape[1] if axis == 0 else 0
