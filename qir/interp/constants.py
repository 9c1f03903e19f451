"""From the bytes of a constant to an array, and back."""

from __future__ import annotations

from typing import Any, cast

import numpy as np
from xdsl.dialects.builtin import IntegerType, NoneType, TensorType, UnitAttr
from xdsl.ir import Attribute, Operation

from qir.diagnostics import QirError
from qir.dialects.quant import UniformType
from qir.dialects.tf_type import StringType
from qir.dialects.tfl.constants import ConstOp, NoValueOp, QConstOp
from qir.dialects.tfl.tensors import stored_element
from qir.interp.values import Array, dtype_of
from qir.numerics.packing import pack_low_first, unpack_low_first
from qir.tflite_format.strings import pack_strings, unpack_strings
from qir.weights import WeightAttr


def constant_array(weight: WeightAttr) -> Array:
    """The values of a constant, in its shape; a view where the file holds them as numpy does."""
    element, shape = weight.type.element_type, weight.type.get_shape()
    if isinstance(element, StringType):
        found = unpack_strings(bytes(weight.blob.data.to_bytes()))
        if found is None or len(found) != weight.elements:
            raise QirError(f"constant {weight.key} does not hold {weight.elements} strings")
        strings = np.empty(weight.elements, object)
        strings[:] = found
        return strings.reshape(shape)
    if bits := _packed_bits(element):
        content = np.frombuffer(weight.blob.data.to_bytes(), np.uint8)
        dtype = dtype_of(element)
        unpacked = unpack_low_first(content, bits, weight.elements, signed=dtype.kind == "i")
        return unpacked.view(dtype).reshape(shape)
    return weight.array()


def constant_op(array: Array | None, element: Attribute, name: str) -> Operation:
    """The constant of these values, in their shape; a tensor that is absent where there are none.

    `element`: the type of its elements, quantized or not. `name`: of its bytes.
    """
    if array is None:
        return NoValueOp.create(result_types=[NoneType()], properties={"value": UnitAttr()})
    type = TensorType(element, array.shape)
    stored = stored_element(element)
    value = WeightAttr.of(TensorType(stored, array.shape), name, _bytes(array, stored))
    if isinstance(element, UniformType):
        return QConstOp.create(result_types=[type], properties={"qtype": type, "value": value})
    return ConstOp.create(result_types=[type], properties={"value": value})


def _bytes(array: Array, stored: Attribute) -> Array:
    """The bytes of a tensor as a file has them."""
    if isinstance(stored, StringType):
        return np.frombuffer(pack_strings(array.ravel().tolist()), np.uint8)
    if bits := _packed_bits(stored):
        return pack_low_first(array, bits)
    return array


def _packed_bits(stored: Attribute) -> int | None:
    """Bits of integers of which several share a byte."""
    if not isinstance(stored, IntegerType):
        return None
    bits: int = cast("IntegerType[Any, Any]", stored).width.data
    return bits if 1 < bits < 8 else None
