"""Constants as C: as strings in `weights.c`, or in `weights.bin`, included or loaded.

Strings are compiled twenty times as fast as lists of numbers. Each is a member of a union whose
other member has the elements' own type, so that kernels read them as what they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from xdsl.ir import SSAValue

from qir.backends.c.interface import ALIGNMENT, Interface, c_type
from qir.backends.c.modes import Weights
from qir.weights import Blob, WeightAttr

LINE_BYTES = 64
"""Bytes of a constant in a line of text."""
WORD = {"float": 4, "int32_t": 4, "uint32_t": 4, "int64_t": 8, "int16_t": 2, "uint16_t": 2}


@dataclass(frozen=True, slots=True)
class Constant:
    """A constant that kernels read; `start`: where it lies among all."""

    number: int
    c_type: str
    value: WeightAttr
    start: int
    name: str = ""
    """What comes after the model's."""

    def label(self, interface: Interface) -> str:
        return f"{interface.name}_{self.name}"


def constants_of(
    values: Sequence[SSAValue], read: Mapping[SSAValue, WeightAttr]
) -> dict[SSAValue, Constant]:
    """A place for each constant; those of the same bytes and elements share one."""
    found, known, start = dict[SSAValue, Constant](), dict[tuple[Blob, str], Constant](), 0
    for value in values:
        weight = read[value]
        key = weight.blob.data, c_type(value)
        if key not in known:
            known[key] = Constant(len(known), key[1], weight, start)
            start += -(-max(weight.nbytes, 1) // ALIGNMENT) * ALIGNMENT
        found[value] = known[key]
    return found


def total_bytes(constants: Sequence[Constant]) -> int:
    return sum(-(-max(c.value.nbytes, 1) // ALIGNMENT) * ALIGNMENT for c in constants)


def expression(constant: Constant, interface: Interface, mode: Weights) -> str:
    """What points to a constant, in `model.c`."""
    if mode is Weights.C:
        return f"{constant.label(interface)}.values"
    return constant.label(interface).upper()


def places(constants: Sequence[Constant], interface: Interface) -> Iterator[str]:
    """A macro for each constant, which says where among all it lies."""
    for each in constants:
        yield f"#define {each.label(interface).upper()} \\"
        place = f"{interface.name}_weights + {each.start}"
        yield f"    ((const {each.c_type} *)(const void *)({place})) /* {each.value.type} */"


def declarations(
    constants: Sequence[Constant], interface: Interface, mode: Weights
) -> Iterator[str]:
    """The lines of `weights.h`, which `model.c` and `weights.c` include."""
    name = interface.name
    if mode is Weights.INCBIN:
        yield f"extern const unsigned char {name}_weights[];"
        yield ""
        yield from places(constants, interface)
    if mode is Weights.C:
        for each in constants:
            label = each.label(interface)
            count = max(each.value.nbytes // WORD.get(each.c_type, 1), 1)
            yield f"/* {each.value.type} */"
            yield f"extern const union {label}_t {{"
            # A string ends in a zero of its own.
            yield f"    char bytes[{each.value.nbytes + 1}];"
            yield f"    {each.c_type} values[{count}];"
            yield f"}} {label};"


def definitions(
    constants: Sequence[Constant], interface: Interface, mode: Weights
) -> Iterator[bytes]:
    """The parts of `weights.c` after its includes."""
    name = interface.name
    if mode is Weights.INCBIN:
        yield (
            "__asm__(\n"
            '    ".section .rodata\\n"\n'
            f'    ".balign {ALIGNMENT}\\n"\n'
            f'    ".global {name}_weights\\n"\n'
            f'    "{name}_weights:\\n"\n'
            '    ".incbin \\"weights.bin\\"\\n"\n'
            '    ".previous\\n");\n'
        ).encode()
    if mode is Weights.C:
        for each in constants:
            label = each.label(interface)
            yield f"const union {label}_t {name.upper()}_ALIGNED {label} = {{\n".encode()
            yield from string_lines(each.value)
            yield b"};\n\n"


def blob(constants: Sequence[Constant]) -> Iterator[bytes | memoryview]:
    """The bytes of `weights.bin`."""
    for each in constants:
        yield from each.value.blob.data.parts()
        size = each.value.nbytes
        yield bytes(-(-max(size, 1) // ALIGNMENT) * ALIGNMENT - size)


def string_lines(value: WeightAttr) -> Iterator[bytes]:
    """The bytes of a constant as string literals, a line for so many."""
    written = 0
    for part in value.blob.data.parts():
        for start in range(0, len(part), LINE_BYTES):
            line = b"".join(map(_ESCAPED.__getitem__, part[start : start + LINE_BYTES]))
            yield b'    "' + line + b'"\n'
            written += 1
    if not written:
        yield b'    ""\n'


def _escaped(byte: int) -> bytes:
    """A byte in a string: as itself where that is safe, else by three octal digits."""
    is_plain = 32 <= byte < 127 and chr(byte) not in '"\\?'
    return bytes([byte]) if is_plain else b"\\%03o" % byte


_ESCAPED = tuple(map(_escaped, range(256)))
