"""Proves of a plan of memory that every tensor is still there when it is read.

The calls are run, with names in place of numbers: memory remembers which tensor each of its bytes
was written for, and what is read must be the tensor that the call asks for. After a branch, and
before another turn of a loop, a byte may be of several tensors: of none that can be read. Loops are
run until that changes nothing. This knows nothing of how plans are made: no lifetimes, no merging.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from xdsl.dialects.func import FuncOp, ReturnOp
from xdsl.ir import Block, BlockArgument, Operation, SSAValue

from qir.attributes import integer
from qir.dialects.c import (
    ARENA_ALIGNMENT,
    ARENA_BYTES,
    OUTPUT,
    STATE,
    STATE_BYTES,
    CallOp,
    IfOp,
    PlaceAttr,
    ViewOp,
    WhileOp,
    YieldOp,
    element_bytes,
    integers_of,
    is_absent,
    place_of,
    stored_bytes,
)
from qir.dialects.qir import StateOp
from qir.faults import place as location

Owner = object
"""What a byte was written for: a value, or `NOBODY`."""
NOBODY = "nobody"
Memory = tuple[str, int]
"""The arena, states in it; or an output and its number."""
Bytes = dict[Memory, list[Owner]]
"""What each stretch of memory that no place divides was written for."""


@dataclass(frozen=True, slots=True)
class Area:
    """So many bytes of a memory."""

    memory: Memory
    start: int
    nbytes: int

    @property
    def end(self) -> int:
        return self.start + self.nbytes

    def overlaps(self, other: Area) -> bool:
        return (
            self.memory == other.memory and self.start < other.end and other.start < self.end
        ) and bool(self.nbytes and other.nbytes)


def plan_breaches(function: FuncOp) -> Iterator[str]:
    """Each place where a tensor is lost, or lies where it must not, as a line of text."""
    checker = _Checker(function)
    yield from checker.bounds()
    if not checker.found:
        checker.run()
        yield from checker.found


def _area(value: SSAValue) -> Area | None:
    """None of what the plan does not place: arguments, constants and what is absent."""
    place = place_of(value)
    if place is None:
        return None
    is_output = place.memory.data == OUTPUT
    memory = (OUTPUT, place.start) if is_output else ("arena", 0)
    return Area(memory, 0 if is_output else place.start, _nbytes(value))


def _nbytes(value: SSAValue) -> int:
    found = stored_bytes(value)
    assert found is not None
    return found


def _source(value: SSAValue) -> SSAValue:
    """What a value is another name of."""
    while isinstance(value.owner, ViewOp):
        value = value.owner.source
    return value


class _Checker:
    def __init__(self, function: FuncOp) -> None:
        self.function = function
        self.alignment = integer(function.attributes.get(ARENA_ALIGNMENT)) or 1
        self.arena = integer(function.attributes.get(ARENA_BYTES)) or 0
        self.states = integer(function.attributes.get(STATE_BYTES)) or 0
        end = function.body.block.last_op
        self.outputs = end.operands if isinstance(end, ReturnOp) else ()
        self.found = dict[str, None]()
        self.cuts: dict[Memory, list[int]] = {}
        self.memory: Bytes = {}

    def bounds(self) -> Iterator[str]:
        """What lies outside of its memory, or not on a multiple of the alignment."""
        areas, states = list[Area](), list[tuple[StateOp, Area]]()
        for op in self.function.walk():
            for value in op.results if isinstance(op, CallOp | WhileOp | IfOp | StateOp) else ():
                place, area = place_of(value), _area(value)
                if place is None or area is None:
                    self._breach(op, "a tensor has no place")
                    continue
                self._check_bounds(op, value, place, area)
                areas.append(area)
                if isinstance(op, StateOp):
                    for other, taken in states:
                        if area.overlaps(taken):
                            self._breach(op, f"lies where {location(other)} does")
                    states.append((op, area))
        for area in areas:
            self.cuts.setdefault(area.memory, []).extend((area.start, area.end))
        self.cuts = {memory: sorted(set(cuts)) for memory, cuts in self.cuts.items()}
        self.memory = {memory: [NOBODY] * len(cuts) for memory, cuts in self.cuts.items()}
        for op, area in states:
            self._write(area, op.output)
        yield from self.found

    def _check_bounds(self, op: Operation, value: SSAValue, place: PlaceAttr, area: Area) -> None:
        if (place.memory.data == STATE) != isinstance(op, StateOp):
            self._breach(op, f"a tensor lies in {place}")
        elif place.memory.data != OUTPUT:
            low, high = (0, self.states) if isinstance(op, StateOp) else (self.states, self.arena)
            if area.nbytes and not low <= area.start <= area.end <= high:
                self._breach(op, f"{area.nbytes} bytes at {place} lie outside of {low}-{high}")
            if area.start % self.alignment:
                self._breach(op, f"{place} is not aligned to {self.alignment} bytes")
        elif not 0 <= place.start < len(self.outputs):
            self._breach(op, f"a tensor lies in {place}, of {len(self.outputs)}")
        else:
            output = self.outputs[place.start]
            if area.nbytes > (room := _nbytes(output)):
                self._breach(op, f"{area.nbytes} bytes lie in {place}, of {room}")
            if (size := element_bytes(value)) > (least := element_bytes(output)):
                self._breach(op, f"elements of {size} bytes lie in {place}, of {least}")

    def run(self) -> None:
        self._block(self.function.body.block)

    def _breach(self, op: Operation, text: str) -> None:
        self.found[f"{location(op)}: {text}"] = None

    def _cells(self, area: Area) -> range:
        cuts = self.cuts[area.memory]
        return range(bisect_left(cuts, area.start), bisect_left(cuts, area.end))

    def _write(self, area: Area, owner: Owner) -> None:
        cells = self.memory[area.memory]
        for cell in self._cells(area):
            cells[cell] = owner

    def _read(self, op: Operation, value: SSAValue, what: str) -> None:
        area, owner = _area(value), self._owner(value)
        if area is None:
            return
        cells = self.memory[area.memory]
        if any(cells[cell] is not owner for cell in self._cells(area)):
            self._breach(op, f"{what} is overwritten before it is read")

    def _owner(self, value: SSAValue) -> Owner:
        """Under which value a tensor is known in memory: what a loop carries, under its result."""
        value = _source(value)
        if isinstance(value, BlockArgument) and isinstance(
            loop := value.owner.parent_op(), WhileOp
        ):
            return loop.outputs[value.index]
        return value

    def _block(self, block: Block) -> None:
        for op in block.ops:
            if isinstance(op, CallOp):
                self._call(op)
            elif isinstance(op, WhileOp):
                self._loop(op)
            elif isinstance(op, IfOp):
                self._branch(op)
            elif isinstance(op, YieldOp | ReturnOp):
                self._leave(op)
            else:
                # Whatever else has regions runs them, or does not.
                for region in op.regions:
                    before = self._snapshot()
                    self._block(region.block)
                    self._join(before)

    def _call(self, op: CallOp) -> None:
        given = [_area(value) for value in op.arguments]
        for index, value in enumerate(op.arguments):
            if not is_absent(value):
                self._read(op, value, f"operand {index}")
        for index in integers_of(op.states):
            if not isinstance(_source(op.arguments[index]).owner, StateOp):
                self._breach(op, f"writes to operand {index}, which is no state")
        tied = integers_of(op.tied)
        taken = list[Area]()
        for number, result in enumerate(op.outputs):
            area = _area(result)
            assert area is not None
            if any(area.overlaps(other) for other in taken):
                self._breach(op, f"result {number} overlaps another")
            taken.append(area)
            own = tied[number] if number < len(tied) else None
            if own is not None and given[own] != area:
                self._breach(op, f"result {number} does not lie where operand {own} does")
            over = [own, *(integers_of(op.in_place) if number == 0 else ())]
            for index, other in enumerate(given):
                if other is None or not area.overlaps(other):
                    continue
                fits = other.start == area.start and area.nbytes <= other.nbytes
                if index not in over or not fits:
                    self._breach(op, f"result {number} overlaps operand {index}")
        for area, result in zip(taken, op.outputs, strict=True):
            self._write(area, result)

    def _copy(
        self, op: Operation, sources: Sequence[SSAValue], targets: Sequence[SSAValue]
    ) -> None:
        """One after the other, each to where the other lies if it does not lie there itself."""
        new = [object() for _ in targets]
        moved = dict[Owner, Owner]()
        for index, (source, target) in enumerate(zip(sources, targets, strict=True)):
            given, area = _area(source), _area(target)
            assert area is not None
            self._read(op, source, f"operand {index}")
            moved[new[index]] = target
            if given == area:
                continue  # Nothing is copied. Others may yet be copied from here.
            if given is not None and given.overlaps(area):
                self._breach(op, f"operand {index} is copied onto itself in part")
            self._write(area, new[index])
        for source, target, owner in zip(sources, targets, new, strict=True):
            area = _area(target)
            assert area is not None
            if _area(source) == area:
                self._read(op, source, "what is carried")
                self._write(area, owner)
        for cells in self.memory.values():
            cells[:] = (moved.get(owner, owner) for owner in cells)
        for target in targets:
            self._read(op, target, "what is copied")

    def _loop(self, op: WhileOp) -> None:
        self._copy(op, op.inputs, op.outputs)
        while True:
            before = self._snapshot()
            self._block(op.cond.block)
            asked = self._snapshot()
            self._block(op.body.block)
            end = op.body.block.last_op
            assert end is not None
            self._copy(end, end.operands, op.outputs)
            self._join(before)
            if self.memory == before:
                break
        self.memory = asked
        for index, value in enumerate(op.outputs):
            if value.first_use:
                self._read(op, value, f"result {index}")

    def _branch(self, op: IfOp) -> None:
        self._read(op, op.condition, "the condition")
        before = self._snapshot()
        after = list[Bytes]()
        for region in (op.then, op.otherwise):
            self.memory = {memory: list(cells) for memory, cells in before.items()}
            self._block(region.block)
            end = region.block.last_op
            assert end is not None
            self._copy(end, end.operands, op.outputs)
            after.append(self._snapshot())
        self._join(after[0])

    def _leave(self, op: YieldOp | ReturnOp) -> None:
        for index, value in enumerate(op.operands):
            self._read(op, value, f"operand {index}")
            if isinstance(op, ReturnOp) and place_of(value) != PlaceAttr.of(OUTPUT, index):
                self._breach(op, f"operand {index} does not lie in output {index}")

    def _snapshot(self) -> Bytes:
        return {memory: list(cells) for memory, cells in self.memory.items()}

    def _join(self, other: Bytes) -> None:
        """Keep of memory what it was written for in either case."""
        for memory, cells in self.memory.items():
            pairs = zip(cells, other[memory], strict=True)
            cells[:] = (a if a is b else NOBODY for a, b in pairs)
