"""Find ops of few weights that are left float, and would be notably faster in integers.

Small weights matter little for size, and are mostly those of first layers, whose inputs are not to
be rounded; but where they slide over much, as in the last layers of a network that segments, it is
there that time goes.
"""

from __future__ import annotations

from qir.diagnostics import Form
from qir.passes.accuracy.forms import Plan
from qir.passes.analysis.sensitivity import Noises, Unit, together

NOTABLE = 0.01
"""Of the predicted time of all ops: what an op saves at least."""


def quick_units(plan: Plan, room: Noises, most: Noises) -> dict[Unit, Noises]:
    """Units to be quantized beside those of a plan, and the noise that each brings.

    `room`: of each output in each group of samples, what they may bring by themselves in sum.
    `most`: what there may be of all noise, which is more than the sum where errors agree.
    """
    forms = plan.forms
    eager = forms.eager
    if eager is None:
        return {}
    savings = {unit: _saving(plan, unit) for unit in forms.idle}
    least = NOTABLE * (plan.time + sum(before for before, _ in savings.values()))
    notable = [unit for unit in forms.idle if savings[unit][1] >= least]
    found: dict[Unit, Noises] = {}
    for unit in sorted(notable, key=lambda unit: -savings[unit][1]):
        noise = forms.probe.noise(eager.changes(unit.ops))
        if (noise <= room).all():
            found[unit] = noise
            room = room - noise
    # What several bring may be more than their sum.
    while found and (noise_with(plan, found) > most).any():
        found.popitem()
    return found


def noise_with(plan: Plan, quick: dict[Unit, Noises]) -> Noises:
    """Of a plan and these units, all at once."""
    eager = plan.forms.eager
    if eager is None or not quick:
        return plan.noise
    changes = [plan.all_changes, *(eager.changes(unit.ops) for unit in quick)]
    return plan.forms.probe.noise(together(changes))


def _saving(plan: Plan, unit: Unit) -> tuple[float, float]:
    """Predicted microseconds of a unit as floats, and how many fewer in integers; 0 where no kernel
    computes it, or nobody has measured any like it."""
    eager = plan.forms.eager
    assert eager is not None
    remarks = [eager.remark(op) for op in unit.ops]
    before = saved = 0.0
    for remark in remarks:
        if remark is None or remark.time_before is None or remark.time_after is None:
            return 0.0, 0.0
        before += remark.time_before
        saved += remark.time_before - remark.time_after
    is_hybrid = all(remark is not None and remark.form is Form.HYBRID for remark in remarks)
    return before, saved if is_hybrid else 0.0
