"""Tensors made from numbers and shapes."""

from __future__ import annotations

from collections.abc import Sequence

from qir.dialects.tfl.base import TflOp, tfl_op
from qir.dialects.tfl.constants import constant_integers
from qir.dialects.tfl.options import option
from qir.dialects.tfl.shapes import axis_of, broadcast, check_single, of_rank
from qir.dialects.tfl.tensors import (
    ANY,
    BOOL,
    INDEX,
    NUMBER,
    Kind,
    Malformed,
    Shape,
    Sizes,
    operand,
    result,
    shape_of,
    shown,
)


@tfl_op("SHAPE")
class ShapeOp(TflOp):
    input = operand(None, ANY)
    output = result("rank", INDEX)

    def infer_shapes(self, sizes: Sizes) -> Sequence[Shape | None]:
        shape = shape_of(self.operands[0])
        return [(None if shape is None else len(shape),)]


@tfl_op("RANK")
class RankOp(TflOp):
    input = operand(None, ANY)
    output = result("", Kind.of("INT32"))


@tfl_op("FILL")
class FillOp(TflOp):
    """A tensor of shape `dims`, every element the one of `input`."""

    dims = operand("rank", INDEX)
    input = operand("", ANY)
    output = result(None, ANY, like="input", same_scale=True)

    def infer_shapes(self, sizes: Sizes) -> Sequence[Shape | None]:
        wanted, rank = constant_integers(self.operands[0]), sizes.get("rank")
        if wanted is not None and min(wanted, default=0) < 0:
            raise Malformed(f"dims is {shown(wanted)}", "0 or more each")
        return [of_rank(rank) if wanted is None else wanted]


@tfl_op("RANGE")
class RangeOp(TflOp):
    """From `start` to before `limit`, by `delta`."""

    start = operand("", NUMBER)
    limit = operand("", NUMBER, like="start")
    delta = operand("", NUMBER, like="start")
    output = result("_", NUMBER, like="start")

    def infer_shapes(self, sizes: Sizes) -> Sequence[Shape | None]:
        bounds = [constant_integers(value) for value in self.operands]
        if bounds[2] == (0,):
            raise Malformed("delta is 0", "another number")
        if None in bounds:
            return [(None,)]
        start, limit, delta = (bound[0] for bound in bounds if bound)
        return [(max(0, -((start - limit) // delta)),)]


@tfl_op("ONE_HOT")
class OneHotOp(TflOp):
    """`on_value` at each index along a new axis of size `depth`, `off_value` elsewhere."""

    indices = operand(None, INDEX)
    depth = operand(None, Kind.of("INT32"))
    on_value = operand(None, NUMBER | BOOL)
    off_value = operand(None, NUMBER | BOOL, like="on_value")
    output = result(None, NUMBER | BOOL, like="on_value")

    def check(self, sizes: Sizes) -> None:
        for name in ("depth", "on_value", "off_value"):
            value = self.operand(name)
            check_single(name, shape_of(value) if value else None)

    def infer_shapes(self, sizes: Sizes) -> Sequence[Shape | None]:
        shape, depth = shape_of(self.operands[0]), constant_integers(self.operands[1])
        if depth and depth[0] < 0:
            raise Malformed(f"depth is {depth[0]}", "0 or more")
        if shape is None:
            return [None]
        axis = option(self, "axis")
        axis = len(shape) if axis == -1 else axis_of("axis is", axis, len(shape) + 1)
        return [(*shape[:axis], depth[0] if depth else None, *shape[axis:])]


@tfl_op("WHERE")
class WhereOp(TflOp):
    """The indices of elements other than 0, one a row."""

    condition = operand(None, NUMBER | BOOL)
    index = result("_ rank", Kind.of("INT64"))

    def infer_shapes(self, sizes: Sizes) -> Sequence[Shape | None]:
        shape = shape_of(self.operands[0])
        return [(None, None if shape is None else len(shape))]


@tfl_op("BROADCAST_ARGS")
class BroadcastArgsOp(TflOp):
    """The shape that tensors of two shapes broadcast to."""

    s0 = operand("_", INDEX)
    s1 = operand("_", INDEX, like="s0")
    r0 = result("_", INDEX, like="s0")

    def infer_shapes(self, sizes: Sizes) -> Sequence[Shape | None]:
        s0, s1 = map(constant_integers, self.operands)
        broadcast(("s0", s0), ("s1", s1))
        ranks = [shape[0] if shape else None for shape in map(shape_of, self.operands)]
        known = [rank for rank in ranks if rank is not None]
        return [(max(known) if len(known) == 2 else None,)]
