"""Convolutions of floats that are wide enough for several windows at once, by all compilers."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest
from c.kernel_machine import KernelMachine, lowered
from c.libraries import SETTINGS, machine_of
from closeness import check
from op_cases.case import OpCase, Operand, Option, inputs, to_module

from qir.dialects.types import ELEMENT_TYPES
from qir.interp import Machine

F32 = ELEMENT_TYPES["FLOAT32"]
SIZES: Mapping[str, tuple[tuple[int, ...], tuple[int, ...], Mapping[str, Option]]] = {
    "whole vectors": ((1, 3, 20, 8), (1, 5, 5, 8), {}),
    "an image that is one row": ((1, 1, 300, 1), (1, 1, 64, 1), {"stride_w": 2}),
    "a vector that is not whole": ((2, 4, 19, 11), (3, 3, 3, 11), {"padding": "VALID"}),
    "less than a vector": ((1, 4, 19, 3), (2, 2, 1, 3), {}),
    "columns apart": ((1, 4, 30, 9), (2, 3, 3, 9), {"dilation_w_factor": 5}),
    "groups": ((1, 4, 17, 24), (4, 3, 3, 12), {"stride_w": 2}),
    "as many windows as there are lanes": ((1, 2, 10, 4), (1, 2, 3, 4), {"padding": "VALID"}),
    "fewer": ((1, 2, 9, 4), (1, 2, 3, 4), {"padding": "VALID"}),
    "windows wider than the image": ((1, 3, 10, 4), (2, 3, 21, 4), {}),
    "steps over the edge": ((1, 3, 50, 4), (2, 3, 7, 4), {"stride_w": 5}),
}


@pytest.mark.parametrize("name", SIZES)
def test_windows_side_by_side(name: str) -> None:
    shape, filter, options = SIZES[name]
    rng = np.random.default_rng(len(name))
    image, weights, bias = (
        rng.uniform(-1, 2, each).astype(np.float32) for each in (shape, filter, filter[:1])
    )
    operands = (
        Operand(image),
        Operand(weights, is_constant=True),
        Operand(bias, is_constant=True),
    )
    given = {"padding": "SAME", "stride_h": 1, "stride_w": 1, **options}
    case = OpCase("CONV_2D", operands, (F32,), given)
    module = to_module(case)
    (expected,) = Machine(module).run(inputs(case))
    for setting in SETTINGS:
        calls = lowered(module, machine=machine_of(setting))
        (found,) = KernelMachine(calls, setting).run(inputs(case))
        check(found, expected, least=0.0, message=setting)
