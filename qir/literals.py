"""Constants spelled out in MLIR text, `dense<...>`: from bytes to words, and back.

MLIR stores an element in whole bytes, little-endian; a file packs integers of less than a byte.
"""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from xdsl.dialects.builtin import (
    AnyFloat,
    ComplexType,
    IndexType,
    IntegerType,
    Signedness,
    TensorType,
    i1,
)
from xdsl.ir import Attribute
from xdsl.printer import Printer
from xdsl.utils.lexer import Input, Span
from xdsl.utils.mlir_lexer import StringLiteral

from qir.dialects.tf_type import StringType
from qir.numerics.packing import pack_low_first, unpack_low_first
from qir.tflite_format.strings import pack_strings, unpack_strings

if TYPE_CHECKING:
    pass

Bytes = bytes | memoryview

_PACKED: dict[Attribute, tuple[int, bool]] = {
    IntegerType(2): (2, True),
    IntegerType(4): (4, True),
    IntegerType(4, Signedness.UNSIGNED): (4, False),
}
"""Bits of integers that share a byte in a file, and whether they have a sign."""
_TRUTH = ("false", "true")
_ESCAPED = [
    chr(byte) if 0x20 <= byte < 0x7F and byte not in b'"\\' else f"\\{byte:02X}"
    for byte in range(256)
]


def literal(type: TensorType[Any], content: Bytes) -> str | None:
    """`dense<...>`, element by element; None where it would be read as other bytes."""
    element: Attribute = type.element_type
    words = _words(type, bytes(content))
    if words is None or len(words) != math.prod(type.get_shape()):
        return None
    read = tensor_bytes([element_bytes(word, element) for word in words], element)
    return _dense(words, type) if read == content else None


def has_literals(element: Attribute) -> bool:
    """`dense<...>` can hold such elements; xDSL keeps none of more than 64 bits."""
    part = _part(element) or element
    if isinstance(part, IntegerType | AnyFloat):
        return cast("AnyFloat", part).bitwidth <= 64
    return isinstance(part, IndexType | StringType)


def only_in_literals(element: Attribute) -> bool:
    """MLIR's tools do not take such elements from a resource."""
    return element in {i1, *_PACKED} or isinstance(element, StringType | ComplexType)


def full_literal(type: TensorType[Any], content: Bytes) -> str | None:
    """`dense<...>` of any length, in digits where tools agree on the bytes that they stand for."""
    element: Attribute = type.element_type
    if element == i1 or isinstance(element, StringType):
        return literal(type, content)
    stored = _stored(type, content)
    if packed(element, stored) != content:
        return None
    return f'dense<"0x{stored.hex().upper()}">'


def element_bytes(word: str, element: Attribute) -> bytes:
    """An element as MLIR stores it, or the bytes of a string; `word` has no space outside of it.

    Raises ValueError where the word is not one for elements of that type.
    """
    if isinstance(element, StringType):
        if not word.startswith('"'):
            raise ValueError(f"{word} is no string; expected {element}")
        return StringLiteral.from_span(Span(0, len(word), Input(word, ""))).bytes_contents
    if word.startswith('"'):
        raise ValueError(f"a string where numbers are due; expected {element}")
    if part := _part(element):
        if not word.startswith("("):
            raise ValueError(f"{word} is no pair of numbers; expected {element}")
        real, imaginary = word[1:-1].split(",")
        return element_bytes(real, part) + element_bytes(imaginary, part)
    if word.startswith("("):
        raise ValueError(f"a pair of numbers where single ones are due; expected {element}")
    if isinstance(element, AnyFloat):
        return _float_bytes(word, element)
    return _integer_bytes(word, cast("IntegerType", element))


def quoted(characters: bytes) -> str:
    """A string as MLIR prints it."""
    return f'"{"".join(map(_ESCAPED.__getitem__, characters))}"'


def tensor_bytes(elements: Sequence[bytes], element: Attribute) -> bytes:
    """The bytes in a file of a tensor, from those of its elements."""
    if isinstance(element, StringType):
        return pack_strings(elements)
    return packed(element, b"".join(elements))


def packed(element: Attribute, stored: bytes) -> bytes:
    """The bytes in a file of elements that MLIR stores as `stored`."""
    if element == i1:
        return (np.frombuffer(stored, np.uint8) != 0).tobytes()
    bits, _ = _PACKED.get(element, (0, False))
    return pack_low_first(np.frombuffer(stored, np.uint8), bits).tobytes() if bits else stored


def elements_of_digits(raw: bytes, element: Any, count: int) -> bytes | None:
    """The elements that hexadecimal digits in `dense<"0x...">` stand for, as MLIR stores them.

    None where they are neither one for each element nor one for all.
    """
    size: int = element.compile_time_size
    if len(raw) == size * count:
        return raw
    if element == i1 and len(raw) == -(-count // 8):
        # Eight to a byte, as MLIR had them up to LLVM 21.
        bits = np.frombuffer(raw, np.uint8)
        return np.unpackbits(bits, count=count, bitorder="little").tobytes()
    return raw * count if len(raw) == size else None


def _words(type: TensorType[Any], content: bytes) -> list[str] | None:
    element: Any = type.element_type
    if isinstance(element, StringType):
        strings = unpack_strings(content)
        return None if strings is None else [quoted(string) for string in strings]
    if element == i1:
        return [_TRUTH[value != 0] for value in content]
    if not has_literals(element):
        return None
    stored, size = _stored(type, content), element.compile_time_size
    printer = Printer(io.StringIO())
    return [_word(printer, element, stored[at : at + size]) for at in range(0, len(stored), size)]


def _word(printer: Printer, element: Any, raw: bytes) -> str:
    if part := _part(element):
        half = len(raw) // 2
        return f"({_word(printer, part, raw[:half])},{_word(printer, part, raw[half:])})"
    (value,) = element.unpack(raw, 1)
    if isinstance(value, int):
        return str(value)
    if not math.isfinite(value):
        return f"0x{raw[::-1].hex().upper()}"
    printer.stream = out = io.StringIO()
    printer.print_float(value, element)
    return out.getvalue()


def _part(element: Attribute) -> Attribute | None:
    """What a complex number is a pair of; None for any other element."""
    return cast("ComplexType", element).element_type if isinstance(element, ComplexType) else None


def _dense(words: list[str], type: TensorType[Any]) -> str:
    """The words in nested lists, or one where all are the same."""
    if len(set(words)) <= 1:
        return f"dense<{''.join(words[:1])}>"
    for size in reversed(type.get_shape()):
        rows = range(0, len(words), size)
        words = [f"[{', '.join(words[at : at + size])}]" for at in rows]
    return f"dense<{words[0]}>"


def _stored(type: TensorType[Any], content: Bytes) -> bytes:
    bits, signed = _PACKED.get(type.element_type, (0, False))
    if not bits:
        return bytes(content)
    values, count = np.frombuffer(content, np.uint8), math.prod(type.get_shape())
    return unpack_low_first(values, bits, count, signed=signed).tobytes()


def _float_bytes(word: str, element: AnyFloat) -> bytes:
    """Digits after 0x are the bits; a decimal is rounded to a double and then to the type."""
    if "0x" in word:
        if word.startswith("-"):
            raise ValueError(f"{word}: hexadecimal digits are all the bits, and have no sign")
        bits = int(word, 16)
        if bits >> element.bitwidth:
            raise ValueError(f"{word} has more bits than {element}")
        return bits.to_bytes(element.compile_time_size, "little")
    if "." not in word:
        raise ValueError(f"{word} is no {element}; expected a number with a point")
    value = float(word)
    try:
        return element.pack([value])
    except OverflowError:
        return element.pack([math.copysign(math.inf, value)])


def _integer_bytes(word: str, element: IntegerType | IndexType) -> bytes:
    integer = IntegerType(64, Signedness.SIGNED) if isinstance(element, IndexType) else element
    width, sign = integer.width.data, integer.signedness.data
    if word in _TRUTH:
        if width != 1:
            raise ValueError(f"{word} is an i1; expected {element}")
        value = _TRUTH.index(word)
    elif "." in word:
        raise ValueError(f"{word} is no integer; expected {element}")
    else:
        value = int(word, 16 if "0x" in word else 10)
    low = 0 if sign is Signedness.UNSIGNED else -(1 << (width - 1))
    # A signless integer may be given by its bits: 255 is the -1 of i8.
    high = (1 << (width - (sign is Signedness.SIGNED))) - 1
    if not low <= value <= high:
        raise ValueError(f"{word} does not fit {element}; expected {low}..{high}")
    if low and value >> (width - 1) > 0:
        value -= 1 << width
    return value.to_bytes(integer.compile_time_size, "little", signed=low < 0)
