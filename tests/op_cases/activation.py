"""Activations."""

from __future__ import annotations

from hypothesis import strategies as st

from qir.dialects.quant import UniformType
from qir.dialects.tfl.base import op_name
from qir.dialects.tfl.quantization import OF_PROBABILITIES, OF_UNIT_BALL

from .case import OpCase, Option
from .draws import Draws, Elements, strategy, with_scale

CLAMPS: dict[str, Elements] = {
    "RELU": ("FLOAT32", "QINT8", "QUINT8", "QINT16"),
    "RELU6": ("FLOAT32", "QINT8", "QUINT8"),
    "RELU_N1_TO_1": ("FLOAT32", "QINT8", "QUINT8"),
    "RELU_0_TO_1": ("FLOAT32", "QINT8", "QUINT8"),
    "LEAKY_RELU": ("FLOAT32", "QINT8", "QUINT8", "QINT16"),
    "ELU": ("FLOAT32", "QINT8"),
    "GELU": ("FLOAT32", "QINT8", "QUINT8"),
    "HARD_SWISH": ("FLOAT32", "QINT8", "QUINT8"),
    "LOGISTIC": ("FLOAT32", "QINT8", "QUINT8", "QINT16"),
    "TANH": ("FLOAT32", "QINT8", "QUINT8", "QINT16"),
}
FIXED = {"LOGISTIC": OF_PROBABILITIES, "TANH": OF_UNIT_BALL}
"""Scales and zero points that a quantized result has."""

POWERS = (2.0**-13, 2.0**-12, 2.0**-11, 2.0**-10)
"""Scales of int16 that kernels may have other arithmetic for."""


def cases() -> dict[str, st.SearchStrategy[OpCase]]:
    return {op_name(name): strategy(_activation, name) for name in CLAMPS} | {
        "tfl.prelu": strategy(_prelu)
    }


def _activation(d: Draws, builtin: str) -> OpCase:
    element = d.element(CLAMPS[builtin])
    options: dict[str, Option] = {}
    if builtin == "LEAKY_RELU":
        options["alpha"] = d.one_of((0.25, 0.0, 1.0, 2.0, -0.5))
    if builtin == "GELU":
        options["approximate"] = d.flag()
    fixed = FIXED.get(builtin)
    if fixed and isinstance(element, UniformType) and element.stored == "i16" and d.flag():
        element = UniformType.get(element.storage, [d.one_of(POWERS)], [0])
    result = with_scale(element, fixed) if fixed else d.like(element)
    return OpCase(builtin, (d.tensor(d.shape(), element),), (result,), options)


def _prelu(d: Draws) -> OpCase:
    element = d.element(("FLOAT32", "QINT8", "QUINT8"))
    shape = d.shape()
    alpha = d.tensor(d.stretchable(shape), d.like(element), -1.0, 1.0, is_constant=d.flag())
    return OpCase("PRELU", (d.tensor(shape, element), alpha), (d.like(element),))
