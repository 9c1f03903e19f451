"""LSTMs that make the products of their inputs step by step, against those of all steps at once."""

from __future__ import annotations

import numpy as np
import pytest
from c.foreign import PRESENT
from c.kernel_machine import TO_CALLS, KernelMachine, to_calls
from c.libraries import machine_of
from c.test_kernels import SUPPRESSED
from hypothesis import assume, given, settings
from op_cases import cases
from op_cases.case import OpCase, inputs, to_module
from xdsl.dialects.builtin import ModuleOp

from qir.context import QirContext
from qir.diagnostics import QirError
from qir.dialects.c import CallOp
from qir.driver.pipelines import run

RUNS = 2
"""Of each case, so that what states carry over is seen."""
COMPILERS = "gcc-O2", "gcc-undefined", *(each for each in PRESENT if "cortex" in each)


@pytest.mark.parametrize(
    "name", ["tfl.unidirectional_sequence_lstm", "tfl.bidirectional_sequence_lstm"]
)
def test_products_step_by_step_give_the_same(name: str) -> None:
    fused: list[str] = []

    @settings(max_examples=30, suppress_health_check=SUPPRESSED)
    @given(cases()[name])
    def run_case(case: OpCase) -> None:
        module = to_module(case)
        apart = module.clone()
        try:
            run(TO_CALLS, apart, QirContext())
        except QirError as error:
            assert "no C kernel: " in str(error) or "C kernels take" in str(error)
            assume(False)
        for compiler in COMPILERS:
            together = module.clone()
            run(to_calls(machine_of(compiler), "fuse-inputs"), together, QirContext())
            fused.extend(_fused(together))
            expected, found = KernelMachine(apart, compiler), KernelMachine(together, compiler)
            for _ in range(RUNS):
                pairs = zip(found.run(inputs(case)), expected.run(inputs(case)), strict=True)
                for pair in pairs:
                    np.testing.assert_array_equal(*pair)

    run_case()
    assert {"lstm_inputs_f32", "lstm_inputs_i8"} <= set(fused)


def _fused(module: ModuleOp) -> list[str]:
    names = [op.kernel.data for op in module.walk() if isinstance(op, CallOp)]
    return [name for name in names if name.startswith("lstm_inputs")]
