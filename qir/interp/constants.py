"""From the bytes of a constant to an array, and back."""

from __future__ import annotations

from typing import Any, cast

import numpy as np
import numpy.typing as npt
from xdsl.dialects.builtin import IntegerType, NoneType, TensorType, UnitAttr
from xdsl.ir import Attribute, Operation

from qir.attributes import element_type
from qir.diagnostics import QirError
from qir.dialects.quant import UniformType
from qir.dialects.records import RecordError, record_of
from qir.dialects.tf_type import StringType
from qir.dialects.tfl.constants import ConstOp, NoValueOp, QConstOp, SparseConstOp
from qir.dialects.tfl.tensors import shape_of, stored_element
from qir.interp.values import Array, dtype_of
from qir.notes import notes_of
from qir.numerics.packing import pack_low_first, unpack_low_first
from qir.numerics.sparsity import Compressed, Dense, Sparsity, densified
from qir.tflite_format.record import Record
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


def sparse_array(op: SparseConstOp) -> Array:
    """The values of a sparse constant in its shape, zeros and all (rule S9)."""
    element, shape = element_type(op.output), shape_of(op.output)
    noted = notes_of(op.output).get("sparsity")
    if noted is None or not isinstance(op.compressed_data, WeightAttr):
        raise QirError("a sparse constant without its bytes or the note how they are arranged")
    if element is None or shape is None or None in shape:
        raise QirError(f"a sparse constant of type {op.output.type}; expected all sizes")
    stored = stored_element(element)
    if isinstance(stored, StringType) or _packed_bits(stored):
        raise QirError(f"sparse constants of {stored} cannot be computed with")
    values = np.frombuffer(op.compressed_data.blob.data.to_bytes(), dtype_of(stored))
    return densified(values, [size or 0 for size in shape], _sparsity(noted))


def _sparsity(noted: Attribute) -> Sparsity:
    """How a sparse constant is arranged, from the note on it."""
    try:
        record = record_of("SparsityParameters", noted)
    except RecordError as error:
        raise QirError(f"the note of a sparse constant: {error}") from error
    levels = [
        Compressed(_integers(level.array_segments), _integers(level.array_indices))
        if level.format
        else Dense(level.dense_size)
        for level in record.dim_metadata or ()
    ]
    return Sparsity(record.traversal_order or (), levels, record.block_map or ())


def _integers(vector: Record | None) -> npt.NDArray[np.int64]:
    values = () if vector is None or vector.values is None else vector.values
    return np.asarray(values, np.int64)


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
