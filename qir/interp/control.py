"""Ops that call functions: `qir/dialects/tfl/control.py`. Each takes the machine that runs it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from qir.diagnostics import QirError
from qir.dialects.tfl import control as ops
from qir.dialects.tfl.base import TflOp
from qir.interp.machine import Machine, Value
from qir.interp.values import Array


def branch(op: ops.IfOp, machine: Machine, condition: Array, *inputs: Value) -> Sequence[Value]:
    """What the branch that the condition chooses returns; the other does not run (rule S20)."""
    name = "then_branch" if _truth(condition) else "else_branch"
    return machine.call(op.callee(name), inputs)


def loop(op: ops.WhileOp, machine: Machine, *inputs: Value) -> Sequence[Value]:
    """What the body returned last; the operands where it never ran (rule S20)."""
    condition, body = op.callee("cond"), op.callee("body")
    carried: Sequence[Value] = inputs
    while _truth(*machine.call(condition, carried)):
        carried = machine.call(body, carried)
    return carried


def _truth(condition: Value) -> bool:
    """The one element of a condition."""
    if condition is None or condition.size != 1:
        found = "absent" if condition is None else f"{condition.size} elements"
        raise QirError(f"the condition is {found}; expected one element")
    return bool(np.all(condition))


def call(op: ops.CallOp, machine: Machine, *inputs: Value) -> Sequence[Value]:
    return machine.call(op.callee("subgraph"), inputs)


def composite(op: ops.CompositeOp, machine: Machine, *inputs: Value) -> Sequence[Value]:
    """As its decomposition, whatever it is called (rule S23)."""
    return machine.call(op.callee("decomposition"), inputs)


def call_once(op: ops.CallOnceOp, machine: Machine) -> Sequence[Value]:
    """Runs a function the first time that the machine comes across one that names it (rule S21)."""
    function = op.callee("session_init_function")
    if function not in machine.initialized:
        machine.call(function, ())
        machine.initialized.add(function)
    return ()


EVALS: Mapping[type[TflOp], Callable[..., Any]] = {
    ops.IfOp: branch,
    ops.WhileOp: loop,
    ops.CallOp: call,
    ops.CallOnceOp: call_once,
    ops.CompositeOp: composite,
}
