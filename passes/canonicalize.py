"""The pass `canonicalize`."""

from __future__ import annotations

from dataclasses import dataclass

from xdsl.context import Context
from xdsl.dialects.builtin import ModuleOp
from xdsl.passes import ModulePass
from xdsl.rewriter import Rewriter
from xdsl.transforms.dead_code_elimination import is_trivially_dead

from qir.passes.canonicalization.identities import remove_identity


@dataclass(frozen=True)
class Canonicalize(ModulePass):
    """Remove ops that return their operand, then ops and constants nobody uses.

        %r = "tfl.reshape"(%x, %s) : (tensor<1x8xf32>, tensor<2xi32>) -> tensor<1x8xf32>
        "tfl.abs"(%r)
    becomes
        "tfl.abs"(%x)

    Leaves alone: an identity whose result a function returns, since its name is part of the
    model's interface; a copy of a state tensor, which another op may change after it; ops with
    state, effects or randomness; functions nobody calls.
    """

    name = "canonicalize"

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        for each in list(op.walk()):
            remove_identity(each)
        # From the end, so that whatever could use an op has been seen, and is gone if it is dead.
        for each in list(op.walk(reverse=True, region_first=True)):
            if each is not op and is_trivially_dead(each):
                Rewriter.erase_op(each)
