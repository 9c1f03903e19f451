"""Op by op on real models: each is given LiteRT's own tensors, and must give what LiteRT does."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from models import Array, digits
from xdsl.dialects.builtin import ModuleOp
from xdsl.ir import SSAValue

import qir
from qir.dialects.tfl.base import TflOp
from qir.driver.litert import LiteRTRunner
from qir.frontends.tflite import read_tflite
from qir.interp import Machine
from qir.interp.comparison import entry_function
from qir.notes import name_of

RELATIVE = 1e-5
"""Of floats, to the largest of their tensor."""
WITH_STATES = {"tfl.while", "tfl.unidirectional_sequence_lstm"}
"""What sums up many steps in floats: test_litert.py and test_control.py compare it."""


@pytest.mark.parametrize("is_quantized", [False, True], ids=["float", "hybrid"])
def test_each_op_gives_what_litert_does(is_quantized: bool, bundled_model: Path) -> None:
    model = bundled_model.read_bytes()
    if is_quantized:
        model = qir.quantize(bundled_model, target="litert-builtin").model
    image = digits()[0][:1]
    module = read_tflite(model)
    tensors = LiteRTRunner(module, entry_function(module), xnnpack=False).run([image]).tensors
    compared = sum(check(op, found, tensors) for op, found in one_by_one(module, image, tensors))
    assert compared >= 3


def one_by_one(module: ModuleOp, image: Array, tensors: Mapping[str, Array]) -> Any:
    """Each op with what it gives for the tensors that LiteRT has."""
    function, machine = entry_function(module), Machine(module)
    values: dict[SSAValue, Any] = {function.body.block.args[0]: image}
    for op in function.body.block.ops:
        if op.results:
            operands = [values[operand] for operand in op.operands]
            results = machine.evaluate(op, operands)
            yield op, results
            for result, value in zip(op.results, results, strict=True):
                values[result] = tensors.get(name_of(result) or "", value)


def check(op: Any, results: Any, tensors: Mapping[str, Array]) -> int:
    """How many tensors were compared."""
    if not isinstance(op, TflOp) or op.name in WITH_STATES:
        return 0
    count = 0
    for result, found in zip(op.results, results, strict=True):
        expected = tensors.get(name_of(result) or "")
        if expected is not None and expected.shape == found.shape:
            largest = float(np.abs(expected).max(initial=0))
            np.testing.assert_allclose(
                found, expected, rtol=0, atol=RELATIVE * largest, err_msg=f"{op.name}"
            )
            count += 1
    return count
