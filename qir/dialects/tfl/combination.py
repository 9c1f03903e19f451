"""Several tensors into one, and one into several."""

from __future__ import annotations

from collections.abc import Sequence

from qir.attributes import element_type
from qir.dialects.tfl.base import TflOp, tfl_op
from qir.dialects.tfl.constants import constant_integer, constant_integers
from qir.dialects.tfl.options import option
from qir.dialects.tfl.shapes import axis_of, replaced, without
from qir.dialects.tfl.tensors import (
    ANY,
    INDEX,
    Kind,
    Malformed,
    Shape,
    Sizes,
    may_be_same,
    operand,
    operands,
    result,
    results,
    same_scale,
    shape_of,
    shown,
    stored_element,
)
from qir.dialects.types import ELEMENT_TYPES


class GatheringOp(TflOp):
    """Takes tensors that are alike."""

    def shapes(self) -> list[Shape]:
        """Those of the operands, as far as they have one."""
        if not self.operands:
            raise Malformed("no operand", "at least 1")
        return [shape for value in self.operands if (shape := shape_of(value)) is not None]


@tfl_op("CONCATENATION")
class ConcatenationOp(GatheringOp):
    """One after the other along `axis`; all other sizes are equal."""

    values = operands(None, ANY, like="values")
    output = result(None, ANY, like="values")

    def check(self, sizes: Sizes) -> None:
        """Only for uint8 do the kernels change scales on the way."""
        made = element_type(self.results[0])
        for number, element in enumerate(map(element_type, self.operands)):
            is_copied = element and made and stored_element(element) != ELEMENT_TYPES["UINT8"]
            if element and made and is_copied and not same_scale(element, made):
                raise Malformed(f"value {number} is quantized as {element}", f"{made} as output is")

    def infer_shapes(self, sizes: Sizes) -> Sequence[Shape | None]:
        shapes = self.shapes()
        if not shapes:
            return [None]
        first = shapes[0]
        axis = axis_of("axis is", option(self, "axis"), len(first))
        for number, shape in enumerate(shapes):
            if len(shape) != len(first) or not may_be_same(
                replaced(shape, axis, None), replaced(first, axis, None)
            ):
                found = f"value {number} has shape {shown(shape)}"
                raise Malformed(found, f"{shown(first)} as value 0 has, but for axis {axis}")
        lengths = [shape[axis] for shape in shapes]
        total = sum(length or 0 for length in lengths)
        is_known = None not in lengths and len(shapes) == len(self.operands)
        others = without(_merged(shapes), [axis])
        return [(*others[:axis], total if is_known else None, *others[axis:])]


@tfl_op("PACK")
class PackOp(GatheringOp):
    """Along a new axis; all shapes are equal."""

    values = operands(None, ANY, like="values")
    output = result(None, ANY, like="values", same_scale=True)

    def infer_shapes(self, sizes: Sizes) -> Sequence[Shape | None]:
        shapes, count = self.shapes(), option(self, "values_count")
        if count != len(self.operands):
            raise Malformed(
                f"values_count is {count}", f"{len(self.operands)}, as there are operands"
            )
        for number, shape in enumerate(shapes):
            if not may_be_same(shape, shapes[0]):
                found = f"value {number} has shape {shown(shape)}"
                raise Malformed(found, f"{shown(shapes[0])} as value 0 has")
        if not shapes:
            return [None]
        merged = _merged(shapes)
        axis = axis_of("axis is", option(self, "axis"), len(merged) + 1)
        return [(*merged[:axis], count, *merged[axis:])]


@tfl_op("UNPACK")
class UnpackOp(TflOp):
    """Each of the `num` slices along `axis`, without it."""

    input = operand(None, ANY)
    outputs = results(None, ANY, like="input", same_scale=True)

    def infer_shapes(self, sizes: Sizes) -> Sequence[Shape | None]:
        shape, count = shape_of(self.operands[0]), option(self, "num")
        _check_count("num", count, len(self.results))
        if shape is None:
            return [None] * count
        axis = axis_of("axis is", option(self, "axis"), len(shape))
        if shape[axis] not in (None, count):
            raise Malformed(f"num is {count}", f"{shape[axis]}, the size of axis {axis}")
        return [without(shape, [axis])] * count


class SplittingOp(TflOp):
    """Gives as many results as `num_splits` says."""

    def lengths(self, shape: Shape, axis: int) -> Sequence[int | None]:
        """How much of the axis each result gets."""
        raise NotImplementedError

    def infer_shapes(self, sizes: Sizes) -> Sequence[Shape | None]:
        value, axis_operand = self.operand("value"), self.operand("axis")
        assert value and axis_operand
        count = option(self, "num_splits")
        _check_count("num_splits", count, len(self.results))
        shape, axis = shape_of(value), constant_integer("axis", axis_operand)
        if shape is None or axis is None:
            return [None if shape is None else (None,) * len(shape)] * count
        axis = axis_of("axis is", axis, len(shape))
        return [replaced(shape, axis, length) for length in self.lengths(shape, axis)]


@tfl_op("SPLIT")
class SplitOp(SplittingOp):
    """In equal parts."""

    axis = operand(None, Kind.of("INT32"))
    value = operand(None, ANY)
    outputs = results(None, ANY, like="value", same_scale=True)
    AT_LEAST_ONE = ("num_splits",)

    def lengths(self, shape: Shape, axis: int) -> Sequence[int | None]:
        count, size = len(self.results), shape[axis]
        if size is not None and size % count:
            raise Malformed(
                f"num_splits is {count}", f"a divisor of {size}, the size of axis {axis}"
            )
        return [None if size is None else size // count] * count


@tfl_op("SPLIT_V")
class SplitVOp(SplittingOp):
    """In parts of `size_splits`; one may be -1, for what is left over."""

    value = operand(None, ANY)
    size_splits = operand("parts", INDEX)
    axis = operand(None, Kind.of("INT32"))
    outputs = results(None, ANY, like="value", same_scale=True)
    AT_LEAST_ONE = ("num_splits",)

    def check(self, sizes: Sizes) -> None:
        parts = sizes.get("parts")
        if parts is not None and parts != len(self.results):
            raise Malformed(
                f"size_splits has {parts} elements", f"{len(self.results)}, as there are results"
            )

    def lengths(self, shape: Shape, axis: int) -> Sequence[int | None]:
        parts, size = constant_integers(self.operands[1]), shape[axis]
        if parts is None:
            return [None] * len(self.results)
        if parts.count(-1) > 1 or min(parts) < -1:
            raise Malformed(f"size_splits is {shown(parts)}", "sizes, and -1 at most once")
        known = sum(part for part in parts if part != -1)
        if size is not None and (known > size if -1 in parts else known != size):
            found = f"size_splits is {shown(parts)}"
            total = f"at most {size} in all" if -1 in parts else f"a sum of {size}"
            raise Malformed(found, f"{total}, the size of axis {axis}")
        rest = None if size is None else size - known
        return [rest if part == -1 else part for part in parts]


def _merged(shapes: Sequence[Shape]) -> Shape:
    """Each size as far as any of the shapes, which are of one rank, knows it."""
    return tuple(
        next((size for size in sizes if size is not None), None)
        for sizes in zip(*shapes, strict=True)
    )


def _check_count(name: str, count: int, results: int) -> None:
    if count != results:
        raise Malformed(f"{name} is {count}", f"{results} as results")
