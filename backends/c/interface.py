"""What the outside sees of a model in C: names and types of its inputs and outputs, and sizes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import cast

from xdsl.dialects.builtin import ModuleOp, TensorType
from xdsl.dialects.func import FuncOp, ReturnOp
from xdsl.ir import Attribute, SSAValue

from qir.attributes import integer, text
from qir.diagnostics import QirError
from qir.dialects.c import ARENA_ALIGNMENT, ARENA_BYTES, MACHINE, STATE_BYTES
from qir.dialects.tfl.tensors import stored_element
from qir.functions import functions
from qir.notes import name_of
from qir.signatures import signatures_of
from qir.targets import GENERIC

C_TYPES = {
    "f32": "float",
    "f16": "uint16_t",
    "i1": "uint8_t",
    "i8": "int8_t",
    "ui8": "uint8_t",
    "i16": "int16_t",
    "ui16": "uint16_t",
    "i32": "int32_t",
    "ui32": "uint32_t",
    "i64": "int64_t",
}
"""By the elements of a tensor, as text spells them."""
ALIGNMENT = 64
"""Of weights, in bytes, and of the arena where nothing else is said."""
_KEYWORDS = """
auto break case char const continue default do double else enum extern float for goto if inline int
long register restrict return short signed sizeof static struct switch typedef union unsigned void
volatile while
alignas alignof and and_eq asm bitand bitor bool catch char16_t char32_t char8_t class co_await
co_return co_yield compl concept const_cast consteval constexpr constinit decltype delete
dynamic_cast explicit export false friend mutable namespace new noexcept not not_eq nullptr operator
or or_eq private protected public reinterpret_cast requires static_assert static_cast template this
thread_local throw true try typeid typename typeof using virtual wchar_t xor xor_eq
EOF INFINITY NAN NULL i386 linux unix
"""
"""Of C, of C++ and C23, and macros that files of a model or compilers have."""


@dataclass(frozen=True, slots=True)
class Tensor:
    """An input or output: a field of `model_inputs` or `model_outputs`.

    `elements`: as the IR spells them; of a quantized tensor those that are stored.
    """

    name: str
    elements: str
    shape: tuple[int, ...]

    @property
    def c_type(self) -> str:
        return C_TYPES[self.elements]

    @property
    def text(self) -> str:
        return shape_text(self.shape)


@dataclass(frozen=True, slots=True)
class Interface:
    """`name`: what all identifiers begin with. `arena_bytes`: with states, at its start.

    `alignment`: of the arena, in bytes. `machine`: what its C is for, of `qir.targets.MACHINES`.
    """

    name: str
    inputs: Sequence[Tensor]
    outputs: Sequence[Tensor]
    arena_bytes: int
    state_bytes: int
    alignment: int
    machine: str


def shape_text(shape: Sequence[int]) -> str:
    return "x".join(map(str, shape)) or "scalar"


def c_type(value: SSAValue | Attribute) -> str:
    """The C type of the elements that a tensor stores; raises QirError where there is none."""
    type = cast("TensorType[Attribute]", value.type if isinstance(value, SSAValue) else value)
    element = str(stored_element(type.element_type))
    if element not in C_TYPES:
        raise QirError(f"C backend: no C type holds {element}")
    return C_TYPES[element]


def entry_of(module: ModuleOp) -> FuncOp:
    """The function that a model is; the passes before have put all others into it."""
    found = list(functions(module))
    if len(found) != 1:
        names = ", ".join(f"@{function.sym_name.data}" for function in found) or "none"
        raise QirError(f"C backend: a model is one function; there are {names}")
    return found[0]


def interface_of(module: ModuleOp, name: str) -> Interface:
    """Raises QirError where memory is not planned."""
    function = entry_of(module)
    arena = integer(function.attributes.get(ARENA_BYTES))
    if arena is None:
        raise QirError("C backend: its memory is not planned; expected the pass plan-memory before")
    end = function.body.block.last_op
    assert isinstance(end, ReturnOp)
    inputs, outputs = _names(module, function, end)
    return Interface(
        name,
        [_tensor(*each) for each in zip(inputs, function.body.block.args, strict=True)],
        [_tensor(*each) for each in zip(outputs, end.operands, strict=True)],
        arena,
        integer(function.attributes.get(STATE_BYTES)) or 0,
        integer(function.attributes.get(ARENA_ALIGNMENT)) or ALIGNMENT,
        text(function.attributes.get(MACHINE)) or GENERIC,
    )


def _tensor(name: str, value: SSAValue) -> Tensor:
    type = cast("TensorType[Attribute]", value.type)
    c_type(type)
    return Tensor(name, str(stored_element(type.element_type)), type.get_shape())


def _names(module: ModuleOp, function: FuncOp, end: ReturnOp) -> tuple[list[str], list[str]]:
    """Those of the signature where there is one, else those of the tensors."""
    inputs = [name_of(value) or f"input_{i}" for i, value in enumerate(function.body.block.args)]
    outputs = [name_of(value) or f"output_{i}" for i, value in enumerate(end.operands)]
    for signature in signatures_of(module):
        if signature.function == function.sym_name.data:
            for named in signature.inputs:
                inputs[named.position] = named.name
            for named in signature.outputs:
                outputs[named.position] = named.name
    return identifiers(inputs), identifiers(outputs)


def identifiers(names: Iterable[str], others: Iterable[str] = ()) -> list[str]:
    """Names as C has them, no two alike, and none of `others`."""
    taken, found = {*others}, list[str]()
    for name in names:
        base = re.sub(r"\W+", "_", name, flags=re.ASCII).strip("_") or "tensor"
        base = f"t_{base}" if base[0].isdigit() or base in _KEYWORDS.split() else base
        unique, number = base, 1
        while unique in taken:
            number += 1
            unique = f"{base}_{number}"
        taken.add(unique)
        found.append(unique)
    return found
