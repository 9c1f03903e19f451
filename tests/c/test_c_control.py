"""Loops, branches, calls and variables as calls of kernels, and as C: against the interpreter."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from c.kernel_machine import TO_CALLS, KernelMachine, lowered
from c.programs import MACHINES, run_on
from models import EXAMPLES, digits
from xdsl.dialects.builtin import ModuleOp

import qir
from qir.backends.c.writer import write_c
from qir.context import QirContext
from qir.diagnostics import QirError
from qir.dialects.c import CallOp
from qir.driver.pipelines import run
from qir.frontends.mlir import parse_mlir
from qir.frontends.tflite import read_tflite
from qir.interp import Machine

Array = npt.NDArray[Any]
RUNS = 4
TO_MEMORY = (*TO_CALLS, "plan-memory")
FUNCTIONS = """
func.func private @is_more(%n: tensor<i32>, %x: tensor<2xf32>, %y: tensor<2xf32>) -> tensor<i1> {
  %zero = "tfl.pseudo_const"() <{value = dense<0> : tensor<i32>}> : () -> tensor<i32>
  %0 = "tfl.greater"(%n, %zero) : (tensor<i32>, tensor<i32>) -> tensor<i1>
  func.return %0 : tensor<i1>
}
func.func private @magnitudes(%x: tensor<2xf32>) -> tensor<2xf32> {
  %y = "tfl.abs"(%x) : (tensor<2xf32>) -> tensor<2xf32>
  func.return %y : tensor<2xf32>
}
func.func private @same(%x: tensor<2xf32>) -> tensor<2xf32> {
  func.return %x : tensor<2xf32>
}
func.func private @init() {
  %handle = "tfl.var_handle"() <{container = "", shared_name = "sum"}>
    : () -> tensor<!tf_type.resource>
  %x = "tfl.pseudo_const"() <{value = dense<[10.0, 20.0]> : tensor<2xf32>}> : () -> tensor<2xf32>
  %y = "tfl.abs"(%x) : (tensor<2xf32>) -> tensor<2xf32>
  "tfl.assign_variable"(%handle, %y) : (tensor<!tf_type.resource>, tensor<2xf32>) -> ()
  func.return
}
"""
LOOP = """
func.func @main(%n: tensor<i32>, %x: tensor<2xf32>, %y: tensor<2xf32>)
    -> (tensor<2xf32>, tensor<2xf32>) {
  %0:3 = "tfl.while"(%n, %x, %y) ({
  ^bb0(%a: tensor<i32>, %b: tensor<2xf32>, %c: tensor<2xf32>):
    %more = func.call @is_more(%a, %b, %c)
      : (tensor<i32>, tensor<2xf32>, tensor<2xf32>) -> tensor<i1>
    "tfl.yield"(%more) : (tensor<i1>) -> ()
  }, {
  ^bb0(%a: tensor<i32>, %b: tensor<2xf32>, %c: tensor<2xf32>):
    %next:3 = func.call @step(%a, %b, %c) : (tensor<i32>, tensor<2xf32>, tensor<2xf32>)
      -> (tensor<i32>, tensor<2xf32>, tensor<2xf32>)
    "tfl.yield"(%next#0, %next#1, %next#2) : (tensor<i32>, tensor<2xf32>, tensor<2xf32>) -> ()
  }) : (tensor<i32>, tensor<2xf32>, tensor<2xf32>) -> (tensor<i32>, tensor<2xf32>, tensor<2xf32>)
  func.return %0#1, %0#2 : tensor<2xf32>, tensor<2xf32>
}
func.func private @step(%n: tensor<i32>, %x: tensor<2xf32>, %y: tensor<2xf32>)
    -> (tensor<i32>, tensor<2xf32>, tensor<2xf32>) {
  %less = "tfl.pseudo_const"() <{value = dense<-1> : tensor<i32>}> : () -> tensor<i32>
  %0 = tfl.add %n, %less {fused_activation_function = "NONE"} : tensor<i32>
  %more = "tfl.greater"(%n, %less) : (tensor<i32>, tensor<i32>) -> tensor<i1>
  BODY
}
"""
BODIES = {
    "one result": """
  %1 = tfl.add %x, %y {fused_activation_function = "NONE"} : tensor<2xf32>
  func.return %0, %1, %y : tensor<i32>, tensor<2xf32>, tensor<2xf32>""",
    "two results": """
  %1 = tfl.add %x, %y {fused_activation_function = "NONE"} : tensor<2xf32>
  %2 = tfl.sub %x, %y {fused_activation_function = "NONE"} : tensor<2xf32>
  func.return %0, %2, %1 : tensor<i32>, tensor<2xf32>, tensor<2xf32>""",
    "exchange": "func.return %0, %y, %x : tensor<i32>, tensor<2xf32>, tensor<2xf32>",
    "the same twice": """
  %1 = tfl.add %x, %y {fused_activation_function = "NONE"} : tensor<2xf32>
  func.return %0, %1, %1 : tensor<i32>, tensor<2xf32>, tensor<2xf32>""",
    "a constant": """
  %1 = "tfl.pseudo_const"() <{value = dense<[3.0, 4.0]> : tensor<2xf32>}> : () -> tensor<2xf32>
  func.return %0, %1, %x : tensor<i32>, tensor<2xf32>, tensor<2xf32>""",
    "a branch": """
  %1 = tfl.sub %x, %y {fused_activation_function = "NONE"} : tensor<2xf32>
  %2 = "tf.If"(%more, %1) <{then_branch = @magnitudes, else_branch = @same}>
    : (tensor<i1>, tensor<2xf32>) -> tensor<2xf32>
  func.return %0, %2, %y : tensor<i32>, tensor<2xf32>, tensor<2xf32>""",
}
COUNTER = """
func.func @main(%x: tensor<2xf32>) -> (tensor<2xf32>, tensor<2xf32>) {
  %handle = "tfl.var_handle"() <{container = "", shared_name = "sum"}>
    : () -> tensor<!tf_type.resource>
  "tfl.call_once"() <{session_init_function = "init"}> : () -> ()
  %0 = "tfl.read_variable"(%handle) : (tensor<!tf_type.resource>) -> tensor<2xf32>
  BODY
}
"""
USES = {
    "read before": """
  %1 = tfl.add %0, %x {fused_activation_function = "NONE"} : tensor<2xf32>
  "tfl.assign_variable"(%handle, %1) : (tensor<!tf_type.resource>, tensor<2xf32>) -> ()
  func.return %1, %x : tensor<2xf32>, tensor<2xf32>""",
    "read after": """
  "tfl.assign_variable"(%handle, %x) : (tensor<!tf_type.resource>, tensor<2xf32>) -> ()
  %1 = tfl.add %0, %x {fused_activation_function = "NONE"} : tensor<2xf32>
  func.return %1, %0 : tensor<2xf32>, tensor<2xf32>""",
    "read again": """
  %1 = tfl.add %0, %x {fused_activation_function = "NONE"} : tensor<2xf32>
  "tfl.assign_variable"(%handle, %1) : (tensor<!tf_type.resource>, tensor<2xf32>) -> ()
  %2 = "tfl.read_variable"(%handle) : (tensor<!tf_type.resource>) -> tensor<2xf32>
  func.return %2, %0 : tensor<2xf32>, tensor<2xf32>""",
    "assigned as read": """
  "tfl.assign_variable"(%handle, %0) : (tensor<!tf_type.resource>, tensor<2xf32>) -> ()
  func.return %x, %0 : tensor<2xf32>, tensor<2xf32>""",
}
CALLS = """
func.func @main(%x: tensor<2xf32>) -> (tensor<2xf32>, tensor<2xf32>) {
  %0 = "tfl.call"(%x) <{subgraph = @magnitudes}> : (tensor<2xf32>) -> tensor<2xf32>
  %1 = "tfl.stablehlo_composite"(%0) <{name = "some.op", decomposition = @twice,
    composite_attributes = array<i8: 36, 1, 1>}> : (tensor<2xf32>) -> tensor<2xf32>
  %2 = func.call @same(%1) : (tensor<2xf32>) -> tensor<2xf32>
  func.return %2, %0 : tensor<2xf32>, tensor<2xf32>
}
func.func private @twice(%x: tensor<2xf32>) -> tensor<2xf32> {
  %0 = func.call @magnitudes(%x) : (tensor<2xf32>) -> tensor<2xf32>
  %1 = tfl.add %0, %x {fused_activation_function = "NONE"} : tensor<2xf32>
  func.return %1 : tensor<2xf32>
}
"""
MODELS = {
    **{f"loop: {name}": LOOP.replace("BODY", body) for name, body in BODIES.items()},
    **{f"variable: {name}": COUNTER.replace("BODY", body) for name, body in USES.items()},
    "calls": CALLS,
}


def parsed(text: str) -> ModuleOp:
    module = parse_mlir(text + FUNCTIONS, QirContext())
    module.verify()
    return module


def samples(module: ModuleOp) -> list[list[Array]]:
    """Of runs one after the other; loops run 0 to 3 times."""
    rng = np.random.default_rng(0)
    (main, *_) = Machine(module).functions.values()
    return [
        [
            np.array(number, np.int32)
            if str(argument.type) == "tensor<i32>"
            else rng.standard_normal(2).astype(np.float32)
            for argument in main.body.block.args
        ]
        for number in range(RUNS)
    ]


def check(found: Sequence[Sequence[Array]], module: ModuleOp) -> None:
    machine = Machine(module)
    for outputs, sample in zip(found, samples(module), strict=True):
        for output, expected in zip(outputs, machine.run(sample), strict=True):
            np.testing.assert_array_equal(output, expected)


@pytest.mark.parametrize("name", MODELS)
def test_calls_compute_what_the_interpreter_does(name: str) -> None:
    module = parsed(MODELS[name])
    machine = KernelMachine(lowered(module))
    check([machine.run(sample) for sample in samples(module)], module)


@pytest.mark.parametrize("name", MODELS)
def test_programs_compute_what_the_interpreter_does(name: str, tmp_path: Path) -> None:
    """States stay from run to run, and are set once."""
    module = parsed(MODELS[name])
    calls = module.clone()
    run(TO_MEMORY, calls, QirContext())
    write_c(calls, tmp_path)
    machine = MACHINES["gcc-sanitized"]
    check(run_on(machine, tmp_path, samples(module), resets=False), module)


@pytest.mark.parametrize("is_quantized", [False, True], ids=["float", "hybrid"])
def test_recurrent_model_that_loops(is_quantized: bool, tmp_path: Path) -> None:
    path = EXAMPLES / "gru.tflite"
    model = qir.quantize(path).model if is_quantized else path.read_bytes()
    module = read_tflite(model)
    run(("fix-shapes", "canonicalize", *TO_MEMORY), module, QirContext())
    write_c(module, tmp_path)
    machine = Machine(read_tflite(model))
    images = digits()[0][:RUNS, np.newaxis]
    found = run_on(MACHINES["gcc-O3-native"], tmp_path, [[image] for image in images])
    for (output,), image in zip(found, images, strict=True):
        (expected,) = machine.run([image])
        np.testing.assert_allclose(output, expected, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize(("name", "copies"), [("read before", 1), ("read after", 2)])
def test_state_is_read_where_it_lies_until_it_is_written(name: str, copies: int) -> None:
    module = lowered(parsed(MODELS[f"variable: {name}"]))
    (entry,) = module.ops
    (block,) = (region.block for region in entry.regions)
    calls = [op for op in block.ops if isinstance(op, CallOp)]
    assert sum(op.kernel.data == "copy_bytes" for op in calls) == copies


def test_function_without_a_body_is_refused() -> None:
    text = CALLS.replace("@magnitudes", "@outside")
    module = parsed(text + "func.func private @outside(tensor<2xf32>) -> tensor<2xf32>")
    for name in ("fix-shapes", "inline-functions"):
        with pytest.raises(QirError, match=f"{name}: @outside is called, and has no body"):
            run(("select-entry", name), module.clone(), QirContext())
