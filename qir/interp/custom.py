"""Ops outside the builtin set: `qir/dialects/tfl/custom.py`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from qir.attributes import text
from qir.diagnostics import QirError
from qir.dialects.tfl import custom as ops
from qir.dialects.tfl.base import TflOp
from qir.interp.machine import Machine, Value


def custom(op: ops.CustomOp, machine: Machine, *inputs: Value) -> Any:
    """As the function that the machine was given for its code."""
    code = text(op.custom_code) or ""
    if code not in machine.custom:
        raise QirError(f'custom op "{code}" has no function; expected one as custom["{code}"]')
    return machine.custom[code](op, *inputs)


EVALS: Mapping[type[TflOp], Callable[..., Any]] = {ops.CustomOp: custom}
