"""Kernels of images in another resolution: `qir/dialects/tfl/resizing.py`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from xdsl.dialects.builtin import f32, i32
from xdsl.ir import Operation, SSAValue

from qir.dialects.tfl import resizing as ops
from qir.dialects.tfl.options import option
from qir.numerics.resampling import Sampling, lines, nearest
from qir.passes.kernels import blocks
from qir.passes.kernels.lowering import (
    Lower,
    Lowering,
    float_types,
    require_elements,
    shape_of_static,
)

SIDES = "row", "column"


def resize_bilinear(b: Lowering, op: ops.ResizeBilinearOp) -> Sequence[SSAValue]:
    operands, sizes = [op.operands[0]], _sizes(op)
    for side, sampling in zip(SIDES, _samplings(op), strict=True):
        found = lines(sampling)
        operands += [
            b.constant(f"{side}_firsts", found.first.astype(np.int32), i32),
            b.constant(f"{side}_lasts", found.last.astype(np.int32), i32),
            b.constant(f"{side}_distances", found.distance.astype(np.float32)),
        ]
    return b.call("resize_bilinear_f32", operands, float_types(op), sizes)


def resize_nearest_neighbor(b: Lowering, op: ops.ResizeNearestNeighborOp) -> Sequence[SSAValue]:
    operands, sizes = [op.operands[0]], _sizes(op)
    for side, sampling in zip(SIDES, _samplings(op), strict=True):
        operands.append(b.constant(f"{side}s", nearest(sampling).astype(np.int32), i32))
    return b.call("resize_nearest_f32", operands, float_types(op), sizes)


def _sizes(op: ops.ResizeOp) -> dict[str, int]:
    require_elements("input", op.operands[0], f32)
    batch, height, width, channels = shape_of_static(op.operands[0])
    _, out_height, out_width, _ = shape_of_static(op.results[0])
    sizes = {"batch": batch, "height": height, "width": width, "channels": channels}
    return {**sizes, "out_height": out_height, "out_width": out_width}


def _samplings(op: ops.ResizeOp) -> list[Sampling]:
    """Along the height and along the width."""
    given, wanted = shape_of_static(op.operands[0])[1:3], shape_of_static(op.results[0])[1:3]
    corners, centers = option(op, "align_corners"), option(op, "half_pixel_centers")
    return [
        Sampling(size, count, align_corners=corners, half_pixel_centers=centers)
        for size, count in zip(given, wanted, strict=True)
    ]


KERNELS: Mapping[type[Operation], Lower] = {
    **blocks.KERNELS,
    ops.ResizeBilinearOp: resize_bilinear,
    ops.ResizeNearestNeighborOp: resize_nearest_neighbor,
}
