"""Products with a matrix."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import strategies as st

from qir.dialects.types import ELEMENT_TYPES

from .case import OpCase, Operand, Option
from .draws import FUSED, Draws, strategy
from .weights import F32, product

SCHEMES = (
    *("float", "int8", "int8 per channel", "int4", "uint8", "int16", "int16 per channel"),
    *("int16 with int32", "int16 by int16"),
    *("hybrid", "hybrid per channel", "hybrid int4", "hybrid uint8", "hybrid blocks"),
)
DEPTHS = (1, 2, 3, 5, 17, 33, 70)
"""Some fill registers of vector instructions; from 32 on there is a kernel for int4."""


def cases() -> dict[str, st.SearchStrategy[OpCase]]:
    return {
        "tfl.fully_connected": strategy(_fully_connected),
        "tfl.batch_matmul": strategy(_batch_matmul),
    }


def _fully_connected(d: Draws) -> OpCase:
    """The bias may be left out, or absent."""
    scheme = d.one_of(SCHEMES)
    has_blocks = scheme == "hybrid blocks"
    depth, outputs = (
        (d.one_of((32, 48, 96)), d.one_of((4, 9)))
        if has_blocks
        else (d.one_of(DEPTHS), d.one_of((1, 3, 4, 9)))
    )
    shape = (*d.shape(0, 3), depth)
    found = product(d, (scheme,), shape, (outputs, depth), 0)
    options: dict[str, Option] = {
        # Which LiteRT's kernel for scales of blocks forgets.
        "fused_activation_function": "NONE" if has_blocks else d.one_of(FUSED),
        "keep_num_dims": d.flag(),
        "asymmetric_quantize_inputs": d.flag(),
    }
    bias: list[Operand | None] = d.one_of(([], [None], [found.bias]))
    filter = found.filter
    if found.input.quantized is None and filter.array.dtype == np.uint8:
        # As int8 that is -128, whose product with a negative number LiteRT takes for that of 128.
        filter = replace(filter, array=np.where(filter.array == 128, np.uint8(127), filter.array))
    operands = (found.input, filter, *bias)
    return OpCase("FULLY_CONNECTED", operands, (found.result,), options)


def _batch_matmul(d: Draws) -> OpCase:
    kind = d.one_of(("float", "int8", "int16", "int16 by int8", "int8 to int32", "hybrid"))
    rows, depth, columns = d.size(), d.one_of(DEPTHS), d.size()
    adj_x, adj_y = d.flag(), d.flag()
    left, right = d.broadcast(2, 0, 3)
    x_shape = (*left, *((depth, rows) if adj_x else (rows, depth)))
    y_shape = (*right, *((columns, depth) if adj_y else (depth, columns)))
    x = result = F32
    if kind.startswith("int"):
        x = d.quantized(kind.split()[0].upper())
        result = ELEMENT_TYPES["INT32"] if kind.endswith("int32") else d.like(x, -8, 8)
    y = d.like(x)
    if kind in ("hybrid", "int16 by int8"):
        channels = (columns, len(y_shape) - (2 if adj_y else 1))
        has_channels = kind == "hybrid" and d.flag()
        y = d.quantized("INT8", -1, 1, symmetric=True, channels=channels if has_channels else None)
    is_constant = kind == "hybrid" or d.flag()
    operands = (d.tensor(x_shape, x), d.tensor(y_shape, y, -1, 1, is_constant=is_constant))
    # Of weights [n, ...] of rank 5 LiteRT adds up the first only, and reads sums that nobody wrote.
    is_asymmetric = d.flag() and not (kind == "hybrid" and len(y_shape) == 5 and y_shape[0] > 1)
    options: dict[str, Option] = {
        "adj_x": adj_x,
        "adj_y": adj_y,
        "asymmetric_quantize_inputs": is_asymmetric,
    }
    return OpCase("BATCH_MATMUL", operands, (result,), options)
