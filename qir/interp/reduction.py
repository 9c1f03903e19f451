"""One number out of many: `qir/dialects/tfl/reduction.py`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from qir.diagnostics import QirError
from qir.dialects.tfl import reduction as ops
from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.options import option
from qir.dialects.tfl.tensors import F32, Kind
from qir.interp.forms import require
from qir.interp.values import Affine, Array, affine, quantization, result_dtype
from qir.numerics.quantized_reduction import (
    mean_of_images,
    mean_round_half_away,
    product_round_half_up,
    sum_round_half_away,
)
from qir.numerics.rounding import saturate

PLAIN = F32 | Kind.of("INT32", "INT64")
QUANTIZED = Kind.of("INT8", "UINT8", "INT16")
SEARCHED = F32 | Kind.of("INT8", "UINT8", "INT32", "BOOL")
SORTED = PLAIN | QUANTIZED
IMAGE_AXES = [1, 2]


def sums(op: ops.SumOp, input: Array, axes: Array) -> Array:
    """Integers wrap around; quantized by rule N11."""
    require("input", op.operands[0], PLAIN | QUANTIZED)
    rows = _rows(input, axes)
    if input.dtype.itemsize <= 2:
        found = sum_round_half_away(_filled(rows), *_parameters(op))
        return _shaped(op, saturate(found, input.dtype), input, axes)
    return _shaped(op, _accumulated(np.add, rows, 0), input, axes)


def mean(op: ops.MeanOp, input: Array, axes: Array) -> Array:
    """Of integers towards zero, from sums of int64; quantized by rules N9 and N10."""
    require("input", op.operands[0], PLAIN | QUANTIZED)
    rows = _rows(input, axes)
    if input.dtype.itemsize <= 2:
        is_image = (
            input.dtype.itemsize == 1
            and input.ndim == 4
            and option(op, "keep_dims")
            and _reduced(input, axes) == IMAGE_AXES
        )
        quantized_mean = mean_of_images if is_image else mean_round_half_away
        found = quantized_mean(_filled(rows), *_parameters(op))
        return _shaped(op, saturate(found, input.dtype), input, axes)
    if input.dtype.kind == "f":
        return _shaped(op, _accumulated(np.add, rows, 0) / np.float32(len(rows)), input, axes)
    if not len(rows):
        return _shaped(op, np.zeros(rows.shape[1:], input.dtype), input, axes)
    total = _accumulated(np.add, rows.astype(np.int64), 0)
    quotient = total // len(rows)
    towards_zero = quotient + ((total < 0) & (quotient * len(rows) != total))
    return _shaped(op, towards_zero.astype(input.dtype), input, axes)


def product(op: ops.ReduceProdOp, input: Array, axes: Array) -> Array:
    """Integers wrap around; quantized by rule N12."""
    rows = _rows(input, axes)
    if quantization(op.operands[0]) is None:
        require("input", op.operands[0], PLAIN | QUANTIZED)
        return _shaped(op, _accumulated(np.multiply, rows, 1), input, axes)
    require("quantized input", op.operands[0], Kind.of("INT8", "INT16"))
    given, output = _parameters(op)
    if len(rows) == 1:
        return _shaped(op, rows[0], input, axes)
    found = product_round_half_up(_filled(rows), given, output)
    return _shaped(op, saturate(found, input.dtype), input, axes)


def greatest(op: ops.ReduceMaxOp, input: Array, axes: Array) -> Array:
    return _extreme(op, np.maximum, -np.inf, input, axes)


def least(op: ops.ReduceMinOp, input: Array, axes: Array) -> Array:
    return _extreme(op, np.minimum, np.inf, input, axes)


def _extreme(op: TflOp, extreme: np.ufunc, worst: float, input: Array, axes: Array) -> Array:
    """Of no elements it is the type's worst finite number. Rule N13 where there are NaNs."""
    require("input", op.operands[0], PLAIN | QUANTIZED)
    rows = _rows(input, axes)
    if input.dtype.kind != "f":
        bounds = np.iinfo(input.dtype)
        neutral = bounds.min if worst < 0 else bounds.max
        return _shaped(op, _accumulated(extreme, rows, neutral), input, axes)
    neutral = np.copysign(np.finfo(input.dtype).max, worst)
    is_forgotten = np.logical_or.accumulate(np.isnan(rows)[::-1])[::-1]
    is_forgotten[-1:] = False
    rows = np.where(is_forgotten, input.dtype.type(worst), rows)
    return _shaped(op, _accumulated(extreme, rows, neutral), input, axes)


def any_true(op: ops.ReduceAnyOp, input: Array, axes: Array) -> Array:
    return _shaped(op, np.logical_or.reduce(_rows(input, axes), 0), input, axes)


def all_true(op: ops.ReduceAllOp, input: Array, axes: Array) -> Array:
    return _shaped(op, np.logical_and.reduce(_rows(input, axes), 0), input, axes)


def _reduced(input: Array, axes: Array) -> list[int]:
    """The axes to reduce, counted from the first and in order; a scalar has none."""
    rank = input.ndim
    found: set[int] = set()
    for axis in axes.ravel().tolist() if rank else ():
        found.add(_axis(axis, rank))
    return sorted(found)


def _axis(axis: int, rank: int) -> int:
    if not -rank <= axis < rank:
        raise QirError(f"an axis is {axis}; expected {-rank}..{rank - 1}")
    return axis % rank


def _rows(input: Array, axes: Array) -> Array:
    """One row for each combination of coordinates along the axes to reduce, in their order."""
    reduced = _reduced(input, axes)
    first = np.moveaxis(input, reduced, range(len(reduced)))
    kept = first.shape[len(reduced) :]
    count = int(np.prod(first.shape[: len(reduced)], dtype=np.int64))
    return first.reshape(count, *kept)


def _shaped(op: TflOp, values: Array, input: Array, axes: Array) -> Array:
    """What rows were reduced to, with the axes that are kept."""
    keeps = option(op, "keep_dims")
    return np.expand_dims(values, tuple(_reduced(input, axes))) if keeps else values


def _accumulated(function: np.ufunc, rows: Array, neutral: Any) -> Array:
    """The rows taken together one after another, in their type."""
    if not len(rows):
        return np.full(rows.shape[1:], neutral, rows.dtype)
    return function.accumulate(rows, 0, rows.dtype)[-1]


def _filled(rows: Array) -> Array:
    if not rows.size:
        raise QirError("an empty quantized input, for which LiteRT's kernel gives no numbers")
    return rows


def _parameters(op: TflOp) -> tuple[Affine, Affine]:
    return affine(op.operands[0]), affine(op.results[0])


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
