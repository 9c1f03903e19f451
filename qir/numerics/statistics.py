"""What a tensor held over many samples, in memory that does not grow with their number.

Elements count as float32. A histogram has the same bins whatever the data, so that the histograms
of parts add up to that of the whole: 2^4 bins for each sign and binary exponent, so no bin is
wider than a sixteenth of its lower bound, and zero alone. Below the least normal number,
bins are as wide as those of the least exponent. Minimum, maximum, averages and histogram are of
the finite elements; NaN and infinities are only counted.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
Range = tuple[float, float]

MANTISSA_BITS = 4
MAX_BIN = 255 << MANTISSA_BITS
"""The bin of the largest numbers; infinities and NaN come after it."""
MAX_BINS = 2 * MAX_BIN + 1
DECAY = 0.99
"""What the moving averages keep of their value when a sample comes."""
PERCENTILES = ("0.1", "1", "50", "99", "99.9", "99.99")

_SHIFT = 23 - MANTISSA_BITS
_CODES = 1 << (32 - _SHIFT)
_NEGATIVE = _CODES // 2
"""Where the codes of negative numbers begin: a code is the sign and what else makes a bin."""
_NEGATIVE_ZERO = np.uint32(1 << 31)
_BLOCK = 1 << 16
"""Elements whose codes are held at once; few enough to stay in a processor's cache."""


@dataclass(frozen=True, eq=False, slots=True)
class Histogram:
    """How many elements lie in each bin that holds any.

    `bins`: int32, ascending; 0 is zero, n and -n are as far from it.
    `counts`: int64, positive.
    """

    bins: npt.NDArray[np.int32]
    counts: npt.NDArray[np.int64]

    @staticmethod
    def of(pairs: Iterable[tuple[int, int]]) -> Histogram:
        """From bins, ascending, and their counts."""
        table = np.array([*pairs], np.int64).reshape(-1, 2)
        return Histogram(table[:, 0].astype(np.int32), table[:, 1].copy())

    @property
    def total(self) -> int:
        return int(self.counts.sum())

    def pairs(self) -> list[tuple[int, int]]:
        """Each bin and its count, ascending."""
        return list(zip(self.bins.tolist(), self.counts.tolist(), strict=True))

    def __add__(self, other: Histogram) -> Histogram:
        counts = np.zeros(MAX_BINS, np.int64)
        for each in (self, other):
            counts[each.bins + MAX_BIN] += each.counts
        return _held(counts)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Histogram) and self.pairs() == other.pairs()

    def __hash__(self) -> int:
        return hash(tuple(self.pairs()))

    def bin_at(self, percent: str) -> int:
        """The bin of the least element that `percent` of all are no larger than.

        `percent`: a decimal number over 0 and up to 100. There must be an element.
        """
        rank = math.ceil(Fraction(percent) / 100 * self.total)
        return int(self.bins[np.searchsorted(np.cumsum(self.counts), rank)])


def _held(counts: npt.NDArray[np.int64]) -> Histogram:
    """From a count for each bin there is, the lowest first."""
    held = np.flatnonzero(counts != 0)  # Much faster on booleans.
    return Histogram((held - MAX_BIN).astype(np.int32), counts[held])


EMPTY = Histogram.of(())


def bin_of(value: float) -> int:
    """The bin of a finite float32 number."""
    bits = int(np.float32(abs(value)).view(np.uint32))
    number = (bits >> _SHIFT) + 1 if bits else 0
    return -number if value < 0 else number


def bin_bounds(number: int) -> Range:
    """The least and the largest float32 number of a bin."""
    if number == 0:
        return 0.0, 0.0
    first = (abs(number) - 1) << _SHIFT
    bits = np.array([max(first, 1), first + (1 << _SHIFT) - 1], np.uint32)
    low, high = map(float, bits.view(np.float32))
    return (-high, -low) if number < 0 else (low, high)


@dataclass(frozen=True, slots=True)
class Part:
    """What a tensor held over consecutive samples; a part and the next one add up, exactly.

    `ranges`: the least and the largest element of each sample that has finite ones, in order.
    """

    count: int
    nan: int
    infinite: int
    ranges: tuple[Range, ...]
    histogram: Histogram

    def __add__(self, later: Part) -> Part:
        return Part(
            self.count + later.count,
            self.nan + later.nan,
            self.infinite + later.infinite,
            self.ranges + later.ranges,
            self.histogram + later.histogram,
        )


def measure(array: Array) -> Part:
    """A tensor of one sample, of any shape and any type of real floats."""
    with np.errstate(over="ignore"):
        values = np.ascontiguousarray(array, np.float32).reshape(-1)
    counts = _count_codes(values)
    histogram = _histogram(values, counts)
    strange = values.size - histogram.total
    finite = values[np.isfinite(values)] if strange else values
    infinite = int(np.isinf(values).sum()) if strange else 0
    # Which zero numpy finds, of one and its negative, depends on the machine.
    ranges = ((float(finite.min()) + 0.0, float(finite.max()) + 0.0),) if finite.size else ()
    return Part(values.size, strange - infinite, infinite, ranges, histogram)


def _count_codes(values: npt.NDArray[np.float32]) -> npt.NDArray[np.int64]:
    """How many elements have each code, that is, each value of their upper bits."""
    bits = values.view(np.uint32)
    counts = np.zeros(_CODES, np.int64)
    codes = np.empty(min(_BLOCK, bits.size), np.int64)
    for start in range(0, bits.size, _BLOCK):
        block = bits[start : start + _BLOCK]
        found = np.right_shift(block, _SHIFT, out=codes[: block.size], casting="unsafe")
        counts += np.bincount(found, minlength=_CODES)
    return counts


def _histogram(values: npt.NDArray[np.float32], counts: npt.NDArray[np.int64]) -> Histogram:
    """Of the finite elements; zeros, which share their code with tiny numbers, are told apart."""
    bits = values.view(np.uint32)
    zeros = bits.size - int(np.count_nonzero(bits))
    negative_zeros = int((bits == _NEGATIVE_ZERO).sum()) if counts[_NEGATIVE] else 0
    counts[0] -= zeros
    counts[_NEGATIVE] -= negative_zeros
    positive, negative = counts[:MAX_BIN], counts[_NEGATIVE : _NEGATIVE + MAX_BIN]
    return _held(np.concatenate([negative[::-1], [zeros + negative_zeros], positive]))


@dataclass(frozen=True, slots=True)
class Statistics:
    """What a tensor held over all samples so far.

    `minimum`, `maximum`: of the finite elements; None where there are none.
    `average_min`, `average_max`: moving averages of each sample's own, in the order of samples.
    """

    count: int = 0
    nan: int = 0
    infinite: int = 0
    minimum: float | None = None
    maximum: float | None = None
    average_min: float | None = None
    average_max: float | None = None
    histogram: Histogram = EMPTY

    def followed_by(self, part: Part) -> Statistics:
        """With the next samples; however samples are split into parts, the result is the same."""
        lows, highs = [low for low, _ in part.ranges], [high for _, high in part.ranges]
        known = [] if self.minimum is None or self.maximum is None else [self.minimum, self.maximum]
        return Statistics(
            self.count + part.count,
            self.nan + part.nan,
            self.infinite + part.infinite,
            min(known + lows, default=None),
            max(known + highs, default=None),
            _averaged(self.average_min, lows),
            _averaged(self.average_max, highs),
            self.histogram + part.histogram,
        )

    def percentile(self, percent: str) -> Range | None:
        """Bounds of the least element that `percent` of the finite ones are no larger than.

        They are those of its bin, so at most a sixteenth apart, or the least step of float32.
        """
        if self.minimum is None or self.maximum is None:
            return None
        low, high = bin_bounds(self.histogram.bin_at(percent))
        return max(low, self.minimum), min(high, self.maximum)


def _averaged(average: float | None, values: Iterable[float]) -> float | None:
    for value in values:
        average = value if average is None else DECAY * average + (1 - DECAY) * value
    return average
