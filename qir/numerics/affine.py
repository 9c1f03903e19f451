"""Affine quantization with zero point 0: real value = scale * integer.

Weights are rounded in blocks that fit the cache, so that this costs one pass over memory and a
buffer of constant size, however large the tensor.

B. Jacob et al., Quantization and Training of Neural Networks for Efficient
Integer-Arithmetic-Only Inference, 2018, https://arxiv.org/abs/1712.05877
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from itertools import product
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
BLOCK_ELEMENTS = 1 << 15
_SMALLEST_NORMAL = float(np.finfo(np.float32).tiny)


def channel_magnitudes(weights: npt.NDArray[Any], axis: int | None) -> Floats:
    """Largest absolute value per channel along `axis`, or of the whole tensor; float32 [channels].

    Not finite for a channel that holds an infinity or NaN.
    """
    grouped = _by_channel(weights, axis)
    if not grouped.size:
        return np.zeros(grouped.shape[1:2], np.float32)
    # First along the longer side: what is left over is then small.
    first, then = (0, 1) if grouped.shape[0] > grouped.shape[2] else (2, 0)
    high, low = grouped.max(first), grouped.min(first)
    magnitudes: Floats = np.maximum(high, -low).max(then).astype(np.float32)
    return magnitudes


def magnitudes_of_blocks(blocks: Iterable[npt.NDArray[Any]], axis: int | None) -> Floats:
    """The same of a tensor that comes in blocks, cut along its first dimension."""
    found = [channel_magnitudes(block, axis) for block in blocks]
    return np.concatenate(found) if axis == 0 else np.maximum.reduce(found)


def symmetric_scales(magnitudes: Floats, high: int) -> Floats:
    """Scales that map each magnitude to the integer `high`; float32.

    A channel too small for a normal scale is a channel of zeros, whose scale is 1.
    """
    scales = magnitudes / np.float32(high)
    scales[scales < _SMALLEST_NORMAL] = 1
    return scales


def quantize_round_half_even(
    weights: npt.NDArray[Any], scales: Floats, axis: int | None, bounds: tuple[int, int]
) -> npt.NDArray[np.int8]:
    """Nearest integers of weights / scales, ties to even, clamped to `bounds`; int8, same shape."""
    if axis is None:
        rows = weights.shape[:1] or (1,)
        axis, scales = 0, np.broadcast_to(scales, rows)
    grouped = _by_channel(weights, axis)
    _, channels, inner = grouped.shape
    result = np.empty(grouped.shape, np.int8)
    steps = max(1, channels * inner), max(1, inner), 1
    for piece in product(*map(_slices, grouped.shape, steps)):
        quotient = grouped[piece] / scales[piece[1], np.newaxis]
        np.rint(quotient, out=quotient)
        np.clip(quotient, *bounds, out=quotient)
        result[piece] = quotient
    return result.reshape(weights.shape)


def quantize_blocks(
    blocks: Iterable[npt.NDArray[Any]], scales: Floats, axis: int | None, bounds: tuple[int, int]
) -> Iterator[npt.NDArray[np.int8]]:
    """The same, block by block, of a tensor that comes cut along its first dimension."""
    row = 0
    for block in blocks:
        rows = slice(row, row + math.prod(block.shape[:1]))
        own = scales[rows] if axis == 0 else scales
        yield quantize_round_half_even(block, own, axis, bounds)
        row = rows.stop


def _slices(size: int, elements: int) -> list[slice]:
    """A dimension in pieces that fit the cache; each of its indices stands for `elements`."""
    step = max(1, BLOCK_ELEMENTS // elements)
    return [slice(start, start + step) for start in range(0, size, step)]


def _by_channel(weights: npt.NDArray[Any], axis: int | None) -> npt.NDArray[Any]:
    """The weights as [before the axis, channels, after the axis]; one channel without an axis."""
    if axis is None:
        return weights.reshape(1, 1, -1)
    shape = weights.shape or (1,)
    before, after = math.prod(shape[:axis]), math.prod(shape[axis + 1 :])
    return weights.reshape(before, shape[axis], after)
