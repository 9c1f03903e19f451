"""Tensors as the interpreter holds them: numpy arrays of what a file stores.

A quantized tensor is an array of its integers; its scales are in its type. Integers of less than a
byte take a byte each. Strings are bytes objects in an array of objects. A resource is the key of
its variable. Of an operand that is absent the value is None.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from xdsl.ir import Attribute, SSAValue

from qir.attributes import element_type
from qir.diagnostics import QirError
from qir.dialects.quant import UniformType
from qir.dialects.tfl.tensors import stored_element
from qir.dialects.types import tensor_type_member

Array = npt.NDArray[Any]

_DTYPES = {
    "BOOL": "?",
    "INT2": "int8",
    "INT4": "int8",
    "UINT4": "uint8",
    "STRING": "object",
    "RESOURCE": "object",
}
"""Where numpy's name of a `TensorType` is another, or it has none and another type holds it."""
_WITHOUT_DTYPE = {"VARIANT", "BFLOAT16", "FLOAT8_E4M3FN", "FLOAT8_E5M2"}


def dtype_of(element: Attribute) -> np.dtype[Any]:
    """How the elements of a tensor are held.

    Raises QirError where numpy has no such type.
    """
    member = tensor_type_member(element)
    if member is None or member in _WITHOUT_DTYPE:
        raise QirError(f"values of type {element} cannot be computed with")
    return np.dtype(_DTYPES.get(member, member.lower()))


class Affine(NamedTuple):
    """real = scale * (integer - zero point), for a whole tensor; `scale` is a float32's value."""

    scale: float
    zero_point: int


def affine(value: SSAValue) -> Affine:
    """The scale and zero point of a quantized value; raises QirError where it has not just one."""
    element = element_type(value)
    if not isinstance(element, UniformType) or element.is_per_channel or element.is_blockwise:
        raise QirError(f"type {value.type} has not one scale")
    return Affine(float(element.scales.array()[0]), int(element.zero_points.array()[0]))


def stored_zero(value: SSAValue) -> int:
    """What stands for 0 in a tensor: its zero point where it is quantized."""
    return 0 if quantization(value) is None else affine(value).zero_point


def quantization(value: SSAValue) -> UniformType | None:
    """The quantized element type of a value; None where it is not quantized."""
    element = element_type(value)
    return element if isinstance(element, UniformType) else None


def channel_scales(element: UniformType, count: int) -> npt.NDArray[np.float32]:
    """A scale for each of `count` channels, be there so many or one; float32."""
    return np.broadcast_to(element.scales.array().astype(np.float32), (count,))


def block_scales(name: str, element: UniformType) -> npt.NDArray[np.float32]:
    """A scale for each block of each row of a matrix, [rows, blocks]; float32.

    Raises QirError, which calls the matrix by `name`, where blocks are others than LiteRT has.
    """
    blocks = element.blocks.data
    if blocks.row_size is None:
        raise QirError(f"{name} has blocks of several rows; expected parts of one")
    if element.zero_points.array().any():
        raise QirError(f"{name} has zero points of blocks; expected 0")
    return element.scales.array().astype(np.float32).reshape(blocks.grid)


def dequantized(array: Array, element: UniformType) -> npt.NDArray[np.float32]:
    """The real numbers that stored integers stand for; float32, by rule A1."""
    scales = along_axis(element.scales.array().astype(np.float32), element, array.ndim)
    zero_points = along_axis(element.zero_points.array().astype(np.int32), element, array.ndim)
    return ((array.astype(np.int32) - zero_points) * scales).astype(np.float32)


def along_axis(values: Array, element: UniformType, rank: int) -> Array:
    """One number per channel, or block, shaped to broadcast with a tensor of a quantized type."""
    if element.is_blockwise:
        spread = values.reshape(element.blocks.data.grid)
        for axis, size in element.blocks.data.sizes:
            spread = spread.repeat(size, axis)
        return spread
    if not element.is_per_channel:
        return values.reshape(())
    return values.reshape([-1 if axis == element.axis.data else 1 for axis in range(rank)])


def by_scale(array: Array, element: UniformType) -> Array:
    """The elements of a tensor of a quantized type as [scales, elements that share one]."""
    count, grid = len(element.scales.array()), element.blocks.data.grid
    if element.is_blockwise:
        sides = [(blocks, size // blocks) for blocks, size in zip(grid, array.shape, strict=True)]
        cut = array.reshape([each for side in sides for each in side])
        array = cut.transpose(*range(0, cut.ndim, 2), *range(1, cut.ndim, 2))
    elif element.is_per_channel:
        array = np.moveaxis(array, element.axis.data, 0)
    return array.reshape(count, -1)


def result_element(value: SSAValue) -> Attribute:
    """The stored element type of a value of any tensor type."""
    element = element_type(value)
    assert element is not None
    return stored_element(element)


def result_dtype(value: SSAValue) -> np.dtype[Any]:
    """How the elements of a result are held."""
    return dtype_of(result_element(value))


def real_values(value: SSAValue, array: Array) -> Array:
    """The numbers a tensor stands for: those of a quantized one, or its own."""
    element = quantization(value)
    is_stored = element is not None and array.dtype.kind in "iu"
    return dequantized(array, element) if element is not None and is_stored else array
