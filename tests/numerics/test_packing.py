"""Integers of less than a byte, packed and unpacked again."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qir.numerics.packing import pack_blocks, pack_low_first, unpack_low_first

BITS = st.sampled_from([2, 4])


def drawn(data: st.DataObject, bits: int, *, signed: bool) -> np.ndarray:
    """Integers of so many bits, an odd count among others."""
    low = -(1 << (bits - 1)) if signed else 0
    numbers = data.draw(st.lists(st.integers(low, low + (1 << bits) - 1), max_size=21))
    return np.array(numbers, np.int8 if signed else np.uint8)


@given(bits=BITS, signed=st.booleans(), data=st.data())
def test_what_was_packed_comes_back(bits: int, signed: bool, data: st.DataObject) -> None:
    values = drawn(data, bits, signed=signed)
    packed = pack_low_first(values, bits)
    assert packed.dtype == np.uint8
    assert packed.size == -(-values.size * bits // 8)
    unpacked = unpack_low_first(packed, bits, values.size, signed=signed)
    assert unpacked.dtype == np.uint8
    assert unpacked.view(values.dtype).tolist() == values.tolist()


@pytest.mark.parametrize(
    ("values", "bits", "packed"),
    [
        ([1, 2], 4, [0x21]),
        ([-8, 7, -1], 4, [0x78, 0x0F]),
        ([0, 1, 2, 3], 2, [0b11_10_01_00]),
        ([-2, 1, -1, 0, -1], 2, [0b00_11_01_10, 0b00_00_00_11]),
        ([], 2, []),
    ],
)
def test_the_first_is_lowest_and_the_last_byte_is_filled_up(
    values: Sequence[int], bits: int, packed: Sequence[int]
) -> None:
    assert pack_low_first(np.array(values, np.int8), bits).tolist() == packed


@given(bits=BITS, signed=st.booleans(), data=st.data())
def test_blocks_of_any_size_pack_as_the_whole(bits: int, signed: bool, data: st.DataObject) -> None:
    values = drawn(data, bits, signed=signed)
    cuts = data.draw(st.lists(st.integers(0, values.size), max_size=5).map(sorted))
    blocks = np.split(values, cuts)
    packed = np.concatenate([np.empty(0, np.uint8), *pack_blocks(blocks, bits)])
    assert packed.tolist() == pack_low_first(values, bits).tolist()


def test_blocks_are_packed_as_they_come() -> None:
    """Nothing but an unfinished byte waits for the next one."""
    block = np.ones((3, 3), np.int8)
    assert [part.size for part in pack_blocks([block] * 4, 4)] == [4, 5, 4, 5]
