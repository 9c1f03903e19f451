"""Arrays beside which nothing can be read or written: an access beyond one ends the process."""

from __future__ import annotations

import ctypes
import mmap
from typing import Any

import numpy as np
import numpy.typing as npt

PAGE = mmap.PAGESIZE
NO_ACCESS = 0
"""PROT_NONE of mprotect(2)."""
LIBC = ctypes.CDLL(None, use_errno=True)


def guarded(array: npt.NDArray[Any], *, at_end: bool) -> npt.NDArray[Any]:
    """A copy that ends where memory does, or begins there; it is aligned for its elements only."""
    pages = -(-array.nbytes // PAGE) * PAGE
    memory = mmap.mmap(-1, PAGE + pages + PAGE, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    address = ctypes.addressof(ctypes.c_char.from_buffer(memory))
    for guard in (address, address + PAGE + pages):
        failed = LIBC.mprotect(ctypes.c_void_p(guard), ctypes.c_size_t(PAGE), NO_ACCESS)
        assert not failed, ctypes.get_errno()
    start = PAGE + (pages - array.nbytes if at_end else 0)
    copy = np.frombuffer(memory, array.dtype, array.size, start).reshape(array.shape)
    copy[...] = array
    return copy
