"""The pass `plan-memory`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from xdsl.context import Context
from xdsl.dialects.builtin import ArrayAttr, ModuleOp, TensorType
from xdsl.dialects.func import FuncOp, ReturnOp
from xdsl.ir import SSAValue
from xdsl.passes import ModulePass

from qir.attributes import int_attr
from qir.dialects.c import ARENA, ARENA_BYTES, OUTPUT, CallOp, PlaceAttr, memory_of
from qir.functions import functions
from qir.passes.memory.arena import Buffer, arena_bytes, packed
from qir.weights import byte_size

ALIGNMENT = 64
"""Of each tensor in the arena, in bytes."""


@dataclass(frozen=True)
class PlanMemory(ModulePass):
    """Give every tensor that a call makes a place in the arena, or in an output of the model.

        %y = "c.call"(%x) <{kernel = "softmax_f32", ...}>
    becomes
        %y = "c.call"(%x) <{kernel = "softmax_f32", ..., places = [#c.place<"arena", 128 : i64>]}>
    """

    name = "plan-memory"

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        for function in functions(op):
            _plan(function)


def _plan(function: FuncOp) -> None:
    ops = list(function.body.block.ops)
    first, last = dict[SSAValue, int](), dict[SSAValue, int]()
    outputs = dict[SSAValue, int]()
    for time, op in enumerate(ops):
        for operand in op.operands:
            last[memory_of(operand)] = time
        if isinstance(op, CallOp):
            first |= {v: time for v in op.outputs if memory_of(v) is v}
        if isinstance(op, ReturnOp):
            outputs |= {memory_of(value): number for number, value in enumerate(op.operands)}
    inside = [value for value in first if value not in outputs]
    buffers = [Buffer(_bytes(v), first[v], last.get(v, first[v])) for v in inside]
    offsets = packed(buffers)
    places = {v: PlaceAttr.of(ARENA, start) for v, start in zip(inside, offsets, strict=True)}
    places |= {v: PlaceAttr.of(OUTPUT, number) for v, number in outputs.items()}
    for op in ops:
        if isinstance(op, CallOp):
            op.places = ArrayAttr(places[memory_of(value)] for value in op.outputs)
    function.attributes[ARENA_BYTES] = int_attr(arena_bytes(buffers, offsets), 64)


def _bytes(value: SSAValue) -> int:
    nbytes = byte_size(cast("TensorType[Any]", value.type))
    assert nbytes is not None
    return -(-nbytes // ALIGNMENT) * ALIGNMENT
