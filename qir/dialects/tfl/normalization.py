"""Softmax and its kin, and what divides by a norm."""

from __future__ import annotations

import math

from xdsl.irdl import traits_def

from qir.dialects.interfaces import OutputRange
from qir.dialects.tfl.base import SameShapeOp, tfl_op
from qir.dialects.tfl.quantization import (
    OF_LOG_PROBABILITIES,
    OF_PROBABILITIES,
    OF_UNIT_BALL,
    check_domain,
)
from qir.dialects.tfl.tensors import F32, REAL, Malformed, Sizes, operand, result, shape_of
from qir.numerics.intervals import Interval


@tfl_op("SOFTMAX")
class SoftmaxOp(SameShapeOp):
    """exp(`beta` x) along the last axis, divided by its sum. int8 may come out as int16."""

    input = operand(None, REAL)
    output = result(None, REAL, symmetric=())
    traits = traits_def(OutputRange(Interval(0.0, 1.0)))
    OUTPUT_SCALE = OF_PROBABILITIES

    def check(self, sizes: Sizes) -> None:
        if shape_of(self.operands[0]) == ():
            raise Malformed("input is a scalar", "rank 1 or more")
        check_domain(self, "input")


@tfl_op("LOG_SOFTMAX")
class LogSoftmaxOp(SameShapeOp):
    input = operand(None, REAL)
    output = result(None, REAL, like="input")
    traits = traits_def(OutputRange(Interval(-math.inf, 0.0)))
    OUTPUT_SCALE = OF_LOG_PROBABILITIES


@tfl_op("L2_NORMALIZATION")
class L2NormalizationOp(SameShapeOp):
    """x divided by the root of the sum of its squares along the last axis."""

    input = operand(None, REAL)
    output = result(None, REAL, like="input")
    OUTPUT_SCALE = OF_UNIT_BALL


@tfl_op("LOCAL_RESPONSE_NORMALIZATION")
class LocalResponseNormalizationOp(SameShapeOp):
    """x / (bias + alpha sum of squares of the channels within `radius`) ^ beta.

    Section 3.3 of https://papers.nips.cc/paper/4824
    """

    input = operand("batch height width channels", F32)
    output = result("batch height width channels", F32)
