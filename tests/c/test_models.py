"""Whole models as C: by compilers, sanitizers and on other machines, against the interpreter."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from c.programs import MACHINES, run_on
from models import digits
from xdsl.dialects.builtin import ModuleOp

import qir
from qir.backends.c.writer import write_c
from qir.context import QirContext
from qir.driver.pipelines import LOWERING, run
from qir.frontends.tflite import read_tflite
from qir.interp import Machine

Array = npt.NDArray[Any]
SAMPLES = 3
RELATIVE = 1e-4
"""Of floats, to the largest of an output: sums in another order, layer after layer."""


@cache
def model_file(path: Path, *, is_quantized: bool) -> bytes:
    return qir.quantize(path).model if is_quantized else path.read_bytes()


def lowered(model: bytes) -> ModuleOp:
    module = read_tflite(model)
    run(LOWERING, module, QirContext())
    return module


@pytest.mark.parametrize("is_quantized", [False, True], ids=["float", "hybrid"])
@pytest.mark.parametrize("machine", MACHINES)
def test_models_compute_what_the_interpreter_does(
    bundled_model: Path, machine: str, is_quantized: bool, tmp_path: Path
) -> None:
    if missing := MACHINES[machine].missing:
        pytest.skip(f"{missing} is not installed")
    model = model_file(bundled_model, is_quantized=is_quantized)
    write_c(lowered(model), tmp_path)
    interpreter = Machine(read_tflite(model))
    (argument,) = interpreter.functions["main"].body.block.args
    images = [x.reshape(argument.type.get_shape()) for x in digits()[0][:SAMPLES]]  # type: ignore
    found = run_on(MACHINES[machine], tmp_path, [[image] for image in images])
    for image, outputs in zip(images, found, strict=True):
        interpreter.reset()
        for output, expected in zip(outputs, interpreter.run([image]), strict=True):
            bound = RELATIVE * float(np.abs(expected).max())
            np.testing.assert_allclose(output, expected, rtol=RELATIVE, atol=bound)
            assert output.argmax() == expected.argmax()
