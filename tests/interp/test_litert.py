"""The interpreter against LiteRT: every op on drawn shapes, options and elements."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from models import interpreter
from op_cases import cases
from op_cases.case import inputs, to_module

from qir.backends.tflite.writer import tflite_bytes
from qir.interp import Machine

Array = npt.NDArray[Any]
CASES = cases()
NOT_ON_LITERT = {"tfl.densify": "takes constants in the sparse encoding: test_sparse_constants.py"}
RUNS = 2
"""Of each case, one after the other, so that what a state carries over is seen."""
RELATIVE = 1e-5
"""Of floats, to the largest of a tensor: kernels add up in another order. To 1 where that is less:
terms may cancel."""


@pytest.mark.parametrize("name", CASES)
@settings(max_examples=40)
@given(data=st.data())
def test_every_op_computes_what_litert_does(name: str, data: st.DataObject) -> None:
    if name in NOT_ON_LITERT:
        pytest.skip(NOT_ON_LITERT[name])
    case = data.draw(CASES[name])
    module = to_module(case)
    machine = Machine(module)
    expected = on_litert(tflite_bytes(module), inputs(case))
    for results in expected:
        for found, wanted in zip(machine.run(inputs(case)), results, strict=True):
            check(found, wanted)


def on_litert(model: bytes, values: Sequence[Array]) -> list[list[Array]]:
    """What LiteRT's own kernels give, run after run."""
    runtime = interpreter(model, builtin=True)
    runtime.allocate_tensors()
    results: list[list[Array]] = []
    for _ in range(RUNS):
        for detail, array in zip(runtime.get_input_details(), values, strict=True):
            runtime.set_tensor(detail["index"], array)
        runtime.invoke()
        details = runtime.get_output_details()
        results.append([runtime.get_tensor(detail["index"]) for detail in details])
    return results


def check(found: Array, expected: Array) -> None:
    """Integers must be the same; floats nearly."""
    assert found.shape == expected.shape
    assert found.dtype == expected.dtype
    if np.issubdtype(expected.dtype, np.inexact):
        finite = np.abs(expected[np.isfinite(expected)])
        bound = RELATIVE * float(finite.max(initial=1))
        np.testing.assert_allclose(found, expected, rtol=RELATIVE, atol=bound)
    else:
        np.testing.assert_array_equal(found, expected)
