"""Convolutions. Activations are channels last: NHWC, or NDHWC with a depth.

https://www.tensorflow.org/api_docs/python/tf/nn/convolution says what SAME and VALID mean.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from xdsl.irdl import traits_def

from qir.dialects.interfaces import QuantizableWeights
from qir.dialects.tfl.base import TflOp, tfl_op
from qir.dialects.tfl.constants import constant_integers
from qir.dialects.tfl.options import option
from qir.dialects.tfl.quantization import check_accumulation
from qir.dialects.tfl.shapes import window_output
from qir.dialects.tfl.tensors import (
    BIAS,
    F32,
    INDEX,
    REAL,
    WEIGHT,
    Malformed,
    Shape,
    Sizes,
    operand,
    optional_operand,
    result,
)

STRIDES_2D = ("stride_h", "stride_w")
DILATIONS_2D = ("dilation_h_factor", "dilation_w_factor")


class ConvolutionOp(TflOp):
    """What slides a filter over an input: the output's `out_*` sizes follow from options."""

    AXES: ClassVar[tuple[tuple[str, str], ...]] = (("height", "h"), ("width", "w"))
    """Sizes that the filter slides along, and the letter their options have."""

    def check(self, sizes: Sizes) -> None:
        check_accumulation(self, has_filter_offset=False)

    def infer_sizes(self, sizes: Sizes) -> None:
        for axis, letter in self.AXES:
            size = window_output(
                sizes.get(axis),
                sizes.get(f"filter_{axis}"),
                option(self, f"stride_{letter}"),
                option(self, f"dilation_{letter}_factor"),
                option(self, "padding"),
            )
            if size is not None:
                sizes[f"out_{axis}"] = size


@tfl_op("CONV_2D")
class Conv2DOp(ConvolutionOp):
    """Filter is [out channels, height, width, in channels / groups]."""

    input = operand("batch height width channels", REAL, one_scale=True)
    filter = operand("out filter_height filter_width channels_per_group", WEIGHT)
    bias = optional_operand("out", BIAS)
    output = result("batch out_height out_width out", REAL, like="input", one_scale=True)
    traits = traits_def(QuantizableWeights((1,), channel_axis=0, least_bits=4))
    AT_LEAST_ONE = (*STRIDES_2D, *DILATIONS_2D)

    def check(self, sizes: Sizes) -> None:
        super().check(sizes)
        channels, per_group, out = map(sizes.get, ("channels", "channels_per_group", "out"))
        if channels is None or per_group is None:
            return
        if per_group == 0:
            raise Malformed("filter has no input channels", "at least 1")
        if channels % per_group:
            raise Malformed(f"input has {channels} channels", f"a multiple of filter's {per_group}")
        groups = channels // per_group
        if out is not None and groups and out % groups:
            raise Malformed(f"filter has {out} output channels", f"a multiple of {groups} groups")


@tfl_op("DEPTHWISE_CONV_2D")
class DepthwiseConv2DOp(ConvolutionOp):
    """Filter is [1, height, width, in channels * depth multiplier]."""

    input = operand("batch height width channels", REAL, one_scale=True)
    filter = operand("1 filter_height filter_width out", WEIGHT)
    bias = optional_operand("out", BIAS)
    output = result("batch out_height out_width out", REAL, like="input", one_scale=True)
    traits = traits_def(QuantizableWeights((1,), channel_axis=3))
    AT_LEAST_ONE = (*STRIDES_2D, *DILATIONS_2D)

    def check(self, sizes: Sizes) -> None:
        super().check(sizes)
        channels, out = sizes.get("channels"), sizes.get("out")
        if channels is None or out is None:
            return
        if channels == 0 or out % channels:
            raise Malformed(f"filter has {out} channels", f"a multiple of input's {channels}")
        multiplier = option(self, "depth_multiplier")
        if multiplier not in (0, out // channels):
            raise Malformed(f"depth_multiplier is {multiplier}", str(out // channels))


class TransposedConvolutionOp(TflOp):
    """Operand 0 is the shape of the output, which strides alone would leave open."""

    def check(self, sizes: Sizes) -> None:
        check_accumulation(self, has_filter_offset=False)

    def infer_shapes(self, sizes: Sizes) -> Sequence[Shape | None]:
        wanted = constant_integers(self.operands[0])
        return super().infer_shapes(sizes) if wanted is None else [wanted]


@tfl_op("TRANSPOSE_CONV")
class TransposeConvOp(TransposedConvolutionOp):
    """Filter is [out channels, height, width, in channels]."""

    output_shape = operand("4", INDEX)
    filter = operand("out filter_height filter_width channels", WEIGHT)
    input = operand("batch height width channels", REAL, one_scale=True)
    bias = optional_operand("out", BIAS)
    output = result("batch out_height out_width out", REAL, like="input", one_scale=True)
    traits = traits_def(QuantizableWeights((1,), channel_axis=0, activation=2))
    AT_LEAST_ONE = STRIDES_2D


@tfl_op("CONV_3D")
class Conv3DOp(ConvolutionOp):
    """Filter is [depth, height, width, in channels, out channels]."""

    input = operand("batch depth height width channels", F32)
    filter = operand("filter_depth filter_height filter_width channels out", F32)
    bias = optional_operand("out", F32)
    output = result("batch out_depth out_height out_width out", F32)
    AXES = (("depth", "d"), *ConvolutionOp.AXES)
    AT_LEAST_ONE = ("stride_d", *STRIDES_2D, "dilation_d_factor", *DILATIONS_2D)


@tfl_op("CONV_3D_TRANSPOSE")
class Conv3DTransposeOp(TransposedConvolutionOp):
    """Filter is [depth, height, width, out channels, in channels]."""

    output_shape = operand("5", INDEX)
    filter = operand("filter_depth filter_height filter_width out channels", F32)
    input = operand("batch depth height width channels", F32)
    bias = optional_operand("out", F32)
    output = result("batch out_depth out_height out_width out", F32)
    AT_LEAST_ONE = ("stride_d", *STRIDES_2D)
