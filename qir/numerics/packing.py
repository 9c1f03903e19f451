"""Integers of less than a byte, as LiteRT reads them: several to a byte, the first lowest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt


def pack_low_first(values: npt.NDArray[Any], bits: int) -> npt.NDArray[np.uint8]:
    """The low `bits` (2 or 4) of each value, packed; the last byte is filled up with zeros."""
    per_byte = 8 // bits
    low = np.asarray(values).ravel().astype(np.uint8) & ((1 << bits) - 1)
    packed = np.zeros(-(-low.size // per_byte), np.uint8)
    for place in range(per_byte):
        fields = low[place::per_byte]
        packed[: fields.size] |= fields << (place * bits)
    return packed


def pack_blocks(blocks: Iterable[npt.NDArray[Any]], bits: int) -> Iterator[npt.NDArray[np.uint8]]:
    """The same, block by block; a byte that a block leaves unfinished comes with the next one."""
    per_byte = 8 // bits
    rest = np.empty(0, np.uint8)
    for block in blocks:
        values = block.ravel().astype(np.uint8)
        if rest.size:
            values = np.concatenate([rest, values])
        whole = values.size - values.size % per_byte
        yield pack_low_first(values[:whole], bits)
        rest = values[whole:]
    if rest.size:
        yield pack_low_first(rest, bits)


def unpack_low_first(
    content: npt.NDArray[np.uint8], bits: int, count: int, *, signed: bool
) -> npt.NDArray[np.uint8]:
    """The `count` values that `pack_low_first` packed, a byte each; `signed`: two's complement."""
    per_byte = 8 // bits
    fields = np.empty((content.size, per_byte), np.uint8)
    for place in range(per_byte):
        fields[:, place] = content >> (place * bits) & ((1 << bits) - 1)
    values = fields.reshape(-1)[:count]
    if signed:
        sign = np.uint8(1 << (bits - 1))
        values ^= sign
        values -= sign
    return values
