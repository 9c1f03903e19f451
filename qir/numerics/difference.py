"""How far a tensor is from another that it should equal.

SQNR is the signal-to-quantization-noise ratio, 10 log10(sum x^2 / sum (x - y)^2), in decibels:
twice as exact is 6 dB more. Sums run over all pairs given, so samples count by their power.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]


class Difference:
    """Grows with each pair of tensors; a pair of other shapes is infinitely far apart."""

    def __init__(self) -> None:
        self.elements = 0
        self.largest = 0.0
        """Largest magnitude of what is expected."""
        self.max_error = 0.0
        """Largest magnitude of a difference; infinite where one of the two is not a number."""
        self._signal = self._found = self._noise = self._product = 0.0

    def add(self, expected: Array, found: Array) -> None:
        """Count another pair. Strings, and numbers that are not finite, are equal or not."""
        self.elements += expected.size
        if expected.shape != found.shape:
            self._noise = self.max_error = math.inf
            return
        x, y = _numbers(expected, found)
        same = (x == y) | (np.isnan(x) & np.isnan(y))
        finite = np.isfinite(x) & np.isfinite(y)
        if not (finite | same).all():
            self._noise = self.max_error = math.inf
        x, y = np.where(finite, x, 0), np.where(finite, y, 0)
        error = x - y
        self._signal += float(np.vdot(x, x).real)
        self._found += float(np.vdot(y, y).real)
        self._noise += float(np.vdot(error, error).real)
        self._product += float(np.vdot(x, y).real)
        self.max_error = max(self.max_error, float(np.abs(error).max(initial=0)))
        self.largest = max(self.largest, float(np.abs(x).max(initial=0)))

    @property
    def sqnr(self) -> float:
        """In decibels; infinite where nothing differs, minus infinity where nothing agrees."""
        if self._noise == 0:
            return math.inf
        if self._signal == 0 or math.isinf(self._noise):
            return -math.inf
        return 10 * math.log10(self._signal / self._noise)

    @property
    def cosine(self) -> float:
        """Cosine of the angle between the two; 1 where both are zero, 0 where they have none."""
        if math.isinf(self._noise):
            return 0.0
        if self._signal == 0 or self._found == 0:
            return float(self._signal == self._found)
        return self._product / math.sqrt(self._signal) / math.sqrt(self._found)


def _numbers(expected: Array, found: Array) -> tuple[Array, Array]:
    """Both in float64 or complex128; of what is no number, 0 for each and 1 where they differ."""
    if expected.dtype.kind == "O":
        zeros = np.zeros(expected.shape)
        return zeros, np.asarray(expected != found, np.float64)
    dtype = np.complex128 if expected.dtype.kind == "c" else np.float64
    return expected.astype(dtype), found.astype(dtype)
