"""The machine: functions, states, what it shows and what it refuses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from xdsl.dialects.builtin import ModuleOp
from xdsl.ir import Operation, SSAValue

from qir.context import QirContext
from qir.diagnostics import QirError
from qir.dialects.qir import UndefinedOp
from qir.frontends.mlir import parse_mlir
from qir.interp import Machine
from qir.interp.machine import Value, Weights, evaluation
from qir.interp.values import Array
from qir.notes import name_of

X = np.array([1.0, -2.0], np.float32)
TWO = """
func.func @main(%x: tensor<2xf32>) -> tensor<2xf32> {
  %0 = "tfl.abs"(%x) {qir.tensors = [{name = "size"}]} : (tensor<2xf32>) -> tensor<2xf32>
  %1 = "tfl.neg"(%0) {qir.tensors = [{name = "minus"}]} : (tensor<2xf32>) -> tensor<2xf32>
  func.return %1 : tensor<2xf32>
}
func.func @other(%x: tensor<?xi32>) -> tensor<?xi32> {
  func.return %x : tensor<?xi32>
}
"""
RNN = """
func.func @main(%x: tensor<1x1xf32>) -> tensor<1x1xf32> {
  %w = "tfl.pseudo_const"() <{value = dense<1.0> : tensor<1x1xf32>}> : () -> tensor<1x1xf32>
  %b = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1xf32>}> : () -> tensor<1xf32>
  %s = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<1x1xf32>}> {tfl.is_variable}
    : () -> tensor<1x1xf32>
  %0 = "tfl.rnn"(%x, %w, %w, %b, %s)
    <{fused_activation_function = "NONE", asymmetric_quantize_inputs = false}>
    : (tensor<1x1xf32>, tensor<1x1xf32>, tensor<1x1xf32>, tensor<1xf32>, tensor<1x1xf32>)
    -> tensor<1x1xf32>
  func.return %0 : tensor<1x1xf32>
}
"""
TYPE = "!quant.uniform<i8<-127:127>:f32:0, {0.01, 0.02}>"
HYBRID = f"""
func.func @main(%x: tensor<1x2xf32>) -> tensor<1x2xf32> {{
  %w = "tfl.pseudo_qconst"() <{{qtype = tensor<2x2x{TYPE}>,
    value = dense<[[100, 3], [-50, 7]]> : tensor<2x2xi8>}}> : () -> tensor<2x2x{TYPE}>
  %none = "tfl.no_value"() <{{value}}> : () -> none
  %0 = "tfl.fully_connected"(%x, %w, %none) <{{fused_activation_function = "NONE",
    weights_format = "DEFAULT", keep_num_dims = false, asymmetric_quantize_inputs = false}}>
    : (tensor<1x2xf32>, tensor<2x2x{TYPE}>, none) -> tensor<1x2xf32>
  func.return %0 : tensor<1x2xf32>
}}
"""


def parsed(text: str) -> ModuleOp:
    return parse_mlir(text, QirContext())


def test_functions_are_run_by_name() -> None:
    machine = Machine(parsed(TWO))
    np.testing.assert_array_equal(machine.run([X])[0], [-1.0, -2.0])
    numbers = np.arange(3, dtype=np.int32)
    np.testing.assert_array_equal(machine.run([numbers], "other")[0], numbers)


def test_every_value_is_shown_in_the_order_of_execution() -> None:
    seen: list[tuple[str | None, list[float]]] = []

    def observe(value: SSAValue, array: Array) -> None:
        seen.append((name_of(value), array.tolist()))

    Machine(parsed(TWO), observe=observe).run([X])
    assert seen == [("size", [1.0, 2.0]), ("minus", [-1.0, -2.0])]


def test_every_op_is_shown_with_its_operands_before_it_runs() -> None:
    shown: list[tuple[str, list[list[float]]]] = []

    def watch(op: Operation, operands: Sequence[Value]) -> None:
        shown.append((op.name, [each.tolist() for each in operands if each is not None]))

    Machine(parsed(TWO), watch=watch).run([X])
    assert shown == [("tfl.abs", [[1.0, -2.0]]), ("tfl.neg", [[1.0, 2.0]])]


def test_inputs_are_neither_changed_nor_kept() -> None:
    values = X.copy()
    (found,) = Machine(parsed(TWO)).run([values])
    found[:] = 0
    values[:] = 3
    assert values.flags.writeable


def test_states_live_until_they_are_reset() -> None:
    machine = Machine(parsed(RNN))
    assert not machine.remembers
    one = np.ones((1, 1), np.float32)
    assert [machine.run([one])[0].item() for _ in range(3)] == [1.0, 2.0, 3.0]
    assert machine.remembers
    machine.reset()
    assert not machine.remembers
    assert machine.run([one])[0].item() == 1.0


def test_integer_weights_are_a_hybrid_kernels_or_real_numbers() -> None:
    """Rule H1: -0.496 of 1 is 63 of 127."""
    x = np.array([[1.0, -0.496]], np.float32)
    weights = np.array([[100, 3], [-50, 7]]) * [[0.01], [0.02]]
    (real,) = Machine(parsed(HYBRID), weights=Weights.REAL).run([x])
    np.testing.assert_allclose(real, x @ weights.T, rtol=1e-6)
    (hybrid,) = Machine(parsed(HYBRID), weights=Weights.HYBRID).run([x])
    rounded = np.array([[1.0, -63 / 127]])
    np.testing.assert_allclose(hybrid, rounded @ weights.T, rtol=1e-6)


INPUTS: dict[str, tuple[Sequence[Any], str, str]] = {
    "too many": ([X, X], "main", "@main: 2 inputs; expected 1"),
    "another shape": (
        [np.zeros(3, np.float32)],
        "main",
        r"@main: input 0 has shape \[3\]; expected \[2\]",
    ),
    "another rank": (
        [np.zeros((2, 1), np.int32)],
        "other",
        r"@other: input 0 has shape \[2, 1\]; expected \[\?\]",
    ),
    "other elements": ([X.astype(np.float64)], "main", "input 0 holds float64; expected float32"),
    "another function": ([X], "mine", "no function @mine; the module has @main, @other"),
}


@pytest.mark.parametrize("kind", INPUTS)
def test_inputs_that_do_not_fit_are_refused(kind: str) -> None:
    values, function, message = INPUTS[kind]
    with pytest.raises(QirError, match=message):
        Machine(parsed(TWO)).run(values, function)


def test_an_op_without_a_function_is_refused_with_its_place() -> None:
    text = """
    func.func @main(%x: tensor<2xf32>) -> tensor<2xf32> {
      %0 = "tfl.multinomial"(%x) {qir.tensors = [{name = "drawn"}]}
        : (tensor<2xf32>) -> tensor<2xf32>
      func.return %0 : tensor<2xf32>
    }
    """
    message = '@main op 0 tfl.multinomial "drawn": the interpreter does not know what it computes'
    with pytest.raises(QirError, match=message):
        Machine(parsed(text)).run([X])


def test_an_op_of_another_dialect_has_no_semantics() -> None:
    """Also where its module has the name of none of the interpreter's."""
    assert evaluation(UndefinedOp) is None
