"""Functions of int16 by a table of 513 entries, between which they are straight lines (rule N6)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from qir.numerics.rounding import round_half_away

Reals = npt.NDArray[np.float64]
Table = npt.NDArray[np.int64]

STEPS = 512
STEP_BITS = 7
"""An entry stands for 2^7 integers."""
LEAST, MOST = -(1 << 15), (1 << 15) - 1


def table_of(
    function: Callable[[Reals], Reals],
    input: tuple[float, int],
    output: tuple[float, int],
    dtype: npt.DTypeLike = np.float64,
) -> Table:
    """The table of a function on reals; scale and zero point of its input and output.

    `dtype`: of the real numbers. Entries are moved by half of the line's error in its middle.
    """
    real: Any = np.dtype(dtype).type
    scale, zero_point = real(input[0]), input[1]
    low, high = scale * real(LEAST - zero_point), scale * real(MOST - zero_point)
    step = (high - low) / real(STEPS)
    per_unit = real(1 << 16) / _width(real, *output)
    starts = low + np.arange(STEPS + 1).astype(dtype) * step
    exact = function(starts) * per_unit
    middles = round_half_away(function(starts[:-1] + step / real(2)) * per_unit)
    samples = round_half_away(exact)
    lines = round_half_away((exact[1:] + samples[:-1]) / real(2))
    moved = samples[:-1] - round_half_away((lines - middles) / real(2))
    last = round_half_away(function(np.asarray([high])) * per_unit)
    return np.clip(np.concatenate([moved, last]), LEAST, MOST).astype(np.int64)


def _width(real: Any, scale: float, zero_point: int) -> Any:
    """Of the interval of reals that int16 stands for."""
    return real(scale) * real(MOST - zero_point) - real(scale) * real(LEAST - zero_point)


def looked_up(integers: npt.NDArray[Any], table: Table) -> npt.NDArray[np.int64]:
    """The function of int16 numbers."""
    wide = integers.astype(np.int64)
    places, offsets = (wide - LEAST) >> STEP_BITS, wide & ((1 << STEP_BITS) - 1)
    base = table[places]
    rise = (table[places + 1] - base) * offsets
    return base + ((rise + (1 << (STEP_BITS - 1))) >> STEP_BITS)
