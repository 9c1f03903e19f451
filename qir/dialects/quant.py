"""The `quant` dialect's uniform types, textually those of upstream MLIR.

real value = scale * (stored integer - zero point); https://mlir.llvm.org/docs/Dialects/QuantDialect
"""

from __future__ import annotations

from typing import cast

import numpy as np
import numpy.typing as npt
from xdsl.dialects.builtin import Float32Type, IntAttr, IntegerType, Signedness, f32
from xdsl.ir import Attribute, Data, Dialect, ParametrizedAttribute, TypeAttribute
from xdsl.irdl import irdl_attr_definition
from xdsl.parser import AttrParser
from xdsl.printer import Printer
from xdsl.utils.exceptions import VerifyException

from qir.attributes import float_literal

WIDTHS = (2, 4, 8, 16, 32)
UNSIGNED = {f"u{width}": width for width in WIDTHS}
PER_TENSOR = -1


@irdl_attr_definition
class NumbersAttr(Data[bytes]):
    """Doubles in little-endian bytes: thousands of scales cost one object."""

    name = "quant.numbers"

    @classmethod
    def of(cls, values: npt.ArrayLike) -> NumbersAttr:
        return cls(np.asarray(values, "<f8").tobytes())

    def array(self) -> npt.NDArray[np.float64]:
        return np.frombuffer(self.data, "<f8")

    @classmethod
    def parse_parameter(cls, parser: AttrParser) -> bytes:
        parser.raise_error("numbers have no textual form outside a quantized type")

    def print_parameter(self, printer: Printer) -> None:
        printer.print_string(f"<{len(self.data) // 8} numbers>")


@irdl_attr_definition
class UniformType(ParametrizedAttribute, TypeAttribute):
    """`!quant.uniform<i8<-127:127>:f32:0, {0.1, 0.2:5}>`; axis -1 is per-tensor."""

    name = "quant.uniform"

    storage: IntegerType
    low: IntAttr
    high: IntAttr
    expressed: Float32Type
    axis: IntAttr
    scales: NumbersAttr
    zero_points: NumbersAttr

    @classmethod
    def get(
        cls,
        storage: IntegerType,
        scales: npt.ArrayLike,
        zero_points: npt.ArrayLike,
        axis: int = PER_TENSOR,
        bounds: tuple[int, int] | None = None,
    ) -> UniformType:
        low, high = bounds or storage_bounds(storage)
        return cls(
            storage,
            IntAttr(low),
            IntAttr(high),
            f32,
            IntAttr(axis),
            NumbersAttr.of(scales),
            NumbersAttr.of(zero_points),
        )

    @property
    def is_per_channel(self) -> bool:
        return self.axis.data != PER_TENSOR

    def verify(self) -> None:
        bounds = self.low.data, self.high.data
        scales, zero_points = self.scales.array(), self.zero_points.array()
        if problem := parameter_problem(self.storage, bounds, self.axis.data, scales, zero_points):
            raise VerifyException(problem)

    @classmethod
    def parse_parameters(cls, parser: AttrParser) -> list[Attribute]:
        with parser.in_angle_brackets():
            storage = _parse_storage(parser)
            bounds = storage_bounds(storage)
            if parser.parse_optional_punctuation("<"):
                low = parser.parse_integer()
                parser.parse_punctuation(":")
                bounds = low, parser.parse_integer()
                parser.parse_punctuation(">")
            parser.parse_punctuation(":")
            expressed = parser.parse_type()
            axis = PER_TENSOR
            if parser.parse_optional_punctuation(":"):
                axis = parser.parse_integer(allow_negative=False)
            parser.parse_punctuation(",")
            pairs = (
                [_parse_pair(parser)]
                if axis == PER_TENSOR
                else parser.parse_comma_separated_list(
                    parser.Delimiter.BRACES, lambda: _parse_pair(parser)
                )
            )
        scales = np.array([scale for scale, _ in pairs])
        zero_points = np.array([zero_point for _, zero_point in pairs], float)
        if problem := parameter_problem(storage, bounds, axis, scales, zero_points):
            parser.raise_error(problem)
        return [
            storage,
            IntAttr(bounds[0]),
            IntAttr(bounds[1]),
            expressed,
            IntAttr(axis),
            NumbersAttr.of(scales),
            NumbersAttr.of(zero_points),
        ]

    def print_parameters(self, printer: Printer) -> None:
        low, high = self.low.data, self.high.data
        is_default = (low, high) == storage_bounds(self.storage)
        bounds = "" if is_default else f"<{low}:{high}>"
        pairs = zip(self.scales.array().tolist(), self.zero_points.array().tolist(), strict=True)
        values = ", ".join(float_literal(s) + (f":{int(z)}" if z else "") for s, z in pairs)
        tail = f":{self.axis.data}, {{{values}}}" if self.is_per_channel else f", {values}"
        printer.print_string(f"<{_spelled(self.storage)}{bounds}:{self.expressed}{tail}>")


def storage_bounds(storage: IntegerType) -> tuple[int, int]:
    """Least and greatest integer of a storage type."""
    width = storage.width.data
    if storage.signedness.data == Signedness.UNSIGNED:
        return 0, (1 << width) - 1
    return -(1 << (width - 1)), (1 << (width - 1)) - 1


def parameter_problem(
    storage: IntegerType,
    bounds: tuple[int, int],
    axis: int,
    scales: npt.NDArray[np.float64],
    zero_points: npt.NDArray[np.float64],
) -> str | None:
    """What is wrong with the parameters of a type, if anything."""
    least, most = storage_bounds(storage)
    low, high = bounds
    if storage.width.data not in WIDTHS or storage.signedness.data == Signedness.SIGNED:
        return f"integers are stored as {storage}; expected i or u and 2, 4, 8, 16 or 32 bits"
    if not least <= low < high <= most:
        return f"storage bounds {low}:{high} are outside {least}:{most} of {_spelled(storage)}"
    if not len(scales):
        return "a quantized type needs at least one scale"
    if axis == PER_TENSOR and len(scales) != 1:
        return f"a per-tensor quantized type has {len(scales)} scales, not 1"
    if len(scales) != len(zero_points):
        return f"{len(scales)} scales but {len(zero_points)} zero points"
    for scale in scales[~(np.isfinite(scales) & (scales > 0))]:
        return f"scale {scale} is not a positive number"
    for zero_point in zero_points[(zero_points < low) | (zero_points > high)]:
        return f"zero point {int(zero_point)} is outside the stored {low}:{high}"
    return None


def _spelled(storage: IntegerType) -> str:
    """MLIR's quant dialect writes `u8` where the builtin type is `ui8`."""
    return str(storage).replace("ui", "u")


def _parse_storage(parser: AttrParser) -> IntegerType:
    keyword = parser.parse_optional_keyword_in(UNSIGNED)
    if keyword:
        return IntegerType(UNSIGNED[keyword], Signedness.UNSIGNED)
    storage = parser.parse_type()
    if not isinstance(storage, IntegerType):
        parser.raise_error("expected an integer storage type")
    return cast("IntegerType", storage)


def _parse_pair(parser: AttrParser) -> tuple[float, int]:
    scale = parser.parse_number()
    if not isinstance(scale, float):
        parser.raise_error("a scale is a float literal, with a point: 1.0")
    zero = parser.parse_integer() if parser.parse_optional_punctuation(":") else 0
    return scale, zero


QUANT = Dialect("quant", [], [UniformType, NumbersAttr])
