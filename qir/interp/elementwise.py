"""Element by element: `qir/dialects/tfl/elementwise.py`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from qir.dialects.tfl import elementwise as ops
from qir.dialects.tfl.base import TflOp
from qir.interp.fused import activated
from qir.interp.values import Array


def add(op: ops.AddOp, lhs: Array, rhs: Array) -> Array:
    return activated(op, lhs + rhs)


def absolute(op: ops.AbsOp, input: Array) -> Array:
    return np.abs(input)


EVALS: Mapping[type[TflOp], Callable[..., Any]] = {
    ops.AddOp: add,
    ops.AbsOp: absolute,
}
