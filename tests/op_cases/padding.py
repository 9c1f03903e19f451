"""Padding."""

from __future__ import annotations

from hypothesis import strategies as st

from qir.dialects.tfl.base import op_name

from .case import OpCase, Operand, Option
from .draws import INDICES, Draws, Elements, strategy

PADDED: dict[str, Elements] = {
    "PAD": (
        *("FLOAT32", "INT32", "INT64", "INT16", "INT8", "UINT8", "BOOL"),
        *("QINT8", "QUINT8", "QINT16"),
    ),
    "PADV2": ("FLOAT32", "INT32", "INT64", "QINT8", "QUINT8", "QINT16"),
    "MIRROR_PAD": ("FLOAT32", "INT32", "INT64", "INT16", "INT8", "UINT8", "QINT8", "QUINT8"),
}


def cases() -> dict[str, st.SearchStrategy[OpCase]]:
    return {op_name(builtin): strategy(_pad, builtin) for builtin in PADDED}


def _pad(d: Draws, builtin: str) -> OpCase:
    element, shape = d.element(PADDED[builtin]), d.shape(1)
    options: dict[str, Option] = {}
    most = [3] * len(shape)
    if builtin == "MIRROR_PAD":
        options["mode"] = d.one_of(("REFLECT", "SYMMETRIC"))
        most = [size - (options["mode"] == "REFLECT") for size in shape]
    counts = [[d.integer(0, min(limit, 3)) for _ in range(2)] for limit in most]
    operands: list[Operand] = [
        d.tensor(shape, element),
        d.integers(counts, d.one_of(INDICES), is_constant=d.flag()),
    ]
    if builtin == "PADV2":
        operands.append(d.tensor(d.one_of(((), (1,))), element, is_constant=d.flag()))
    return OpCase(builtin, tuple(operands), (element,), options)
