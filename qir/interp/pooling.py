"""Pooling: `qir/dialects/tfl/pooling.py`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from qir.dialects.tfl import pooling as ops
from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.options import option
from qir.interp.fused import activated, saturated
from qir.interp.values import Array, quantization
from qir.interp.windows import Axis, counts, taps


def average_pool_2d(op: ops.AveragePool2DOp, input: Array) -> Array:
    """Integers by rule C20."""
    axes = _axes(op, input)
    if input.dtype.kind == "f":
        return activated(op, _sum(input, axes) / counts(axes).astype(input.dtype))
    total, number = _sum(input.astype(np.int64), axes), counts(axes)
    nearest = np.sign(total) * ((np.abs(total) + number // 2) // number)
    return _clamped(op, nearest.astype(input.dtype))


def max_pool_2d(op: ops.MaxPool2DOp, input: Array) -> Array:
    """Stored integers are compared; what is no number is passed over (rule C21)."""
    is_float = input.dtype.kind == "f"
    least = np.finfo(input.dtype).min if is_float else np.iinfo(input.dtype).min
    found = np.full((), least, input.dtype)
    for _, seen in taps(input, _axes(op, input), least):
        found = np.fmax(found, seen)
    return _clamped(op, found)


def l2_pool_2d(op: ops.L2Pool2DOp, input: Array) -> Array:
    axes = _axes(op, input)
    means = _sum(np.square(input), axes) / counts(axes).astype(input.dtype)
    return activated(op, np.sqrt(means))


def _axes(op: ops.PoolingOp, input: Array) -> Sequence[Axis]:
    padding = option(op, "padding")
    return [
        Axis(input.shape[1], option(op, "filter_height"), option(op, "stride_h"), 1, padding),
        Axis(input.shape[2], option(op, "filter_width"), option(op, "stride_w"), 1, padding),
    ]


def _sum(input: Array, axes: Sequence[Axis]) -> Array:
    total = np.zeros((), input.dtype)
    for _, seen in taps(input, axes, 0):
        total = total + seen
    return total


def _clamped(op: ops.PoolingOp, values: Array) -> Array:
    is_quantized = quantization(op.results[0]) is not None
    return saturated(op, values) if is_quantized else activated(op, values)


EVALS: Mapping[type[TflOp], Callable[..., Any]] = {
    ops.AveragePool2DOp: average_pool_2d,
    ops.MaxPool2DOp: max_pool_2d,
    ops.L2Pool2DOp: l2_pool_2d,
}
