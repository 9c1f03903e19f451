"""The pass `choose-kernels`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from itertools import count
from typing import TypeAlias

from xdsl.context import Context
from xdsl.dialects.builtin import ModuleOp
from xdsl.dialects.func import FuncOp, ReturnOp
from xdsl.ir import Block, Operation
from xdsl.passes import ModulePass
from xdsl.rewriter import InsertPoint, Rewriter

from qir.diagnostics import QirError
from qir.dialects.c import CallOp, IfOp, OnceOp, ViewOp, WhileOp, YieldOp
from qir.dialects.qir import StateOp
from qir.dialects.tfl.constants import ConstOp, NoValueOp, QConstOp
from qir.faults import place
from qir.functions import functions, operators
from qir.notes import note, notes_of
from qir.passes.kernels.lowering import Lower, Lowering, NoKernel, is_dequantized_constant

DIALECT = "qir.dialects.tfl."
FAMILIES = "qir.passes.kernels."
Numbers: TypeAlias = Mapping[Operation, int]
"""Of the operators of a function, as its subgraph counts them."""
KEPT = (ConstOp, QConstOp, NoValueOp, StateOp, CallOp, IfOp, OnceOp, WhileOp, YieldOp, ReturnOp)
"""What is no computation, or lowered already but for its regions."""
DROPPED = (ConstOp, QConstOp, NoValueOp, ViewOp)
"""What goes where nothing reads it, as calls without states do."""


@dataclass(frozen=True)
class ChooseKernels(ModulePass):
    """Turn every op into calls of C kernels.

        %y = "tfl.softmax"(%x) <{beta = 1.0 : f32}> : (tensor<1x10xf32>) -> tensor<1x10xf32>
    becomes
        %y = "c.call"(%x) <{kernel = "softmax_f32", in_place = array<i32: 0>,
             parameters = {rows = 1 : i32, depth = 10 : i32, beta = 1.0 : f32}}>

    Hybrid ops become two calls, one that quantizes the rows of the activation and one that computes
    with them; ops of a block that read the same activation so share the first. Ops that only change
    a shape become a `c.view` of the same memory.

    Kernels that read integer weights beside a float activation take the place of a float op and the
    DEQUANTIZE of its weights. That of other constants stays, as a call, for who reads floats.

    What nothing reads any more, such as how a shape was computed, goes.

    Leaves alone: constants and states; calls, and loops and branches but for what is in them.
    Refuses: an op that no kernel computes, or sizes that are not known.
    """

    name = "choose-kernels"

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        lowering = Lowering()
        for function in functions(op):
            # Counted before the first of them is replaced.
            numbers = dict[Operation, int](zip(operators(function), count()))
            _lower_block(lowering, function.body.block, numbers)
            _drop_unread(function)


def _lower_block(lowering: Lowering, block: Block, numbers: Numbers) -> None:
    for op in list(block.ops):
        for inner in (block for region in op.regions for block in region.blocks):
            _lower_block(lowering, inner, numbers)
    lowering.block = block
    for op in list(block.ops):
        if not isinstance(op, KEPT) and not is_dequantized_constant(op):
            _lower(lowering, op, numbers)
    for op in list(block.ops):
        if is_dequantized_constant(op):
            if op.results[0].first_use:
                _lower(lowering, op, numbers)
            else:
                Rewriter.erase_op(op)


def _drop_unread(function: FuncOp) -> None:
    """Quantized constants that moved on as integers, and what shapes were computed with."""
    for op in reversed(list(function.walk())):
        is_pure = isinstance(op, DROPPED) or (isinstance(op, CallOp) and op.states is None)
        if is_pure and not any(result.first_use for result in op.results):
            Rewriter.erase_op(op)


def _lower(lowering: Lowering, op: Operation, numbers: Numbers) -> None:
    lower = lowering_of(type(op))
    if lower is None:
        raise QirError(f"choose-kernels: {place(op, numbers.get(op))}: no C kernel computes it")
    lowering.made = []
    try:
        results = lower(lowering, op)
    except NoKernel as error:
        where = place(op, numbers.get(op))
        raise QirError(f"choose-kernels: {where}: no C kernel: {error}") from error
    for old, new in zip(op.results, results, strict=True):
        if new.owner in lowering.made and (notes := notes_of(old)):
            note(new, notes)
    Rewriter.insert_op(lowering.made, InsertPoint.before(op))
    Rewriter.replace_op(op, [], results)


@cache
def lowering_of(op_class: type[Operation]) -> Lower | None:
    """The function that makes calls of ops of a class; None where there is none.

    It is in the table of the family of the same name as the class's own.
    """
    family = op_class.__module__.removeprefix(DIALECT)
    if family == op_class.__module__ or find_spec(f"{FAMILIES}{family}") is None:
        return None
    table: Mapping[type[Operation], Lower] = import_module(f"{FAMILIES}{family}").KERNELS
    return table.get(op_class)
