"""Ops that make one element of many: means, sums, extremes, windows."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
from xdsl.dialects.builtin import Float32Type

from qir.attributes import element_type
from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.constants import constant_integer, constant_integers
from qir.dialects.tfl.options import option
from qir.dialects.tfl.tensors import shape_of
from qir.numerics.ranges import UNKNOWN, Range
from qir.passes.analysis.transfers.elementwise import APPROXIMATE_ULPS, Transfer

LEAST = float(np.finfo(np.float32).min)


def _over(op: TflOp, x: Range) -> tuple[Range, int | None]:
    """The range of what is reduced, in channels where these stay, and how many make one."""
    axes, shape = constant_integers(op.operands[1]), shape_of(op.operands[0])
    if axes is None or shape is None:
        return x.hull(), None
    reduced = {axis % len(shape) for axis in axes} if shape else set[int]()
    sizes = [shape[axis] for axis in reduced]
    count = None if None in sizes else math.prod(size or 0 for size in sizes)
    return (x if len(shape) - 1 not in reduced else x.hull()), count


def _extreme(op: TflOp, ranges: Sequence[Range]) -> Range:
    x, count = _over(op, ranges[0])
    return x if count else UNKNOWN  # of no elements an extreme is infinite


def _largest_of_window(op: TflOp, ranges: Sequence[Range]) -> Range:
    """The least finite number or larger; it where all are NaN, which is passed over (rule C21)."""
    x = ranges[0]
    return Range(np.minimum(x.low, LEAST) if x.nan else x.low, np.maximum(x.high, LEAST), x.nan)


def _mean(op: TflOp, ranges: Sequence[Range]) -> Range:
    x, count = _over(op, ranges[0])
    return x.widened(count + 2).of_sign(x) if count else UNKNOWN


def _sum(op: TflOp, ranges: Sequence[Range]) -> Range:
    x, count = _over(op, ranges[0])
    return UNKNOWN if count is None else x.times(count)


def _product(op: TflOp, ranges: Sequence[Range]) -> Range:
    """Of so many factors as large as the largest; integers are rounded after each."""
    x, count = _over(op, ranges[0])
    is_float = isinstance(element_type(op.results[0]), Float32Type)
    if count is None or not x.is_bounded or not is_float:
        return UNKNOWN
    with np.errstate(over="ignore"):
        largest = np.maximum(np.abs(x.low), np.abs(x.high)) ** count
        least = np.where(x.low >= 0, np.maximum(x.low, 0.0) ** count, -largest)
    return Range(least, largest, x.nan).widened(count)


def _running_sum(op: TflOp, ranges: Sequence[Range]) -> Range:
    """Of all up to here, or of none."""
    shape, axis = shape_of(op.operands[0]), constant_integer("axis", op.operands[1])
    if not shape or axis is None or (size := shape[axis % len(shape)]) is None:
        return UNKNOWN
    x = ranges[0].hull()
    return x.times(size).join(x).with_zero()


def _average_pool(op: TflOp, ranges: Sequence[Range]) -> Range:
    count = option(op, "filter_height") * option(op, "filter_width")
    return ranges[0].widened(count + 2).of_sign(ranges[0])


def _norm_pool(op: TflOp, ranges: Sequence[Range]) -> Range:
    size = ranges[0].absolute()
    count = option(op, "filter_height") * option(op, "filter_width")
    return Range(np.zeros_like(size.high), size.high, size.nan).widened(count + 4)


def _interpolated(op: TflOp, ranges: Sequence[Range]) -> Range:
    return ranges[0].widened(8).of_sign(ranges[0])


def _l2_normalized(op: TflOp, ranges: Sequence[Range]) -> Range:
    """Of length 1; of a sign where all are."""
    x = ranges[0]
    found = Range.of(0.0 if np.all(x.low >= 0) else -1.0, 0.0 if np.all(x.high <= 0) else 1.0)
    return Range(found.low, found.high, x.nan or not x.is_bounded).widened(APPROXIMATE_ULPS)


def _log_softmax(op: TflOp, ranges: Sequence[Range]) -> Range:
    """Down to what the largest leaves of the smallest."""
    x, shape = ranges[0].hull(), shape_of(op.operands[0])
    if not x.is_bounded or not shape or not shape[-1]:
        return UNKNOWN
    least = x.low - x.high - math.log(shape[-1])
    found = Range(least, np.zeros(()), x.nan)
    return Range(found.widened(APPROXIMATE_ULPS, 1e-5).low, found.high, x.nan)


def _responses(op: TflOp, ranges: Sequence[Range]) -> Range:
    """Divided by (bias + alpha times a sum of squares) to the power beta."""
    bias, alpha, beta = (option(op, name) for name in ("bias", "alpha", "beta"))
    x = ranges[0]
    if not (bias > 0 and alpha >= 0 and beta >= 0) or not x.is_bounded:
        return UNKNOWN
    scale = bias**-beta
    low, high = np.minimum(x.low * scale, 0.0), np.maximum(x.high * scale, 0.0)
    return Range(low, high, x.nan).widened(APPROXIMATE_ULPS)


TRANSFERS: Mapping[str, Transfer] = {
    "tfl.average_pool_2d": _average_pool,
    "tfl.cumsum": _running_sum,
    "tfl.l2_normalization": _l2_normalized,
    "tfl.l2_pool_2d": _norm_pool,
    "tfl.local_response_normalization": _responses,
    "tfl.log_softmax": _log_softmax,
    "tfl.max_pool_2d": _largest_of_window,
    "tfl.mean": _mean,
    "tfl.reduce_max": _extreme,
    "tfl.reduce_min": _extreme,
    "tfl.reduce_prod": _product,
    "tfl.resize_bilinear": _interpolated,
    "tfl.sum": _sum,
}
