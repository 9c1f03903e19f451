"""`legalize-hybrid`, after `quantize-weights`, against LiteRT."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_models import (
    RESOLVERS,
    Graph,
    Option,
    interpreter_of,
    op_of,
    ops_of,
    run,
    transformed,
    written_versions,
)
from weighted_ops import (
    FAMILIES,
    SCHEMES,
    SEEDS,
    WeightedOp,
    dequantized,
    only_constant,
    only_weights,
    scales_of,
)
from xdsl.dialects.builtin import ArrayAttr, DictionaryAttr, IntegerType, ModuleOp, StringAttr
from xdsl.ir import SSAValue

from qir.costs import NONE
from qir.diagnostics import Form
from qir.dialects.quant import UniformType
from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.constants import ConstOp, QConstOp
from qir.dialects.tfl.conversion import DequantizeOp
from qir.dialects.tfl.options import option
from qir.passes.annotate_ranges import AnnotateRanges
from qir.passes.legalize_hybrid import LegalizeHybrid
from qir.passes.quantize_weights import QuantizeWeights
from qir.schemes import BLOCK_SIZES, ScaleSearch

TARGETS = tuple(RESOLVERS)
WINDOW: dict[str, Option] = {"padding": "SAME", "stride_w": 1, "stride_h": 1}
CONV = WeightedOp("CONV_2D", (2, 5, 5, 8), (6, 3, 3, 8), (2, 5, 5, 6), 0, True, WINDOW)
GROUPED = WeightedOp("CONV_2D", (2, 5, 5, 8), (6, 3, 3, 4), (2, 5, 5, 6), 0, True, WINDOW)
DEPTHWISE = WeightedOp(
    "DEPTHWISE_CONV_2D",
    (2, 5, 5, 4),
    (1, 3, 3, 8),
    (2, 5, 5, 8),
    axis=3,
    has_bias=True,
    options={**WINDOW, "depth_multiplier": 2},
)
DENSE = WeightedOp("FULLY_CONNECTED", (2, 8), (4, 8), (2, 4), axis=0, has_bias=True)
PRODUCT = WeightedOp("BATCH_MATMUL", (2, 8), (8, 4), (2, 4), axis=1)
EMBEDDING = WeightedOp("EMBEDDING_LOOKUP", (3,), (5, 8), (3, 8), axis=0)


def quantized(module: ModuleOp, target: str, scheme: str = "int8") -> ModuleOp:
    return transformed(
        module, QuantizeWeights(0, scheme=scheme), LegalizeHybrid(target, costs=NONE)
    )[0]


def assert_close(case: WeightedOp, target: str, seed: int, scheme: str = "int8") -> None:
    """On its target's runtime, the quantized op differs from float by what rounding allows."""
    rng = np.random.default_rng(seed)
    weights, bias, x = case.random_weights(rng), case.random_bias(rng), case.random_input(rng)
    module = case.module(weights, bias)
    result = quantized(module, target, scheme)
    error = np.abs(run(result, [x], RESOLVERS[target]) - run(module, [x]))
    assert np.all(error <= case.bound(x, only_weights(result), bias))


# What the ops compute


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("family", FAMILIES)
@settings(max_examples=30)
@given(data=st.data(), seed=SEEDS)
def test_result_is_within_the_rounding(
    family: str, target: str, data: st.DataObject, seed: int
) -> None:
    assert_close(data.draw(FAMILIES[family]), target, seed, data.draw(st.sampled_from(SCHEMES)))


@pytest.mark.parametrize("activation", ["NONE", "RELU", "RELU6", "RELU_N1_TO_1"])
def test_blocks_need_a_constant_bias(activation: str) -> None:
    """XNNPACK leaves the op alone otherwise, and LiteRT's own kernel forgets the activation."""
    graph = Graph()
    x, bias = graph.argument((1, 64)), graph.argument((8,))
    w = graph.constant(np.random.default_rng(0).standard_normal((8, 64)).astype(np.float32))
    options: dict[str, Option] = {"fused_activation_function": activation}
    module = graph.module(graph.op("FULLY_CONNECTED", [x, w, bias], (1, 8), **options))
    result, _ = transformed(
        module, QuantizeWeights(0, scheme="int4-block32"), LegalizeHybrid(costs=NONE)
    )
    assert scales_of(only_constant(result)).shape == (8, 1)


@settings(max_examples=25)
@given(
    builtin=st.sampled_from(["FULLY_CONNECTED", "EMBEDDING_LOOKUP"]),
    rows=st.integers(1, 5),
    blocks=st.integers(1, 3),
    size=st.sampled_from(BLOCK_SIZES),
    search=st.sampled_from([*ScaleSearch]),
    seed=SEEDS,
)
def test_blocks_are_within_the_rounding(
    builtin: str, rows: int, blocks: int, size: int, search: ScaleSearch, seed: int
) -> None:
    depth, rng = blocks * size, np.random.default_rng(seed)
    if builtin == "FULLY_CONNECTED":
        case = WeightedOp(builtin, (3, depth), (rows, depth), (3, rows), axis=0, has_bias=True)
    else:
        case = WeightedOp(builtin, (3,), (rows, depth), (3, depth), axis=0)
    weights, bias, x = case.random_weights(rng), case.random_bias(rng), case.random_input(rng)
    scheme, module = f"int4-block{size}", case.module(weights, bias)
    quantize = QuantizeWeights(0, scheme=scheme, scale_search=search.value)
    result, _ = transformed(module, quantize, LegalizeHybrid(costs=NONE))
    constant = only_constant(result)
    assert scales_of(constant).shape == (rows, depth)
    reals = case.module(dequantized(constant), bias)
    error = np.abs(run(result, [x], RESOLVERS["litert-xnnpack"]) - run(reals, [x]))
    assert np.all(error <= case.bound(x, constant, bias))


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize(
    ("left", "right"),
    [
        ((2, 2), ()),
        ((2, 2), (2,)),
        ((2, 3), (2, 3)),
        ((1, 2), (2, 2)),
        ((2,), (2, 1)),
        ((), (2, 2)),
        ((1, 2, 2), (2,)),
        ((2, 2, 2), (2, 2, 2)),
        ((), (2, 1, 1)),
    ],
)
@pytest.mark.parametrize("adj_y", [False, True])
def test_product_of_several_batch_dimensions(
    target: str, left: tuple[int, ...], right: tuple[int, ...], adj_y: bool
) -> None:
    """LiteRT's own hybrid kernel confuses their scales; XNNPACK's does not."""
    case = WeightedOp(
        "BATCH_MATMUL",
        (*left, 3, 8),
        (*right, *((5, 8) if adj_y else (8, 5))),
        (*np.broadcast_shapes(left, right), 3, 5),
        axis=len(right) + (0 if adj_y else 1),
        options={"adj_y": adj_y},
    )
    assert_close(case, target, seed=0)


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("case", [CONV, GROUPED, DEPTHWISE, DENSE, PRODUCT, EMBEDDING])
def test_weights_that_came_with_one_scale(case: WeightedOp, target: str) -> None:
    """LiteRT's depthwise kernel reads a scale per channel, be there so many or not, and its
    grouped one refuses to load."""
    rng = np.random.default_rng(0)
    scale = np.float32(0.25)
    integers = rng.integers(-127, 128, case.weight).astype(np.int8)
    bias, x = case.random_bias(rng), case.random_input(rng)
    element = UniformType.get(IntegerType(8), [scale], [0])
    result, _ = transformed(
        case.module(integers, bias, element), LegalizeHybrid(target, costs=NONE)
    )
    expected = run(case.module(integers * scale, bias), [x])
    error = np.abs(run(result, [x], RESOLVERS[target]) - expected)
    assert np.all(error <= case.bound(x, only_constant(result), bias))


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("value", [0.0, 1.5, -1.5, 1e-30])
@pytest.mark.parametrize("case", [CONV, DEPTHWISE, DENSE, PRODUCT])
def test_activations_without_a_spread(case: WeightedOp, value: float, target: str) -> None:
    rng = np.random.default_rng(0)
    bias, x = case.random_bias(rng), np.full(case.input, value, np.float32)
    module = case.module(case.random_weights(rng), bias)
    result = quantized(module, target)
    error = np.abs(run(result, [x], RESOLVERS[target]) - run(module, [x]))
    assert np.all(error <= case.bound(x, only_constant(result), bias))


# Operator versions


@pytest.mark.parametrize(
    ("case", "target", "versions"),
    [
        (CONV, "litert-xnnpack", {"CONV_2D": 5}),
        (CONV, "litert-builtin", {"CONV_2D": 5}),
        (DEPTHWISE, "litert-xnnpack", {"DEQUANTIZE": 5, "DEPTHWISE_CONV_2D": 1}),
        (DEPTHWISE, "litert-builtin", {"DEPTHWISE_CONV_2D": 6}),
        (DENSE, "litert-xnnpack", {"FULLY_CONNECTED": 12}),
        (DENSE, "litert-builtin", {"FULLY_CONNECTED": 12}),
        (PRODUCT, "litert-xnnpack", {"BATCH_MATMUL": 4}),
        (PRODUCT, "litert-builtin", {"BATCH_MATMUL": 4}),
        (EMBEDDING, "litert-xnnpack", {"EMBEDDING_LOOKUP": 4}),
        (EMBEDDING, "litert-builtin", {"EMBEDDING_LOOKUP": 4}),
    ],
)
def test_versions(case: WeightedOp, target: str, versions: dict[str, int]) -> None:
    rng = np.random.default_rng(0)
    module = case.module(case.random_weights(rng), case.random_bias(rng))
    assert written_versions(quantized(module, target)) == versions


@pytest.mark.parametrize(
    ("has_bias", "activation", "version"),
    [(False, "NONE", 2), (True, "NONE", 3), (False, "RELU", 4), (True, "RELU", 4)],
)
@pytest.mark.parametrize("target", TARGETS)
def test_version_of_transpose_conv(
    target: str, has_bias: bool, activation: str, version: int
) -> None:
    options: dict[str, Option] = {**WINDOW, "fused_activation_function": activation}
    shapes = (1, 2, 2, 3), (4, 3, 3, 3), (1, 2, 2, 4)
    case = WeightedOp("TRANSPOSE_CONV", *shapes, 0, has_bias, options)
    rng = np.random.default_rng(0)
    module = case.module(case.random_weights(rng), case.random_bias(rng))
    assert written_versions(quantized(module, target)) == {"TRANSPOSE_CONV": version}


def test_dequantize_of_one_scale_is_of_version_2() -> None:
    element = UniformType.get(IntegerType(8), [0.5], [0])
    integers = np.ones(DEPTHWISE.weight, np.int8)
    bias = np.zeros(DEPTHWISE.output[-1], np.float32)
    result, _ = transformed(DEPTHWISE.module(integers, bias, element), LegalizeHybrid(costs=NONE))
    assert written_versions(result)["DEQUANTIZE"] == 2


@pytest.mark.parametrize(("builtin", "version"), [("FULLY_CONNECTED", 12), ("BATCH_MATMUL", 1)])
def test_symmetric_activations(builtin: str, version: int) -> None:
    graph = Graph()
    x = graph.op("TANH", [graph.argument((2, 8))], (2, 8))
    w = graph.constant(np.ones((8, 8), np.float32))
    operands = [x, w, graph.absent()] if builtin == "FULLY_CONNECTED" else [x, w]
    module = graph.module(graph.op(builtin, operands, (2, 8)))
    steps = AnnotateRanges(), QuantizeWeights(0), LegalizeHybrid(costs=NONE)
    result, _ = transformed(module, *steps)
    assert option(op_of(result, builtin), "asymmetric_quantize_inputs") is False
    assert written_versions(result)[builtin] == version


# Recurrent layers


def lstm(builtin: str, batch: int, *, projection: int = 0, peephole: bool = False) -> ModuleOp:
    """A layer of 6 units over 4 steps of 5 inputs, or one step."""
    rng = np.random.default_rng(0)
    graph, units = Graph(), 6
    is_sequence, is_bidirectional = "SEQUENCE" in builtin, builtin.startswith("BI")
    outputs = projection or units
    x = graph.argument((batch, 4, 5) if is_sequence else (batch, 5))

    def weights(*shape: int) -> SSAValue:
        return graph.constant((rng.standard_normal(shape) * 0.4).astype(np.float32))

    def cell() -> list[SSAValue]:
        operands = [weights(units, 5) for _ in range(4)]
        operands += [weights(units, outputs) for _ in range(4)]
        operands += [weights(units) if peephole else graph.absent() for _ in range(3)]
        operands += [weights(units) for _ in range(4)]
        is_projected = bool(projection)
        operands.append(weights(projection, units) if is_projected else graph.absent())
        return [*operands, graph.absent()]

    def state() -> list[SSAValue]:
        return [graph.variable((batch, outputs)), graph.variable((batch, units))]

    options: dict[str, Option] = {"fused_activation_function": "TANH"}
    if is_bidirectional:
        absent = [graph.absent() for _ in range(9)]
        operands = [x, *cell(), *cell(), *state(), *state(), *absent]
        options |= {"merge_outputs": True, "time_major": False}
        shape = batch, 4, 2 * outputs
    else:
        operands = [x, *cell(), *state()]
        shape = (batch, 4, outputs) if is_sequence else (batch, outputs)
    return graph.module(graph.op(builtin, operands, shape, **options))


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize(("projection", "peephole"), [(0, False), (3, False), (0, True)])
@pytest.mark.parametrize(
    ("builtin", "batch", "version"),
    [
        ("UNIDIRECTIONAL_SEQUENCE_LSTM", 1, 3),
        ("UNIDIRECTIONAL_SEQUENCE_LSTM", 3, 3),
        ("LSTM", 2, 4),
        # Of several sequences, LiteRT computes all but the first wrongly, in float too.
        ("BIDIRECTIONAL_SEQUENCE_LSTM", 1, 3),
    ],
)
def test_lstm(
    builtin: str, batch: int, version: int, projection: int, peephole: bool, target: str
) -> None:
    """Sums of 5 + 6 products of weights and activations below 1, each off by 1/127 of a scale,
    go through functions of slope 1 or less in each of 4 steps."""
    module = lstm(builtin, batch, projection=projection, peephole=peephole)
    result = quantized(module, target)
    assert written_versions(result) == {builtin: version}
    shape = (batch, 4, 5) if "SEQUENCE" in builtin else (batch, 5)
    x = np.random.default_rng(1).standard_normal(shape).astype(np.float32)
    error = np.abs(run(result, [x], RESOLVERS[target]) - run(module, [x]))
    assert error.max() <= 4 * 11 / 127
    assert error.mean() <= 11 / 127 / 4


def test_version_of_lstm_of_symmetric_activations() -> None:
    module = lstm("UNIDIRECTIONAL_SEQUENCE_LSTM", 1)
    (layer,) = ops_of(module, TflOp)
    graph = Graph()
    tanh = graph.op("TANH", [graph.argument((1, 4, 5))], (1, 4, 5)).owner
    assert isinstance(tanh, TflOp)
    tanh.detach()
    block = layer.parent_block()
    assert block is not None
    tanh.operands[0] = block.args[0]
    block.insert_op_before(tanh, layer)
    layer.operands[0] = tanh.results[0]
    result, _ = transformed(
        module, AnnotateRanges(), QuantizeWeights(0), LegalizeHybrid(costs=NONE)
    )
    assert written_versions(result)["UNIDIRECTIONAL_SEQUENCE_LSTM"] == 2


# What the pass does to the module


def test_weights_are_dequantized_once_for_all_their_users() -> None:
    graph = Graph()
    x = graph.argument((1, 4, 4, 2))
    w, b = graph.constant(np.ones((1, 3, 3, 2), np.float32)), graph.constant(np.zeros(2, "f4"))
    for _ in range(2):
        x = graph.op("DEPTHWISE_CONV_2D", [x, w, b], (1, 4, 4, 2), **WINDOW, depth_multiplier=1)
    result = quantized(graph.module(x), "litert-xnnpack")
    assert len(ops_of(result, DequantizeOp)) == 1
    assert len(ops_of(result, QConstOp)) == 1


def test_weights_of_a_kernel_and_of_none_are_kept_in_both_forms() -> None:
    graph = Graph()
    x = graph.argument((1, 4, 4, 2))
    element = UniformType.get(IntegerType(8), [0.5], [0])
    w = graph.integers(np.ones((1, 3, 3, 2), np.int8), element)
    b, c = graph.constant(np.zeros(2, "f4")), graph.constant(np.zeros(1, "f4"))
    y = graph.op("DEPTHWISE_CONV_2D", [x, w, b], (1, 4, 4, 2), **WINDOW, depth_multiplier=1)
    z = graph.op("CONV_2D", [x, w, c], (1, 4, 4, 1), **WINDOW)
    result, _ = transformed(graph.module(y, z), LegalizeHybrid(costs=NONE))
    assert isinstance(op_of(result, "DEPTHWISE_CONV_2D").operands[1].owner, DequantizeOp)
    assert isinstance(op_of(result, "CONV_2D").operands[1].owner, QConstOp)


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("case", [CONV, GROUPED, DEPTHWISE, DENSE, PRODUCT, EMBEDDING])
def test_promise_is_kept_and_running_again_changes_nothing(case: WeightedOp, target: str) -> None:
    rng = np.random.default_rng(0)
    module = case.module(case.random_weights(rng), case.random_bias(rng))
    once = quantized(module, target)
    again, _ = transformed(once, LegalizeHybrid(target, costs=NONE))
    assert not list(LegalizeHybrid(target, costs=NONE).breaches(once))
    assert str(again) == str(once)


@pytest.mark.parametrize(
    ("target", "form"), [("litert-xnnpack", Form.DEQUANTIZED), ("litert-builtin", Form.HYBRID)]
)
def test_remark(target: str, form: Form) -> None:
    rng = np.random.default_rng(0)
    module = DEPTHWISE.module(DEPTHWISE.random_weights(rng), DEPTHWISE.random_bias(rng))
    result, ctx = transformed(module, QuantizeWeights(0), LegalizeHybrid(target, costs=NONE))
    remark = ctx.remarks.get(op_of(result, "DEPTHWISE_CONV_2D"))
    assert remark is not None
    assert remark.form is form
    assert target in remark.reason
    # 72 weights of 4 bytes; then of 1 byte, and for each of 8 channels a scale and a zero point.
    assert (remark.bytes_before, remark.bytes_after) == (72 * 4, 72 + 8 * (4 + 8))


def test_name_of_the_dequantized_tensor() -> None:
    rng = np.random.default_rng(0)
    module = DEPTHWISE.module(DEPTHWISE.random_weights(rng), DEPTHWISE.random_bias(rng))
    weight = weight_of(module).owner
    assert isinstance(weight, ConstOp)
    weight.attributes["qir.tensors"] = tensors("kernel")
    (op,) = ops_of(quantized(module, "litert-xnnpack"), DequantizeOp)
    assert op.attributes["qir.tensors"] == tensors("kernel/dequantized")


def weight_of(module: ModuleOp) -> SSAValue:
    return op_of(module, "DEPTHWISE_CONV_2D").operands[1]


def tensors(name: str) -> ArrayAttr[DictionaryAttr]:
    return ArrayAttr([DictionaryAttr({"name": StringAttr(name)})])


@pytest.mark.parametrize("target", TARGETS)
def test_resolvers_are_two_runtimes(target: str) -> None:
    """XNNPACK has taken the op over where it is asked for; otherwise one were tested twice."""
    rng = np.random.default_rng(0)
    module = quantized(DENSE.module(DENSE.random_weights(rng), DENSE.random_bias(rng)), target)
    interpreter = interpreter_of(module, [DENSE.random_input(rng)], RESOLVERS[target])
    names = [op["op_name"] for op in interpreter._get_ops_details()]
    assert ("DELEGATE" in names) == (target == "litert-xnnpack")
