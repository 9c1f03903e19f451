"""Places for blocks of memory in one arena, so that none overlap that are live at once.

Greedy, in several orders; then in orders where those blocks come earlier that ended up highest,
until the arena is as small as what is live at the worst time, or enough was tried. The same blocks
are given the same places on every machine: what was tried is counted, not timed.
"""

from __future__ import annotations

import random
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

EFFORT = 700_000
"""How many pairs of live blocks to look at before the search ends: less than a second."""
OVERHEAD = 8
"""How many pairs the placing of a block counts for, beside its own."""


@dataclass(frozen=True, slots=True)
class Piece:
    """So many bytes, needed from the first to the last of two points in time, both included."""

    size: int
    first: int
    last: int

    def meets(self, other: Piece) -> bool:
        """Whether both are live at some time."""
        return self.first <= other.last and other.first <= self.last


Block = tuple[Piece, ...]
"""Pieces that begin at one place, in order of time: tensors that take turns in it."""


def block(pieces: Iterable[Piece]) -> Block:
    """A block of pieces, of which some may be live at once; the largest counts."""
    given = [piece for piece in pieces if piece.size]
    cuts = sorted({p.first for p in given} | {p.last + 1 for p in given})
    found = list[Piece]()
    for start, stop in pairwise(cuts):
        size = max((p.size for p in given if p.first <= start <= p.last), default=0)
        if found and found[-1].last == start - 1 and found[-1].size == size:
            found[-1] = Piece(size, found[-1].first, stop - 1)
        elif size:
            found.append(Piece(size, start, stop - 1))
    return tuple(found)


def live_bytes(blocks: Sequence[Block]) -> Iterator[tuple[int, int]]:
    """Points in time, and what is live from each to the next; 0 bytes at the end."""
    changes = dict[int, int]()
    for piece in (piece for each in blocks for piece in each):
        changes[piece.first] = changes.get(piece.first, 0) + piece.size
        changes[piece.last + 1] = changes.get(piece.last + 1, 0) - piece.size
    total = 0
    for time in sorted(changes):
        total += changes[time]
        yield time, total


def lower_bound(blocks: Sequence[Block]) -> int:
    """Bytes that are live at once at the worst time: no arena is smaller."""
    return max((total for _, total in live_bytes(blocks)), default=0)


def arena_bytes(blocks: Sequence[Block], offsets: Sequence[int]) -> int:
    return max(map(_end, blocks, offsets), default=0)


def packed(blocks: Sequence[Block], effort: int = EFFORT) -> list[int]:
    """The offset of each block; `effort`: for how long to search, see `EFFORT`."""
    return _Search(blocks, effort).best()


def _end(block: Block, offset: int) -> int:
    return offset + _size(block)


def _size(block: Block) -> int:
    return max((piece.size for piece in block), default=0)


def _area(block: Block) -> int:
    return sum(piece.size * (piece.last - piece.first + 1) for piece in block)


ORDERS: Sequence[Callable[[Block], tuple[int, ...]]] = (
    lambda block: (-_size(block), block[0].first),
    lambda block: (-_area(block), block[0].first),
    lambda block: (block[0].first, -_size(block)),
    lambda block: (-block[-1].last, -_size(block)),
    lambda block: (block[0].first - block[-1].last, -_size(block)),
)
"""In which blocks are placed: by size, area, first use, last use, and how long they are live."""


class _Search:
    def __init__(self, blocks: Sequence[Block], effort: int) -> None:
        self.blocks = blocks
        self.effort = effort
        self.sizes = list(map(_size, blocks))
        self.bound = lower_bound(blocks)
        self.used = [i for i, each in enumerate(blocks) if each]
        self.meeting = self._meeting()

    def best(self) -> list[int]:
        nowhere = [-1] * len(self.blocks)
        found, order, size = list[int](), list[int](), -1
        for key in ORDERS:
            tried = sorted(self.used, key=lambda i: key(self.blocks[i]))
            offsets = self._placed(nowhere, tried)
            total = arena_bytes(self.blocks, offsets)
            if size < 0 or total < size:
                found, order, size = offsets, tried, total
        return [max(offset, 0) for offset in self._improved(found, order, size)]

    def _improved(self, found: list[int], order: list[int], size: int) -> list[int]:
        """What an order gives after blocks that end too high are placed earlier, again and again.

        An order that is no worse is gone on from, so that the search leaves plateaus."""
        draw = random.Random(0)
        while size > self.bound and self.effort > 0:
            ends = [found[i] + self.sizes[i] for i in order]
            tops = [at for at, end in enumerate(ends) if end > self.bound]
            tried, first = list(order), len(order)
            for at in draw.sample(tops, min(len(tops), draw.randint(1, 2))):
                to = draw.randint(0, at)
                tried.insert(to, tried.pop(at))
                first = min(first, to)
            if draw.random() < 0.5:
                a, b = draw.randrange(len(tried)), draw.randrange(len(tried))
                tried[a], tried[b] = tried[b], tried[a]
                first = min(first, a, b)
            offsets = list(found)
            for index in tried[first:]:
                offsets[index] = -1
            offsets = self._placed(offsets, tried[first:], limit=size)
            if offsets:
                found, order, size = offsets, tried, arena_bytes(self.blocks, offsets)
        return found

    def _meeting(self) -> list[list[tuple[int, int, int]]]:
        """By block: those that are live at some time when it is, and between which distances of
        their starts they would overlap: the other's less its own."""
        found: list[list[tuple[int, int, int]]] = [[] for _ in self.blocks]
        for place, i in enumerate(self.used):
            for j in self.used[:place]:
                below, above = _reach(self.blocks[i], self.blocks[j])
                if above:
                    found[i].append((j, below, above))
                    found[j].append((i, above, below))
        return found

    def _placed(
        self, offsets: Sequence[int], order: Sequence[int], limit: int | None = None
    ) -> list[int]:
        """Offsets, of which some are -1 yet, after blocks were put in the lowest gap that holds
        them, one after the other; nothing where one ends above the limit."""
        offsets = list(offsets)
        for index in order:
            self.effort -= len(self.meeting[index]) + OVERHEAD
            taken = [
                (offsets[other] - below, offsets[other] + above)
                for other, below, above in self.meeting[index]
                if offsets[other] >= 0
            ]
            taken.sort()
            start = 0
            for low, high in taken:
                if start <= low:
                    break
                start = max(start, high)
            if limit is not None and start + self.sizes[index] > limit:
                return []
            offsets[index] = start
        return offsets


def _reach(block: Block, other: Block) -> tuple[int, int]:
    """How many bytes of a block, and of another one, are live while both are."""
    below = above = 0
    starts = [piece.first for piece in other]
    for piece in block:
        for against in other[max(bisect_right(starts, piece.first) - 1, 0) :]:
            if against.first > piece.last:
                break
            if piece.meets(against):
                below, above = max(below, piece.size), max(above, against.size)
    return below, above
