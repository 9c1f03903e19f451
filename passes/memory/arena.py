"""Places for buffers in one arena, so that none overlap that are live at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Buffer:
    """So many bytes, needed from the first to the last of two points in time, both included."""

    size: int
    first: int
    last: int

    def meets(self, other: Buffer) -> bool:
        """Whether both are live at some time."""
        return self.first <= other.last and other.first <= self.last


def lower_bound(buffers: Sequence[Buffer]) -> int:
    """Bytes that are live at once at the worst time: no arena is smaller."""
    points = sorted({buffer.first for buffer in buffers})
    return max((sum(b.size for b in buffers if b.first <= p <= b.last) for p in points), default=0)


def arena_bytes(buffers: Sequence[Buffer], offsets: Sequence[int]) -> int:
    ends = (buffer.size + start for buffer, start in zip(buffers, offsets, strict=True))
    return max(ends, default=0)


def packed(buffers: Sequence[Buffer]) -> list[int]:
    """The offset of each buffer: the largest first, each in the lowest gap that holds it."""
    order = sorted(range(len(buffers)), key=lambda i: (-buffers[i].size, buffers[i].first))
    offsets = [0] * len(buffers)
    placed: list[int] = []
    for index in order:
        buffer, start = buffers[index], 0
        for other in sorted(placed, key=offsets.__getitem__):
            if not buffer.meets(buffers[other]):
                continue
            if start + buffer.size <= offsets[other]:
                break
            start = max(start, offsets[other] + buffers[other].size)
        offsets[index] = start
        placed.append(index)
    return offsets
