"""`--verify-passes` lets real passes through, and names the pass and the tensor of broken ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import pytest
from xdsl.context import Context
from xdsl.dialects.builtin import ArrayAttr, Float32Type, ModuleOp, StringAttr
from xdsl.dialects.func import FuncOp
from xdsl.ir import Operation
from xdsl.passes import ModulePass, PassPipeline
from xdsl.rewriter import InsertPoint, Rewriter

from qir.attributes import element_type
from qir.context import QirContext
from qir.contracts import Change
from qir.diagnostics import QirError
from qir.dialects.qir import RangeAttr
from qir.dialects.quant import UniformType
from qir.dialects.tfl.constants import QConstOp, constant_value
from qir.driver import pipelines
from qir.driver.verification import PassVerifier
from qir.frontends.mlir import parse_mlir
from qir.frontends.tflite import read_tflite
from qir.interp.constants import constant_array, constant_op
from qir.interp.values import quantization
from qir.notes import name_of
from qir.numerics.intervals import Interval
from qir.passes.annotate_ranges import AnnotateRanges
from qir.passes.canonicalize import Canonicalize
from qir.passes.quantize_weights import QuantizeWeights

RNG = np.random.default_rng(0)


def constant(name: str, values: Any, element: str) -> str:
    """A line of text; all tensors are square where they can be, so that shapes hide a mistake."""
    array = np.asarray(values)
    shape = "".join(f"{size}x" for size in array.shape) + element
    literal = f"dense<{array.round(3).tolist()}> : tensor<{shape}>"
    names = f'{{qir.tensors = [{{name = "{name}"}}]}}'
    return f'%{name} = "tfl.pseudo_const"() <{{value = {literal}}}> {names} : () -> tensor<{shape}>'


MODEL = f"""
func.func @main(%x: tensor<8x8xf32>, %y: tensor<8x8xf32>) -> (tensor<8x8xf32>, tensor<8xf32>) {{
  {constant("weights", RNG.standard_normal((8, 8)), "f32")}
  {constant("bias", RNG.standard_normal(8), "f32")}
  {constant("axis", [1], "i32")}
  {constant("order", [1, 0], "i32")}
  {constant("rows", [3, 1, 0, 2, 7, 4, 6, 5], "i32")}
  {constant("half", 0.5, "f32")}
  %0 = "tfl.fully_connected"(%x, %weights, %bias) <{{fused_activation_function = "RELU"}}>
    {{qir.tensors = [{{name = "dense"}}]}}
    : (tensor<8x8xf32>, tensor<8x8xf32>, tensor<8xf32>) -> tensor<8x8xf32>
  %1 = "tfl.sub"(%0, %y) <{{fused_activation_function = "NONE"}}>
    {{qir.tensors = [{{name = "difference"}}]}}
    : (tensor<8x8xf32>, tensor<8x8xf32>) -> tensor<8x8xf32>
  %2 = "tfl.tanh"(%1) {{qir.tensors = [{{name = "bounded"}}]}}
    : (tensor<8x8xf32>) -> tensor<8x8xf32>
  %3 = "tfl.greater"(%2, %half) {{qir.tensors = [{{name = "is_large"}}]}}
    : (tensor<8x8xf32>, tensor<f32>) -> tensor<8x8xi1>
  %4 = "tfl.reduce_any"(%3, %axis) <{{keep_dims = false}}> {{qir.tensors = [{{name = "any"}}]}}
    : (tensor<8x8xi1>, tensor<1xi32>) -> tensor<8xi1>
  %5 = "tfl.reduce_any"(%4, %zero) <{{keep_dims = false}}> {{qir.tensors = [{{name = "either"}}]}}
    : (tensor<8xi1>, tensor<1xi32>) -> tensor<i1>
  %6 = "tf.If"(%5, %2) <{{else_branch = @squared, then_branch = @negated, is_stateless = true}}>
    {{qir.tensors = [{{name = "branch"}}]}} : (tensor<i1>, tensor<8x8xf32>) -> tensor<8x8xf32>
  %7 = "tfl.select"(%3, %6, %2) {{qir.tensors = [{{name = "chosen"}}]}}
    : (tensor<8x8xi1>, tensor<8x8xf32>, tensor<8x8xf32>) -> tensor<8x8xf32>
  %8 = "tfl.mean"(%7, %axis) <{{keep_dims = false}}> {{qir.tensors = [{{name = "mean"}}]}}
    : (tensor<8x8xf32>, tensor<1xi32>) -> tensor<8xf32>
  %9 = "tfl.gather"(%7, %rows) <{{axis = 0 : i32, batch_dims = 0 : i32}}>
    {{qir.tensors = [{{name = "sorted"}}]}} : (tensor<8x8xf32>, tensor<8xi32>) -> tensor<8x8xf32>
  %10 = "tfl.transpose"(%9, %order) {{qir.tensors = [{{name = "turned"}}]}}
    : (tensor<8x8xf32>, tensor<2xi32>) -> tensor<8x8xf32>
  func.return %10, %8 : tensor<8x8xf32>, tensor<8xf32>
}}
func.func private @negated(%x: tensor<8x8xf32>) -> tensor<8x8xf32> {{
  %0 = "tfl.neg"(%x) {{qir.tensors = [{{name = "minus"}}]}} : (tensor<8x8xf32>) -> tensor<8x8xf32>
  func.return %0 : tensor<8x8xf32>
}}
func.func private @squared(%x: tensor<8x8xf32>) -> tensor<8x8xf32> {{
  %0 = "tfl.square"(%x) {{qir.tensors = [{{name = "power"}}]}}
    : (tensor<8x8xf32>) -> tensor<8x8xf32>
  func.return %0 : tensor<8x8xf32>
}}
""".replace("  %0 =", f"  {constant('zero', [0], 'i32')}\n  %0 =", 1)
COUNTER = """
func.func @main(%x: tensor<4xf32>) -> tensor<4xf32> {
  %handle = "tfl.var_handle"() <{container = "", shared_name = "sum"}>
    : () -> tensor<!tf_type.resource>
  "tfl.call_once"() <{session_init_function = "begin"}> : () -> ()
  %0 = "tfl.read_variable"(%handle) {qir.tensors = [{name = "old"}]}
    : (tensor<!tf_type.resource>) -> tensor<4xf32>
  %1 = "tfl.add"(%0, %x) <{fused_activation_function = "NONE"}> {qir.tensors = [{name = "new"}]}
    : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
  "tfl.assign_variable"(%handle, %1) : (tensor<!tf_type.resource>, tensor<4xf32>) -> ()
  func.return %1 : tensor<4xf32>
}
func.func private @begin() {
  %handle = "tfl.var_handle"() <{container = "", shared_name = "sum"}>
    : () -> tensor<!tf_type.resource>
  %0 = "tfl.pseudo_const"() <{value = dense<1.0> : tensor<4xf32>}> : () -> tensor<4xf32>
  "tfl.assign_variable"(%handle, %0) : (tensor<!tf_type.resource>, tensor<4xf32>) -> ()
  func.return
}
"""


def run_verified(text: str, *passes: ModulePass) -> None:
    ctx = QirContext()
    module = parse_mlir(text, ctx)
    PassPipeline(passes, PassVerifier("model").check).apply(ctx, module)


def the(module: ModuleOp, name: str) -> Operation:
    """The op that a tensor of this name comes from."""
    found = [op for op in module.walk() if op.results and name_of(op.results[0]) == name]
    assert len(found) == 1
    return found[0]


@dataclass(frozen=True)
class Broken(ModulePass):
    """A pass that may change no more than rounding, and does."""

    name = "broken"
    change: Callable[[ModuleOp], None]

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        self.change(op)


@dataclass(frozen=True)
class BrokenRanges(ModulePass):
    name = "broken-ranges"

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        AnnotateRanges().apply(ctx, op)
        the(op, "bounded").attributes["qir.ranges"] = ArrayAttr([RangeAttr(Interval(-1.0, 0.25))])


@dataclass(frozen=True)
class BrokenWeights(ModulePass):
    """Quantizes, and then spoils the type or the integers of the weights."""

    name = "broken-weights"
    changes: ClassVar[Change] = Change.WEIGHTS
    change: Callable[[QConstOp], None]

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        QuantizeWeights(min_elements=0).apply(ctx, op)
        weights = the(op, "weights")
        assert isinstance(weights, QConstOp)
        self.change(weights)


def swap_operands(module: ModuleOp) -> None:
    difference = the(module, "difference")
    difference.operands = tuple(reversed(difference.operands))


def replace(old: Operation, array: Any, element: Any) -> None:
    """Put another constant in the place of one, under its name."""
    name = name_of(old.results[0]) or ""
    new = constant_op(np.ascontiguousarray(array), element, f"{name}_spoiled")
    new.attributes.update(old.attributes)
    Rewriter.insert_op(new, InsertPoint.before(old))
    old.results[0].replace_all_uses_with(new.results[0])
    old.detach()
    old.erase()


def elements(constant: Operation) -> Any:
    weight = constant_value(constant)
    assert weight is not None
    return constant_array(weight)


def set_constant(name: str, change: Callable[[Any], Any]) -> Callable[[ModuleOp], None]:
    def apply(module: ModuleOp) -> None:
        old = the(module, name)
        replace(old, change(elements(old)), element_type(old.results[0]))

    return apply


def drop_activation(module: ModuleOp) -> None:
    the(module, "dense").properties["fused_activation_function"] = StringAttr("NONE")


def drop_bias(module: ModuleOp) -> None:
    dense = the(module, "dense")
    absent = constant_op(None, Float32Type(), "")
    Rewriter.insert_op(absent, InsertPoint.before(dense))
    dense.operands = (*tuple(dense.operands)[:2], absent.results[0])


def drop(name: str) -> Callable[[ModuleOp], None]:
    """Put the operand of an op in the place of its result."""

    def apply(module: ModuleOp) -> None:
        op = the(module, name)
        op.results[0].replace_all_uses_with(op.operands[0])

    return apply


def swap_branches(module: ModuleOp) -> None:
    branch = the(module, "branch").properties
    branch["then_branch"], branch["else_branch"] = branch["else_branch"], branch["then_branch"]


def swap_results(module: ModuleOp) -> None:
    """Return the difference where the transposed tensor is expected."""
    function = next(op for op in module.walk() if isinstance(op, FuncOp))
    end = function.body.block.last_op
    assert end is not None
    end.operands = (the(module, "sorted").results[0], end.operands[1])


def drop_assignment(module: ModuleOp) -> None:
    assign = next(op for op in module.walk() if op.name == "tfl.assign_variable")
    assign.detach()
    assign.erase()


MUTANTS: dict[str, tuple[Callable[[ModuleOp], None], str]] = {
    "swapped operands": (swap_operands, "difference"),
    "wrong axis": (set_constant("axis", lambda axis: axis - 1), "axis"),
    "wrong order of axes": (set_constant("order", lambda order: order[::-1]), "order"),
    "a row off by one": (set_constant("rows", lambda rows: np.roll(rows, 1)), "rows"),
    "transposed weights": (set_constant("weights", lambda weights: weights.T), "weights"),
    "a bias moved by a little": (set_constant("bias", lambda b: b + 3e-3), "bias"),
    "a dropped activation": (drop_activation, "dense"),
    "a dropped bias": (drop_bias, "dense"),
    "a dropped op": (drop("bounded"), "minus"),
    "a dropped op of a branch": (drop("minus"), "branch"),
    "swapped branches": (swap_branches, "branch"),
    "another tensor returned": (swap_results, "output 0"),
}
"""What a pass does wrong, and the tensor that is to be named."""


@pytest.mark.parametrize("mutant", MUTANTS)
def test_a_broken_pass_is_named_with_the_first_tensor_it_spoils(mutant: str) -> None:
    change, tensor = MUTANTS[mutant]
    with pytest.raises(QirError, match="pass broken changes what the module computes") as caught:
        run_verified(MODEL, AnnotateRanges(), Broken(change))
    assert f'"{tensor}"' in str(caught.value) or f"{tensor} of @main" in str(caught.value)


def test_a_dropped_assignment_is_seen_in_the_second_run() -> None:
    with pytest.raises(QirError, match=r"pass broken .* the first tensor that does is .*old"):
        run_verified(COUNTER, Broken(drop_assignment))


def off_by_a_256th(weights: QConstOp) -> None:
    element = quantization(weights.results[0])
    assert element is not None
    scales = element.scales.array() * (1 + 1 / 256)
    replace(weights, elements(weights), typed(element, scales=scales))


def along_the_other_axis(weights: QConstOp) -> None:
    element = quantization(weights.results[0])
    assert element is not None
    replace(weights, elements(weights), typed(element, axis=1))


def off_by_one(weights: QConstOp) -> None:
    element = quantization(weights.results[0])
    assert element is not None
    zero_points = element.zero_points.array() + 1
    replace(weights, elements(weights), typed(element, zero_points=zero_points))


def rounded_down(weights: QConstOp) -> None:
    """The integers are 0 to 1 step too small, not half a step off at most."""
    element = quantization(weights.results[0])
    assert element is not None
    replace(weights, np.maximum(elements(weights), -126) - 1, element)


def typed(element: UniformType, **changes: Any) -> UniformType:
    found: dict[str, Any] = {
        "scales": element.scales.array(),
        "zero_points": element.zero_points.array(),
        "axis": element.axis.data,
    }
    bounds = element.low.data, element.high.data
    return UniformType.get(element.storage, bounds=bounds, **(found | changes))


SPOILED_WEIGHTS = {
    "a scale off by 1/256": off_by_a_256th,
    "scales along the wrong axis": along_the_other_axis,
    "a zero point off by one": off_by_one,
    "integers rounded down": rounded_down,
}


@pytest.mark.parametrize("mutant", SPOILED_WEIGHTS)
def test_spoiled_weights_are_named_with_their_pass(mutant: str) -> None:
    wanted = r'pass broken-weights changes what .*"weights" is off by .*; expected .* at most'
    with pytest.raises(QirError, match=wanted):
        run_verified(MODEL, BrokenWeights(SPOILED_WEIGHTS[mutant]))


def test_weights_may_change_by_half_a_step_only_where_the_pass_says_so() -> None:
    spoiled = BrokenWeights(lambda weights: None)
    run_verified(MODEL, spoiled)
    run_verified(MODEL, QuantizeWeights(min_elements=0), Canonicalize())
    with pytest.raises(QirError, match=r"pass broken changes .*dense"):
        run_verified(MODEL, Broken(lambda module: spoiled.apply(QirContext(), module)))


def test_a_range_that_a_tensor_leaves_is_named() -> None:
    wanted = "pass broken-ranges changes .*bounded.* is .* to .*; its range says -1 to 0.25"
    with pytest.raises(QirError, match=wanted):
        run_verified(MODEL, BrokenRanges())


def test_real_passes_get_through_on_bundled_models(bundled_model: Path) -> None:
    module = read_tflite(bundled_model)
    steps = pipelines.Options(target="litert-builtin", min_elements=1024).steps()
    pipelines.run(steps, module, QirContext(), name=bundled_model.name, verify_passes=True)


def test_what_the_interpreter_cannot_run_is_said() -> None:
    text = """
    func.func @main(%x: tensor<2xf32>) -> tensor<2xf32> {
      %0 = "tfl.custom"(%x) <{custom_code = "Mine", custom_option = #tfl<const_bytes : "0x00">}>
        : (tensor<2xf32>) -> tensor<2xf32>
      func.return %0 : tensor<2xf32>
    }
    """
    with pytest.raises(QirError, match=r"model: cannot be verified by running it: .*Mine"):
        run_verified(text, Canonicalize(), Canonicalize())
