"""Valid instances of every hand-written `tfl` op, drawn by hypothesis; a module for each family."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from hypothesis import strategies as st

from .case import OpCase

FAMILIES: tuple[Any, ...] = tuple(
    module
    for found in iter_modules(__path__)
    if hasattr(module := import_module(f".{found.name}", __name__), "cases")
)


def cases() -> dict[str, st.SearchStrategy[OpCase]]:
    """By the name of the op, such as `tfl.conv_2d`."""
    return {name: cases for family in FAMILIES for name, cases in family.cases().items()}
