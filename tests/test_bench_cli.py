"""`qir bench`: what it counts and says; how long something takes is not tested."""

from __future__ import annotations

import json
import platform
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from command_lines import Tool

pytest.importorskip("ai_edge_litert", reason="needs the extra 'runtime'")

from qir.backends.c.stopwatch import LEVELS
from qir.backends.c.writer import calls_of, emit_c
from qir.context import QirContext
from qir.diagnostics import QirError
from qir.driver import bench, c_machines
from qir.driver.bench import BenchCommand
from qir.driver.bench_report import BenchReport
from qir.driver.c_machines import NEEDS, check_here, flags_here
from qir.driver.cli import cli
from qir.driver.litert_profile import ProfiledOp, mean_ops
from qir.driver.pipelines import Options, c_steps, run
from qir.driver.progress import Progress
from qir.frontends.tflite import read_tflite
from qir.targets import C_TARGET, GENERIC, MACHINES, find_target

EXAMPLES = Path(__file__).parents[1] / "examples" / "mnist"
NO_KERNEL = """
func.func @main(%x: tensor<4xcomplex<f32>>) -> tensor<4xf32> {
  %y = "tfl.complex_abs"(%x) : (tensor<4xcomplex<f32>>) -> tensor<4xf32>
  func.return %y : tensor<4xf32>
}
"""
TARGET = "--target", C_TARGET
PRODUCTS, ROWS = 32 * 64, 32 + 4 + 4
DENSE = {
    "quantize_rows_asymmetric": (0, 32 * 4 + ROWS, "memory"),
    "fully_connected_i8": (PRODUCTS, ROWS + 64 * 32 + 3 * 64 * 4 + 64 * 4, None),
    "softmax_f32": (0, 2 * 64 * 4, "memory"),
}
"""Products and bytes of the dense model's calls, and what bounds them, where that is known."""


@pytest.fixture(autouse=True)
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few runs: no time is looked at."""
    monkeypatch.setattr(bench, "ALL_RUNS", 1e3)
    monkeypatch.setattr(bench, "ROUNDS", 2)


@pytest.fixture(scope="module")
def report(dense_model: bytes, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Any]:
    folder = tmp_path_factory.mktemp("bench")
    model, file = folder / "dense.tflite", folder / "report.json"
    model.write_bytes(dense_model)
    options = *TARGET, "--runs", "3", "--quiet", "--report", str(file)
    cli.main(["bench", str(model), *options], standalone_mode=False)
    return json.loads(file.read_text())


def test_calls_have_what_they_do(report: Mapping[str, Any]) -> None:
    assert report["target"] == C_TARGET
    assert report["runs"] == 3
    assert report["compiler"].endswith("-O3 -march=native")
    calls = {call["kernel"]: call for call in report["calls"]}
    assert list(calls) == list(DENSE)
    for kernel, (products, nbytes, bound) in DENSE.items():
        call = calls[kernel]
        assert (call["products"], call["bytes"], call["repetitions"]) == (products, nbytes, 1)
        assert bound in (None, call["bound"])
        assert call["result"]
        assert 0 <= call["us"] <= call["median_us"]


def test_rates_are_worked_out_of_what_is_counted(report: Mapping[str, Any]) -> None:
    for call in report["calls"]:
        us = call["us"]
        if us:
            assert call["gbps"] == pytest.approx(call["bytes"] / us / 1e3)
            assert call["of_peak"] == pytest.approx(call["bound_us"] / us)
            if call["products"]:
                assert call["gops"] == pytest.approx(2 * call["products"] / us / 1e3)
            else:
                assert call["gops"] is None


def test_peaks_and_litert_are_there(report: Mapping[str, Any]) -> None:
    peaks = report["peaks"]
    assert min(peaks["int8"], peaks["floats"], *peaks["bytes"].values()) > 0
    assert [int(size) for size in peaks["bytes"]] == list(LEVELS)
    assert 0 < report["run"]["us"] <= report["run"]["median_us"]
    assert 0 < report["litert"]["us"] <= report["litert"]["median_us"]
    families = [op["family"] for op in report["ops"]]
    assert families.count("products") == 1
    assert report["notes"] == []


def test_what_is_printed(dense_path: Path, qir_tool: Tool) -> None:
    code, out, err = qir_tool("bench", dense_path, *TARGET, "--runs", "2")
    assert (code, err) == (0, "")
    assert f"{dense_path} for {C_TARGET}, by " in out.replace("\n", " ")
    for pattern in (
        r"peaks: \S+ GOP/s int8, \S+ GOP/s float\n",
        r"reads: \S+ of 16 KiB, .* of 128 MiB; GB/s\n",
        r"call +tensor +us +median +GOP/s +GB/s +of peak +bound",
        r"fully_connected_i8 +\w+ +[\d.]+ +[\d.]+ +[\d.]+ +[\d.]+ +\d+% +\w+",
        r"LiteRT's op +us",
        r"Fully Connected \(NC, \S+ F32, QC8W\) GEMM",
        r"work +C us +LiteRT us",
        r"total: [\d.,]+ us, median [\d.,]+, its calls [\d.,]+; [\d.]+ GOP/s\n",
        r"LiteRT: [\d.,]+ us, median [\d.,]+: [\d.]+ and [\d.]+ times as long\n",
    ):
        assert re.search(pattern, out), pattern


def found_of(path: Path, **chosen: Any) -> BenchReport:
    command = BenchCommand(path, Options(C_TARGET), as_is=True, runs=2, **chosen)
    with Progress(enabled=False) as progress:
        return command.run(progress)


def test_a_model_as_it_is_is_not_quantized(dense_path: Path) -> None:
    found = found_of(dense_path)
    assert [call.kernel for call in found.calls] == ["fully_connected_f32", "softmax_f32"]
    assert any("Fully Connected (NC, F32)" in op.name for op in found.ops)


def test_calls_in_loops_count_their_repetitions() -> None:
    """7 steps of a recurrent layer, whose products are those of all of them."""
    found = found_of(EXAMPLES / "gru.tflite")
    repeated = [call for call in found.calls if call.repetitions > 1]
    assert {call.repetitions for call in repeated} <= {7, 8}
    assert all(call.products % call.repetitions == 0 for call in repeated)
    assert any(call.products for call in repeated)


def test_variables_are_beyond_litert_s_profiler(tmp_path: Path) -> None:
    found = found_of(EXAMPLES / "lstm.tflite")
    assert found.litert is not None
    assert found.ops == ()
    (note,) = found.notes
    assert note.startswith("LiteRT's ops cannot be timed: ")
    assert found.families()


def test_without_litert_c_is_timed(dense_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(**_: object) -> None:
        raise QirError("LiteRT is not installed: pip install 'qir[runtime]'")

    monkeypatch.setattr(bench, "Timer", absent)
    found = found_of(dense_path)
    assert found.litert is None
    assert found.notes == ("LiteRT is not installed: pip install 'qir[runtime]'",)
    assert found.run.us > 0


# --- The C that is timed --------------------------------------------------------------------------


def test_the_clock_is_read_after_each_call_where_it_is_asked_for(
    dense_model: bytes, tmp_path: Path
) -> None:
    module = read_tflite(dense_model)
    run(c_steps(find_target(C_TARGET)), module, QirContext())
    texts: list[str] = []
    for timed in (False, True):
        folder = tmp_path / str(timed)
        folder.mkdir()
        emit_c(module, folder, timed=timed)
        texts.append((folder / "model.c").read_text())
    plain, timed = texts
    assert "timed" not in plain
    found = re.findall(r"^ +model_timed\((\d+)\);$", timed, re.M)
    assert found == [str(number) for number in range(len(calls_of(module)))]
    hooks = r"\n\nvoid model_timed\(int32_t call\);|\n +model_timed\(\d+\);"
    assert re.sub(hooks, "", timed) == plain


# --- LiteRT's events ------------------------------------------------------------------------------


def events_of(*runs: Sequence[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    """As LiteRT's profiler tells: each run has an event before, and a report after."""
    return [event for run in runs for event in (("Invoke", 1, 99), *run, ("Invoke", 32, 1 << 32))]


def test_ops_are_told_apart_by_their_place_in_a_run() -> None:
    runs = [
        [("Add (ND)", 8, 4 + slow), ("Add (ND)", 8, 10), ("WHILE", 2, 50), ("ADD", 2, 1)]
        for slow in (0, 2, 30, 40)
    ]
    expected = [ProfiledOp("Add (ND)", 5), ProfiledOp("Add (ND)", 10), ProfiledOp("ADD", 1)]
    assert mean_ops(events_of(*runs)) == expected


def test_no_events_are_no_ops() -> None:
    assert mean_ops([]) == []
    assert mean_ops(events_of([])) == []


# --- What is refused ------------------------------------------------------------------------------


def test_each_machine_but_the_generic_one_needs_something() -> None:
    assert {*NEEDS, GENERIC} == MACHINES.keys()


def test_another_machine_is_refused(
    dense_path: Path, qir_tool: Tool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(platform, "machine", lambda: "x86_64")
    message = qir_tool.refuses("bench", dense_path, "--target", "c:cortex-m4")
    assert message == "c:cortex-m4 is for Arm Cortex-M4, and this machine is x86_64"
    monkeypatch.setattr(c_machines, "instruction_sets", lambda: frozenset({"avx2", "fma"}))
    message = qir_tool.refuses("bench", dense_path, "--target", "c:x86-64-v3")
    assert message == "c:x86-64-v3 needs bmi1, bmi2, f16c, movbe, which this machine lacks"


def test_a_machine_of_which_nothing_is_known_is_not_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(platform, "machine", lambda: "x86_64")
    monkeypatch.setattr(c_machines, "instruction_sets", frozenset)
    check_here(MACHINES["x86-64-v3"])


def test_flags_are_those_of_the_machine_or_native() -> None:
    assert flags_here(MACHINES["x86-64-v3"]) == ("-march=x86-64-v3",)
    assert flags_here(MACHINES[GENERIC]) == ("-march=native",)


def test_no_compiler(dense_path: Path, qir_tool: Tool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CC", raising=False)
    monkeypatch.setenv("PATH", "")
    message = qir_tool.refuses("bench", dense_path, *TARGET)
    assert message.startswith("no C compiler: expected one of cc, gcc, clang")
    message = qir_tool.refuses("bench", dense_path, *TARGET, "--compiler", "nocc")
    assert message.startswith("C compiler 'nocc' cannot be run: ")


def test_a_model_that_does_not_become_c(tmp_path: Path, qir_tool: Tool) -> None:
    model = tmp_path / "complex.mlir"
    model.write_text(NO_KERNEL)
    message = qir_tool.refuses("bench", model, *TARGET)
    assert message.endswith("tfl.complex_abs: no C kernel computes it")


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ((), "litert-xnnpack is no C; expected a --target that is, as c:generic"),
        (
            (*TARGET, "--as-is", "--scheme", "int8-tensor"),
            "--as-is quantizes nothing; expected no more options than --target, --input-shape and "
            "--entry",
        ),
        ((*TARGET, "--runs", "0"), "Invalid value for '--runs': 0 is not in the range x>=1."),
    ],
)
def test_options_that_do_not_go_together(
    options: Sequence[str], expected: str, dense_path: Path, qir_tool: Tool
) -> None:
    assert qir_tool.refuses("bench", dense_path, *options) == expected


def test_the_report_is_not_the_model(dense_path: Path, qir_tool: Tool) -> None:
    before = dense_path.read_bytes()
    message = qir_tool.refuses("bench", dense_path, *TARGET, "--report", dense_path)
    assert message.endswith("is named for the report and for the model; name another file")
    assert dense_path.read_bytes() == before
