"""The interpreter against LiteRT: every op on drawn shapes, options and elements."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from closeness import CANCELLED, RARELY, RELATIVE, STEP, are_close, check, magnitude
from hypothesis import given, settings
from models import interpreter
from op_cases import cases, recurrent
from op_cases.case import OpCase, inputs, to_module

from qir.backends.tflite.writer import tflite_bytes
from qir.interp import Machine

Array = npt.NDArray[Any]
CASES = cases()
NOT_ON_LITERT = {"tfl.densify": "takes constants in the sparse encoding: test_sparse_constants.py"}
RUNS = 2
"""Of each case, one after the other, so that what a state carries over is seen."""
EXAMPLES = 40


@pytest.mark.parametrize("name", CASES)
def test_every_op_computes_what_litert_does(name: str) -> None:
    if name in NOT_ON_LITERT:
        pytest.skip(NOT_ON_LITERT[name])
    is_recurrent = name in recurrent.cases()
    apart: list[bool] = []

    @settings(max_examples=EXAMPLES)
    @given(CASES[name])
    def run(case: OpCase) -> None:
        module = to_module(case)
        machine = Machine(module)
        expected = on_litert(tflite_bytes(module), inputs(case))
        found = [machine.run(inputs(case)) for _ in expected]
        pairs = [
            pair for runs in zip(found, expected, strict=True) for pair in zip(*runs, strict=True)
        ]
        least = CANCELLED * max(map(magnitude, inputs(case)), default=0.0)
        is_apart = is_recurrent and not all(are_close(*pair, least) for pair in pairs)
        apart.append(is_apart)
        for pair in pairs:
            check(*pair, *((STEP, 1.0) if is_apart else (RELATIVE, least)))

    run()
    assert sum(apart) <= RARELY * len(apart)


def on_litert(model: bytes, values: Sequence[Array]) -> list[list[Array]]:
    """What LiteRT's own kernels give, run after run."""
    runtime = interpreter(model, builtin=True)
    runtime.allocate_tensors()
    results: list[list[Array]] = []
    for _ in range(RUNS):
        for detail, array in zip(runtime.get_input_details(), values, strict=True):
            runtime.set_tensor(detail["index"], array)
        runtime.invoke()
        results.append([read(runtime, detail) for detail in runtime.get_output_details()])
    return results


def read(runtime: Any, detail: Any) -> Array:
    """A tensor; LiteRT does not hand out those without elements."""
    if 0 in detail["shape"]:
        return np.empty(tuple(detail["shape"]), detail["dtype"])
    tensor: Array = runtime.get_tensor(detail["index"])
    return tensor
