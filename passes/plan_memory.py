"""The pass `plan-memory`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from xdsl.context import Context
from xdsl.dialects.builtin import ArrayAttr, ModuleOp
from xdsl.dialects.func import FuncOp
from xdsl.ir import SSAValue
from xdsl.passes import ModulePass

from qir.attributes import int_attr
from qir.diagnostics import QirError, remarks_of
from qir.dialects.c import (
    ARENA,
    ARENA_ALIGNMENT,
    ARENA_BYTES,
    OUTPUT,
    STATE,
    STATE_BYTES,
    CallOp,
    IfOp,
    PlaceAttr,
    WhileOp,
)
from qir.dialects.qir import StateOp
from qir.functions import functions
from qir.passes.memory.arena import arena_bytes, block, packed
from qir.passes.memory.checker import plan_breaches
from qir.passes.memory.copies import insert_copies
from qir.passes.memory.lifetimes import Lifetimes, nbytes_of, storage_of
from qir.passes.memory.picture import memory_summary, pieces_of


@dataclass(frozen=True)
class PlanMemory(ModulePass):
    """Give every tensor that a call makes a place in the arena, or in an output of the model.

        %y = "c.call"(%x) <{kernel = "softmax_f32", ...}>
    becomes
        %y = "c.call"(%x) <{kernel = "softmax_f32", ..., places = [#c.place<"arena", 128 : i64>]}>

    States come first in the arena, and stay there. What is returned lies in an output from the
    start, and so does all that it was made from in place. A result takes the memory of an operand
    that nothing reads later where its kernel allows that; else it has memory of its own, apart from
    all that is live when it is. What a loop carries lies in one place for all its turns.

    Inserts: copies of what is returned but is an argument, a constant, a state, or returned twice;
    of what a call writes to (`tied`) that is read later; and of what changes places in a loop.

    `alignment`: of each tensor in the arena, in bytes.

    Leaves alone: the order of calls. Promises: whatever path a run takes, nothing is read that was
    overwritten, which is checked by other means than the plan is made by.
    """

    name = "plan-memory"
    alignment: int = 64

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        if self.alignment < 8 or self.alignment & (self.alignment - 1):
            expected = "expected a power of two from 8 on"
            raise QirError(f"plan-memory: alignment is {self.alignment}; {expected}")
        for function in functions(op):
            self._plan(function)
            summary = memory_summary(function)
            remarks_of(ctx).notes.append(f"memory of @{function.sym_name.data}: {summary}")

    def breaches(self, module: ModuleOp) -> Iterator[str]:
        for function in functions(module):
            yield from plan_breaches(function)

    def _plan(self, function: FuncOp) -> None:
        insert_copies(function)
        states = self._place_states(function)
        buffers = Lifetimes(function).buffers()
        inside = [buffer for buffer in buffers if buffer.output is None]
        blocks = [block(pieces_of(buffer, self.alignment)) for buffer in inside]
        offsets = packed(blocks)
        places = dict[SSAValue, PlaceAttr]()
        for buffer, offset in zip(inside, offsets, strict=True):
            places |= dict.fromkeys(buffer.values, PlaceAttr.of(ARENA, states + offset))
        for buffer in buffers:
            if buffer.output is not None:
                places |= dict.fromkeys(buffer.values, PlaceAttr.of(OUTPUT, buffer.output))
        for op in function.walk():
            if isinstance(op, CallOp | WhileOp | IfOp):
                op.places = ArrayAttr(places[storage_of(value)] for value in op.outputs)
        function.attributes[ARENA_ALIGNMENT] = int_attr(self.alignment, 64)
        function.attributes[STATE_BYTES] = int_attr(states, 64)
        function.attributes[ARENA_BYTES] = int_attr(states + arena_bytes(blocks, offsets), 64)

    def _place_states(self, function: FuncOp) -> int:
        """Each after the other; how many bytes they take."""
        size = 0
        for op in function.walk():
            if isinstance(op, StateOp):
                op.attributes[PlaceAttr.name] = PlaceAttr.of(STATE, size)
                size += -(-nbytes_of(op.output) // self.alignment) * self.alignment
        return size
