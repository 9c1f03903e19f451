"""LSTMs that are written out step by step.

Steps follow each other by their memory: the first has none before it, or one of zero. Each reads
its part of a sequence, or any tensor: then the parts are packed to a sequence.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from xdsl.dialects.builtin import TensorType, f32
from xdsl.ir import Block, Operation, SSAValue
from xdsl.rewriter import InsertPoint, Rewriter

from qir.attributes import int_attr
from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.combination import PackOp
from qir.dialects.tfl.options import option
from qir.passes.recurrence.cells import Cell, cells_of
from qir.passes.recurrence.layers import (
    Layer,
    Projection,
    Writer,
    erase_dead,
    is_first_of,
    is_same_layer,
    is_same_projection,
    layer_of,
    put_steps,
)
from qir.passes.recurrence.scope import (
    Index,
    Scope,
    activation_of,
    rows_of,
    sizes_of,
    unshaped,
)
from qir.passes.recurrence.sums import Source, Step, sum_of

ONCE = Scope()


@dataclass(frozen=True)
class _Chain:
    """The steps of a layer in the order of time."""

    cells: Sequence[Cell]
    layer: Layer
    inputs: Sequence[Source]
    outputs: Sequence[SSAValue]


def fuse_unrolled(block: Block, writer: Writer) -> None:
    """Put an LSTM in the place of each chain of steps that is one."""
    while any(_fuse(chain, writer) for chain in _chains(block)):
        pass  # Steps of a second layer may read what was put in the place of the first.


def _chains(block: Block) -> Iterator[_Chain]:
    cells = [
        cell for op in block.ops if op.name == "tfl.mul" for cell in cells_of(op.results[0], ONCE)
    ]
    following = {cell.earlier: cell for cell in cells if cell.earlier is not None}
    for cell in cells:
        if cell.earlier is not None:
            continue
        steps = [cell]
        while (after := following.get(steps[-1].memory)) is not None:
            steps.append(after)
        if len(steps) > 1 and (chain := _chain_of(steps)) is not None:
            yield chain


def _chain_of(cells: Sequence[Cell]) -> _Chain | None:
    """The layer that cells make up; None where they differ, or read something else."""
    inputs: list[Source] = list(cells[0].gates["output"].products)
    outputs: list[SSAValue] = []
    layers: list[Layer] = []
    for before, cell in pairwise(cells):
        sources = list(cell.gates["output"].products)
        states = [(source, found) for source in sources if (found := _state(source, before))]
        if len(sources) != 2 or len(states) != 1:
            return None
        source, (state, projection) = states[0]
        inputs += [each for each in sources if each is not source]
        outputs.append(state)
        layer = layer_of(cell, inputs[-1], state, projection)
        if layer is None or (layers and not is_same_layer(layer, layers[0])):
            return None
        layers.append(layer)
    layer = layers[0]
    last = _output(cells[-1], layer.projection)
    if last is None or len(inputs) != len(cells) or not is_first_of(layer, cells[0], inputs[0]):
        return None
    return _Chain(cells, layer, inputs, [*outputs, last])


def _state(source: Source, cell: Cell) -> tuple[SSAValue, Projection | None] | None:
    """A source as the output of a cell, and how it is projected."""
    if isinstance(source, Step):
        return None
    if source is cell.hidden:
        return source, None
    projection = _projection(source, cell)
    return None if projection is None else (source, projection)


def _projection(value: SSAValue, cell: Cell) -> Projection | None:
    total = sum_of(value, ONCE)
    if total is None or list(total.products) != [cell.hidden] or total.scaled:
        return None
    weights = total.products[cell.hidden]
    return Projection(weights, total.bias(len(weights)))


def _output(cell: Cell, projection: Projection | None) -> SSAValue | None:
    """The output of the last cell, which no other reads."""
    if projection is None:
        return cell.hidden
    reached = [cell.hidden]
    for value in reached:
        if is_same_projection(_projection(value, cell), projection):
            return value
        reached += [result for use in value.uses for result in use.operation.results]
        if len(reached) > MAX_REACHED:
            return None
    return None


MAX_REACHED = 16
"""How many tensors are looked at to find a projection: a product, and the sum with its bias."""


# --- the op in their place ----------------------------------------------------------------------


def _fuse(chain: _Chain, writer: Writer) -> bool:
    """False where something would be left to compute step by step."""
    sequence = _sequence(chain)
    inputs = _parts(chain) if sequence is None else [sequence[0]]
    if inputs is None:
        return False
    inner = _inner(chain.outputs[-1], inputs)
    users = [_users(output, inner) for output in chain.outputs]
    begin = _latest(inputs)
    is_before = all(begin is None or begin.is_before_in_block(op) for ops in users for op in ops)
    if not is_before or not _is_replaceable(chain, inner):
        return False
    at = InsertPoint.at_start(_block(chain)) if begin is None else InsertPoint.after(begin)
    whole, axis = sequence or (_packed(inputs, at), 0)
    if isinstance(whole.owner, Operation):
        at = InsertPoint.after(whole.owner)
    _replace(chain, whole, axis, users, at, writer)
    return True


def _block(chain: _Chain) -> Block:
    op = chain.cells[0].hidden.owner
    assert isinstance(op, Operation)
    assert op.parent is not None
    return op.parent


def _replace(
    chain: _Chain,
    whole: SSAValue,
    axis: int,
    users: Sequence[Sequence[Operation]],
    at: InsertPoint,
    writer: Writer,
) -> None:
    joined = _joined(chain, axis, users)
    named = chain.outputs[-1] if joined is None else joined.results[0]
    output = writer.layer(chain.layer, whole, axis, at, named)
    if joined is not None:
        joined.results[0].replace_all_uses_with(output)
        erase_dead(joined.results)
    used = {
        time: value
        for time, (value, ops) in enumerate(zip(chain.outputs, users, strict=True))
        if any(op is not joined and op.parent is not None for op in ops)
    }
    put_steps(output, axis, used)
    erase_dead(chain.outputs)


def _sequence(chain: _Chain) -> tuple[SSAValue, int] | None:
    """The sequence whose steps are the inputs in their order, and its axis of time."""
    first = chain.inputs[0]
    if not isinstance(first, Step):
        return None
    sequence, axis = first.sequence, first.axis
    steps = [Step(sequence, axis, Index(time), None) for time in range(len(chain.inputs))]
    is_whole = (sizes_of(sequence) or ())[axis] == len(steps)
    return (sequence, axis) if is_whole and steps == list(chain.inputs) else None


def _parts(chain: _Chain) -> list[SSAValue] | None:
    """The inputs as tensors [batch, in]; None where one is none."""
    values = [each.value if isinstance(each, Step) else each for each in chain.inputs]
    parts = [value for value in values if value is not None]
    shapes = {sizes_of(value) for value in parts}
    if len(parts) != len(values) or len(shapes) != 1:
        return None
    shape, rows = shapes.pop(), rows_of(chain.cells[0].memory)
    is_plain = shape is not None and len(shape) == 2 and rows is not None and shape[0] == rows[0]
    return parts if is_plain else None


def _packed(parts: Sequence[SSAValue], at: InsertPoint) -> SSAValue:
    op = PackOp.create(
        operands=parts,
        result_types=[TensorType(f32, (len(parts), *(sizes_of(parts[0]) or ())))],
        properties={"values_count": int_attr(len(parts)), "axis": int_attr(0)},
    )
    Rewriter.insert_op(op, at)
    return op.results[0]


def _latest(values: Sequence[SSAValue]) -> Operation | None:
    """The last of the ops of values in their block; None where they are its arguments."""
    last: Operation | None = None
    for value in values:
        op = value.owner
        if isinstance(op, Operation) and (last is None or last.is_before_in_block(op)):
            last = op
    return last


def _inner(output: SSAValue, inputs: Sequence[SSAValue]) -> set[Operation]:
    """The ops between the inputs and the last output."""
    found: set[Operation] = set()
    pending = [output]
    while pending:
        value = pending.pop()
        op = value.owner
        if value not in inputs and isinstance(op, Operation) and op not in found:
            found.add(op)
            pending += op.operands
    return found


def _users(value: SSAValue, inner: set[Operation]) -> list[Operation]:
    return [use.operation for use in value.uses if use.operation not in inner]


def _is_replaceable(chain: _Chain, inner: set[Operation]) -> bool:
    """Whether nothing but the outputs of the cells is used by others: their memory must not be."""
    outputs = set(chain.outputs)
    pending = [
        op
        for op in inner
        if any(_users(result, inner) for result in op.results if result not in outputs)
    ]
    used: set[Operation] = set()
    while pending:
        op = pending.pop()
        if op in inner and op not in used:
            used.add(op)
            pending += [value.owner for value in op.operands if isinstance(value.owner, Operation)]
    return not any(cell.memory.owner in used for cell in chain.cells)


def _joined(chain: _Chain, axis: int, users: Sequence[Sequence[Operation]]) -> Operation | None:
    """The op that makes a sequence of all outputs, along the same axis as that of the inputs."""
    return next((op for op in _joining(users[0]) if _joins(op, chain.outputs, axis)), None)


def _joining(users: Sequence[Operation]) -> Iterator[TflOp]:
    """The users of a value, and those of its reshaped forms."""
    for op in users:
        if isinstance(op, TflOp):
            yield op
            if len(op.results) == 1 and unshaped(op.results[0]) is not op.results[0]:
                yield from _joining([use.operation for use in op.results[0].uses])


def _joins(op: TflOp, outputs: Sequence[SSAValue], axis: int) -> bool:
    shape = sizes_of(op.results[0]) or ()
    batch, size = rows_of(outputs[0]) or (0, 0)
    expected = (len(outputs), batch, size) if axis == 0 else (batch, len(outputs), size)
    if op.name not in {"tfl.pack", "tfl.concatenation"} or shape != expected:
        return False
    values = [unshaped(operand) for operand in op.operands]
    is_plain = activation_of(op) == "NONE" and option(op, "axis") % 3 == axis
    return is_plain and values == [unshaped(output) for output in outputs]
