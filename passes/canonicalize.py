"""The pass `canonicalize`."""

from __future__ import annotations

from dataclasses import dataclass

from xdsl.context import Context
from xdsl.dialects.builtin import ModuleOp
from xdsl.passes import ModulePass
from xdsl.rewriter import Rewriter
from xdsl.transforms.dead_code_elimination import is_trivially_dead

from qir.passes.canonicalization.folding import Folder
from qir.passes.canonicalization.identities import remove_identity


@dataclass(frozen=True)
class Canonicalize(ModulePass):
    """Remove ops that return their operand or compute a constant, then what nobody uses.

        %r = "tfl.reshape"(%x, %s) : (tensor<1x8xf32>, tensor<2xi32>) -> tensor<1x8xf32>
        "tfl.abs"(%r)
    becomes
        "tfl.abs"(%x)

        %y = "tfl.add"(%1, %2) : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
    of two constants becomes
        %y = "tfl.pseudo_const"() <{value = ...}> : () -> tensor<4xf32>

    Leaves alone: an op of constants whose result would take more bytes than what goes for it; an
    op of either kind whose result a function returns, since its name is part of the model's
    interface; a copy of a state tensor, which another op may change after it; ops with state,
    effects or randomness; functions nobody calls.
    """

    name = "canonicalize"

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        folder = Folder(op)
        for each in list(op.walk()):
            remove_identity(each)
            if each.parent is not None:
                folder.fold(each)
        # From the end, so that whatever could use an op has been seen, and is gone if it is dead.
        for each in list(op.walk(reverse=True, region_first=True)):
            if each is not op and is_trivially_dead(each):
                Rewriter.erase_op(each)
