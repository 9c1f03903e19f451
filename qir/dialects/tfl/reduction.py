"""One number out of many: sums and extremes along axes, where they are, and running sums."""

from __future__ import annotations

from collections.abc import Sequence

from qir.dialects.tfl.base import SameShapeOp, TflOp, tfl_op
from qir.dialects.tfl.constants import constant_integer, constant_integers
from qir.dialects.tfl.options import option
from qir.dialects.tfl.shapes import axis_of, replaced, without
from qir.dialects.tfl.tensors import (
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


class ReductionOp(TflOp):
    """Along `axes`, which stay with size 1 where `keep_dims`."""

    input = operand(None, NUMBER)
    axes = operand(None, INDEX)
    output = result(None, NUMBER, like="input")

    def infer_shapes(self, sizes: Sizes) -> Sequence[Shape | None]:
        shape, axes = shape_of(self.operands[0]), constant_integers(self.operands[1])
        if shape is None:
            return [None]
        keeps = option(self, "keep_dims")
        if axes is None:
            return [(None,) * len(shape) if keeps else None]
        reduced = (
            {axis_of("axes holds", axis, len(shape)) for axis in axes} if shape else set[int]()
        )
        if keeps:
            return [tuple(1 if axis in reduced else size for axis, size in enumerate(shape))]
        return [without(shape, reduced)]


@tfl_op("MEAN")
class MeanOp(ReductionOp):
    pass


@tfl_op("SUM")
class SumOp(ReductionOp):
    pass


@tfl_op("REDUCE_PROD")
class ReduceProdOp(ReductionOp):
    pass


@tfl_op("REDUCE_MAX")
class ReduceMaxOp(ReductionOp):
    output = result(None, NUMBER, like="input", same_scale=True)


@tfl_op("REDUCE_MIN")
class ReduceMinOp(ReductionOp):
    output = result(None, NUMBER, like="input", same_scale=True)


class LogicalReductionOp(ReductionOp):
    input = operand(None, BOOL)
    output = result(None, BOOL)


@tfl_op("REDUCE_ANY")
class ReduceAnyOp(LogicalReductionOp):
    pass


@tfl_op("REDUCE_ALL")
class ReduceAllOp(LogicalReductionOp):
    pass


class ExtremeOp(TflOp):
    """The index of an extreme along one axis, which goes."""

    input = operand(None, NUMBER | BOOL)
    axis = operand(None, INDEX)
    output = result(None, INDEX)

    def infer_shapes(self, sizes: Sizes) -> Sequence[Shape | None]:
        shape, axis = shape_of(self.operands[0]), constant_integer("axis", self.operands[1])
        if shape == ():
            raise Malformed("input is a scalar", "rank 1 or more")
        if shape is None or axis is None:
            return [None if shape is None else (None,) * (len(shape) - 1)]
        return [without(shape, [axis_of("axis is", axis, len(shape))])]


@tfl_op("ARG_MAX")
class ArgMaxOp(ExtremeOp):
    pass


@tfl_op("ARG_MIN")
class ArgMinOp(ExtremeOp):
    pass


@tfl_op("CUMSUM")
class CumsumOp(SameShapeOp):
    """Sums of all elements so far along an axis; `exclusive` leaves out the element itself."""

    input = operand(None, NUMBER)
    axis = operand(None, INDEX)
    output = result(None, NUMBER, like="input")

    def check(self, sizes: Sizes) -> None:
        shape, axis = shape_of(self.operands[0]), constant_integer("axis", self.operands[1])
        if shape is not None and axis is not None:
            axis_of("axis is", axis, len(shape))


@tfl_op("TOPK_V2")
class TopKV2Op(TflOp):
    """The k largest elements of each row, largest first, and where they are."""

    input = operand(None, NUMBER)
    k = operand(None, Kind.of("INT32", "INT16"))
    values = result(None, NUMBER, like="input")
    indices = result(None, Kind.of("INT32", "INT16"))

    def infer_shapes(self, sizes: Sizes) -> Sequence[Shape | None]:
        shape, k = shape_of(self.operands[0]), constant_integer("k", self.operands[1])
        if shape == ():
            raise Malformed("input is a scalar", "rank 1 or more")
        if shape is None:
            return [None, None]
        if k is not None and shape[-1] is not None and not 0 <= k <= shape[-1]:
            raise Malformed(f"k is {k} for input {shown(shape)}", f"0..{shape[-1]}, a row's size")
        return [replaced(shape, len(shape) - 1, k)] * 2
