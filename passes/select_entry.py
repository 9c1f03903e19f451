"""The pass `select-entry`."""

from __future__ import annotations

from dataclasses import dataclass

from xdsl.context import Context
from xdsl.dialects.builtin import ModuleOp
from xdsl.dialects.func import FuncOp
from xdsl.passes import ModulePass
from xdsl.rewriter import Rewriter

from qir.diagnostics import QirError
from qir.functions import called_functions, functions, reached_functions
from qir.signatures import SIGNATURES, set_signatures, signatures_of


@dataclass(frozen=True)
class SelectEntry(ModulePass):
    """Keep one function that the outside calls, with those that it calls.

        func.func @encode(...) {...}
        func.func @decode(...) {...}
    becomes, with `entry` decode,
        func.func @decode(...) {...}

    `entry`: the name of a function, or of a signature; needed where several are neither private nor
    called by others.

    Leaves alone: what is in the function. Refuses: a name that there is not; none, where there are
    several.
    """

    name = "select-entry"
    entry: str = ""

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        entry = _entry(op, self.entry)
        kept = reached_functions(entry)
        for other in [each for each in op.ops if isinstance(each, FuncOp)]:
            if other not in kept:
                Rewriter.erase_op(other, safe_erase=False)
        if SIGNATURES in op.attributes:
            names = {each.sym_name.data for each in kept}
            left = [each for each in signatures_of(op) if each.function in names]
            del op.attributes[SIGNATURES]
            set_signatures(op, left)


def _entry(module: ModuleOp, name: str) -> FuncOp:
    called = called_functions(module)
    known = {each.sym_name.data: each for each in functions(module)}
    outer = [each for each in known.values() if each not in called and not _is_private(each)]
    by_signature = {each.key: known[each.function] for each in signatures_of(module)}
    choices = ", ".join(f"@{each.sym_name.data}" for each in outer) or "none"
    if name:
        if (found := known.get(name.removeprefix("@")) or by_signature.get(name)) is None:
            raise QirError(f"select-entry: no function or signature {name!r}; there are {choices}")
        return found
    if len(outer) != 1:
        raise QirError(f"select-entry: say which function is to run by entry=NAME: {choices}")
    return outer[0]


def _is_private(function: FuncOp) -> bool:
    return function.sym_visibility is not None and function.sym_visibility.data == "private"
