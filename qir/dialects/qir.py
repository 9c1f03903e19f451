"""The `qir` dialect: what a TFLite file says and MLIR's `tfl` dialect has no word for."""

from __future__ import annotations

from xdsl.dialects.builtin import TensorType, UnrankedTensorType
from xdsl.ir import Data, Dialect
from xdsl.irdl import (
    IRDLOperation,
    irdl_attr_definition,
    irdl_op_definition,
    result_def,
    traits_def,
)
from xdsl.parser import AttrParser
from xdsl.printer import Printer
from xdsl.traits import Pure

from qir.attributes import float_literal
from qir.numerics.intervals import Interval
from qir.weights import BlobAttr, WeightAttr


@irdl_op_definition
class VariableOp(IRDLOperation):
    """A state tensor (`is_variable`): zero at first, then what its user leaves in it."""

    name = "qir.variable"
    output = result_def(TensorType | UnrankedTensorType)


@irdl_op_definition
class UndefinedOp(IRDLOperation):
    """A tensor that nothing in the file defines."""

    name = "qir.undefined"
    output = result_def(TensorType | UnrankedTensorType)
    traits = traits_def(Pure())


@irdl_attr_definition
class RangeAttr(Data[Interval]):
    """`#qir.range<-1.0, 6.0>`: every element of a tensor lies within, bounds included."""

    name = "qir.range"

    @classmethod
    def parse_parameter(cls, parser: AttrParser) -> Interval:
        with parser.in_angle_brackets():
            low = _parse_bound(parser)
            parser.parse_punctuation(",")
            return Interval(low, _parse_bound(parser))

    def print_parameter(self, printer: Printer) -> None:
        low, high = float_literal(self.data.low), float_literal(self.data.high)
        printer.print_string(f"<{low}, {high}>")


def _parse_bound(parser: AttrParser) -> float:
    is_negative = parser.parse_optional_punctuation("-") is not None
    is_infinite = parser.parse_optional_keyword("inf") is not None
    magnitude = float("inf") if is_infinite else float(parser.parse_number())
    return -magnitude if is_negative else magnitude


QIR = Dialect("qir", [VariableOp, UndefinedOp], [RangeAttr, BlobAttr, WeightAttr])
