"""Padding: `qir/dialects/tfl/padding.py`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from qir.diagnostics import QirError
from qir.dialects.tfl import padding as ops
from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.options import option
from qir.interp.values import Array, stored_zero


def pad(op: ops.PadOp, input: Array, padding: Array) -> Array:
    """With the integer that stands for 0 where the tensor is quantized (rule L5)."""
    return np.pad(input, padding.tolist(), constant_values=stored_zero(op.results[0]))


def padv2(op: ops.PadV2Op, input: Array, padding: Array, constant_values: Array) -> Array:
    return np.pad(input, padding.tolist(), constant_values=constant_values.item())


def mirror_pad(op: ops.MirrorPadOp, input: Array, padding: Array) -> Array:
    is_reflected = option(op, "mode") == "REFLECT"
    for axis, (size, most) in enumerate(zip(input.shape, padding.max(1).tolist(), strict=True)):
        if most > max(size - is_reflected, 0):
            raise QirError(f"padding of axis {axis} is {most}; expected less, of its {size}")
    return np.pad(input, padding.tolist(), mode="reflect" if is_reflected else "symmetric")


EVALS: Mapping[type[TflOp], Callable[..., Any]] = {
    ops.PadOp: pad,
    ops.PadV2Op: padv2,
    ops.MirrorPadOp: mirror_pad,
}
