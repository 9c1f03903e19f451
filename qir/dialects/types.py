"""TFLite tensor types as IR types, one table for both directions."""

from __future__ import annotations

from xdsl.dialects.builtin import (
    BFloat16Type,
    ComplexType,
    Float8E4M3FNType,
    Float8E5M2Type,
    IntegerType,
    Signedness,
    f16,
    f32,
    f64,
)
from xdsl.ir import Attribute

from qir.dialects.quant import as_uniform
from qir.dialects.tf_type import ResourceType, StringType, VariantType

ELEMENT_TYPES: dict[str, Attribute] = {
    "FLOAT32": f32,
    "FLOAT16": f16,
    "INT32": IntegerType(32),
    "UINT8": IntegerType(8, Signedness.UNSIGNED),
    "INT64": IntegerType(64),
    "STRING": StringType(),
    "BOOL": IntegerType(1),
    "INT16": IntegerType(16),
    "COMPLEX64": ComplexType(f32),
    "INT8": IntegerType(8),
    "FLOAT64": f64,
    "COMPLEX128": ComplexType(f64),
    "UINT64": IntegerType(64, Signedness.UNSIGNED),
    "RESOURCE": ResourceType(),
    "VARIANT": VariantType(),
    "UINT32": IntegerType(32, Signedness.UNSIGNED),
    "UINT16": IntegerType(16, Signedness.UNSIGNED),
    "INT4": IntegerType(4),
    "BFLOAT16": BFloat16Type(),
    "INT2": IntegerType(2),
    "UINT4": IntegerType(4, Signedness.UNSIGNED),
    "FLOAT8_E4M3FN": Float8E4M3FNType(),
    "FLOAT8_E5M2": Float8E5M2Type(),
}
"""`TensorType` member to element type."""

_MEMBERS = {element: member for member, element in ELEMENT_TYPES.items()}


def tensor_type_member(element: Attribute) -> str | None:
    """`TensorType` member of an element type; a quantized one is stored as its integers."""
    quantized = as_uniform(element)
    return _MEMBERS.get(quantized.storage if quantized else element)
