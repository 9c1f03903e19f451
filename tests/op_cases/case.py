"""One operator with its operands and options, as a module, as a file, and as arrays to feed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
from xdsl.dialects.builtin import (
    DYNAMIC_INDEX,
    IntegerAttr,
    ModuleOp,
    NoneType,
    StringAttr,
    TensorType,
    UnitAttr,
    UnrankedTensorType,
    i32,
)
from xdsl.dialects.func import FuncOp, ReturnOp
from xdsl.ir import Attribute, Block, Operation, Region, SSAValue

from qir.backends.tflite.writer import tflite_bytes
from qir.dialects.qir import StateOp
from qir.dialects.quant import UniformType
from qir.dialects.tfl import op_class
from qir.dialects.tfl.attributes import INTERMEDIATES
from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.constants import ConstOp, NoValueOp, QConstOp
from qir.dialects.tfl.options import PREFIX, enum_class, option_fields, to_option
from qir.dialects.tfl.tensors import Shape, stored_element
from qir.dialects.types import ELEMENT_TYPES
from qir.numerics.packing import pack_low_first
from qir.tflite_format import schema
from qir.weights import WeightAttr

Array = npt.NDArray[Any]
Option = bool | int | float | str | list[int] | Attribute

_PACKED = {"i4": 4, "ui4": 4, "i2": 2}
"""Bits of the elements that an array holds one a byte, and a file several."""


@dataclass(frozen=True)
class Operand:
    """A tensor an operator reads; `array` holds stored integers where `quantized` says of what."""

    array: Array
    quantized: UniformType | None = None
    is_constant: bool = False
    is_variable: bool = False

    @property
    def element(self) -> Attribute:
        return self.quantized or ELEMENT_TYPES[self.array.dtype.name.upper()]

    @property
    def is_argument(self) -> bool:
        return not self.is_constant and not self.is_variable


@dataclass(frozen=True)
class OpCase:
    """A valid instance of a builtin operator; an absent operand is None."""

    builtin: str
    operands: tuple[Operand | None, ...]
    result_elements: tuple[Attribute, ...]
    options: Mapping[str, Option] = field(default_factory=dict[str, Option])
    version: int = 1
    intermediates: tuple[Attribute, ...] = ()
    """Element types of what an integer LSTM computes inside."""


def operator_class(case: OpCase) -> type[TflOp]:
    return op_class(case.builtin, _options(case)[0])


def inputs(case: OpCase) -> list[Array]:
    """What to feed to the function of `to_module`."""
    return [operand.array for operand in case.operands if operand and operand.is_argument]


def to_tflite(case: OpCase) -> bytes:
    return tflite_bytes(to_module(case))


def to_module(case: OpCase) -> ModuleOp:
    """A function of the operands that are neither constant nor variable, with the op as its body.

    Result types are as far known as the op infers their shapes.
    """
    block = Block()
    op = operator(case, [define(block, operand) for operand in case.operands])
    block.add_ops([op, ReturnOp(*op.results)])
    types = block.arg_types, [result.type for result in op.results]
    return ModuleOp([FuncOp("main", types, Region(block))])


def operator(case: OpCase, operands: Sequence[SSAValue]) -> TflOp:
    """The op of a case on operands that may be other than its own."""
    unknown = [UnrankedTensorType(element) for element in case.result_elements]
    shapes = create(case, operands, unknown).inferred_shapes()
    pairs = zip(shapes, case.result_elements, strict=True)
    return create(case, operands, [tensor_type(shape, element) for shape, element in pairs])


def tensor_type(shape: Shape | None, element: Attribute) -> Attribute:
    """The type of what is known of a tensor."""
    if shape is None:
        return UnrankedTensorType(element)
    return TensorType(element, [DYNAMIC_INDEX if size is None else size for size in shape])


def define(block: Block, operand: Operand | None) -> SSAValue:
    """The value of an operand: a new argument of the block, or the result of a new op in it."""
    op = _definition(operand)
    if op is None:
        assert operand is not None
        type = TensorType(operand.element, operand.array.shape)
        return block.insert_arg(type, len(block.args))
    block.add_op(op)
    return op.results[0]


def _definition(operand: Operand | None) -> Operation | None:
    if operand is None:
        return NoValueOp.create(result_types=[NoneType()], properties={"value": UnitAttr()})
    type = TensorType(operand.element, operand.array.shape)
    if operand.is_variable:
        return StateOp.of(type)
    if not operand.is_constant:
        return None
    stored = TensorType(stored_element(operand.element), operand.array.shape)
    properties: dict[str, Attribute] = {"value": WeightAttr.of(stored, "constant", _bytes(operand))}
    if operand.quantized is None:
        return ConstOp.create(result_types=[type], properties=properties)
    return QConstOp.create(result_types=[type], properties=properties | {"qtype": type})


def _bytes(operand: Operand) -> Array:
    bits = _PACKED.get(str(stored_element(operand.element)))
    if bits is None:
        return operand.array
    return pack_low_first(operand.array.reshape(-1).view(np.uint8), bits)


def create(case: OpCase, operands: Sequence[SSAValue], types: Sequence[Attribute]) -> TflOp:
    """The op of a case on other operands, with results of these types."""
    properties, attributes = _options(case)
    if case.intermediates:
        inside = [TensorType(element, [0]) for element in case.intermediates]
        properties |= dict(zip(INTERMEDIATES, inside, strict=True))
    attributes["qir.version"] = IntegerAttr(case.version, i32)
    op = op_class(case.builtin, properties).create(
        operands=operands, result_types=types, properties=properties, attributes=attributes
    )
    op.complete()
    return op


def _options(case: OpCase) -> tuple[dict[str, Attribute], dict[str, Attribute]]:
    """Properties, and silent options as attributes, as the frontend has them: with all defaults
    among the properties, and none among the attributes."""
    operator = schema.operator_by_name(case.builtin)
    fields = option_fields(operator)
    assert not case.options.keys() - fields.keys(), f"{case.builtin} has other options"
    properties: dict[str, Attribute] = {}
    attributes: dict[str, Attribute] = {}
    for name, spec in fields.items():
        default = None if spec.is_vector else to_option(operator, spec, spec.default)
        is_drawn = name in case.options
        attribute = _attribute(operator, spec, case.options[name]) if is_drawn else default
        is_silent = name.startswith(PREFIX)
        if attribute is None or (is_silent and attribute == default):
            continue
        (attributes if is_silent else properties)[name] = attribute
    return properties, attributes


def _attribute(operator: schema.Operator, spec: schema.Field, value: Option) -> Attribute:
    if isinstance(value, Attribute):
        return value
    if isinstance(value, str):
        spelled = enum_class(operator, spec) or StringAttr
        return spelled(value)
    return to_option(operator, spec, value)
