"""Fields of the TFLite format as IR attributes, and back: one rule per kind of field.

| field | attribute |
|---|---|
| enum | its member's name, `"SAME"` |
| bool, integer, float | `true`, `1 : i32`, `1.0 : f32` |
| vector of integers | `[1, 2]` of i64 |
| other vectors of numbers | `array<i8: 1, 2>` |
| string, vector of strings | `"text"`, `["a", "b"]` |
| table, union, vector of tables | dictionary of the fields that differ from their default |
"""

from __future__ import annotations

import math
from collections.abc import Container, Iterable, Mapping
from functools import cache
from typing import Any, cast

import numpy as np
from xdsl.dialects.builtin import (
    ArrayAttr,
    BytesAttr,
    DenseArrayBase,
    DictionaryAttr,
    Float32Type,
    Float64Type,
    FloatAttr,
    IntegerAttr,
    IntegerType,
    StringAttr,
    f32,
    f64,
    i1,
)
from xdsl.ir import Attribute

from qir.attributes import FALSE, TRUE, int_attr, integer, items, string, text
from qir.tflite_format.reader import Table
from qir.tflite_format.record import Record
from qir.tflite_format.schema import Field, enum_names, enum_values, table

UNION_MEMBER = "table"
"""Key of a union's dictionary that names the member table."""

FLOATS: dict[str, Float32Type | Float64Type] = {"float32": f32, "float64": f64}
_BYTE_VECTORS = {"uint8", "int8", "bool"}


class RecordError(ValueError):
    """An attribute does not fit its field; the message says what was expected."""


def to_attribute(field: Field, value: Any) -> Attribute:
    """The attribute of a field's value, as `Table` reads it."""
    if field.is_vector:
        return _vector_attribute(field, value)
    if field.type in FLOATS:
        return FloatAttr(value, FLOATS[field.type])
    if field.kind == "scalar":
        return _integer_attribute(field, value)
    if field.kind == "string":
        return string(value)
    if field.kind == "table":
        return record_attribute(value)
    return record_attribute(value, {UNION_MEMBER: StringAttr(value.spec.name)})


def record_attribute(
    record: Table | Record, extra: dict[str, Attribute] | None = None, *, skip: Container[str] = ()
) -> DictionaryAttr:
    """A table as a dictionary of the fields that differ from their default."""
    return DictionaryAttr({**(extra or {}), **field_attributes(record, skip)})


def field_attributes(record: Table | Record, skip: Container[str] = ()) -> dict[str, Attribute]:
    """The attributes of a table's fields, but for `skip`, that differ from their default."""
    return {
        field.name: to_attribute(field, value)
        for field, value in record.present(skip)
        if value is not None and (field.is_vector or value != field.default)
    }


def from_attribute(field: Field, attribute: Attribute) -> Any:
    """The value of a field, as `Record` takes it.

    Raises RecordError where the attribute is not one that `to_attribute` gives for the field.
    """
    if field.is_vector:
        return _vector_value(field, attribute)
    if field.kind == "string" and (characters := text(attribute)) is not None:
        return characters
    if field.kind == "table":
        return record_of(field.type, attribute)
    if field.kind == "union" and isinstance(attribute, DictionaryAttr):
        member = attribute.data.get(UNION_MEMBER)
        if isinstance(member, StringAttr) and member.data in enum_values(field.type):
            return record_of(member.data, attribute)
    if field.kind == "scalar":
        return _scalar_value(field, attribute)
    raise RecordError(f"{field.name} is {attribute}; expected {field.type}")


def record_of(name: str, attribute: Attribute | None) -> Record:
    """The table that `record_attribute` made the dictionary of."""
    if not isinstance(attribute, DictionaryAttr):
        raise RecordError(f"{attribute} is not a dictionary of fields of {name}")
    return Record(name, **field_values(name, attribute.data))


def field_values(name: str, entries: Mapping[str, Attribute]) -> dict[str, Any]:
    """The values of a table's fields, given their attributes."""
    fields = table(name).fields
    values: dict[str, Any] = {}
    for key, entry in entries.items():
        if key == UNION_MEMBER:
            continue
        if key not in fields:
            raise RecordError(f"{name} has no field {key!r}")
        values[key] = from_attribute(fields[key], entry)
    return values


def _integer_attribute(field: Field, value: int) -> Attribute:
    if field.enum and (member := enum_names(field.enum).get(value)):
        return _member(member)
    if field.type == "bool":
        return TRUE if value else FALSE
    return int_attr(int(value), 64 if field.type in ("int64", "uint32", "uint64") else 32)


@cache
def _member(name: str) -> StringAttr:
    """One object for each member of an enum."""
    return StringAttr(name)


def integers(values: Iterable[int]) -> ArrayAttr[IntegerAttr[IntegerType]]:
    """The attribute of a vector of integers."""
    return ArrayAttr([int_attr(value, 64) for value in values])


def _scalar_value(field: Field, attribute: Attribute) -> Any:
    if field.enum and (member := text(attribute)) is not None:
        members = enum_values(field.enum)
        if member not in members:
            raise RecordError(f"{field.name} is {attribute}; expected one of {', '.join(members)}")
        return members[member]
    if field.type in FLOATS and isinstance(attribute, FloatAttr):
        number: float = attribute.value.data
        if math.isfinite(number) and abs(number) > float(np.finfo(field.type).max):
            raise RecordError(f"{field.name} is {number}; expected {field.type}")
        return number
    if isinstance(attribute, IntegerAttr) and field.type not in FLOATS:
        value: int = attribute.value.data
        if field.type == "bool":
            return bool(value)
        if cast("IntegerAttr[Any]", attribute).type == i1:
            raise RecordError(f"{field.name} is {attribute}; expected {field.type}")
        low, high = _bounds(field.type)
        if not low <= value <= high:
            raise RecordError(f"{field.name} is {value}; expected {low}..{high}")
        return value
    raise RecordError(f"{field.name} is {attribute}; expected {field.enum or field.type}")


@cache
def _bounds(integers: str) -> tuple[int, int]:
    """Least and greatest value of an integer type."""
    info = np.iinfo(integers)
    return int(info.min), int(info.max)


def _vector_attribute(field: Field, value: Any) -> Attribute:
    if field.kind == "string":
        return ArrayAttr([string(item) for item in value])
    if field.kind == "table":
        return ArrayAttr([record_attribute(item) for item in value])
    if field.type in _BYTE_VECTORS:
        return DenseArrayBase(IntegerType(8), BytesAttr(np.asarray(value, "u1").tobytes()))
    if field.type in FLOATS:
        dtype = np.dtype(field.type).newbyteorder("<")
        return DenseArrayBase(FLOATS[field.type], BytesAttr(np.asarray(value, dtype).tobytes()))
    return integers(value.tolist() if isinstance(value, np.ndarray) else value)


def _float(attribute: Attribute) -> float | None:
    return attribute.value.data if isinstance(attribute, FloatAttr) else None


def _vector_value(field: Field, attribute: Attribute) -> Any:
    if isinstance(attribute, DenseArrayBase):
        content = cast("DenseArrayBase[Any]", attribute).data.data
        if field.type in _BYTE_VECTORS:
            return np.frombuffer(content, "u1").astype(field.type)
        if field.type in FLOATS:
            return np.frombuffer(content, np.dtype(field.type).newbyteorder("<"))
    elif attribute.name == ArrayAttr.name:
        members = items(attribute)
        if field.kind == "table":
            return [record_of(field.type, member) for member in members]
        read = text if field.kind == "string" else _float if field.type in FLOATS else integer
        values = [read(member) for member in members]
        if None not in values:
            return values
    raise RecordError(f"{field.name} is {attribute}; expected a vector of {field.type}")
