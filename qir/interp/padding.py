"""Padding, elements before and after each axis: `qir/dialects/tfl/padding.py`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from qir.diagnostics import QirError
from qir.dialects.tfl import padding as ops
from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.options import option
from qir.dialects.tfl.tensors import Kind
from qir.interp.forms import COPIED, require
from qir.interp.values import Array, result_element, stored_zero

PADDED = Kind.of(*("FLOAT32", "FLOAT16", "UINT8", "INT8", "INT16", "INT32", "INT64", "BOOL"))
WITH_ZERO_POINT = Kind.of("UINT8", "INT8", "INT16")
MOST_AXES = 5


def pad(op: ops.PadOp, input: Array, padding: Array) -> Array:
    """With zeros: the zero point, of 8 and 16 bits (rule L5)."""
    output = op.results[0]
    has_zero_point = result_element(output) in WITH_ZERO_POINT
    return _padded(op, input, padding, stored_zero(output) if has_zero_point else 0)


def pad_v2(op: ops.PadV2Op, input: Array, padding: Array, value: Array) -> Array:
    """With the stored element of `constant_values` (rule L5)."""
    return _padded(op, input, padding, value.reshape(()))


def _padded(op: ops.PaddingOp, input: Array, padding: Array, value: Any) -> Array:
    require("input", op.operands[0], PADDED)
    if input.ndim > MOST_AXES:
        raise QirError(f"input has {input.ndim} axes; expected at most {MOST_AXES}")
    return np.pad(input, padding.tolist() or 0, constant_values=value)


def mirror_pad(op: ops.MirrorPadOp, input: Array, padding: Array) -> Array:
    require("input", op.operands[0], COPIED)
    mode = option(op, "mode")
    op.check_reach(input.shape, *padding.T.tolist())
    return np.pad(input, padding.tolist() or 0, mode=mode.lower())


EVALS: Mapping[type[TflOp], Callable[..., Any]] = {
    ops.PadOp: pad,
    ops.PadV2Op: pad_v2,
    ops.MirrorPadOp: mirror_pad,
}
