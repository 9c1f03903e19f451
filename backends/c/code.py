"""`model.c`: the kernels that a model needs, a wrapper for each shape, and what calls them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import cast

from xdsl.dialects.builtin import TensorType
from xdsl.dialects.func import FuncOp, ReturnOp
from xdsl.ir import Attribute, Block, BlockArgument, Operation, SSAValue

from qir.backends.c.interface import Interface, c_type, shape_text
from qir.backends.c.library import Definition, definitions
from qir.backends.c.modes import Weights
from qir.backends.c.text import INDENT, comment, declared, has_word, listed
from qir.backends.c.weights import Constant, expression
from qir.diagnostics import QirError
from qir.dialects.c import (
    OUTPUT,
    CallOp,
    IfOp,
    OnceOp,
    Parameter,
    ViewOp,
    WhileOp,
    YieldOp,
    is_absent,
    memory_of,
    place_of,
    stored_bytes,
)
from qir.dialects.qir import StateOp
from qir.dialects.tfl.constants import ConstOp, NoValueOp
from qir.notes import name_of

SKIPPED = (ConstOp, NoValueOp, StateOp, ViewOp, OnceOp, YieldOp)


@dataclass
class Code:
    """The text of `model.c`, as it is made."""

    interface: Interface
    constants: Mapping[SSAValue, Constant]
    names: Mapping[SSAValue, str]
    """Of states and of results that have memory of their own."""
    mode: Weights
    stubs: bool = False
    """Kernels are called themselves, which are elsewhere."""
    timed: Mapping[Operation, int] = field(default_factory=dict[Operation, int])
    """Calls after which the clock is read, and the number that each is known by."""
    wrappers: dict[str, str] = field(default_factory=dict[str, str])
    """By the text of its body: the name of each wrapper."""
    texts: list[str] = field(default_factory=list[str])
    kernels: set[str] = field(default_factory=set[str])

    def statements(self, function: FuncOp, *, once: bool = False) -> str:
        """What the function does in each run, or `once`, when the model is reset."""
        ops = function.body.block.ops
        blocks = [op.body.block.ops for op in ops if isinstance(op, OnceOp)] if once else [ops]
        body = [line for block in blocks for op in block for line in self._statements(op, INDENT)]
        states = (op.results[0] for op in ops if isinstance(op, StateOp))
        used = list(self._used(states, body, INDENT))
        lines = ["", *used, *body] if used else body
        return "".join(f"{line}\n" for line in lines)

    def _statements(self, op: Operation, indent: str) -> Iterator[str]:
        """The lines of an op, after an empty one."""
        if isinstance(op, SKIPPED):
            return
        if isinstance(op, CallOp):
            yield from self._call(op, indent)
        elif isinstance(op, WhileOp):
            loop = list(self._loop(op, indent))
            yield from ("", *self._used(op.outputs, loop, indent), *loop)
        elif isinstance(op, IfOp):
            branches = list(self._branches(op, indent))
            yield from ("", *self._used(op.outputs, branches, indent), *branches)
        elif not isinstance(op, ReturnOp):
            raise QirError(f"C backend: {op.name} is no call of a kernel; please report")

    def _used(self, values: Iterable[SSAValue], lines: Sequence[str], indent: str) -> Iterator[str]:
        """Declarations of those values that lines use."""
        code = "\n".join(lines)
        for value in values:
            if self._is_local(value) and has_word(code, self.names[value]):
                yield from self._declared(value, indent)

    def _branches(self, op: IfOp, indent: str) -> Iterator[str]:
        yield f"{indent}if (*{self._pointer(op.condition)}) {{"
        yield from self._region(op.then.block, op.outputs, indent)
        yield f"{indent}}} else {{"
        yield from self._region(op.otherwise.block, op.outputs, indent)
        yield f"{indent}}}"

    def _loop(self, op: WhileOp, indent: str) -> Iterator[str]:
        """Arguments of both regions lie where the results do."""
        for value, result in zip(op.inputs, op.outputs, strict=True):
            yield from self._copy(value, result, indent)
        yield f"{indent}for (;;) {{"
        yield from self._region(op.cond.block, (), indent)
        condition = _yielded(op.cond.block)[0]
        yield f"{indent}    if (!*{self._pointer(condition)}) {{"
        yield f"{indent}        break;"
        yield f"{indent}    }}"
        yield from self._region(op.body.block, op.outputs, indent, is_first=False)
        yield f"{indent}}}"

    def _region(
        self, block: Block, results: Sequence[SSAValue], indent: str, *, is_first: bool = True
    ) -> Iterator[str]:
        """A block, which then leaves what it yields where the results lie."""
        indent += INDENT
        lines = [line for op in block.ops for line in self._statements(op, indent)]
        yield from lines[1:] if is_first else lines
        pairs = zip(_yielded(block), results, strict=False)
        copies = [line for pair in pairs for line in self._copy(*pair, indent)]
        yield from ("", *copies) if copies and lines else copies

    def _copy(self, value: SSAValue, result: SSAValue, indent: str) -> Iterator[str]:
        """Nothing where the value lies there."""
        if _where(value) is None or _where(value) != _where(result):
            passed = [self._pointer(result), self._pointer(value), str(stored_bytes(value))]
            yield from listed("memcpy", passed, ";", indent)

    def _call(self, op: CallOp, indent: str) -> Iterator[str]:
        kernel = _kernel(op)
        pointers = [each for each in kernel.parameters if each.is_pointer]
        values = op.pointed
        if len(pointers) != len(values):
            raise QirError(f"C backend: {kernel.name} takes {len(pointers)} tensors; please report")
        for parameter, value in zip(pointers, values, strict=True):
            if not is_absent(value) and parameter.type not in _pointers(value):
                found = f"{kernel.name} takes {parameter}, not {value.type}"
                raise QirError(f"C backend: {found}; please report")
        yield ""
        for result in op.outputs:
            yield from self._declared(result, indent)
        if self.stubs:
            self.kernels.add(kernel.name)
            passed = ["NULL" if is_absent(value) else self._pointer(value) for value in values]
            passed += [_literal(value) for value in _scalars(op, kernel)]
            yield from listed(kernel.name, passed, ";", indent)
        else:
            passed = [self._pointer(value) for value in values if not is_absent(value)]
            yield from listed(self._wrapper(op, kernel), passed, ";", indent)
        if op in self.timed:
            yield f"{indent}{self.interface.name}_timed({self.timed[op]});"

    def _declared(self, value: SSAValue, indent: str) -> Iterator[str]:
        """A comment of a tensor's name and shape, and a pointer where it has none so far."""
        shape = _shape(value)
        name = name_of(value)
        if name:
            yield comment(name, f": {shape}", indent)
        if self._is_local(value):
            type, place = c_type(value), place_of(value)
            assert place
            source = f"(memory + {place.start})" if place.start else "memory"
            if place.memory.data == OUTPUT:
                source = f"outputs->{self.interface.outputs[place.start].name}"
            pointer = f"({type} *)(void *){source}"
            yield from declared(
                f"{type} *{self.names[value]}", pointer, "" if name else shape, indent
            )

    def _is_local(self, value: SSAValue) -> bool:
        """Whether a pointer is declared for a value: not where an output's does, or another's."""
        return value in self.names and self._pointer(value) == self.names[value]

    def _wrapper(self, op: CallOp, kernel: Definition) -> str:
        """A function of the pointers alone, in which sizes are numbers; one for equal sizes."""
        scalars = _scalars(op, kernel)
        values = op.pointed
        pointers = [each for each in kernel.parameters if each.is_pointer]
        taken = [p for p, value in zip(pointers, values, strict=True) if not is_absent(value)]
        passed = [
            "NULL" if is_absent(value) else parameter.name
            for parameter, value in zip(pointers, values, strict=True)
        ]
        passed += map(_literal, scalars)
        head = [str(parameter) for parameter in taken]
        body = "\n".join(("{", *listed(kernel.name, passed, ";", INDENT), "}", ""))
        if (key := "\n".join((*head, body))) not in self.wrappers:
            self.kernels.add(kernel.name)
            short = kernel.name.removeprefix("qir_")
            others = {*self.wrappers.values(), *self.names.values()}
            numbered = (f"{short}_n{number}" for number in count(1))
            name = self.wrappers[key] = next(each for each in numbered if each not in others)
            prototype = "\n".join(listed(f"static void {name}", head, ""))
            self.texts.append(f"{prototype}\n{body}")
        return self.wrappers[key]

    def _pointer(self, value: SSAValue) -> str:
        """An expression for where a value lies, as an operand of a unary operator may be."""
        value = memory_of(value)
        if value in self.constants:
            return expression(self.constants[value], self.interface, self.mode)
        if isinstance(value, BlockArgument):
            owner = value.owner.parent_op()
            if isinstance(owner, WhileOp):
                return self._pointer(owner.outputs[value.index])
            return f"inputs->{self.interface.inputs[value.index].name}"
        place = place_of(value)
        if place is None:
            raise QirError(f"C backend: a value of type {value.type} has no place; please report")
        if place.memory.data == OUTPUT:
            output = self.interface.outputs[place.start]
            if output.c_type == c_type(value):
                return f"outputs->{output.name}"
        return self.names[value]


def _where(value: SSAValue) -> tuple[bool, int] | None:
    """Whether a value lies in an output, and the number of that or bytes into the arena."""
    place = place_of(memory_of(value))
    return None if place is None else (place.memory.data == OUTPUT, place.start)


def _shape(value: SSAValue) -> str:
    return shape_text(cast("TensorType[Attribute]", value.type).get_shape())


def _pointers(value: SSAValue) -> Sequence[str]:
    """The types of a kernel's pointers to it; those that only move elements have void."""
    return [f"{const}{type} *" for const in ("const ", "") for type in (c_type(value), "void")]


def _yielded(block: Block) -> Sequence[SSAValue]:
    end = block.last_op
    return end.values if isinstance(end, YieldOp) else ()


def _kernel(op: CallOp) -> Definition:
    name = f"qir_{op.kernel.data}"
    if name not in definitions():
        raise QirError(f"C backend: there is no kernel {name}; please report")
    return definitions()[name]


def _scalars(op: CallOp, kernel: Definition) -> list[Parameter]:
    """The numbers that a kernel is called with, in the order of its prototype."""
    given = op.arguments_by_name
    names = [each.name for each in kernel.parameters if not each.is_pointer]
    if given.keys() != set(names):
        found = f"{kernel.name} has parameters {', '.join(given)}"
        raise QirError(f"C backend: {found}; please report")
    return [given[name] for name in names]


def _literal(value: Parameter) -> str:
    if isinstance(value, int):
        return str(value)
    if value in (float("inf"), float("-inf")):
        return "INFINITY" if value > 0 else "-INFINITY"
    digits = f"{value:.9g}"
    return f"{digits}F" if any(c in digits for c in ".en") else f"{digits}.0F"
