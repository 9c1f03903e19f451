"""Kernels of lookups in a table: `qir/dialects/tfl/lookup.py`."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from xdsl.dialects.builtin import f32
from xdsl.ir import Operation, SSAValue

from qir.dialects.quant import UniformType
from qir.dialects.tfl import lookup as ops
from qir.dialects.tfl.options import option
from qir.dialects.tfl.shapes import axis_of
from qir.passes.kernels.lowering import (
    Lower,
    Lowering,
    NoKernel,
    element_of,
    is_quantized_constant,
    shape_of_static,
    type_of,
)
from qir.passes.kernels.strided import MOST_AXES, element_bytes, index_bytes, stored


def embedding_lookup(b: Lowering, op: ops.EmbeddingLookupOp) -> Sequence[SSAValue]:
    """Rows as they are, or by rule L6 as floats where the table holds integers."""
    lookup, table = op.operands
    type, (rows, *row) = type_of(op.results[0]), shape_of_static(table)
    (count,) = shape_of_static(lookup)
    _check_rows(rows, count)
    element = element_of(table)
    if element == type.element_type:
        sizes = {"batches": 1, "outer": 1, "size": rows, "count": count}
        return _gathered(b, op, lookup, sizes, math.prod(row))
    if type.element_type != f32 or not is_quantized_constant(table):
        found = f"{element} is looked up to {type.element_type}"
        raise NoKernel(f"{found}; kernels give elements as they are, or constant i8 as f32")
    assert isinstance(element, UniformType)
    if element.is_per_channel and element.axis.data:
        raise NoKernel(f"value has scales along axis {element.axis.data}; kernels take axis 0")
    parameters = {"rows": rows, "count": count, "depth": math.prod(row)}
    return b.call("embedding_lookup_i8", [lookup, table], [type], parameters)


def gather(b: Lowering, op: ops.GatherOp) -> Sequence[SSAValue]:
    table, indices = op.operands
    shape, places = shape_of_static(table), shape_of_static(indices)
    axis = axis_of("axis is", option(op, "axis"), len(shape))
    batch = option(op, "batch_dims")
    batch += len(places) if batch < 0 else 0
    sizes = {
        "batches": math.prod(shape[:batch]),
        "outer": math.prod(shape[batch:axis]),
        "size": shape[axis],
        "count": math.prod(places[batch:]),
    }
    _check_rows(shape[axis], math.prod(places))
    return _gathered(b, op, indices, sizes, math.prod(shape[axis + 1 :]))


def _gathered(
    b: Lowering,
    op: ops.GatherOp | ops.EmbeddingLookupOp,
    indices: SSAValue,
    sizes: Mapping[str, int],
    row: int,
) -> Sequence[SSAValue]:
    (table,) = (value for value in op.operands if value is not indices)
    parameters = {
        "index_bytes": index_bytes("indices", indices),
        **sizes,
        "run": row * element_bytes(table, op.results[0]),
    }
    operands = [stored(b, table), indices]
    return b.call("gather", operands, [type_of(op.results[0])], parameters)


def gather_nd(b: Lowering, op: ops.GatherNDOp) -> Sequence[SSAValue]:
    table, indices = op.operands
    shape, (*rows, depth) = shape_of_static(table), shape_of_static(indices)
    if not 1 <= depth <= MOST_AXES:
        raise NoKernel(f"indices has rows of {depth}; kernels take 1 to {MOST_AXES}")
    _check_rows(math.prod(shape[:depth]), math.prod(rows))
    sizes = [*shape[:depth], *[1] * (MOST_AXES - depth)]
    parameters = {
        "index_bytes": index_bytes("indices", indices),
        "count": math.prod(rows),
        "depth": depth,
        "run": math.prod(shape[depth:]) * element_bytes(table, op.results[0]),
        **{f"n{axis}": size for axis, size in enumerate(sizes)},
    }
    operands = [stored(b, table), indices]
    return b.call("gather_nd", operands, [type_of(op.results[0])], parameters)


def _check_rows(rows: int, count: int) -> None:
    """Raise NoKernel where an index, wherever it is moved to, is of no row."""
    if count and not rows:
        raise NoKernel("the table is empty; kernels take one with rows")


KERNELS: Mapping[type[Operation], Lower] = {
    ops.EmbeddingLookupOp: embedding_lookup,
    ops.GatherOp: gather,
    ops.GatherNDOp: gather_nd,
}
