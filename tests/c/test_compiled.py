"""Models in C as Python loads them: compiled once, called with arrays, refused with one line."""

from __future__ import annotations

import functools
import re
import shutil
import stat
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from c.c_folders import quantized, write_counter, write_quantized

from qir.backends.c import load
from qir.backends.c.compiler import cache_folder
from qir.backends.c.modes import Weights
from qir.backends.c.writer import write_c
from qir.context import QirContext
from qir.diagnostics import QirError
from qir.driver.pipelines import LOWERING, run
from qir.frontends.mlir import parse_mlir
from qir.interp import Machine

STRICT = "-std=c99", "-pedantic", "-Wall", "-Wextra", "-Wconversion", "-Wmissing-prototypes"
COMPILERS = {
    "gcc": ("gcc", *STRICT),
    "clang": ("clang", *STRICT),
    "g++": ("g++", "-x", "c++", "-pedantic", "-Wall", "-Wextra"),
}
INPUT = np.random.default_rng(0).normal(size=(1, 32)).astype(np.float32)


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of libraries of each test's own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv("CC", raising=False)
    return tmp_path / "cache" / "qir"


@pytest.fixture
def counter(tmp_path: Path) -> Path:
    return write_counter(tmp_path / "counter")


@pytest.fixture
def logged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file with a line for each time that the compiler compiled."""
    log, script = tmp_path / "log", tmp_path / "compiler"
    log.touch()
    script.write_text(
        f'#!/bin/sh\n[ "$1" = --version ] || echo "$@" >> {log}\nexec {shutil.which("cc")} "$@"\n'
    )
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("CC", str(script))
    return log


# --- what is computed ---------------------------------------------------------------------------


@pytest.mark.parametrize("stubs", [False, True])
@pytest.mark.parametrize("weights", Weights)
def test_it_computes_what_the_interpreter_does(
    weights: Weights, stubs: bool, dense_model: bytes, tmp_path: Path
) -> None:
    write_quantized(dense_model, tmp_path / "out", weights, stubs=stubs)
    expected = interpreted(dense_model)
    model = load(tmp_path / "out")
    assert [(each.name, each.shape) for each in model.inputs] == [("input", (1, 32))]
    np.testing.assert_allclose(model(INPUT), expected, rtol=1e-5, atol=1e-6)
    found = model.run({"input": INPUT})
    assert list(found) == ["output"]
    np.testing.assert_array_equal(found["output"], model(INPUT))


def test_arrays_need_not_be_contiguous(dense_model: bytes, tmp_path: Path) -> None:
    write_quantized(dense_model, tmp_path / "out")
    model = load(tmp_path / "out")
    spread = np.repeat(INPUT, 2, axis=1)[:, ::2]
    assert not spread.flags.c_contiguous
    np.testing.assert_array_equal(model(spread), model(INPUT))


def test_states_are_of_an_instance_until_it_is_reset(counter: Path) -> None:
    first, second = load(counter), load(counter)
    x = np.array([1, 2, 3], np.float32)
    for count in (1, 2, 3):
        y, calls = first(x, True)
        np.testing.assert_array_equal(y, 2 * x)
        assert calls.shape == ()
        assert calls.dtype == np.int32
        assert calls == count
    assert second(x, np.bool_(False))[1] == 1
    np.testing.assert_array_equal(second(x, False)[0], 0 * x)
    first.reset()
    assert first.run({"on": np.array(True), "x": x})["calls"] == 1
    assert second(x, True)[1] == 3


def test_threads_run_each_its_own_instance(dense_model: bytes, tmp_path: Path) -> None:
    write_quantized(dense_model, tmp_path / "out", Weights.BLOB)
    inputs = np.random.default_rng(1).normal(size=(2, 200, 1, 32)).astype(np.float32)

    def run(own: npt.NDArray[np.float32]) -> npt.NDArray[Any]:
        model = load(tmp_path / "out")
        return np.stack([model(x) for x in own])

    alone = [run(own) for own in inputs]
    with ThreadPoolExecutor(2) as threads:
        for found, expected in zip(threads.map(run, inputs), alone, strict=True):
            np.testing.assert_array_equal(found, expected)


# --- what is refused ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("x", "message"),
    [
        (np.zeros(4, np.float32), "x is float32 of shape 4; expected float32 of shape 3"),
        (np.zeros((1, 3), np.float32), "x is float32 of shape 1x3; expected float32 of shape 3"),
        (np.zeros(3), "x is float64 of shape 3; expected float32 of shape 3"),
        (np.float32(0), "x is float32 of shape scalar; expected float32 of shape 3"),
    ],
)
def test_inputs_of_other_shapes_or_elements_are_refused(
    x: npt.ArrayLike, message: str, counter: Path
) -> None:
    model = load(counter)
    with pytest.raises(QirError) as error:
        model(x, True)
    assert str(error.value) == message
    with pytest.raises(QirError) as error:
        model.run({"x": x, "on": True})
    assert str(error.value) == message


def test_inputs_of_other_names_are_refused(counter: Path) -> None:
    model, x = load(counter), np.zeros(3, np.float32)
    with pytest.raises(QirError, match=r"^inputs are x; expected x, on$"):
        model.run({"x": x})
    with pytest.raises(QirError, match=r"^inputs are none; expected x, on$"):
        model.run({})
    with pytest.raises(QirError, match=r"^inputs are x, off; expected x, on$"):
        model.run({"x": x, "off": True})
    with pytest.raises(QirError, match=r"^1 inputs; expected 2: x, on$"):
        model(x)


def test_a_missing_compiler_is_named(counter: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(QirError, match=r"C compiler 'no-cc' cannot be run: No such file or .*; na"):
        load(counter, compiler="no-cc -m32")
    monkeypatch.setenv("PATH", "")
    with pytest.raises(QirError) as error:
        load(counter)
    expected = "no C compiler: expected one of cc, gcc, clang; on Debian: apt install gcc"
    assert str(error.value) == expected


@pytest.mark.parametrize(
    ("flags", "message"),
    [
        (("-ffast-math",), "kernels need exact floats: compile without -ffast-math"),
        (("-ffinite-math-only",), "kernels need infinity and NaN: compile without -ffinite-math"),
        (("-U__FLT_EVAL_METHOD__", "-D__FLT_EVAL_METHOD__=2"), "kernels need floats of 32 bits: "),
    ],
)
def test_other_floats_are_refused(
    flags: Sequence[str], message: str, dense_model: bytes, tmp_path: Path
) -> None:
    write_quantized(dense_model, tmp_path / "out")
    with pytest.raises(QirError, match=f'out: gcc cannot compile it: .*error: #error "{message}'):
        load(tmp_path / "out", "gcc", flags)


def test_a_command_that_cannot_be_split_is_told(counter: Path) -> None:
    with pytest.raises(QirError, match='C compiler "gcc \'" is no command: No closing quotation'):
        load(counter, compiler="gcc '")


def test_what_does_not_compile_is_told(counter: Path, cache: Path) -> None:
    (counter / "model.c").write_text("int x = ;\n")
    with pytest.raises(QirError, match=r"counter: cc cannot compile it: model.c:1:.* error") as why:
        load(counter)
    assert "int x = ;" in why.value.details
    assert not list(cache.iterdir())


DAMAGES: list[tuple[dict[str, Any], str]] = [
    ({"format": "other"}, 'is no description of a model in C; expected "format": "qir-c"'),
    ({"version": 2}, "is of version 2; this QIR reads version 1"),
    ({"more": 1}, 'the file has "more", which is not of the format'),
    ({"sources": ["../model.c"]}, r'sources is "\.\./model.c"; expected names of files'),
    ({"arena_alignment": 3}, "arena_alignment is 3; expected a power of 2"),
    ({"arena_bytes": -1}, "arena_bytes is -1; expected a number of bytes"),
    ({"inputs": [{}]}, r"inputs\[0\] lacks name"),
    ({"name": "a b"}, 'name is "a b"; expected a name in C'),
    ({"machine": "vax"}, 'machine is "vax"; expected one of generic, x86-64-v4'),
    ({"weights": "zip"}, 'weights is "zip"; expected one of c, incbin, blob'),
]


@pytest.mark.parametrize(("changes", "message"), DAMAGES)
def test_damaged_descriptions_are_refused(
    changes: dict[str, Any], message: str, tmp_path: Path
) -> None:
    folder = write_counter(tmp_path / "counter", **changes)
    with pytest.raises(QirError, match=f"model.json: {message}"):
        load(folder)


def test_a_folder_of_something_else_is_refused(tmp_path: Path) -> None:
    with pytest.raises(QirError, match=r"has no model.json; expected a folder of C that QIR wrote"):
        load(tmp_path)


def test_a_blob_of_another_size_is_refused(dense_model: bytes, tmp_path: Path) -> None:
    made = write_quantized(dense_model, tmp_path / "out", Weights.BLOB)
    (tmp_path / "out" / "weights.bin").write_bytes(b"short")
    with pytest.raises(QirError, match=f"weights.bin: has 5 bytes; expected {made.weight_bytes}"):
        load(tmp_path / "out")


# --- the cache ----------------------------------------------------------------------------------


def test_it_is_compiled_once(counter: Path, tmp_path: Path, logged: Path, cache: Path) -> None:
    x = np.ones(3, np.float32)
    for folder in (counter, counter, write_counter(tmp_path / "copy")):
        assert load(folder)(x, True)[1] == 1
    assert len(logged.read_text().splitlines()) == 1
    (library,) = cache.iterdir()
    assert library.suffix == ".so"


def test_it_is_compiled_anew_where_anything_differs(counter: Path, logged: Path) -> None:
    def compiled() -> int:
        return len(logged.read_text().splitlines())

    x = np.ones(3, np.float32)
    load(counter)
    load(counter, flags=["-O0"])
    assert compiled() == 2
    load(counter, compiler="cc")
    assert compiled() == 2
    (counter / "own.h").write_text("/* of an integrator */\n")
    load(counter)
    assert compiled() == 3
    source = (counter / "model.c").read_text()
    (counter / "model.c").write_text(source.replace("2.0F", "3.0F"))
    np.testing.assert_array_equal(load(counter)(x, True)[0], 3 * x)
    assert compiled() == 4


def test_a_damaged_library_is_told(counter: Path, cache: Path, logged: Path) -> None:
    load(counter, flags=["-O0"])
    (library,) = cache.iterdir()
    library.unlink()
    library.write_bytes(b"")
    # Another process: this one holds what it has loaded.
    code = f"from qir.backends.c import load; load({str(counter)!r}, flags=['-O0'])"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert f"{library}: cannot be loaded: " in ran.stderr
    assert "remove it to compile anew" in ran.stderr


def test_where_libraries_are_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", "relative is to be ignored")
    assert cache_folder() == tmp_path / ".cache" / "qir"
    monkeypatch.delenv("XDG_CACHE_HOME")
    assert cache_folder() == tmp_path / ".cache" / "qir"


# --- other compilers ----------------------------------------------------------------------------


@pytest.mark.parametrize("stubs", [False, True])
@pytest.mark.parametrize("weights", Weights)
@pytest.mark.parametrize("compiler", COMPILERS)
def test_it_compiles_without_a_warning_and_the_example_runs(
    compiler: str, weights: Weights, stubs: bool, dense_model: bytes, tmp_path: Path
) -> None:
    if shutil.which(compiler) is None:
        pytest.skip(f"{compiler} is not installed")
    folder = tmp_path / "out"
    write_quantized(dense_model, folder, weights, stubs=stubs)
    sources = [path.name for path in folder.glob("*.c")]
    command = [*COMPILERS[compiler], "-Werror", "-O1", *sources, "-o", "example"]
    subprocess.run(command, cwd=folder, check=True)
    check_example(folder, folder / "example", interpreted(dense_model))


OWN = """\
#include "kernels.h"

/* Equal chances for all. */
void qir_softmax_f32(const float *input, float *output, int32_t rows, int32_t depth, float beta)
{
    int32_t i;
    for (i = 0; i < rows * depth; ++i) {
        output[i] = input[i] * 0.0F + beta / (float)depth;
    }
}
"""


@pytest.mark.parametrize("compiler", COMPILERS)
def test_a_kernel_of_ones_own(compiler: str, dense_model: bytes, tmp_path: Path) -> None:
    if shutil.which(compiler) is None:
        pytest.skip(f"{compiler} is not installed")
    folder = tmp_path / "out"
    write_quantized(dense_model, folder, stubs=True)
    (folder / "own.c").write_text(OWN)
    sources = [path.name for path in folder.glob("*.c")]
    command = [*COMPILERS[compiler], "-Werror", "-DQIR_OWN_SOFTMAX_F32", *sources, "-o", "example"]
    subprocess.run(command, cwd=folder, check=True)
    expected = interpreted(dense_model)
    check_example(folder, folder / "example", np.full_like(expected, 1 / expected.shape[-1]))


NAMES = "operator", "nullptr", "xor", "asm", "unix", "NULL", "INFINITY", "a b", "float", "float"
NO_INPUT = """
func.func @main() -> tensor<2xf32> {
  %y = "tfl.pseudo_const"() <{value = dense<[1.0, 2.0]> : tensor<2xf32>}> : () -> tensor<2xf32>
  func.return %y : tensor<2xf32>
}
"""


def with_inputs(names: Sequence[str]) -> str:
    """A model that returns its inputs, of these names."""
    inputs = ", ".join(f'%{i}: tensor<2xf32> loc("{name}")' for i, name in enumerate(names))
    types = ", ".join("tensor<2xf32>" for _ in names)
    values = ", ".join(f"%{i}" for i in range(len(names)))
    return f"func.func @main({inputs}) -> ({types}) {{ func.return {values} : {types} }}"


@pytest.mark.parametrize("weights", Weights)
@pytest.mark.parametrize("compiler", [*COMPILERS, "gnu"])
@pytest.mark.parametrize("text", [NO_INPUT, with_inputs(NAMES)], ids=["no-input", "names"])
def test_models_of_other_interfaces_compile(
    text: str, compiler: str, weights: Weights, tmp_path: Path
) -> None:
    """Without an input, without an arena, with names that C, C++ or compilers have."""
    command = {**COMPILERS, "gnu": ("gcc", "-pedantic", "-Wall")}[compiler]
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed")
    module = parse_mlir(text, QirContext())
    run(LOWERING, module, QirContext())
    write_c(module, tmp_path / "out", weights=weights)
    own = '#include "model.h"\nextern unsigned char arena[MODEL_ARENA_BYTES];\n'
    (tmp_path / "out" / "own.c").write_text(own)
    sources = [path.name for path in (tmp_path / "out").glob("*.c")]
    subprocess.run(
        [*command, "-Werror", *sources, "-o", "example"], cwd=tmp_path / "out", check=True
    )


def test_the_example_of_the_docs_compiles(dense_model: bytes, tmp_path: Path) -> None:
    page = Path(__file__).parents[2] / "docs" / "c.md"
    (code,) = re.findall(r"```c\n(#include.*?)```", page.read_text(), re.DOTALL)
    write_quantized(dense_model, tmp_path / "out")
    (tmp_path / "out" / "own.c").write_text(code)
    command = ["cc", "-std=c11", "-Wall", "-Wextra", "-Werror", "-fsyntax-only", "own.c"]
    subprocess.run(command, cwd=tmp_path / "out", check=True)


def test_cmake_builds_it(dense_model: bytes, tmp_path: Path) -> None:
    if shutil.which("cmake") is None:
        pytest.skip("cmake is not installed")
    for weights in Weights:
        folder, build = tmp_path / weights, tmp_path / f"build-{weights}"
        write_quantized(dense_model, folder, weights, stubs=weights is Weights.C)
        subprocess.run(["cmake", "-S", folder, "-B", build], check=True, stdout=subprocess.DEVNULL)
        subprocess.run(["cmake", "--build", build], check=True, stdout=subprocess.DEVNULL)
        check_example(folder, build / "model_example", interpreted(dense_model))


@functools.cache
def interpreted(model: bytes) -> npt.NDArray[Any]:
    """What the interpreter makes of the same numbers."""
    (expected,) = Machine(quantized(model)).run([INPUT])
    return expected


def check_example(folder: Path, program: Path, expected: npt.NDArray[Any]) -> None:
    """It prints what the model computes of a file's numbers."""
    (folder / "x.bin").write_bytes(INPUT.tobytes())
    ran = subprocess.run([program, "x.bin"], cwd=folder, capture_output=True, text=True, check=True)
    name, *numbers = ran.stdout.split()
    assert name == "output"
    found = np.array(numbers, np.float32)
    np.testing.assert_allclose(found, expected.ravel(), rtol=1e-5, atol=1e-6)


def test_flags_are_a_list(counter: Path) -> None:
    with pytest.raises(QirError, match=r"flags is the text '-O2'; expected a list of flags"):
        load(counter, flags="-O2")


def test_a_compiler_that_says_nothing(counter: Path, tmp_path: Path, cache: Path) -> None:
    silent = tmp_path / "silent"
    silent.write_text("#!/bin/sh\n[ $1 = --version ] || exit 3\n")
    silent.chmod(0o755)
    with pytest.raises(QirError, match="silent cannot compile it: it ended with code 3"):
        load(counter, compiler=str(silent))
    assert not list(cache.iterdir())
