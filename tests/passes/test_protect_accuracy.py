"""`protect-accuracy`: what ruins a model is mended, bounds are kept, and what cannot be is told."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from models import EXAMPLES, batch_runner, digits
from small_models import Array, Graph, ops_of, transformed
from trap_models import SAMPLES, TRAPS
from weighted_ops import SEEDS
from xdsl.dialects.builtin import ModuleOp

import qir
from qir.backends.tflite.writer import tflite_bytes
from qir.choices import Choice, choice_of, choose
from qir.context import Metric, QirContext
from qir.diagnostics import Form, QirError, Remarks
from qir.dialects.tfl.base import TflOp
from qir.frontends.mlir import parse_mlir
from qir.interp.machine import Machine
from qir.numerics.difference import Difference
from qir.passes.analysis.sensitivity import drawn_groups
from qir.passes.legalize_hybrid import LegalizeHybrid
from qir.passes.protect_accuracy import SEARCHED, ProtectAccuracy
from qir.passes.quantize_weights import QuantizeWeights

# --- the traps ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Trap:
    name: str
    floats: bytes
    hybrid: bytes
    """With nothing protected."""
    protected: bytes
    report: Any


@pytest.fixture(scope="module", params=[*TRAPS])
def trap(request: pytest.FixtureRequest) -> Trap:
    floats = tflite_bytes(TRAPS[request.param]())
    result = qir.quantize(floats)
    hybrid = qir.quantize(floats, accuracy="off").model
    return Trap(request.param, floats, hybrid, result.model, result.report)


LEAST = {"log_mel": 40.0, "sensitive_head": 35.0}


def sqnr(trap: Trap, model: bytes, *, builtin: bool) -> float:
    """Of the logits on LiteRT, over samples that the compiler has not seen."""
    before, after = (batch_runner(each, builtin=builtin) for each in (trap.floats, model))
    difference = Difference()
    for seed in range(8):
        (each,) = SAMPLES[trap.name](seed)
        difference.add(before(each), after(each))
    return difference.sqnr


@pytest.mark.parametrize("builtin", [False, True], ids=["xnnpack", "builtin"])
def test_traps_are_mended(trap: Trap, builtin: bool) -> None:
    assert sqnr(trap, trap.protected, builtin=builtin) >= LEAST[trap.name]


def test_off_leaves_the_ruin(trap: Trap) -> None:
    assert sqnr(trap, trap.hybrid, builtin=True) < 25


def test_mending_takes_no_room(trap: Trap) -> None:
    assert len(trap.protected) <= 1.005 * len(trap.hybrid)


@pytest.mark.parametrize("options", [{}, {"accuracy": "45dB", "scheme": "int4"}], ids=str)
def test_the_same_bytes_twice(options: dict[str, Any]) -> None:
    floats = tflite_bytes(TRAPS["sensitive_head"]())
    one, other = (qir.quantize(floats, **options) for _ in range(2))
    assert one.model == other.model
    assert one.report == other.report


def test_the_report_says_what_was_mended(trap: Trap) -> None:
    mended = [op for op in trap.report.ops if "it alone leaves" in op.reason]
    assert mended
    assert all(op.form is Form.DEQUANTIZED for op in mended)
    accuracy = trap.report.accuracy
    before, _, rest = accuracy.conclusion.partition(" dB before ")
    assert rest == "ops that lost too much were computed in float"
    assert accuracy.sqnr >= float(before) + 6
    assert all(op.sqnr >= accuracy.sqnr for op in mended), "each alone leaves more than all"
    assert (accuracy.samples, accuracy.bound) == ("white noise, 1/f noise", None)
    assert trap.report.notes == ()


def test_what_needs_nothing_is_left_alone() -> None:
    model = EXAMPLES / "cnn.tflite"
    result = qir.quantize(model)
    assert result.model == qir.quantize(model, accuracy="off").model
    assert result.report.accuracy is not None
    assert result.report.accuracy.conclusion == "no op needs more than its scheme"
    assert result.report.accuracy.sqnr >= 35


def between_steps() -> ModuleOp:
    """A layer of weights that are half a step from an integer, where the largest of a row says how
    large a step is; a little less, and they are whole ones."""
    rng, graph = np.random.default_rng(0), Graph()
    weights = np.full((16, 256), 24.5, np.float32)
    weights[:, 0] = 127
    weights *= rng.choice([-1, 1], weights.shape) * 2.0 ** rng.integers(-2, 2, (16, 1))
    operands = [graph.argument((1, 256)), graph.constant(weights), graph.absent()]
    return graph.module(graph.op("FULLY_CONNECTED", operands, (1, 16)))


@pytest.mark.parametrize("accuracy", ["", "36dB"])
def test_scales_are_searched_before_anything_is_paid(accuracy: str) -> None:
    module = between_steps()
    plain, _ = protected(module, ProtectAccuracy(accuracy="off"))
    result, remarks = protected(module, ProtectAccuracy(accuracy=accuracy))
    assert measured(module, plain) < 35 < 36 < measured(module, result)
    assert len(tflite_bytes(result)) == len(tflite_bytes(plain))
    ((_, remark),) = remarks
    assert (remark.form, remark.choice) == (Form.HYBRID, SEARCHED)
    assert remarks.accuracy is not None
    assert remarks.accuracy.sqnr == pytest.approx(measured(module, result))
    if not accuracy:
        assert remarks.accuracy.conclusion.endswith("dB before scales were searched")


def test_scales_that_are_searched_anyway_are_no_form() -> None:
    module = between_steps()
    copy, ctx = transformed(module, ProtectAccuracy(scale_search="mse"))
    assert not [op for op in copy.walk() if choice_of(op)]
    assert ctx.remarks.accuracy is not None
    assert ctx.remarks.accuracy.conclusion == "no op needs more than its scheme"


# --- bounds -------------------------------------------------------------------------------------


SIDES = 8, 8


def net(rng: np.random.Generator, kinds: Sequence[str], *, has_outliers: bool) -> ModuleOp:
    """An image [1, 8, 8, 16], convolutions and dense layers in turn; two outputs."""
    graph, depth = Graph(), 16
    x = graph.argument((1, *SIDES, depth))
    for kind in kinds:
        if kind == "conv":
            weights = rng.standard_normal((24, 3, 3, depth)).astype(np.float32) / depth
            options = {"padding": "SAME", "stride_h": 1, "stride_w": 1}
            bias = graph.constant(rng.standard_normal(24).astype(np.float32))
            operands = [x, graph.constant(weights), bias]
            x = graph.op("CONV_2D", operands, (1, *SIDES, 24), **options)  # pyright: ignore
            depth = 24
        else:
            weights = rng.standard_normal((32, depth)).astype(np.float32) / depth
            if has_outliers:
                weights[0] *= 100
            operands = [x, graph.constant(weights), graph.absent()]
            x = graph.op("FULLY_CONNECTED", operands, (1, *SIDES, 32), keep_num_dims=True)
            depth = 32
        x = graph.op("RELU", [x], (1, *SIDES, depth))
    first = x
    return graph.module(first, graph.op("TANH", [x], (1, *SIDES, depth)))


def protected(
    module: ModuleOp, options: ProtectAccuracy, metric: Metric | None = None
) -> tuple[ModuleOp, Remarks]:
    """A copy after the pass and those that it is for."""
    ctx, copy = QirContext(), module.clone()
    ctx.metric = metric
    for each in (
        options,
        QuantizeWeights(options.min_elements, options.scheme, constants=options.constants),
        LegalizeHybrid(),
    ):
        each.apply(ctx, copy)
        copy.verify()
    return copy, ctx.remarks


def measured(module: ModuleOp, result: ModuleOp) -> float:
    """SQNR of the worst output over the inputs that the pass draws."""
    found: list[float] = []
    for group in drawn_groups(module, {}):
        expected = Machine(module).run(group.samples[0].inputs)
        for one, other in zip(expected, Machine(result).run(group.samples[0].inputs), strict=True):
            difference = Difference()
            difference.add(one, other)
            found.append(difference.sqnr)
    return min(found)


@given(
    seed=SEEDS,
    kinds=st.lists(st.sampled_from(["conv", "dense"]), min_size=1, max_size=4),
    bound=st.floats(5, 120),
    scheme=st.sampled_from(["int8", "int4", "int8-weight-only", "float16", "int8-tensor"]),
    has_outliers=st.booleans(),
)
@settings(max_examples=15)
def test_what_is_promised_holds(
    seed: int, kinds: list[str], bound: float, scheme: str, has_outliers: bool
) -> None:
    module = net(np.random.default_rng(seed), kinds, has_outliers=has_outliers)
    options = ProtectAccuracy(accuracy=f"{bound:.3f}dB", scheme=scheme, min_elements=0)
    result, remarks = protected(module, options)
    accuracy = remarks.accuracy
    assert accuracy is not None
    assert measured(module, result) >= round(bound, 3)
    assert accuracy.sqnr == pytest.approx(measured(module, result))
    assert len(tflite_bytes(result)) <= len(tflite_bytes(module))


@pytest.mark.parametrize("bound", ["30dB", "60dB", "90 dB", "0", "4000dB"])
def test_frontiers_grow_and_bounds_of_any_size_are_kept(bound: str) -> None:
    module = net(np.random.default_rng(1), ["conv", "dense", "dense"], has_outliers=True)
    result, remarks = protected(module, ProtectAccuracy(accuracy=bound, min_elements=0))
    assert remarks.accuracy is not None
    assert measured(module, result) >= float(bound.removesuffix("dB"))
    frontier = remarks.accuracy.frontier
    assert [trade.sqnr for trade in frontier] == sorted(trade.sqnr for trade in frontier)
    assert [trade.bytes for trade in frontier] == sorted(trade.bytes for trade in frontier)
    assert len({trade.sqnr for trade in frontier}) == len(frontier), "what costs more gains"
    assert math.isinf(frontier[-1].sqnr)


@pytest.mark.parametrize(("seed", "bound"), [(2, 45), (3, 50), (4, 42)])
def test_a_bound_costs_no_more_than_any_choice_that_keeps_it(seed: int, bound: int) -> None:
    """Of three layers with three forms each, all 64 are measured."""
    module = net(np.random.default_rng(seed), ["conv", "dense", "dense"], has_outliers=True)
    options = ProtectAccuracy(accuracy=f"{bound}dB", min_elements=0)
    result, _ = protected(module, options)
    sizes: list[int] = []
    for names in product(("int8", "int8-weight-only", "float16", "float"), repeat=3):
        copy = module.clone()
        weighted = [op for op in ops_of(copy, TflOp) if op.name in WEIGHTED]
        for op, name in zip(weighted, names, strict=True):
            choose(op, Choice(name, "a test"))
        made, _ = transformed(copy, QuantizeWeights(0), LegalizeHybrid())
        if measured(module, made) >= bound:
            sizes.append(len(tflite_bytes(made)))
    assert len(tflite_bytes(result)) <= 1.02 * min(sizes)


WEIGHTED = ("tfl.conv_2d", "tfl.fully_connected")


def with_constant() -> ModuleOp:
    """A dense layer between two products with constants, which are no weights."""
    rng = np.random.default_rng(4)
    graph = Graph()
    one, two, weights = (
        graph.constant(rng.standard_normal((64, 64)).astype(np.float32)) for _ in range(3)
    )
    x = graph.op("MUL", [graph.argument((1, 64)), one], (64, 64))
    x = graph.op("FULLY_CONNECTED", [x, weights, graph.absent()], (64, 64))
    return graph.module(graph.op("MUL", [x, two], (64, 64)))


@pytest.mark.parametrize("bound", [20, 37, 38])
def test_bounds_hold_of_constants_too(bound: float) -> None:
    module = with_constant()
    options = ProtectAccuracy(accuracy=f"{bound}dB", constants=True)
    result, remarks = protected(module, options)
    assert remarks.accuracy is not None
    assert remarks.accuracy.sqnr == pytest.approx(measured(module, result))
    assert measured(module, result) >= bound


def test_constants_that_prevent_a_bound_are_named() -> None:
    expected = r"^constants that are no weights, made smaller, leave \d\d\.\d dB; accuracy 60 dB"
    with pytest.raises(QirError, match=expected):
        protected(with_constant(), ProtectAccuracy(accuracy="60dB", constants=True))
    protected(with_constant(), ProtectAccuracy(accuracy="60dB"))


# --- choices ------------------------------------------------------------------------------------


def with_choice(scheme: str) -> ModuleOp:
    module = net(np.random.default_rng(3), ["conv", "dense", "dense"], has_outliers=False)
    op = next(op for op in ops_of(module, TflOp) if op.name == "tfl.fully_connected")
    choose(op, Choice(scheme, "rule 'FULLY_CONNECTED=...'"))
    return module


@pytest.mark.parametrize("scheme", ["int2", "float16", "float", "int4-weight-only"])
@pytest.mark.parametrize("accuracy", ["", "3dB"])
def test_ops_with_a_choice_stay_as_chosen(scheme: str, accuracy: str) -> None:
    module = with_choice(scheme)
    copy, _ = transformed(module, ProtectAccuracy(accuracy=accuracy, min_elements=0))
    (op,) = [
        op
        for op in ops_of(copy, TflOp)
        if (found := choice_of(op)) is not None and found.reason.startswith("rule")
    ]
    assert choice_of(op) == Choice(scheme, "rule 'FULLY_CONNECTED=...'")


def test_a_choice_that_prevents_a_bound_is_named() -> None:
    expected = (
        r"^@main op 2 tfl.fully_connected: as int2, which was chosen for it, it leaves \d+\.\d dB; "
        r"accuracy 60 dB cannot be kept$"
    )
    with pytest.raises(QirError, match=expected):
        protected(with_choice("int2"), ProtectAccuracy(accuracy="60dB", min_elements=0))


def test_a_choice_of_float_prevents_nothing() -> None:
    module = with_choice("float")
    result, _ = protected(module, ProtectAccuracy(accuracy="90dB", min_elements=0))
    assert measured(module, result) >= 90


# --- what cannot be measured --------------------------------------------------------------------

UNKNOWN = """
func.func @main(%x: tensor<1x64xf32>) -> tensor<1x32xf32> {
  %w = "tfl.pseudo_const"() <{value = dense<1.5> : tensor<32x64xf32>}> : () -> tensor<32x64xf32>
  %none = "tfl.no_value"() <{value}> : () -> none
  %0 = "tfl.custom"(%x) <{custom_code = "Mystery", custom_option = #tfl<const_bytes : "0x">}>
    : (tensor<1x64xf32>) -> tensor<1x64xf32>
  %y = "tfl.fully_connected"(%0, %w, %none) {qir.tensors = [{name = "y"}]}
    : (tensor<1x64xf32>, tensor<32x64xf32>, none) -> tensor<1x32xf32>
  func.return %y : tensor<1x32xf32>
}
"""
INTEGERS = """
func.func @main(%x: tensor<1x64xf32>) -> tensor<1xi32> {
  %w = "tfl.pseudo_const"() <{value = dense<1.5> : tensor<32x64xf32>}> : () -> tensor<32x64xf32>
  %axis = "tfl.pseudo_const"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
  %none = "tfl.no_value"() <{value}> : () -> none
  %y = "tfl.fully_connected"(%x, %w, %none)
    : (tensor<1x64xf32>, tensor<32x64xf32>, none) -> tensor<1x32xf32>
  %i = "tfl.arg_max"(%y, %axis) : (tensor<1x32xf32>, tensor<i32>) -> tensor<1xi32>
  func.return %i : tensor<1xi32>
}
"""
UNMEASURED = {
    "an op without semantics": (UNKNOWN, "white noise: @main op 0 tfl.custom: "),
    "no float output": (INTEGERS, "no output holds floats"),
    "only zeros": (
        INTEGERS.replace("1.5", "0.0")
        .replace("%i : tensor<1xi32>", "%y : tensor<1x32xf32>")
        .replace("-> tensor<1xi32> {", "-> tensor<1x32xf32> {"),
        "outputs are zero",
    ),
}
PARAMETRIZED = pytest.mark.parametrize("kind", UNMEASURED)


@PARAMETRIZED
@pytest.mark.parametrize("asked", [{}, {"measure": True}, {"samples": True}], ids=str)
def test_a_note_says_that_nothing_was_measured(
    kind: str, asked: dict[str, bool], tmp_path: Path
) -> None:
    text, why = UNMEASURED[kind]
    module = parse_mlir(text, QirContext())
    np.savez(tmp_path / "x.npz", np.ones((2, 1, 64), np.float32))
    options = ProtectAccuracy(
        measure="measure" in asked, samples=str(tmp_path / "x.npz") if "samples" in asked else ""
    )
    result, remarks = protected(module, options)
    (note,) = remarks.notes
    assert note.startswith("accuracy was not measured: ")
    assert why.replace("white noise", "") in note.replace("white noise", "")
    assert remarks.accuracy is None
    forms = [remark.form for _, remark in remarks]
    assert Form.HYBRID in forms
    assert len(tflite_bytes(result)) < len(tflite_bytes(module))


@PARAMETRIZED
def test_with_a_bound_that_is_refused(kind: str) -> None:
    text, why = UNMEASURED[kind]
    with pytest.raises(QirError, match=why):
        protected(parse_mlir(text, QirContext()), ProtectAccuracy(accuracy="30dB"))


def test_a_bound_that_cannot_be_measured_is_named_first() -> None:
    expected = "^accuracy cannot be measured: no output holds floats$"
    with pytest.raises(QirError, match=expected):
        protected(parse_mlir(INTEGERS, QirContext()), ProtectAccuracy(accuracy="30dB"))


def test_functions_that_are_not_measured_are_named() -> None:
    main = INTEGERS.replace("%i : tensor<1xi32>", "%y : tensor<1x32xf32>").replace(
        "-> tensor<1xi32> {", "-> tensor<1x32xf32> {"
    )
    module = parse_mlir(main + main.replace("@main", "@other"), QirContext())
    _, remarks = protected(module, ProtectAccuracy(accuracy="30dB"))
    assert remarks.notes == ["accuracy is that of @main; ops of @other were not measured"]


def test_a_bound_on_what_is_quantized_already() -> None:
    once = qir.quantize(EXAMPLES / "cnn.tflite").model
    twice = qir.quantize(once, accuracy="60dB")
    assert twice.model == once
    assert twice.report.notes == ("accuracy was not measured: no op is quantized that was not",)


@pytest.mark.parametrize(
    ("options", "fitted_by"),
    [
        ({"rounding": "error-feedback"}, "rounding error-feedback"),
        ({"correct_bias": True}, "correct-bias"),
        (
            {"rounding": "error-feedback", "correct_bias": True},
            "rounding error-feedback and correct-bias",
        ),
    ],
)
def test_what_is_fitted_later_is_not_measured(
    options: dict[str, Any], fitted_by: str, images: Path
) -> None:
    report = qir.quantize(EXAMPLES / "cnn.tflite", samples=images, **options).report
    (note,) = report.notes
    assert note.startswith(f"accuracy was measured without {fitted_by}; ")


def test_a_model_without_weights_has_no_accuracy() -> None:
    graph = Graph()
    x = graph.argument((1, 8))
    _, remarks = protected(graph.module(graph.op("ABS", [x], (1, 8))), ProtectAccuracy())
    assert (remarks.accuracy, remarks.notes) == (None, [])


def test_models_that_take_too_long_are_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    module = net(np.random.default_rng(0), ["conv", "dense"], has_outliers=False)
    monkeypatch.setattr("qir.passes.accuracy.measuring.MOST_BYTES", 1 << 12)
    _, remarks = protected(module, ProtectAccuracy())
    (note,) = remarks.notes
    assert "--accuracy measures it" in note
    _, remarks = protected(module, ProtectAccuracy(accuracy="20dB"))
    assert remarks.accuracy is not None


@pytest.mark.parametrize("seed", range(2))
def test_outputs_of_which_part_is_not_finite(seed: int) -> None:
    """log(x) of numbers of which half are negative: the others count."""
    rng = np.random.default_rng(seed)
    graph = Graph()
    x = graph.argument((1, 64))
    weights = graph.constant(rng.standard_normal((64, 64)).astype(np.float32))
    x = graph.op("FULLY_CONNECTED", [x, weights, graph.absent()], (1, 64))
    module = graph.module(graph.op("LOG", [x], (1, 64)))
    _, remarks = protected(module, ProtectAccuracy(accuracy="20dB"))
    assert remarks.accuracy is not None
    assert 20 <= remarks.accuracy.sqnr < math.inf


# --- a metric -----------------------------------------------------------------------------------


COUNT = 12


def correct(outputs: Sequence[Sequence[Array]]) -> float:
    """Share of the bundled digits, of the first that there are outputs of."""
    found = [int(arrays[0].argmax()) for arrays in outputs]
    return sum(map(int.__eq__, found, digits()[1].tolist())) / len(found)


@pytest.fixture(scope="module")
def images(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("samples") / "digits.npz"
    np.savez(path, digits()[0][:COUNT])
    return path


@pytest.mark.parametrize("max_drop", ["2%", 0.1, 1e-9, "1e-3 %"])
def test_a_metric_falls_no_further(max_drop: Any, images: Path) -> None:
    seen: list[float] = []

    def metric(outputs: Sequence[Sequence[Array]]) -> float:
        seen.append(correct(outputs))
        return seen[-1]

    result = qir.quantize(
        EXAMPLES / "dscnn.tflite", samples=images, max_drop=max_drop, metric=metric, scheme="int4"
    )
    assert result.report.accuracy is not None
    assert result.report.accuracy.conclusion.startswith("the metric is ")
    text = str(max_drop)
    share = float(text.rstrip("% ")) / (100 if "%" in text else 1)
    run = batch_runner(result.model, builtin=True)
    found = correct([[run(image[np.newaxis])] for image in digits()[0][:COUNT]])
    assert found >= seen[0] - share - 1e-6


def test_a_metric_of_which_more_is_negative(images: Path) -> None:
    """A relative drop is of the magnitude; the plan of fewest bytes that keeps it is taken."""

    def compiled(max_drop: str) -> bytes:
        first: list[npt.NDArray[np.float32]] = []

        def loss(outputs: Sequence[Sequence[Array]]) -> float:
            found: npt.NDArray[np.float32] = np.concatenate([arrays[0] for arrays in outputs])
            first.append(found)
            distance: Any = np.abs(found - first[0])
            return -1 - float(distance.sum())

        return qir.quantize(
            EXAMPLES / "cnn.tflite", samples=images, max_drop=max_drop, metric=loss, scheme="int4"
        ).model

    assert len(compiled("500%")) < len(compiled("1e-1%"))


def giving(value: object) -> Callable[..., Any]:
    def metric(_: Sequence[Sequence[Array]]) -> object:
        return value

    return metric


def raising(outputs: Sequence[Sequence[Array]]) -> float:
    raise KeyError("labels")


class Falling:
    """One less each time."""

    value = 0

    def __call__(self, outputs: Sequence[Sequence[Array]]) -> float:
        self.value -= 1
        return self.value


METRICS: dict[str, tuple[Callable[..., Any], str]] = {
    "NaN": (giving(math.nan), "^the metric gave NaN; expected a number$"),
    "nothing": (giving(None), "^the metric gave None; expected a number$"),
    "text": (giving("good"), "^the metric gave 'good'; expected a number$"),
    "raises": (raising, "^the metric raised KeyError: 'labels'$"),
    "falls": (
        Falling(),
        "^the metric is -.* with every op as exact as it may be, and -1 of the float model",
    ),
}


@pytest.mark.parametrize("kind", METRICS)
def test_metrics_that_give_no_bound_are_refused(kind: str, images: Path) -> None:
    metric, expected = METRICS[kind]
    with pytest.raises(QirError, match=expected):
        qir.quantize(EXAMPLES / "cnn.tflite", samples=images, max_drop=0.1, metric=metric)


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"accuracy": "abc"}, "^accuracy 'abc'; expected decibels, as 40dB, or off$"),
        ({"accuracy": "-3dB"}, "^accuracy '-3dB'; expected decibels"),
        ({"max_drop": "abc"}, "^max-drop 'abc'; expected a number, or one with %$"),
        ({"max_drop": "-1%"}, "^max-drop '-1%'; expected a number, or one with %$"),
        ({"max_drop": "1"}, "max-drop needs samples"),
        ({"max_drop": "1", "samples": True}, "max-drop needs a metric; expected --metric FILE"),
        ({"max_drop": "1", "accuracy": "3dB"}, "are two bounds; expected one"),
        ({"metric": correct}, "a metric needs max-drop"),
        ({"accuracy": "40dB", "metric": correct}, "a metric needs max-drop"),
        ({"samples": "nowhere.npz"}, "nowhere.npz"),
        ({"samples": True, "accuracy": "off"}, "nothing needs them; expected rounding error-feed"),
    ],
)
def test_options_that_do_not_go_together(
    options: dict[str, Any], expected: str, images: Path
) -> None:
    given: dict[str, Any] = {k: images if v is True else v for k, v in options.items()}
    with pytest.raises(QirError, match=expected):
        qir.quantize(EXAMPLES / "cnn.tflite", **given)
