"""The same elements under another shape, or in another order."""

from __future__ import annotations

import math

from hypothesis import strategies as st

from .case import OpCase, Operand, Option
from .draws import INDICES, Draws, strategy

ANY = (
    *("FLOAT32", "INT32", "INT64", "INT16", "INT8", "UINT8", "BOOL"),
    *("QINT8", "QUINT8", "QINT16"),
)
REVERSED = ("FLOAT32", "INT32", "INT64", "INT16", "UINT8", "QUINT8", "QINT16")
TILED = ("FLOAT32", "INT32", "INT64", "INT16", "INT8", "UINT8", "BOOL", "QINT8", "QUINT8")


def cases() -> dict[str, st.SearchStrategy[OpCase]]:
    makers = (
        *(_reshape, _squeeze, _expand_dims, _transpose),
        *(_broadcast_to, _tile, _reverse_v2, _reverse_sequence),
    )
    return {f"tfl.{make.__name__.removeprefix('_')}": strategy(make) for make in makers}


def _reshape(d: Draws) -> OpCase:
    """By operand 1, by the option, or by both; one size may be left open."""
    sizes = list(d.shape())
    element = d.element(ANY)
    given = [sizes[position] for position in d.permutation(len(sizes))]
    if len(given) > 1 and d.flag():
        given = [math.prod(given[:2]), *given[2:]]
    if sizes and d.flag():
        sizes[d.integer(0, len(sizes) - 1)] = -1
    operands: list[Operand] = [d.tensor(given, element)]
    options: dict[str, Option] = {}
    where = d.one_of(("operand", "option", "both"))
    if where != "option":
        operands.append(d.integers(sizes, "INT32", is_constant=d.flag()))
    if where != "operand":
        options["qir.new_shape"] = sizes
    return OpCase("RESHAPE", tuple(operands), (element,), options)


def _squeeze(d: Draws) -> OpCase:
    shape = d.shape()
    ones = [axis for axis, size in enumerate(shape) if size == 1]
    dims = [axis - len(shape) if d.flag() else axis for axis in ones if d.flag()]
    element = d.element(ANY)
    return OpCase("SQUEEZE", (d.tensor(shape, element),), (element,), {"squeeze_dims": dims})


def _expand_dims(d: Draws) -> OpCase:
    shape, element = d.shape(), d.element(ANY)
    axis = d.integers(d.axis(len(shape) + 1), d.one_of(INDICES), is_constant=d.flag())
    return OpCase("EXPAND_DIMS", (d.tensor(shape, element), axis), (element,))


def _transpose(d: Draws) -> OpCase:
    shape, element = d.shape(1, 5), d.element(ANY)
    perm = d.integers(d.permutation(len(shape)), "INT32", is_constant=d.flag())
    return OpCase("TRANSPOSE", (d.tensor(shape, element), perm), (element,))


def _broadcast_to(d: Draws) -> OpCase:
    shape, element = d.shape(1), d.element(ANY)
    wanted = d.integers(shape, d.one_of(INDICES), is_constant=d.flag())
    operand = d.tensor(d.stretchable(shape), element)
    return OpCase("BROADCAST_TO", (operand, wanted), (element,), version=2)


def _tile(d: Draws) -> OpCase:
    shape, element = d.shape(1), d.element(TILED)
    multiples = [d.integer(1, 3) for _ in shape]
    operand = d.integers(multiples, d.one_of(INDICES), is_constant=d.flag())
    return OpCase("TILE", (d.tensor(shape, element), operand), (element,))


def _reverse_v2(d: Draws) -> OpCase:
    """Along neighboring axes, which is what there is a kernel for."""
    shape, element = d.shape(1), d.element(ANY)
    first = d.integer(0, len(shape) - 1)
    axes = range(first, d.integer(first, len(shape) - 1) + 1)
    spelled = [axis - len(shape) if d.flag() else axis for axis in axes]
    axis = d.integers(spelled, "INT32", is_constant=d.flag())
    return OpCase("REVERSE_V2", (d.tensor(shape, element), axis), (element,))


def _reverse_sequence(d: Draws) -> OpCase:
    shape, element = d.shape(2), d.element(REVERSED)
    sequence, batch = d.permutation(len(shape))[:2]
    lengths = d.tensor((shape[batch],), d.element(INDICES), -1, shape[sequence])
    options = {"seq_dim": sequence, "batch_dim": batch}
    return OpCase("REVERSE_SEQUENCE", (d.tensor(shape, element), lengths), (element,), options)
