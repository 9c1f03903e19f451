"""Write a TFLite file as a stream: all tables first, then the weights, one after the other.

A flatbuffer reference is a forward distance, so the tables can be built with a placeholder for
each weight vector, and the placeholder patched once the vector's place in the file is known.
Weights therefore never enter the builder: each is produced when its turn comes and is written
straight to the file, 16-byte aligned as the schema asks.

Equal vectors of numbers and equal strings are written once and referred to as often as needed:
a per-channel model would otherwise hold its shapes and zero points many times over.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO, Protocol

import numpy as np

from qir.tflite_format.reader import DTYPES, IDENTIFIER, UOFFSET, FormatError, Table
from qir.tflite_format.schema import (
    LETTERS,
    REFERENCE,
    TAG,
    Field,
    TableSpec,
    enum_values,
    table,
)

ALIGNMENT = 16
MAX_INLINE_BYTES = 2**31 - 1
_PLACEHOLDER = 0xFFFFFFFF


class Record:
    """A table to be written; attributes are its fields, set by keyword.

    Takes what `Table` gives, plus lists of numbers; `Table`s themselves can be written too.
    """

    __slots__ = ("assigned", "spec")

    def __init__(self, name: str, /, **values: Any) -> None:
        self.spec = table(name)
        if unknown := values.keys() - self.spec.fields.keys():
            raise TypeError(f"table {name} has no field {min(unknown)!r}")
        self.assigned = values

    def __getattr__(self, name: str) -> Any:
        field = self.spec.fields.get(name)
        if field is None:
            raise AttributeError(f"table {self.spec.name} has no field {name!r}")
        return self.assigned.get(name, field.default)

    def present(self, skip: tuple[str, ...] = ()) -> Iterator[tuple[Field, Any]]:
        """The fields that are set, but for `skip`, with their values, as the format has them."""
        assigned = self.assigned
        for name, field in self.spec.fields.items():
            if name in assigned and name not in skip:
                yield field, assigned[name]


class Payload(Protocol):
    """The bytes of a weight: size known now, content produced when it is written."""

    @property
    def nbytes(self) -> int: ...

    def to_bytes(self) -> memoryview: ...


class _Layout:
    """Where a table has its fields, given which there are and how many bytes come after it.

    From the end of the table to its start: the fields in the order of their slots, each aligned to
    its own size, then the distance to the vtable.
    """

    __slots__ = ("pack", "references", "size", "vtable", "widest")

    def __init__(self, spec: TableSpec, slots: tuple[int, ...], after: int) -> None:
        numbers = {f.slot: LETTERS[f.type] for f in spec.fields.values() if f.is_number}
        numbers |= {f.slot - 1: TAG for f in spec.fields.values() if f.kind == "union"}
        letters = [numbers.get(slot, REFERENCE) for slot in slots]
        size, spelled, ends = 0, "", list[int]()
        for letter in (*letters, "i"):
            padding = -(after + size) % struct.calcsize(letter)
            size += padding + struct.calcsize(letter)
            spelled = f"{letter}{padding}x{spelled}"
            ends.append(size)
        places = {slot: size - end for slot, end in zip(slots, ends, strict=False)}
        entries = [places.get(slot, 0) for slot in range(max(slots, default=-1) + 1)]
        self.size = size
        self.widest = max(map(struct.calcsize, letters), default=0)
        self.pack = struct.Struct(f"<{spelled}").pack
        self.vtable = struct.pack(f"<{2 + len(entries)}H", 4 + 2 * len(entries), size, *entries)
        self.references = [(i, places[s]) for i, s in enumerate(slots) if s not in numbers]
        """Which of the fields refer to something, counted as in `slots`, and where they are."""


class _Builder:
    """One file under construction, from its end to its start: the pieces and their places.

    A place is the number of bytes from the start of a thing to the end of the file.
    """

    def __init__(self) -> None:
        self.pieces: list[bytes] = []
        self.size = 0
        self.widest = 4
        self.layouts: dict[tuple[str, int, tuple[int, ...]], _Layout] = {}
        self.written: dict[tuple[str, bytes] | str | bytes, int] = {}
        """The places of vectors of numbers, of strings and of vtables."""
        self.payloads: list[tuple[int, Payload]] = []
        """Those met so far, and the place of what refers to each."""

    def finish(self, root: Table | Record) -> bytearray:
        """The whole file, but for what the payloads' places say once they are filled in."""
        place = self.table(root)
        self._align(8, self.widest)
        self._add(IDENTIFIER)
        self._add(UOFFSET.pack(self.size + 4 - place))
        return bytearray().join(reversed(self.pieces))

    def table(self, source: Table | Record) -> int:
        """Write what the table refers to, then the table; returns its place."""
        slots: list[int] = []
        values: list[Any] = []
        for field, value in source.present():
            if value is None or (field.is_number and value == field.default):
                continue
            if field.kind == "union":
                slots.append(field.slot - 1)
                values.append(enum_values(field.type)[value.spec.name])
            slots.append(field.slot)
            values.append(value if field.is_number else self._target(field, value))
        layout = self._layout(source.spec, tuple(slots))
        start = self.size + layout.size
        for index, place in layout.references:
            target = values[index]
            if isinstance(target, int):
                values[index] = start - place - target
            else:
                values[index] = _PLACEHOLDER
                self.payloads.append((start - place, target))
        vtable = self.written.get(layout.vtable, start + len(layout.vtable))
        self._add(_packed(source.spec.name, layout.pack, vtable - start, *reversed(values)))
        if vtable > start:
            self.written[layout.vtable] = vtable
            self._add(layout.vtable)
        return start

    def _layout(self, spec: TableSpec, slots: tuple[int, ...]) -> _Layout:
        key = spec.name, self.size % 8, slots
        if key not in self.layouts:
            self.layouts[key] = _Layout(spec, slots, self.size)
            self.widest = max(self.widest, self.layouts[key].widest)
        return self.layouts[key]

    def _target(self, field: Field, value: Any) -> int | Payload:
        """Write what a field refers to; returns its place, unless it comes after all tables."""
        if not field.is_vector:
            return self._element(field, value)
        if field.kind == "scalar":
            return value if hasattr(value, "to_bytes") else self._numbers(field, value)
        targets = [self._element(field, item) for item in value]
        self._align(0, 4)
        first = self.size + 4 * len(targets)
        distances = [first - 4 * index - target for index, target in enumerate(targets)]
        self._add(struct.pack(f"<I{len(targets)}I", len(targets), *distances))
        return self.size

    def _element(self, field: Field, value: Any) -> int:
        if field.kind != "string":
            return self.table(value)
        if value not in self.written:
            content = value.encode("utf-8", "surrogateescape")
            self._align(len(content) + 1, 4)
            self._add(UOFFSET.pack(len(content)) + content + b"\0")
            self.written[value] = self.size
        return self.written[value]

    def _numbers(self, field: Field, value: Any) -> int:
        letter = LETTERS[field.type]
        if isinstance(value, np.ndarray):
            content = np.asarray(value, DTYPES[field.type]).tobytes()
        else:
            content = _packed(field.name, struct.Struct(f"<{len(value)}{letter}").pack, *value)
        key = field.type, content
        if key not in self.written:
            width = struct.calcsize(letter)
            self.widest = max(self.widest, width)
            self._align(len(content), max(4, width))
            self._add(UOFFSET.pack(len(content) // width) + content)
            self.written[key] = self.size
        return self.written[key]

    def _align(self, before: int, width: int) -> None:
        """Fill up so that what is written once `before` bytes are is aligned."""
        if padding := -(self.size + before) % width:
            self._add(bytes(padding))

    def _add(self, piece: bytes) -> None:
        self.pieces.append(piece)
        self.size += len(piece)


def _packed(what: str, pack: Callable[..., bytes], *values: Any) -> bytes:
    try:
        return pack(*values)
    except (struct.error, OverflowError) as error:
        raise FormatError(f"{what} holds a number the format cannot: {error}") from error


def write_model(
    model: Table | Record, out: BinaryIO, progress: Callable[[int, int], None] | None = None
) -> int:
    """Write a `Model` table and its payloads to `out`; returns the file's size in bytes.

    `progress` is told the bytes done and in all after each payload. Raises FormatError when the
    file would pass 2 GiB, the reach of an inline vector.
    """
    builder = _Builder()
    header = builder.finish(model)
    end = len(header)
    places: list[tuple[int, Payload]] = []
    for from_end, payload in builder.payloads:
        start = -(-(end + 4) // ALIGNMENT) * ALIGNMENT
        reference = len(header) - from_end
        UOFFSET.pack_into(header, reference, start - 4 - reference)
        places.append((start, payload))
        end = start + payload.nbytes
        if end > MAX_INLINE_BYTES:
            raise FormatError("the model would be larger than 2 GiB, which QIR cannot write yet")
    out.write(header)
    position = len(header)
    for start, payload in places:
        out.write(bytes(start - 4 - position))
        out.write(UOFFSET.pack(payload.nbytes))
        out.write(payload.to_bytes())
        position = start + payload.nbytes
        if progress:
            progress(position, end)
    return position
