"""Recurrent cells and layers, of floats or with int8 weights."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from hypothesis import strategies as st
from xdsl.dialects.builtin import IntegerType, i32
from xdsl.ir import Attribute

from qir.dialects.quant import UniformType
from qir.dialects.types import ELEMENT_TYPES

from .case import OpCase, Operand, Option
from .draws import Draws, strategy

F32 = ELEMENT_TYPES["FLOAT32"]
FUSED = ("TANH", "RELU", "RELU6", "NONE")
FUSED_IN_LSTM = FUSED[:3]
GATES = ("input", "forget", "cell", "output")
LINKS = ("none", "cross", "parallel")
"""No auxiliary input, one for both directions, or one that the backward direction has instead."""
Operands = tuple[Operand | None, ...]


def cases() -> dict[str, st.SearchStrategy[OpCase]]:
    return {
        "tfl.lstm": strategy(_lstm),
        "tfl.basic_lstm": strategy(_basic_lstm),
        "tfl.unidirectional_sequence_lstm": strategy(_unidirectional_sequence_lstm),
        "tfl.bidirectional_sequence_lstm": strategy(_bidirectional_sequence_lstm),
        "tfl.rnn": strategy(_rnn),
        "tfl.unidirectional_sequence_rnn": strategy(_unidirectional_sequence_rnn),
        "tfl.bidirectional_sequence_rnn": strategy(_bidirectional_sequence_rnn),
        "tfl.svdf": strategy(_svdf),
    }


@dataclass(frozen=True)
class Cell:
    """What the weights of one direction are like."""

    depth: int
    cell: int
    out: int
    is_hybrid: bool
    has_input_gate: bool
    has_peepholes: bool
    has_projection: bool
    has_layer_norm: bool = False

    @classmethod
    def drawn(cls, d: Draws, depth: int, *, is_hybrid: bool, has_layer_norm: bool = False) -> Cell:
        cell, has_projection = d.size(), d.flag()
        # The kernels' workspace is too small for a projection to more than `cell`.
        out = d.integer(1, cell) if has_projection else cell
        return cls(depth, cell, out, is_hybrid, d.flag(), d.flag(), has_projection, has_layer_norm)

    @property
    def present(self) -> list[bool]:
        """Of the four gates, which there are."""
        return [gate != "input" or self.has_input_gate for gate in GATES]

    def gates(self, d: Draws) -> Operands:
        """Weights and biases, as operands 1 to 17 of an LSTM."""
        peepholes = [self.has_peepholes and self.has_input_gate, *[self.has_peepholes] * 2]
        return (
            *self._each(d, (self.cell, self.depth), self.present),
            *self._each(d, (self.cell, self.out), self.present),
            *self._each(d, (self.cell,), peepholes),
            *(_floats(d, (self.cell,)) if there else None for there in self.present),
            *self._each(d, (self.out, self.cell), [self.has_projection]),
            _floats(d, (self.out,)) if self.has_projection and d.flag() else None,
        )

    def states(self, batch: int) -> Operands:
        return _state(batch, self.out), _state(batch, self.cell)

    def layer_norm(self, d: Draws) -> Operands:
        if not self.has_layer_norm:
            return ()
        return tuple(_floats(d, (self.cell,)) if there else None for there in self.present)

    def auxiliary(self, d: Draws, depth: int) -> Operands:
        """Weights of the auxiliary input."""
        return self._each(d, (self.cell, depth), self.present)

    def _each(self, d: Draws, shape: Sequence[int], present: Sequence[bool]) -> Operands:
        return tuple(_weights(d, shape, self.is_hybrid) if there else None for there in present)


def _weights(d: Draws, shape: Sequence[int], is_hybrid: bool) -> Operand:
    element: Attribute = d.quantized("INT8", -1, 1, symmetric=True) if is_hybrid else F32
    return d.tensor(shape, element, -1, 1, is_constant=True)


def _floats(d: Draws, shape: Sequence[int]) -> Operand:
    return d.tensor(shape, F32, -1, 1, is_constant=True)


def _state(*shape: int) -> Operand:
    return Operand(np.zeros(shape, np.float32), is_variable=True)


def _integer_lstm(d: Draws, builtin: str, sequence: Steps | None = None) -> OpCase:
    """Of int8 activations, with a memory of int16 at a power of two (rules R7 to R10)."""
    batch, depth = (sequence.batch, sequence.depth) if sequence else d.sizes(2)
    has_input_gate, has_peepholes, has_projection = d.flag(), d.flag(), d.flag()
    cell, has_norm = d.integer(1, 20), d.flag()
    out = d.integer(1, cell) if has_projection else cell
    given, made = d.quantized("INT8"), d.quantized("INT8", -1, 1)
    memory = UniformType.get(IntegerType(16), [2.0 ** -d.integer(9, 15)], [0])
    hidden = d.quantized("INT8", -1, 1) if has_projection else made
    present = [gate != "input" or has_input_gate for gate in GATES]
    peephole = d.quantized("INT16", -1, 1)
    weights = [_weights(d, (cell, depth), True) if there else None for there in present]
    scale = given.scales.array()[0]
    biases = [_bias(d, cell, scale, each) if each else None for each in weights]
    projection = _weights(d, (out, cell), True) if has_projection else None
    shape = sequence.input.array.shape if sequence else (batch, depth)
    operands = (
        d.tensor(shape, given),
        *weights,
        *(_weights(d, (cell, out), True) if there else None for there in present),
        *(
            d.tensor((cell,), peephole, -1, 1, is_constant=True)
            if has_peepholes and there
            else None
            for there in (has_input_gate, True, True)
        ),
        *biases,
        projection,
        _bias(d, out, hidden.scales.array()[0], projection) if projection and d.flag() else None,
        Operand(np.zeros((batch, out), np.int8), made, is_variable=True),
        Operand(np.zeros((batch, cell), np.int16), memory, is_variable=True),
        *(
            d.tensor((cell,), peephole, -1, 1, is_constant=True) if there else None
            for there in (present if has_norm else ())
        ),
    )
    options = _lstm_options(d) | {"fused_activation_function": "TANH"}
    options |= sequence.options if sequence else {}
    inside = d.quantized("INT16", -4, 4) if has_norm else F32
    intermediates = (*[inside] * 4, hidden)
    return OpCase(builtin, operands, (made,), options, intermediates=intermediates)


def _bias(d: Draws, count: int, scale: float, weights: Operand) -> Operand:
    assert weights.quantized is not None
    product = np.float32(scale * weights.quantized.scales.array()[0])
    return d.tensor((count,), UniformType.get(i32, [product], [0]), -1, 1, is_constant=True)


def _lstm_options(d: Draws) -> dict[str, Option]:
    """Without an activation the kernels read memory that they never wrote (rule R6)."""
    return {
        "fused_activation_function": d.one_of(FUSED_IN_LSTM),
        "cell_clip": d.one_of((0.0, 0.5, 10.0)),
        "proj_clip": d.one_of((0.0, 0.5)),
        "asymmetric_quantize_inputs": d.flag(),
    }


def _lstm(d: Draws) -> OpCase:
    if d.one_of((False, False, True)):
        return _integer_lstm(d, "LSTM")
    batch, depth = d.sizes(2)
    cell = Cell.drawn(d, depth, is_hybrid=d.flag(), has_layer_norm=d.flag())
    input = d.tensor((batch, depth), F32)
    operands = (input, *cell.gates(d), *cell.states(batch), *cell.layer_norm(d))
    return OpCase("LSTM", operands, (F32,), _lstm_options(d))


def _basic_lstm(d: Draws) -> OpCase:
    batch, depth, cell = d.sizes(3)
    operands = (
        d.tensor((batch, depth), F32),
        d.tensor((batch, cell), F32, -1, 1),
        d.tensor((4 * cell, depth + cell), F32, -1, 1, is_constant=d.flag()),
        d.tensor((4 * cell,), F32, -1, 1, is_constant=d.flag()),
        d.tensor((batch, cell), F32, -1, 1),
    )
    options: dict[str, Option] = {
        "kernel_type": "BASIC",
        "fused_activation_function": "TANH",
    }
    return OpCase("LSTM", operands, (F32,) * 4, options)


@dataclass(frozen=True)
class Steps:
    """An input of several steps."""

    batch: int
    depth: int
    is_time_major: bool
    input: Operand

    @property
    def options(self) -> dict[str, Option]:
        return {"time_major": self.is_time_major}

    def beside(self, d: Draws, depth: int) -> Operand:
        """Another input of as many steps."""
        return d.tensor((*self.input.array.shape[:2], depth), F32)


def _sequence(d: Draws) -> Steps:
    time, batch, depth = d.sizes(3)
    is_time_major = d.flag()
    shape = (time, batch, depth) if is_time_major else (batch, time, depth)
    return Steps(batch, depth, is_time_major, d.tensor(shape, F32))


def _unidirectional_sequence_lstm(d: Draws) -> OpCase:
    sequence = _sequence(d)
    if d.one_of((False, False, True)):
        return _integer_lstm(d, "UNIDIRECTIONAL_SEQUENCE_LSTM", sequence)
    cell = Cell.drawn(d, sequence.depth, is_hybrid=d.flag(), has_layer_norm=d.flag())
    states = cell.states(sequence.batch)
    operands = (sequence.input, *cell.gates(d), *states, *cell.layer_norm(d))
    options = {**_lstm_options(d), **sequence.options}
    return OpCase("UNIDIRECTIONAL_SEQUENCE_LSTM", operands, (F32,), options)


def _bidirectional_sequence_lstm(d: Draws) -> OpCase:
    """Two cells of one size, as the kernel asks, but each may have gates of its own."""
    sequence, is_hybrid, link = _sequence(d), d.flag(), d.one_of(LINKS)
    forward = Cell.drawn(d, sequence.depth, is_hybrid=is_hybrid)
    ways = forward, replace(forward, has_input_gate=d.flag(), has_peepholes=d.flag())
    gates = [operand for way in ways for operand in way.gates(d)]
    states = [operand for way in ways for operand in way.states(sequence.batch)]
    width = d.size() if link == "cross" else sequence.depth
    aux = None if link == "none" else sequence.beside(d, width)
    links: list[Operand | None] = [None] * 8
    if link == "cross":
        links = [operand for way in ways for operand in way.auxiliary(d, width)]
    # Outputs of several batches are merged in the wrong memory where a batch comes first.
    is_right = sequence.is_time_major or sequence.batch == 1
    options = {**_lstm_options(d), **sequence.options, "merge_outputs": is_right and d.flag()}
    operands = (sequence.input, *gates, *states, aux, *links)
    results = (F32,) * (1 if options["merge_outputs"] else 2)
    return OpCase("BIDIRECTIONAL_SEQUENCE_LSTM", operands, results, options)


def _rnn_options(d: Draws) -> dict[str, Option]:
    return {
        "fused_activation_function": d.one_of(FUSED),
        "asymmetric_quantize_inputs": d.flag(),
    }


def _rnn_cell(d: Draws, batch: int, depth: int, is_hybrid: bool) -> tuple[Operand, ...]:
    """Weights, bias and state."""
    cell = d.size()
    return (
        _weights(d, (cell, depth), is_hybrid),
        _weights(d, (cell, cell), is_hybrid),
        _floats(d, (cell,)),
        _state(batch, cell),
    )


def _rnn(d: Draws) -> OpCase:
    batch, depth = d.sizes(2)
    input = d.tensor((batch, depth), F32)
    operands = (input, *_rnn_cell(d, batch, depth, d.flag()))
    return OpCase("RNN", operands, (F32,), _rnn_options(d))


def _unidirectional_sequence_rnn(d: Draws) -> OpCase:
    sequence = _sequence(d)
    operands = (sequence.input, *_rnn_cell(d, sequence.batch, sequence.depth, d.flag()))
    options = {**_rnn_options(d), **sequence.options}
    return OpCase("UNIDIRECTIONAL_SEQUENCE_RNN", operands, (F32,), options)


def _bidirectional_sequence_rnn(d: Draws) -> OpCase:
    """The kernel asks for an auxiliary input as wide as the input.

    With int8 weights it is right, and does not crash, only where a batch comes first.
    """
    sequence, link = _sequence(d), d.one_of(LINKS)
    is_hybrid = d.flag() and not sequence.is_time_major
    depth = sequence.depth
    ways = [_rnn_cell(d, sequence.batch, depth, is_hybrid) for _ in range(2)]
    aux = None if link == "none" else sequence.beside(d, depth)
    links: list[Operand | None] = [None, None]
    if link == "cross":
        links = [_weights(d, way[0].array.shape, is_hybrid) for way in ways]
    options = {**_rnn_options(d), **sequence.options, "merge_outputs": d.flag()}
    operands = (sequence.input, *ways[0], *ways[1], aux, *links)
    results = (F32,) * (1 if options["merge_outputs"] else 2)
    return OpCase("BIDIRECTIONAL_SEQUENCE_RNN", operands, results, options)


def _svdf(d: Draws) -> OpCase:
    batch, depth, memory, units = d.sizes(4)
    rank = d.integer(1, 3)
    filters = units * rank
    shapes = (filters, depth), (filters, memory)
    if d.one_of((False, False, True)):
        input, result = d.element(("QINT8",)), d.element(("QINT8",))
        time, state = d.quantized("INT16", -1, 1), d.quantized("INT16", -16, 16)
        scale = time.scales.array() * state.scales.array()
        bias = UniformType.get(i32, scale.astype(np.float32), [0])
        weights = _weights(d, shapes[0], True), d.tensor(shapes[1], time, -1, 1, is_constant=True)
        zeros = np.zeros((batch, memory * filters), np.int16)
        memories = Operand(zeros, state, is_variable=True)
        options: dict[str, Option] = {"fused_activation_function": "RELU"}
    else:
        is_hybrid = d.flag()
        input = result = bias = F32
        weights = tuple(_weights(d, shape, is_hybrid) for shape in shapes)
        memories = _state(batch, memory * filters)
        options = _rnn_options(d)
    biases = d.tensor((units,), bias, -1, 1, is_constant=True) if d.flag() else None
    operands = (d.tensor((batch, depth), input), *weights, biases, memories)
    return OpCase("SVDF", operands, (result,), {**options, "rank": rank})
