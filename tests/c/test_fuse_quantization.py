"""Integers of an activation as soon as a part of it is made, against those of all of it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from c.kernel_machine import KernelMachine, to_calls
from c.libraries import SETTINGS, machine_of
from c.test_kernels import SUPPRESSED
from hypothesis import given, settings
from hypothesis import strategies as st
from op_cases.case import OpCase, Operand, Option, inputs, to_module
from xdsl.dialects.builtin import ModuleOp, TensorType, f32, i8
from xdsl.dialects.func import ReturnOp
from xdsl.rewriter import InsertPoint, Rewriter

from qir.context import QirContext
from qir.dialects.c import CallOp
from qir.dialects.quant import UniformType
from qir.dialects.tfl.building import Option as BuildOption
from qir.dialects.tfl.building import build, build_constant
from qir.dialects.tfl.constants import NoValueOp
from qir.dialects.types import ELEMENT_TYPES
from qir.driver.pipelines import run
from qir.functions import functions

NAME = "fuse-quantization"
OTHERS = "fuse-layer-norm", "fuse-scale-shift"
"""Fusions that make what this one takes."""
F32 = ELEMENT_TYPES["FLOAT32"]


@st.composite
def images(draw: st.DrawFn) -> OpCase:
    """DEPTHWISE_CONV_2D, with weights of floats or of integers."""
    channels, multiplier = draw(st.integers(1, 40)), draw(st.sampled_from((1, 1, 2)))
    height, width = draw(st.integers(1, 9)), draw(st.integers(1, 9))
    window = draw(st.integers(1, min(height, 3))), draw(st.integers(1, min(width, 3)))
    rng = np.random.default_rng(draw(st.integers(0, 99)))
    outputs = channels * multiplier
    filter = Operand(rng.uniform(-1, 1, (1, *window, outputs)).astype(np.float32), is_constant=True)
    bias = Operand(rng.uniform(-1, 1, outputs).astype(np.float32), is_constant=True)
    input = Operand(rng.uniform(-3, 5, (1, height, width, channels)).astype(np.float32))
    options: dict[str, Option] = {
        "padding": draw(st.sampled_from(("SAME", "VALID"))),
        "stride_h": (stride := draw(st.integers(1, 2))),
        "stride_w": stride,
        "depth_multiplier": multiplier,
        "fused_activation_function": draw(st.sampled_from(("NONE", "RELU6"))),
    }
    return OpCase("DEPTHWISE_CONV_2D", (input, filter, bias), (F32,), options)


@st.composite
def maps(draw: st.DrawFn) -> OpCase:
    shape = draw(st.integers(1, 30)), draw(st.integers(1, 50))
    array = np.random.default_rng(shape[1]).uniform(-3, 3, shape).astype(np.float32)
    return OpCase("GELU", (Operand(array),), (F32,), {"approximate": draw(st.booleans())})


@st.composite
def scaled(draw: st.DrawFn) -> OpCase:
    """ADD of what `with_product` multiplies before."""
    shape = draw(st.integers(1, 30)), draw(st.integers(2, 50))
    rng = np.random.default_rng(shape[1])
    terms = [Operand(rng.uniform(-3, 3, each).astype(np.float32)) for each in (shape, shape[1:])]
    options: dict[str, Option] = {
        "fused_activation_function": draw(st.sampled_from(("RELU", "NONE")))
    }
    return OpCase("ADD", tuple(terms), (F32,), options)


@pytest.mark.parametrize("cases", [images, maps, scaled])
def test_parts_become_the_same_integers(cases: Any) -> None:
    @settings(max_examples=15, suppress_health_check=SUPPRESSED)
    @given(cases(), st.integers(0, 20000))
    def test(case: OpCase, room: int) -> None:
        module = with_product(to_module(case))
        if case.builtin == "ADD":
            with_scale(module)
        for setting in SETTINGS:
            machine = machine_of(setting)
            apart, together = module.clone(), module.clone()
            run(to_calls(machine, *OTHERS), apart, QirContext())
            steps = to_calls(machine, *OTHERS, NAME)
            sized = [f"{NAME}{{room={room}}}" if each.startswith(NAME) else each for each in steps]
            run(tuple(sized), together, QirContext())
            assert sum(is_fused(op) for op in together.walk()) == 1
            machines = KernelMachine(together, setting), KernelMachine(apart, setting)
            (found,), (expected,) = (machine.run(inputs(case)) for machine in machines)
            np.testing.assert_array_equal(found, expected, setting)

    test()


def is_fused(op: Any) -> bool:
    return isinstance(op, CallOp) and "together" in op.arguments_by_name


def with_scale(module: ModuleOp) -> None:
    """Let what is added to be multiplied with it before."""
    op = next(op for op in module.walk() if op.name == "tfl.add")
    lhs, rhs = op.operands
    options: dict[str, BuildOption] = {"fused_activation_function": "NONE"}
    product = build("MUL", [lhs, rhs], [lhs.type], options=options)
    Rewriter.insert_op(product, InsertPoint.before(op))
    op.operands[0] = product.results[0]


def with_product(module: ModuleOp) -> ModuleOp:
    """Let the result of a module be multiplied with integer weights."""
    (function,) = functions(module)
    end = function.body.block.last_op
    assert isinstance(end, ReturnOp)
    (result,) = end.operands
    type: Any = result.type
    *rows, depth = type.get_shape()
    element = UniformType.get(i8, np.full(3, 0.01), np.zeros(3), 0)
    stored = np.random.default_rng(depth).integers(-127, 128, (3, depth)).astype(np.int8)
    weights = build_constant("weights", [3, depth], lambda: stored, element)
    none = NoValueOp.absent()
    options: dict[str, BuildOption] = {"keep_num_dims": True, "asymmetric_quantize_inputs": True}
    operands = [result, weights.results[0], none.results[0]]
    op = build("FULLY_CONNECTED", operands, [TensorType(f32, [*rows, 3])], options=options)
    Rewriter.insert_op([weights, none, op], InsertPoint.before(end))
    end.operands[0] = op.results[0]
    function.update_function_type()
    return module
