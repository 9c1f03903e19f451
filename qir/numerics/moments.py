"""First and second moments of the rows that weights are multiplied with, in float64.

They say what an error of the weights does to the outputs: for rows x and an error e of the weights
of one output, the output is off by e . mean on average and by e . second . e in the mean square.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
PIECE_ROWS = 512
"""Rows that are multiplied at once: enough for a product to cost no more than its arithmetic."""


@dataclass(frozen=True, eq=False)
class Moments:
    """Of `count` rows in each group.

    `mean`: [groups, depth].
    `second`: mean of the products of each two elements, [groups, depth, depth]; None where nobody
    asked for it. It is symmetric.
    """

    count: int
    mean: Floats
    second: Floats | None = None

    def __add__(self, other: Moments) -> Moments:
        """Of the rows of both; both have as many groups of one depth."""
        count = self.count + other.count
        mine, others = self.count / count, other.count / count
        mean = self.mean * mine + other.mean * others
        if self.second is None or other.second is None:
            return Moments(count, mean)
        return Moments(count, mean, self.second * mine + other.second * others)


class MomentSums:
    """Adds up rows, in memory that does not grow with their number.

    `with_second`: whether second moments are wanted, which take depth ** 2 numbers a group.
    """

    def __init__(self, *, with_second: bool) -> None:
        self._with_second = with_second
        self._count = 0
        self._sum: Floats | None = None
        self._products: Floats | None = None
        self._pending: list[Floats] = []

    def add(self, rows: npt.NDArray[Any]) -> None:
        """Rows [groups, n, depth] of any real numbers, which are not kept; as many groups of one
        depth each time."""
        self._count += rows.shape[1]
        total: Floats = rows.sum(1, dtype=np.float64)
        self._sum = total if self._sum is None else self._sum + total
        if not self._with_second:
            return
        for start in range(0, rows.shape[1], PIECE_ROWS):
            piece = rows[:, start : start + PIECE_ROWS].astype(np.float64)
            waiting = sum(each.shape[1] for each in self._pending)
            if waiting + piece.shape[1] > PIECE_ROWS:
                self._multiply()
            self._pending.append(piece)

    def moments(self) -> Moments | None:
        """Of the rows so far; None where there are none."""
        if self._sum is None or not self._count:
            return None
        self._multiply()
        products = self._products
        second = None if products is None else products / self._count
        return Moments(self._count, self._sum / self._count, second)

    def _multiply(self) -> None:
        """Add the products of the rows that wait for it."""
        if not self._pending:
            return
        block = np.concatenate(self._pending, 1)
        self._pending = []
        products: Floats = block.swapaxes(1, 2) @ block
        if self._products is None:
            self._products = products
        else:
            self._products += products


def mean_shift(weights: npt.NDArray[Any], replaced: npt.NDArray[Any], mean: Floats) -> Floats:
    """What is to be added to each output where `replaced` weights stand in for `weights`, so that
    its mean over all rows stays: [groups, outputs], float64.

    Both weights: real numbers [groups, outputs, depth], of all outputs or of some; `mean`: [groups,
    depth].

    With d = weights - replaced of one output, a row x leaves the error d . x - shift, whose mean
    square over rows is least where the shift is the mean of d . x: a constant's best fit to numbers
    is their mean. Since d does not depend on the row, that is d . mean, exactly; no other constant
    does better, and what is left is the variance d . covariance . d. This holds of the output
    before its activation function, for the rows that the mean is of.

    Raises ValueError where the mean is not finite.

    M. Nagel et al., Data-Free Quantization Through Weight Equalization and Bias Correction, 2019,
    https://arxiv.org/abs/1906.04721 (section 4.2; the mean is that of samples here)
    """
    if not np.isfinite(mean).all():
        raise ValueError("the mean of its inputs is not finite")
    error = weights.astype(np.float64) - replaced
    shift: Floats = (error @ mean[:, :, np.newaxis])[..., 0]
    return shift
