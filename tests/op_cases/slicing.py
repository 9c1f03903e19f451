"""Parts of a tensor, read or replaced."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hypothesis import strategies as st

from .case import OpCase, Operand, Option
from .draws import INDICES, Draws, strategy

ANY = (
    *("FLOAT32", "INT32", "INT64", "INT16", "INT8", "UINT8", "BOOL"),
    *("QINT8", "QUINT8", "QINT16"),
)
KINDS = ("range", "range", "range", "shrink_axis", "new_axis", "ellipsis", "rest")
"""What an element of `begin` says of an axis, or that there are no more."""
MAX_SPECS = 6
STRIDES = (1, 1, 2, 3, -1, -2)
UPDATED = ("FLOAT32", "INT32", "INT64", "INT8", "BOOL", "QINT8")


def cases() -> dict[str, st.SearchStrategy[OpCase]]:
    return {
        "tfl.slice": strategy(_slice),
        "tfl.strided_slice": strategy(_strided_slice) | strategy(_offset_slice),
        "tfl.dynamic_update_slice": strategy(_dynamic_update_slice),
    }


def _slice(d: Draws) -> OpCase:
    shape, element = d.shape(1, 5), d.element(ANY)
    begin = [d.integer(0, size - 1) for size in shape]
    counts = [
        d.one_of((-1, d.integer(1, size - first))) for size, first in zip(shape, begin, strict=True)
    ]
    name = d.one_of(INDICES)
    operands = [d.integers(values, name, is_constant=d.flag()) for values in (begin, counts)]
    return OpCase("SLICE", (d.tensor(shape, element), *operands), (element,))


def _strided_slice(d: Draws) -> OpCase:
    """An ellipsis stands for one axis at least, as it does for the kernel."""
    shape, element = d.shape(1), d.element(ANY)
    masks = dict.fromkeys(("begin", "end", "ellipsis", "new_axis", "shrink_axis"), 0)
    specs: list[Sequence[int]] = []
    axes = list(shape)
    while axes and len(specs) < MAX_SPECS:
        bit, kind = 1 << len(specs), d.one_of(KINDS)
        if kind == "rest" or (kind == "ellipsis" and masks["ellipsis"]):
            break
        if kind == "range":
            size = axes.pop(0)
            specs.append(
                (d.integer(-size - 1, size), d.integer(-size - 1, size + 1), d.one_of(STRIDES))
            )
            masks["begin"] |= bit * d.flag()
            masks["end"] |= bit * d.flag()
            continue
        masks[kind] |= bit
        if kind in ("shrink_axis", "new_axis"):
            masks["begin"] |= bit * d.flag()
        first = d.axis(axes.pop(0)) if kind == "shrink_axis" else 0
        specs.append((first, first + 1, 1))
        if kind == "ellipsis":
            axes = axes[d.integer(1, len(axes)) :]
    options: dict[str, Option] = {f"{name}_mask": mask for name, mask in masks.items()}
    return _strided(d, d.tensor(shape, element), specs, options)


def _offset_slice(d: Draws) -> OpCase:
    """`end` counts from `begin`, and every axis has both."""
    shape, element = d.shape(1), d.element(ANY)
    specs: list[Sequence[int]] = []
    for size in shape:
        first = d.integer(0, size - 1)
        begin = first - size if d.flag() else first
        specs.append((begin, d.integer(1, size - first), 1))
    return _strided(d, d.tensor(shape, element), specs, {"offset": True})


def _strided(
    d: Draws, input: Operand, specs: Sequence[Sequence[int]], options: Mapping[str, Option]
) -> OpCase:
    begin, *rest = ([spec[column] for spec in specs] for column in range(3))
    begin_is_constant, rest_is_constant = d.flag(), d.flag()
    operands = (
        d.integers(begin, "INT32", is_constant=begin_is_constant),
        *(d.integers(values, "INT32", is_constant=rest_is_constant) for values in rest),
    )
    return OpCase("STRIDED_SLICE", (input, *operands), (input.element,), options)


def _dynamic_update_slice(d: Draws) -> OpCase:
    """The start may lie where the update does not fit; it is moved."""
    shape, element = d.shape(1), d.element(UPDATED)
    part = tuple(d.integer(1, size) for size in shape)
    start = d.integers([d.integer(-1, size) for size in shape], d.one_of(INDICES))
    operands = (d.tensor(shape, element), d.tensor(part, element), start)
    return OpCase("DYNAMIC_UPDATE_SLICE", operands, (element,))
