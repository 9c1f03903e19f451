"""`model.c`: the kernels that a model needs, a wrapper for each shape, and what calls them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from xdsl.dialects.func import FuncOp, ReturnOp
from xdsl.ir import Block, BlockArgument, Operation, SSAValue

from qir.attributes import tensor_name
from qir.backends.c.interface import Interface, c_type, nbytes_of
from qir.backends.c.library import Definition, definitions, needed
from qir.backends.c.weights import Constant, Weights, expression
from qir.diagnostics import QirError
from qir.dialects.c import (
    ARENA,
    OUTPUT,
    STATE,
    CallOp,
    IfOp,
    OnceOp,
    Parameter,
    ViewOp,
    WhileOp,
    YieldOp,
    is_absent,
    place_of,
)
from qir.dialects.qir import StateOp
from qir.dialects.tfl.constants import ConstOp, NoValueOp

SKIPPED = (ConstOp, NoValueOp, StateOp, ViewOp, OnceOp, YieldOp)


@dataclass
class Code:
    """The text of `model.c`, as it is made."""

    interface: Interface
    constants: Mapping[SSAValue, Constant]
    mode: Weights
    wrappers: dict[str, str] = field(default_factory=dict[str, str])
    """By the text of its body: the name of each wrapper."""
    texts: list[str] = field(default_factory=list[str])
    kernels: set[str] = field(default_factory=set[str])

    def statements(self, function: FuncOp, *, once: bool = False) -> str:
        """What the function does in each run, or `once`, when the model is reset."""
        ops = function.body.block.ops
        blocks = [op.body.block.ops for op in ops if isinstance(op, OnceOp)] if once else [ops]
        lines = (line for block in blocks for op in block for line in self._statements(op))
        return "".join(f"    {line}\n" for line in lines)

    def _statements(self, op: Operation) -> Iterator[str]:
        if isinstance(op, SKIPPED):
            return
        if isinstance(op, CallOp):
            yield f"/* {_commented(tensor_name(op) or op.kernel.data)} */"
            yield self._call(op)
        elif isinstance(op, WhileOp):
            yield from self._loop(op)
        elif isinstance(op, IfOp):
            yield f"if (*{self._pointer(op.condition)}) {{"
            yield from self._region(op.then.block, op.outputs)
            yield "} else {"
            yield from self._region(op.otherwise.block, op.outputs)
            yield "}"
        elif not isinstance(op, ReturnOp):
            raise QirError(f"C backend: {op.name} is no call of a kernel; please report")

    def _loop(self, op: WhileOp) -> Iterator[str]:
        """Arguments of both regions lie where the results do."""
        for value, result in zip(op.inputs, op.outputs, strict=True):
            yield from self._copy(value, self._pointer(result))
        yield "for (;;) {"
        yield from self._region(op.cond.block, ())
        condition = _yielded(op.cond.block)[0]
        yield f"    if (!*{self._pointer(condition)}) {{"
        yield "        break;"
        yield "    }"
        yield from self._region(op.body.block, op.outputs)
        yield "}"

    def _region(self, block: Block, results: Sequence[SSAValue]) -> Iterator[str]:
        """A block, which then leaves what it yields where the results lie."""
        for op in block.ops:
            if not isinstance(op, YieldOp):
                yield from (f"    {line}" for line in self._statements(op))
        if results:
            for value, result in zip(_yielded(block), results, strict=True):
                yield from (f"    {line}" for line in self._copy(value, self._pointer(result)))

    def _copy(self, value: SSAValue, place: str) -> Iterator[str]:
        """Nothing where the value lies there."""
        if (source := self._pointer(value)) != place:
            yield f"memcpy({place}, {source}, {nbytes_of(value)});"

    def _call(self, op: CallOp) -> str:
        kernel = _kernel(op)
        pointers = [each for each in kernel.parameters if each.is_pointer]
        values = op.pointed
        if len(pointers) != len(values):
            raise QirError(f"C backend: {kernel.name} takes {len(pointers)} tensors; please report")
        for parameter, value in zip(pointers, values, strict=True):
            if not is_absent(value) and parameter.type not in _pointers(value):
                found = f"{kernel.name} takes {parameter}, not {value.type}"
                raise QirError(f"C backend: {found}; please report")
        wrapper = self._wrapper(op, kernel)
        return f"{wrapper}({', '.join(self._pointer(v) for v in values if not is_absent(v))});"

    def _wrapper(self, op: CallOp, kernel: Definition) -> str:
        """A function of the pointers alone, in which sizes are numbers; one for equal sizes."""
        given = op.arguments_by_name
        scalars = [each for each in kernel.parameters if not each.is_pointer]
        if given.keys() != {each.name for each in scalars}:
            found = f"{kernel.name} has parameters {', '.join(given)}"
            raise QirError(f"C backend: {found}; please report")
        values = op.pointed
        pointers = [each for each in kernel.parameters if each.is_pointer]
        taken = [p for p, value in zip(pointers, values, strict=True) if not is_absent(value)]
        passed = [
            "NULL" if is_absent(value) else parameter.name
            for parameter, value in zip(pointers, values, strict=True)
        ]
        passed += [_literal(given[each.name]) for each in scalars]
        head = f"({', '.join(map(str, taken))})"
        body = f"{{\n    {kernel.name}({', '.join(passed)});\n}}\n"
        if (key := kernel.name + head + body) not in self.wrappers:
            self.kernels.add(kernel.name)
            short = kernel.name.removeprefix("qir_")
            count = sum(name.startswith(f"{short}_n") for name in self.wrappers.values())
            name = f"{short}_n{count + 1}"
            self.wrappers[key] = name
            self.texts.append(f"static void {name}{head}\n{body}")
        return self.wrappers[key]

    def _pointer(self, value: SSAValue) -> str:
        """An expression for where a value lies, as an operand of a unary operator may be."""
        if value in self.constants:
            return expression(self.constants[value], self.interface, self.mode)
        if isinstance(value.owner, ViewOp):
            return self._pointer(value.owner.source)
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
            cast = "" if output.c_type == c_type(value) else f"({c_type(value)} *)(void *)"
            return f"{cast}outputs->{output.name}"
        assert place.memory.data in (ARENA, STATE)
        return f"({c_type(value)} *)(void *)(memory + {place.start})"


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


def _literal(value: Parameter) -> str:
    if isinstance(value, int):
        return str(value)
    if value in (float("inf"), float("-inf")):
        return "INFINITY" if value > 0 else "-INFINITY"
    digits = f"{value:.9g}"
    return f"{digits}F" if any(c in digits for c in ".en") else f"{digits}.0F"


def _commented(text: str) -> str:
    printable = "".join(c if c.isprintable() and c.isascii() else "?" for c in text)
    return printable.replace("*/", "* /").replace("/*", "/ *")[:120]


def library(kernels: set[str]) -> list[Definition]:
    """The definitions that a model needs, each after those it needs itself."""
    return needed(kernels)
