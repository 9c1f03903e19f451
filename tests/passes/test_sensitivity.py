"""What ops bring to the outputs: noises, what they sum to, and which are heavy."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_models import Array, Graph, transformed
from weighted_ops import SEEDS
from xdsl.dialects.builtin import ModuleOp

from qir.context import QirContext
from qir.frontends.mlir import parse_mlir
from qir.interp.machine import Instead, Machine
from qir.numerics.difference import Difference
from qir.passes.accuracy.forms import Forms
from qir.passes.analysis.sensitivity import (
    Changes,
    Group,
    NotMeasured,
    Probe,
    Twin,
    as_noise,
    decibels,
    drawn_groups,
    heavy,
    together,
    units_of,
)
from qir.passes.legalize_hybrid import LegalizeHybrid
from qir.passes.quantize_weights import QuantizeWeights
from qir.samples import Sample
from qir.schemes import Scheme

WEIGHT_ONLY = QuantizeWeights(scheme="int8-weight-only", min_elements=0), LegalizeHybrid()
HYBRID = QuantizeWeights(min_elements=0), LegalizeHybrid()


def chain(rng: np.random.Generator, layers: int, width: int = 16) -> ModuleOp:
    """Dense layers, one after another, with nothing between."""
    graph = Graph()
    x = graph.argument((1, width))
    for _ in range(layers):
        weights = rng.standard_normal((width, width)).astype(np.float32)
        x = graph.op("FULLY_CONNECTED", [x, graph.constant(weights), graph.absent()], (1, width))
    return graph.module(x)


def parallel(rng: np.random.Generator, scales: Sequence[float], width: int = 16) -> ModuleOp:
    """Dense layers of one input, whose results are added, each multiplied with its scale."""
    graph = Graph()
    x, total = graph.argument((4, width)), None
    for scale in scales:
        weights = rng.standard_normal((width, width)).astype(np.float32)
        y = graph.op("FULLY_CONNECTED", [x, graph.constant(weights), graph.absent()], (4, width))
        y = graph.op("MUL", [y, graph.constant(np.array([scale], np.float32))], (4, width))
        total = y if total is None else graph.op("ADD", [total, y], (4, width))
    assert total is not None
    return graph.module(total)


def group(rng: np.random.Generator, *shape: int, count: int = 1) -> Group:
    arrays = [rng.standard_normal(shape).astype(np.float32) for _ in range(count)]
    return Group("drawn", [Sample(f"sample {i}", [array]) for i, array in enumerate(arrays)])


def changes_of(
    module: ModuleOp, passes: Sequence[QuantizeWeights | LegalizeHybrid]
) -> list[Changes]:
    twin = Twin(module, passes)
    return [twin.changes(unit.ops) for unit in units_of(module)]


# --- noise --------------------------------------------------------------------------------------


@given(seed=SEEDS, layers=st.integers(2, 5))
@settings(max_examples=20)
def test_small_noises_of_a_linear_net_add_up(seed: int, layers: int) -> None:
    """y + e with e = e1 + e2 + ... + products of two, which are as much smaller as each is small;
    errors of directions that have nothing to do with one another are at right angles mostly: over
    2048 elements the cosine of two is 0.02 by deviation, so that their sum is that of a Pythagorean
    theorem to within 2 n |e|^2 times five of these."""
    rng = np.random.default_rng(seed)
    width = 64
    graph = Graph()
    x = graph.argument((32, width))
    for _ in range(layers):
        weights = (rng.standard_normal((width, width)) / width**0.5).astype(np.float32)
        x = graph.op("FULLY_CONNECTED", [x, graph.constant(weights), graph.absent()], (32, width))
    module = graph.module(x)
    probe = Probe(module, [group(rng, 32, width)])
    changes = changes_of(module, WEIGHT_ONLY)
    noises = [float(probe.noise(each)[0]) for each in changes]
    total = float(probe.noise(together(changes))[0])
    assert all(0 < noise < 1e-3 for noise in noises)
    cross = 2 * sum(math.sqrt(a * b) for i, a in enumerate(noises) for b in noises[:i])
    assert abs(total - sum(noises)) <= 0.1 * cross + 0.01 * sum(noises)


@given(seed=SEEDS, count=st.integers(1, 4))
@settings(max_examples=20)
def test_noise_is_what_difference_says_of_all_samples(seed: int, count: int) -> None:
    rng = np.random.default_rng(seed)
    module = chain(rng, 3)
    first, second = group(rng, 1, 16, count=count), group(rng, 1, 16)
    # Samples count by their power.
    first.samples[0].inputs[0] *= np.float32(100)
    probe, changes = Probe(module, [first, second]), changes_of(module, HYBRID)
    real = Machine(transformed(module, *HYBRID)[0])
    for place, each in enumerate((first, second)):
        difference = Difference()
        for sample in each.samples:
            (expected,), (found,) = Machine(module).run(sample.inputs), real.run(sample.inputs)
            difference.add(expected, found)
        noise = probe.noise(together(changes))[place]
        assert decibels(noise) == pytest.approx(difference.sqnr, abs=1e-9)


def test_decibels_are_of_the_worst_output() -> None:
    assert decibels(np.array([1e-4, 1e-2, 1e-3])) == pytest.approx(20)
    assert decibels(0.0) == math.inf
    assert decibels(np.zeros(0)) == math.inf
    assert as_noise(decibels(0.003)) == pytest.approx(0.003)


def test_nothing_changes_without_changes() -> None:
    rng = np.random.default_rng(0)
    probe = Probe(chain(rng, 2), [group(rng, 1, 16)])
    assert probe.noise({}).tolist() == [0.0]


TWO_OUTPUTS = """
func.func @main(%x: tensor<1x2xf32>) -> (tensor<1x2xf32>, tensor<1x2xf32>, tensor<1xi32>) {
  %w = "tfl.pseudo_const"() <{value = dense<[[0.3, -1.7], [2.1, 0.9]]> : tensor<2x2xf32>}>
    : () -> tensor<2x2xf32>
  %none = "tfl.no_value"() <{value}> : () -> none
  %axis = "tfl.pseudo_const"() <{value = dense<1> : tensor<i32>}> : () -> tensor<i32>
  %y = "tfl.fully_connected"(%x, %w, %none)
    : (tensor<1x2xf32>, tensor<2x2xf32>, none) -> tensor<1x2xf32>
  %z = "tfl.OP"(%y) : (tensor<1x2xf32>) -> tensor<1x2xf32>
  %i = "tfl.arg_max"(%y, %axis) : (tensor<1x2xf32>, tensor<i32>) -> tensor<1xi32>
  func.return %y, %z, %i : tensor<1x2xf32>, tensor<1x2xf32>, tensor<1xi32>
}
"""
POINT = [np.array([[-1.0, 1.5]], np.float32)]
"""Of which the first feature becomes negative, and the second less so."""


def probe_of(text: str, inputs: list[Array]) -> tuple[Probe, Changes]:
    module = parse_mlir(text, QirContext())
    return Probe(module, [Group("a point", [Sample("a point", inputs)])]), together(
        changes_of(module, HYBRID)
    )


def test_what_is_zero_has_no_noise() -> None:
    """Whatever becomes of it: there is no signal that it could be a share of."""
    probe, _ = probe_of(TWO_OUTPUTS.replace("OP", "relu"), [np.array([[-1.0, 0.1]], np.float32)])
    (op,) = [op for op in probe.module.walk() if op.name == "tfl.relu"]
    ones = Instead(op, lambda: {0: np.ones((1, 2), np.float32)})
    assert probe.noise({op: ones}).tolist() == [0.0, 0.0]


def test_what_is_not_finite_does_not_count() -> None:
    """The logarithm of a negative number is NaN; that of the other number counts."""
    inputs = [np.array([[0.1, 1.0]], np.float32)]
    probe, changes = probe_of(TWO_OUTPUTS.replace("OP", "log"), inputs)
    first, second = probe.noise(changes)
    assert 0 < first < 1e-3
    assert 0 < second < 1e-2


def test_what_is_not_finite_any_more_is_the_worst() -> None:
    probe, _ = probe_of(TWO_OUTPUTS.replace("OP", "log"), [np.array([[0.1, 1.0]], np.float32)])
    (op,) = [op for op in probe.module.walk() if op.name == "tfl.log"]
    zeros = Instead(op, lambda: {0: np.zeros((1, 2), np.float32)})
    assert decibels(probe.noise({op: zeros})) == pytest.approx(-300)


@pytest.mark.parametrize(
    ("inputs", "text", "expected"),
    [
        ([np.zeros((1, 2), np.float32)], TWO_OUTPUTS.replace("OP", "abs"), "zero, or not finite"),
        (
            [np.full((1, 2), np.nan, np.float32)],
            TWO_OUTPUTS.replace("OP", "abs"),
            "zero, or not finite, over a point",
        ),
        (POINT, TWO_OUTPUTS.replace("tfl.OP", "tfl.real"), "a point: @main op"),
        (
            POINT,
            "func.func @main(%x: tensor<1x2xf32>) -> tensor<1x2xi32> {\n"
            '  %0 = "tfl.cast"(%x) : (tensor<1x2xf32>) -> tensor<1x2xi32>\n'
            "  func.return %0 : tensor<1x2xi32>\n}\n",
            "no output holds floats",
        ),
    ],
)
def test_what_says_nothing_is_refused(inputs: list[Array], text: str, expected: str) -> None:
    module = parse_mlir(text, QirContext())
    with pytest.raises(NotMeasured, match=expected):
        Probe(module, [Group("a point", [Sample("a point", inputs)])])


def test_inputs_that_cannot_be_drawn_are_refused() -> None:
    module = parse_mlir(
        "func.func @main(%x: tensor<2x!tf_type.string>) -> tensor<2x!tf_type.string> {\n"
        "  func.return %x : tensor<2x!tf_type.string>\n}\n",
        QirContext(),
    )
    with pytest.raises(NotMeasured, match="values for it must be given"):
        drawn_groups(module, {})


def test_one_sample_where_noise_is_of_one_kind() -> None:
    rng = np.random.default_rng(0)
    assert [each.name for each in drawn_groups(chain(rng, 1, 8), {})] == ["white noise"]
    both = [each.name for each in drawn_groups(chain(rng, 1, 16), {})]
    assert both == ["white noise", "1/f noise"]


def test_noise_of_samples_that_are_not_kept_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(0)
    module, samples = chain(rng, 3), group(rng, 1, 16, count=3)
    changes = changes_of(module, HYBRID)
    kept = [Probe(module, [samples]).noise(each) for each in changes]
    monkeypatch.setattr("qir.passes.analysis.sensitivity.KEPT_BYTES", 0)
    probe = Probe(module, [samples])
    for each, expected in zip(changes, kept, strict=True):
        np.testing.assert_array_equal(probe.noise(each), expected)


# --- heavy --------------------------------------------------------------------------------------


@given(
    seed=SEEDS,
    sizes=st.lists(st.integers(-4, 0), min_size=1, max_size=12),
    threshold=st.floats(-9, -4),
)
@settings(max_examples=25)
def test_heavy_are_those_above_a_threshold(seed: int, sizes: list[int], threshold: float) -> None:
    """Added layers of very different size: those whose noise is far below the threshold do not
    reach it together, where each is less than a twelfth of it."""
    rng = np.random.default_rng(seed)
    module = parallel(rng, [10.0**size for size in sizes])
    probe, changes = Probe(module, [group(rng, 4, 16)]), changes_of(module, WEIGHT_ONLY)
    assert len(changes) == len(sizes)
    alone = [float(probe.noise(each)[0]) for each in changes]
    least = np.array([10.0**threshold])
    found = list(heavy(probe, changes, least))
    assert found == sorted(found)
    # A change may hide in a half where others make up for it.
    sure = [i for i, noise in enumerate(alone) if noise > 4 * least[0]]
    assert set(sure) <= set(found)
    assert all(alone[i] >= least[0] for i in found)


def test_heavy_looks_at_outputs_that_matter() -> None:
    rng = np.random.default_rng(0)
    module = parallel(rng, [1.0, 1.0])
    probe, changes = Probe(module, [group(rng, 4, 16)]), changes_of(module, WEIGHT_ONLY)
    assert list(heavy(probe, changes, np.array([np.inf]))) == []
    assert list(heavy(probe, changes, np.array([0.0]))) == [0, 1]
    assert list(heavy(probe, [{}, changes[0], {}], np.array([0.0]))) == [1]
    assert list(heavy(probe, [], np.array([0.0]))) == []


# --- units --------------------------------------------------------------------------------------


def test_ops_that_share_a_weight_are_one_unit() -> None:
    rng = np.random.default_rng(0)
    graph = Graph()
    x = graph.argument((1, 16))
    tied, other = (graph.constant(rng.standard_normal((16, 16)).astype(np.float32)) for _ in "ab")
    for weight in (tied, other, tied):
        x = graph.op("FULLY_CONNECTED", [x, weight, graph.absent()], (1, 16))
    module = graph.module(x)
    first, second = units_of(module)
    assert [len(unit.ops) for unit in (first, second)] == [2, 1]
    assert (first.nbytes, second.nbytes) == (16 * 16 * 4,) * 2
    probe = Probe(module, [group(rng, 1, 16)])
    forms = Forms(module, Scheme.parse("int8"), HYBRID, probe)
    stored = forms.form(first, "int8").bytes
    assert stored == 16 * 16 + 4 * 16, "once"


def test_units_through_a_chain_of_shared_weights() -> None:
    """An op of two weights joins those that have one of them."""
    text = """
    func.func @main(%i: tensor<3xi32>, %x: tensor<1x4xf32>) -> (tensor<3x4xf32>, tensor<1x8xf32>) {
      %w = "tfl.pseudo_const"() <{value = dense<1.5> : tensor<8x4xf32>}> : () -> tensor<8x4xf32>
      %none = "tfl.no_value"() <{value}> : () -> none
      %0 = "tfl.gather"(%w, %i) <{axis = 0 : i32, batch_dims = 0 : i32}>
        : (tensor<8x4xf32>, tensor<3xi32>) -> tensor<3x4xf32>
      %1 = "tfl.fully_connected"(%x, %w, %none)
        : (tensor<1x4xf32>, tensor<8x4xf32>, none) -> tensor<1x8xf32>
      func.return %0, %1 : tensor<3x4xf32>, tensor<1x8xf32>
    }
    """
    (unit,) = units_of(parse_mlir(text, QirContext()))
    assert [op.name for op in unit.ops] == ["tfl.gather", "tfl.fully_connected"]
    assert unit.nbytes == 8 * 4 * 4
