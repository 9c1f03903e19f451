"""Which form each unit gets so that an accuracy is kept: least bytes first, then least time."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from qir.choices import choice_of
from qir.diagnostics import QirError, Trade
from qir.faults import place
from qir.numerics.allocation import Floats, Options, allocate, use_of
from qir.passes.accuracy.forms import Forms, Plan
from qir.passes.analysis.sensitivity import Noises, as_noise, decibels

MORE_BYTES = 1.01
"""Of the least there can be, to have a model that is faster."""
ROUNDS = 8
"""Of solving again, after what was chosen was measured."""
CAREFUL = 0.9
"""Of what would just do, in the next round."""
WIDER = 2.0
"""Times the limit that was kept, of the next that is tried for a smaller plan."""
TINY = 1e-300
"""What is divided by in place of 0."""
MOST_WAYS = 1 << 21
"""Of choosing a form for each unit, where all are looked at."""
TRIES = 40
"""Of these that are measured."""
LIKELY = 1.25
"""Times what noise there may be: what they may be predicted to have."""
NOTABLE = 0.02
"""Of the noise of all units: what one brings of which scales are searched to bring less."""
FRONTIER = tuple(range(10, 75, 5))
"""Bounds in decibels whose trades are shown."""


class Solver:
    """Knows what each form of each unit brings, and chooses.

    The noises of units add up where they are small and independent; what is chosen is measured.
    """

    def __init__(self, forms: Forms) -> None:
        self.forms = forms
        self.units = forms.units
        forms.measure([name for name in forms.names if name != forms.searched])
        self._measure_searched()
        self.names = [
            [name for name in forms.of(unit) if forms.is_measured(unit, name)]
            for unit in self.units
        ]
        self.noises = [
            np.stack([forms.noise(unit, name) for name in names])
            for unit, names in zip(self.units, self.names, strict=True)
        ]
        self.bytes = [
            np.array([float(forms.form(unit, name).bytes) for name in names])
            for unit, names in zip(self.units, self.names, strict=True)
        ]
        self.times = [
            np.array([forms.form(unit, name).time for name in names])
            for unit, names in zip(self.units, self.names, strict=True)
        ]

    def _measure_searched(self) -> None:
        """Other scales, of units that bring enough for it to matter if they bring less so."""
        name, forms = self.forms.searched, self.forms
        if name is None or not self.units:
            return
        first = np.stack([forms.noise(unit, forms.names[0]) for unit in self.units])
        is_notable = (first > NOTABLE * first.sum(0)).any(1)
        forms.measure([name], [u for u, each in zip(self.units, is_notable, strict=True) if each])

    def plan(self, limit: Noises) -> Plan | None:
        """What is predicted to keep noises within limits; None where nothing does."""
        chosen = self._choose(limit)
        if chosen is None:
            return None
        names = (names[index] for names, index in zip(self.names, chosen, strict=True))
        return Plan(self.forms, dict(zip(self.units, names, strict=True)))

    def _choose(self, limit: Noises) -> list[int] | None:
        least = allocate(self._options(self.bytes, self.noises), limit)
        if least is None:
            return None
        most = MORE_BYTES * sum(b[i] for b, i in zip(self.bytes, least, strict=True))
        uses = [np.column_stack(pair) for pair in zip(self.noises, self.bytes, strict=True)]
        return allocate(self._options(self.times, uses), np.append(limit, most)) or least

    @staticmethod
    def _options(costs: Sequence[Floats], uses: Sequence[Floats]) -> list[Options]:
        return [Options(*pair) for pair in zip(costs, uses, strict=True)]

    def predicted(self, plan: Plan) -> float:
        """The SQNR of a plan as the sum of what its units bring."""
        indices = [
            names.index(plan.chosen[unit])
            for unit, names in zip(self.units, self.names, strict=True)
        ]
        options = self._options(self.bytes, self.noises)
        return decibels(use_of(options, indices))

    def within(self, bound: float) -> Plan:
        """A plan that was measured to keep a bound in decibels.

        Raises QirError, naming the op that prevents it, where there is none.
        """
        goal = as_noise(bound)
        plain = Plan.of(self.forms)
        for plan in filter(None, (plain, plain.searched())):
            if (plan.noise <= goal).all():
                return plan
        fixed = self.forms.probe.noise(self.forms.others)
        if (fixed > goal).any():
            raise QirError(
                f"constants that are no weights, made smaller, leave {decibels(fixed):.1f} dB; "
                f"accuracy {bound:g} dB cannot be kept with them"
            )
        if (found := self._smallest(goal, goal - fixed)) is not None:
            return self._smaller(found, goal, goal - fixed)
        exact = self._most_exact()
        if (exact.noise <= goal).all():
            return self._relaxed(exact, goal)
        raise QirError(self._obstacle(exact, bound))

    def _smallest(self, goal: float, limit: Noises) -> Plan | None:
        """The smallest plan found that was measured to keep a goal; None where none was.

        What is predicted is not what is measured: errors add up to more, or cancel. So the limit of
        what may be predicted moves, between one that was too wide and one that was kept.
        """
        seen: dict[tuple[str, ...], Plan] = {}
        best: Plan | None = None
        kept = failed = None
        for _ in range(ROUNDS):
            plan = self.plan(limit)
            if plan is None:
                break
            # Plans know their noise: one that was there before is not measured again.
            plan = seen.setdefault(tuple(plan.chosen.values()), plan)
            if (plan.noise <= goal).all():
                best = plan if best is None or plan.bytes < best.bytes else best
                kept = limit
                least = np.maximum(plan.noise, max(goal / WIDER, TINY))
                limit = limit * np.clip(goal / least, 1.0, WIDER)
            else:
                failed = limit
                limit = limit * np.minimum(1.0, CAREFUL * goal / np.maximum(plan.noise, goal / 1e3))
            if kept is not None and failed is not None:
                limit = np.sqrt(kept * failed)
        return best

    def _smaller(self, plan: Plan, goal: float, limit: Noises) -> Plan:
        """The smallest plan that is measured to keep a goal, of those predicted to come near it,
        where there are few ways: what a prediction is wrong by decides between many of one size."""
        if math.prod(map(len, self.names)) > MOST_WAYS:
            return plan
        total: Floats = np.zeros(1)
        noise: Floats = np.zeros((1, len(limit)))
        for sizes, noises in zip(self.bytes, self.noises, strict=True):
            total = np.add.outer(total, sizes).ravel()
            noise = (noise[:, np.newaxis] + noises).reshape(-1, len(limit))
        worst: Floats = (noise / np.maximum(limit, TINY)).max(1)
        likely: npt.NDArray[np.intp] = np.flatnonzero((total < plan.bytes) & (worst <= LIKELY))
        order = likely[np.lexsort((worst[likely], total[likely]))]
        for way in order[:TRIES]:
            indices = np.unravel_index(int(way), [len(names) for names in self.names])
            names = (names[int(i)] for names, i in zip(self.names, indices, strict=True))
            other = Plan(self.forms, dict(zip(self.units, names, strict=True)))
            if (other.noise <= goal).all():
                return other
        return plan

    def _relaxed(self, plan: Plan, goal: float) -> Plan:
        """From the most exact plan to a cheaper one, a unit at a time, the largest first."""
        order = sorted(range(len(self.units)), key=lambda i: -float(np.ptp(self.bytes[i])))
        for index in order:
            for name in self.names[index][:-1]:
                cheaper = plan.but(self.units[index], name)
                if (cheaper.noise <= goal).all():
                    plan = cheaper
                    break
        return plan

    def _obstacle(self, exact: Plan, bound: float) -> str:
        worst = max(self.units, key=lambda u: float(self.forms.noise(u, exact.chosen[u]).max()))
        found = decibels(self.forms.noise(worst, exact.chosen[worst]))
        # What may have any form is float by now.
        op = next(op for op in worst.ops if choice_of(op))
        choice = choice_of(op)
        assert choice is not None
        return (
            f"{place(op)}: as {choice.scheme}, which was chosen for it, it leaves {found:.1f} dB; "
            f"accuracy {bound:g} dB cannot be kept"
        )

    def frontier(self) -> Iterator[tuple[float, Plan]]:
        """Plans that differ, of growing accuracy, with the SQNR predicted of each."""
        count = len(self.forms.probe.no_noise)
        last: Plan | None = None
        for bound in (-math.inf, *FRONTIER, math.inf):
            limit = np.full(count, as_noise(bound) if bound > -math.inf else np.inf)
            plan = self.plan(limit) if bound < math.inf else self._most_exact()
            if plan is not None and (last is None or plan.chosen != last.chosen):
                last = plan
                yield self.predicted(plan), plan

    def _most_exact(self) -> Plan:
        """Every unit as exact as it may be."""
        last = (names[-1] for names in self.names)
        return Plan(self.forms, dict(zip(self.units, last, strict=True)))

    def trades(self) -> tuple[Trade, ...]:
        """What there is to choose from; a plan that costs more is more accurate."""
        best, found = -math.inf, list[Trade]()
        for sqnr, plan in self.frontier():
            if sqnr > best:
                best = sqnr
                found.append(Trade(sqnr, plan.bytes, plan.known_time))
        return tuple(found)
