"""The pass `protect-accuracy`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from xdsl.context import Context
from xdsl.dialects.builtin import ModuleOp

from qir.choices import Choice, choose
from qir.diagnostics import OFF, Accuracy, QirError, Remarks, remarks_of
from qir.functions import functions, reached_functions
from qir.interp.comparison import entry_function
from qir.passes.accuracy.bound import CAREFUL, Solver
from qir.passes.accuracy.drop import Drop, within_drop
from qir.passes.accuracy.forms import Forms, Plan
from qir.passes.accuracy.measuring import MeasuringPass, check_affordable
from qir.passes.accuracy.quickening import noise_with, quick_units
from qir.passes.accuracy.safeguard import GOAL, safeguarded
from qir.passes.analysis.sensitivity import Noises, NotMeasured, Unit, as_noise, decibels
from qir.samples import open_samples

UNHEARD = 0.2
"""Of the noise there is: what quick ops may bring by themselves."""
BARELY = 1.0
"""Decibels that they may take from what is kept, as their errors add to others'."""
SEARCHED = "its scales were searched, which costs nothing"
_BOUND = re.compile(r"(?P<number>\d+(\.\d*)?) ?(dB)?")


@dataclass(frozen=True)
class ProtectAccuracy(MeasuringPass):
    """Choose how the weights of single ops are stored, where all in one scheme lose too much.

        %y = "tfl.fully_connected"(%x, %w, %b)
    becomes, where rounding its activations would ruin what the model computes,
        %y = "tfl.fully_connected"(%x, %w, %b)
            {qir.choice = {scheme = "int8-weight-only", reason = "..."}}

    The module runs in the reference interpreter as it is, and with ops computed as
    `quantize-weights` and `legalize-hybrid` would make them. What an op changes of the outputs is
    its noise; see `qir.passes.analysis.sensitivity`. The forms of an op are the scheme, the same
    with scales of least squared error, int8 behind a DEQUANTIZE, float16, and float.

    `accuracy`: the SQNR in decibels that every output is to keep, as `40dB`: bytes are then least,
    and time is least with one per cent more of these. Without it, only ops that ruin outputs are
    mended; see `qir.passes.accuracy.safeguard`. `off`: nothing is done.
    `max_drop`: how far the metric of the context (`QirContext.metric`) may fall in place of an
    accuracy, absolute or as `0.5%` of what it is of the float model.
    `measure`: say of every op what it brings.

    Ops of few weights, which would stay float, have integers where that is notably faster and
    brings next to no noise, unless `min_elements` is said.

    Others: see `MeasuringPass`.

    Leaves alone: ops that have a choice already; ops whose weights stay float or came in quantized;
    without a bound, models that cannot be run, which a note in the report says. Refuses: a bound
    that cannot be kept, naming the op that prevents it.
    """

    name = "protect-accuracy"
    accuracy: str = ""
    max_drop: str = ""
    measure: bool = False

    def __post_init__(self) -> None:
        bound_of(self.accuracy)
        if self.max_drop:
            Drop.parse(self.max_drop)

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        if self.accuracy and self.max_drop:
            raise QirError("protect-accuracy: accuracy and max-drop are two bounds; expected one")
        if self.max_drop and not self.samples:
            raise QirError("protect-accuracy: max-drop needs samples; expected samples=PATH")
        has_metric = getattr(ctx, "metric", None) is not None
        if self.max_drop and not has_metric:
            expected = "expected --metric FILE.py:FUNCTION"
            raise QirError(f"protect-accuracy: max-drop needs a metric; {expected}")
        if has_metric and not self.max_drop:
            raise QirError("protect-accuracy: a metric needs max-drop; expected max-drop=DROP")
        if self.accuracy == OFF:
            return
        remarks = remarks_of(ctx)
        try:
            if not self.is_asked_for:
                check_affordable(op)
            self._protect(ctx, op, remarks)
        except NotMeasured as error:
            if self._is_bounded:
                raise NotMeasured(f"accuracy cannot be measured: {error}") from error
            remarks.notes.append(f"accuracy was not measured: {error}")

    @property
    def is_asked_for(self) -> bool:
        return bool(self.accuracy or self.max_drop or self.samples or self.measure)

    def _protect(self, ctx: Context, module: ModuleOp, remarks: Remarks) -> None:
        forms = self.forms(ctx, module)
        if not forms.units and not forms.others:
            if self._is_bounded:
                remarks.notes.append("accuracy was not measured: no op is quantized that was not")
            return
        remarks.notes += _not_measured(module, forms)
        plain = Plan.of(forms)
        if self.measure:
            forms.measure(forms.names[:1])
        found = self._decided(ctx, plain)
        # Before choices are made, which leave an op one form.
        trades = Solver(forms).trades() if self.measure or self._is_bounded else ()
        for unit, name in found.plan.chosen.items():
            is_other = name != plain.chosen[unit]
            # What was measured with all others only is not run again alone.
            if self.measure or (is_other and forms.is_measured(unit, name)):
                noise = forms.noise(unit, name)
                remarks.sqnr.update(dict.fromkeys(unit.ops, decibels(noise)))
            if name == forms.searched:
                _choose(unit, name, SEARCHED)
            elif is_other:
                left = decibels(forms.noise(unit, plain.chosen[unit]))
                _choose(unit, name, f"as {plain.chosen[unit]} it alone leaves {left:.1f} dB")
        quick = (
            {} if self.min_elements is not None else quick_units(found.plan, found.room, found.most)
        )
        for unit, noise in quick.items():
            remarks.sqnr.update(dict.fromkeys(unit.ops, decibels(noise)))
            _choose(unit, forms.eager_name, "few weights, but notably faster so")
        sqnr = decibels(noise_with(found.plan, quick))
        samples = ", ".join(group.name for group in forms.probe.groups)
        remarks.accuracy = Accuracy(sqnr, samples, found.bound, found.conclusion, trades)

    @property
    def _is_bounded(self) -> bool:
        return bool(self.accuracy or self.max_drop)

    def _decided(self, ctx: Context, plain: Plan) -> _Decision:
        if self.max_drop:
            plan, conclusion = self._within_drop(ctx, Solver(plain.forms))
            return _Decision(plan, conclusion, np.zeros_like(plan.noise), plan.noise)
        if (bound := bound_of(self.accuracy)) is not None:
            plan = Solver(plain.forms).within(bound)
            room = CAREFUL * (as_noise(bound) - plan.noise)
            most = np.full_like(room, as_noise(bound))
            return _Decision(plan, f"{bound:g} dB are kept", room, most, bound)
        plan = safeguarded(plain)
        before, after = decibels(plain.noise), decibels(plan.noise)
        conclusion = _conclusion(before, after, _mending(plain, plan))
        most = plan.noise / as_noise(BARELY)
        return _Decision(plan, conclusion, UNHEARD * plan.noise, most)

    def _within_drop(self, ctx: Context, solver: Solver) -> tuple[Plan, str]:
        metric = getattr(ctx, "metric", None)
        assert metric is not None
        module = solver.forms.probe.module
        given = open_samples(Path(self.samples), entry_function(module))
        found = within_drop(solver, module, given.read, metric, Drop.parse(self.max_drop))
        return found.plan, f"the metric is {found.metric:g}, of the float model {found.of_float:g}"


@dataclass(frozen=True)
class _Decision:
    """A form for each unit; what others may bring by themselves, and what of all noise there may
    be with them."""

    plan: Plan
    conclusion: str
    room: Noises
    most: Noises
    bound: float | None = None


def _not_measured(module: ModuleOp, forms: Forms) -> Iterator[str]:
    """What to say where ops are quantized in functions that the first one never reaches."""
    entry = entry_function(module)
    reached, parents = (
        reached_functions(entry),
        {op.parent_op() for u in forms.units for op in u.ops},
    )
    others = [f.sym_name.data for f in functions(module) if f in parents and f not in reached]
    if others:
        names = ", ".join(f"@{name}" for name in others)
        yield f"accuracy is that of @{entry.sym_name.data}; ops of {names} were not measured"


def _choose(unit: Unit, scheme: str, reason: str) -> None:
    for op in unit.ops:
        choose(op, Choice(scheme, reason))


def bound_of(text: str) -> float | None:
    """Decibels, of `40dB`; None of nothing and of `off`. Raises QirError where it is neither."""
    if text in ("", OFF):
        return None
    found = _BOUND.fullmatch(text)
    if found is None:
        raise QirError(f"accuracy {text!r}; expected decibels, as 40dB, or {OFF}")
    return float(found["number"])


def _mending(plain: Plan, plan: Plan) -> str:
    """What was done to units so that they lose less; nothing where none is otherwise."""
    names = {name for unit, name in plan.chosen.items() if name != plain.chosen[unit]}
    searched = ["scales were searched"] * (plan.forms.searched in names)
    others = names - {plan.forms.searched}
    return " and ".join(
        [*searched, *["ops that lost too much were computed in float"] * bool(others)]
    )


def _conclusion(before: float, after: float, mending: str) -> str:
    if mending:
        return f"{before:.1f} dB before {mending}"
    if after >= GOAL:
        return "no op needs more than its scheme"
    return (
        f"less than {GOAL:g} dB, and no few ops are at fault; --accuracy {GOAL:g}dB keeps more "
        "of them in float"
    )
