"""Parts of a tensor, read or replaced: `qir/dialects/tfl/slicing.py`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from qir.diagnostics import QirError
from qir.dialects.tfl import slicing as ops
from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.options import option
from qir.dialects.tfl.tensors import Kind
from qir.interp.forms import COPIED, NIBBLES, STRINGS, require
from qir.interp.values import Array

INT32 = Kind.of("INT32")


def slices(op: ops.SliceOp, input: Array, begin: Array, size: Array) -> Array:
    require("input", op.operands[0], COPIED | NIBBLES | STRINGS)
    if begin.dtype != size.dtype:
        raise QirError(f"size holds {size.dtype}; expected {begin.dtype} as begin does")
    rows = zip(input.shape, begin.tolist(), size.tolist(), strict=True)
    return input[tuple(_part(axis, *row) for axis, row in enumerate(rows))]


def _part(axis: int, size: int, begin: int, count: int) -> slice:
    """So many elements from `begin`; all that follow for a count of -1."""
    end = size if count == -1 else begin + count
    if not 0 <= begin <= end <= size:
        raise QirError(f"elements {begin}..{end} of axis {axis}; expected some of 0..{size}")
    return slice(begin, end)


def strided_slice(
    op: ops.StridedSliceOp, input: Array, begin: Array, end: Array, strides: Array
) -> Array:
    """As Python slices, but for rule L2."""
    require("input", op.operands[0], COPIED | STRINGS)
    for number, name in enumerate(("begin", "end", "strides"), 1):
        require(name, op.operands[number], INT32)
    specs = list(zip(begin.tolist(), end.tolist(), strides.tolist(), strict=True))
    plan = list(op.plan(input.ndim, len(specs)))
    if option(op, "offset") and [spec for _, spec in plan] != list(range(input.ndim)):
        raise QirError("offset with masks or fewer elements than axes; expected one for each axis")
    is_short = any(spec is None for _, spec in plan)
    if not is_short and any(op.is_set("ellipsis_mask", spec) for spec in range(len(specs))):
        raise QirError("an ellipsis stands for no axis, where LiteRT's kernel takes one")
    picked: list[int | slice | None] = []
    for axis, spec in plan:
        if axis is None or spec is None:
            picked.append(np.newaxis if axis is None else slice(None))
        else:
            picked.append(_picked(op, axis, input.shape[axis], spec, *specs[spec]))
    return input[tuple(picked)]


def _picked(
    op: ops.StridedSliceOp, axis: int, size: int, spec: int, begin: int, end: int, stride: int
) -> int | slice:
    """What is taken of an axis."""
    if stride == 0:
        raise QirError(f"stride of axis {axis} is 0; expected another number")
    is_open = op.is_set("begin_mask", spec), op.is_set("end_mask", spec)
    first = slice(None if is_open[0] else begin, None, stride).indices(size)[0]
    if op.is_set("shrink_axis_mask", spec):
        if stride < 0 or first >= size:
            found = f"element {begin} by stride {stride} of axis {axis}"
            raise QirError(f"{found}; expected one of its {size}, by a positive stride")
        return first
    if option(op, "offset"):
        end += first
    _, last, _ = slice(None, None if is_open[1] else end, stride).indices(size)
    taken = range(first, last, stride)
    if option(op, "offset") and len(taken) != len(range(0, end - first, stride)):
        raise QirError(f"elements {first}..{end} of axis {axis}; expected some of 0..{size}")
    return slice(first, None if last < 0 else last, stride) if taken else slice(0, 0)


def dynamic_update_slice(
    op: ops.DynamicUpdateSliceOp, input: Array, update: Array, start: Array
) -> Array:
    """Moved to where the update fits, as far as it does not (rule L3)."""
    require("input", op.operands[0], COPIED | NIBBLES | Kind.of("COMPLEX128"))
    room = np.subtract(input.shape, update.shape)
    if (room < 0).any():
        raise QirError(f"update has shape {update.shape}; expected at most {input.shape}")
    first = np.minimum(np.maximum(start, 0), room).tolist()
    ends = np.add(first, update.shape).tolist()
    result = input.copy()
    result[tuple(map(slice, first, ends))] = update
    return result


EVALS: Mapping[type[TflOp], Callable[..., Any]] = {
    ops.SliceOp: slices,
    ops.StridedSliceOp: strided_slice,
    ops.DynamicUpdateSliceOp: dynamic_update_slice,
}
