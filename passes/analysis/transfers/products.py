"""Products with constant weights: convolutions, and matrices.

A sum of w x over x in [l, h] lies between the sum of w+ l + w- h and that of w+ h + w- l, where w+
and w- are the weights that are positive, and those that are negative.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import numpy.typing as npt
from xdsl.dialects.builtin import Float16Type, Float32Type
from xdsl.ir import SSAValue

from qir.attributes import element_type
from qir.dialects.quant import UniformType
from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.constants import QConstOp, constant_value
from qir.dialects.tfl.conversion import DequantizeOp
from qir.dialects.tfl.options import option
from qir.dialects.tfl.tensors import shape_of
from qir.numerics.ranges import EPSILON, UNKNOWN, Floats, Range
from qir.passes.analysis.transfers.elementwise import Transfer

HYBRID_STEPS = 254
"""Activations of hybrid kernels have at least so many steps from end to end."""


def _weights(value: SSAValue) -> Floats | None:
    """The real numbers of a constant; None where it is none, or they were elided."""
    owner = value.owner
    if isinstance(owner, DequantizeOp):
        return _weights(owner.input)
    weight = constant_value(owner)
    if weight is None or weight.blob.data.is_elided:
        return None
    element = element_type(value)
    if isinstance(owner, QConstOp) and isinstance(element, UniformType):
        return _dequantized(weight.array(), element) if _is_plain(element) else None
    if not isinstance(weight.type.element_type, Float32Type | Float16Type):
        return None
    return weight.array().astype(np.float64)


def _is_plain(element: UniformType) -> bool:
    """Signed, one integer a byte or more, and a scale for all or for each channel.

    How hybrid kernels read unsigned bytes is rule H4's to say; nothing writes them any more.
    """
    return element.stored in ("i8", "i16", "i32") and not element.is_blockwise


def _dequantized(stored: npt.NDArray[np.generic], element: UniformType) -> Floats:
    scales, zeros = element.scales.array(), element.zero_points.array()
    if element.is_per_channel:
        shape = [-1 if axis == element.axis.data else 1 for axis in range(stored.ndim)]
        scales, zeros = scales.reshape(shape), zeros.reshape(shape)
    return (stored.astype(np.float64) - zeros) * scales


def product(
    op: TflOp, x: Range, positive: Floats, negative: Floats, *, terms: int, is_hybrid: bool
) -> Range:
    """`positive` and `negative`: [out, in] sums of weights over what has one range of x."""
    low, high = (np.broadcast_to(end, positive.shape[-1:]) for end in (x.low, x.high))
    if is_hybrid:
        # Zero is among what is quantized, and a step's half is how far it is off.
        step = (max(float(high.max()), 0.0) - min(float(low.min()), 0.0)) / HYBRID_STEPS
        low, high = low - step, high + step
    largest = np.maximum(np.abs(low), np.abs(high))
    sums = (positive - negative) @ largest
    slack = sums * EPSILON * (terms + 4) + np.finfo(np.float32).tiny
    found = Range(
        positive @ low + negative @ high - slack, positive @ high + negative @ low + slack, x.nan
    )
    return _with_bias(op, found)


def _with_bias(op: TflOp, found: Range) -> Range:
    bias = op.operand("bias") if "bias" in op_fields(op) else None
    if bias is None:
        return found
    numbers = _weights(bias)
    if numbers is None:
        return UNKNOWN
    flat = numbers.ravel()
    return found.add(Range(flat, flat, bool(np.isnan(flat).any()))).widened(1)


def op_fields(op: TflOp) -> set[str]:
    return {named.field for named in op.OPERANDS.of(len(op.operands))}


Summed = Callable[[TflOp, Floats, Range], "tuple[Floats, Floats, Range] | None"]


def convolution(filter: int, input: int, summed: Summed) -> Transfer:
    """`summed`: the positive and the negative weights, [out, in], and x as they meet it."""

    def transfer(op: TflOp, ranges: Sequence[Range]) -> Range:
        x = ranges[input]
        if not x.is_bounded:
            return UNKNOWN
        weights = _weights(op.operands[filter])
        if weights is None or not np.isfinite(weights).all() or not weights.size:
            return UNKNOWN
        found = summed(op, weights, x)
        if found is None:
            return UNKNOWN
        positive, negative, met = found
        terms = weights.size // positive.shape[0]
        return product(op, met, positive, negative, terms=terms, is_hybrid=_is_hybrid(op, filter))

    return transfer


def _is_hybrid(op: TflOp, filter: int) -> bool:
    return isinstance(op.operands[filter].owner, QConstOp)


def _signs(weights: Floats, axes: tuple[int, ...]) -> tuple[Floats, Floats]:
    return np.maximum(weights, 0).sum(axes), np.minimum(weights, 0).sum(axes)


def _padded(op: TflOp, x: Range, window: int) -> Range:
    """Where a window goes over the edge it meets zeros."""
    is_inside = option(op, "padding") == "VALID" or window == 1
    return x if is_inside else x.with_zero()


def _conv_2d(op: TflOp, weights: Floats, x: Range) -> tuple[Floats, Floats, Range] | None:
    window, per_group = weights.shape[1:3], weights.shape[3]
    positive, negative = _signs(weights, (1, 2))
    channels = (shape_of(op.operands[0]) or (None,))[-1]
    met = _padded(op, x, int(np.prod(window)))
    return positive, negative, met if channels == per_group else met.hull()


def _depthwise(op: TflOp, weights: Floats, x: Range) -> tuple[Floats, Floats, Range] | None:
    """Each output meets one channel: a diagonal, as sums of one."""
    positive, negative = _signs(weights, (0, 1, 2))
    met = _padded(op, x, weights.shape[1] * weights.shape[2])
    if met.channels and len(positive) % met.channels:
        return None
    return positive, negative, met


def _transposed(op: TflOp, weights: Floats, x: Range) -> tuple[Floats, Floats, Range] | None:
    """Each output meets some of the window."""
    return *_signs(weights, (1, 2)), x.with_zero()


def _conv_3d(op: TflOp, weights: Floats, x: Range) -> tuple[Floats, Floats, Range] | None:
    positive, negative = _signs(weights, (0, 1, 2))
    met = _padded(op, x, int(np.prod(weights.shape[:3])))
    return positive.T, negative.T, met


def _conv_3d_transpose(op: TflOp, weights: Floats, x: Range) -> tuple[Floats, Floats, Range] | None:
    return *_signs(weights, (0, 1, 2)), x.with_zero()


def _fully_connected(op: TflOp, weights: Floats, x: Range) -> tuple[Floats, Floats, Range] | None:
    if option(op, "weights_format") != "DEFAULT":
        return None
    shape = shape_of(op.operands[0])
    is_row = bool(shape) and shape[-1:] == weights.shape[1:]
    met = x if is_row else x.hull()
    return np.maximum(weights, 0), np.minimum(weights, 0), met


def _depthwise_transfer(op: TflOp, ranges: Sequence[Range]) -> Range:
    x, weights = ranges[0], _weights(op.operands[1])
    if not x.is_bounded or weights is None or not np.isfinite(weights).all() or not weights.size:
        return UNKNOWN
    found = _depthwise(op, weights, x)
    if found is None:
        return UNKNOWN
    positive, negative, met = found
    times = len(positive) // met.channels if met.channels else len(positive)
    low, high = (np.repeat(np.atleast_1d(end), times) for end in (met.low, met.high))
    if _is_hybrid(op, 1):
        step = (max(float(high.max()), 0.0) - min(float(low.min()), 0.0)) / HYBRID_STEPS
        low, high = low - step, high + step
    terms = weights.shape[1] * weights.shape[2]
    sums = (positive - negative) * np.maximum(np.abs(low), np.abs(high))
    slack = sums * EPSILON * (terms + 4) + np.finfo(np.float32).tiny
    ends = positive * low + negative * high - slack, positive * high + negative * low + slack
    return _with_bias(op, Range(*ends, x.nan))


def _batch_matmul(op: TflOp, ranges: Sequence[Range]) -> Range:
    """A constant right side has a matrix for each batch; else products are as large as any."""
    x, y = ranges
    shape = shape_of(op.operands[0])
    depth = shape[-2 if option(op, "adj_x") else -1] if shape else None
    if depth is None or not x.is_bounded:
        return UNKNOWN
    if _is_hybrid(op, 1) and any(len(shape_of(each) or ()) > 3 for each in op.operands):
        return UNKNOWN  # a kernel may confuse the scales of several batch axes (rule M7)
    weights = _weights(op.operands[1])
    if weights is not None and np.isfinite(weights).all() and weights.size:
        turned = weights if option(op, "adj_y") else weights.swapaxes(-1, -2)
        met = x.hull() if option(op, "adj_x") else x
        is_hybrid = _is_hybrid(op, 1)
        found = [
            product(
                op, met, np.maximum(each, 0), np.minimum(each, 0), terms=depth, is_hybrid=is_hybrid
            )
            for each in turned.reshape(-1, *turned.shape[-2:])
        ]
        joined = found[0]
        for each in found[1:]:
            joined = joined.join(each)
        return joined
    if not y.is_bounded:
        return UNKNOWN
    return x.hull().multiply(y.hull()).widened(1).times(depth)


TRANSFERS: Mapping[str, Transfer] = {
    "tfl.batch_matmul": _batch_matmul,
    "tfl.conv_2d": convolution(1, 0, _conv_2d),
    "tfl.conv_3d": convolution(1, 0, _conv_3d),
    "tfl.conv_3d_transpose": convolution(1, 2, _conv_3d_transpose),
    "tfl.depthwise_conv_2d": _depthwise_transfer,
    "tfl.fully_connected": convolution(1, 0, _fully_connected),
    "tfl.transpose_conv": convolution(1, 2, _transposed),
}
