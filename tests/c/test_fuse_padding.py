"""Windows that reach over the edge, against an image with zeros around it."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from c.fusions import calls_of, lowered_by
from c.kernel_machine import KernelMachine, lowered
from c.test_kernels import SUPPRESSED
from closeness import check
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from op_cases import cases
from op_cases.case import OpCase, inputs, to_module
from xdsl.dialects.builtin import ModuleOp, TensorType, f32, i32

from qir.attributes import element_type
from qir.dialects.tfl.building import build, build_constant
from qir.functions import functions

Borders = tuple[int, int, int, int]
"""Before and after the height, then the width."""
WINDOWS = "tfl.conv_2d", "tfl.depthwise_conv_2d", "tfl.max_pool_2d"


@pytest.mark.parametrize("name", WINDOWS)
def test_windows_over_the_edge_give_the_same(name: str) -> None:
    drawn: list[bool] = []

    @settings(max_examples=60, suppress_health_check=SUPPRESSED)
    @given(cases()[name], st.tuples(*[st.integers(0, 2)] * 4))
    def run(case: OpCase, borders: Borders) -> None:
        image = inputs(case)[0]
        top, bottom, left, right = borders
        assume(any(borders) and top + bottom < image.shape[1] and left + right < image.shape[2])
        inside = image[:, top : image.shape[1] - bottom, left : image.shape[2] - right]
        module = to_module(case)
        assume(_with_zeros_around(module, inside.shape, borders))
        apart, together = lowered(module), lowered_by(module, "fuse-padding")
        is_fused = not calls_of(together, "pad")
        drawn.append(is_fused)
        if calls_of(together, "quantize_rows_symmetric") or calls_of(
            together, "quantize_rows_asymmetric"
        ):
            assert is_fused == _rounds_alike(image, borders)
        elif name != "tfl.max_pool_2d":
            assert is_fused
        arrays = [inside, *inputs(case)[1:]]
        pairs = zip(
            KernelMachine(together).run(arrays), KernelMachine(apart).run(arrays), strict=True
        )
        for pair in pairs:
            check(*pair)

    run()
    assert any(drawn)


def _rounds_alike(image: npt.NDArray[Any], borders: Borders) -> bool:
    """Whether the elements of an image that are left over of whole groups of 8 are the same."""
    top, bottom, left, right = borders
    _, height, width, channels = image.shape
    is_inside = np.zeros((height, width, channels), bool)
    is_inside[top : height - bottom, left : width - right] = True
    is_left_over = np.arange(is_inside.size) >= is_inside.size // 8 * 8
    count = int(is_inside.sum())
    expected = np.arange(count) >= count // 8 * 8
    return bool(np.array_equal(is_left_over[is_inside.ravel()], expected))


def _with_zeros_around(module: ModuleOp, shape: tuple[int, ...], borders: Borders) -> bool:
    """Let the images of a function be padded first; False where they hold no floats."""
    (function,) = functions(module)
    block = function.body.block
    image = block.args[0]
    if element_type(image) != f32:
        return False
    given = block.insert_arg(TensorType(f32, shape), 0)
    counts = np.array([(0, 0), borders[:2], borders[2:], (0, 0)], np.int32)
    table = build_constant("counts", counts.shape, lambda: counts, i32)
    pad = build("PAD", [given, table.results[0]], [image.type])
    assert block.first_op is not None
    block.insert_ops_before([table, pad], block.first_op)
    image.replace_all_uses_with(pad.results[0])
    block.erase_arg(image)
    function.update_function_type()
    return True
