"""Convolutions: `qir/dialects/tfl/convolution.py`.

Activations are [batch, ..., channels], where the filter slides over what is between.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from xdsl.ir import SSAValue

from qir.diagnostics import QirError
from qir.dialects.tfl import convolution as ops
from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.options import option
from qir.interp.fused import activated, saturated
from qir.interp.values import Array, affine, channel_scales, quantization
from qir.interp.windows import Axis, TransposedAxis, columns, taps, transposed
from qir.numerics.fixed_point import (
    Multiplier,
    multiply_by_quantized_multiplier,
    multiply_by_quantized_multiplier_half_up,
    multiply_wide_by_quantized_multiplier,
)
from qir.numerics.hybrid import quantize_rows
from qir.numerics.products import exact_floats, exact_product, real_multiplier, row_product

Product = Callable[[Array], Array]
"""What a convolution makes of its input, before it is scaled: a sum of products."""
Multiply = Callable[[Array, Multiplier], Array]


def conv_2d(op: ops.Conv2DOp, input: Array, filter: Array, bias: Array | None = None) -> Array:
    """Filter [out, height, width, channels per group]."""
    axes = axes_of(op, input, filter.shape[1:3])
    out, groups = len(filter), input.shape[-1] // filter.shape[-1]
    parts = filter.reshape(groups, out // groups, -1)
    if input.dtype.kind == "f":
        is_asymmetric = has_several_scales(op.operands[1]) or groups > 1
        return _of_reals(
            op, input, filter, bias, lambda x: _grouped(x, axes, parts), is_asymmetric=is_asymmetric
        )
    scalar, vector = multiply_by_quantized_multiplier, multiply_by_quantized_multiplier_half_up
    multiply = vector if groups == 1 else scalar
    centred = _centred(op.operands[1], parts)
    return _of_integers(op, input, bias, lambda x: _grouped(x, axes, centred), multiply)


def has_several_scales(filter: SSAValue) -> bool:
    """Whether channels of an integer filter differ in scale (rule C3)."""
    element = quantization(filter)
    return element is not None and np.unique(element.scales.array()).size > 1


def _grouped(input: Array, axes: Sequence[Axis], parts: Array) -> Array:
    """Each group of channels times its own filters [groups, out per group, window * channels]."""
    if input.dtype.kind != "f":
        floats = exact_floats(input, parts, parts.shape[-1])
        return _grouped(input.astype(floats), axes, parts.astype(floats)).astype(np.int64)
    if len(parts) == 1:
        return row_product(columns(input, axes), parts[0].T)
    inputs = np.split(input, len(parts), -1)
    products = [
        row_product(columns(each, axes), part.T) for each, part in zip(inputs, parts, strict=True)
    ]
    return np.concatenate(products, -1)


def _product(left: Array, right: Array) -> Array:
    if left.dtype.kind == "f":
        return row_product(left, right)
    return exact_product(left, right)


def depthwise_conv_2d(
    op: ops.DepthwiseConv2DOp, input: Array, filter: Array, bias: Array | None = None
) -> Array:
    """Filter [1, height, width, channels * multiplier]."""
    axes = axes_of(op, input, filter.shape[1:3])

    centred = _centred(op.operands[1], filter)

    def product(x: Array) -> Array:
        weights = centred.reshape(*filter.shape[1:3], x.shape[-1], -1)
        total = np.zeros((), x.dtype)
        for tap, seen in taps(x, axes, 0):
            total = total + seen[..., np.newaxis] * weights[tap]
        return total.reshape(*total.shape[:-2], -1)

    if input.dtype.kind == "f":
        _check_scale_of_each(op, filter, filter.shape[-1])
        return _of_reals(op, input, filter, bias, product, is_asymmetric=True)
    in_vectors = _in_channel_vectors if input.dtype == np.int8 else multiply_by_quantized_multiplier
    return _of_integers(op, input, bias, product, in_vectors)


def transpose_conv(
    op: ops.TransposeConvOp,
    output_shape: Array,
    filter: Array,
    input: Array,
    bias: Array | None = None,
) -> Array:
    """Filter [out, height, width, channels]."""
    axes = transposed_axes_of(op, "hw", input, filter.shape[1:3], output_shape)
    weights = np.moveaxis(_centred(op.operands[1], filter), 0, -1)

    def product(x: Array) -> Array:
        return transposed(x, axes, lambda tap: _product(x, weights[tap]))

    if input.dtype.kind == "f":
        _check_scale_of_each(op, filter, len(filter))
        return _of_reals(op, input, filter, bias, product, is_asymmetric=True)
    in_vectors = _in_channel_vectors if input.dtype == np.int8 else _in_vectors
    return _of_integers(op, input, bias, product, in_vectors)


def _in_vectors(sums: Array, by: Multiplier) -> Array:
    """In groups of 16 elements, whatever they are, and what is left over (rule C4)."""
    places = np.arange(sums.size).reshape(sums.shape)
    return _multiply_where(places < sums.size - sums.size % 16, sums, by)


def _in_channel_vectors(sums: Array, by: Multiplier) -> Array:
    """In groups of 8 channels, and what is left over (rule C4)."""
    channels = sums.shape[-1]
    return _multiply_where(np.arange(channels) < channels - channels % 8, sums, by)


def _multiply_where(is_vector: Any, sums: Array, by: Multiplier) -> Array:
    vector = multiply_by_quantized_multiplier_half_up(sums, by)
    return np.where(is_vector, vector, multiply_by_quantized_multiplier(sums, by))


def conv_3d(op: ops.Conv3DOp, input: Array, filter: Array, bias: Array | None = None) -> Array:
    """Filter [depth, height, width, channels, out]."""
    axes = axes_of(op, input, filter.shape[:3])
    product = row_product(columns(input, axes), filter.reshape(-1, filter.shape[-1]))
    return activated(op, product if bias is None else product + bias)


def conv_3d_transpose(
    op: ops.Conv3DTransposeOp,
    output_shape: Array,
    filter: Array,
    input: Array,
    bias: Array | None = None,
) -> Array:
    """Filter [depth, height, width, out, channels]."""
    axes = transposed_axes_of(op, "dhw", input, filter.shape[:3], output_shape)
    product = transposed(input, axes, lambda tap: row_product(input, filter[tap].T))
    return activated(op, product if bias is None else product + bias)


# --- what an input becomes ----------------------------------------------------------------------


def _of_reals(
    op: TflOp,
    input: Array,
    filter: Array,
    bias: Array | None,
    product: Product,
    *,
    is_asymmetric: bool,
) -> Array:
    """Floats; hybrid by rule C3 where the filter holds integers."""
    if filter.dtype.kind == "f":
        found = product(input)
    else:
        images = input.reshape(len(input), -1)
        integers, scales, zero_points = quantize_rows(images, asymmetric=is_asymmetric)
        differences = integers.astype(np.int32) - zero_points[:, np.newaxis]
        sums = product(differences.reshape(input.shape))
        by_image = scales.reshape(-1, *[1] * (input.ndim - 1))
        found = sums.astype(np.float32) * (by_image * _filter_scales(op, sums.shape[-1]))
    return activated(op, found if bias is None else found + bias)


def _of_integers(
    op: TflOp, input: Array, bias: Array | None, product: Product, multiply: Multiply
) -> Array:
    """`multiply`: how sums of bytes are scaled (rule C1); those of int16 follow rule C2."""
    given, output = affine(_input(op)), affine(op.results[0])
    sums = product(input.astype(np.int32) - given.zero_point)
    if bias is not None:
        sums = sums + bias
    scales = _filter_scales(op, sums.shape[-1])
    multiplier = Multiplier.of(real_multiplier(given.scale, scales, output.scale))
    if input.dtype == np.int16:
        multiply = multiply_wide_by_quantized_multiplier
    return saturated(op, multiply(sums.astype(np.int64), multiplier) + output.zero_point)


def _centred(value: SSAValue, filter: Array) -> Array:
    """Integers of a filter less their zero point, which only those of uint8 have; floats as is."""
    if filter.dtype != np.uint8:
        return filter if filter.dtype.kind == "f" else filter.astype(np.int32)
    return filter.astype(np.int32) - affine(value).zero_point


def _input(op: TflOp) -> SSAValue:
    value = op.operand("input")
    assert value is not None
    return value


def _check_scale_of_each(op: TflOp, filter: Array, channels: int) -> None:
    """Raise QirError where LiteRT's hybrid kernel reads scales of channels that are not there."""
    element = quantization(op.operands[1])
    if element is not None and filter.dtype.kind != "f" and element.scales.array().size < channels:
        found = f"filter has one scale for {channels} channels and the input is float"
        raise QirError(f"{found}; expected one for each, which is what LiteRT's kernel reads")


def _filter_scales(op: TflOp, count: int) -> npt.NDArray[np.float32]:
    """One, or one for each channel of the result."""
    element = quantization(op.operands[1])
    if element is None:
        raise QirError(f"filter is {op.operands[1].type}; expected a quantized type")
    if element.is_blockwise:
        raise QirError("filter has scales of blocks; expected one for each channel or for all")
    scales = element.scales.array().astype(np.float32)
    return scales if len(scales) == 1 else channel_scales(element, count)


# --- how a filter slides ------------------------------------------------------------------------


def axes_of(op: ops.ConvolutionOp, input: Array, window: Sequence[int]) -> Sequence[Axis]:
    """How a filter with this window moves along each axis of the input."""
    padding = option(op, "padding")
    return [
        Axis(
            size,
            reach,
            option(op, f"stride_{letter}"),
            option(op, f"dilation_{letter}_factor"),
            padding,
        )
        for (_, letter), size, reach in zip(op.AXES, input.shape[1:-1], window, strict=True)
    ]


def transposed_axes_of(
    op: TflOp, letters: str, input: Array, window: Sequence[int], output_shape: Array
) -> Sequence[TransposedAxis]:
    """The same of a transposed convolution, whose options have these letters."""
    padding, wanted = option(op, "padding"), output_shape.tolist()[1:-1]
    sizes = zip(letters, input.shape[1:-1], window, wanted, strict=True)
    return [
        TransposedAxis(size, reach, option(op, f"stride_{letter}"), output, padding)
        for letter, size, reach, output in sizes
    ]


EVALS: Mapping[type[TflOp], Callable[..., Any]] = {
    ops.Conv2DOp: conv_2d,
    ops.DepthwiseConv2DOp: depthwise_conv_2d,
    ops.TransposeConvOp: transpose_conv,
    ops.Conv3DOp: conv_3d,
    ops.Conv3DTransposeOp: conv_3d_transpose,
}
