"""Kernels of ops that move elements: `qir/dialects/tfl/reshaping.py`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from xdsl.ir import Operation, SSAValue

from qir.dialects.tfl import reshaping as ops
from qir.dialects.tfl.base import TflOp
from qir.interp import reshaping as interp
from qir.passes.kernels.lowering import Lower, Lowering, shape_of_static, type_of
from qir.passes.kernels.pieces import moving, viewed
from qir.passes.kernels.strided import Strided, copied


def view(b: Lowering, op: TflOp) -> Sequence[SSAValue]:
    """The same elements in the same order: no code at all."""
    return [viewed(b, op.operands[0], shape_of_static(op.results[0]))]


def tile(b: Lowering, op: ops.TileOp) -> Sequence[SSAValue]:
    """Each axis as two: which time, by a stride of 0, and which element."""
    given, type = shape_of_static(op.operands[0]), type_of(op.results[0])
    times = [made // max(size, 1) for made, size in zip(type.get_shape(), given, strict=True)]
    shape = [each for pair in zip(times, given, strict=True) for each in pair]
    strides = [each for stride in Strided.whole(given).strides for each in (0, stride)]
    return [copied(b, op.operands[0], Strided(tuple(shape), tuple(strides)), type)]


KERNELS: Mapping[type[Operation], Lower] = {
    ops.ReshapeOp: view,
    ops.SqueezeOp: view,
    ops.ExpandDimsOp: view,
    ops.TransposeOp: moving(interp.transpose),
    ops.BroadcastToOp: moving(interp.broadcast_to),
    ops.ReverseV2Op: moving(interp.reverse),
    ops.TileOp: tile,
}
