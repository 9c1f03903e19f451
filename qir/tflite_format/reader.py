"""Read a TFLite file lazily: a table is a position, a field is decoded when asked for.

Nothing is copied: vectors of numbers are numpy views of the given buffer, so a memory-mapped
file costs memory only where it is touched. Every offset is checked before it is followed, so a
damaged file raises `FormatError` and never reads out of bounds.

Layout: https://flatbuffers.dev/internals/
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Any

import flatbuffers.number_types as number_types
import numpy as np
from flatbuffers import packer

from qir.tflite_format.schema import Field, TableSpec, enum_names, table

IDENTIFIER = b"TFL3"
LOCATION = "buffer_location"
"""Name of the metadata of a file that has weights outside of the flatbuffer."""
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

    __slots__ = ("_file", "_offsets", "_position", "spec")

    def __init__(self, file: File, position: int, spec: TableSpec) -> None:
        self.spec = spec
        self._file = file
        self._position = position
        _check(file.buffer, position, 4)
        self._offsets = file.vtable(position - packer.soffset.unpack_from(file.buffer, position)[0])

    def __getattr__(self, name: str) -> Any:
        field = self.spec.fields.get(name)
        if field is None:
            raise AttributeError(f"table {self.spec.name} has no field {name!r}")
        offset = self._offset(field.slot)
        return self._read(field, offset) if offset else field.default

    def present(self, skip: tuple[str, ...] = ()) -> Iterator[tuple[Field, Any]]:
        """The fields that the table holds, but for `skip`, with their values."""
        for field in self.spec.fields.values():
            offset = self._offset(field.slot)
            if offset and field.name not in skip:
                yield field, self._read(field, offset)

    def place(self, name: str) -> tuple[int, int]:
        """Where in the file the bytes of a vector begin, and how many there are; 0 if absent."""
        field = self.spec.fields[name]
        offset = self._offset(field.slot)
        return _bounds(self._file.buffer, self._position + offset, field) if offset else (0, 0)

    def _offset(self, slot: int) -> int:
        """Where in the table a field is; 0 where the table does not hold it."""
        offsets = self._offsets
        return offsets[slot] if slot < len(offsets) else 0

    def _read(self, field: Field, offset: int) -> Any:
        position = self._position + offset
        if field.is_vector:
            return _vector(self._file, position, field)
        if field.kind == "scalar":
            return _scalar(self._file.buffer, position, field.type)
        if field.kind == "union":
            return self._union(position, field)
        return _element(self._file, position, field)

    def _union(self, position: int, field: Field) -> Table | None:
        tag_offset = self._offset(field.slot - 1)
        if not tag_offset:
            return None
        tag = _scalar(self._file.buffer, self._position + tag_offset, "uint8")
        if tag == 0:
            return None
        member = enum_names(field.type).get(tag)
        if member is None:
            raise FormatError(f"unknown member {tag} of union {field.type}")
        return Table(self._file, _follow(self._file.buffer, position), table(member))


class File:
    """The bytes, and the vtables read so far: most tables of a file share a few of them."""

    __slots__ = ("_vtables", "buffer")

    def __init__(self, buffer: memoryview) -> None:
        self.buffer = buffer
        self._vtables: dict[int, tuple[int, ...]] = {}

    def vtable(self, position: int) -> tuple[int, ...]:
        """The offset of each field from the start of a table, by slot."""
        if position not in self._vtables:
            _check(self.buffer, position, 4)
            size = packer.voffset.unpack_from(self.buffer, position)[0]
            _check(self.buffer, position, size)
            count = max(0, size - 4) // 2
            self._vtables[position] = struct.unpack_from(f"<{count}H", self.buffer, position + 4)
        return self._vtables[position]


def read_model(buffer: memoryview) -> Table:
    """The root `Model` table of a TFLite file.

    Raises FormatError where the bytes are not one.
    """
    if len(buffer) < 8:
        raise FormatError(f"a file of {len(buffer)} bytes is too short to be a TFLite model")
    identifier = bytes(buffer[4:8])
    if identifier != IDENTIFIER:
        raise FormatError(f"file identifier is {identifier!r}, a TFLite model has {IDENTIFIER!r}")
    return Table(File(buffer), _follow(buffer, 0), table("Model"))


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


def _bounds(buffer: memoryview, position: int, field: Field) -> tuple[int, int]:
    """The first byte of a vector's elements, and the number of bytes."""
    start = _follow(buffer, position)
    _check(buffer, start, 4)
    length = packer.uoffset.unpack_from(buffer, start)[0]
    width = FLAGS[field.type].bytewidth if field.kind == "scalar" else 4
    _check(buffer, start + 4, length * width)
    return start + 4, length * width


def _vector(file: File, position: int, field: Field) -> Any:
    start, size = _bounds(file.buffer, position, field)
    if field.kind == "scalar":
        dtype = DTYPES[field.type]
        return np.frombuffer(file.buffer, dtype, size // dtype.itemsize, start)
    return [_element(file, at, field) for at in range(start, start + size, 4)]


def _element(file: File, position: int, field: Field) -> str | Table:
    buffer = file.buffer
    target = _follow(buffer, position)
    if field.kind == "table":
        return Table(file, target, table(field.type))
    _check(buffer, target, 4)
    length = packer.uoffset.unpack_from(buffer, target)[0]
    _check(buffer, target + 4, length)
    # Names are bytes in real files; surrogates carry what is not UTF-8 to the writer unharmed.
    return str(buffer[target + 4 : target + 4 + length], "utf-8", "surrogateescape")
