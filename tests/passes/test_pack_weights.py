"""What `pack-weights` makes of integer weights, against the numbers that they stand for."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from hypothesis import given
from hypothesis import strategies as st
from xdsl.dialects.builtin import DictionaryAttr, ModuleOp, StringAttr, TensorType, f32, i8
from xdsl.dialects.func import FuncOp, ReturnOp
from xdsl.ir import Block, Region

from qir.context import QirContext
from qir.dialects.c import CallOp
from qir.dialects.quant import UniformType
from qir.dialects.tfl.building import build_constant
from qir.dialects.tfl.constants import constant_value
from qir.driver.pipelines import run
from qir.interp.values import dequantized
from qir.passes.kernels.layouts import LAYOUTS

Array = npt.NDArray[Any]


@given(
    st.tuples(st.integers(1, 4), st.integers(1, 5)),
    st.sampled_from(("rows", "rows-sums", "columns", "stored")),
    st.booleans(),
    st.integers(0, 2**32 - 1),
)
def test_integers_times_scales_are_the_weights(
    shape: tuple[int, int], layout: str, has_channels: bool, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    axis = -1 if not has_channels else 1 if layout == "columns" else 0
    scales = rng.uniform(0.1, 2, shape[axis] if has_channels else 1).astype(np.float32)
    element = UniformType.get(i8, scales, np.zeros(len(scales)), axis, (-127, 127))
    integers = rng.integers(-127, 128, shape, np.int8)
    found = packed(element, integers, layout)
    assert len(found) == len(LAYOUTS[layout])
    np.testing.assert_array_equal(found[0], integers)
    if layout == "rows-sums":
        np.testing.assert_array_equal(found[1], integers.sum(1, dtype=np.int32))
    spread = found[-1] if layout == "columns" else found[-1][:, np.newaxis]
    if layout == "stored":
        assert len(found[-1]) == len(scales)
    np.testing.assert_array_equal(integers * spread, dequantized(integers, element))


def packed(element: UniformType, integers: Array, layout: str) -> list[Array]:
    """The constants that a call reads in place of a quantized one."""
    block = Block()
    constant = build_constant("w", integers.shape, lambda: integers, element)
    kernel = "fully_connected_i8" if layout == "rows-sums" else "fully_connected_w8"
    call = CallOp.of(kernel, [constant.results[0]], [TensorType(f32, [1])], {})
    call.layouts = DictionaryAttr({"0": StringAttr(layout)})
    block.add_ops([constant, call, ReturnOp(*call.outputs)])
    module = ModuleOp([FuncOp("main", ((), [TensorType(f32, [1])]), Region(block))])
    run(("pack-weights",), module, QirContext())
    values = [constant_value(each.owner) for each in call.arguments]
    return [value.array() for value in values if value is not None]
