"""The pass `fuse-pooling`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from xdsl.context import Context
from xdsl.dialects.builtin import ModuleOp, TensorType, f32
from xdsl.passes import ModulePass

from qir.dialects.c import CallOp, Parameter
from qir.functions import functions
from qir.passes.kernels.fusing import is_only_for, put_in_place
from qir.passes.kernels.lowering import FLOAT_MAX

FUSED = {f"conv_2d_{each}": f"conv_2d_pool_{each}" for each in ("f32", "w8", "i8")}
"""By kernel of a convolution: that which also pools."""
IS_AVERAGE = {"max_pool_2d_f32": 0, "average_pool_2d_f32": 1}
POOLED = {
    "out_height": "pooled_height",
    "out_width": "pooled_width",
    "filter_height": "pool_height",
    "filter_width": "pool_width",
    "stride_h": "pool_stride_h",
    "stride_w": "pool_stride_w",
    "pad_top": "pool_pad_top",
    "pad_left": "pool_pad_left",
}
"""By parameter of pooling: what the fused kernel calls it."""


@dataclass(frozen=True)
class FusePooling(ModulePass):
    """Pool the result of a convolution row by row, so that it never is in memory as a whole.

        %c = "c.call"(%x, %w, %b) <{kernel = "conv_2d_f32", ...}> : (...) -> tensor<1x28x28x32xf32>
        %y = "c.call"(%c) <{kernel = "max_pool_2d_f32", ...}> : (...) -> tensor<1x14x14x32xf32>
    becomes
        %y, %rows = "c.call"(%x, %w, %b) <{kernel = "conv_2d_pool_f32", ...}>
            : (...) -> (tensor<1x14x14x32xf32>, tensor<2x28x32xf32>)

    Leaves alone: a result that something else reads; windows that share rows, which would be
    computed twice; pooling with an activation of its own.
    """

    name = "fuse-pooling"

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        for function in functions(op):
            for pool in list(function.walk()):
                if isinstance(pool, CallOp) and pool.kernel.data in IS_AVERAGE:
                    convolution = pool.arguments[0].owner
                    if isinstance(convolution, CallOp) and _may_fuse(convolution, pool):
                        _fuse(convolution, pool)


def _may_fuse(convolution: CallOp, pool: CallOp) -> bool:
    if convolution.kernel.data not in FUSED or not is_only_for(convolution, pool):
        return False
    given = pool.arguments_by_name
    is_plain = (given["low"], given["high"]) == (-FLOAT_MAX, FLOAT_MAX)
    return is_plain and given["stride_h"] >= given["filter_height"]


def _fuse(convolution: CallOp, pool: CallOp) -> None:
    first, second = convolution.arguments_by_name, pool.arguments_by_name
    renamed: Mapping[str, Parameter] = {new: second[old] for old, new in POOLED.items()}
    parameters = {**first, **renamed, "is_average": IS_AVERAGE[pool.kernel.data]}
    rows = [int(second["filter_height"]), int(first["out_width"]), int(first["outputs"])]
    fused = CallOp.of(
        FUSED[convolution.kernel.data],
        convolution.arguments,
        [pool.outputs[0].type, TensorType(f32, rows)],
        parameters,
    )
    put_in_place(fused, convolution, pool, fused.outputs[:1])
