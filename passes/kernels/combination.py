"""Kernels of several tensors into one, and one into several:
`qir/dialects/tfl/combination.py`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

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
from qir.passes.kernels.strided import Strided, concatenated, joined, moving


def concatenation(b: Lowering, op: ops.ConcatenationOp) -> Sequence[SSAValue]:
    if (name := option(op, OPTION)) != "NONE":
        raise NoKernel(f"{OPTION} is {name}; kernels take NONE")
    (result,) = op.results
    for value in op.operands:
        if element_of(value) != element_of(result):
            found = f"{element_of(value)} is joined to {element_of(result)}"
            raise NoKernel(f"{found}; kernels copy equal elements")
    axis = axis_of("axis is", option(op, "axis"), len(shape_of_static(result)))
    return [concatenated(b, op.operands, axis, type_of(result))]


def pack(b: Lowering, op: ops.PackOp) -> Sequence[SSAValue]:
    whole = Strided.whole(shape_of_static(op.results[0]))
    axis = axis_of("axis is", option(op, "axis"), len(whole.shape))
    parts = [whole.part(axis, i, 1) for i in range(len(op.operands))]
    return [joined(b, op.operands, parts, type_of(op.results[0]))]


KERNELS: Mapping[type[Operation], Lower] = {
    ops.ConcatenationOp: concatenation,
    ops.PackOp: pack,
    ops.UnpackOp: moving(interp.unpack),
    ops.SplitOp: moving(interp.split, 1),
    ops.SplitVOp: moving(interp.split_v),
}
