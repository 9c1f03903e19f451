"""The streaming model frame by frame: LiteRT, the interpreter and C hear the same."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from c.kernel_machine import TO_CALLS
from c.programs import MACHINES, run_on
from models import interpreter
from streaming_model import frames, streaming_net

import qir
from qir.backends.c.writer import write_c
from qir.backends.tflite.writer import tflite_bytes
from qir.context import QirContext
from qir.driver.pipelines import run
from qir.frontends.tflite import read_tflite
from qir.interp import Machine

Array = npt.NDArray[Any]
FRAMES = 20
QUANTIZED = pytest.mark.parametrize("is_quantized", [False, True], ids=["float", "hybrid"])


@cache
def model(*, is_quantized: bool) -> bytes:
    found = tflite_bytes(streaming_net())
    return qir.quantize(found).model if is_quantized else found


def on_litert(content: bytes, samples: Sequence[Array]) -> list[Array]:
    runtime = interpreter(content, builtin=True)
    runtime.allocate_tensors()
    (source,), (result,) = runtime.get_input_details(), runtime.get_output_details()
    found = list[Array]()
    for sample in samples:
        runtime.set_tensor(source["index"], sample)
        runtime.invoke()
        found.append(runtime.get_tensor(result["index"]))
    return found


def on_interpreter(content: bytes, samples: Sequence[Array]) -> list[Array]:
    machine = Machine(read_tflite(content))
    return [machine.run([sample])[0] for sample in samples]


@QUANTIZED
def test_interpreter_hears_what_litert_does(is_quantized: bool) -> None:
    content, samples = model(is_quantized=is_quantized), list(frames(FRAMES))
    expected = on_litert(content, samples)
    np.testing.assert_allclose(on_interpreter(content, samples), expected, rtol=1e-4, atol=1e-5)
    assert len({probabilities.tobytes() for probabilities in expected}) == FRAMES


@QUANTIZED
def test_c_hears_what_the_interpreter_does(is_quantized: bool, tmp_path: Path) -> None:
    content, samples = model(is_quantized=is_quantized), list(frames(FRAMES))
    module = read_tflite(content)
    run(("fix-shapes", "canonicalize", *TO_CALLS, "plan-memory"), module, QirContext())
    write_c(module, tmp_path)
    machine = MACHINES["gcc-sanitized"]
    found = run_on(machine, tmp_path, [[sample] for sample in samples], resets=False)
    expected = on_interpreter(content, samples)
    for (output,), wanted in zip(found, expected, strict=True):
        np.testing.assert_allclose(output, wanted, rtol=1e-3, atol=1e-4)


def test_model_that_was_reset_hears_as_at_first() -> None:
    machine, samples = Machine(streaming_net()), frames(2)
    first = [machine.run([sample])[0] for sample in samples]
    machine.reset()
    np.testing.assert_array_equal(machine.run([samples[0]])[0], first[0])
    assert np.abs(machine.run([samples[0]])[0] - first[0]).max() > 1e-3
