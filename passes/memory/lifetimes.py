"""Which tensors of a function of calls share memory, and when each of them is live.

Every op that runs has a number, in program order, those in regions in line; an op with regions has
another one for its end. In half steps, an op reads at twice its number and writes right after, so
that what it writes may take the place of what it reads last where that is safe, and only there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from xdsl.dialects.func import FuncOp, ReturnOp
from xdsl.ir import Block, BlockArgument, Operation, OpResult, SSAValue

from qir.diagnostics import QirError
from qir.dialects.c import (
    CallOp,
    IfOp,
    ViewOp,
    WhileOp,
    YieldOp,
    element_bytes,
    integers_of,
    stored_bytes,
)
from qir.faults import place

RUN = CallOp, YieldOp, ReturnOp
"""What takes time, beside ops with regions. Others have the number of the next of these."""


@dataclass(frozen=True, slots=True)
class Span:
    """A tensor of so many bytes is live from a half step to another, both included."""

    start: int
    end: int
    nbytes: int

    @property
    def first(self) -> int:
        """The number of the op that writes it."""
        return self.start // 2

    @property
    def last(self) -> int:
        """The number of the op that reads it last."""
        return self.end // 2


@dataclass(eq=False)
class SharedBuffer:
    """Memory that some tensors take turns in, all from its first byte on.

    `values`: what stands for each of them, see `storage_of`. `output`: the number of the model's
    output that it is; None where it lies in the arena.
    """

    values: list[SSAValue]
    spans: list[Span] = field(default_factory=list[Span])
    output: int | None = None


def nbytes_of(value: SSAValue) -> int:
    """Bytes of a tensor; raises QirError where its type does not tell."""
    found = stored_bytes(value)
    if found is None:
        where = place(value.owner) if isinstance(value.owner, Operation) else "an argument"
        raise QirError(f"plan-memory: {where}: {value.type} has no known number of bytes")
    return found


def unviewed(value: SSAValue) -> SSAValue:
    """What a value is a view of; itself where it is none."""
    while isinstance(value.owner, ViewOp):
        value = value.owner.source
    return value


def tied_operand(value: SSAValue) -> int | None:
    """The operand whose memory a result of a call is, always."""
    if not isinstance(value, OpResult) or not isinstance(value.op, CallOp):
        return None
    tied = integers_of(value.op.tied)
    return tied[value.index] if value.index < len(tied) else None


def storage_of(value: SSAValue) -> SSAValue:
    """One value for all that must share its memory: views, what is tied to it, what a loop carries.

    A result of a call or an op with regions, an argument of the function, a constant or a state.
    """
    while True:
        value = unviewed(value)
        if (index := tied_operand(value)) is not None:
            assert isinstance(value.owner, CallOp)
            value = value.owner.arguments[index]
        elif isinstance(value, BlockArgument) and isinstance(
            loop := value.owner.parent_op(), WhileOp
        ):
            return loop.outputs[value.index]
        else:
            return value


def is_planned(value: SSAValue) -> bool:
    """Whether it is for the plan to say where a value lies."""
    return isinstance(storage_of(value).owner, CallOp | WhileOp | IfOp)


class Lifetimes:
    """The ops of a function in time, and when its tensors are live.

    `spans`: by what `storage_of` gives for the tensors that are planned. `copies`: by op, which
    values it copies, in order, and what stands for the memory of each copy: as a loop does with
    what it is to carry, where that does not lie there already.
    """

    def __init__(self, function: FuncOp) -> None:
        self.function = function
        self.numbers: dict[Operation, int] = {}
        self.ends: dict[Operation, int] = {}
        self.copies: dict[Operation, Sequence[tuple[SSAValue, SSAValue]]] = {}
        self._count = 0
        self._number(function.body.block)
        self._last = self._last_reads()
        self.spans: dict[SSAValue, list[Span]] = defaultdict(list)
        for op in self.numbers:
            for value, start, end in self._live(op):
                span = Span(start, end, nbytes_of(value))
                self.spans[storage_of(value)].append(span)

    @property
    def count(self) -> int:
        """How many numbers there are."""
        return self._count

    def last_read(self, value: SSAValue) -> int:
        """The number of the op that reads a value or a view of it last, at the end of a loop that
        it comes into from outside; -1 where none does."""
        return self._last.get(unviewed(value), -1)

    def buffers(self) -> list[SharedBuffer]:
        """Who shares memory: also results with operands that nothing reads later (`in_place`), and
        what is copied with what it is copied to."""
        found = {value: SharedBuffer([value], list(spans)) for value, spans in self.spans.items()}
        end = self.function.body.block.last_op
        outputs = end.operands if isinstance(end, ReturnOp) else ()
        for number, value in enumerate(outputs):
            found[storage_of(value)].output = number
        apart = self._kept_apart()
        for source, target in self._chances():
            a, b = found.get(storage_of(source)), found.get(storage_of(target))
            if a is not None and b is not None and a is not b and _may_share(a, b, outputs, apart):
                if a.output is None:
                    a.output = b.output
                a.values += b.values
                a.spans += b.spans
                found |= dict.fromkeys(b.values, a)
        return list(dict.fromkeys(found.values()))

    def _number(self, block: Block) -> None:
        for op in block.ops:
            self.numbers[op] = self._count
            self._count += isinstance(op, RUN) or bool(op.regions)
            self.copies[op] = _copies(op)
            if op.regions:
                for region in op.regions:
                    self._number(region.block)
                self.ends[op] = self._count
                self._count += 1

    def _last_reads(self) -> dict[SSAValue, int]:
        last = dict[SSAValue, int]()
        for op in self.numbers:
            if isinstance(op, ViewOp):
                continue
            for operand in op.operands:
                value = unviewed(operand)
                last[value] = max(last.get(value, -1), self._read_time(op, value))
        return last

    def _read_time(self, reader: Operation, value: SSAValue) -> int:
        """When a value is read; its loop may do so until it ends."""
        home, time, op = value.owner, self.numbers[reader], reader
        block = home if isinstance(home, Block) else home.parent_block()
        while op.parent_block() is not block:
            parent = op.parent_op()
            assert parent is not None
            op = parent
            if isinstance(op, WhileOp):
                time = max(time, self.ends[op])
        return time

    def _live(self, op: Operation) -> Iterator[tuple[SSAValue, int, int]]:
        """The tensors that an op begins, from when to when."""
        written = 2 * self.numbers[op] + 1
        if isinstance(op, CallOp):
            for result in op.outputs:
                if is_planned(result):
                    yield result, written, max(written, 2 * self.last_read(result))
        elif isinstance(op, WhileOp):
            yield from self._carried(op, written)
        elif isinstance(op, IfOp):
            first, second = (2 * self.numbers[_end(r)] + 1 for r in (op.then, op.otherwise))
            for result in op.outputs:
                yield result, first, first
                yield result, second, max(second, 2 * self.last_read(result))

    def _carried(self, op: WhileOp, written: int) -> Iterator[tuple[SSAValue, int, int]]:
        """What `cond` leaves is what the loop gives: so what it carries is live all through it, and
        in `body` for as long as that reads it, then from when it is written again."""
        asked, again = 2 * self.numbers[_end(op.cond)], 2 * self.numbers[_end(op.body)] + 1
        for result, argument in zip(op.outputs, op.body.block.args, strict=True):
            yield result, written, max(asked, 2 * self.last_read(argument))
            yield result, again, max(again, 2 * self.last_read(result))

    def _chances(self) -> Iterator[tuple[SSAValue, SSAValue]]:
        """Which pairs of a value that is read and one that is written then may share memory."""
        for op, copies in self.copies.items():
            if isinstance(op, CallOp) and op.outputs:
                yield from ((op.arguments[i], op.outputs[0]) for i in integers_of(op.in_place))
            yield from copies

    def _kept_apart(self) -> dict[SSAValue, set[SSAValue]]:
        """By value, others that one op writes while it reads the value: not to share memory."""
        apart = defaultdict[SSAValue, set[SSAValue]](set)

        def keep(a: SSAValue, b: SSAValue) -> None:
            if a is not b:
                apart[a].add(b)
                apart[b].add(a)

        for op, copies in self.copies.items():
            if isinstance(op, CallOp):
                for index, operand in enumerate(op.arguments):
                    for result in op.outputs:
                        if not lies_over(op, result, index):
                            keep(storage_of(operand), storage_of(result))
            for source, target in copies:
                for other, _ in copies:
                    if storage_of(other) is not storage_of(source):
                        keep(storage_of(other), storage_of(target))
        return apart


def lies_over(call: CallOp, result: OpResult, index: int) -> bool:
    """Whether a result of a call may have the memory of an operand."""
    if tied_operand(result) == index:
        return True
    is_named = result.index == 0 and index in integers_of(call.in_place)
    return is_named and nbytes_of(result) <= nbytes_of(call.arguments[index])


def _end(region: Any) -> Operation:
    op = region.block.last_op
    assert isinstance(op, YieldOp)
    return op


def _copies(op: Operation) -> Sequence[tuple[SSAValue, SSAValue]]:
    parent = op.parent_op()
    if isinstance(op, WhileOp):
        return list(zip(op.inputs, op.outputs, strict=True))
    if isinstance(op, YieldOp) and isinstance(parent, IfOp | WhileOp) and not _asks(op):
        return list(zip(op.values, parent.outputs, strict=True))
    return ()


def _asks(op: YieldOp) -> bool:
    """Whether it says if a loop goes on."""
    loop = op.parent_op()
    return isinstance(loop, WhileOp) and op.parent_region() is loop.cond


def _may_share(
    a: SharedBuffer,
    b: SharedBuffer,
    outputs: Sequence[SSAValue],
    apart: dict[SSAValue, set[SSAValue]],
) -> bool:
    if a.output is not None and b.output is not None:
        return False
    for output in (a.output, b.output):
        if output is not None and not all(fits(v, outputs[output]) for v in a.values + b.values):
            return False
    if any(not apart[value].isdisjoint(b.values) for value in a.values):
        return False
    return not any(s.start <= t.end and t.start <= s.end for s in a.spans for t in b.spans)


def fits(value: SSAValue, output: SSAValue) -> bool:
    """Whether a tensor may lie in an output of the model: that has room for it, and begins where an
    element of its own may lie, which is good enough for the tensor's."""
    return nbytes_of(value) <= nbytes_of(output) and element_bytes(value) <= element_bytes(output)
