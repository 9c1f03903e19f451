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
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO, Protocol

import numpy as np

from qir.tflite_format.reader import IDENTIFIER, LOCATION, UOFFSET, FormatError, Table, dtype_of
from qir.tflite_format.record import Record
from qir.tflite_format.schema import (
    LETTERS,
    REFERENCE,
    TAG,
    Field,
    TableSpec,
    enum_values,
)

if TYPE_CHECKING:
    import numpy.typing as npt

ALIGNMENT = 16
MAX_INLINE_BYTES = 2**31 - 2
"""LiteRT takes no more than this for a flatbuffer: what it checks, and what vectors can be in."""
OVERREAD = 16
"""Zeros at the end of a file whose weights are outside: XNNPACK's kernels read that far past
their operands, which must not be past the file."""
OUTSIDE = {
    "Buffer": ("data", "offset", "size"),
    "Operator": (
        "custom_options",
        "large_custom_options_offset",
        "large_custom_options_size",
    ),
}
"""The vectors that can be outside of the flatbuffer, and the fields that then say where."""
MAX_VECTOR_IN_TABLES = 1 << 20
"""Custom options up to this size stay in the tables, since not every runtime looks outside."""
_PLACEHOLDER = 0xFFFFFFFF
_UNKNOWN = 2
"""Any offset that is valid."""


class Payload(Protocol):
    """The bytes of a weight: size known now, content produced part by part as it is written."""

    @property
    def nbytes(self) -> int: ...

    def parts(self) -> Iterable[memoryview]: ...


@dataclass(frozen=True, slots=True)
class _Bytes:
    """Bytes at hand, as a payload."""

    content: npt.NDArray[np.uint8]

    @property
    def nbytes(self) -> int:
        return self.content.nbytes

    def parts(self) -> Iterable[memoryview]:
        content: Any = self.content
        return [memoryview(content)]


_Moved = tuple[Record, str, Payload]
"""A table, its field for the offset of what was moved out of it, and that."""


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
            if value is None:
                continue
            if field.is_number:
                if value != field.default:
                    slots.append(field.slot)
                    values.append(value)
                continue
            if field.kind == "union":
                slots.append(field.slot - 1)
                values.append(enum_values(field.type)[value.spec.name])
            slots.append(field.slot)
            values.append(self._target(field, value))
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
        try:
            self._add(layout.pack(vtable - start, *reversed(values)))
        except (struct.error, OverflowError) as error:
            raise _unheld(source.spec.name, error) from error
        if vtable > start:
            self.written[layout.vtable] = vtable
            self._add(layout.vtable)
        return start

    def _layout(self, spec: TableSpec, slots: tuple[int, ...]) -> _Layout:
        key = spec.name, self.size % 8, slots
        layout = self.layouts.get(key)
        if layout is None:
            layout = self.layouts[key] = _Layout(spec, slots, self.size)
            self.widest = max(self.widest, layout.widest)
        return layout

    def _target(self, field: Field, value: Any) -> int | Payload:
        """Write what a field refers to; returns its place, unless it comes after all tables."""
        if not field.is_vector:
            return self._element(field, value)
        if field.kind == "scalar":
            return value if hasattr(value, "parts") else self._numbers(field, value)
        targets = [self._element(field, item) for item in value]
        self._align(0, 4)
        first = self.size + 4 * len(targets)
        distances = [first - 4 * index - target for index, target in enumerate(targets)]
        self._add(struct.pack(f"<I{len(targets)}I", len(targets), *distances))
        return self.size

    def _element(self, field: Field, value: Any) -> int:
        if field.kind != "string":
            return self.table(value)
        place = self.written.get(value)
        if place is None:
            content = value.encode("utf-8", "surrogateescape")
            self._align(len(content) + 1, 4)
            self._add(UOFFSET.pack(len(content)) + content + b"\0")
            place = self.written[value] = self.size
        return place

    def _numbers(self, field: Field, value: Any) -> int:
        letter = LETTERS[field.type]
        if isinstance(value, np.ndarray):
            content = np.asarray(value, dtype_of(field.type)).tobytes()
        else:
            try:
                content = struct.pack(f"<{len(value)}{letter}", *value)
            except (struct.error, OverflowError) as error:
                raise _unheld(field.name, error) from error
        key = field.type, content
        place = self.written.get(key)
        if place is None:
            width = struct.calcsize(letter)
            self.widest = max(self.widest, width)
            self._align(len(content), max(4, width))
            self._add(UOFFSET.pack(len(content) // width) + content)
            place = self.written[key] = self.size
        return place

    def _align(self, before: int, width: int) -> None:
        """Fill up so that what is written once `before` bytes are is aligned."""
        if padding := -(self.size + before) % width:
            self._add(bytes(padding))

    def _add(self, piece: bytes) -> None:
        self.pieces.append(piece)
        self.size += len(piece)


def _unheld(what: str, error: Exception) -> FormatError:
    return FormatError(f"{what} holds a number the format cannot: {error}")


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a payload begins in the file, and the bytes that stand right before it."""

    start: int
    prefix: bytes
    payload: Payload


@dataclass(frozen=True, slots=True)
class _Plan:
    """A file before it is written: its tables, then payloads in the order of their places."""

    tables: bytearray
    places: list[_Place]
    size: int


def write_model(
    model: Table | Record,
    out: BinaryIO,
    progress: Callable[[int, int], None] | None = None,
    *,
    outside: bool = False,
) -> int:
    """Write a `Model` table and its payloads to `out`; returns the file's size in bytes.

    A file that would pass 2 GiB, or any if `outside`, has its weights outside of the flatbuffer,
    by offset and size, which runtimes find only when they have the whole file at hand.
    `progress` is told the bytes done and in all, again and again. Raises FormatError where the
    tables alone, with the metadata, would pass 2 GiB.
    """
    plan = (None if outside else _inline(model)) or _outside(model)
    out.write(plan.tables)
    position = len(plan.tables)
    for place in plan.places:
        out.write(bytes(place.start - len(place.prefix) - position))
        out.write(place.prefix)
        position = place.start
        for part in place.payload.parts():
            out.write(part)
            position += len(part)
            if progress:
                progress(position, plan.size)
        assert position == place.start + place.payload.nbytes
    out.write(bytes(plan.size - position))
    return plan.size


def _inline(model: Table | Record) -> _Plan | None:
    """Payloads as vectors, in reach of the tables; None where the file would pass 2 GiB."""
    builder = _Builder()
    header = builder.finish(model)
    end = len(header)
    places: list[_Place] = []
    for from_end, payload in builder.payloads:
        start = _aligned(end + UOFFSET.size)
        end = start + payload.nbytes
        if end > MAX_INLINE_BYTES:
            return None
        prefix = UOFFSET.pack(payload.nbytes)
        reference = len(header) - from_end
        UOFFSET.pack_into(header, reference, start - len(prefix) - reference)
        places.append(_Place(start, prefix, payload))
    return _Plan(header, places, end)


def _outside(model: Table | Record) -> _Plan:
    """Payloads behind the flatbuffer, by offset and size."""
    moved: list[_Moved] = []
    rest = _without_payloads(model, moved)
    draft = _inline(rest)
    if draft is None:
        raise FormatError("the tables and metadata of the model would be larger than 2 GiB")
    places, end = draft.places, draft.size
    for record, offset, payload in moved:
        start = _aligned(end)
        record.assigned[offset] = start
        places.append(_Place(start, b"", payload))
        end = start + payload.nbytes
    # Only now the offsets are known; numbers do not change how long the tables are.
    final = _inline(rest)
    assert final and final.size == draft.size
    return _Plan(final.tables, places, end + OVERREAD)


def _without_payloads(model: Table | Record, moved: list[_Moved]) -> Record:
    """The model with offsets to be filled in where it had payloads; `moved` receives those.

    Metadata stays where it is: runtimes look for it nowhere else.
    """

    def without(source: Table | Record) -> Table | Record:
        content, offset, size = OUTSIDE[source.spec.name]
        payload = _movable(getattr(source, content))
        if payload is None:
            return source
        record = _changed(source, **{content: None, offset: _UNKNOWN, size: payload.nbytes})
        moved.append((record, offset, payload))
        return record

    metadata: list[Table | Record] = list(model.metadata or ())
    kept = {entry.buffer for entry in metadata}.union(model.metadata_buffer or ())
    buffers: list[Table | Record] = [
        buffer if index in kept else without(buffer)
        for index, buffer in enumerate(model.buffers or ())
    ]
    metadata.append(Record("Metadata", name=LOCATION, buffer=len(buffers)))
    buffers.append(Record("Buffer", data=np.frombuffer(b"outside flatbuffers", np.uint8)))
    subgraphs = [
        _changed(graph, operators=[without(operator) for operator in graph.operators or ()])
        for graph in model.subgraphs or ()
    ]
    return _changed(model, buffers=buffers, metadata=metadata, subgraphs=subgraphs)


def _movable(vector: Any) -> Payload | None:
    """What of a vector of bytes can be outside; None where it is small, or is absent."""
    if hasattr(vector, "parts"):
        return vector if vector.nbytes else None
    if vector is None or len(vector) <= MAX_VECTOR_IN_TABLES:
        return None
    return _Bytes(np.ascontiguousarray(vector, np.uint8))


def _changed(source: Table | Record, **values: Any) -> Record:
    return Record(source.spec.name, **{f.name: v for f, v in source.present()} | values)


def _aligned(position: int) -> int:
    return -(-position // ALIGNMENT) * ALIGNMENT
