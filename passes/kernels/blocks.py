"""Kernels that move blocks of pixels to other axes: part of `qir/dialects/tfl/resizing.py`."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from xdsl.dialects.builtin import TensorType
from xdsl.ir import Operation, SSAValue

from qir.dialects.tfl import resizing as ops
from qir.dialects.tfl.options import option
from qir.interp.values import stored_zero
from qir.passes.kernels.lowering import (
    Lower,
    Lowering,
    element_of,
    shape_of_static,
    type_of,
)
from qir.passes.kernels.padding import padded, zero_of
from qir.passes.kernels.strided import Strided, constant_of, copied


def space_to_depth(b: Lowering, op: ops.SpaceToDepthOp) -> Sequence[SSAValue]:
    block, type = option(op, "block_size"), type_of(op.results[0])
    batch, height, width, channels = shape_of_static(op.operands[0])
    split = batch, height // block, block, width // block, block, channels
    source = Strided.whole(split).transposed([0, 1, 3, 2, 4, 5])
    return [copied(b, op.operands[0], source, type)]


def depth_to_space(b: Lowering, op: ops.DepthToSpaceOp) -> Sequence[SSAValue]:
    block, type = option(op, "block_size"), type_of(op.results[0])
    batch, height, width, channels = shape_of_static(op.operands[0])
    split = batch, height, width, block, block, channels // block**2
    source = Strided.whole(split).transposed([0, 1, 3, 2, 4, 5])
    return [copied(b, op.operands[0], source, type)]


def space_to_batch_nd(b: Lowering, op: ops.SpaceToBatchNDOp) -> Sequence[SSAValue]:
    """Padded first; then every place of a block goes to a batch of its own."""
    input, type = op.operands[0], type_of(op.results[0])
    blocks, borders = constant_of(op, 1).tolist(), constant_of(op, 2).tolist()
    shape = shape_of_static(input)
    rows = [[0, 0], *borders, [0, 0]]
    axes = [(before, size, after) for size, (before, after) in zip(shape, rows, strict=True)]
    batch, *space, channels = map(sum, axes)
    whole = TensorType(element_of(input), [batch, *space, channels])
    if any(map(any, borders)):
        zero = zero_of(b, op.results[0], stored_zero(op.results[0]))
        input = padded(b, input, whole, zero, axes)
    split = [each for n, by in zip(space, blocks, strict=True) for each in (n // by, by)]
    places = range(1, len(split) + 1)
    order = [*places[1::2], 0, *places[::2], len(split) + 1]
    source = Strided.whole((batch, *split, channels)).transposed(order)
    return [copied(b, input, source, type)]


def batch_to_space_nd(b: Lowering, op: ops.BatchToSpaceNDOp) -> Sequence[SSAValue]:
    """The inverse; then what was padded is cut off."""
    input, type = op.operands[0], type_of(op.results[0])
    blocks, crops = constant_of(op, 1).tolist(), constant_of(op, 2).tolist()
    batch, *space, channels = shape_of_static(input)
    count, batches = len(blocks), batch // math.prod(blocks)
    order = [place for axis in range(count) for place in (count + 1 + axis, axis)]
    split = Strided.whole((*blocks, batches, *space, channels))
    sizes = [size * by for size, by in zip(space, blocks, strict=True)]
    whole = TensorType(element_of(input), [batches, *sizes, channels])
    moved = copied(b, input, split.transposed([count, *order, 2 * count + 1]), whole)
    kept = Strided.whole(whole.get_shape())
    for axis, (size, (before, after)) in enumerate(zip(sizes, crops, strict=True), 1):
        kept = kept.part(axis, before, size - before - after)
    return [copied(b, moved, kept, type)]


KERNELS: Mapping[type[Operation], Lower] = {
    ops.SpaceToDepthOp: space_to_depth,
    ops.DepthToSpaceOp: depth_to_space,
    ops.SpaceToBatchNDOp: space_to_batch_nd,
    ops.BatchToSpaceNDOp: batch_to_space_nd,
}
