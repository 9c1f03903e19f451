"""The pass `drop-copies`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from xdsl.context import Context
from xdsl.dialects.builtin import ModuleOp
from xdsl.dialects.func import ReturnOp
from xdsl.ir import Block, Operation, SSAValue, Use
from xdsl.passes import ModulePass
from xdsl.rewriter import Rewriter

from qir.dialects.c import CallOp, ViewOp, YieldOp, integers_of, memory_of
from qir.dialects.qir import StateOp
from qir.functions import functions
from qir.passes.kernels.lowering import COPY


@dataclass(frozen=True)
class DropCopies(ModulePass):
    """Let calls read a state itself, where it is written to only after the last of them.

        %v = "c.call"(%s) <{kernel = "copy_bytes", ...}>
        %y = "c.call"(%v, %x) <{kernel = "add_f32", ...}>
        "c.call"(%y, %s) <{kernel = "copy_bytes", states = array<i32: 1>, ...}>
    becomes
        %y = "c.call"(%s, %x) <{kernel = "add_f32", ...}>
        "c.call"(%y, %s) <{kernel = "copy_bytes", states = array<i32: 1>, ...}>

    Leaves alone: copies of what is no state, and those that are returned, yielded, or written to.
    """

    name = "drop-copies"

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        for function in functions(op):
            for copy in list(function.walk()):
                if isinstance(copy, CallOp) and copy.kernel.data == COPY and copy.outputs:
                    state = memory_of(copy.arguments[0])
                    if isinstance(state.owner, StateOp) and _may_go(copy, state):
                        Rewriter.replace_op(copy, [], [copy.arguments[0]])


def _may_go(copy: CallOp, state: SSAValue) -> bool:
    block = copy.parent
    assert block is not None
    uses = list(_uses(copy.outputs[0]))
    users = {use.operation for use in uses}
    if any(isinstance(user, ReturnOp | YieldOp) for user in users) or any(map(_is_tied, uses)):
        return False
    is_written, op = False, copy.next_op
    tops = {_in_block(user, block) for user in users}
    while op is not None:
        is_written = is_written or _writes(op, state)
        if is_written and op in tops:
            return False
        op = op.next_op
    return True


def _uses(value: SSAValue) -> Iterator[Use]:
    """Where a value is read, also by views of it."""
    for use in value.uses:
        yield use
        if isinstance(use.operation, ViewOp):
            yield from _uses(use.operation.result)


def _is_tied(use: Use) -> bool:
    """Whether a call goes on writing to the memory of what it reads."""
    call = use.operation
    return isinstance(call, CallOp) and use.index in integers_of(call.tied)


def _in_block(op: Operation, block: Block) -> Operation:
    """The op of a block that an op is, or is within."""
    while op.parent is not block:
        outer = op.parent_op()
        assert outer is not None
        op = outer
    return op


def _writes(op: Operation, state: SSAValue) -> bool:
    return any(
        memory_of(each.arguments[index]) is state
        for each in op.walk()
        if isinstance(each, CallOp)
        for index in integers_of(each.states)
    )
