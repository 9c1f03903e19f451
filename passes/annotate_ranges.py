"""The pass `annotate-ranges`."""

from __future__ import annotations

from dataclasses import dataclass

from xdsl.context import Context
from xdsl.dialects.builtin import ArrayAttr, ModuleOp
from xdsl.dialects.func import FuncOp
from xdsl.passes import ModulePass

from qir.dialects.qir import RangeAttr
from qir.functions import functions
from qir.passes.analysis.ranges import UNKNOWN, analyze_ranges


@dataclass(frozen=True)
class AnnotateRanges(ModulePass):
    """Write on each op the interval in which the elements of its results lie.

        %r = "tfl.relu6"(%x)
    becomes
        %r = "tfl.relu6"(%x) {qir.ranges = [#qir.range<0.0, 6.0>]}

    Leaves alone: ops about whose results nothing is known, among them calls and control flow.
    """

    name = "annotate-ranges"

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        for function in functions(op):
            _annotate(function)


def _annotate(function: FuncOp) -> None:
    found = analyze_ranges(function)
    for op in function.body.block.ops:
        if not found.keys().isdisjoint(op.results):
            ranges = [RangeAttr(found.get(result, UNKNOWN)) for result in op.results]
            op.attributes["qir.ranges"] = ArrayAttr(ranges)
        else:
            op.attributes.pop("qir.ranges", None)
