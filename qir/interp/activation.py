"""Activation functions: `qir/dialects/tfl/activation.py`."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from qir.diagnostics import QirError
from qir.dialects.tfl import activation as ops
from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.options import option
from qir.interp.tables import by_table, rounded_once
from qir.interp.values import Array, affine, quantization
from qir.numerics import int16_functions
from qir.numerics.fixed_point import Multiplier, multiply_by_quantized_multiplier
from qir.numerics.hard_swish import FINE_BITS, hard_swish_of_bytes
from qir.numerics.rounding import round_half_away, saturate
from qir.numerics.sigmoid_table import Rescaling, sigmoid_int16, tanh_int16

GATE_BITS = 3
"""Integer bits of int16 at scale 2^-12, as LSTMs have it: LiteRT has other kernels there."""


def clamp(low: float, high: float) -> Callable[..., Array]:
    """The function of an op that clamps; quantized tensors by rule E20."""

    def apply(op: ops.ActivationOp, input: Array) -> Array:
        if quantization(op.results[0]) is None:
            return np.clip(input, low, high).astype(input.dtype)
        given, output = affine(op.operands[0]), affine(op.results[0])
        by = Multiplier.of(np.float32(given.scale) / np.float32(output.scale))
        differences = input.astype(np.int64) - given.zero_point
        scaled = multiply_by_quantized_multiplier(differences, by) + output.zero_point
        bounds = np.array([low, high], np.float32) / np.float32(output.scale)
        least, most = round_half_away(bounds) + output.zero_point
        return saturate(np.clip(scaled, least, most), input.dtype)

    return apply


def leaky_relu(op: ops.LeakyReluOp, input: Array) -> Array:
    """Rule E21."""
    alpha = np.float32(option(op, "alpha"))
    if quantization(op.results[0]) is None:
        return np.where(input >= 0, input, input * alpha)
    given, output = affine(op.operands[0]), affine(op.results[0])
    scale, unit = np.float32(given.scale), np.float32(output.scale)
    differences = input.astype(np.int64) - given.zero_point
    steep = multiply_by_quantized_multiplier(differences, Multiplier.of(scale / unit))
    flat = multiply_by_quantized_multiplier(differences, Multiplier.of(abs(scale * alpha / unit)))
    scaled = np.where(differences >= 0, steep, flat if alpha >= 0 else -flat)
    return saturate(scaled + output.zero_point, input.dtype)


def prelu(op: ops.PReluOp, input: Array, alpha: Array) -> Array:
    """Rule E21."""
    if quantization(op.results[0]) is None:
        return np.where(input >= 0, input, input * alpha)
    given, slope, output = affine(op.operands[0]), affine(op.operands[1]), affine(op.results[0])
    scale, unit = np.float32(given.scale), np.float32(output.scale)
    differences = input.astype(np.int64) - given.zero_point
    products = differences * (alpha.astype(np.int64) - slope.zero_point)
    steep = multiply_by_quantized_multiplier(differences, Multiplier.of(scale / unit))
    by = Multiplier.of(scale * np.float32(slope.scale) / unit)
    flat = multiply_by_quantized_multiplier(products, by)
    return saturate(np.where(differences >= 0, steep, flat) + output.zero_point, input.dtype)


def elu(op: ops.EluOp, input: Array) -> Array:
    return _real_or_by_table(op, _elu, input)


def _elu(x: Any) -> Any:
    below: Array = rounded_once(np.expm1)(x)
    return np.where(np.less(x, 0), below, x)


def gelu(op: ops.GeluOp, input: Array) -> Array:
    return _real_or_by_table(op, _gelu_by_tanh if option(op, "approximate") else _gelu, input)


def _gelu(x: Any) -> Any:
    wide: Any = x.astype(np.float32) * np.float32(-math.sqrt(0.5))
    return np.float32(0.5) * x * _erfc(wide).astype(np.float32)


_erfc = np.vectorize(math.erfc, otypes=[np.float64])


def _gelu_by_tanh(x: Any) -> Any:
    cubic: Any = x + np.float32(0.044715) * x * x * x
    inner = np.float32(math.sqrt(2 / math.pi)) * cubic
    return np.float32(0.5) * x * (np.float32(1) + rounded_once(np.tanh)(inner))


def hard_swish(op: ops.HardSwishOp, input: Array) -> Array:
    if quantization(op.results[0]) is None:
        return input * np.float32(1 / 6) * np.clip(input + np.float32(3), 0, 6).astype(input.dtype)
    given, output = affine(op.operands[0]), affine(op.results[0])
    if np.float32(given.scale) / (1 << FINE_BITS) / np.float32(output.scale) >= 1:
        raise QirError(
            f"output has scale {output.scale:g}; expected more than 1/128 of the input's, "
            f"{given.scale:g}, as LiteRT's kernel does"
        )
    differences = input.astype(np.int64) - given.zero_point
    scaled = hard_swish_of_bytes(differences, given.scale, output.scale)
    return saturate(scaled + output.zero_point, input.dtype)


def logistic(op: ops.LogisticOp, input: Array) -> Array:
    """int16 by rule E23."""
    if input.dtype == np.int16:
        bits = _integer_bits(op)
        if bits == GATE_BITS:
            return int16_functions.sigmoid(input, bits).astype(np.int16)
        return sigmoid_int16(input, _rescaling(op))
    return _real_or_by_table(op, _logistic, input)


def _logistic(x: Any) -> Any:
    return np.reciprocal(np.float32(1) + rounded_once(np.exp)(-x))


def tanh(op: ops.TanhOp, input: Array) -> Array:
    """int16 by rule E23."""
    if input.dtype == np.int16:
        bits = _integer_bits(op)
        if bits in (GATE_BITS, GATE_BITS + 1):
            doubled = saturate(input.astype(np.int64) << (bits - GATE_BITS), np.int16)
            return int16_functions.tanh(doubled, GATE_BITS).astype(np.int16)
        return tanh_int16(input, _rescaling(op))
    return _real_or_by_table(op, rounded_once(np.tanh), input)


def _integer_bits(op: TflOp) -> int | None:
    """Of an operand of int16 whose scale is a power of two."""
    power = math.log2(affine(op.operands[0]).scale)
    return 15 + round(power) if abs(power - round(power)) < 1e-3 else None


def _rescaling(op: TflOp) -> Rescaling:
    return Rescaling.of(affine(op.operands[0]).scale)


def _real_or_by_table(op: TflOp, function: Callable[[Any], Any], input: Array) -> Array:
    """A function of floats, or of bytes by table (rules E7 and E8)."""
    if quantization(op.results[0]) is not None:
        return by_table(op, function, input)
    return np.asarray(function(input)).astype(input.dtype)


EVALS: Mapping[type[TflOp], Callable[..., Any]] = {
    ops.ReluOp: clamp(0, math.inf),
    ops.Relu6Op: clamp(0, 6),
    ops.ReluN1To1Op: clamp(-1, 1),
    ops.Relu0To1Op: clamp(0, 1),
    ops.LeakyReluOp: leaky_relu,
    ops.PReluOp: prelu,
    ops.EluOp: elu,
    ops.GeluOp: gelu,
    ops.HardSwishOp: hard_swish,
    ops.LogisticOp: logistic,
    ops.TanhOp: tanh,
}
