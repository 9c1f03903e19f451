"""Ops with weights as products of matrices: what the weights are multiplied with, row by row.

Each of `groups` products has rows [n, depth], and weights [outputs, depth] that make an output of
each row. A convolution has a row for each position, of what its window sees there: zeros where that
is padding. The channel of output `o` of group `g` is `(g * outputs + o) % channels`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from xdsl.ir import Operation

from qir.diagnostics import QirError
from qir.dialects.tfl import convolution, matrix
from qir.dialects.tfl.options import option
from qir.interp.convolution import axes_of, transposed_axes_of
from qir.interp.machine import Value
from qir.interp.matrix import rows_of
from qir.interp.values import Array
from qir.interp.windows import columns, transposed_columns


@dataclass(frozen=True)
class WeightForm:
    """How a weight is laid out as matrices.

    `groups`, `outputs`, `depth`: of the matrices.
    `channels`: that scales and biases are of.
    `split`, `order`: the weight in this shape, its axes in this order, is the matrices.
    """

    groups: int
    outputs: int
    depth: int
    channels: int
    split: tuple[int, ...]
    order: tuple[int, ...]

    def matrices(self, weight: Array) -> Array:
        """A weight as [groups, outputs, depth]; a view where it can be one."""
        split = weight.reshape(self.split).transpose(self.order)
        return split.reshape(self.groups, self.outputs, self.depth)

    def weight(self, matrices: Array, shape: tuple[int, ...]) -> Array:
        """The inverse: matrices as a weight of this shape."""
        split = matrices.reshape([self.split[axis] for axis in self.order])
        return split.transpose(np.argsort(self.order)).reshape(shape)

    def by_channel(self, of_outputs: Array) -> Array:
        """What is known of each output, [groups, outputs], as the mean for each channel."""
        return of_outputs.reshape(-1, self.channels).mean(0)


def has_weight_rows(op: Operation) -> bool:
    """Whether `weight_rows` knows what the weights of an op are multiplied with."""
    return type(op) in ROWS


def weight_rows(op: Operation, operands: Sequence[Value]) -> tuple[WeightForm, Array]:
    """The form of an op's weights, and for these values of its operands the rows that they are
    multiplied with: [groups, n, depth], of floats.

    Raises QirError where the op's activation holds integers.
    """
    form, rows = ROWS[type(op)](op, *operands)
    if rows.dtype.kind != "f":
        raise QirError(f"its weights are multiplied with {rows.dtype}; expected floats")
    return form, rows


def _conv_2d(
    op: convolution.Conv2DOp, input: Array, filter: Array, bias: Value = None
) -> tuple[WeightForm, Array]:
    axes = axes_of(op, input, filter.shape[1:3])
    groups, depth = input.shape[-1] // filter.shape[-1], math.prod(filter.shape[1:])
    out = len(filter)
    rows = [columns(each, axes).reshape(-1, depth) for each in np.split(input, groups, -1)]
    return WeightForm(groups, out // groups, depth, out, (out, depth), (0, 1)), np.stack(rows)


def _depthwise_conv_2d(
    op: convolution.DepthwiseConv2DOp, input: Array, filter: Array, bias: Value = None
) -> tuple[WeightForm, Array]:
    axes = axes_of(op, input, filter.shape[1:3])
    window, channels = math.prod(filter.shape[1:3]), input.shape[-1]
    out = filter.shape[-1]
    seen = columns(input, axes).reshape(-1, window, channels)
    split = window, channels, out // channels
    form = WeightForm(channels, out // channels, window, out, split, (1, 2, 0))
    return form, seen.transpose(2, 0, 1)


def _transpose_conv(
    op: convolution.TransposeConvOp,
    output_shape: Array,
    filter: Array,
    input: Array,
    bias: Value = None,
) -> tuple[WeightForm, Array]:
    axes = transposed_axes_of(op, "hw", input, filter.shape[1:3], output_shape)
    out, depth = len(filter), math.prod(filter.shape[1:])
    rows = transposed_columns(input, axes).reshape(1, -1, depth)
    return WeightForm(1, out, depth, out, (out, depth), (0, 1)), rows


def _fully_connected(
    op: matrix.FullyConnectedOp, input: Array, weights: Array, bias: Value = None
) -> tuple[WeightForm, Array]:
    out, depth = weights.shape
    return WeightForm(1, out, depth, out, (out, depth), (0, 1)), rows_of(input, depth)[np.newaxis]


def _batch_matmul(op: matrix.BatchMatMulOp, x: Array, y: Array) -> tuple[WeightForm, Array]:
    """Each batch of y is a group: with all batches of x that it is multiplied with."""
    x = x.swapaxes(-1, -2) if option(op, "adj_x") else x
    last = (-2, -1) if option(op, "adj_y") else (-1, -2)
    out, depth = (y.shape[axis] for axis in last)
    batch = np.broadcast_shapes(x.shape[:-2], y.shape[:-2])
    own = (1,) * (len(batch) - y.ndim + 2) + y.shape[:-2]
    kept = [axis for axis, size in enumerate(own) if size != 1]
    spread = [axis for axis, size in enumerate(own) if size == 1]
    places = (*kept, *spread, len(batch), len(batch) + 1)
    every = np.broadcast_to(x, (*batch, *x.shape[-2:])).transpose(places)
    groups, count = math.prod(own), math.prod(batch[axis] for axis in spread) * x.shape[-2]
    order = (*range(y.ndim - 2), *(y.ndim + axis for axis in last))
    form = WeightForm(groups, out, depth, out, y.shape, order)
    return form, every.reshape(groups, count, depth)


ROWS: Mapping[type[Operation], Callable[..., tuple[WeightForm, Array]]] = {
    convolution.Conv2DOp: _conv_2d,
    convolution.DepthwiseConv2DOp: _depthwise_conv_2d,
    convolution.TransposeConvOp: _transpose_conv,
    matrix.FullyConnectedOp: _fully_connected,
    matrix.BatchMatMulOp: _batch_matmul,
}
