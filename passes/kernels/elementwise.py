"""Kernels element by element: `qir/dialects/tfl/elementwise.py`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from xdsl.dialects.builtin import f32, i1, i8, i32, i64
from xdsl.ir import Attribute, Operation, SSAValue

from qir.dialects.c import Parameter
from qir.dialects.tfl import elementwise as ops
from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.options import option
from qir.interp.fused import BOUNDS, OPTION
from qir.passes.kernels.broadcasting import strided
from qir.passes.kernels.lowering import (
    Lower,
    Lowering,
    NoKernel,
    clamp_of,
    element_of,
    mapped,
    may_lie_over,
    require_elements,
    shape_of_static,
    type_of,
)

INT32 = -(1 << 31), (1 << 31) - 1
UNBOUNDED: Mapping[str, Parameter] = {"low": float("-inf"), "high": float("inf")}
ADD, SUB, MUL, DIV, MAXIMUM, MINIMUM, SQUARED_DIFFERENCE, FLOOR_DIV, FLOOR_MOD, PRELU = range(10)
"""Operations of qir_binary, numbered as in `elementwise.h`."""
ACTIVATED = ADD, SUB, MUL, DIV
LESS, LESS_EQUAL, EQUAL, NOT_EQUAL = range(4)
"""Operations of qir_compare."""
AND, OR, SAME, DIFFERENT = range(4)
"""Operations of qir_logic."""
SUFFIXES: Mapping[Attribute, str] = {f32: "f32", i32: "i32", i64: "i64", i1: "u8", i8: "i8"}
"""What the name of a kernel ends in, by the elements it takes."""


def binary(
    b: Lowering,
    kernel: str,
    operands: Mapping[str, SSAValue],
    result: SSAValue,
    parameters: Mapping[str, Parameter],
    shapes: Mapping[str, Sequence[int]] | None = None,
) -> Sequence[SSAValue]:
    """A call of a kernel of operands that stretch to the result, with strides by their names."""
    given = {name: shape_of_static(value) for name, value in operands.items()} | dict(shapes or {})
    sizes = strided(shape_of_static(result), given)
    values = list(operands.values())
    over = [index for index, value in enumerate(values) if may_lie_over(result, value)]
    return b.call(kernel, values, [type_of(result)], {**parameters, **sizes}, in_place=over)


def arithmetic(operation: int, b: Lowering, op: TflOp) -> Sequence[SSAValue]:
    lhs, rhs = op.operands
    (result,) = op.results
    require_elements("lhs", lhs, f32, i32, i64)
    if operation == FLOOR_MOD:
        require_elements("lhs", lhs, i32, i64)
    parameters: dict[str, Parameter] = {"operation": operation}
    if element_of(lhs) == f32:
        parameters |= clamp_of(op) if operation in ACTIVATED else UNBOUNDED
    elif element_of(lhs) == i32:
        parameters |= _integer_clamp(op) if operation in ACTIVATED else _between(*INT32)
    elif operation in ACTIVATED and option(op, OPTION) != "NONE":
        raise NoKernel(f"{OPTION} of i64 is {option(op, OPTION)}; kernels take NONE")
    kernel = f"binary_{SUFFIXES[element_of(lhs)]}"
    return binary(b, kernel, {"lhs": lhs, "rhs": rhs}, result, parameters)


def _between(low: int, high: int) -> dict[str, Parameter]:
    return {"low": low, "high": high}


def _integer_clamp(op: TflOp) -> dict[str, Parameter]:
    name = option(op, OPTION)
    if name not in BOUNDS:
        raise NoKernel(f"{OPTION} is {name}; kernels take {', '.join(BOUNDS)}")
    low, high = BOUNDS[name]
    return _between(INT32[0] if low is None else int(low), INT32[1] if high is None else int(high))


def power(b: Lowering, op: ops.PowOp) -> Sequence[SSAValue]:
    lhs, rhs = op.operands
    require_elements("lhs", lhs, f32)
    return binary(b, "pow_f32", {"lhs": lhs, "rhs": rhs}, op.results[0], {})


def add_n(b: Lowering, op: ops.AddNOp) -> Sequence[SSAValue]:
    """A sum after another; a single operand is the result itself."""
    (result,) = op.results
    require_elements("the result", result, f32, i32)
    is_float = element_of(result) == f32
    kernel = "binary_f32" if is_float else "binary_i32"
    bounds = UNBOUNDED if is_float else _between(*INT32)
    total, *others = op.operands
    for other in others:
        terms = {"lhs": total, "rhs": other}
        (total,) = binary(b, kernel, terms, result, {"operation": ADD, **bounds})
    return [total]


def comparison(
    operation: int, b: Lowering, op: TflOp, *, is_swapped: bool = False
) -> Sequence[SSAValue]:
    """x > y is y < x."""
    lhs, rhs = op.operands[::-1] if is_swapped else op.operands
    require_elements("lhs", lhs, f32, i32, i64, *([i1] if operation in (EQUAL, NOT_EQUAL) else []))
    if element_of(lhs) == i1:
        return logic({EQUAL: SAME, NOT_EQUAL: DIFFERENT}[operation], b, op)
    kernel = f"compare_{SUFFIXES[element_of(lhs)]}"
    return binary(b, kernel, {"lhs": lhs, "rhs": rhs}, op.results[0], {"operation": operation})


def logic(operation: int, b: Lowering, op: TflOp) -> Sequence[SSAValue]:
    lhs, rhs = op.operands
    operands = {"lhs": lhs, "rhs": rhs}
    return binary(b, "logic_u8", operands, op.results[0], {"operation": operation})


def select(b: Lowering, op: ops.SelectOp | ops.SelectV2Op) -> Sequence[SSAValue]:
    condition, x, y = op.operands
    (result,) = op.results
    require_elements("x", x, *SUFFIXES)
    shapes: dict[str, Sequence[int]] = {}
    rank, given = len(shape_of_static(x)), shape_of_static(condition)
    if isinstance(op, ops.SelectOp) and 0 < len(given) < rank:
        # One for each row.
        shapes["condition"] = (*given, *[1] * (rank - len(given)))
    operands = {"condition": condition, "x": x, "y": y}
    return binary(b, f"select_{SUFFIXES[element_of(x)]}", operands, result, {}, shapes)


def unary(name: str, *others: Attribute) -> Lower:
    """The lowering of a function of floats, which takes these other elements as well."""

    def lower(b: Lowering, op: TflOp) -> Sequence[SSAValue]:
        require_elements("input", op.operands[0], f32, *others)
        return mapped(b, f"{name}_{SUFFIXES[element_of(op.operands[0])]}", op, {})

    return lower


def logical_not(b: Lowering, op: ops.LogicalNotOp) -> Sequence[SSAValue]:
    return mapped(b, "not_u8", op, {})


KERNELS: Mapping[type[Operation], Lower] = {
    ops.AddOp: partial(arithmetic, ADD),
    ops.SubOp: partial(arithmetic, SUB),
    ops.MulOp: partial(arithmetic, MUL),
    ops.DivOp: partial(arithmetic, DIV),
    ops.MaximumOp: partial(arithmetic, MAXIMUM),
    ops.MinimumOp: partial(arithmetic, MINIMUM),
    ops.SquaredDifferenceOp: partial(arithmetic, SQUARED_DIFFERENCE),
    ops.FloorDivOp: partial(arithmetic, FLOOR_DIV),
    ops.FloorModOp: partial(arithmetic, FLOOR_MOD),
    ops.PowOp: power,
    ops.AddNOp: add_n,
    ops.EqualOp: partial(comparison, EQUAL),
    ops.NotEqualOp: partial(comparison, NOT_EQUAL),
    ops.LessOp: partial(comparison, LESS),
    ops.LessEqualOp: partial(comparison, LESS_EQUAL),
    ops.GreaterOp: partial(comparison, LESS, is_swapped=True),
    ops.GreaterEqualOp: partial(comparison, LESS_EQUAL, is_swapped=True),
    ops.LogicalAndOp: partial(logic, AND),
    ops.LogicalOrOp: partial(logic, OR),
    ops.LogicalNotOp: logical_not,
    ops.SelectOp: select,
    ops.SelectV2Op: select,
    ops.AbsOp: unary("abs", i32),
    ops.NegOp: unary("neg", i32, i64),
    ops.SignOp: unary("sign", i32),
    ops.SquareOp: unary("square"),
    ops.SqrtOp: unary("sqrt"),
    ops.RsqrtOp: unary("rsqrt"),
    ops.ExpOp: unary("exp"),
    ops.LogOp: unary("log"),
    ops.SinOp: unary("sin"),
    ops.CosOp: unary("cos"),
    ops.FloorOp: unary("floor"),
    ops.CeilOp: unary("ceil"),
    ops.RoundOp: unary("round"),
}
