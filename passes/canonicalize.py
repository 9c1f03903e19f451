"""The pass `canonicalize`."""

from __future__ import annotations

from dataclasses import dataclass

from xdsl.context import Context
from xdsl.dialects.builtin import ModuleOp
from xdsl.passes import ModulePass

from qir.diagnostics import remarks_of
from qir.passes.canonicalization.duplicates import merge_duplicates
from qir.passes.canonicalization.families import PATTERNS
from qir.passes.canonicalization.rewriting import Rewriting
from qir.targets import DEFAULT_TARGET, find_target


@dataclass(frozen=True)
class Canonicalize(ModulePass):
    """Make a model plain, so that weights are where passes look for them and no op is for nothing.

        %c = "tfl.conv_2d"(%x, %w, %b)
        %m = "tfl.mul"(%c, %scale)
        %a = "tfl.add"(%m, %offset)
        %y = "tfl.relu"(%a)
    becomes
        %y = "tfl.conv_2d"(%x, %w', %b') <{fused_activation_function = "RELU", ...}>

    The patterns are those of the tables in `passes/canonicalization`, applied until none applies.
    With `for_quantization` float weights count as the bytes that they will be quantized to, so that
    they may be widened from float16, or from a sparse encoding.

    Leaves alone: what would make the file larger, or be slower on `target`, or need a later runtime
    than `min_runtime`; what a function
    returns, whose name is part of the model's interface, unless another op computes it under that
    name; a copy of a state tensor, which another op may change after it; ops with state, effects or
    randomness; functions nobody calls; but for moving elements about, quantized ops.
    """

    name = "canonicalize"
    target: str = DEFAULT_TARGET
    for_quantization: bool = False
    min_runtime: str = ""

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        remarks, target = remarks_of(ctx), find_target(self.target, self.min_runtime)
        while True:
            rewriting = Rewriting(
                op, PATTERNS, target, remarks, for_quantization=self.for_quantization
            )
            rewriting.run()
            merged = merge_duplicates(op)
            remarks.rewrites += rewriting.fired + merged
            if not merged:
                break
        remarks.refused_rewrites += rewriting.refused
