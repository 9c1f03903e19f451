"""C as a user of the command lines and of the Python API meets it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from command_lines import Tool

import qir
from qir.backends.c import load
from qir.diagnostics import QirError
from qir.files import write_folder
from qir.targets import C_TARGETS

FILES = {
    "CMakeLists.txt",
    "example_main.c",
    "model.c",
    "model.h",
    "model.json",
    "weights.c",
    "weights.h",
}
NO_KERNEL = """
func.func @main(%x: tensor<4xcomplex<f32>>) -> tensor<4xf32> {
  %y = "tfl.complex_abs"(%x) : (tensor<4xcomplex<f32>>) -> tensor<4xf32>
  func.return %y : tensor<4xf32>
}
"""
INPUT = np.random.default_rng(0).normal(size=(1, 32)).astype(np.float32)


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


@pytest.fixture
def out(dense_path: Path, folder: Path, qir_tool: Tool) -> Path:
    """A folder of C that computes what the dense model does."""
    path = folder / "out"
    code, _, err = qir_tool("quantize", dense_path, "--target", "c:generic", "-o", path, "--quiet")
    assert (code, err) == (0, "")
    return path


# --- qir quantize -------------------------------------------------------------------------------


@pytest.mark.parametrize("target", C_TARGETS)
def test_a_folder_is_written_and_reported(
    target: str, dense_path: Path, folder: Path, tmp_path: Path, qir_tool: Tool
) -> None:
    report = tmp_path / "report.json"
    options = "--target", target, "-o", folder / "out", "--report", report
    code, out, err = qir_tool("quantize", dense_path, *options)
    assert (code, err) == (0, "")
    assert names(folder) == {"out"}
    assert names(folder / "out") == FILES
    size = dense_path.stat().st_size
    assert f"\na file of {size:,} bytes -> " in out
    assert " bytes of constants, " in out
    assert f"x smaller, for {target}\n" in out
    found = json.loads(report.read_text())
    assert found["ops"][0]["form"] == "hybrid"
    assert found["ops"][0]["reason"] == f"{target} has a kernel for i8 per channel"
    assert found["pipeline"][-1].startswith("plan-memory")
    assert found["min_runtime"] == ""
    described = json.loads((folder / "out" / "model.json").read_text())
    assert described["arena_bytes"] == found["c"]["arena_bytes"] > 0
    assert described["weight_bytes"] == found["c"]["weight_bytes"] == found["bytes_after"]
    assert described["arena_alignment"] == (16 if "cortex-m" in target else 64)
    sizes = {name: (folder / "out" / name).stat().st_size for name in FILES}
    assert found["c"]["files"] == sizes
    header = (folder / "out" / "model.h").read_text()
    assert f"#define MODEL_ARENA_BYTES {described['arena_bytes']}\n" in header
    assert f"#define MODEL_WEIGHT_BYTES {described['weight_bytes']}\n" in header


@pytest.mark.parametrize("weights", ["c", "incbin", "blob"])
def test_names_and_weights_are_as_said(
    weights: str, dense_path: Path, folder: Path, qir_tool: Tool
) -> None:
    out = folder / "out"
    options = "--target", "c:generic", "--weights", weights, "--name", "digits", "-o", out
    code, _, err = qir_tool("quantize", dense_path, *options)
    assert (code, err) == (0, "")
    expected = {"digits.c", "digits.h", "model.json", "example_main.c", "CMakeLists.txt"}
    expected |= {"weights.c", "weights.h"} if weights != "blob" else set()
    expected |= {"weights.bin"} if weights != "c" else set()
    assert names(out) == expected
    assert "void digits_invoke(" in (out / "digits.h").read_text()
    assert load(out)(INPUT).shape == (1, 64)


def test_other_files_stay_and_own_ones_are_replaced(
    dense_path: Path, out: Path, qir_tool: Tool
) -> None:
    (out / "notes.txt").write_text("mine")
    (out / "model.c").write_text("broken")
    options = "--target", "c:generic", "--weights", "blob", "-o", out
    code, _, err = qir_tool("quantize", dense_path, *options)
    assert (code, err) == (0, "")
    assert names(out) == FILES - {"weights.c", "weights.h"} | {"weights.bin", "notes.txt"}
    assert (out / "notes.txt").read_text() == "mine"
    load(out)(INPUT)


def test_files_of_others_are_not_replaced(dense_path: Path, folder: Path, qir_tool: Tool) -> None:
    options = "quantize", dense_path, "--target", "c:generic", "-o", folder
    (folder / "CMakeLists.txt").write_text("mine")
    expected = f"{folder / 'CMakeLists.txt'}: is there already, and not of QIR; name another folder"
    assert qir_tool.refuses(*options) == expected
    assert names(folder) == {"CMakeLists.txt"}
    (folder / "CMakeLists.txt").unlink()
    (folder / "model.json").write_text('{"format": "layers-model"}')
    assert "model.json: is no description of a model in C" in qir_tool.refuses(*options)
    assert names(folder) == {"model.json"}


def test_nothing_is_left_where_an_op_has_no_kernel(folder: Path, qir_tool: Tool) -> None:
    (folder / "in.mlir").write_text(NO_KERNEL)
    options = "--target", "c:generic", "-o", folder / "out", "--accuracy", "off"
    message = qir_tool.refuses("quantize", folder / "in.mlir", *options)
    assert message.endswith("@main op 0 tfl.complex_abs: no C kernel computes it")
    assert names(folder) == {"in.mlir"}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            ["--scheme", "int4"],
            "scheme 'int4': c:generic takes int8 and float16, not int4",
        ),
        (
            ["--scheme", "int4-block32"],
            "scheme 'int4-block32': c:generic takes int8 and float16, not int4",
        ),
        (
            ["--scheme", "FULLY_CONNECTED=int2"],
            "scheme 'int2': c:generic takes int8 and float16, not int2",
        ),
        (
            ["--min-runtime", "2.13.0"],
            "min-runtime 2.13.0: c:generic is C, which no runtime runs; expected it with LiteRT "
            "only",
        ),
        (
            ["--name", "a-b"],
            "C backend: 'a-b' is no name in C; expected letters, digits and _",
        ),
        (
            ["--name", "weights"],
            "C backend: 'weights' is what another file is called; name it otherwise",
        ),
        (
            ["--name", "install"],
            "C backend: 'install' is a target that CMake has; name it otherwise",
        ),
    ],
)
def test_what_c_cannot_be_is_refused(
    options: list[str], message: str, dense_path: Path, folder: Path, qir_tool: Tool
) -> None:
    common = "--target", "c:generic", "-o", folder / "out"
    assert qir_tool.refuses("quantize", dense_path, *common, *options) == message
    assert names(folder) == set()


def test_a_file_is_no_folder(dense_path: Path, folder: Path, qir_tool: Tool) -> None:
    (folder / "there").write_text("")
    for name in ("out.tflite", "model.c", "there"):
        path = folder / name
        message = qir_tool.refuses("quantize", dense_path, "--target", "c:generic", "-o", path)
        assert message == f"{path}: is a file; C is several: name a folder, as -o out"
    options = "--target", "c:generic", "-o", folder / "no" / "out"
    message = qir_tool.refuses("quantize", dense_path, *options)
    assert message == f"{folder / 'no' / 'out'}: cannot be written: No such file or directory"
    report = folder / "out" / "report.json"
    options = "--target", "c:generic", "-o", folder / "out", "--report", report
    message = qir_tool.refuses("quantize", dense_path, *options)
    assert message == f"{report}: is in the folder that is to be written; name another file"
    assert names(folder) == {"there"}


@pytest.mark.parametrize("option", ["--weights=c", "--name=digits"])
def test_options_of_c_are_for_c(
    option: str, dense_path: Path, folder: Path, qir_tool: Tool
) -> None:
    message = qir_tool.refuses("quantize", dense_path, "-o", folder / "out.tflite", option)
    said = option.replace("=", " ")
    assert message == f"{said}: litert-xnnpack is no C; expected a --target that is"
    assert names(folder) == set()


def test_a_recipe_may_name_c(dense_path: Path, folder: Path, qir_tool: Tool) -> None:
    (folder / "recipe.toml").write_text('target = "c:cortex-m4"\n')
    options = "--recipe", folder / "recipe.toml", "-o", folder / "out"
    code, out, err = qir_tool("quantize", dense_path, *options)
    assert (code, err) == (0, "")
    assert "for c:cortex-m4" in out


def test_costs_of_a_runtime_are_refused(dense_path: Path, folder: Path, qir_tool: Tool) -> None:
    costs = Path(qir.__file__).parent / "measured" / "litert-xnnpack.json"
    options = "--target", "c:generic", "-o", folder / "out", "--costs", costs
    message = qir_tool.refuses("quantize", dense_path, *options)
    assert message == f"{costs}: is of target litert-xnnpack; expected c:generic"
    assert names(folder) == set()


# --- qir.quantize -------------------------------------------------------------------------------


def test_python_writes_a_folder_too(dense_model: bytes, folder: Path) -> None:
    result = qir.quantize(dense_model, target="c:generic", folder=folder / "out", weights="blob")
    assert result.model == b""
    assert result.report.c is not None
    assert names(folder / "out") == {*result.report.c.files}
    assert load(folder / "out")(INPUT).shape == (1, 64)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"target": "c:generic"}, "target c:generic is a folder of C; expected the name of a f"),
        ({"folder": "out"}, "out: litert-xnnpack is no C; expected a target that is"),
        (
            {"target": "c:generic", "folder": "out", "weights": "zip"},
            "no weights 'zip'; expected one of c, incbin, blob",
        ),
    ],
)
def test_python_is_told_what_does_not_go_together(
    options: dict[str, Any], message: str, dense_model: bytes
) -> None:
    with pytest.raises(qir.QirError, match=message):
        qir.quantize(dense_model, **options)


# --- qopt --emit --------------------------------------------------------------------------------


@pytest.mark.parametrize("emit", ["c", "c-stubs"])
def test_qopt_writes_what_the_ir_says(
    emit: str, dense_path: Path, folder: Path, qopt_tool: Tool
) -> None:
    out = folder / "out"
    code, text, err = qopt_tool(dense_path, f"--emit={emit}", "-o", out)
    assert (code, text, err) == (0, "", "")
    assert names(out) == FILES | ({"kernels.c", "kernels.h"} if emit == "c-stubs" else set())
    model = (out / "model.c").read_text()
    assert "fully_connected_f32" in model
    assert ("QIR_KERNEL" in model) == (emit == "c")
    plain = load(out)(INPUT)
    steps = "choose-kernels,choose-layouts,pack-weights,plan-memory"
    code, text, err = qopt_tool(dense_path, f"--passes={steps}", f"--emit={emit}", "-o", out)
    assert (code, text, err) == (0, "", "")
    np.testing.assert_array_equal(load(out)(INPUT), plain)


def test_qopt_refuses(dense_path: Path, folder: Path, qopt_tool: Tool) -> None:
    expected = "C is several files; name a folder with -o FOLDER"
    assert qopt_tool.refuses(dense_path, "--emit=c") == expected
    path = folder / "out.c"
    expected = f"{path}: is a file; C is several: name a folder, as -o out"
    assert qopt_tool.refuses(dense_path, "--emit=c-stubs", "-o", path) == expected
    options = "--passes=choose-kernels", "--emit=c", "-o", folder / "out"
    expected = "C backend: its memory is not planned; expected the pass plan-memory before"
    assert qopt_tool.refuses(dense_path, *options) == expected
    assert names(folder) == set()


# --- qir run, compare, explain ------------------------------------------------------------------


@pytest.mark.parametrize("runtime", [None, "interpreter", "litert-builtin", "litert-xnnpack"])
def test_run_writes_outputs_of_all_samples(
    runtime: str | None, dense_path: Path, out: Path, tmp_path: Path, qir_tool: Tool
) -> None:
    samples, outputs = tmp_path / "samples.npz", tmp_path / "outputs.npz"
    drawn = np.random.default_rng(0).normal(size=(5, 1, 32)).astype(np.float32)
    np.savez(samples, x=drawn)
    model = out if runtime is None else dense_path
    options = ["--samples", samples, "--limit", "3", "-o", outputs]
    options += [] if runtime is None else ["--runtime", runtime]
    code, text, err = qir_tool("run", model, *options)
    assert (code, text) == (0, "")
    assert err == "" or runtime == "litert-xnnpack"
    with np.load(outputs) as found:
        assert list(found) == ["output"]
        assert found["output"].shape == (3, 1, 64)
        np.testing.assert_allclose(found["output"].sum(axis=-1), 1, rtol=1e-4)
    np.testing.assert_allclose(load(out)(drawn[0]).sum(), 1, rtol=1e-4)


def test_run_prints_what_it_does_not_write(dense_path: Path, out: Path, qir_tool: Tool) -> None:
    for model in (dense_path, out):
        code, text, err = qir_tool("run", model, "--limit", "2")
        assert (code, err) == (0, "")
        assert text.startswith("output: float32 [1, 64], 2 samples\n[[")


def test_run_refuses(dense_path: Path, out: Path, tmp_path: Path, qir_tool: Tool) -> None:
    expected = f"{out}: is C, which no runtime runs; expected no --runtime interpreter"
    assert qir_tool.refuses("run", out, "--runtime", "interpreter") == expected
    message = qir_tool.refuses("run", dense_path, "-o", tmp_path / "out.json")
    assert message.endswith("out.json: unknown kind of output '.json'; expected .npz")
    np.savez(tmp_path / "samples.npz", np.zeros((2, 5), np.float32))
    message = qir_tool.refuses("run", out, "--samples", tmp_path / "samples.npz")
    assert "expected tensor<1x32xf32>" in message
    assert "directory without a" in qir_tool.refuses("run", tmp_path)


def test_a_folder_is_compared_with_its_model(
    dense_path: Path, out: Path, tmp_path: Path, qir_tool: Tool
) -> None:
    options = "--samples", "4", "--min-sqnr", "20"
    code, text, err = qir_tool("compare", dense_path, out, *options)
    assert (code, err) == (0, "")
    assert "output 0" in text
    report = tmp_path / "report.json"
    code, _, err = qir_tool("compare", out, out, "--report", report)
    assert (code, err) == (0, "")
    (output,) = json.loads(report.read_text())["outputs"]
    assert output["equal"] is True


def test_explain_says_what_c_comes_to(dense_path: Path, tmp_path: Path, qir_tool: Tool) -> None:
    report, picture = tmp_path / "report.json", tmp_path / "arena.svg"
    options = "--target", "c:generic", "--report", report, "--arena-picture", picture
    code, out, err = qir_tool("explain", dense_path, *options)
    assert (code, err) == (0, "")
    assert "bytes of constants" in out
    found = json.loads(report.read_text())
    arena, bound = found["c"]["arena_bytes"], found["c"]["lower_bound"]
    assert f"memory of @main: arena {arena:,} bytes, 1.000 x the {bound:,} that are live" in out
    assert picture.read_text().startswith("<svg ")
    assert found["c"]["files"] == {}
    assert [each["tensor"] for each in found["constants"]] == ["dense/kernel", "dense/bias"]


def test_pictures_are_of_c(dense_path: Path, tmp_path: Path, qir_tool: Tool) -> None:
    picture = tmp_path / "arena.svg"
    message = qir_tool.refuses("explain", dense_path, "--arena-picture", picture)
    assert message == f"{picture}: litert-xnnpack has no arena; expected a target of C"
    options = "--target", "c:generic", "--report", picture, "--arena-picture", picture
    message = qir_tool.refuses("explain", dense_path, *options)
    assert message == f"{picture}: is named for the picture and for more; name another file"
    assert not picture.exists()


# --- folders ------------------------------------------------------------------------------------


def test_a_folder_appears_whole_or_not_at_all(folder: Path) -> None:
    with pytest.raises(ValueError, match="half"), write_folder(folder / "out") as new:
        (new / "a").write_text("a")
        raise ValueError("half")
    assert names(folder) == set()
    with write_folder(folder / "out") as new:
        (new / "a").write_text("a")
        assert not (folder / "out").exists()
    assert names(folder / "out") == {"a"}
    with pytest.raises(ValueError, match="half"), write_folder(folder / "out", ["a"]) as new:
        (new / "a").write_text("b")
        raise ValueError("half")
    assert (folder / "out" / "a").read_text() == "a"
    assert names(folder) == {"out"}


def test_shapes_and_entries_are_chosen_for_c(dense_path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    qir.quantize(dense_path, target="c:generic", folder=folder, accuracy="off")
    with pytest.raises(QirError, match="an input shape is chosen for C; expected a target that is"):
        qir.quantize(dense_path, input_shapes={"x": (1, 2)})
    with pytest.raises(QirError, match="an entry is chosen for C; expected a target that is"):
        qir.quantize(dense_path, entry="main")
    with pytest.raises(QirError, match=r"no input 'y'; the model has"):
        qir.quantize(dense_path, target="c:generic", folder=folder, input_shapes={"y": (1, 2)})
    with pytest.raises(QirError, match="no function or signature 'y'"):
        qir.quantize(dense_path, target="c:generic", folder=folder, entry="y")
