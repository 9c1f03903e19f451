"""Kernels to elements of another type: `qir/dialects/tfl/conversion.py`."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from xdsl.dialects.builtin import (
    IntegerType,
    Signedness,
    TensorType,
    f16,
    f32,
    i1,
    i8,
    i32,
    i64,
)
from xdsl.ir import Attribute, Operation, SSAValue

from qir.dialects.c import Parameter
from qir.dialects.quant import UniformType
from qir.dialects.tfl import conversion as ops
from qir.passes.kernels.lowering import (
    Lower,
    Lowering,
    NoKernel,
    element_of,
    float_types,
    is_quantized_constant,
    may_lie_over,
    require_elements,
    shape_of_static,
)
from qir.passes.kernels.strided import stored

NAMES: Mapping[Attribute, str] = {
    f32: "f32",
    i32: "i32",
    i64: "i64",
    i1: "u8",
    i8: "i8",
    IntegerType(8, Signedness.UNSIGNED): "u8",
}
"""How the names of kernels spell elements."""
CAST_TO = f32, i32, i64, i1, i8
DIRECT = (
    *((f32, i32), (f32, i64), (f32, i1), (i32, f32), (i32, i64), (i32, i8), (i32, i1)),
    *((i64, f32), (i64, i32), (i64, i1)),
)
"""What a kernel casts at once; to int32 and float32 there is one from all that are cast."""
BOUNDS: Mapping[Attribute, tuple[int, int]] = {
    i32: (-(1 << 31), (1 << 31) - 1),
    i8: (-128, 127),
}
DEQUANTIZED: Mapping[str, str] = {"i8": "i8", "ui8": "u8", "i16": "i16"}
"""What a name of a kernel ends in, by what is stored."""


def cast(b: Lowering, op: ops.CastOp) -> Sequence[SSAValue]:
    """Rules S6 and S7; what no kernel casts at once goes by way of int32."""
    input, wanted = op.operands[0], element_of(op.results[0])
    require_elements("input", input, *NAMES)
    require_elements("the result", op.results[0], *CAST_TO)
    given = element_of(input)
    if given == wanted:
        return [input]
    if wanted in (f32, i32) or (given, wanted) in DIRECT:
        return [_cast(b, input, wanted, BOUNDS[i32])]
    whole = _cast(b, input, i32, BOUNDS.get(wanted, BOUNDS[i32]))
    return [_cast(b, whole, wanted, BOUNDS[i32])]


def _cast(b: Lowering, input: SSAValue, wanted: Attribute, bounds: tuple[int, int]) -> SSAValue:
    shape, given = shape_of_static(input), element_of(input)
    parameters: dict[str, Parameter] = {"size": math.prod(shape)}
    if (given, wanted) == (f32, i32):
        parameters |= {"low": bounds[0], "high": bounds[1]}
    kernel = f"cast_{NAMES[given]}_{NAMES[wanted]}"
    type = TensorType(wanted, shape)
    over = [0] if may_lie_over(type, input) else []
    return b.call(kernel, [input], [type], parameters, in_place=over)[0]


def dequantize(b: Lowering, op: ops.DequantizeOp) -> Sequence[SSAValue]:
    """Rule A1; float16 is widened."""
    (input,) = op.operands
    types, shape, element = float_types(op), shape_of_static(input), element_of(input)
    if element == f16:
        return b.call("dequantize_f16", [input], types, {"size": math.prod(shape)})
    if not isinstance(element, UniformType) or element.stored not in DEQUANTIZED:
        expected = ", ".join(DEQUANTIZED)
        raise NoKernel(f"input holds {element}; kernels take float16, or stored {expected}")
    if element.scales.array().size == 1:
        parameters: dict[str, Parameter] = {
            "size": math.prod(shape),
            "scale": float(element.scales.array()[0]),
            "zero_point": int(element.zero_points.array()[0]),
        }
        kernel = f"dequantize_tensor_{DEQUANTIZED[element.stored]}"
        return b.call(kernel, [stored(b, input)], types, parameters)
    if not is_quantized_constant(input):
        raise NoKernel(f"input holds {element}, computed; kernels take one scale, or constants")
    axis = element.axis.data
    outer, inner = math.prod(shape[:axis]), math.prod(shape[axis + 1 :])
    sizes = {"outer": outer, "channels": shape[axis], "inner": inner}
    return b.call("dequantize_i8", [input], types, sizes)


KERNELS: Mapping[type[Operation], Lower] = {ops.CastOp: cast, ops.DequantizeOp: dequantize}
