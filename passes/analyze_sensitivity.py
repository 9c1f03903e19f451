"""The pass `analyze-sensitivity`."""

from __future__ import annotations

from dataclasses import dataclass

from xdsl.context import Context
from xdsl.dialects.builtin import DictionaryAttr, FloatAttr, ModuleOp, f64

from qir.choices import choice_of
from qir.passes.accuracy.measuring import MeasuringPass
from qir.passes.analysis.sensitivity import decibels
from qir.schemes import FLOAT

SENSITIVITY = "qir.sensitivity"


@dataclass(frozen=True)
class AnalyzeSensitivity(MeasuringPass):
    """Write on each op what quantizing it alone leaves of the outputs: an SQNR in decibels.

        %y = "tfl.fully_connected"(%x, %w, %b)
    becomes
        %y = "tfl.fully_connected"(%x, %w, %b)
            {qir.sensitivity = {float16 = 71.2 : f64, int8 = 23.9 : f64, ...}}

    for each form that `protect-accuracy` may choose, or for the op's own choice; that of the worst
    output over the samples, by the reference interpreter. Ops that have a weight in common are
    quantized together.

    Options: see `MeasuringPass`.

    Leaves alone: ops whose weights stay float. Refuses: modules that cannot be run.
    """

    name = "analyze-sensitivity"

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        forms = self.forms(ctx, op)
        names = [name for name in forms.names if name != FLOAT]
        forms.measure(names)
        for unit in forms.units:
            said = next(filter(None, map(choice_of, unit.ops)), None)
            found = {
                said.scheme if said else name: decibels(forms.noise(unit, name))
                for name in forms.of(unit)
                if name != FLOAT
            }
            noted = {name: FloatAttr(round(sqnr, 2), f64) for name, sqnr in found.items()}
            for each in unit.ops:
                each.attributes[SENSITIVITY] = DictionaryAttr(noted)
