"""Closed intervals of reals, bounds possibly infinite: what is known of a tensor's elements."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Interval:
    """All x with low <= x <= high; and, unless `nan` says otherwise, what is no number."""

    low: float = -math.inf
    high: float = math.inf
    nan: bool = True

    @property
    def is_unknown(self) -> bool:
        return self.low == -math.inf and self.high == math.inf

    @property
    def is_bounded(self) -> bool:
        return self.low > -math.inf and self.high < math.inf

    @property
    def is_symmetric(self) -> bool:
        """Bounded, with zero in the middle."""
        return -self.low == self.high != math.inf

    def clamp(self, other: Interval) -> Interval:
        """Where an element of this interval lies after it was clamped to `other`."""
        low, high = other.low, other.high
        return Interval(min(max(self.low, low), high), max(min(self.high, high), low), self.nan)
