"""Read a TFLite file lazily: a table is a position, a field is decoded when asked for.

Nothing is copied: vectors of numbers are numpy views of the given buffer, so a memory-mapped
file costs memory only where it is touched. Every offset is checked before it is followed, so a
damaged file raises `FormatError` and never reads out of bounds.

Layout: https://flatbuffers.dev/internals/
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Container, Iterator
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from qir.tflite_format.schema import LETTERS, Field, TableSpec, enum_names, table

if TYPE_CHECKING:
    import numpy.typing as npt

IDENTIFIER = b"TFL3"
LOCATION = "buffer_location"
"""Name of the metadata of a file that has weights outside of the flatbuffer."""
UOFFSET, SOFFSET, VOFFSET = struct.Struct("<I"), struct.Struct("<i"), struct.Struct("<H")


class FormatError(ValueError):
    """The bytes are not a TFLite model; the message says what is wrong with them."""


class Table:
    """A table in a file. Attributes are its fields; an absent field reads as its default.
    `table["name"]` is `table.name` and three times as fast.

    Numbers read as int, float or bool, strings as str, vectors of numbers as numpy views, and
    tables, unions and vectors of tables as `Table`s; an absent string, vector, table or union
    reads as None.
    """

    __slots__ = ("_file", "_held", "_position", "spec")

    def __init__(self, file: File, position: int, spec: TableSpec) -> None:
        self.spec = spec
        self._file = file
        self._position = position
        self._held = file.held_by(position, spec)

    def __getattr__(self, name: str) -> Any:
        if name not in self.spec.fields:
            raise AttributeError(f"table {self.spec.name} has no field {name!r}")
        return self[name]

    def __getitem__(self, name: str) -> Any:
        held = self._held.get(name)
        if held is None:
            return self.spec.fields[name].default
        return held.read(self._file, self._position + held.offset)

    def present(self, skip: Container[str] = ()) -> Iterator[tuple[Field, Any]]:
        """The fields that the table holds, but for `skip`, with their values."""
        for name, held in self._held.items():
            if name not in skip:
                yield held.field, held.read(self._file, self._position + held.offset)

    def holds_any(self, names: frozenset[str]) -> bool:
        return not names.isdisjoint(self._held)

    def integers(self, name: str) -> tuple[int, ...]:
        """A vector of integers, empty where it is absent; faster than a view where they are few."""
        held = self._held.get(name)
        if held is None:
            return ()
        letter = LETTERS[held.field.type]
        place = self._position + held.offset
        start, length = _vector(self._file, place, struct.calcsize(letter))
        return struct.unpack_from(f"<{length}{letter}", self._file.buffer, start)

    def place(self, name: str) -> tuple[int, int]:
        """Where in the file the bytes of a vector begin, and how many there are; 0 if absent."""
        if (held := self._held.get(name)) is None:
            return 0, 0
        width = dtype_of(held.field.type).itemsize
        start, length = _vector(self._file, self._position + held.offset, width)
        return start, length * width


class _Held(NamedTuple):
    """A field that a table holds: where in the table, and how to read what is there."""

    field: Field
    offset: int
    read: Callable[[File, int], Any]


class File:
    """The bytes, and what their vtables say, once for all tables that share them."""

    __slots__ = ("_vtables", "buffer", "size")

    def __init__(self, buffer: memoryview) -> None:
        self.buffer = buffer
        self.size = len(buffer)
        self._vtables: dict[tuple[int, str], tuple[int, dict[str, _Held]]] = {}

    def held_by(self, position: int, spec: TableSpec) -> dict[str, _Held]:
        """The fields of the table at a position that was checked; they all lie within the file."""
        vtable = position - SOFFSET.unpack_from(self.buffer, position)[0]
        key = vtable, spec.name
        known = self._vtables.get(key)
        if known is None:
            known = self._vtables[key] = self._vtable(vtable, spec)
        size, held = known
        if position + size > self.size:
            raise _damage(self, position, size)
        return held

    def _vtable(self, position: int, spec: TableSpec) -> tuple[int, dict[str, _Held]]:
        """How far from the start of a table its fields reach, and which they are."""
        if position < 0 or position + 4 > self.size:
            raise _damage(self, position, 4)
        size = VOFFSET.unpack_from(self.buffer, position)[0]
        if position + size > self.size:
            raise _damage(self, position, size)
        count = max(0, size - 4) // 2
        offsets = dict(enumerate(struct.unpack_from(f"<{count}H", self.buffer, position + 4)))
        reach, held = 0, dict[str, _Held]()
        for field in spec.fields.values():
            if offset := offsets.get(field.slot):
                tag = offsets.get(field.slot - 1, 0)
                width = dtype_of(field.type).itemsize if field.is_number else UOFFSET.size
                reach = max(reach, offset + width, tag + 1)
                held[field.name] = _Held(field, offset, _reader(field, tag - offset if tag else 0))
        return reach, held


@cache
def dtype_of(number: str) -> np.dtype[Any]:
    """Numbers of a vector in a file, by the name of their type in the schema."""
    return np.dtype(number).newbyteorder("<")


def read_model(buffer: memoryview) -> Table:
    """The root `Model` table of a TFLite file.

    Raises FormatError where the bytes are not one.
    """
    if len(buffer) < 8:
        raise FormatError(f"a file of {len(buffer)} bytes is too short to be a TFLite model")
    identifier = bytes(buffer[4:8])
    if identifier != IDENTIFIER:
        raise FormatError(f"file identifier is {identifier!r}, a TFLite model has {IDENTIFIER!r}")
    file = File(buffer)
    return Table(file, _follow(file, 0), table("Model"))


def _damage(file: File, position: int, size: int) -> FormatError:
    end = position + size
    return FormatError(f"damaged: bytes {position}..{end} are outside the file of {file.size}")


def _follow(file: File, position: int) -> int:
    """Where the thing is that a reference leads to; it begins with four bytes or more."""
    target = position + UOFFSET.unpack_from(file.buffer, position)[0]
    if target + 4 > file.size:
        raise _damage(file, target, 4)
    return target


def _reader(field: Field, to_tag: int) -> Callable[[File, int], Any]:
    """Reads a field from where a table holds it; a union's tag is `to_tag` bytes further on."""
    if field.is_number:
        unpack = struct.Struct(f"<{LETTERS[field.type]}").unpack_from
        return lambda file, position: unpack(file.buffer, position)[0]
    if field.kind == "scalar":
        dtype = dtype_of(field.type)
        return lambda file, position: _numbers(file, position, dtype)
    if field.kind == "union":
        return lambda file, position: _union(file, position, to_tag, field.type)
    read = _string if field.kind == "string" else _table_reader(table(field.type))
    if not field.is_vector:
        return read

    def read_all(file: File, position: int) -> list[Any]:
        start, length = _vector(file, position, UOFFSET.size)
        return [read(file, start + UOFFSET.size * i) for i in range(length)]

    return read_all


def _table_reader(spec: TableSpec) -> Callable[[File, int], Table]:
    return lambda file, position: Table(file, _follow(file, position), spec)


def _vector(file: File, position: int, width: int) -> tuple[int, int]:
    """Where the first element of a vector is, and how many there are."""
    start = _follow(file, position)
    length = UOFFSET.unpack_from(file.buffer, start)[0]
    if start + 4 + length * width > file.size:
        raise _damage(file, start + 4, length * width)
    return start + 4, length


def _numbers(file: File, position: int, dtype: np.dtype[Any]) -> npt.NDArray[Any]:
    start, length = _vector(file, position, dtype.itemsize)
    return np.frombuffer(file.buffer, dtype, length, start)


def _string(file: File, position: int) -> str:
    start, length = _vector(file, position, 1)
    # Names are bytes in real files; surrogates carry what is not UTF-8 to the writer unharmed.
    return str(file.buffer[start : start + length], "utf-8", "surrogateescape")


def _union(file: File, position: int, to_tag: int, union: str) -> Table | None:
    tag = file.buffer[position + to_tag] if to_tag else 0
    if tag == 0:
        return None
    member = enum_names(union).get(tag)
    if member is None:
        raise FormatError(f"unknown member {tag} of union {union}")
    return Table(file, _follow(file, position), table(member))
