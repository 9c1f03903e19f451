"""What tests of passes on calls share: a module with such a pass and without it."""

from __future__ import annotations

from c.kernel_machine import TO_CALLS
from hypothesis import assume
from xdsl.dialects.builtin import ModuleOp

from qir.context import QirContext
from qir.diagnostics import QirError
from qir.dialects.c import CallOp
from qir.driver.pipelines import run


def lowered_by(module: ModuleOp, name: str, after: str = "choose-kernels") -> ModuleOp:
    """A copy of a module as calls, with a pass among those that make them; a drawn case that no
    kernel computes is passed over."""
    place = TO_CALLS.index(after) + 1 if after else 0
    clone = module.clone()
    try:
        run((*TO_CALLS[:place], name, *TO_CALLS[place:]), clone, QirContext())
    except QirError as error:
        assert "no C kernel: " in str(error) or "C kernels take" in str(error)
        assume(False)
    return clone


def calls_of(module: ModuleOp, kernel: str) -> list[CallOp]:
    """The calls of a kernel."""
    return [op for op in module.walk() if isinstance(op, CallOp) and op.kernel.data == kernel]
