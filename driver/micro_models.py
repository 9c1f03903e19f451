"""Models of one op each, to be timed: of a kind, of given sizes, with weights in a form."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import isqrt
from typing import Any

import numpy as np
from xdsl.dialects.builtin import ModuleOp, NoneType, TensorType, UnitAttr, f32, i32
from xdsl.dialects.func import FuncOp, ReturnOp
from xdsl.ir import Block, Region, SSAValue

from qir.backends.tflite.writer import tflite_bytes
from qir.context import QirContext
from qir.costs import NONE
from qir.dialects.qir import StateOp
from qir.dialects.tfl.building import Option, build, build_constant
from qir.dialects.tfl.constants import NoValueOp
from qir.passes.legalize_hybrid import LegalizeHybrid
from qir.passes.quantize_weights import QuantizeWeights
from qir.work import FLOAT, KINDS, Sizes, Work, form_of, work_of

MEMORY = 8
"""Of the filters of an SVDF; the rest of its depth are inputs."""


def micro_model(kind: str, sizes: Sizes, form: str, target: str) -> bytes | None:
    """A `.tflite` file of one op of a kind; None where it cannot have the form on the target.

    Weights are normally distributed; so are inputs supposed to be.
    """
    module = _Graph().module(_MAKERS[kind], dict(zip(KINDS[kind].axes, sizes, strict=True)))
    if form != FLOAT:
        QuantizeWeights(0, scheme=form, target=target).apply(QirContext(), module)
        LegalizeHybrid(target, costs=NONE).apply(QirContext(), module)
    found = [(work_of(op), form_of(op)) for op in module.walk() if work_of(op)]
    return tflite_bytes(module) if found == [((Work(kind, sizes),), form)] else None


def plain_model(builtin: str) -> bytes:
    """A `.tflite` file of one op without weights, such as `PLAIN` lists."""
    return tflite_bytes(_Graph().module(PLAIN[builtin], {}))


class _Graph:
    """A function under construction."""

    def __init__(self) -> None:
        self.block = Block()
        self.random = np.random.default_rng(0)
        self.constants = 0

    def module(self, make: Callable[..., SSAValue], sizes: Mapping[str, int]) -> ModuleOp:
        result = make(self, **sizes)
        self.block.add_op(ReturnOp(result))
        types = self.block.arg_types, [result.type]
        return ModuleOp([FuncOp("main", types, Region(self.block))])

    def input(self, *shape: int) -> SSAValue:
        return self.block.insert_arg(TensorType(f32, shape), len(self.block.args))

    def weights(self, *shape: int) -> SSAValue:
        """Such that products are about as large as what is multiplied."""
        values = self.random.standard_normal(shape, np.float32) / np.float32(np.sqrt(shape[-1]))
        return self._constant(values)

    def zeros(self, size: int) -> SSAValue:
        return self._constant(np.zeros(size, np.float32))

    def integers(self, *values: int) -> SSAValue:
        return self._constant(np.array(values, np.int32), i32)

    def _constant(self, values: Any, element: Any = f32) -> SSAValue:
        self.constants += 1
        op = build_constant(f"constant{self.constants}", values.shape, lambda: values, element)
        self.block.add_op(op)
        return op.results[0]

    def absent(self) -> SSAValue:
        op = NoValueOp.create(result_types=[NoneType()], properties={"value": UnitAttr()})
        self.block.add_op(op)
        return op.results[0]

    def state(self, *shape: int) -> SSAValue:
        op = StateOp.of(TensorType(f32, shape))
        self.block.add_op(op)
        return op.results[0]

    def op(
        self, builtin: str, operands: Sequence[SSAValue], shape: Sequence[int], **options: Option
    ) -> SSAValue:
        op = build(builtin, operands, [TensorType(f32, shape)], options=options)
        self.block.add_op(op)
        return op.results[0]


def _side(rows: int) -> int:
    """Of a square image of so many positions."""
    assert isqrt(rows) ** 2 == rows
    return isqrt(rows)


def _convolution(graph: _Graph, groups: int, rows: int, channels: int, outputs: int, window: int):
    side, out = _side(rows), groups * outputs
    image = graph.input(1, side, side, groups * channels)
    filter = graph.weights(out, window, window, channels)
    operands = [image, filter, graph.zeros(out)]
    strides = {"stride_w": 1, "stride_h": 1}
    return graph.op("CONV_2D", operands, (1, side, side, out), padding="SAME", **strides)


def _pointwise(graph: _Graph, rows: int, depth: int, outputs: int) -> SSAValue:
    return _convolution(graph, 1, rows, depth, outputs, 1)


def _wide(graph: _Graph, rows: int, depth: int, outputs: int) -> SSAValue:
    return _convolution(graph, 1, rows, depth // 9, outputs, 3)


def _grouped(graph: _Graph, groups: int, rows: int, depth: int, outputs: int) -> SSAValue:
    return _convolution(graph, groups, rows, depth // 9, outputs, 3)


def _depthwise(graph: _Graph, rows: int, depth: int, outputs: int) -> SSAValue:
    side, window = _side(rows), _side(depth)
    image = graph.input(1, side, side, outputs)
    operands = [image, graph.weights(1, window, window, outputs), graph.zeros(outputs)]
    options: dict[str, Option] = {"stride_w": 1, "stride_h": 1, "depth_multiplier": 1}
    shape = (1, side, side, outputs)
    return graph.op("DEPTHWISE_CONV_2D", operands, shape, padding="SAME", **options)


def _transposed(graph: _Graph, rows: int, depth: int, outputs: int) -> SSAValue:
    """A filter of 4 x 4 that moves by 2, so that the image grows to twice its sides."""
    side, out = _side(rows), outputs // 16
    shape = (1, 2 * side, 2 * side, out)
    image, filter = graph.input(1, side, side, depth), graph.weights(out, 4, 4, depth)
    operands = [graph.integers(*shape), filter, image]
    strides = {"stride_w": 2, "stride_h": 2}
    return graph.op("TRANSPOSE_CONV", operands, shape, padding="SAME", **strides)


def _fully_connected(graph: _Graph, rows: int, depth: int, outputs: int) -> SSAValue:
    operands = [graph.input(rows, depth), graph.weights(outputs, depth), graph.zeros(outputs)]
    return graph.op("FULLY_CONNECTED", operands, (rows, outputs))


def _batch_matmul(graph: _Graph, rows: int, depth: int, outputs: int) -> SSAValue:
    operands = [graph.input(rows, depth), graph.weights(depth, outputs)]
    return graph.op("BATCH_MATMUL", operands, (rows, outputs))


def _lstm(graph: _Graph, steps: int, inputs: int, cells: int) -> SSAValue:
    absent = graph.absent()
    operands = [
        graph.input(1, steps, inputs),
        *(graph.weights(cells, inputs) for _ in range(4)),
        *(graph.weights(cells, cells) for _ in range(4)),
        *(absent for _ in range(3)),
        *(graph.zeros(cells) for _ in range(4)),
        *(absent for _ in range(2)),
        *(graph.state(1, cells) for _ in range(2)),
        *(absent for _ in range(4)),
    ]
    activation: dict[str, Option] = {"fused_activation_function": "TANH"}
    return graph.op("UNIDIRECTIONAL_SEQUENCE_LSTM", operands, (1, steps, cells), **activation)


def _rnn(graph: _Graph, steps: int, inputs: int, cells: int) -> SSAValue:
    operands = [
        graph.input(1, steps, inputs),
        graph.weights(cells, inputs),
        graph.weights(cells, cells),
        graph.zeros(cells),
        graph.state(1, cells),
    ]
    activation: dict[str, Option] = {"fused_activation_function": "TANH"}
    return graph.op("UNIDIRECTIONAL_SEQUENCE_RNN", operands, (1, steps, cells), **activation)


def _svdf(graph: _Graph, rows: int, depth: int, outputs: int) -> SSAValue:
    inputs = depth - MEMORY
    operands = [
        graph.input(rows, inputs),
        graph.weights(outputs, inputs),
        graph.weights(outputs, MEMORY),
        graph.zeros(outputs),
        graph.state(rows, MEMORY * outputs),
    ]
    return graph.op("SVDF", operands, (rows, outputs), rank=1)


_MAKERS: Mapping[str, Callable[..., SSAValue]] = {
    "CONV_2D 1x1": _pointwise,
    "CONV_2D": _wide,
    "CONV_2D grouped": _grouped,
    "DEPTHWISE_CONV_2D": _depthwise,
    "TRANSPOSE_CONV": _transposed,
    "FULLY_CONNECTED": _fully_connected,
    "BATCH_MATMUL": _batch_matmul,
    "UNIDIRECTIONAL_SEQUENCE_LSTM": _lstm,
    "UNIDIRECTIONAL_SEQUENCE_RNN": _rnn,
    "SVDF": _svdf,
}

IMAGE = (1, 8, 8, 32)
POOL: dict[str, Option] = {"filter_width": 2, "filter_height": 2, "stride_w": 2, "stride_h": 2}


def _unary(builtin: str, **options: Option) -> Callable[[_Graph], SSAValue]:
    return lambda graph: graph.op(builtin, [graph.input(*IMAGE)], IMAGE, **options)


def _binary(builtin: str) -> Callable[[_Graph], SSAValue]:
    return lambda graph: graph.op(builtin, [graph.input(*IMAGE), graph.input(*IMAGE)], IMAGE)


def _pooling(builtin: str) -> Callable[[_Graph], SSAValue]:
    return lambda graph: graph.op(builtin, [graph.input(*IMAGE)], (1, 4, 4, 32), **POOL)


def _reduction(builtin: str) -> Callable[[_Graph], SSAValue]:
    def make(graph: _Graph) -> SSAValue:
        operands = [graph.input(*IMAGE), graph.integers(1, 2)]
        return graph.op(builtin, operands, (1, 1, 1, 32), keep_dims=True)

    return make


def _moving(
    builtin: str, parameters: Sequence[int], shape: Sequence[int]
) -> Callable[[_Graph], SSAValue]:
    return lambda graph: graph.op(
        builtin, [graph.input(*IMAGE), graph.integers(*parameters)], shape
    )


def _joined(graph: _Graph) -> SSAValue:
    operands = [graph.input(*IMAGE), graph.input(*IMAGE)]
    return graph.op("CONCATENATION", operands, (1, 8, 8, 64), axis=3)


_UNARY = (
    *("ABS", "ELU", "EXP", "GELU", "HARD_SWISH", "LEAKY_RELU", "LOG", "LOGISTIC", "NEG", "RELU"),
    *("RELU6", "RSQRT", "SQRT", "SQUARE", "TANH"),
)
_BINARY = ("ADD", "DIV", "MAXIMUM", "MINIMUM", "MUL", "POW", "SQUARED_DIFFERENCE", "SUB")

PLAIN: Mapping[str, Callable[[_Graph], SSAValue]] = {
    **{builtin: _unary(builtin) for builtin in _UNARY},
    **{builtin: _binary(builtin) for builtin in _BINARY},
    **{builtin: _pooling(builtin) for builtin in ("AVERAGE_POOL_2D", "MAX_POOL_2D")},
    **{builtin: _reduction(builtin) for builtin in ("MEAN", "SUM")},
    "CONCATENATION": _joined,
    "RESHAPE": _moving("RESHAPE", (1, 64, 32), (1, 64, 32)),
    "SOFTMAX": _unary("SOFTMAX", beta=1.0),
    "TRANSPOSE": _moving("TRANSPOSE", (0, 3, 1, 2), (1, 32, 8, 8)),
}
"""Common ops on float32 without weights."""
