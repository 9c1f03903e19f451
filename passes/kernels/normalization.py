"""Kernels of softmax and its kin: `qir/dialects/tfl/normalization.py`."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from xdsl.dialects.builtin import f32
from xdsl.ir import Operation, SSAValue

from qir.dialects.tfl import normalization as ops
from qir.dialects.tfl.options import option
from qir.passes.kernels.lowering import (
    Lower,
    Lowering,
    float_types,
    require_elements,
    shape_of_static,
)


def softmax(b: Lowering, op: ops.SoftmaxOp) -> Sequence[SSAValue]:
    (input,) = op.operands
    require_elements("input", input, f32)
    *rows, depth = shape_of_static(input)
    parameters = {"rows": math.prod(rows), "depth": depth, "beta": option(op, "beta")}
    return b.call("softmax_f32", [input], float_types(op), parameters, in_place=[0])


KERNELS: Mapping[type[Operation], Lower] = {ops.SoftmaxOp: softmax}
