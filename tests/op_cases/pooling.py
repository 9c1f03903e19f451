"""Pooling."""

from __future__ import annotations

from hypothesis import strategies as st

from qir.dialects.tfl.base import op_name

from .case import OpCase, Option
from .draws import FUSED, Draws, Elements, strategy

POOLED: dict[str, Elements] = {
    "AVERAGE_POOL_2D": ("FLOAT32", "QINT8", "QUINT8", "QINT16"),
    "MAX_POOL_2D": ("FLOAT32", "QINT8", "QUINT8", "QINT16"),
    "L2_POOL_2D": ("FLOAT32",),
}


def cases() -> dict[str, st.SearchStrategy[OpCase]]:
    return {op_name(builtin): strategy(_pool, builtin) for builtin in POOLED}


def _pool(d: Draws, builtin: str) -> OpCase:
    element, shape = d.element(POOLED[builtin]), d.sizes(4)
    padding = d.one_of(("SAME", "VALID"))
    options: dict[str, Option] = {
        "padding": padding,
        "fused_activation_function": d.one_of(FUSED),
        "stride_h": d.integer(1, 3),
        "stride_w": d.integer(1, 3),
    }
    for name, size in (("filter_height", shape[1]), ("filter_width", shape[2])):
        options[name] = d.integer(1, min(size, 4) if padding == "VALID" else 4)
    return OpCase(builtin, (d.tensor(shape, element),), (element,), options)
