"""How much an op with weights has to compute, as the kind of its kernel and a few sizes.

    product      rows * depth * outputs multiplications: each row of an input by each output
    recurrent    steps * cells * (inputs + cells), and the same for each gate

A convolution has a row for each position of its output, and a depth of what its window sees there;
a transposed one has a row for each position of its input, and an output for each place that its
filter writes to. What is not known before the model runs counts as 1, as the runtime takes it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from xdsl.dialects.builtin import f32
from xdsl.ir import Operation, SSAValue

from qir.attributes import element_type
from qir.dialects.interfaces import quantizable_weights
from qir.dialects.quant import as_uniform
from qir.dialects.tfl import convolution, matrix, recurrent
from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.constants import constant_value
from qir.dialects.tfl.conversion import DequantizeOp
from qir.dialects.tfl.options import option
from qir.dialects.tfl.tensors import shape_of

Sizes = tuple[int, ...]

FLOAT = "float"
INT8 = "int8"
FEW_BITS_WIDENED = "int4-weight-only"
FORMS = (FLOAT, INT8, "int4", "int4-block32", "int2", FEW_BITS_WIDENED)
"""How an op takes weights: as its kernel does; or, the last, of 4 bits or 2 through a DEQUANTIZE,
which takes time or keeps a faster float kernel away. Blocks of any size count as blocks of 32."""
DEQUANTIZED = {"i8": FLOAT, "f16": FLOAT, "i4": FEW_BITS_WIDENED, "i2": FEW_BITS_WIDENED}
"""The form of weights behind a DEQUANTIZE, by how they are stored. Of 8 bits, and of float16, it
counts for nothing: XNNPACK folds it, and LiteRT's own kernel computes it once."""

PRODUCT = ("rows", "depth", "outputs")
RECURRENT = ("steps", "inputs", "cells")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of kernel: the names of its sizes, and its multiplications by them."""

    axes: tuple[str, ...]
    multiplications: Callable[[Sequence[float]], float]


def _of_cells(sizes: Sequence[float]) -> float:
    steps, inputs, cells = sizes
    return steps * cells * (inputs + cells)


_PRODUCT = Kind(PRODUCT, math.prod)
_RECURRENT = Kind(RECURRENT, _of_cells)

KINDS: Mapping[str, Kind] = {
    "CONV_2D 1x1": _PRODUCT,
    "CONV_2D": _PRODUCT,
    "CONV_2D grouped": Kind(("groups", *PRODUCT), math.prod),
    "DEPTHWISE_CONV_2D": _PRODUCT,
    "TRANSPOSE_CONV": _PRODUCT,
    "FULLY_CONNECTED": _PRODUCT,
    "BATCH_MATMUL": _PRODUCT,
    "UNIDIRECTIONAL_SEQUENCE_LSTM": _RECURRENT,
    "UNIDIRECTIONAL_SEQUENCE_RNN": _RECURRENT,
    "SVDF": _PRODUCT,
}
"""Kinds of kernels, whose times differ; each is named after an operator that has it."""


@dataclass(frozen=True, slots=True)
class Work:
    """What a kernel has to do, `count` times; the sizes are those that its kind names."""

    kind: str
    sizes: Sizes
    count: int = 1


def work_of(op: Operation) -> tuple[Work, ...]:
    """The work of an op with weights; empty where its kernel is of no kind, or where the shape of
    its weights is not known."""
    find = _WORK.get(type(op))
    if find is None or not isinstance(op, TflOp):
        return ()
    return tuple(work for work in find(op) if 0 not in work.sizes)


def form_of(op: Operation) -> str | None:
    """The form that an op takes its weights in; None where there is no such form, or where its
    result is not float32."""
    trait = quantizable_weights(type(op))
    if trait is None or not op.results or element_type(op.results[0]) != f32:
        return None
    weights = [op.operands[index] for index in trait.operands if index < len(op.operands)]
    forms = {_form(weight) for weight in weights if _is_constant(weight)}
    return FLOAT if not forms else forms.pop() if len(forms) == 1 else None


def _is_constant(value: SSAValue) -> bool:
    owner = value.owner
    return (
        constant_value(owner.input.owner if isinstance(owner, DequantizeOp) else owner) is not None
    )


def _form(weight: SSAValue) -> str | None:
    if isinstance(weight.owner, DequantizeOp):
        stored = element_type(weight.owner.input)
        type = as_uniform(stored)
        return DEQUANTIZED.get(type.stored if type else str(stored))
    type = as_uniform(element_type(weight))
    if type is None:
        return FLOAT
    bits = type.stored.lstrip("ui")
    form = f"int{bits}-block32" if type.is_blockwise else f"int{bits}"
    return form if form in FORMS else None


def _known(value: SSAValue | None, rank: int) -> Sizes | None:
    """The shape of weights, of this rank."""
    shape = None if value is None else shape_of(value)
    if shape is None or len(shape) != rank:
        return None
    sizes = tuple(size for size in shape if size is not None)
    return sizes if len(sizes) == rank else None


def _rows(value: SSAValue) -> int:
    """How many rows of its last axis a value has."""
    return math.prod(1 if size is None else size for size in (shape_of(value) or (1,))[:-1])


def _last(value: SSAValue) -> int | None:
    shape = shape_of(value)
    return shape[-1] if shape else None


# --- the work of each op class ---------------------------------------------------------------


def _conv_2d(op: TflOp) -> Sequence[Work]:
    filter = _known(op.operands[1], 4)
    if filter is None:
        return ()
    outputs, height, width, channels = filter
    rows, depth = _rows(op.results[0]), height * width * channels
    groups = (_last(op.operands[0]) or channels) // max(channels, 1)
    if groups > 1:
        return [Work("CONV_2D grouped", (groups, rows, depth, outputs // groups))]
    # With a stride, it is not the product of a matrix as it lies in memory.
    strides = [option(op, name) for name in convolution.STRIDES_2D]
    is_dense = [height, width, *strides] == [1, 1, 1, 1]
    return [Work("CONV_2D 1x1" if is_dense else "CONV_2D", (rows, depth, outputs))]


def _depthwise_conv_2d(op: TflOp) -> Sequence[Work]:
    filter = _known(op.operands[1], 4)
    if filter is None:
        return ()
    _, height, width, outputs = filter
    return [Work("DEPTHWISE_CONV_2D", (_rows(op.results[0]), height * width, outputs))]


def _transpose_conv(op: TflOp) -> Sequence[Work]:
    filter = _known(op.operands[1], 4)
    if filter is None:
        return ()
    outputs, height, width, depth = filter
    return [Work("TRANSPOSE_CONV", (_rows(op.operands[2]), depth, height * width * outputs))]


def _fully_connected(op: TflOp) -> Sequence[Work]:
    weights = _known(op.operands[1], 2)
    if weights is None:
        return ()
    outputs, depth = weights
    return [Work("FULLY_CONNECTED", (_rows(op.results[0]), depth, outputs))]


def _batch_matmul(op: TflOp) -> Sequence[Work]:
    shape = shape_of(op.operands[1])
    weights = None if shape is None else _known(op.operands[1], len(shape))
    if weights is None or len(weights) < 2:
        return ()
    *batches, depth, outputs = weights
    if option(op, "adj_y"):
        depth, outputs = outputs, depth
    count = math.prod(batches)
    return [Work("BATCH_MATMUL", (_rows(op.results[0]) // max(count, 1), depth, outputs), count)]


def _svdf(op: TflOp) -> Sequence[Work]:
    feature, time = _known(op.operands[1], 2), _known(op.operands[2], 2)
    if feature is None or time is None:
        return ()
    return [Work("SVDF", (_rows(op.results[0]), feature[1] + time[1], feature[0]))]


def _layers(kind: str, *weights: str) -> Callable[[TflOp], Sequence[Work]]:
    """Of layers with weights [cells, inputs] of these names, one for each direction."""

    def find(op: TflOp) -> Sequence[Work]:
        shapes = [_known(op.operand(name), 2) for name in weights]
        steps = _rows(op.operands[0])
        return [Work(kind, (steps, each[1], each[0])) for each in shapes if each is not None]

    return find


_LSTM, _RNN = "UNIDIRECTIONAL_SEQUENCE_LSTM", "UNIDIRECTIONAL_SEQUENCE_RNN"
_one_lstm = _layers(_LSTM, "input_to_output_weights")
_one_rnn = _layers(_RNN, "input_weights")

_WORK: Mapping[type[Operation], Callable[[TflOp], Sequence[Work]]] = {
    convolution.Conv2DOp: _conv_2d,
    convolution.DepthwiseConv2DOp: _depthwise_conv_2d,
    convolution.TransposeConvOp: _transpose_conv,
    matrix.FullyConnectedOp: _fully_connected,
    matrix.BatchMatMulOp: _batch_matmul,
    recurrent.LSTMOp: _one_lstm,
    recurrent.UnidirectionalSequenceLSTMOp: _one_lstm,
    recurrent.BidirectionalSequenceLSTMOp: _layers(
        _LSTM, "fw_input_to_output_weights", "bw_input_to_output_weights"
    ),
    recurrent.RNNOp: _one_rnn,
    recurrent.UnidirectionalSequenceRNNOp: _one_rnn,
    recurrent.BidirectionalSequenceRNNOp: _layers(_RNN, "fw_input_weights", "bw_input_weights"),
    recurrent.SVDFOp: _svdf,
}
