"""Parts of a tensor, read or replaced."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qir.dialects.tfl.base import SameShapeOp, TflOp, tfl_op
from qir.dialects.tfl.constants import constant_integers
from qir.dialects.tfl.options import option
from qir.dialects.tfl.shapes import check_rank
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
    output = result(None, ANY, like="input")

    def infer_shapes(self, sizes: Sizes) -> Sequence[Shape | None]:
        shape, axes = shape_of(self.operands[0]), sizes.get("axes")
        if shape is None:
            return [None if axes is None else (None,) * axes]
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


@dataclass(frozen=True)
class Step:
    """One axis of a strided slice: all of it, a new one, or from begin to end by stride."""

    axis: int | None
    """Of the input; None for an axis that is new."""
    spec: int | None
    """Index in `begin`, `end` and `strides`; None where the whole axis is taken."""


@tfl_op("STRIDED_SLICE")
class StridedSliceOp(TflOp):
    """From `begin` to `end` by `strides` along each axis, as Python slices.

    Bit i of a mask is about element i of the three: begin and end masks open that end, an ellipsis
    stands for all axes between, a new axis has size 1, and a shrunk one goes. Where `offset`, `end`
    counts from `begin`.
    """

    input = operand(None, ANY)
    begin = operand("specs", INDEX)
    end = operand("specs", INDEX)
    strides = operand("specs", INDEX)
    output = result(None, ANY, like="input")

    def infer_shapes(self, sizes: Sizes) -> Sequence[Shape | None]:
        shape, specs = shape_of(self.operands[0]), sizes.get("specs")
        if shape is None or specs is None:
            return [None]
        steps = list(self._steps(len(shape), specs))
        return [tuple(self._size(step, shape) for step in steps if not self._is_shrunk(step))]

    def _steps(self, rank: int, specs: int) -> Iterator[Step]:
        ellipsis, new = option(self, "ellipsis_mask"), option(self, "new_axis_mask")
        taken = sum(not (new | ellipsis) >> spec & 1 for spec in range(specs))
        if taken > rank:
            raise Malformed(f"begin has {specs} elements", f"at most {rank}, the rank of input")
        axis = 0
        for spec in range(specs):
            if ellipsis >> spec & 1:
                for _ in range(rank - taken):
                    yield Step(axis, None)
                    axis += 1
                taken = rank
            elif new >> spec & 1:
                yield Step(None, None)
            else:
                yield Step(axis, spec)
                axis += 1
        for rest in range(axis, rank):
            yield Step(rest, None)

    def _is_shrunk(self, step: Step) -> bool:
        return step.spec is not None and bool(option(self, "shrink_axis_mask") >> step.spec & 1)

    def _size(self, step: Step, shape: Shape) -> Size:
        if step.axis is None:
            return 1
        size = shape[step.axis]
        if step.spec is None or size is None:
            return size
        begin, end, stride = (self._element(index, step.spec) for index in (1, 2, 3))
        if stride == 0:
            raise Malformed(f"stride of axis {step.axis} is 0", "another number")
        if option(self, "begin_mask") >> step.spec & 1:
            begin, is_open = None, True
        else:
            is_open = False
        if begin is None and not is_open:
            return None
        if option(self, "offset"):
            return None
        is_end_open = bool(option(self, "end_mask") >> step.spec & 1)
        if stride is None or (end is None and not is_end_open):
            return None
        return len(range(*slice(begin, None if is_end_open else end, stride).indices(size)))

    def _element(self, operand: int, spec: int) -> int | None:
        values = constant_integers(self.operands[operand])
        return None if values is None else values[spec]


@tfl_op("DYNAMIC_UPDATE_SLICE")
class DynamicUpdateSliceOp(SameShapeOp):
    """The operand, with `update` in place of what lies at `start_indices`."""

    operand_ = operand(None, ANY)
    update = operand(None, ANY, like="operand_")
    start_indices = operand("axes", INDEX)
    output = result(None, ANY, like="operand_")

    def check(self, sizes: Sizes) -> None:
        whole, part = shape_of(self.operands[0]), shape_of(self.operands[1])
        axes = sizes.get("axes")
        if whole is not None and axes not in (None, len(whole)):
            found = f"start_indices has {axes} elements"
            raise Malformed(found, f"{len(whole)} as operand {shown(whole)} has axes")
        if whole is None or part is None:
            return
        fits = len(part) == len(whole) and all(
            small is None or large is None or small <= large
            for small, large in zip(part, whole, strict=True)
        )
        if not fits:
            raise Malformed(f"update has shape {shown(part)}", f"at most {shown(whole)}")
