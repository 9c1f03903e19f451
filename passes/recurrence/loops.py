"""LSTMs that are a WHILE: one run of its body is one step.

What the loop carries is, in any order,
- values that stay what they are, such as weights and the sequence;
- counters, which begin at a constant and grow by one;
- hidden state and memory of the cell, which begin at zero;
- sequences, into which each run writes the hidden state at the time that a counter says.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from xdsl.dialects.builtin import NoneType
from xdsl.dialects.func import FuncOp
from xdsl.ir import Operation, SSAValue
from xdsl.rewriter import InsertPoint, Rewriter
from xdsl.traits import IsTerminator, Pure

from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.control import WhileOp
from qir.dialects.tfl.options import option
from qir.passes.recurrence.cells import Cell, cells_of
from qir.passes.recurrence.layers import (
    Layer,
    Projection,
    Writer,
    erase_dead,
    layer_of,
    put_step,
)
from qir.passes.recurrence.scope import (
    Index,
    Scope,
    activation_of,
    index,
    indices,
    is_zero,
    op_of,
    part_of,
    rows_of,
    sizes_of,
    unshaped,
)
from qir.passes.recurrence.sums import Step, sum_of

FIRST, ALL = Index(0), Index(-1)
NOW, NEXT = Index(0, moves=True), Index(1, moves=True)
"""How many runs were before this one; and before the next."""

COMPARISONS = {
    "tfl.less": (0, 1, 0),
    "tfl.less_equal": (0, 1, 1),
    "tfl.greater": (1, 0, 0),
    "tfl.greater_equal": (1, 0, 1),
}
"""The operand that is to be less, the other, and how many more runs there are if they may be
equal."""


@dataclass(frozen=True)
class _Loop:
    op: WhileOp
    arguments: Sequence[SSAValue]
    returned: Sequence[SSAValue]
    scope: Scope
    runs: int


@dataclass(frozen=True)
class _Found:
    """A layer in a loop."""

    layer: Layer
    input: Step
    state: int
    """Which of the values that the loop carries is its hidden state."""


def fuse_loop(op: WhileOp, writer: Writer) -> bool:
    """Put an LSTM in the place of a loop that is one; False where it is none."""
    loop = _loop_of(op)
    found = None if loop is None else _find(loop)
    if loop is None or found is None:
        return False
    places = _places(loop, found)
    if places is None:
        return False
    _replace(loop, found, places, writer)
    return True


def _loop_of(op: WhileOp) -> _Loop | None:
    """What is carried, and how often the body runs; None where that is not known."""
    body, condition = op.callee("body"), op.callee("cond")
    end = body.body.block.last_op
    if end is None or not (_is_pure(body) and _is_pure(condition)):
        return None
    if any(isinstance(operand.type, NoneType) for operand in op.operands):
        return None
    arguments: list[SSAValue] = [*body.body.block.args]
    returned = tuple(end.operands)
    rows = list(zip(op.operands, arguments, returned, strict=True))
    outside = {argument: init for init, argument, last in rows if last is argument}
    counters = {
        argument: first.offset
        for init, argument, _ in rows
        if argument not in outside and (first := index(init, Scope())) is not None
    }
    scope = Scope(outside, _growing(rows, Scope(outside, counters)))
    own = dict(zip(arguments, condition.body.block.args, strict=True))
    outer: dict[SSAValue, SSAValue] = {own[argument]: value for argument, value in outside.items()}
    counted: dict[SSAValue, int] = {own[each]: first for each, first in scope.counters.items()}
    asked = condition.body.block.last_op
    runs = None if asked is None else _runs(asked.operands[0], Scope(outer, counted))
    return None if runs is None or runs < 1 else _Loop(op, arguments, returned, scope, runs)


def _growing(
    rows: Sequence[tuple[SSAValue, SSAValue, SSAValue]], scope: Scope
) -> dict[SSAValue, int]:
    """Those of the counters that are one more after each run, if the others are."""
    counters = dict(scope.counters)
    for _, argument, last in rows:
        if argument not in counters:
            continue
        if index(last, scope) != Index(counters[argument] + 1, moves=True):
            del counters[argument]
    if len(counters) == len(scope.counters):
        return counters
    return _growing(rows, Scope(scope.outside, counters))


def _is_pure(function: FuncOp) -> bool:
    ops = list(function.walk())[1:]
    return all(op.has_trait(Pure) or op.has_trait(IsTerminator) for op in ops)


def _runs(condition: SSAValue, scope: Scope) -> int | None:
    """How often a condition holds before it does not."""
    op = op_of(scope.resolved(condition))
    if op is None:
        return None
    if op.name == "tfl.logical_and":
        both = [_runs(operand, scope) for operand in op.operands]
        known = [runs for runs in both if runs is not None]
        return min(known) if len(known) == len(both) else None
    if op.name not in COMPARISONS:
        return None
    lesser, greater, more = COMPARISONS[op.name]
    counter, bound = index(op.operands[lesser], scope), index(op.operands[greater], scope)
    if counter is None or bound is None or not counter.moves or bound.moves:
        return None
    return bound.offset - counter.offset + more


# --- the layer ----------------------------------------------------------------------------------


def _find(loop: _Loop) -> _Found | None:
    for state, value in enumerate(loop.returned):
        for cell, projection in _cells(value, loop.scope):
            if found := _found(loop, state, cell, projection):
                return found
    return None


def _cells(value: SSAValue, scope: Scope) -> Iterator[tuple[Cell, Projection | None]]:
    """Each way to see a value as the output of a cell, projected or not."""
    for cell in cells_of(value, scope):
        yield cell, None
    total = sum_of(value, scope)
    if total is None or len(total.products) != 1 or total.scaled:
        return
    ((source, weights),) = total.products.items()
    if isinstance(source, SSAValue):
        projection = Projection(weights, total.bias(len(weights)))
        for cell in cells_of(source, scope):
            yield cell, projection


def _found(loop: _Loop, state: int, cell: Cell, projection: Projection | None) -> _Found | None:
    memories = [
        number
        for number, argument in enumerate(loop.arguments)
        if argument is cell.earlier and loop.returned[number] is cell.memory
    ]
    inits = tuple(loop.op.operands)
    if not memories or not all(is_zero(inits[number]) for number in (state, *memories)):
        return None
    sources = {source for total in cell.gates.values() for source in total.products}
    inputs = [source for source in sources if isinstance(source, Step)]
    if len(inputs) != 1 or not _is_input(inputs[0], loop):
        return None
    layer = layer_of(cell, inputs[0], loop.arguments[state], projection)
    return None if layer is None else _Found(layer, inputs[0], state)


def _is_input(step: Step, loop: _Loop) -> bool:
    """From the first step to the last of a sequence from outside."""
    sizes = sizes_of(step.sequence) or ()
    is_whole = len(sizes) == 3 and sizes[step.axis] == loop.runs and step.time == NOW
    owner = step.sequence.owner
    return is_whole and (owner.parent if isinstance(owner, Operation) else owner) is loop.op.parent


# --- its results --------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Places:
    """Results of a loop that are used: those that are its operands, sequences, and last steps."""

    kept: Sequence[int]
    sequences: Sequence[int]
    last: Sequence[int]


def _places(loop: _Loop, found: _Found) -> _Places | None:
    """None where a result is used that is none of these, such as the cell's memory."""
    kept: list[int] = []
    sequences: list[int] = []
    last: list[int] = []
    for number, result in enumerate(loop.op.results):
        if result.first_use is None:
            continue
        if loop.arguments[number] in loop.scope.outside:
            kept.append(number)
        elif _is_sequence(loop, found, number):
            sequences.append(number)
        elif _is_step(loop, found, loop.returned[number]):
            last.append(number)
        else:
            return None
    # Of two results that are one sequence, one would lose its name.
    return _Places(kept, sequences, last) if len(sequences) < 2 else None


def _is_step(loop: _Loop, found: _Found, value: SSAValue) -> bool:
    state = loop.returned[found.state]
    return unshaped(value) is unshaped(state) and rows_of(value) == rows_of(state)


def _is_sequence(loop: _Loop, found: _Found, number: int) -> bool:
    """A tensor into which each run writes its step, along the axis that the input has for time."""
    op, axis = op_of(loop.returned[number]), found.input.axis
    step, sizes = rows_of(loop.returned[found.state]) or (), sizes_of(loop.arguments[number])
    if op is None or sizes != (*step[:axis], loop.runs, *step[axis:]):
        return False
    read = _WRITES.get(op.name)
    written = read(op, loop.arguments[number], axis, loop.scope) if read is not None else None
    return (
        written is not None
        and sizes_of(written) == (*step[:axis], 1, *step[axis:])
        and _is_step(loop, found, written)
    )


def _updated(op: TflOp, whole: SSAValue, axis: int, scope: Scope) -> SSAValue | None:
    """`dynamic_update_slice(whole, step, [time, 0, 0])`"""
    is_now = indices(op.operands[2], scope) == _along(axis, NOW, FIRST)
    return op.operands[1] if op.operands[0] is whole and is_now else None


def _joined(op: TflOp, whole: SSAValue, axis: int, scope: Scope) -> SSAValue | None:
    """`concatenation(whole up to the time, step, whole after it)`"""
    if len(op.operands) != 3 or option(op, "axis") % 3 != axis or activation_of(op) != "NONE":
        return None
    before, written, after = op.operands
    is_split = _slice(before, whole, scope) == (
        _along(axis, FIRST, FIRST),
        _along(axis, NOW, ALL),
    ) and _slice(after, whole, scope) == (
        _along(axis, NEXT, FIRST),
        _along(axis, ALL, ALL),
    )
    return written if is_split else None


def _along(axis: int, own: Index, others: Index) -> tuple[Index, ...]:
    return tuple(own if each == axis else others for each in range(3))


def _slice(
    value: SSAValue, whole: SSAValue, scope: Scope
) -> tuple[tuple[Index, ...], tuple[Index, ...]] | None:
    """Where a slice of a tensor begins, and its sizes, of which those of whole axes are `ALL`."""
    op = op_of(value)
    if op is None or op.name != "tfl.slice" or op.operands[0] is not whole:
        return None
    begins, counts = (indices(operand, scope) for operand in tuple(op.operands)[1:])
    if begins is None or counts is None:
        return None
    rows = zip(begins, counts, sizes_of(whole) or (), strict=True)
    is_all = [(begin, count) == (FIRST, Index(size)) for begin, count, size in rows]
    return begins, tuple(ALL if all else count for all, count in zip(is_all, counts, strict=True))


_WRITES = {"tfl.concatenation": _joined, "tfl.dynamic_update_slice": _updated}


# --- the op in its place ------------------------------------------------------------------------


def _replace(loop: _Loop, found: _Found, places: _Places, writer: Writer) -> None:
    op, step = loop.op, found.input
    named = op.results[places.sequences[0] if places.sequences else found.state]
    output = writer.layer(found.layer, step.sequence, step.axis, InsertPoint.before(op), named)
    operands = tuple(op.operands)
    for number in places.kept:
        op.results[number].replace_all_uses_with(operands[number])
    for number in places.sequences:
        op.results[number].replace_all_uses_with(output)
    last = [value for number in places.last for value in _last_steps(op.results[number])]
    for value in last:
        if value.first_use is not None:
            put_step(output, step.axis, loop.runs - 1, value)
            erase_dead([value])
    Rewriter.erase_op(op)
    erase_dead(operands)


def _last_steps(result: SSAValue) -> Iterator[SSAValue]:
    """The last step as users take it out of a sequence of one step, then that sequence."""
    for use in tuple(result.uses):
        for value in use.operation.results:
            part = part_of(value, Scope())
            if part is not None and part.whole is result and part.size == 1:
                yield value
    yield result
