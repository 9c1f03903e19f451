"""A function run again with some ops computed otherwise: as if it were run anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from models import digits
from random_graphs import Sample, graphs, random_input, shape
from xdsl.dialects.builtin import ModuleOp
from xdsl.ir import Operation

from qir.context import QirContext
from qir.dialects.tfl.base import TflOp
from qir.driver.pipelines import run, step
from qir.frontends.mlir import parse_mlir
from qir.frontends.tflite import read_tflite
from qir.functions import operators
from qir.interp.comparison import entry_function
from qir.interp.inputs import draw_inputs
from qir.interp.machine import Instead, Machine
from qir.interp.replay import Replay
from qir.passes.analysis.sensitivity import Changes, Twin, together, units_of
from qir.passes.legalize_hybrid import LegalizeHybrid
from qir.passes.quantize_weights import QuantizeWeights

Array = Any


def anew(module: ModuleOp, changes: Changes, inputs: Sequence[Array]) -> list[Array]:
    machine = Machine(module)
    machine.instead = changes
    return machine.run(inputs, entry_function(module).sym_name.data)


def assert_same(found: Sequence[Array], expected: Sequence[Array]) -> None:
    for one, other in zip(found, expected, strict=True):
        np.testing.assert_array_equal(one, other, strict=True)


def assert_replays(
    module: ModuleOp, every: Sequence[Mapping[Operation, Instead]], inputs: Sequence[Array]
) -> None:
    """Each run is that of a machine of its own, whatever was run before."""
    replay = Replay(Machine(module), entry_function(module), inputs)
    plain = anew(module, {}, inputs)
    for changes in every:
        assert_same(replay.outputs, plain)
        assert_same(replay.run(changes), anew(module, changes, inputs))
    assert_same(replay.run({}), plain)


def prepared(path: Path) -> ModuleOp:
    module = read_tflite(path)
    run((step("canonicalize", for_quantization=True), "annotate-ranges"), module, QirContext())
    return module


def changes_of(module: ModuleOp, scheme: str) -> list[Changes]:
    """Of each unit alone, and of all of them."""
    twin = Twin(module, (QuantizeWeights(scheme=scheme, min_elements=0), LegalizeHybrid()))
    every = [found for unit in units_of(module) if (found := twin.changes(unit.ops))]
    assert every
    return [*every, together(every)]


def test_ops_of_real_models_with_other_weights(bundled_model: Path) -> None:
    """Convolutions, a loop, an LSTM with states, attention."""
    module = prepared(bundled_model)
    image = digits()[0][3:4]
    kept = image.copy()
    every = [*changes_of(module, "int8"), changes_of(module, "int4-weight-only")[-1]]
    assert_replays(module, every, [image])
    np.testing.assert_array_equal(image, kept)
    assert image.flags.writeable


@given(graphs(), st.integers(0, 2**32 - 1), st.data())
@settings(max_examples=25)
def test_any_op_computed_otherwise(sample: Sample, seed: int, data: st.DataObject) -> None:
    module = sample.module
    rng = np.random.default_rng(seed)
    ops = operators(entry_function(module))

    def other(op: TflOp) -> Instead:
        """The same op of numbers that have nothing to do with its first operand."""
        values = rng.standard_normal(shape(op.operands[0])).astype(np.float32)
        return Instead(op, lambda: {0: values})

    picked = [data.draw(st.lists(st.sampled_from(ops), unique=True, max_size=3)) for _ in range(3)]
    every: list[Changes] = [{op: other(op) for op in each} for each in picked]
    assert_replays(module, every, [random_input(seed)])


STATEFUL = """
func.func @main(%x: tensor<1x2xf32>) -> (tensor<1x2xf32>, tensor<1x2xf32>) {
  "tfl.call_once"() <{session_init_function = "begin"}> : () -> ()
  %v = "tfl.var_handle"() <{container = "", shared_name = "v"}> : () -> tensor<!tf_type.resource>
  %w = "tfl.pseudo_const"() <{value = dense<[[0.3, -1.7], [2.1, 0.9]]> : tensor<2x2xf32>}>
    : () -> tensor<2x2xf32>
  %none = "tfl.no_value"() <{value}> : () -> none
  %y = "tfl.fully_connected"(%x, %w, %none)
    : (tensor<1x2xf32>, tensor<2x2xf32>, none) -> tensor<1x2xf32>
  %z = "tfl.abs"(%x) : (tensor<1x2xf32>) -> tensor<1x2xf32>
  %0 = "tfl.read_variable"(%v) : (tensor<!tf_type.resource>) -> tensor<1x2xf32>
  %1 = "tfl.add"(%0, %y) <{fused_activation_function = "NONE"}>
    : (tensor<1x2xf32>, tensor<1x2xf32>) -> tensor<1x2xf32>
  "tfl.assign_variable"(%v, %1) : (tensor<!tf_type.resource>, tensor<1x2xf32>) -> ()
  %2 = "tfl.read_variable"(%v) : (tensor<!tf_type.resource>) -> tensor<1x2xf32>
  func.return %2, %z : tensor<1x2xf32>, tensor<1x2xf32>
}
func.func @begin() {
  %v = "tfl.var_handle"() <{container = "", shared_name = "v"}> : () -> tensor<!tf_type.resource>
  %0 = "tfl.pseudo_const"() <{value = dense<0.5> : tensor<1x2xf32>}> : () -> tensor<1x2xf32>
  "tfl.assign_variable"(%v, %0) : (tensor<!tf_type.resource>, tensor<1x2xf32>) -> ()
  func.return
}
"""


def test_what_goes_through_a_variable_is_computed_again() -> None:
    module = parse_mlir(STATEFUL, QirContext())
    inputs = [np.array([[1.0, -2.0]], np.float32)]
    every = changes_of(module, "int8")
    assert_replays(module, [every[0], {}, every[0]], inputs)
    replay = Replay(Machine(module), entry_function(module), inputs)
    changed = replay.run(every[0])
    assert (changed[0] != replay.outputs[0]).any()
    assert_same(changed[1:], replay.outputs[1:])


INNER_STATE = """
func.func @main(%x: tensor<1x2xf32>, %y: tensor<1x2xf32>) -> (tensor<1x3xf32>, tensor<1x3xf32>) {
  %0 = "tfl.call"(%x) <{subgraph = @step}> : (tensor<1x2xf32>) -> tensor<1x3xf32>
  %1 = "tfl.abs"(%y) : (tensor<1x2xf32>) -> tensor<1x2xf32>
  %2 = "tfl.call"(%1) <{subgraph = @step}> : (tensor<1x2xf32>) -> tensor<1x3xf32>
  func.return %0, %2 : tensor<1x3xf32>, tensor<1x3xf32>
}
func.func @step(%x: tensor<1x2xf32>) -> tensor<1x3xf32> {
  %w = "tfl.pseudo_const"() <{value = dense<0.5> : tensor<3x2xf32>}> : () -> tensor<3x2xf32>
  %r = "tfl.pseudo_const"() <{value = dense<0.25> : tensor<3x3xf32>}> : () -> tensor<3x3xf32>
  %b = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<3xf32>}> : () -> tensor<3xf32>
  %h = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1x3xf32>}> {tfl.is_variable}
    : () -> tensor<1x3xf32>
  %0 = "tfl.rnn"(%x, %w, %r, %b, %h) <{fused_activation_function = "TANH"}>
    : (tensor<1x2xf32>, tensor<3x2xf32>, tensor<3x3xf32>, tensor<3xf32>, tensor<1x3xf32>)
    -> tensor<1x3xf32>
  func.return %0 : tensor<1x3xf32>
}
"""


def test_a_state_that_two_calls_go_on_from() -> None:
    module = parse_mlir(INNER_STATE, QirContext())
    inputs = [np.array([[1.0, -2.0]], np.float32), np.array([[0.5, -3.0]], np.float32)]
    (op,) = [op for op in entry_function(module).walk() if op.name == "tfl.abs"]
    other = Instead(op, lambda: {0: np.array([[-4.0, 0.0]], np.float32)})
    assert_replays(module, [{op: other}], inputs)


def test_bytes_of_what_is_kept() -> None:
    module = parse_mlir(STATEFUL, QirContext())
    inputs = draw_inputs(entry_function(module), 0)
    assert Replay(Machine(module), entry_function(module), inputs).nbytes >= 6 * 8
