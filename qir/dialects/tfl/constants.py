"""Constants, absent operands, and what turns stored integers back into floats."""

from __future__ import annotations

from typing import Any

from xdsl.dialects.builtin import NoneType, TensorType, UnitAttr
from xdsl.ir import Attribute, SSAValue
from xdsl.irdl import (
    IRDLOperation,
    irdl_op_definition,
    operand_def,
    prop_def,
    result_def,
    traits_def,
)
from xdsl.traits import ConstantLike, Pure
from xdsl.utils.exceptions import VerifyException

from qir.attributes import element_type
from qir.dialects.quant import UniformType
from qir.dialects.tfl.base import Tensor, TflOp, shape_of, tfl_op
from qir.weights import WeightAttr


@irdl_op_definition
class ConstOp(IRDLOperation):
    """A constant tensor of numbers or strings."""

    name = "tfl.pseudo_const"
    value = prop_def()
    output = result_def(TensorType)
    traits = traits_def(Pure(), ConstantLike())

    def verify_(self) -> None:
        _check_value(self.value, self.output.type)


@irdl_op_definition
class QConstOp(IRDLOperation):
    """A constant of quantized type; `value` is its stored integers."""

    name = "tfl.pseudo_qconst"
    qtype = prop_def(TensorType)
    value = prop_def()
    output = result_def(TensorType)
    traits = traits_def(Pure(), ConstantLike())

    def verify_(self) -> None:
        type: TensorType[Any] = self.output.type
        if self.qtype != type:
            raise VerifyException(f"result type {type} differs from qtype {self.qtype}")
        element = type.element_type
        if not isinstance(element, UniformType):
            raise VerifyException(f"element type {element} is not quantized")
        _check_value(self.value, TensorType(element.storage, type.get_shape()))
        if element.is_per_channel:
            axis, shape = element.axis.data, type.get_shape()
            if axis >= len(shape):
                raise VerifyException(
                    f"channel axis {axis} out of range for shape {list(shape)}; "
                    f"expected 0..{len(shape) - 1}"
                )
            count = len(element.scales.array())
            if count != shape[axis]:
                raise VerifyException(
                    f"{count} scales for {shape[axis]} channels on axis {axis} "
                    f"of shape {list(shape)}"
                )


@irdl_op_definition
class SparseConstOp(IRDLOperation):
    """A constant in the format's sparse encoding, kept as the bytes it came in."""

    name = "tfl.pseudo_sparse_const"
    compressed_data = prop_def()
    output = result_def(TensorType)
    traits = traits_def(Pure(), ConstantLike())


@irdl_op_definition
class NoValueOp(IRDLOperation):
    """Stands where an optional operand is absent."""

    name = "tfl.no_value"
    value = prop_def(UnitAttr)
    none_val = result_def(NoneType)
    traits = traits_def(Pure(), ConstantLike())


@tfl_op("DEQUANTIZE")
class DequantizeOp(TflOp):
    """Quantized integers or float16 to float32."""

    input = operand_def(Tensor)
    output = result_def(Tensor)
    traits = traits_def(Pure())

    def check(self) -> None:
        before, after = shape_of(self.operands[0]), shape_of(self.results[0])
        if before is not None and after is not None and before != after:
            raise VerifyException(f"shape {list(before)} becomes {list(after)}; expected the same")


def _check_value(value: Attribute, expected: TensorType[Any]) -> None:
    type = getattr(value, "type", expected)
    if type != expected:
        raise VerifyException(f"its value is of type {type}; expected {expected}")


def constant_value(op: object) -> WeightAttr | None:
    """The value of a dense constant; None for anything else."""
    if isinstance(op, ConstOp | QConstOp) and isinstance(op.value, WeightAttr):
        return op.value
    return None


def stored_bytes_of(value: SSAValue) -> int:
    """Bytes in the file of a value that is a quantized constant, dequantized or not: its data,
    and a scale and zero point per channel; 0 for any other value."""
    owner = value.owner
    if isinstance(owner, DequantizeOp):
        owner = owner.input.owner
    if not isinstance(owner, QConstOp) or not isinstance(owner.value, WeightAttr):
        return 0
    element = element_type(owner.output)
    scales = len(element.scales.array()) if isinstance(element, UniformType) else 0
    return owner.value.nbytes + scales * (4 + 8)


def sparse_bytes(value: SSAValue) -> int:
    """Bytes in the file of a value that is a sparse constant; 0 for any other."""
    owner = value.owner
    data = owner.compressed_data if isinstance(owner, SparseConstOp) else None
    return data.nbytes if isinstance(data, WeightAttr) else 0
