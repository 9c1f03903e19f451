"""Tensors of strings: how many there are, where each begins, where the last ends, and the bytes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise

import numpy as np


def pack_strings(strings: Sequence[bytes]) -> bytes:
    """The bytes of a tensor; places are counted from its first byte."""
    start = 4 * (len(strings) + 2)
    places = accumulate(map(len, strings), initial=start)
    return np.array([len(strings), *places], "<i4").tobytes() + b"".join(strings)


def unpack_strings(content: bytes) -> list[bytes] | None:
    """The strings of a tensor; None where the bytes are not such as `pack_strings` gives."""
    numbers = np.frombuffer(content[: len(content) // 4 * 4], "<i4")
    if not numbers.size or not 0 <= numbers[0] <= numbers.size - 2:
        return None
    places = numbers[1 : numbers[0] + 2].tolist()
    strings = [content[start:end] for start, end in pairwise(places)]
    return strings if pack_strings(strings) == content else None
