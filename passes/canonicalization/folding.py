"""Ops of constants alone.

f(c, ...) = the constant that it computes     where that takes no more bytes than what goes for it
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from xdsl.dialects.builtin import ModuleOp
from xdsl.dialects.func import ReturnOp
from xdsl.ir import Operation, OpResult, SSAValue
from xdsl.rewriter import InsertPoint, Rewriter
from xdsl.traits import Pure

from qir.attributes import element_type
from qir.diagnostics import QirError
from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.constants import NoValueOp, constant_value
from qir.dialects.tfl.tensors import shape_of
from qir.notes import name_of, note, notes_of

if TYPE_CHECKING:
    from qir.interp import Machine
    from qir.interp.machine import Value

RECORD_BYTES = 64
"""What an operator takes in a file, about: so much may a fold add in constants."""


class Folder:
    """Puts constants in the place of ops; brings the interpreter with it once there is one."""

    def __init__(self, module: ModuleOp) -> None:
        self._module = module
        self._machine: Machine | None = None

    def fold(self, op: Operation) -> None:
        """Replace a pure op whose operands are all constant.

        Leaves alone: an op whose result a function returns; one whose results would make the file
        larger, or whose size is not known; one that the interpreter cannot compute.
        """
        if not isinstance(op, TflOp) or not _is_candidate(op):
            return
        results = self._computed(op)
        if results is None or any(value is None for value in results):
            return
        self._replace(op, results)

    def _computed(self, op: TflOp) -> Sequence[Value] | None:
        from qir.interp import Machine
        from qir.interp.values import result_dtype

        try:
            made = sum(
                math.prod(_sizes(result) or ()) * result_dtype(result).itemsize
                for result in op.results
            )
            if made > _freed_bytes(op) + RECORD_BYTES:
                return None
            self._machine = self._machine or Machine(self._module)
            operands = [self._machine.evaluate(_owner(value), [])[0] for value in op.operands]
            return self._machine.evaluate(op, operands)
        except QirError:
            return None

    def _replace(self, op: TflOp, results: Sequence[Value]) -> None:
        from qir.interp.constants import constant_op

        for number, (result, value) in enumerate(zip(op.results, results, strict=True)):
            element = element_type(result)
            assert element is not None
            name = f"{name_of(result) or op.name}_folded_{number}"
            constant = constant_op(value, element, name)
            note(constant.results[0], notes_of(result))
            Rewriter.insert_op(constant, InsertPoint.before(op))
            result.replace_all_uses_with(constant.results[0])
        Rewriter.erase_op(op)


def _is_candidate(op: TflOp) -> bool:
    has_constants = bool(op.operands) and all(map(_is_constant, op.operands))
    is_static = all(_sizes(result) is not None for result in op.results)
    return has_constants and is_static and op.has_trait(Pure) and not _is_returned(op)


def _sizes(value: SSAValue) -> Sequence[int] | None:
    """The shape of a value; None where not all of it is known."""
    shape = shape_of(value)
    known = [size for size in shape or () if size is not None]
    return None if shape is None or len(known) != len(shape) else known


def _owner(value: SSAValue) -> Operation:
    assert isinstance(value, OpResult)
    return value.op


def _is_constant(value: SSAValue) -> bool:
    owner = value.owner
    if isinstance(owner, NoValueOp):
        return True
    weight = constant_value(owner)
    return weight is not None and not weight.blob.data.is_elided


def _freed_bytes(op: TflOp) -> int:
    """Of the constants that nothing but this op uses."""
    freed = 0
    for value in set(op.operands):
        weight = constant_value(value.owner)
        if weight is not None and all(use.operation is op for use in value.uses):
            freed += weight.nbytes
    return freed


def _is_returned(op: TflOp) -> bool:
    uses = (use for result in op.results for use in result.uses)
    return any(isinstance(use.operation, ReturnOp) for use in uses)
