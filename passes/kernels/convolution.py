"""Kernels of convolutions: `qir/dialects/tfl/convolution.py`."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from xdsl.dialects.builtin import f32
from xdsl.ir import Operation, SSAValue

from qir.dialects.quant import UniformType
from qir.dialects.tfl import convolution as ops
from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.options import option
from qir.interp.convolution import has_several_scales
from qir.interp.windows import Axis, TransposedAxis
from qir.passes.kernels.lowering import (
    Lower,
    Lowering,
    NoKernel,
    element_of,
    float_types,
    require_elements,
    shape_of_static,
)
from qir.passes.kernels.products import Product, call_product


def conv_2d(b: Lowering, op: ops.Conv2DOp) -> Sequence[SSAValue]:
    input, filter = op.operands[:2]
    _, _, _, channels = shape_of_static(input)
    outputs, *window, per_group = shape_of_static(filter)
    if not channels:
        raise NoKernel("input has no channels; kernels take 1 or more")
    groups = channels // per_group
    sizes = {**_sizes(op, input, window), "outputs": outputs, "groups": groups}
    is_asymmetric = groups > 1 or has_several_scales(filter)
    product = Product(input, filter, 0, math.prod(window) * per_group, is_asymmetric)
    return call_product(b, op, "conv_2d", product, sizes)


def depthwise_conv_2d(b: Lowering, op: ops.DepthwiseConv2DOp) -> Sequence[SSAValue]:
    input, filter = op.operands[:2]
    _, _, _, channels = shape_of_static(input)
    _, *window, outputs = shape_of_static(filter)
    _require_scale_of_each(filter, outputs)
    sizes = {**_sizes(op, input, window), "multiplier": outputs // channels}
    product = Product(input, filter, 3, math.prod(window), is_asymmetric=True)
    return call_product(b, op, "depthwise_conv_2d", product, sizes)


def transpose_conv(b: Lowering, op: ops.TransposeConvOp) -> Sequence[SSAValue]:
    _, filter, input = op.operands[:3]
    outputs, *window, channels = shape_of_static(filter)
    _require_scale_of_each(filter, outputs)
    sizes = {**_transposed_sizes(op, ops.ConvolutionOp.AXES, input, window), "outputs": outputs}
    product = Product(input, filter, 0, math.prod(window) * channels, is_asymmetric=True)
    return call_product(b, op, "transpose_conv", product, sizes)


def conv_3d(b: Lowering, op: ops.Conv3DOp) -> Sequence[SSAValue]:
    input, filter = op.operands[:2]
    *window, _, outputs = shape_of_static(filter)
    sizes = {**_sizes(op, input, window), "outputs": outputs}
    return _call_3d(b, op, "conv_3d_f32", input, filter, sizes)


def conv_3d_transpose(b: Lowering, op: ops.Conv3DTransposeOp) -> Sequence[SSAValue]:
    _, filter, input = op.operands[:3]
    *window, outputs, _ = shape_of_static(filter)
    sizes = {**_transposed_sizes(op, ops.Conv3DOp.AXES, input, window), "outputs": outputs}
    return _call_3d(b, op, "conv_3d_transpose_f32", input, filter, sizes)


def _call_3d(
    b: Lowering, op: TflOp, kernel: str, input: SSAValue, filter: SSAValue, sizes: dict[str, int]
) -> Sequence[SSAValue]:
    require_elements("input", input, f32)
    require_elements("filter", filter, f32)
    sizes["in_depth"] = sizes.pop("depth")
    operands = [input, filter, b.operand(op, "bias")]
    return b.call_activated(op, kernel, operands, float_types(op), sizes)


EDGES = {"depth": "front", "height": "top", "width": "left"}
"""Where padding goes before an axis."""


def _sizes(op: ops.ConvolutionOp, input: SSAValue, window: Sequence[int]) -> dict[str, int]:
    """Of input, output and filter along each axis, and how the filter moves."""
    batch, *space, channels = shape_of_static(input)
    sizes = {"batch": batch, "channels": channels}
    for (name, letter), size, reach in zip(op.AXES, space, window, strict=True):
        stride, dilation = option(op, f"stride_{letter}"), option(op, f"dilation_{letter}_factor")
        axis = Axis(size, reach, stride, dilation, option(op, "padding"))
        sizes |= {name: size, f"out_{name}": axis.positions, f"filter_{name}": reach}
        sizes |= {f"stride_{letter}": stride, f"dilation_{letter}": dilation}
        sizes[f"pad_{EDGES[name]}"] = axis.borders[0]
    return sizes


def _transposed_sizes(
    op: ops.TransposedConvolutionOp,
    axes: Sequence[tuple[str, str]],
    input: SSAValue,
    window: Sequence[int],
) -> dict[str, int]:
    """The same where the input's pixels lie a stride apart; what is cut off before the output."""
    batch, *space, channels = shape_of_static(input)
    _, *wanted, _ = shape_of_static(op.results[0])
    sizes = {"batch": batch, "channels": channels}
    for (name, letter), size, reach, output in zip(axes, space, window, wanted, strict=True):
        stride = option(op, f"stride_{letter}")
        axis = TransposedAxis(size, reach, stride, output, option(op, "padding"))
        sizes |= {name: size, f"out_{name}": output, f"filter_{name}": reach}
        sizes |= {f"stride_{letter}": stride, f"cut_{EDGES[name]}": axis.cut}
    return sizes


def _require_scale_of_each(filter: SSAValue, channels: int) -> None:
    """Raise NoKernel for one scale of several channels (rule C3)."""
    element = element_of(filter)
    if isinstance(element, UniformType) and element.scales.array().size < channels:
        found = f"filter has one scale for {channels} channels"
        raise NoKernel(f"{found}; kernels of a float input take one for each")


KERNELS: Mapping[type[Operation], Lower] = {
    ops.Conv2DOp: conv_2d,
    ops.DepthwiseConv2DOp: depthwise_conv_2d,
    ops.TransposeConvOp: transpose_conv,
    ops.Conv3DOp: conv_3d,
    ops.Conv3DTransposeOp: conv_3d_transpose,
}
