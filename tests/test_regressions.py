"""Models and commands that once went wrong, one test each."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest
from models import Model, run_on_litert, schema

import qir
from qir.backends.mlir import PrintWeights, mlir_text
from qir.backends.tflite.writer import tflite_bytes
from qir.context import QirContext
from qir.diagnostics import Form, QirError
from qir.dialects.tfl.constants import constant_value
from qir.driver import cli
from qir.driver.pipelines import run
from qir.frontends.mlir import parse_mlir
from qir.frontends.tflite import read_tflite


def parsed(text: str) -> tuple[QirContext, str]:
    """The module of `text`, printed after no passes with its weights inline."""
    ctx = QirContext()
    return ctx, mlir_text(parse_mlir(text, ctx), ctx, PrintWeights.INLINE)


def after(text: str, *steps: str) -> str:
    ctx = QirContext()
    module = parse_mlir(text, ctx)
    run(steps, module, ctx)
    return mlir_text(module, ctx)


def test_report_and_model_in_one_file_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "out.tflite"
    source = Path(__file__).parents[1] / "examples" / "mnist" / "cnn.tflite"
    args = ["qir", "quantize", str(source), "-o", str(output), "--report", str(output)]
    monkeypatch.setattr(sys, "argv", args)
    with pytest.raises(SystemExit) as exit:
        cli.main()
    assert exit.value.code == 1
    assert "named for the report and for a model" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["a" * 300 + ".tflite"])
def test_a_name_too_long_is_one_line(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["qir", "quantize", name, "-o", "out.tflite"])
    with pytest.raises(SystemExit):
        cli.main()
    assert capsys.readouterr().err.count("\n") == 1


QUANTIZED_DENSE = """
func.func @main(%x: tensor<1x64xf32>) -> tensor<1x32xf32> {{
  %w = "tfl.pseudo_qconst"() <{{qtype = tensor<32x64x{type}>,
    value = dense<1> : tensor<32x64x{stored}>}}> : () -> tensor<32x64x{type}>
  %none = "tfl.no_value"() <{{value}}> : () -> none
  %y = "tfl.fully_connected"(%x, %w, %none) <{{asymmetric_quantize_inputs = false}}>
    {{qir.version = 9 : i32}}
    : (tensor<1x64xf32>, tensor<32x64x{type}>, none) -> tensor<1x32xf32>
  func.return %y : tensor<1x32xf32>
}}
"""


def dense_of(type: str, stored: str) -> bytes:
    ctx = QirContext()
    return tflite_bytes(parse_mlir(QUANTIZED_DENSE.format(type=type, stored=stored), ctx))


@pytest.mark.parametrize(
    ("type", "stored"),
    [("!quant.uniform<i8:f32, 0.5>", "i8"), ("!quant.uniform<i4:f32, 0.5>", "i4")],
)
def test_a_kernel_that_came_quantized_stays_as_it_is(type: str, stored: str) -> None:
    model = dense_of(type, stored)
    result = qir.quantize(model)
    assert [op.form for op in result.report.ops] == [Form.UNCHANGED]
    assert result.model == model


def test_weights_with_a_zero_point_are_dequantized() -> None:
    """LiteRT's kernel for int8 weights wants zero point 0, and refuses to load otherwise."""
    result = qir.quantize(dense_of("!quant.uniform<i8:f32, 0.5:5>", "i8"))
    assert [op.form for op in result.report.ops] == [Form.DEQUANTIZED]
    (y,) = run_on_litert(result.model, [np.ones((1, 64), np.float32)])
    np.testing.assert_allclose(y, 64 * 0.5 * (1 - 5), rtol=1e-6)


def test_weights_scaled_along_the_other_axis_are_dequantized() -> None:
    scales = ", ".join(["0.5"] * 64)
    result = qir.quantize(dense_of(f"!quant.uniform<i8:f32:1, {{{scales}}}>", "i8"))
    assert [op.form for op in result.report.ops] == [Form.DEQUANTIZED]


def test_literals_of_four_bits_are_packed() -> None:
    text = """
    func.func @main() -> tensor<5xi4> {
      %0 = "tfl.pseudo_const"() <{value = dense<[1, 2, 3, -1, 5]> : tensor<5xi4>}>
        : () -> tensor<5xi4>
      func.return %0 : tensor<5xi4>
    }"""
    ctx = QirContext()
    model = read_tflite(tflite_bytes(parse_mlir(text, ctx)))
    (value,) = filter(None, map(constant_value, model.walk()))
    assert bytes(value.blob.data.to_bytes()) == bytes([0x21, 0xF3, 0x05])


def test_two_empty_constants_print_inline() -> None:
    model = Model()
    graph = model.graph("main")
    x = graph.input("x", [2])
    for number in range(2):
        shape, y = graph.constant(f"s{number}", np.zeros(0, np.int32)), graph.tensor("y", [2])
        graph.op("RESHAPE", [x, shape], [y])
        graph.returns(y)
    ctx = QirContext()
    assert "tensor<0xi32>" in mlir_text(read_tflite(model.to_bytes()), ctx, PrintWeights.INLINE)


def test_range_of_large_numbers_is_read_again() -> None:
    text = """
    func.func @main() -> tensor<1xf32> {
      %0 = "tfl.pseudo_const"() <{value = dense<1.0e+08> : tensor<1xf32>}> : () -> tensor<1xf32>
      %1 = "tfl.mul"(%0, %0) : (tensor<1xf32>, tensor<1xf32>) -> tensor<1xf32>
      func.return %1 : tensor<1xf32>
    }"""
    printed = after(text, "annotate-ranges")
    square = 1.0000000272564224e16  # the nearest float32
    assert f"#qir.range<{square}, {square}, numbers>" in printed
    assert after(printed) == printed


def test_a_projected_cell_is_not_bounded_by_its_activation() -> None:
    operands = ", ".join(["%x"] + ["%w"] * 8 + ["%none"] * 3 + ["%b"] * 4 + ["%p", "%none"])
    types = ["tensor<1x1x2xf32>"] + ["tensor<2x2xf32>"] * 8 + ["none"] * 3
    types += ["tensor<2xf32>"] * 4 + ["tensor<2x2xf32>", "none"] + ["tensor<1x2xf32>"] * 2
    text = f"""
    func.func @main(%x: tensor<1x1x2xf32>, %w: tensor<2x2xf32>, %b: tensor<2xf32>,
                    %p: tensor<2x2xf32>) -> tensor<1x1x2xf32> {{
      %none = "tfl.no_value"() <{{value}}> : () -> none
      %h = "tfl.pseudo_const"() {{tfl.is_variable}} : () -> tensor<1x2xf32>
      %c = "tfl.pseudo_const"() {{tfl.is_variable}} : () -> tensor<1x2xf32>
      %y = "tfl.unidirectional_sequence_lstm"({operands}, %h, %c)
        <{{fused_activation_function = "TANH"}}> : ({", ".join(types)}) -> tensor<1x1x2xf32>
      func.return %y : tensor<1x1x2xf32>
    }}"""
    assert "qir.ranges" not in after(text, "annotate-ranges")


def test_an_activation_without_a_name_bounds_nothing() -> None:
    text = """
    func.func @main() -> tensor<1xf32> {
      %0 = "tfl.pseudo_const"() <{value = dense<1.0> : tensor<1xf32>}> : () -> tensor<1xf32>
      %1 = "tfl.add"(%0, %0) <{fused_activation_function = 92 : i32}>
        : (tensor<1xf32>, tensor<1xf32>) -> tensor<1xf32>
      func.return %1 : tensor<1xf32>
    }"""
    assert after(text, "annotate-ranges").count("qir.ranges") == 1


def test_a_concatenation_of_one_that_changes_scale_is_kept() -> None:
    text = """
    func.func @main(%x: tensor<2x!quant.uniform<u8:f32, 0.1>>) -> tensor<2xf32> {
      %y = "tfl.concatenation"(%x) <{axis = 0 : i32, fused_activation_function = "NONE"}>
        : (tensor<2x!quant.uniform<u8:f32, 0.1>>) -> tensor<2x!quant.uniform<u8:f32, 0.5>>
      %z = "tfl.dequantize"(%y) : (tensor<2x!quant.uniform<u8:f32, 0.5>>) -> tensor<2xf32>
      func.return %z : tensor<2xf32>
    }"""
    assert "tfl.concatenation" in after(text, "canonicalize")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            'func.func @main() -> tensor<2xf32> { %y = "tfl.abs"(%z) : (tensor<2xf32>) -> '
            'tensor<2xf32>\n%z = "tfl.abs"(%y) : (tensor<2xf32>) -> tensor<2xf32>\n'
            "func.return %y : tensor<2xf32> }",
            "used before it is defined",
        ),
    ],
)
def test_what_is_no_model_is_refused(text: str, message: str) -> None:
    with pytest.raises(QirError, match=message):
        after(text, "canonicalize")


def test_text_that_is_no_model_is_refused_before_it_is_measured(tmp_path: Path) -> None:
    path = tmp_path / "early.mlir"
    path.write_text(
        'func.func @main() -> tensor<2xf32> { %y = "tfl.abs"(%z) : (tensor<2xf32>) -> '
        'tensor<2xf32>\n%z = "tfl.abs"(%y) : (tensor<2xf32>) -> tensor<2xf32>\n'
        "func.return %y : tensor<2xf32> }"
    )
    with pytest.raises(QirError, match="before it is defined"):
        qir.quantize(path)


def test_a_declaration_cannot_be_written() -> None:
    ctx = QirContext()
    module = parse_mlir("func.func private @f(tensor<2xf32>) -> tensor<2xf32>", ctx)
    run(("canonicalize", "annotate-ranges", "quantize-weights", "legalize-hybrid"), module, ctx)
    with pytest.raises(QirError, match="has no body"):
        tflite_bytes(module)


def test_a_resource_of_other_than_digits_is_refused() -> None:
    text = """
    func.func @main() {
      %0 = "tfl.pseudo_const"() <{value = dense_resource<w> : tensor<64xf32>}>
        : () -> tensor<64xf32>
      func.return
    }
    {-# dialect_resources: { builtin: { w: "0x04000000ZZ" } } #-}"""
    with pytest.raises(QirError, match="hexadecimal"):
        parsed(text)


def test_functions_of_confusable_names_stay_apart() -> None:
    model = Model()
    for name in ("a", "a_2", "a"):
        graph = model.graph(name)
        x, y = graph.input("x", [2]), graph.tensor("y", [2])
        graph.op("ABS", [x], [y])
        graph.returns(y)
    run(("canonicalize",), read_tflite(model.to_bytes()), QirContext())


def test_zero_scales_are_kept_as_they_are() -> None:
    """Other quantizers write scale 0 for a channel of zeros."""
    model = Model()
    graph = model.graph("main")
    x, y = graph.input("x", [1, 4]), graph.tensor("y", [1, 2])
    zero = schema.QuantizationParametersT(scale=[0.0], zeroPoint=[0])
    w = graph.constant("w", np.zeros((2, 4), np.int8), quantization=zero)
    graph.op("FULLY_CONNECTED", [x, w], [y])
    graph.returns(y)
    first = tflite_bytes(read_tflite(model.to_bytes()))
    kept = schema.ModelT.InitFromPackedBuf(first, 0).subgraphs[0].tensors
    assert [list(t.quantization.scale) for t in kept if t.name == b"w"] == [[0.0]]


def test_a_negative_size_is_refused() -> None:
    model = Model()
    graph = model.graph("main")
    x, y = graph.input("x", [-5]), graph.tensor("y", [-5])
    graph.op("NEG", [x], [y])
    graph.returns(y)
    with pytest.raises(QirError, match="tensor 0 'x' has a negative size"):
        read_tflite(model.to_bytes())
