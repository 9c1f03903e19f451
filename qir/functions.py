"""The functions of a module, and their operators."""

from __future__ import annotations

from collections.abc import Iterator

from xdsl.dialects.builtin import ModuleOp
from xdsl.dialects.func import CallOp, FuncOp
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


def called_functions(module: ModuleOp) -> set[FuncOp]:
    """The functions that others call."""
    found: set[FuncOp] = set()
    for op in module.walk():
        if isinstance(op, CallingOp):
            found |= {op.callee(name) for name in function_fields(op.OPERATOR)}
        elif isinstance(op, CallOp):
            callee = SymbolTable.lookup_symbol(op, op.callee)
            found |= {callee} if isinstance(callee, FuncOp) else set()
    return found
