"""Convolution and pooling by rows, against the two of them after one another."""

from __future__ import annotations

from typing import Any

import numpy as np
from c.kernel_machine import TO_CALLS, KernelMachine
from c.test_kernels import SUPPRESSED
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from op_cases import cases
from op_cases.case import OpCase, inputs, to_module
from xdsl.dialects.builtin import ModuleOp, TensorType, f32
from xdsl.dialects.func import ReturnOp
from xdsl.rewriter import InsertPoint, Rewriter

from qir.attributes import element_type
from qir.context import QirContext
from qir.diagnostics import QirError
from qir.dialects.c import CallOp
from qir.dialects.tfl.building import Option, build
from qir.dialects.tfl.tensors import shape_of
from qir.driver.pipelines import run
from qir.functions import functions

POOLS = "MAX_POOL_2D", "AVERAGE_POOL_2D"


@settings(max_examples=40, suppress_health_check=SUPPRESSED)
@given(
    cases()["tfl.conv_2d"],
    st.sampled_from(POOLS),
    st.tuples(*[st.integers(1, 3)] * 3),
    st.sampled_from(("SAME", "VALID")),
)
def test_pooling_by_rows_gives_the_same(
    case: OpCase, pool: str, sizes: tuple[int, int, int], padding: str
) -> None:
    module = to_module(case)
    assume(_with_pooling(module, pool, sizes, padding))
    # Copies, as what was made to infer shapes still uses values of the module.
    apart, together = module.clone(), module.clone()
    try:
        run(TO_CALLS, apart, QirContext())
        run(_with_fusion(), together, QirContext())
    except QirError as error:
        assert "no C kernel: " in str(error)
        assume(False)
    expected, found = KernelMachine(apart), KernelMachine(together)
    is_fused = any(_is_fused(op) for op in together.walk())
    # Windows that overlap would have rows computed twice.
    assert is_fused == (sizes[2] >= sizes[0])
    for pair in zip(found.run(inputs(case)), expected.run(inputs(case)), strict=True):
        np.testing.assert_array_equal(*pair)


def _is_fused(op: Any) -> bool:
    return isinstance(op, CallOp) and op.kernel.data.startswith("conv_2d_pool")


def _with_fusion() -> tuple[str, ...]:
    place = TO_CALLS.index("choose-kernels") + 1
    return (*TO_CALLS[:place], "fuse-pooling", *TO_CALLS[place:])


def _with_pooling(module: ModuleOp, pool: str, sizes: tuple[int, int, int], padding: str) -> bool:
    """Let the result of a convolution of floats be pooled; False where it cannot be."""
    (function,) = functions(module)
    end = function.body.block.last_op
    assert isinstance(end, ReturnOp)
    (result,) = end.operands
    shape = shape_of(result)
    if element_type(result) != f32 or shape is None or None in shape or 0 in shape:
        return False
    height, width, stride = sizes
    options: dict[str, Option] = {
        "padding": padding,
        "filter_height": height,
        "filter_width": width,
    }
    options |= {"stride_h": stride, "stride_w": stride, "fused_activation_function": "NONE"}
    op = build(pool, [result], [result.type], options=options)
    found = op.inferred_shapes()[0]
    if found is None or None in found or 0 in found:
        return False
    op = build(pool, [result], [TensorType(f32, [size or 0 for size in found])], options=options)
    Rewriter.insert_op(op, InsertPoint.before(end))
    end.operands[0] = op.results[0]
    function.update_function_type()
    return True
