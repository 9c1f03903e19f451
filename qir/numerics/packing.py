"""Integers of less than a byte, as LiteRT reads them: several to a byte, the first lowest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt


def pack_low_first(values: npt.NDArray[Any], bits: int) -> npt.NDArray[np.uint8]:
    """The low `bits` (2 or 4) of each value, packed; the last byte is filled up with zeros."""
    per_byte = 8 // bits
    low = np.asarray(values).ravel().astype(np.uint8) & ((1 << bits) - 1)
    padded = np.zeros(-(-low.size // per_byte) * per_byte, np.uint8)
    padded[: low.size] = low
    shifted = padded.reshape(-1, per_byte) << np.arange(0, 8, bits, dtype=np.uint8)
    packed: npt.NDArray[np.uint8] = np.bitwise_or.reduce(shifted, axis=1)
    return packed


def unpack_low_first(
    content: npt.NDArray[np.uint8], bits: int, count: int, *, signed: bool
) -> npt.NDArray[np.uint8]:
    """The `count` values that `pack_low_first` packed, a byte each; `signed`: two's complement."""
    places = np.arange(0, 8, bits, dtype=np.uint8)
    fields = (content[:, np.newaxis] >> places) & ((1 << bits) - 1)
    values = fields.ravel()[:count].astype(np.uint8)
    if signed:
        values[values >> (bits - 1) == 1] |= 0xFF << bits & 0xFF
    return values
