"""Write a TFLite file as a stream: all tables first, then the weights, one after the other.

A flatbuffer reference is a forward distance, so the tables can be built with a placeholder for
each weight vector, and the placeholder patched once the vector's place in the file is known.
Weights therefore never enter the builder: each is produced when its turn comes and is written
straight to the file, 16-byte aligned as the schema asks.

Equal vectors of numbers and equal strings are written once and referred to as often as needed:
a per-channel model would otherwise hold its shapes and zero points many times over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, BinaryIO, Protocol

import flatbuffers
import numpy as np
from flatbuffers import packer

from qir.tflite_format.reader import DTYPES, FLAGS, IDENTIFIER, FormatError, Table
from qir.tflite_format.schema import Field, TableSpec, enum_values, table

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
        if field.is_vector and hasattr(value, "to_bytes"):
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


def write_model(
    model: Table | Record, out: BinaryIO, progress: Callable[[int, int], None] | None = None
) -> int:
    """Write a `Model` table and its payloads to `out`; returns the file's size in bytes.

    `progress` is told the bytes done and in all after each payload. Raises FormatError when the
    file would pass 2 GiB, the reach of an inline vector.
    """
    builder = _Builder()
    builder.flat.Finish(builder.table(model), IDENTIFIER)
    header = bytearray(builder.flat.Output())
    end = len(header)
    places: list[tuple[int, Payload]] = []
    for from_end, payload in builder.payloads:
        start = -(-(end + 4) // ALIGNMENT) * ALIGNMENT
        reference = len(header) - from_end
        packer.uoffset.pack_into(header, reference, start - 4 - reference)
        places.append((start, payload))
        end = start + payload.nbytes
        if end > MAX_INLINE_BYTES:
            raise FormatError("the model would be larger than 2 GiB, which QIR cannot write yet")
    out.write(header)
    position = len(header)
    for start, payload in places:
        out.write(bytes(start - 4 - position))
        out.write(packer.uoffset.pack(payload.nbytes))
        out.write(payload.to_bytes())
        position = start + payload.nbytes
        if progress:
            progress(position, end)
    return position
