"""Products with a matrix: `qir/dialects/tfl/matrix.py`."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
from xdsl.ir import SSAValue

from qir.attributes import element_type
from qir.diagnostics import QirError
from qir.dialects.quant import UniformType
from qir.dialects.tfl import matrix as ops
from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.constants import constant_value
from qir.dialects.tfl.options import option
from qir.dialects.tfl.tensors import Kind, nonzero_zero_point, shown
from qir.interp.forms import NIBBLES, require
from qir.interp.fused import activated, saturated
from qir.interp.hybrid import product_with
from qir.interp.values import Array, affine, block_scales, quantization, result_dtype
from qir.numerics.fixed_point import (
    Multiplier,
    multiply_by_quantized_multiplier,
    multiply_by_quantized_multiplier_half_up,
    multiply_wide_by_quantized_multiplier,
)
from qir.numerics.hybrid import quantize_rows
from qir.numerics.products import (
    exact_product,
    hybrid_result,
    product_with_blocks,
    real_multiplier,
)
from qir.numerics.rounding import round_half_away, saturate

RESULTS_OF = {"int8": ("int8",), "uint8": ("uint8", "int16"), "int16": ("int16",)}
"""Stored results that FULLY_CONNECTED has a kernel for, by stored inputs."""
ROWS = Kind.of("FLOAT32", "INT8", "UINT8", "INT16")
HYBRID = Kind.of("INT8", "UINT8", "INT4", "INT2")
BATCHES = Kind.of("FLOAT32", "INT8", "INT16")
BATCHES_OF = {
    "float32": Kind.of("INT8"),
    "int8": Kind.of("INT8"),
    "int16": Kind.of("INT16", "INT8"),
}
"""Integers that BATCH_MATMUL has a kernel for, by what is to their left."""
BIAS_TYPE = "qir.quantized_bias_type"
KERNEL_4_BIT = (4, 32)
"""Outputs and depth from which on LiteRT has a kernel of its own for int4 weights (rule M6)."""


def fully_connected(
    op: ops.FullyConnectedOp, input: Array, weights: Array, bias: Array | None = None
) -> Array:
    """Rows of `in` elements times weights [out, in]."""
    require("input", op.operands[0], ROWS)
    if (layout := option(op, "weights_format")) != "DEFAULT":
        raise QirError(f"weights in the {layout} format cannot be computed with; expected DEFAULT")
    outputs, depth = weights.shape
    rows = rows_of(input, depth)
    keeps_shape = option(op, "keep_num_dims")
    shape = (*input.shape[:-1], outputs) if keeps_shape else (len(rows), outputs)
    if not depth:
        # Rule M8.
        return np.zeros(shape, result_dtype(op.results[0]))
    of_rows = _of_real_rows if input.dtype.kind == "f" else _of_integer_rows
    return of_rows(op, rows, weights, bias).reshape(shape)


def rows_of(input: Array, depth: int) -> Array:
    """What FULLY_CONNECTED takes for rows of so many elements."""
    return input.reshape(-1 if depth else math.prod(input.shape[:-1]), depth)


def _of_real_rows(
    op: ops.FullyConnectedOp, rows: Array, weights: Array, bias: Array | None
) -> Array:
    if weights.dtype.kind == "f":
        product = rows @ weights.T
    else:
        require("filter", op.operands[1], HYBRID)
        product = _of_integer_weights(op, rows, weights)
    return activated(op, product if bias is None else product + bias)


def _of_integer_weights(op: ops.FullyConnectedOp, rows: Array, weights: Array) -> Array:
    """Before the bias; rules H1 to H3, M6 and M9."""
    element = quantization(op.operands[1])
    if element is not None and element.is_blockwise:
        require("filter, with scales of blocks,", op.operands[1], NIBBLES)
        quantized = quantize_rows(rows, asymmetric=True)
        return product_with_blocks(*quantized, weights, block_scales("filter", element))
    scales = _weight_scales(op)
    is_asymmetric = option(op, "asymmetric_quantize_inputs") and not has_4_bit_kernel(op)
    return product_with(rows, weights, scales, asymmetric=is_asymmetric)


def has_4_bit_kernel(op: ops.FullyConnectedOp) -> bool:
    """Whether LiteRT takes its kernel for int4 weights, which knows rule H1 only (rule M6)."""
    weight, element = constant_value(op.operands[1].owner), quantization(op.operands[1])
    if weight is None or element is None or element.stored != "i4":
        return False
    outputs, depth = weight.type.get_shape()
    fewest, shallowest = KERNEL_4_BIT
    return outputs >= fewest and depth >= shallowest and depth % 2 == 0


def _of_integer_rows(
    op: ops.FullyConnectedOp, rows: Array, weights: Array, bias: Array | None
) -> Array:
    """Rules M2 and M3."""
    _check_types(op, rows, weights, bias)
    scales = _weight_scales(op)
    sums = exact_product(_centred(op.operands[0], rows), _centred(op.operands[1], weights).T)
    if bias is not None:
        sums = sums + bias
    input, result = affine(op.operands[0]), affine(op.results[0])
    multiplier = Multiplier.of(real_multiplier(input.scale, scales, result.scale))
    if weights.dtype == np.int16:
        stored = multiply_wide_by_quantized_multiplier(sums, multiplier)
    elif rows.dtype == np.int16 and _is_wide(op, bias):
        real = sums * (input.scale * scales.astype(np.float64) / result.scale)
        stored = round_half_away(real).astype(np.int32)
    else:
        stored = multiply_by_quantized_multiplier_half_up(sums, multiplier)
    return saturated(op, stored + result.zero_point)


def _check_types(op: ops.FullyConnectedOp, rows: Array, weights: Array, bias: Array | None) -> None:
    """Raise QirError where LiteRT has no kernel for these integers, or reads the bias as others."""
    result, expected = result_dtype(op.results[0]).name, RESULTS_OF[rows.dtype.name]
    if result not in expected:
        found = f"the input holds {rows.dtype} and the result {result}"
        raise QirError(f"{found}; expected a result of {' or '.join(expected)}")
    of_16_bits = [v for v in (op.operands[0], *op.results) if result_dtype(v) == np.int16]
    _check_no_zero_points(*of_16_bits)
    if rows.dtype != np.int16 or bias is None:
        return
    expected = bias.dtype.name
    if (said := option(op, BIAS_TYPE)) != "FLOAT32":
        expected = said.lower()
    elif weights.dtype == np.int16:
        expected = "int32"
    elif nonzero_zero_point(element_type(op.operands[1])) is not None:
        expected = "int64"
    if bias.dtype.name != expected:
        raise QirError(
            f"the bias holds {bias.dtype}; expected {expected}, as which LiteRT reads it"
        )


def _is_wide(op: ops.FullyConnectedOp, bias: Array | None) -> bool:
    """Whether int16 inputs are added up, with weights of fewer bits, in 64 bits (rule M3)."""
    has_zero_point = nonzero_zero_point(element_type(op.operands[1])) is not None
    of_bias = option(op, BIAS_TYPE) if bias is None else bias.dtype.name.upper()
    return has_zero_point or of_bias == "INT64"


def batch_matmul(op: ops.BatchMatMulOp, x: Array, y: Array) -> Array:
    """[..., rows, depth] times [..., depth, columns] (rule M4)."""
    require("x", op.operands[0], BATCHES)
    if y.dtype.kind != "f":
        require("y", op.operands[1], BATCHES_OF[x.dtype.name])
    x = x.swapaxes(-1, -2) if option(op, "adj_x") else x
    y = y.swapaxes(-1, -2) if option(op, "adj_y") else y
    if x.dtype.kind == "f":
        return x @ y if y.dtype.kind == "f" else _of_real_batches(op, x, y)
    dtype = result_dtype(op.results[0])
    if dtype == np.int32:
        # Of what is stored, whatever the zero points (rule M4).
        return exact_product(x, y).astype(dtype)
    if x.dtype == np.int16:
        _check_no_zero_points(*op.operands, *op.results)
    sums = exact_product(_centred(op.operands[0], x), _centred(op.operands[1], y))
    left, right, result = (affine(value) for value in (*op.operands, *op.results))
    scales = np.array([right.scale], np.float32)
    multiplier = Multiplier.of(real_multiplier(left.scale, scales, result.scale))
    is_wide = x.dtype == np.int16
    multiply = (
        multiply_wide_by_quantized_multiplier if is_wide else multiply_by_quantized_multiplier
    )
    return saturate(multiply(sums, multiplier) + result.zero_point, dtype)


def _of_real_batches(op: ops.BatchMatMulOp, x: Array, y: Array) -> Array:
    """Hybrid; scales and zero points of rows, and sums of weights, are those of rule M7."""
    shape = (*np.broadcast_shapes(x.shape[:-2], y.shape[:-2]), x.shape[-2], y.shape[-1])
    if not option(op, "adj_x") and min(x.ndim, y.ndim) > 2 and y.shape[-3] == 1:
        x, y = x.reshape(*x.shape[:-3], -1, x.shape[-1]), y.squeeze(-3)
    batch = np.broadcast_shapes(x.shape[:-2], y.shape[:-2])
    is_asymmetric = option(op, "asymmetric_quantize_inputs")
    quantized = quantize_rows(x.reshape(-1, x.shape[-1]), asymmetric=is_asymmetric)
    sums = exact_product(quantized.integers.reshape(x.shape), y)
    of_rows, of_weights = _batch_numbers(x, batch), _batch_numbers(y, batch)
    weight_sums = y.sum(-2, dtype=np.int64).reshape(-1, y.shape[-1])
    if is_asymmetric and y.ndim == 5 and of_weights.max(initial=0) >= math.prod(y.shape[1:3]):
        found = f"asymmetric_quantize_inputs, and y has batches {shown(y.shape[:-2])}"
        raise QirError(f"{found}; expected 1 first, for LiteRT adds up no others")
    result = hybrid_result(
        sums,
        quantized.scales.reshape(-1, x.shape[-2])[of_rows],
        quantized.zero_points.reshape(-1, x.shape[-2])[of_rows],
        _weight_scales(op),
        weight_sums[of_weights],
    )
    return result.reshape(shape)


def _batch_numbers(array: Array, batch: tuple[int, ...]) -> npt.NDArray[np.int64]:
    """For each batch of a product, which batch of a side it is by the kernel's count (rule M7)."""
    sizes = (1,) * (len(batch) + 2 - array.ndim) + array.shape[:-2]
    counted = [axis for axis, size in enumerate(sizes) if size != 1]
    return np.indices(batch)[counted].sum(0)


def _centred(value: SSAValue, stored: Array) -> npt.NDArray[np.int32]:
    """Stored integers less their zero point; scales for each channel have none (rule M5)."""
    element = quantization(value)
    if element is None or element.is_per_channel:
        return stored.astype(np.int32)
    return stored.astype(np.int32) - affine(value).zero_point


def _check_no_zero_points(*values: SSAValue) -> None:
    for value in values:
        if found := nonzero_zero_point(element_type(value)):
            raise QirError(f"{value.type} has zero point {found}; expected 0 beside 16 bits")


def _weights(op: TflOp) -> UniformType:
    """The quantized type of the weights; raises QirError where no kernel takes it."""
    element = quantization(op.operands[1])
    if element is None:
        raise QirError(f"weights are {op.operands[1].type}; expected a quantized type")
    if element.is_blockwise:
        raise QirError("weights have scales of blocks; expected one for each channel or for all")
    if element.stored == "i4" and element.zero_points.array().any():
        raise QirError("weights of 4 bits have a zero point; expected 0")
    return element


def _weight_scales(op: TflOp) -> npt.NDArray[np.float32]:
    """One, or one for each channel."""
    return _weights(op).scales.array().astype(np.float32)


EVALS: Mapping[type[TflOp], Callable[..., Any]] = {
    ops.FullyConnectedOp: fully_connected,
    ops.BatchMatMulOp: batch_matmul,
}
