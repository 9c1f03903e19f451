"""Tensors made from numbers and shapes: `qir/dialects/tfl/generation.py`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from qir.diagnostics import QirError
from qir.dialects.tfl import generation as ops
from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.options import option
from qir.interp.values import Array, result_dtype


def shape(op: ops.ShapeOp, input: Array) -> Array:
    return np.array(input.shape, result_dtype(op.results[0]))


def rank(op: ops.RankOp, input: Array) -> Array:
    return np.array(input.ndim, np.int32)


def fill(op: ops.FillOp, dims: Array, input: Array) -> Array:
    return np.broadcast_to(input, dims.tolist())


def range_(op: ops.RangeOp, start: Array, limit: Array, delta: Array) -> Array:
    """Each element is the one before it plus `delta`, rounded to its type (rule L7)."""
    if delta == 0 or (limit != start and (limit > start) != (delta > 0)):
        raise QirError(f"from {start} to {limit} by {delta} leads nowhere")
    quotient: Any = (limit - start) / delta
    count = (
        int(np.ceil(quotient))
        if start.dtype.kind == "f"
        else len(range(start.item(), limit.item(), delta.item()))
    )
    steps = np.full(count, delta, start.dtype)
    steps[:1] = start
    return np.add.accumulate(steps, dtype=start.dtype)


def one_hot(
    op: ops.OneHotOp, indices: Array, depth: Array, on_value: Array, off_value: Array
) -> Array:
    """An index that is none gives nothing but `off_value`."""
    places: Array = np.arange(depth.item(), dtype=np.int64)
    is_hot: Array = np.equal(indices[..., np.newaxis], places)
    values = np.where(is_hot, on_value.reshape(()), off_value.reshape(()))
    return np.moveaxis(values, -1, option(op, "axis"))


def where(op: ops.WhereOp, condition: Array) -> Array:
    return np.argwhere(condition)


def broadcast_args(op: ops.BroadcastArgsOp, s0: Array, s1: Array) -> Array:
    return np.array(np.broadcast_shapes(tuple(s0.tolist()), tuple(s1.tolist())), s0.dtype)


EVALS: Mapping[type[TflOp], Callable[..., Any]] = {
    ops.ShapeOp: shape,
    ops.RankOp: rank,
    ops.FillOp: fill,
    ops.RangeOp: range_,
    ops.OneHotOp: one_hot,
    ops.WhereOp: where,
    ops.BroadcastArgsOp: broadcast_args,
}
