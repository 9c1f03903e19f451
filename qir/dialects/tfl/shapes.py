"""Arithmetic on shapes: what operators make of the sizes of their operands.

A size of None is not known before the model runs; what depends on it is None as well.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from itertools import zip_longest
from typing import cast

from qir.dialects.tfl.tensors import Malformed, Shape, Size, shown


def elements(shape: Shape) -> Size:
    """How many elements a tensor has; an empty one is empty whatever its other sizes are."""
    if 0 in shape:
        return 0
    return None if None in shape else math.prod(cast("tuple[int, ...]", shape))


def axis_of(what: str, axis: int, rank: int) -> int:
    """An axis counted from the first; raises Malformed where a tensor of this rank has none.

    `what` says where the axis is from: `axis is`, `perm holds`.
    """
    if not -rank <= axis < rank:
        bounds = f"{-rank}..{rank - 1}" if rank else "none, for a scalar has no axis"
        raise Malformed(f"{what} {axis}", bounds)
    return axis % rank


def broadcast(*operands: tuple[str, Shape | None]) -> Shape | None:
    """The shape that operands of these names are stretched to, aligned at their last axes.

    Raises Malformed where two sizes differ and neither is 1.
    """
    shapes = [shape for _, shape in operands if shape is not None]
    if len(shapes) < len(operands):
        return None
    if len(set(shapes)) == 1:
        return shapes[0]
    reverse = zip_longest(*(reversed(shape) for shape in shapes), fillvalue=1)
    try:
        return tuple(_stretched(sizes) for sizes in reverse)[::-1]
    except ValueError:
        found = " and ".join(f"{name} {shown(shape or ())}" for name, shape in operands)
        raise Malformed(f"{found} do not broadcast", "sizes that are equal or 1") from None


def _stretched(sizes: Iterable[Size]) -> Size:
    """One size of a broadcast; 1 gives way to any other, and an unknown one to a known."""
    known = {size for size in sizes if size is not None and size != 1}
    if len(known) > 1:
        raise ValueError
    if known:
        return known.pop()
    return 1 if all(size == 1 for size in sizes) else None


def window_output(size: Size, window: Size, stride: int, dilation: int, padding: str) -> Size:
    """Positions of a window along an axis, as TensorFlow counts them for SAME and VALID."""
    if size is None or (window is None and padding != "SAME"):
        return None
    if padding == "SAME":
        return -(-size // stride)
    reach = (window or 0) + ((window or 0) - 1) * (dilation - 1)
    return max(0, -(-(size - reach + 1) // stride))


def of_rank(rank: Size) -> Shape | None:
    """A shape of which no more is known than how many sizes it has, if that."""
    return None if rank is None else (None,) * rank


def check_rank(name: str, axes: int | None, shape: Shape) -> None:
    """Raise Malformed where an operand that has an entry for each axis of input has others."""
    if axes is not None and axes != len(shape):
        expected = f"{len(shape)} as input {shown(shape)} has"
        raise Malformed(f"{name} is for {'1 axis' if axes == 1 else f'{axes} axes'}", expected)


def without(shape: Shape, axes: Iterable[int]) -> Shape:
    dropped = set(axes)
    return tuple(size for axis, size in enumerate(shape) if axis not in dropped)


def replaced(shape: Shape, axis: int, size: Size) -> Shape:
    return (*shape[:axis], size, *shape[axis + 1 :])


def check_single(name: str, shape: Shape | None) -> None:
    """Raise Malformed where a tensor does not hold exactly one element."""
    if shape is not None and any(size not in (None, 1) for size in shape):
        raise Malformed(f"{name} has shape {shown(shape)}", "one element")
