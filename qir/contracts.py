"""What a pass promises, checked by the driver after it ran, so that a failure names its pass."""

from __future__ import annotations

from collections.abc import Iterator
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
