"""`legalize-hybrid`: what a table of costs decides, and what remarks say of it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from small_models import Graph, op_of, ops_of, run, transformed
from xdsl.dialects.builtin import ModuleOp
from xdsl.dialects.func import FuncOp

import qir
from qir.backends.tflite.writer import tflite_bytes
from qir.context import QirContext
from qir.costs import Costs, Disturbance, Grid
from qir.diagnostics import Form, QirError, Remark
from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.conversion import DequantizeOp
from qir.frontends.mlir import parse_mlir
from qir.functions import operators
from qir.passes.analysis.disturbance import disturbed_ops
from qir.passes.legalize_hybrid import LegalizeHybrid
from qir.passes.quantize_weights import QuantizeWeights
from qir.work import FLOAT


def costs(*, disturbance: Disturbance | None = None, **times: tuple[float, float]) -> Costs:
    """Of kinds with the time of a float kernel and of a hybrid one, whatever the sizes."""

    def grid(floats: float, hybrid: float) -> Grid:
        forms = {FLOAT: floats, "int8": hybrid, "int4": hybrid, "int4-weight-only": 10 * floats}
        return Grid(((16,), (16,), (16,)), {f: np.full((1, 1, 1), t) for f, t in forms.items()})

    grids = {kind: grid(*both) for kind, both in times.items()}
    return Costs("litert-xnnpack", "", "", grids, disturbance or Disturbance())


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "costs.json"


def product() -> ModuleOp:
    """As much work as the tables are of."""
    graph = Graph()
    weights = graph.constant(np.random.default_rng(0).standard_normal((16, 16)).astype(np.float32))
    operands = [graph.argument((16, 16)), weights, graph.absent()]
    return graph.module(graph.op("FULLY_CONNECTED", operands, (16, 16)))


def remark_on(module: ModuleOp, ctx: QirContext, builtin: str = "FULLY_CONNECTED") -> Remark:
    found = ctx.remarks.get(op_of(module, builtin))
    assert found is not None
    return found


def test_a_fast_kernel(path: Path) -> None:
    path.write_bytes(costs(FULLY_CONNECTED=(20.0, 10.0)).to_bytes())
    result, ctx = transformed(product(), QuantizeWeights(0), LegalizeHybrid(costs=str(path)))
    remark = remark_on(result, ctx)
    assert remark.form is Form.HYBRID
    assert (remark.time_before, remark.time_after) == (pytest.approx(20), pytest.approx(10))


def test_a_slow_kernel(path: Path) -> None:
    path.write_bytes(costs(FULLY_CONNECTED=(10.0, 20.0)).to_bytes())
    result, ctx = transformed(product(), QuantizeWeights(0), LegalizeHybrid(costs=str(path)))
    remark = remark_on(result, ctx)
    assert remark.form is Form.DEQUANTIZED
    assert remark.reason == "litert-xnnpack: its kernel takes 20.0 us, a float one 10.0 us"
    assert (remark.time_before, remark.time_after) == (pytest.approx(10), pytest.approx(10))
    assert remark.bytes_after < remark.bytes_before
    x = np.random.default_rng(0).standard_normal((16, 16)).astype(np.float32)
    np.testing.assert_allclose(run(result, [x]), run(product(), [x]), atol=0.2)


@pytest.mark.parametrize("hybrid", [10.4, 1000 * 1.04])
def test_a_near_tie_stays(path: Path, hybrid: float) -> None:
    """Tables are noisy by some percent, and half a microsecond is not worth a DEQUANTIZE."""
    path.write_bytes(costs(FULLY_CONNECTED=(hybrid / 1.04, hybrid)).to_bytes())
    result, _ = transformed(product(), QuantizeWeights(0), LegalizeHybrid(costs=str(path)))
    assert not ops_of(result, DequantizeOp)


def test_few_bits_stay_where_a_dequantize_takes_longer(path: Path) -> None:
    path.write_bytes(costs(FULLY_CONNECTED=(10.0, 50.0)).to_bytes())
    steps = QuantizeWeights(0, scheme="int4"), LegalizeHybrid(costs=str(path))
    result, ctx = transformed(product(), *steps)
    remark = remark_on(result, ctx)
    assert remark.form is Form.HYBRID
    assert (remark.time_before, remark.time_after) == (pytest.approx(10), pytest.approx(50))


def test_what_was_not_measured_has_no_times(path: Path) -> None:
    path.write_bytes(costs(SVDF=(1.0, 1.0)).to_bytes())
    result, ctx = transformed(product(), QuantizeWeights(0), LegalizeHybrid(costs=str(path)))
    remark = remark_on(result, ctx)
    assert remark.form is Form.HYBRID
    assert remark.time_before is None and remark.time_after is None


def test_what_came_quantized_stays(path: Path) -> None:
    path.write_bytes(costs(FULLY_CONNECTED=(10.0, 20.0)).to_bytes())
    once, _ = transformed(product(), QuantizeWeights(0), LegalizeHybrid())
    again, _ = transformed(once, QuantizeWeights(0), LegalizeHybrid(costs=str(path)))
    assert again.is_structurally_equivalent(once)


def test_a_choice_of_the_api(path: Path) -> None:
    path.write_bytes(costs(FULLY_CONNECTED=(10.0, 20.0)).to_bytes())
    model = tflite_bytes(product())
    (slow,) = qir.quantize(model, min_elements=0, costs=path).report.ops
    (fast,) = qir.quantize(model, min_elements=0, costs="none").report.ops
    assert (slow.form, fast.form) == (Form.DEQUANTIZED, Form.HYBRID)


def test_a_table_that_there_is_not() -> None:
    with pytest.raises(QirError, match=r"missing\.json: cannot be read"):
        transformed(product(), LegalizeHybrid(costs="missing.json"))


# What disturbs what

Q = "!quant.uniform<i8:f32, 0.5>"
T = "tensor<4x4xf32>"
TEXTS = {
    "X": f'"tfl.fully_connected"(INPUT, %w, %b) : ({T}, tensor<4x4x{Q}>, tensor<4xf32>)',
    "D": f'"tfl.batch_matmul"(INPUT, INPUT) : ({T}, {T})',
    "+": f'"tfl.neg"(INPUT) : ({T})',
    "-": f'"tfl.abs"(INPUT) : ({T})',
    "C": f"func.call @inner(INPUT) : ({T})",
    "W": f"""
    "tfl.while"(INPUT) ({{
    ^bb0(%a: {T}):
      %r = func.call @more(%a) : ({T}) -> tensor<i1>
      "tfl.yield"(%r) : (tensor<i1>) -> ()
    }}, {{
    ^bb0(%a: {T}):
      %r = func.call @inner(%a) : ({T}) -> {T}
      "tfl.yield"(%r) : ({T}) -> ()
    }}) : ({T})""",
}
MORE = f"""
func.func private @more(%v: {T}) -> tensor<i1> {{
  %y = "tfl.pseudo_const"() <{{value = dense<true> : tensor<i1>}}> : () -> tensor<i1>
  func.return %y : tensor<i1>
}}
"""


def function(name: str, ops: str) -> str:
    """A chain of the ops that these letters stand for."""
    lines = [
        f'  %w = "tfl.pseudo_qconst"() <{{qtype = tensor<4x4x{Q}>, value = dense<1> : '
        f"tensor<4x4xi8>}}> : () -> tensor<4x4x{Q}>",
        '  %b = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<4xf32>}> : () -> tensor<4xf32>',
    ]
    for number, op in enumerate(ops):
        call = TEXTS[op].replace("INPUT", f"%v{number}")
        lines.append(f"  %v{number + 1} = {call} -> {T}")
    lines.append(f"  func.return %v{len(ops)} : {T}")
    head = f"func.func @{name}(%v0: {T}) -> {T} {{"
    return "\n".join([head, *lines, "}"])


@pytest.mark.parametrize(
    ("main", "inner", "found"),
    [
        ("XD", "", [("main1", "main2")]),
        # The model is run again.
        ("DX", "", [("main2", "main1")]),
        ("DX+", "", []),
        ("D-X-", "", [("main3", "main1")]),
        ("X+D", "", []),
        # The last that disturbs counts, since in float it would have ended the disturbance.
        ("XXD", "", [("main2", "main3")]),
        ("XDXD", "", [("main1", "main2"), ("main3", "main4")]),
        ("XDD", "", [("main1", "main2 main3")]),
        ("CD", "X", [("inner1", "main1")]),
        ("XC", "D+", [("main1", "inner1")]),
        ("XC", "+D", []),
        # The body of a loop is run again, and what is before the loop is run before its start.
        ("W+", "DX", [("inner2", "inner1")]),
        ("XW+", "DX", [("inner2 main1", "inner1")]),
        ("XW+", "D+", [("main1", "inner1")]),
        ("D", "", []),
    ],
)
def test_what_is_disturbed(main: str, inner: str, found: list[tuple[str, str]]) -> None:
    text = function("main", main) + (function("inner", inner) + MORE if inner else "")
    module = parse_mlir(text, QirContext())
    disturbance = Disturbance(
        frozenset({"FULLY_CONNECTED int8"}),
        frozenset({"NEG", "FULLY_CONNECTED float"}),
        {"BATCH_MATMUL float": 3.0},
    )

    groups = disturbed_ops(module, costs(disturbance=disturbance))
    assert sorted((places(group.by), places(group.ops)) for group in groups) == found


def places(ops: tuple[TflOp, ...]) -> str:
    """Each op as its function and its number there."""
    names: list[str] = []
    for op in ops:
        function = op.parent_op()
        assert isinstance(function, FuncOp)
        number = operators(function).index(op) + 1
        names.append(f"{function.sym_name.data}{number}")
    return " ".join(sorted(names))
