"""One option for each of several things: against every choice there is."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qir.numerics.allocation import Options, allocate, cost_of, use_of

SMALL = st.integers(0, 9).map(float)
Draw = st.DrawFn


@st.composite
def problems(draw: Draw, numbers: st.SearchStrategy[float] = SMALL) -> tuple[list[Options], Any]:
    """Up to six things of up to four options, and up to three resources."""
    resources = draw(st.integers(1, 3))
    things: list[Options] = []
    for _ in range(draw(st.integers(0, 6))):
        count = draw(st.integers(1, 4))
        costs = draw(st.lists(numbers, min_size=count, max_size=count))
        row = st.lists(numbers, min_size=resources, max_size=resources)
        uses = draw(st.lists(row, min_size=count, max_size=count))
        things.append(Options(np.array(costs), np.array(uses)))
    limits = st.lists(st.integers(0, 30).map(float), min_size=resources, max_size=resources)
    return things, np.array(draw(limits))


def least_cost(things: Sequence[Options], limits: Any) -> float | None:
    """Of every choice that keeps the limits."""
    found = [
        cost_of(things, chosen)
        for chosen in product(*(range(len(each.costs)) for each in things))
        if not things or (use_of(things, chosen) <= limits * (1 + 1e-12)).all()
    ]
    return min(found, default=None)


def fits(things: Sequence[Options], chosen: Sequence[int], limits: Any) -> bool:
    return not things or bool((use_of(things, chosen) <= limits * (1 + 1e-9)).all())


@given(problems())
@settings(max_examples=200)
def test_nothing_that_fits_costs_less(problem: tuple[list[Options], Any]) -> None:
    things, limits = problem
    found, expected = allocate(things, limits), least_cost(things, limits)
    assert found == allocate(things, limits)
    if found is None or expected is None:
        assert found is None and expected is None
    else:
        assert fits(things, found, limits)
        assert cost_of(things, found) == expected


REALS = st.floats(0, 1e9, allow_subnormal=False)


@given(problems(REALS), st.floats(0, 2))
def test_nor_with_numbers_of_any_size(problem: tuple[list[Options], Any], share: float) -> None:
    things, ones = problem
    # A share of what the dearest options take together.
    most = sum((each.uses.max(0) for each in things), np.zeros(len(ones)))
    limits = share * most
    found, expected = allocate(things, limits), least_cost(things, limits)
    if found is None or expected is None:
        assert found is None and expected is None
    else:
        assert fits(things, found, limits)
        spread = sum(float(np.ptp(each.costs)) for each in things)
        assert cost_of(things, found) == pytest.approx(expected, rel=1e-12, abs=1e-9 * spread)


ONE = Options(np.array([1.0, 2.0, 3.0]), np.array([[4.0, 0.0], [0.5, 1.0], [0.0, 0.0]]))


@pytest.mark.parametrize(
    ("limits", "expected"),
    [
        ((math.inf, math.inf), [0, 0]),
        ((math.inf, 0.0), [0, 0]),
        ((4.5, 1.0), [0, 1]),
        ((4.0, 0.0), [0, 2]),
        ((0.0, 0.0), [2, 2]),
        ((0.0, math.inf), [2, 2]),
        ((1e-300, 1e300), [2, 2]),
    ],
)
def test_limits_of_zero_and_without_end(limits: tuple[float, float], expected: list[int]) -> None:
    found = allocate([ONE, ONE], np.array(limits))
    assert found is not None
    assert sorted(found) == expected


def test_uses_without_end_fit_only_where_there_is_no_end() -> None:
    endless = Options(np.array([0.0, 1.0]), np.array([[math.inf], [1.0]]))
    assert allocate([endless], np.array([1e300])) == [1]
    assert allocate([endless], np.array([math.inf])) == [0]


def test_what_does_not_fit_is_told() -> None:
    assert allocate([ONE, Options(np.array([1.0]), np.array([[0.0, 9.0]]))], np.ones(2)) is None
    assert allocate([], np.ones(2)) == []


@pytest.mark.parametrize("count", [150, 500])
def test_many_things_keep_the_limits(count: int) -> None:
    rng = np.random.default_rng(count)
    things = [
        Options(np.sort(rng.uniform(1, 100, 4)), np.sort(rng.lognormal(0, 3, (4, 3)), 0)[::-1])
        for _ in range(count)
    ]
    limits = np.full(3, 2.0 * count)
    found = allocate(things, limits)
    assert found is not None and found == allocate(things, limits)
    assert fits(things, found, limits)
    # No choice costs less than what is cheapest at some price, without what all there is is worth.
    prices = np.geomspace(1e-3, 1e3, 200)
    bounds = [
        sum(float((e.costs + p * (e.uses / limits).sum(1)).min()) for e in things) - 3 * p
        for p in prices
    ]
    assert max(bounds) <= cost_of(things, found) <= 1.1 * max(bounds)
