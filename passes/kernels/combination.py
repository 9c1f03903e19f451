"""Kernels of several tensors into one, and one into several:
`qir/dialects/tfl/combination.py`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from xdsl.dialects.builtin import TensorType
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
from qir.passes.kernels.pieces import Piece, Pieces, moving, pieces_of, placed


def concatenation(b: Lowering, op: ops.ConcatenationOp) -> Sequence[SSAValue]:
    if (name := option(op, OPTION)) != "NONE":
        raise NoKernel(f"{OPTION} is {name}; kernels take NONE")
    (result,) = op.results
    for value in op.operands:
        if element_of(value) != element_of(result):
            found = f"{element_of(value)} is joined to {element_of(result)}"
            raise NoKernel(f"{found}; kernels copy equal elements")
    axis = axis_of("axis is", option(op, "axis"), len(shape_of_static(result)))
    pieces, end = list[Piece](), 0
    for value in op.operands:
        pieces += [piece.moved(axis, end) for piece in pieces_of(b, value)]
        end += shape_of_static(value)[axis]
    return [_placed(b, pieces, type_of(result))]


def pack(b: Lowering, op: ops.PackOp) -> Sequence[SSAValue]:
    rank = len(shape_of_static(op.results[0]))
    axis, pieces = axis_of("axis is", option(op, "axis"), rank), list[Piece]()
    order = [None if a == axis else a - (a > axis) for a in range(rank)]
    for number, value in enumerate(op.operands):
        pieces += [each.along(order).moved(axis, number) for each in pieces_of(b, value)]
    return [_placed(b, pieces, type_of(op.results[0]))]


def _placed(b: Lowering, pieces: Pieces, type: TensorType[Any]) -> SSAValue:
    """Without those that have no elements, unless none has."""
    return placed(b, [each for each in pieces if 0 not in each.source.shape] or pieces[:1], type)


KERNELS: Mapping[type[Operation], Lower] = {
    ops.ConcatenationOp: concatenation,
    ops.PackOp: pack,
    ops.UnpackOp: moving(interp.unpack),
    ops.SplitOp: moving(interp.split, 1),
    ops.SplitVOp: moving(interp.split_v),
}
