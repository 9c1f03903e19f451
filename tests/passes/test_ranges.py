"""What interval analysis says holds: no tensor leaves its range."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from models import digits
from op_cases import cases
from op_cases.case import inputs, to_module
from random_graphs import Sample, graphs, random_input
from small_models import Array
from weighted_ops import SEEDS
from xdsl.dialects.builtin import ModuleOp
from xdsl.ir import SSAValue

from qir.context import QirContext
from qir.diagnostics import QirError
from qir.dialects.interfaces import output_range
from qir.dialects.tfl import TFL
from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.tensors import F32, spec_of
from qir.driver.litert import LiteRTRunner
from qir.frontends.adoption import adopt
from qir.frontends.mlir_parser import MlirParser
from qir.frontends.tflite import read_tflite
from qir.functions import functions, operators
from qir.interp import Machine
from qir.interp.comparison import entry_function
from qir.interp.values import real_values
from qir.notes import name_of
from qir.numerics.ranges import Range
from qir.passes.analysis.ranges import analyze_ranges, transfers
from qir.passes.analysis.seeds import input_ranges

CASES = cases()


FOLLOWED = {
    "tfl.call",
    "tfl.custom",
    "tfl.read_variable",
    "tfl.stablehlo_composite",
    "tfl.while",
    "tf.If",
}
"""Ops whose results come from elsewhere: functions, variables, and what is not known."""


def test_every_op_of_float_results_has_a_transfer_function() -> None:
    missing: set[str] = set()
    for found in TFL.operations:
        if not issubclass(found, TflOp) or found.__module__ == TflOp.__module__:
            continue
        kinds = [spec_of(result).kind for _, result in found.get_irdl_definition().results]
        has_floats = any(not F32.elements.isdisjoint(kind.elements) for kind in kinds)
        if has_floats and output_range(found) is None and found.name not in transfers():
            missing.add(found.name)
    assert missing <= FOLLOWED


def seeds_of(module: ModuleOp, arrays: list[Array]) -> dict[SSAValue, Range]:
    """What each argument of the first function holds, exactly."""
    arguments = next(functions(module)).body.block.args
    found: dict[SSAValue, Range] = {}
    for argument, array in zip(arguments, arrays, strict=True):
        if array.dtype.kind == "f" and array.size:
            found[argument] = Range.of_values(array.astype(np.float32), per_channel=array.ndim > 1)
    return found


def assert_within(value: SSAValue, array: Array, found: Range) -> None:
    numbers = np.asarray(real_values(value, array), np.float64)
    is_nan = np.isnan(numbers)
    assert found.nan or not is_nan.any(), f"{value.owner} is NaN"
    inside = (numbers >= found.low) & (numbers <= found.high) | is_nan
    if not inside.all():
        worst = numbers[~inside].ravel()[0]
        interval = found.interval()
        raise AssertionError(f"{value.owner}: {worst} outside {interval.low} .. {interval.high}")


def check(module: ModuleOp, arrays: list[Array]) -> int:
    """Run a module and hold every tensor to its range; how many had one."""
    ranges = analyze_ranges(module, seeds_of(module, arrays))
    seen: list[SSAValue] = []

    def observe(value: SSAValue, array: Array) -> None:
        if value in ranges and array.size:
            assert_within(value, array, ranges[value])
            seen.append(value)

    Machine(module, observe=observe).run(arrays)
    return len(seen)


@pytest.mark.parametrize("name", CASES)
@settings(max_examples=30)
@given(data=st.data())
def test_results_of_every_op_lie_within(name: str, data: st.DataObject) -> None:
    case = data.draw(CASES[name])
    try:
        check(to_module(case), inputs(case))
    except QirError:
        return  # a form that the runtime refuses


def test_what_litert_computes_of_digits_lies_within(bundled_model: Path) -> None:
    """With nothing known but that pixels are 0 to 1; and bounds are known of most tensors."""
    module = read_tflite(bundled_model)
    ranges = analyze_ranges(module, input_ranges(module, ["serving_default_x:0=0:1"]))
    function = entry_function(module)
    runner = LiteRTRunner(module, function, xnnpack=False)
    values = {name_of(op.results[0]): op.results[0] for op in operators(function) if op.results}
    seen = 0
    for image in digits()[0][:20]:
        outcome = runner.run([image[np.newaxis]])
        for name, array in outcome.tensors.items():
            value = values.get(name)
            if value is not None and value in ranges and array.dtype.kind == "f":
                assert_within(value, array, ranges[value])
                seen += 1
    assert seen >= 20 * 5


def test_a_variable_holds_all_that_is_assigned_to_it() -> None:
    module = read_text("""
      func.func @main(%x: tensor<1x4xf32>) -> tensor<1x4xf32> {
        "tfl.call_once"() <{session_init_function = "init"}> : () -> ()
        %h = "tfl.var_handle"() <{shared_name = "v"}> : () -> tensor<!tf_type.resource>
        %old = "tfl.read_variable"(%h) : (tensor<!tf_type.resource>) -> tensor<1x4xf32>
        %new = "tfl.relu6"(%x) : (tensor<1x4xf32>) -> tensor<1x4xf32>
        "tfl.assign_variable"(%h, %new) : (tensor<!tf_type.resource>, tensor<1x4xf32>) -> ()
        func.return %old : tensor<1x4xf32>
      }
      func.func @init() {
        %h = "tfl.var_handle"() <{shared_name = "v"}> : () -> tensor<!tf_type.resource>
        %c = "tfl.pseudo_const"() <{value = dense<-1.0> : tensor<1x4xf32>}> : () -> tensor<1x4xf32>
        "tfl.assign_variable"(%h, %c) : (tensor<!tf_type.resource>, tensor<1x4xf32>) -> ()
        func.return
      }
    """)
    (read,) = [op for op in module.walk() if op.name == "tfl.read_variable"]
    found = analyze_ranges(module)[read.results[0]].interval()
    assert (found.low, found.high) == (-1.0, 6.0)


def test_a_variable_that_grows_is_unbounded() -> None:
    """And the analysis ends."""
    module = read_text("""
      func.func @main(%x: tensor<1xf32>) -> tensor<1xf32> {
        %h = "tfl.var_handle"() <{shared_name = "v"}> : () -> tensor<!tf_type.resource>
        %c = "tfl.pseudo_const"() <{value = dense<1.0> : tensor<1xf32>}> : () -> tensor<1xf32>
        "tfl.assign_variable"(%h, %c) : (tensor<!tf_type.resource>, tensor<1xf32>) -> ()
        %old = "tfl.read_variable"(%h) : (tensor<!tf_type.resource>) -> tensor<1xf32>
        %new = "tfl.add"(%old, %c) : (tensor<1xf32>, tensor<1xf32>) -> tensor<1xf32>
        "tfl.assign_variable"(%h, %new) : (tensor<!tf_type.resource>, tensor<1xf32>) -> ()
        func.return %old : tensor<1xf32>
      }
    """)
    (read,) = [op for op in module.walk() if op.name == "tfl.read_variable"]
    found = analyze_ranges(module)[read.results[0]].interval()
    assert (found.low, found.high) == (1.0, math.inf)


@pytest.mark.parametrize(
    ("declared", "message"),
    [
        ("x", "expected NAME=LOW:HIGH"),
        ("x=1", "expected NAME=LOW:HIGH"),
        ("x=2:1", "expected NAME=LOW:HIGH"),
        ("x=nan:1", "expected NAME=LOW:HIGH"),
        ("=0:1", "expected NAME=LOW:HIGH"),
        ("y=0:1", "no input 'y'; the model has x"),
    ],
)
def test_declarations_that_say_nothing_are_refused(declared: str, message: str) -> None:
    module = read_text("func.func @main(%x: tensor<4xf32>) { func.return }")
    with pytest.raises(QirError, match=message):
        input_ranges(module, [declared])


def read_text(text: str) -> ModuleOp:
    ctx = QirContext()
    module = MlirParser(ctx, text, "text").parse_module()
    adopt(module, ctx, Path())
    return module


def test_largest_of_a_window_of_nothing_but_nan() -> None:
    """It is the least finite number, which is not among the elements."""
    module = read_text("""func.func @main(%x: tensor<1x2x2x1xf32>) -> tensor<1x1x1x1xf32> {
      %0 = "tfl.sqrt"(%x) : (tensor<1x2x2x1xf32>) -> tensor<1x2x2x1xf32>
      %1 = "tfl.max_pool_2d"(%0) <{padding = "VALID", stride_w = 1 : i32, stride_h = 1 : i32,
        filter_width = 2 : i32, filter_height = 2 : i32, fused_activation_function = "NONE"}>
        : (tensor<1x2x2x1xf32>) -> tensor<1x1x1x1xf32>
      func.return %1 : tensor<1x1x1x1xf32>
    }""")
    check(module, [np.full((1, 2, 2, 1), -1, np.float32)])


@settings(max_examples=150)
@given(sample=graphs(), seed=SEEDS)
def test_tensors_of_random_graphs_lie_within(sample: Sample, seed: int) -> None:
    check(sample.module, [random_input(seed)])
