"""Pooling: one number for each window of each channel. Activations are NHWC."""

from __future__ import annotations

from qir.dialects.tfl.base import TflOp, tfl_op
from qir.dialects.tfl.options import option
from qir.dialects.tfl.shapes import window_output
from qir.dialects.tfl.tensors import F32, REAL, Sizes, operand, result


class PoolingOp(TflOp):
    input = operand("batch height width channels", REAL, one_scale=True)
    output = result(
        "batch out_height out_width channels", REAL, like="input", one_scale=True, same_scale=True
    )
    AT_LEAST_ONE = ("stride_h", "stride_w", "filter_height", "filter_width")

    def infer_sizes(self, sizes: Sizes) -> None:
        for axis, stride in (("height", "stride_h"), ("width", "stride_w")):
            window = option(self, f"filter_{axis}")
            size = window_output(
                sizes.get(axis), window, option(self, stride), 1, option(self, "padding")
            )
            if size is not None:
                sizes[f"out_{axis}"] = size


@tfl_op("AVERAGE_POOL_2D")
class AveragePool2DOp(PoolingOp):
    """The mean of what of a window lies inside."""


@tfl_op("MAX_POOL_2D")
class MaxPool2DOp(PoolingOp):
    pass


@tfl_op("L2_POOL_2D")
class L2Pool2DOp(PoolingOp):
    """The root of the mean of squares."""

    input = operand("batch height width channels", F32)
    output = result("batch out_height out_width channels", F32)
