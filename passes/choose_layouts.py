"""The pass `choose-layouts`."""

from __future__ import annotations

from dataclasses import dataclass

from xdsl.context import Context
from xdsl.dialects.builtin import DictionaryAttr, ModuleOp, StringAttr
from xdsl.passes import ModulePass

from qir.diagnostics import QirError
from qir.dialects.c import CallOp
from qir.faults import place
from qir.functions import functions
from qir.passes.kernels.layouts import WEIGHTS
from qir.passes.kernels.lowering import is_quantized_constant


@dataclass(frozen=True)
class ChooseLayouts(ModulePass):
    """Say how the integer weights of each call lie in memory.

        %y = "c.call"(%q, %s, %z, %w, %b) <{kernel = "fully_connected_i8", ...}>
    becomes
        %y = "c.call"(%q, %s, %z, %w, %b) <{..., layouts = {"3" = "rows-sums"}}>

    A layout says what `pack-weights` makes of a quantized constant, see
    `qir.passes.kernels.layouts`.

    Leaves alone: calls without quantized constants. Refuses: a kernel that no layout is known for.
    """

    name = "choose-layouts"

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        for function in functions(op):
            for call in function.walk():
                if isinstance(call, CallOp):
                    _choose(call)


def _choose(call: CallOp) -> None:
    indices = [i for i, value in enumerate(call.arguments) if is_quantized_constant(value)]
    if not indices:
        return
    if (layout := WEIGHTS.get(call.kernel.data)) is None:
        raise QirError(f"choose-layouts: {place(call)}: {call.kernel} takes no integer weights")
    call.layouts = DictionaryAttr({str(index): StringAttr(layout) for index in indices})
