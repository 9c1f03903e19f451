"""Ops with weights as products of matrices: what the weights are multiplied with, row by row.

Each of `groups` products has rows [n, depth], and weights [outputs, depth] that make an output of
each row. A convolution has a row for each position, of what its window sees there: zeros where that
is padding. The channel of output `o` of group `g` is `(g * outputs + o) % channels`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from xdsl.ir import Operation

from qir.diagnostics import QirError
from qir.dialects.interfaces import quantizable_weights
from qir.dialects.tfl import convolution, matrix
from qir.dialects.tfl.options import option
from qir.dialects.tfl.tensors import shape_of
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

    @property
    def second_bytes(self) -> int:
        """Of a matrix of the second moments of each group's rows, in float64."""
        return 8 * self.groups * self.depth**2


def has_weight_rows(op: Operation) -> bool:
    """Whether `weight_rows` knows what the weights of an op are multiplied with."""
    return type(op) in PRODUCTS


def weight_form(op: Operation) -> WeightForm | None:
    """The form of an op's weights, such that `has_weight_rows(op)`; None where the types of its
    operands leave it open."""
    weight, input = shape_of(op.operands[WEIGHT]), shape_of(op.operands[_activation(op)])
    if weight is None or input is None or not input or input[-1] is None:
        return None
    sizes = tuple(size for size in weight if size is not None)
    return PRODUCTS[type(op)].form(op, sizes, input[-1]) if len(sizes) == len(weight) else None


def weight_rows(op: Operation, operands: Sequence[Value]) -> tuple[WeightForm, Array]:
    """The form of an op's weights, and for these values of its operands the rows that they are
    multiplied with: [groups, n, depth], of floats.

    Raises QirError where the op's activation holds integers.
    """
    weight, input = operands[WEIGHT], operands[_activation(op)]
    assert weight is not None and input is not None
    if input.dtype.kind != "f":
        raise QirError(f"its weights are multiplied with {input.dtype}; expected floats")
    found = PRODUCTS[type(op)]
    form = found.form(op, weight.shape, input.shape[-1])
    return form, found.rows(op, form, *operands)


def _activation(op: Operation) -> int:
    trait = quantizable_weights(type(op))
    assert trait is not None
    return trait.activation


# --- forms: of an op, the shape of its weights, and the last size of its activation --------------


def _of_filters(op: Operation, shape: tuple[int, ...], channels: int) -> WeightForm:
    """[outputs, ..., channels of a group]."""
    out, depth = shape[0], math.prod(shape[1:])
    groups = channels // shape[-1]
    return WeightForm(groups, out // groups, depth, out, (out, depth), (0, 1))


def _of_one_filter_each(op: Operation, shape: tuple[int, ...], channels: int) -> WeightForm:
    """[1, height, width, channels * outputs of a channel]."""
    window, out = math.prod(shape[1:3]), shape[-1]
    split = window, channels, out // channels
    return WeightForm(channels, out // channels, window, out, split, (1, 2, 0))


def _of_rows(op: Operation, shape: tuple[int, ...], channels: int) -> WeightForm:
    """[outputs, depth], whatever the shape of the activation."""
    out, depth = shape
    return WeightForm(1, out, depth, out, shape, (0, 1))


def _of_batches(op: Operation, shape: tuple[int, ...], channels: int) -> WeightForm:
    """[..., depth, outputs]; each batch is a group."""
    rank = len(shape)
    last = (rank - 2, rank - 1) if option(op, "adj_y") else (rank - 1, rank - 2)
    out, depth = (shape[axis] for axis in last)
    order = (*range(rank - 2), *last)
    return WeightForm(math.prod(shape[:-2]), out, depth, out, shape, order)


# --- rows: of an op, the form of its weights, and the values of its operands ----------------------


def _conv_2d(
    op: convolution.Conv2DOp, form: WeightForm, input: Array, filter: Array, *bias: Value
) -> Array:
    axes = axes_of(op, input, filter.shape[1:3])
    groups = np.split(input, form.groups, -1)
    return np.stack([columns(each, axes).reshape(-1, form.depth) for each in groups])


def _depthwise_conv_2d(
    op: convolution.DepthwiseConv2DOp, form: WeightForm, input: Array, filter: Array, *bias: Value
) -> Array:
    seen = columns(input, axes_of(op, input, filter.shape[1:3]))
    return seen.reshape(-1, form.depth, form.groups).transpose(2, 0, 1)


def _transpose_conv(
    op: convolution.TransposeConvOp,
    form: WeightForm,
    output_shape: Array,
    filter: Array,
    input: Array,
    *bias: Value,
) -> Array:
    axes = transposed_axes_of(op, "hw", input, filter.shape[1:3], output_shape)
    return transposed_columns(input, axes).reshape(1, -1, form.depth)


def _fully_connected(
    op: matrix.FullyConnectedOp, form: WeightForm, input: Array, weights: Array, *bias: Value
) -> Array:
    return rows_of(input, form.depth)[np.newaxis]


def _batch_matmul(op: matrix.BatchMatMulOp, form: WeightForm, x: Array, y: Array) -> Array:
    """The rows of all batches of x that a batch of y is multiplied with."""
    x = x.swapaxes(-1, -2) if option(op, "adj_x") else x
    batch = np.broadcast_shapes(x.shape[:-2], y.shape[:-2])
    own = (1,) * (len(batch) - y.ndim + 2) + y.shape[:-2]
    kept = [axis for axis, size in enumerate(own) if size != 1]
    spread = [axis for axis, size in enumerate(own) if size == 1]
    places = (*kept, *spread, len(batch), len(batch) + 1)
    every = np.broadcast_to(x, (*batch, *x.shape[-2:])).transpose(places)
    count = math.prod(batch[axis] for axis in spread) * x.shape[-2]
    return every.reshape(form.groups, count, form.depth)


class _Product(NamedTuple):
    """How the weights of an op class are laid out, and what they are multiplied with."""

    form: Callable[[Operation, tuple[int, ...], int], WeightForm]
    rows: Callable[..., Array]


WEIGHT = 1
"""The operand that is the weights, of all ops of the table."""
PRODUCTS: Mapping[type[Operation], _Product] = {
    convolution.Conv2DOp: _Product(_of_filters, _conv_2d),
    convolution.DepthwiseConv2DOp: _Product(_of_one_filter_each, _depthwise_conv_2d),
    convolution.TransposeConvOp: _Product(_of_filters, _transpose_conv),
    matrix.FullyConnectedOp: _Product(_of_rows, _fully_connected),
    matrix.BatchMatMulOp: _Product(_of_batches, _batch_matmul),
}
