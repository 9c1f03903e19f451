"""One step of an LSTM, written as plain ops.

    memory = sigmoid(forget) · earlier + sigmoid(input) · activation(cell)
    hidden = sigmoid(output) · activation(memory)

where each of the four is a sum of products; without the first product where `earlier` is zero.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from xdsl.ir import SSAValue

from qir.passes.recurrence.scope import Scope, activation_of, is_zero, op_of
from qir.passes.recurrence.sums import Sum, sum_of

ACTIVATIONS = {
    "tfl.tanh": "TANH",
    "tfl.relu": "RELU",
    "tfl.relu6": "RELU6",
    "tfl.relu_n1_to_1": "RELU_N1_TO_1",
}
"""Ops that the kernel of LSTMs has as its activation function, and its names for them."""


@dataclass(frozen=True)
class Cell:
    hidden: SSAValue
    memory: SSAValue
    earlier: SSAValue | None
    """The memory of the step before; None where it is zero."""
    gates: Mapping[str, Sum]
    """By the name that the layer's op has for them; no "forget" where the memory is zero."""
    activation: str


def cells_of(hidden: SSAValue, scope: Scope) -> Iterator[Cell]:
    """Every way to see a value as what a cell computes."""
    for opening, bent in _factors(hidden):
        memory = op_of(bent)
        output = _opened(opening, scope)
        if output is None or memory is None or memory.name not in ACTIVATIONS:
            continue
        for cell in _memories(memory.operands[0], ACTIVATIONS[memory.name], scope):
            gates = {**cell.gates, "output": output}
            yield Cell(hidden, cell.memory, cell.earlier, gates, cell.activation)


def _memories(memory: SSAValue, activation: str, scope: Scope) -> Iterator[Cell]:
    """Every way to see a value as the memory of a cell; its output is not known yet."""
    for gates in _admitted(memory, activation, scope):
        yield Cell(memory, memory, None, gates, activation)
    for kept, added in _operands(memory, "tfl.add"):
        for forgetting, earlier in _factors(kept):
            forget = _opened(forgetting, scope)
            if forget is None:
                continue
            for gates in _admitted(added, activation, scope):
                if is_zero(earlier):
                    yield Cell(memory, memory, None, gates, activation)
                else:
                    yield Cell(memory, memory, earlier, {**gates, "forget": forget}, activation)


def _admitted(value: SSAValue, activation: str, scope: Scope) -> Iterator[dict[str, Sum]]:
    """The gates of sigmoid(input) · activation(cell)."""
    for opening, bent in _factors(value):
        admitted, new = _opened(opening, scope), _activated(bent, activation, scope)
        if admitted is not None and new is not None:
            yield {"input": admitted, "cell": new}


def _opened(value: SSAValue, scope: Scope) -> Sum | None:
    """What a gate is the sigmoid of."""
    op = op_of(value)
    return sum_of(op.operands[0], scope) if op is not None and op.name == "tfl.logistic" else None


def _activated(value: SSAValue, activation: str, scope: Scope) -> Sum | None:
    """What a value is the activation of, by an op of its own or one that it is fused into."""
    op = op_of(value)
    if op is None:
        return None
    if ACTIVATIONS.get(op.name) == activation:
        return sum_of(op.operands[0], scope)
    return sum_of(value, scope, activation)


def _factors(value: SSAValue) -> Iterator[tuple[SSAValue, SSAValue]]:
    return _operands(value, "tfl.mul")


def _operands(value: SSAValue, name: str) -> Iterator[tuple[SSAValue, SSAValue]]:
    """The two operands of an op, both ways around."""
    op = op_of(value)
    if op is not None and op.name == name and activation_of(op) == "NONE":
        left, right = op.operands
        yield left, right
        yield right, left
