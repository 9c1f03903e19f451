"""What a pass promises, checked by the driver after it ran, so that a failure names its pass."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import Protocol, runtime_checkable

from xdsl.dialects.builtin import ModuleOp
from xdsl.passes import ModulePass

from qir.diagnostics import QirError


@runtime_checkable
class Ensures(Protocol):
    """A pass that states what holds of the module once it has run."""

    def breaches(self, module: ModuleOp) -> Iterator[str]:
        """Each way in which the module does not hold to the promise, as a line of text."""
        ...


def check_promise(module_pass: ModulePass, module: ModuleOp) -> None:
    """Raise QirError naming the pass where its promise is broken: a defect of the pass."""
    if isinstance(module_pass, Ensures):
        for breach in module_pass.breaches(module):
            raise QirError(f"pass {module_pass.name} broke its promise: {breach}; please report")


class Change(Enum):
    """How far a pass may change what a module computes."""

    ROUNDING = "the rounding of floats"
    """Nothing but that: floats may be added up in another order."""
    WEIGHTS = "the rounding of floats and weights"
    """Also constants, each by half a step of its scale at most."""
    FITTED_WEIGHTS = "the rounding of floats, and weights as a whole"
    """Also constants, those that share a scale by a few steps on average: of integers that would
    cover all of them. And biases, by whatever makes up for that."""
    STATES = "the rounding of floats, and what runs after the first begin with"
    """The module may keep states that it did not have before; it is the same where they are reset
    between runs."""


@runtime_checkable
class Changes(Protocol):
    """A pass that may change more than the rounding of floats."""

    @property
    def changes(self) -> Change: ...


@runtime_checkable
class ChangesAsSaid(Protocol):
    """A pass that may change what is said on the ops of a module, besides what its options say."""

    def change_of(self, module: ModuleOp) -> Change:
        """What it may change of a module, as it is before."""
        ...


def change_of(module_pass: ModulePass, module: ModuleOp) -> Change:
    """What a pass may change of a module, as it is before; without a word of it, the rounding of
    floats only."""
    if isinstance(module_pass, ChangesAsSaid):
        return module_pass.change_of(module)
    return module_pass.changes if isinstance(module_pass, Changes) else Change.ROUNDING
