"""The pass `fuse-inputs`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from xdsl.context import Context
from xdsl.dialects.builtin import ModuleOp, TensorType, f32
from xdsl.passes import ModulePass

from qir.dialects.c import CallOp, is_absent
from qir.functions import functions
from qir.passes.kernels.elementwise import UNBOUNDED
from qir.passes.kernels.fusing import is_only_for, put_in_place

PRODUCTS: Mapping[str, int] = {
    "fully_connected_f32": 2,
    "fully_connected_w8": 2,
    "fully_connected_i8": 4,
}
"""By kernel of products: how many operands are what it multiplies; others are left out."""
FUSED = {f"lstm_{each}": f"lstm_inputs_{each}" for each in ("f32", "w8", "i8")}
"""By kernel of an LSTM: that which also makes the products of its inputs, of the same form."""
SUMS = 2
"""The operand of an LSTM that has these products."""


@dataclass(frozen=True)
class FuseInputs(ModulePass):
    """Make the products of an LSTM's inputs step by step, so that those of all steps never are in
    memory at once.

        %s = "c.call"(%x, %w, %none) <{kernel = "fully_connected_f32", ...}>
            : (...) -> tensor<28x128xf32>
        %y, %g = "c.call"(%h, %c, %s, %r, ...) <{kernel = "lstm_f32", ...}>
    becomes
        %y, %g, %s = "c.call"(%h, %c, %x, %w, %r, ...) <{kernel = "lstm_inputs_f32", ...}>
            : (...) -> (..., tensor<128xf32>)

    For machines whose kernels make each row of products on its own, which are as fast either way.

    Leaves alone: products with a bias, or that something else reads or adds to; an LSTM of one
    step.
    """

    name = "fuse-inputs"

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        for function in functions(op):
            for lstm in list(function.walk()):
                if isinstance(lstm, CallOp) and lstm.kernel.data in FUSED:
                    products = lstm.arguments[SUMS].owner
                    if isinstance(products, CallOp) and _may_fuse(products, lstm):
                        _fuse(products, lstm)


def _may_fuse(products: CallOp, lstm: CallOp) -> bool:
    form = lstm.kernel.data.removeprefix("lstm_")
    if products.kernel.data != f"fully_connected_{form}" or lstm.arguments_by_name["time"] == 1:
        return False
    given = products.arguments_by_name
    others = products.arguments[PRODUCTS[products.kernel.data] :]
    is_plain = all(given[name] == bound for name, bound in UNBOUNDED.items())
    return is_plain and is_only_for(products, lstm) and all(map(is_absent, others))


def _fuse(products: CallOp, lstm: CallOp) -> None:
    count = PRODUCTS[products.kernel.data]
    given, parameters = products.arguments_by_name, lstm.arguments_by_name
    before, after = lstm.arguments[:SUMS], lstm.arguments[SUMS + 1 :]
    types = [result.type for result in lstm.outputs]
    fused = CallOp.of(
        FUSED[lstm.kernel.data],
        [*before, *products.arguments[:count], *after],
        [*types, TensorType(f32, [int(given["outputs"])])],
        {"depth": given["depth"], **parameters},
        states=[0, 1],
    )
    put_in_place(fused, products, lstm, fused.outputs[:-1])
