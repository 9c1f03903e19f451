"""`quantize-weights`: the integers and scales it makes, and what it refuses."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_models import Array, Graph, Option, Shape, op_of, ops_of, transformed
from weighted_ops import (
    FAMILIES,
    SCHEMES,
    SEEDS,
    WeightedOp,
    dequantized,
    integers_of,
    only_constant,
    only_weights,
    scales_of,
)
from xdsl.dialects.builtin import ModuleOp
from xdsl.ir import SSAValue

from qir.backends.mlir import PrintWeights, mlir_text
from qir.backends.tflite.writer import tflite_bytes
from qir.context import QirContext
from qir.diagnostics import Form, Remark
from qir.dialects.quant import PER_TENSOR, UniformType
from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.constants import ConstOp, QConstOp, constant_value
from qir.dialects.tfl.conversion import DequantizeOp
from qir.frontends.mlir import parse_mlir
from qir.passes.legalize_hybrid import LegalizeHybrid
from qir.passes.quantize_weights import QuantizeWeights
from qir.schemes import Scheme
from qir.tflite_format.reader import read_model
from qir.tflite_format.schema import enum_values
from qir.weights import Blob, WeightAttr

WINDOW: dict[str, Option] = {"padding": "SAME", "stride_w": 1, "stride_h": 1}
DENSE = WeightedOp("FULLY_CONNECTED", (1, 8), (4, 8), (1, 4), axis=0)


def quantized(module: ModuleOp, min_elements: int = 0, **options: Any) -> ModuleOp:
    return transformed(module, QuantizeWeights(min_elements, **options))[0]


def remark_on(module: ModuleOp, builtin: str, min_elements: int = 0) -> Remark:
    result, ctx = transformed(module, QuantizeWeights(min_elements))
    remark = ctx.remarks.get(op_of(result, builtin))
    assert remark is not None
    return remark


def dense(graph: Graph, x: SSAValue, w: SSAValue, shape: Shape = (1, 4)) -> SSAValue:
    return graph.op("FULLY_CONNECTED", [x, w, graph.absent()], shape)


def random(shape: Shape, dtype: str = "float32") -> Array:
    return np.random.default_rng(0).standard_normal(shape).astype(dtype)


# The numbers


@pytest.mark.parametrize("family", FAMILIES)
@settings(max_examples=25)
@given(data=st.data(), seed=SEEDS)
def test_integers_and_scales(family: str, data: st.DataObject, seed: int) -> None:
    case: WeightedOp = data.draw(FAMILIES[family])
    weights = case.random_weights(np.random.default_rng(seed))
    constant = only_constant(quantized(case.module(weights)))
    scales, integers = scales_of(constant), integers_of(constant)
    element = constant.output.type.element_type
    assert isinstance(element, UniformType)
    # Of 8 bits, what GATHER moves has one scale.
    axis = PER_TENSOR if family == "GATHER" else case.axis
    assert (element.axis.data, element.low.data, element.high.data) == (axis, -127, 127)
    assert not element.zero_points.array().any()
    assert integers.dtype == np.int8
    assert integers.min() >= -127

    others = tuple(i for i in range(weights.ndim) if i != axis)
    largest = np.abs(weights).max(axis=others, keepdims=True)
    expected = np.where(largest == 0, np.float32(1), largest / np.float32(127))
    np.testing.assert_array_equal(scales, expected)
    # One rounding of the quotient and one of the product come on top of half a step.
    assert np.all(np.abs(dequantized(constant) - weights) <= scales * (0.5 + 127 * 2**-22))
    # The largest weight of a channel takes the largest integer; a channel of zeros has only zeros.
    np.testing.assert_array_equal(
        np.abs(integers).max(axis=others, keepdims=True), np.where(largest == 0, 0, 127)
    )


@pytest.mark.parametrize("family", FAMILIES)
@settings(max_examples=40)
@given(data=st.data(), seed=SEEDS)
def test_weights_of_every_scheme(family: str, data: st.DataObject, seed: int) -> None:
    """Within half a step, or within float16; zero is zero; the integers are within their bounds."""
    case: WeightedOp = data.draw(FAMILIES[family])
    spelling = data.draw(st.sampled_from(SCHEMES))
    scheme = Scheme.parse(spelling)
    weights = case.random_weights(np.random.default_rng(seed))
    stored = only_weights(quantized(case.module(weights), scheme=spelling))
    if scheme.is_float:
        half = constant_value(stored)
        assert half
        np.testing.assert_array_equal(half.array(), weights.astype(np.float16))
        return
    assert isinstance(stored, QConstOp)
    element = stored.output.type.element_type
    assert isinstance(element, UniformType)
    integers, scales = integers_of(stored), scales_of(stored)
    assert element.storage.width.data in {scheme.bits, 4, 8}
    assert element.low.data <= integers.min()
    assert integers.max() <= element.high.data
    assert scheme.symmetric == (not element.zero_points.array().any()) or not scheme.symmetric
    assert np.all(np.abs(dequantized(stored) - weights) <= scales * 0.5001)
    assert not dequantized(stored)[weights == 0].any()


@pytest.mark.parametrize("search", ["mse", "octav"])
@settings(max_examples=25)
@given(data=st.data(), seed=SEEDS)
def test_searched_scales_have_less_squared_error(
    search: str, data: st.DataObject, seed: int
) -> None:
    case: WeightedOp = data.draw(FAMILIES["FULLY_CONNECTED"])
    weights = case.random_weights(np.random.default_rng(seed))

    def error(search: str) -> float:
        module = case.module(weights)
        stored = only_constant(quantized(module, scheme="int4", scale_search=search))
        return float(np.square(dequantized(stored) - weights.astype(np.float64)).sum())

    # OCTAV minimises what is expected of the errors, not what they are.
    assert error(search) <= error("min-max") * (1 if search == "mse" else 1.5) + 1e-12


@pytest.mark.parametrize("largest", [1e-45, 1e-40, 1e-36, 1e-30, 1e30, 3e38])
def test_weights_at_the_ends_of_float32(largest: float) -> None:
    weights = (random((4, 8)) / 4 * largest).astype(np.float32)
    constant = only_constant(quantized(DENSE.module(weights)))
    assert np.isfinite(scales_of(constant)).all()
    assert np.all(np.abs(dequantized(constant) - weights) <= scales_of(constant) * 0.5001)


def test_lstm_has_one_scale_per_tensor() -> None:
    graph = Graph()
    x = graph.argument((1, 3, 4))
    matrix, recurrent = graph.constant(random((2, 4))), graph.constant(random((2, 2)))
    bias, none = graph.constant(np.zeros(2, np.float32)), graph.absent()
    operands = [x, *4 * [matrix], *4 * [recurrent], *3 * [none], *4 * [bias], none, none]
    operands += [graph.variable((1, 2)), graph.variable((1, 2))]
    module = graph.module(graph.op("UNIDIRECTIONAL_SEQUENCE_LSTM", operands, (1, 3, 2)))
    constants = ops_of(quantized(module), QConstOp)
    assert [c.output.type.get_shape() for c in constants] == [(2, 4), (2, 2)]
    for constant, weights in zip(constants, [random((2, 4)), random((2, 2))], strict=True):
        assert scales_of(constant).size == 1
        assert scales_of(constant).item() == np.abs(weights).max() / np.float32(127)


def test_float16_counts_as_float() -> None:
    graph = Graph()
    x = graph.argument((1, 8))
    half = graph.constant(random((4, 8), "float16"))
    module = graph.module(dense(graph, x, graph.op("DEQUANTIZE", [half], (4, 8))))
    result = quantized(module)
    assert [op.OPERATOR.name for op in ops_of(result, TflOp)] == ["FULLY_CONNECTED"]
    assert not ops_of(result, ConstOp)
    constant = only_constant(result)
    error = np.abs(dequantized(constant) - random((4, 8), "float16").astype(np.float32))
    assert np.all(error <= scales_of(constant) * 0.5001)


@pytest.mark.parametrize(("other", "form"), [(62, Form.HYBRID), (64, Form.FLOAT)])
def test_small_layers_are_quantized_where_they_are_a_thousandth(other: int, form: Form) -> None:
    graph = Graph()
    x = graph.argument((1, 8192))
    y = dense(graph, x, graph.constant(random((other, 8192))), (1, other))
    z = graph.op("RESHAPE", [y, graph.constant(np.array([other], np.int32))], (other,))
    small = dense(graph, graph.argument((1, 128)), graph.constant(random((4, 128))))
    _, ctx = transformed(graph.module(z, small), QuantizeWeights())
    assert [r.form for _, r in ctx.remarks if r.bytes_before == 4 * 512] == [form]


@pytest.mark.parametrize("value", [65520.0, -65520.0])
def test_weights_beyond_float16_stay_float(value: float) -> None:
    weights = random((4, 8))
    weights[1, 2] = value
    result, ctx = transformed(DENSE.module(weights), QuantizeWeights(0, scheme="float16"))
    remark = ctx.remarks.get(op_of(result, "FULLY_CONNECTED"))
    assert remark
    assert remark.reason.startswith("its weights are beyond the largest float16")


# What is too small, or not finite


def small_convolution(outputs: int) -> ModuleOp:
    case = WeightedOp(
        "CONV_2D",
        (1, 4, 4, 8),
        (outputs, 3, 3, 8),
        (1, 4, 4, outputs),
        axis=0,
        options=WINDOW,
    )
    return case.module(random(case.weight))


@pytest.mark.parametrize(
    ("outputs", "scheme", "form", "storage"),
    [
        (14, "int8", Form.FLOAT, None),
        (15, "int8", Form.HYBRID, "i8"),
        (14, "int4", Form.DEQUANTIZED, "i8"),
        (15, "int4", Form.HYBRID, "i4"),
        (3, "int4", Form.FLOAT, None),
        (4, "int4", Form.DEQUANTIZED, "i8"),
        (3, "int4-weight-only", Form.FLOAT, None),
        (4, "int4-weight-only", Form.DEQUANTIZED, "i8"),
        (15, "int4-weight-only", Form.DEQUANTIZED, "i4"),
        (4, "float16", Form.DEQUANTIZED, None),
    ],
)
def test_how_small_weights_are_unless_said(
    outputs: int, scheme: str, form: Form, storage: str | None
) -> None:
    """72 elements for each output."""
    module = small_convolution(outputs)
    result, ctx = transformed(module, QuantizeWeights(scheme=scheme))
    remark = ctx.remarks.get(op_of(result, "CONV_2D"))
    assert remark
    assert remark.form is form
    found = [c.output.type.element_type for c in ops_of(result, QConstOp)]
    assert [e.stored for e in found if isinstance(e, UniformType)] == [storage] * bool(storage)


@pytest.mark.parametrize(("min_elements", "form"), [(32, Form.HYBRID), (33, Form.FLOAT)])
def test_min_elements_is_the_least_number_quantized(min_elements: int, form: Form) -> None:
    module = DENSE.module(random((4, 8)))
    remark = remark_on(module, "FULLY_CONNECTED", min_elements)
    assert remark.form is form
    assert (form is Form.FLOAT) == ("fewer than min-elements=33" in remark.reason)


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("family", ["CONV_2D", "FULLY_CONNECTED", "BATCH_MATMUL"])
@settings(max_examples=5)
@given(data=st.data(), seed=SEEDS)
def test_weights_that_are_not_finite_are_refused(
    family: str, value: float, data: st.DataObject, seed: int
) -> None:
    case: WeightedOp = data.draw(FAMILIES[family])
    rng = np.random.default_rng(seed)
    weights = case.random_weights(rng)
    weights.flat[rng.integers(weights.size)] = value
    module = case.module(weights)
    assert not ops_of(quantized(module), QConstOp)
    assert remark_on(module, family) == Remark(
        Form.FLOAT, "its weights hold values that are not finite", weights.nbytes, weights.nbytes
    )


# Weights with several users


def test_weight_of_two_layers_is_quantized_once() -> None:
    graph = Graph()
    x, w = graph.argument((1, 8)), graph.constant(random((8, 8)))
    y = dense(graph, dense(graph, x, w, (1, 8)), w, (1, 8))
    result = quantized(graph.module(y))
    assert len(ops_of(result, QConstOp)) == 1
    assert sizes_of_int8_buffers(result) == [64]


def test_weight_that_is_added_too_stays_float() -> None:
    graph = Graph()
    x, w = graph.argument((4, 8)), graph.constant(random((4, 8)))
    module = graph.module(dense(graph, x, w, (4, 4)), graph.op("ADD", [x, w], (4, 8)))
    assert not ops_of(quantized(module), QConstOp)
    remark = remark_on(module, "FULLY_CONNECTED")
    assert remark.form is Form.FLOAT
    assert "tfl.add" in remark.reason


def test_weight_that_is_returned_stays_float() -> None:
    graph = Graph()
    x, w = graph.argument((1, 8)), graph.constant(random((4, 8)))
    module = graph.module(dense(graph, x, w), w)
    assert not ops_of(quantized(module), QConstOp)
    assert "func.return" in remark_on(module, "FULLY_CONNECTED").reason


def test_operand_that_is_weight_and_activation_stays_float() -> None:
    graph = Graph()
    w = graph.constant(random((4, 4)))
    module = graph.module(graph.op("BATCH_MATMUL", [w, w], (4, 4)))
    assert not ops_of(quantized(module), QConstOp)


def test_weight_scaled_along_two_axes_has_one_scale() -> None:
    graph = Graph()
    x, w = graph.argument((4, 4)), graph.constant(random((4, 4)))
    y = graph.op("BATCH_MATMUL", [x, w], (4, 4))
    z = graph.op("BATCH_MATMUL", [x, w], (4, 4), adj_y=True)
    assert scales_of(only_constant(quantized(graph.module(y, z)))).size == 1


@pytest.mark.parametrize(
    ("builtin", "scheme", "reason"),
    [
        (
            "FULLY_CONNECTED",
            "int4-block32",
            "int4, one scale per channel; no kernel takes its rows",
        ),
        ("DEPTHWISE_CONV_2D", "int4", "int8, one scale per channel; no kernel takes int4"),
        ("CONV_2D", "int2", "int4, one scale per channel; no kernel takes int2"),
    ],
)
def test_what_is_less_than_asked_for_is_said(builtin: str, scheme: str, reason: str) -> None:
    case = {
        "FULLY_CONNECTED": DENSE,
        "DEPTHWISE_CONV_2D": WeightedOp(
            "DEPTHWISE_CONV_2D", (1, 4, 4, 8), (1, 3, 3, 8), (1, 4, 4, 8), 3, options=WINDOW
        ),
        "CONV_2D": WeightedOp(
            "CONV_2D", (1, 4, 4, 8), (6, 3, 3, 8), (1, 4, 4, 6), 0, options=WINDOW
        ),
    }[builtin]
    result, ctx = transformed(case.module(random(case.weight)), QuantizeWeights(0, scheme=scheme))
    said = str(ctx.remarks.get(op_of(result, builtin)))
    assert said.startswith(reason)
    legal, ctx = transformed(
        case.module(random(case.weight)), QuantizeWeights(0, scheme=scheme), LegalizeHybrid()
    )
    assert reason.partition("; ")[2] in str(ctx.remarks.get(op_of(legal, builtin)))


def test_tied_table_is_quantized_once() -> None:
    """Looked up by rows, and the weight of a layer; rows of one cannot have scales of the other."""
    graph = Graph()
    i, table = graph.argument((3,), "int32"), graph.constant(random((16, 8)))
    rows = graph.op("GATHER", [table, i], (3, 8), axis=0)
    result = quantized(graph.module(dense(graph, rows, table, (3, 16))))
    assert scales_of(only_constant(result)).size == 1
    assert [op.OPERATOR.name for op in ops_of(result, TflOp)] == [
        "GATHER",
        "DEQUANTIZE",
        "FULLY_CONNECTED",
    ]


def test_refusal_spreads_to_other_functions() -> None:
    """Else the file would hold the weight twice."""
    values = random((4, 8))
    blob = Blob.of("kernel", values)
    graph, other = Graph("main"), Graph("other")
    w = graph.constant(values, blob)
    added = graph.op("ADD", [graph.argument((4, 8)), w], (4, 8))
    y = dense(other, other.argument((1, 8)), other.constant(values, blob))
    result = quantized(ModuleOp([graph.function(added), other.function(y)]))
    assert not ops_of(result, QConstOp)


@pytest.mark.parametrize("scheme", ["float16", "int8-weight-only"])
def test_readers_of_floats_read_what_is_widened(scheme: str) -> None:
    graph = Graph()
    x, w = graph.argument((4, 8)), graph.constant(random((4, 8)))
    module = graph.module(dense(graph, x, w, (4, 4)), graph.op("ADD", [x, w], (4, 8)))
    result = quantized(module, scheme=scheme)
    (widened,) = ops_of(result, DequantizeOp)
    assert op_of(result, "FULLY_CONNECTED").operands[1] is widened.output
    assert op_of(result, "ADD").operands[1] is widened.output


@pytest.mark.parametrize(
    ("shape", "scheme", "scales"),
    [
        ((512, 8), "int8", 8),
        ((64, 8), "int8", 1),
        ((512, 8), "int8-tensor", 1),
        ((1, 1024), "int8", 1),
        ((1024,), "int4", 1),
    ],
)
def test_other_constants_only_where_asked_for(shape: Shape, scheme: str, scales: int) -> None:
    graph = Graph()
    x, w = graph.argument(shape), graph.constant(random(shape))
    module = graph.module(graph.op("ADD", [x, w], shape))
    assert not ops_of(quantized(module, 1), QConstOp)
    assert remark_on(module, "ADD", 1).form is Form.FLOAT
    result, ctx = transformed(module, QuantizeWeights(1, scheme=scheme, constants=True))
    assert scales_of(only_constant(result)).size == scales
    remark = ctx.remarks.get(op_of(result, "ADD"))
    bits = 4 if scheme == "int4" else 8
    elements = int(np.prod(shape))
    assert remark
    assert (remark.form, remark.caveat) == (Form.DEQUANTIZED, "for size only")
    assert remark.bytes_before == 4 * elements
    assert remark.bytes_after == elements * bits // 8 + scales * 12


def test_report_counts_all_constants_of_an_op() -> None:
    graph = Graph()
    v, w = graph.constant(random((64, 8))), graph.constant(random((64, 8)) + 1)
    module = graph.module(graph.op("ADD", [v, w], (64, 8)))
    result, ctx = transformed(module, QuantizeWeights(1, constants=True))
    remark = ctx.remarks.get(op_of(result, "ADD"))
    assert remark
    assert (remark.bytes_before, remark.bytes_after) == (4096, 2 * (512 + 12))


def test_constant_that_is_also_returned_by_another_function_stays_float() -> None:
    """Else the file would hold it twice."""
    values = random((64, 8))
    blob = Blob.of("table", values)
    graph, other = Graph("main"), Graph("other")
    added = graph.op("ADD", [graph.argument((64, 8)), graph.constant(values, blob)], (64, 8))
    functions = [graph.function(added), other.function(other.constant(values, blob))]
    assert not ops_of(quantized(ModuleOp(functions), 1, constants=True), QConstOp)


def test_lstm_is_never_half_dequantized() -> None:
    """One of its matrices is also the weight of a small layer, which alone would be dequantized."""
    graph = Graph()
    x, none = graph.argument((1, 3, 20)), graph.absent()
    w, shared = graph.constant(random((20, 20))), graph.constant(random((20, 20)) + 1)
    bias = graph.constant(np.zeros(20, np.float32))
    operands = [x, *4 * [w], *3 * [w], shared, *3 * [none], *4 * [bias], none, none]
    operands += [graph.variable((1, 20)), graph.variable((1, 20))]
    y = graph.op("UNIDIRECTIONAL_SEQUENCE_LSTM", operands, (1, 3, 20))
    z = graph.op("FULLY_CONNECTED", [y, shared, none], (1, 3, 20), keep_num_dims=True)
    result, _ = transformed(graph.module(z), QuantizeWeights(scheme="int4"))
    lstm = op_of(result, "UNIDIRECTIONAL_SEQUENCE_LSTM")
    owners = {type(lstm.operands[i].owner) for i in range(1, 9)}
    assert owners == {QConstOp}


@pytest.mark.parametrize("scheme", ["float16", "int4-block32"])
def test_weights_that_would_vanish_stay_float(scheme: str) -> None:
    case = WeightedOp("FULLY_CONNECTED", (1, 32), (4, 32), (1, 4), axis=0)
    result, ctx = transformed(
        case.module(random((4, 32)) * np.float32(1e-9)), QuantizeWeights(0, scheme=scheme)
    )
    remark = ctx.remarks.get(op_of(result, "FULLY_CONNECTED"))
    assert remark
    assert remark.form is Form.FLOAT
    assert "all below the smallest" in remark.reason


def test_bias_is_no_other_constant() -> None:
    graph = Graph()
    x, w = graph.argument((1, 1)), graph.argument((64, 1))
    bias = graph.constant(random((64,)))
    module = graph.module(graph.op("FULLY_CONNECTED", [x, w, bias], (1, 64)))
    assert not ops_of(quantized(module, 1, constants=True), QConstOp)


def test_refusal_spreads_to_all_who_share_a_weight() -> None:
    """One shares `w` with a second, which shares `v` with an ADD, in whichever order they come."""
    graph = Graph()
    x, none = graph.argument((1, 1, 4)), graph.absent()
    w, v = graph.constant(random((4, 4))), graph.constant(random((4, 4)))
    bias = graph.constant(np.zeros(4, np.float32))

    def layer(matrix: SSAValue, recurrent: SSAValue) -> SSAValue:
        operands = [x, *4 * [matrix], *4 * [recurrent], *3 * [none], *4 * [bias], none, none]
        operands += [graph.variable((1, 4)), graph.variable((1, 4))]
        return graph.op("UNIDIRECTIONAL_SEQUENCE_LSTM", operands, (1, 1, 4))

    results = layer(w, w), layer(w, v), graph.op("ADD", [v, v], (4, 4))
    result, ctx = transformed(graph.module(*results), QuantizeWeights(0))
    assert not ops_of(result, QConstOp)
    layers = [op for op in ops_of(result, TflOp) if op.OPERATOR.name != "ADD"]
    remarks = [ctx.remarks.get(op) for op in layers]
    assert [remark and remark.form for remark in remarks] == [Form.FLOAT, Form.FLOAT]


def test_buffer_of_two_functions_stays_one() -> None:
    values = random((4, 8))
    blob = Blob.of("kernel", values)
    functions = [
        graph.function(dense(graph, graph.argument((1, 8)), graph.constant(values, blob)))
        for graph in (Graph("main"), Graph("other"))
    ]
    result = quantized(ModuleOp(functions))
    assert len(ops_of(result, QConstOp)) == 2
    assert sizes_of_int8_buffers(result) == [32]


def test_buffer_in_two_shapes_makes_two_weights_of_two_names() -> None:
    values = random((4, 8))
    blob = Blob.of("kernel", values)
    graph = Graph()
    x, y = graph.argument((1, 8)), graph.argument((1, 4))
    w, v = graph.constant(values, blob), graph.constant(values.reshape(8, 4), blob)
    module = graph.module(dense(graph, x, w), dense(graph, y, v, (1, 8)))
    result = quantized(module)
    assert len({name_of(constant) for constant in ops_of(result, QConstOp)}) == 2
    for constant, expected in zip(ops_of(result, QConstOp), (w, v), strict=True):
        weights = values.reshape(expected.type.get_shape())  # pyright: ignore
        error = np.abs(dequantized(constant) - weights)
        assert np.all(error <= scales_of(constant) * 0.5001)


def sizes_of_int8_buffers(module: ModuleOp) -> list[int]:
    """Bytes of each buffer of the written file that an int8 tensor of any subgraph uses."""
    model = read_model(memoryview(tflite_bytes(module)))
    int8 = enum_values("TensorType")["INT8"]
    used = {t.buffer for graph in model.subgraphs for t in graph.tensors if t.type == int8}
    return [len(model.buffers[index].data) for index in sorted(used)]


def name_of(constant: QConstOp) -> str:
    assert isinstance(constant.value, WeightAttr)
    return constant.value.blob.data.name


# What becomes of the module


def test_float_constant_is_gone_and_the_names_stay() -> None:
    result = quantized(DENSE.module(random((4, 8))))
    assert not ops_of(result, ConstOp)
    assert op_of(result, "FULLY_CONNECTED").operands[1].owner is only_constant(result)


def test_running_again_changes_nothing() -> None:
    once = quantized(DENSE.module(random((4, 8))))
    assert str(quantized(once)) == str(once)
    assert remark_on(once, "FULLY_CONNECTED").form is Form.UNCHANGED


def test_original_is_untouched_and_the_integers_come_when_asked_for() -> None:
    """The integers are computed as they are written, from weights that must stay what they were."""
    values = random((4, 8))
    module = DENSE.module(values)
    constant = only_constant(quantized(module))
    np.testing.assert_array_equal(integers_of(constant), integers_of(constant))
    np.testing.assert_array_equal(values, random((4, 8)))


def test_text_with_weights_holds_the_integers() -> None:
    result = quantized(DENSE.module(random((4, 8))))
    text = mlir_text(result, QirContext(), PrintWeights.INLINE)
    again = parse_mlir(text, QirContext())
    np.testing.assert_array_equal(
        integers_of(only_constant(again)), integers_of(only_constant(result))
    )
    assert tflite_bytes(again) == tflite_bytes(result)


def test_bytes_of_the_remark() -> None:
    remark = remark_on(DENSE.module(random((4, 8))), "FULLY_CONNECTED")
    assert remark == Remark(Form.HYBRID, remark.reason, 32 * 4, 32 + 4 * (4 + 8))
    assert remark.reason == "int8, one scale per channel"
