"""Several tensors into one, and one into several."""

from __future__ import annotations

from hypothesis import strategies as st

from qir.dialects.tfl.tensors import stored_element
from qir.dialects.types import ELEMENT_TYPES

from .case import OpCase, Operand, Option
from .draws import Draws, strategy

UINT8 = ELEMENT_TYPES["UINT8"]
JOINED = ("FLOAT32", "INT32", "INT64", "INT16", "BOOL", "QINT8", "QUINT8", "QINT16")
PACKED = ("FLOAT32", "INT32", "INT64", "INT16", "INT8", "UINT8", "QINT8", "QUINT8")
UNPACKED = ("FLOAT32", "INT32", "INT16", "INT8", "UINT8", "BOOL", "QINT8", "QUINT8")
SPLIT = ("FLOAT32", "INT32", "INT64", "INT16", "INT8", "UINT8", "QINT8", "QUINT8")


def cases() -> dict[str, st.SearchStrategy[OpCase]]:
    makers = (_concatenation, _pack, _unpack, _split, _split_v)
    return {f"tfl.{make.__name__.removeprefix('_')}": strategy(make) for make in makers}


def _concatenation(d: Draws) -> OpCase:
    """Only uint8 may be joined from several scales."""
    shape, element = d.shape(1), d.element(JOINED)
    axis = d.axis(len(shape))
    operands: list[Operand] = []
    for _ in range(d.integer(1, 4)):
        sizes = list(shape)
        sizes[axis] = d.size()
        given = d.like(element) if stored_element(element) == UINT8 and d.flag() else element
        operands.append(d.tensor(sizes, given, is_constant=d.one_of((False, False, True))))
    return OpCase("CONCATENATION", tuple(operands), (element,), {"axis": axis})


def _pack(d: Draws) -> OpCase:
    shape, element, count = d.shape(0, 3), d.element(PACKED), d.integer(1, 4)
    operands = [d.tensor(shape, element) for _ in range(count)]
    options: dict[str, Option] = {"values_count": count, "axis": d.axis(len(shape) + 1)}
    return OpCase("PACK", tuple(operands), (element,), options)


def _unpack(d: Draws) -> OpCase:
    shape, element = d.shape(1), d.element(UNPACKED)
    axis = d.axis(len(shape))
    options: dict[str, Option] = {"num": shape[axis], "axis": axis}
    return OpCase("UNPACK", (d.tensor(shape, element),), (element,) * shape[axis], options)


def _split(d: Draws) -> OpCase:
    sizes, element, count = list(d.shape(1)), d.element(SPLIT), d.integer(1, 4)
    axis = d.axis(len(sizes))
    sizes[axis] = count * d.integer(1, 3)
    operands = d.integers(axis, "INT32", is_constant=d.flag()), d.tensor(sizes, element)
    return OpCase("SPLIT", operands, (element,) * count, {"num_splits": count})


def _split_v(d: Draws) -> OpCase:
    """One part may be what is left over."""
    sizes, element = list(d.shape(1)), d.element(SPLIT)
    axis = d.axis(len(sizes))
    parts = [d.integer(1, 3) for _ in range(d.integer(1, 4))]
    sizes[axis] = sum(parts)
    if d.flag():
        parts[d.integer(0, len(parts) - 1)] = -1
    operands = (
        d.tensor(sizes, element),
        d.integers(parts, "INT32", is_constant=d.flag()),
        d.integers(axis, "INT32", is_constant=d.flag()),
    )
    return OpCase("SPLIT_V", operands, (element,) * len(parts), {"num_splits": len(parts)})
