"""Products of machines that read weights in panels: of sizes that drawn cases do not have, with and
without something added, against the interpreter."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from c.kernel_machine import KernelMachine, to_calls
from c.libraries import SETTINGS, machine_of
from c.test_kernels import SUPPRESSED
from hypothesis import given, settings
from hypothesis import strategies as st
from op_cases.case import OpCase, Operand, Option, inputs, to_module
from xdsl.dialects.builtin import ModuleOp, i8
from xdsl.dialects.func import ReturnOp
from xdsl.rewriter import InsertPoint, Rewriter

from qir.context import QirContext
from qir.dialects.c import CallOp, is_absent
from qir.dialects.quant import UniformType
from qir.dialects.tfl.building import build
from qir.dialects.types import ELEMENT_TYPES
from qir.driver.pipelines import run
from qir.functions import functions
from qir.interp import Machine
from qir.targets import MACHINES

Array = npt.NDArray[Any]
F32 = ELEMENT_TYPES["FLOAT32"]
ACTIVATIONS = "NONE", "RELU6"


@st.composite
def products(draw: st.DrawFn) -> OpCase:
    """FULLY_CONNECTED of up to 20 rows, 300 products and 150 outputs."""
    depth, outputs, rows = (draw(st.integers(1, most)) for most in (300, 150, 20))
    return _case(
        draw,
        "FULLY_CONNECTED",
        (rows, depth),
        (outputs, depth),
        {"asymmetric_quantize_inputs": True},
    )


@st.composite
def convolutions(draw: st.DrawFn) -> OpCase:
    """CONV_2D of up to 12 x 12 positions, 40 channels and 80 filters, some in groups."""
    groups = draw(st.sampled_from((1, 1, 1, 2, 5)))
    depth, filters = draw(st.integers(1, 40 // groups)), draw(st.integers(1, 80 // groups))
    batch, height, width = (
        draw(st.integers(1, 2)),
        draw(st.integers(1, 12)),
        draw(st.integers(1, 12)),
    )
    window = draw(st.integers(1, min(height, 4))), draw(st.integers(1, min(width, 4)))
    options: dict[str, Option] = {"padding": draw(st.sampled_from(("SAME", "VALID")))}
    for axis in "hw":
        options[f"stride_{axis}"] = draw(st.integers(1, 3))
    if options["stride_h"] == options["stride_w"] == 1 and options["padding"] == "SAME":
        options |= {f"dilation_{axis}_factor": draw(st.integers(1, 3)) for axis in "hw"}
    input = batch, height, width, groups * depth
    return _case(draw, "CONV_2D", input, (groups * filters, *window, depth), options)


def _case(
    draw: st.DrawFn,
    builtin: str,
    input: tuple[int, ...],
    filter: tuple[int, ...],
    options: dict[str, Option],
) -> OpCase:
    rng = np.random.default_rng(draw(st.integers(0, 1000)))
    outputs = filter[0]
    element = UniformType.get(i8, rng.uniform(0.01, 0.02, outputs), np.zeros(outputs), 0)
    bias = Operand(rng.uniform(-9, 9, outputs).astype(np.float32), is_constant=True)
    operands = (
        Operand(rng.uniform(-3, 5, input).astype(np.float32)),
        Operand(rng.integers(-127, 128, filter).astype(np.int8), element, is_constant=True),
        bias if draw(st.booleans()) or builtin == "CONV_2D" else None,
    )
    return OpCase(builtin, operands, (F32,), options)


@pytest.mark.parametrize("cases", [products, convolutions])
def test_products_are_exact(cases: Any) -> None:
    @settings(max_examples=30, suppress_health_check=SUPPRESSED)
    @given(cases(), st.sampled_from((*ACTIVATIONS, "")), st.booleans())
    def test(case: OpCase, activation: str, is_swapped: bool) -> None:
        module, given = to_module(case), inputs(case)
        if activation:
            given = [*given, with_addition(module, activation, is_swapped=is_swapped)]
        (expected,) = Machine(module).run(given)
        lowered: dict[str, ModuleOp] = {}
        for setting in SETTINGS:
            machine = machine_of(setting)
            if machine not in lowered:
                lowered[machine] = module.clone()
                run(to_calls(machine, "fuse-addition"), lowered[machine], QirContext())
                if activation and (MACHINES[machine].panels or case.builtin != "CONV_2D"):
                    assert adds(lowered[machine])
            (found,) = KernelMachine(lowered[machine], setting).run(given)
            np.testing.assert_array_equal(found, expected, setting)

    test()


def adds(module: ModuleOp) -> bool:
    """Whether a product adds something to its results, and nothing else does."""
    calls = [op for op in module.walk() if isinstance(op, CallOp)]
    has_sum = any(call.kernel.data == "binary_f32" for call in calls)
    return not has_sum and not is_absent(calls[-1].arguments[-1])


def with_addition(module: ModuleOp, activation: str, *, is_swapped: bool) -> Array:
    """Let a module add one more argument to its result; what that is to be."""
    (function,) = functions(module)
    block, end = function.body.block, function.body.block.last_op
    assert isinstance(end, ReturnOp)
    (result,) = end.operands
    type: Any = result.type
    more = block.insert_arg(type, len(block.args))
    options = {"fused_activation_function": activation}
    terms = [more, result] if is_swapped else [result, more]
    op = build("ADD", terms, [type], options=options)
    Rewriter.insert_op(op, InsertPoint.before(end))
    end.operands[0] = op.results[0]
    function.update_function_type()
    shape: tuple[int, ...] = type.get_shape()
    return np.random.default_rng(1).uniform(-2, 2, shape).astype(np.float32)
