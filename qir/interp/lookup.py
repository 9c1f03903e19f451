"""Rows of a table, by their numbers: `qir/dialects/tfl/lookup.py`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from qir.diagnostics import QirError
from qir.dialects.tfl import lookup as ops
from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.options import option
from qir.interp.values import Array, channel_scales, quantization, result_dtype


def embedding_lookup(op: ops.EmbeddingLookupOp, lookup: Array, value: Array) -> Array:
    """Integers that come out as floats are multiplied by the scale of their row (rule L6)."""
    _check("lookup", lookup, len(value))
    rows, dtype = value[lookup], result_dtype(op.results[0])
    element = quantization(op.operands[1])
    if element is None or dtype.kind != "f" or value.dtype.kind == "f":
        return rows
    if element.zero_points.array().any():
        raise QirError("value has a zero point other than 0, which LiteRT's kernel refuses")
    scales = channel_scales(element, len(value))[lookup]
    return (rows * scales.reshape(-1, *[1] * (value.ndim - 1))).astype(dtype)


def gather(op: ops.GatherOp, params: Array, indices: Array) -> Array:
    axis, batch = option(op, "axis") % params.ndim, option(op, "batch_dims")
    batch += indices.ndim if batch < 0 else 0
    _check("indices", indices, params.shape[axis])
    # Of what is common to both, one axis; of what lies before the gathered one, another.
    common, before = params.shape[:batch], params.shape[batch:axis]
    count = int(np.prod(common))
    table = params.reshape(count, int(np.prod(before)), params.shape[axis], -1)
    picked = indices.reshape(count, -1)
    found = table[np.arange(count)[:, np.newaxis], :, picked].swapaxes(1, 2)
    return found.reshape((*common, *before, *indices.shape[batch:], *params.shape[axis + 1 :]))


def gather_nd(op: ops.GatherNDOp, params: Array, indices: Array) -> Array:
    columns = np.moveaxis(indices, -1, 0)
    for column, size in zip(columns, params.shape, strict=False):
        _check("indices", column, size)
    return params[tuple(columns)]


def _check(name: str, indices: Array, size: int) -> None:
    if indices.size and not 0 <= indices.min() <= indices.max() < size:
        raise QirError(f"{name} holds {indices.min()} to {indices.max()}; expected 0..{size - 1}")


EVALS: Mapping[type[TflOp], Callable[..., Any]] = {
    ops.EmbeddingLookupOp: embedding_lookup,
    ops.GatherOp: gather,
    ops.GatherNDOp: gather_nd,
}
