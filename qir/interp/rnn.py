"""Plain recurrent layers and SVDF: a part of `qir/dialects/tfl/recurrent.py`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from xdsl.ir import SSAValue

from qir.dialects.tfl import recurrent as ops
from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.options import option
from qir.interp.fused import activated
from qir.interp.hybrid import projected, real_weights
from qir.interp.sequences import as_input, both_ways, by_time
from qir.interp.values import Array, affine
from qir.numerics.fixed_point import Multiplier, multiply_by_quantized_multiplier
from qir.numerics.products import exact_product
from qir.numerics.rounding import saturate

Term = tuple[Array, SSAValue, Array]
"""Rows, and the operand and value of the weights that they are multiplied by."""


def rnn(
    op: ops.RNNOp, input: Array, weights: Array, recurrent: Array, bias: Array, state: Array
) -> Array:
    return _step(op, [(input, op.operands[1], weights)], (op.operands[2], recurrent), bias, state)


def _step(
    op: TflOp,
    terms: Sequence[Term],
    recurrent: tuple[SSAValue, Array],
    bias: Array,
    state: Array,
) -> Array:
    """activation(W input + R state + bias), which the state becomes (rule R20)."""
    is_asymmetric = option(op, "asymmetric_quantize_inputs")
    total = bias
    for rows, operand, weights in (*terms, (state, *recurrent)):
        total = total + projected(rows, operand, weights, asymmetric=is_asymmetric)
    state[...] = activated(op, total)
    return state.copy()


def unidirectional_sequence_rnn(
    op: ops.UnidirectionalSequenceRNNOp,
    input: Array,
    weights: Array,
    recurrent: Array,
    bias: Array,
    state: Array,
) -> Array:
    _, of_input, of_state, *_ = op.operands
    return as_input(
        op,
        [
            _step(op, [(step, of_input, weights)], (of_state, recurrent), bias, state)
            for step in by_time(op, input)
        ],
    )


def bidirectional_sequence_rnn(
    op: ops.BidirectionalSequenceRNNOp, input: Array, *values: Array | None
) -> Array | tuple[Array, Array]:
    """The auxiliary input has weights in both directions, or is the backward one's (rule R5)."""
    # Only where time comes first does LiteRT's kernel know the second case (rule R22).
    auxiliary, *links = values[8:]
    steps, others = by_time(op, input), None if auxiliary is None else by_time(op, auxiliary)
    ways: list[list[Array]] = []
    for way, first in enumerate((0, 4)):
        weights, recurrent, bias, state = (_there(values[first + n]) for n in range(4))
        link = links[way]
        is_other = way == 1 and link is None and option(op, "time_major")
        inputs = others if others is not None and is_other else steps
        made: list[Array] = []
        for time in _order(len(inputs), way):
            terms: list[Term] = [(inputs[time], op.operands[1 + first], weights)]
            if others is not None and link is not None:
                terms.append((others[time], op.operands[10 + way], link))
            made.append(_step(op, terms, (op.operands[2 + first], recurrent), bias, state))
        ways.append([made[time] for time in _order(len(inputs), way)])
    return both_ways(op, *ways)


def _order(count: int, way: int) -> Sequence[int]:
    """The steps of the forward or of the backward direction."""
    return range(count)[:: -1 if way else 1]


def _there(value: Array | None) -> Array:
    assert value is not None
    return value


def svdf(
    op: ops.SVDFOp, input: Array, features: Array, times: Array, bias: Array | None, state: Array
) -> Array:
    """A memory [batch, filters, memory] of what the features of each step were, oldest first."""
    filters, memory = times.shape
    memories = state.reshape(len(input), filters, memory)
    memories[..., :-1] = memories[..., 1:].copy()
    if input.dtype.kind != "f":
        return _svdf_of_integers(op, input, features, times, bias, memories)
    is_asymmetric = option(op, "asymmetric_quantize_inputs")
    memories[..., -1] = projected(input, op.operands[1], features, asymmetric=is_asymmetric)
    found = (memories * real_weights(op.operands[2], times)).sum(-1)
    total = found.reshape(len(input), -1, option(op, "rank")).sum(-1)
    return activated(op, total if bias is None else total + bias)


def _svdf_of_integers(
    op: ops.SVDFOp,
    input: Array,
    features: Array,
    times: Array,
    bias: Array | None,
    memories: Array,
) -> Array:
    """Rule R21."""
    given, of_feature, of_time = (affine(op.operands[n]) for n in range(3))
    state, output = affine(op.operands[4]), affine(op.results[0])
    sums = exact_product(input.astype(np.int32) - given.zero_point, features.T)
    to_state = Multiplier.of(given.scale * of_feature.scale / state.scale)
    memories[..., -1] = saturate(multiply_by_quantized_multiplier(sums, to_state), memories.dtype)
    found = (memories.astype(np.int64) * times).sum(-1)
    total = found.reshape(len(input), -1, option(op, "rank")).sum(-1)
    total = total if bias is None else total + bias
    to_output = Multiplier.of(state.scale * of_time.scale / output.scale)
    scaled = multiply_by_quantized_multiplier(total, to_output) + output.zero_point
    return saturate(scaled, input.dtype)


EVALS: Mapping[type[TflOp], Callable[..., Any]] = {
    ops.RNNOp: rnn,
    ops.UnidirectionalSequenceRNNOp: unidirectional_sequence_rnn,
    ops.BidirectionalSequenceRNNOp: bidirectional_sequence_rnn,
    ops.SVDFOp: svdf,
}
