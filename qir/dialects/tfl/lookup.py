"""Rows of a table, by their numbers."""

from __future__ import annotations

from collections.abc import Sequence

from xdsl.irdl import traits_def

from qir.dialects.interfaces import QuantizableWeights
from qir.dialects.tfl.base import TflOp, tfl_op
from qir.dialects.tfl.options import option
from qir.dialects.tfl.shapes import axis_of
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


@tfl_op("EMBEDDING_LOOKUP")
class EmbeddingLookupOp(TflOp):
    """Rows of `value` by the integers of `lookup`; quantized rows may come out as floats."""

    lookup = operand("count", Kind.of("INT32"))
    value = operand(None, WEIGHT, blocks=True)
    output = result(None, FLOAT | Kind.of("INT8", "UINT8"))
    traits = traits_def(QuantizableWeights((1,), channel_axis=0, activation=1))

    def infer_shapes(self, sizes: Sizes) -> Sequence[Shape | None]:
        table = shape_of(self.operands[1])
        if table is None:
            return [None]
        if len(table) < 2:
            raise Malformed(f"value has shape {shown(table)}", "rank 2 or more")
        return [(sizes.get("count"), *table[1:])]


@tfl_op("GATHER")
class GatherOp(TflOp):
    """Slices of `params` along `axis`; the first `batch_dims` axes are common to both operands."""

    params = operand(None, ANY)
    indices = operand(None, SMALL_INDEX)
    output = result(None, ANY, like="params", same_scale=True)

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
