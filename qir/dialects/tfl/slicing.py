"""Parts of a tensor, read or replaced."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qir.dialects.tfl.base import SameShapeOp, TflOp, tfl_op
from qir.dialects.tfl.constants import constant_integers
from qir.dialects.tfl.options import option
from qir.dialects.tfl.shapes import check_rank, of_rank
from qir.dialects.tfl.tensors import (
    ANY,
    INDEX,
    Malformed,
    Shape,
    Size,
    Sizes,
    operand,
    result,
    shape_of,
    shown,
)


@tfl_op("SLICE")
class SliceOp(TflOp):
    """`size[i]` elements of axis i from `begin[i]`; -1 is all that follow."""

    input = operand(None, ANY)
    begin = operand("axes", INDEX)
    size = operand("axes", INDEX)
    output = result(None, ANY, like="input", same_scale=True)

    def infer_shapes(self, sizes: Sizes) -> Sequence[Shape | None]:
        shape, axes = shape_of(self.operands[0]), sizes.get("axes")
        if shape is None:
            return [of_rank(axes)]
        check_rank("begin", axes, shape)
        begin, count = map(constant_integers, self.operands[1:])
        unknown = (None,) * len(shape)
        rows = zip(shape, begin or unknown, count or unknown, strict=True)
        return [tuple(_sliced(axis, *row) for axis, row in enumerate(rows))]


def _sliced(axis: int, size: Size, begin: Size, count: Size) -> Size:
    if count is not None and count < -1:
        raise Malformed(f"size of axis {axis} is {count}", "-1 or more")
    if begin is not None and (begin < 0 or (size is not None and begin > size)):
        bound = "" if size is None else str(size)
        raise Malformed(f"begin of axis {axis} is {begin}", f"0..{bound}")
    if count != -1:
        if None not in (size, begin, count) and (begin or 0) + (count or 0) > (size or 0):
            found = f"elements {begin}..{(begin or 0) + (count or 0)} of axis {axis}"
            raise Malformed(found, f"at most {size}")
        return count
    return None if size is None or begin is None else size - begin


@tfl_op("STRIDED_SLICE")
class StridedSliceOp(TflOp):
    """From `begin` to `end` by `strides` along each axis, as Python slices.

    Bit i of a mask is about element i of the three: begin and end masks open that end, an ellipsis
    stands for all axes between, a new axis has size 1, and a shrunk one goes; of several the first
    counts. Where `offset`, `end` counts from `begin`.
    """

    input = operand(None, ANY)
    begin = operand("specs", INDEX)
    end = operand("specs", INDEX)
    strides = operand("specs", INDEX)
    output = result(None, ANY, like="input", same_scale=True)

    def infer_shapes(self, sizes: Sizes) -> Sequence[Shape | None]:
        shape, specs = shape_of(self.operands[0]), sizes.get("specs")
        if shape is None or specs is None:
            return [None]
        return [
            tuple(
                self._size(shape, axis, spec)
                for axis, spec in self.plan(len(shape), specs)
                if axis is None or not self.is_set("shrink_axis_mask", spec)
            )
        ]

    def plan(self, rank: int, specs: int) -> Iterator[tuple[int | None, int | None]]:
        """Each axis before any goes: which of the input, and which spec says what is taken of it.

        A new axis is none of the input; without a spec all of an axis is taken.
        """
        ellipses = [spec for spec in range(specs) if self.is_set("ellipsis_mask", spec)]
        if len(ellipses) > 1:
            raise Malformed(f"ellipsis_mask has {len(ellipses)} bits", "at most 1")
        new = [spec for spec in range(specs) if self.is_set("new_axis_mask", spec)]
        new = [spec for spec in new if spec not in ellipses]
        left_out = rank - (specs - len(new) - len(ellipses))
        if left_out < 0:
            raise Malformed(f"begin has {specs} elements for rank {rank}", "no more than axes")
        axes = iter(range(rank))
        for spec in range(specs):
            if spec in ellipses:
                yield from ((next(axes), None) for _ in range(left_out))
            else:
                yield (None if spec in new else next(axes)), spec
        yield from ((axis, None) for axis in axes)

    def is_set(self, mask: str, spec: int | None) -> bool:
        return spec is not None and bool(option(self, mask) >> spec & 1)

    def _size(self, shape: Shape, axis: int | None, spec: int | None) -> Size:
        if axis is None:
            return 1
        size = shape[axis]
        if spec is None:
            return size
        begin, end, stride = (self._bound(index, spec) for index in (1, 2, 3))
        if stride == 0:
            raise Malformed(f"stride of axis {axis} is 0", "another number")
        is_open = self.is_set("begin_mask", spec), self.is_set("end_mask", spec)
        if size is None or stride is None or option(self, "offset"):
            return None
        if (begin is None and not is_open[0]) or (end is None and not is_open[1]):
            return None
        bounds = slice(None if is_open[0] else begin, None if is_open[1] else end, stride)
        return len(range(*bounds.indices(size)))

    def _bound(self, operand: int, spec: int) -> int | None:
        values = constant_integers(self.operands[operand])
        return None if values is None else values[spec]


@tfl_op("DYNAMIC_UPDATE_SLICE")
class DynamicUpdateSliceOp(SameShapeOp):
    """The input, with `update` in place of what lies at `start_indices`."""

    input = operand(None, ANY)
    update = operand(None, ANY, like="input")
    start_indices = operand("axes", INDEX)
    output = result(None, ANY, like="input", same_scale=True)

    def check(self, sizes: Sizes) -> None:
        whole, part = shape_of(self.operands[0]), shape_of(self.operands[1])
        axes = sizes.get("axes")
        if whole is not None and axes not in (None, len(whole)):
            found = f"start_indices has {axes} elements"
            raise Malformed(found, f"{len(whole)} as input {shown(whole)} has axes")
        if whole is None or part is None:
            return
        if len(part) != len(whole):
            raise Malformed(f"update has shape {shown(part)}", f"rank {len(whole)} as input")
        fits = all(
            small is None or large is None or small <= large
            for small, large in zip(part, whole, strict=True)
        )
        if not fits:
            raise Malformed(f"update has shape {shown(part)}", f"at most {shown(whole)}")
