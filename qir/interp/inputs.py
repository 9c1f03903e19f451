"""Inputs for a function, drawn at random from what is known of its arguments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
from xdsl.dialects.func import FuncOp
from xdsl.ir import Operation, SSAValue

from qir.diagnostics import QirError
from qir.dialects.tfl.tensors import shape_of
from qir.interp.values import Array, quantization, result_dtype
from qir.notes import name_of

INDEXED: Mapping[str, tuple[int, int]] = {
    "tfl.gather": (1, 0),
    "tfl.embedding_lookup": (0, 1),
}
"""By op: the operand whose elements are positions in another operand, and which that is."""
PASSED_ON = {"tfl.cast", "tfl.expand_dims", "tfl.reshape", "tfl.squeeze", "tfl.transpose"}
"""Ops whose result holds the elements of their first operand."""
DEFAULT_BOUND = 2
"""Integers that are not known to be positions are drawn below: 0 and 1 mean something to most."""


def draw_inputs(function: FuncOp, seed: int) -> list[Array]:
    """An array for each argument, always the same for a seed.

    Floats are normally distributed, quantized tensors take any of their integers, and integers
    that are used as positions lie within what they are positions of. Sizes that are not known are
    1. Raises QirError for an argument that numbers cannot be drawn for.
    """
    rng = np.random.default_rng(seed)
    return [_draw(argument, rng) for argument in function.body.block.args]


def _draw(argument: SSAValue, rng: np.random.Generator) -> Array:
    shape = shape_of(argument)
    dtype = result_dtype(argument)
    if shape is None or dtype.kind == "O":
        name = name_of(argument) or "an input"
        raise QirError(f"{name} is of type {argument.type}; values for it must be given")
    sizes = tuple(1 if size is None else size for size in shape)
    if dtype.kind in "fc":
        return np.asarray(rng.standard_normal(sizes)).astype(dtype)
    if dtype.kind == "b":
        return rng.integers(0, 2, sizes).astype(bool)
    if element := quantization(argument):
        return rng.integers(element.low.data, element.high.data + 1, sizes).astype(dtype)
    bound = min(_sizes_indexed(argument), default=DEFAULT_BOUND)
    return rng.integers(0, max(bound, 1), sizes).astype(dtype)


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
