"""`equalize`: models compute what they did, their weights spread less, and what is left alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_models import Array, Graph, Option, Shape, ops_of, transformed
from weighted_ops import ACTIVATIONS, SEEDS
from xdsl.dialects.builtin import ModuleOp
from xdsl.ir import SSAValue

from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.constants import ConstOp, constant_value
from qir.dialects.tfl.tensors import shape_of
from qir.functions import functions
from qir.interp import Machine
from qir.passes.annotate_ranges import AnnotateRanges
from qir.passes.equalize import Equalize
from qir.weights import Blob

ROUNDING = 1e-5
"""Of float32 sums, relative to the sum of magnitudes."""
STRIDES: dict[str, Option] = {"padding": "SAME", "stride_w": 1, "stride_h": 1}
Draw = st.DrawFn


@dataclass(frozen=True)
class Net:
    """Layers with ops in between, drawn by a seed.

    `is_sum`: with the magnitudes of weights, and nothing that cuts: how large sums may become.
    """

    seed: int
    steps: tuple[str, ...]
    activations: tuple[str, ...]
    is_sum: bool = False

    def module(self) -> ModuleOp:
        rng, graph = np.random.default_rng(self.seed), Graph()
        # Known inputs let RELU6 be proved to cut nothing, here and there.
        x = graph.argument((1, 4, 4, 2 * int(rng.integers(1, 4))))
        x = x if self.is_sum else graph.op("TANH", [x], sizes(x))
        for step, activation in zip(self.steps, self.activations, strict=True):
            x = STEPS[step](self, graph, x, rng, "NONE" if self.is_sum else activation)
        return graph.module(x)

    def weights(self, rng: np.random.Generator, shape: Shape, outputs: int) -> Array:
        """Channels of very different size, some of them zero."""
        channels = 10 ** rng.uniform(-3, 1, shape[outputs])
        channels[rng.random(channels.shape) < 0.1] = 0
        spread = channels.reshape([-1 if axis == outputs else 1 for axis in range(len(shape))])
        found = (rng.standard_normal(shape) * spread).astype(np.float32)
        return np.abs(found) if self.is_sum else found

    def bias(self, graph: Graph, rng: np.random.Generator, outputs: int) -> SSAValue:
        found = (rng.standard_normal(outputs) * rng.integers(0, 2)).astype(np.float32)
        has_bias, found = rng.random() < 0.7, np.abs(found) if self.is_sum else found
        return graph.constant(found) if has_bias else graph.absent()


def sizes(value: SSAValue) -> tuple[int, ...]:
    return tuple(size or 0 for size in shape_of(value) or ())


Step = Callable[[Net, Graph, SSAValue, np.random.Generator, str], SSAValue]


def convolution(
    net: Net, graph: Graph, x: SSAValue, rng: np.random.Generator, activation: str
) -> SSAValue:
    """Of up to four groups."""
    batch, height, width, inputs = sizes(x)
    groups, outputs = int(rng.choice([n for n in (1, 2, 4) if inputs % n == 0])), 8
    weights = net.weights(rng, (outputs, 3, 1, inputs // groups), 0)
    operands = [x, graph.constant(weights), net.bias(graph, rng, outputs)]
    shape, options = (batch, height, width, outputs), {"fused_activation_function": activation}
    return graph.op("CONV_2D", operands, shape, **STRIDES, **options)


def depthwise(
    net: Net, graph: Graph, x: SSAValue, rng: np.random.Generator, activation: str
) -> SSAValue:
    batch, height, width, inputs = sizes(x)
    multiplier = int(rng.integers(1, 3))
    outputs = inputs * multiplier
    weights = net.weights(rng, (1, 2, 3, outputs), 3)
    operands = [x, graph.constant(weights), net.bias(graph, rng, outputs)]
    options: dict[str, Option] = {
        "fused_activation_function": activation,
        "depth_multiplier": multiplier,
    }
    shape = batch, height, width, outputs
    return graph.op("DEPTHWISE_CONV_2D", operands, shape, **STRIDES, **options)


def transposed(
    net: Net, graph: Graph, x: SSAValue, rng: np.random.Generator, activation: str
) -> SSAValue:
    batch, height, width, inputs = sizes(x)
    shape = batch, height, width, 4
    wanted = graph.constant(np.array(shape, np.int32))
    weights = graph.constant(net.weights(rng, (4, 2, 2, inputs), 0))
    operands = [wanted, weights, x, net.bias(graph, rng, 4)]
    options = {"fused_activation_function": activation}
    return graph.op("TRANSPOSE_CONV", operands, shape, **STRIDES, **options)


def matrix(
    net: Net, graph: Graph, x: SSAValue, rng: np.random.Generator, activation: str
) -> SSAValue:
    """Of the channels of each pixel."""
    *rest, inputs = sizes(x)
    weights = graph.constant(net.weights(rng, (4, inputs), 0))
    options: dict[str, Option] = {"fused_activation_function": activation, "keep_num_dims": True}
    operands = [x, weights, net.bias(graph, rng, 4)]
    return graph.op("FULLY_CONNECTED", operands, (*rest, 4), **options)


def flat_matrix(
    net: Net, graph: Graph, x: SSAValue, rng: np.random.Generator, activation: str
) -> SSAValue:
    """Of the whole image, to an image of as many channels as it has."""
    shape = sizes(x)
    flat = int(np.prod(shape))
    row = graph.op("RESHAPE", [x, graph.constant(np.array([1, flat], np.int32))], (1, flat))
    weights = graph.constant(net.weights(rng, (16 * 2, flat), 0))
    operands = [row, weights, net.bias(graph, rng, 16 * 2)]
    options = {"fused_activation_function": activation}
    y = graph.op("FULLY_CONNECTED", operands, (1, 16 * 2), **options)
    image = 1, 4, 4, 2
    return graph.op("RESHAPE", [y, graph.constant(np.array(image, np.int32))], image)


def pool(
    net: Net, graph: Graph, x: SSAValue, rng: np.random.Generator, activation: str
) -> SSAValue:
    """The largest is no less than the mean."""
    is_mean = rng.random() < 0.5 and not net.is_sum
    options: dict[str, Option] = {"filter_width": 2, "filter_height": 2}
    options |= {"fused_activation_function": activation}
    builtin = "AVERAGE_POOL_2D" if is_mean else "MAX_POOL_2D"
    return graph.op(builtin, [x], sizes(x), **STRIDES, **options)


def activation_alone(
    net: Net, graph: Graph, x: SSAValue, rng: np.random.Generator, activation: str
) -> SSAValue:
    builtins = ("ABS", "NEG", "RELU", "RELU6", "RELU_0_TO_1", "RELU_N1_TO_1", "TANH")
    builtin = "ABS" if (drawn := str(rng.choice(builtins))) and net.is_sum else drawn
    return graph.op(builtin, [x], sizes(x))


def leak(
    net: Net, graph: Graph, x: SSAValue, rng: np.random.Generator, activation: str
) -> SSAValue:
    """With a slope for each channel, or one."""
    slopes = graph.constant(rng.uniform(0, 1, sizes(x)[-1]).astype(np.float32))
    is_one = rng.random() < 0.5
    return (
        graph.op("LEAKY_RELU", [x], sizes(x), alpha=0.25)
        if is_one
        else graph.op("PRELU", [x, slopes], sizes(x))
    )


def padding(
    net: Net, graph: Graph, x: SSAValue, rng: np.random.Generator, activation: str
) -> SSAValue:
    """Around the image; and, now and then, of channels, which are then other ones."""
    batch, height, width, channels = sizes(x)
    more = int(rng.choice((0, 0, 1, channels)))
    around = [min(more, 1), max(more - 1, 0)]
    margins = graph.constant(np.array([[0, 0], [1, 0], [0, 1], around], np.int32))
    padded = graph.op("PAD", [x, margins], (batch, height + 1, width + 1, channels + more))
    options: dict[str, Option] = {"filter_width": 2, "filter_height": 2, "padding": "VALID"}
    options |= {"stride_w": 1, "stride_h": 1}
    return graph.op("MAX_POOL_2D", [padded], (batch, height, width, channels + more), **options)


def merging(
    net: Net, graph: Graph, x: SSAValue, rng: np.random.Generator, activation: str
) -> SSAValue:
    """Pixels become channels, and channels pixels."""
    batch, height, width, channels = sizes(x)
    shapes = (
        (batch, height, width // 2, 2 * channels),
        (batch, height, 1, width * channels),
        (batch, height * width * channels, 1, 1),
    )
    shape = shapes[rng.integers(len(shapes))] if width == 4 else sizes(x)
    return graph.op("RESHAPE", [x, graph.constant(np.array(shape, np.int32))], shape)


def residual(
    net: Net, graph: Graph, x: SSAValue, rng: np.random.Generator, activation: str
) -> SSAValue:
    y = graph.op("ABS", [x], sizes(x))
    return graph.op("ADD", [x, y], sizes(x), fused_activation_function=activation)


LAYERS: dict[str, Step] = {
    "convolution": convolution,
    "depthwise": depthwise,
    "transposed": transposed,
    "matrix": matrix,
}
BETWEEN: dict[str, Step] = {
    "activation": activation_alone,
    "leak": leak,
    "merging": merging,
    "padding": padding,
    "pool": pool,
    "residual": residual,
}
STEPS = LAYERS | BETWEEN | {"flat": flat_matrix}


@st.composite
def nets(draw: Draw) -> Net:
    steps: list[str] = []
    for _ in range(draw(st.integers(2, 4))):
        steps.append(draw(st.sampled_from(sorted(LAYERS))))
        steps += draw(st.lists(st.sampled_from(sorted(BETWEEN)), max_size=1))
    activations = [draw(ACTIVATIONS) for _ in steps]
    return Net(draw(SEEDS), tuple(steps), tuple(activations))


def equalized(module: ModuleOp) -> ModuleOp:
    return transformed(module, Equalize())[0]


def result(module: ModuleOp, *inputs: Array) -> Array:
    (found,) = Machine(module).run(inputs)
    assert isinstance(found, np.ndarray)
    return found


def input_of(module: ModuleOp, seed: int) -> Array:
    (function,) = functions(module)
    (x,) = function.body.block.args
    return np.random.default_rng(seed).standard_normal(sizes(x)).astype(np.float32)


@settings(max_examples=150)
@given(net=nets(), seed=SEEDS, is_annotated=st.booleans())
def test_outputs_stay(net: Net, seed: int, is_annotated: bool) -> None:
    module = net.module()
    if is_annotated:
        module = transformed(module, AnnotateRanges())[0]
    check_outputs(net, module, seed)


def check_outputs(net: Net, module: ModuleOp, seed: int) -> None:
    x = input_of(module, seed)
    sums = result(replace(net, is_sum=True).module(), np.ones_like(x))
    error = np.abs(result(equalized(module), x) - result(module, x))
    assert np.all(error <= ROUNDING * sums.max())


@settings(max_examples=50)
@given(seed=SEEDS)
def test_flat_images_keep_their_channels(seed: int) -> None:
    """A layer that reads whole images scales each position of a channel by the same."""
    net = Net(seed, ("convolution", "flat", "convolution"), ("RELU", "NONE", "NONE"))
    module = net.module()
    _, ctx = transformed(module, Equalize())
    assert any("tfl.fully_connected" in remark.reason for _, remark in ctx.remarks)
    check_outputs(net, module, seed)


@pytest.mark.parametrize("between", ["merging", "padding"])
@pytest.mark.parametrize("second", sorted(LAYERS))
@settings(max_examples=25)
@given(seed=SEEDS)
def test_layers_that_count_other_channels(between: str, second: str, seed: int) -> None:
    net = Net(seed, ("convolution", between, second), ("NONE", "NONE", "NONE"))
    check_outputs(net, net.module(), seed)


# What is scaled, and what is not


def two_layers(
    weights: tuple[Array, Array], bias: Array | None = None, blob: Blob | None = None
) -> ModuleOp:
    graph = Graph()
    (hidden, depth), (outputs, _) = weights[0].shape, weights[1].shape
    first, second = (graph.constant(each, blob if each is weights[0] else None) for each in weights)
    b = graph.absent() if bias is None else graph.constant(bias)
    h = graph.op("FULLY_CONNECTED", [graph.argument((1, depth)), first, b], (1, hidden))
    return graph.module(graph.op("FULLY_CONNECTED", [h, second, graph.absent()], (1, outputs)))


def random_pair() -> tuple[Array, Array]:
    """Of 40 hidden channels, made and met by weights of very different size."""
    rng = np.random.default_rng(0)
    spread = (10 ** rng.uniform(-2, 2, 40)).astype(np.float32)
    first = rng.standard_normal((40, 20)).astype(np.float32) * spread[:, np.newaxis]
    return first, rng.standard_normal((30, 40)).astype(np.float32) / spread


def weights_of(module: ModuleOp) -> list[Array]:
    constants = [constant_value(op) for op in ops_of(module, ConstOp)]
    return [value.array() for value in constants if value is not None]


def test_weights_of_a_channel_become_alike() -> None:
    first, second = weights_of(equalized(two_layers(random_pair())))
    made, met = np.abs(first).max(axis=1), np.abs(second).max(axis=0)
    np.testing.assert_allclose(made, met, rtol=1e-6)
    assert np.log2(made.max() / made.min()) < 2


def test_running_again_changes_nothing() -> None:
    once = equalized(two_layers(random_pair()))
    for before, after in zip(weights_of(once), weights_of(equalized(once)), strict=True):
        np.testing.assert_array_equal(after, before)


def test_large_weights_are_computed_when_they_are_read() -> None:
    rng = np.random.default_rng(0)
    spread = (10 ** rng.uniform(-2, 2, 640)).astype(np.float32)
    first = np.ones((640, 512), np.float32) * spread[:, np.newaxis]
    module = equalized(two_layers((first, np.ones((2, 640), np.float32))))
    value = constant_value(ops_of(module, ConstOp)[0])
    assert value is not None
    assert value.blob.data.is_promise
    np.testing.assert_array_equal(value.array(), value.array())
    np.testing.assert_array_equal(first, np.ones((640, 512), np.float32) * spread[:, np.newaxis])


def reason(module: ModuleOp, number: int = 0) -> str:
    """Of what became of a layer."""
    after, ctx = transformed(module, Equalize())
    remark = ctx.remarks.get(ops_of(after, TflOp)[number])
    assert remark is not None
    assert remark.bytes_before == remark.bytes_after
    assert weights_are_same(module, after) == remark.reason.startswith("not equalized")
    return remark.reason


def weights_are_same(before: ModuleOp, after: ModuleOp) -> bool:
    pairs = zip(weights_of(before), weights_of(after), strict=True)
    return all(np.array_equal(*pair, equal_nan=True) for pair in pairs)


def test_what_is_scaled_is_said() -> None:
    expected = "equalized: 40 of 40 channels scaled, with tfl.fully_connected after it"
    assert reason(two_layers(random_pair())) == expected


@pytest.mark.parametrize("value", [np.nan, np.inf])
@pytest.mark.parametrize(("which", "of"), [(0, "its"), (1, "of tfl.fully_connected after it, its")])
def test_weights_that_are_not_finite_are_left_alone(value: float, which: int, of: str) -> None:
    pair = random_pair()
    pair[which][1, 2] = value
    expected = f"not equalized with what follows: {of} weights hold values that are not finite"
    assert reason(two_layers(pair)) == expected


def test_buffer_of_two_weights_is_left_alone() -> None:
    first, second = random_pair()
    blob = Blob.of("kernel", first)
    graph = Graph("other")
    x = graph.argument((1, 20))
    other = graph.op("FULLY_CONNECTED", [x, graph.constant(first, blob), graph.absent()], (1, 40))
    function, module = graph.function(other), two_layers((first, second), blob=blob)
    module.body.block.add_op(function)
    assert reason(module) == "not equalized with what follows: its weights are shared"


@pytest.mark.parametrize(("bias", "shared"), [(0.0, False), (1.0, True)])
def test_zeros_need_no_bias_of_their_own(bias: float, shared: bool) -> None:
    graph, (first, second) = Graph(), random_pair()
    b = graph.constant(np.full(40, bias, np.float32))
    x, w, v = graph.argument((1, 20)), graph.constant(first), graph.constant(second)
    h = graph.op("FULLY_CONNECTED", [x, w, b], (1, 40))
    y = graph.op("FULLY_CONNECTED", [h, v, graph.absent()], (1, 30))
    module = graph.module(y, graph.op("ABS", [b], (40,)))
    is_left = reason(module) == "not equalized with what follows: its bias is shared"
    assert is_left == shared


def test_clamps_that_may_cut_are_named() -> None:
    graph, (first, second) = Graph(), random_pair()
    x, w, v = graph.argument((1, 20)), graph.constant(first), graph.constant(second)
    h = graph.op("FULLY_CONNECTED", [x, w, graph.absent()], (1, 40))
    clamped = graph.op("RELU6", [h], (1, 40))
    module = graph.module(graph.op("FULLY_CONNECTED", [clamped, v, graph.absent()], (1, 30)))
    expected = "not equalized with what follows: RELU6 may cut off each of its channels"
    assert reason(module) == expected


def test_the_last_layer_says_why_it_has_no_next() -> None:
    module = two_layers(random_pair())
    after, ctx = transformed(module, Equalize())
    remark = ctx.remarks.get(ops_of(after, TflOp)[1])
    assert remark is not None
    assert remark.reason == "not equalized with what follows: its result is returned"
