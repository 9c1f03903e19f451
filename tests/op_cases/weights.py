"""Products with a filter: operands that fit each other as a kernel for them asks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from xdsl.dialects.builtin import IntegerType
from xdsl.ir import Attribute

from qir.dialects.quant import UniformType
from qir.dialects.types import ELEMENT_TYPES

from .case import Operand
from .draws import Draws

F32 = ELEMENT_TYPES["FLOAT32"]


@dataclass(frozen=True)
class Scheme:
    """How the operands of a product are stored; activations are floats where it names none."""

    activation: str | None = None
    weight: str | None = None
    per_channel: bool = False
    blocks: bool = False
    bias: str = "FLOAT32"


SCHEMES: Mapping[str, Scheme] = {
    "float": Scheme(),
    "int8": Scheme("INT8", "INT8", bias="INT32"),
    "int8 per channel": Scheme("INT8", "INT8", per_channel=True, bias="INT32"),
    "uint8": Scheme("UINT8", "UINT8", bias="INT32"),
    "int16": Scheme("INT16", "INT8", bias="INT64"),
    "int16 per channel": Scheme("INT16", "INT8", per_channel=True, bias="INT64"),
    "int16 with int32": Scheme("INT16", "INT8", bias="INT32"),
    "int16 by int16": Scheme("INT16", "INT16", bias="INT32"),
    "int4": Scheme("INT8", "INT4", bias="INT32"),
    "hybrid": Scheme(None, "INT8"),
    "hybrid int4": Scheme(None, "INT4"),
    "hybrid uint8": Scheme(None, "UINT8"),
    "hybrid per channel": Scheme(None, "INT8", per_channel=True),
    "hybrid blocks": Scheme(None, "INT4", blocks=True),
}


@dataclass(frozen=True)
class Product:
    """The operands of a product and the element type of its result."""

    input: Operand
    filter: Operand
    bias: Operand
    result: Attribute


def product(
    d: Draws, schemes: Sequence[str], input: Sequence[int], filter: Sequence[int], channel_axis: int
) -> Product:
    """An input and a filter of these shapes, and a bias for each channel of the filter."""
    scheme = SCHEMES[d.one_of(schemes)]
    activation = d.quantized(scheme.activation) if scheme.activation else F32
    result = d.quantized(scheme.activation, -8, 8) if scheme.activation else F32
    weight, is_symmetric = F32, scheme.weight != "UINT8"
    if scheme.weight:
        channels = (filter[channel_axis], channel_axis) if scheme.per_channel else None
        weight = d.quantized(scheme.weight, -1, 1, symmetric=is_symmetric, channels=channels)
    if scheme.blocks and isinstance(weight, UniformType):
        weight = d.in_blocks(weight, filter)
    is_constant = isinstance(weight, UniformType) or d.flag()
    return Product(
        d.tensor(input, activation),
        d.tensor(filter, weight, -1, 1, is_constant=is_constant),
        _bias(d, scheme, filter[channel_axis], activation, weight, is_constant=is_constant),
        result,
    )


def _bias(
    d: Draws,
    scheme: Scheme,
    count: int,
    activation: Attribute,
    weight: Attribute,
    *,
    is_constant: bool,
) -> Operand:
    """At input's scale times filter's; the format has no scales for 64 bits, so none are said."""
    if not isinstance(activation, UniformType) or not isinstance(weight, UniformType):
        return d.tensor((count,), F32, is_constant=is_constant)
    scales = (activation.scales.array() * weight.scales.array()).astype(np.float32)
    if scheme.bias == "INT64":
        stored = np.round(d.tensor((count,), F32).array / scales)
        return Operand(stored.astype(np.int64), is_constant=True)
    axis = 0 if len(scales) > 1 else -1
    element = UniformType.get(IntegerType(32), scales, np.zeros(len(scales)), axis)
    return d.tensor((count,), element, is_constant=True)
