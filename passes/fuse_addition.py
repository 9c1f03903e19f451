"""The pass `fuse-addition`."""

from __future__ import annotations

from dataclasses import dataclass

from xdsl.context import Context
from xdsl.dialects.builtin import ModuleOp
from xdsl.ir import SSAValue
from xdsl.passes import ModulePass

from qir.dialects.c import CallOp, is_absent
from qir.functions import functions
from qir.passes.kernels.elementwise import ADD
from qir.passes.kernels.fusing import is_only_for, put_in_place
from qir.passes.kernels.lowering import FLOAT_MAX, shape_of_static

PRODUCTS = "fully_connected_i8", "conv_2d_inside_i8"
"""Kernels that add something to their results, whose last operand that is."""


@dataclass(frozen=True)
class FuseAddition(ModulePass):
    """Let products add what is added to their results, before these are bounded.

        %p = "c.call"(%q, %s, %z, %w, %b, %none) <{kernel = "fully_connected_i8", ...}>
        %y = "c.call"(%x, %p) <{kernel = "binary_f32", parameters = {operation = 0, ...}}>
    becomes
        %y = "c.call"(%q, %s, %z, %w, %b, %x) <{kernel = "fully_connected_i8", in_place = [5], ...}>

    so that a residual connection is no pass over memory of its own, and may lie where what it adds
    does.

    Leaves alone: what is of another shape; products with an activation before the addition, or that
    something else reads; two products, of which one is fused with the addition.
    """

    name = "fuse-addition"

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        for function in functions(op):
            for call in list(function.walk()):
                if isinstance(call, CallOp) and call.kernel.data == "binary_f32":
                    _fuse(call)


def _fuse(addition: CallOp) -> None:
    given = addition.arguments_by_name
    if given["operation"] != ADD:
        return
    lhs, rhs = addition.arguments
    # The later product, of two: the other one is there by then.
    pairs = sorted(((rhs, lhs), (lhs, rhs)), key=lambda pair: _index(pair[0]), reverse=True)
    for result, other in pairs:
        if (product := _product_of(result, addition)) is not None and _is_alike(other, addition):
            _replace(product, addition, other)
            return


def _index(value: SSAValue) -> int:
    """How late an op of a block comes."""
    owner = value.owner
    block = owner.parent if isinstance(owner, CallOp) else None
    return block.get_operation_index(owner) if isinstance(owner, CallOp) and block else -1


def _product_of(value: SSAValue, addition: CallOp) -> CallOp | None:
    """The call whose result this is, if it can add to it."""
    call = value.owner
    if not isinstance(call, CallOp) or call.kernel.data not in PRODUCTS:
        return None
    given = call.arguments_by_name
    is_plain = (given["low"], given["high"]) == (-FLOAT_MAX, FLOAT_MAX)
    is_free = is_absent(call.arguments[-1])
    return call if is_plain and is_free and is_only_for(call, addition) else None


def _is_alike(other: SSAValue, addition: CallOp) -> bool:
    return shape_of_static(other) == shape_of_static(addition.outputs[0])


def _replace(product: CallOp, addition: CallOp, other: SSAValue) -> None:
    """Where the addition is, as what it adds is there by then."""
    bounds = {name: addition.arguments_by_name[name] for name in ("low", "high")}
    operands = [*product.arguments[:-1], other]
    fused = CallOp.of(
        product.kernel.data,
        operands,
        [addition.outputs[0].type],
        product.arguments_by_name | bounds,
        in_place=[len(operands) - 1],
    )
    put_in_place(fused, product, addition, fused.outputs)
