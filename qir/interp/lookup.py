"""Rows of a table, by their numbers: `qir/dialects/tfl/lookup.py`."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from xdsl.ir import SSAValue

from qir.diagnostics import QirError
from qir.dialects.quant import UniformType
from qir.dialects.tfl import lookup as ops
from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.options import option
from qir.dialects.tfl.shapes import axis_of
from qir.dialects.tfl.tensors import Kind
from qir.interp.forms import NIBBLES, require
from qir.interp.values import (
    Array,
    block_scales,
    channel_scales,
    quantization,
    result_dtype,
    result_element,
)

PACKED = Kind.of("INT4", "INT2")
WHOLE_BYTES = Kind.of(
    *("FLOAT32", "FLOAT16", "UINT8", "INT8", "INT16", "INT64", "INT32"),
    *("BOOL", "STRING"),
)


def embedding_lookup(op: ops.EmbeddingLookupOp, lookup: Array, value: Array) -> Array:
    """Rows as they are, or by rule L6 as floats where the table holds integers."""
    dtype = result_dtype(op.results[0])
    _check_indices("lookup", lookup, len(value))
    if value.dtype == dtype:
        return value[lookup]
    element = quantization(op.operands[1])
    if value.dtype.kind == "f" or dtype.kind != "f" or element is None:
        raise QirError(f"output holds {dtype}; expected {value.dtype} as value does")
    if element.is_blockwise:
        return _of_blocks(op, lookup, value, element).astype(dtype)
    if zero_point := int(element.zero_points.array()[0]):
        found = f"value has zero point {zero_point}"
        raise QirError(f"{found}, which LiteRT's kernel refuses; expected 0")
    _check_nibbles("value", op.operands[1], value[:1].size)
    scales = channel_scales(element, len(value))[lookup]
    integers = value.view(np.int8)[lookup].astype(np.float32)
    return (integers * scales.reshape(-1, *[1] * (value.ndim - 1))).astype(dtype)


def _of_blocks(
    op: ops.EmbeddingLookupOp, lookup: Array, value: Array, element: UniformType
) -> Array:
    """Rule L6; the kernel misreads blocks that begin within a byte."""
    require("value, with scales of blocks,", op.operands[1], PACKED)
    scales, size = block_scales("value", element), element.blocks.data.row_size
    assert size
    in_byte = 8 // element.storage.width.data
    if size % in_byte:
        found = f"value has blocks of {size} elements of {element.storage}"
        raise QirError(f"{found}; expected a multiple of {in_byte}, which fill whole bytes")
    return value[lookup].astype(np.float32) * scales[lookup].repeat(size, 1)


def gather(op: ops.GatherOp, params: Array, indices: Array) -> Array:
    """Of strings LiteRT's kernel gathers from rows only."""
    require("params", op.operands[0], WHOLE_BYTES | NIBBLES)
    if params.dtype == object and params.ndim != 1:
        raise QirError(f"params holds strings and has rank {params.ndim}; expected 1")
    axis = axis_of("axis is", option(op, "axis"), params.ndim)
    batch = option(op, "batch_dims")
    batch += indices.ndim if batch < 0 else 0
    _check_indices("indices", indices, params.shape[axis])
    _check_nibbles("params", op.operands[0], math.prod(params.shape[axis + 1 :]))
    count, outer = math.prod(params.shape[:batch]), math.prod(params.shape[batch:axis])
    rows = params.reshape(count, outer, params.shape[axis], math.prod(params.shape[axis + 1 :]))
    chosen = indices.reshape(count, 1, math.prod(indices.shape[batch:]))
    found = rows[np.arange(count)[:, None, None], np.arange(outer)[:, None], chosen]
    shape = *params.shape[:axis], *indices.shape[batch:], *params.shape[axis + 1 :]
    return found.reshape(shape)


def gather_nd(op: ops.GatherNDOp, params: Array, indices: Array) -> Array:
    require("params", op.operands[0], WHOLE_BYTES)
    if not indices.shape[-1]:
        raise QirError("indices has rows of 0, which LiteRT's kernel refuses; expected 1 or more")
    columns = np.moveaxis(indices, -1, 0)
    for column, size in zip(columns, params.shape, strict=False):
        _check_indices("indices", column, size)
    return params[tuple(columns)]


def _check_indices(name: str, indices: Array, size: int) -> None:
    """Raises QirError where an index is not of an axis of so many elements."""
    is_outside = (indices < 0) | (indices >= size)
    if is_outside.any():
        raise QirError(f"{name} holds {indices[is_outside][0]}; expected 0..{size - 1}")


def _check_nibbles(name: str, value: SSAValue, size: int) -> None:
    """Raises QirError where rows of 4 bits each do not fill whole bytes: LiteRT misreads them."""
    if result_element(value) in NIBBLES and size % 2:
        raise QirError(f"{name} has rows of {size} elements of 4 bits; expected an even number")


EVALS: Mapping[type[TflOp], Callable[..., Any]] = {
    ops.EmbeddingLookupOp: embedding_lookup,
    ops.GatherOp: gather,
    ops.GatherNDOp: gather_nd,
}
