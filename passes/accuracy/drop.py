"""A bound on a metric of the user's own: how far it may fall below that of the float model."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from xdsl.dialects.builtin import ModuleOp

from qir.context import Metric
from qir.diagnostics import QirError
from qir.interp.comparison import entry_function
from qir.interp.machine import Machine
from qir.interp.values import Array
from qir.passes.accuracy.bound import Solver
from qir.passes.accuracy.forms import Plan
from qir.passes.analysis.sensitivity import Changes
from qir.samples import Sample

_SPELLING = re.compile(r"(?P<number>(\d+(\.\d*)?|\.\d+)(e[-+]?\d+)?)(?P<percent> ?%)?")


@dataclass(frozen=True, slots=True)
class Drop:
    """How far a metric may fall: absolute, or relative to what it is of the float model."""

    amount: float
    is_relative: bool

    @classmethod
    def parse(cls, text: str) -> Drop:
        """The drop of `0.5%`, which is relative, or of `0.005`; raises QirError for others."""
        found = _SPELLING.fullmatch(text)
        if found is None:
            raise QirError(f"max-drop {text!r}; expected a number, or one with %")
        is_relative = found["percent"] is not None
        return cls(float(found["number"]) / (100 if is_relative else 1), is_relative)

    def least(self, metric: float) -> float:
        """What a metric may be that is `metric` for the float model."""
        return metric - self.amount * (abs(metric) if self.is_relative else 1)


@dataclass(frozen=True)
class Measured:
    """A plan, and the metric of it and of the float model."""

    plan: Plan
    metric: float
    of_float: float


def within_drop(
    solver: Solver,
    module: ModuleOp,
    samples: Callable[[], Iterable[Sample]],
    metric: Metric,
    drop: Drop,
) -> Measured:
    """The plan of fewest bytes whose metric falls no further; more exact ones are taken to fall
    less.

    Raises QirError where a sample cannot be run, or the metric gives no number.
    """

    def measured(changes: Changes) -> float:
        machine, name = Machine(module), entry_function(module).sym_name.data
        machine.instead = changes
        outputs: list[list[Array]] = []
        for sample in samples():
            machine.reset()
            outputs.append(machine.run(sample.inputs, name))
        try:
            found = metric(outputs)
        except (Exception, SystemExit) as error:
            raise QirError(f"the metric raised {type(error).__name__}: {error}") from error
        return _number(found)

    of_float = measured({})
    least = drop.least(of_float)
    plans = [plan for _, plan in solver.frontier()]
    low, high, found = 0, len(plans) - 1, dict[int, float]()
    while low < high:
        middle = 0 if not found else (low + high) // 2
        found[middle] = measured(plans[middle].all_changes)
        if found[middle] >= least:
            high = middle
        else:
            low = middle + 1
    if low not in found:
        found[low] = measured(plans[low].all_changes)
    if found[low] < least:
        raise QirError(
            f"the metric is {found[low]:g} with every op as exact as it may be, and {of_float:g} "
            f"of the float model; expected {least:g} or more"
        )
    return Measured(plans[low], found[low], of_float)


def _number(found: object) -> float:
    try:
        number = float(found)  # pyright: ignore[reportArgumentType]
    except (TypeError, ValueError, OverflowError) as error:
        raise QirError(f"the metric gave {found!r}; expected a number") from error
    if number != number:
        raise QirError("the metric gave NaN; expected a number")
    return number
