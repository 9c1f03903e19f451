"""Interval arithmetic holds what the operation makes of members, and no bound is idle."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from qir.numerics.intervals import Interval
from qir.numerics.ranges import UNKNOWN, Range

Binary = Callable[[Interval, Interval], Interval]
Exact = Callable[[float, float], float]


def of_intervals(combine: Callable[[Range, Range], Range]) -> Binary:
    """What ranges do, of all elements as one."""
    of = Range.of_interval
    return lambda first, second: combine(of(first), of(second)).interval()


BINARIES: dict[str, tuple[Binary, Exact]] = {
    "add": (of_intervals(Range.add), operator.add),
    "subtract": (of_intervals(Range.subtract), operator.sub),
    "multiply": (of_intervals(Range.multiply), operator.mul),
    "maximum": (of_intervals(Range.maximum), max),
    "minimum": (of_intervals(Range.minimum), min),
}
JOIN, (ADD, *_), (SUBTRACT, *_), (MULTIPLY, *_) = (
    of_intervals(Range.join), BINARIES["add"], BINARIES["subtract"], BINARIES["multiply"],
)  # fmt: skip
ALL = Interval()

# Whole numbers keep sums and products exact.
finite = st.integers(-1000, 1000).map(float)
lows = st.one_of(finite, st.just(-math.inf))
highs = st.one_of(finite, st.just(math.inf))


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    low, high = draw(lows), draw(highs)
    return Interval(min(low, high), max(low, high))


@st.composite
def bounded(draw: st.DrawFn) -> Interval:
    low, high = sorted((draw(finite), draw(finite)))
    return Interval(low, high)


@st.composite
def members(draw: st.DrawFn) -> tuple[Interval, float]:
    """An interval, and a number that lies in it."""
    interval = draw(intervals())
    low, high = max(interval.low, -2000.0), min(interval.high, 2000.0)
    return interval, float(draw(st.integers(int(low), int(high))))


def holds(interval: Interval, value: float) -> bool:
    return interval.low <= value <= interval.high


@pytest.mark.parametrize("name", BINARIES)
@given(first=members(), second=members())
def test_results_lie_within(
    name: str, first: tuple[Interval, float], second: tuple[Interval, float]
) -> None:
    combine, exact = BINARIES[name]
    result = combine(first[0], second[0])
    assert not math.isnan(result.low)
    assert not math.isnan(result.high)
    assert holds(result, exact(first[1], second[1]))


@pytest.mark.parametrize("name", BINARIES)
@given(first=bounded(), second=bounded())
def test_both_bounds_are_taken_at_corners(name: str, first: Interval, second: Interval) -> None:
    combine, exact = BINARIES[name]
    corners = [exact(a, b) for a in (first.low, first.high) for b in (second.low, second.high)]
    assert combine(first, second) == Interval(min(corners), max(corners))


@given(intervals(), intervals(), finite)
def test_join_is_the_least_that_holds_both(a: Interval, b: Interval, x: float) -> None:
    joined = JOIN(a, b)
    assert joined == JOIN(b, a)
    assert {joined.low, joined.high} <= {a.low, a.high, b.low, b.high}
    if holds(a, x) or holds(b, x):
        assert holds(joined, x)


@given(members(), intervals())
def test_clamp_is_where_clamped_members_lie(member: tuple[Interval, float], to: Interval) -> None:
    interval, x = member
    clamped = interval.clamp(to)
    assert holds(clamped, min(max(x, to.low), to.high))
    assert clamped.low <= clamped.high
    assert to.low <= clamped.low
    assert clamped.high <= to.high


def test_clamp_outside_of_the_interval_is_one_bound() -> None:
    assert Interval(7.0, 9.0).clamp(Interval(0.0, 6.0)) == Interval(6.0, 6.0)
    assert Interval(-3.0, -2.0).clamp(Interval(0.0, 6.0)) == Interval(0.0, 0.0)
    assert Interval(1.0, 2.0).clamp(Interval(0.0, 6.0)) == Interval(1.0, 2.0)
    assert ALL.clamp(Interval(0.0, math.inf)) == Interval(0.0, math.inf)


@given(members())
def test_absolute_holds_absolute_values(member: tuple[Interval, float]) -> None:
    interval, x = member
    result = Range.of_interval(interval).absolute().interval()
    assert holds(result, abs(x))
    assert result.low >= 0


@pytest.mark.parametrize(
    ("interval", "expected"),
    [
        (Interval(-3.0, 2.0), Interval(0.0, 3.0)),
        (Interval(2.0, 5.0), Interval(2.0, 5.0)),
        (Interval(-5.0, -2.0), Interval(2.0, 5.0)),
        (Interval(-math.inf, -1.0), Interval(1.0, math.inf)),
        (ALL, Interval(0.0, math.inf)),
    ],
)
def test_absolute_by_example(interval: Interval, expected: Interval) -> None:
    assert Range.of_interval(interval).absolute().interval() == expected


def test_zero_times_anything_is_zero() -> None:
    zero = Interval(0.0, 0.0)
    assert MULTIPLY(ALL, zero) == MULTIPLY(zero, ALL) == zero
    assert MULTIPLY(Interval(0.0, 1.0), Interval(0.0, math.inf)) == Interval(0.0, math.inf)


@given(intervals())
def test_unknown_is_what_has_no_bound(interval: Interval) -> None:
    assert interval.is_unknown == (interval == ALL)


@given(finite)
def test_symmetric_is_bounded_about_zero(bound: float) -> None:
    assume(bound != 0)
    magnitude = abs(bound)
    assert Interval(-magnitude, magnitude).is_symmetric
    assert not Interval(-magnitude, magnitude + 1).is_symmetric
    assert not Interval(magnitude, magnitude).is_symmetric
    assert not ALL.is_symmetric
    assert not Interval(-magnitude, math.inf).is_symmetric


def test_the_sum_of_opposite_infinities_is_unbounded() -> None:
    """low + low and high + high never mix signs, so no bound is NaN."""
    below, above = Interval(-math.inf, 0.0), Interval(0.0, math.inf)
    assert ADD(below, above) == ALL
    assert SUBTRACT(above, above) == ALL


arrays = st.lists(st.floats(-1e3, 1e3, width=32), min_size=3, max_size=3)
rows = st.lists(arrays, min_size=1, max_size=4)
CHANNELS = (Range.add, Range.subtract, Range.multiply, Range.divide, Range.maximum, Range.minimum)
FUNCTIONS = (np.add, np.subtract, np.multiply, np.divide, np.maximum, np.minimum)


@given(
    st.lists(arrays, min_size=1, max_size=4), st.lists(arrays, min_size=1, max_size=4), st.data()
)
def test_channels_have_ranges_of_their_own(
    first: list[list[float]], second: list[list[float]], data: st.DataObject
) -> None:
    a, b = (np.array(rows, np.float32) for rows in (first, second))
    number = data.draw(st.integers(0, len(FUNCTIONS) - 1))
    x, y = a[data.draw(st.integers(0, len(a) - 1))], b[data.draw(st.integers(0, len(b) - 1))]
    per_channel = data.draw(st.booleans())
    ranges = Range.of_values(a, per_channel=per_channel), Range.of_values(b, per_channel=True)
    found = CHANNELS[number](*ranges)
    with np.errstate(all="ignore"):
        exact = FUNCTIONS[number](x, y)
    numbers = ~np.isnan(exact)
    assert found.nan or numbers.all()
    assert np.all((exact >= found.low) & (exact <= found.high) | ~numbers)


def test_values_that_are_no_numbers_are_told() -> None:
    values = np.array([[1.0, np.nan], [2.0, np.inf]], np.float32)
    found = Range.of_values(values)
    assert found.interval() == Interval(1.0, math.inf, nan=True)
    assert not Range.of_values(values[:, :1]).nan
    assert Range.of_values(values, per_channel=True).channels == 2


@given(intervals(), intervals())
def test_meet_is_what_lies_in_both(a: Interval, b: Interval) -> None:
    met = Range.of_interval(a).meet(Range.of_interval(b)).interval()
    if max(a.low, b.low) <= min(a.high, b.high):
        assert (met.low, met.high) == (max(a.low, b.low), min(a.high, b.high))
    else:
        assert met == b


def test_infinity_less_infinity_is_no_number() -> None:
    finite = Range.of(-1.0, 1.0, nan=False)
    assert not finite.add(finite).nan
    assert Range.of(0.0, math.inf, nan=False).subtract(Range.of(0.0, math.inf, nan=False)).nan
    assert UNKNOWN.multiply(finite).nan
    assert Range.of(1.0, 2.0, nan=False).divide(finite).is_unknown
