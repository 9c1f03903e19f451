"""Activations: one tensor in, one of the same shape out."""

from __future__ import annotations

import math

from xdsl.irdl import traits_def

from qir.dialects.interfaces import OutputRange
from qir.dialects.tfl.base import SameShapeOp, tfl_op
from qir.dialects.tfl.quantization import OF_PROBABILITIES, OF_UNIT_BALL
from qir.dialects.tfl.shapes import broadcast
from qir.dialects.tfl.tensors import (
    REAL,
    Malformed,
    Sizes,
    may_be_same,
    operand,
    result,
    shape_of,
    shown,
)
from qir.numerics.intervals import Interval


class ActivationOp(SameShapeOp):
    input = operand(None, REAL)
    output = result(None, REAL, like="input")


@tfl_op("RELU")
class ReluOp(ActivationOp):
    traits = traits_def(OutputRange(Interval(0.0, math.inf), clamps=True))


@tfl_op("RELU6")
class Relu6Op(ActivationOp):
    traits = traits_def(OutputRange(Interval(0.0, 6.0), clamps=True))


@tfl_op("RELU_N1_TO_1")
class ReluN1To1Op(ActivationOp):
    traits = traits_def(OutputRange(Interval(-1.0, 1.0), clamps=True))


@tfl_op("RELU_0_TO_1")
class Relu0To1Op(ActivationOp):
    traits = traits_def(OutputRange(Interval(0.0, 1.0), clamps=True))


@tfl_op("LEAKY_RELU")
class LeakyReluOp(ActivationOp):
    """x, or `alpha` x where x is negative."""


@tfl_op("PRELU")
class PReluOp(SameShapeOp):
    """x, or `alpha` x where x is negative, with an alpha for each channel or element."""

    input = operand(None, REAL)
    alpha = operand(None, REAL, like="input")
    output = result(None, REAL, like="input")

    def check(self, sizes: Sizes) -> None:
        input, alpha = shape_of(self.operands[0]), shape_of(self.operands[1])
        if not may_be_same(broadcast(("input", input), ("alpha", alpha)), input):
            found = f"alpha has shape {shown(alpha or ())}"
            raise Malformed(found, f"one that stretches to input's {shown(input or ())}")


@tfl_op("ELU")
class EluOp(ActivationOp):
    """x, or exp(x) - 1 where x is negative. https://arxiv.org/abs/1511.07289"""

    traits = traits_def(OutputRange(Interval(-1.0, math.inf)))


@tfl_op("GELU")
class GeluOp(ActivationOp):
    """x times the normal distribution up to x, or its tanh form where `approximate`.

    https://arxiv.org/abs/1606.08415
    """


@tfl_op("HARD_SWISH")
class HardSwishOp(ActivationOp):
    """x relu6(x + 3) / 6. https://arxiv.org/abs/1905.02244"""


@tfl_op("LOGISTIC")
class LogisticOp(ActivationOp):
    traits = traits_def(OutputRange(Interval(0.0, 1.0)))
    OUTPUT_SCALE = OF_PROBABILITIES


@tfl_op("TANH")
class TanhOp(ActivationOp):
    traits = traits_def(OutputRange(Interval(-1.0, 1.0)))
    OUTPUT_SCALE = OF_UNIT_BALL
