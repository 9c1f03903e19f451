"""A function on one sample, run again and again with some of its ops computed otherwise.

What does not depend on those ops is not computed again: all that the first run computed is kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from xdsl.dialects.func import FuncOp, ReturnOp
from xdsl.ir import Operation, SSAValue

from qir.dialects.qir import StateOp
from qir.dialects.tfl.control import CallOnceOp
from qir.functions import callees
from qir.interp.machine import Instead, Machine, Value, frozen
from qir.interp.values import Array, real_values


class Replay:
    """The runs of a function on one sample, each from the module's first state.

    `outputs`: the real numbers of its results, with every op as it is.
    `nbytes`: of what is kept.

    Raises QirError where the function cannot be run.
    """

    def __init__(self, machine: Machine, function: FuncOp, inputs: Sequence[Array]) -> None:
        self._machine = machine
        self._block = function.body.block
        self._inner = {op: set(_inside(op)) for op in self._block.ops}
        inner = {op for ops in self._inner.values() for op in ops}
        # What is computed again is then all there is, since what comes later depends on it unseen.
        self._has_variables = any(
            type(op) is CallOnceOp or _is_of_variables(op) for op in (*self._block.ops, *inner)
        ) or any(isinstance(op, StateOp) for op in inner)
        # Views: what is the user's is not to be marked as not to be written to.
        arguments = zip(self._block.args, (frozen(each.view()) for each in inputs), strict=True)
        self._values: dict[SSAValue, Value] = dict(arguments)
        self.outputs = self._run({}, is_first=True)
        self.nbytes = sum(array.nbytes for array in self._values.values() if array is not None)

    def run(self, instead: Mapping[Operation, Instead]) -> list[Array]:
        """The real numbers of the results where these ops are computed otherwise."""
        return self._run(instead, is_first=False)

    def _run(self, instead: Mapping[Operation, Instead], *, is_first: bool) -> list[Array]:
        machine = self._machine
        machine.reset()
        machine.instead = instead
        other = instead.keys()
        changed = self._values if is_first else dict[SSAValue, Value]()
        for op in self._block.ops:
            if isinstance(op, ReturnOp):
                break
            is_new = is_first or self._has_variables or isinstance(op, StateOp)
            is_new = is_new or op in other or not self._inner[op].isdisjoint(other)
            if is_new or any(operand in changed for operand in op.operands):
                operands = [self._value(operand, changed) for operand in op.operands]
                results = machine.evaluate(op, operands)
                changed.update(zip(op.results, results, strict=True))
                if isinstance(op, StateOp) and not is_first:
                    # It begins anew, and its user is as it was.
                    self._values.update((result, changed.pop(result)) for result in op.results)
        end = self._block.last_op
        assert end is not None
        results = [(each, self._value(each, changed)) for each in end.operands]
        machine.instead = {}
        return [real_values(each, value) for each, value in results if value is not None]

    def _value(self, value: SSAValue, changed: Mapping[SSAValue, Value]) -> Value:
        return changed[value] if value in changed else self._values[value]


def _inside(op: Operation) -> Iterator[Operation]:
    """The ops of the functions that an op calls, and of those that they call."""
    pending, seen = list(callees(op)), set[FuncOp]()
    while pending:
        function = pending.pop()
        if function not in seen:
            seen.add(function)
            for inner in function.body.block.ops if function.body.blocks else ():
                yield inner
                pending += callees(inner)


def _is_of_variables(op: Operation) -> bool:
    return type(op).__module__ == "qir.dialects.tfl.state"
