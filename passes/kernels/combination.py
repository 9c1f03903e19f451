"""Kernels of several tensors into one, and one into several:
`qir/dialects/tfl/combination.py`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate

from xdsl.ir import Operation, SSAValue

from qir.dialects.tfl import combination as ops
from qir.dialects.tfl.options import option
from qir.dialects.tfl.shapes import axis_of
from qir.interp import combination as interp
from qir.interp.fused import OPTION
from qir.passes.kernels.lowering import (
    Lower,
    Lowering,
    NoKernel,
    element_of,
    shape_of_static,
    type_of,
)
from qir.passes.kernels.strided import Strided, copied, copied_into, moving


def concatenation(b: Lowering, op: ops.ConcatenationOp) -> Sequence[SSAValue]:
    if (name := option(op, OPTION)) != "NONE":
        raise NoKernel(f"{OPTION} is {name}; kernels take NONE")
    (result,) = op.results
    for value in op.operands:
        if element_of(value) != element_of(result):
            found = f"{element_of(value)} is joined to {element_of(result)}"
            raise NoKernel(f"{found}; kernels copy equal elements")
    shape = shape_of_static(result)
    axis = axis_of("axis is", option(op, "axis"), len(shape))
    sizes = [shape_of_static(value)[axis] for value in op.operands]
    ends = accumulate(sizes)
    whole = Strided.whole(shape)
    parts = [whole.part(axis, end - n, n) for end, n in zip(ends, sizes, strict=True)]
    return [joined(b, op, parts)]


def pack(b: Lowering, op: ops.PackOp) -> Sequence[SSAValue]:
    whole = Strided.whole(shape_of_static(op.results[0]))
    axis = axis_of("axis is", option(op, "axis"), len(whole.shape))
    return [joined(b, op, [whole.part(axis, i, 1) for i in range(len(op.operands))])]


def joined(b: Lowering, op: ops.GatheringOp, parts: Sequence[Strided]) -> SSAValue:
    """The result, of which each operand is a part: a call for each, all in the same memory."""
    (first, *rest), type = zip(op.operands, parts, strict=True), type_of(op.results[0])
    value, target = first
    whole = copied(b, value, Strided.whole(target.shape), type, target)
    for value, target in rest:
        whole = copied_into(b, value, Strided.whole(target.shape), whole, target)
    return whole


KERNELS: Mapping[type[Operation], Lower] = {
    ops.ConcatenationOp: concatenation,
    ops.PackOp: pack,
    ops.UnpackOp: moving(interp.unpack),
    ops.SplitOp: moving(interp.split, 1),
    ops.SplitVOp: moving(interp.split_v),
}
