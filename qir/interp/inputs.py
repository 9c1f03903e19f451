"""Inputs for a function, drawn at random from what is known of its arguments.

White noise has every frequency alike. Recorded signals do not: the amplitude of images and of
sound falls with frequency, about as 1/f (Field, "Relations between the statistics of natural images
and the response properties of cortical cells", 1987; Voss and Clarke, "1/f noise in music and
speech", 1975), and what is small at high frequencies is what rounding loses first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum

import numpy as np
import numpy.typing as npt
from xdsl.dialects.func import FuncOp
from xdsl.ir import Operation, SSAValue

from qir.diagnostics import QirError
from qir.dialects.tfl.tensors import shape_of
from qir.interp.values import Array, quantization, result_dtype
from qir.notes import name_of
from qir.numerics.intervals import Interval

INDEXED: Mapping[str, tuple[int, int]] = {
    "tfl.gather": (1, 0),
    "tfl.embedding_lookup": (0, 1),
}
"""By op: the operand whose elements are positions in another operand, and which that is."""
PASSED_ON = {"tfl.cast", "tfl.expand_dims", "tfl.reshape", "tfl.squeeze", "tfl.transpose"}
"""Ops whose result holds the elements of their first operand."""
DEFAULT_BOUND = 2
"""Integers that are not known to be positions are drawn below: 0 and 1 mean something to most."""


FEW = 16
"""An axis of fewer elements is none of time or space."""


class Spectrum(Enum):
    """How the amplitude of floats that are drawn depends on frequency."""

    WHITE = "white noise"
    NATURAL = "1/f noise"


def draw_inputs(
    function: FuncOp,
    seed: int,
    spectrum: Spectrum = Spectrum.WHITE,
    bounds: Mapping[SSAValue, Interval] | None = None,
) -> list[Array]:
    """An array for each argument, always the same for a seed.

    Floats are normally distributed, quantized tensors take any of their integers, and integers
    that are used as positions lie within what they are positions of. Sizes that are not known are
    1. With a natural spectrum, floats are so along the axes of time or space: those of 16 elements
    or more, without the first and the last where there are others.
    `bounds`: of arguments of floats that are known to lie within: theirs are scaled to fill them.
    Raises QirError for an argument that numbers cannot be drawn for.
    """
    rng = np.random.default_rng(seed)
    found = [_draw(argument, rng, spectrum) for argument in function.body.block.args]
    for index, argument in enumerate(function.body.block.args):
        interval = (bounds or {}).get(argument)
        if interval is not None and interval.is_bounded and found[index].dtype.kind == "f":
            found[index] = _filling(found[index], interval)
    return found


def _filling(array: Array, interval: Interval) -> Array:
    """An array stretched and shifted to reach both ends of an interval."""
    low, high = (float(end) for end in (array.min(initial=0), array.max(initial=0)))
    share = (array.astype(np.float64) - low) / (high - low or 1)
    filled = interval.low + share * (interval.high - interval.low)
    return np.clip(filled, interval.low, interval.high).astype(array.dtype)


def _draw(argument: SSAValue, rng: np.random.Generator, spectrum: Spectrum) -> Array:
    shape = shape_of(argument)
    dtype = result_dtype(argument)
    if shape is None or dtype.kind == "O":
        name = name_of(argument) or "an input"
        raise QirError(f"{name} is of type {argument.type}; values for it must be given")
    sizes = tuple(1 if size is None else size for size in shape)
    if dtype.kind in "fc":
        white = np.asarray(rng.standard_normal(sizes))
        return (_natural(white) if spectrum is Spectrum.NATURAL else white).astype(dtype)
    if dtype.kind == "b":
        return rng.integers(0, 2, sizes).astype(bool)
    if element := quantization(argument):
        return rng.integers(element.low.data, element.high.data + 1, sizes).astype(dtype)
    bound = min(_sizes_indexed(argument), default=DEFAULT_BOUND)
    return rng.integers(0, max(bound, 1), sizes).astype(dtype)


def _natural(white: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """White noise with its amplitudes divided by their frequencies, of unit variance."""
    inner = range(1, white.ndim - 1)
    axes = [axis for axis in inner if white.shape[axis] >= FEW]
    if not axes and white.ndim and white.shape[-1] >= FEW:
        axes = [white.ndim - 1]
    if not axes:
        return white
    squares = [
        np.square(np.fft.fftfreq(white.shape[axis])).reshape(
            [-1 if axis == other else 1 for other in range(white.ndim)]
        )
        for axis in axes
    ]
    frequency = np.sqrt(sum(squares))
    # What does not change at all is as strong as what changes slowest.
    lowest = 1 / max(white.shape[axis] for axis in axes)
    spectrum = np.fft.fftn(white, axes=axes) / np.maximum(frequency, lowest)
    natural = np.fft.ifftn(spectrum, axes=axes).real
    return natural / natural.std()


def _sizes_indexed(value: SSAValue) -> Iterator[int]:
    """The size of each axis that elements of a value are positions along."""
    for use in value.uses:
        op = use.operation
        if op.name in INDEXED and INDEXED[op.name][0] == use.index:
            yield from _size(op, INDEXED[op.name][1])
        elif op.name in PASSED_ON and use.index == 0:
            yield from _sizes_indexed(op.results[0])


def _size(op: Operation, operand: int) -> Iterator[int]:
    shape = shape_of(op.operands[operand])
    if shape is None:
        return
    known = [size for size in shape if size is not None]
    # The least of its sizes lies within the axis, whichever that is.
    yield min(known, default=1)
