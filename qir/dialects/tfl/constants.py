"""Constants, and what stands where an operand is absent."""

from __future__ import annotations

from struct import Struct
from typing import Any, TypeVar, cast

from xdsl.dialects.builtin import IntegerType, NoneAttr, NoneType, TensorType, UnitAttr
from xdsl.ir import Attribute, SSAValue
from xdsl.irdl import (
    IRDLOperation,
    irdl_op_definition,
    prop_def,
    result_def,
    traits_def,
)
from xdsl.traits import ConstantLike, Pure
from xdsl.utils.exceptions import VerifyException

from qir.dialects.quant import UniformType
from qir.dialects.tfl.tensors import (
    Malformed,
    check_channels,
    counted,
    shape_of_type,
)
from qir.weights import WeightAttr

MAX_SHAPE_ELEMENTS = 64
"""Constants of more elements are no shapes, and are not read to verify an op."""
_FORMATS: dict[Attribute, Struct] = {
    IntegerType(width): Struct(f"<{letter}") for width, letter in ((16, "h"), (32, "i"), (64, "q"))
}
"""Integers that shapes are made of; few are unpacked sooner than numpy is imported."""
_NO_ENCODING = NoneAttr()

OpT = TypeVar("OpT", bound=IRDLOperation)


def _constant_op(cls: type[OpT]) -> type[OpT]:
    """Define an op that takes nothing and gives one tensor.

    There are many, and what xDSL's verifier checks is seen at a glance unless there is a fault.
    """
    verify = cls.verify_
    defined = irdl_op_definition(cls)
    definition = defined.get_irdl_definition()

    def verify_(self: OpT) -> None:
        is_plain = (
            not (self.operands or self.regions or self.successors)
            and len(self.results) == 1
            and isinstance(self.results[0].type, TensorType)
            and self.properties.keys() == definition.properties.keys()
        )
        if not is_plain:
            definition.verify(self)
        verify(self)

    defined.verify_ = verify_
    return defined


@_constant_op
class ConstOp(IRDLOperation):
    """A constant tensor of numbers or strings."""

    name = "tfl.pseudo_const"
    value = prop_def()
    output = result_def(TensorType)
    traits = traits_def(Pure(), ConstantLike())

    def verify_(self) -> None:
        _check_value(self.value, self.output.type)


@_constant_op
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
        self._check_stored(element, type)
        check_channels("it", element, shape_of_type(type))

    def _check_stored(self, element: UniformType, type: TensorType[Any]) -> None:
        held = self.value.type if isinstance(self.value, WeightAttr) else None
        found = held and (held.element_type, held.shape, held.encoding)
        # To make a type takes longer than to see that none has to be made.
        if found != (element.storage, type.shape, _NO_ENCODING):
            _check_value(self.value, TensorType(element.storage, type.get_shape()))


@_constant_op
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

    @staticmethod
    def absent() -> NoValueOp:
        return NoValueOp.create(result_types=[NoneType()], properties={"value": UnitAttr()})


_DENSE = ConstOp, QConstOp


def _check_value(value: Attribute, expected: TensorType[Any]) -> None:
    type = getattr(value, "type", None)
    if type is not expected and type != expected:
        found = f"of type {type}" if type else f"{value}"
        raise VerifyException(f"its value is {found}; expected {expected}")


def constant_integers(value: SSAValue) -> tuple[int, ...] | None:
    """The elements of a small integer constant, as shapes and axes are; None for anything else."""
    weight = constant_value(value.owner)
    if weight is None or weight.elements > MAX_SHAPE_ELEMENTS or weight.blob.data.is_elided:
        return None
    if (form := _FORMATS.get(weight.type.element_type)) is None:
        return None
    return tuple([number for (number,) in form.iter_unpack(weight.blob.data.to_bytes())])


def constant_integer(name: str, value: SSAValue) -> int | None:
    """The one element of an integer constant; None for anything that is not constant.

    Raises Malformed, which calls the operand by `name`, where there are more or none.
    """
    values = constant_integers(value)
    if values is not None and len(values) != 1:
        raise Malformed(f"{name} has {counted(len(values), 'element')}", "1")
    return values[0] if values else None


def constant_value(op: object) -> WeightAttr | None:
    """The value of a dense constant; None for anything else."""
    # By class, since instance checks that fail are slow and most ops are no constants.
    if type(op) not in _DENSE:
        return None
    value = cast("ConstOp | QConstOp", op).value
    return value if isinstance(value, WeightAttr) else None
