"""The same numbers in elements of another type."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st
from xdsl.ir import Attribute

from qir.dialects.quant import UniformType
from qir.dialects.tfl.base import op_name
from qir.dialects.types import ELEMENT_TYPES

from .case import OpCase, Operand, Option
from .draws import Draws, strategy

F32 = ELEMENT_TYPES["FLOAT32"]
REQUANTIZED = {
    "FLOAT32": ("QINT8", "QUINT8", "QINT16"),
    "QINT8": ("QINT8", "QUINT8", "QINT16"),
    "QUINT8": ("QINT8", "QUINT8", "QINT16"),
    "QINT16": ("QINT8", "QINT16", "QINT32"),
    "QINT32": ("QINT8", "QINT16"),
}
"""What each type of input is quantized to."""
CAST = (
    *("FLOAT32", "FLOAT64", "FLOAT16", "INT32", "INT64", "INT16", "INT8"),
    *("UINT8", "UINT16", "UINT32", "BOOL", "COMPLEX64"),
)


def cases() -> dict[str, st.SearchStrategy[OpCase]]:
    makers = (_quantize, _dequantize, _densify, _cast, _fake_quant)
    return {op_name(make.__name__.removeprefix("_")): strategy(make) for make in makers}


def _quantize(d: Draws) -> OpCase:
    """Half of the time with quotients and products in the middle between two integers."""
    name, shape = d.one_of(tuple(REQUANTIZED)), d.shape()
    element, made = d.element((name,)), d.element(REQUANTIZED[name])
    is_even = d.flag()
    if is_even:
        element, made = _of_even_scale(d, element), _of_even_scale(d, made)
    elif name == "FLOAT32" and shape and d.flag():
        axis = d.integer(0, len(shape) - 1)
        made = d.quantized(d.one_of(("INT8", "UINT8", "INT16")), channels=(shape[axis], axis))
    operand = d.tensor(shape, element, -5, 5)
    if is_even and name == "FLOAT32":
        operand = Operand((operand.array * 16).round() / np.float32(16))
    return OpCase("QUANTIZE", (operand,), (made,))


def _of_even_scale(d: Draws, element: Attribute) -> Attribute:
    """A quantized type with a power of two as its scale."""
    if not isinstance(element, UniformType):
        return element
    return UniformType.get(element.storage, [2.0 ** d.integer(-6, -2)], element.zero_points.array())


def _dequantize(d: Draws) -> OpCase:
    """A constant may have a scale for each channel, and integers of less than a byte."""
    shape = d.shape()
    is_constant = d.flag()
    packed = ("QINT4", "QUINT4", "QINT2") if is_constant else ()
    element = d.element(("QINT8", "QUINT8", "QINT16", "FLOAT16", *packed))
    if shape and is_constant and d.flag():
        axis, storage = d.integer(0, len(shape) - 1), d.one_of(("INT8", "UINT8", "INT4", "INT2"))
        element = d.quantized(storage, symmetric=True, channels=(shape[axis], axis))
    operand = d.tensor(shape, element, is_constant=is_constant)
    return OpCase("DEQUANTIZE", (operand,), (F32,))


def _densify(d: Draws) -> OpCase:
    element = d.element(("FLOAT32", "INT8"))
    return OpCase("DENSIFY", (d.tensor(d.shape(1), element, is_constant=True),), (element,))


def _cast(d: Draws) -> OpCase:
    given, wanted = d.one_of(CAST), d.one_of(CAST)
    operand = d.tensor(d.shape(), ELEMENT_TYPES[given], *d.one_of(((-4.0, 4.0), (-6e4, 6e4))))
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
