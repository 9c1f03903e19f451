"""Read a TFLite file lazily: a table is a position, a field is decoded when asked for.

Nothing is copied: vectors of numbers are numpy views of the given buffer, so a memory-mapped
file costs memory only where it is touched. Every offset is checked before it is followed, so a
damaged file raises `FormatError` and never reads out of bounds.

Layout: https://flatbuffers.dev/internals/
"""

from __future__ import annotations

from typing import Any

import flatbuffers.number_types as number_types
import numpy as np
from flatbuffers import packer

from qir.tflite_format.schema import Field, TableSpec, enum_names, table

IDENTIFIER = b"TFL3"
FLAGS = {
    "bool": number_types.BoolFlags,
    "int8": number_types.Int8Flags,
    "uint8": number_types.Uint8Flags,
    "int16": number_types.Int16Flags,
    "uint16": number_types.Uint16Flags,
    "int32": number_types.Int32Flags,
    "uint32": number_types.Uint32Flags,
    "int64": number_types.Int64Flags,
    "uint64": number_types.Uint64Flags,
    "float32": number_types.Float32Flags,
    "float64": number_types.Float64Flags,
}
DTYPES = {name: np.dtype(name).newbyteorder("<") for name in FLAGS}


class FormatError(ValueError):
    """The bytes are not a TFLite model; the message says what is wrong with them."""


class Table:
    """A table in a file. Attributes are its fields; an absent field reads as its default.

    Numbers read as int, float or bool, strings as str, vectors of numbers as numpy views, and
    tables, unions and vectors of tables as `Table`s; an absent string, vector, table or union
    reads as None.
    """

    __slots__ = ("_buffer", "_position", "_vtable", "_vtable_size", "spec")

    def __init__(self, buffer: memoryview, position: int, spec: TableSpec) -> None:
        self.spec = spec
        self._buffer = buffer
        self._position = position
        _check(buffer, position, 4)
        self._vtable = position - packer.soffset.unpack_from(buffer, position)[0]
        _check(buffer, self._vtable, 4)
        self._vtable_size = packer.voffset.unpack_from(buffer, self._vtable)[0]
        _check(buffer, self._vtable, self._vtable_size)

    def __getattr__(self, name: str) -> Any:
        field = self.spec.fields.get(name)
        if field is None:
            raise AttributeError(f"table {self.spec.name} has no field {name!r}")
        return self._read(field)

    def _read(self, field: Field) -> Any:
        position = self._slot(field.slot)
        if position is None:
            return field.default
        if field.kind == "scalar" and not field.is_vector:
            return _scalar(self._buffer, position, field.type)
        if field.is_vector:
            return _vector(self._buffer, position, field)
        if field.kind == "union":
            return self._union(position, field)
        return _element(self._buffer, position, field)

    def _slot(self, slot: int) -> int | None:
        """Position of a field in the buffer; None where the table does not hold it."""
        entry = 4 + 2 * slot
        if entry + 2 > self._vtable_size:
            return None
        offset = packer.voffset.unpack_from(self._buffer, self._vtable + entry)[0]
        return self._position + offset if offset else None

    def _union(self, position: int, field: Field) -> Table | None:
        tag_position = self._slot(field.slot - 1)
        tag = 0 if tag_position is None else _scalar(self._buffer, tag_position, "uint8")
        if tag == 0:
            return None
        member = enum_names(field.type).get(tag)
        if member is None:
            raise FormatError(f"unknown member {tag} of union {field.type}")
        return Table(self._buffer, _follow(self._buffer, position), table(member))


def read_model(buffer: memoryview) -> Table:
    """The root `Model` table of a TFLite file.

    Raises FormatError where the bytes are not one.
    """
    if len(buffer) < 8:
        raise FormatError(f"a file of {len(buffer)} bytes is too short to be a TFLite model")
    identifier = bytes(buffer[4:8])
    if identifier != IDENTIFIER:
        raise FormatError(f"file identifier is {identifier!r}, a TFLite model has {IDENTIFIER!r}")
    return Table(buffer, _follow(buffer, 0), table("Model"))


def _check(buffer: memoryview, position: int, size: int) -> None:
    if position < 0 or position + size > len(buffer):
        raise FormatError(
            f"damaged: bytes {position}..{position + size} are outside the file of {len(buffer)}"
        )


def _follow(buffer: memoryview, position: int) -> int:
    _check(buffer, position, 4)
    return position + packer.uoffset.unpack_from(buffer, position)[0]


def _scalar(buffer: memoryview, position: int, type_name: str) -> Any:
    flags = FLAGS[type_name]
    _check(buffer, position, flags.bytewidth)
    return flags.packer_type.unpack_from(buffer, position)[0]


def _vector(buffer: memoryview, position: int, field: Field) -> Any:
    start = _follow(buffer, position)
    _check(buffer, start, 4)
    length = packer.uoffset.unpack_from(buffer, start)[0]
    width = FLAGS[field.type].bytewidth if field.kind == "scalar" else 4
    _check(buffer, start + 4, length * width)
    if field.kind == "scalar":
        return np.frombuffer(buffer, DTYPES[field.type], length, start + 4)
    return [_element(buffer, start + 4 + 4 * i, field) for i in range(length)]


def _element(buffer: memoryview, position: int, field: Field) -> str | Table:
    target = _follow(buffer, position)
    if field.kind == "table":
        return Table(buffer, target, table(field.type))
    _check(buffer, target, 4)
    length = packer.uoffset.unpack_from(buffer, target)[0]
    _check(buffer, target + 4, length)
    # Names are bytes in real files; surrogates carry what is not UTF-8 to the writer unharmed.
    return str(buffer[target + 4 : target + 4 + length], "utf-8", "surrogateescape")
