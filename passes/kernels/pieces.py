"""Where the elements of a tensor come from, if ops only moved them about: what follows reads them
there, so that a chain of such ops is one copy."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from xdsl.dialects.builtin import TensorType
from xdsl.ir import SSAValue

from qir.dialects.c import memory_of
from qir.dialects.qir import StateOp
from qir.dialects.tfl.base import TflOp
from qir.interp.values import Array
from qir.passes.kernels.lowering import Lower, Lowering, shape_of_static, type_of
from qir.passes.kernels.strided import Strided, copied, copied_into, evaluated, probed

MOST_PIECES = 64
"""Of a tensor; one of more is read itself."""


@dataclass(frozen=True)
class Piece:
    """A box of a tensor, whose elements are some of another, `value`; it begins at `begin`."""

    value: SSAValue
    source: Strided
    begin: tuple[int, ...]

    @staticmethod
    def whole(value: SSAValue) -> Piece:
        """All of a tensor, which are its own."""
        shape = shape_of_static(value)
        return Piece(value, Strided.whole(shape), (0,) * len(shape))

    def moved(self, axis: int, by: int) -> Piece:
        """The same, so much further along an axis."""
        begin = list(self.begin)
        begin[axis] += by
        return replace(self, begin=tuple(begin))

    def along(self, axes: Sequence[int | None]) -> Piece:
        """The same along these axes, in this order; None is one more, of size 1. Those that are not
        among them are of size 1."""
        rows = list(zip(self.source.shape, self.source.strides, self.begin, strict=True))
        found = [(1, 0, 0) if axis is None else rows[axis] for axis in axes]
        shape, strides, begin = ([row[column] for row in found] for column in range(3))
        source = Strided(tuple(shape), tuple(strides), self.source.first)
        return Piece(self.value, source, tuple(begin))


Pieces = Sequence[Piece]
"""All of a tensor, in boxes that share no element."""


def pieces_of(b: Lowering, value: SSAValue) -> Pieces:
    """Where an operand of the op that is being lowered comes from; that is itself, where it is
    needed for anything else too."""
    block, pieces = b.pieces.get(value, (None, None)) if value.has_one_use() else (None, None)
    return pieces if pieces and block is b.block else [Piece.whole(value)]


def note_pieces(b: Lowering, value: SSAValue, pieces: Pieces) -> SSAValue:
    """Note where a value comes from, for what reads it. Not from states, which calls in between
    may write to."""
    is_fixed = not any(isinstance(memory_of(each.value).owner, StateOp) for each in pieces)
    if is_fixed and 0 < len(pieces) <= MOST_PIECES:
        b.pieces[value] = b.block, pieces
    return value


def is_itself(value: SSAValue, pieces: Pieces) -> bool:
    return len(pieces) == 1 and pieces[0].value is value


def placed(b: Lowering, pieces: Pieces, type: TensorType[Any]) -> SSAValue:
    """A tensor of a type that consists of these."""
    (piece, *rest), whole = pieces, Strided.whole(type.get_shape())
    made = copied(b, piece.value, piece.source, type, _box(whole, piece))
    for piece in rest:
        made = copied_into(b, piece.value, piece.source, made, _box(whole, piece))
    return note_pieces(b, made, pieces)


def _box(whole: Strided, piece: Piece) -> Strided:
    for axis, (begin, count) in enumerate(zip(piece.begin, piece.source.shape, strict=True)):
        whole = whole.part(axis, begin, count)
    return whole


def viewed(b: Lowering, value: SSAValue, shape: Sequence[int]) -> SSAValue:
    """The same elements in another shape: no code at all."""
    pieces, before = pieces_of(b, value), shape_of_static(value)
    made = b.view(value, shape)
    kept = [axis for axis, size in enumerate(before) if size != 1]
    if is_itself(value, pieces) or [before[a] for a in kept] != [n for n in shape if n != 1]:
        return made
    axes = iter(kept)
    order = [None if size == 1 else next(axes) for size in shape]
    return note_pieces(b, made, [piece.along(order) for piece in pieces])


def moving(evaluate: Callable[..., Any], moved: int = 0) -> Lower:
    """What makes calls for an op whose results are parts of operand `moved`; see `probed`."""

    def lower(b: Lowering, op: TflOp) -> Sequence[SSAValue]:
        value, made = op.operands[moved], list[SSAValue]()
        pieces, types = pieces_of(b, value), [type_of(result) for result in op.results]
        sources = probed(op, evaluate, moved)
        for type, source, path in zip(types, sources, _paths(op, evaluate, moved), strict=True):
            found = [each for piece in pieces if (each := _seen(piece, path, type.get_shape()))]
            if is_itself(value, pieces) or not found:
                made.append(note_pieces(b, copied(b, value, source, type), found))
            else:
                made.append(placed(b, found, type))
        return made

    return lower


@dataclass(frozen=True)
class Along:
    """What a result has of an axis: element `begin + step i` at place i of its own axis `own`, or
    `begin` alone where that is None."""

    begin: int
    step: int = 0
    own: int | None = None


def _paths(op: TflOp, evaluate: Callable[..., Any], moved: int) -> Iterator[list[Along]]:
    """For each result, what it has of each axis of the operand that is moved."""
    shape, of_axes = shape_of_static(op.operands[moved]), list[list[Along]]()
    for axis, size in enumerate(shape):
        numbers = np.arange(size).reshape([-1, *[1] * (len(shape) - axis - 1)])
        views = evaluated(op, evaluate, moved, np.broadcast_to(numbers, shape))
        of_axes.append([_along(np.asarray(view)) for view in views])
    for number in range(len(op.results)):
        yield [of_axis[number] for of_axis in of_axes]


def _along(view: Array) -> Along:
    """Of what was the number of each element along an axis."""
    begin = int(view.flat[0]) if view.size else 0
    for axis, (size, stride) in enumerate(zip(view.shape, view.strides, strict=True)):
        if size > 1 and stride:
            return Along(begin, stride // view.itemsize, axis)
    return Along(begin)


def _seen(piece: Piece, path: Sequence[Along], shape: Sequence[int]) -> Piece | None:
    """What a result of a shape has of a piece; None where that is nothing."""
    starts, ends, strides = [0] * len(shape), list(shape), [0] * len(shape)
    source, first = piece.source, piece.source.first
    rows = zip(path, piece.begin, source.shape, source.strides, strict=True)
    for along, start, count, stride in rows:
        before, last = along.begin - start, start + count - 1 - along.begin
        first += before * stride
        if along.own is None:
            if before < 0 or last < 0:
                return None
            continue
        if along.step < 0:
            before, last = last, before
        # The least i of -before <= |step| i, and the greatest of |step| i <= last.
        step = abs(along.step)
        starts[along.own] = max(starts[along.own], -(before // step))
        ends[along.own] = min(ends[along.own], last // step + 1)
        strides[along.own] += along.step * stride
    counts = [end - start for start, end in zip(starts, ends, strict=True)]
    if any(count <= 0 for count in counts):
        return None
    first += sum(start * stride for start, stride in zip(starts, strides, strict=True))
    return Piece(piece.value, Strided(tuple(counts), tuple(strides), first), tuple(starts))
