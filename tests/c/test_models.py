"""Whole models as C: by compilers, sanitizers and on other machines, against the interpreter and
LiteRT; and what they take of memory and code."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from c.programs import MACHINES, run_on
from models import EXAMPLES, batch_runner, digits
from xdsl.dialects.builtin import ModuleOp

import qir
from qir.backends.c import load
from qir.backends.c.compiled import CompiledModel
from qir.backends.c.interface import entry_of, interface_of
from qir.backends.c.writer import write_c
from qir.context import QirContext
from qir.dialects.tfl.constants import QConstOp
from qir.driver.pipelines import c_steps, run
from qir.frontends.tflite import read_tflite
from qir.interp import Machine
from qir.interp.comparison import entry_function
from qir.interp.inputs import draw_inputs
from qir.numerics.difference import Difference
from qir.passes.memory.picture import memory_summary
from qir.targets import C_TARGET, find_target

Array = npt.NDArray[Any]
SAMPLES = 3
RELATIVE = 1e-4
"""Of floats, to the largest of an output: sums in another order, layer after layer."""
FORMS = pytest.mark.parametrize("is_quantized", [False, True], ids=["float", "hybrid"])
MOST_APART = 0.1
"""Of the accuracies of C and LiteRT, in percentage points."""
MOST_ARENA = 1.02
"""Times the bytes that are live at the worst time."""
MOST_CODE = 10 * 1024
"""Bytes of the small hybrid CNN on a Cortex-M4, without its weights."""
MICRO_ARENA = 129_264
"""Bytes that TFLite Micro takes for the float CNN, as benchmarks/c_memory.py measures it."""
LIBRARY = {"memcpy", "memmove", "memset", "memcmp"}
"""What a model may call that is not its own."""


@cache
def model_file(path: Path, *, is_quantized: bool) -> bytes:
    return qir.quantize(path).model if is_quantized else path.read_bytes()


@cache
def lowered(path: Path, *, is_quantized: bool, target: str = C_TARGET) -> ModuleOp:
    """The very file that LiteRT would run, as calls of kernels."""
    module = read_tflite(model_file(path, is_quantized=is_quantized))
    run(c_steps(find_target(target)), module, QirContext())
    return module


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Folders]:
    """What was written and compiled for other tests is there."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield Folders(tmp_path_factory.mktemp("models"))


class Folders:
    """Folders of C of models."""

    def __init__(self, parent: Path) -> None:
        self.parent = parent

    def of(self, path: Path, *, is_quantized: bool) -> Path:
        folder = self.parent / f"{path.stem}-{is_quantized}"
        if not folder.exists():
            write_c(lowered(path, is_quantized=is_quantized), folder)
        return folder

    def load(self, path: Path, *, is_quantized: bool) -> CompiledModel:
        return load(self.of(path, is_quantized=is_quantized))


@FORMS
@pytest.mark.parametrize("machine", MACHINES)
def test_models_compute_what_the_interpreter_does(
    bundled_model: Path, machine: str, is_quantized: bool, tmp_path: Path
) -> None:
    """And find the digits that LiteRT does. Machines that have kernels of their own run these."""
    if missing := MACHINES[machine].missing:
        pytest.skip(f"{missing} is not installed")
    target = MACHINES[machine].target
    write_c(lowered(bundled_model, is_quantized=is_quantized, target=target), tmp_path)
    model = model_file(bundled_model, is_quantized=is_quantized)
    expected = of_interpreter(model)
    images = shaped(model)[:SAMPLES]
    runner = batch_runner(model, builtin=True)
    classes = [runner(image).argmax() for image in images]
    found = run_on(MACHINES[machine], tmp_path, [[image] for image in images])
    for output, wanted, digit in zip(found, expected, classes, strict=True):
        bound = RELATIVE * float(np.abs(wanted).max())
        np.testing.assert_allclose(output[0], wanted, rtol=RELATIVE, atol=bound)
        assert output[0].argmax() == digit


@FORMS
def test_they_are_as_often_right_as_litert(
    bundled_model: Path, is_quantized: bool, folders: Folders
) -> None:
    """Of the same file, over all digits, with LiteRT's own kernels and XNNPACK's."""
    model = model_file(bundled_model, is_quantized=is_quantized)
    compiled = folders.load(bundled_model, is_quantized=is_quantized)
    images, labels = shaped(model), digits()[1]

    def accuracy(run: Callable[[Array], Array]) -> float:
        found = [run(image).argmax() for image in images]
        return float(100 * (np.array(found) == labels).mean())

    def afresh(image: Array) -> Array:
        compiled.reset()
        return compiled(image)

    found = accuracy(afresh)
    for builtin in (False, True):
        expected = accuracy(batch_runner(model, builtin=builtin))
        assert abs(found - expected) <= MOST_APART + 1e-9, (builtin, found, expected)


@FORMS
def test_any_model_is_as_near_to_the_interpreter_as_it_was_made(
    any_model: Path, is_quantized: bool, folders: Folders
) -> None:
    """Where activations are rounded, what is summed in another order may round to the next integer:
    that changes less than quantization did. Models of floats are as near as sums are."""
    content = any_model.read_bytes()
    if any(isinstance(op, QConstOp) for op in read_tflite(content).walk()):
        pytest.skip("is quantized already: what it was made of is not known")
    model = model_file(any_model, is_quantized=is_quantized)
    compiled = folders.load(any_model, is_quantized=is_quantized)
    machine, reference = Machine(read_tflite(model)), Machine(read_tflite(content))
    apart = [Difference() for _ in compiled.outputs]
    made = [Difference() for _ in compiled.outputs]
    for seed in range(SAMPLES - 1):
        inputs = draw_inputs(entry_function(reference.module), seed)
        names = [tensor.name for tensor in compiled.inputs]
        found = compiled.run(dict(zip(names, inputs, strict=True))).values()
        expected = machine.run(inputs)
        exact = reference.run(inputs) if is_quantized else expected
        for index, (ours, theirs, best) in enumerate(zip(found, expected, exact, strict=True)):
            apart[index].add(theirs, ours)
            made[index].add(best, theirs)
    for difference, least in zip(apart, made, strict=True):
        if is_quantized:
            assert difference.sqnr >= least.sqnr
        else:
            assert difference.max_error <= RELATIVE * difference.largest


@FORMS
def test_any_arena_is_near_the_bound(any_model: Path, is_quantized: bool) -> None:
    function = entry_of(lowered(any_model, is_quantized=is_quantized))
    assert memory_summary(function).ratio <= MOST_ARENA


TOOLS = pytest.mark.parametrize("tools", ["", "arm-none-eabi-"], ids=["host", "cortex-m4"])
ON_ARM = "-mcpu=cortex-m4", "-mthumb", "-mfloat-abi=hard", "-mfpu=fpv4-sp-d16"
ALONE = (
    *("-ffunction-sections", "-fdata-sections", "-nostartfiles", "-Wl,--gc-sections"),
    *("-Wl,--entry=model_invoke", "-Wl,--undefined=model_reset"),
)


@FORMS
@TOOLS
def test_they_call_nothing_else_and_have_no_variables(
    bundled_model: Path, tools: str, is_quantized: bool, folders: Folders, tmp_path: Path
) -> None:
    """Of the math library nothing, and double precision where a processor has it not."""
    made, source = tmp_path / "model.o", folders.of(bundled_model, is_quantized=is_quantized)
    build(source, made, f"{tools}gcc", *(ON_ARM if tools else ()), "-c", "model.c")
    symbols = [line.split()[-2:] for line in told(f"{tools}nm", str(made))]
    called = {name for kind, name in symbols if kind == "U"}
    runtime = "model_", "__aeabi_"
    assert {name for name in called if not name.startswith(runtime)} <= LIBRARY
    assert not [name for kind, name in symbols if kind in "bBcCdDgGsS"]


def test_code_of_the_small_model_is_small(folders: Folders, tmp_path: Path) -> None:
    """Linked alone, with what it calls of the compiler's libraries."""
    source, made = folders.of(EXAMPLES / "cnn.tflite", is_quantized=True), tmp_path / "model"
    build(source, made, "arm-none-eabi-gcc", *ON_ARM, *ALONE, "model.c", "weights.c")
    text, data, bss = map(int, told("arm-none-eabi-size", str(made))[1].split()[:3])
    assert (data, bss) == (0, 0)
    weights = json.loads((source / "model.json").read_text())["weight_bytes"]
    assert text - weights <= MOST_CODE


@pytest.mark.parametrize("is_quantized", [False, True], ids=["float", "hybrid"])
def test_the_arena_of_a_cnn_is_far_below_that_of_tflite_micro(is_quantized: bool) -> None:
    """Its largest tensors, which are pooled at once, are never in memory as a whole."""
    module = lowered(EXAMPLES / "cnn.tflite", is_quantized=is_quantized)
    assert interface_of(module, "model").arena_bytes <= 0.5 * MICRO_ARENA


def build(source: Path, made: Path, compiler: str, *options: str) -> None:
    if shutil.which(compiler) is None:
        pytest.skip(f"{compiler} is not installed")
    command = [compiler, "-Os", "-std=c99", *options, "-o", str(made)]
    subprocess.run(command, cwd=source, check=True)


def told(*command: str) -> list[str]:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()


def shaped(model: bytes) -> Array:
    """The digits, each as a model takes it."""
    (argument,) = entry_function(read_tflite(model)).body.block.args
    return digits()[0].reshape(-1, *argument.type.get_shape())  # type: ignore


@cache
def of_interpreter(model: bytes) -> list[Array]:
    """What a model makes of the first digits."""
    machine, found = Machine(read_tflite(model)), list[Array]()
    for image in shaped(model)[:SAMPLES]:
        machine.reset()
        found += machine.run([image])
    return found
