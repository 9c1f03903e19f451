"""Random ops with weights, and how far quantizing both operands may move their results.

y = sum of x * w, computed as sum of x' * w', with w' = w + dw and x' = x + dx:

    x' w' - x w = x dw + dx w'        so        |error| <= sum of |x| |dw| + |dx| |w'|

where, per product,
- |dw| <= scale / 2, since weights are rounded to the nearest multiple of their channel's scale;
- |dx| <= max |x| / 254 where activations are quantized symmetrically: half of the step max / 127;
- |dx| <= (max - min) / 255 where asymmetrically: half a step for the rounding, and half a step for
  the zero point, which is rounded too, so that the ends of the range are clamped.

Kernels quantize activations per row or per tensor; the range of the tensor covers that of a row.
Both sums are what the op itself computes, without bias and activation, of |x| and half scales and
of |dx| and |w'|. A bias adds no error, and every fused activation brings values closer together.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from hypothesis import strategies as st
from small_models import Array, Graph, Option, Shape, ops_of, run
from xdsl.dialects.builtin import ModuleOp, f16
from xdsl.ir import Operation

from qir.dialects.quant import PER_TENSOR, UniformType
from qir.dialects.tfl.constants import ConstOp, QConstOp, constant_value
from qir.interp.constants import constant_array
from qir.interp.values import real_values
from qir.weights import WeightAttr

ROUNDING = 1e-5
"""Of float32 sums, relative to the sum of magnitudes."""

HALF_EPS, HALF_TINY = 2.0**-11, 2.0**-25
"""Half a step of float16, relative and of the smallest numbers."""

Draw = st.DrawFn


@dataclass(frozen=True)
class WeightedOp:
    """An op with one input, constant weights, and a bias where it has one."""

    builtin: str
    input: Shape
    weight: Shape
    output: Shape
    axis: int
    has_bias: bool = False
    options: dict[str, Option] = field(default_factory=dict[str, Option])

    @property
    def is_lookup(self) -> bool:
        return self.builtin in ("EMBEDDING_LOOKUP", "GATHER")

    def module(
        self, weights: Array, bias: Array | None = None, element: UniformType | None = None
    ) -> ModuleOp:
        """The op alone; with `element`, of weights that are integers already."""
        graph = Graph()
        x = graph.argument(self.input, "int32" if self.is_lookup else "float32")
        w = graph.integers(weights, element) if element else graph.constant(weights)
        operands = [w, x] if self.builtin == "GATHER" else [x, w]
        if self.builtin == "TRANSPOSE_CONV":
            operands = [graph.constant(np.array(self.output, np.int32)), w, x]
        if bias is not None:
            operands.append(graph.constant(bias))
        elif self.builtin == "FULLY_CONNECTED":
            operands.append(graph.absent())
        elif self.builtin in ("CONV_2D", "DEPTHWISE_CONV_2D"):
            operands.append(graph.constant(np.zeros(self.output[-1], np.float32)))
        return graph.module(graph.op(self.builtin, operands, self.output, **self.options))

    def random_input(self, rng: np.random.Generator) -> Array:
        if self.is_lookup:
            rows = self.weight[int(self.options.get("axis", 0))]
            return rng.integers(0, rows, self.input).astype(np.int32)
        spread, shift = 10 ** rng.uniform(-2, 2), rng.uniform(-2, 2)
        return ((rng.standard_normal(self.input) + shift) * spread).astype(np.float32)

    def random_weights(self, rng: np.random.Generator) -> Array:
        """Channels of very different size, some of them zero."""
        sizes = 10 ** rng.uniform(-2, 1, self.weight[self.axis])
        sizes[rng.random(sizes.shape) < 0.1] = 0
        shape = [1] * len(self.weight)
        shape[self.axis] = -1
        return (rng.standard_normal(self.weight) * sizes.reshape(shape)).astype(np.float32)

    def random_bias(self, rng: np.random.Generator) -> Array | None:
        return rng.standard_normal(self.output[-1]).astype(np.float32) if self.has_bias else None

    def bound(self, x: Array, stored: Operation, bias: Array | None) -> Array:
        """How far the result may be from that of float weights; the module says why.

        `stored`: the constant that took the place of the float one.
        """
        if isinstance(stored, QConstOp):
            weights = np.abs(dequantized(stored))
            steps = scales_of(stored) / 2
        else:
            half = constant_value(stored)
            assert half
            weights = np.abs(half.array().astype(np.float32))
            steps = weights * HALF_EPS + HALF_TINY
        half_scales = np.broadcast_to(steps, self.weight).astype(np.float32)
        options = {k: v for k, v in self.options.items() if k != "fused_activation_function"}
        linear = replace(self, options=options)

        def total(input: Array, by: Array) -> Array:
            return run(linear.module(by), [input])

        if self.is_lookup:
            return total(x, half_scales) + ROUNDING * total(x, weights)
        step = max(np.abs(x).max() / 254, (max(x.max(), 0) - min(x.min(), 0)) / 255)
        by_weights = total(np.abs(x), half_scales)
        by_input = total(np.full(self.input, step, np.float32), weights)
        rounding = total(np.abs(x), weights) + (0 if bias is None else np.abs(bias))
        return by_weights + by_input + ROUNDING * rounding


def scales_of(quantized: QConstOp) -> Array:
    """The scales of a quantized constant, shaped to multiply its integers."""
    element: Any = quantized.output.type.element_type
    assert isinstance(element, UniformType)
    if element.is_blockwise:
        rows, blocks = element.blocks.data.grid
        size = quantized.output.type.get_shape()[1] // blocks
        return np.repeat(element.scales.array().reshape(rows, blocks), size, 1).astype(np.float32)
    shape = [1] * len(quantized.output.type.get_shape())
    if element.is_per_channel:
        shape[element.axis.data] = -1
    return element.scales.array().astype(np.float32).reshape(shape)


def integers_of(quantized: QConstOp) -> Array:
    assert isinstance(quantized.value, WeightAttr)
    return constant_array(quantized.value)


def dequantized(quantized: QConstOp) -> Array:
    """scale * (integer - zero point)."""
    return real_values(quantized.output, integers_of(quantized)).astype(np.float32)


def only_constant(module: ModuleOp) -> QConstOp:
    (found,) = ops_of(module, QConstOp)
    return found


def only_weights(module: ModuleOp) -> Operation:
    """The constant of integers or float16."""
    halves = [op for op in ops_of(module, ConstOp) if op.output.type.element_type == f16]
    (found,) = *ops_of(module, QConstOp), *halves
    return found


ACTIVATIONS = st.sampled_from(("NONE", "RELU", "RELU6", "RELU_N1_TO_1"))
_SMALL = st.integers(1, 4)
_SIZE = st.integers(3, 7)


@dataclass(frozen=True)
class _Window:
    """How a filter moves over an image, and the size of what comes out."""

    output: tuple[int, int]
    options: dict[str, Option]


def _window(draw: Draw, size: tuple[int, int], kernel: tuple[int, int]) -> _Window:
    dilation = draw(st.sampled_from((1, 2)))
    reach = [(k - 1) * dilation for k in kernel]
    fits = all(r < s for r, s in zip(reach, size, strict=True))
    padding = draw(st.sampled_from(("SAME", "VALID"))) if fits else "SAME"
    stride = draw(st.sampled_from((1, 2))) if dilation == 1 else 1
    lost = reach if padding == "VALID" else (0, 0)
    height, width = (-(-(s - r) // stride) for s, r in zip(size, lost, strict=True))
    options: dict[str, Option] = {
        "padding": padding,
        "stride_w": stride,
        "stride_h": stride,
        "dilation_w_factor": dilation,
        "dilation_h_factor": dilation,
        "fused_activation_function": draw(ACTIVATIONS),
    }
    return _Window((height, width), options)


@st.composite
def convolutions(draw: Draw) -> WeightedOp:
    batch, channels, outputs = draw(_SMALL), draw(_SMALL), draw(st.integers(1, 6))
    size, kernel = (draw(_SIZE), draw(_SIZE)), (draw(st.integers(1, 3)), draw(st.integers(1, 3)))
    groups = draw(st.sampled_from((1, 1, 1, 2)))
    window = _window(draw, size, kernel)
    return WeightedOp(
        "CONV_2D",
        (batch, *size, channels * groups),
        (outputs * groups, *kernel, channels),
        (batch, *window.output, outputs * groups),
        axis=0,
        has_bias=True,
        options=window.options,
    )


@st.composite
def depthwise_convolutions(draw: Draw) -> WeightedOp:
    batch, channels, multiplier = draw(_SMALL), draw(st.integers(1, 9)), draw(st.integers(1, 3))
    size, kernel = (draw(_SIZE), draw(_SIZE)), (draw(st.integers(1, 3)), draw(st.integers(1, 3)))
    window = _window(draw, size, kernel)
    return WeightedOp(
        "DEPTHWISE_CONV_2D",
        (batch, *size, channels),
        (1, *kernel, channels * multiplier),
        (batch, *window.output, channels * multiplier),
        axis=3,
        has_bias=True,
        options={**window.options, "depth_multiplier": multiplier},
    )


@st.composite
def fully_connected(draw: Draw) -> WeightedOp:
    rows, depth, outputs = draw(_SMALL), draw(st.integers(1, 40)), draw(st.integers(1, 9))
    between = draw(st.lists(st.integers(1, 3), max_size=2))
    keep = draw(st.booleans()) if between else False
    leading = [rows, *between] if keep else [rows * int(np.prod(between))]
    return WeightedOp(
        "FULLY_CONNECTED",
        (rows, *between, depth),
        (outputs, depth),
        (*leading, outputs),
        axis=0,
        has_bias=draw(st.booleans()),
        options={"fused_activation_function": draw(ACTIVATIONS), "keep_num_dims": keep},
    )


@st.composite
def batch_matmuls(draw: Draw) -> WeightedOp:
    """With at most one batch dimension on each side that is not 1."""
    rows, depth, columns = draw(_SMALL), draw(st.integers(1, 17)), draw(st.integers(1, 9))
    batch = draw(st.integers(1, 3))
    left, right = draw(st.sampled_from((((), ()), ((batch,), ()), ((batch,), (batch,)))))
    adj_x, adj_y = draw(st.booleans()), draw(st.booleans())
    return WeightedOp(
        "BATCH_MATMUL",
        (*left, *((depth, rows) if adj_x else (rows, depth))),
        (*right, *((columns, depth) if adj_y else (depth, columns))),
        (*left, rows, columns),
        axis=len(right) + (0 if adj_y else 1),
        options={"adj_x": adj_x, "adj_y": adj_y},
    )


@st.composite
def transpose_convolutions(draw: Draw) -> WeightedOp:
    batch, channels, outputs = draw(_SMALL), draw(_SMALL), draw(st.integers(1, 6))
    size, kernel = (draw(_SMALL), draw(_SMALL)), (draw(st.integers(1, 3)), draw(st.integers(1, 3)))
    stride = draw(st.sampled_from((1, 2)))
    return WeightedOp(
        "TRANSPOSE_CONV",
        (batch, *size, channels),
        (outputs, *kernel, channels),
        (batch, size[0] * stride, size[1] * stride, outputs),
        axis=0,
        has_bias=draw(st.booleans()),
        options={
            "padding": "SAME",
            "stride_w": stride,
            "stride_h": stride,
            "fused_activation_function": draw(st.sampled_from(("NONE", "RELU", "RELU6"))),
        },
    )


@st.composite
def embedding_lookups(draw: Draw) -> WeightedOp:
    count, rows = draw(_SMALL), draw(st.integers(1, 9))
    row = draw(st.lists(st.integers(1, 5), min_size=1, max_size=3))
    return WeightedOp("EMBEDDING_LOOKUP", (count,), (rows, *row), (count, *row), axis=0)


@st.composite
def gathers(draw: Draw) -> WeightedOp:
    """Of rows, or of elements along another axis."""
    count, table = draw(_SMALL), draw(st.lists(st.integers(1, 6), min_size=1, max_size=3))
    axis = draw(st.integers(0, len(table) - 1))
    return WeightedOp(
        "GATHER",
        (count,),
        tuple(table),
        (*table[:axis], count, *table[axis + 1 :]),
        axis=len(table) - 1 if axis < len(table) - 1 else PER_TENSOR,
        options={"axis": axis},
    )


FAMILIES = {
    "CONV_2D": convolutions(),
    "DEPTHWISE_CONV_2D": depthwise_convolutions(),
    "FULLY_CONNECTED": fully_connected(),
    "BATCH_MATMUL": batch_matmuls(),
    "TRANSPOSE_CONV": transpose_convolutions(),
    "EMBEDDING_LOOKUP": embedding_lookups(),
    "GATHER": gathers(),
}
SCHEMES = (
    "int8",
    "int8-tensor",
    "int8-asymmetric",
    "int8-weight-only",
    "int4",
    "int4-tensor",
    "int4-asymmetric-weight-only",
    "int4-weight-only",
    "int2",
    "int2-weight-only",
    "float16",
)
SEEDS = st.integers(0, 2**32 - 1)
