"""Copies that calls need before memory is planned, where a value cannot lie where it is wanted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

from xdsl.dialects.builtin import ArrayAttr, DictionaryAttr, TensorType
from xdsl.dialects.func import FuncOp, ReturnOp
from xdsl.ir import BlockArgument, Operation, SSAValue
from xdsl.rewriter import InsertPoint, Rewriter

from qir.attributes import TENSORS, string
from qir.dialects.c import CallOp, WhileOp, YieldOp
from qir.notes import name_of
from qir.passes.memory.lifetimes import (
    Lifetimes,
    is_planned,
    nbytes_of,
    storage_of,
    tied_operand,
    unviewed,
)

KERNEL = "copy_bytes"


@dataclass(frozen=True, slots=True)
class Misplaced:
    """An operand whose memory an op cannot use: it is to be given a copy."""

    op: Operation
    operand: int


def insert_copies(function: FuncOp) -> None:
    """Copy what is returned but lies elsewhere, what a call writes to but is read later, and what
    changes places in a loop.

    Returned: arguments, constants, states, what is returned already, and views of them.
    """
    # Not all at once: what is tied to a copy is not returned twice any more.
    for each in [*_written(Lifetimes(function))]:
        _copy(each)
    end = function.body.block.last_op
    for each in [*_returned(end)] if isinstance(end, ReturnOp) else ():
        _copy(each)


def _copy(misplaced: Misplaced) -> None:
    op, index = misplaced.op, misplaced.operand
    value = op.operands[index]
    type = cast("TensorType[Any]", value.type)
    copy = CallOp.of(KERNEL, [value], [type], {"bytes": nbytes_of(value)})
    if (name := name_of(value)) is not None and isinstance(op, ReturnOp):
        copy.attributes[TENSORS] = ArrayAttr([DictionaryAttr({"name": string(name)})])
    Rewriter.insert_op(copy, InsertPoint.before(op))
    op.operands[index] = copy.outputs[0]


def _written(lifetimes: Lifetimes) -> Iterator[Misplaced]:
    for op in lifetimes.numbers:
        if isinstance(op, CallOp):
            yield from _tied(op, lifetimes)
        elif isinstance(op, YieldOp):
            yield from _exchanged(op)


def _tied(op: CallOp, lifetimes: Lifetimes) -> Iterator[Misplaced]:
    """Operands that a call writes to, and that are not its own to do so."""
    for result in op.outputs:
        if (index := tied_operand(result)) is None:
            continue
        value = unviewed(op.arguments[index])
        others = (unviewed(each) for i, each in enumerate(op.arguments) if i != index)
        if (
            not is_planned(value)
            or lifetimes.last_read(value) > lifetimes.numbers[op]
            or value in others
            or _is_asked(value)
        ):
            yield Misplaced(op, index)


def _is_asked(value: SSAValue) -> bool:
    """Whether a value is what a loop carries, in the region that says whether it goes on."""
    if not isinstance(value, BlockArgument):
        return False
    loop = value.owner.parent_op()
    return isinstance(loop, WhileOp) and value.owner is loop.cond.block


def _exchanged(op: YieldOp) -> Iterator[Misplaced]:
    """What lies where a loop carries something else: that is written before or after it is read."""
    loop = op.parent_op()
    if isinstance(loop, WhileOp) and op.parent_region() is loop.body:
        for index, value in enumerate(op.values):
            storage = storage_of(value)
            if storage.owner is loop and storage is not loop.outputs[index]:
                yield Misplaced(op, index)


def _returned(op: ReturnOp) -> Iterator[Misplaced]:
    """What lies in no memory that could be an output, or in that of another one."""
    seen = set[SSAValue]()
    for index, value in enumerate(op.operands):
        storage = storage_of(value)
        if storage in seen or not is_planned(value):
            yield Misplaced(op, index)
        seen.add(storage)
