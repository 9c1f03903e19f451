"""Activations whose results are bounded by their definition."""

from __future__ import annotations

import math

from xdsl.irdl import operand_def, result_def, traits_def
from xdsl.traits import Pure

from qir.dialects.interfaces import OutputRange
from qir.dialects.tfl.base import Tensor, TflOp, tfl_op
from qir.numerics.intervals import Interval

UNIT = OutputRange(Interval(0.0, 1.0))


class UnaryOp(TflOp):
    """One tensor in, one of the same shape out."""

    input = operand_def(Tensor)
    output = result_def(Tensor)


@tfl_op("RELU")
class ReluOp(UnaryOp):
    traits = traits_def(Pure(), OutputRange(Interval(0.0, math.inf), clamps=True))


@tfl_op("RELU6")
class Relu6Op(UnaryOp):
    traits = traits_def(Pure(), OutputRange(Interval(0.0, 6.0), clamps=True))


@tfl_op("RELU_N1_TO_1")
class ReluN1To1Op(UnaryOp):
    traits = traits_def(Pure(), OutputRange(Interval(-1.0, 1.0), clamps=True))


@tfl_op("RELU_0_TO_1")
class Relu0To1Op(UnaryOp):
    traits = traits_def(Pure(), OutputRange(Interval(0.0, 1.0), clamps=True))


@tfl_op("LOGISTIC")
class LogisticOp(UnaryOp):
    traits = traits_def(Pure(), UNIT)


@tfl_op("SOFTMAX")
class SoftmaxOp(UnaryOp):
    traits = traits_def(Pure(), UNIT)


@tfl_op("LOG_SOFTMAX")
class LogSoftmaxOp(UnaryOp):
    traits = traits_def(Pure(), OutputRange(Interval(-math.inf, 0.0)))


@tfl_op("TANH")
class TanhOp(UnaryOp):
    traits = traits_def(Pure(), OutputRange(Interval(-1.0, 1.0)))


@tfl_op("SIN")
class SinOp(UnaryOp):
    traits = traits_def(Pure(), OutputRange(Interval(-1.0, 1.0)))


@tfl_op("COS")
class CosOp(UnaryOp):
    traits = traits_def(Pure(), OutputRange(Interval(-1.0, 1.0)))
