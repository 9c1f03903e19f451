"""Recurrent ops, whose activation is the last thing that they compute."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from xdsl.dialects.builtin import Float32Type, NoneType

from qir.attributes import element_type
from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.options import option
from qir.numerics.ranges import UNKNOWN, Range
from qir.passes.analysis.transfers.elementwise import Transfer

ACTIVATED = {
    "TANH": Range.of(-1.0, 1.0),
    "RELU": Range.of(0.0, math.inf),
    "RELU6": Range.of(0.0, 6.0),
    "RELU_N1_TO_1": Range.of(-1.0, 1.0),
}


def _activated(op: TflOp, ranges: Sequence[Range]) -> Range:
    return ACTIVATED.get(str(option(op, "fused_activation_function")), UNKNOWN)


def _gated(op: TflOp, ranges: Sequence[Range]) -> Range:
    """A gate, which is 0 to 1, times an activation; without a projection, which could be any."""
    fields = [named.field for named in op.OPERANDS.of(len(op.operands))]
    projections = [
        value
        for field, value in zip(fields, op.operands, strict=True)
        if field.endswith("projection_weights")
    ]
    if any(not isinstance(value.type, NoneType) for value in projections):
        return UNKNOWN
    found = ACTIVATED.get(str(option(op, "fused_activation_function")), UNKNOWN)
    return found.with_zero()


def _filtered(op: TflOp, ranges: Sequence[Range]) -> Range:
    """Of floats; integers are clamped by their type only."""
    is_float = isinstance(element_type(op.results[0]), Float32Type)
    return _activated(op, ranges) if is_float else UNKNOWN


def _basic(op: TflOp, ranges: Sequence[Range]) -> Sequence[Range]:
    """The output, and what an old kernel shows of its insides: state, scratch, and gates."""
    return [_activated(op, ranges).with_zero(), *[UNKNOWN] * (len(op.results) - 1)]


TRANSFERS: Mapping[str, Transfer] = {
    "tfl.basic_lstm": _basic,
    "tfl.bidirectional_sequence_lstm": _gated,
    "tfl.bidirectional_sequence_rnn": _activated,
    "tfl.lstm": _gated,
    "tfl.rnn": _activated,
    "tfl.svdf": _filtered,
    "tfl.unidirectional_sequence_lstm": _gated,
    "tfl.unidirectional_sequence_rnn": _activated,
}
