"""Which ops slow down which, once an op has left the processor as `qir.costs` says."""

from __future__ import annotations

from collections.abc import Set
from typing import NamedTuple

from xdsl.dialects.builtin import ModuleOp
from xdsl.dialects.func import FuncOp
from xdsl.ir import Operation

from qir.costs import Costs
from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.control import WhileOp
from qir.functions import called_functions, callees, functions


class Disturbed(NamedTuple):
    """Ops that are disturbed by the same ops: by any of them, so that all of these had to change
    for one of those to be fast."""

    by: tuple[TflOp, ...]
    ops: tuple[TflOp, ...]


def disturbed_ops(module: ModuleOp, costs: Costs) -> list[Disturbed]:
    """The ops of a module that are disturbed, in groups that have no disturbing op in common.

    A model is run again and again, and so is the body of a loop: what is first comes after what is
    last. Of a branch, both ways are taken to be run.
    """
    if not costs.disturbance.by or not any(map(costs.disturbs, module.walk())):
        return []
    walk = _Walk(costs)
    called = called_functions(module)
    for function in functions(module):
        if function not in called:
            walk.state = frozenset()
            walk.again_and_again(function)
    return _grouped(walk.found)


class _Walk:
    """Ops in the order they are run, and by which earlier ones they are disturbed."""

    def __init__(self, costs: Costs) -> None:
        self.costs = costs
        self.state: Set[TflOp] = frozenset[TflOp]()
        """The ops that have left the processor as it is now, one on each way here."""
        self.found: dict[TflOp, set[TflOp]] = {}
        self.active: list[FuncOp] = []

    def again_and_again(self, *bodies: FuncOp) -> None:
        for function in (*bodies, *bodies):
            self.function(function)

    def function(self, function: FuncOp) -> None:
        if function in self.active:
            return
        self.active.append(function)
        for block in function.body.blocks:
            for op in block.ops:
                self.op(op)
        self.active.pop()

    def op(self, op: Operation) -> None:
        called = list(callees(op))
        if isinstance(op, WhileOp):
            self.again_and_again(*called)
        elif called:
            for function in called:
                self.function(function)
        elif isinstance(op, TflOp):
            self.kernel(op)

    def kernel(self, op: TflOp) -> None:
        if self.state and self.costs.slowdown(op) > 1:
            self.found.setdefault(op, set()).update(self.state)
        if self.costs.disturbs(op):
            self.state = {op}
        elif self.costs.ends_disturbance(op):
            self.state = frozenset()


def _grouped(found: dict[TflOp, set[TflOp]]) -> list[Disturbed]:
    """Groups of what is disturbed, each the largest that is bound together by disturbing ops."""
    groups: list[Disturbed] = []
    for op, by in found.items():
        bound = [group for group in groups if not by.isdisjoint(group.by)]
        joined = dict.fromkeys((*(each for group in bound for each in group.by), *by))
        ops = (*(each for group in bound for each in group.ops), op)
        groups = [group for group in groups if group not in bound] + [Disturbed((*joined,), ops)]
    return groups
