"""NaNs, infinities and numbers out of range, which drawn cases do not have, against LiteRT."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from closeness import check
from hypothesis import given, settings
from hypothesis import strategies as st
from op_cases.case import OpCase, Operand, Option, to_module
from test_litert import Array, on_litert
from xdsl.dialects.builtin import IntegerType, f32

from qir.backends.tflite.writer import tflite_bytes
from qir.dialects.quant import UniformType
from qir.dialects.types import ELEMENT_TYPES
from qir.interp import Machine

NUMBERS = (
    *(float("nan"), float("inf"), float("-inf"), 1e10, -1e10, 3e38, -3e38),
    *(0.0, -0.0, 0.25, -0.25, 0.5, -0.5, 0.75, 1.5, 127.5, 1e5, -1e5),
)
BITS32, BITS64 = IntegerType(32), IntegerType(64)
AXIS = Operand(np.array([0], np.int32), is_constant=True)
KEPT: Mapping[str, Option] = {"keep_dims": True}

UNARY = (
    *("ABS", "NEG", "SIGN", "SQUARE", "EXP", "LOG", "SQRT", "RSQRT", "CEIL", "FLOOR", "ROUND"),
    *("RELU", "RELU6", "RELU_N1_TO_1", "ELU", "LOGISTIC", "TANH"),
)


def quantize(storage: str, scale: float, zero_point: int) -> tuple[Any, ...]:
    element: Any = ELEMENT_TYPES[storage]
    return "QUANTIZE", (), UniformType.get(element, [scale], [zero_point]), {}


def cast(element: str) -> tuple[Any, ...]:
    return "CAST", (), ELEMENT_TYPES[element], {}


FORMS: tuple[tuple[Any, ...], ...] = (
    quantize("INT8", 0.5, 0),
    quantize("INT8", 0.5, -100),
    quantize("UINT8", 0.5, 100),
    quantize("INT16", 0.5, 0),
    quantize("INT4", 0.5, 0),
    quantize("INT4", 0.3, 0),
    quantize("UINT4", 0.5, 3),
    *(cast(name) for name in ("INT8", "UINT8", "INT16", "UINT16", "INT32", "UINT32", "INT64")),
    *(cast(name) for name in ("BOOL", "FLOAT16", "COMPLEX64", "INT4", "INT2", "UINT4")),
    ("FAKE_QUANT", (), f32, {"min": -1.0, "max": 1.0, "num_bits": 3}),
    *((builtin, (), f32, {}) for builtin in UNARY),
    ("LEAKY_RELU", (), f32, {"alpha": 0.25}),
    ("GELU", (), f32, {"approximate": False}),
    ("GELU", (), f32, {"approximate": True}),
    ("REDUCE_MAX", (AXIS,), f32, KEPT),
    ("REDUCE_MIN", (AXIS,), f32, KEPT),
)
"""Of one tensor of floats: the operator, its other operands, its result and options."""
INDICES = (
    ("ARG_MAX", (AXIS,), BITS32, {"qir.output_type": "INT32"}),
    ("ARG_MIN", (AXIS,), BITS64, {"qir.output_type": "INT64"}),
)


def named(form: tuple[Any, ...]) -> str:
    return f"{form[0]}-{form[2]}"


@pytest.mark.parametrize("form", FORMS, ids=named)
@settings(max_examples=40)
@given(st.lists(st.sampled_from(NUMBERS), min_size=1, max_size=20))
def test_special_numbers_are_taken_as_litert_does(
    form: tuple[Any, ...], numbers: list[float]
) -> None:
    """Rules S3, S4, S6 to S8 and N13."""
    check_on_litert(form, np.array(numbers, np.float32))


@pytest.mark.parametrize("form", INDICES, ids=named)
@given(st.lists(st.sampled_from(NUMBERS), min_size=1, max_size=3))
def test_nan_is_found_last(form: tuple[Any, ...], numbers: list[float]) -> None:
    """Rule N14, of too few numbers for vector instructions."""
    check_on_litert(form, np.array(numbers, np.float32))


def check_on_litert(form: tuple[Any, ...], floats: Array) -> None:
    builtin, others, result, options = form
    module = to_module(OpCase(builtin, (Operand(floats), *others), (result,), options))
    (expected,), _ = on_litert(tflite_bytes(module), [floats])
    check(Machine(module).run([floats])[0], expected)


@pytest.mark.parametrize("shape", [(0, 2), (2, 0)])
@pytest.mark.parametrize("dtype", ["float32", "int32"])
@pytest.mark.parametrize("builtin", ["SUM", "MEAN", "REDUCE_PROD", "REDUCE_MAX", "REDUCE_MIN"])
def test_what_is_made_of_nothing(builtin: str, dtype: str, shape: tuple[int, ...]) -> None:
    nothing = np.zeros(shape, dtype)
    case = OpCase(builtin, (Operand(nothing), AXIS), (ELEMENT_TYPES[dtype.upper()],))
    module = to_module(case)
    (expected,), _ = on_litert(tflite_bytes(module), [nothing])
    check(Machine(module).run([nothing])[0], expected)
