"""The pass `pack-weights`."""

from __future__ import annotations

from dataclasses import dataclass

from xdsl.context import Context
from xdsl.dialects.builtin import ModuleOp
from xdsl.ir import Attribute, Operation, SSAValue
from xdsl.passes import ModulePass
from xdsl.rewriter import InsertPoint, Rewriter

from qir.diagnostics import QirError
from qir.dialects.c import CallOp, PanelsAttr
from qir.dialects.tfl.constants import ConstOp, QConstOp
from qir.faults import place
from qir.functions import functions
from qir.passes.kernels.layouts import floats_in_panels, packed


@dataclass(frozen=True)
class PackWeights(ModulePass):
    """Give each call its integer weights in the layout that was chosen, as plain constants.

        %w = "tfl.pseudo_qconst"() <{...}> : () -> tensor<10x64x!quant.uniform<i8:f32:0, {...}>>
        %y = "c.call"(%q, %s, %z, %w, %b) <{..., layouts = {"3" = "rows-sums"}}>
    becomes
        %w = "tfl.pseudo_const"() <{...}> : () -> tensor<10x64xi8>
        %t = "tfl.pseudo_const"() <{...}> : () -> tensor<10xi32>
        %c = "tfl.pseudo_const"() <{...}> : () -> tensor<10xf32>
        %y = "c.call"(%q, %s, %z, %w, %t, %c, %b) <{...}>

    What is computed from weights, is when they are written. Calls that share a constant in one
    layout go on sharing.

    Weights of floats become panels too, be they computed when the model runs:
        %p = "c.call"(%w) <{kernel = "panels_f32", ...}>

    Leaves alone: calls without layouts.
    """

    name = "pack-weights"

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        made: dict[tuple[SSAValue, Attribute], list[SSAValue]] = {}
        for function in functions(op):
            for call in list(function.walk()):
                if isinstance(call, CallOp) and call.layouts is not None:
                    _pack(call, made)


def _pack(call: CallOp, made: dict[tuple[SSAValue, Attribute], list[SSAValue]]) -> None:
    assert call.layouts is not None
    operands, replaced = list[SSAValue](), set[Operation]()
    for index, value in enumerate(call.arguments):
        layout = call.layouts.data.get(str(index))
        if layout is None:
            operands.append(value)
            continue
        owner = value.owner
        if isinstance(layout, PanelsAttr) and not isinstance(owner, QConstOp):
            operands.append(_floats(call, value, layout, made))
            if isinstance(owner, ConstOp):
                replaced.add(owner)
            continue
        if not isinstance(owner, QConstOp):
            raise QirError(f"pack-weights: {place(call)}: operand {index} is no quantized constant")
        if (value, layout) not in made:
            try:
                constants = packed(owner, layout)
            except QirError as error:
                raise QirError(f"pack-weights: {place(call)}: {error}") from error
            Rewriter.insert_op(constants, InsertPoint.before(owner))
            made[value, layout] = [each.results[0] for each in constants]
        operands += made[value, layout]
        replaced.add(owner)
    call.operands = operands
    call.layouts = None
    for owner in replaced:
        if not owner.results[0].first_use:
            Rewriter.erase_op(owner)


def _floats(
    call: CallOp,
    value: SSAValue,
    layout: PanelsAttr,
    made: dict[tuple[SSAValue, Attribute], list[SSAValue]],
) -> SSAValue:
    """Weights of floats in panels: beside a constant, or before the call."""
    owner = value.owner
    if not isinstance(owner, ConstOp):
        laid_out = floats_in_panels(value, layout)
        Rewriter.insert_op(laid_out, InsertPoint.before(call))
        return laid_out.results[0]
    if (value, layout) not in made:
        constant = floats_in_panels(value, layout)
        Rewriter.insert_op(constant, InsertPoint.before(owner))
        made[value, layout] = [constant.results[0]]
    return made[value, layout][0]
