"""The pass `fuse-depthwise`."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from xdsl.context import Context
from xdsl.dialects.builtin import Float32Type, ModuleOp, TensorType, f32
from xdsl.passes import ModulePass

from qir.dialects.c import CallOp, Parameter, is_absent
from qir.functions import functions
from qir.passes.kernels.fusing import is_only_for, put_in_place
from qir.passes.kernels.lowering import shape_of_static
from qir.passes.memory.lifetimes import nbytes_of

FUSED: Mapping[str, str] = {
    "conv_2d_f32": "conv_2d_depthwise_{}",
    "fully_connected_i8": "products_depthwise_{}_i8",
}
"""By kernel that makes lines of an image: that which also convolves them, with what filters."""
SECOND = {f"depthwise_conv_2d_{form}": form for form in ("f32", "w8")}
"""Kernels that convolve them, and the form of their filters."""
MAPS = "batch", "height", "width", "channels", "multiplier"
"""Parameters of the second that are the image's, or that the first has none like."""
ROOM = 3 << 17
"""Bytes of lines that there are at a time, unless it is said: they stay in a near cache."""


@dataclass(frozen=True)
class FuseDepthwise(ModulePass):
    """Convolve each channel of what a pointwise or other convolution makes some lines at a time, so
    that of this only the lines that windows see are in memory.

        %p = "c.call"(%q, %s, %z, %w, %b, %none) <{kernel = "fully_connected_i8", ...}>
            : (...) -> tensor<1x14x14x128xf32>
        %y = "c.call"(%p, %f, %a) <{kernel = "depthwise_conv_2d_w8", ...}>
            : (...) -> tensor<1x7x7x128xf32>
    becomes
        %y, %lines = "c.call"(%q, %s, %z, %w, %b, %f, %a)
            <{kernel = "products_depthwise_w8_i8", parameters = {..., together = 2}}>
            : (...) -> (tensor<1x7x7x128xf32>, tensor<5x14x128xf32>)

    The result of a pointwise convolution is the largest tensor of most networks for small machines,
    as what is to become of it is: rows of integers before, less of them after. The other way round,
    a depthwise convolution and then a pointwise one, would save less than it costs: what is between
    them is int8, and both what comes before and what comes after would be in memory as a whole.

    `room`: of the lines that there are at a time, in bytes; at most half of the image, and at
    least those of one line of the result. `least`: bytes of an image for which it pays. Where there
    is time to be gained, that is what no near cache holds; smaller ones are made at once as fast.

    Leaves alone: what something else reads or adds to; where input, result and lines together take
    more than what they save; smaller images.
    """

    name = "fuse-depthwise"
    room: int = ROOM
    least: int = 0

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        for function in functions(op):
            for second in list(function.walk()):
                if isinstance(second, CallOp) and second.kernel.data in SECOND:
                    first = second.arguments[0].owner
                    if isinstance(first, CallOp) and self._may_fuse(first, second):
                        _fuse(first, second, self.room)

    def _may_fuse(self, first: CallOp, second: CallOp) -> bool:
        is_large = nbytes_of(second.arguments[0]) >= self.least
        return is_large and _may_fuse(first, second, self.room)


def _may_fuse(first: CallOp, second: CallOp, room: int) -> bool:
    if first.kernel.data not in FUSED or not is_only_for(first, second):
        return False
    if first.kernel.data == "fully_connected_i8" and not is_absent(first.arguments[-1]):
        return False
    input, image, result = first.arguments[0], first.outputs[0], second.outputs[0]
    least = min(nbytes_of(input), nbytes_of(result))
    return least + 4 * math.prod(_lines(second, room)[1].get_shape()) < nbytes_of(image)


def _lines(second: CallOp, room: int) -> tuple[int, TensorType[Float32Type]]:
    """How many lines are made at a time, and the lines that their windows see."""
    given = {name: int(value) for name, value in second.arguments_by_name.items()}
    line, stride = [given["width"], given["channels"]], given["stride_h"]
    span = (given["filter_height"] - 1) * given["dilation_h"] + 1
    most = min(room // (4 * math.prod(line)), given["height"] // 2)
    fitting = (most - span) // stride + 1
    # Even, as kernels take lines of images by two.
    together = min(max(fitting // 2 * 2, 1), given["out_height"])
    seen = min((together - 1) * stride + span, given["height"])
    return together, TensorType(f32, [seen, *line])


def _fuse(first: CallOp, second: CallOp, room: int) -> None:
    given, parameters = second.arguments_by_name, dict(first.arguments_by_name)
    operands = list(first.arguments)
    if first.kernel.data == "fully_connected_i8":
        batch, height, width = shape_of_static(second.arguments[0])[:3]
        del parameters["rows"]
        parameters |= {"batch": batch, "out_height": height, "out_width": width}
        operands.pop()
    renamed: Mapping[str, Parameter] = {
        f"dw_{name.removeprefix('out_')}": value
        for name, value in given.items()
        if name not in MAPS
    }
    together, lines = _lines(second, room)
    parameters |= {**renamed, "multiplier": given["multiplier"], "together": together}
    fused = CallOp.of(
        FUSED[first.kernel.data].format(SECOND[second.kernel.data]),
        [*operands, *second.arguments[1:]],
        [second.outputs[0].type, lines],
        parameters,
    )
    put_in_place(fused, first, second, fused.outputs[:1])
