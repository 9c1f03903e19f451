"""How long a model in C takes, and what the machine does at most; C reads the clock itself."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from qir.backends.c.compiled import DTYPES, Array, CompiledModel
from qir.backends.c.compiler import Compiler, compile_library
from qir.backends.c.description import Description, read_description
from qir.backends.c.interface import ALIGNMENT

TIMING, PEAKS = "timing.c", "peaks.c"
TIMED = "timed.so"
KIB, MIB = 1 << 10, 1 << 20
LEVELS = (16 * KIB, 256 * KIB, 2 * MIB, 8 * MIB, 24 * MIB, 128 * MIB)
"""Bytes that are read again and again, of which the first are in the first cache."""


def stopwatch(
    folder: Path, compiler: Compiler, flags: Sequence[str], inputs: Sequence[Array]
) -> Stopwatch:
    """What times a model of a folder of C, called `model`, whose weights are compiled into it.

    Files are left in the folder. Raises QirError where it cannot be compiled.
    """
    sources = (*read_description(folder).sources, TIMING)
    _compile(folder, sources, compiler, flags, folder / TIMED)
    return stopwatch_again(folder, inputs)


def stopwatch_again(folder: Path, inputs: Sequence[Array]) -> Stopwatch:
    """The same of a folder in which it has been compiled already."""
    return Stopwatch(read_description(folder), ctypes.CDLL(str(folder / TIMED)), inputs)


class Stopwatch(CompiledModel):
    """A model with inputs at hand, run in loops that are C. Tensors are aligned as weights are."""

    def __init__(
        self, described: Description, library: ctypes.CDLL, inputs: Sequence[Array]
    ) -> None:
        super().__init__(described, library)
        interface = self.interface
        given = [_aligned(value.shape, value.dtype) for value in inputs]
        for array, value in zip(given, inputs, strict=True):
            array[...] = value
        made = [_aligned(each.shape, DTYPES[each.elements]) for each in interface.outputs]
        self._held = given, made
        self._arguments = (
            ctypes.byref(self._inputs(*(array.ctypes.data for array in given))),
            ctypes.byref(self._outputs(*(array.ctypes.data for array in made))),
            ctypes.c_void_p(self._arena.ctypes.data),
        )
        self._time = library.model_time
        self._time.restype = ctypes.c_int64
        self._time_calls = library.model_time_calls
        self._time_calls.restype = None

    def time(self, runs: int) -> float:
        """Microseconds of a run, over so many that follow one another."""
        return self._time(*self._arguments, runs) / runs / 1000

    def time_calls(self, runs: int, calls: int) -> tuple[npt.NDArray[np.float64], Array]:
        """Of a model emitted to be timed: microseconds of each call in each run, [runs, calls], all
        its repetitions together, and how many these were."""
        found = np.zeros((runs, 2, calls), np.int64)
        self._time_calls(*self._arguments, runs, calls, ctypes.c_void_p(found.ctypes.data))
        return np.maximum(found[:, 0], 0) / 1000, found[:, 1]


@dataclass(frozen=True, slots=True)
class Peaks:
    """What one core does in a second at most.

    `int8`, `floats`: products. `bytes`: read of memory of so many bytes, smallest first.
    """

    int8: float
    floats: float
    bytes: dict[int, float]

    def bandwidth(self, size: int) -> float:
        """Bytes in a second of what takes so many: those of the next larger size."""
        return next((rate for level, rate in self.bytes.items() if size <= level), self._slowest)

    @property
    def _slowest(self) -> float:
        return list(self.bytes.values())[-1]


def measure_peaks(folder: Path, compiler: Compiler, flags: Sequence[str]) -> Peaks:
    """By loops that are compiled in a folder, as the model is."""
    library = folder / "peaks.so"
    _compile(folder, (PEAKS,), compiler, flags, library)
    found = ctypes.CDLL(str(library))
    for function in (found.int8_products, found.float_products, found.bytes_read):
        function.restype = ctypes.c_double
    return Peaks(
        found.int8_products(),
        found.float_products(),
        {size: _bandwidth(found, size) for size in LEVELS},
    )


def _bandwidth(library: ctypes.CDLL, size: int) -> float:
    memory = _aligned((size,), np.uint8)
    memory[:] = 1  # Memory that nobody has written to may be one page.
    return library.bytes_read(ctypes.c_void_p(memory.ctypes.data), ctypes.c_int64(size))


def _compile(
    folder: Path, sources: Sequence[str], compiler: Compiler, flags: Sequence[str], library: Path
) -> None:
    own = sources[-1]
    (folder / own).write_text((files(f"{__package__}.measuring") / own).read_text())
    compile_library(folder, sources, compiler, flags, library)


def _aligned(shape: Sequence[int], dtype: npt.DTypeLike) -> npt.NDArray[Any]:
    kind = np.dtype(dtype)
    nbytes = int(np.prod(shape, dtype=np.int64)) * kind.itemsize
    memory = np.zeros(nbytes + ALIGNMENT, np.uint8)
    start = -memory.ctypes.data % ALIGNMENT
    return memory[start : start + nbytes].view(kind).reshape(shape)
