"""`qir explain`, and what `qir quantize` says of accuracy."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NoReturn

import numpy as np
import pytest
from click.testing import CliRunner
from command_lines import Tool
from models import EXAMPLES, digits

from qir.dialects.tfl.constants import constant_value
from qir.driver.cli import cli
from qir.frontends.tflite import read_tflite
from qir.functions import functions, operators


def strictly(path: Path) -> Any:
    """JSON as its standard has it: without NaN and infinities."""

    def refused(name: str) -> NoReturn:
        raise AssertionError(f"{name} is no number of JSON")

    return json.loads(path.read_text(), parse_constant=refused)


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("name", ["dscnn", "gru", "transformer"])
def test_every_op_and_constant_is_there(name: str, tmp_path: Path, qir_tool: Tool) -> None:
    model, report = EXAMPLES / f"{name}.tflite", tmp_path / "report.json"
    code, out, err = qir_tool("explain", model, "--report", report)
    assert (code, err) == (0, "")
    assert files(tmp_path) == ["report.json"], "no model is written"
    said = strictly(report)
    module = read_tflite(model)
    expected = {
        (function.sym_name.data, index, op.OPERATOR.name)
        for function in functions(module)
        for index, op in enumerate(operators(function))
    }
    found = {(op["function"], op["index"], op["op"]) for op in said["ops"]}
    # Those that came are there, unless a rewrite made another of them.
    assert len(found & expected) >= 0.7 * len(expected)
    for op in said["ops"]:
        assert op["reason"]
        assert op["op"] in out
    weights = {each["tensor"] for each in said["constants"]}
    named = {
        constant.blob.data.name
        for op in module.walk()
        if (constant := constant_value(op)) is not None and constant.elements >= 1024
    }
    assert len(weights) >= len(named)
    for each in said["constants"]:
        assert f"{each['bytes']:,}" in out
        assert each["type"] in out
        where = "" if each["function"] == "main" else f"{each['function']} "
        assert f" {where}{' '.join(map(str, each['readers']))}" in out
    quantized = [op for op in said["ops"] if op["form"] in ("hybrid", "dequantized")]
    assert quantized
    # What changes nothing at all leaves without end, which JSON has no number for.
    assert all("sqnr" in op for op in quantized)
    assert sum(op["sqnr"] is not None for op in quantized) >= 3
    assert said["accuracy"]["samples"] == "white noise, 1/f noise"
    trades = said["accuracy"]["frontier"]
    assert len(trades) >= 3
    assert trades[-1]["sqnr"] is None, "all floats"
    assert "what could be had, by prediction:" in out
    assert f"SQNR {said['accuracy']['sqnr']:.1f} dB over white noise, 1/f noise: " in out


def test_explain_says_what_quantize_does(tmp_path: Path, qir_tool: Tool) -> None:
    """The same forms, bytes and reasons, with the same options."""
    options = "--scheme", "int4", "--keep-float", "FULLY_CONNECTED", "--accuracy", "12dB"
    model = EXAMPLES / "dscnn.tflite"
    explained, made = tmp_path / "explained.json", tmp_path / "made.json"
    assert qir_tool("explain", model, *options, "--report", explained, "--quiet") == (0, "", "")
    command = "quantize", model, *options, "-o", tmp_path / "m.tflite", "--report", made
    assert qir_tool(*command, "--quiet") == (0, "", "")
    one, other = strictly(explained), strictly(made)
    assert one["bytes_after"] == other["bytes_after"] == (tmp_path / "m.tflite").stat().st_size
    keys = "function", "index", "op", "form", "reason", "bytes_before", "bytes_after"
    listed = [{k: op[k] for k in keys} for op in other["ops"]]
    every = [{k: op[k] for k in keys} for op in one["ops"]]
    assert [op for op in every if op in listed] == listed
    assert other["accuracy"]["bound"] == 12
    assert one["accuracy"] == other["accuracy"]
    assert other["constants"] == [] != one["constants"]


def test_a_report_is_no_model(tmp_path: Path, qir_tool: Tool) -> None:
    model = tmp_path / "m.tflite"
    model.write_bytes((EXAMPLES / "cnn.tflite").read_bytes())
    message = qir_tool.refuses("explain", model, "--report", tmp_path / "." / "m.tflite")
    assert message.endswith("is named for the report and for the model; name another file")
    assert model.read_bytes() == (EXAMPLES / "cnn.tflite").read_bytes()


def test_explain_prints_nothing_when_quiet(qir_tool: Tool) -> None:
    assert qir_tool("explain", EXAMPLES / "cnn.tflite", "--quiet") == (0, "", "")


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


@pytest.mark.parametrize("command", ["explain", "quantize"])
def test_what_could_not_be_measured_is_noted(command: str, tmp_path: Path, qir_tool: Tool) -> None:
    model, report = tmp_path / "m.mlir", tmp_path / "report.json"
    model.write_text(UNKNOWN)
    output = ("-o", tmp_path / "out.tflite") if command == "quantize" else ()
    code, out, err = qir_tool(command, model, *output, "--report", report)
    assert (code, err) == (0, "")
    (note,) = strictly(report)["notes"]
    assert note.startswith("accuracy was not measured: ")
    assert "Mystery" in note
    assert note in out.splitlines()
    assert strictly(report)["accuracy"] is None


def test_quantize_reports_accuracy(tmp_path: Path, qir_tool: Tool) -> None:
    report, output = tmp_path / "report.json", tmp_path / "out.tflite"
    command = "quantize", EXAMPLES / "cnn.tflite", "-o", output, "--report", report
    code, out, _ = qir_tool(*command)
    assert code == 0
    said = strictly(report)
    assert said["notes"] == []
    assert said["accuracy"]["conclusion"] == "no op needs more than its scheme"
    assert said["accuracy"]["frontier"] == []
    assert "dB over white noise, 1/f noise: no op needs more than its scheme\n" in out
    code, out, _ = qir_tool(*command, "--accuracy", "off")
    assert code == 0
    assert strictly(report)["accuracy"] is None
    assert " dB" not in out


# --- metrics and what is refused ----------------------------------------------------------------

METRICS = """
def count(outputs):
    assert len(outputs) == 6 and all(len(arrays) == 1 for arrays in outputs)
    return 1.0

def raises(outputs):
    raise RuntimeError("out of\\nluck")

def nan(outputs):
    return float("nan")

number = 3
"""
REFUSED: dict[str, tuple[tuple[str, ...], str]] = {
    "accuracy": (("--accuracy", "abc"), "accuracy 'abc'; expected decibels, as 40dB, or off"),
    "drop": (("--max-drop", "much"), "max-drop 'much'; expected a number, or one with %"),
    "both": (("--max-drop", "1%", "--accuracy", "3dB"), "are two bounds; expected one"),
    "no samples": (("--max-drop", "1%", "--metric", "m.py:count"), "max-drop needs samples"),
    "no metric": (("--max-drop", "1%", "--samples", "x.npz"), "max-drop needs a metric"),
    "no drop": (("--metric", "m.py:count"), "a metric needs max-drop"),
    "no file": (("--metric", "nofile.py:f"), "metric 'nofile.py:f': not a function of a file"),
    "no colon": (("--metric", "m.py"), "metric 'm.py': not a function of a file"),
    "no function": (("--metric", "m.py:other"), "metric m.py: has no function 'other'"),
    "a number": (("--metric", "m.py:number"), "metric m.py: has no function 'number'"),
    "no python": (("--metric", "bad.py:f"), "metric bad.py: SyntaxError: "),
    "ends": (("--metric", "ends.py:f"), "metric ends.py: SystemExit: 3"),
    "raises": (
        ("--max-drop", "1%", "--samples", "x.npz", "--metric", "m.py:raises"),
        "the metric raised RuntimeError: out of luck",
    ),
    "nan": (
        ("--max-drop", "1%", "--samples", "x.npz", "--metric", "m.py:nan"),
        "the metric gave NaN; expected a number",
    ),
}


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "m.py").write_text(METRICS)
    (tmp_path / "bad.py").write_text("def f(:\n")
    (tmp_path / "ends.py").write_text("raise SystemExit(3)\n")
    np.savez(tmp_path / "x.npz", digits()[0][:6])
    return tmp_path


@pytest.mark.parametrize("command", ["quantize", "explain"])
@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_wrong_is_one_line(command: str, kind: str, here: Path, qir_tool: Tool) -> None:
    options, expected = REFUSED[kind]
    before = files(here)
    output = ("-o", "out.tflite") if command == "quantize" else ()
    model = EXAMPLES / "cnn.tflite"
    message = qir_tool.refuses(command, model, *output, *options, "--report", "report.json")
    assert expected in message
    assert [name for name in files(here) if name != "__pycache__"] == before, "no partial file"


@pytest.mark.usefixtures("here")
def test_a_metric_from_a_file(qir_tool: Tool) -> None:
    options = "--samples", "x.npz", "--max-drop", "0.5%", "--metric", "m.py:count"
    command = "quantize", EXAMPLES / "cnn.tflite", "-o", "out.tflite", "--report", "report.json"
    code, out, err = qir_tool(*command, *options)
    assert (code, err) == (0, "")
    accuracy = strictly(Path("report.json"))["accuracy"]
    assert accuracy["conclusion"] == "the metric is 1, of the float model 1"
    assert accuracy["samples"] == "samples"
    assert "the metric is 1, of the float model 1\n" in out


@pytest.mark.parametrize("option", [["--correct-bias"], ["--rounding", "error-feedback"]])
def test_a_bound_is_not_kept_with_weights_that_are_fitted_later(
    option: list[str], tmp_path: Path
) -> None:
    output, samples = tmp_path / "out.tflite", tmp_path / "samples.npz"
    np.savez(samples, x=np.zeros((1, 28, 28, 1), np.float32))
    given = ["--samples", str(samples), *option, "--accuracy", "40dB"]
    result = CliRunner().invoke(
        cli, ["quantize", str(EXAMPLES / "cnn.tflite"), "-o", str(output), *given]
    )
    assert result.exit_code
    assert "rounded to nearest; expected neither" in str(result.exception)
    assert not output.exists()
