"""Moments of what weights are multiplied with, against what the ops themselves compute."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from models import EXAMPLES, digits, noise
from small_models import Array, Graph, ops_of
from weighted_ops import FAMILIES, SEEDS, WeightedOp
from xdsl.dialects.builtin import ModuleOp

from qir.context import QirContext
from qir.diagnostics import QirError
from qir.dialects.interfaces import quantizable_weights
from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.matrix import BatchMatMulOp, FullyConnectedOp
from qir.frontends.mlir import parse_mlir
from qir.frontends.tflite import read_tflite
from qir.interp import Machine
from qir.interp.comparison import entry_function
from qir.interp.weight_rows import has_weight_rows, weight_form
from qir.passes.analysis.moments import WeightMoments, gather_moments
from qir.samples import Sample, open_samples

WITH_ROWS = [name for name in FAMILIES if name not in ("EMBEDDING_LOOKUP", "GATHER")]


def samples(inputs: Iterable[Sequence[Array]]) -> Iterator[Sample]:
    for number, arrays in enumerate(inputs):
        yield Sample(f"sample {number}", list(arrays))


def assert_close(found: Array, expected: Array) -> None:
    """To what the ops, which add up a few dozen products, compute in float32."""
    np.testing.assert_allclose(found, expected, rtol=2e-4, atol=1e-5)


def weighted_op(module: ModuleOp) -> TflOp:
    (found,) = (op for op in module.walk() if isinstance(op, TflOp) and has_weight_rows(op))
    return found


def outputs(module: ModuleOp, inputs: Iterable[Array], axis: int) -> Array:
    """What the op gives for all inputs, as float64 [n, channels]."""
    machine = Machine(module)
    every = [np.moveaxis(machine.run([x])[0], axis, -1) for x in inputs]
    return np.concatenate([y.reshape(-1, y.shape[-1]) for y in every]).astype(np.float64)


def linear(case: WeightedOp) -> WeightedOp:
    without = {k: v for k, v in case.options.items() if k != "fused_activation_function"}
    return replace(case, options=without)


@pytest.mark.parametrize("family", WITH_ROWS)
@settings(max_examples=40)
@given(data=st.data(), seed=SEEDS, count=st.integers(1, 3))
def test_moments_are_those_of_the_outputs(
    family: str, data: st.DataObject, seed: int, count: int
) -> None:
    """Of each channel the mean is w . mean, and the mean square w . second . w."""
    case, rng = linear(data.draw(FAMILIES[family])), np.random.default_rng(seed)
    weights = rng.standard_normal(case.weight).astype(np.float32)
    inputs = [(rng.standard_normal(case.input) + 1).astype(np.float32) for _ in range(count)]
    module = case.module(weights)
    op = weighted_op(module)
    (found,) = gather_moments(module, samples([x] for x in inputs), [op], with_second=[op]).values()
    every = outputs(module, inputs, -1)
    matrices = found.form.matrices(weights).astype(np.float64)
    assert matrices.shape == (found.form.groups, found.form.outputs, found.form.depth)
    mean = found.form.by_channel((matrices @ found.rows.mean[:, :, np.newaxis])[..., 0])
    assert_close(mean, every.mean(0))
    assert found.rows.second is not None
    square = found.form.by_channel(((matrices @ found.rows.second) * matrices).sum(-1))
    assert_close(square, (every**2).mean(0))
    assert found.form.channels == every.shape[1]
    assert found.rows.count * found.form.groups * found.form.outputs == every.size


@pytest.mark.parametrize("family", WITH_ROWS)
@given(data=st.data())
def test_matrices_of_weights_go_back(family: str, data: st.DataObject) -> None:
    case = linear(data.draw(FAMILIES[family]))
    weights = np.arange(np.prod(case.weight), dtype=np.float32).reshape(case.weight)
    module = case.module(weights)
    op = weighted_op(module)
    x = np.ones(case.input, np.float32)
    (found,) = gather_moments(module, samples([[x]]), [op]).values()
    assert weight_form(op) == found.form
    matrices = found.form.matrices(weights)
    np.testing.assert_array_equal(found.form.weight(matrices, weights.shape), weights)
    # The channel of an output is that of its weights.
    trait = quantizable_weights(type(op))
    assert trait is not None
    axis = trait.axis_of(op, weights.ndim)
    assert axis is not None
    channels = np.indices(weights.shape)[axis]
    of_outputs = found.form.matrices(channels)[..., 0].reshape(-1)
    np.testing.assert_array_equal(of_outputs, np.arange(of_outputs.size) % found.form.channels)


@pytest.mark.parametrize("left", [(), (2,), (1, 2), (3, 2), (3, 1)])
@pytest.mark.parametrize("right", [(), (2,), (3, 1), (3, 2), (1, 1)])
def test_batches_of_weights_are_groups(left: tuple[int, ...], right: tuple[int, ...]) -> None:
    x, weights = noise(*left, 4, 5), noise(*right, 5, 6, seed=1)
    expected = (x @ weights).astype(np.float64)
    graph = Graph()
    operands = [graph.argument(x.shape), graph.constant(weights)]
    options = {"adj_x": False, "adj_y": False}
    module = graph.module(graph.op("BATCH_MATMUL", operands, expected.shape, **options))
    (op,) = ops_of(module, BatchMatMulOp)
    (found,) = gather_moments(module, samples([[x]]), [op]).values()
    assert found.form.groups == np.prod(right, dtype=int)
    means = found.form.matrices(weights) @ found.rows.mean[:, :, np.newaxis]
    by_channel = found.form.by_channel(means[..., 0])
    assert_close(by_channel, expected.reshape(-1, 6).mean(0))


def dense(*shapes: tuple[int, int]) -> tuple[ModuleOp, list[TflOp]]:
    """FULLY_CONNECTED ops one after another, of weights [out, in]."""
    graph = Graph()
    value = graph.argument((3, shapes[0][1]))
    for number, shape in enumerate(shapes):
        operands = [value, graph.constant(noise(*shape, seed=number)), graph.absent()]
        value = graph.op("FULLY_CONNECTED", operands, (3, shape[0]))
    module = graph.module(value)
    return module, [*ops_of(module, FullyConnectedOp)]


def test_moments_of_parts_add_up() -> None:
    module, ops = dense((6, 5))
    inputs = [[noise(3, 5, seed=seed)] for seed in range(7)]

    def of(part: list[list[Array]]) -> WeightMoments:
        return gather_moments(module, samples(part), ops, with_second=ops)[ops[0]]

    whole, added = of(inputs), of(inputs[:2]) + of(inputs[2:])
    rows = np.concatenate([x for (x,) in inputs]).astype(np.float64)
    for found in (whole.rows, added.rows):
        assert found.count == 21
        assert found.second is not None
        np.testing.assert_allclose(found.mean[0], rows.mean(0))
        np.testing.assert_allclose(found.second[0], rows.T @ rows / 21)


def test_second_moments_are_there_where_they_are_wanted() -> None:
    module, ops = dense((6, 5), (4, 6))
    found = gather_moments(module, samples([[noise(3, 5)]]), ops, with_second=ops[1:])
    assert found[ops[0]].rows.second is None
    assert found[ops[1]].rows.second is not None


def test_memory_does_not_grow_with_samples() -> None:
    import tracemalloc

    module, ops = dense((64, 256))

    def peak(count: int) -> int:
        tracemalloc.start()
        try:
            many = samples([noise(3, 256, seed=seed)] for seed in range(count))
            gather_moments(module, many, ops, with_second=ops)
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(1)  # Caches are filled.
    assert peak(1000) < 1.5 * peak(200)


LOOP = """
func.func @main(%n: tensor<i32>, %x: tensor<1x2xf32>, %c: tensor<i1>) -> tensor<1x2xf32> {
  %0:2 = "tfl.while"(%n, %x) ({
  ^bb0(%a: tensor<i32>, %b: tensor<1x2xf32>):
    %more = func.call @is_more(%a, %b) : (tensor<i32>, tensor<1x2xf32>) -> tensor<i1>
    "tfl.yield"(%more) : (tensor<i1>) -> ()
  }, {
  ^bb0(%a: tensor<i32>, %b: tensor<1x2xf32>):
    %next:2 = func.call @step(%a, %b)
      : (tensor<i32>, tensor<1x2xf32>) -> (tensor<i32>, tensor<1x2xf32>)
    "tfl.yield"(%next#0, %next#1) : (tensor<i32>, tensor<1x2xf32>) -> ()
  }) : (tensor<i32>, tensor<1x2xf32>) -> (tensor<i32>, tensor<1x2xf32>)
  func.return %0#1 : tensor<1x2xf32>
}
func.func private @is_more(%n: tensor<i32>, %x: tensor<1x2xf32>) -> tensor<i1> {
  %0 = "tfl.cast"(%n) : (tensor<i32>) -> tensor<i1>
  func.return %0 : tensor<i1>
}
func.func private @step(%n: tensor<i32>, %x: tensor<1x2xf32>) -> (tensor<i32>, tensor<1x2xf32>) {
  %less = "tfl.pseudo_const"() <{value = dense<-1> : tensor<i32>}> : () -> tensor<i32>
  %0 = tfl.add %n, %less {fused_activation_function = "NONE"} : tensor<i32>
  %w = "tfl.pseudo_const"() <{value = dense<[[2.0, 0.0], [0.0, 3.0]]> : tensor<2x2xf32>}>
    : () -> tensor<2x2xf32>
  %none = "tfl.no_value"() <{value}> : () -> none
  %y = "tfl.fully_connected"(%x, %w, %none) <{fused_activation_function = "NONE",
    weights_format = "DEFAULT", keep_num_dims = false, asymmetric_quantize_inputs = false}>
    : (tensor<1x2xf32>, tensor<2x2xf32>, none) -> tensor<1x2xf32>
  func.return %0, %y : tensor<i32>, tensor<1x2xf32>
}
"""


def in_loop(*counts: int) -> dict[TflOp, WeightMoments]:
    module = parse_mlir(LOOP, QirContext())
    ops = ops_of(module, FullyConnectedOp)
    x, condition = np.array([[1.0, -1.0]], np.float32), np.array(True)
    inputs = ([np.array(count, np.int32), x, condition] for count in counts)
    return gather_moments(module, samples(inputs), ops)


def test_ops_of_loops_count_as_often_as_they_run() -> None:
    """Two runs and one see the input itself twice, and once what the op made of it."""
    (found,) = in_loop(2, 1).values()
    assert found.rows.count == 3
    np.testing.assert_array_equal(found.rows.mean, [[4 / 3, -5 / 3]])


def test_an_op_that_no_sample_reaches_has_no_moments() -> None:
    assert in_loop(0, 0) == {}
    module, ops = dense((6, 5))
    assert gather_moments(module, samples([]), ops) == {}


def test_ops_in_the_loop_of_a_real_model_are_reached() -> None:
    module = read_tflite(EXAMPLES / "gru.tflite")
    ops = ops_of(module, FullyConnectedOp)
    images = open_samples(lambda: list(digits()[0][:2]), entry_function(module))
    found = gather_moments(module, images.read(), ops)
    assert set(found) == set(ops)
    assert {each.rows.count for each in found.values()} >= {2, 14}


def test_a_sample_that_cannot_be_run_is_named() -> None:
    module, ops = dense((6, 5))
    with pytest.raises(QirError, match=r"sample 0: @main: input 0 has shape \[4\]"):
        gather_moments(module, samples([[noise(4)]]), ops)


def test_an_op_of_other_weights_is_refused() -> None:
    module = read_tflite(EXAMPLES / "lstm.tflite")
    ops = [op for op in module.walk() if isinstance(op, TflOp) and "lstm" in op.name]
    message = r"tfl.unidirectional_sequence_lstm .*: what its weights are multiplied with is not"
    with pytest.raises(QirError, match=message):
        gather_moments(module, samples([]), ops)


def test_integer_activations_are_refused() -> None:
    element = "!quant.uniform<i8:f32, 0.5>"
    text = f"""
    func.func @main(%x: tensor<1x2x{element}>, %w: tensor<2x2x{element}>)
        -> tensor<1x2x{element}> {{
      %none = "tfl.no_value"() <{{value}}> : () -> none
      %y = "tfl.fully_connected"(%x, %w, %none) <{{fused_activation_function = "NONE",
        weights_format = "DEFAULT", keep_num_dims = false, asymmetric_quantize_inputs = false}}>
        : (tensor<1x2x{element}>, tensor<2x2x{element}>, none) -> tensor<1x2x{element}>
      func.return %y : tensor<1x2x{element}>
    }}
    """
    module = parse_mlir(text, QirContext())
    ops = ops_of(module, FullyConnectedOp)
    inputs: list[Any] = [np.ones((1, 2), np.int8), np.ones((2, 2), np.int8)]
    message = r"sample 0: @main op 0 tfl.fully_connected.*multiplied with int8; expected floats"
    with pytest.raises(QirError, match=message):
        gather_moments(module, samples([inputs]), ops)


def test_weights_in_different_forms_do_not_share_moments() -> None:
    module, ops = dense((6, 5), (4, 6))
    found = gather_moments(module, samples([[noise(3, 5)]]), ops)
    with pytest.raises(QirError, match="different forms"):
        _ = found[ops[0]] + found[ops[1]]
