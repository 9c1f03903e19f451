"""Ops measured over the workers of an executor: the same model and report as in this process."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import (
    BrokenExecutor,
    Executor,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
)
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import twins
from command_lines import Tool
from models import EXAMPLES, digits

import qir
from qir.backends.tflite.writer import tflite_bytes
from qir.driver import spreading
from qir.frontends.tflite import read_tflite
from qir.interp.comparison import entry_function
from qir.samples import input_names

MODEL = EXAMPLES / "dscnn.tflite"
OPTIONS: dict[str, dict[str, Any]] = {
    "measure": {"measure": True},
    "bound": {"accuracy": "45dB", "scheme": "int4"},
    "rules": {
        "accuracy": "1dB",
        "measure": True,
        "schemes": {"CONV_2D": "int4", "0": "float16"},
        "keep_float": ["<2000"],
    },
}


def here(options: dict[str, Any]) -> tuple[bytes, object]:
    result = qir.quantize(MODEL, **options)
    return result.model, result.report.to_dict()


def assert_same(executor: Executor, options: dict[str, Any], in_flight: int | None = None) -> None:
    found = qir.quantize(MODEL, executor=executor, in_flight=in_flight, **options)
    assert (found.model, found.report.to_dict()) == here(options)


@pytest.mark.parametrize("kind", OPTIONS)
def test_threads_change_nothing(kind: str) -> None:
    with ThreadPoolExecutor(3) as executor:
        assert_same(executor, OPTIONS[kind])


def test_processes_change_nothing() -> None:
    """Nor do workers that have lately measured another model, or the same otherwise."""
    with ProcessPoolExecutor(2, get_context("spawn")) as executor:
        for kind, in_flight in (("measure", 1), ("rules", 3), ("bound", None)):
            assert_same(executor, OPTIONS[kind], in_flight)


def test_samples_go_to_the_workers(tmp_path: Path) -> None:
    np.savez(tmp_path / "digits.npz", digits()[0][:4])
    with ThreadPoolExecutor(2) as executor:
        assert_same(executor, {"measure": True, "samples": tmp_path / "digits.npz"})
        assert_same(executor, {"measure": True, "input_ranges": {name(): (0, 1)}})


def test_workers_know_the_indices_of_the_model_that_came() -> None:
    """Where each layer is several ops that become one."""
    model = tflite_bytes(twins.unfolded(read_tflite(MODEL)))
    last = qir.quantize(model, accuracy="off").report.ops[-1].index
    assert last > len(qir.quantize(model, accuracy="off").report.ops)
    options: dict[str, Any] = {"measure": True, "schemes": {str(last): "float16"}}
    with ThreadPoolExecutor(1) as executor:
        found = qir.quantize(model, executor=executor, **options)
    assert found == qir.quantize(model, **options)
    assert found.report.ops[-1].reason.startswith("float16")


def name() -> str:
    """Of the input."""
    (found,) = input_names(entry_function(read_tflite(MODEL)))
    return found


def test_nothing_is_spread_where_nothing_is_measured() -> None:
    class Idle(Executor):
        def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
            raise AssertionError("nothing was to be done")

    assert qir.quantize(MODEL, executor=Idle(), accuracy="off").model


class Forgetful(Executor):
    """Runs at once, on workers that have lost the model by the next task."""

    def __init__(self) -> None:
        self.brought: list[bool] = []

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        self.brought.append(args[1] is not None)
        future.set_result(fn(*args, **kwargs))
        spreading._KEPT.key = ""  # pyright: ignore[reportPrivateUsage]
        return future


def test_a_worker_without_the_model_is_given_it() -> None:
    executor = Forgetful()
    assert_same(executor, OPTIONS["measure"], 1)
    assert executor.brought[:3] == [True, False, True]


class Broken(Executor):
    """Does so many tasks before it breaks."""

    def __init__(self, count: int) -> None:
        self.count = count

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        if self.count:
            future.set_result(fn(*args, **kwargs))
        else:
            future.set_exception(BrokenExecutor("out of memory"))
        self.count -= 1
        return future


@pytest.mark.parametrize("count", [0, 1])
@pytest.mark.parametrize("kind", ["measure", "bound"])
def test_a_worker_that_ends_is_told_of(kind: str, count: int) -> None:
    with pytest.raises(qir.QirError, match=r"^a worker ended before its work: out of memory$"):
        qir.quantize(MODEL, executor=Broken(count), **OPTIONS[kind])


def test_on_dask() -> None:
    distributed = pytest.importorskip("distributed", reason="needs the extra 'dask'")
    with (
        distributed.Client(n_workers=2, threads_per_worker=1, dashboard_address=None) as client,
        client.get_executor() as executor,
    ):
        assert_same(executor, OPTIONS["measure"])


def test_jobs_change_nothing(tmp_path: Path, qir_tool: Tool) -> None:
    found: list[tuple[bytes, Any]] = []
    for jobs in ("1", "2"):
        output, report = tmp_path / "out.tflite", tmp_path / "report.json"
        command = "quantize", MODEL, "-o", output, "--report", report, "--accuracy", "40dB"
        assert qir_tool(*command, "--scheme", "int4", "--jobs", jobs, "--quiet") == (0, "", "")
        found.append((output.read_bytes(), json.loads(report.read_text())))
    assert found[0] == found[1]


def test_what_a_worker_cannot_measure_is_told(tmp_path: Path) -> None:
    """As in this process: where no bound is asked for, in a note."""
    path = tmp_path / "model.mlir"
    path.write_text(
        "func.func @main(%x: tensor<1x64xf32>) -> tensor<1x32xf32> {\n"
        '  %w = "tfl.pseudo_const"() <{value = dense<1.5> : tensor<32x64xf32>}> '
        ": () -> tensor<32x64xf32>\n"
        '  %none = "tfl.no_value"() <{value}> : () -> none\n'
        '  %0 = "tfl.custom"(%x) <{custom_code = "Mystery", custom_option = '
        '#tfl<const_bytes : "0x">}> : (tensor<1x64xf32>) -> tensor<1x64xf32>\n'
        '  %y = "tfl.fully_connected"(%0, %w, %none) '
        ": (tensor<1x64xf32>, tensor<32x64xf32>, none) -> tensor<1x32xf32>\n"
        "  func.return %y : tensor<1x32xf32>\n}\n"
    )
    with ThreadPoolExecutor(1) as executor:
        (note,) = qir.quantize(path, executor=executor, measure=True).report.notes
        assert note.startswith("accuracy was not measured: ")
        with pytest.raises(qir.QirError, match="Mystery"):
            qir.quantize(path, executor=executor, accuracy="3dB")


CHOSEN = """
func.func @main(%x: tensor<1x64xf32>) -> tensor<1x32xf32> {
  %w = "tfl.pseudo_const"() <{value = dense<1.5> : tensor<32x64xf32>}> : () -> tensor<32x64xf32>
  %none = "tfl.no_value"() <{value}> : () -> none
  %y = "tfl.fully_connected"(%x, %w, %none) {qir.choice = {scheme = "int4", reason = "a test"}}
    : (tensor<1x64xf32>, tensor<32x64xf32>, none) -> tensor<1x32xf32>
  func.return %y : tensor<1x32xf32>
}
"""


def test_choices_of_a_file_do_not_reach_workers(tmp_path: Path) -> None:
    path = tmp_path / "model.mlir"
    path.write_text(CHOSEN)
    assert qir.quantize(path, measure=True).report.ops
    with (
        ThreadPoolExecutor(1) as executor,
        pytest.raises(qir.QirError, match=r"model\.mlir: its ops have choices"),
    ):
        qir.quantize(path, executor=executor, measure=True)
