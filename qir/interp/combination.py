"""Several tensors into one, and one into several: `qir/dialects/tfl/combination.py`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import accumulate
from typing import Any

import numpy as np
from xdsl.ir import SSAValue

from qir.diagnostics import QirError
from qir.dialects.tfl import combination as ops
from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.options import option
from qir.dialects.tfl.shapes import axis_of
from qir.dialects.tfl.tensors import Kind
from qir.interp.forms import require
from qir.interp.fused import OPTION
from qir.interp.values import Affine, Array, affine, quantization
from qir.numerics.rounding import round_half_away, saturate

SPLIT = Kind.of("FLOAT32", "UINT8", "INT8", "INT16", "INT32", "INT64")
PACKED = SPLIT | Kind.of("UINT32")
UNPACKED = Kind.of("FLOAT32", "FLOAT16", "INT32", "UINT8", "INT8", "INT16", "BOOL")
JOINED = PACKED | Kind.of("FLOAT16", "BOOL", "INT4")


def concatenation(op: ops.ConcatenationOp, *values: Array) -> Array:
    output = op.results[0]
    require("output", output, JOINED)
    if (name := option(op, OPTION)) != "NONE":
        raise QirError(f"{OPTION} is {name}, which LiteRT's kernel refuses; expected NONE")
    if values[0].dtype == np.uint8 and quantization(output) is not None:
        values = tuple(map(_rescaled, values, op.operands, [affine(output)] * len(values)))
    return np.concatenate(values, option(op, "axis"))


def _rescaled(values: Array, operand: SSAValue, output: Affine) -> Array:
    """Stored integers at the scale of the output (rule L4)."""
    given = affine(operand)
    if given == output:
        return values
    scale = np.float32(given.scale) * (np.float32(1) / np.float32(output.scale))
    bias = np.float32(-given.zero_point) * scale
    moved = round_half_away(values.astype(np.float32) * scale + bias)
    return saturate(moved.astype(np.int64) + output.zero_point, np.uint8)


def pack(op: ops.PackOp, *values: Array) -> Array:
    require("output", op.results[0], PACKED)
    return np.stack(values, option(op, "axis"))


def unpack(op: ops.UnpackOp, input: Array) -> tuple[Array, ...]:
    require("input", op.operands[0], UNPACKED)
    if not input.size:
        raise QirError("an empty input, which LiteRT's kernel refuses; expected elements")
    return tuple(np.moveaxis(input, axis_of("axis is", option(op, "axis"), input.ndim), 0))


def split(op: ops.SplitOp, axis: Array, value: Array) -> list[Array]:
    require("value", op.operands[1], SPLIT)
    along = axis_of("axis is", int(axis.item()), value.ndim)
    return np.split(value, len(op.results), along)


def split_v(op: ops.SplitVOp, value: Array, size_splits: Array, axis: Array) -> list[Array]:
    """One part may be -1, for what is left over."""
    require("value", op.operands[0], SPLIT)
    along = axis_of("axis is", int(axis.item()), value.ndim)
    parts, size = size_splits.tolist(), value.shape[along]
    known = sum(part for part in parts if part != -1)
    if parts.count(-1) > 1 or min(parts) < -1 or known > size or (-1 not in parts and known < size):
        raise QirError(f"size_splits is {parts}; expected a sum of {size}, and -1 at most once")
    lengths = [size - known if part == -1 else part for part in parts]
    return np.split(value, list(accumulate(lengths))[:-1], along)


EVALS: Mapping[type[TflOp], Callable[..., Any]] = {
    ops.ConcatenationOp: concatenation,
    ops.PackOp: pack,
    ops.UnpackOp: unpack,
    ops.SplitOp: split,
    ops.SplitVOp: split_v,
}
