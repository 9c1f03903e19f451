"""Kernels that move elements, where the interpreter refuses and C must not read what is outside."""

from __future__ import annotations

import ctypes
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from c.kernel_machine import KernelMachine, kernels, lowered
from op_cases.case import OpCase, Operand, inputs, to_module

from qir.dialects.quant import UniformType
from qir.dialects.types import ELEMENT_TYPES
from qir.passes.kernels.strided import Strided, loops

Array = npt.NDArray[Any]
F32 = ELEMENT_TYPES["FLOAT32"]
I8: Any = ELEMENT_TYPES["INT8"]
TABLE: Array = np.arange(6, dtype=np.float32).reshape(3, 2)


def computed(case: OpCase) -> Array:
    (found,) = KernelMachine(lowered(to_module(case))).run(inputs(case))
    return found


@pytest.mark.parametrize("dtype", [np.int16, np.int32, np.int64])
def test_an_index_outside_is_moved_to_the_nearest_row(dtype: type[np.signedinteger[Any]]) -> None:
    bounds = np.iinfo(dtype)
    indices = np.array([bounds.min, -1, 0, 2, 3, bounds.max], dtype)
    case = OpCase("GATHER", (Operand(TABLE), Operand(indices)), (F32,), {"axis": 0})
    np.testing.assert_array_equal(computed(case), TABLE[[0, 0, 0, 2, 2, 2]])
    case = OpCase("GATHER_ND", (Operand(TABLE), Operand(indices[:, np.newaxis])), (F32,))
    np.testing.assert_array_equal(computed(case), TABLE[[0, 0, 0, 2, 2, 2]])


@pytest.mark.parametrize("is_hybrid", [False, True])
def test_so_is_one_of_an_embedding(is_hybrid: bool) -> None:
    lookup = Operand(np.array([-(2**31), 1, 2**31 - 1], np.int32))
    table = Operand(TABLE)
    if is_hybrid:
        element = UniformType.get(I8, [0.5, 1.0, 2.0], [0, 0, 0], 0)
        table = Operand(TABLE.astype(np.int8), element, is_constant=True)
    case = OpCase("EMBEDDING_LOOKUP", (lookup, table), (F32,))
    rows = TABLE * np.array([[0.5], [1.0], [2.0]]) if is_hybrid else TABLE
    np.testing.assert_array_equal(computed(case), rows)


@pytest.mark.parametrize(("begin", "expected"), [(-5, 0), (0, 0), (1, 1), (2, 1), (9, 1)])
def test_a_slice_begins_where_it_fits(begin: int, expected: int) -> None:
    start = Operand(np.array([begin, 7], np.int32))
    size = Operand(np.array([2, 2], np.int32), is_constant=True)
    case = OpCase("SLICE", (Operand(TABLE), start, size), (F32,))
    np.testing.assert_array_equal(computed(case), TABLE[expected : expected + 2])


def test_an_update_in_place_writes_nothing_else() -> None:
    _, parameters = loops(Strided.whole((2,)), Strided((2,), (2,)), 4, most=6)
    memory, update, start = TABLE.copy(), np.array([7, 8], np.float32), np.array([4], np.int32)
    pointers = [ctypes.c_void_p(each.ctypes.data) for each in (memory, update, start, memory)]
    numbers = [ctypes.c_int32(int(each)) for each in (memory.nbytes, *parameters.values())]
    kernels().qir_update(*pointers, *numbers)
    np.testing.assert_array_equal(memory, [[0, 7], [2, 8], [4, 5]])


@pytest.mark.parametrize(
    ("order", "expected"),
    [((0, 1, 2, 3), 0), ((0, 3, 1, 2), 2), ((0, 2, 1, 3), 2), ((3, 2, 1, 0), 3), ((1, 2, 3, 0), 2)],
)
def test_axes_that_stay_together_take_one_loop(order: tuple[int, ...], expected: int) -> None:
    """Of batch, height, width and channels; the batch is 1 but in the last case."""
    shape = (2 if order[0] == 1 else 1, 3, 5, 7)
    source = Strided.whole(shape).transposed(order)
    _, parameters = loops(source, Strided.whole(source.shape), 4)
    assert sum(parameters[f"n{axis}"] > 1 for axis in range(3)) == expected
