"""Parts of a tensor, of whatever elements: `qir/dialects/tfl/slicing.py`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from qir.diagnostics import QirError
from qir.dialects.tfl import slicing as ops
from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.options import option
from qir.dialects.tfl.tensors import shown
from qir.interp.values import Array


def slice_(op: ops.SliceOp, input: Array, begin: Array, size: Array) -> Array:
    starts = begin.tolist()
    counts = zip(input.shape, starts, size.tolist(), strict=True)
    ends = [whole if count == -1 else first + count for whole, first, count in counts]
    for axis, (first, end, whole) in enumerate(zip(starts, ends, input.shape, strict=True)):
        if not 0 <= first <= end <= whole:
            raise QirError(f"elements {first}..{end} of axis {axis}; expected at most {whole}")
    return input[tuple(map(slice, starts, ends))]


def strided_slice(
    op: ops.StridedSliceOp, input: Array, begin: Array, end: Array, strides: Array
) -> Array:
    """As Python slices (rule L2)."""
    picked: list[Any] = []
    for axis, spec in op.plan(input.ndim, begin.size):
        if axis is None:
            picked.append(np.newaxis)
        elif spec is None:
            picked.append(slice(None))
        elif op.is_set("shrink_axis_mask", spec):
            picked.append(_element(axis, begin[spec].item(), input.shape[axis]))
        else:
            first, last = begin[spec].item(), end[spec].item()
            first, last = first, last + first if option(op, "offset") else last
            first = None if op.is_set("begin_mask", spec) else first
            last = None if op.is_set("end_mask", spec) else last
            picked.append(slice(first, last, strides[spec].item()))
    return input[tuple(picked)]


def _element(axis: int, index: int, size: int) -> int:
    if not -size <= index < size:
        raise QirError(f"begin of axis {axis} is {index}; expected {-size}..{size - 1}")
    return index


def dynamic_update_slice(
    op: ops.DynamicUpdateSliceOp, input: Array, update: Array, start_indices: Array
) -> Array:
    """The start moves to where the update fits (rule L3)."""
    if any(part > whole for part, whole in zip(update.shape, input.shape, strict=True)):
        found = f"update has shape {shown(update.shape)}"
        raise QirError(f"{found}; expected at most {shown(input.shape)}")
    room = np.subtract(input.shape, update.shape)
    starts = np.clip(start_indices, 0, room).tolist()
    result = input.copy()
    ends = map(sum, zip(starts, update.shape, strict=True))
    result[tuple(map(slice, starts, ends))] = update
    return result


EVALS: Mapping[type[TflOp], Callable[..., Any]] = {
    ops.SliceOp: slice_,
    ops.StridedSliceOp: strided_slice,
    ops.DynamicUpdateSliceOp: dynamic_update_slice,
}
