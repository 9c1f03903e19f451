"""The pass `slices-to-updates`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from xdsl.context import Context
from xdsl.dialects.builtin import ModuleOp, TensorType, i32
from xdsl.ir import Operation, SSAValue
from xdsl.passes import ModulePass
from xdsl.rewriter import Rewriter
from xdsl.transforms.dead_code_elimination import is_trivially_dead

from qir.attributes import TENSORS, element_type
from qir.dialects.tfl.building import build
from qir.dialects.tfl.combination import ConcatenationOp
from qir.dialects.tfl.constants import constant_integers
from qir.dialects.tfl.elementwise import AddOp
from qir.dialects.tfl.options import option
from qir.dialects.tfl.reshaping import ExpandDimsOp, ReshapeOp, SqueezeOp
from qir.dialects.tfl.slicing import SliceOp
from qir.dialects.tfl.tensors import shape_of
from qir.interp.constants import constant_op
from qir.interp.fused import OPTION
from qir.interp.values import result_dtype

RESHAPES = ReshapeOp, SqueezeOp, ExpandDimsOp
REST = -1
"""The size of a slice: all there is from where it begins."""
Index = int | SSAValue
"""Of an element: a number, or the tensor that holds it."""


@dataclass(frozen=True)
class SlicesToUpdates(ModulePass):
    """Write rows into a tensor, where they are put between slices of it whose sizes are not known.

        %a = "tfl.slice"(%x, [0, 0], [%i, -1])
        %b = "tfl.slice"(%x, [%i + 1, 0], [-1, -1])
        %y = "tfl.concatenation"(%a, %row, %b) <{axis = 0 : i32, ...}>
    becomes
        %y = "tfl.dynamic_update_slice"(%x, %row, [%i, 0])

    Converters write so what a loop leaves of each of its turns. The slices fail where the rows are
    not within the tensor, and so no more is said of that.

    Leaves alone: slices along other axes, and such as leave something out or take it twice.
    """

    name = "slices-to-updates"

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        for each in list(op.walk()):
            if isinstance(each, ConcatenationOp) and (start := _start(each)) is not None:
                _replace(each, start)


def _start(op: ConcatenationOp) -> SSAValue | None:
    """What holds the number of the first row that is written."""
    if len(op.operands) != 3 or option(op, OPTION) != "NONE" or option(op, "axis") != 0:
        return None
    before, rows, after = _slice(op.operands[0]), op.operands[1], _slice(op.operands[2])
    shape, written = shape_of(op.results[0]), shape_of(rows)
    if before is None or after is None or before.whole is not after.whole:
        return None
    if not shape or None in shape or shape_of(before.whole) != shape:
        return None
    if written is None or written[1:] != shape[1:] or after.sizes[0] != REST:
        return None
    is_zero = not any(before.begins) and not any(after.begins[1:])
    is_all = all(
        size in (REST, full)
        for each in (before, after)
        for size, full in zip(each.sizes[1:], shape[1:], strict=True)
    )
    start, end = before.sizes[0], after.begins[0]
    if not (is_zero and is_all) or isinstance(start, int) or isinstance(end, int):
        return None
    return start if _is_sum(end, start, written[0]) else None


@dataclass(frozen=True, slots=True)
class _Slice:
    whole: SSAValue
    begins: Sequence[Index]
    sizes: Sequence[Index]


def _slice(value: SSAValue) -> _Slice | None:
    owner = value.owner
    if not isinstance(owner, SliceOp):
        return None
    whole, *rest = owner.operands
    begins, sizes = map(_elements, rest)
    return _Slice(whole, begins, sizes) if begins and sizes else None


def _elements(value: SSAValue) -> Sequence[Index] | None:
    """The elements of a small tensor of integers; None where they are not known one by one."""
    if (numbers := constant_integers(value)) is not None:
        return numbers
    owner = value.owner
    if isinstance(owner, ConcatenationOp) and len(shape_of(value) or ()) == 1:
        parts = [_elements(operand) for operand in owner.operands]
        known = [part for part in parts if part is not None]
        return [each for part in known for each in part] if len(known) == len(parts) else None
    return [_single(value)] if _is_single(value) else None


def _is_single(value: SSAValue) -> bool:
    shape = shape_of(value)
    return shape is not None and all(size == 1 for size in shape)


def _single(value: SSAValue) -> SSAValue:
    """What holds an element, before it was given other shapes."""
    owner = value.owner
    return _single(owner.operands[0]) if isinstance(owner, RESHAPES) else value


def _is_sum(value: SSAValue, start: SSAValue, count: int | None) -> bool:
    owner = value.owner
    if not isinstance(owner, AddOp) or option(owner, OPTION) != "NONE":
        return False
    one, other = owner.operands
    return any(
        _is_single(a) and _single(a) is start and constant_integers(b) == (count,)
        for a, b in ((one, other), (other, one))
    )


def _replace(op: ConcatenationOp, start: SSAValue) -> None:
    before, rows, element = _slice(op.operands[0]), op.operands[1], element_type(start)
    assert before is not None and element is not None
    whole = before.whole
    zeros = np.zeros(len(shape_of(whole) or ()) - 1, result_dtype(start))
    others = constant_op(zeros, element, "zeros")
    one = constant_op(np.ones(1, np.int32), i32, "one")
    first = build("RESHAPE", [start, one.results[0]], [TensorType(element, [1])])
    at = build(
        "CONCATENATION",
        [first.results[0], others.results[0]],
        [TensorType(element, [1 + len(zeros)])],
    )
    made = build("DYNAMIC_UPDATE_SLICE", [whole, rows, at.results[0]], [op.results[0].type])
    if names := op.attributes.get(TENSORS):
        made.attributes[TENSORS] = names
    unread = [operand.owner for operand in op.operands]
    Rewriter.replace_op(op, [others, one, first, at, made], made.results)
    while unread:
        owner = unread.pop()
        if isinstance(owner, Operation) and owner.parent and is_trivially_dead(owner):
            unread += (operand.owner for operand in owner.operands)
            Rewriter.erase_op(owner)
