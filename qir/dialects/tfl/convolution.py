"""Convolutions. Activations are NHWC, channels last."""

from __future__ import annotations

from xdsl.dialects.builtin import DYNAMIC_INDEX
from xdsl.irdl import operand_def, opt_operand_def, result_def, traits_def
from xdsl.traits import Pure
from xdsl.utils.exceptions import VerifyException

from qir.dialects.interfaces import QuantizableWeights
from qir.dialects.tfl.base import Tensor, TflOp, shape_of, tfl_op


@tfl_op("CONV_2D")
class Conv2DOp(TflOp):
    """Filter is [out channels, height, width, in channels / groups]."""

    input = operand_def(Tensor)
    filter = operand_def(Tensor)
    bias = opt_operand_def()
    output = result_def(Tensor)
    traits = traits_def(Pure(), QuantizableWeights((1,), channel_axis=0))

    def check(self) -> None:
        check_filter_rank(self, 1)
        filter_shape, input_shape = shape_of(self.operands[1]), shape_of(self.operands[0])
        if filter_shape is None or input_shape is None:
            return
        if len(input_shape) != 4:
            raise VerifyException(f"input has shape {list(input_shape)}; expected rank 4")
        channels, per_group = input_shape[3], filter_shape[3]
        if DYNAMIC_INDEX in (channels, per_group):
            return
        if per_group == 0 or channels % per_group:
            raise VerifyException(
                f"input has {channels} channels, no multiple of the filter's {per_group}"
            )


@tfl_op("DEPTHWISE_CONV_2D")
class DepthwiseConv2DOp(TflOp):
    """Filter is [1, height, width, in channels * depth multiplier]."""

    input = operand_def(Tensor)
    filter = operand_def(Tensor)
    bias = opt_operand_def()
    output = result_def(Tensor)
    traits = traits_def(Pure(), QuantizableWeights((1,), channel_axis=3))

    def check(self) -> None:
        check_filter_rank(self, 1)


@tfl_op("TRANSPOSE_CONV")
class TransposeConvOp(TflOp):
    """Filter is [out channels, height, width, in channels]; operand 0 is the output's shape."""

    output_shape = operand_def(Tensor)
    filter = operand_def(Tensor)
    input = operand_def(Tensor)
    bias = opt_operand_def()
    output = result_def(Tensor)
    traits = traits_def(Pure(), QuantizableWeights((1,), channel_axis=0, activation=2))

    def check(self) -> None:
        check_filter_rank(self, 1)


def check_filter_rank(op: TflOp, index: int) -> None:
    shape = shape_of(op.operands[index])
    if shape is not None and len(shape) != 4:
        raise VerifyException(f"filter has shape {list(shape)}; expected rank 4")
