"""The arena over time, in numbers and as a picture."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from xdsl.dialects.func import FuncOp
from xdsl.ir import SSAValue

from qir.attributes import integer
from qir.dialects.c import ARENA, ARENA_ALIGNMENT, ARENA_BYTES, STATE_BYTES, CallOp, place_of
from qir.notes import name_of
from qir.passes.memory.arena import Piece, block, live_bytes
from qir.passes.memory.lifetimes import Lifetimes, SharedBuffer, nbytes_of

LARGEST = 5
"""How many tensors a summary names."""
WIDTH, HEIGHT, LEFT, TOP, BOTTOM = 960, 480, 90, 30, 40
COLORS = "#4c78a8", "#f58518", "#54a24b", "#b279a2", "#e45756", "#72b7b2", "#eeca3b", "#9d755d"


@dataclass(frozen=True, slots=True)
class PlacedTensor:
    """`nbytes` of the arena from `offset` on, from the first to the last op that needs them."""

    name: str
    nbytes: int
    offset: int
    first: int
    last: int

    def __str__(self) -> str:
        return (
            f"{self.name}: {self.nbytes:,} bytes at {self.offset:,}, ops {self.first}-{self.last}"
        )


@dataclass(frozen=True, slots=True)
class MemorySummary:
    """What the memory of a function comes to, in bytes.

    `lower_bound`: what is live at the worst time, `worst`, and the states. `largest`: of the
    tensors that are live then.
    """

    arena: int
    states: int
    lower_bound: int
    worst: int
    largest: Sequence[PlacedTensor]

    @property
    def ratio(self) -> float:
        """Of the arena to the least that it could be."""
        return self.arena / self.lower_bound if self.lower_bound else 1.0

    def __str__(self) -> str:
        text = f"arena {self.arena:,} bytes, {self.ratio:.3f} x the {self.lower_bound:,}"
        text += f" that are live at op {self.worst}"
        return text + (f"; states {self.states:,} of them" if self.states else "")


def pieces_of(buffer: SharedBuffer, alignment: int) -> Iterator[Piece]:
    """When a buffer needs how many bytes, in multiples of the alignment."""
    for span in buffer.spans:
        yield Piece(-(-span.nbytes // alignment) * alignment, span.first, span.last)


def memory_summary(function: FuncOp) -> MemorySummary:
    """Of a function whose memory is planned."""
    alignment = integer(function.attributes.get(ARENA_ALIGNMENT)) or 1
    lifetimes = Lifetimes(function)
    blocks = [
        block(pieces_of(buffer, alignment))
        for buffer in lifetimes.buffers()
        if buffer.output is None
    ]
    states = integer(function.attributes.get(STATE_BYTES)) or 0
    worst, bound = 0, 0
    for time, total in live_bytes(blocks):
        if total > bound:
            worst, bound = time, total
    live = [each for each in placed_tensors(lifetimes) if each.first <= worst <= each.last]
    live.sort(key=lambda each: (-each.nbytes, each.offset, each.first))
    arena = integer(function.attributes.get(ARENA_BYTES)) or 0
    return MemorySummary(arena, states, bound + states, worst, live[:LARGEST])


def placed_tensors(lifetimes: Lifetimes) -> list[PlacedTensor]:
    """Those in the arena, without states, by offset."""
    found = list[PlacedTensor]()
    for value, spans in lifetimes.spans.items():
        place = place_of(value)
        if place is not None and place.memory.data == ARENA:
            name, offset = _name(value), place.start
            found += (PlacedTensor(name, nbytes_of(value), offset, s.first, s.last) for s in spans)
    return sorted(found, key=lambda each: (each.offset, each.first, each.last, each.name))


def memory_picture(function: FuncOp) -> str:
    """The arena as SVG: ops from left to right, bytes upwards, a rectangle for each tensor, which
    says what it is where one points at it; the lower bound as a line."""
    summary = memory_summary(function)
    lifetimes = Lifetimes(function)
    across = (WIDTH - LEFT) / max(lifetimes.count, 1)
    height = HEIGHT - TOP - BOTTOM
    upwards = height / max(summary.arena, 1)
    floor = HEIGHT - BOTTOM

    def rectangle(x: float, y: int, ops: float, nbytes: int, color: str, title: str) -> str:
        box = (
            f'x="{LEFT + x * across:.2f}" y="{floor - (y + nbytes) * upwards:.2f}" '
            f'width="{ops * across:.2f}" height="{nbytes * upwards:.2f}"'
        )
        look = f'fill="{color}" fill-opacity="0.8" stroke="#fff" stroke-width="0.5"'
        return f"<rect {box} {look}><title>{escape(title)}</title></rect>"

    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        'font-family="sans-serif" font-size="12">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        f'<text x="{LEFT}" y="18">{escape(str(summary))}</text>',
    ]
    if summary.states:
        title = f"states: {summary.states:,} bytes"
        lines.append(rectangle(0, 0, lifetimes.count, summary.states, "#bbb", title))
    for number, each in enumerate(placed_tensors(lifetimes)):
        color = COLORS[number % len(COLORS)]
        ops = each.last - each.first + 1
        lines.append(rectangle(each.first, each.offset, ops, each.nbytes, color, str(each)))
    bound = floor - summary.lower_bound * upwards
    lines += [
        f'<path d="M{LEFT} {bound:.2f}H{WIDTH}" stroke="#000" stroke-dasharray="4 3"/>',
        f'<path d="M{LEFT} {TOP}V{floor}H{WIDTH}" fill="none" stroke="#000"/>',
        f'<text x="{LEFT - 6}" y="{TOP + 10}" text-anchor="end">{summary.arena:,}</text>',
        f'<text x="{LEFT - 6}" y="{floor}" text-anchor="end">0</text>',
        f'<text x="{LEFT}" y="{HEIGHT - 14}">op 0</text>',
        f'<text x="{WIDTH - 4}" y="{HEIGHT - 14}" text-anchor="end">{lifetimes.count - 1}</text>',
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _name(value: SSAValue) -> str:
    kernel = value.owner.kernel.data if isinstance(value.owner, CallOp) else "carried"
    return name_of(value) or kernel
