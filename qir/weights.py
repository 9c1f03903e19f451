"""Constants of any size: an attribute over bytes that stay where they are.

A `Blob` is a view of a memory-mapped file or array, or a promise to compute the bytes when they
are written. Hash and equality go by identity, so they cost the same for 1 byte and for 1 GB, and
two constants share a buffer in the file exactly when they share a blob.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from xdsl.dialects.builtin import DYNAMIC_INDEX, TensorType
from xdsl.ir import Attribute, BuiltinAttribute, Data, ParametrizedAttribute, TypedAttribute
from xdsl.irdl import irdl_attr_definition
from xdsl.parser import AttrParser
from xdsl.printer import Printer
from xdsl.utils.exceptions import VerifyException

from qir.attributes import OwnAttribute
from qir.diagnostics import QirError
from qir.files import MappedBytes
from qir.literals import full_literal, literal, only_in_literals, quoted

if TYPE_CHECKING:
    import numpy.typing as npt

MAX_LITERAL_ELEMENTS = 16
MAX_LITERAL_BYTES = 256
"""Constants up to both sizes print as literals, larger ones as a resource."""
PART_BYTES = 1 << 24
"""Of constants that are larger, no more than about this is read, computed or written at a time."""

Source: TypeAlias = "memoryview | MappedBytes | Callable[[], Iterable[npt.NDArray[Any]]] | str"

_ELEMENTS: dict[str, tuple[int, str | None]] = {
    "f16": (16, "<f2"),
    "f32": (32, "<f4"),
    "f64": (64, "<f8"),
    "i1": (8, "?"),
    "i8": (8, "i1"),
    "i16": (16, "<i2"),
    "i32": (32, "<i4"),
    "i64": (64, "<i8"),
    "ui8": (8, "u1"),
    "ui16": (16, "<u2"),
    "ui32": (32, "<u4"),
    "ui64": (64, "<u8"),
    "i2": (2, None),
    "i4": (4, None),
    "ui4": (4, None),
    "f8E4M3FN": (8, None),
    "f8E5M2": (8, None),
    "bf16": (16, None),
    "complex<f32>": (64, "<c8"),
    "complex<f64>": (128, "<c16"),
}
"""Bits of an element in the file, where those under 8 are packed, and its type in numpy."""
_IDENTIFIER = re.compile(r"[A-Za-z_][\w$.]*", re.ASCII)


class Blob:
    """Bytes by reference. `name` is the resource key it prints under.

    `source`: the bytes, the part of a file where they are, or what computes them: arrays whose
    bytes follow one another. For bytes that are not to be had, why, and what now.
    """

    __slots__ = ("_source", "name", "nbytes")

    def __init__(self, name: str, nbytes: int, source: Source) -> None:
        self.name = name
        self.nbytes = nbytes
        self._source = source

    @classmethod
    def of(cls, name: str, array: npt.NDArray[Any]) -> Blob:
        """A view of `array`, which the caller gives away."""
        content = _bytes_of(array)
        return cls(name, content.nbytes, content)

    @classmethod
    def elided(cls, name: str, nbytes: int, reason: str) -> Blob:
        """Stands for bytes that are not to be had; `reason` says why, and what now."""
        return cls(name, nbytes, reason)

    @property
    def is_elided(self) -> bool:
        """The text the blob was read from did not hold its bytes."""
        return isinstance(self._source, str)

    @property
    def is_promise(self) -> bool:
        """The bytes are computed anew each time they are asked for."""
        return callable(self._source)

    def to_bytes(self) -> memoryview:
        """The content as one; a view, except where it is a promise.

        Raises QirError where the bytes were elided from the text the blob was read from.
        """
        if not callable(self._source):
            return self.part(0, self.nbytes)
        content, position = bytearray(self.nbytes), 0
        for part in self.parts():
            content[position : position + len(part)] = part
            position += len(part)
        return memoryview(content).toreadonly()

    def part(self, start: int, size: int) -> memoryview:
        """Some of the content; no promise computes less than all of it."""
        if isinstance(self._source, MappedBytes):
            return self._source.view(start, size)
        if isinstance(self._source, memoryview):
            return self._source[start : start + size]
        if isinstance(self._source, str):
            raise QirError(f"weights {self.name!r} are needed but {self._source}")
        return self.to_bytes()[start : start + size]

    def parts(self) -> Iterator[memoryview]:
        """The content from its start to its end, so that one part at a time is in memory."""
        if callable(self._source):
            yield from map(_bytes_of, self._source())
        else:
            # Elided strings count as no bytes, and are asked for all the same.
            for start in range(0, self.nbytes or 1, PART_BYTES):
                yield self.part(start, min(PART_BYTES, self.nbytes - start))

    def __repr__(self) -> str:
        return f"Blob({self.name!r}, {self.nbytes} bytes)"


def _bytes_of(array: npt.NDArray[Any]) -> memoryview:
    flat: Any = np.ascontiguousarray(array).reshape(-1).view(np.uint8)
    return memoryview(flat).toreadonly()


def unused_name(name: str, taken: set[str]) -> str:
    """A name for the bytes of a constant that is none of those taken, and is one from now on."""
    number, found = 0, name
    while found in taken:
        number, found = number + 1, f"{name}_{number + 1}"
    taken.add(found)
    return found


class SmallBlobs:
    """One blob for each content that may print as a literal, which does not say whose it is."""

    def __init__(self) -> None:
        self._by_content: dict[bytes, Blob] = {}

    def shared(self, blob: Blob) -> Blob:
        """The first blob given that holds the same bytes; a large one is itself."""
        if blob.nbytes > MAX_LITERAL_BYTES or blob.is_elided:
            return blob
        return self._by_content.setdefault(bytes(blob.to_bytes()), blob)


@irdl_attr_definition
class BlobAttr(OwnAttribute, Data[Blob]):
    """Holds a blob; has no text of its own, `WeightAttr` prints it."""

    name = "qir.blob"

    @classmethod
    def parse_parameter(cls, parser: AttrParser) -> Blob:
        parser.raise_error("a blob has no textual form")

    def print_parameter(self, printer: Printer) -> None:
        printer.print_string(f"<{self.data.name}>")


def byte_size(type: TensorType[Any]) -> int | None:
    """Bytes of a dense tensor of this type; None where the type does not tell."""
    shape, bits = [size.data for size in type.shape.data], _bits(type.element_type)
    if bits is None or DYNAMIC_INDEX in shape:
        return None
    return -(-math.prod(shape) * bits // 8)


@lru_cache
def _bits(element: Attribute) -> int | None:
    return _ELEMENTS.get(str(element), (None, None))[0]


@lru_cache
def _dtype(element: Attribute) -> npt.DTypeLike | None:
    return _ELEMENTS.get(str(element), (None, None))[1]


@irdl_attr_definition
class WeightAttr(OwnAttribute, BuiltinAttribute, TypedAttribute, ParametrizedAttribute):
    """A constant tensor; prints as `dense<...>` where small, else as `dense_resource<name>`."""

    name = "qir.weight"
    type: TensorType
    blob: BlobAttr

    @classmethod
    def get(cls, type: TensorType[Any], blob: Blob) -> WeightAttr:
        return cls(type, BlobAttr(blob))

    @classmethod
    def of(cls, type: TensorType[Any], name: str, array: npt.NDArray[Any]) -> WeightAttr:
        return cls.get(type, Blob.of(name, array))

    @property
    def nbytes(self) -> int:
        return self.blob.data.nbytes

    @property
    def elements(self) -> int:
        return math.prod([size.data for size in self.type.shape.data])

    def get_type(self) -> Attribute:
        return self.type

    def verify(self) -> None:
        expected = byte_size(self.type)
        if expected is not None and expected != self.nbytes:
            raise VerifyException(
                f"constant of type {self.type} holds {self.nbytes} bytes; expected {expected}"
            )

    def array(self) -> npt.NDArray[Any]:
        """The values, in the type's shape: a view, except where the bytes are a promise.

        Raises QirError where the element type has no numpy counterpart.
        """
        flat = np.frombuffer(self.blob.data.to_bytes(), self._dtype())
        return flat.reshape(self.type.get_shape())

    def blocks(self) -> Iterator[npt.NDArray[Any]]:
        """The values, cut along the first dimension so that a large constant is never in memory.

        Raises QirError where the element type has no numpy counterpart.
        """
        blob, shape = self.blob.data, self.type.get_shape()
        if self.nbytes <= PART_BYTES or blob.is_promise or not self.type.has_static_shape():
            yield self.array()
            return
        row = self.nbytes // shape[0]
        step = max(1, PART_BYTES // row) * row
        for start in range(0, self.nbytes, step):
            part = blob.part(start, min(step, self.nbytes - start))
            yield np.frombuffer(part, self._dtype()).reshape(-1, *shape[1:])

    def _dtype(self) -> npt.DTypeLike:
        dtype = _dtype(self.type.element_type)
        if dtype is None:
            raise QirError(f"values of type {self.type.element_type} cannot be computed with")
        return dtype

    @property
    def key(self) -> str:
        """The name of its blob, as text has it."""
        name = self.blob.data.name
        return name if _IDENTIFIER.fullmatch(name) else quoted(name.encode())

    @property
    def handle(self) -> str:
        """The text of a constant whose values stand elsewhere."""
        return f"dense_resource<{self.key}>"

    def literal(self, *, full: bool = False) -> str | None:
        """The text of a small constant that is at hand; None where there is none that is exact.

        `full`: also of a larger one whose values other tools read from a literal only.
        """
        blob = self.blob.data
        if blob.is_elided or not self.type.has_static_shape():
            return None
        is_small = self.elements <= MAX_LITERAL_ELEMENTS and self.nbytes <= MAX_LITERAL_BYTES
        if is_small and not blob.is_promise:
            return literal(self.type, blob.to_bytes())
        if full and only_in_literals(self.type.element_type):
            return full_literal(self.type, blob.to_bytes())
        return None

    def print_without_type(self, printer: Printer) -> None:
        printer.print_string(self.literal() or self.handle)

    def print_builtin(self, printer: Printer) -> None:
        self.print_without_type(printer)
        printer.print_string(" : ")
        printer.print_attribute(self.type)
