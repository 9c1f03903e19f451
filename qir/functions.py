"""The functions of a module, and their operators."""

from __future__ import annotations

from collections.abc import Iterator

from xdsl.dialects.builtin import ModuleOp
from xdsl.dialects.func import FuncOp

from qir.dialects.tfl.base import TflOp


def functions(module: ModuleOp) -> Iterator[FuncOp]:
    """Every function that has a body; a declaration has none."""
    for op in module.ops:
        if isinstance(op, FuncOp) and op.body.blocks:
            yield op


def operators(function: FuncOp) -> list[TflOp]:
    """The operators of a function in order, as their subgraph counts them: without constants."""
    return [op for block in function.body.blocks for op in block.ops if isinstance(op, TflOp)]
