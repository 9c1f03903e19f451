"""Functions of bytes by a table of 256 entries."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from qir.numerics.rounding import round_half_away, saturate

Floats = npt.NDArray[np.float32]


def mapped_bytes(
    integers: npt.NDArray[Any],
    function: Callable[[Floats], Floats],
    input: tuple[float, int],
    output: tuple[float, int],
) -> npt.NDArray[Any]:
    """A function of reals on int8 or uint8; scale and zero point of its input and output.

    All in float32; the result is divided by its scale as a product with the inverse (rule E7).
    """
    bounds = np.iinfo(integers.dtype)
    stored = np.arange(bounds.min, bounds.max + 1, dtype=np.int32)
    reals: Any = np.float32(input[0]) * (stored - input[1]).astype(np.float32)
    nearest: Any = round_half_away(function(reals) * (np.float32(1) / np.float32(output[0])))
    table = saturate(nearest + np.float32(output[1]), integers.dtype)
    return table[integers.astype(np.int32) - bounds.min]
