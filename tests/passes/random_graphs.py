"""Random graphs of weightless ops: every tensor has four dimensions, and a name of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from hypothesis import strategies as st
from small_models import Array, Graph, Option
from xdsl.dialects.builtin import (
    ArrayAttr,
    DictionaryAttr,
    IntegerAttr,
    ModuleOp,
    StringAttr,
    i32,
)
from xdsl.ir import Operation, SSAValue

from qir.dialects.tfl.tensors import shape_of


class Sample:
    """A module that hypothesis shows as text, where a test fails."""

    def __init__(self, module: ModuleOp) -> None:
        self.module = module

    def __repr__(self) -> str:
        return str(self.module)


Draw = st.DrawFn
Step = Callable[[Draw, Graph, SSAValue], SSAValue]

ACTIVATIONS = st.sampled_from(("NONE", "RELU", "RELU6", "RELU_N1_TO_1"))
UNARY = (
    *("RELU", "RELU6", "RELU_N1_TO_1", "RELU_0_TO_1", "LOGISTIC", "SOFTMAX", "LOG_SOFTMAX"),
    *("TANH", "SIN", "COS", "ABS", "NEG", "SQUARE", "SQRT", "RSQRT", "EXP"),
)
BINARY = ("ADD", "SUB", "MUL", "MAXIMUM", "MINIMUM")
HAS_ACTIVATION = ("ADD", "SUB", "MUL")
VERSIONS = {"tfl.broadcast_to": 2}
"""Of operators whose first version LiteRT does not have."""
INPUT = (1, 4, 4, 4)


def shape(value: SSAValue) -> tuple[int, ...]:
    found = shape_of(value)
    assert found is not None
    return tuple(size for size in found if size is not None)


def _ints(graph: Graph, *values: int) -> SSAValue:
    return graph.constant(np.array(values, np.int32))


def _unary(draw: Draw, graph: Graph, x: SSAValue) -> SSAValue:
    builtin = draw(st.sampled_from(UNARY))
    options: dict[str, Option] = {"beta": 1.0} if builtin == "SOFTMAX" else {}
    return graph.op(builtin, [x], shape(x), **options)


def _binary(draw: Draw, graph: Graph, x: SSAValue) -> SSAValue:
    """With a constant, or with a function of the same tensor."""
    builtin = draw(st.sampled_from(BINARY))
    if draw(st.booleans()):
        values = draw(st.lists(st.floats(-4, 4, width=32), min_size=1, max_size=1))
        other = graph.constant(np.array(values * shape(x)[-1], np.float32))
    else:
        other = _unary(draw, graph, x)
    fused: dict[str, Option] = {}
    if builtin in HAS_ACTIVATION:
        fused = {"fused_activation_function": draw(ACTIVATIONS)}
    operands = [x, other] if draw(st.booleans()) else [other, x]
    return graph.op(builtin, operands, shape(x), **fused)


def _reshape(draw: Draw, graph: Graph, x: SSAValue) -> SSAValue:
    count = int(np.prod(shape(x)))
    width = draw(st.sampled_from([n for n in (1, 2, 4) if count % n == 0]))
    to = (1, 1, count // width, width)
    return graph.op("RESHAPE", [x, _ints(graph, *to)], to)


def _transpose(draw: Draw, graph: Graph, x: SSAValue) -> SSAValue:
    order = draw(st.permutations(range(4)))
    to = [shape(x)[i] for i in order]
    return graph.op("TRANSPOSE", [x, _ints(graph, *order)], to)


def _pad(draw: Draw, graph: Graph, x: SSAValue) -> SSAValue:
    before, after = draw(st.integers(0, 1)), draw(st.integers(0, 1))
    margins = np.array([[0, 0], [before, after], [0, 0], [0, 0]], np.int32)
    batch, height, *rest = shape(x)
    return graph.op("PAD", [x, graph.constant(margins)], (batch, height + before + after, *rest))


def _slice(draw: Draw, graph: Graph, x: SSAValue) -> SSAValue:
    begin = [draw(st.integers(0, size - 1)) for size in shape(x)]
    size = [draw(st.integers(1, size - at)) for size, at in zip(shape(x), begin, strict=True)]
    return graph.op("SLICE", [x, _ints(graph, *begin), _ints(graph, *size)], size)


def _concatenation(draw: Draw, graph: Graph, x: SSAValue) -> SSAValue:
    parts = [x, *([_unary(draw, graph, x)] if draw(st.booleans()) else [])]
    *rest, last = shape(x)
    return graph.op("CONCATENATION", parts, (*rest, last * len(parts)), axis=3)


def _pool(draw: Draw, graph: Graph, x: SSAValue) -> SSAValue:
    builtin = draw(st.sampled_from(("MAX_POOL_2D", "AVERAGE_POOL_2D")))
    options: dict[str, Option] = {"padding": "SAME", "stride_w": 1, "stride_h": 1}
    options |= {
        "filter_width": 2,
        "filter_height": 2,
        "fused_activation_function": draw(ACTIVATIONS),
    }
    return graph.op(builtin, [x], shape(x), **options)


def _reduce(draw: Draw, graph: Graph, x: SSAValue) -> SSAValue:
    builtin = draw(st.sampled_from(("MEAN", "REDUCE_MAX", "REDUCE_MIN")))
    batch, height, width, _ = shape(x)
    return graph.op(builtin, [x, _ints(graph, 3)], (batch, height, width, 1), keep_dims=True)


def _tile(_: Draw, graph: Graph, x: SSAValue) -> SSAValue:
    *rest, last = shape(x)
    return graph.op("TILE", [x, _ints(graph, 1, 1, 1, 2)], (*rest, 2 * last))


def _resize(draw: Draw, graph: Graph, x: SSAValue) -> SSAValue:
    builtin = draw(st.sampled_from(("RESIZE_BILINEAR", "RESIZE_NEAREST_NEIGHBOR")))
    batch, _, _, channels = shape(x)
    half = draw(st.booleans())
    to = (batch, 3, 5, channels)
    return graph.op(builtin, [x, _ints(graph, 3, 5)], to, half_pixel_centers=half)


def _gather(draw: Draw, graph: Graph, x: SSAValue) -> SSAValue:
    *rest, last = shape(x)
    picked = draw(st.lists(st.integers(0, last - 1), min_size=1, max_size=4))
    return graph.op("GATHER", [x, _ints(graph, *picked)], (*rest, len(picked)), axis=3)


def _depth(_: Draw, graph: Graph, x: SSAValue) -> SSAValue:
    batch, height, width, channels = shape(x)
    if height % 2 == 0 and width % 2 == 0:
        to = batch, height // 2, width // 2, channels * 4
        return graph.op("SPACE_TO_DEPTH", [x], to, block_size=2)
    if channels % 4 == 0:
        to = batch, height * 2, width * 2, channels // 4
        return graph.op("DEPTH_TO_SPACE", [x], to, block_size=2)
    return x


def _identity(draw: Draw, graph: Graph, x: SSAValue) -> SSAValue:
    """An op that returns its operand."""
    match draw(st.sampled_from(("RESHAPE", "TRANSPOSE", "CONCATENATION", "CAST", "BROADCAST_TO"))):
        case "RESHAPE":
            return graph.op("RESHAPE", [x, _ints(graph, *shape(x))], shape(x))
        case "TRANSPOSE":
            return graph.op("TRANSPOSE", [x, _ints(graph, 0, 1, 2, 3)], shape(x))
        case "CONCATENATION":
            return graph.op("CONCATENATION", [x], shape(x), axis=0)
        case "CAST":
            return graph.op("CAST", [x], shape(x))
        case _:
            return graph.op("BROADCAST_TO", [x, _ints(graph, *shape(x))], shape(x))


STEPS: tuple[Step, ...] = (
    *(_unary, _binary, _unary, _binary, _reshape, _transpose, _pad, _slice, _concatenation),
    *(_pool, _reduce, _tile, _resize, _gather, _depth),
)
IDENTITIES: tuple[Step, ...] = (_identity,)


@st.composite
def graphs(draw: Draw, steps: tuple[Step, ...] = STEPS, size: int = 8) -> Sample:
    """A function of one argument; some of its ops are unused, and one to three are returned."""
    graph = Graph()
    values = [graph.argument(INPUT)]
    for _ in range(draw(st.integers(1, size))):
        of = values[-1] if draw(st.integers(0, 3)) else draw(st.sampled_from(values))
        made = draw(st.sampled_from(steps))(draw, graph, of)
        if np.prod(shape(made)) <= 1024 and made is not of:
            values.append(made)
    made = [value for value in values[1:] if isinstance(value.owner, Operation)] or [
        graph.op("ABS", [values[0]], INPUT)
    ]
    returned = draw(st.lists(st.sampled_from(made), min_size=1, max_size=3, unique=True))
    for number, op in enumerate(graph.block.ops):
        name = DictionaryAttr({"name": StringAttr(f"op{number}")})
        op.attributes["qir.tensors"] = ArrayAttr([name])
        if op.name in VERSIONS:
            op.attributes["qir.version"] = IntegerAttr(VERSIONS[op.name], i32)
    return Sample(graph.module(*returned))


def random_input(seed: int) -> Array:
    rng = np.random.default_rng(seed)
    spread: Any = 10 ** rng.uniform(-1, 1)
    return (rng.standard_normal(INPUT) * spread).astype(np.float32)
