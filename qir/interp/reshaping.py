"""The same elements under another shape, or in another order: `qir/dialects/tfl/reshaping.py`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from qir.attributes import integer, items
from qir.diagnostics import QirError
from qir.dialects.tfl import reshaping as ops
from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.options import option, option_attribute
from qir.dialects.tfl.shapes import axis_of
from qir.dialects.tfl.tensors import Kind
from qir.interp.forms import COPIED, require
from qir.interp.values import Array

INT32 = Kind.of("INT32")
TRANSPOSED = COPIED | Kind.of("INT4", "UINT4")
STRETCHED = COPIED | Kind.of("COMPLEX128")
TILED = COPIED | Kind.of("STRING")
IN_SEQUENCES = Kind.of("FLOAT32", "UINT8", "INT16", "INT32", "INT64")
REVERSED = IN_SEQUENCES | Kind.of("INT8", "BOOL", "FLOAT16")


def reshape(op: ops.ReshapeOp, input: Array, shape: Array | None = None) -> Array:
    """To operand 1 where that is a row of int32, to `new_shape` else (rule L1)."""
    if shape is not None and shape.ndim == 1 and shape.dtype == np.int32:
        return input.reshape(shape.tolist())
    sizes = _integers(op, "qir.new_shape")
    return input.reshape([] if sizes == [0] else sizes)


def _integers(op: TflOp, name: str) -> list[int]:
    """An option that holds several."""
    return [integer(item) or 0 for item in items(option_attribute(op, name))]


def squeeze(op: ops.SqueezeOp, input: Array) -> Array:
    axes = _integers(op, "squeeze_dims")
    return input.squeeze(tuple({axis % input.ndim for axis in axes}) or None)


def expand_dims(op: ops.ExpandDimsOp, input: Array, axis: Array) -> Array:
    return np.expand_dims(input, axis_of("axis is", int(axis.item()), input.ndim + 1))


def transpose(op: ops.TransposeOp, input: Array, perm: Array) -> Array:
    require("input", op.operands[0], TRANSPOSED)
    require("perm", op.operands[1], INT32)
    return input.transpose(perm.tolist())


def broadcast_to(op: ops.BroadcastToOp, input: Array, shape: Array) -> Array:
    require("input", op.operands[0], STRETCHED)
    return np.broadcast_to(input, shape.tolist())


def tile(op: ops.TileOp, input: Array, multiples: Array) -> Array:
    require("input", op.operands[0], TILED)
    return np.tile(input, multiples.tolist())


def reverse(op: ops.ReverseV2Op, input: Array, axis: Array) -> Array:
    require("input", op.operands[0], REVERSED)
    axes = sorted(axis_of("axis holds", each, input.ndim) for each in axis.tolist())
    if not axes or axes != list(range(axes[0], axes[-1] + 1)):
        raise QirError(f"axis holds {axes}, which LiteRT's kernel refuses; expected neighbors")
    return np.flip(input, tuple(axes))


def reverse_sequence(op: ops.ReverseSequenceOp, input: Array, lengths: Array) -> Array:
    """The first `lengths[i]` along `seq_dim` back to front; none where that is less than 1."""
    require("input", op.operands[0], IN_SEQUENCES)
    sequence, batch = option(op, "seq_dim"), option(op, "batch_dim")
    if min(sequence, batch) < 0:
        raise QirError(f"seq_dim is {sequence} and batch_dim {batch}; expected 0 or more")
    size = input.shape[sequence]
    if lengths.max(initial=0) > size:
        raise QirError(f"a length is {lengths.max()}; expected at most {size}")
    positions = _along(np.arange(size, dtype=np.int64), sequence, input.ndim)
    counts = _along(lengths, batch, input.ndim)
    sources = np.where(positions < counts, counts - 1 - positions, positions)
    return np.take_along_axis(input, np.broadcast_to(sources, input.shape), sequence)


def _along(values: Array, axis: int, rank: int) -> Array:
    """A row of numbers as a tensor of a rank, along one of its axes."""
    return np.expand_dims(values, [other for other in range(rank) if other != axis])


EVALS: Mapping[type[TflOp], Callable[..., Any]] = {
    ops.ReshapeOp: reshape,
    ops.SqueezeOp: squeeze,
    ops.ExpandDimsOp: expand_dims,
    ops.TransposeOp: transpose,
    ops.BroadcastToOp: broadcast_to,
    ops.TileOp: tile,
    ops.ReverseV2Op: reverse,
    ops.ReverseSequenceOp: reverse_sequence,
}
