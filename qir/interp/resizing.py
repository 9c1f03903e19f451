"""Images in another resolution, and blocks moved: `qir/dialects/tfl/resizing.py`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import prod
from typing import Any

import numpy as np

from qir.diagnostics import QirError
from qir.dialects.tfl import resizing as ops
from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.options import option
from qir.interp.values import Array, stored_zero
from qir.numerics.resampling import (
    Sampling,
    bilinear,
    bilinear_of_integers,
    lines,
    lines_in_fixed_point,
    nearest,
    nearest_in_fixed_point,
)


def resize_bilinear(op: ops.ResizeBilinearOp, input: Array, size: Array) -> Array:
    """Floats and uint8 by rule L20, other integers by rule L21."""
    samplings = _samplings(op, input, size)
    if input.dtype.kind == "f" or input.dtype == np.uint8:
        return bilinear(input, *map(lines, samplings))
    return bilinear_of_integers(input, *map(lines_in_fixed_point, samplings))


def resize_nearest_neighbor(op: ops.ResizeNearestNeighborOp, input: Array, size: Array) -> Array:
    """Rules L22 and L23."""
    is_plain = not option(op, "align_corners") and not option(op, "half_pixel_centers")
    places = nearest_in_fixed_point if is_plain and input.dtype == np.uint8 else nearest
    rows, columns = map(places, _samplings(op, input, size))
    return input[:, rows[:, np.newaxis], columns]


def _samplings(op: ops.ResizeOp, input: Array, size: Array) -> list[Sampling]:
    """Along the height and along the width."""
    if size.min() < 1:
        raise QirError(f"size is {size.tolist()}; expected at least 1 each")
    corners, centers = option(op, "align_corners"), option(op, "half_pixel_centers")
    return [
        Sampling(given, wanted, align_corners=corners, half_pixel_centers=centers)
        for given, wanted in zip(input.shape[1:3], size.tolist(), strict=True)
    ]


def space_to_depth(op: ops.SpaceToDepthOp, input: Array) -> Array:
    block = option(op, "block_size")
    batch, height, width, channels = input.shape
    blocks = input.reshape(batch, height // block, block, width // block, block, channels)
    return blocks.transpose(0, 1, 3, 2, 4, 5).reshape(batch, height // block, width // block, -1)


def depth_to_space(op: ops.DepthToSpaceOp, input: Array) -> Array:
    block = option(op, "block_size")
    batch, height, width, channels = input.shape
    blocks = input.reshape(batch, height, width, block, block, channels // block**2)
    return blocks.transpose(0, 1, 3, 2, 4, 5).reshape(batch, height * block, width * block, -1)


def space_to_batch_nd(
    op: ops.SpaceToBatchNDOp, input: Array, block_shape: Array, paddings: Array
) -> Array:
    """Every place of a block has a batch of its own; padding is zero (rule L5)."""
    blocks, axes = block_shape.tolist(), range(block_shape.size)
    borders = [(0, 0), *paddings.tolist(), (0, 0)]
    whole = np.pad(input, borders, constant_values=stored_zero(op.results[0]))
    batch, *space, channels = whole.shape
    if any(size % block for size, block in zip(space, blocks, strict=True)):
        raise QirError(f"padded input has sizes {space}; expected multiples of {blocks}")
    parts = [size // block for size, block in zip(space, blocks, strict=True)]
    split = [size for pair in zip(parts, blocks, strict=True) for size in pair]
    order = [*(2 + 2 * axis for axis in axes), 0, *(1 + 2 * axis for axis in axes), -1]
    moved = whole.reshape(batch, *split, channels).transpose(order)
    return moved.reshape(batch * prod(blocks), *parts, channels)


def batch_to_space_nd(
    op: ops.BatchToSpaceNDOp, input: Array, block_shape: Array, crops: Array
) -> Array:
    """The inverse of SPACE_TO_BATCH_ND, with what was padded cut off."""
    blocks, count = block_shape.tolist(), block_shape.size
    batch, *space, channels = input.shape
    if batch % prod(blocks):
        raise QirError(f"the batch is {batch}; expected a multiple of {prod(blocks)}")
    split = input.reshape(*blocks, batch // prod(blocks), *space, channels)
    pairs = [place for axis in range(count) for place in (count + 1 + axis, axis)]
    moved = split.transpose(count, *pairs, 2 * count + 1)
    sizes = [size * block for size, block in zip(space, blocks, strict=True)]
    whole = moved.reshape(-1, *sizes, channels)
    kept = [
        slice(before, size - after)
        for size, (before, after) in zip(sizes, crops.tolist(), strict=True)
    ]
    return whole[(slice(None), *kept)]


EVALS: Mapping[type[TflOp], Callable[..., Any]] = {
    ops.ResizeBilinearOp: resize_bilinear,
    ops.ResizeNearestNeighborOp: resize_nearest_neighbor,
    ops.SpaceToDepthOp: space_to_depth,
    ops.DepthToSpaceOp: depth_to_space,
    ops.SpaceToBatchNDOp: space_to_batch_nd,
    ops.BatchToSpaceNDOp: batch_to_space_nd,
}
