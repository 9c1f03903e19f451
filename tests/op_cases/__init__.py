"""Valid instances of every hand-written `tfl` op, drawn by hypothesis; a module for each family."""

from __future__ import annotations

from hypothesis import strategies as st

from . import (
    activation,
    combination,
    conversion,
    convolution,
    elementwise,
    generation,
    lookup,
    matrix,
    normalization,
    padding,
    pooling,
    recurrent,
    reduction,
    reshaping,
    resizing,
    slicing,
)
from .case import OpCase

FAMILIES = (
    activation,
    combination,
    conversion,
    convolution,
    elementwise,
    generation,
    lookup,
    matrix,
    normalization,
    padding,
    pooling,
    recurrent,
    reduction,
    reshaping,
    resizing,
    slicing,
)


def cases() -> dict[str, st.SearchStrategy[OpCase]]:
    """By the name of the op, such as `tfl.conv_2d`."""
    return {name: cases for family in FAMILIES for name, cases in family.cases().items()}
