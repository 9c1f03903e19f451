"""Find the few ops whose quantization ruins the outputs, and have them computed in float again.

Where nobody asks for a bound little else is done: where many ops together keep a model below
`GOAL`, mending them would cost what quantization is for. But a model that is nearly there may have
scales of least squared error, which cost nothing, or a weight as float16.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from qir.passes.accuracy.forms import Plan
from qir.passes.analysis.sensitivity import Noises, Unit, as_noise, decibels, heavy
from qir.schemes import FLOAT

GOAL = 35.0
"""Decibels: what no op needs mending above."""
RUIN = 25.0
"""What an op leaves that ruins an output by itself."""
FEW, SHARE_OF_UNITS = 3, 0.15
"""How many are at fault at most where few are: so many, or such a share."""
GAIN = 6.0
"""Decibels that mending those must bring, for whatever time it takes: three quarters of the noise
are then theirs."""
NEAR = 3.0
"""Decibels below the goal where what costs nothing, or little, is looked for."""
FREE_TIME = 1.05
"""What that may make of time."""
FREE_BYTES = 1.0125
"""What mending may make of the bytes of weights, whoever is at fault."""
SHARE = 0.1
"""Of the noise of all: what a unit brings that is worth mending."""
WORTHWHILE = 0.5
"""Of the noise of a unit: what it brings at most once it is mended."""


def safeguarded(plan: Plan) -> Plan:
    """A plan that keeps `GOAL`, or is at least not ruined by few units, where that is possible."""
    if decibels(plan.noise) >= GOAL:
        return plan
    mended = _without_ruins(plan)
    if not GOAL - NEAR <= decibels(mended.noise) < GOAL:
        return mended
    searched = mended.searched()
    if searched and decibels(searched.noise) > decibels(mended.noise):
        found = _at_little_cost(searched)
        if decibels(found.noise) >= GOAL:
            return found
    return _at_little_cost(mended)


def _without_ruins(plan: Plan) -> Plan:
    """With the few units in a more exact form that bring most of the noise, if one ruins an output;
    the plan itself where they are many, or gain little."""
    start, most = plan, max(FEW, round(SHARE_OF_UNITS * len(plan.chosen)))
    goal, threshold = as_noise(GOAL), as_noise(RUIN)
    mended, stuck = set[Unit](), set[Unit]()
    while (plan.noise > goal).any():
        least = np.where(plan.noise > goal, np.maximum(threshold, SHARE * plan.noise), np.inf)
        found = list(_heavy(plan, least, stuck))
        if not found:
            break
        for unit in found:
            better = _mended(plan, unit, least)
            if better is None or better.bytes > FREE_BYTES * start.bytes:
                stuck.add(unit)
            else:
                plan = better
                mended.add(unit)
        # What few units ruined is repaired as a whole.
        threshold, gained = 0.0, decibels(plan.noise) - decibels(start.noise)
        if gained < GAIN or len(mended) > most:
            return start
    return plan


def _at_little_cost(plan: Plan) -> Plan:
    """What brings it to the goal at little cost; the plan itself where nothing does."""
    goal, start = as_noise(GOAL), plan
    if (plan.noise <= goal).all():
        return start
    least = np.where(plan.noise > goal, SHARE * plan.noise, np.inf)
    units = sorted(_heavy(plan, least, set()), key=lambda unit: -_worst(plan, unit))
    for unit in units:
        for name in _more_exact(plan, unit):
            mended = plan.but(unit, name)
            is_cheap = mended.bytes <= FREE_BYTES * start.bytes
            is_cheap = is_cheap and mended.time <= FREE_TIME * start.time
            if is_cheap and _helps(plan, unit, name, least):
                plan = mended
                break
        if (plan.noise <= goal).all():
            return plan
    return start


def _heavy(plan: Plan, least: Noises, without: set[Unit]) -> Iterator[Unit]:
    units = [unit for unit in plan.chosen if unit not in without and _more_exact(plan, unit)]
    changes = plan.changes
    for index in heavy(plan.forms.probe, [changes[unit] for unit in units], least):
        yield units[index]


def _more_exact(plan: Plan, unit: Unit) -> list[str]:
    """The forms after the one a unit has now; not float, for which float16 will do, nor other
    scales, which mend nothing alone."""
    names = plan.forms.of(unit)
    later = names[names.index(plan.chosen[unit]) + 1 :]
    return [name for name in later if name not in (FLOAT, plan.forms.searched)]


def _mended(plan: Plan, unit: Unit, least: Noises) -> Plan | None:
    for name in _more_exact(plan, unit):
        if _helps(plan, unit, name, least):
            return plan.but(unit, name)
    return None


def _helps(plan: Plan, unit: Unit, name: str, least: Noises) -> bool:
    """Whether a form takes away most of what a unit brings, where it brings much."""
    now, then = plan.forms.noise(unit, plan.chosen[unit]), plan.forms.noise(unit, name)
    is_much = now >= least
    return bool((then[is_much] <= WORTHWHILE * now[is_much]).all())


def _worst(plan: Plan, unit: Unit) -> float:
    return float((plan.forms.noise(unit, plan.chosen[unit]) / np.maximum(plan.noise, 1e-30)).max())
