"""Kernels of softmax and its kin: `qir/dialects/tfl/normalization.py`."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from xdsl.dialects.builtin import f32
from xdsl.ir import Operation, SSAValue

from qir.dialects.c import Parameter
from qir.dialects.tfl import normalization as ops
from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.options import option
from qir.passes.kernels.lowering import (
    Lower,
    Lowering,
    NoKernel,
    float_types,
    require_elements,
    shape_of_static,
)


def softmax(b: Lowering, op: ops.SoftmaxOp) -> Sequence[SSAValue]:
    (input,) = op.operands
    require_elements("input", input, f32)
    parameters = {**_rows(op), "beta": option(op, "beta")}
    return b.call("softmax_f32", [input], float_types(op), parameters, in_place=[0])


def log_softmax(b: Lowering, op: ops.LogSoftmaxOp) -> Sequence[SSAValue]:
    require_elements("input", op.operands[0], f32)
    return b.call("log_softmax_f32", op.operands, float_types(op), _rows(op), in_place=[0])


def l2_normalization(b: Lowering, op: ops.L2NormalizationOp) -> Sequence[SSAValue]:
    require_elements("input", op.operands[0], f32)
    return b.call("l2_normalization_f32", op.operands, float_types(op), _rows(op), in_place=[0])


def local_response_normalization(
    b: Lowering, op: ops.LocalResponseNormalizationOp
) -> Sequence[SSAValue]:
    rows = _rows(op)
    # Further than all elements of a row nothing is.
    radius = min(option(op, "radius"), rows["depth"])
    scales = {name: option(op, name) for name in ("bias", "alpha", "beta")}
    parameters = {**rows, "radius": radius, **scales}
    return b.call("local_response_normalization_f32", op.operands, float_types(op), parameters)


def _rows(op: TflOp) -> dict[str, Parameter]:
    """Rows of the last axis."""
    shape = shape_of_static(op.operands[0])
    if not shape:
        raise NoKernel("input is a scalar; kernels take rows")
    return {"rows": math.prod(shape[:-1]), "depth": shape[-1]}


KERNELS: Mapping[type[Operation], Lower] = {
    ops.SoftmaxOp: softmax,
    ops.LogSoftmaxOp: log_softmax,
    ops.L2NormalizationOp: l2_normalization,
    ops.LocalResponseNormalizationOp: local_response_normalization,
}
