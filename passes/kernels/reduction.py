"""Kernels that make one number of many: `qir/dialects/tfl/reduction.py`."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import partial
from itertools import groupby

from xdsl.dialects.builtin import IntegerType, Signedness, TensorType, f32, i1, i8, i32, i64
from xdsl.ir import Attribute, Operation, SSAValue

from qir.dialects.c import Parameter
from qir.dialects.tfl import reduction as ops
from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.constants import constant_integers
from qir.dialects.tfl.options import option
from qir.passes.kernels.lowering import (
    Lower,
    Lowering,
    NoKernel,
    element_of,
    require_elements,
    shape_of_static,
    type_of,
)

PLAIN: Mapping[Attribute, str] = {f32: "f32", i32: "i32", i64: "i64"}
SEARCHED: Mapping[Attribute, str] = {
    f32: "f32",
    i32: "i32",
    i8: "i8",
    IntegerType(8, Signedness.UNSIGNED): "u8",
    i1: "u8",
}
"""What the name of a kernel ends in, by the elements it takes."""
GREATEST, LEAST, PRODUCT, SUM = range(4)
"""Operations of qir_reduce, numbered as in `reduction.h`."""
AXES = "outer", "first", "middle", "second", "inner"
"""What kernels call the axes they run over; along `first` and `second` they reduce."""


def sums(b: Lowering, op: TflOp) -> Sequence[SSAValue]:
    if element_of(op.operands[0]) == f32:
        return _call(b, op, "sum_f32", {"divisor": 1.0})
    return reduced(SUM, b, op)


def mean(b: Lowering, op: ops.MeanOp) -> Sequence[SSAValue]:
    require_elements("input", op.operands[0], *PLAIN)
    if element_of(op.operands[0]) != f32:
        return _call(b, op, f"mean_{PLAIN[element_of(op.operands[0])]}", {})
    sizes = _sizes(op)
    return _call(b, op, "sum_f32", {"divisor": float(sizes["first"] * sizes["second"])})


def reduced(operation: int, b: Lowering, op: TflOp) -> Sequence[SSAValue]:
    require_elements("input", op.operands[0], *PLAIN)
    kernel = f"reduce_{PLAIN[element_of(op.operands[0])]}"
    return _call(b, op, kernel, {"operation": operation})


def logical(operation: int, b: Lowering, op: TflOp) -> Sequence[SSAValue]:
    return _call(b, op, "reduce_u8", {"operation": operation})


def _call(
    b: Lowering, op: TflOp, kernel: str, parameters: Mapping[str, Parameter]
) -> Sequence[SSAValue]:
    sizes = _sizes(op)
    return b.call(kernel, op.operands[:1], [type_of(op.results[0])], {**sizes, **parameters})


def _sizes(op: TflOp) -> dict[str, int]:
    """Sizes of the five axes, neighbouring ones that stay or go being one.

    Raises NoKernel where there are more, or what goes has no elements.
    """
    shape, axes = shape_of_static(op.operands[0]), _constant("the tensor of axes", op.operands[1])
    along = {axis % len(shape) for axis in axes if shape}
    groups = [
        (is_reduced, math.prod(shape[axis] for axis in group))
        for is_reduced, group in groupby(
            (axis for axis, size in enumerate(shape) if size != 1), key=lambda axis: axis in along
        )
    ]
    if any(not size for is_reduced, size in groups if is_reduced):
        raise NoKernel("there are no elements along axes; kernels take 1 or more")
    # Whatever comes first stays, maybe along an axis of one element.
    if groups and groups[0][0]:
        groups.insert(0, (False, 1))
    sizes = [size for _, size in groups]
    if len(sizes) > len(AXES):
        found = f"axes lie in {len(sizes) // 2} groups"
        raise NoKernel(f"{found}; kernels take up to 2, with others between them")
    # With one group the inner loops are those along `second` and `inner`.
    if len(sizes) < 4:
        sizes = [*sizes[:1], 1, 1, *sizes[1:]] if len(sizes) > 1 else [1, 1, 1, 1, *sizes]
    return dict(zip(AXES, sizes + [1] * (len(AXES) - len(sizes)), strict=True))


def extreme(least: int, b: Lowering, op: TflOp) -> Sequence[SSAValue]:
    """Found as int32, made int64 where that is wanted."""
    input, axis = op.operands
    (result,) = op.results
    require_elements("input", input, *SEARCHED)
    require_elements("the result", result, i32, i64)
    parameters = {"least": least, **_along(input, _constant("axis", axis)[0])}
    type = type_of(result)
    types = [TensorType(i32, type.get_shape())]
    found = b.call(f"arg_max_{SEARCHED[element_of(input)]}", [input], types, parameters)
    if element_of(result) == i32:
        return found
    size = math.prod(type.get_shape())
    return b.call("cast_i32_i64", found, [type], {"size": size})


def cumsum(b: Lowering, op: ops.CumsumOp) -> Sequence[SSAValue]:
    input, axis = op.operands
    require_elements("input", input, *PLAIN)
    flags = {name: int(option(op, name)) for name in ("exclusive", "reverse")}
    parameters = {**_along(input, _constant("axis", axis)[0]), **flags}
    kernel = f"cumsum_{PLAIN[element_of(input)]}"
    return b.call(kernel, [input], [type_of(input)], parameters, in_place=[0])


def _along(input: SSAValue, axis: int) -> dict[str, int]:
    """The size of an axis, with those before and those after it."""
    shape = shape_of_static(input)
    axis %= len(shape)
    if not shape[axis]:
        raise NoKernel("there are no elements along axis; kernels take 1 or more")
    before, after = math.prod(shape[:axis]), math.prod(shape[axis + 1 :])
    return {"outer": before, "depth": shape[axis], "inner": after}


def _constant(name: str, value: SSAValue) -> Sequence[int]:
    found = constant_integers(value)
    if found is None:
        raise NoKernel(f"{name} is computed; kernels take a constant")
    return found


KERNELS: Mapping[type[Operation], Lower] = {
    ops.SumOp: sums,
    ops.MeanOp: mean,
    ops.ReduceProdOp: partial(reduced, PRODUCT),
    ops.ReduceMaxOp: partial(reduced, GREATEST),
    ops.ReduceMinOp: partial(reduced, LEAST),
    ops.ReduceAnyOp: partial(logical, GREATEST),
    ops.ReduceAllOp: partial(logical, LEAST),
    ops.ArgMaxOp: partial(extreme, 0),
    ops.ArgMinOp: partial(extreme, 1),
    ops.CumsumOp: cumsum,
}
