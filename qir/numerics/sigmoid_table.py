"""Sigmoid and tanh of int16 by one table, with straight lines between its entries (rule E23)."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

Integers = npt.NDArray[Any]

UNITS = 3 * 4096
"""Integers of the scale that the table is read by, per unit of the reals."""
PER_STEP = 24
"""Entries per unit; they are sigmoid in units of 2^-16."""
_ROUNDED_UP = (
    *(4, 8, 12, 14, 15, 16, 17, 19, 20, 21, 22, 25, 27, 28, 29, 30, 31, 33, 34, 35, 37, 39, 40),
    *(41, 43, 44, 45, 46, 49, 50, 54, 62, 63, 64, 66, 82, 86, 93, 100, 103, 112, 116, 135, 255),
)
"""The entries of LiteRT's table that are one more than the nearest integer."""
TABLE: npt.NDArray[np.int64] = np.array(
    [
        min(round(65536 / (1 + math.exp(-entry / PER_STEP))), 65535) + (entry in _ROUNDED_UP)
        for entry in range(256)
    ]
)


class Rescaling(NamedTuple):
    """x * multiplier / 2^shift, halves up, brings int16 to units of 1 / `UNITS`."""

    multiplier: int
    shift: int

    @classmethod
    def of(cls, scale: float) -> Rescaling:
        """For a scale, a float32's value; the multiplier is cut to an integer."""
        multiplier, shift = scale * UNITS, 0
        while multiplier <= 32767 / 2 and shift <= 30:
            multiplier, shift = multiplier * 2, shift + 1
        return cls(int(multiplier), shift)

    @classmethod
    def of_power(cls, left_shift: int) -> Rescaling:
        """For a scale of 2^(left shift - 12)."""
        return cls(3 << left_shift, 0)

    def of_integers(self, integers: Integers) -> Integers:
        half = 1 << (self.shift - 1) if self.shift else 0
        return (integers.astype(np.int64) * self.multiplier + half) >> self.shift


def sigmoid_int16(integers: Integers, rescaling: Rescaling) -> npt.NDArray[np.int16]:
    """In units of 2^-15."""
    x = rescaling.of_integers(integers)
    found = _looked_up(np.abs(x), 9, 0x7FFF << 10)
    found = np.where(x >= 0, found + (1 << 9), (1 << 25) - found + (1 << 9) - 1)
    return (found >> 10).astype(np.int16)


def tanh_int16(integers: Integers, rescaling: Rescaling) -> npt.NDArray[np.int16]:
    """In units of 2^-15: 2 sigmoid(2 x) - 1."""
    x = rescaling.of_integers(integers)
    found = _looked_up(np.abs(x), 8, 0xFFFF << 8)
    found = np.where(x >= 0, found - (1 << 23) + (1 << 7), (1 << 23) - found + (1 << 7) - 1)
    return (found >> 8).astype(np.int16)


def _looked_up(magnitudes: Integers, bits: int, most: int) -> Integers:
    """The table at magnitudes / 2^bits, in units of 2^-(16 + bits)."""
    place = np.minimum(magnitudes >> bits, 254)
    offset = magnitudes & ((1 << bits) - 1)
    line = (TABLE[place] << bits) + offset * (TABLE[place + 1] - TABLE[place])
    return np.where(magnitudes >> bits >= 255, most, line)
