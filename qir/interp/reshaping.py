"""The same elements, of whatever type, under another shape: `qir/dialects/tfl/reshaping.py`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from qir.attributes import integer, items
from qir.diagnostics import QirError
from qir.dialects.tfl import reshaping as ops
from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.options import option, option_attribute
from qir.interp.values import Array


def reshape(op: ops.ReshapeOp, input: Array, shape: Array | None = None) -> Array:
    return input.reshape(_wanted(op, shape))


def _wanted(op: ops.ReshapeOp, shape: Array | None) -> Sequence[int]:
    """Operand 1 where it is a vector, else the option (rule L1)."""
    if shape is not None and shape.ndim == 1:
        return shape.tolist()
    sizes = _integers(op, "qir.new_shape")
    return () if sizes == [0] else sizes


def squeeze(op: ops.SqueezeOp, input: Array) -> Array:
    axes = _integers(op, "squeeze_dims")
    return input.squeeze(tuple(axes) if axes else None)


def expand_dims(op: ops.ExpandDimsOp, input: Array, axis: Array) -> Array:
    return np.expand_dims(input, axis.item())


def transpose(op: ops.TransposeOp, input: Array, perm: Array) -> Array:
    return input.transpose(perm)


def broadcast_to(op: ops.BroadcastToOp, input: Array, shape: Array) -> Array:
    return np.broadcast_to(input, shape.tolist())


def tile(op: ops.TileOp, input: Array, multiples: Array) -> Array:
    return np.tile(input, multiples.tolist())


def reverse_v2(op: ops.ReverseV2Op, input: Array, axis: Array) -> Array:
    return np.flip(input, axis.tolist())


def reverse_sequence(op: ops.ReverseSequenceOp, input: Array, seq_lengths: Array) -> Array:
    sequence, batch = option(op, "seq_dim"), option(op, "batch_dim")
    steps: Array = np.arange(input.shape[sequence], dtype=np.int64)
    if seq_lengths.size and not 0 <= seq_lengths.min() <= seq_lengths.max() <= steps.size:
        found = f"{seq_lengths.min()} to {seq_lengths.max()}"
        raise QirError(f"seq_lengths holds {found}; expected 0 to {steps.size}")
    lengths = _along(seq_lengths, batch, input.ndim)
    steps = _along(steps, sequence, input.ndim)
    return np.take_along_axis(
        input, np.where(steps < lengths, lengths - 1 - steps, steps), sequence
    )


def _along(vector: Array, axis: int, rank: int) -> Array:
    """A vector, shaped to broadcast along an axis."""
    shape = [1] * rank
    shape[axis] = -1
    return vector.reshape(shape)


def _integers(op: TflOp, name: str) -> list[int]:
    """The elements of an option that is a list; none where it is absent."""
    return [integer(item) or 0 for item in items(option_attribute(op, name))]


EVALS: Mapping[type[TflOp], Callable[..., Any]] = {
    ops.ReshapeOp: reshape,
    ops.SqueezeOp: squeeze,
    ops.ExpandDimsOp: expand_dims,
    ops.TransposeOp: transpose,
    ops.BroadcastToOp: broadcast_to,
    ops.TileOp: tile,
    ops.ReverseV2Op: reverse_v2,
    ops.ReverseSequenceOp: reverse_sequence,
}
