"""The same elements under another shape, or in another order."""

from __future__ import annotations

import math
from collections.abc import Sequence

from qir.attributes import element_type, integer, items
from qir.dialects.tfl.base import SameShapeOp, TflOp, tfl_op
from qir.dialects.tfl.constants import constant_integer, constant_integers
from qir.dialects.tfl.options import option, option_attribute
from qir.dialects.tfl.shapes import axis_of, broadcast, check_rank, elements, of_rank, without
from qir.dialects.tfl.tensors import (
    ANY,
    INDEX,
    Kind,
    Malformed,
    Shape,
    Sizes,
    may_be_same,
    operand,
    optional_operand,
    result,
    shape_of,
    shown,
)
from qir.dialects.types import ELEMENT_TYPES


@tfl_op("RESHAPE")
class ReshapeOp(TflOp):
    """To the shape of operand 1, or of option `new_shape` without it; -1 is what is left over."""

    input = operand(None, ANY)
    shape = optional_operand(None, INDEX)
    output = result(None, ANY, like="input", same_scale=True)

    def infer_shapes(self, sizes: Sizes) -> Sequence[Shape | None]:
        wanted = self._wanted()
        given = shape_of(self.operands[0])
        if wanted is None:
            return [self._unknown()]
        if wanted.count(-1) > 1 or min(wanted, default=0) < -1:
            raise Malformed(f"shape is {shown(wanted)}", "sizes, and -1 at most once")
        known = math.prod(size for size in wanted if size != -1)
        count = None if given is None else elements(given)
        if count is not None and not _holds(wanted, known, count):
            found = f"shape is {shown(wanted)} for input {shown(given or ())}"
            raise Malformed(found, f"one of {count} elements")
        rest = count // known if count is not None and known else None
        return [tuple(rest if size == -1 else size for size in wanted)]

    def _unknown(self) -> Shape | None:
        """A shape that is computed: as many sizes as there are elements in operand 1."""
        operand = self.operand("shape")
        dims = shape_of(operand) if operand else None
        return of_rank(dims[0]) if dims else None

    def _wanted(self) -> tuple[int, ...] | None:
        operand = self.operand("shape")
        dims = shape_of(operand) if operand else None
        # The kernel reads a shape of int32 only, and the option where it is of int64.
        is_read = operand is not None and element_type(operand) != ELEMENT_TYPES["INT64"]
        if operand and is_read and (dims is None or len(dims) == 1):
            return constant_integers(operand)
        option = [integer(size) for size in items(option_attribute(self, "qir.new_shape"))]
        sizes = tuple(size for size in option if size is not None)
        # Old converters say [0] for a scalar; new ones leave out what operand 1 replaces.
        return None if operand and not sizes else () if sizes == (0,) else sizes


def _holds(wanted: Shape, known: int, count: int) -> bool:
    """So many elements fill a shape whose known sizes multiply to `known`."""
    if -1 not in wanted:
        return count == known
    return not (count % known if known else count)


@tfl_op("SQUEEZE")
class SqueezeOp(TflOp):
    """Without the axes `squeeze_dims`, each of size 1; without all such where none is given."""

    input = operand(None, ANY)
    output = result(None, ANY, like="input", same_scale=True)

    def infer_shapes(self, sizes: Sizes) -> Sequence[Shape | None]:
        shape = shape_of(self.operands[0])
        if shape is None:
            return [None]
        given = [integer(axis) or 0 for axis in items(option_attribute(self, "squeeze_dims"))]
        if not given:
            ones = [axis for axis, size in enumerate(shape) if size == 1]
            return [None if None in shape else without(shape, ones)]
        axes = [axis_of("squeeze_dims holds", axis, len(shape)) for axis in given]
        for axis in axes:
            if shape[axis] not in (None, 1):
                found = f"squeeze_dims holds axis {axis} of input {shown(shape)}"
                raise Malformed(found, "an axis of size 1")
        return [without(shape, axes)]


@tfl_op("EXPAND_DIMS")
class ExpandDimsOp(TflOp):
    """With an axis of size 1 put in before `axis`."""

    input = operand(None, ANY)
    axis = operand(None, INDEX)
    output = result(None, ANY, like="input", same_scale=True)

    def infer_shapes(self, sizes: Sizes) -> Sequence[Shape | None]:
        shape, axis = shape_of(self.operands[0]), constant_integer("axis", self.operands[1])
        if shape is None or axis is None:
            return [None if shape is None else (None,) * (len(shape) + 1)]
        axis = axis_of("axis is", axis, len(shape) + 1)
        return [(*shape[:axis], 1, *shape[axis:])]


@tfl_op("TRANSPOSE")
class TransposeOp(TflOp):
    """Axis i of the output is axis `perm[i]` of the input."""

    input = operand(None, ANY)
    perm = operand("axes", INDEX)
    output = result(None, ANY, like="input", same_scale=True)

    def infer_shapes(self, sizes: Sizes) -> Sequence[Shape | None]:
        shape, axes = shape_of(self.operands[0]), constant_integers(self.operands[1])
        count = sizes.get("axes")
        if shape is None:
            return [of_rank(count)]
        check_rank("perm", count, shape)
        if axes is None:
            return [of_rank(len(shape))]
        order = [axis_of("perm holds", axis, len(shape)) for axis in axes]
        if len(set(order)) != len(order):
            raise Malformed(f"perm is {shown(axes)}", "every axis once")
        return [tuple(shape[axis] for axis in order)]


@tfl_op("BROADCAST_TO")
class BroadcastToOp(TflOp):
    """Stretched to `shape`, aligned at the last axis."""

    input = operand(None, ANY)
    shape = operand("axes", INDEX)
    output = result(None, ANY, like="input", same_scale=True)

    def infer_shapes(self, sizes: Sizes) -> Sequence[Shape | None]:
        given, wanted = shape_of(self.operands[0]), constant_integers(self.operands[1])
        count = sizes.get("axes")
        if wanted is None:
            return [of_rank(count)]
        if given is not None and not may_be_same(
            broadcast(("input", given), ("shape", wanted)), wanted
        ):
            raise Malformed(
                f"input has shape {shown(given)}", f"one that stretches to {shown(wanted)}"
            )
        return [wanted]


@tfl_op("TILE")
class TileOp(TflOp):
    """Axis i repeated `multiples[i]` times."""

    input = operand(None, ANY)
    multiples = operand("axes", INDEX)
    output = result(None, ANY, like="input", same_scale=True)

    def infer_shapes(self, sizes: Sizes) -> Sequence[Shape | None]:
        shape, multiples = shape_of(self.operands[0]), constant_integers(self.operands[1])
        count = sizes.get("axes")
        if shape is None:
            return [of_rank(count)]
        check_rank("multiples", count, shape)
        if multiples is None:
            return [of_rank(len(shape))]
        if min(multiples, default=0) < 0:
            raise Malformed(f"multiples holds {min(multiples)}", "0 or more")
        return [tuple(None if n is None else n * k for n, k in zip(shape, multiples, strict=True))]


@tfl_op("REVERSE_V2")
class ReverseV2Op(SameShapeOp):
    """Back to front along `axis`, which may be several."""

    input = operand(None, ANY)
    axis = operand("_", Kind.of("INT32"))
    output = result(None, ANY, like="input", same_scale=True)

    def check(self, sizes: Sizes) -> None:
        shape, axes = shape_of(self.operands[0]), constant_integers(self.operands[1])
        if shape is not None and axes is not None:
            reversed_axes = [axis_of("axis holds", axis, len(shape)) for axis in axes]
            if len(set(reversed_axes)) != len(axes):
                raise Malformed(f"axis is {shown(axes)}", "every axis once")


@tfl_op("REVERSE_SEQUENCE")
class ReverseSequenceOp(SameShapeOp):
    """The first `seq_lengths[i]` along `seq_dim` back to front, for each i of `batch_dim`."""

    input = operand(None, ANY)
    seq_lengths = operand("count", INDEX)
    output = result(None, ANY, like="input", same_scale=True)

    def check(self, sizes: Sizes) -> None:
        shape, count = shape_of(self.operands[0]), sizes.get("count")
        if shape is None:
            return
        sequence = axis_of("seq_dim is", option(self, "seq_dim"), len(shape))
        batch = axis_of("batch_dim is", option(self, "batch_dim"), len(shape))
        if sequence == batch:
            raise Malformed(f"seq_dim and batch_dim are both {batch}", "two axes")
        if count is not None and shape[batch] not in (None, count):
            raise Malformed(
                f"seq_lengths has {count} elements", f"{shape[batch]}, the size of batch_dim"
            )
