"""The pass `fix-shapes`."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

import numpy as np
from xdsl.context import Context
from xdsl.dialects.builtin import (
    DYNAMIC_INDEX,
    IntegerType,
    ModuleOp,
    StringAttr,
    SymbolRefAttr,
    TensorType,
)
from xdsl.dialects.func import CallOp, FuncOp, ReturnOp
from xdsl.ir import BlockArgument, Operation, SSAValue
from xdsl.passes import ModulePass
from xdsl.rewriter import InsertPoint, Rewriter
from xdsl.traits import Pure, SymbolTable

from qir.attributes import element_type
from qir.diagnostics import QirError
from qir.dialects.tfl import control, state
from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.constants import constant_value
from qir.dialects.tfl.generation import ShapeOp
from qir.dialects.tfl.options import function_fields, option
from qir.dialects.tfl.tensors import Malformed, Shape, may_be_same, shape_of, shown
from qir.faults import place
from qir.functions import called_functions, functions
from qir.interp import Machine
from qir.interp.constants import constant_op
from qir.interp.values import result_dtype
from qir.notes import name_of, note, notes_of
from qir.passes.analysis.seeds import named_inputs

MOST_FOLDED = 64
"""Elements of a tensor that is computed here: sizes, and where slices begin."""
STALE = frozenset({"shape", "shape_signature"})
"""Notes on a tensor that say how a file sized it."""
_SHAPE = re.compile(r"(?P<name>.+)=(?P<sizes>\d+(x\d+)*|)", re.S | re.ASCII)


@dataclass(frozen=True)
class FixShapes(ModulePass):
    """Give every size that a model leaves open a number, from its inputs on.

        func.func @main(%x: tensor<?x4xf32>) -> tensor<?x2xf32> {
          %y = "tfl.fully_connected"(%x, %w, %b) : (...) -> tensor<?x2xf32>
    becomes
        func.func @main(%x: tensor<1x4xf32>) -> tensor<1x2xf32> {
          %y = "tfl.fully_connected"(%x, %w, %b) : (...) -> tensor<1x2xf32>

    `shapes`: of inputs, as `NAME=1x128`; of others the first size is 1 where it is open. What is
    computed of sizes alone becomes a constant. A function that is called with other sizes from
    elsewhere is called as a copy of its own.

    Leaves alone: sizes that numbers decide as the model runs, as those of a WHERE. Refuses: an
    input with another open size that `shapes` does not name; a shape that names no input, or
    contradicts its type; a loop that carries tensors of changing sizes.
    """

    name = "fix-shapes"
    shapes: tuple[str, ...] = ()

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        given = _given(op, self.shapes)
        called = called_functions(op)
        fixing = _Fixing(op)
        for function in list(functions(op)):
            if function not in called:
                arguments = [_of_input(each, given) for each in function.body.block.args]
                fixing.fix(function, arguments)


def _given(module: ModuleOp, shapes: Sequence[str]) -> dict[BlockArgument, Shape]:
    """The shape of each input that an option names."""
    inputs, found = named_inputs(module), dict[BlockArgument, Shape]()
    for text in shapes:
        parsed = _SHAPE.fullmatch(text)
        if parsed is None:
            raise QirError(
                f"fix-shapes: shape {text!r}: expected NAME=1x128, an input and its sizes"
            )
        name, sizes = parsed["name"], parsed["sizes"]
        if name not in inputs:
            known = ", ".join(inputs) or "none that has a name"
            raise QirError(f"fix-shapes: shape {text!r}: no input {name!r}; the model has {known}")
        shape = tuple(map(int, sizes.split("x"))) if sizes else ()
        for argument in inputs[name]:
            if not may_be_same(shape_of(argument), shape):
                expected = shown(shape_of(argument) or ())
                raise QirError(f"fix-shapes: shape {text!r}: input {name!r} is {expected}")
            found[argument] = shape
    return found


def _of_input(argument: BlockArgument, given: Mapping[BlockArgument, Shape]) -> Shape | None:
    if argument in given:
        return given[argument]
    shape = shape_of(argument)
    if shape is not None and None not in shape[1:]:
        return tuple([1 if size is None else size for size in shape])
    name = name_of(argument) or argument.name_hint or str(argument.index)
    found = argument.type if shape is None else shown(shape)
    raise QirError(
        f"fix-shapes: input {name!r} is {found}; say its sizes, as --input-shape '{name}=1x128', "
        f"or --pass='fix-shapes{{shapes=\"{name}=1x128\"}}' of qopt"
    )


_Called = tuple[str, tuple[Shape | None, ...]]


@dataclass
class _Fixing:
    """Functions as they are called."""

    module: ModuleOp
    originals: dict[FuncOp, FuncOp] = field(default_factory=dict[FuncOp, FuncOp])
    """As each function was; of a copy too."""
    fixed: dict[_Called, FuncOp] = field(default_factory=dict[_Called, FuncOp])
    """By the function's first name, and what shapes it is called with."""
    variables: dict[tuple[str, str], Shape | None] = field(
        default_factory=dict[tuple[str, str], Shape | None]
    )
    """By container and name: the shape that was assigned."""

    def fix(self, function: FuncOp, arguments: Sequence[Shape | None]) -> None:
        """Refine the types in a function that was not, as it is called with these shapes."""
        block = function.body.block
        for argument, shape in zip(block.args, arguments, strict=True):
            refine(argument, shape)
        for op in list(block.ops):
            if isinstance(op, TflOp | CallOp):
                try:
                    self._fix_op(op)
                except Malformed as error:
                    raise QirError(f"fix-shapes: {place(op)}: {error}") from error
        function.update_function_type()

    def called(self, function: FuncOp, arguments: Sequence[Shape | None]) -> FuncOp:
        """The function, or a copy, for a call with these shapes."""
        name, shapes = function.sym_name.data, tuple(arguments)
        if not function.body.blocks:
            raise QirError(f"fix-shapes: @{name} is called, and has no body")
        if (name, shapes) in self.fixed:
            return self.fixed[name, shapes]
        if function in self.originals:
            again = self.originals[function].clone()
            again.sym_name = StringAttr(self._unused(name))
            Rewriter.insert_op(again, InsertPoint.after(function))
        else:
            self.originals[function] = function.clone()
            again = function
        self.fixed[name, shapes] = again
        self.fix(again, arguments)
        return again

    def _unused(self, name: str) -> str:
        taken, number = {each.sym_name.data for each in functions(self.module)}, 1
        while f"{name}_{number}" in taken:
            number += 1
        return f"{name}_{number}"

    def _fix_op(self, op: TflOp | CallOp) -> None:
        if isinstance(op, control.WhileOp):
            self._fix_loop(op)
        elif isinstance(op, control.CallOnceOp):
            self.called(op.callee("session_init_function"), ())
        elif isinstance(op, CallOp):
            callee = SymbolTable.lookup_symbol(op, op.callee)
            assert isinstance(callee, FuncOp)
            made = self.called(callee, [shape_of(value) for value in op.arguments])
            op.properties["callee"] = _symbol(made)
            _refine_all(op.results, made)
        elif isinstance(op, control.CallingOp):
            self._fix_calls(op)
        else:
            self._fix_variable(op)
            if not _fold(op):
                for result, shape in zip(op.results, op.inferred_shapes(), strict=True):
                    refine(result, shape)

    def _fix_calls(self, op: control.CallingOp) -> None:
        """Of a branch, call or composite: what its functions agree on."""
        operands = op.operands[1:] if isinstance(op, control.IfOp) else op.operands
        found = [
            (name, self.called(op.callee(name), [shape_of(value) for value in operands]))
            for name in function_fields(op.OPERATOR)
        ]
        for name, made in found:
            op.properties[name] = _symbol(made)
        returned = [_returned(made) for _, made in found]
        for result, shapes in zip(op.results, zip(*returned, strict=True), strict=True):
            refine(result, shapes[0] if all(each == shapes[0] for each in shapes) else None)

    def _fix_loop(self, op: control.WhileOp) -> None:
        """What is carried has the shape it begins with."""
        shapes = [shape_of(value) for value in op.operands]
        body, condition = op.callee("body"), op.callee("cond")
        made = self.called(body, shapes)
        for number, (shape, after) in enumerate(zip(shapes, _returned(made), strict=True)):
            if not may_be_same(shape, after):
                found = f"carries tensor {number} as {shown(shape or ())}"
                raise Malformed(found, f"{shown(after or ())} as its body makes of it")
        for region, function in ((op.cond, self.called(condition, shapes)), (op.body, made)):
            for argument, shape in zip(region.block.args, shapes, strict=True):
                refine(argument, shape)
            call = region.block.first_op
            assert isinstance(call, CallOp)
            call.properties["callee"] = _symbol(function)
            _refine_all(call.results, function)
        for result, shape in zip(op.results, shapes, strict=True):
            refine(result, shape)

    def _fix_variable(self, op: TflOp) -> None:
        if not isinstance(op, state.AssignVariableOp | state.ReadVariableOp):
            return
        handle = op.operands[0].owner
        if not isinstance(handle, state.VarHandleOp):
            return
        key = option(handle, "container") or "", option(handle, "shared_name") or ""
        if isinstance(op, state.ReadVariableOp):
            refine(op.results[0], self.variables.get(key))
        else:
            shape = shape_of(op.operands[1])
            known = self.variables.setdefault(key, shape)
            if not may_be_same(shape, known):
                found = f"variable {key[1]!r} is assigned {shown(shape or ())}"
                raise Malformed(found, f"{shown(known or ())} as before")


def refine(value: SSAValue, shape: Shape | None) -> None:
    """Let a type say what is now known of a shape; raises Malformed where that contradicts it."""
    known = shape_of(value)
    if shape is None or shape == known:
        return
    if not may_be_same(shape, known):
        raise Malformed(f"its result has shape {shown(known or ())}", shown(shape))
    element = element_type(value)
    if element is None:
        return
    pairs = zip(shape, known or shape, strict=True)
    sizes = [a if b is None else b for a, b in pairs]
    type = TensorType(element, [DYNAMIC_INDEX if size is None else size for size in sizes])
    Rewriter.replace_value_with_new_type(value, type)
    if not STALE.isdisjoint(notes := notes_of(value)):
        note(value, {name: held for name, held in notes.items() if name not in STALE})


def _refine_all(values: Sequence[SSAValue], function: FuncOp) -> None:
    for value, shape in zip(values, _returned(function), strict=True):
        refine(value, shape)


def _returned(function: FuncOp) -> list[Shape | None]:
    """The shapes of what a function returns, once it is fixed."""
    end = function.body.block.last_op
    return [shape_of(value) for value in end.operands] if isinstance(end, ReturnOp) else []


def _symbol(function: FuncOp) -> SymbolRefAttr:
    return SymbolRefAttr(function.sym_name.data)


def _fold(op: TflOp) -> bool:
    """Put constants in the place of integers that are computed of sizes and constants alone."""
    if not op.has_trait(Pure) or not all(map(_is_small, op.results)):
        return False
    shapes = [shape_of(value) for value in op.operands]
    if isinstance(op, ShapeOp):
        if shapes[0] is None or None in shapes[0]:
            return False
        found: Sequence[Any] = [np.array(shapes[0], result_dtype(op.results[0]))]
    else:
        owners = [value.owner for value in op.operands]
        if not owners or not all(constant_value(owner) is not None for owner in owners):
            return False
        machine = Machine(ModuleOp([]))
        owned = cast("list[Operation]", owners)
        found = machine.evaluate(op, [machine.evaluate(owner, [])[0] for owner in owned])
    made = list[Operation]()
    for result, array in zip(op.results, found, strict=True):
        refine(result, array.shape)
        element = element_type(result)
        assert element is not None
        made.append(constant_op(array, element, name_of(result) or op.name))
        note(made[-1].results[0], notes_of(result))
    Rewriter.replace_op(op, made, [each.results[0] for each in made])
    return True


def _is_small(result: SSAValue) -> bool:
    """Whether a tensor can hold sizes, and is no output of the model."""
    shape = shape_of(result)
    is_open = shape is None or None in shape
    is_few = is_open or math.prod(size or 0 for size in shape or ()) <= MOST_FOLDED
    is_integer = isinstance(element_type(result), IntegerType)
    return is_few and is_integer and not any(isinstance(u.operation, ReturnOp) for u in result.uses)
