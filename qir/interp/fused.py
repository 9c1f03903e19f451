"""Activation functions fused into an op, on floats and on the integers of its result."""

from __future__ import annotations

import numpy as np
from xdsl.ir import Operation

from qir.diagnostics import QirError
from qir.dialects.tfl.options import option
from qir.interp.values import Affine, Array, affine, result_dtype
from qir.numerics.rounding import round_half_away

OPTION = "fused_activation_function"
BOUNDS: dict[str, tuple[float | None, float | None]] = {
    "NONE": (None, None),
    "RELU": (0.0, None),
    "RELU6": (0.0, 6.0),
    "RELU_N1_TO_1": (-1.0, 1.0),
}
"""The least and the greatest real number of a result."""


def activated(op: Operation, values: Array) -> Array:
    """Results of an op before its activation, after it; floats or plain integers (rule A5)."""
    name = option(op, OPTION)
    if name == "TANH":
        return np.tanh(values)
    low, high = _bounds(name)
    if values.dtype.kind == "f":
        finite = np.finfo(values.dtype)
        low, high = finite.min if low is None else low, finite.max if high is None else high
    return values if low is None else np.clip(values, low, high).astype(values.dtype)


def saturated(op: Operation, integers: Array) -> Array:
    """Integers of an op's quantized result, clamped to its type and its activation (rule A4)."""
    low, high = integer_bounds(op)
    return np.clip(integers, low, high).astype(result_dtype(op.results[0]))


def integer_bounds(op: Operation) -> tuple[int, int]:
    """The least and the greatest integer of an op's quantized result (rule A4)."""
    dtype, parameters = result_dtype(op.results[0]), affine(op.results[0])
    least, most = int(np.iinfo(dtype).min), int(np.iinfo(dtype).max)
    low, high = _bounds(option(op, OPTION))
    return (
        least if low is None else max(least, _stored(low, parameters)),
        most if high is None else min(most, _stored(high, parameters)),
    )


def _bounds(name: str) -> tuple[float | None, float | None]:
    if name not in BOUNDS:
        raise QirError(f"{OPTION} is {name}; expected one of {', '.join(BOUNDS)}")
    return BOUNDS[name]


def _stored(real: float, parameters: Affine) -> int:
    quotient = np.asarray(np.float32(real) / np.float32(parameters.scale))
    return parameters.zero_point + int(round_half_away(quotient))
