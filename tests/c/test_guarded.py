"""That accesses beyond guarded arrays are seen, at either end and in a process of its own."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from c.guarded import PAGE, guarded

READ = """\
import ctypes, sys, numpy as np
from c.guarded import guarded
size, at, at_end = map(int, sys.argv[1:])
array = guarded(np.zeros(size, np.int8), at_end=bool(at_end))
ctypes.c_int8.from_address(array.ctypes.data + at).value
"""


@pytest.mark.parametrize("size", [0, 1, 13, PAGE, PAGE + 4])
@pytest.mark.parametrize("at_end", [False, True])
def test_arrays_are_as_they_were(size: int, at_end: bool) -> None:
    array = np.arange(size, dtype=np.float32)
    copy = guarded(array, at_end=at_end)
    np.testing.assert_array_equal(copy, array)
    assert copy.flags.writeable
    assert copy.flags.aligned


@pytest.mark.parametrize(
    ("at", "at_end", "is_beyond"), [(12, 1, False), (13, 1, True), (0, 0, False), (-1, 0, True)]
)
def test_beyond_is_nothing(at: int, at_end: int, is_beyond: bool) -> None:
    command = [sys.executable, "-c", READ, "13", str(at), str(at_end)]
    status = subprocess.run(command, cwd=Path(__file__).parents[1]).returncode
    assert status == (-signal.SIGSEGV if is_beyond else 0)
