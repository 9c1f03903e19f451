"""LSTMs of int8 activations and int16 memory: a part of `qir/dialects/tfl/recurrent.py`."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from xdsl.ir import SSAValue

from qir.attributes import element_type
from qir.diagnostics import QirError
from qir.dialects.quant import UniformType
from qir.dialects.tfl import recurrent as ops
from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.options import option
from qir.interp.operands import Operands, Weights
from qir.interp.values import Affine, Array, affine
from qir.numerics.fixed_point import (
    Multiplier,
    multiply_by_quantized_multiplier,
    rounding_divide_by_pot,
)
from qir.numerics.int16_functions import ONE, sigmoid, tanh
from qir.numerics.layer_norm import Coefficients, normalized_int16
from qir.numerics.products import exact_product
from qir.numerics.rounding import saturate

GATE_BITS = 3
"""Integer bits of the sum in front of a gate; its scale is 2^-12."""
GATE_SCALE = 2.0 ** (GATE_BITS - 15)
HIDDEN = "effective_hidden_scale_intermediate"
"""What comes before a projection, or is the output."""


@dataclass(frozen=True)
class Term:
    """Weights [cell, n] of rows of n integers, and what brings the products to the gate's scale."""

    weights: Array
    zero_point: int
    by: Multiplier

    def of(self, rows: Array, bias: Array | int = 0) -> Array:
        sums = exact_product(rows.astype(np.int32) - self.zero_point, self.weights.T) + bias
        return multiply_by_quantized_multiplier(sums, self.by)


@dataclass(frozen=True)
class Gate:
    of_input: Term
    of_state: Term
    bias: Array
    peephole: tuple[Array, Multiplier] | None
    norm: Coefficients | None


@dataclass(frozen=True)
class IntegerCell:
    """The weights and states of an LSTM, each step of which is rule R8."""

    op: TflOp
    gates: Mapping[str, Gate]
    """By name; without "input" where it is coupled to the forget gate."""
    hidden: Affine
    projection: Term | None
    projection_bias: Array | int
    output: Array
    """State [batch, out], int8; written to."""
    memory: Array
    """State [batch, cell], int16; written to."""
    output_type: Affine
    power: int
    """The memory's scale is 2^power."""
    is_by_batch: bool
    """Whether the kernel does one batch after the other, not all at once."""

    def step(self, input: Array) -> Array:
        forget = sigmoid(self._sum(self.gates["forget"], input), GATE_BITS)
        admitted = (
            sigmoid(self._sum(self.gates["input"], input), GATE_BITS)
            if "input" in self.gates
            else ONE - forget
        )
        new = tanh(self._sum(self.gates["cell"], input), GATE_BITS)
        kept = rounding_divide_by_pot(forget * self.memory, 15)
        added = rounding_divide_by_pot(admitted * new, 30 + self.power)
        self.memory[...] = self._clipped(
            saturate(kept + added, np.int16), "cell_clip", 2.0**self.power
        )
        opened = sigmoid(self._sum(self.gates["output"], input), GATE_BITS)
        self.output[...] = self._output(opened * tanh(self.memory, 15 + self.power))
        return self.output.copy()

    def _sum(self, gate: Gate, input: Array) -> Array:
        total = saturate(gate.of_input.of(input, 0 if gate.norm else gate.bias), np.int16)
        total = saturate(gate.of_state.of(self.output) + total, np.int16)
        if gate.peephole is not None:
            total = self._with_peephole(total, *gate.peephole)
        return normalized_int16(total, gate.norm, gate.bias) if gate.norm else total

    def _with_peephole(self, total: Array, weights: Array, by: Multiplier) -> Array:
        """LiteRT takes `out` for the size of a row of the memory (rule R8)."""
        batch, out = self.output.shape
        runs = batch if self.is_by_batch else 1
        size = batch * out // runs
        seen = self.memory.reshape(runs, -1)[:, :size].astype(np.int64)
        products = seen * np.resize(weights[:out], size)
        found = total.reshape(runs, -1).copy()
        scaled = multiply_by_quantized_multiplier(products, by)
        found[:, :size] = saturate(scaled + found[:, :size], np.int16)
        return found.reshape(total.shape)

    def _output(self, products: Array) -> Array:
        scale = np.float32(2.0**-15 / self.hidden.scale * 2.0**-15)
        hidden = multiply_by_quantized_multiplier(products, Multiplier.of(scale))
        if self.projection is None:
            return saturate(hidden + self.hidden.zero_point, np.int8)
        # The kernel takes the zero point off where it is added else.
        rows = saturate(hidden - self.hidden.zero_point, np.int8)
        projected = self.projection.of(rows, self.projection_bias) + self.output_type.zero_point
        return self._clipped(saturate(projected, np.int8), "proj_clip", self.output_type.scale)

    def _clipped(self, values: Array, name: str, scale: float) -> Array:
        """Within the bound that an option has, cut to an integer; 0 is none."""
        bounds = np.iinfo(values.dtype)
        real = np.float32(option(self.op, name)) / np.float32(scale)
        bound = int(np.clip(real, bounds.min, bounds.max))
        return np.clip(values, -bound, bound) if bound > 0 else values


def integer_cell(operands: Operands, batch: int, *, is_by_batch: bool) -> IntegerCell:
    """The cell that an op's operands describe; raises QirError where it cannot be computed."""
    op = operands.op
    input, output = affine(op.operands[0]), operands.needed("input_activation_state")
    memory = operands.needed("input_cell_state")
    scale, state = affine(memory[0]).scale, affine(output[0])
    power = round(math.log2(scale))
    if abs(math.log2(scale) - power) > 1e-3 or not -15 <= power <= -9:
        raise QirError(f"input_cell_state has scale {scale:g}; expected 2^-15 to 2^-9")
    hidden, projection = _inside(op, HIDDEN), operands.weights("projection_weights")
    gates = {
        name: _gate(operands, name, input, state, scale)
        for name in ops.GATES
        if operands.weights(f"input_to_{name}_weights") is not None
    }
    bias = operands.value("projection_bias")
    return IntegerCell(
        op,
        gates,
        hidden,
        None if projection is None else _projection(projection, hidden, state),
        0 if bias is None else bias,
        output[1].reshape(batch, -1),
        memory[1].reshape(batch, -1),
        state,
        power,
        is_by_batch,
    )


def _gate(operands: Operands, name: str, input: Affine, state: Affine, memory: float) -> Gate:
    bias = "cell_bias" if name == "cell" else f"{name}_gate_bias"
    peephole = operands.weights(f"cell_to_{name}_weights") if name != "cell" else None
    norm = operands.weights(f"{name}_layer_norm_coefficients")
    scale = (
        GATE_SCALE if norm is None else _inside(operands.op, f"input_to_{name}_intermediate").scale
    )
    return Gate(
        _term(operands.needed(f"input_to_{name}_weights"), input, scale),
        _term(operands.needed(f"recurrent_to_{name}_weights"), state, scale),
        operands.needed(bias)[1],
        None if peephole is None else (peephole[1], _by(peephole[0], memory, scale)),
        None if norm is None else Coefficients.of(norm[1], affine(norm[0]).scale),
    )


def _term(weights: Weights, rows: Affine, scale: float) -> Term:
    if weights[1].ndim != 2:
        raise QirError("a diagonal of recurrent weights; expected a matrix where it is quantized")
    return Term(weights[1], rows.zero_point, _by(weights[0], rows.scale, scale))


def _projection(weights: Weights, hidden: Affine, output: Affine) -> Term:
    return Term(weights[1], -hidden.zero_point, _by(weights[0], hidden.scale, output.scale))


def _by(weights: SSAValue, scale: float, result: float) -> Multiplier:
    """What brings products of integers to a scale, in float32."""
    product = np.float32(affine(weights).scale) * np.float32(scale)
    return Multiplier.of(product / np.float32(result))


def _inside(op: TflOp, name: str) -> Affine:
    """Scale and zero point of what is computed inside, which a property of the op has as a type."""
    element = element_type(op.properties[name]) if name in op.properties else None
    if not isinstance(element, UniformType):
        raise QirError(f"{name} is no quantized type; expected the scale of what it stands for")
    return Affine(float(element.scales.array()[0]), int(element.zero_points.array()[0]))
