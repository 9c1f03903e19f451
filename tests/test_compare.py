"""`qir compare` as a user and a CI meet it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from command_lines import Tool
from models import TWO_INPUTS, digits, noise

import qir

BELOW_ALL = 10.0


@pytest.fixture
def models(tmp_path: Path) -> tuple[Path, Path]:
    """Two that differ in the second of their two tensors."""
    first, second = tmp_path / "first.mlir", tmp_path / "second.mlir"
    first.write_text(TWO_INPUTS)
    second.write_text(TWO_INPUTS.replace('"tfl.add"', '"tfl.sub"'))
    return first, second


@pytest.fixture
def quantized(bundled_model: Path, tmp_path: Path) -> Path:
    path = tmp_path / "small.tflite"
    path.write_bytes(qir.quantize(bundled_model, target="litert-builtin").model)
    return path


@pytest.mark.parametrize("runtime", ["interpreter", "litert-builtin"])
def test_the_first_tensor_under_the_bound_is_named(
    runtime: str, bundled_model: Path, quantized: Path, tmp_path: Path, qir_tool: Tool
) -> None:
    report = tmp_path / "report.json"
    options = "--runtime", runtime, "--report", report, "--inputs", images(tmp_path)
    code, out, err = qir_tool("compare", bundled_model, quantized, *options)
    assert (code, err) == (0, "")
    every = json.loads(report.read_text())["tensors"]
    finite = sorted(entry["sqnr"] for entry in every if entry["sqnr"] is not None)
    bound = finite[len(finite) // 2]  # half of the tensors keep to it
    first = next(entry for entry in every if not entry["equal"] and entry["sqnr"] < bound)
    bounded = "--min-sqnr", str(bound), *options
    code, out, err = qir_tool("compare", bundled_model, quantized, *bounded)
    assert code == 1
    named = f"{quantized}: {first['name']} has an SQNR of {first['sqnr']:.1f} dB"
    assert err == f"qir: error: {named}; expected {bound:g} or more\n"
    assert "output 0" in out
    found = json.loads(report.read_text())
    assert found["first_below"] == first["name"]
    assert found["passed"] is False
    code, _, err = qir_tool("compare", bundled_model, quantized, "--min-sqnr", "10", *options)
    assert (code, err) == (0, "")
    assert json.loads(report.read_text())["passed"] is True


def images(folder: Path) -> Path:
    path = folder / "images.npz"
    np.savez(path, image=digits()[0][:2])
    return path


def test_the_report_holds_what_was_measured(
    models: tuple[Path, Path], tmp_path: Path, qir_tool: Tool
) -> None:
    report = tmp_path / "report.json"
    x, y = noise(3, 1, 4), noise(3, 4, seed=1)
    np.savez(tmp_path / "samples.npz", x=x, y=y)
    options = "--inputs", tmp_path / "samples.npz", "--report", report
    code, out, _ = qir_tool("compare", *models, *options)
    assert code == 0
    found = json.loads(report.read_text())
    size, total = found["tensors"]
    assert (size["name"], size["equal"], size["sqnr"], size["max_error"]) == ("size", True, None, 0)
    assert found["samples"] == 3
    expected, error = np.abs(x[:, 0]) + y, 2 * y
    sqnr = 10 * np.log10((expected**2).sum() / (error**2).sum())
    assert total["sqnr"] == pytest.approx(sqnr, rel=1e-5)
    assert total["max_error"] == pytest.approx(np.abs(error).max(), rel=1e-5)
    assert total["elements"] == 12
    assert found["outputs"][0]["sqnr"] == total["sqnr"]
    assert found["first_different"] == "sum"
    assert "the first that differs: sum\n" in out
    assert "2 tensors compared by name" in out
    assert "3 samples on interpreter" in out


def test_equal_models_pass_any_bound(models: tuple[Path, Path], qir_tool: Tool) -> None:
    first, _ = models
    code, out, err = qir_tool("compare", first, first, "--min-sqnr", "1000", "--samples", "2")
    assert (code, err) == (0, "")
    assert "inf" in out
    assert "none differs" in out
    code, out, err = qir_tool("compare", *models, "--min-sqnr", "1000", "--quiet")
    assert (code, out) == (1, "")
    assert "second.mlir: sum has an SQNR of" in err


def test_xnnpack_shows_outputs_only(models: tuple[Path, Path], qir_tool: Tool) -> None:
    bound = "--min-sqnr", "1000"
    code, out, err = qir_tool("compare", *models, "--runtime", "litert-xnnpack", *bound)
    assert code == 1
    assert "second.mlir: output 0 has an SQNR of" in err
    assert "0 tensors compared by name" in out


X, Y = noise(1, 4), noise(4)
SAMPLES: dict[str, tuple[dict[str, Any], str]] = {
    "one too many": ({"x": X, "y": Y, "z": Y}, "holds x, y, z; expected the inputs x, y"),
    "one too few": ({"x": X}, "holds x; expected the inputs x, y"),
    "a wrong name": ({"x": X, "z": Y}, "holds x, z; expected the inputs x, y"),
    "a wrong shape": (
        {"x": noise(2, 5), "y": Y},
        "x holds float32 of shape [2, 5]; expected tensor<1x4xf32>, or one more axis of samples",
    ),
    "wrong elements": ({"x": X.astype("f8"), "y": Y}, "x holds float64 of shape [1, 4]; expected"),
    "counts": ({"x": noise(3, 1, 4), "y": noise(2, 4)}, "holds 3, 2 samples of its inputs"),
    "objects": ({"x": np.array([None]), "y": Y}, "is no .npz file of named arrays of numbers"),
}


@pytest.mark.parametrize("kind", SAMPLES)
def test_samples_that_do_not_fit_are_refused(
    kind: str, models: tuple[Path, Path], tmp_path: Path, qir_tool: Tool
) -> None:
    arrays, expected = SAMPLES[kind]
    path = tmp_path / "samples.npz"
    np.savez(path, **arrays)
    message = qir_tool.refuses("compare", *models, "--inputs", path)
    assert message.startswith(f"{path}: ")
    assert expected in message


def test_files_that_hold_no_samples_are_refused(
    models: tuple[Path, Path], tmp_path: Path, qir_tool: Tool
) -> None:
    path = tmp_path / "samples.npy"
    message = qir_tool.refuses("compare", *models, "--inputs", path)
    assert message == f"{path}: cannot be read: No such file or directory"
    np.save(path, noise(1, 4))
    message = qir_tool.refuses("compare", *models, "--inputs", path)
    assert message == f"{path}: is no .npz file of named arrays of numbers"
    path.write_text("once upon a time")
    message = qir_tool.refuses("compare", *models, "--inputs", path)
    assert message == f"{path}: is no .npz file of named arrays of numbers"


def test_models_of_other_inputs_are_refused(
    models: tuple[Path, Path], tmp_path: Path, qir_tool: Tool
) -> None:
    other = tmp_path / "other.mlir"
    one = "func.func @main(%x: tensor<1x4xf32>) -> tensor<1x4xf32> {\n"
    body = '  %0 = "tfl.abs"(%x) : (tensor<1x4xf32>) -> tensor<1x4xf32>\n'
    other.write_text(f"{one}{body}  func.return %0 : tensor<1x4xf32>\n}}\n")
    message = qir_tool.refuses("compare", models[0], other)
    assert "the models have 2 and 1 inputs; expected as many" in message
    whole = tmp_path / "whole.mlir"
    whole.write_text(other.read_text().replace("xf32", "xi32"))
    message = qir_tool.refuses("compare", other, whole)
    assert "tensor<1x4xf32> and tensor<1x4xi32>; expected the same elements" in message


def test_a_report_in_the_place_of_a_model_is_refused(
    models: tuple[Path, Path], qir_tool: Tool
) -> None:
    before = [path.read_bytes() for path in models]
    for path in models:
        message = qir_tool.refuses("compare", *models, "--report", path)
        assert "is named for the report and for a model" in message
    assert [path.read_bytes() for path in models] == before
