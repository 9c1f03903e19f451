"""Products of a float activation with weights, which kernels read as floats or as integers."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xdsl.dialects.builtin import f32
from xdsl.ir import SSAValue

from qir.dialects.c import Parameter
from qir.dialects.tfl.base import TflOp
from qir.passes.kernels.lowering import (
    Lowering,
    NoKernel,
    dequantized_constant,
    float_types,
    is_quantized_constant,
    require_elements,
    shape_of_static,
)

LARGEST_PRODUCT = 255 * 128
"""Of an activation less its zero point and a weight, both of 8 bits."""
MOST_PRODUCTS = ((1 << 31) - 1) // LARGEST_PRODUCT


@dataclass(frozen=True)
class Product:
    """An op with weights.

    `axis`: of the weights' output channels. `depth`: how many products a result adds up.
    `is_asymmetric`: how the activation is quantized beside integer weights.
    `rows`: that the activation has, each with a scale; None is one for each of its batch.
    """

    input: SSAValue
    weights: SSAValue
    axis: int
    depth: int
    is_asymmetric: bool
    rows: int | None = None


def call_product(
    b: Lowering, op: TflOp, kernel: str, product: Product, parameters: Mapping[str, Parameter]
) -> Sequence[SSAValue]:
    """A call of `<kernel>_i8` (hybrid), `<kernel>_w8` (integer weights alone) or `<kernel>_f32`.

    Raises NoKernel where a sum of integers may be more than an int32 holds.
    """
    input, weights = product.input, product.weights
    require_elements("input", input, f32)
    types, bias = float_types(op), b.operand(op, "bias")
    if is_quantized_constant(weights):
        quantized = quantized_activation(b, product)
        added = [b.absent()] if kernel == "fully_connected" else []
        operands = [*quantized, weights, bias, *added]
        return b.call_activated(op, f"{kernel}_i8", operands, types, parameters)
    if (constant := dequantized_constant(weights, product.axis)) is not None:
        operands = [input, constant, bias]
        return b.call_activated(op, f"{kernel}_w8", operands, types, parameters)
    require_elements("filter", weights, f32)
    return b.call_activated(op, f"{kernel}_f32", [input, weights, bias], types, parameters)


def quantized_activation(b: Lowering, product: Product) -> Sequence[SSAValue]:
    """Integers, scales and zero points of the rows of an activation."""
    if product.depth > MOST_PRODUCTS:
        found = f"a result adds up {product.depth:,} products of 8 bits"
        raise NoKernel(f"{found}; kernels take up to {MOST_PRODUCTS:,}")
    shape = shape_of_static(product.input)
    rows = shape[0] if product.rows is None else product.rows
    depth = math.prod(shape) // max(rows, 1)
    return b.quantized_rows(product.input, rows, depth, asymmetric=product.is_asymmetric)
