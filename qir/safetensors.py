"""Weights in a file of their own, in the format https://github.com/huggingface/safetensors.

A length in 8 bytes, a header in JSON, `{name: {"dtype", "shape", "data_offsets"}}`, and the data.
The format allows no gaps, so what aligns a tensor is itself one, named `_padding_<number>`.
"""

from __future__ import annotations

import json
import math
import mmap
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, BinaryIO, cast

from qir.diagnostics import QirError
from qir.files import part_of
from qir.weights import Blob, WeightAttr, byte_size

EXTENSION = ".safetensors"
ALIGNMENT = 64
_LENGTH = 8
_METADATA = "__metadata__"
_RESERVED = re.compile(rf"{_METADATA}|_padding_\d+", re.ASCII)
_DTYPES = {
    "i1": ("BOOL", 1),
    "i8": ("I8", 1),
    "i16": ("I16", 2),
    "i32": ("I32", 4),
    "i64": ("I64", 8),
    "ui8": ("U8", 1),
    "ui16": ("U16", 2),
    "ui32": ("U32", 4),
    "ui64": ("U64", 8),
    "f8E4M3FN": ("F8_E4M3", 1),
    "f8E5M2": ("F8_E5M2", 1),
    "f16": ("F16", 2),
    "bf16": ("BF16", 2),
    "f32": ("F32", 4),
    "f64": ("F64", 8),
    "complex<f32>": ("C64", 8),
}
"""Elements the format has a word for: it, and its bytes. Packed integers, strings and the like are
bytes in it."""
_BYTES = dict(_DTYPES.values())


def read_safetensors(path: Path) -> dict[str, Blob]:
    """The tensors of a file, by name, as views of it; their bytes are not read.

    Raises QirError where the file cannot be read or is none of the format.
    """
    try:
        with path.open("rb") as file:
            if path.stat().st_size < _LENGTH:
                raise ValueError("it is shorter than the length of a header")
            content = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        return _blobs(content)
    except OSError as error:
        raise QirError(f"{path}: cannot be read: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise QirError(f"{path}: not a safetensors file: {error}") from error


def write_safetensors(weights: Iterable[WeightAttr], out: BinaryIO) -> None:
    """Write weights under the names of their blobs, each computed when its turn comes.

    Raises QirError where a name is taken or a weight's bytes cannot be had.
    """
    header: dict[str, dict[str, Any]] = {}
    pieces: list[Blob | bytes] = []
    end = 0
    for weight in weights:
        blob = weight.blob.data
        if _RESERVED.fullmatch(blob.name):
            raise QirError(f"weights in a safetensors file cannot be named {blob.name!r}")
        if gap := -end % ALIGNMENT:
            header[f"_padding_{end}"] = _entry("U8", (gap,), end, gap)
            pieces.append(bytes(gap))
            end += gap
        header[blob.name] = _entry(*_form(weight), end, blob.nbytes)
        pieces.append(blob)
        end += blob.nbytes
    text = json.dumps(header, separators=(",", ":")).encode()
    length = len(text) + -(_LENGTH + len(text)) % ALIGNMENT
    out.write(length.to_bytes(_LENGTH, "little") + text.ljust(length))
    for piece in pieces:
        for part in piece.parts() if isinstance(piece, Blob) else (piece,):
            out.write(part)


def _form(weight: WeightAttr) -> tuple[str, tuple[int, ...]]:
    word, _ = _DTYPES.get(str(weight.type.element_type), (None, 0))
    if word is None or byte_size(weight.type) is None:
        return "U8", (weight.nbytes,)
    return word, weight.type.get_shape()


def _entry(dtype: str, shape: tuple[int, ...], start: int, size: int) -> dict[str, Any]:
    return {"dtype": dtype, "shape": shape, "data_offsets": (start, start + size)}


def _blobs(content: memoryview) -> dict[str, Blob]:
    """The tensors of a file's content; raises ValueError where it is malformed."""
    length = int.from_bytes(content[:_LENGTH], "little")
    first, size = _LENGTH + length, len(content) - _LENGTH - length
    if _LENGTH + length > len(content):
        raise ValueError(f"its header of {length} bytes does not fit its {len(content)} bytes")
    header: Any = json.loads(bytes(content[_LENGTH : _LENGTH + length]))
    if not isinstance(header, dict):
        raise ValueError("its header is not a dictionary of tensors")
    entries = cast("dict[str, Any]", header).items()
    places = {name: _place(name, entry) for name, entry in entries if name != _METADATA}
    before = 0
    for name, (start, end) in sorted(places.items(), key=lambda item: item[1]):
        if not before <= start <= end <= size:
            raise ValueError(
                f"tensor {name!r} is at bytes {start}..{end}; expected {before}..{size} or within"
            )
        before = end
        _check_size(name, end - start, header[name])
    return {
        name: Blob(name, end - start, part_of(content, first + start, end - start))
        for name, (start, end) in places.items()
    }


def _place(name: str, entry: Any) -> tuple[int, int]:
    match entry:
        case {"data_offsets": [int(start), int(end)]}:
            return start, end
        case _:
            raise ValueError(f"tensor {name!r} has no data_offsets of two integers")


def _check_size(name: str, size: int, entry: Any) -> None:
    """Raises ValueError where a tensor has more or fewer bytes than its type and shape ask for."""
    match entry:
        case {"dtype": str(word), "shape": [*shape]} if all(type(n) is int for n in shape):
            expected = math.prod(shape) * _BYTES.get(word, 0)
            if word in _BYTES and size != expected:
                raise ValueError(
                    f"tensor {name!r} of {word} and shape {shape} holds {size} bytes; "
                    f"expected {expected}"
                )
        case _:
            raise ValueError(f"tensor {name!r} has no dtype or no shape of integers")
