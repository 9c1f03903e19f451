"""The pass `annotate-ranges`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from xdsl.context import Context
from xdsl.dialects.builtin import ArrayAttr, ModuleOp
from xdsl.dialects.func import FuncOp
from xdsl.ir import SSAValue
from xdsl.passes import ModulePass

from qir.calibration import Calibration, read_calibration
from qir.dialects.qir import RANGES, RangeAttr
from qir.functions import functions
from qir.notes import name_of
from qir.numerics.ranges import UNKNOWN, Range
from qir.passes.analysis.ranges import Ranges
from qir.passes.analysis.seeds import observed_range, ranges_within


@dataclass(frozen=True)
class AnnotateRanges(ModulePass):
    """Write on each op the interval in which the elements of its results lie.

        %r = "tfl.relu6"(%x)
    becomes
        %r = "tfl.relu6"(%x) {qir.ranges = [#qir.range<0.0, 6.0>]}

    Functions are walked in the order in which they are called, loops until what they carry no
    longer grows. `#qir.range<0.0, 6.0, numbers>` says that no element is NaN.

    `input_range`: what is declared of inputs, as `NAME=LOW:HIGH`; others are unknown but for what
    their type says, and `calibration`: a file of `qir calibrate`, from which the inputs that are
    not declared have what samples held. It also narrows the range of every other tensor that it
    knows: to what was seen, which need not be all there is.

    Leaves alone: ops about whose results nothing is known. Refuses: a declaration that names no
    input; samples that took a tensor out of the range that it must lie in.
    """

    name = "annotate-ranges"
    input_range: tuple[str, ...] = ()
    calibration: str = ""

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        seen = read_calibration(Path(self.calibration)) if self.calibration else None
        found = ranges_within(op, self.input_range, seen)
        if seen is not None:
            found = {value: _narrowed(value, range, seen) for value, range in found.items()}
        for function in functions(op):
            _annotate(function, found)


def _narrowed(value: SSAValue, found: Range, calibration: Calibration) -> Range:
    seen = observed_range(calibration, name_of(value) or "")
    return found if seen is None else found.meet(seen)


def _annotate(function: FuncOp, found: Ranges) -> None:
    for op in function.body.block.ops:
        if not found.keys().isdisjoint(op.results):
            ranges = [found.get(result, UNKNOWN).interval() for result in op.results]
            op.attributes[RANGES] = ArrayAttr(map(RangeAttr, ranges))
        else:
            op.attributes.pop(RANGES, None)
