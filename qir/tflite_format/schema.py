"""The TFLite schema as data: what tables, fields, enums and operators a file may hold.

`schema.json` is written by `generate.py`; nothing here is specific to one table or operator.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

Kind = Literal["scalar", "string", "table", "union"]

LETTERS = {
    "bool": "?",
    "int8": "b",
    "uint8": "B",
    "int16": "h",
    "uint16": "H",
    "int32": "i",
    "uint32": "I",
    "int64": "q",
    "uint64": "Q",
    "float32": "f",
    "float64": "d",
}
"""Scalar types as Python's `struct` spells them."""
REFERENCE, TAG = LETTERS["uint32"], LETTERS["uint8"]
"""What a table holds of a string, vector or table, which lies elsewhere, and beside it of a union.
"""


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """One field of a table; there is one object for it, so it is hashed and compared as that.

    `type` is a scalar type (`int32`), a table or a union name, by `kind`; `enum` names the enum
    a scalar holds. Of a number a table holds the value, of all else where it is. A union's type
    tag is the field before it and never shows: readers and writers give and take the member
    table.
    """

    name: str
    slot: int
    kind: Kind
    type: str
    is_vector: bool
    default: Any
    enum: str | None
    is_number: bool


@dataclass(frozen=True, slots=True)
class TableSpec:
    """A table and its fields by name, in slot order."""

    name: str
    slots: int
    fields: dict[str, Field]


@dataclass(frozen=True, slots=True, eq=False)
class Operator:
    """A builtin operator: enum name (`CONV_2D`), code, and its options table if it has one.

    There is one object for it, as for a field.
    """

    name: str
    code: int
    options: str | None


@cache
def _raw() -> dict[str, Any]:
    return json.loads(files("qir.tflite_format").joinpath("schema.json").read_text())


@cache
def enum_values(enum: str) -> dict[str, int]:
    """Member name to value, by value."""
    return _raw()["enums"][enum]


@cache
def enum_names(enum: str) -> dict[int, str]:
    """Value to member name."""
    return {value: name for name, value in enum_values(enum).items()}


@cache
def operator_by_code(code: int) -> Operator | None:
    """The builtin operator of a code; None for a code this schema does not know."""
    name = enum_names("BuiltinOperator").get(code)
    return None if name is None else operator_by_name(name)


@cache
def operator_by_name(name: str) -> Operator:
    entry = _raw()["operators"][name]
    return Operator(name, entry["code"], entry["options"])


def operators() -> tuple[Operator, ...]:
    """Every builtin operator, by code."""
    return tuple(operator_by_name(name) for name in _raw()["operators"])


@cache
def union_of_options(options: str) -> str:
    """The union (`BuiltinOptions` or `BuiltinOptions2`) that an options table is a member of."""
    in_first = options in enum_values("BuiltinOptions")
    return "BuiltinOptions" if in_first else "BuiltinOptions2"


def tables() -> tuple[str, ...]:
    """The name of every table."""
    return tuple(_raw()["tables"])


@cache
def table(name: str) -> TableSpec:
    rows: list[list[Any] | None] = _raw()["tables"][name]
    fields = [_field(slot, *row) for slot, row in enumerate(rows) if row is not None]
    unions = {f.name for f in fields if f.kind == "union"}
    visible = {f.name: f for f in fields if f.name.removesuffix("_type") not in unions - {f.name}}
    return TableSpec(name, len(rows), visible)


def _field(slot: int, name: str, spelled: str, default: Any) -> Field:
    is_vector = spelled.startswith("[")
    head, _, tail = spelled.strip("[]").partition(":")
    if head == "table" or head == "union":
        return Field(name, slot, head, tail, is_vector, default, None, False)
    if head == "string":
        return Field(name, slot, "string", head, is_vector, default, None, False)
    return Field(name, slot, "scalar", head, is_vector, default, tail or None, not is_vector)
