"""Products of matrices: of integers exactly, and of floats with integers as hybrid kernels do."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]


def row_product(left: Array, right: Array) -> Array:
    """The matrix product [..., k] by [k, m], of all rows at once: far faster than one of each of
    the leading axes."""
    return (left.reshape(-1, left.shape[-1]) @ right).reshape(*left.shape[:-1], -1)


def exact_product(left: Array, right: Array) -> Integers:
    """The matrix product [..., n, k] by [..., k, m] of integers.

    In floats, whose product is fast.
    """
    floats = exact_floats(left, right, left.shape[-1])
    product: Array = left.astype(floats) @ right.astype(floats)
    return product.astype(np.int64)


def exact_floats(left: Array, right: Array, count: int) -> type[np.floating[Any]]:
    """The floats in which sums of `count` products of integers are exact: of 32 bits, or of 64
    where those may be too few, which takes 2^22 products of 16-bit integers to leave."""
    return np.float32 if count * _largest(left) * _largest(right) <= 1 << 24 else np.float64


def _largest(integers: Array) -> int:
    return max(int(integers.max(initial=0)), -int(integers.min(initial=0)))


def real_multiplier(
    of_input: float, of_weights: Floats, of_output: float
) -> npt.NDArray[np.float64]:
    """What turns sums of stored products into stored results; one, or one per scale (rule M1)."""
    if len(of_weights) == 1:
        scales: Array = np.asarray(np.float32(of_input) * of_weights, np.float64)
    else:
        scales = of_input * of_weights.astype(np.float64)
    return scales / of_output


def product_with_blocks(
    rows: Array, scales: Floats, zero_points: Array, weights: Array, of_blocks: Floats
) -> Floats:
    """Quantized rows [n, in] times weights [out, in] with scales of blocks (rule M9).

    `scales` and `zero_points` of the rows, [n]; `of_blocks`: [out, number of blocks in a row].
    """
    size = weights.shape[1] // of_blocks.shape[1]
    total: Array = np.zeros((len(rows), len(weights)), np.float32)
    of_zero: Array = np.zeros(len(weights), np.float32)
    for block, scale in enumerate(of_blocks.T):
        part = slice(block * size, (block + 1) * size)
        stored = weights[:, part]
        total += exact_product(rows[:, part], stored.T).astype(np.float32) * scale
        of_zero += stored.sum(1, dtype=np.int64).astype(np.float32) * scale
    return (total - zero_points[:, np.newaxis].astype(np.float32) * of_zero) * scales[:, np.newaxis]


def hybrid_result(
    sums: Integers, scales: Floats, zero_points: Array, of_weights: Floats, weight_sums: Array
) -> Floats:
    """The real numbers of a product with quantized rows, before bias and activation (rule H3).

    `sums`: of stored products, [..., n, m]; `scales` and `zero_points` of its rows, [..., n].
    `of_weights`: scales of its columns, that stretch to [m]; `weight_sums`: [..., m].
    """
    exact = sums - zero_points[..., np.newaxis].astype(np.int64) * weight_sums[..., np.newaxis, :]
    by: Array = scales[..., np.newaxis] * of_weights
    return exact.astype(np.float32) * by
