"""Images in another resolution, and blocks of pixels moved into channels or batches."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod

from qir.dialects.tfl.base import TflOp, tfl_op
from qir.dialects.tfl.constants import constant_integers
from qir.dialects.tfl.options import option
from qir.dialects.tfl.tensors import (
    ANY,
    INDEX,
    NUMBER,
    Kind,
    Malformed,
    Shape,
    Size,
    Sizes,
    operand,
    result,
    shape_of,
    shown,
)


class ResizeOp(TflOp):
    """To the height and width in `size`."""

    input = operand("batch height width channels", NUMBER, one_scale=True)
    size = operand("2", Kind.of("INT32"))
    output = result("batch out_height out_width channels", NUMBER, like="input", one_scale=True)

    def check(self, sizes: Sizes) -> None:
        if option(self, "align_corners") and option(self, "half_pixel_centers"):
            raise Malformed("align_corners and half_pixel_centers are both true", "one of them")

    def infer_sizes(self, sizes: Sizes) -> None:
        wanted = constant_integers(self.operands[1])
        if wanted is None:
            return
        if min(wanted) < 1:
            raise Malformed(f"size is {shown(wanted)}", "at least 1 each")
        sizes["out_height"], sizes["out_width"] = wanted


@tfl_op("RESIZE_BILINEAR")
class ResizeBilinearOp(ResizeOp):
    pass


@tfl_op("RESIZE_NEAREST_NEIGHBOR")
class ResizeNearestNeighborOp(ResizeOp):
    pass


class PixelBlockOp(TflOp):
    """Squares of `block_size` pixels on one side, a channel of each on the other."""

    input = operand("batch height width channels", ANY)
    output = result("batch out_height out_width out", ANY, like="input", same_scale=True)
    AT_LEAST_ONE = ("block_size",)


@tfl_op("SPACE_TO_DEPTH")
class SpaceToDepthOp(PixelBlockOp):
    """Each block of `block_size` by `block_size` pixels becomes one, with all their channels."""

    def infer_sizes(self, sizes: Sizes) -> None:
        block = option(self, "block_size")
        for axis in ("height", "width"):
            if axis in sizes:
                sizes[f"out_{axis}"] = _divided(
                    f"{axis} of input", sizes[axis], block, "block_size"
                )
        if "channels" in sizes:
            sizes["out"] = sizes["channels"] * block * block


@tfl_op("DEPTH_TO_SPACE")
class DepthToSpaceOp(PixelBlockOp):
    """The inverse of SPACE_TO_DEPTH."""

    def infer_sizes(self, sizes: Sizes) -> None:
        block = option(self, "block_size")
        for axis in ("height", "width"):
            if axis in sizes:
                sizes[f"out_{axis}"] = sizes[axis] * block
        if "channels" in sizes:
            channels = sizes["channels"]
            sizes["out"] = _divided(
                "input's channels", channels, block * block, "block_size squared"
            )


class BatchSpaceOp(TflOp):
    """Moves blocks between the batch and the axes after it; the last axis stays as it is."""

    def geometry(self, sizes: Sizes) -> tuple[Shape, tuple[int, ...], tuple[int, ...]] | None:
        """Shape of the input, size of a block, and what is padded or cropped; None if unknown."""
        shape, axes = shape_of(self.operands[0]), sizes.get("axes")
        if shape is None:
            return None
        if len(shape) not in (3, 4):
            raise Malformed(f"input has shape {shown(shape)}", "rank 3 or 4")
        if axes not in (None, len(shape) - 2):
            raise Malformed(
                f"block_shape has {axes} elements", f"{len(shape) - 2} for {shown(shape)}"
            )
        block, borders = map(constant_integers, self.operands[1:])
        if block is None or borders is None:
            return None
        if min(block) < 1:
            raise Malformed(f"block_shape is {shown(block)}", "at least 1 each")
        if min(borders) < 0:
            raise Malformed(f"{min(borders)} elements at a border", "0 or more")
        return shape, block, borders

    def partial_shape(self) -> Shape | None:
        """What is known whatever is moved: the rank and the last size."""
        shape = shape_of(self.operands[0])
        return None if shape is None else (*(None for _ in shape[1:]), shape[-1])


@tfl_op("SPACE_TO_BATCH_ND")
class SpaceToBatchNDOp(BatchSpaceOp):
    input = operand(None, ANY)
    block_shape = operand("axes", INDEX)
    paddings = operand("axes 2", INDEX)
    output = result(None, ANY, like="input", same_scale=True)

    def infer_shapes(self, sizes: Sizes) -> Sequence[Shape | None]:
        geometry = self.geometry(sizes)
        if geometry is None:
            return [self.partial_shape()]
        (batch, *space, channels), block, paddings = geometry
        padded = [
            None if size is None else size + paddings[2 * axis] + paddings[2 * axis + 1]
            for axis, size in enumerate(space)
        ]
        parts = [
            None if size is None else _divided("padded input", size, by, "block_shape")
            for size, by in zip(padded, block, strict=True)
        ]
        return [(None if batch is None else batch * prod(block), *parts, channels)]


@tfl_op("BATCH_TO_SPACE_ND")
class BatchToSpaceNDOp(BatchSpaceOp):
    input = operand(None, ANY)
    block_shape = operand("axes", INDEX)
    crops = operand("axes 2", INDEX)
    output = result(None, ANY, like="input", same_scale=True)

    def infer_shapes(self, sizes: Sizes) -> Sequence[Shape | None]:
        geometry = self.geometry(sizes)
        if geometry is None:
            return [self.partial_shape()]
        (batch, *space, channels), block, crops = geometry
        parts = None if batch is None else _divided("batch", batch, prod(block), "block_shape")
        whole = [
            self._cropped(size, by, crops[2 * axis] + crops[2 * axis + 1])
            for axis, (size, by) in enumerate(zip(space, block, strict=True))
        ]
        return [(parts, *whole, channels)]

    def _cropped(self, size: Size, block: int, crop: int) -> Size:
        if size is not None and crop > size * block:
            raise Malformed(f"crops take {crop} elements", f"at most {size * block}")
        return None if size is None else size * block - crop


def _divided(name: str, size: int, by: int, what: str) -> int:
    if size % by:
        raise Malformed(f"{name} is {size}", f"a multiple of {by}, {what}")
    return size // by
