"""Element by element: arithmetic, comparisons, logic and choices of tensors that broadcast."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Self

from xdsl.irdl import traits_def
from xdsl.parser import Parser

from qir.dialects.interfaces import OutputRange
from qir.dialects.tfl.base import SameShapeOp, TflOp, tfl_op
from qir.dialects.tfl.shapes import broadcast
from qir.dialects.tfl.tensors import (
    ANY,
    BOOL,
    COMPLEX,
    FLOAT,
    INTEGER,
    NUMBER,
    REAL,
    Kind,
    Malformed,
    Shape,
    Sizes,
    may_be_same,
    operand,
    operands,
    result,
    shape_of,
    shown,
)
from qir.numerics.intervals import Interval

CONTINUOUS = REAL | Kind.of("FLOAT64")
"""Where a function of real numbers has a kernel: floats, and integers by table."""


class BinaryOp(TflOp):
    """Two operands of one type, stretched to each other's shape."""

    @classmethod
    def parse(cls, parser: Parser) -> Self:
        """What LiteRT's converter prints where it is not asked for the generic form.

        `tfl.add %a, %b {fused_activation_function = "NONE"} : tensor<4xf32>` where all types are
        the same, else `tfl.add(%a, %b) <{…}> : (tensor<4xf32>, tensor<f32>) -> tensor<4xf32>`.
        """
        is_generic = parser.parse_optional_punctuation("(") is not None
        names = parser.parse_comma_separated_list(
            parser.Delimiter.NONE, parser.parse_unresolved_operand
        )
        if is_generic:
            parser.parse_punctuation(")")
        properties = parser.parse_optional_properties_dict()
        attributes = parser.parse_optional_attr_dict()
        parser.parse_punctuation(":")
        position = parser.pos
        if is_generic:
            signature = parser.parse_function_type()
            inputs, outputs = signature.inputs.data, signature.outputs.data
        else:
            outputs = (parser.parse_type(),)
            inputs = outputs * len(names)
        for name in attributes.keys() & cls.get_irdl_definition().properties.keys():
            properties[name] = attributes.pop(name)
        operands = parser.resolve_operands(names, inputs, position)
        return cls.create(
            operands=operands, result_types=outputs, properties=properties, attributes=attributes
        )

    def infer_shapes(self, sizes: Sizes) -> Sequence[Shape | None]:
        lhs, rhs = shape_of(self.operands[0]), shape_of(self.operands[1])
        return [broadcast(("lhs", lhs), ("rhs", rhs))]


class ArithmeticOp(BinaryOp):
    lhs = operand(None, NUMBER | COMPLEX)
    rhs = operand(None, NUMBER | COMPLEX, like="lhs")
    output = result(None, NUMBER | COMPLEX, like="lhs")


@tfl_op("ADD")
class AddOp(ArithmeticOp):
    pass


@tfl_op("SUB")
class SubOp(ArithmeticOp):
    pass


@tfl_op("MUL")
class MulOp(ArithmeticOp):
    pass


@tfl_op("DIV")
class DivOp(ArithmeticOp):
    pass


@tfl_op("FLOOR_DIV")
class FloorDivOp(ArithmeticOp):
    """The quotient, rounded down."""


@tfl_op("FLOOR_MOD")
class FloorModOp(ArithmeticOp):
    """The remainder of FLOOR_DIV: it has the sign of the divisor."""


@tfl_op("MAXIMUM")
class MaximumOp(ArithmeticOp):
    pass


@tfl_op("MINIMUM")
class MinimumOp(ArithmeticOp):
    pass


@tfl_op("POW")
class PowOp(ArithmeticOp):
    pass


@tfl_op("SQUARED_DIFFERENCE")
class SquaredDifferenceOp(ArithmeticOp):
    pass


@tfl_op("ATAN2")
class Atan2Op(SameShapeOp):
    """The angle of the point (x, y), in radians; the two do not broadcast."""

    y = operand(None, FLOAT | Kind.of("FLOAT64"))
    x = operand(None, FLOAT | Kind.of("FLOAT64"), like="y")
    output = result(None, FLOAT | Kind.of("FLOAT64"), like="y")
    traits = traits_def(OutputRange(Interval(-math.pi, math.pi)))

    def check(self, sizes: Sizes) -> None:
        y, x = map(shape_of, self.operands)
        if not may_be_same(y, x):
            raise Malformed(f"x has shape {shown(x or ())}", f"{shown(y or ())} as y has")


@tfl_op("BITWISE_XOR")
class BitwiseXorOp(BinaryOp):
    lhs = operand(None, INTEGER)
    rhs = operand(None, INTEGER, like="lhs")
    output = result(None, INTEGER, like="lhs")


@tfl_op("RIGHT_SHIFT")
class RightShiftOp(BinaryOp):
    """Arithmetic where the integers are signed."""

    lhs = operand(None, INTEGER)
    rhs = operand(None, INTEGER, like="lhs")
    output = result(None, INTEGER, like="lhs")


@tfl_op("ADD_N")
class AddNOp(SameShapeOp):
    """The sum of any number of tensors of one shape."""

    inputs = operands(None, NUMBER, like="inputs")
    sum = result(None, NUMBER, like="inputs")

    def check(self, sizes: Sizes) -> None:
        if not self.operands:
            raise Malformed("no operand", "at least 1")
        first = shape_of(self.operands[0])
        for number, other in enumerate(map(shape_of, self.operands)):
            if not may_be_same(first, other):
                found = f"input {number} has shape {shown(other or ())}"
                raise Malformed(found, f"{shown(first or ())} as input 0 has")


class ComparisonOp(BinaryOp):
    lhs = operand(None, NUMBER)
    rhs = operand(None, NUMBER, like="lhs")
    output = result(None, BOOL)


class EqualityOp(BinaryOp):
    lhs = operand(None, NUMBER | BOOL | Kind.of("STRING"))
    rhs = operand(None, NUMBER | BOOL | Kind.of("STRING"), like="lhs")
    output = result(None, BOOL)


@tfl_op("EQUAL")
class EqualOp(EqualityOp):
    pass


@tfl_op("NOT_EQUAL")
class NotEqualOp(EqualityOp):
    pass


@tfl_op("LESS")
class LessOp(ComparisonOp):
    pass


@tfl_op("LESS_EQUAL")
class LessEqualOp(ComparisonOp):
    pass


@tfl_op("GREATER")
class GreaterOp(ComparisonOp):
    pass


@tfl_op("GREATER_EQUAL")
class GreaterEqualOp(ComparisonOp):
    pass


class LogicalOp(BinaryOp):
    lhs = operand(None, BOOL)
    rhs = operand(None, BOOL)
    output = result(None, BOOL)


@tfl_op("LOGICAL_AND")
class LogicalAndOp(LogicalOp):
    pass


@tfl_op("LOGICAL_OR")
class LogicalOrOp(LogicalOp):
    pass


@tfl_op("LOGICAL_NOT")
class LogicalNotOp(SameShapeOp):
    input = operand(None, BOOL)
    output = result(None, BOOL)


class SelectionOp(TflOp):
    """Elements of one of two tensors, by a third."""

    condition = operand(None, BOOL)
    x = operand(None, ANY)
    y = operand(None, ANY, like="x", same_scale=True)
    output = result(None, ANY, like="x", same_scale=True)


@tfl_op("SELECT")
class SelectOp(SelectionOp):
    """x where the condition holds, else y; the condition is of their shape, or one for each row."""

    def infer_shapes(self, sizes: Sizes) -> Sequence[Shape | None]:
        condition, x, y = map(shape_of, self.operands)
        if not may_be_same(x, y):
            raise Malformed(f"y has shape {shown(y or ())}", f"{shown(x or ())} as x has")
        rows = x[:1] if x else None
        if not (condition == () or may_be_same(condition, x) or may_be_same(condition, rows)):
            found = f"condition has shape {shown(condition or ())}"
            raise Malformed(found, f"{shown(x or ())} as x has, or one for each row")
        return [x if x is not None else y]


@tfl_op("SELECT_V2")
class SelectV2Op(SelectionOp):
    """x where the condition holds, else y; the three broadcast."""

    def infer_shapes(self, sizes: Sizes) -> Sequence[Shape | None]:
        condition, x, y = map(shape_of, self.operands)
        return [broadcast(("condition", condition), ("x", x), ("y", y))]


class UnaryOp(SameShapeOp):
    input = operand(None, CONTINUOUS)
    output = result(None, CONTINUOUS, like="input")


@tfl_op("EXP")
class ExpOp(UnaryOp):
    pass


@tfl_op("LOG")
class LogOp(UnaryOp):
    pass


@tfl_op("SQRT")
class SqrtOp(UnaryOp):
    pass


@tfl_op("RSQRT")
class RsqrtOp(UnaryOp):
    """1 / sqrt(x)."""


@tfl_op("SIN")
class SinOp(UnaryOp):
    traits = traits_def(OutputRange(Interval(-1.0, 1.0)))


@tfl_op("COS")
class CosOp(UnaryOp):
    traits = traits_def(OutputRange(Interval(-1.0, 1.0)))


@tfl_op("CEIL")
class CeilOp(UnaryOp):
    pass


@tfl_op("FLOOR")
class FloorOp(UnaryOp):
    pass


@tfl_op("ROUND")
class RoundOp(UnaryOp):
    """To the nearest integer, halves to the even one."""


class SignedOp(SameShapeOp):
    """Defined on integers as well."""

    input = operand(None, NUMBER)
    output = result(None, NUMBER, like="input")


@tfl_op("ABS")
class AbsOp(SignedOp):
    pass


@tfl_op("NEG")
class NegOp(SignedOp):
    pass


@tfl_op("SIGN")
class SignOp(SignedOp):
    traits = traits_def(OutputRange(Interval(-1.0, 1.0)))


@tfl_op("SQUARE")
class SquareOp(SignedOp):
    pass


@tfl_op("ZEROS_LIKE")
class ZerosLikeOp(SignedOp):
    traits = traits_def(OutputRange(Interval(0.0, 0.0)))
