"""The pass `protect-accuracy`."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from xdsl.context import Context
from xdsl.dialects.builtin import ModuleOp
from xdsl.ir import Operation
from xdsl.passes import ModulePass

from qir.calibration import read_calibration
from qir.choices import Choice, choose
from qir.diagnostics import Accuracy, QirError, Remarks, remarks_of
from qir.dialects.tfl.constants import constant_value
from qir.dialects.tfl.tensors import shape_of
from qir.faults import place
from qir.interp.comparison import entry_function
from qir.interp.weight_rows import has_weight_rows, weight_form
from qir.passes.accuracy.bound import Solver
from qir.passes.accuracy.drop import Drop, within_drop
from qir.passes.accuracy.forms import HALF, Forms, Plan
from qir.passes.accuracy.safeguard import GOAL, safeguarded
from qir.passes.analysis.seeds import input_ranges, observed_inputs
from qir.passes.analysis.sensitivity import Group, Probe, decibels, drawn_groups
from qir.passes.legalize_hybrid import LegalizeHybrid
from qir.passes.quantize_weights import QuantizeWeights
from qir.samples import open_samples
from qir.schemes import Scheme
from qir.targets import DEFAULT_TARGET

MOST_SAMPLES = 16
"""Of those given, how many are run for each op."""
MOST_BYTES = 1 << 30
"""Of float weights: larger models are only run where someone asks for a bound."""
OFF = "off"
_BOUND = re.compile(r"(?P<number>\d+(\.\d*)?) ?(dB)?")


@dataclass(frozen=True)
class ProtectAccuracy(ModulePass):
    """Choose how the weights of single ops are stored, where all in one scheme lose too much.

        %y = "tfl.fully_connected"(%x, %w, %b)
    becomes, where rounding its activations would ruin what the model computes,
        %y = "tfl.fully_connected"(%x, %w, %b)
            {qir.choice = {scheme = "int8-weight-only", reason = "..."}}

    The module runs in the reference interpreter as it is, and with ops computed as
    `quantize-weights` and `legalize-hybrid` would make them. What an op changes of the outputs is
    its noise; see `qir.passes.analysis.sensitivity`. The forms of an op are the scheme, int8 behind
    a DEQUANTIZE, float16, and float.

    `accuracy`: the SQNR in decibels that every output is to keep, as `40dB`: bytes are then least,
    and time is least with one per cent more of these. Without it, only ops that ruin outputs are
    mended; see `qir.passes.accuracy.safeguard`. `off`: nothing is done.
    `max_drop`: how far the metric of the context (`QirContext.metric`) may fall in place of an
    accuracy, absolute or as `0.5%` of what it is of the float model.
    `samples`: of the inputs, an .npz file or a folder, see `qir.samples`; without any they are
    drawn, white noise and 1/f noise, within `input_range` or what `calibration` has.
    `measure`: say of every op what it brings.
    `target`, `scheme`, `scale_search`, `min_elements`: as for `quantize-weights`.

    Leaves alone: ops that have a choice already; ops whose weights stay float or came in quantized;
    without a bound, models that cannot be run, which a note in the report says. Refuses: a bound
    that cannot be kept, naming the op that prevents it.
    """

    name = "protect-accuracy"
    accuracy: str = ""
    max_drop: str = ""
    samples: str = ""
    input_range: tuple[str, ...] = ()
    calibration: str = ""
    measure: bool = False
    target: str = DEFAULT_TARGET
    scheme: str = "int8"
    scale_search: str = "min-max"
    min_elements: int | None = None

    def __post_init__(self) -> None:
        if self.accuracy and self.max_drop:
            raise QirError("protect-accuracy: accuracy and max-drop are two bounds; expected one")
        bound_of(self.accuracy)
        if self.max_drop:
            Drop.parse(self.max_drop)
            if not self.samples:
                raise QirError("protect-accuracy: max-drop needs samples; expected samples=PATH")

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        if self.accuracy == OFF:
            return
        remarks = remarks_of(ctx)
        if self._is_asked_for:
            self._protect(ctx, op, remarks)
            return
        try:
            check_affordable(op)
            self._protect(ctx, op, remarks)
        except QirError as error:
            remarks.notes.append(f"accuracy was not measured: {error}")

    @property
    def _is_asked_for(self) -> bool:
        return bool(self.accuracy or self.max_drop or self.samples or self.measure)

    def _protect(self, ctx: Context, module: ModuleOp, remarks: Remarks) -> None:
        probe = Probe(module, self._groups(module))
        forms = Forms(module, Scheme.parse(self.scheme), self._quantized, probe)
        if not forms.units:
            return
        plain = Plan.of(forms)
        plan, accuracy = self._decided(ctx, plain)
        for unit, name in plan.chosen.items():
            if self.measure or name != plain.chosen[unit]:
                found = decibels(forms.noise(unit, name))
                remarks.sqnr.update(dict.fromkeys(unit.ops, found))
            if name != plain.chosen[unit]:
                left = decibels(forms.noise(unit, plain.chosen[unit]))
                reason = f"as {plain.chosen[unit]} it alone leaves {left:.1f} dB"
                for each in unit.ops:
                    choose(each, Choice(name, reason))
        remarks.accuracy = accuracy

    def _decided(self, ctx: Context, plain: Plan) -> tuple[Plan, Accuracy]:
        forms = plain.forms
        samples = ", ".join(group.name for group in forms.probe.groups)
        if self.max_drop:
            solver = Solver(forms)
            plan, conclusion = self._within_drop(ctx, solver)
            return plan, Accuracy(decibels(plan.noise), samples, None, conclusion, solver.trades())
        if (bound := bound_of(self.accuracy)) is not None:
            solver = Solver(forms)
            plan = solver.within(bound)
            conclusion = f"{bound:g} dB are kept"
            return plan, Accuracy(decibels(plan.noise), samples, bound, conclusion, solver.trades())
        plan = safeguarded(plain)
        before, after = decibels(plain.noise), decibels(plan.noise)
        trades = Solver(forms).trades() if self.measure else ()
        conclusion = _conclusion(before, after, is_mended=plan is not plain)
        return plan, Accuracy(after, samples, None, conclusion, trades)

    def _within_drop(self, ctx: Context, solver: Solver) -> tuple[Plan, str]:
        metric = getattr(ctx, "metric", None)
        if metric is None:
            raise QirError("protect-accuracy: max-drop needs a metric; expected one in the context")
        module = solver.forms.probe.module
        given = open_samples(Path(self.samples), entry_function(module))
        found = within_drop(solver, module, given.read, metric, Drop.parse(self.max_drop))
        return found.plan, f"the metric is {found.metric:g}, of the float model {found.of_float:g}"

    def _groups(self, module: ModuleOp) -> list[Group]:
        function = entry_function(module)
        if self.samples:
            given = open_samples(Path(self.samples), function).read()
            return [Group("samples", list(islice(given, MOST_SAMPLES)))]
        seen = read_calibration(Path(self.calibration)) if self.calibration else None
        ranges = {} if seen is None else observed_inputs(module, seen)
        ranges |= input_ranges(module, self.input_range)
        return drawn_groups(module, {value: each.interval() for value, each in ranges.items()})

    def _quantized(self, scheme: str) -> Sequence[ModulePass]:
        """The passes that make a float module one of this scheme."""
        return (
            QuantizeWeights(
                min_elements=self.min_elements,
                scheme=scheme,
                scale_search=self.scale_search if scheme != HALF else "min-max",
                target=self.target,
            ),
            LegalizeHybrid(target=self.target),
        )


def bound_of(text: str) -> float | None:
    """Decibels, of `40dB`; None of nothing and of `off`. Raises QirError where it is neither."""
    if text in ("", OFF):
        return None
    found = _BOUND.fullmatch(text)
    if found is None:
        raise QirError(f"accuracy {text!r}; expected decibels, as 40dB, or {OFF}")
    return float(found["number"])


def check_affordable(module: ModuleOp) -> None:
    """Raise QirError where a model is too large to be run without being asked."""
    weights = 0
    for op in module.walk():
        constant = constant_value(op)
        weights += constant.nbytes if constant else 0
        if weights > MOST_BYTES:
            raise QirError("it has over 1 GiB of weights; --accuracy measures it nevertheless")
        if _row_bytes(op) > MOST_BYTES:
            raise QirError(f"{place(op)} takes over 1 GiB to be run; --accuracy measures it")


def _row_bytes(op: Operation) -> int:
    """What the interpreter takes for the rows that weights are multiplied with."""
    form = weight_form(op) if has_weight_rows(op) else None
    output = shape_of(op.results[0]) if form else None
    if form is None or output is None or None in output:
        return 0
    return 4 * form.depth * math.prod(size or 0 for size in output[:-1])


def _conclusion(before: float, after: float, *, is_mended: bool) -> str:
    if is_mended:
        return f"{before:.1f} dB before ops that lost too much were computed in float"
    if after >= GOAL:
        return "no op needs more than its scheme"
    return (
        f"less than {GOAL:g} dB, and no few ops are at fault; --accuracy {GOAL:g}dB keeps more "
        "of them in float"
    )
