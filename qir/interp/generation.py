"""Tensors made from numbers and shapes: `qir/dialects/tfl/generation.py`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from qir.diagnostics import QirError
from qir.dialects.tfl import generation as ops
from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.options import option
from qir.dialects.tfl.tensors import BOOL, F32, Kind, shown
from qir.interp.forms import COPIED, STRINGS, require
from qir.interp.values import Array, result_dtype

COUNTED = F32 | Kind.of("INT32", "INT64")
HOT = COUNTED | BOOL | Kind.of("INT8", "UINT8")
TESTED = HOT | Kind.of("UINT32")


def shape(op: ops.ShapeOp, input: Array) -> Array:
    return np.array(input.shape, result_dtype(op.results[0]))


def rank(op: ops.RankOp, input: Array) -> Array:
    return np.array(input.ndim, np.int32)


def fill(op: ops.FillOp, dims: Array, input: Array) -> Array:
    require("input", op.operands[1], COPIED | STRINGS)
    return np.broadcast_to(input, dims.tolist())


def ranges(op: ops.RangeOp, start: Array, limit: Array, delta: Array) -> Array:
    """Each number is the one before plus delta (rule L7); integers wrap around."""
    require("start", op.operands[0], COUNTED)
    is_up, is_down = delta > 0 and start <= limit, delta < 0 and start >= limit
    if not (is_up or is_down) or not np.isfinite((limit - start) / delta):
        raise QirError(f"from {start} to {limit} by {delta} leads nowhere")
    if start.dtype.kind == "f":
        count = int(np.ceil(np.abs((limit - start) / delta)))
    else:
        count = len(range(int(start), int(limit), int(delta)))
    steps = np.full(count, delta, start.dtype)
    steps[:1] = start
    return np.add.accumulate(steps, dtype=start.dtype)


def one_hot(
    op: ops.OneHotOp, indices: Array, depth: Array, on_value: Array, off_value: Array
) -> Array:
    """Of indices of int64 the low 32 bits count (rule L8)."""
    require("on_value", op.operands[2], HOT)
    axis = option(op, "axis")
    places: Array = np.arange(depth.item(), dtype=np.int32)
    is_hot: Array = np.equal(indices.astype(np.int32)[..., np.newaxis], places)
    values = np.where(is_hot, on_value.reshape(()), off_value.reshape(()))
    return np.moveaxis(values, -1, axis)


def where(op: ops.WhereOp, condition: Array) -> Array:
    """NaN is none of the zeros."""
    require("condition", op.operands[0], TESTED)
    if not condition.ndim:
        raise QirError("condition is a scalar, which LiteRT's kernel refuses; expected axes")
    return np.argwhere(condition).astype(np.int64)


def broadcast_args(op: ops.BroadcastArgsOp, s0: Array, s1: Array) -> Array:
    most = max(len(s0), len(s1))
    first, second = (np.pad(s, (most - len(s), 0), constant_values=1) for s in (s0, s1))
    if ((first != second) & (first != 1) & (second != 1)).any():
        raise QirError(f"s0 {shown(s0.tolist())} and s1 {shown(s1.tolist())} do not broadcast")
    return np.where(first == 1, second, first)


EVALS: Mapping[type[TflOp], Callable[..., Any]] = {
    ops.ShapeOp: shape,
    ops.RankOp: rank,
    ops.FillOp: fill,
    ops.RangeOp: ranges,
    ops.OneHotOp: one_hot,
    ops.WhereOp: where,
    ops.BroadcastArgsOp: broadcast_args,
}
