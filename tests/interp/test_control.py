"""Control flow, variables and custom ops against LiteRT, run after run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from models import EXAMPLES, batch_runner, digits, interpreter
from xdsl.dialects.builtin import ModuleOp
from xdsl.ir import Operation

from qir.backends.tflite.writer import tflite_bytes
from qir.context import QirContext
from qir.diagnostics import QirError
from qir.frontends.mlir import parse_mlir
from qir.frontends.tflite import read_tflite
from qir.interp import Machine

Array = npt.NDArray[Any]

BRANCHES = """
func.func private @magnitudes(%x: tensor<2xf32>) -> tensor<2xf32> {
  %y = "tfl.abs"(%x) : (tensor<2xf32>) -> tensor<2xf32>
  func.return %y : tensor<2xf32>
}
func.func private @doubled(%x: tensor<2xf32>) -> tensor<2xf32> {
  %y = tfl.add %x, %x {fused_activation_function = "NONE"} : tensor<2xf32>
  func.return %y : tensor<2xf32>
}
"""
COUNT_DOWN = """
func.func @main(%n: tensor<i32>, %x: FIRST) -> TYPE {
  %0:2 = "tfl.while"(%n, %x) ({
  ^bb0(%a: tensor<i32>, %b: TYPE):
    %more = func.call @is_more(%a, %b) : (tensor<i32>, TYPE) -> tensor<i1>
    "tfl.yield"(%more) : (tensor<i1>) -> ()
  }, {
  ^bb0(%a: tensor<i32>, %b: TYPE):
    %next:2 = func.call @step(%a, %b) : (tensor<i32>, TYPE) -> (tensor<i32>, TYPE)
    "tfl.yield"(%next#0, %next#1) : (tensor<i32>, TYPE) -> ()
  }) : (tensor<i32>, FIRST) -> (tensor<i32>, TYPE)
  func.return %0#1 : TYPE
}
func.func private @is_more(%n: tensor<i32>, %x: TYPE) -> tensor<i1> {
  %0 = "tfl.cast"(%n) : (tensor<i32>) -> tensor<i1>
  func.return %0 : tensor<i1>
}
func.func private @step(%n: tensor<i32>, %x: TYPE) -> (tensor<i32>, TYPE) {
  %less = "tfl.pseudo_const"() <{value = dense<-1> : tensor<i32>}> : () -> tensor<i32>
  %0 = tfl.add %n, %less {fused_activation_function = "NONE"} : tensor<i32>
  BODY
  func.return %0, %y : tensor<i32>, TYPE
}
"""
"""@step for as often as the first argument says."""
IS_LAST = """
  %is_not_last = "tfl.cast"(%0) : (tensor<i32>) -> tensor<i1>
  %y = "tf.If"(%is_not_last, %x) <{then_branch = @doubled, else_branch = @magnitudes}>
    : (tensor<i1>, tensor<2xf32>) -> tensor<2xf32>
"""
TWICE_AS_MANY = """
  %ones = "tfl.pseudo_const"() <{value = dense<1.0> : tensor<2x1xf32>}> : () -> tensor<2x1xf32>
  %y = "tfl.fully_connected"(%x, %ones) <{keep_num_dims = false}>
    : (tensor<?x?xf32>, tensor<2x1xf32>) -> tensor<?x?xf32>
"""
COUNTER = """
func.func @main(%x: tensor<2xf32>) -> tensor<2xf32> {
  %handle = "tfl.var_handle"() <{container = "", shared_name = "sum"}>
    : () -> tensor<!tf_type.resource>
  "tfl.call_once"() <{session_init_function = "init"}> : () -> ()
  %0 = "tfl.read_variable"(%handle) : (tensor<!tf_type.resource>) -> tensor<2xf32>
  %1 = tfl.add %0, %x {fused_activation_function = "NONE"} : tensor<2xf32>
  "tfl.assign_variable"(%handle, %1)
    : (tensor<!tf_type.resource>, tensor<2xf32>) -> ()
  func.return %1 : tensor<2xf32>
}
func.func private @init() {
  %handle = "tfl.var_handle"() <{container = "", shared_name = "sum"}>
    : () -> tensor<!tf_type.resource>
  %x = "tfl.pseudo_const"() <{value = dense<[10.0, 20.0]> : tensor<2xf32>}>
    : () -> tensor<2xf32>
  "tfl.assign_variable"(%handle, %x)
    : (tensor<!tf_type.resource>, tensor<2xf32>) -> ()
  func.return
}
"""
COMPOSITE = """
func.func @main(%x: tensor<2xf32>) -> tensor<2xf32> {
  %y = "tfl.stablehlo_composite"(%x) <{name = "some.op", decomposition = @magnitudes,
    composite_attributes = array<i8: 36, 1, 1>}> : (tensor<2xf32>) -> tensor<2xf32>
  func.return %y : tensor<2xf32>
}
"""
CALL = """
func.func @main(%x: tensor<2xf32>) -> tensor<2xf32> {
  %y = "tfl.call"(%x) <{subgraph = @magnitudes}> : (tensor<2xf32>) -> tensor<2xf32>
  func.return %y : tensor<2xf32>
}
"""
CUSTOM = """
func.func @main(%x: tensor<2xf32>) -> tensor<2xf32> {
  %y = "tfl.custom"(%x) <{custom_code = "Twice", custom_option = #tfl<const_bytes : "0x03">}>
    : (tensor<2xf32>) -> tensor<2xf32>
  func.return %y : tensor<2xf32>
}
"""
X = np.array([-1.5, 2.0], np.float32)


def twice(op: Operation, x: Array) -> Array:
    return x + x


def first(op: Operation, x: Array) -> Array:
    return x[:1]


def counted(body: str, type: str, first: str) -> ModuleOp:
    text = COUNT_DOWN.replace("BODY", body).replace("FIRST", first).replace("TYPE", type)
    return parsed(text + BRANCHES)


def parsed(text: str) -> ModuleOp:
    """`@main` first, as a file has it."""
    module = parse_mlir(text, QirContext())
    module.verify()
    return module


def on_litert(module: ModuleOp, runs: Sequence[Sequence[Array]]) -> list[list[Array]]:
    """The results of each run, of one interpreter."""
    runtime = interpreter(tflite_bytes(module), builtin=True)
    runtime.allocate_tensors()
    results: list[list[Array]] = []
    for values in runs:
        for detail, value in zip(runtime.get_input_details(), values, strict=True):
            runtime.set_tensor(detail["index"], value)
        runtime.invoke()
        details = runtime.get_output_details()
        results.append([runtime.get_tensor(detail["index"]) for detail in details])
    return results


def check(module: ModuleOp, runs: Sequence[Sequence[Array]]) -> None:
    machine = Machine(module)
    for values, expected in zip(runs, on_litert(module, runs), strict=True):
        for found, wanted in zip(machine.run(values), expected, strict=True):
            np.testing.assert_array_equal(found, wanted)


def count(number: int) -> Array:
    return np.array(number, np.int32)


def test_branch_inside_a_loop() -> None:
    """Rule S20: as often as the condition holds, which may be never."""
    module = counted(IS_LAST, "tensor<2xf32>", "tensor<2xf32>")
    check(module, [(count(n), X) for n in (3, 0, 1, 7)])


def test_loop_whose_tensor_grows() -> None:
    module = counted(TWICE_AS_MANY, "tensor<?x?xf32>", "tensor<1x1xf32>")
    check(module, [(count(n), np.full((1, 1), 5, np.float32)) for n in (0, 1, 4)])


def test_variable_is_initialized_once_and_persists() -> None:
    """Rules S21 and S22."""
    module = parsed(COUNTER)
    check(module, [(X,), (X,), (X,)])
    machine = Machine(module)
    initial = machine.run([X])[0]
    assert not np.array_equal(machine.run([X])[0], initial)
    machine.reset()
    np.testing.assert_array_equal(machine.run([X])[0], initial)


def test_variable_is_not_the_callers_array() -> None:
    text = COUNTER.replace("%1 = tfl.add %0, %x", "%1 = tfl.add %x, %0").replace(
        '"tfl.assign_variable"(%handle, %1)', '"tfl.assign_variable"(%handle, %x)'
    )
    machine, mine = Machine(parsed(text)), X.copy()
    machine.run([mine])
    mine[:] = 100
    np.testing.assert_array_equal(machine.run([X])[0], X + X)


def test_composite_is_its_decomposition() -> None:
    """Rule S23."""
    check(parsed(COMPOSITE + BRANCHES), [(X,)])


def test_call() -> None:
    """LiteRT has no kernel of it."""
    (found,) = Machine(parsed(CALL + BRANCHES)).run([X])
    np.testing.assert_array_equal(found, np.abs(X))


@pytest.mark.parametrize("op", ['"tfl.call"(%x) <{subgraph = @main}>', "func.call @main(%x)"])
def test_function_that_calls_itself_is_refused(op: str) -> None:
    text = CALL.replace('"tfl.call"(%x) <{subgraph = @magnitudes}>', op)
    with pytest.raises(QirError, match="@main is called while it runs; expected no function"):
        Machine(parsed(text)).run([X])


def test_declaration_is_refused() -> None:
    text = CALL + "func.func private @magnitudes(tensor<2xf32>) -> tensor<2xf32>"
    with pytest.raises(QirError, match="@magnitudes is called, and has no body"):
        Machine(parsed(text)).run([X])


def test_custom_op_is_computed_by_the_function_of_its_code() -> None:
    module = parsed(CUSTOM)
    (found,) = Machine(module, custom={"Twice": twice}).run([X])
    np.testing.assert_array_equal(found, X + X)
    with pytest.raises(QirError, match=r'op 0 tfl\.custom: custom op "Twice" has no function'):
        Machine(module, custom={"Thrice": twice}).run([X])


def test_custom_op_must_give_what_its_type_says() -> None:
    with pytest.raises(QirError, match=r"its result has shape \[1\]; expected \[2\]"):
        Machine(parsed(CUSTOM), custom={"Twice": first}).run([X])


def test_recurrent_model_that_loops() -> None:
    """Each digit from the start, as its rows go by in a WHILE."""
    path = EXAMPLES / "gru.tflite"
    module = read_tflite(path)
    run, machine = batch_runner(path.read_bytes(), builtin=True), Machine(module)
    for image in digits()[0][:8]:
        (found,) = machine.run([image[np.newaxis]])
        np.testing.assert_allclose(found, run(image[np.newaxis]), rtol=1e-5, atol=1e-5)
