"""Affine quantization of weights: real value = scale * (integer - zero point).

A tensor has one scale and zero point for each channel, that is, for each index along an axis, or
one without an axis. Blocks of B elements along the last axis of [rows, depth] are the channels of
the same tensor as [rows * depth / B, B], along axis 0.

Weights are rounded in pieces that fit the cache, so that this costs one pass over memory and a
buffer of constant size, however large the tensor.

B. Jacob et al., Quantization and Training of Neural Networks for Efficient
Integer-Arithmetic-Only Inference, 2018, https://arxiv.org/abs/1712.05877
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from itertools import product
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
Floats = npt.NDArray[np.float32]
Integers = npt.NDArray[np.int32]
Bounds = tuple[int, int]
"""The least and the greatest integer; both within int8."""
ScaleType: TypeAlias = "type[np.float32 | np.float16]"
BLOCK_ELEMENTS = 1 << 15
LARGEST_FLOAT16 = np.float32(65280)
"""Of those that are bfloat16 too."""
_SMALLEST_NORMAL = float(np.finfo(np.float32).tiny)


class Affine(NamedTuple):
    """real = scale * (integer - zero point), by channel.

    `scales`: float32 [channels], positive and finite, and normal where stored as float32.
    `zero_points`: int32 [channels], within the bounds of the integers; zeros where symmetric.
    """

    scales: Floats
    zero_points: Integers

    def of(self, channels: slice) -> Affine:
        """The parameters of some channels."""
        return Affine(self.scales[channels], self.zero_points[channels])


def extremes(weights: Array, axis: int | None) -> tuple[Floats, Floats]:
    """Least and greatest value per channel along `axis`, or of the tensor; float32 [channels].

    Not finite for a channel that holds an infinity or NaN; zeros for one that is empty.
    """
    grouped = by_channel(weights, axis)
    if not grouped.size:
        zeros = np.zeros(grouped.shape[1:2], np.float32)
        return zeros, zeros.copy()
    # First along the longer side: what is left over is then small.
    first, then = (0, 1) if grouped.shape[0] > grouped.shape[2] else (2, 0)
    low: Floats = grouped.min(first).min(then).astype(np.float32)
    high: Floats = grouped.max(first).max(then).astype(np.float32)
    return low, high


def extremes_of_blocks(blocks: Iterable[Array], axis: int | None) -> tuple[Floats, Floats]:
    """The same of a tensor that comes in blocks, cut along its first dimension."""
    lows, highs = zip(*(extremes(block, axis) for block in blocks), strict=True)
    if axis == 0:
        return np.concatenate(lows), np.concatenate(highs)
    return np.minimum.reduce(lows), np.maximum.reduce(highs)


def symmetric_parameters(
    low: Floats, high: Floats, bounds: Bounds, scale_type: ScaleType = np.float32
) -> Affine:
    """Zero points 0, and the least scales that keep `low` to `high` within `bounds`.

    `low`, `high`: float32 [channels], finite, as `extremes` gives them.
    `bounds`: with 0 between them.
    `scale_type`: what the scales are stored as; `stored_scales` says what becomes of them.
    """
    steps = np.array(bounds, np.float32)
    scales = stored_scales(np.maximum(low / steps[0], high / steps[1]), scale_type)
    return Affine(scales, np.zeros(scales.shape, np.int32))


def asymmetric_parameters(
    low: Floats, high: Floats, bounds: Bounds, scale_type: ScaleType = np.float32
) -> Affine:
    """The least scales with which `bounds` reach from `low` to `high`, and to zero.

    Zero is an integer exactly, for zero points are rounded: the range moves by up to half a scale,
    so that its ends are still no further than that from an integer. Arguments are those of
    `symmetric_parameters`, but 0 need not be between `bounds`.
    """
    # Two float32 numbers may be further apart than the greatest.
    least = np.minimum(low, 0).astype(np.float64)
    width = np.maximum(high, 0) - least
    scales = stored_scales((width / (bounds[1] - bounds[0])).astype(np.float32), scale_type)
    zero_points = np.clip(np.rint(bounds[0] - least / scales), *bounds)
    return Affine(scales, zero_points.astype(np.int32))


def stored_scales(scales: Floats, scale_type: ScaleType = np.float32) -> Floats:
    """Scales as the model holds them, as float32; never zero, infinite or subnormal in float32.

    A channel too small for a normal scale is a channel of zeros, whose scale is 1. As float16,
    scales are rounded to the nearest that is a bfloat16 too, which is what XNNPACK makes of them.
    That moves an integer of 4 bits by less than a fiftieth; those with fewer digits, as subnormals
    have, are rounded up, so that no integer moves out of bounds. Those over `LARGEST_FLOAT16`
    become that, and weights saturate: refuse them before, if that matters.
    """
    stored = np.where(scales < _SMALLEST_NORMAL, np.float32(1), scales)
    if scale_type is np.float32:
        return stored
    stored = np.minimum(as_bfloat16(stored), LARGEST_FLOAT16)
    narrow = stored.astype(np.float16)
    rounded_up = np.nextafter(narrow, np.float16(LARGEST_FLOAT16))
    is_short = (narrow < np.finfo(np.float16).tiny) & (narrow < stored)
    return np.where(is_short, rounded_up, narrow).astype(np.float32)


def as_bfloat16(numbers: Floats) -> Floats:
    """The nearest numbers of 8 significant bits, ties to even; finite, not negative float32."""
    bits = numbers.view(np.uint32)
    rounded: Floats = ((bits + 0x7FFF + (bits >> 16 & 1)) & 0xFFFF0000).view(np.float32)
    return rounded


def quantize_round_half_even(
    weights: Array, parameters: Affine, axis: int | None, bounds: Bounds
) -> npt.NDArray[np.int8]:
    """Zero points plus the nearest integers of weights / scales, ties to even; int8, same shape.

    Clamped to `bounds`; weights are finite.
    """
    if axis is None:
        rows = weights.shape[:1] or (1,)
        scales, zero_points = parameters
        parameters = Affine(np.broadcast_to(scales, rows), np.broadcast_to(zero_points, rows))
        axis = 0
    grouped = by_channel(weights, axis)
    scales = parameters.scales[:, np.newaxis]
    zero_points = parameters.zero_points[:, np.newaxis]
    is_shifted = zero_points.any()
    result = np.empty(grouped.shape, np.int8)
    with np.errstate(over="ignore"):  # An infinite quotient is out of bounds as any other.
        for piece in pieces(grouped.shape):
            quotient = grouped[piece] / scales[piece[1]]
            np.rint(quotient, out=quotient)
            if is_shifted:
                quotient += zero_points[piece[1]].astype(np.float32)
            np.clip(quotient, *bounds, out=quotient)
            result[piece] = quotient
    return result.reshape(weights.shape)


def quantize_blocks(
    blocks: Iterable[Array], parameters: Affine, axis: int | None, bounds: Bounds
) -> Iterator[npt.NDArray[np.int8]]:
    """The same, block by block, of a tensor that comes cut along its first dimension."""
    for block, own in with_parameters(blocks, parameters, axis):
        yield quantize_round_half_even(block, own, axis, bounds)


def dequantize(integers: npt.NDArray[np.int8], parameters: Affine, axis: int | None) -> Floats:
    """The real numbers that integers stand for; float32, same shape (rule A1)."""
    grouped = by_channel(integers, axis)
    centred = grouped - parameters.zero_points[:, np.newaxis]
    with np.errstate(over="ignore"):  # Up to half a scale beyond the largest number.
        reals: Floats = centred.astype(np.float32) * parameters.scales[:, np.newaxis]
    return reals.reshape(integers.shape)


def with_parameters(
    blocks: Iterable[Array], parameters: Affine, axis: int | None
) -> Iterator[tuple[Array, Affine]]:
    """Each block of a tensor cut along its first dimension, and the parameters of its channels."""
    row = 0
    for block in blocks:
        rows = slice(row, row + math.prod(block.shape[:1]))
        yield block, parameters.of(rows) if axis == 0 else parameters
        row = rows.stop


def by_channel(weights: Array, axis: int | None) -> Array:
    """The weights as [before the axis, channels, after the axis]; one channel without an axis."""
    if axis is None:
        return weights.reshape(1, 1, -1)
    shape = weights.shape or (1,)
    before, after = math.prod(shape[:axis]), math.prod(shape[axis + 1 :])
    return weights.reshape(before, shape[axis], after)


def pieces(shape: tuple[int, ...]) -> Iterator[tuple[slice, ...]]:
    """[before the axis, channels, after the axis] in pieces that fit the cache."""
    _, channels, inner = shape
    steps = max(1, channels * inner), max(1, inner), 1
    return product(*map(_slices, shape, steps))


def _slices(size: int, elements: int) -> list[slice]:
    """A dimension in pieces that fit the cache; each of its indices stands for `elements`."""
    step = max(1, BLOCK_ELEMENTS // elements)
    return [slice(start, start + step) for start in range(0, size, step)]
