"""Kernels where the drawn cases do not go: special values, long rows, results over operands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from c.kernel_machine import KernelMachine, lowered
from c.test_kernels import CASES, SUPPRESSED
from closeness import check
from hypothesis import assume, given, settings
from op_cases.case import OpCase, Operand, inputs, to_module
from xdsl.ir import SSAValue

from qir.diagnostics import QirError
from qir.dialects.c import CallOp, integers_of
from qir.dialects.types import ELEMENT_TYPES
from qir.interp import Machine

Array = npt.NDArray[Any]
TRIED = "gcc-O2", "gcc-O3-native", "clang-O3-native"
FINITE = (
    *(0.0, -0.0, 1.0, -1.0, 0.5, -2.5, 3.5, 6.0, 1e-42, 1e-6, 1e10, -1e10, 3e38, -3e38),
    *(127.5, -128.5, 16777216.0, 2147483648.0, -2147483648.0, 9.3e18, -9.3e18),
)
FLOATS = np.array([*FINITE, np.inf, -np.inf, np.nan], np.float32)
INTEGERS = [0, 1, -1, 2, -2, 3, -3, 7, 127, 128, -129, 65536, 16777217, -16777219]
EXTREMES = {
    "INT32": [-(1 << 31), (1 << 31) - 1, -(1 << 31) + 1],
    "INT64": [-(1 << 31), (1 << 31) - 1, -(1 << 63), (1 << 63) - 1, 1 << 40, (1 << 53) + 1],
}


def special(name: str) -> Array:
    if name == "FLOAT32":
        return FLOATS
    if name == "BOOL":
        return np.array([False, True])
    small = [x for x in INTEGERS if name != "INT8" or -128 <= x <= 127]
    return np.array(small + EXTREMES.get(name, [-128]), name.lower())


def of_one(builtin: str, array: Array, output: str, **options: Any) -> OpCase:
    return OpCase(builtin, (Operand(array),), (ELEMENT_TYPES[output],), options)


def of_pairs(builtin: str, name: str, output: str, **options: Any) -> OpCase:
    """Each number with each, by broadcasting."""
    x = special(name)
    operands = Operand(x[:, np.newaxis]), Operand(x[np.newaxis])
    return OpCase(builtin, operands, (ELEMENT_TYPES[output],), options)


def same(case: OpCase, compiler: str) -> None:
    """Kernels compute what the interpreter does, NaNs and infinities where it has them."""
    module = to_module(case)
    with np.errstate(all="ignore"):
        expected = Machine(module).run(inputs(case))
    for pair in zip(
        KernelMachine(lowered(module), compiler).run(inputs(case)), expected, strict=True
    ):
        check_each(*pair)


def check_each(found: Array, expected: Array) -> None:
    """Floats each to its own magnitude."""
    assert found.shape == expected.shape
    assert found.dtype == expected.dtype
    if expected.dtype.kind == "f":
        np.testing.assert_allclose(found, expected, rtol=1e-6, atol=1e-44)
    else:
        np.testing.assert_array_equal(found, expected)


UNARY = (
    *("ABS", "NEG", "SIGN", "SQUARE", "SQRT", "RSQRT", "EXP", "LOG", "SIN", "COS", "FLOOR", "CEIL"),
    *("ROUND", "RELU", "RELU6", "RELU_N1_TO_1", "RELU_0_TO_1", "ELU", "LOGISTIC", "TANH"),
    "HARD_SWISH",
)


@pytest.mark.parametrize("builtin", UNARY)
@pytest.mark.parametrize("compiler", TRIED)
def test_functions_of_special_floats(compiler: str, builtin: str) -> None:
    same(of_one(builtin, FLOATS, "FLOAT32"), compiler)


@pytest.mark.parametrize("compiler", TRIED)
def test_gelu_of_special_floats(compiler: str) -> None:
    same(of_one("GELU", FLOATS, "FLOAT32", approximate=False), compiler)


@pytest.mark.parametrize("compiler", TRIED)
def test_gelu_is_as_near_as_the_sum_with_a_half_allows(compiler: str) -> None:
    """Of negative numbers, the share of the normal distribution has the precision of 1/2."""
    x = np.linspace(-8, 8, 400001, dtype=np.float32)
    case = of_one("GELU", x, "FLOAT32", approximate=False)
    module = to_module(case)
    (expected,), (found,) = (
        machine.run(inputs(case))
        for machine in (Machine(module), KernelMachine(lowered(module), compiler))
    )
    assert (np.abs(found - expected) <= 2**-21.5 * np.abs(x)).all()
    assert (found[x < -5.5] == 0).all()


@pytest.mark.parametrize("compiler", TRIED)
def test_gelu_by_tanh_is_as_near_as_the_sum_with_1_allows(compiler: str) -> None:
    """Of negative numbers, 1 + tanh has but the absolute precision of 1."""
    x = np.linspace(-8, 8, 4001, dtype=np.float32)
    case = of_one("GELU", x, "FLOAT32", approximate=True)
    module = to_module(case)
    (expected,), (found,) = (
        machine.run(inputs(case))
        for machine in (Machine(module), KernelMachine(lowered(module), compiler))
    )
    assert (np.abs(found - expected) <= 3e-7 * np.abs(x)).all()


@pytest.mark.parametrize(
    "builtin",
    ["ADD", "SUB", "MUL", "DIV", "MAXIMUM", "MINIMUM", "SQUARED_DIFFERENCE", "POW", "PRELU"],
)
@pytest.mark.parametrize("compiler", TRIED)
def test_operations_of_special_floats(compiler: str, builtin: str) -> None:
    case = of_pairs(builtin, "FLOAT32", "FLOAT32")
    if builtin == "PRELU":
        whole = np.repeat(FLOATS[:, np.newaxis], FLOATS.size, 1)
        case = OpCase(builtin, (Operand(whole), case.operands[1]), case.result_elements)
    same(case, compiler)


@pytest.mark.parametrize("builtin", ["ADD", "SUB", "MUL", "MAXIMUM", "MINIMUM"])
@pytest.mark.parametrize("name", ["INT32", "INT64"])
def test_operations_of_special_integers(builtin: str, name: str) -> None:
    same(of_pairs(builtin, name, name), "gcc-O3-native")


@pytest.mark.parametrize("builtin", ["DIV", "FLOOR_DIV", "FLOOR_MOD"])
def test_quotients_of_special_integers(builtin: str) -> None:
    x = special("INT32")
    divisors = x[x != 0]
    operands = Operand(x[:, np.newaxis]), Operand(divisors[np.newaxis])
    same(OpCase(builtin, operands, (ELEMENT_TYPES["INT32"],)), "gcc-O2")


@pytest.mark.parametrize(
    "builtin", ["EQUAL", "NOT_EQUAL", "LESS", "LESS_EQUAL", "GREATER", "GREATER_EQUAL"]
)
@pytest.mark.parametrize("name", ["FLOAT32", "INT32", "INT64"])
def test_comparisons_of_special_numbers(builtin: str, name: str) -> None:
    same(of_pairs(builtin, name, "BOOL"), "gcc-O3-native")


@pytest.mark.parametrize("given_name", ["FLOAT32", "INT32", "INT64", "INT8", "BOOL"])
@pytest.mark.parametrize("wanted", ["FLOAT32", "INT32", "INT64", "INT8", "BOOL"])
@pytest.mark.parametrize("compiler", TRIED)
def test_casts_of_special_numbers(compiler: str, given_name: str, wanted: str) -> None:
    same(of_one("CAST", special(given_name), wanted), compiler)


def test_float16_is_widened_to_the_last_bit() -> None:
    every = np.arange(1 << 16, dtype=np.uint16).view(np.float16)
    same(of_one("DEQUANTIZE", every, "FLOAT32"), "gcc-O3-native")


AXES = ([0], [1], [2], [0, 1], [1, 2], [0, 2], [0, 1, 2])
LONG = (5, 33, 70)


def reduction(builtin: str, array: Array, axes: Sequence[int]) -> OpCase:
    operands = Operand(array), Operand(np.array(axes, np.int32), is_constant=True)
    name = "BOOL" if array.dtype == np.bool_ else array.dtype.name.upper()
    return OpCase(builtin, operands, (ELEMENT_TYPES[name],), {"keep_dims": False})


@pytest.mark.parametrize("axes", AXES)
@pytest.mark.parametrize("builtin", ["SUM", "MEAN", "REDUCE_MAX", "REDUCE_MIN", "REDUCE_PROD"])
@pytest.mark.parametrize("name", ["float32", "int32", "int64"])
def test_reductions_of_long_rows(builtin: str, name: str, axes: Sequence[int]) -> None:
    rng = np.random.default_rng(0)
    array = rng.uniform(0.98, 1.02, LONG) if name == "float32" else rng.integers(-9, 9, LONG)
    if name == "int32":
        array = array * 100_000_000
    case = reduction(builtin, array.astype(name), axes)
    module = to_module(case)
    expected = Machine(module).run(inputs(case))
    for compiler in TRIED:
        found = KernelMachine(lowered(module), compiler).run(inputs(case))
        check(found[0], expected[0])


@pytest.mark.parametrize("builtin", ["REDUCE_MAX", "REDUCE_MIN"])
@pytest.mark.parametrize("axes", AXES)
def test_extremes_forget_what_was_before_a_nan(builtin: str, axes: Sequence[int]) -> None:
    rng = np.random.default_rng(0)
    array = rng.choice(np.array([1, 2, 3, -np.inf, np.inf, np.nan], np.float32), (4, 3, 5))
    same(reduction(builtin, array, axes), "gcc-O3-native")


@pytest.mark.parametrize("builtin", ["ARG_MAX", "ARG_MIN"])
@pytest.mark.parametrize("axis", [0, 1])
def test_the_first_extreme_is_found_and_no_nan_if_there_is_another(builtin: str, axis: int) -> None:
    rng = np.random.default_rng(0)
    array = rng.choice(np.array([1, 2, 3, -np.inf, np.inf, np.nan], np.float32), (40, 3))
    array[:, 1] = np.nan
    operands = Operand(array), Operand(np.array(axis, np.int32), is_constant=True)
    case = OpCase(builtin, operands, (ELEMENT_TYPES["INT64"],), {"qir.output_type": "INT64"})
    same(case, "gcc-O2")


@pytest.mark.parametrize("builtin", ["SOFTMAX", "LOG_SOFTMAX", "L2_NORMALIZATION"])
@pytest.mark.parametrize("compiler", TRIED)
def test_normalizations_of_long_rows(compiler: str, builtin: str) -> None:
    array = np.random.default_rng(0).normal(0, 4, (3, 1000)).astype(np.float32)
    array[1, 3] = np.nan
    array[2, 999] = -np.inf
    options = {"beta": 1.0} if builtin == "SOFTMAX" else {}
    case = of_one(builtin, array, "FLOAT32", **options)
    module = to_module(case)
    with np.errstate(all="ignore"):
        expected = Machine(module).run(inputs(case))
    check(KernelMachine(lowered(module), compiler).run(inputs(case))[0], expected[0])


class InPlace(KernelMachine):
    """The same, with the first result of each call over the operand of a place in the list of
    those it may lie over."""

    def __init__(self, module: Any, compiler: str, place: int) -> None:
        super().__init__(module, compiler)
        self.place, self.count = place, 0

    def _empty(self, op: CallOp, values: dict[SSAValue, Array]) -> None:
        super()._empty(op, values)
        listed = integers_of(op.in_place)
        if self.place < len(listed):
            over = values[op.arguments[listed[self.place]]].copy()
            (result,) = op.outputs[:1]
            size, dtype = values[result].nbytes, values[result].dtype
            # The operand is read from where the result is written to.
            values[op.arguments[listed[self.place]]] = over
            values[result] = (
                over.reshape(-1).view(dtype)[: size // dtype.itemsize].reshape(values[result].shape)
            )
            self.count += 1


IN_PLACE = [
    *("add", "sub", "mul", "squared_difference", "maximum", "less", "equal", "logical_and"),
    *("select", "select_v2", "exp", "sqrt", "log", "neg", "relu", "relu6", "gelu", "elu", "prelu"),
    *("leaky_relu", "hard_swish", "logistic", "tanh", "softmax", "log_softmax", "cumsum", "cast"),
    *("l2_normalization", "add_n", "logical_not", "floor_div", "pow"),
]


@pytest.mark.parametrize("name", IN_PLACE)
def test_a_result_may_lie_over_an_operand(name: str) -> None:
    counts: list[int] = []

    @settings(max_examples=10, suppress_health_check=SUPPRESSED)
    @given(CASES[f"tfl.{name}"])
    def run(case: OpCase) -> None:
        module = to_module(case)
        try:
            calls = lowered(module)
        except QirError:
            assume(False)
            return
        for compiler in TRIED:
            expected = KernelMachine(calls, compiler).run(inputs(case))
            for place in range(3):
                machine = InPlace(calls, compiler, place)
                for pair in zip(machine.run(inputs(case)), expected, strict=True):
                    check_each(*pair)
                counts.append(machine.count)

    run()
    assert sum(counts)
