"""Runs a module of `c` calls on numpy arrays, by kernels that a C compiler made a library of.

Sizes are arguments here and literals in a generated model; otherwise it is the same code. Arrays
are guarded, at their ends and at their beginnings by turns.
"""

from __future__ import annotations

import ctypes
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
from c.foreign import FOREIGN, Program, callable_kernels
from c.guarded import guarded
from c.libraries import MACHINES, compiled, compiled_by_all, machine_of, undefined_behaviour
from xdsl.dialects.builtin import ModuleOp
from xdsl.dialects.func import ReturnOp
from xdsl.ir import Block, SSAValue

from qir.backends.c.library import Definition, base, definitions, needed
from qir.context import QirContext
from qir.dialects.c import CallOp, IfOp, OnceOp, ViewOp, WhileOp, YieldOp, integers_of, is_absent
from qir.dialects.qir import StateOp
from qir.dialects.tfl.constants import NoValueOp, constant_value
from qir.driver.pipelines import c_steps, run
from qir.functions import functions
from qir.interp.values import result_dtype
from qir.passes.kernels.lowering import shape_of_static
from qir.targets import GENERIC, find_target

Array = npt.NDArray[Any]
NUMBERS: Mapping[str, Any] = {"float": ctypes.c_float, "int32_t": ctypes.c_int32}
LEFT_OUT = "fix-shapes", "canonicalize", "slices-to-updates", "plan-memory"
"""Of the passes to calls: those that are not of single ops, as are all that fuse."""


@cache
def kernels(compiler: str = "gcc-O2") -> ctypes.CDLL:
    """All kernels as a library, made by a compiler with options of `SETTINGS`."""
    if compiler != "gcc-O2":
        # Two compilers at a time; other processes wait for them.
        compiled_by_all("kernels", {each: kernel_source(each) for each in (GENERIC, *MACHINES)})
    return compiled("kernels", kernel_source(machine_of(compiler)), compiler)


class Caller(Protocol):
    """Calls kernels."""

    def call(
        self, kernel: Definition, pointers: Sequence[Array | None], numbers: Sequence[Any]
    ) -> str | None:
        """Gives what the kernel did that C leaves open, if anything. `numbers`: of ctypes."""
        ...


@dataclass(frozen=True)
class Library:
    """The kernels of a library in this process."""

    loaded: ctypes.CDLL

    def call(
        self, kernel: Definition, pointers: Sequence[Array | None], numbers: Sequence[Any]
    ) -> str | None:
        addresses = [None if p is None else ctypes.c_void_p(p.ctypes.data) for p in pointers]
        getattr(self.loaded, kernel.name)(*addresses, *numbers)
        return undefined_behaviour(self.loaded)


@cache
def caller(setting: str) -> Caller:
    """What calls the kernels that a compiler of `SETTINGS` or `FOREIGN` made."""
    if setting in FOREIGN:
        return Program(setting, kernel_source(machine_of(setting)))
    return Library(kernels(setting))


def kernel_source(machine: str = GENERIC) -> str:
    """The text of all kernels, and of what these need."""
    names = [kernel.name for kernel in callable_kernels(machine)]
    text = "\n\n".join(each.text for each in needed(names, machine))
    return f"#define QIR_KERNEL\n#define QIR_SHARED\n{base(machine)}\n{text}\n"


def to_calls(machine: str = GENERIC, *fusions: str) -> tuple[str, ...]:
    """The passes that make calls of the kernels of a machine, these fusions among them."""
    named = ((step.partition("{")[0], step) for step in c_steps(find_target(f"c:{machine}")))
    return tuple(
        step
        for name, step in named
        if name in fusions or (not name.startswith("fuse-") and name not in LEFT_OUT)
    )


TO_CALLS = to_calls()


def lowered(module: ModuleOp, *before: str, machine: str = GENERIC) -> ModuleOp:
    """A copy of a module, its ops as calls of the kernels of a machine."""
    clone = module.clone()
    run((*before, *to_calls(machine)), clone, QirContext())
    return clone


class KernelMachine:
    """A lowered module, and what its states hold between runs."""

    def __init__(self, module: ModuleOp, compiler: str = "gcc-O2") -> None:
        (self.function,) = functions(module)
        self.caller = caller(compiler)
        self.states: dict[SSAValue, Array] = {}
        self.initialized: set[OnceOp] = set()
        self.runs = 0

    def run(self, inputs: Sequence[Array]) -> list[Array]:
        block = self.function.body.block
        self.runs += 1
        values: dict[SSAValue, Array] = {
            a: self._guarded(x) for a, x in zip(block.args, inputs, strict=True)
        }
        return self._block(block, values)

    def _guarded(self, array: Array) -> Array:
        return guarded(array, at_end=self.runs % 2 == 1)

    def _block(self, block: Block, values: dict[SSAValue, Array]) -> list[Array]:
        for op in block.ops:
            if isinstance(op, ReturnOp | YieldOp):
                return [values[operand] for operand in op.operands]
            if isinstance(op, StateOp):
                (result,) = op.results
                shape = shape_of_static(result)
                zeros = self._guarded(np.zeros(shape, result_dtype(result)))
                values[result] = self.states.setdefault(result, zeros)
            elif (weight := constant_value(op)) is not None:
                values[op.results[0]] = self._guarded(weight.array())
            elif isinstance(op, ViewOp):
                source = values[op.source]
                values[op.result] = source.reshape(shape_of_static(op.result))
            elif isinstance(op, CallOp):
                self._call(op, values)
            elif isinstance(op, OnceOp):
                if op not in self.initialized:
                    self._region(op.body.block, values, [])
                    self.initialized.add(op)
            elif isinstance(op, WhileOp):
                carried = [self._guarded(values[value]) for value in op.inputs]
                while self._region(op.cond.block, values, carried)[0].item():
                    made = self._region(op.body.block, values, carried)
                    carried = [self._guarded(value) for value in made]
                values |= dict(zip(op.outputs, carried, strict=True))
            elif isinstance(op, IfOp):
                chosen = op.then if values[op.condition].item() else op.otherwise
                found = self._region(chosen.block, values, [])
                copies = [self._guarded(value) for value in found]
                values |= dict(zip(op.outputs, copies, strict=True))
            else:
                assert isinstance(op, NoValueOp), op.name
        raise AssertionError("a block without an end")

    def _region(
        self, block: Block, values: dict[SSAValue, Array], given: Sequence[Array]
    ) -> list[Array]:
        return self._block(block, values | dict(zip(block.args, given, strict=True)))

    def _call(self, op: CallOp, values: dict[SSAValue, Array]) -> None:
        kernel = definitions()[f"qir_{op.kernel.data}"]
        self._empty(op, values)
        tied = integers_of(op.tied)
        for result, index in zip(op.outputs, tied, strict=False):
            values[result] = values[op.arguments[index]]
        written = {*integers_of(op.states), *tied}
        pointers: list[Array | None] = []
        for index, value in enumerate(op.pointed):
            if is_absent(value):
                pointers.append(None)
                continue
            array = values[value]
            assert array.flags.c_contiguous
            if index in written:
                assert array.flags.writeable
            pointers.append(array)
        scalars = [p for p in kernel.parameters if not p.is_pointer]
        given = op.arguments_by_name
        assert [p.name for p in scalars] and given.keys() == {p.name for p in scalars}
        numbers = [NUMBERS[p.type](given[p.name]) for p in scalars]
        found = self.caller.call(kernel, pointers, numbers)
        assert found is None, f"{kernel.name} does what C leaves open: {found}"

    def _empty(self, op: CallOp, values: dict[SSAValue, Array]) -> None:
        """Memory for the results, in which is seen what a kernel leaves unwritten."""
        for result in op.outputs:
            unwritten = np.full(shape_of_static(result), 77, result_dtype(result))
            values[result] = self._guarded(unwritten)
