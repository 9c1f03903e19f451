"""Convolutions with filters that zeros make wider, against those without."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np
import pytest
from c.kernel_machine import TO_CALLS, KernelMachine
from c.test_kernels import SUPPRESSED
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from op_cases.case import OpCase, Operand, inputs, to_module
from xdsl.dialects.builtin import ModuleOp, i8

from qir.context import QirContext
from qir.dialects.c import CallOp
from qir.dialects.quant import UniformType
from qir.dialects.tfl.building import Option
from qir.dialects.types import ELEMENT_TYPES
from qir.driver.pipelines import run

F32 = ELEMENT_TYPES["FLOAT32"]
USUALLY = 'widen-filters{target="c:x86-64-v4"}'
ALWAYS = 'widen-filters{target="c:x86-64-v4" products-per-byte=0}'
PLAIN = "widen-filters"


def convolution(
    image: Sequence[int], filter: Sequence[int], seed: int = 0, **options: Option
) -> OpCase:
    """Of drawn numbers, hybrid; with a bias where the seed is even."""
    rng, outputs = np.random.default_rng(seed), filter[0]
    scales = rng.uniform(0.01, 0.02, outputs).astype(np.float32)
    element = UniformType.get(i8, scales, np.zeros(outputs), 0)
    operands = [
        Operand(rng.uniform(-3, 5, image).astype(np.float32)),
        Operand(rng.integers(-127, 128, filter).astype(np.int8), element, is_constant=True),
        Operand(rng.uniform(-9, 9, outputs).astype(np.float32), is_constant=True),
    ]
    steps = {"padding": "SAME", "stride_h": 1, "stride_w": 1}
    return OpCase("CONV_2D", tuple(operands[: 2 + (seed % 2 == 0)]), (F32,), {**steps, **options})


@st.composite
def convolutions(draw: st.DrawFn) -> OpCase:
    """Of few outputs, with filters, strides and padding of many kinds."""
    size = st.integers(1, 3)
    channels = draw(size)
    image = draw(size), draw(st.integers(3, 5)), draw(st.integers(12, 24)), channels
    filter = draw(size), draw(size), draw(st.integers(1, 12)), channels
    options: dict[str, Option] = {
        "padding": draw(st.sampled_from(("SAME", "VALID"))),
        "stride_h": draw(size),
        "stride_w": draw(size),
        "dilation_h_factor": draw(st.integers(1, 2)),
        "fused_activation_function": draw(st.sampled_from(("NONE", "RELU"))),
    }
    return convolution(image, filter, draw(st.integers(0, 2**32 - 1)), **options)


def calls_of(case: OpCase, widen: str) -> ModuleOp:
    """By plain kernels, with this pass in place of what does nothing for them."""
    steps = [widen if step.startswith("widen-filters") else step for step in TO_CALLS]
    module = to_module(case).clone()
    run(tuple(steps), module, QirContext())
    return module


def parameter(module: ModuleOp, name: str) -> int:
    calls = [op for op in module.walk() if isinstance(op, CallOp)]
    (call,) = (call for call in calls if call.kernel.data == "conv_2d_i8")
    return int(call.arguments_by_name[name])


filter_width = partial(parameter, name="filter_width")
outputs_of = partial(parameter, name="outputs")


def test_vectors_of_plain_kernels_are_not_filled() -> None:
    case = convolution((1, 200, 24, 8), (8, 3, 39, 8))
    assert outputs_of(calls_of(case, PLAIN)) == 8


@settings(max_examples=60, suppress_health_check=SUPPRESSED)
@given(convolutions())
def test_zeros_change_nothing(case: OpCase) -> None:
    before, after = calls_of(case, PLAIN), calls_of(case, ALWAYS)
    assume(filter_width(after) > filter_width(before))
    machines = KernelMachine(after), KernelMachine(before)
    for pair in zip(*(each.run(inputs(case)) for each in machines), strict=True):
        np.testing.assert_array_equal(*pair)


@pytest.mark.parametrize(
    ("width", "filter", "stride", "outputs"),
    [
        pytest.param(24, (8, 3, 39, 8), 1, 32, id="the fewest that nearly fill a panel"),
        pytest.param(24, (32, 5, 5, 8), 3, 32, id="filters twice as wide for twice the outputs"),
        pytest.param(23, (1, 3, 9, 8), 1, 1, id="nothing divides the width"),
        pytest.param(24, (8, 1, 1, 8), 1, 8, id="pointwise"),
        pytest.param(24, (64, 3, 3, 8), 1, 64, id="a full panel"),
    ],
)
def test_how_many_positions_are_joined(
    width: int, filter: tuple[int, ...], stride: int, outputs: int
) -> None:
    case = convolution((1, 200, width, 8), filter, stride_w=stride)
    assert outputs_of(calls_of(case, USUALLY)) == outputs
