"""Windows that slide over the axes between the first and the last: pooling and convolution."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np

from qir.dialects.tfl.shapes import window_output
from qir.interp.values import Array


@dataclass(frozen=True)
class Axis:
    """How a window moves along one axis."""

    size: int
    """Of the input."""
    window: int
    stride: int
    dilation: int
    padding: str
    """SAME or VALID."""

    @property
    def reach(self) -> int:
        """From the first to the last element of the window."""
        return (self.window - 1) * self.dilation + 1

    @property
    def positions(self) -> int:
        count = window_output(self.size, self.window, self.stride, self.dilation, self.padding)
        assert count is not None
        return count

    @property
    def borders(self) -> tuple[int, int]:
        """Elements added before and after; the odd one after, as TensorFlow has it."""
        missing = (self.positions - 1) * self.stride + self.reach - self.size
        total = max(missing, 0) if self.padding == "SAME" else 0
        return total // 2, total - total // 2

    def taken(self, tap: int) -> slice:
        """Of the padded input, what one element of the window sees in all its positions."""
        first = tap * self.dilation
        return slice(first, first + (self.positions - 1) * self.stride + 1, self.stride)


def padded(input: Array, axes: Sequence[Axis], value: Any) -> Array:
    """The input with its borders filled."""
    borders = [(0, 0), *(axis.borders for axis in axes), (0, 0)]
    return np.pad(input, borders, constant_values=value) if any(map(any, borders)) else input


def taps(input: Array, axes: Sequence[Axis], value: Any) -> Iterator[tuple[tuple[int, ...], Array]]:
    """Each element of the window, and what it sees: an array of the shape of the output."""
    whole = padded(input, axes, value)
    for tap in product(*(range(axis.window) for axis in axes)):
        seen = (axis.taken(place) for axis, place in zip(axes, tap, strict=True))
        yield tap, whole[(slice(None), *seen)]


def counts(axes: Sequence[Axis]) -> Array:
    """How many elements of the window lie inside, position by position; int64 [..., 1]."""
    inside = np.ones((1, *(axis.size for axis in axes), 1), np.int64)
    return np.sum([seen for _, seen in taps(inside, axes, 0)], 0)


def columns(input: Array, axes: Sequence[Axis]) -> Array:
    """For each position what the window sees, one after the other: [..., window * channels]."""
    if all(axis.window == axis.stride == 1 for axis in axes):
        return input
    whole = padded(input, axes, 0)
    batch, *steps, channel = whole.strides
    pairs = list(zip(axes, steps, strict=True))
    counts = [axis.positions for axis in axes]
    seen = np.lib.stride_tricks.as_strided(
        whole,
        (len(whole), *counts, *(axis.window for axis in axes), whole.shape[-1]),
        (
            batch,
            *(axis.stride * step for axis, step in pairs),
            *(axis.dilation * step for axis, step in pairs),
            channel,
        ),
        writeable=False,
    )
    return seen.reshape(len(whole), *counts, -1)


@dataclass(frozen=True)
class TransposedAxis:
    """How a window that is written, not read, moves along one axis."""

    size: int
    """Of the input, of which every element writes a window."""
    window: int
    stride: int
    wanted: int
    """Of the output."""
    padding: str

    @property
    def reach(self) -> int:
        """From the first to the last element that is written."""
        return (self.size - 1) * self.stride + self.window

    @property
    def cut(self) -> int:
        """How many elements before the output are dropped."""
        return max(self.reach - self.wanted, 0) // 2 if self.padding == "SAME" else 0

    def written(self, tap: int) -> slice:
        """Where one element of the window lands in all its positions."""
        return slice(tap, tap + (self.size - 1) * self.stride + 1, self.stride)


def transposed(
    input: Array, axes: Sequence[TransposedAxis], made: Callable[[tuple[int, ...]], Array]
) -> Array:
    """The sum of all windows; `made` gives what each input element writes, by place in it."""
    canvas: Array | None = None
    for tap in product(*(range(axis.window) for axis in axes)):
        part = made(tap)
        if canvas is None:
            sizes = [max(axis.reach, axis.cut + axis.wanted) for axis in axes]
            canvas = np.zeros((len(input), *sizes, part.shape[-1]), part.dtype)
        places = (axis.written(place) for axis, place in zip(axes, tap, strict=True))
        canvas[(slice(None), *places)] += part
    assert canvas is not None
    kept = (slice(axis.cut, axis.cut + axis.wanted) for axis in axes)
    return canvas[(slice(None), *kept)]


def transposed_columns(input: Array, axes: Sequence[TransposedAxis]) -> Array:
    """For each position of the output what the window's elements multiply there, one after the
    other, 0 where nothing: [..., window * channels]."""
    window = list(product(*(range(axis.window) for axis in axes)))
    nothing = np.zeros_like(input)

    def alone(tap: tuple[int, ...]) -> Array:
        return transposed(input, axes, lambda other: input if other == tap else nothing)

    return np.concatenate([alone(tap) for tap in window], -1)
