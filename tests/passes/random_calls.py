"""Random functions of calls, and what they compute where kernels mix up bytes: on values, or in the
memory that a plan gives them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

import numpy as np
from hypothesis import strategies as st
from xdsl.dialects.builtin import DenseArrayBase, FunctionType, ModuleOp, TensorType, f32, i32
from xdsl.dialects.func import FuncOp, ReturnOp
from xdsl.ir import Block, Operation, Region, SSAValue

from qir.attributes import integer
from qir.dialects.c import (
    ARENA_BYTES,
    OUTPUT,
    CallOp,
    IfOp,
    ViewOp,
    WhileOp,
    YieldOp,
    integers_of,
    place_of,
)
from qir.dialects.qir import StateOp
from qir.dialects.tfl.building import build_constant
from qir.functions import functions
from qir.passes.memory.lifetimes import nbytes_of

SIZES = 1, 4, 16, 24, 40
"""Elements of tensors; few, so that many are alike."""
MOST_TURNS = 3


class Calls:
    """A module that hypothesis shows as text."""

    def __init__(self, module: ModuleOp) -> None:
        self.module = module

    @property
    def function(self) -> FuncOp:
        (function,) = functions(self.module)
        return function

    def __repr__(self) -> str:
        return str(self.module)


def tensor(elements: int) -> TensorType[Any]:
    return TensorType(f32, [elements])


class _Maker:
    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.kernels = 0

    def integer(self, low: int, high: int) -> int:
        return self.draw(st.integers(low, high))

    def any(self, values: Sequence[SSAValue]) -> SSAValue:
        """One of those there are, recent ones rather."""
        return values[
            -1 - min(self.integer(0, 3 * len(values)) // 3, self.integer(0, 8) + 2) % len(values)
        ]

    def type(self) -> TensorType[Any]:
        return tensor(self.draw(st.sampled_from(SIZES)))

    def call(
        self,
        operands: Sequence[SSAValue],
        types: Sequence[TensorType[Any]],
        **roles: Sequence[int],
    ) -> CallOp:
        self.kernels += 1
        op = CallOp.of(f"kernel_{self.kernels}", operands, types, {})
        for name, indices in roles.items():
            if indices:
                op.properties[name] = DenseArrayBase.from_list(i32, indices)
        return op

    def steps(self, block: Block, values: list[SSAValue], depth: int) -> None:
        """Ops at the end of a block, which add to the values there are."""
        kinds = ["call", "call", "call", "call", "view", "tied", "state"]
        kinds += ["while", "if"] if depth else []
        for _ in range(self.integer(0, 6)):
            kind = self.draw(st.sampled_from(kinds))
            op = getattr(self, f"_{kind}")(values, depth)
            block.add_op(op)
            values += op.results

    def _call(self, values: Sequence[SSAValue], depth: int) -> Operation:
        operands = [self.any(values) for _ in range(self.integer(1, 3))]
        allowed = [i for i in range(len(operands)) if self.integer(0, 3)]
        if self.integer(0, 1):
            types = [tensor(nbytes_of(operands[0]) // 4)]
        else:
            types = [self.type() for _ in range(self.integer(1, 2))]
        return self.call(operands, types, in_place=allowed)

    def _view(self, values: Sequence[SSAValue], depth: int) -> Operation:
        value = self.any(values)
        return ViewOp.of(value, tensor(nbytes_of(value) // 4))

    def _tied(self, values: Sequence[SSAValue], depth: int) -> Operation:
        operands = [self.any(values) for _ in range(self.integer(1, 2))]
        index = self.integer(0, len(operands) - 1)
        return self.call(operands, [tensor(nbytes_of(operands[index]) // 4)], tied=[index])

    def _state(self, values: Sequence[SSAValue], depth: int) -> Operation:
        states = [value for value in values if isinstance(value.owner, StateOp)]
        operands = [self.any(values), *states[:1]]
        return self.call(operands, [self.type()], states=[1] if states else [])

    def _while(self, values: Sequence[SSAValue], depth: int) -> Operation:
        inputs = [self.any(values) for _ in range(self.integer(1, 3))]
        types = [tensor(nbytes_of(value) // 4) for value in inputs]
        regions = list[Region]()
        for is_body in (False, True):
            block = Block(arg_types=types)
            inner = [*values, *block.args]
            self.steps(block, inner, depth - 1)
            yielded = (
                [self.matching(block, inner, type) for type in types] if is_body else inner[-1:]
            )
            block.add_op(YieldOp.create(operands=yielded))
            regions.append(Region(block))
        return WhileOp.create(operands=inputs, result_types=types, regions=regions)

    def _if(self, values: Sequence[SSAValue], depth: int) -> Operation:
        types = [self.type() for _ in range(self.integer(1, 2))]
        regions = list[Region]()
        for _ in range(2):
            block = Block()
            inner = list(values)
            self.steps(block, inner, depth - 1)
            yielded = [self.matching(block, inner, type) for type in types]
            block.add_op(YieldOp.create(operands=yielded))
            regions.append(Region(block))
        return IfOp.create(operands=[self.any(values)], result_types=types, regions=regions)

    def matching(self, block: Block, values: Sequence[SSAValue], type: TensorType[Any]) -> SSAValue:
        """A value of a type; made where there is none."""
        found = [value for value in values if value.type == type]
        if found:
            return self.any(found)
        op = self.call([self.any(values)], [type], in_place=[0])
        block.add_op(op)
        return op.outputs[0]


@st.composite
def functions_of_calls(draw: st.DrawFn) -> Calls:
    make = _Maker(draw)
    block = Block(arg_types=[make.type() for _ in range(make.integer(1, 2))])
    values = list[SSAValue](block.args)
    constant = build_constant("w", [4], lambda: np.ones(4, np.float32), f32)
    first: list[Operation] = [constant]
    first += [StateOp.of(make.type()) for _ in range(make.integer(0, 2))]
    for op in first:
        block.add_op(op)
        values += op.results
    for _ in range(2):
        make.steps(block, values, 2)
    returned = [make.any(values) for _ in range(make.integer(1, 3))]
    block.add_op(ReturnOp(*returned))
    type = FunctionType.from_lists([a.type for a in block.args], [v.type for v in returned])
    return Calls(ModuleOp([FuncOp("main", type, Region(block))]))


class ByteMachine:
    """Runs calls of kernels that do not exist: they mix up bytes of what they read.

    `in_memory`: tensors lie where the plan says. Else each has memory of its own.
    """

    def __init__(self, function: FuncOp, *, in_memory: bool) -> None:
        self.block = function.body.block
        self.in_memory = in_memory
        end = self.block.last_op
        assert end is not None
        arena = integer(function.attributes.get(ARENA_BYTES)) or 0
        self.arena = np.zeros(arena, np.uint8)
        self.outputs = [np.zeros(nbytes_of(value), np.uint8) for value in end.operands]
        self.values = dict[SSAValue, Any]()

    def run(self, seed: int) -> list[bytes]:
        """What is returned, and the states."""
        for number, argument in enumerate(self.block.args):
            noise = _noise(nbytes_of(argument), [b"%d %d" % (seed, number)])
            self.values[argument] = _array(noise)
        found = [self._read(value) for value in self._block(self.block)]
        states = [self._read(op.output) for op in self.block.ops if isinstance(op, StateOp)]
        return [bytes(each) for each in (*found, *states)]

    def _memory(self, value: SSAValue) -> Any:
        place = place_of(value) if self.in_memory else None
        if place is not None:
            is_output = place.memory.data == OUTPUT
            memory = self.outputs[place.start] if is_output else self.arena[place.start :]
            return memory[: nbytes_of(value)]
        while isinstance(value.owner, ViewOp):
            value = value.owner.source
        return self.values.setdefault(value, np.zeros(nbytes_of(value), np.uint8))

    def _read(self, value: SSAValue) -> bytes:
        return bytes(self._memory(value))

    def _block(self, block: Block) -> Sequence[SSAValue]:
        for op in block.ops:
            if isinstance(op, CallOp):
                self._call(op)
            elif isinstance(op, WhileOp):
                self._loop(op)
            elif isinstance(op, IfOp):
                chosen = op.then if self._read(op.condition)[0] % 2 else op.otherwise
                self._copy(self._block(chosen.block), op.outputs)
            elif isinstance(op, YieldOp | ReturnOp):
                return op.operands
        raise AssertionError("a block without an end")

    def _loop(self, op: WhileOp) -> None:
        carried = list(op.outputs)
        self._copy(op.inputs, carried)
        for turn in range(MOST_TURNS + 1):
            self._alias(op.cond.block, carried)
            (asked,) = self._block(op.cond.block)
            if not self._read(asked)[0] % 4 or turn == MOST_TURNS:
                return
            self._alias(op.body.block, carried)
            yielded = self._block(op.body.block)
            if not self.in_memory:
                # All at once.
                for value, new in zip(carried, list(map(self._read, yielded)), strict=True):
                    self.values[value] = _array(new)
            else:
                self._copy(yielded, carried)

    def _alias(self, block: Block, carried: Sequence[SSAValue]) -> None:
        for argument, value in zip(block.args, carried, strict=True):
            self.values[argument] = self._memory(value).copy()

    def _copy(self, sources: Sequence[SSAValue], targets: Sequence[SSAValue]) -> None:
        for source, target in zip(sources, targets, strict=True):
            self._memory(target)[:] = _array(self._read(source))

    def _call(self, op: CallOp) -> None:
        read = [self._read(value) for value in op.arguments]
        name = op.kernel.data.encode()
        tied = integers_of(op.tied)
        is_copy = name == b"copy_bytes"
        for number, result in enumerate(op.outputs):
            size = nbytes_of(result)
            made = read[0] if is_copy else _noise(size, [name, b"%d" % number, *read])
            if number < len(tied):
                made = made[: size // 2] + read[tied[number]][size // 2 :]
            self._memory(result)[:] = _array(made)
        for index in integers_of(op.states):
            self._memory(op.arguments[index])[:] = _array(_noise(len(read[index]), [name, *read]))


def _noise(size: int, parts: Sequence[bytes]) -> bytes:
    return hashlib.shake_128(b"|".join(parts)).digest(size)


def _array(content: bytes) -> Any:
    return np.frombuffer(content, np.uint8).copy()
