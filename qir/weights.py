"""Constants of any size: an attribute over bytes that stay where they are.

A `Blob` is a view of a memory-mapped file or array, or a promise to compute the bytes when they
are written. Hash and equality go by identity, so they cost the same for 1 byte and for 1 GB, and
two constants share a buffer in the file exactly when they share a blob.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from typing import Any, cast

import numpy as np
import numpy.typing as npt
from xdsl.dialect_interfaces.op_asm import OpAsmDialectInterface
from xdsl.dialects.builtin import (
    DYNAMIC_INDEX,
    ArrayAttr,
    BytesAttr,
    DenseIntOrFPElementsAttr,
    DenseResourceAttr,
    DictionaryAttr,
    ModuleOp,
    TensorType,
    i1,
)
from xdsl.ir import Attribute, BuiltinAttribute, Data, ParametrizedAttribute, TypedAttribute
from xdsl.irdl import irdl_attr_definition
from xdsl.parser import AttrParser
from xdsl.printer import Printer
from xdsl.utils.exceptions import VerifyException

from qir.attributes import entries, items
from qir.diagnostics import QirError
from qir.files import MappedBytes
from qir.numerics.packing import pack_low_first

MAX_INLINE_ELEMENTS = 16
"""Constants up to this size print as literals, larger ones as a resource."""
PART_BYTES = 1 << 24
"""Of constants that are larger, no more than about this is read, computed or written at a time."""
MIN_MAPPED_BYTES = 1 << 16
"""Of constants that are smaller, giving memory back would cost more than the memory."""

Source = memoryview | MappedBytes | Callable[[], Iterable[npt.NDArray[Any]]]

_DTYPES: dict[str, npt.DTypeLike] = {
    "f16": "<f2",
    "f32": "<f4",
    "f64": "<f8",
    "i1": "?",
    "i8": "i1",
    "i16": "<i2",
    "i32": "<i4",
    "i64": "<i8",
    "ui8": "u1",
    "ui16": "<u2",
    "ui32": "<u4",
    "ui64": "<u8",
}
_BITS = {name: 8 * np.dtype(dtype).itemsize for name, dtype in _DTYPES.items()} | {
    "i2": 2,
    "i4": 4,
    "ui4": 4,
    "f8E4M3FN": 8,
    "f8E5M2": 8,
    "bf16": 16,
    "complex<f32>": 64,
    "complex<f64>": 128,
}
"""Size of an element in the file; those under 8 bits are packed."""


class Blob:
    """Bytes by reference. `name` is the resource key it prints under.

    `source`: the bytes, the part of a file where they are, or what computes them: arrays whose
    bytes follow one another. None for bytes that are not to be had.
    """

    __slots__ = ("_source", "name", "nbytes")

    def __init__(self, name: str, nbytes: int, source: Source | None) -> None:
        self.name = name
        self.nbytes = nbytes
        self._source = source

    @classmethod
    def of(cls, name: str, array: npt.NDArray[Any]) -> Blob:
        """A view of `array`, which the caller gives away."""
        content = _bytes_of(array)
        return cls(name, content.nbytes, content)

    @classmethod
    def elided(cls, name: str, nbytes: int) -> Blob:
        """Stands for bytes that the text did not hold."""
        return cls(name, nbytes, None)

    @property
    def is_elided(self) -> bool:
        """The text the blob was read from did not hold its bytes."""
        return self._source is None

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
        if self._source is None:
            raise QirError(
                f"weights {self.name!r} are needed but were elided from the text; "
                "print it with --print-weights=inline"
            )
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


@irdl_attr_definition
class BlobAttr(Data[Blob]):
    """Holds a blob; has no text of its own, `WeightAttr` prints it."""

    name = "qir.blob"

    @classmethod
    def parse_parameter(cls, parser: AttrParser) -> Blob:
        parser.raise_error("a blob has no textual form")

    def print_parameter(self, printer: Printer) -> None:
        printer.print_string(f"<{self.data.name}>")


def byte_size(type: TensorType[Any]) -> int | None:
    """Bytes of a dense tensor of this type; None where the type does not tell."""
    shape, bits = type.get_shape(), _BITS.get(str(type.element_type))
    if bits is None or DYNAMIC_INDEX in shape:
        return None
    return -(-math.prod(shape) * bits // 8)


@irdl_attr_definition
class WeightAttr(BuiltinAttribute, TypedAttribute, ParametrizedAttribute):
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
        return math.prod(self.type.get_shape())

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
        dtype = _DTYPES.get(str(self.type.element_type))
        if dtype is None:
            raise QirError(f"values of type {self.type.element_type} cannot be computed with")
        return dtype

    def print_without_type(self, printer: Printer) -> None:
        if literal := self._literal():
            literal.print_without_type(printer)
            return
        printer.print_string("dense_resource<")
        printer.print_resource_handle("builtin", self.blob.data.name)
        printer.print_string(">")

    def print_builtin(self, printer: Printer) -> None:
        self.print_without_type(printer)
        printer.print_string(" : ")
        printer.print_attribute(self.type)

    def _literal(self) -> DenseIntOrFPElementsAttr[Any] | None:
        """Small, finite numbers print readably; infinities do not survive xDSL's `dense<>`."""
        element, shape = self.type.element_type, self.type.get_shape()
        source = self.blob.data._source  # pyright: ignore[reportPrivateUsage]
        dtype = _DTYPES.get(str(element))
        if dtype is None or not isinstance(source, memoryview) or DYNAMIC_INDEX in shape:
            return None
        if not 0 < math.prod(shape) <= MAX_INLINE_ELEMENTS:
            return None
        if np.dtype(dtype).kind == "f" and not np.isfinite(self.array()).all():
            return None
        type: Any = self.type
        return DenseIntOrFPElementsAttr(type, BytesAttr(bytes(source)))


class ResourceStore(OpAsmDialectInterface):
    """The resources of one text: hex as it was parsed, or the blobs of a module to be printed."""

    def __init__(self) -> None:
        super().__init__()
        self._blobs: dict[str, Blob] = {}
        self._literals = 0

    def collect(self, module: ModuleOp) -> None:
        """Make every constant of the module printable inline.

        Raises QirError where two of them have one name.
        """
        for op in module.walk():
            for attribute in (*op.properties.values(), *op.attributes.values()):
                for weight in _weights_within(attribute):
                    blob = weight.blob.data
                    if self._blobs.setdefault(blob.name, blob) is not blob:
                        raise QirError(f"two different weights are named {blob.name!r}")

    def build_resources(self, keys: Any) -> dict[str, str]:
        alignment = "0x40000000"
        found = {key: self._blobs.get(key) for key in keys}
        return {k: alignment + b.to_bytes().hex().upper() for k, b in found.items() if b}

    def to_weight(self, attribute: Attribute) -> Attribute:
        """The `WeightAttr` of a parsed constant; any other attribute unchanged."""
        type = getattr(attribute, "type", None)
        if not isinstance(type, TensorType):
            return attribute
        tensor = cast("TensorType", type)
        if isinstance(attribute, DenseResourceAttr):
            return WeightAttr.get(tensor, self._parsed(attribute.resource_handle.data, tensor))
        if isinstance(attribute, DenseIntOrFPElementsAttr):
            literal = cast("DenseIntOrFPElementsAttr[Any]", attribute)
            return WeightAttr.get(tensor, self._literal(literal, tensor))
        return attribute

    def to_weights_within(self, attribute: Attribute) -> Attribute:
        """The same for the constants in arrays and dictionaries, such as a model's metadata."""
        if members := items(attribute):
            return ArrayAttr([self.to_weights_within(item) for item in members])
        if found := entries(attribute):
            return DictionaryAttr({k: self.to_weights_within(v) for k, v in found.items()})
        return self.to_weight(attribute)

    def _literal(self, literal: DenseIntOrFPElementsAttr[Any], type: TensorType) -> Blob:
        """The bytes of a literal; a single number for many elements is repeated."""
        content = np.frombuffer(literal.data.data, np.uint8)
        if type.element_type == i1:
            # xDSL stores `true` as -1, a file as 1.
            content = (content != 0).view(np.uint8)
        if len(literal) == 1:
            content = np.tile(content, math.prod(type.get_shape()))
        if (bits := _BITS.get(str(type.element_type), 8)) < 8:
            content = pack_low_first(content, bits)
        while (name := f"literal{self._literals}") in self._blob_storage:
            self._literals += 1
        self._literals += 1
        return Blob.of(name, content)

    def _parsed(self, key: str, type: TensorType[Any]) -> Blob:
        if key not in self._blobs:
            text = self.lookup(key)
            if text:
                # 0x, then four bytes of alignment, then the data.
                content = np.frombuffer(_from_hex(key, text[10:]), np.uint8)
                self._blobs[key] = Blob.of(key, content)
            else:
                self._blobs[key] = Blob.elided(key, byte_size(type) or 0)
        return self._blobs[key]


def _weights_within(attribute: Attribute) -> Iterator[WeightAttr]:
    if isinstance(attribute, WeightAttr):
        yield attribute
    for member in (*items(attribute), *entries(attribute).values()):
        yield from _weights_within(member)


def _from_hex(key: str, digits: str) -> bytes:
    try:
        return bytes.fromhex(digits)
    except ValueError as error:
        raise QirError(f"resource {key!r} does not hold hexadecimal digits") from error
