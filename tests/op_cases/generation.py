"""Tensors made from numbers and shapes."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

from qir.dialects.types import ELEMENT_TYPES

from .case import OpCase
from .draws import INDICES, Draws, strategy

ANY = ("FLOAT32", "INT32", "INT64", "INT16", "INT8", "UINT8", "BOOL", "QINT8")
FILLED = ("FLOAT32", "INT32", "INT64", "INT16", "INT8", "BOOL", "FLOAT16", "QINT8", "QINT16")
HOT = ("FLOAT32", "INT32", "INT64", "INT8", "UINT8", "BOOL")
TESTED = ("FLOAT32", "INT32", "INT64", "INT8", "UINT8", "UINT32", "BOOL")


def cases() -> dict[str, st.SearchStrategy[OpCase]]:
    makers = (_shape, _rank, _fill, _range, _one_hot, _where, _broadcast_args)
    return {f"tfl.{make.__name__.removeprefix('_')}": strategy(make) for make in makers}


def _shape(d: Draws) -> OpCase:
    out_type = d.one_of(INDICES)
    operand = d.tensor(d.shape(0, 6), d.element(ANY))
    return OpCase("SHAPE", (operand,), (ELEMENT_TYPES[out_type],), {"qir.out_type": out_type})


def _rank(d: Draws) -> OpCase:
    operand = d.tensor(d.shape(0, 6), d.element(ANY))
    return OpCase("RANK", (operand,), (ELEMENT_TYPES["INT32"],))


def _fill(d: Draws) -> OpCase:
    dims = d.integers(d.shape(), d.one_of(INDICES), is_constant=d.flag())
    value = d.tensor((), d.element(FILLED), is_constant=d.flag())
    return OpCase("FILL", (dims, value), (value.element,))


def _range(d: Draws) -> OpCase:
    """Up or down, by whole or broken steps, and never more than a few."""
    name = d.one_of(("FLOAT32", "INT32", "INT64"))
    unit = 0.25 if name == "FLOAT32" else 1
    start, length, delta = d.integer(-9, 9), d.integer(0, 12), d.integer(1, 5)
    sign = d.one_of((1, -1))
    numbers = (start, start + sign * length, sign * delta)
    is_constant = d.flag()
    operands = [d.integers(number * unit, name, is_constant=is_constant) for number in numbers]
    return OpCase("RANGE", tuple(operands), (ELEMENT_TYPES[name],))


def _one_hot(d: Draws) -> OpCase:
    shape, depth = d.shape(0, 3), d.integer(1, 6)
    indices = d.tensor(shape, d.element(INDICES), -1, depth)
    element = d.element(HOT)
    values = [d.tensor((), element, is_constant=d.flag()) for _ in ("on", "off")]
    operands = (indices, d.integers(depth, "INT32", is_constant=d.flag()), *values)
    return OpCase("ONE_HOT", operands, (element,), {"axis": d.integer(-1, len(shape))})


def _where(d: Draws) -> OpCase:
    condition = d.tensor(d.shape(1), d.element(TESTED), -1, 1)
    return OpCase("WHERE", (condition,), (ELEMENT_TYPES["INT64"],))


def _broadcast_args(d: Draws) -> OpCase:
    name, is_constant = d.one_of(INDICES), d.flag()
    operands = [
        d.integers(np.array(shape), name, is_constant=is_constant) for shape in d.broadcast(2)
    ]
    return OpCase("BROADCAST_ARGS", tuple(operands), (ELEMENT_TYPES[name],))
