"""Variables: `qir/dialects/tfl/state.py`. The machine that runs the ops holds them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from xdsl.ir import SSAValue

from qir.diagnostics import QirError
from qir.dialects.tfl import state as ops
from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.options import option
from qir.dialects.tfl.tensors import shape_of
from qir.interp.machine import Machine
from qir.interp.values import Array


def var_handle(op: ops.VarHandleOp, machine: Machine) -> Array:
    """The key of the variable of this container and name (rule S22)."""
    key = option(op, "container") or "", option(op, "shared_name") or ""
    handle = np.empty(_shape(op.resource_handle), object)
    handle.fill(key)
    return handle


def read_variable(op: ops.ReadVariableOp, machine: Machine, resource_id: Array) -> Array:
    if (key := _key(resource_id)) not in machine.variables:
        raise QirError(f'variable "{key[1]}" has no value; expected one assigned before')
    return machine.variables[key]


def assign_variable(
    op: ops.AssignVariableOp, machine: Machine, resource_id: Array, value: Array
) -> Sequence[Array]:
    # A copy: what is assigned may be the caller's own, who goes on to write to it.
    machine.variables[_key(resource_id)] = value.copy()
    return ()


def _key(resource_id: Array) -> tuple[str, str]:
    """Container and name."""
    return resource_id.item()


def _shape(handle: SSAValue) -> tuple[int, ...]:
    """Of one element, of whatever rank."""
    return (1,) * len(shape_of(handle) or ())


EVALS: Mapping[type[TflOp], Callable[..., Any]] = {
    ops.VarHandleOp: var_handle,
    ops.ReadVariableOp: read_variable,
    ops.AssignVariableOp: assign_variable,
}
