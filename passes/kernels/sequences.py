"""What the kernels of recurrent ops share: states, products of all steps at once, activations."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from xdsl.dialects.builtin import TensorType, f32
from xdsl.ir import SSAValue

from qir.attributes import element_type
from qir.dialects.c import Parameter
from qir.dialects.qir import StateOp
from qir.dialects.quant import UniformType
from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.options import option
from qir.dialects.tfl.tensors import shown
from qir.interp.fused import BOUNDS, OPTION
from qir.passes.kernels.elementwise import ADD, UNBOUNDED, binary
from qir.passes.kernels.lowering import (
    Lowering,
    NoKernel,
    dequantized_constant,
    is_quantized_constant,
    require_elements,
    shape_of_static,
)
from qir.passes.kernels.products import MOST_PRODUCTS
from qir.passes.kernels.strided import concatenated


def activation_of(op: TflOp) -> dict[str, Parameter]:
    """What a recurrent op makes of its sums (rule R24)."""
    name = option(op, OPTION)
    if name == "TANH":
        return {"is_tanh": 1, **UNBOUNDED}
    if name not in BOUNDS:
        raise NoKernel(f"{OPTION} is {name}; kernels take TANH, {', '.join(BOUNDS)}")
    low, high = BOUNDS[name]
    return {
        "is_tanh": 0,
        "low": -math.inf if low is None else low,
        "high": math.inf if high is None else high,
    }


def is_asymmetric(op: TflOp) -> bool:
    return bool(option(op, "asymmetric_quantize_inputs"))


def state_of(op: TflOp, name: str) -> SSAValue:
    """An operand that is written to; raises NoKernel where it is no state."""
    value = op.operand(name)
    if value is None or not isinstance(value.owner, StateOp):
        raise NoKernel(f"{name} is no variable tensor; kernels take one")
    require_elements(name, value, f32)
    return value


def form_of(weights: Mapping[str, SSAValue]) -> str:
    """How a kernel reads matrices, of which there is one or more, by the names that the op has for
    them: "i8", integers beside quantized activations; "w8", integers beside floats; or "f32".

    Raises NoKernel where they are neither floats nor constants of int8 that kernels read.
    """
    for name, value in weights.items():
        _require_matrix(name, value)
    quantized = [name for name, value in weights.items() if is_quantized_constant(value)]
    others = [name for name in weights if name not in quantized]
    if quantized and others:
        found = f"{quantized[0]} is quantized, {others[0]} is not"
        raise NoKernel(f"{found}; kernels take both alike")
    if quantized:
        return "i8"
    are_integers = [dequantized_constant(value, 0) is not None for value in weights.values()]
    return "w8" if all(are_integers) else "f32"


def read_as(form: str, value: SSAValue) -> SSAValue:
    """What a kernel of weights of a form reads: of "w8" the integers that floats are made of."""
    integers = dequantized_constant(value, 0) if form == "w8" else None
    return value if integers is None else integers


def _require_matrix(name: str, value: SSAValue) -> None:
    element = element_type(value)
    if not isinstance(element, UniformType):
        require_elements(name, value, f32)
    elif element.stored != "i8" or not is_quantized_constant(value):
        raise NoKernel(f"{name} holds {element}; kernels take f32, or constants of i8")
    elif element.is_blockwise or element.zero_points.array().any():
        raise NoKernel(f"{name} holds {element}; kernels take scales alone, one for each row")
    if len(shape := shape_of_static(value)) != 2:
        raise NoKernel(f"{name} has shape {shown(shape)}; kernels take a matrix")
    if is_quantized_constant(value) and shape[1] > MOST_PRODUCTS:
        found = f"{name} has {shape[1]:,} columns"
        raise NoKernel(f"{found}; kernels of integers take up to {MOST_PRODUCTS:,}")


def product(
    b: Lowering,
    input: SSAValue,
    weights: SSAValue,
    form: str,
    bias: SSAValue | None = None,
    *,
    asymmetric: bool = False,
) -> SSAValue:
    """Rows [..., depth] times weights [outputs, depth] of a form, plus the bias: [rows, outputs].

    `asymmetric`: how rows are quantized beside "i8".
    """
    *leading, depth = shape_of_static(input)
    rows, outputs = math.prod(leading), shape_of_static(weights)[0]
    sizes = {"rows": rows, "depth": depth, "outputs": outputs, **UNBOUNDED}
    is_hybrid = form == "i8"
    given = b.quantized_rows(input, rows, depth, asymmetric=asymmetric) if is_hybrid else [input]
    operands = [*given, weights, b.absent() if bias is None else bias]
    operands += [b.absent()] if is_hybrid else []
    return b.call(f"fully_connected_{form}", operands, [TensorType(f32, [rows, outputs])], sizes)[0]


def accumulated(b: Lowering, sums: SSAValue, more: SSAValue) -> SSAValue:
    """Two tensors of one shape, added up."""
    terms = {"lhs": sums, "rhs": more}
    return binary(b, "binary_f32", terms, sums, {"operation": ADD, **UNBOUNDED})[0]


def merged(b: Lowering, op: TflOp, forward: SSAValue, backward: SSAValue) -> Sequence[SSAValue]:
    """Outputs of both directions: side by side where `merge_outputs`, else apart."""
    if not option(op, "merge_outputs"):
        return [forward, backward]
    return [joined_rows(b, forward, backward)]


def joined_rows(b: Lowering, first: SSAValue, second: SSAValue) -> SSAValue:
    """[..., n] and [..., m] as [..., n + m]."""
    (*leading, n), (*_, m) = shape_of_static(first), shape_of_static(second)
    return concatenated(b, [first, second], len(leading), TensorType(f32, [*leading, n + m]))


def sequence_sizes(op: TflOp, input: SSAValue) -> dict[str, int]:
    """Time and batch, and which comes first."""
    outer, inner, _ = shape_of_static(input)
    is_time_major = bool(option(op, "time_major"))
    time, batch = (outer, inner) if is_time_major else (inner, outer)
    return {"time": time, "batch": batch, "is_time_major": int(is_time_major)}
