"""Names of tensors as MLIR locations, the way LiteRT's converter tells them.

An op of one result is at `loc("name")`, one of several at `loc(fused["first", "second"])`; around
it there may be where in a file it came from, `loc(fused<"tflite.subgraph=0.op=3:ADD">["name"])`.
"""

from __future__ import annotations

from collections.abc import Sequence

from xdsl.dialects.builtin import (
    CallSiteLoc,
    FusedLoc,
    ModuleOp,
    NameLoc,
    NoneAttr,
    StringAttr,
    UnknownLoc,
)
from xdsl.dialects.func import FuncOp
from xdsl.ir import Attribute

from qir.attributes import items
from qir.notes import name_of


def names_at(location: Attribute, count: int) -> list[str]:
    """One name for each of `count` results; empty where the location does not say it."""
    if isinstance(location, FusedLoc):
        inner = items(location.locations)
        if count == 1:
            return [";".join(filter(None, (names_at(each, 1)[0] for each in inner)))]
        if len(inner) == count:
            return [names_at(each, 1)[0] for each in inner]
        if len(inner) == 1:
            return names_at(inner[0], count)
    if isinstance(location, CallSiteLoc):
        return names_at(location.callee, count)
    return [location.desc.data if isinstance(location, NameLoc) and count == 1 else ""] * count


def locate(module: ModuleOp) -> None:
    """Put what has a name and no location at its name."""
    for op in module.walk():
        if isinstance(op.location, UnknownLoc):
            names = [name_of(result) for result in op.results]
            if any(names):
                op.location = _location(names)
        if isinstance(op, FuncOp):
            arguments = op.body.block.args if op.body.blocks else ()
            for argument in arguments:
                name = name_of(argument)
                if name and isinstance(argument.location, UnknownLoc):
                    argument.location = _location([name])


def _location(names: Sequence[str | None]) -> NameLoc | FusedLoc:
    named = tuple(NameLoc(StringAttr(name or ""), NoneAttr()) for name in names)
    return named[0] if len(named) == 1 else FusedLoc(named, NoneAttr())
