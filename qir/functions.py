"""The functions of a module."""

from __future__ import annotations

from collections.abc import Iterator

from xdsl.dialects.builtin import ModuleOp
from xdsl.dialects.func import FuncOp


def functions(module: ModuleOp) -> Iterator[FuncOp]:
    """Every function that has a body; a declaration has none."""
    for op in module.ops:
        if isinstance(op, FuncOp) and op.body.blocks:
            yield op
