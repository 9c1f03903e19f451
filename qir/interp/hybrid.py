"""Products of float rows with the weights of an op, be they floats or integers."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from xdsl.ir import SSAValue

from qir.diagnostics import QirError
from qir.interp.values import Array, dequantized, quantization
from qir.numerics.hybrid import quantize_rows
from qir.numerics.products import exact_product, hybrid_result

Floats = npt.NDArray[np.float32]


def product_with(
    rows: Floats, weights: Array, scales: npt.NDArray[np.float32], *, asymmetric: bool
) -> Floats:
    """Rows [n, in] times integer weights [out, in], by rules H1 to H3; one scale or one per row."""
    integers, row_scales, zero_points = quantize_rows(rows, asymmetric=asymmetric)
    # All bytes are signed, and weights have no zero point (rule M5).
    stored = weights.view(np.int8)
    sums, weight_sums = exact_product(integers, stored.T), stored.sum(1, dtype=np.int64)
    return hybrid_result(sums, row_scales, zero_points, scales, weight_sums)


def projected(rows: Floats, value: SSAValue, weights: Array, *, asymmetric: bool) -> Floats:
    """Rows [n, in] times the weights [out, in] of an operand; a vector is a diagonal matrix.

    Sums of integers are those of LiteRT's kernels; floats differ from theirs by the order in which
    they are added, 1e-5 of the largest. Rows that were computed may so round to the next integer,
    which moves a result by a step of the row's scale times the weight: max|row| / 127 * |weight|.
    """
    if weights.ndim == 1:
        return rows * real_weights(value, weights)
    if weights.dtype.kind == "f":
        return rows @ weights.T
    return product_with(rows, weights, _scale(value), asymmetric=asymmetric)


def real_weights(value: SSAValue, weights: Array) -> Floats:
    """The numbers that the weights of an operand stand for."""
    element = quantization(value)
    return (
        weights if element is None or weights.dtype.kind == "f" else dequantized(weights, element)
    )


def _scale(value: SSAValue) -> npt.NDArray[np.float32]:
    element = quantization(value)
    if element is None or element.scales.array().size != 1:
        raise QirError(f"weights are {value.type}; expected one scale for all")
    return element.scales.array().astype(np.float32)
