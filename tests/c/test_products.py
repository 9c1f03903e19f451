"""Kernels of products where drawn cases do not reach: integer weights beside float activations,
sizes of several blocks, tanh as a fused activation function, and floats that are no numbers."""

from __future__ import annotations

import math
from collections.abc import Mapping
from ctypes import c_float, c_int32
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from c.foreign import ALL
from c.kernel_machine import KernelMachine, caller, kernels, lowered
from c.libraries import COMPILERS, machine_of
from c.test_kernels import SUPPRESSED
from closeness import CANCELLED, check, magnitude
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from op_cases import cases
from op_cases.case import OpCase, Operand, Option, inputs, to_module
from xdsl.dialects.builtin import ModuleOp, TensorType, f32, i8
from xdsl.rewriter import InsertPoint, Rewriter

from qir.backends.c.library import definitions
from qir.dialects.c import CallOp
from qir.dialects.quant import UniformType
from qir.dialects.tfl.base import op_name
from qir.dialects.tfl.building import build
from qir.dialects.types import ELEMENT_TYPES
from qir.functions import functions
from qir.interp import Machine
from qir.numerics.hybrid import QuantizedRows, quantize_rows
from qir.passes.kernels.lowering import shape_of_static

Array = npt.NDArray[Any]
F32 = ELEMENT_TYPES["FLOAT32"]
FORMS = "f32", "w8", "i8"
AXES: Mapping[str, int] = {
    "CONV_2D": 0,
    "DEPTHWISE_CONV_2D": 3,
    "TRANSPOSE_CONV": 0,
    "FULLY_CONNECTED": 0,
    "BATCH_MATMUL": -1,
}
"""Of the output channels of the weights, which are operand 1."""


# --- integer weights beside float activations ---------------------------------------------------


@pytest.mark.parametrize("builtin", AXES)
def test_kernels_read_integer_weights_in_place_of_floats(builtin: str) -> None:
    def is_hybrid(case: OpCase) -> bool:
        weights = case.operands[1]
        return (
            weights is not None
            and weights.quantized is not None
            and weights.quantized.stored in ("i8", "i4")
            and not weights.quantized.is_blockwise
            and case.result_elements == (F32,)
            and (builtin != "TRANSPOSE_CONV" or (case.operands[0] or weights).is_constant)
        )

    @settings(max_examples=30, suppress_health_check=SUPPRESSED)
    @given(cases()[op_name(builtin)].filter(is_hybrid))
    def run(case: OpCase) -> None:
        module = with_dequantized_weights(case)
        calls = lowered(module)
        assert kernels_of(calls) == [f"{builtin.lower()}_w8"]
        (found,) = KernelMachine(calls).run(inputs(case))
        (expected,) = Machine(module).run(inputs(case))
        check(found, expected, least=CANCELLED * max(map(magnitude, inputs(case))))

    run()


def with_dequantized_weights(case: OpCase) -> ModuleOp:
    """A case whose weights go through a DEQUANTIZE."""
    module = to_module(case)
    (function,) = functions(module)
    op = next(op for op in function.walk() if op.name == op_name(case.builtin))
    weights = op.operands[1]
    type = TensorType(f32, shape_of_static(weights))
    real = build("DEQUANTIZE", [weights], [type])
    Rewriter.insert_op(real, InsertPoint.before(op))
    op.operands[1] = real.results[0]
    return module


def kernels_of(module: ModuleOp) -> list[str]:
    (function,) = functions(module)
    return [op.kernel.data for op in function.walk() if isinstance(op, CallOp)]


# --- sizes of several blocks ---------------------------------------------------------------------

LARGE: Mapping[str, tuple[str, tuple[int, ...], tuple[int, ...], Mapping[str, Option]]] = {
    "same": ("CONV_2D", (2, 13, 11, 24), (19, 5, 3, 24), {"padding": "SAME", "stride_h": 2}),
    "groups": ("CONV_2D", (1, 9, 9, 48), (32, 3, 3, 12), {"padding": "SAME"}),
    "dilated": (
        "CONV_2D",
        (1, 15, 14, 9),
        (17, 3, 3, 9),
        {"padding": "SAME", "dilation_h_factor": 3, "dilation_w_factor": 4},
    ),
    "pointwise": ("CONV_2D", (1, 6, 7, 70), (33, 1, 1, 70), {"padding": "VALID"}),
    "depthwise": ("DEPTHWISE_CONV_2D", (2, 12, 10, 37), (1, 3, 5, 37), {"padding": "SAME"}),
    "multiplied": (
        "DEPTHWISE_CONV_2D",
        (1, 9, 8, 11),
        (1, 3, 3, 33),
        {"padding": "VALID", "stride_w": 2, "depth_multiplier": 3},
    ),
    "rows": ("FULLY_CONNECTED", (5, 1003), (21, 1003), {"asymmetric_quantize_inputs": True}),
    "batches": ("BATCH_MATMUL", (3, 1, 7, 41), (3, 41, 37), {}),
    "shared": ("BATCH_MATMUL", (2, 3, 5, 41), (41, 18), {"asymmetric_quantize_inputs": True}),
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", LARGE)
def test_sizes_of_several_blocks(name: str, form: str) -> None:
    builtin, shape, filter, options = LARGE[name]
    axis = AXES[builtin] % len(filter)
    rng = np.random.default_rng(len(name))
    input = Operand(rng.uniform(-3, 5, shape).astype(np.float32))
    stored = rng.integers(-127, 128, filter).astype(np.int8)
    scales = rng.uniform(0.01, 0.02, filter[axis]).astype(np.float32)
    element = UniformType.get(i8, scales, np.zeros(filter[axis]), axis)
    weights = Operand(stored, element, is_constant=True)
    if form == "f32":
        weights = Operand(stored.astype(np.float32), is_constant=True)
    bias = [Operand(rng.uniform(-9, 9, filter[axis]).astype(np.float32), is_constant=True)]
    strides = {"stride_h": 1, "stride_w": 1} if "CONV" in builtin else {}
    bias = bias if "MATMUL" not in builtin else []
    case = OpCase(builtin, (input, weights, *bias), (F32,), {**strides, **options})
    module = with_dequantized_weights(case) if form == "w8" else to_module(case)
    calls = lowered(module)
    assert kernels_of(calls)[-1] == f"{builtin.lower()}_{form}"
    (found,), (expected,) = (m.run(inputs(case)) for m in (KernelMachine(calls), Machine(module)))
    if form == "i8":
        # Equal integers, of which equal floats are made.
        np.testing.assert_array_equal(found, expected)
    else:
        check(found, expected, least=0.0)


# --- tanh -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["CONV_2D", "FULLY_CONNECTED", "MAX_POOL_2D"])
def test_tanh_is_a_call_of_its_own(name: str) -> None:
    @settings(max_examples=10, suppress_health_check=SUPPRESSED)
    @given(cases()[op_name(name)].filter(lambda case: case.result_elements == (F32,)))
    def run(case: OpCase) -> None:
        with_tanh = {**case.options, "fused_activation_function": "TANH"}
        module = to_module(replace(case, options=with_tanh))
        filter = case.operands[1] if len(case.operands) > 1 else None
        if filter is not None and filter.quantized is not None:
            return
        calls = lowered(module)
        assert kernels_of(calls)[-1] == "tanh_f32"
        machines = KernelMachine(calls), Machine(module)
        (found,), (expected,) = (machine.run(inputs(case)) for machine in machines)
        check(found, expected, least=1.0)

    run()


# --- quantized activations ----------------------------------------------------------------------

ROWS = arrays(
    np.float32, st.tuples(st.integers(1, 3), st.integers(1, 20)), elements=st.floats(width=32)
)


@pytest.mark.parametrize("compiler", ALL)
@pytest.mark.parametrize("form", ["symmetric", "asymmetric"])
def test_rows_of_any_floats_become_the_same_integers(form: str, compiler: str) -> None:
    """Rules H1, H2 and H4, with NaN, infinity and the least and greatest floats among them."""
    quantize = definitions(machine_of(compiler))[f"qir_quantize_rows_{form}"]

    @given(ROWS)
    def test(rows: Array) -> None:
        count, depth = rows.shape
        found = QuantizedRows(
            np.empty(rows.shape, np.int8), np.empty(count, np.float32), np.empty(count, np.int32)
        )
        caller(compiler).call(quantize, [rows, *found], [c_int32(count), c_int32(depth)])
        with np.errstate(all="ignore"):
            expected = quantize_rows(rows, asymmetric=form == "asymmetric")
        for one, other in zip(found, expected, strict=True):
            np.testing.assert_array_equal(one, other)

    test()


FRACTIONS = st.integers(1 << 23, (1 << 24) - 1)
EXPONENTS = st.integers(-160, 100)


@pytest.mark.parametrize("compiler", COMPILERS)
def test_zero_points_without_double_precision(compiler: str) -> None:
    """Rule H2, where a part of the range is exactly a half of its 255 steps, or a float next to it:
    there double precision rounds either way. All of these that there are gave the same once."""
    zero_point = kernels(compiler).qir_zero_point
    zero_point.argtypes = [c_float, c_float]

    def check_zero_point(low: np.float32, high: np.float32) -> None:
        expected = quantize_rows(np.array([[low, high]]), asymmetric=True).zero_points
        assert zero_point(low, high) == expected[0]

    @settings(max_examples=500)
    @given(FRACTIONS, EXPONENTS, st.integers(0, 254), st.integers(-2, 2), st.booleans())
    def test(fraction: int, exponent: int, half: int, apart: int, is_low: bool) -> None:
        steps = 2 * half + 1
        fraction -= fraction % (255 // math.gcd(255, steps))
        whole = np.float32(math.ldexp(fraction, exponent))
        part = np.float32(math.ldexp(steps * fraction / 510, exponent))
        with np.errstate(all="ignore"):
            rest = np.float32(whole - part)
            for _ in range(abs(apart)):
                rest = np.nextafter(rest, np.float32(np.copysign(np.inf, apart)))
            if part > 0 and rest > 0:
                check_zero_point(*((-part, rest) if is_low else (-rest, part)))

    test()
