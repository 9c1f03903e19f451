"""Softmax and its kin, and what divides by a norm: `qir/dialects/tfl/normalization.py`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from qir.dialects.tfl import normalization as ops
from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.options import option
from qir.dialects.tfl.tensors import F32, Kind
from qir.dialects.types import tensor_type_member
from qir.interp.forms import require
from qir.interp.values import Array, affine, result_dtype, result_element
from qir.numerics.inverse_root import (
    normalized_int8,
    normalized_uint8,
)
from qir.numerics.softmax import (
    log_softmax_round_half_even,
    softmax_of_bytes,
    softmax_of_float16,
    softmax_of_int16,
)

MADE_OF = {
    "INT8": Kind.of("INT8", "INT16"),
    "UINT8": Kind.of("UINT8", "INT16"),
    "INT16": Kind.of("INT16"),
}
"""What softmax makes of integers."""
LEAST_NORM = np.float32(1e-6)


def softmax(op: ops.SoftmaxOp, input: Array) -> Array:
    given, output, beta = op.operands[0], op.results[0], option(op, "beta")
    if input.dtype == np.float16:
        require("output", output, Kind.of("FLOAT16"))
        return softmax_of_float16(input, np.float32(beta))
    if input.dtype.kind == "f":
        require("input", given, F32)
        require("output", output, F32)
        shifted = input - input.max(-1, keepdims=True, initial=-np.inf)
        powers = np.exp(shifted * np.float32(beta))
        return powers * (1 / powers.sum(-1, keepdims=True))
    member = tensor_type_member(result_element(given)) or ""
    require("output", output, MADE_OF[member])
    scale = np.float32(affine(given).scale) * np.float32(beta)
    if input.dtype == np.int16:
        return softmax_of_int16(input, scale)
    return softmax_of_bytes(input, scale, *affine(output), result_dtype(output))


def log_softmax(op: ops.LogSoftmaxOp, input: Array) -> Array:
    given, output = op.operands[0], op.results[0]
    require("input", given, F32 | Kind.of("INT8", "UINT8"))
    if input.dtype.kind == "f":
        shifted = input - input.max(-1, keepdims=True, initial=-np.inf)
        return shifted - np.log(np.exp(shifted).sum(-1, keepdims=True))
    return log_softmax_round_half_even(input, affine(given).scale, *affine(output))


def l2_normalization(op: ops.L2NormalizationOp, input: Array) -> Array:
    """The square root of a row's sum of squares is at least 1e-6."""
    require("input", op.operands[0], F32 | Kind.of("INT8", "UINT8"))
    if input.dtype.kind == "f":
        norms = np.sqrt(np.square(input).sum(-1, keepdims=True))
        return input / np.maximum(norms, LEAST_NORM)
    differences = input.astype(np.int64) - affine(op.operands[0]).zero_point
    return (normalized_int8 if input.dtype == np.int8 else normalized_uint8)(differences)


def local_response_normalization(op: ops.LocalResponseNormalizationOp, input: Array) -> Array:
    """Squares of channels outside of the tensor count as 0."""
    alpha, beta = np.float32(option(op, "alpha")), np.float32(option(op, "beta"))
    bias, channels = np.float32(option(op, "bias")), input.shape[-1]
    radius = min(option(op, "radius"), channels)
    squares = np.pad(alpha * np.square(input), [(0, 0)] * (input.ndim - 1) + [(radius, radius)])
    sums = sum(squares[..., offset : offset + channels] for offset in range(2 * radius + 1))
    return input * (bias + sums) ** -beta


EVALS: Mapping[type[TflOp], Callable[..., Any]] = {
    ops.SoftmaxOp: softmax,
    ops.LogSoftmaxOp: log_softmax,
    ops.L2NormalizationOp: l2_normalization,
    ops.LocalResponseNormalizationOp: local_response_normalization,
}
