"""Softmax and its kin, and what divides by a norm."""

from __future__ import annotations

from hypothesis import strategies as st
from xdsl.dialects.builtin import IntegerType

from qir.dialects.quant import UniformType
from qir.dialects.tfl.quantization import OF_LOG_PROBABILITIES, OF_PROBABILITIES, OF_UNIT_BALL
from qir.dialects.tfl.tensors import stored_element
from qir.dialects.types import ELEMENT_TYPES

from .case import OpCase
from .draws import Draws, strategy, with_scale

BYTES = (ELEMENT_TYPES["INT8"], ELEMENT_TYPES["UINT8"])
INT16 = IntegerType(16)


def cases() -> dict[str, st.SearchStrategy[OpCase]]:
    return {
        "tfl.softmax": strategy(_softmax),
        "tfl.log_softmax": strategy(_log_softmax),
        "tfl.l2_normalization": strategy(_l2_normalization),
        "tfl.local_response_normalization": strategy(_local_response_normalization),
    }


def _rows(d: Draws) -> tuple[int, ...]:
    """Some of more elements than are drawn for other ops."""
    return (*d.shape(0, 3), d.one_of((1, 2, 3, 5, 17, 100)))


def _softmax(d: Draws) -> OpCase:
    """8 bits may come out as int16."""
    element = d.element(("FLOAT32", "FLOAT16", "QINT8", "QUINT8", "QINT16"))
    result = with_scale(element, OF_PROBABILITIES)
    if stored_element(element) in BYTES and d.flag():
        result = UniformType.get(INT16, [1 / 65536], [-32768])
    options = {"beta": d.one_of((1.0, 0.5, 2.0))}
    return OpCase("SOFTMAX", (d.tensor(_rows(d), element),), (result,), options)


def _log_softmax(d: Draws) -> OpCase:
    element = d.element(("FLOAT32", "QINT8", "QUINT8"))
    result = with_scale(element, OF_LOG_PROBABILITIES)
    return OpCase("LOG_SOFTMAX", (d.tensor(_rows(d), element),), (result,))


def _l2_normalization(d: Draws) -> OpCase:
    element = d.element(("FLOAT32", "QINT8", "QUINT8"))
    operand = d.tensor(_rows(d), element, *d.one_of(((0.5, 4.0), (-4.0, 4.0), (0.0, 0.0))))
    return OpCase("L2_NORMALIZATION", (operand,), (with_scale(element, OF_UNIT_BALL),))


def _local_response_normalization(d: Draws) -> OpCase:
    element = ELEMENT_TYPES["FLOAT32"]
    options = {
        "radius": d.integer(0, 5),
        "bias": d.one_of((1.0, 0.5, 2.0)),
        "alpha": d.one_of((1.0, 0.25)),
        "beta": d.one_of((0.5, 1.0, 0.75)),
    }
    operand = d.tensor(d.sizes(4), element)
    return OpCase("LOCAL_RESPONSE_NORMALIZATION", (operand,), (element,), options)
