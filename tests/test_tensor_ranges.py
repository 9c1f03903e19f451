"""`qir ranges`: what it prints, what it writes, and how it refuses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner
from models import EXAMPLES, digits

import qir
from qir.attributes import items
from qir.calibration import read_calibration
from qir.context import QirContext
from qir.dialects.qir import RangeAttr
from qir.dialects.tfl.base import TflOp
from qir.driver.cli import cli
from qir.frontends.tflite import read_tflite
from qir.notes import name_of
from qir.passes.annotate_ranges import AnnotateRanges

MODEL = EXAMPLES / "cnn.tflite"
INPUT = "serving_default_x:0"


def run(*arguments: str | Path) -> tuple[int, str]:
    result = CliRunner().invoke(cli, [str(each) for each in arguments], catch_exceptions=True)
    return result.exit_code, result.output + str(result.exception or "")


def test_it_prints_a_line_for_each_tensor() -> None:
    code, output = run("ranges", MODEL, "--input-range", f"{INPUT}=0:1")
    lines = {line.split()[0]: line for line in output.splitlines() if line.strip()}
    assert code == 0
    assert lines["argument"].split()[-3:] == ["0", "1", "never"]
    assert "SOFTMAX" in lines["8"]
    assert lines["8"].split()[-3:] == ["0", "1", "never"]
    assert "10 tensors of floats, 10 bounded on both sides" in output


def test_it_writes_them_as_data(tmp_path: Path) -> None:
    report = tmp_path / "ranges.json"
    code, output = run("ranges", MODEL, "--report", report, "--quiet")
    rows = json.loads(report.read_text())
    assert (code, output) == (0, "")
    assert rows[0] == {
        "function": "main", "index": None, "op": "argument", "tensor": INPUT,
        "shape": "[1, 28, 28, 1]", "low": None, "high": None, "nan": True, "seen": None,
    }  # fmt: skip
    assert [row["op"] for row in rows[-2:]] == ["FULLY_CONNECTED", "SOFTMAX"]
    assert (rows[-1]["low"], rows[-1]["high"]) == (0.0, 1.0)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--input-range", "pixels=0:1"], f"no input 'pixels'; the model has {INPUT}"),
        (["--input-range", f"{INPUT}=1"], "expected NAME=LOW:HIGH"),
        (["--report", str(MODEL)], "is to be read and to be written"),
    ],
)
def test_it_refuses(arguments: list[str], message: str) -> None:
    before = MODEL.read_bytes()
    code, output = run("ranges", MODEL, *arguments)
    assert code != 0
    assert message in output
    assert MODEL.read_bytes() == before


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The calibration of 20 digits."""
    folder = tmp_path_factory.mktemp("calibration")
    samples, output = folder / "digits.npz", folder / "seen.json"
    arrays: dict[str, Any] = {INPUT: digits()[0][:20, np.newaxis]}
    np.savez(samples, **arrays)
    code, message = run("calibrate", MODEL, "--samples", samples, "-o", output, "--quiet")
    assert code == 0, message
    return output


def test_it_shows_what_samples_held_beside(seen: Path, tmp_path: Path) -> None:
    report, page = tmp_path / "ranges.json", tmp_path / "page.html"
    code, output = run("ranges", MODEL, "--calibration", seen, "--report", report, "--plot", page)
    assert code == 0, output
    assert "seen from" in output
    rows = json.loads(report.read_text())
    assert (rows[0]["low"], rows[0]["high"], rows[0]["seen"]) == (0.0, 1.0, [0.0, 1.0])
    for row in rows:
        assert row["low"] <= row["seen"][0] <= row["seen"][1] <= row["high"]
    assert page.read_text().count("<svg") == len(rows)


def test_samples_that_contradict_what_is_declared_are_refused(seen: Path) -> None:
    declared = f"{INPUT}=0:0.1"
    message = f'tensor "{INPUT}" was seen from 0 to 1, and can only lie in 0 to 0.1'
    code, output = run("ranges", MODEL, "--calibration", seen, "--input-range", declared)
    assert code != 0
    assert message in output


def test_a_plot_needs_samples(tmp_path: Path) -> None:
    code, output = run("ranges", MODEL, "--plot", tmp_path / "page.html")
    assert code != 0
    assert "name a --calibration" in output
    assert not (tmp_path / "page.html").exists()


def test_a_calibration_narrows_ranges_in_the_pipeline(seen: Path, tmp_path: Path) -> None:
    code, output = run(
        "quantize", MODEL, "-o", tmp_path / "small.tflite", "--calibration", seen, "--quiet"
    )
    assert code == 0, output
    step = AnnotateRanges(calibration=str(seen))
    module = read_tflite(MODEL)
    step.apply(QirContext(), module)
    known = read_calibration(seen).tensors
    for op in module.walk():
        if isinstance(op, TflOp) and (name := name_of(op.results[0])) in known:
            (found,) = items(op.attributes["qir.ranges"])
            statistics = known[name or ""].statistics
            assert isinstance(found, RangeAttr)
            assert (found.data.low, found.data.high) == (statistics.minimum, statistics.maximum)


def test_declared_inputs_go_into_the_pipeline() -> None:
    found = [
        qir.quantize(MODEL, input_ranges=ranges).report.pipeline[1]
        for ranges in (None, {INPUT: (0.0, 1.0)})
    ]
    assert found == ["annotate-ranges", f'annotate-ranges{{input-range="{INPUT}=0.0:1.0"}}']
