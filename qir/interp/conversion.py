"""The same numbers in elements of another type: `qir/dialects/tfl/conversion.py`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from qir.attributes import element_type
from qir.diagnostics import QirError
from qir.dialects.quant import UniformType, storage_bounds
from qir.dialects.tfl import conversion as ops
from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.options import option
from qir.dialects.tfl.tensors import F32, Kind
from qir.dialects.types import tensor_type_member
from qir.interp.forms import require
from qir.interp.values import (
    Affine,
    Array,
    affine,
    along_axis,
    dequantized,
    quantization,
    result_dtype,
    result_element,
)
from qir.numerics.conversion import (
    converted_saturating,
    fake_quantized,
    quantized_in_groups,
    quantized_round_half_away,
)
from qir.numerics.fixed_point import (
    Multiplier,
    multiply_by_quantized_multiplier,
    multiply_by_quantized_multiplier_half_up,
)
from qir.numerics.rounding import saturate

BYTES = Kind.of("INT8", "UINT8")
QUANTIZED = BYTES | Kind.of("INT16")
NIBBLES = Kind.of("INT4", "UINT4")
PACKED = NIBBLES | Kind.of("INT2")
REQUANTIZED = {
    "INT8": QUANTIZED,
    "UINT8": QUANTIZED,
    "INT16": Kind.of("INT8", "INT16", "INT32"),
    "INT32": Kind.of("INT8", "INT16"),
}
"""What integers of each type can be quantized to anew."""
PLAIN = Kind.of(
    *("FLOAT64", "FLOAT32", "FLOAT16", "INT64", "INT32", "INT16", "INT8"),
    *("UINT32", "UINT16", "UINT8", "BOOL", "COMPLEX64"),
)
"""What CAST takes to one another; integers of less than a byte only to float32 and from it."""
DENSIFIED = Kind.of("FLOAT32", "FLOAT16", "INT8")
GROUP = 16
"""How many integers of 8 bits are quantized anew at once (rule S5)."""


def quantize(op: ops.QuantizeOp, input: Array) -> Array:
    """By the type of the input: floats to integers, or integers to others."""
    given, output = op.operands[0], op.results[0]
    element = quantization(output)
    if element is None:
        raise QirError(f"output holds {element_type(output)}; expected a quantized type")
    if input.dtype.kind == "f":
        require("input", given, F32)
        return _quantized(op, input, element)
    member = tensor_type_member(result_element(given)) or ""
    require("input", given, Kind.of(*REQUANTIZED))
    require("output", output, REQUANTIZED[member])
    return _requantized(op, input, affine(given), affine(output))


def _quantized(op: ops.QuantizeOp, input: Array, element: UniformType) -> Array:
    """Rules S1 to S4: elements of 8 or 16 bits that share one scale are done in groups."""
    dtype, bounds = result_dtype(op.results[0]), storage_bounds(element.storage)
    if not _has_channels(element) and element.storage in QUANTIZED:
        scale, zero_point = element.scales.array().item(), int(element.zero_points.array().item())
        return quantized_in_groups(input, scale, zero_point, bounds).astype(dtype)
    require("output", op.results[0], QUANTIZED if _has_channels(element) else NIBBLES)
    scales, zero_points = (
        along_axis(parameters.array(), element, input.ndim)
        for parameters in (element.scales, element.zero_points)
    )
    return quantized_round_half_away(input, scales, zero_points, bounds).astype(dtype)


def _has_channels(element: UniformType) -> bool:
    """One scale counts for the tensor, be there an axis it is said to be along."""
    return element.scales.array().size > 1


def _requantized(op: ops.QuantizeOp, input: Array, given: Affine, output: Affine) -> Array:
    """Rule S5."""
    dtype = result_dtype(op.results[0])
    by = Multiplier.of(given.scale / output.scale)
    differences = input.astype(np.int64) - given.zero_point
    products = multiply_by_quantized_multiplier(differences, by)
    if input.dtype.itemsize == dtype.itemsize == 1:
        whole = input.size - input.size % GROUP
        grouped = multiply_by_quantized_multiplier_half_up(differences.ravel()[:whole], by)
        products.reshape(-1)[:whole] = grouped
    return saturate(products + output.zero_point, dtype)


def dequantize(op: ops.DequantizeOp, input: Array) -> Array:
    """Rule A1; float16 is widened.

    To groups of 8 LiteRT adds -zero point * scale after the product: the last bits differ.
    """
    given = op.operands[0]
    require("input", given, QUANTIZED | PACKED | Kind.of("FLOAT16"))
    require("output", op.results[0], F32)
    if input.dtype.kind == "f":
        return input.astype(np.float32)
    element = quantization(given)
    if element is None:
        raise QirError(f"input holds {element_type(given)}; expected a quantized type")
    if _has_channels(element):
        require("input, with a scale for each channel,", given, BYTES | PACKED)
    return dequantized(input, element)


def densify(op: ops.DensifyOp, input: Array) -> Array:
    """The input itself: a sparse constant has the value of the dense tensor it stands for."""
    require("input", op.operands[0], DENSIFIED)
    return input


def cast(op: ops.CastOp, input: Array) -> Array:
    """The stored integers of quantized tensors count as plain; rules S6 and S7."""
    is_packed = result_element(op.results[0]) in PACKED, result_element(op.operands[0]) in PACKED
    require("input", op.operands[0], F32 if is_packed[0] else PLAIN | PACKED)
    require("output", op.results[0], F32 if is_packed[1] else PLAIN | PACKED)
    dtype: np.dtype[Any] = result_dtype(op.results[0])
    values: Array = input if dtype.kind == "c" else np.real(input)
    if values.dtype.kind == "f" and dtype.kind in "iu":
        element: Any = result_element(op.results[0])
        return converted_saturating(values, storage_bounds(element)).astype(dtype)
    if dtype == np.float16:
        values = values.astype(np.float32)
    return values.astype(dtype)


def fake_quant(op: ops.FakeQuantOp, input: Array) -> Array:
    """Rule S8."""
    if option(op, "narrow_range"):
        raise QirError("narrow_range is true, which LiteRT's kernel refuses; expected false")
    return fake_quantized(input, option(op, "min"), option(op, "max"), option(op, "num_bits"))


EVALS: Mapping[type[TflOp], Callable[..., Any]] = {
    ops.QuantizeOp: quantize,
    ops.DequantizeOp: dequantize,
    ops.DensifyOp: densify,
    ops.CastOp: cast,
    ops.FakeQuantOp: fake_quant,
}
