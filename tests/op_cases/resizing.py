"""Images in another resolution, and blocks of pixels moved into channels or batches."""

from __future__ import annotations

from math import prod

from hypothesis import strategies as st

from qir.dialects.tfl.base import op_name

from .case import OpCase
from .draws import Draws, Elements, strategy

RESIZED: dict[str, Elements] = {
    "RESIZE_BILINEAR": ("FLOAT32", "INT8", "UINT8", "INT16", "QINT8", "QUINT8", "QINT16"),
    "RESIZE_NEAREST_NEIGHBOR": (
        *("FLOAT32", "INT8", "UINT8", "INT16"),
        *("QINT8", "QUINT8", "QINT16"),
    ),
}
MOVED = ("FLOAT32", "INT32", "INT64", "INT8", "UINT8", "QINT8", "QUINT8")


def cases() -> dict[str, st.SearchStrategy[OpCase]]:
    return {
        **{op_name(builtin): strategy(_resize, builtin) for builtin in RESIZED},
        "tfl.space_to_depth": strategy(_space_to_depth),
        "tfl.depth_to_space": strategy(_depth_to_space),
        "tfl.space_to_batch_nd": strategy(_space_to_batch_nd),
        "tfl.batch_to_space_nd": strategy(_batch_to_space_nd),
    }


def _resize(d: Draws, builtin: str) -> OpCase:
    element = d.element(RESIZED[builtin])
    size = d.integers(d.sizes(2), "INT32", is_constant=d.flag())
    align_corners, half_pixel_centers = d.one_of(((False, False), (True, False), (False, True)))
    options = {"align_corners": align_corners, "half_pixel_centers": half_pixel_centers}
    return OpCase(builtin, (d.tensor(d.sizes(4), element), size), (element,), options)


def _space_to_depth(d: Draws) -> OpCase:
    element, block = d.element(MOVED), d.integer(1, 3)
    batch, height, width, channels = (d.integer(1, 3) for _ in range(4))
    operand = d.tensor((batch, height * block, width * block, channels), element)
    return OpCase("SPACE_TO_DEPTH", (operand,), (element,), {"block_size": block})


def _depth_to_space(d: Draws) -> OpCase:
    element, block = d.element(MOVED), d.integer(1, 3)
    batch, height, width, channels = (d.integer(1, 3) for _ in range(4))
    operand = d.tensor((batch, height, width, channels * block * block), element)
    return OpCase("DEPTH_TO_SPACE", (operand,), (element,), {"block_size": block})


def _space_to_batch_nd(d: Draws) -> OpCase:
    element, axes = d.element(MOVED), d.integer(1, 2)
    blocks, space, paddings = list[int](), list[int](), list[list[int]]()
    for _ in range(axes):
        block, parts = d.integer(1, 3), d.integer(1, 3)
        before = d.integer(0, min(block * parts - 1, 2))
        after = d.integer(0, min(block * parts - 1 - before, 2))
        blocks.append(block)
        paddings.append([before, after])
        space.append(block * parts - before - after)
    shape = (d.integer(1, 3), *space, d.integer(1, 3))
    operands = (
        d.tensor(shape, element),
        d.integers(blocks, "INT32", is_constant=d.flag()),
        d.integers(paddings, "INT32", is_constant=d.flag()),
    )
    return OpCase("SPACE_TO_BATCH_ND", operands, (element,))


def _batch_to_space_nd(d: Draws) -> OpCase:
    element, axes = d.element(MOVED), d.integer(1, 2)
    blocks = [d.integer(1, 3) for _ in range(axes)]
    space = [d.integer(1, 3) for _ in range(axes)]
    crops = list[list[int]]()
    for block, size in zip(blocks, space, strict=True):
        before = d.integer(0, min(block * size - 1, 2))
        crops.append([before, d.integer(0, min(block * size - 1 - before, 2))])
    shape = (d.integer(1, 2) * prod(blocks), *space, d.integer(1, 3))
    operands = (
        d.tensor(shape, element),
        d.integers(blocks, "INT32", is_constant=d.flag()),
        d.integers(crops, "INT32", is_constant=d.flag()),
    )
    return OpCase("BATCH_TO_SPACE_ND", operands, (element,))
