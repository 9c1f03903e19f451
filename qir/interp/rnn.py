"""Recurrent layers of one matrix, and SVDF: `qir/dialects/tfl/recurrent.py`.

A state is an array that stays: a step writes what it is next into it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from qir.diagnostics import QirError
from qir.dialects.tfl import recurrent as ops
from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.options import option
from qir.dialects.tfl.tensors import Kind
from qir.interp.forms import require
from qir.interp.fused import OPTION, activated
from qir.interp.values import Array, affine
from qir.numerics.fixed_point import Multiplier, multiply_by_quantized_multiplier
from qir.numerics.hybrid import quantize_rows
from qir.numerics.products import exact_product, hybrid_result
from qir.numerics.rounding import saturate

FLOATS = Kind.of("FLOAT32")
HYBRID = Kind.of("INT8", "UINT8")
INTEGERS = {
    "feature_weights": Kind.of("INT8"),
    "time_weights": Kind.of("INT16"),
    "input_gate_bias": Kind.of("INT32"),
    "activation_state": Kind.of("INT16"),
}
"""What SVDF of an int8 input computes with."""

Product = Callable[[Array], Array]
"""[batch, depth] of floats times a matrix of weights: [batch, cell]."""


@dataclass(frozen=True)
class Cell:
    """One direction of an RNN."""

    op: TflOp
    input: Product
    recurrent: Product
    bias: Array
    state: Array
    """[batch, cell]"""
    aux: Product | None = None

    def step(self, x: Array, aux: Array | None) -> Array:
        """Rule R20."""
        total = self.bias + self.input(x)
        if self.aux is not None and aux is not None:
            total = total + self.aux(aux)
        self.state[...] = activated(self.op, total + self.recurrent(self.state))
        return self.state

    def sequence(self, x: Array, aux: Array | None = None, *, is_reversed: bool = False) -> Array:
        """A step after another, from the last where `is_reversed`."""
        is_time_major = option(self.op, "time_major")
        steps = [None if each is None else _by_time(each, is_time_major) for each in (x, aux)]
        results = np.empty((len(steps[0]), *self.state.shape), np.float32)
        order = range(len(results))
        for time in reversed(order) if is_reversed else order:
            results[time] = self.step(*(None if each is None else each[time] for each in steps))
        return _by_time(results, is_time_major)


def _by_time(array: Array, is_time_major: bool) -> Array:
    """[time, batch, ...] of [batch, time, ...], and the other way round."""
    return array if is_time_major else array.swapaxes(0, 1)


def rnn(
    op: ops.RNNOp, input: Array, weights: Array, recurrent: Array, bias: Array, state: Array
) -> Array:
    """[batch, in] to [batch, cell]."""
    _check_types(op, input, weights, recurrent)
    return Cell(op, _product(op, 1, weights), _product(op, 2, recurrent), bias, state).step(input, None)


def unidirectional_sequence_rnn(
    op: ops.UnidirectionalSequenceRNNOp,
    input: Array,
    weights: Array,
    recurrent: Array,
    bias: Array,
    state: Array,
) -> Array:
    """[batch, time, in] to [batch, time, cell]; [time, batch, ...] where `time_major`."""
    _check_types(op, input, weights, recurrent)
    cell = Cell(op, _product(op, 1, weights), _product(op, 2, recurrent), bias, state)
    return cell.sequence(input)


def bidirectional_sequence_rnn(
    op: ops.BidirectionalSequenceRNNOp,
    input: Array,
    fw_weights: Array,
    fw_recurrent: Array,
    fw_bias: Array,
    fw_state: Array,
    bw_weights: Array,
    bw_recurrent: Array,
    bw_bias: Array,
    bw_state: Array,
    aux: Array | None = None,
    fw_aux: Array | None = None,
    bw_aux: Array | None = None,
) -> Any:
    """As `unidirectional_sequence_rnn`, and another from the end; side by side where merged."""
    weights = (fw_weights, fw_recurrent, bw_weights, bw_recurrent, fw_aux, bw_aux)
    _check_types(op, input, *(array for array in weights if array is not None))
    is_time_major, has_links = option(op, "time_major"), fw_aux is not None
    is_hybrid = fw_weights.dtype.kind != "f"
    _check_aux(op, input, aux, has_links)
    forward = Cell(
        op,
        _product(op, 1, fw_weights),
        _product(op, 2, fw_recurrent),
        fw_bias,
        fw_state,
        None if fw_aux is None else _product(op, 10, fw_aux),
    )
    backward = Cell(
        op,
        _product(op, 5, bw_weights),
        _product(op, 6, bw_recurrent),
        bw_bias,
        bw_state,
        None if bw_aux is None else _product(op, 11, bw_aux),
    )
    # Rule R21.
    is_parallel = aux is not None and not has_links and is_time_major
    of_backward = aux if aux is not None and is_parallel else input
    results = ()
    # Rule R22.
    for _ in range(len(input) if is_hybrid and is_time_major else 1):
        results = (
            forward.sequence(input, aux),
            backward.sequence(of_backward, aux, is_reversed=True),
        )
    return np.concatenate(results, -1) if option(op, "merge_outputs") else results


def _check_aux(
    op: ops.BidirectionalSequenceRNNOp, input: Array, aux: Array | None, has_links: bool
) -> None:
    """Raise QirError where LiteRT reads past an auxiliary input, or reads one that is absent."""
    if aux is None and has_links:
        raise QirError("aux_input is absent beside its weights; expected it")
    if aux is not None and aux.shape != input.shape:
        found = f"aux_input has {aux.shape[-1]} elements a step"
        raise QirError(f"{found}; expected {input.shape[-1]} as input has, as which LiteRT reads it")


def _check_types(op: TflOp, input: Array, *weights: Array) -> None:
    """Raise QirError where the kernel reads elements as others than they are."""
    require("input", op.operands[0], FLOATS)
    if len(dtypes := {array.dtype.name for array in weights}) > 1:
        raise QirError(f"weights hold {' and '.join(sorted(dtypes))}; expected all the same")


def _product(op: TflOp, number: int, weights: Array) -> Product:
    """The product with the weights [cell, depth] that are an operand of this number."""
    value = op.operands[number]
    if weights.dtype.kind == "f":
        return lambda x: x @ weights.T
    require("the weights", value, HYBRID)
    # All bytes are signed, and there are no zero points, as rule M5 says.
    stored = weights.view(np.int8)
    scale, sums = np.array([affine(value).scale], np.float32), stored.sum(1, dtype=np.int64)
    is_asymmetric = option(op, "asymmetric_quantize_inputs")

    def hybrid(x: Array) -> Array:
        rows = quantize_rows(x, asymmetric=is_asymmetric)
        product = exact_product(rows.integers, stored.T)
        return hybrid_result(product, rows.scales, rows.zero_points, scale, sums)

    return hybrid


def svdf(
    op: ops.SVDFOp,
    input: Array,
    features: Array,
    times: Array,
    bias: Array | None,
    state: Array,
) -> Array:
    """[batch, in] to [batch, units], by `rank` filters for each unit (rule R23)."""
    filters, memory = times.shape
    kept = state.reshape(len(input), filters, memory)
    by_unit = (len(input), filters // option(op, "rank"), option(op, "rank"))
    if input.dtype.kind != "f":
        return _svdf_of_integers(op, input, features, times, bias, kept, by_unit)
    require("input", op.operands[0], FLOATS)
    if features.dtype != times.dtype:
        raise QirError(f"weights hold {features.dtype} and {times.dtype}; expected all the same")
    newest = _product(op, 1, features)(input)
    if times.dtype.kind != "f":
        times = times.view(np.int8) * np.float32(affine(op.operands[2]).scale)
    _remember(kept, newest)
    result = (kept * times).sum(-1).reshape(by_unit).sum(-1)
    return activated(op, result if bias is None else result + bias)


def _svdf_of_integers(
    op: ops.SVDFOp,
    input: Array,
    features: Array,
    times: Array,
    bias: Array | None,
    kept: Array,
    by_unit: tuple[int, ...],
) -> Array:
    """Rule R24."""
    for name, kind in INTEGERS.items():
        if (value := op.operand(name)) is not None:
            require(name, value, kind)
    if (activation := option(op, OPTION)) != "RELU":
        raise QirError(f"{OPTION} is {activation}; expected RELU, which alone LiteRT has for int8")
    of_input, of_features, of_times, _, of_state = (
        np.float32(affine(value).scale) if index != 3 else np.float32(1)
        for index, value in enumerate(op.operands)
    )
    result = affine(op.results[0])
    centred = input.astype(np.int32) - affine(op.operands[0]).zero_point
    first = Multiplier.of(of_input * of_features / of_state)
    second = Multiplier.of(of_state * of_times / np.float32(result.scale))
    product = exact_product(centred, features.T)
    _remember(kept, saturate(multiply_by_quantized_multiplier(product, first), np.int16))
    total = (kept.astype(np.int64) * times).sum(-1).reshape(by_unit).sum(-1)
    total = total if bias is None else total + bias
    return saturate(multiply_by_quantized_multiplier(total, second) + result.zero_point, np.int8)


def _remember(kept: Array, newest: Array) -> None:
    """The memory [batch, filters, memory] of each filter without its oldest, with [batch, filters]."""
    kept[..., :-1] = kept[..., 1:].copy()
    kept[..., -1] = newest


EVALS: Mapping[type[TflOp], Callable[..., Any]] = {
    ops.RNNOp: rnn,
    ops.UnidirectionalSequenceRNNOp: unidirectional_sequence_rnn,
    ops.BidirectionalSequenceRNNOp: bidirectional_sequence_rnn,
    ops.SVDFOp: svdf,
}
