"""The functions of a module, and their operators."""

from __future__ import annotations

from collections.abc import Iterator

from xdsl.dialects.builtin import ModuleOp
from xdsl.dialects.func import CallOp, FuncOp
from xdsl.ir import Operation
from xdsl.traits import SymbolTable

from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.control import CallingOp
from qir.dialects.tfl.options import function_fields


def functions(module: ModuleOp) -> Iterator[FuncOp]:
    """Every function that has a body; a declaration has none."""
    for op in module.ops:
        if isinstance(op, FuncOp) and op.body.blocks:
            yield op


def operators(function: FuncOp) -> list[TflOp]:
    """The operators of a function in order, as their subgraph counts them: without constants."""
    return [op for block in function.body.blocks for op in block.ops if isinstance(op, TflOp)]


def callees(op: Operation) -> Iterator[FuncOp]:
    """The functions that an operation calls."""
    if isinstance(op, CallingOp):
        yield from (op.callee(name) for name in function_fields(op.OPERATOR))
    elif isinstance(op, CallOp):
        callee = SymbolTable.lookup_symbol(op, op.callee)
        if isinstance(callee, FuncOp):
            yield callee


def called_functions(module: ModuleOp) -> set[FuncOp]:
    """The functions that others call."""
    return {callee for op in module.walk() for callee in callees(op)}


def reached_functions(function: FuncOp) -> set[FuncOp]:
    """A function, those that it calls, and those that they call."""
    found, pending = set[FuncOp](), [function]
    while pending:
        each = pending.pop()
        if each not in found:
            found.add(each)
            pending += (callee for op in each.walk() for callee in callees(op))
    return found
