"""Rows of a table, by their numbers."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

from qir.dialects.quant import UniformType
from qir.dialects.types import ELEMENT_TYPES

from .case import OpCase, Operand
from .draws import INDICES, Draws, strategy

GATHERED = (
    *("FLOAT32", "INT32", "INT64", "INT16", "INT8", "UINT8", "BOOL"),
    *("QINT8", "QUINT8", "QINT16"),
)
GATHERED_ND = ("FLOAT32", "INT32", "INT64", "INT16", "INT8", "UINT8", "BOOL", "QINT8", "QUINT8")


def cases() -> dict[str, st.SearchStrategy[OpCase]]:
    return {
        "tfl.embedding_lookup": strategy(_embedding_lookup),
        "tfl.gather": strategy(_gather),
        "tfl.gather_nd": strategy(_gather_nd),
    }


def _embedding_lookup(d: Draws) -> OpCase:
    """A table of floats, of integers that come out as they are, or hybrid."""
    kind = d.one_of(("FLOAT32", "QINT8", "hybrid", "hybrid per row", "hybrid blocks"))
    storage = d.one_of(("INT8", "UINT8", "INT4"))
    shape = (d.size(), *d.shape(1, 3))
    lookup = d.tensor((d.size(),), ELEMENT_TYPES["INT32"], 0, shape[0] - 1)
    if kind.startswith("hybrid"):
        # Rows of 4 bits that end within a byte are misread by the kernel.
        shape = (*shape[:-1], 2 * shape[-1]) if storage == "INT4" else shape
        channels = (shape[0], 0) if kind.endswith("row") else None
        element = _symmetric(d.quantized(storage, symmetric=True, channels=channels))
        result = ELEMENT_TYPES["FLOAT32"]
        if kind.endswith("blocks"):
            storage, shape = d.one_of(("INT4", "INT2")), (shape[0], 4 * shape[-1])
            element = d.in_blocks(d.quantized(storage, symmetric=True), shape, 4)
    else:
        element = result = d.element((kind,))
    is_constant = kind.startswith("hybrid") or d.flag()
    table = d.tensor(shape, element, is_constant=is_constant)
    return OpCase("EMBEDDING_LOOKUP", (lookup, table), (result,))


def _symmetric(element: UniformType) -> UniformType:
    """The same with zero point 0, in unsigned integers too."""
    scales, axis = element.scales.array(), element.axis.data
    return UniformType.get(element.storage, scales, [0] * scales.size, axis)


def _gather(d: Draws) -> OpCase:
    shape = d.shape(1)
    axis = d.integer(0, len(shape) - 1)
    batch = d.integer(0, axis)
    rest = d.shape(0, 2)
    element = d.element(GATHERED)
    indices = d.tensor(
        (*shape[:batch], *rest),
        d.element((*INDICES, "INT16")),
        0,
        shape[axis] - 1,
        is_constant=d.flag(),
    )
    is_negative = d.flag() and batch + len(rest) > batch
    options = {
        "axis": axis - len(shape) if d.flag() else axis,
        "batch_dims": -len(rest) if is_negative else batch,
    }
    return OpCase("GATHER", (d.tensor(shape, element), indices), (element,), options)


def _gather_nd(d: Draws) -> OpCase:
    shape = d.shape(1)
    depth = d.integer(1, len(shape))
    rows = d.shape(0, 2)
    element = d.element(GATHERED_ND)
    index = d.element((*INDICES, "INT16"))
    columns = [d.tensor(rows, index, 0, size - 1).array for size in shape[:depth]]
    indices = Operand(np.stack(columns, -1), is_constant=d.flag())
    return OpCase("GATHER_ND", (d.tensor(shape, element), indices), (element,))
