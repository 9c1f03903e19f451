"""The pass `choose-layouts`."""

from __future__ import annotations

from dataclasses import dataclass

from xdsl.context import Context
from xdsl.dialects.builtin import DictionaryAttr, ModuleOp, StringAttr
from xdsl.ir import Attribute
from xdsl.passes import ModulePass

from qir.diagnostics import QirError
from qir.dialects.c import MACHINE, CallOp, is_absent
from qir.faults import place
from qir.functions import functions
from qir.passes.kernels.layouts import FLOATS, PANELS, WEIGHTS
from qir.passes.kernels.lowering import is_quantized_constant
from qir.targets import C_TARGET, Machine, Panels, find_machine

FLOAT, WINDOWS = "conv_2d_f32", "conv_2d_windows_f32"
"""Kernels of float convolutions: by outputs, and by what each of them adds up."""


@dataclass(frozen=True)
class ChooseLayouts(ModulePass):
    """Say how the weights of each call lie in memory.

        %y = "c.call"(%q, %s, %z, %w, %b) <{kernel = "fully_connected_i8", ...}>
    becomes
        %y = "c.call"(%q, %s, %z, %w, %b) <{..., layouts = {"3" = "rows-sums"}}>
    or, for a target whose kernels read panels,
        %y = "c.call"(%q, %s, %z, %w, %b) <{..., layouts = {"3" = #c.panels<64, 16, 4, 64, 1>}}>

    A layout says what `pack-weights` makes of a quantized constant, see
    `qir.passes.kernels.layouts`. Functions are noted to be for the target's machine, where that has
    kernels of its own.

    There, weights of floats have a layout too.

    Leaves alone: other calls without quantized constants. Refuses: a kernel that no layout is known
    for.
    """

    name = "choose-layouts"
    target: str = C_TARGET

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        machine = find_machine(self.target)
        for function in functions(op):
            if machine.kernels:
                function.attributes[MACHINE] = StringAttr(machine.name)
            for call in function.walk():
                if isinstance(call, CallOp):
                    _choose(call, machine)


def _choose(call: CallOp, machine: Machine) -> None:
    if machine.panels is not None and _has_few_outputs(call, machine.panels):
        call.kernel = StringAttr(WINDOWS)
    indices = [i for i, value in enumerate(call.arguments) if is_quantized_constant(value)]
    if machine.panels is not None:
        floats = FLOATS.get(call.kernel.data, ())
        indices += [index for index in floats if not is_absent(call.arguments[index])]
    if indices:
        layouts = {str(index): _layout(call, index, machine) for index in indices}
        call.layouts = DictionaryAttr(layouts)


def _has_few_outputs(call: CallOp, panels: Panels) -> bool:
    """Whether they would leave half of the lanes of a vector empty, or more."""
    given = call.arguments_by_name
    return call.kernel.data == FLOAT and 2 * given["outputs"] <= panels.lanes * given["groups"]


def _layout(call: CallOp, index: int, machine: Machine) -> Attribute:
    of_kernel = PANELS.get(call.kernel.data, {})
    panels_of = of_kernel if callable(of_kernel) else of_kernel.get(index)
    if machine.panels is not None and panels_of is not None:
        return panels_of(call, index, machine.panels)
    if (layout := WEIGHTS.get(call.kernel.data)) is None:
        raise QirError(f"choose-layouts: {place(call)}: {call.kernel} takes no integer weights")
    return StringAttr(layout if isinstance(layout, str) else layout[index])
