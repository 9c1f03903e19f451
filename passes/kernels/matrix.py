"""Kernels of products with a matrix: `qir/dialects/tfl/matrix.py`."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from xdsl.dialects.builtin import f32
from xdsl.ir import Operation, SSAValue

from qir.dialects.quant import UniformType
from qir.dialects.tfl import matrix as ops
from qir.dialects.tfl.options import option
from qir.interp.matrix import has_4_bit_kernel
from qir.passes.kernels.lowering import (
    Lower,
    Lowering,
    NoKernel,
    dequantized_constant,
    element_of,
    float_types,
    is_quantized_constant,
    require_elements,
    shape_of_static,
)
from qir.passes.kernels.products import Product, call_product, quantized_activation

BATCHES = "outer", "middle", "inner"
"""Axes before the matrices of BATCH_MATMUL."""


def fully_connected(b: Lowering, op: ops.FullyConnectedOp) -> Sequence[SSAValue]:
    input, weights = op.operands[:2]
    if (layout := option(op, "weights_format")) != "DEFAULT":
        raise NoKernel(f"weights are in the {layout} format; kernels take DEFAULT")
    outputs, depth = shape_of_static(weights)
    if not depth:
        raise NoKernel("rows have no elements; kernels take 1 or more")
    rows = math.prod(shape_of_static(input)) // depth
    sizes = {"rows": rows, "depth": depth, "outputs": outputs}
    element = element_of(weights)
    if isinstance(element, UniformType) and element.is_blockwise:
        # Rule M9.
        sizes["blocks"] = element.blocks.data.grid[1]
        product = Product(input, weights, 0, depth, is_asymmetric=True, rows=rows)
        return call_product(b, op, "fully_connected_blocks", product, sizes)
    is_asymmetric = option(op, "asymmetric_quantize_inputs") and not has_4_bit_kernel(op)
    product = Product(input, weights, 0, depth, is_asymmetric, rows)
    return call_product(b, op, "fully_connected", product, sizes)


def batch_matmul(b: Lowering, op: ops.BatchMatMulOp) -> Sequence[SSAValue]:
    """Hybrid by rule M7."""
    x, y = op.operands
    require_elements("x", x, f32)
    adj_x, adj_y = bool(option(op, "adj_x")), bool(option(op, "adj_y"))
    *x_batches, x_rows, x_columns = shape_of_static(x)
    *y_batches, y_rows, y_columns = shape_of_static(y)
    rows, depth = (x_columns, x_rows) if adj_x else (x_rows, x_columns)
    columns = y_rows if adj_y else y_columns
    if not depth:
        raise NoKernel("rows have no elements; kernels take 1 or more")
    if not adj_x and x_batches and y_batches and y_batches[-1] == 1:
        # One matrix y for several x: these are one that has more rows.
        rows, x_batches, y_batches = rows * x_batches[-1], x_batches[:-1], y_batches[:-1]
    sizes = {"rows": rows, "depth": depth, "columns": columns, "adj_y": int(adj_y)}
    sizes |= _batches(x_batches, y_batches)
    types, axis = float_types(op), len(shape_of_static(y)) - (2 if adj_y else 1)
    if is_quantized_constant(y):
        if adj_x:
            raise NoKernel("adj_x beside integer weights; kernels take rows of x as they lie")
        is_asymmetric = bool(option(op, "asymmetric_quantize_inputs"))
        if is_asymmetric and sum(size != 1 for size in y_batches) > 1:
            raise NoKernel("y has batches along several axes; kernels take one beside zero points")
        x_rows = math.prod(shape_of_static(x)) // depth
        product = Product(x, y, axis, depth, is_asymmetric, x_rows)
        operands = [*quantized_activation(b, product), y]
        sizes["scale_step"] = _scale_step(y)
        return b.call("batch_matmul_i8", operands, types, sizes)
    sizes["adj_x"] = int(adj_x)
    if (constant := dequantized_constant(y, axis)) is not None:
        sizes["scale_step"] = _scale_step(constant)
        return b.call("batch_matmul_w8", [x, constant], types, sizes)
    require_elements("y", y, f32)
    return b.call("batch_matmul_f32", [x, y], types, sizes)


def _batches(x: Sequence[int], y: Sequence[int]) -> dict[str, int]:
    """How many batches there are along each axis, and how many matrices x and y go on by from one
    to the next: 0 along an axis of size 1, which is for all."""
    rank = len(BATCHES)
    if max(len(x), len(y)) > rank:
        found = f"{max(len(x), len(y))} axes of batches"
        raise NoKernel(f"{found}; kernels take up to {rank}")
    sizes = dict[str, int]()
    for side, given in (("x", x), ("y", y)):
        step = 1
        whole = (*[1] * (rank - len(given)), *given)
        for name, size in zip(reversed(BATCHES), reversed(whole), strict=True):
            sizes[f"{side}_{name}"] = step if size != 1 else 0
            sizes[name] = max(sizes.get(name, 1), size)
            step *= size
    return sizes


def _scale_step(weights: SSAValue) -> int:
    """From a column's scale to the next one's."""
    element = element_of(weights)
    return int(isinstance(element, UniformType) and element.scales.array().size > 1)


KERNELS: Mapping[type[Operation], Lower] = {
    ops.FullyConnectedOp: fully_connected,
    ops.BatchMatMulOp: batch_matmul,
}
