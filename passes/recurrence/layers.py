"""A layer of LSTM cells, and the op that takes its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from xdsl.dialects.builtin import Float32Type, FloatAttr, StringAttr, TensorType, f32, i32
from xdsl.ir import Operation, SSAValue
from xdsl.rewriter import InsertPoint, Rewriter
from xdsl.transforms.dead_code_elimination import is_trivially_dead

from qir.attributes import FALSE, TRUE, int_attr, string
from qir.dialects.qir import StateOp
from qir.dialects.tfl.combination import UnpackOp
from qir.dialects.tfl.constants import ConstOp
from qir.dialects.tfl.recurrent import GATES, UnidirectionalSequenceLSTMOp
from qir.dialects.tfl.reshaping import ReshapeOp
from qir.dialects.tfl.slicing import StridedSliceOp
from qir.interp.constants import constant_op
from qir.notes import name_of, note, notes_of
from qir.passes.recurrence.cells import Cell
from qir.passes.recurrence.scope import rows_of, sizes_of
from qir.passes.recurrence.sums import Array, Source
from qir.weights import Blob, WeightAttr

PEEPHOLES = ("input", "forget", "output")
"""The gates that can look at the memory."""


@dataclass(frozen=True)
class Gate:
    of_input: Array
    """[cell, in]"""
    of_state: Array
    """[cell, out]"""
    bias: Array | None
    peephole: Array | None


@dataclass(frozen=True)
class Projection:
    weights: Array
    """[out, cell]"""
    bias: Array | None


@dataclass(frozen=True)
class Layer:
    gates: Mapping[str, Gate]
    activation: str
    projection: Projection | None


def layer_of(
    cell: Cell, input: Source, state: SSAValue, projection: Projection | None
) -> Layer | None:
    """The layer that a step belongs to whose cell reads these; None where it reads others."""
    size = _size(cell)
    memories = {"input": cell.earlier, "forget": cell.earlier, "output": cell.memory}
    gates: dict[str, Gate] = {}
    for name in GATES:
        total, memory = cell.gates.get(name), memories.get(name)
        if total is None or set(total.products) != {input, state}:
            return None
        if total.scaled.keys() - {memory}:
            return None
        peephole = None if memory is None else total.scaled.get(memory)
        gates[name] = Gate(total.products[input], total.products[state], total.bias(size), peephole)
    return Layer(gates, cell.activation, projection) if _fits(gates, size, projection) else None


def _size(cell: Cell) -> int:
    return (rows_of(cell.memory) or (0, 0))[1]


def _fits(gates: Mapping[str, Gate], size: int, projection: Projection | None) -> bool:
    """Whether one op can have these gates: all of one size, with peepholes all or none."""
    output = size if projection is None else len(projection.weights)
    inputs = {gate.of_input.shape for gate in gates.values()}
    peepholes = [gates[name].peephole is not None for name in PEEPHOLES]
    return (
        len(inputs) == 1
        and inputs.pop()[0] == size
        and all(gate.of_state.shape == (size, output) for gate in gates.values())
        and all(gate.bias is None or gate.bias.size == size for gate in gates.values())
        and any(peepholes) == all(peepholes)
    )


def is_first_of(layer: Layer, cell: Cell, input: Source) -> bool:
    """Whether a cell is that of a layer, for states of zero: without products with them."""
    if cell.earlier is not None or cell.activation != layer.activation:
        return False
    for name, total in cell.gates.items():
        gate = layer.gates[name]
        has_peephole = name == "output" and gate.peephole is not None
        if list(total.products) != [input]:
            return False
        if list(total.scaled) != ([cell.memory] if has_peephole else []):
            return False
        pairs = [(total.products[input], gate.of_input), (total.bias(_size(cell)), gate.bias)]
        pairs += [(vector, gate.peephole) for vector in total.scaled.values()]
        if not all(is_same(*pair) for pair in pairs):
            return False
    return True


def is_same_layer(one: Layer, other: Layer) -> bool:
    """Whether two steps have the same weights."""
    pairs = [(one.gates[name], other.gates[name]) for name in GATES]
    return (
        one.activation == other.activation
        and is_same_projection(one.projection, other.projection)
        and all(
            is_same(*arrays)
            for a, b in pairs
            for arrays in (
                (a.of_input, b.of_input),
                (a.of_state, b.of_state),
                (a.bias, b.bias),
                (a.peephole, b.peephole),
            )
        )
    )


def is_same_projection(one: Projection | None, other: Projection | None) -> bool:
    if one is None or other is None:
        return one is other
    return is_same(one.weights, other.weights) and is_same(one.bias, other.bias)


def is_same(one: Array | None, other: Array | None) -> bool:
    if one is None or other is None:
        return one is other
    return _place(one) == _place(other) or np.array_equal(one, other)


def _place(array: Array) -> tuple[object, ...]:
    """Where in memory the elements of a view lie: those of two views, if it is the same place."""
    return array.ctypes.data, array.shape, array.strides


# --- the op -------------------------------------------------------------------------------------


@dataclass
class Writer:
    """Writes layers; weights that several have are stored once."""

    _blobs: dict[tuple[object, ...], tuple[Blob, Array]] = field(
        default_factory=dict[tuple[object, ...], "tuple[Blob, Array]"]
    )
    """With the array whose memory the key tells, which must not be given to another."""

    def layer(
        self, layer: Layer, sequence: SSAValue, axis: int, at: InsertPoint, output: SSAValue
    ) -> SSAValue:
        """Write the op; its result has the notes of `output` where it has its type too."""
        outer, inner, _ = sizes_of(sequence) or (0, 0, 0)
        cell_size, state_size = layer.gates["output"].of_state.shape
        batch = inner if axis == 0 else outer
        absent = constant_op(None, f32, "absent")
        constants = [
            absent
            if array is None
            else self._constant(array, f"{name_of(output) or 'lstm'}/{name}")
            for name, array in _weights(layer, cell_size)
        ]
        states = [StateOp.of(TensorType(f32, (batch, size))) for size in (state_size, cell_size)]
        result_type = TensorType(f32, (outer, inner, state_size))
        op = UnidirectionalSequenceLSTMOp.create(
            operands=[sequence, *(each.results[0] for each in (*constants, *states))],
            result_types=[result_type],
            properties={
                "fused_activation_function": StringAttr(layer.activation),
                "cell_clip": FloatAttr(0.0, f32),
                "proj_clip": FloatAttr(0.0, f32),
                "time_major": TRUE if axis == 0 else FALSE,
                "asymmetric_quantize_inputs": FALSE,
            },
        )
        # Each once, in the order in which the op reads them.
        Rewriter.insert_op([*dict.fromkeys((*constants, *states)), op], at)
        if output.type == result_type:
            note(op.results[0], notes_of(output))
        return op.results[0]

    def _constant(self, array: Array, name: str) -> Operation:
        type = TensorType(f32, array.shape)
        blob, _ = self._blobs.setdefault(_place(array), (Blob.of(name, array), array))
        op = ConstOp.create(result_types=[type], properties={"value": WeightAttr.get(type, blob)})
        note(op.output, {"name": string(name)})
        return op


def _weights(layer: Layer, size: int) -> Iterator[tuple[str, Array | None]]:
    """The constant operands by their names, in order; None where one is absent."""
    gates, projection, zeros = layer.gates, layer.projection, np.zeros(size, np.float32)
    for gate in GATES:
        yield f"input_to_{gate}_weights", gates[gate].of_input
    for gate in GATES:
        yield f"recurrent_to_{gate}_weights", gates[gate].of_state
    for gate in PEEPHOLES:
        yield f"cell_to_{gate}_weights", gates[gate].peephole
    for gate in GATES:
        bias = gates[gate].bias
        name = "cell_bias" if gate == "cell" else f"{gate}_gate_bias"
        yield name, zeros if bias is None else bias
    yield "projection_weights", projection.weights if projection else None
    yield "projection_bias", projection.bias if projection else None


# --- what was in its place ----------------------------------------------------------------------


def put_step(sequence: SSAValue, axis: int, time: int, value: SSAValue) -> None:
    """Put a step of a sequence in the place of a value."""
    _put(_step(sequence, axis, time), value)


def put_steps(sequence: SSAValue, axis: int, values: Mapping[int, SSAValue]) -> None:
    """Put steps of a sequence in the place of values, by their times."""
    steps = _all_steps(sequence, axis) if len(values) > 1 else None
    for time, value in values.items():
        _put(_step(sequence, axis, time) if steps is None else steps[time], value)


def _put(step: SSAValue, value: SSAValue) -> None:
    if step.type != value.type:
        shape = np.asarray(sizes_of(value), np.int32)
        sizes = constant_op(shape, i32, "shape")
        op = ReshapeOp.create(operands=[step, sizes.results[0]], result_types=[value.type])
        _insert_after(step, sizes, op)
        step = op.results[0]
    note(step, notes_of(value))
    value.replace_all_uses_with(step)


def _insert_after(value: SSAValue, *ops: Operation) -> None:
    assert isinstance(value.owner, Operation)
    Rewriter.insert_op(ops, InsertPoint.after(value.owner))


def _step_type(sequence: SSAValue, axis: int) -> TensorType[Float32Type]:
    sizes = list(sizes_of(sequence) or ())
    del sizes[axis]
    return TensorType(f32, sizes)


def _step(sequence: SSAValue, axis: int, time: int) -> SSAValue:
    bounds = np.zeros((3, 3), np.int32)
    bounds[:2, axis] = time, time + 1
    bounds[2] = 1
    constants = [constant_op(row, i32, "bounds") for row in bounds]
    op = StridedSliceOp.create(
        operands=[sequence, *(constant.results[0] for constant in constants)],
        result_types=[_step_type(sequence, axis)],
        properties={
            "begin_mask": int_attr(0b111 & ~(1 << axis)),
            "end_mask": int_attr(0b111 & ~(1 << axis)),
            "ellipsis_mask": int_attr(0),
            "new_axis_mask": int_attr(0),
            "shrink_axis_mask": int_attr(1 << axis),
            "offset": FALSE,
        },
    )
    _insert_after(sequence, *constants, op)
    return op.results[0]


def _all_steps(sequence: SSAValue, axis: int) -> Sequence[SSAValue]:
    count = (sizes_of(sequence) or ())[axis]
    op = UnpackOp.create(
        operands=[sequence],
        result_types=[_step_type(sequence, axis)] * count,
        properties={"num": int_attr(count), "axis": int_attr(axis)},
    )
    _insert_after(sequence, op)
    return op.results


def erase_dead(values: Sequence[SSAValue]) -> None:
    """Erase the ops that compute values nobody uses, and then what only those used."""
    pending = list(values)
    while pending:
        owner = pending.pop().owner
        if isinstance(owner, Operation) and owner.parent is not None and is_trivially_dead(owner):
            pending += owner.operands
            Rewriter.erase_op(owner)
