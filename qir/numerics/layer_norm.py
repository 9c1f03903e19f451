"""Layer normalization of int16 rows, in fixed point (rule R10). https://arxiv.org/abs/1607.06450"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from qir.numerics.fixed_point import Multiplier, multiply_by_quantized_multiplier
from qir.numerics.inverse_root import inverse_root
from qir.numerics.rounding import saturate

Integers = npt.NDArray[Any]
FINE_BITS = 10
"""By which means and normalized numbers are finer than the rows."""
RESULT_BITS = 12


class Coefficients(NamedTuple):
    """int16, with their scale and the least variance in its units."""

    integers: Integers
    by: Multiplier
    least_variance: int

    @classmethod
    def of(cls, integers: Integers, scale: float) -> Coefficients:
        return cls(integers, Multiplier.of(scale), max(1, int(np.float32(10000) * scale)))


def normalized_int16(rows: Integers, of: Coefficients, bias: Integers) -> npt.NDArray[np.int16]:
    """Each row less its mean, over its deviation, times coefficients, plus bias; scale 2^-12."""
    wide, count = rows.astype(np.int64), rows.shape[-1]
    means = _cut(wide.sum(-1, keepdims=True) << FINE_BITS, count)
    squares = np.square(wide).sum(-1, keepdims=True) * ((1 << 2 * FINE_BITS) // count)
    variances = _cut(squares - np.square(means), 1 << 2 * FINE_BITS)
    variances = np.where(variances < 1, of.least_variance, variances)
    differences = (wide << FINE_BITS) - means
    normalized = multiply_by_quantized_multiplier(differences, inverse_root(variances))
    scaled = (normalized * of.integers + bias).astype(np.int32).astype(np.int64)
    nearest = _cut(scaled + np.where(scaled > 0, 512, -512), 1 << FINE_BITS)
    by = Multiplier(of.by.mantissa, of.by.shift + RESULT_BITS)
    return saturate(multiply_by_quantized_multiplier(nearest, by), np.int16)


def _cut(x: Integers, by: int) -> Integers:
    """The quotient, cut towards zero."""
    return np.sign(x) * (np.abs(x) // by)
