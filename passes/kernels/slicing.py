"""Kernels that read or replace parts of a tensor: `qir/dialects/tfl/slicing.py`."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from xdsl.ir import Operation, SSAValue

from qir.dialects.tfl import slicing as ops
from qir.dialects.tfl.constants import constant_value
from qir.interp import slicing as interp
from qir.passes.kernels.lowering import Lower, Lowering, shape_of_static, type_of
from qir.passes.kernels.pieces import moving
from qir.passes.kernels.strided import (
    MOST_AXES,
    Strided,
    element_bytes,
    loops,
    started,
    stored,
)


def slices(b: Lowering, op: ops.SliceOp) -> Sequence[SSAValue]:
    """A begin that is computed is moved to where the part fits."""
    input, begin = op.operands[:2]
    if constant_value(begin.owner) is not None:
        return moving(interp.slices)(b, op)
    type, bytes = type_of(op.results[0]), element_bytes(input)
    part = type.get_shape()
    source = Strided(part, Strided.whole(shape_of_static(input)).strides)
    _, parameters = loops(source, Strided.whole(part), bytes, most=MOST_AXES)
    start = started(b, begin, shape_of_static(input), part, bytes)
    return b.call("slice", [stored(b, input), start], [type], parameters)


def dynamic_update_slice(b: Lowering, op: ops.DynamicUpdateSliceOp) -> Sequence[SSAValue]:
    input, update, begin = op.operands
    whole, part, bytes = shape_of_static(input), shape_of_static(update), element_bytes(input)
    target = Strided(part, Strided.whole(whole).strides)
    _, parameters = loops(Strided.whole(part), target, bytes, most=MOST_AXES)
    type = type_of(op.results[0])
    parameters = {"bytes": math.prod(whole) * bytes, **parameters}
    start = started(b, begin, whole, part, bytes)
    operands = [stored(b, input), stored(b, update), start]
    return b.call("update", operands, [type], parameters, in_place=[0])


KERNELS: Mapping[type[Operation], Lower] = {
    ops.SliceOp: slices,
    ops.StridedSliceOp: moving(interp.strided_slice),
    ops.DynamicUpdateSliceOp: dynamic_update_slice,
}
