"""The pass `variables-to-states`."""

from __future__ import annotations

from dataclasses import dataclass, field

from xdsl.context import Context
from xdsl.dialects.builtin import ModuleOp
from xdsl.ir import Block, SSAValue
from xdsl.passes import ModulePass
from xdsl.rewriter import InsertPoint, Rewriter

from qir.attributes import TENSORS, string
from qir.diagnostics import QirError
from qir.dialects.c import OnceOp
from qir.dialects.qir import StateOp
from qir.dialects.tfl.options import option
from qir.dialects.tfl.state import AssignVariableOp, ReadVariableOp, VarHandleOp
from qir.faults import place
from qir.functions import functions
from qir.notes import note
from qir.passes.kernels.lowering import NoKernel, copy_of, shape_of_static

Key = tuple[str, str]
"""Container and name."""
Use = ReadVariableOp | AssignVariableOp


@dataclass(frozen=True)
class VariablesToStates(ModulePass):
    """Make each variable a state tensor, of which a read is a copy, and to which a value is copied.

        %h = "tfl.var_handle"() <{container = "", shared_name = "v"}>
        %v = "tfl.read_variable"(%h)
        "tfl.assign_variable"(%h, %w)
    becomes
        %s = "tfl.pseudo_const"() {tfl.is_variable}
        %v = "c.call"(%s) <{kernel = "copy_bytes", ...}>
        "c.call"(%w, %s) <{kernel = "copy_bytes", states = array<i32: 1>, ...}>

    Leaves alone: other states. Refuses: a variable that is read before something assigns it, here
    or when the model is reset; one of several types, or of sizes that are not known.
    """

    name = "variables-to-states"

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        for function in functions(op):
            states = _States(function.body.block)
            states.find_in(function.body.block, set())
            for each, state in states.of.items():
                _replace(each, state)
            for handle in [each for each in function.walk() if isinstance(each, VarHandleOp)]:
                if handle.results[0].first_use:
                    found = f"{place(handle)}: is handed on; expected reads and assignments"
                    raise QirError(f"variables-to-states: {found}")
                Rewriter.erase_op(handle)


@dataclass
class _States:
    """The states of a function whose block is `entry`."""

    entry: Block
    known: dict[Key, SSAValue] = field(default_factory=dict[Key, SSAValue])
    of: dict[Use, SSAValue] = field(default_factory=dict[Use, SSAValue])
    """What each op reads or writes."""

    def find_in(self, block: Block, assigned: set[Key]) -> None:
        """Find what the ops of a block use, and add what it assigns to `assigned`."""
        for op in block.ops:
            for inner in (each for region in op.regions for each in region.blocks):
                self.find_in(inner, assigned if isinstance(op, OnceOp) else set(assigned))
            if isinstance(op, Use):
                try:
                    self.of[op] = self._find(op, assigned)
                except NoKernel as error:
                    raise QirError(f"variables-to-states: {place(op)}: {error}") from error

    def _find(self, op: Use, assigned: set[Key]) -> SSAValue:
        handle = op.operands[0].owner
        if not isinstance(handle, VarHandleOp):
            raise NoKernel("its variable is chosen as the model runs; expected a VAR_HANDLE")
        key = option(handle, "container") or "", option(handle, "shared_name") or ""
        if isinstance(op, AssignVariableOp):
            assigned.add(key)
            return self._state(key, op.operands[1])
        if key not in assigned:
            raise NoKernel(f'variable "{key[1]}" has no value; expected one assigned before')
        return self._state(key, op.results[0])

    def _state(self, key: Key, like: SSAValue) -> SSAValue:
        """The state of a variable, which is what is read or written."""
        shape_of_static(like)
        if key not in self.known:
            made = StateOp.of(like.type)
            note(made.output, {"name": string(key[1])})
            Rewriter.insert_op(made, InsertPoint.at_start(self.entry))
            self.known[key] = made.output
        state = self.known[key]
        if state.type != like.type:
            found = f'variable "{key[1]}" is {like.type}'
            raise NoKernel(f"{found}; expected {state.type} as elsewhere")
        return state


def _replace(op: Use, state: SSAValue) -> None:
    if isinstance(op, AssignVariableOp):
        Rewriter.replace_op(op, copy_of(op.operands[1], to=state), [])
        return
    copy = copy_of(state)
    if names := op.attributes.get(TENSORS):
        copy.attributes[TENSORS] = names
    Rewriter.replace_op(op, copy, copy.results)
