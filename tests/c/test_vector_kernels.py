"""Kernels of machines with vectors where drawn cases, which are small, do not reach: more vectors
than one and what is left over, several lines and pixels at once, and edges on all sides."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from c.foreign import ALL
from c.kernel_machine import KernelMachine, lowered
from c.libraries import machine_of
from c.test_products import with_dequantized_weights
from closeness import CANCELLED, check, magnitude
from hypothesis import given, settings
from hypothesis import strategies as st
from op_cases.case import OpCase, Operand, Option, inputs, to_module
from xdsl.dialects.builtin import i8

from qir.dialects.quant import UniformType
from qir.dialects.types import ELEMENT_TYPES
from qir.interp import Machine
from qir.targets import MACHINES

Array = npt.NDArray[Any]
F32 = ELEMENT_TYPES["FLOAT32"]
OF_VECTORS = [setting for setting in ALL if MACHINES[machine_of(setting)].panels]
EXAMPLES = 40
SIZES = st.one_of(st.integers(1, 20), st.integers(21, 70), st.sampled_from([128, 144, 150, 272]))
SIDES = st.integers(1, 14)


def floats(shape: Sequence[int], seed: int) -> Array:
    return np.random.default_rng(seed).uniform(-3, 5, shape).astype(np.float32)


def constant(shape: Sequence[int], seed: int, axis: int | None) -> Operand:
    """Weights: floats, or int8 with a scale for each channel of an axis."""
    if axis is None:
        return Operand(floats(shape, seed), is_constant=True)
    rng = np.random.default_rng(seed)
    scales = rng.uniform(0.01, 0.02, shape[axis]).astype(np.float32)
    element = UniformType.get(i8, scales, np.zeros(shape[axis]), axis)
    stored = rng.integers(-127, 128, shape).astype(np.int8)
    return Operand(stored, element, is_constant=True)


def agree(case: OpCase, *, are_integers: bool = False) -> None:
    """Kernels of each machine compute what the interpreter does."""
    module = with_dequantized_weights(case) if are_integers else to_module(case)
    given = inputs(case)
    expected = Machine(module).run(given)
    made = {machine: lowered(module, machine=machine) for machine in map(machine_of, OF_VECTORS)}
    least = CANCELLED * max(map(magnitude, given))
    for setting in OF_VECTORS:
        found = KernelMachine(made[machine_of(setting)], setting).run(given)
        for pair in zip(found, expected, strict=True):
            check(*pair, least=least, message=setting)


@settings(max_examples=EXAMPLES)
@given(st.data())
def test_depthwise_convolutions(data: st.DataObject) -> None:
    draw, are_integers = data.draw, data.draw(st.booleans())
    channels, multiplier = draw(SIZES), draw(st.sampled_from([1, 1, 1, 2, 3, 8]))
    height, width = draw(st.sampled_from([(3, 3), (5, 5), (1, 3), (7, 2), (9, 9)]))
    stride, dilation = draw(st.sampled_from([(1, 1), (2, 1), (3, 1), (1, 2)]))
    padding = draw(st.sampled_from(["SAME", "VALID"]))
    reach = [(size - 1) * dilation for size in (height, width)]
    space = [draw(SIDES) + (over if padding == "VALID" else 0) for over in reach]
    outputs = channels * multiplier
    options: dict[str, Option] = {
        "padding": padding,
        "depth_multiplier": multiplier,
        "stride_h": stride,
        "stride_w": stride,
        "dilation_h_factor": dilation,
        "dilation_w_factor": dilation,
        "fused_activation_function": draw(st.sampled_from(["NONE", "RELU"])),
    }
    input = Operand(floats([draw(st.integers(1, 2)), *space, channels], 1))
    weights = constant([1, height, width, outputs], 2, 3 if are_integers else None)
    bias = Operand(floats([outputs], 3), is_constant=True)
    agree(
        OpCase("DEPTHWISE_CONV_2D", (input, weights, bias), (F32,), options),
        are_integers=are_integers,
    )


@settings(max_examples=EXAMPLES)
@given(st.data())
def test_convolutions(data: st.DataObject) -> None:
    draw, are_integers = data.draw, data.draw(st.booleans())
    groups = draw(st.sampled_from([1, 1, 1, 2, 3]))
    depth = draw(st.integers(1, 9)) if groups > 1 else draw(SIZES)
    filters = draw(st.integers(1, 40)) if groups > 1 else draw(SIZES)
    height, width = draw(st.sampled_from([(1, 1), (3, 3), (5, 5), (1, 3), (7, 2)]))
    stride, dilation = draw(st.sampled_from([(1, 1), (2, 1), (3, 1), (1, 2)]))
    padding = draw(st.sampled_from(["SAME", "VALID"]))
    reach = [(size - 1) * dilation for size in (height, width)]
    space = [draw(SIDES) + (over if padding == "VALID" else 0) for over in reach]
    options: dict[str, Option] = {
        "padding": padding,
        "stride_h": stride,
        "stride_w": stride,
        "dilation_h_factor": dilation,
        "dilation_w_factor": dilation,
        "fused_activation_function": draw(st.sampled_from(["NONE", "RELU"])),
    }
    input = Operand(floats([draw(st.integers(1, 2)), *space, groups * depth], 1))
    shape = [groups * filters, height, width, depth]
    weights = constant(shape, 2, 0 if are_integers else None)
    bias = Operand(floats(shape[:1], 3), is_constant=True)
    case = OpCase("CONV_2D", (input, weights, bias), (F32,), options)
    agree(case, are_integers=are_integers)


@settings(max_examples=EXAMPLES)
@given(st.integers(1, 20), SIZES, SIZES, st.sampled_from(["integers", "constant", "argument"]))
def test_products(rows: int, depth: int, outputs: int, form: str) -> None:
    weights = constant([outputs, depth], 2, 0 if form == "integers" else None)
    if form == "argument":
        weights = Operand(floats([outputs, depth], 2))
    bias = Operand(floats([outputs], 3), is_constant=True)
    input = Operand(floats([rows, depth], 1))
    case = OpCase("FULLY_CONNECTED", (input, weights, bias), (F32,), {})
    agree(case, are_integers=form == "integers")


@settings(max_examples=EXAMPLES)
@given(SIZES, st.one_of(SIZES, st.just(700)), SIZES, st.booleans(), st.booleans())
def test_products_of_matrices(
    rows: int, depth: int, columns: int, adj_x: bool, adj_y: bool
) -> None:
    x = floats([2, depth, rows] if adj_x else [2, rows, depth], 1)
    y = floats([2, columns, depth] if adj_y else [2, depth, columns], 2)
    options: dict[str, Option] = {"adj_x": adj_x, "adj_y": adj_y}
    agree(OpCase("BATCH_MATMUL", (Operand(x), Operand(y)), (F32,), options))
