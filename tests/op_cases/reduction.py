"""One number out of many."""

from __future__ import annotations

from hypothesis import strategies as st

from qir.dialects.tfl.base import op_name
from qir.dialects.types import ELEMENT_TYPES

from .case import OpCase
from .draws import INDICES, Draws, Elements, strategy

QUANTIZED = ("QINT8", "QUINT8", "QINT16")
REDUCED: dict[str, Elements] = {
    "MEAN": ("FLOAT32", "INT32", "INT64", *QUANTIZED),
    "SUM": ("FLOAT32", "INT32", "INT64", *QUANTIZED),
    "REDUCE_PROD": ("FLOAT32", "INT32", "INT64", "QINT8", "QINT16"),
    "REDUCE_MAX": ("FLOAT32", "INT32", "INT64", *QUANTIZED),
    "REDUCE_MIN": ("FLOAT32", "INT32", "INT64", *QUANTIZED),
    "REDUCE_ANY": ("BOOL",),
    "REDUCE_ALL": ("BOOL",),
}
KEEPS_SCALE = ("REDUCE_MAX", "REDUCE_MIN")
SEARCHED = ("FLOAT32", "INT32", "INT8", "UINT8", "BOOL", "QINT8", "QUINT8")
SORTED = ("FLOAT32", "INT32", "INT64", "INT16", "INT8", "UINT8", "QINT8", "QUINT8")


def cases() -> dict[str, st.SearchStrategy[OpCase]]:
    return {
        **{op_name(builtin): strategy(_reduction, builtin) for builtin in REDUCED},
        "tfl.mean": strategy(_reduction, "MEAN") | strategy(_mean_of_images),
        "tfl.arg_max": strategy(_extreme, "ARG_MAX"),
        "tfl.arg_min": strategy(_extreme, "ARG_MIN"),
        "tfl.cumsum": strategy(_cumsum),
        "tfl.topk_v2": strategy(_topk_v2),
    }


def _reduction(d: Draws, builtin: str) -> OpCase:
    element, shape = d.element(REDUCED[builtin], -2, 2), d.shape(1)
    axes = d.axes(len(shape))
    numbers = axes[0] if len(axes) == 1 and d.flag() else axes
    operands = (
        d.tensor(shape, element, -2, 2),
        d.integers(numbers, "INT32", is_constant=d.flag()),
    )
    result = element if builtin in KEEPS_SCALE else d.like(element, -8, 8)
    return OpCase(builtin, operands, (result,), {"keep_dims": d.flag()})


def _mean_of_images(d: Draws) -> OpCase:
    """Over height and width, which has a kernel of its own."""
    element = d.element(QUANTIZED, -2, 2)
    shape = (*d.sizes(3), d.one_of((1, 2, 3, 16, 17, 35)))
    axes = d.integers(d.one_of(([1, 2], [2, 1], [-2, 1])), "INT32", is_constant=d.flag())
    operands = d.tensor(shape, element, -2, 2), axes
    return OpCase("MEAN", operands, (d.like(element, -2, 2),), {"keep_dims": True})


def _extreme(d: Draws, builtin: str) -> OpCase:
    shape, output_type = d.shape(1), d.one_of(INDICES)
    axis = d.integers(d.axis(len(shape)), d.one_of(INDICES), is_constant=d.flag())
    operands = (d.tensor(shape, d.element(SEARCHED)), axis)
    return OpCase(
        builtin, operands, (ELEMENT_TYPES[output_type],), {"qir.output_type": output_type}
    )


def _cumsum(d: Draws) -> OpCase:
    element, shape = d.element(("FLOAT32", "INT32", "INT64")), d.shape(1)
    axis = d.integers(d.axis(len(shape)), "INT32", is_constant=d.flag())
    options = {"exclusive": d.flag(), "reverse": d.flag()}
    return OpCase("CUMSUM", (d.tensor(shape, element), axis), (element,), options)


def _topk_v2(d: Draws) -> OpCase:
    """k may be int16, and then so are the indices."""
    element, shape = d.element(SORTED), d.shape(1)
    k = d.integers(d.integer(1, shape[-1]), d.one_of(("INT32", "INT16")), is_constant=d.flag())
    return OpCase("TOPK_V2", (d.tensor(shape, element), k), (element, k.element))
