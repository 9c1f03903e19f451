"""Kernels of tensors made from numbers and shapes: `qir/dialects/tfl/generation.py`."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from xdsl.ir import Operation, SSAValue

from qir.diagnostics import QirError
from qir.dialects.tfl import generation as ops
from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.options import option
from qir.dialects.tfl.shapes import axis_of
from qir.interp import generation as interp
from qir.interp.values import result_dtype
from qir.passes.kernels.lowering import (
    Lower,
    Lowering,
    NoKernel,
    element_of,
    shape_of_static,
    type_of,
)
from qir.passes.kernels.strided import constant_of, element_bytes, index_bytes, stored


def shape(b: Lowering, op: ops.ShapeOp) -> Sequence[SSAValue]:
    (result,) = op.results
    sizes = np.array(shape_of_static(op.operands[0]), result_dtype(result))
    return [b.constant("shape", sizes, element_of(result))]


def rank(b: Lowering, op: ops.RankOp) -> Sequence[SSAValue]:
    (result,) = op.results
    count = np.array(len(shape_of_static(op.operands[0])), result_dtype(result))
    return [b.constant("rank", count, element_of(result))]


def folded(name: str, evaluate: Callable[..., Any]) -> Lower:
    """What makes a constant of an op of constants, which the interpreter computes."""

    def lower(b: Lowering, op: TflOp) -> Sequence[SSAValue]:
        (result,) = op.results
        shape_of_static(result)
        values = [constant_of(op, index) for index in range(len(op.operands))]
        try:
            found = evaluate(op, *values)
        except QirError as error:
            raise NoKernel(str(error)) from error
        return [b.constant(name, np.asarray(found), element_of(result))]

    return lower


def fill(b: Lowering, op: ops.FillOp) -> Sequence[SSAValue]:
    value, type = op.operands[1], type_of(op.results[0])
    parameters = {"bytes": element_bytes(value, type), "count": math.prod(type.get_shape())}
    return b.call("fill", [stored(b, value)], [type], parameters)


def one_hot(b: Lowering, op: ops.OneHotOp) -> Sequence[SSAValue]:
    indices, _, on, off = op.operands
    places, type = shape_of_static(indices), type_of(op.results[0])
    axis = axis_of("axis is", option(op, "axis"), len(places) + 1)
    parameters = {
        "index_bytes": index_bytes("indices", indices),
        "bytes": element_bytes(on, type),
        "outer": math.prod(places[:axis]),
        "depth": type.get_shape()[axis],
        "inner": math.prod(places[axis:]),
    }
    return b.call("one_hot", [indices, on, off], [type], parameters)


KERNELS: Mapping[type[Operation], Lower] = {
    ops.ShapeOp: shape,
    ops.RankOp: rank,
    ops.RangeOp: folded("range", interp.ranges),
    ops.BroadcastArgsOp: folded("shape", interp.broadcast_args),
    ops.FillOp: fill,
    ops.OneHotOp: one_hot,
}
