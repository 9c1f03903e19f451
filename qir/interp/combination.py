"""Several tensors into one, and one into several: `qir/dialects/tfl/combination.py`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from qir.dialects.tfl import combination as ops
from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.options import option
from qir.interp.values import Affine, Array, affine, quantization
from qir.numerics.rounding import round_half_away, saturate


def concatenation(op: ops.ConcatenationOp, *values: Array) -> Array:
    """Integers of other scales are quantized anew."""
    if quantization(op.results[0]) is not None:
        output = affine(op.results[0])
        pairs = zip(op.operands, values, strict=True)
        values = tuple(_requantized(value, affine(operand), output) for operand, value in pairs)
    return np.concatenate(values, option(op, "axis"))


def _requantized(integers: Array, given: Affine, output: Affine) -> Array:
    """In float32 (rule L4)."""
    if given == output:
        return integers
    scale = np.float32(given.scale) * (np.float32(1) / np.float32(output.scale))
    reals: Any = integers.astype(np.float32) * scale + np.float32(-given.zero_point) * scale
    return saturate(round_half_away(reals) + np.float32(output.zero_point), integers.dtype)


def pack(op: ops.PackOp, *values: Array) -> Array:
    return np.stack(values, option(op, "axis"))


def unpack(op: ops.UnpackOp, input: Array) -> Sequence[Array]:
    return tuple(np.moveaxis(input, option(op, "axis"), 0))


def split(op: ops.SplitOp, axis: Array, value: Array) -> Sequence[Array]:
    return np.split(value, len(op.results), axis.item())


def split_v(op: ops.SplitVOp, value: Array, size_splits: Array, axis: Array) -> Sequence[Array]:
    """One size may be -1, for what the others leave."""
    sizes: Array = size_splits.astype(np.int64)
    rest = value.shape[axis.item()] - int(sizes[sizes >= 0].sum())
    ends = np.where(sizes < 0, rest, sizes).cumsum()
    return np.split(value, ends[:-1], axis.item())


EVALS: Mapping[type[TflOp], Callable[..., Any]] = {
    ops.ConcatenationOp: concatenation,
    ops.PackOp: pack,
    ops.UnpackOp: unpack,
    ops.SplitOp: split,
    ops.SplitVOp: split_v,
}
