"""The `qir` dialect: what a TFLite file says and MLIR's `tfl` dialect has no word for."""

from __future__ import annotations

from typing import Any, cast

from xdsl.dialects.builtin import (
    DYNAMIC_INDEX,
    AnyFloat,
    BytesAttr,
    DenseIntOrFPElementsAttr,
    IntegerType,
    TensorType,
    UnitAttr,
    UnrankedTensorType,
)
from xdsl.ir import Attribute, Data, Dialect, OpResult, SSAValue
from xdsl.irdl import (
    IRDLOperation,
    irdl_attr_definition,
    irdl_op_definition,
    opt_prop_def,
    prop_def,
    result_def,
    traits_def,
)
from xdsl.parser import AttrParser
from xdsl.printer import Printer
from xdsl.traits import Pure

from qir.attributes import OwnAttribute, element_type, float_literal, items
from qir.dialects.quant import UniformType
from qir.numerics.intervals import Interval
from qir.weights import BlobAttr, WeightAttr

IS_VARIABLE = "tfl.is_variable"


class StateOp(IRDLOperation):
    """A state tensor (`is_variable`): zero at first, then what its user leaves in it.

    LiteRT's converter spells it as a constant with a mark, and so does QIR's text; but no pass
    must take it for a constant, so its classes are others.
    """

    value = opt_prop_def()
    """What MLIR's constant must hold; means nothing."""
    output = result_def(TensorType | UnrankedTensorType)

    @staticmethod
    def of(type: Attribute) -> StateOp:
        """The state of a type."""
        element = element_type(type)
        is_quantized = isinstance(element, UniformType)
        properties = {"qtype": type} if is_quantized else {}
        if value := _zeros(type, element.storage if is_quantized else element):
            properties["value"] = value
        return (QVariableOp if is_quantized else VariableOp).create(
            result_types=[type], properties=properties, attributes={IS_VARIABLE: UnitAttr()}
        )


@irdl_op_definition
class VariableOp(StateOp):
    """`"tfl.pseudo_const"() {tfl.is_variable}`."""

    name = "tfl.pseudo_const"


@irdl_op_definition
class QVariableOp(StateOp):
    """`"tfl.pseudo_qconst"() {tfl.is_variable}`, of quantized type."""

    name = "tfl.pseudo_qconst"
    qtype = prop_def()


@irdl_op_definition
class UndefinedOp(IRDLOperation):
    """A tensor that nothing in the file defines."""

    name = "qir.undefined"
    output = result_def(TensorType | UnrankedTensorType)
    traits = traits_def(Pure())


def _zeros(type: Attribute, stored: Any) -> Attribute | None:
    """One zero for all elements of a tensor; None where there is no such literal."""
    if not isinstance(type, TensorType) or not isinstance(stored, AnyFloat | IntegerType):
        return None
    shape = cast("TensorType[Attribute]", type).get_shape()
    if DYNAMIC_INDEX in shape:
        return None
    element = cast("AnyFloat", stored)
    return DenseIntOrFPElementsAttr(
        TensorType(element, shape), BytesAttr(bytes(element.compile_time_size))
    )


RANGES = "qir.ranges"
"""The ranges of an op's results."""


@irdl_attr_definition
class RangeAttr(OwnAttribute, Data[Interval]):
    """`#qir.range<-1.0, 6.0>`: every number of a tensor lies within, bounds included.

    `#qir.range<-1.0, 6.0, numbers>`: and every element is a number.
    """

    name = "qir.range"

    @classmethod
    def parse_parameter(cls, parser: AttrParser) -> Interval:
        with parser.in_angle_brackets():
            low = _parse_bound(parser)
            parser.parse_punctuation(",")
            high, nan = _parse_bound(parser), True
            if parser.parse_optional_punctuation(","):
                parser.parse_keyword("numbers")
                nan = False
            return Interval(low, high, nan)

    def print_parameter(self, printer: Printer) -> None:
        low, high = float_literal(self.data.low), float_literal(self.data.high)
        printer.print_string(f"<{low}, {high}{'' if self.data.nan else ', numbers'}>")


def stated_interval(value: SSAValue) -> Interval | None:
    """Where `annotate-ranges` wrote that the elements of a value lie; None where it did not."""
    if not isinstance(value, OpResult):
        return None
    ranges = items(value.op.attributes.get(RANGES))
    own = ranges[value.index] if ranges else None
    return own.data if isinstance(own, RangeAttr) else None


def _parse_bound(parser: AttrParser) -> float:
    is_negative = parser.parse_optional_punctuation("-") is not None
    is_infinite = parser.parse_optional_keyword("inf") is not None
    magnitude = float("inf") if is_infinite else float(parser.parse_number())
    return -magnitude if is_negative else magnitude


QIR = Dialect("qir", [UndefinedOp], [RangeAttr, BlobAttr, WeightAttr])
