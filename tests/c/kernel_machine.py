"""Runs a module of `c` calls on numpy arrays, by kernels that a C compiler made a library of.

Sizes are arguments here and literals in a generated model; otherwise it is the same code.
"""

from __future__ import annotations

import ctypes
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
from c.libraries import MACHINES, compiled, compiled_by_all, machine_of, undefined_behaviour
from xdsl.dialects.builtin import ModuleOp
from xdsl.dialects.func import ReturnOp
from xdsl.ir import Block, SSAValue

from qir.backends.c.library import base, definitions, needed
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


def kernel_source(machine: str = GENERIC) -> str:
    """The text of all kernels."""
    names = [name for name in definitions(machine) if name.startswith("qir_")]
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
        self.library = kernels(compiler)
        self.states: dict[SSAValue, Array] = {}
        self.initialized: set[OnceOp] = set()

    def run(self, inputs: Sequence[Array]) -> list[Array]:
        block = self.function.body.block
        values: dict[SSAValue, Array] = {
            a: np.asarray(x, order="C") for a, x in zip(block.args, inputs, strict=True)
        }
        return self._block(block, values)

    def _block(self, block: Block, values: dict[SSAValue, Array]) -> list[Array]:
        for op in block.ops:
            if isinstance(op, ReturnOp | YieldOp):
                return [values[operand] for operand in op.operands]
            if isinstance(op, StateOp):
                (result,) = op.results
                shape = shape_of_static(result)
                zeros = np.zeros(shape, result_dtype(result))
                values[result] = self.states.setdefault(result, zeros)
            elif (weight := constant_value(op)) is not None:
                values[op.results[0]] = weight.array()
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
                carried = [values[value].copy() for value in op.inputs]
                while self._region(op.cond.block, values, carried)[0].item():
                    carried = [v.copy() for v in self._region(op.body.block, values, carried)]
                values |= dict(zip(op.outputs, carried, strict=True))
            elif isinstance(op, IfOp):
                chosen = op.then if values[op.condition].item() else op.otherwise
                found = self._region(chosen.block, values, [])
                values |= dict(zip(op.outputs, [v.copy() for v in found], strict=True))
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
        pointers: list[Any] = []
        for index, value in enumerate(op.pointed):
            if is_absent(value):
                pointers.append(None)
                continue
            array = values[value]
            assert array.flags.c_contiguous
            if index in written:
                assert array.flags.writeable
            pointers.append(ctypes.c_void_p(array.ctypes.data))
        scalars = [p for p in kernel.parameters if not p.is_pointer]
        given = op.arguments_by_name
        assert [p.name for p in scalars] and given.keys() == {p.name for p in scalars}
        numbers = [NUMBERS[p.type](given[p.name]) for p in scalars]
        getattr(self.library, kernel.name)(*pointers, *numbers)
        found = undefined_behaviour(self.library)
        assert found is None, f"{kernel.name} does what C leaves open: {found}"

    def _empty(self, op: CallOp, values: dict[SSAValue, Array]) -> None:
        """Memory for the results, in which is seen what a kernel leaves unwritten."""
        for result in op.outputs:
            values[result] = np.full(shape_of_static(result), 77, result_dtype(result))
