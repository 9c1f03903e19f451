"""What values are parts of, and which numbers integers stand for, in a loop or outside of one."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from xdsl.ir import OpResult, SSAValue

from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.constants import constant_integers, constant_value
from qir.dialects.tfl.options import option, option_fields
from qir.dialects.tfl.slicing import StridedSliceOp
from qir.dialects.tfl.tensors import shape_of

FUSED = "fused_activation_function"


@dataclass(frozen=True)
class Index:
    """An integer; in a loop perhaps one that grows by one from each run of its body to the next."""

    offset: int
    """Its value; of one that grows, that of the first run."""
    moves: bool = False


@dataclass(frozen=True)
class Scope:
    """What the arguments of a loop's body stand for; empty for code that runs once."""

    outside: Mapping[SSAValue, SSAValue] = field(default_factory=dict[SSAValue, SSAValue])
    """Arguments that are the same in each run, and the values outside that they are."""
    counters: Mapping[SSAValue, int] = field(default_factory=dict[SSAValue, int])
    """Arguments that grow by one from run to run, and their first values."""

    def resolved(self, value: SSAValue) -> SSAValue:
        return self.outside.get(value, value)


@dataclass(frozen=True)
class Part:
    """`size` elements of a tensor along one axis, and all along the others."""

    whole: SSAValue
    axis: int
    begin: Index
    size: int

    @property
    def shape(self) -> tuple[int, ...]:
        """With the axis, be it of size 1."""
        sizes = list(sizes_of(self.whole) or ())
        sizes[self.axis] = self.size
        return tuple(sizes)


def sizes_of(value: SSAValue) -> tuple[int, ...] | None:
    """The shape of a value; None where not all of it is known."""
    shape = shape_of(value)
    known = [size for size in shape or () if size is not None]
    return None if shape is None or len(known) != len(shape) else tuple(known)


def rows_of(value: SSAValue) -> tuple[int, int] | None:
    """How many rows a tensor has, and how long they are; None where that is not known."""
    sizes = sizes_of(value)
    return (math.prod(sizes[:-1]), sizes[-1]) if sizes else None


def op_of(value: SSAValue) -> TflOp | None:
    """The operator that computes a value."""
    return value.op if isinstance(value, OpResult) and isinstance(value.op, TflOp) else None


def activation_of(op: TflOp) -> str:
    """The activation function that is fused into an op."""
    return option(op, FUSED) if FUSED in option_fields(op.OPERATOR) else "NONE"


def is_zero(value: SSAValue) -> bool:
    """A constant of nothing but zeros."""
    weight = constant_value(value.owner)
    return weight is not None and not weight.blob.data.is_elided and not weight.array().any()


RESHAPING = {"tfl.reshape", "tfl.squeeze", "tfl.expand_dims"}
"""Ops that keep the elements of their first operand, and their order."""


def unshaped(value: SSAValue) -> SSAValue:
    """What a value is, but for its shape."""
    while (op := op_of(value)) is not None and op.name in RESHAPING:
        value = op.operands[0]
    return value


# --- integers -----------------------------------------------------------------------------------


def indices(value: SSAValue, scope: Scope) -> tuple[Index, ...] | None:
    """The integers that a scalar or vector holds, where they are constant or count runs."""
    value = scope.resolved(value)
    if value in scope.counters:
        return (Index(scope.counters[value], moves=True),)
    if (constants := constant_integers(value)) is not None:
        return tuple(map(Index, constants))
    op = op_of(value)
    read = _INTEGERS.get(op.name) if op is not None else None
    return None if op is None or read is None else read(op, scope)


def index(value: SSAValue, scope: Scope) -> Index | None:
    """The one integer that a tensor holds."""
    found = indices(value, scope)
    return found[0] if found is not None and len(found) == 1 else None


def _added(op: TflOp, scope: Scope) -> tuple[Index, ...] | None:
    left, right = (index(operand, scope) for operand in op.operands)
    if left is None or right is None or (left.moves and right.moves):
        return None
    return (Index(left.offset + right.offset, left.moves or right.moves),)


def _same(op: TflOp, scope: Scope) -> tuple[Index, ...] | None:
    return indices(op.operands[0], scope)


def _joined(op: TflOp, scope: Scope) -> tuple[Index, ...] | None:
    if len(sizes_of(op.results[0]) or ()) != 1:
        return None
    parts = [indices(operand, scope) for operand in op.operands]
    known = [part for part in parts if part is not None]
    return sum(known, ()) if len(known) == len(parts) else None


_INTEGERS: Mapping[str, Callable[[TflOp, Scope], tuple[Index, ...] | None]] = {
    "tfl.add": _added,
    "tfl.concatenation": _joined,
    "tfl.pack": _joined,
    **dict.fromkeys(RESHAPING, _same),
}


# --- parts --------------------------------------------------------------------------------------


def part_of(value: SSAValue, scope: Scope) -> Part | None:
    """The part of another tensor that a value is, perhaps without an axis of size 1."""
    value = scope.resolved(value)
    op = op_of(value)
    if op is None:
        return None
    if op.name in RESHAPING:
        part = part_of(op.operands[0], scope)
        return part if part is not None and part.size == 1 else None
    read = _PARTS.get(op.name)
    part = read(op, value, scope) if read is not None else None
    return None if part is None else replace(part, whole=scope.resolved(part.whole))


def _unpacked(op: TflOp, value: SSAValue, scope: Scope) -> Part | None:
    whole = op.operands[0]
    return _along(whole, option(op, "axis"), op.results.index(value), 1)


def _split(op: TflOp, value: SSAValue, scope: Scope) -> Part | None:
    axis = index(op.operands[0], scope)
    return None if axis is None else _nth(op, value, op.operands[1], axis)


def _split_by_sizes(op: TflOp, value: SSAValue, scope: Scope) -> Part | None:
    axis = index(op.operands[2], scope)
    return None if axis is None else _nth(op, value, op.operands[0], axis)


def _nth(op: TflOp, value: SSAValue, whole: SSAValue, axis: Index) -> Part | None:
    """The part that follows those of the results before."""
    shapes = [sizes_of(result) for result in op.results]
    sizes = [shape[axis.offset] for shape in shapes if shape is not None]
    if axis.moves or len(sizes) != len(shapes):
        return None
    number = op.results.index(value)
    return _along(whole, axis.offset, sum(sizes[:number]), sizes[number])


def _gathered(op: TflOp, value: SSAValue, scope: Scope) -> Part | None:
    begin = index(op.operands[1], scope)
    if begin is None or option(op, "batch_dims"):
        return None
    return _along(op.operands[0], option(op, "axis"), begin, 1)


def _along(whole: SSAValue, axis: int, begin: Index | int, size: int) -> Part | None:
    shape = sizes_of(whole)
    if shape is None:
        return None
    begin = begin if isinstance(begin, Index) else Index(begin)
    return Part(whole, axis % len(shape), begin, size)


def _sliced(op: TflOp, value: SSAValue, scope: Scope) -> Part | None:
    begins, counts = indices(op.operands[1], scope), indices(op.operands[2], scope)
    shape = sizes_of(op.operands[0])
    if begins is None or counts is None or shape is None:
        return None
    if any(count.moves for count in counts):
        return None
    sizes = [
        size - begin.offset if count.offset < 0 else count.offset
        for size, begin, count in zip(shape, begins, counts, strict=True)
    ]
    return _single(op.operands[0], shape, begins, sizes)


def _strided(op: TflOp, value: SSAValue, scope: Scope) -> Part | None:
    assert isinstance(op, StridedSliceOp)
    shape = sizes_of(op.operands[0])
    specs = [indices(operand, scope) for operand in tuple(op.operands)[1:]]
    if shape is None or None in specs or option(op, "offset") or option(op, "new_axis_mask"):
        return None
    begins, ends, strides = (spec or () for spec in specs)
    if any(stride != Index(1) for stride in strides):
        return None
    starts, sizes = [Index(0)] * len(shape), list(shape)
    for axis, spec in op.plan(len(shape), len(begins)):
        if axis is None or spec is None:
            continue
        begin = (
            Index(0) if op.is_set("begin_mask", spec) else _from_start(begins[spec], shape[axis])
        )
        end = Index(shape[axis]) if op.is_set("end_mask", spec) else ends[spec]
        starts[axis] = begin
        if op.is_set("shrink_axis_mask", spec):
            sizes[axis] = 1
        elif begin.moves or end.moves:
            sizes[axis] = end.offset - begin.offset if begin.moves == end.moves else -1
        else:
            end = _from_start(end, shape[axis])
            sizes[axis] = min(end.offset, shape[axis]) - begin.offset
    return _single(op.operands[0], shape, starts, sizes)


def _from_start(position: Index, size: int) -> Index:
    is_from_end = not position.moves and position.offset < 0
    return Index(position.offset + size) if is_from_end else position


def _single(
    whole: SSAValue, shape: Sequence[int], begins: Sequence[Index], sizes: Sequence[int]
) -> Part | None:
    """A part that is one along one axis at most; all of a tensor is one along the first."""
    rows = enumerate(zip(shape, begins, sizes, strict=True))
    cut = [axis for axis, (size, begin, part) in rows if begin != Index(0) or part != size] or [0]
    if len(cut) > 1 or not sizes or sizes[cut[0]] < 1:
        return None
    return Part(whole, cut[0], begins[cut[0]], sizes[cut[0]])


_PARTS: Mapping[str, Callable[[TflOp, SSAValue, Scope], Part | None]] = {
    "tfl.gather": _gathered,
    "tfl.slice": _sliced,
    "tfl.split": _split,
    "tfl.split_v": _split_by_sizes,
    "tfl.strided_slice": _strided,
    "tfl.unpack": _unpacked,
}
