"""Kernels of products with a matrix: `qir/dialects/tfl/matrix.py`."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from xdsl.dialects.builtin import f32
from xdsl.ir import Operation, SSAValue

from qir.dialects.tfl import matrix as ops
from qir.dialects.tfl.options import option
from qir.passes.kernels.lowering import (
    Lower,
    Lowering,
    NoKernel,
    clamp_of,
    float_types,
    is_quantized_constant,
    require_elements,
    shape_of_static,
)


def fully_connected(b: Lowering, op: ops.FullyConnectedOp) -> Sequence[SSAValue]:
    input, weights = op.operands[:2]
    require_elements("input", input, f32)
    if (layout := option(op, "weights_format")) != "DEFAULT":
        raise NoKernel(f"weights are in the {layout} format; kernels take DEFAULT")
    outputs, depth = shape_of_static(weights)
    rows = math.prod(shape_of_static(input)) // max(depth, 1)
    sizes = {"rows": rows, "depth": depth, "outputs": outputs}
    types, bias = float_types(op), b.operand(op, "bias")
    if not is_quantized_constant(weights):
        require_elements("filter", weights, f32)
        operands = [input, weights, bias]
        return b.call("fully_connected_f32", operands, types, {**sizes, **clamp_of(op)})
    is_asymmetric = bool(option(op, "asymmetric_quantize_inputs"))
    quantized = b.quantized_rows(input, rows, depth, asymmetric=is_asymmetric)
    operands = [*quantized, weights, bias]
    return b.call("fully_connected_i8", operands, types, {**sizes, **clamp_of(op)})


KERNELS: Mapping[type[Operation], Lower] = {ops.FullyConnectedOp: fully_connected}
