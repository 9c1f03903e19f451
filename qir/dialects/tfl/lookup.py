"""Rows of a table, by their numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from xdsl.ir import Operation
from xdsl.irdl import traits_def

from qir.dialects.interfaces import QuantizableWeights
from qir.dialects.tfl.base import TflOp, tfl_op
from qir.dialects.tfl.options import option
from qir.dialects.tfl.shapes import axis_of, elements
from qir.dialects.tfl.tensors import (
    ANY,
    FLOAT,
    SMALL_INDEX,
    WEIGHT,
    Kind,
    Malformed,
    Shape,
    Sizes,
    may_be_same,
    operand,
    result,
    shape_of,
    shown,
)


def _whole_bytes(table: int, least: int) -> Callable[[Operation], int]:
    """The fewest bits, `least` or more, of which the rows of a table are whole bytes; else rows
    begin within one, where kernels do not look."""

    def bits(op: Operation) -> int:
        shape = shape_of(op.operands[table]) or ()
        axis = option(op, "axis") % len(shape) if isinstance(op, GatherOp) and shape else 0
        row = elements(shape[axis + 1 :])
        return next((b for b in (least, 4) if row is not None and row * b % 8 == 0), 8)

    return bits


@tfl_op("EMBEDDING_LOOKUP")
class EmbeddingLookupOp(TflOp):
    """Rows of `value` by the integers of `lookup`; quantized rows may come out as floats."""

    lookup = operand("count", Kind.of("INT32"))
    value = operand(None, WEIGHT, blocks=True)
    output = result(None, FLOAT | Kind.of("INT8", "UINT8"))
    traits = traits_def(
        QuantizableWeights((1,), channel_axis=0, activation=1, least_bits=_whole_bytes(1, 2))
    )

    def infer_shapes(self, sizes: Sizes) -> Sequence[Shape | None]:
        table = shape_of(self.operands[1])
        if table is None:
            return [None]
        if len(table) < 2:
            raise Malformed(f"value has shape {shown(table)}", "rank 2 or more")
        return [(sizes.get("count"), *table[1:])]


def _unmoved_axis(op: Operation) -> int | None:
    """The last axis of the table, which rows keep; None where its elements are gathered one by
    one."""
    assert isinstance(op, GatherOp)
    rank = len(shape_of(op.params) or ())
    return rank - 1 if rank > 1 and option(op, "axis") % rank != rank - 1 else None


@tfl_op("GATHER")
class GatherOp(TflOp):
    """Slices of `params` along `axis`; the first `batch_dims` axes are common to both operands."""

    params = operand(None, ANY)
    indices = operand(None, SMALL_INDEX)
    output = result(None, ANY, like="params", same_scale=True)
    traits = traits_def(
        QuantizableWeights(
            (0,), channel_axis=_unmoved_axis, least_bits=_whole_bytes(0, 4), copies=True
        )
    )

    def infer_shapes(self, sizes: Sizes) -> Sequence[Shape | None]:
        params, indices = shape_of(self.operands[0]), shape_of(self.operands[1])
        if params is None or indices is None:
            return [None]
        axis = axis_of("axis is", option(self, "axis"), len(params))
        batch = option(self, "batch_dims")
        batch += len(indices) if batch < 0 else 0
        if not 0 <= batch <= min(axis, len(indices)):
            raise Malformed(f"batch_dims is {batch}", f"0..{min(axis, len(indices))}")
        if not may_be_same(params[:batch], indices[:batch]):
            found = f"indices has shape {shown(indices)}"
            raise Malformed(found, f"{shown(params[:batch])} first, as params has")
        return [(*params[:axis], *indices[batch:], *params[axis + 1 :])]


@tfl_op("GATHER_ND")
class GatherNDOp(TflOp):
    """Slices of `params` by the rows of `indices`, each an index into its first axes."""

    params = operand(None, ANY)
    indices = operand(None, SMALL_INDEX)
    output = result(None, ANY, like="params", same_scale=True)

    def infer_shapes(self, sizes: Sizes) -> Sequence[Shape | None]:
        params, indices = shape_of(self.operands[0]), shape_of(self.operands[1])
        for name, shape in (("params", params), ("indices", indices)):
            if shape == ():
                raise Malformed(f"{name} is a scalar", "rank 1 or more")
        if params is None or indices is None or indices[-1] is None:
            return [None]
        if indices[-1] > len(params):
            raise Malformed(f"indices has shape {shown(indices)}", f"rows of at most {len(params)}")
        return [(*indices[:-1], *params[indices[-1] :])]
