"""`qir calibrate` and `qir.calibrate`: what is counted, wherever it runs, and after interrupts."""

from __future__ import annotations

import json
import signal
import tracemalloc
import weakref
from collections.abc import Callable, Iterator
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
from command_lines import Tool
from models import EXAMPLES, TWO_INPUTS, digits, noise

import qir
from qir import samples as sample_files
from qir.calibration import read_calibration
from qir.driver import workers
from qir.driver.calibration import CHUNK, Interrupted

COUNTER = """
func.func @main(%x: tensor<2xf32>) -> tensor<2xf32>
    attributes {tf.entry_function = {inputs = "x", outputs = "total"}} {
  "tfl.call_once"() <{session_init_function = "begin"}> : () -> ()
  %v = "tfl.var_handle"() <{container = "", shared_name = "v"}> : () -> tensor<!tf_type.resource>
  %0 = "tfl.read_variable"(%v) {qir.tensors = [{name = "before"}]}
    : (tensor<!tf_type.resource>) -> tensor<2xf32>
  %1 = "tfl.add"(%0, %x) <{fused_activation_function = "NONE"}> {qir.tensors = [{name = "total"}]}
    : (tensor<2xf32>, tensor<2xf32>) -> tensor<2xf32>
  "tfl.assign_variable"(%v, %1) : (tensor<!tf_type.resource>, tensor<2xf32>) -> ()
  func.return %1 : tensor<2xf32>
}
func.func @begin() {
  %v = "tfl.var_handle"() <{container = "", shared_name = "v"}> : () -> tensor<!tf_type.resource>
  %0 = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<2xf32>}> : () -> tensor<2xf32>
  "tfl.assign_variable"(%v, %0) : (tensor<!tf_type.resource>, tensor<2xf32>) -> ()
  func.return
}
"""
SAMPLES = 3 * CHUNK + 2
X, Y = noise(SAMPLES, 1, 4), noise(SAMPLES, 4, seed=1)
BOTH = "litert-builtin", "interpreter"
RUNTIMES = pytest.mark.parametrize("runtime", BOTH)


@pytest.fixture
def model(tmp_path: Path) -> Path:
    path = tmp_path / "model.mlir"
    path.write_text(TWO_INPUTS)
    return path


@pytest.fixture
def npz(tmp_path: Path) -> Path:
    path = tmp_path / "samples.npz"
    np.savez(path, x=X, y=Y)
    return path


def pairs() -> Iterator[list[np.ndarray]]:
    for x, y in zip(X, Y, strict=True):
        yield [x, y]


# --- what is counted --------------------------------------------------------------------------


@RUNTIMES
def test_the_file_says_what_the_tensors_held(
    runtime: str, model: Path, npz: Path, tmp_path: Path, qir_tool: Tool
) -> None:
    output = tmp_path / "calibration.json"
    command = "calibrate", model, "--samples", npz, "-o", output, "--runtime", runtime
    code, out, err = qir_tool(*command)
    assert (code, err) == (0, "")
    assert out == f"4 tensors of model.mlir over {SAMPLES} samples on {runtime}\n"
    found = json.loads(output.read_text())
    assert (found["format"], found["version"]) == ("qir-calibration", 1)
    assert (found["runtime"], found["samples"]) == (runtime, SAMPLES)
    assert found["model"]["name"] == "model.mlir"
    size = np.abs(X)
    expected = {"x": X, "y": Y, "size": size, "sum": size[:, 0] + Y}
    assert list(found["tensors"]) == sorted(expected)
    for name, values in expected.items():
        entry = found["tensors"][name]
        assert entry["shape"] == ([4] if name == "y" else [1, 4])
        assert (entry["count"], entry["nan"], entry["inf"]) == (values.size, 0, 0)
        assert (entry["min"], entry["max"]) == (values.min(), values.max())
        assert sum(count for _, count in entry["histogram"]) == values.size
        for percent, (low, high) in entry["percentiles"].items():
            exact = np.percentile(values, float(percent), method="inverted_cdf")
            assert low <= exact <= high
    assert not list(tmp_path.glob("*.partial"))


@pytest.mark.parametrize("name", ["cnn", "lstm", "transformer", "gru"])
def test_both_runtimes_see_the_same_tensors(name: str) -> None:
    path = EXAMPLES / f"{name}.tflite"
    images = digits()[0][:2]
    one, other = (qir.calibrate(path, images, runtime=each) for each in BOTH)
    assert one.tensors.keys() == other.tensors.keys()
    assert one.sha256 == other.sha256
    for tensor, observed in one.tensors.items():
        found, expected = observed.statistics, other.tensors[tensor].statistics
        assert observed.shape == other.tensors[tensor].shape
        assert found.count == expected.count
        assert found.maximum == pytest.approx(expected.maximum, rel=1e-3, abs=1e-3)


@RUNTIMES
def test_each_sample_begins_in_the_first_state(runtime: str, tmp_path: Path) -> None:
    path = tmp_path / "counter.mlir"
    path.write_text(COUNTER)
    sample = np.array([1.0, -2.0], np.float32)
    found = qir.calibrate(path, [sample] * 3, runtime=runtime).tensors
    assert found["before"].statistics.histogram.pairs() == [(0, 6)]
    assert (found["total"].statistics.minimum, found["total"].statistics.maximum) == (-2, 1)
    lstm = EXAMPLES / "lstm.tflite"
    image = digits()[0][0]
    once, again = (qir.calibrate(lstm, [image] * n, runtime=runtime).tensors for n in (1, 3))
    for name, observed in once.items():
        few, many = observed.statistics, again[name].statistics
        assert (few.minimum, few.maximum, few.average_max) == pytest.approx(
            (many.minimum, many.maximum, many.average_max), rel=1e-9
        )
        assert [3 * count for _, count in few.histogram.pairs()] == [
            count for _, count in many.histogram.pairs()
        ]


@RUNTIMES
def test_names_that_tensors_share_are_left_out(runtime: str, tmp_path: Path) -> None:
    path = tmp_path / "model.mlir"
    path.write_text(TWO_INPUTS.replace('"size"', '"sum"'))
    assert qir.calibrate(path, [[X[0], Y[0]]], runtime=runtime).tensors.keys() == {"x", "y"}


@RUNTIMES
def test_nan_and_infinities_are_told(
    runtime: str, model: Path, tmp_path: Path, qir_tool: Tool
) -> None:
    strange = np.array([[np.nan, np.inf, -np.inf, 1]], np.float32)
    np.savez(tmp_path / "samples.npz", x=strange, y=Y[0])
    options = "--samples", tmp_path / "samples.npz", "--runtime", runtime
    code, out, _ = qir_tool("calibrate", model, "-o", tmp_path / "out.json", *options)
    assert code == 0
    assert "x: 1 NaN, 2 infinite of 4 elements\n" in out
    found = read_calibration(tmp_path / "out.json").tensors["x"].statistics
    assert (found.count, found.nan, found.infinite, found.maximum) == (4, 1, 2, 1)


@RUNTIMES
def test_samples_of_other_sizes_follow_each_other(runtime: str, tmp_path: Path) -> None:
    path = tmp_path / "model.mlir"
    path.write_text(
        "func.func @main(%x: tensor<?x2xf32>) -> tensor<?x2xf32> "
        '{\n  %0 = "tfl.neg"(%x) {qir.tensors = [{name = "y"}]} '
        ": (tensor<?x2xf32>) -> tensor<?x2xf32>\n"
        "  func.return %0 : tensor<?x2xf32>\n}\n"
    )
    samples = [noise(size, 2, seed=size) for size in (1, 5, 2, 2)]
    found = qir.calibrate(path, samples, runtime=runtime).tensors
    assert found["y"].shape == (None, 2)
    every = -np.concatenate(samples)
    assert found["y"].statistics.count == every.size
    assert found["y"].statistics.minimum == every.min()


def test_without_litert_the_interpreter_runs(model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert qir.calibrate(model, pairs).runtime == "litert-builtin"
    monkeypatch.setattr("qir.driver.runtimes.find_spec", {"ai_edge_litert": None}.get)
    assert qir.calibrate(model, pairs).runtime == "interpreter"


# --- where it is run --------------------------------------------------------------------------


class Forgetful(Executor):
    """Runs at once, on workers that have lost the model by the next task."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_result(fn(*args, **kwargs))
        workers.forget(self.model)
        return future

    model: Any = None


@RUNTIMES
def test_the_result_does_not_depend_on_the_executor(runtime: str, model: Path) -> None:
    serial = qir.calibrate(model, pairs, runtime=runtime).to_bytes()
    with ThreadPoolExecutor(4) as threads:
        found = qir.calibrate(model, pairs, runtime=runtime, executor=threads)
    assert found.to_bytes() == serial
    with ProcessPoolExecutor(2, get_context("spawn")) as processes:
        for in_flight in (1, 3):
            found = qir.calibrate(
                model, pairs, runtime=runtime, executor=processes, in_flight=in_flight
            )
            assert found.to_bytes() == serial


def test_a_worker_without_the_model_is_given_it(
    model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys: list[bool] = []
    run_chunk = workers.run_chunk

    def noted(key: str, given: Any, samples: Any) -> Any:
        keys.append(given is not None)
        Forgetful.model = given or Forgetful.model
        return run_chunk(key, given, samples)

    monkeypatch.setattr("qir.driver.calibration.run_chunk", noted)
    found = qir.calibrate(model, pairs, executor=Forgetful(), in_flight=1)
    assert keys == [True, False, True, False, True, False, True]
    assert found.to_bytes() == qir.calibrate(model, pairs).to_bytes()


@RUNTIMES
def test_a_sample_that_cannot_be_run_is_named(runtime: str, tmp_path: Path) -> None:
    path = tmp_path / "model.mlir"
    path.write_text(
        "func.func @main(%x: tensor<1xi32>) -> tensor<1x2xf32> {\n"
        '  %0 = "tfl.pseudo_const"() <{value = dense<1.0> : tensor<3x2xf32>}> '
        ": () -> tensor<3x2xf32>\n"
        '  %1 = "tfl.gather"(%0, %x) <{axis = 0 : i32, batch_dims = 0 : i32}> '
        ": (tensor<3x2xf32>, tensor<1xi32>) -> tensor<1x2xf32>\n"
        "  func.return %1 : tensor<1x2xf32>\n}\n"
    )
    samples = [np.array([number], np.int32) for number in (0, 1, 7, 2)]
    with pytest.raises(qir.QirError, match=r"^sample 2: "):
        qir.calibrate(path, samples, runtime=runtime)
    with (
        ProcessPoolExecutor(1, get_context("spawn")) as processes,
        pytest.raises(qir.QirError, match=r"^sample 2: "),
    ):
        qir.calibrate(path, samples, runtime=runtime, executor=processes)


class Broken(Executor):
    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_exception(BrokenExecutor("out of memory"))
        return future


def test_a_worker_that_ends_is_told_of(model: Path) -> None:
    with pytest.raises(qir.QirError, match="a worker ended before its work: out of memory"):
        qir.calibrate(model, pairs, executor=Broken())


def test_jobs_change_nothing(model: Path, npz: Path, tmp_path: Path, qir_tool: Tool) -> None:
    one, two = tmp_path / "one.json", tmp_path / "two.json"
    assert qir_tool("calibrate", model, "--samples", npz, "-o", one, "--quiet") == (0, "", "")
    options = "--jobs", "2", "--quiet"
    assert qir_tool("calibrate", model, "--samples", npz, "-o", two, *options)[0] == 0
    assert one.read_bytes() == two.read_bytes()


def test_on_dask(model: Path) -> None:
    distributed = pytest.importorskip("distributed", reason="needs the extra 'dask'")
    with (
        distributed.Client(n_workers=2, threads_per_worker=1, dashboard_address=None) as client,
        client.get_executor() as executor,
    ):
        found = qir.calibrate(model, pairs, executor=executor)
    assert found.to_bytes() == qir.calibrate(model, pairs).to_bytes()


# --- samples ----------------------------------------------------------------------------------


def folder_of(path: Path, arrays: np.ndarray) -> Path:
    path.mkdir(parents=True)
    for number, array in enumerate(arrays):
        np.save(path / f"{number:04}.npy", array)
    return path


def test_every_kind_of_samples_says_the_same(model: Path, npz: Path, tmp_path: Path) -> None:
    expected = qir.calibrate(model, npz).to_bytes()
    np.savez_compressed(tmp_path / "small.npz", y=Y, x=X)
    np.savez(tmp_path / "columns.npz", x=np.asfortranarray(X), y=np.asfortranarray(Y))
    np.savez(tmp_path / "unnamed.npz", X[:, 0], Y)
    folder_of(tmp_path / "folder" / "x", X[:, 0])
    folder_of(tmp_path / "folder" / "y", Y)
    names = [{"y": y, "x": x} for x, y in zip(X, Y, strict=True)]
    files = ("small.npz", "columns.npz", "unnamed.npz", "folder")
    for samples in (*(tmp_path / name for name in files), pairs, list(pairs()), names):
        assert qir.calibrate(model, samples).to_bytes() == expected, samples


def test_a_folder_of_files_for_one_input(tmp_path: Path) -> None:
    cnn, images = EXAMPLES / "cnn.tflite", digits()[0][:3]
    folder = folder_of(tmp_path / "images", images)
    (folder / "README").write_text("not a sample")
    expected = qir.calibrate(cnn, list(images)).to_bytes()
    assert qir.calibrate(cnn, str(folder)).to_bytes() == expected
    with_batch = folder_of(tmp_path / "with_batch", images[:, np.newaxis])
    assert qir.calibrate(cnn, with_batch).to_bytes() == expected
    assert qir.calibrate(cnn, folder, limit=2).samples == 2


def test_samples_are_not_kept(model: Path) -> None:
    alive = most = 0

    def die() -> None:
        nonlocal alive
        alive -= 1

    def given() -> Iterator[list[np.ndarray]]:
        nonlocal alive, most
        for number in range(10 * CHUNK):
            x = noise(1, 4, seed=number)
            weakref.finalize(x, die)
            alive += 1
            most = max(most, alive)
            yield [x, Y[0]]

    qir.calibrate(model, given)
    assert most <= 2 * CHUNK
    most = 0
    with ThreadPoolExecutor(2) as threads:
        qir.calibrate(model, given, executor=threads, in_flight=2)
    assert most <= 5 * CHUNK


@pytest.mark.parametrize("kind", ["npz", "folder"])
def test_memory_does_not_grow_with_the_samples(kind: str, tmp_path: Path) -> None:
    size, growth = 1 << 16, 40
    text = TWO_INPUTS.replace("x4xf32", f"x{size}xf32").replace("<4xf32", f"<{size}xf32")
    path = tmp_path / "model.mlir"
    path.write_text(text)

    def peak(count: int) -> int:
        x = np.broadcast_to(noise(1, size), (count, 1, size))
        y = np.broadcast_to(noise(size, seed=1), (count, size))
        if kind == "npz":
            samples = tmp_path / f"{count}.npz"
            np.savez(samples, x=x, y=y)
        else:
            samples = tmp_path / f"{count}"
            folder_of(samples / "x", x)
            folder_of(samples / "y", y)
        tracemalloc.start()
        qir.calibrate(path, samples)
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    kept = growth * 2 * 4 * size
    assert peak(2 * CHUNK + growth) < peak(2 * CHUNK) + kept / 4


BAD_SAMPLES: dict[str, tuple[Any, str]] = {
    "too few inputs": ([[X[0]]], "sample 0: holds 1 arrays; expected the inputs x, y"),
    "one array for two inputs": ([X[0]], "sample 0: holds 1 arrays; expected the inputs x, y"),
    "names": ([{"x": X[0], "z": Y[0]}], "sample 0: holds x, z; expected the inputs x, y"),
    "a shape": (
        [[X[0], Y[0]], [X[0], Y[0][:3]]],
        r"sample 1: y holds float32 of shape \[3\]; expected tensor<4xf32>",
    ),
    "elements": ([[X[0], Y[0].astype("f8")]], "sample 0: y holds float64 of shape"),
    "none": ([], "there are no samples"),
}


@pytest.mark.parametrize("kind", BAD_SAMPLES)
def test_samples_that_do_not_fit_are_refused(kind: str, model: Path) -> None:
    samples, expected = BAD_SAMPLES[kind]
    with pytest.raises(qir.QirError, match=expected):
        qir.calibrate(model, samples)


def test_other_arguments_that_do_not_fit_are_refused(model: Path) -> None:
    with pytest.raises(qir.QirError, match="no runtime 'tpu'; expected one of litert-builtin"):
        qir.calibrate(model, pairs, runtime="tpu")
    found = qir.calibrate(model, pairs)
    with pytest.raises(qir.QirError, match="there are 3 samples; expected the 26 to skip"):
        qir.calibrate(model, [[X[0], Y[0]]] * 3, start=found)
    with pytest.raises(qir.QirError, match=r"go on from is of 26 samples; there are only 3"):
        qir.calibrate(model, pairs, start=found, limit=3)
    with pytest.raises(qir.QirError, match=r"is of litert-builtin, not of interpreter"):
        qir.calibrate(model, pairs, start=found, runtime="interpreter")
    with pytest.raises(qir.QirError, match=r"^model.mlir, of which .* was another file"):
        qir.calibrate(EXAMPLES / "cnn.tflite", pairs, start=found)


# --- interrupts -------------------------------------------------------------------------------


@pytest.mark.parametrize("after", [CHUNK, 2 * CHUNK + 3])
@pytest.mark.parametrize("workers", [0, 2])
def test_an_interrupted_run_can_go_on(after: int, workers: int, model: Path) -> None:
    def interrupted() -> Iterator[list[np.ndarray]]:
        for number, pair in enumerate(pairs()):
            if number == after:
                raise KeyboardInterrupt
            yield pair

    executor = ThreadPoolExecutor(workers) if workers else None
    with pytest.raises(Interrupted) as stopped:
        qir.calibrate(model, interrupted, executor=executor, in_flight=1)
    so_far = stopped.value.so_far
    assert so_far.samples == after // CHUNK * CHUNK - (CHUNK if workers else 0)
    found = qir.calibrate(model, pairs, start=so_far if so_far.samples else None)
    assert found.to_bytes() == qir.calibrate(model, pairs).to_bytes()


@pytest.fixture(autouse=True)
def ctrl_c_interrupts() -> Iterator[None]:
    """Also where whoever started the tests has them ignore it, as `nohup` does."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def interrupt_at(monkeypatch: pytest.MonkeyPatch, file: str) -> None:
    """Ctrl-C when a file of this name is read."""
    load: Callable[[Path], np.ndarray] = getattr(sample_files, "_load")  # noqa: B009  private

    def loaded(path: Path) -> np.ndarray:
        if path.name == file:
            signal.raise_signal(signal.SIGINT)
        return load(path)

    monkeypatch.setattr(sample_files, "_load", loaded)


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_ctrl_c_saves_what_was_found(
    jobs: str, model: Path, tmp_path: Path, qir_tool: Tool, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder_of(tmp_path / "folder" / "x", np.tile(X, (3, 1, 1)))
    folder_of(tmp_path / "folder" / "y", np.tile(Y, (3, 1)))
    command = "calibrate", model, "--samples", tmp_path / "folder", "--quiet"
    whole, output = tmp_path / "whole.json", tmp_path / "out.json"
    assert qir_tool(*command, "-o", whole) == (0, "", "")
    with monkeypatch.context() as patched:
        interrupt_at(patched, "0070.npy")
        code, out, err = qir_tool(*command, "-o", output, "--jobs", jobs)
    partial = tmp_path / "out.json.partial"
    assert (code, out) == (130, "")
    so_far = read_calibration(partial)
    assert 0 < so_far.samples <= 64
    saved = f"interrupted: {so_far.samples} samples are in {partial}; --resume goes on from there"
    assert err == f"qir: error: {saved}\n"
    assert not output.exists()
    (tmp_path / "folder" / "x" / "0000.npy").write_text("what was counted is not read again")
    assert qir_tool(*command, "-o", output, "--jobs", jobs, "--resume") == (0, "", "")
    assert output.read_bytes() == whole.read_bytes()
    assert not partial.exists()


def test_resume_of_what_was_never_begun_begins(
    model: Path, npz: Path, tmp_path: Path, qir_tool: Tool
) -> None:
    output = tmp_path / "out.json"
    command = "calibrate", model, "--samples", npz, "-o", output, "--resume", "--quiet"
    assert qir_tool(*command) == (0, "", "")
    assert read_calibration(output).samples == SAMPLES


def test_an_interrupt_before_the_first_samples_are_done(
    model: Path, tmp_path: Path, qir_tool: Tool, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder_of(tmp_path / "folder" / "x", X)
    folder_of(tmp_path / "folder" / "y", Y)
    interrupt_at(monkeypatch, "0001.npy")
    command = "calibrate", model, "--samples", tmp_path / "folder", "-o", tmp_path / "out.json"
    expected = "qir: error: interrupted before any sample was counted\n"
    assert qir_tool(*command) == (130, "", expected)
    assert not list(tmp_path.glob("out*"))


# --- refusals of the command ------------------------------------------------------------------


def test_the_command_refuses_in_one_line_and_leaves_nothing(
    model: Path, npz: Path, tmp_path: Path, qir_tool: Tool
) -> None:
    empty, wrong, half = tmp_path / "empty", tmp_path / "wrong", tmp_path / "half"
    empty.mkdir()
    folder_of(wrong / "x", X[:2])
    folder_of(wrong / "y", Y[:2, :3])
    folder_of(half / "x", X[:2])
    folder_of(half / "y", Y[:1])
    text = tmp_path / "text" / "x"
    folder_of(tmp_path / "text" / "y", Y[:1])
    text.mkdir()
    (text / "0000.npy").write_text("once upon a time")
    cut = tmp_path / "cut.npz"
    cut.write_bytes(npz.read_bytes()[:-200])
    long = tmp_path / "long.npz"
    np.savez(long, x=X, y=Y[:-1])
    cases: list[tuple[Path, str]] = [
        (tmp_path / "nowhere.npz", "nowhere.npz: cannot be read: No such file or directory"),
        (empty, "empty: has no folder x; expected one per input: x, y"),
        (wrong, f"{wrong}/y/0000.npy: y holds float32 of shape [3]; expected tensor<4xf32>"),
        (half, f"{half}/y: lacks 0001.npy, which is there for another input"),
        (tmp_path / "text", f"{text}/0000.npy: is no .npy file of numbers"),
        (model, "model.mlir: is no .npz file of named arrays of numbers"),
        (cut, "cut.npz: is no .npz file of named arrays of numbers"),
        (long, "long.npz: holds 26, 25 samples of its inputs; expected as many"),
    ]
    before = sorted(tmp_path.rglob("*"))
    for samples, expected in cases:
        command = "calibrate", model, "--samples", samples, "-o", tmp_path / "out.json"
        message = qir_tool.refuses(*command)
        assert expected in message
        assert sorted(tmp_path.rglob("*")) == before
    command = "calibrate", model, "--samples", npz
    for output in (model, npz):
        assert "is named twice" in qir_tool.refuses(*command, "-o", output)
    page = "-o", tmp_path / "out", "--plot", tmp_path / "out"
    assert "out: is named twice" in qir_tool.refuses(*command, *page)
    inside = "calibrate", model, "--samples", half, "-o", half / "x" / "out.json"
    assert "is in the folder of samples" in qir_tool.refuses(*inside)
    for folder in (tmp_path / "no" / "out.json", empty):
        assert str(folder) in qir_tool.refuses(*command, "-o", folder)
    damaged = tmp_path / "out.json.partial"
    damaged.write_text("{}")
    message = qir_tool.refuses(*command, "-o", tmp_path / "out.json", "--resume")
    assert message == f'{damaged}: is no calibration; expected "format": "qir-calibration"'
    damaged.unlink()
    assert sorted(tmp_path.rglob("*")) == before


def test_a_damaged_archive_is_refused_while_it_is_read(
    model: Path, npz: Path, tmp_path: Path, qir_tool: Tool
) -> None:
    content = bytearray(npz.read_bytes())
    place = content.index(X[20].tobytes())
    content[place] ^= 1
    npz.write_bytes(content)
    message = qir_tool.refuses("calibrate", model, "--samples", npz, "-o", tmp_path / "out.json")
    assert message == f"{npz}: is no .npz file of named arrays of numbers"
