"""Plans of memory: on random functions of calls, against a checker and against running them."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from random_calls import ByteMachine, Calls, functions_of_calls
from xdsl.dialects.builtin import ArrayAttr

from qir.context import QirContext
from qir.dialects.c import ARENA, CallOp, IfOp, PlaceAttr, WhileOp
from qir.passes.memory.checker import plan_breaches
from qir.passes.memory.picture import memory_picture, memory_summary
from qir.passes.plan_memory import PlanMemory

RUNS = 2
SLOW = settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow], deadline=None)


def planned(calls: Calls, alignment: int = 64) -> Calls:
    module = calls.module.clone()
    PlanMemory(alignment=alignment).apply(QirContext(), module)
    module.verify()
    return Calls(module)


@SLOW
@given(functions_of_calls(), st.sampled_from((8, 16, 64)))
def test_no_plan_overwrites_what_is_read_later(calls: Calls, alignment: int) -> None:
    plan = planned(calls, alignment)
    assert not list(PlanMemory(alignment=alignment).breaches(plan.module)), plan


@SLOW
@given(functions_of_calls())
def test_in_planned_memory_calls_compute_the_same(calls: Calls) -> None:
    plan = planned(calls)
    expected = ByteMachine(calls.function, in_memory=False)
    found = ByteMachine(plan.function, in_memory=True)
    for seed in range(RUNS):
        assert found.run(seed) == expected.run(seed), plan


@SLOW
@given(functions_of_calls(), st.data())
def test_what_the_checker_lets_pass_computes_the_same(calls: Calls, data: st.DataObject) -> None:
    """Of plans with one tensor moved to where another lies: most are broken, and found to be."""
    plan = planned(calls)
    ops = [op for op in plan.function.walk() if isinstance(op, CallOp | WhileOp | IfOp)]
    places = [place for op in ops if op.places for place in op.places.data]
    inside = [place for place in places if place.memory.data == ARENA]
    moved = [op for op in ops if op.places and any(p in inside for p in op.places.data)]
    if not moved:
        return
    op = data.draw(st.sampled_from(moved))
    assert op.places is not None
    new = list[PlaceAttr](op.places.data)
    new[data.draw(st.integers(0, len(new) - 1))] = data.draw(st.sampled_from(inside))
    op.places = ArrayAttr(new)
    if not list(plan_breaches(plan.function)):
        expected = ByteMachine(calls.function, in_memory=False)
        found = ByteMachine(plan.function, in_memory=True)
        for seed in range(RUNS):
            assert found.run(seed) == expected.run(seed), plan


@SLOW
@given(functions_of_calls())
def test_plans_and_pictures_are_the_same_each_time(calls: Calls) -> None:
    first, second = planned(calls), planned(calls)
    assert str(first) == str(second)
    assert memory_picture(first.function) == memory_picture(second.function)
    assert memory_summary(first.function).ratio >= 1
