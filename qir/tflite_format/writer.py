"""Write a TFLite file as a stream: all tables first, then the weights, one after the other.

A flatbuffer reference is a forward distance, so the tables can be built with a placeholder for
each weight vector, and the placeholder patched once the vector's place in the file is known.
Weights therefore never enter the builder: each is produced when its turn comes and is written
straight to the file, 16-byte aligned as the schema asks.

Equal vectors of numbers and equal strings are written once and referred to as often as needed:
a per-channel model would otherwise hold its shapes and zero points many times over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, Protocol

import flatbuffers
import numpy as np
import numpy.typing as npt
from flatbuffers import packer

from qir.tflite_format.reader import DTYPES, FLAGS, IDENTIFIER, LOCATION, FormatError, Table
from qir.tflite_format.schema import Field, TableSpec, enum_values, table

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


class _Builder:
    """One file under construction: the flatbuffer builder and the payloads it refers to."""

    def __init__(self) -> None:
        self.flat: Any = flatbuffers.Builder(1 << 16)
        self.payloads: list[tuple[int, Payload]] = []
        self.written: dict[tuple[str, bytes], int] = {}

    def table(self, source: Table | Record) -> int:
        """Write children, then the table; returns its offset as the builder counts."""
        spec: TableSpec = source.spec
        slots: list[Callable[[], None]] = []
        for field, value in source.present():
            if value is not None:
                slots.append(self._slot(field, value))
        self.flat.StartObject(spec.slots)
        for write in slots:
            write()
        return self.flat.EndObject()

    def _slot(self, field: Field, value: Any) -> Callable[[], None]:
        """Write what the field refers to; returns the action that fills the field's slot."""
        flat, slot = self.flat, field.slot
        if field.is_vector and hasattr(value, "parts"):
            return lambda: self._reserve(slot, value)
        if field.kind == "scalar" and not field.is_vector:
            flags = FLAGS[field.type]
            return lambda: flat.PrependSlot(flags, slot, value, field.default)
        if field.kind == "union":
            tag = enum_values(field.type)[value.spec.name]
            offset = self.table(value)

            def fill() -> None:
                flat.PrependUint8Slot(slot - 1, tag, 0)
                flat.PrependUOffsetTRelativeSlot(slot, offset, 0)

            return fill
        offset = self._vector(field, value) if field.is_vector else self._element(field, value)
        return lambda: flat.PrependUOffsetTRelativeSlot(slot, offset, 0)

    def _reserve(self, slot: int, payload: Payload) -> None:
        self.flat.PrependUint32Slot(slot, _PLACEHOLDER, 0)
        self.payloads.append((self.flat.Offset(), payload))

    def _element(self, field: Field, value: Any) -> int:
        if field.kind == "table":
            return self.table(value)
        return self.flat.CreateSharedString(value, "utf-8", "surrogateescape")

    def _vector(self, field: Field, value: Any) -> int:
        if field.kind == "scalar":
            numbers = np.ascontiguousarray(value, DTYPES[field.type]).ravel()
            key = field.type, numbers.tobytes()
            if key not in self.written:
                self.written[key] = self.flat.CreateNumpyVector(numbers)
            return self.written[key]
        offsets = [self._element(field, item) for item in value]
        self.flat.StartVector(4, len(offsets), 4)
        for offset in reversed(offsets):
            self.flat.PrependUOffsetTRelative(offset)
        return self.flat.EndVector()


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
    builder.flat.Finish(builder.table(model), IDENTIFIER)
    header = bytearray(builder.flat.Output())
    end = len(header)
    places: list[_Place] = []
    for from_end, payload in builder.payloads:
        start = _aligned(end + packer.uoffset.size)
        end = start + payload.nbytes
        if end > MAX_INLINE_BYTES:
            return None
        prefix = packer.uoffset.pack(payload.nbytes)
        reference = len(header) - from_end
        packer.uoffset.pack_into(header, reference, start - len(prefix) - reference)
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
