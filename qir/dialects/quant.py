"""The `quant` dialect's uniform types, textually those of upstream MLIR.

real value = scale * (stored integer - zero point); https://mlir.llvm.org/docs/Dialects/QuantDialect
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, cast

import numpy as np
from xdsl.dialects.builtin import AnyFloat, IntAttr, IntegerType, Signedness, f32
from xdsl.ir import Attribute, Data, Dialect, ParametrizedAttribute, TypeAttribute
from xdsl.irdl import irdl_attr_definition
from xdsl.parser import AttrParser
from xdsl.printer import Printer
from xdsl.utils.exceptions import VerifyException

from qir.attributes import OwnAttribute, float_literal

if TYPE_CHECKING:
    import numpy.typing as npt

WIDTHS = (2, 4, 8, 16, 32)
UNSIGNED = {f"u{width}": width for width in WIDTHS}
PER_TENSOR = -1


@irdl_attr_definition
class NumbersAttr(OwnAttribute, Data[bytes]):
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


class Blocks(NamedTuple):
    """How a tensor is cut into blocks, each of one scale."""

    sizes: tuple[tuple[int, int], ...]
    """Axis and how many elements along it a block has; of any other axis it has all."""
    grid: tuple[int, ...]
    """How many blocks there are along each axis of the tensor."""

    @classmethod
    def of_rows(cls, grid: tuple[int, int], size: int) -> Blocks:
        """Each row of a matrix is cut into blocks of `size` elements."""
        return cls(((0, 1), (1, size)), grid)

    @property
    def row_size(self) -> int | None:
        """How many elements of a row of a matrix a block has; None where blocks are otherwise."""
        sizes = dict(self.sizes)
        is_of_rows = len(self.grid) == 2 and len(sizes) == 2 and sizes[0] == 1
        return sizes[1] if is_of_rows else None


NO_BLOCKS = Blocks((), ())


@irdl_attr_definition
class BlocksAttr(Data[Blocks]):
    """Has no text of its own; the quantized type prints it."""

    name = "quant.blocks"

    @classmethod
    def parse_parameter(cls, parser: AttrParser) -> Blocks:
        parser.raise_error("blocks have no textual form outside a quantized type")

    def print_parameter(self, printer: Printer) -> None:
        printer.print_string(f"<{self.data}>")


# A model has many quantized types, and few bounds, axes and kinds of blocks.
_int = lru_cache(IntAttr)
_blocks = lru_cache(BlocksAttr)


@irdl_attr_definition
class UniformType(OwnAttribute, ParametrizedAttribute, TypeAttribute):
    """A real number as an integer, with a scale and a zero point for

    - the tensor, `!quant.uniform<u8:f32, 0.1:128>`; its axis is -1;
    - each channel, `!quant.uniform<i8<-127:127>:f32:0, {0.1, 0.2:5}>`;
    - each block, here of 1 by 2: `!quant.uniform<i8:f32:{0:1, 1:2}, {{0.1, 0.2}, {0.3, 0.4}}>`.
    """

    name = "quant.uniform"

    storage: IntegerType
    low: IntAttr
    high: IntAttr
    expressed: Attribute
    axis: IntAttr
    scales: NumbersAttr
    zero_points: NumbersAttr
    blocks: BlocksAttr

    @classmethod
    def get(
        cls,
        storage: IntegerType,
        scales: npt.ArrayLike,
        zero_points: npt.ArrayLike,
        axis: int = PER_TENSOR,
        bounds: tuple[int, int] | None = None,
        blocks: Blocks = NO_BLOCKS,
    ) -> UniformType:
        low, high = bounds or storage_bounds(storage)
        return cls(
            storage,
            _int(low),
            _int(high),
            f32,
            _int(axis),
            NumbersAttr.of(scales),
            NumbersAttr.of(zero_points),
            _blocks(blocks),
        )

    @property
    def is_per_channel(self) -> bool:
        return self.axis.data != PER_TENSOR

    @property
    def stored(self) -> str:
        """The type of the stored integers as text, `i8` or `ui8`; not printed, which is slow."""
        sign = "u" if self.storage.signedness.data is Signedness.UNSIGNED else ""
        return f"{sign}i{self.storage.width.data}"

    @property
    def is_blockwise(self) -> bool:
        return self.blocks.data != NO_BLOCKS

    def verify(self) -> None:
        if problem := parameter_problem(
            self.storage,
            (self.low.data, self.high.data),
            self.axis.data,
            self.scales.array(),
            self.zero_points.array(),
            self.blocks.data,
        ):
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
            if not isinstance(expressed, AnyFloat):
                parser.raise_error(f"integers stand for {expressed}; expected a float type")
            axis, sizes = PER_TENSOR, None
            if parser.parse_optional_punctuation(":"):
                sizes = parser.parse_optional_comma_separated_list(
                    parser.Delimiter.BRACES, lambda: _parse_block_size(parser)
                )
                if sizes is None:
                    axis = parser.parse_integer(allow_negative=False)
            parser.parse_punctuation(",")
            blocks = NO_BLOCKS
            if sizes is not None:
                pairs, grid = _parse_grid(parser)
                blocks = Blocks(tuple(sizes), grid)
            elif axis != PER_TENSOR:
                pairs = parser.parse_comma_separated_list(
                    parser.Delimiter.BRACES, lambda: _parse_pair(parser)
                )
            else:
                pairs = [_parse_pair(parser)]
        scales = np.array([scale for scale, _ in pairs])
        zero_points = np.array([zero_point for _, zero_point in pairs], float)
        if problem := parameter_problem(storage, bounds, axis, scales, zero_points, blocks):
            parser.raise_error(problem)
        return [
            storage,
            IntAttr(bounds[0]),
            IntAttr(bounds[1]),
            expressed,
            IntAttr(axis),
            NumbersAttr.of(scales),
            NumbersAttr.of(zero_points),
            BlocksAttr(blocks),
        ]

    def print_parameters(self, printer: Printer) -> None:
        low, high = self.low.data, self.high.data
        is_default = (low, high) == storage_bounds(self.storage)
        bounds = "" if is_default else f"<{low}:{high}>"
        pairs = zip(self.scales.array().tolist(), self.zero_points.array().tolist(), strict=True)
        values = [float_literal(s) + (f":{int(z)}" if z else "") for s, z in pairs]
        if self.is_blockwise:
            sizes = ", ".join(f"{axis}:{size}" for axis, size in self.blocks.data.sizes)
            tail = f":{{{sizes}}}, {_braced(values, self.blocks.data.grid)}"
        elif self.is_per_channel:
            tail = f":{self.axis.data}, {{{', '.join(values)}}}"
        else:
            tail = f", {values[0]}"
        printer.print_string(f"<{_spelled(self.storage)}{bounds}:{self.expressed}{tail}>")


def as_uniform(element: Attribute | None) -> UniformType | None:
    """An element type that is quantized; None for any other, and sooner than `isinstance` tells."""
    return element if type(element) is UniformType else None


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
    blocks: Blocks = NO_BLOCKS,
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
    if blocks != NO_BLOCKS:
        if problem := _block_problem(blocks):
            return problem
    elif axis == PER_TENSOR and len(scales) != 1:
        return f"a per-tensor quantized type has {len(scales)} scales, not 1"
    if len(scales) != len(zero_points):
        return f"{len(scales)} scales but {len(zero_points)} zero points"
    for scale in scales[~(np.isfinite(scales) & (scales > 0))]:
        return f"scale {scale} is not a positive number"
    if np.count_nonzero(zero_points):  # seldom, and every type holds 0
        for zero_point in zero_points[(zero_points < least) | (zero_points > most)]:
            return f"zero point {int(zero_point)} is outside {least}:{most} of {_spelled(storage)}"
    return None


def _block_problem(blocks: Blocks) -> str | None:
    sizes = dict(blocks.sizes)
    if len(sizes) != len(blocks.sizes):
        return "an axis has several block sizes"
    for axis, size in blocks.sizes:
        if not 0 <= axis < len(blocks.grid):
            return f"blocks along axis {axis}, but the scales have {len(blocks.grid)} axes"
        if size < 1:
            return f"blocks of {size} along axis {axis}"
    for axis, count in enumerate(blocks.grid):
        if axis not in sizes and count != 1:
            return f"axis {axis} has {count} scales but no block size"
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


def _parse_block_size(parser: AttrParser) -> tuple[int, int]:
    axis = parser.parse_integer(allow_negative=False)
    parser.parse_punctuation(":")
    return axis, parser.parse_integer(allow_negative=False)


def _parse_grid(parser: AttrParser) -> tuple[list[tuple[float, int]], tuple[int, ...]]:
    """Scales in nested braces, in order, and how many there are along each axis."""
    inner = parser.parse_optional_comma_separated_list(
        parser.Delimiter.BRACES, lambda: _parse_grid(parser)
    )
    if inner is None:
        return [_parse_pair(parser)], ()
    shapes = {shape for _, shape in inner}
    if len(shapes) != 1:
        parser.raise_error("the scales of blocks are not as many in each row, or none")
    return [pair for pairs, _ in inner for pair in pairs], (len(inner), *shapes.pop())


def _braced(values: list[str], grid: tuple[int, ...]) -> str:
    """Values in nested braces."""
    for count in reversed(grid):
        rows = [values[start : start + count] for start in range(0, len(values), count)]
        values = [f"{{{', '.join(row)}}}" for row in rows]
    return values[0]


def _parse_pair(parser: AttrParser) -> tuple[float, int]:
    scale = parser.parse_number()
    if not isinstance(scale, float):
        parser.raise_error("a scale is a float literal, with a point: 1.0")
    zero = parser.parse_integer() if parser.parse_optional_punctuation(":") else 0
    return scale, zero


@irdl_attr_definition
class CalibratedType(ParametrizedAttribute, TypeAttribute):
    """`!quant.calibrated<f32<-1.0:1.0>>`: floats, and the range they were seen to have."""

    name = "quant.calibrated"

    expressed: Attribute
    range: NumbersAttr

    @classmethod
    def parse_parameters(cls, parser: AttrParser) -> list[Attribute]:
        with parser.in_angle_brackets():
            expressed = parser.parse_type()
            with parser.in_angle_brackets():
                low = parser.parse_float()
                parser.parse_punctuation(":")
                high = parser.parse_float()
        if not low <= high:
            parser.raise_error(f"the range {low} to {high} is empty")
        return [expressed, NumbersAttr.of([low, high])]

    def print_parameters(self, printer: Printer) -> None:
        low, high = map(float_literal, self.range.array().tolist())
        printer.print_string(f"<{self.expressed}<{low}:{high}>>")


QUANT = Dialect("quant", [], [UniformType, CalibratedType, NumbersAttr, BlocksAttr])
