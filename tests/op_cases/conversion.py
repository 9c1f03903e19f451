"""The same numbers in elements of another type."""

from __future__ import annotations

from hypothesis import strategies as st

from qir.dialects.tfl.base import op_name
from qir.dialects.types import ELEMENT_TYPES

from .case import OpCase, Option
from .draws import Draws, strategy

F32 = ELEMENT_TYPES["FLOAT32"]
REQUANTIZED = {
    "FLOAT32": ("QINT8", "QUINT8", "QINT16"),
    "QINT8": ("QINT8", "QUINT8", "QINT16"),
    "QUINT8": ("QINT8", "QUINT8"),
    "QINT16": ("QINT8", "QINT16"),
}
"""What each type of input is quantized to."""
CAST = (
    *("FLOAT32", "FLOAT64", "FLOAT16", "INT32", "INT64", "INT16", "INT8"),
    *("UINT8", "UINT16", "UINT32", "BOOL"),
)


def cases() -> dict[str, st.SearchStrategy[OpCase]]:
    makers = (_quantize, _dequantize, _densify, _cast, _fake_quant)
    return {op_name(make.__name__.removeprefix("_")): strategy(make) for make in makers}


def _quantize(d: Draws) -> OpCase:
    name = d.one_of(tuple(REQUANTIZED))
    operand = d.tensor(d.shape(), d.element((name,)))
    return OpCase("QUANTIZE", (operand,), (d.element(REQUANTIZED[name]),))


def _dequantize(d: Draws) -> OpCase:
    """A constant may have a scale for each channel."""
    shape = d.shape()
    element = d.element(("QINT8", "QUINT8", "QINT16", "FLOAT16"))
    is_constant = d.flag()
    if shape and is_constant:
        axis = d.integer(0, len(shape) - 1)
        element = d.quantized("INT8", symmetric=True, channels=(shape[axis], axis))
    operand = d.tensor(shape, element, is_constant=is_constant)
    return OpCase("DEQUANTIZE", (operand,), (F32,))


def _densify(d: Draws) -> OpCase:
    element = d.element(("FLOAT32", "INT8"))
    return OpCase("DENSIFY", (d.tensor(d.shape(1), element, is_constant=True),), (element,))


def _cast(d: Draws) -> OpCase:
    given, wanted = d.one_of(CAST), d.one_of(CAST)
    low = 0.0 if wanted.startswith("U") else -100.0
    operand = d.tensor(d.shape(), ELEMENT_TYPES[given], low, 100.0)
    options: dict[str, Option] = {}
    if d.flag():
        options = {"qir.in_data_type": given, "qir.out_data_type": wanted}
    return OpCase("CAST", (operand,), (ELEMENT_TYPES[wanted],), options)


def _fake_quant(d: Draws) -> OpCase:
    options: dict[str, Option] = {
        "min": d.one_of((-2.0, -0.5, 0.0)),
        "max": d.one_of((0.5, 1.0, 6.0)),
        "num_bits": d.integer(2, 16),
    }
    return OpCase("FAKE_QUANT", (d.tensor(d.shape(), F32),), (F32,), options)
