"""One number out of many: `qir/dialects/tfl/reduction.py`."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import numpy as np

from qir.diagnostics import QirError
from qir.dialects.tfl import reduction as ops
from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.options import option
from qir.dialects.tfl.tensors import BOOL, F32, Kind
from qir.interp.forms import require
from qir.interp.values import Array, affine, quantization, result_dtype, result_element
from qir.numerics.quantized_reduction import (
    mean_of_images,
    mean_round_half_away,
    product_round_half_up,
    sum_round_half_away,
)
from qir.numerics.rounding import saturate

PLAIN = F32 | Kind.of("INT32", "INT64")
BYTES = Kind.of("INT8", "UINT8")
QUANTIZED = BYTES | Kind.of("INT16")
SEARCHED = F32 | Kind.of("INT8", "UINT8", "INT32") | BOOL
SORTED = PLAIN | QUANTIZED
IMAGE_AXES = [1, 2]
"""Height and width (rule N10)."""


def sums(op: ops.SumOp, input: Array, axes: Array) -> Array:
    return _reduced(op, input, axes, _sum)


def mean(op: ops.MeanOp, input: Array, axes: Array) -> Array:
    """Images, their channels kept in place, have a kernel of their own."""
    is_image = (
        result_element(op.operands[0]) in BYTES
        and input.ndim == 4
        and option(op, "keep_dims")
        and _axes(input, axes) == IMAGE_AXES
    )
    return _reduced(op, input, axes, _mean_of_image if is_image else _mean)


def product(op: ops.ReduceProdOp, input: Array, axes: Array) -> Array:
    return _reduced(op, input, axes, _product)


def greatest(op: ops.ReduceMaxOp, input: Array, axes: Array) -> Array:
    return _reduced(op, input, axes, partial(_extreme, np.maximum, -np.inf))


def least(op: ops.ReduceMinOp, input: Array, axes: Array) -> Array:
    return _reduced(op, input, axes, partial(_extreme, np.minimum, np.inf))


def any_true(op: ops.ReduceAnyOp, input: Array, axes: Array) -> Array:
    return _reduced(op, input, axes, lambda _, rows: np.logical_or.reduce(rows, 0))


def all_true(op: ops.ReduceAllOp, input: Array, axes: Array) -> Array:
    return _reduced(op, input, axes, lambda _, rows: np.logical_and.reduce(rows, 0))


def _reduced(
    op: TflOp, input: Array, axes: Array, of_rows: Callable[[TflOp, Array], Array]
) -> Array:
    """`of_rows`: takes [count, ...] with a row for each element along the axes, gives [...]."""
    require("input", op.operands[0], PLAIN | QUANTIZED | BOOL)
    along = _axes(input, axes)
    first = np.moveaxis(input, along, range(len(along)))
    count = math.prod(first.shape[: len(along)])
    found = of_rows(op, first.reshape(count, *first.shape[len(along) :]))
    return np.expand_dims(found, tuple(along)) if option(op, "keep_dims") else found


def _axes(input: Array, axes: Array) -> list[int]:
    """Each axis once, counted from the first, in order; a scalar has none."""
    return sorted({_axis(axis, input.ndim) for axis in axes.ravel().tolist() if input.ndim})


def _axis(axis: int, rank: int) -> int:
    if not -rank <= axis < rank:
        raise QirError(f"an axis is {axis}; expected {-rank}..{rank - 1}")
    return axis % rank


def _sum(op: TflOp, rows: Array) -> Array:
    """Integers wrap around; quantized by rule N11."""
    if result_element(op.operands[0]) in QUANTIZED:
        return _quantized(op, rows, sum_round_half_away)
    return _accumulated(np.add, rows, 0)


def _mean(op: TflOp, rows: Array) -> Array:
    """Of integers towards zero, from sums of int64; quantized by rule N9.

    Along the last axis LiteRT adds floats in another order, which changes the last bits.
    """
    if result_element(op.operands[0]) in QUANTIZED:
        return _quantized(op, rows, mean_round_half_away)
    if rows.dtype.kind == "f":
        return _accumulated(np.add, rows, 0) / np.float32(len(rows))
    if not len(rows):
        return np.zeros(rows.shape[1:], rows.dtype)
    total = rows.sum(0, np.int64)
    quotient = total // len(rows)
    is_cut_up = (total < 0) & (quotient * len(rows) != total)
    return (quotient + is_cut_up).astype(rows.dtype)


def _mean_of_image(op: TflOp, rows: Array) -> Array:
    return _quantized(op, rows, mean_of_images)


def _product(op: TflOp, rows: Array) -> Array:
    """Integers wrap around; quantized by rule N12."""
    if quantization(op.operands[0]) is None:
        return _accumulated(np.multiply, rows, 1)
    require("quantized input", op.operands[0], Kind.of("INT8", "INT16"))
    return rows[0] if len(rows) == 1 else _quantized(op, rows, product_round_half_up)


def _quantized(op: TflOp, rows: Array, reduced: Callable[..., Array]) -> Array:
    if not rows.size:
        raise QirError("an empty quantized input, for which LiteRT's kernel gives no numbers")
    found = reduced(rows, affine(op.operands[0]), affine(op.results[0]))
    return saturate(found, rows.dtype)


def _extreme(extreme: np.ufunc, worst: float, op: TflOp, rows: Array) -> Array:
    """Of no elements it is the type's worst finite number; rule N13 where there are NaNs."""
    if rows.dtype.kind != "f":
        bounds = np.iinfo(rows.dtype)
        return _accumulated(extreme, rows, bounds.min if worst < 0 else bounds.max)
    is_forgotten = np.logical_or.accumulate(np.isnan(rows)[::-1])[::-1]
    is_forgotten[-1:] = False
    kept = np.where(is_forgotten, np.float32(worst), rows)
    return _accumulated(extreme, kept, np.copysign(np.finfo(rows.dtype).max, worst))


def _accumulated(function: np.ufunc, rows: Array, neutral: Any) -> Array:
    """The rows taken together one after another, in their type."""
    if not len(rows):
        return np.full(rows.shape[1:], neutral, rows.dtype)
    return function.accumulate(rows, 0, rows.dtype)[-1]


def arg_max(op: ops.ArgMaxOp, input: Array, axis: Array) -> Array:
    return _first_of(op, _descending, input, axis)


def arg_min(op: ops.ArgMinOp, input: Array, axis: Array) -> Array:
    return _first_of(op, _ascending, input, axis)


def _first_of(op: TflOp, ranked: Callable[[Array], Array], input: Array, axis: Array) -> Array:
    """Which is first of an order."""
    require("input", op.operands[0], SEARCHED)
    along = np.moveaxis(input, _axis(int(axis.item()), input.ndim), -1)
    if not along.shape[-1]:
        raise QirError("the axis has no elements; expected 1 or more")
    return ranked(along)[..., 0].astype(result_dtype(op.results[0]))


def top_k(op: ops.TopKV2Op, input: Array, k: Array) -> tuple[Array, Array]:
    require("input", op.operands[0], SORTED)
    count, size, dtype = max(int(k.item()), 0), input.shape[-1], result_dtype(op.results[1])
    if count > size or size > np.iinfo(dtype).max:
        raise QirError(f"k is {count}; expected 0..{size}, a row's size, indices of {dtype}")
    indices = _descending(input)[..., :count]
    return np.take_along_axis(input, indices, -1), indices.astype(dtype)


def _ascending(input: Array) -> Array:
    """Where the least, the next and so on are along the last axis; rule N14."""
    return np.argsort(input, -1, kind="stable")


def _descending(input: Array) -> Array:
    """Where the greatest, the next and so on are along the last axis; rule N14."""
    # Not reversed ascending order, in which equal elements and NaNs change places.
    return _ascending(-input if input.dtype.kind == "f" else ~input)


def cumsum(op: ops.CumsumOp, input: Array, axis: Array) -> Array:
    """Integers wrap around."""
    require("input", op.operands[0], PLAIN)
    steps = slice(None, None, -1 if option(op, "reverse") else 1)
    along = np.moveaxis(input, _axis(int(axis.item()), input.ndim), 0)[steps]
    totals = np.add.accumulate(along, 0, input.dtype)
    if option(op, "exclusive"):
        totals = np.concatenate([np.zeros_like(totals[:1]), totals[:-1]])
    return np.moveaxis(totals[steps], 0, _axis(int(axis.item()), input.ndim))


EVALS: Mapping[type[TflOp], Callable[..., Any]] = {
    ops.SumOp: sums,
    ops.MeanOp: mean,
    ops.ReduceProdOp: product,
    ops.ReduceMaxOp: greatest,
    ops.ReduceMinOp: least,
    ops.ReduceAnyOp: any_true,
    ops.ReduceAllOp: all_true,
    ops.ArgMaxOp: arg_max,
    ops.ArgMinOp: arg_min,
    ops.CumsumOp: cumsum,
    ops.TopKV2Op: top_k,
}
