"""Models whose weights are hidden shrink to what they would have shrunk to."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import twins
from models import EXAMPLES, Array, batch_runner, digits
from xdsl.dialects.builtin import ModuleOp

import qir
from qir.backends.tflite.writer import tflite_bytes
from qir.frontends.tflite import read_tflite
from qir.functions import functions, operators

POINTS = 0.3
"""Greatest difference of accuracy, in percentage points."""
ALIGNMENT = 64
"""Bytes by which files of the same content differ, where names and buffers are in other order."""
SPARSE = {"half-sparse": 0.5, "very-sparse": 0.85}


def pair(path: Path, twin: str) -> tuple[ModuleOp, ModuleOp]:
    """A model with plain float32 weights, and the same with hidden ones."""
    module = read_tflite(path)
    if twin in SPARSE:
        plain = twins.pruned(module, SPARSE[twin])
        return plain, twins.sparse(plain)
    if twin == "unfolded-float16":
        return module, twins.float16(twins.unfolded(module))
    return module, twins.TWINS[twin](module)


def count(model: bytes) -> int:
    return sum(len(operators(function)) for function in functions(read_tflite(model)))


def percent_correct(model: bytes) -> float:
    run = batch_runner(model, builtin=False)
    found: Array = np.concatenate([run(image[np.newaxis]) for image in digits()[0]])
    return 100 * float((found.argmax(axis=1) == digits()[1]).mean())


@pytest.mark.parametrize("twin", ["float16", "unfolded", "unfolded-float16", *SPARSE])
def test_a_twin_is_as_small_and_as_accurate(bundled_model: Path, twin: str) -> None:
    plain, hidden = pair(bundled_model, twin)
    expected = qir.quantize(tflite_bytes(plain)).model
    found = qir.quantize(tflite_bytes(hidden)).model
    assert len(found) <= len(expected) + ALIGNMENT
    if twin != "very-sparse":  # which is smaller as it is, behind DENSIFY
        assert count(found) == count(expected)
    assert abs(percent_correct(found) - percent_correct(expected)) <= POINTS


def test_a_report_says_where_ops_were_in_the_model_that_came() -> None:
    hidden = twins.unfolded(read_tflite(EXAMPLES / "dscnn.tflite"))
    (function,) = functions(hidden)
    came = [op.OPERATOR.name for op in operators(function)]
    report = qir.quantize(tflite_bytes(hidden)).report
    assert report.rewrites["scaled-product"] > 0
    assert len(report.ops) == 9
    assert [came[op.index] for op in report.ops] == [op.op for op in report.ops]
