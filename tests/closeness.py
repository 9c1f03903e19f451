"""How near the results of one engine are to those of another that adds up in another order."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
RELATIVE = 1e-5
"""Of floats, to the largest of a tensor: kernels add up in another order."""
CANCELLED = 0.02
"""Where terms cancel, the rounding of what was there is left: floats count as at least so much of
the largest that went in."""
STEP = 0.03
"""The same where a state is quantized on its way back into a product: what was added up in another
order may round to the next integer, and what follows from there differs by a step of it."""
RARELY = 0.05
"""Of the cases of a recurrent op, how many may differ by that."""


def check(
    found: Array,
    expected: Array,
    relative: float = RELATIVE,
    least: float = 0.0,
    *,
    message: str = "",
) -> None:
    """Integers must be the same; floats nearly, relative to the largest, or to `least` if more."""
    assert found.shape == expected.shape
    assert found.dtype == expected.dtype
    if np.issubdtype(expected.dtype, np.inexact):
        finite = np.abs(expected[np.isfinite(expected)])
        bound = relative * float(finite.max(initial=least))
        np.testing.assert_allclose(found, expected, rtol=relative, atol=bound, err_msg=message)
    else:
        np.testing.assert_array_equal(found, expected, err_msg=message)


def are_close(found: Array, expected: Array, least: float) -> bool:
    try:
        check(found, expected, RELATIVE, least)
    except AssertionError:
        return False
    return True


def magnitude(array: Array) -> float:
    """The largest of an array of floats; 0 of others."""
    return float(np.abs(array).max(initial=0)) if array.dtype.kind == "f" else 0.0
