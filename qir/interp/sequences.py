"""Sequences of recurrent layers: [time, batch, ...] where `time_major`, else [batch, time, ...]."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.options import option
from qir.interp.values import Array


def by_time(op: TflOp, sequence: Array) -> Array:
    """A sequence as [time, batch, ...]."""
    return sequence if option(op, "time_major") else sequence.swapaxes(0, 1)


def as_input(op: TflOp, steps: Iterable[Array]) -> Array:
    """Steps of time, in the order of axes that the op's input has."""
    return by_time(op, np.stack(list(steps)))


def both_ways(
    op: TflOp, forward: Sequence[Array], backward: Sequence[Array]
) -> Array | tuple[Array, Array]:
    """Two outputs, or one of both along the last axis where `merge_outputs`."""
    outputs = as_input(op, forward), as_input(op, backward)
    return np.concatenate(outputs, -1) if option(op, "merge_outputs") else outputs
