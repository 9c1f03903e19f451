"""Activations quantized on the way into a hybrid kernel, row by row (rules H1, H2 and H4)."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from qir.numerics.rounding import round_half_away

Floats = npt.NDArray[np.float32]
GROUP = 8
"""How many elements of a row are quantized at once."""


class QuantizedRows(NamedTuple):
    """real = scale * (integer - zero point), with a scale and a zero point for each row."""

    integers: npt.NDArray[np.int8]
    """[rows, depth]"""
    scales: Floats
    """[rows]"""
    zero_points: npt.NDArray[np.int32]
    """[rows]"""


def quantize_rows(rows: Floats, *, asymmetric: bool) -> QuantizedRows:
    """Rows [rows, depth] of float32 as int8."""
    return quantize_rows_asymmetric(rows) if asymmetric else quantize_rows_symmetric(rows)


def quantize_rows_symmetric(rows: Floats) -> QuantizedRows:
    """The largest magnitude of each row becomes 127, zero 0; -128 is not used (rule H1)."""
    magnitudes: Floats = np.fmax.reduce(np.abs(rows), 1, initial=0).astype(np.float32)
    scales = np.where(magnitudes == 0, np.float32(1), magnitudes / np.float32(127))
    divisors: Floats = np.where(magnitudes == 0, np.float32(np.inf), magnitudes)
    quotients: Any = rows * (np.float32(127) / divisors)[:, np.newaxis]
    integers = _clamped(_rounded(quotients), -127)
    return QuantizedRows(integers.astype(np.int8), scales, np.zeros(len(rows), np.int32))


def quantize_rows_asymmetric(rows: Floats) -> QuantizedRows:
    """Each row's least to greatest number, and zero among them, become -128 to 127 (rule H2)."""
    low: Floats = np.fmin.reduce(rows, 1, initial=0).astype(np.float32)
    high: Floats = np.fmax.reduce(rows, 1, initial=0).astype(np.float32)
    is_zero = low == high
    scales = np.where(is_zero, 1.0, (high - low).astype(np.float64) / 255)
    from_low, from_high = -128 - low / scales, 127 - high / scales
    is_nearer = 128 + np.abs(low / scales) < 127 + np.abs(high / scales)
    nearest: Any = np.where(is_nearer, from_low, from_high)
    nudged: Any = round_half_away(_clamped(nearest, -128))
    zero_points = np.where(is_zero, 0, nudged).astype(np.int32)
    scales = scales.astype(np.float32)
    quotients: Any = rows * (np.float32(1) / scales)[:, np.newaxis]
    integers = _clamped(_rounded(quotients) + zero_points[:, np.newaxis], -128)
    integers = np.where(is_zero[:, np.newaxis], 0, integers)
    return QuantizedRows(integers.astype(np.int8), scales, zero_points)


def _clamped(numbers: Any, least: int) -> Any:
    """Numbers from `least` to 127; NaN becomes `least`."""
    return np.fmin(np.fmax(numbers, least), 127)


def _rounded(quotients: Floats) -> Floats:
    """Nearest integers; whole groups of a row by a sum with a half that is cut (rule H4)."""
    whole = quotients.shape[1] - quotients.shape[1] % GROUP
    halves = np.copysign(np.float32(0.5), quotients[:, :whole])
    nearest = round_half_away(quotients)
    nearest[:, :whole] = np.trunc(quotients[:, :whole] + halves)
    return nearest
