"""LSTMs, those of floats and hybrid ones here: a part of `qir/dialects/tfl/recurrent.py`.

https://arxiv.org/abs/1402.1128, with peepholes, projection, layer normalization,
https://arxiv.org/abs/1607.06450, and the input gate coupled to the forget gate, as LiteRT has them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from qir.dialects.tfl import recurrent as ops
from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.options import option
from qir.dialects.tfl.tensors import F32
from qir.interp.forms import require
from qir.interp.fused import activated
from qir.interp.hybrid import projected, real_weights
from qir.interp.integer_lstm import integer_cell
from qir.interp.operands import Operands, Weights
from qir.interp.sequences import as_input, both_ways, by_time
from qir.interp.values import Array

NORM_FLOOR = np.float32(1e-8)
"""Added to a variance before it is divided by (rule R4)."""


@dataclass(frozen=True)
class Gate:
    """What the sum in front of a gate is made of."""

    of_input: Weights
    of_state: Weights
    bias: Array
    peephole: Weights | None = None
    norm: Array | None = None
    of_auxiliary: Weights | None = None


@dataclass(frozen=True)
class Cell:
    """The weights and states of one direction of an LSTM."""

    op: TflOp
    gates: Mapping[str, Gate]
    """By name; without "input" where it is coupled to the forget gate."""
    projection: Weights | None
    projection_bias: Array | None
    output: Array
    """State [batch, out]; written to."""
    memory: Array
    """State [batch, cell]; written to."""

    def step(self, input: Array, auxiliary: Array | None = None) -> Array:
        """One step of time, [batch, in] to [batch, out] (rules R1, R2 and R6)."""

        def opened(name: str) -> Array:
            return _sigmoid(self._sum(self.gates[name], input, auxiliary))

        forget = opened("forget")
        admitted = opened("input") if "input" in self.gates else np.float32(1) - forget
        new = activated(self.op, self._sum(self.gates["cell"], input, auxiliary))
        self.memory[...] = _clipped(forget * self.memory + admitted * new, self.op, "cell_clip")
        hidden = opened("output") * activated(self.op, self.memory)
        self.output[...] = self._projected(hidden)
        return self.output.copy()

    def _sum(self, gate: Gate, input: Array, auxiliary: Array | None) -> Array:
        total = self._times(input, gate.of_input) + self._times(self.output, gate.of_state)
        if auxiliary is not None and gate.of_auxiliary is not None:
            total = total + self._times(auxiliary, gate.of_auxiliary)
        if gate.peephole is not None:
            total = total + self.memory * real_weights(*gate.peephole)
        return (total if gate.norm is None else _normalized(total) * gate.norm) + gate.bias

    def _projected(self, hidden: Array) -> Array:
        if self.projection is None:
            return hidden
        found = self._times(hidden, self.projection)
        found = found if self.projection_bias is None else found + self.projection_bias
        return _clipped(found, self.op, "proj_clip")

    def _times(self, rows: Array, weights: Weights) -> Array:
        is_asymmetric = option(self.op, "asymmetric_quantize_inputs")
        return projected(rows, *weights, asymmetric=is_asymmetric)


def _sigmoid(x: Array) -> Array:
    return np.reciprocal(np.float32(1) + np.exp(-x))


def _normalized(rows: Array) -> Array:
    """Each row less its mean, over its standard deviation (rule R4)."""
    differences = rows - rows.mean(-1, keepdims=True)
    variances = np.square(differences).mean(-1, keepdims=True)
    return differences / np.sqrt(variances + NORM_FLOOR)


def _clipped(values: Array, op: TflOp, name: str) -> Array:
    """Within the bound that an option has; 0 is none."""
    bound = np.float32(option(op, name))
    return np.clip(values, -bound, bound) if bound > 0 else values


# --- what the operands say ----------------------------------------------------------------------


def cell_of(operands: Operands, batch: int, way: str = "", *, has_norm: bool = True) -> Cell:
    """The cell of one direction, whose operands' names begin with `way`."""
    projection = operands.weights(f"{way}projection_weights")
    gates = {
        name: _gate(operands, name, way, has_norm=has_norm)
        for name in ops.GATES
        if operands.weights(f"{way}input_to_{name}_weights") is not None
    }
    return Cell(
        operands.op,
        gates,
        projection,
        operands.value(f"{way}projection_bias"),
        operands.needed(f"{way}input_activation_state")[1].reshape(batch, -1),
        operands.needed(f"{way}input_cell_state")[1].reshape(batch, -1),
    )


def _gate(operands: Operands, name: str, way: str, *, has_norm: bool) -> Gate:
    weights = operands.needed(f"{way}input_to_{name}_weights")
    bias = f"{way}cell_bias" if name == "cell" else f"{way}{name}_gate_bias"
    return Gate(
        weights,
        operands.needed(f"{way}recurrent_to_{name}_weights"),
        operands.needed(bias)[1],
        operands.weights(f"{way}cell_to_{name}_weights") if name != "cell" else None,
        operands.value(f"{name}_layer_norm_coefficients") if has_norm else None,
        None if has_norm else operands.weights(f"{way}aux_input_to_{name}_weights"),
    )


# --- ops ----------------------------------------------------------------------------------------


def lstm(op: ops.LSTMOp, input: Array, *values: Array | None) -> Array:
    operands, batch = Operands(op, (input, *values)), len(input)
    if input.dtype.kind == "f":
        return cell_of(operands, batch).step(input)
    return integer_cell(operands, batch, is_by_batch=False).step(input)


def basic_lstm(
    op: ops.BasicLSTMOp, input: Array, output: Array, weights: Array, biases: Array, memory: Array
) -> tuple[Array, Array, Array, Array]:
    """One matrix for all gates: input, cell, forget and output, in this order (rule R3)."""
    require("input", op.operands[0], F32)
    joined = np.concatenate([input, output], -1)
    sums = joined @ weights.T + biases
    admitted, new, forget, opened = np.split(sums, 4, -1)
    memory = _sigmoid(admitted) * np.tanh(new) + _sigmoid(forget) * memory
    return _sigmoid(opened) * np.tanh(memory), memory, joined, sums


def unidirectional_sequence_lstm(
    op: ops.UnidirectionalSequenceLSTMOp, input: Array, *values: Array | None
) -> Array:
    steps = by_time(op, input)
    operands, batch = Operands(op, (input, *values)), steps.shape[1]
    if input.dtype.kind == "f":
        step = cell_of(operands, batch).step
    else:
        step = integer_cell(operands, batch, is_by_batch=not option(op, "time_major")).step
    return as_input(op, map(step, steps))


def bidirectional_sequence_lstm(
    op: ops.BidirectionalSequenceLSTMOp, input: Array, *values: Array | None
) -> Array | tuple[Array, Array]:
    """The auxiliary input has weights in both directions, or is the backward one's (rule R5)."""
    require("input", op.operands[0], F32)
    operands = Operands(op, (input, *values))
    auxiliary, steps = operands.value("aux_input"), by_time(op, input)
    others = None if auxiliary is None else by_time(op, auxiliary)
    is_linked = operands.weights("fw_aux_input_to_output_weights") is not None
    forward, backward = (
        cell_of(operands, steps.shape[1], way, has_norm=False) for way in ("fw_", "bw_")
    )
    if others is None or is_linked:
        pairs = list(zip(steps, [None] * len(steps) if others is None else others, strict=True))
        made = [forward.step(*pair) for pair in pairs]
        back = [backward.step(*pair) for pair in reversed(pairs)]
    else:
        made = [forward.step(step) for step in steps]
        back = [backward.step(step) for step in reversed(others)]
    return both_ways(op, made, back[::-1])


EVALS: Mapping[type[TflOp], Callable[..., Any]] = {
    ops.LSTMOp: lstm,
    ops.BasicLSTMOp: basic_lstm,
    ops.UnidirectionalSequenceLSTMOp: unidirectional_sequence_lstm,
    ops.BidirectionalSequenceLSTMOp: bidirectional_sequence_lstm,
}
