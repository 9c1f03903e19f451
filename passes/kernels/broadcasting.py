"""Operands that stretch to the shape of a result, as sizes and strides of four axes."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import groupby

from qir.dialects.c import Parameter
from qir.passes.kernels.lowering import NoKernel

Shape = Sequence[int]
AXES = "blocks", "planes", "rows", "columns"
"""What kernels call the axes they run over, the last being the fastest."""


def strided(result: Shape, operands: Mapping[str, Shape]) -> dict[str, Parameter]:
    """Sizes of the axes, then the stride of each operand along each: 0 where it is repeated.

        strided([2, 3, 4], {"lhs": [2, 3, 4], "rhs": [4]})
    gives `rows = 6`, `columns = 4`, `lhs_rows = 4`, `lhs_columns = 1`, `rhs_rows = 0`,
    `rhs_columns = 1`, and 1 and 0 for the axes before. Neighbouring axes along which the same
    operands are repeated are one. Raises NoKernel where more than four are left.
    """
    rank = len(result)
    aligned = [(*[1] * (rank - len(shape)), *shape) for shape in operands.values()]
    # For each axis: its size, and which operands are repeated along it.
    axes = [
        (size, tuple(shape[axis] == 1 for shape in aligned))
        for axis, size in enumerate(result)
        if size != 1
    ]
    merged = [
        (math.prod(size for size, _ in group), repeated)
        for repeated, group in groupby(axes, key=lambda axis: axis[1])
    ]
    if len(merged) > len(AXES):
        found = f"operands are repeated along {len(merged)} groups of axes in turn"
        raise NoKernel(f"{found}; kernels take up to {len(AXES)}")
    padded = [(1, (True,) * len(aligned))] * (len(AXES) - len(merged)) + merged
    parameters: dict[str, Parameter] = dict(zip(AXES, (size for size, _ in padded), strict=True))
    for number, name in enumerate(operands):
        repeated = [of_all[number] for _, of_all in padded]
        for axis, stride in zip(AXES, _strides(padded, repeated), strict=True):
            parameters[f"{name}_{axis}"] = stride
    return parameters


def _strides(axes: Sequence[tuple[int, object]], repeated: Sequence[bool]) -> list[int]:
    strides, step = list[int](), 1
    for (size, _), is_repeated in zip(reversed(axes), reversed(repeated), strict=True):
        strides.append(0 if is_repeated else step)
        step *= 1 if is_repeated else size
    return strides[::-1]
