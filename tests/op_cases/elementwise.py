"""Element by element: one operand, two that broadcast, and choices between two."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import strategies as st
from xdsl.ir import Attribute

from qir.dialects.tfl.base import op_name
from qir.dialects.types import ELEMENT_TYPES

from .case import OpCase, Operand, Option
from .draws import FUSED, Draws, Elements, Shape, strategy

BOOL = ELEMENT_TYPES["BOOL"]
QUANTIZED = ("QINT8", "QUINT8", "QINT16")
BITS = ("INT8", "INT16", "INT32", "UINT8", "UINT16", "UINT32")
COMPARED = ("FLOAT32", "INT32", "INT64", "QINT8", "QUINT8")


@dataclass(frozen=True)
class Row:
    """Element types with a kernel, and the numbers it is given."""

    elements: Elements
    low: float = -4.0
    high: float = 4.0
    divisor: tuple[float, float] | None = None
    """Bounds of the second operand, where they are others."""
    one_scale: bool = False
    """A quantized result has the scale of the operands."""
    one_shape: bool = False
    """The operands do not broadcast."""


UNARY = {
    "EXP": Row(("FLOAT32", "QINT8", "QINT16"), -4, 2),
    "LOG": Row(("FLOAT32", "QINT8", "QINT16"), 0.25, 8),
    "SQRT": Row(("FLOAT32",), 0.25, 8),
    "RSQRT": Row(("FLOAT32", "QINT8", "QINT16"), 0.25, 8),
    "SIN": Row(("FLOAT32",)),
    "COS": Row(("FLOAT32",)),
    "CEIL": Row(("FLOAT32",)),
    "FLOOR": Row(("FLOAT32",)),
    "ROUND": Row(("FLOAT32",)),
    "ABS": Row(("FLOAT32", "INT32", "QINT8", "QINT16")),
    "NEG": Row(("FLOAT32", "INT32", "INT64")),
    "SIGN": Row(("FLOAT32", "FLOAT64", "INT32")),
    "SQUARE": Row(("FLOAT32",)),
    "ZEROS_LIKE": Row(("FLOAT32", "INT32", "INT64")),
    "LOGICAL_NOT": Row(("BOOL",)),
}
BINARY = {
    "ADD": Row(("FLOAT32", "INT32", "INT64", "INT16", *QUANTIZED)),
    "SUB": Row(("FLOAT32", "INT32", "INT64", *QUANTIZED)),
    "MUL": Row(("FLOAT32", "INT32", "INT64", *QUANTIZED)),
    "DIV": Row(("FLOAT32", "INT32", "QUINT8"), divisor=(1, 4)),
    "FLOOR_DIV": Row(("FLOAT32", "INT32", "INT16", "INT8"), divisor=(1, 4)),
    "FLOOR_MOD": Row(("FLOAT32", "INT32", "INT64", "INT16", "INT8"), divisor=(-4, -1)),
    "MAXIMUM": Row(("FLOAT32", "INT32", "INT64", *QUANTIZED), one_scale=True),
    "MINIMUM": Row(("FLOAT32", "INT32", "INT64", *QUANTIZED), one_scale=True),
    "POW": Row(("FLOAT32", "INT32"), 0.5, 3, divisor=(0, 3)),
    "SQUARED_DIFFERENCE": Row(("FLOAT32", "INT32", "QINT8")),
    "ATAN2": Row(("FLOAT32", "FLOAT64"), one_shape=True),
    "BITWISE_XOR": Row(BITS, -100, 100),
    "RIGHT_SHIFT": Row(BITS, -100, 100, divisor=(0, 7)),
}
COMPARISON = {
    "EQUAL": Row((*COMPARED, "INT16", "BOOL"), -2, 2),
    "NOT_EQUAL": Row((*COMPARED, "BOOL"), -2, 2),
    "LESS": Row((*COMPARED, "INT16"), -2, 2),
    "LESS_EQUAL": Row(COMPARED, -2, 2),
    "GREATER": Row(COMPARED, -2, 2),
    "GREATER_EQUAL": Row((*COMPARED, "INT16"), -2, 2),
    "LOGICAL_AND": Row(("BOOL",)),
    "LOGICAL_OR": Row(("BOOL",)),
}
HAS_ACTIVATION = ("ADD", "SUB", "MUL", "DIV")
SELECTED = ("FLOAT32", "INT32", "INT64", "INT16", "UINT32", "BOOL", "QINT8", "QUINT8", "QINT16")


def cases() -> dict[str, st.SearchStrategy[OpCase]]:
    tables = ((_unary, UNARY), (_binary, BINARY), (_comparison, COMPARISON))
    return {
        op_name(builtin): strategy(make, builtin, row)
        for make, table in tables
        for builtin, row in table.items()
    } | {
        "tfl.add_n": strategy(_add_n),
        "tfl.select": strategy(_select),
        "tfl.select_v2": strategy(_select_v2),
    }


def _unary(d: Draws, builtin: str, row: Row) -> OpCase:
    element = d.element(row.elements, row.low, row.high)
    operand = d.tensor(d.shape(), element, row.low, row.high)
    return OpCase(builtin, (operand,), (d.like(element),))


def _pair(d: Draws, row: Row) -> tuple[Operand, Operand]:
    """At most one of them is constant."""
    lhs, rhs = [d.shape()] * 2 if row.one_shape else d.broadcast(2)
    element = d.element(row.elements, row.low, row.high)
    bounds = row.divisor or (row.low, row.high)
    other = element if row.one_scale else d.like(element, *bounds)
    constant = d.one_of((None, 0, 1))
    return (
        d.tensor(lhs, element, row.low, row.high, is_constant=constant == 0),
        d.tensor(rhs, other, *bounds, is_constant=constant == 1),
    )


def _binary(d: Draws, builtin: str, row: Row) -> OpCase:
    lhs, rhs = _pair(d, row)
    options: dict[str, Option] = {}
    if builtin in HAS_ACTIVATION:
        options["fused_activation_function"] = d.one_of(FUSED)
    result = lhs.element if row.one_scale else d.like(lhs.element, -8, 8)
    return OpCase(builtin, (lhs, rhs), (result,), options)


def _comparison(d: Draws, builtin: str, row: Row) -> OpCase:
    return OpCase(builtin, _pair(d, row), (BOOL,))


def _add_n(d: Draws) -> OpCase:
    element, shape = d.element(("FLOAT32", "INT32")), d.shape()
    operands = [d.tensor(shape, element) for _ in range(d.integer(2, 5))]
    return OpCase("ADD_N", tuple(operands), (element,))


def _select(d: Draws) -> OpCase:
    element, shape = d.element(SELECTED), d.shape()
    condition = d.one_of((shape, shape[:1], ()))
    return _selection(d, "SELECT", element, [condition, shape, shape])


def _select_v2(d: Draws) -> OpCase:
    return _selection(d, "SELECT_V2", d.element(SELECTED), d.broadcast(3))


def _selection(d: Draws, builtin: str, element: Attribute, shapes: list[Shape]) -> OpCase:
    condition, x, y = shapes
    operands = d.tensor(condition, BOOL), d.tensor(x, element), d.tensor(y, element)
    return OpCase(builtin, operands, (element,))
