"""The pass `inline-functions`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NoReturn

from xdsl.context import Context
from xdsl.dialects.builtin import ModuleOp
from xdsl.dialects.func import CallOp, FuncOp, ReturnOp
from xdsl.ir import Block, Operation, Region, SSAValue
from xdsl.passes import ModulePass
from xdsl.rewriter import InsertPoint, Rewriter
from xdsl.traits import SymbolTable
from xdsl.utils.exceptions import VerifyException

from qir.attributes import TENSORS
from qir.diagnostics import QirError
from qir.dialects import c
from qir.dialects.qir import StateOp
from qir.dialects.tfl import control
from qir.dialects.tfl.constants import NoValueOp
from qir.dialects.tfl.state import AssignVariableOp, ReadVariableOp
from qir.faults import place
from qir.functions import called_functions, functions


@dataclass(frozen=True)
class InlineFunctions(ModulePass):
    """Put functions where they are called, until a module is one function.

        %y = "tfl.while"(%n, %x) ({ ... func.call @cond ... }, { ... func.call @body ... })
    becomes
        %y = "c.while"(%n, %x) ({
        ^bb0(%i, %v):
          ... what @cond computes
          "c.yield"(%more)
        }, {
        ^bb0(%i, %v):
          ... what @body computes
          "c.yield"(%j, %w)
        })

    IF becomes `c.if`, of which each region computes with the values around it; CALL_ONCE becomes
    `c.once` at the start of the function. A tensor that a loop hands on as it is, is no longer
    carried. State tensors of functions, of which there is one however often they are called, stand
    at the start too.

    Leaves alone: other ops. Refuses: several functions that no other calls; a function that calls
    itself; a CALL_ONCE within a loop or branch, or after a use of variables, since what it
    initializes is initialized before.
    """

    name = "inline-functions"

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        called = called_functions(op)
        entries = [each for each in functions(op) if each not in called]
        if len(entries) != 1:
            names = ", ".join(f"@{each.sym_name.data}" for each in entries) or "none"
            expected = f"expected one function that no other calls; there are {names}"
            raise QirError(f"inline-functions: {expected}: select-entry keeps one")
        (entry,) = entries
        _hoist_states(op, entry)
        _Inlining().inline(entry)
        _hoist_initializers(entry)
        for other in [each for each in op.ops if isinstance(each, FuncOp)]:
            if other is not entry:
                Rewriter.erase_op(other, safe_erase=False)


def _hoist_states(module: ModuleOp, entry: FuncOp) -> None:
    states = [op for each in functions(module) for op in each.walk() if isinstance(op, StateOp)]
    for op in states:
        op.detach()
    Rewriter.insert_op(states, InsertPoint.at_start(entry.body.block))


@dataclass
class _Inlining:
    """Functions whose calls are replaced."""

    done: set[FuncOp] = field(default_factory=set[FuncOp])
    running: list[FuncOp] = field(default_factory=list[FuncOp])

    def inline(self, function: FuncOp) -> FuncOp:
        """The function, without calls but those of initializers."""
        if function in self.done:
            return function
        name = function.sym_name.data
        if not function.body.blocks:
            raise QirError(f"inline-functions: @{name} is called, and has no body")
        if function in self.running:
            raise QirError(f"inline-functions: @{name} calls itself; expected no function to")
        self.running.append(function)
        for op in list(function.body.block.ops):
            self._inline_op(op)
        self.running.pop()
        self.done.add(function)
        return function

    def _inline_op(self, op: Operation) -> None:
        match op:
            case CallOp():
                callee = SymbolTable.lookup_symbol(op, op.callee)
                assert isinstance(callee, FuncOp)
                self._call(op, callee)
            case control.CallOp():
                self._call(op, op.callee("subgraph"))
            case control.CompositeOp():
                self._call(op, op.callee("decomposition"))
            case control.IfOp():
                self._branch(op)
            case control.WhileOp():
                self._loop(op)
            case control.CallOnceOp():
                self.inline(op.callee("session_init_function"))
            case _:
                pass

    def _call(self, op: CallOp | control.CallingOp, callee: FuncOp) -> None:
        ops, results = _body(self.inline(callee), op.operands)
        Rewriter.replace_op(op, ops, results)

    def _branch(self, op: control.IfOp) -> None:
        regions = [
            Region(Block([*ops, c.YieldOp.create(operands=results)]))
            for name in ("then_branch", "else_branch")
            for ops, results in [_body(self.inline(op.callee(name)), op.operands[1:])]
        ]
        made = c.IfOp.create(
            operands=op.operands[:1], result_types=op.result_types, regions=regions
        )
        _check(made, op)
        _replace(op, made, made.results)

    def _loop(self, op: control.WhileOp) -> None:
        blocks = list[Block]()
        for name in ("cond", "body"):
            callee = self.inline(op.callee(name))
            block = Block(arg_types=callee.function_type.inputs.data)
            ops, results = _body(callee, block.args)
            block.add_ops((*ops, c.YieldOp.create(operands=results)))
            blocks.append(block)
        results = _without_invariants(op.operands, blocks)
        carried = [value for value, kept in zip(op.operands, results, strict=True) if kept is None]
        if any(isinstance(value.owner, NoValueOp) for value in carried):
            _refuse(op, "carries a tensor that is absent; expected none")
        made = c.WhileOp.create(
            operands=carried,
            result_types=[value.type for value in blocks[1].args],
            regions=[Region(block) for block in blocks],
        )
        _check(made, op)
        ends = iter(made.results)
        _replace(op, made, [next(ends) if kept is None else kept for kept in results])


def _without_invariants(
    operands: Sequence[SSAValue], blocks: Sequence[Block]
) -> list[SSAValue | None]:
    """Let blocks use the tensors that the second hands on as they are, from outside; gives these,
    and None for those that are carried."""
    end = blocks[1].last_op
    assert isinstance(end, c.YieldOp)
    given, outside = list(end.values), list[SSAValue | None]()
    for operand, value, argument in zip(operands, given, list(blocks[1].args), strict=True):
        outside.append(operand if value is argument else None)
    kept = [value for value, outer in zip(given, outside, strict=True) if outer is None]
    end.operands = kept
    for block in blocks:
        for argument, outer in zip(list(block.args), outside, strict=True):
            if outer is not None:
                argument.replace_all_uses_with(outer)
                block.erase_arg(argument)
    return outside


def _refuse(op: Operation, reason: str) -> NoReturn:
    raise QirError(f"inline-functions: {place(op)}: {reason}")


def _check(made: c.IfOp | c.WhileOp, op: control.CallingOp) -> None:
    try:
        made.verify_()
    except VerifyException as error:
        _refuse(op, f"{error}; expected the pass fix-shapes before")


def _replace(op: control.CallingOp, made: Operation, results: Sequence[SSAValue]) -> None:
    if (names := op.attributes.get(TENSORS)) and len(results) == len(made.results):
        made.attributes[TENSORS] = names
    Rewriter.replace_op(op, made, results)


def _body(
    function: FuncOp, arguments: Sequence[SSAValue]
) -> tuple[list[Operation], list[SSAValue]]:
    """The ops of a function again, on these arguments, and what it then returns."""
    values: dict[SSAValue, SSAValue] = dict(zip(function.body.block.args, arguments, strict=True))
    made = list[Operation]()
    for op in function.body.block.ops:
        if isinstance(op, ReturnOp):
            return made, [values.get(value, value) for value in op.operands]
        made.append(op.clone(values))
    raise QirError(f"inline-functions: @{function.sym_name.data} does not return")


def _hoist_initializers(entry: FuncOp) -> None:
    block, found, is_used = entry.body.block, dict[FuncOp, c.OnceOp](), False
    for op in list(entry.walk()):
        if isinstance(op, AssignVariableOp | ReadVariableOp):
            is_used = True
        if not isinstance(op, control.CallOnceOp):
            continue
        callee = op.callee("session_init_function")
        if op.parent_block() is not block:
            _refuse(op, "runs within a loop or branch; expected it in the function itself")
        if callee not in found:
            if is_used:
                _refuse(op, "runs after variables are used; expected it before")
            ops, _ = _body(callee, ())
            if any(isinstance(inner, control.CallOnceOp) for each in ops for inner in each.walk()):
                _refuse(op, "runs another within; expected none")
            found[callee] = c.OnceOp(regions=[Region(Block([*ops, c.YieldOp.create()]))])
        Rewriter.erase_op(op)
    states = [op for op in block.ops if isinstance(op, StateOp)]
    point = InsertPoint.after(states[-1]) if states else InsertPoint.at_start(block)
    Rewriter.insert_op(list(found.values()), point)
