"""One option for each of several things, so that they cost least and use no more than there is.

The multiple-choice knapsack problem with several resources (Kellerer, Pferschy and Pisinger,
"Knapsack Problems", 2004, chapter 11). Prices for the resources, which make options comparable,
give a good solution and a bound; a search with that bound then closes the gap, exactly where the
problem is small.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
NODES = 50_000
"""Of the search: it is exact where it ends before."""
DEEPEST = 200
"""Things that it takes; of more, what prices found is improved only."""
PRICES = np.geomspace(1e-6, 1e6, 97)
"""Of all that there is of a resource, to what the dearest options cost more than the cheapest."""
SLACK = 1e-12


@dataclass(frozen=True, slots=True)
class Options:
    """What one thing may become: `costs` [options], `uses` [options, resources]."""

    costs: Floats
    uses: Floats


def allocate(things: Sequence[Options], limits: Floats) -> list[int] | None:
    """The option of each thing, by its index; None where no way is found to keep the limits.

    `limits`: how much there is of each resource, [resources], none of it negative, nor any use.
    """
    shares = [_shares(each.uses, limits) for each in things]
    # What takes more than there is, of anything, is no option.
    kept = [np.flatnonzero((each <= 1 + SLACK).all(1)) for each in shares]
    if not all(map(len, kept)):
        return None
    able = [
        Options(each.costs[indices], share[indices])
        for each, share, indices in zip(things, shares, kept, strict=True)
    ]
    found, price = _by_prices(able)
    if found is not None:
        found = _improved(able, found)
    if 0 < len(able) <= DEEPEST:
        found = _Search(able, found, price).run()
    if found is None:
        return None
    return [int(indices[index]) for indices, index in zip(kept, found, strict=True)]


def _shares(uses: Floats, limits: Floats) -> Floats:
    """Uses, as shares of the limits; none of what there is without end."""
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        return np.where((uses == 0) | np.isinf(limits), 0.0, uses / limits)


def cost_of(things: Sequence[Options], chosen: Sequence[int]) -> float:
    return sum(float(each.costs[index]) for each, index in zip(things, chosen, strict=True))


def use_of(things: Sequence[Options], chosen: Sequence[int]) -> Floats:
    """Of each resource, what all chosen options use."""
    used = [each.uses[index] for each, index in zip(things, chosen, strict=True)]
    return np.sum(used, axis=0) if used else np.zeros(0)


def _fits(things: Sequence[Options], chosen: Sequence[int]) -> bool:
    return bool((use_of(things, chosen) <= 1 + SLACK).all())


def _by_prices(things: Sequence[Options]) -> tuple[list[int] | None, float]:
    """The cheapest choice that fits, of those that are best at some price, and that price; the
    highest where none fits."""
    spread = sum(float(np.ptp(each.costs)) for each in things) or 1.0
    prices = [0.0, *(PRICES * spread)]
    totals = [each.uses.sum(1) for each in things]
    found: list[tuple[list[int], float]] = [
        ([int(np.argmin(e.costs + price * t)) for e, t in zip(things, totals, strict=True)], price)
        for price in prices
    ]
    found.append(([int(np.argmin(each.uses.max(1, initial=0.0))) for each in things], prices[-1]))
    fitting = [each for each in found if _fits(things, each[0])]
    return min(fitting, key=lambda each: cost_of(things, each[0]), default=(None, prices[-1]))


def _improved(things: Sequence[Options], start: list[int]) -> list[int]:
    """With every single change made that saves costs and fits, the one that saves most first."""
    chosen, used = list(start), use_of(things, start)
    while True:
        best: tuple[float, int, int] | None = None
        for place, each in enumerate(things):
            now = chosen[place]
            saved = each.costs[now] - each.costs
            fits = (used - each.uses[now] + each.uses <= 1 + SLACK).all(1)
            index = int(np.argmax(np.where(fits, saved, -np.inf)))
            if saved[index] > SLACK and fits[index] and (best is None or saved[index] > best[0]):
                best = float(saved[index]), place, index
        if best is None:
            return chosen
        _, place, index = best
        chosen[place] = index
        used = use_of(things, chosen)


class _Search:
    """Depth first, the things whose options differ most in cost first."""

    def __init__(self, things: Sequence[Options], start: list[int] | None, price: float) -> None:
        self.order = sorted(range(len(things)), key=lambda i: -float(np.ptp(things[i].costs)))
        self.things = [things[index] for index in self.order]
        self.best = None if start is None else [start[index] for index in self.order]
        self.least = math.inf if self.best is None else cost_of(self.things, self.best)
        self.price = price
        self.nodes = 0
        costs = [float(each.costs.min()) for each in self.things]
        uses = [each.uses.min(0) for each in self.things]
        priced = [float(self._priced(each).min()) for each in self.things]
        self.rest_cost = np.cumsum([0.0, *costs[::-1]])[::-1]
        stacked = np.stack([np.zeros_like(uses[0]), *uses[::-1]])
        self.rest_use: Floats = np.cumsum(stacked, axis=0)[::-1]
        self.rest_priced = np.cumsum([0.0, *priced[::-1]])[::-1]
        self.none: Floats = np.zeros_like(uses[0])

    def _priced(self, options: Options) -> Floats:
        return options.costs + self.price * options.uses.sum(1)

    def run(self) -> list[int] | None:
        """The best there is, or of what was seen; None where nothing that fits was."""
        self._extend([], 0.0, 0.0, self.none)
        if self.best is None:
            return None
        placed = dict(zip(self.order, self.best, strict=True))
        return [placed[index] for index in range(len(self.order))]

    def _extend(self, chosen: list[int], cost: float, priced: float, used: Floats) -> None:
        depth = len(chosen)
        self.nodes += 1
        if self.nodes > NODES:
            return
        if (used + self.rest_use[depth] > 1 + SLACK).any():
            return
        # What all that is left may use is worth its price at most.
        bound = priced + self.rest_priced[depth] - self.price * len(self.none)
        if max(cost + self.rest_cost[depth], bound) >= self.least - SLACK:
            return
        if depth == len(self.things):
            self.best, self.least = chosen, cost
            return
        options = self.things[depth]
        values = self._priced(options)
        for index in map(int, np.argsort(values, kind="stable")):
            after: Floats = used + options.uses[index]
            self._extend(
                [*chosen, index],
                cost + float(options.costs[index]),
                priced + float(values[index]),
                after,
            )
