"""Padding: elements before and after each axis."""

from __future__ import annotations

from collections.abc import Sequence

from qir.dialects.tfl.base import TflOp, tfl_op
from qir.dialects.tfl.constants import constant_integers
from qir.dialects.tfl.options import option
from qir.dialects.tfl.shapes import check_rank, check_single, of_rank
from qir.dialects.tfl.tensors import (
    ANY,
    INDEX,
    Malformed,
    Shape,
    Sizes,
    operand,
    result,
    shape_of,
)


class PaddingOp(TflOp):
    """`padding` is [rank, 2]: how many elements before, how many after."""

    input = operand(None, ANY)
    padding = operand("axes 2", INDEX)
    output = result(None, ANY, like="input", same_scale=True)

    def infer_shapes(self, sizes: Sizes) -> Sequence[Shape | None]:
        shape, counts = shape_of(self.operands[0]), constant_integers(self.operands[1])
        axes = sizes.get("axes")
        if shape is None:
            return [of_rank(axes)]
        check_rank("padding", axes, shape)
        if counts is None:
            return [of_rank(len(shape))]
        before, after = counts[::2], counts[1::2]
        if min(counts, default=0) < 0:
            raise Malformed(f"padding holds {min(counts)}", "0 or more")
        self.check_reach(shape, before, after)
        return [
            tuple(
                None if size is None else size + first + last
                for size, first, last in zip(shape, before, after, strict=True)
            )
        ]

    def check_reach(self, shape: Shape, before: Sequence[int], after: Sequence[int]) -> None:
        """Raise Malformed where there are not as many elements as padding is made of."""


@tfl_op("PAD")
class PadOp(PaddingOp):
    """With zeros."""


@tfl_op("PADV2")
class PadV2Op(PaddingOp):
    """With the one element of `constant_values`."""

    input = operand(None, ANY)
    padding = operand("axes 2", INDEX)
    constant_values = operand(None, ANY, like="input", same_scale=True)
    output = result(None, ANY, like="input", same_scale=True)

    def check(self, sizes: Sizes) -> None:
        check_single("constant_values", shape_of(self.operands[2]))


@tfl_op("MIRROR_PAD")
class MirrorPadOp(PaddingOp):
    """With what lies inside: REFLECT leaves out the border element, SYMMETRIC repeats it."""

    def check_reach(self, shape: Shape, before: Sequence[int], after: Sequence[int]) -> None:
        border = int(option(self, "mode") == "REFLECT")
        for axis, (size, *counts) in enumerate(zip(shape, before, after, strict=True)):
            if size is not None and max(counts) > max(size - border, 0):
                found = f"padding of axis {axis} is {max(counts)}"
                raise Malformed(found, f"at most {max(size - border, 0)} of its {size} elements")
