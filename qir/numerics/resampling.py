"""Images [batch, height, width, channels] in another resolution."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from qir.numerics.rounding import round_half_away

Array = npt.NDArray[Any]
BITS = 10
"""Of a fraction of a pixel in fixed point."""
NEAREST_BITS = 16


@dataclass(frozen=True)
class Sampling:
    """Which places along an axis of `size` pixels `wanted` pixels are read at."""

    size: int
    wanted: int
    align_corners: bool
    half_pixel_centers: bool

    @property
    def spans(self) -> tuple[int, int]:
        """Distances of the last from the first pixel, before and after, or the counts."""
        is_aligned = self.align_corners and self.wanted > 1
        return (self.size - is_aligned, self.wanted - is_aligned)

    @property
    def scale(self) -> np.float32:
        given, wanted = self.spans
        return np.float32(given) / np.float32(wanted)


class Lines(NamedTuple):
    """For each pixel the two that it lies between, and its distance from the first."""

    first: Array
    last: Array
    distance: Array
    """float32, or an integer in units of 2^-10."""


def lines(sampling: Sampling) -> Lines:
    """In float32 (rule L20)."""
    places: Any = np.arange(sampling.wanted, dtype=np.float32)
    if sampling.half_pixel_centers:
        places = (places + np.float32(0.5)) * sampling.scale - np.float32(0.5)
    else:
        places = places * sampling.scale
    first = np.maximum(np.floor(places), 0).astype(np.int64)
    last = np.minimum(np.ceil(places).astype(np.int64), sampling.size - 1)
    return Lines(first, last, places - first.astype(np.float32))


def bilinear(input: Array, rows: Lines, columns: Lines) -> Array:
    """Floats, or uint8: 0.5 is added and the rest cut (rule L20)."""
    down, right = rows.distance[:, np.newaxis, np.newaxis], columns.distance[:, np.newaxis]
    up, left = np.float32(1) - down, np.float32(1) - right
    total = _at(input, rows.first, columns.first) * (up * left)
    total = total + _at(input, rows.first, columns.last) * (up * right)
    total = total + _at(input, rows.last, columns.first) * (down * left)
    total = total + _at(input, rows.last, columns.last) * (down * right)
    return total if input.dtype.kind == "f" else (total + np.float32(0.5)).astype(input.dtype)


def _at(input: Array, rows: Array, columns: Array) -> Array:
    return input[:, rows[:, np.newaxis], columns].astype(np.float32)


def lines_in_fixed_point(sampling: Sampling) -> Lines:
    """Rule L21."""
    given, wanted = sampling.spans
    scale = ((given << BITS) + wanted // 2) // wanted
    places: Array = np.arange(sampling.wanted, dtype=np.int64) * scale
    if sampling.half_pixel_centers:
        places = places + scale // 2 - (1 << (BITS - 1))
    first = np.maximum(places >> BITS, 0)
    last = np.minimum((places + (1 << BITS) - 1) >> BITS, sampling.size - 1)
    return Lines(first, last, places - (first << BITS))


def bilinear_of_integers(input: Array, rows: Lines, columns: Lines) -> Array:
    """int8 and int16, rounded half away from zero (rule L21)."""
    wide, one = input.astype(np.int64), 1 << BITS
    down, right = rows.distance[:, np.newaxis, np.newaxis], columns.distance[:, np.newaxis]
    above, below = wide[:, rows.first], wide[:, rows.last]
    between = above * (one - down) + below * down
    total = between[:, :, columns.first] * (one - right) + between[:, :, columns.last] * right
    magnitudes = (np.abs(total) + (1 << (2 * BITS - 1))) >> (2 * BITS)
    return (np.sign(total) * magnitudes).astype(input.dtype)


def nearest(sampling: Sampling) -> Array:
    """The pixel nearest to each, in float32 (rule L22)."""
    places: Any = np.arange(sampling.wanted, dtype=np.float32)
    offset = np.float32(0.5 if sampling.half_pixel_centers else 0)
    real = (places + offset) * sampling.scale
    whole = round_half_away(real) if sampling.align_corners else np.floor(real)
    return np.clip(whole.astype(np.int64), 0, sampling.size - 1)


def nearest_in_fixed_point(sampling: Sampling) -> Array:
    """Of uint8, without options (rule L23)."""
    scale = (sampling.size << NEAREST_BITS) // sampling.wanted + 1
    places: Array = np.arange(sampling.wanted, dtype=np.int64)
    return np.minimum((places * scale) >> NEAREST_BITS, sampling.size - 1)
