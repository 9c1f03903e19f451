"""Ops that give the same numbers in elements of another type, or round them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from xdsl.dialects.builtin import Float16Type, IntegerType, i1

from qir.attributes import element_type
from qir.dialects.quant import storage_bounds
from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.options import option
from qir.numerics.ranges import Range
from qir.passes.analysis.transfers.elementwise import Transfer
from qir.passes.analysis.transfers.movement import keeps

HALF_LARGEST, HALF_TINY = 65504.0, 2.0**-24
HALF_ULPS = 1 << 13
"""Units in the last place of float32 in one of float16."""


def _cast(op: TflOp, ranges: Sequence[Range]) -> Range:
    """From integers, all that there are of their width."""
    stored = element_type(op.operands[0])
    if type(stored) is not IntegerType:
        return _narrowed(op, ranges[0])
    if stored == i1:
        return Range.of(0, 1, nan=False)
    return Range.of(*storage_bounds(stored), nan=False).widened(1)


def _narrowed(op: TflOp, x: Range) -> Range:
    """In float16 numbers are further apart, and those too large are infinite."""
    if not isinstance(element_type(op.results[0]), Float16Type):
        return x.widened(1)
    found = x.widened(HALF_ULPS, absolute=HALF_TINY)
    low = np.where(found.low < -HALF_LARGEST, -np.inf, found.low)
    return Range(low, np.where(found.high > HALF_LARGEST, np.inf, found.high), x.nan)


def _fake_quant(op: TflOp, ranges: Sequence[Range]) -> Range:
    """Between its ends, which are moved by less than a step so that 0 is among the steps."""
    low, high = float(option(op, "min")), float(option(op, "max"))
    step = (high - low) / (2 ** int(option(op, "num_bits")) - 2)
    return Range.of(low - step, high + step, nan=ranges[0].nan)


def _random(op: TflOp, ranges: Sequence[Range]) -> Range:
    return Range.of(0.0, 1.0, nan=False)


TRANSFERS: Mapping[str, Transfer] = {
    "tfl.cast": _cast,
    "tfl.dequantize": keeps,
    "tfl.fake_quant": _fake_quant,
    "tfl.quantize": keeps,
    "tfl.random_uniform": _random,
}
