"""Plain recurrent layers and SVDF: a part of `qir/dialects/tfl/recurrent.py`.

States are written to where they are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from qir.diagnostics import QirError
from qir.dialects.tfl import recurrent as ops
from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.options import option
from qir.dialects.tfl.tensors import F32, Kind
from qir.interp.forms import require
from qir.interp.fused import OPTION, activated_state
from qir.interp.hybrid import projected
from qir.interp.sequences import as_input, both_ways, by_time
from qir.interp.values import Array, affine
from qir.numerics.fixed_point import Multiplier, multiply_by_quantized_multiplier
from qir.numerics.products import exact_product
from qir.numerics.rounding import saturate

HYBRID = Kind.of("INT8", "UINT8")
INTEGERS = {
    "feature_weights": Kind.of("INT8"),
    "time_weights": Kind.of("INT16"),
    "input_gate_bias": Kind.of("INT32"),
    "activation_state": Kind.of("INT16"),
}
"""What SVDF of an int8 input computes with."""


class Way(NamedTuple):
    """A direction of BIDIRECTIONAL_SEQUENCE_RNN, by the numbers of its operands."""

    weights: int
    """Recurrent weights, bias and state come after them."""
    aux_weights: int
    is_reversed: bool


WAYS = Way(1, 10, is_reversed=False), Way(5, 11, is_reversed=True)
AUX_INPUT = 9
WEIGHTS, STATES = (1, 2, 5, 6, 10, 11), (4, 8)


def rnn(
    op: ops.RNNOp, input: Array, weights: Array, recurrent: Array, bias: Array, state: Array
) -> Array:
    """[batch, in] to [batch, cell]."""
    _check_operands(op, input, weights, recurrent, bias, state)
    return _step(op, bias + _product(op, 1, weights, input), 2, recurrent, state)


def unidirectional_sequence_rnn(
    op: ops.UnidirectionalSequenceRNNOp,
    input: Array,
    weights: Array,
    recurrent: Array,
    bias: Array,
    state: Array,
) -> Array:
    """[batch, time, in] to [batch, time, cell]; [time, batch, ...] where `time_major`."""
    _check_operands(op, input, weights, recurrent, bias, state)
    given = bias + _product(op, 1, weights, input)
    return as_input(op, _sequence(op, given, 2, recurrent, state))


def bidirectional_sequence_rnn(op: ops.BidirectionalSequenceRNNOp, *operands: Any) -> Any:
    """One RNN from the start and one from the end; their results side by side where merged."""
    _check_operands(op, *operands, weights=WEIGHTS, states=STATES)
    _check_form(op, operands)
    forward, backward = (_direction(op, operands, way) for way in WAYS)
    return both_ways(op, forward, backward)


def _direction(op: TflOp, operands: Sequence[Any], way: Way) -> Sequence[Array]:
    """The result of each step."""
    weights, recurrent, bias, state = operands[way.weights : way.weights + 4]
    aux, aux_weights = operands[AUX_INPUT], operands[way.aux_weights]
    is_time_major, is_hybrid = option(op, "time_major"), weights.dtype.kind != "f"
    # Rules R5 and R22.
    takes_input = not is_time_major or not way.is_reversed or aux is None or aux_weights is not None
    given = bias + _product(op, way.weights, weights, operands[0 if takes_input else AUX_INPUT])
    if aux_weights is not None:
        given = given + _product(op, way.aux_weights, aux_weights, operands[AUX_INPUT])
    # Rule R23.
    times = len(given) if is_hybrid and is_time_major else 1
    runs = [_sequence(op, given, way.weights + 1, recurrent, state, way) for _ in range(times)]
    return runs[-1]


def _sequence(
    op: TflOp, given: Array, number: int, recurrent: Array, state: Array, way: Way = WAYS[0]
) -> Sequence[Array]:
    """A step after another, from the last where the way is reversed; in order of time."""
    steps = by_time(op, given)
    order = slice(None, None, -1 if way.is_reversed else 1)
    return [_step(op, step, number, recurrent, state) for step in steps[order]][order]


def _step(op: TflOp, given: Array, number: int, recurrent: Array, state: Array) -> Array:
    """What comes of the state [batch, cell], and of `given`, the sum of all else (rule R20).

    `number`: of the operand that is the recurrent weights.
    """
    state[...] = activated_state(op, given + _product(op, number, recurrent, state))
    return state.copy()


def _product(op: TflOp, number: int, weights: Array, x: Array) -> Array:
    """[..., depth] times the weights [cell, depth] that are the operand of a number."""
    is_asymmetric = option(op, "asymmetric_quantize_inputs")
    rows = x.reshape(-1, x.shape[-1])
    found = projected(rows, op.operands[number], weights, asymmetric=is_asymmetric)
    return found.reshape(*x.shape[:-1], len(weights))


def _check_operands(
    op: TflOp,
    *operands: Array | None,
    weights: Sequence[int] = (1, 2),
    states: Sequence[int] = (4,),
) -> None:
    """Raise QirError where LiteRT refuses an operand, or reads it as what it is not."""
    require("input", op.operands[0], F32)
    for number, array in enumerate(operands):
        if array is not None:
            require(f"operand {number}", op.operands[number], F32 | HYBRID)
    found = {array.dtype.name for n in weights if (array := operands[n]) is not None}
    if len(found) > 1:
        raise QirError(f"weights hold {' and '.join(sorted(found))}; expected all the same")
    for number in states:
        _check_state(operands[number])


def _check_state(state: Array | None) -> None:
    if state is None or not state.flags.writeable:
        raise QirError("the state is no variable tensor; expected one, as LiteRT does")


def _check_form(op: ops.BidirectionalSequenceRNNOp, operands: Sequence[Any]) -> None:
    """Raise QirError where LiteRT reads what is not there, or crashes."""
    input, weights, aux, aux_weights = (operands[n] for n in (0, 1, AUX_INPUT, 10))
    is_time_major, is_hybrid = option(op, "time_major"), weights.dtype.kind != "f"
    if aux is None and aux_weights is not None:
        raise QirError("aux_input is absent; expected one for its weights")
    crashes = is_hybrid and is_time_major and option(op, "merge_outputs")
    if crashes and input.shape[1] > 1 and not option(op, "asymmetric_quantize_inputs"):
        found = f"merged outputs of a batch of {input.shape[1]} by hybrid weights where time_major"
        raise QirError(f"{found}, on which LiteRT crashes; expected asymmetric_quantize_inputs")
    is_misread = is_time_major or (is_hybrid and aux_weights is not None)
    if is_misread and aux is not None and aux.shape != input.shape:
        found = f"aux_input has {aux.shape[-1]} elements a step"
        raise QirError(f"{found}; expected {input.shape[-1]}, as LiteRT takes it to have")


def svdf(
    op: ops.SVDFOp,
    input: Array,
    features: Array,
    times: Array,
    bias: Array | None,
    state: Array,
) -> Array:
    """[batch, in] to [batch, units], by `rank` filters for each unit."""
    memory = state.reshape(len(input), *times.shape)
    if input.dtype.kind != "f":
        return _svdf_of_integers(op, input, features, times, bias, memory)
    _check_operands(op, input, features, times, bias, state)
    newest = _product(op, 1, features, input)
    _remember(memory, newest)
    result = _by_unit(op, (memory * _times(op, times)).sum(-1))
    return activated_state(op, result if bias is None else result + bias)


def _times(op: ops.SVDFOp, times: Array) -> Array:
    """The time weights as floats; the bytes of integers are signed (rule M5)."""
    if times.dtype.kind == "f":
        return times
    return times.view(np.int8) * np.float32(affine(op.operands[2]).scale)


def _svdf_of_integers(
    op: ops.SVDFOp,
    input: Array,
    features: Array,
    times: Array,
    bias: Array | None,
    memory: Array,
) -> Array:
    """Rule R21."""
    _check_state(memory)
    for name, kind in INTEGERS.items():
        if (value := op.operand(name)) is not None:
            require(name, value, kind)
    if (found := option(op, OPTION)) != "RELU":
        raise QirError(f"{OPTION} is {found}; expected RELU, the one that LiteRT has for int8")
    of_input, result = affine(op.operands[0]), affine(op.results[0])
    of_state = affine(op.operands[4]).scale
    first = _multiplier(of_input.scale, affine(op.operands[1]).scale, of_state)
    second = _multiplier(of_state, affine(op.operands[2]).scale, result.scale)
    newest = exact_product(input.astype(np.int32) - of_input.zero_point, features.T)
    _remember(memory, saturate(multiply_by_quantized_multiplier(newest, first), np.int16))
    sums = _by_unit(op, (memory.astype(np.int64) * times).sum(-1))
    sums = sums if bias is None else sums + bias
    return saturate(multiply_by_quantized_multiplier(sums, second) + result.zero_point, np.int8)


def _multiplier(of_input: float, of_weights: float, of_result: float) -> Multiplier:
    """In float32 throughout, unlike rule M1."""
    return Multiplier.of(np.float32(of_input) * np.float32(of_weights) / np.float32(of_result))


def _remember(memory: Array, newest: Array) -> None:
    """Forget the oldest of each filter [batch, filters, memory], and add the newest."""
    memory[..., :-1] = memory[..., 1:].copy()
    memory[..., -1] = newest


def _by_unit(op: ops.SVDFOp, filters: Array) -> Array:
    """The sum of each unit's filters: [batch, filters] to [batch, units]."""
    return filters.reshape(len(filters), -1, option(op, "rank")).sum(-1)


EVALS: Mapping[type[TflOp], Callable[..., Any]] = {
    ops.RNNOp: rnn,
    ops.UnidirectionalSequenceRNNOp: unidirectional_sequence_rnn,
    ops.BidirectionalSequenceRNNOp: bidirectional_sequence_rnn,
    ops.SVDFOp: svdf,
}
