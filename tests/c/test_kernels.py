"""C kernels against the interpreter: every op that has one, on drawn shapes and options."""

from __future__ import annotations

import ctypes
from collections import Counter
from dataclasses import replace
from functools import cache
from typing import Any

import numpy.typing as npt
import pytest
from c.foreign import ALL, FOREIGN, PRESENT
from c.kernel_machine import KernelMachine, kernels, lowered
from c.libraries import machine_of, undefined_behaviour
from closeness import CANCELLED, RARELY, RELATIVE, STEP, are_close, check, magnitude
from hypothesis import HealthCheck, given, reject, settings
from op_cases import cases, recurrent
from op_cases.case import OpCase, inputs, to_module

from qir.backends.c.library import needed
from qir.diagnostics import QirError
from qir.dialects.c import CallOp
from qir.dialects.tfl import find_op_class
from qir.interp import Machine
from qir.passes.choose_kernels import lowering_of
from qir.passes.pad_images import INSIDE
from qir.passes.pad_images import KERNEL as CONVOLUTION
from qir.targets import GENERIC

Array = npt.NDArray[Any]
CASES = {name: drawn for name, drawn in cases().items() if lowering_of(find_op_class(name))}
RECURRENT = recurrent.cases().keys()
SUPPRESSED = HealthCheck.too_slow, HealthCheck.filter_too_much
EXAMPLES = 20
"""Of each op that kernels take; each of them by all compilers, which costs little beside drawing
and lowering it."""
RUNS = 2
"""Of each case, one after the other, so that what a state carries over is seen."""


@pytest.mark.parametrize("name", CASES)
def test_kernels_compute_what_the_interpreter_does(name: str) -> None:
    refused = Counter[str]()
    taken: list[OpCase] = []
    apart: list[bool] = []

    @settings(max_examples=EXAMPLES, suppress_health_check=SUPPRESSED)
    @given(CASES[name])
    def run(drawn: OpCase) -> None:
        for case in (drawn, with_constants(drawn)):
            module = to_module(case)
            try:
                calls = lowered(module)
                break
            except QirError as error:
                assert "no C kernel: " in str(error) or "C kernels take" in str(error)
                refused[str(error)] += 1
        else:
            reject()
        taken.append(case)
        least = CANCELLED * max(map(magnitude, inputs(case)), default=0.0)
        interpreter = Machine(module)
        expected = [each for _ in range(RUNS) for each in interpreter.run(inputs(case))]
        made = {GENERIC: calls}
        called = {op.kernel.data for op in calls.walk() if isinstance(op, CallOp)}
        for compiler in ALL:
            of = machine_of(compiler)
            if not any(is_own(kernel, of) for kernel in called):
                continue
            made[of] = made.get(of) or lowered(module, machine=of)
            machine = KernelMachine(made[of], compiler)
            found = [each for _ in range(RUNS) for each in machine.run(inputs(case))]
            pairs = list(zip(found, expected, strict=True))
            is_apart = name in RECURRENT and not all(are_close(*pair, least) for pair in pairs)
            apart.append(is_apart)
            for pair in pairs:
                check(*pair, *((STEP, 1.0) if is_apart else (RELATIVE, least)), message=compiler)

    run()
    assert taken, refused
    assert sum(apart) <= RARELY * len(apart)


@cache
def is_own(kernel: str, machine: str) -> bool:
    """Whether a machine computes a kernel by something else than plain C; plain C itself is of the
    generic one."""
    if machine == GENERIC:
        return True
    names = [f"qir_{kernel}", *([f"qir_{INSIDE}"] if kernel == CONVOLUTION else [])]
    return any(needed([name], machine) != needed([name]) for name in names)


@pytest.mark.parametrize("setting", FOREIGN)
def test_kernels_of_other_machines_are_among_them(setting: str) -> None:
    if missing := FOREIGN[setting].missing:
        pytest.skip(f"{missing} is not installed: no kernel is tested by {setting}")
    assert setting in PRESENT


def test_what_c_leaves_open_is_seen() -> None:
    """Of a library that looks for it: a pointer to floats that is not aligned."""
    library = kernels("gcc-undefined")
    memory = ctypes.create_string_buffer(64)
    pointers = [ctypes.c_void_p(ctypes.addressof(memory) + 1) for _ in range(2)]
    library.qir_neg_f32(*pointers, ctypes.c_int32(4))
    assert undefined_behaviour(library) == "type_mismatch_v1"
    assert undefined_behaviour(library) is None


def with_constants(case: OpCase) -> OpCase:
    """The same with sizes, axes and indices constant, as they are in most models."""
    operands = tuple(
        replace(each, is_constant=True)
        if each and each.is_argument and each.array.dtype.name in ("int32", "int64")
        else each
        for each in case.operands
    )
    return replace(case, operands=operands)
