"""Rounding to integers; the name says which way halves go."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[Any]


def round_half_away(values: Numbers) -> Numbers:
    """Nearest integers, halves away from zero, as C's `round` does; in the type of `values`."""
    whole = np.trunc(values)
    # Not trunc(x + 0.5): the sum of 0.5 and the number before it rounds up to 1.
    return whole + np.copysign(np.abs(values - whole) >= 0.5, values).astype(values.dtype)


def saturate(values: Numbers, dtype: npt.DTypeLike) -> Numbers:
    """The values as integers of a type, those outside of it as its least or greatest."""
    bounds = np.iinfo(dtype)
    return np.clip(values, bounds.min, bounds.max).astype(dtype)
