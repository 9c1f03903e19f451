"""Kernels of activation functions: `qir/dialects/tfl/activation.py`."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from xdsl.dialects.builtin import f32
from xdsl.ir import Operation, SSAValue

from qir.dialects.tfl import activation as ops
from qir.dialects.tfl.options import option
from qir.passes.kernels.elementwise import PRELU, UNBOUNDED, binary, unary
from qir.passes.kernels.lowering import Lower, Lowering, mapped, require_elements


def clamp(low: float, high: float) -> Lower:
    def lower(b: Lowering, op: ops.ActivationOp) -> Sequence[SSAValue]:
        require_elements("input", op.operands[0], f32)
        return mapped(b, "clamp_f32", op, {"low": low, "high": high})

    return lower


def leaky_relu(b: Lowering, op: ops.LeakyReluOp) -> Sequence[SSAValue]:
    require_elements("input", op.operands[0], f32)
    return mapped(b, "leaky_relu_f32", op, {"alpha": option(op, "alpha")})


def prelu(b: Lowering, op: ops.PReluOp) -> Sequence[SSAValue]:
    input, alpha = op.operands
    require_elements("input", input, f32)
    parameters = {"operation": PRELU, **UNBOUNDED}
    return binary(b, "binary_f32", {"lhs": input, "rhs": alpha}, op.results[0], parameters)


def gelu(b: Lowering, op: ops.GeluOp) -> Sequence[SSAValue]:
    return unary("gelu_tanh" if option(op, "approximate") else "gelu")(b, op)


KERNELS: Mapping[type[Operation], Lower] = {
    ops.ReluOp: clamp(0.0, math.inf),
    ops.Relu6Op: clamp(0.0, 6.0),
    ops.ReluN1To1Op: clamp(-1.0, 1.0),
    ops.Relu0To1Op: clamp(0.0, 1.0),
    ops.LeakyReluOp: leaky_relu,
    ops.PReluOp: prelu,
    ops.EluOp: unary("elu"),
    ops.GeluOp: gelu,
    ops.HardSwishOp: unary("hard_swish"),
    ops.LogisticOp: unary("logistic"),
    ops.TanhOp: unary("tanh"),
}
