"""Products with a matrix: what is refused, and integer weights as the reals they stand for."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from models import run_on_litert
from op_cases.case import OpCase, Operand, inputs, to_module, to_tflite
from xdsl.dialects.builtin import f32
from xdsl.ir import Attribute

from qir.diagnostics import QirError
from qir.dialects.quant import Blocks, UniformType
from qir.dialects.types import ELEMENT_TYPES
from qir.interp import Machine
from qir.interp.machine import Weights


def quantized(storage: str, *scales: float, zero_point: int = 0) -> UniformType:
    element: Any = ELEMENT_TYPES[storage]
    zero_points = [zero_point] * len(scales)
    return UniformType.get(element, scales, zero_points, 0 if len(scales) > 1 else -1)


def stored(dtype: str, element: UniformType, *shape: int, constant: bool = False) -> Operand:
    return Operand(np.ones(shape, dtype), element, is_constant=constant)


def in_blocks(storage: str, *sizes: tuple[int, int], zero_point: int = 0) -> UniformType:
    """For a matrix of 4 by 64, cut into blocks of these sizes along these axes."""
    element: Any = ELEMENT_TYPES[storage]
    grid = tuple(whole // dict(sizes).get(axis, whole) for axis, whole in enumerate((4, 64)))
    scales = np.linspace(0.25, 0.5, math.prod(grid)).astype(np.float16)
    zero_points = np.full(scales.size, zero_point)
    return UniformType.get(element, scales, zero_points, blocks=Blocks(sizes, grid))


def product(
    x: Operand, weights: Operand, result: Attribute, bias: Operand | None = None, **options: Any
) -> OpCase:
    return OpCase("FULLY_CONNECTED", (x, weights, bias), (result,), options)


INT8, INT16 = quantized("INT8", 0.5), quantized("INT16", 0.5)
SHIFTED = quantized("INT8", 0.5, zero_point=3)
X8, X16 = stored("int8", INT8, 2, 3), stored("int16", INT16, 2, 3)
W8, W16 = stored("int8", INT8, 4, 3), stored("int16", INT16, 4, 3)
REAL = Operand(np.ones((2, 3), np.float32))
WIDE = Operand(np.ones((2, 64), np.float32))
BATCHES = Operand(np.ones((3, 1, 2, 1, 1), np.float32))
BIAS32, BIAS64 = (Operand(np.ones(4, f"int{bits}"), is_constant=True) for bits in (32, 64))
HYBRID = stored("int8", INT8, 3, 1, 2, 1, 1, constant=True)
REFUSED: dict[str, tuple[OpCase, str]] = {
    "result of other integers": (
        product(X8, W8, INT16),
        "the input holds int8 and the result int16; expected a result of int8",
    ),
    "result of 16 bits with a zero point": (
        product(X16, W8, quantized("INT16", 0.5, zero_point=1)),
        "has zero point 1; expected 0 beside 16 bits",
    ),
    "bias that is misread": (
        product(X16, W16, INT16, BIAS64),
        "the bias holds int64; expected int32, as which LiteRT reads it",
    ),
    "bias that is misread for a zero point": (
        product(X16, replace(W8, quantized=SHIFTED), INT16, BIAS32),
        "the bias holds int32; expected int64",
    ),
    "bias of another type than said": (
        product(X16, W8, INT16, BIAS32, **{"qir.quantized_bias_type": "INT64"}),
        "the bias holds int32; expected int64",
    ),
    "weights of 4 bits with a zero point": (
        product(REAL, stored("int8", quantized("INT4", 0.5, zero_point=3), 4, 3), f32),
        "weights of 4 bits have a zero point; expected 0",
    ),
    "blocks of 8 bits": (
        product(WIDE, stored("int8", in_blocks("INT8", (0, 1), (1, 32)), 4, 64), f32),
        "filter, with scales of blocks, holds i8, which LiteRT's kernel refuses; expected i4",
    ),
    "blocks of several rows": (
        product(WIDE, stored("int8", in_blocks("INT4", (0, 2), (1, 32)), 4, 64), f32),
        "filter has blocks of several rows; expected parts of one",
    ),
    "blocks with a zero point": (
        product(WIDE, stored("int8", in_blocks("INT4", (0, 1), (1, 32), zero_point=3), 4, 64), f32),
        "filter has zero points of blocks; expected 0",
    ),
    "blocks in an integer product": (
        product(
            stored("int8", INT8, 2, 64),
            stored("int8", in_blocks("INT4", (0, 1), (1, 32)), 4, 64),
            INT8,
        ),
        "weights have scales of blocks; expected one for each channel or for all",
    ),
    "batches whose weights are not added up": (
        OpCase("BATCH_MATMUL", (BATCHES, HYBRID), (f32,), {"asymmetric_quantize_inputs": True}),
        r"y has batches \[3, 1, 2\]; expected 1 first, for LiteRT adds up no others",
    ),
    "batches of 16 bits with a zero point": (
        OpCase("BATCH_MATMUL", (X16, stored("int8", SHIFTED, 3, 3)), (INT16,)),
        "has zero point 3; expected 0 beside 16 bits",
    ),
    "batches of 4 bits": (
        OpCase("BATCH_MATMUL", (REAL, stored("int8", quantized("INT4", 0.5), 3, 3)), (f32,)),
        "y holds i4, which LiteRT's kernel refuses; expected i8",
    ),
    "reals by 16 bits": (
        product(REAL, W16, f32),
        "filter holds i16, which LiteRT's kernel refuses; expected",
    ),
    "scales for columns of an integer product": (
        OpCase("BATCH_MATMUL", (X8, stored("int8", quantized("INT8", 1, 1, 1), 3, 3)), (INT8,)),
        "has not one scale",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_litert_refuses_or_misreads_is_refused(name: str) -> None:
    case, message = REFUSED[name]
    with pytest.raises(QirError, match=message):
        Machine(to_module(case)).run(inputs(case))


def test_shuffled_weights_are_refused() -> None:
    weights = replace(REAL, is_constant=True)
    case = product(REAL, weights, f32, weights_format="SHUFFLED4x16INT8")
    module = to_module(replace(case, result_elements=(f32, f32)))
    with pytest.raises(QirError, match="weights in the SHUFFLED4x16INT8 format cannot be computed"):
        Machine(module).run(inputs(case))


@pytest.mark.parametrize("outputs", [4, 3, 1])
@pytest.mark.parametrize("size", [32, 64])
def test_scales_of_blocks_that_are_bfloat16_are_those_of_xnnpack(outputs: int, size: int) -> None:
    """Which has a kernel for any number of outputs, and applies the activation function."""
    rng = np.random.default_rng(size)
    scales = rng.integers(128, 256, outputs * 64 // size) / 4096
    blocks = Blocks.of_rows((outputs, 64 // size), size)
    element: Any = ELEMENT_TYPES["INT4"]
    qtype = UniformType.get(element, scales, np.zeros(scales.size), blocks=blocks)
    stored = rng.integers(-8, 8, (outputs, 64)).astype(np.int8)
    x = Operand(rng.uniform(-3, 4, (5, 64)).astype(np.float32))
    weights = Operand(stored, qtype, is_constant=True)
    case = product(x, weights, f32, fused_activation_function="RELU")
    (expected,) = run_on_litert(to_tflite(case), [x.array])
    (found,) = Machine(to_module(case)).run([x.array])
    np.testing.assert_allclose(found, expected, atol=1e-5 * np.abs(expected).max())


def test_weights_in_blocks_as_the_reals_they_stand_for() -> None:
    qtype = in_blocks("INT4", (0, 1), (1, 32))
    weights = Operand(np.ones((4, 64), np.int8), qtype, is_constant=True)
    module = to_module(product(WIDE, weights, f32))
    (real,) = Machine(module, weights=Weights.REAL).run([WIDE.array])
    expected = qtype.scales.array().reshape(4, 2).sum(1) * 32
    np.testing.assert_allclose(real, [expected] * 2, rtol=1e-6)


def test_weights_as_the_reals_they_stand_for() -> None:
    """Rule A1 in place of rules H1 to H3."""
    x = Operand(np.array([[100, 0.3, 0]], np.float32))
    weights = stored("int8", quantized("INT8", 0.5, 2.0), 2, 3, constant=True)
    module = to_module(product(x, weights, f32))
    (real,) = Machine(module, weights=Weights.REAL).run([x.array])
    np.testing.assert_allclose(real, [[50.15, 200.6]], rtol=1e-6)
    (hybrid,) = Machine(module).run([x.array])
    np.testing.assert_allclose(hybrid, [[50, 200]], rtol=1e-6)
