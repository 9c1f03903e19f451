"""Kernels of padding: `qir/dialects/tfl/padding.py`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from xdsl.dialects.builtin import TensorType
from xdsl.ir import Operation, SSAValue

from qir.dialects.tfl import padding as ops
from qir.dialects.tfl.options import option
from qir.interp.padding import WITH_ZERO_POINT
from qir.interp.values import dtype_of, result_element, stored_zero
from qir.passes.kernels.lowering import Lower, Lowering, NoKernel, shape_of_static, type_of
from qir.passes.kernels.pieces import Piece, Pieces, note_pieces, pieces_of
from qir.passes.kernels.strided import Strided, constant_of, element_bytes, stored

MOST_AXES = 5
Axis = tuple[int, int, int]
"""How many elements before, of the input, and after."""


def pad(b: Lowering, op: ops.PadOp) -> Sequence[SSAValue]:
    """With the zero point, of 8 and 16 bits (rule L5)."""
    (result,) = op.results
    has_zero_point = result_element(result) in WITH_ZERO_POINT
    zero = zero_of(b, result, stored_zero(result) if has_zero_point else 0)
    return [padded(b, op.operands[0], type_of(result), zero, _axes(op))]


def pad_v2(b: Lowering, op: ops.PadV2Op) -> Sequence[SSAValue]:
    fill = stored(b, op.operands[2])
    return [padded(b, op.operands[0], type_of(op.results[0]), fill, _axes(op))]


def zero_of(b: Lowering, value: SSAValue, zero: int) -> SSAValue:
    """What stands for 0 in a tensor, as a constant."""
    element = result_element(value)
    return b.constant("padding", np.array(zero, dtype_of(element)), element)


def padded(
    b: Lowering, value: SSAValue, type: TensorType[Any], fill: SSAValue, axes: Sequence[Axis]
) -> SSAValue:
    pieces = _with_borders(pieces_of(b, value), fill, axes)
    merged = merged_axes(axes)
    if len(merged) == 1:
        return b.view(value, type.get_shape())
    parameters = {"bytes": element_bytes(value, type), **by_axis(merged)}
    made = b.call("pad", [stored(b, value), fill], [type], parameters)[0]
    return note_pieces(b, made, pieces)


def merged_axes(axes: Sequence[Axis]) -> list[Axis]:
    """Axes without padding go into the one before them: a longer row is padded by more."""
    merged: list[Axis] = [(0, 1, 0)]
    for before, size, after in axes:
        if before or after:
            merged.append((before, size, after))
        else:
            merged[-1] = _times(merged[-1], size)
    return merged


def _with_borders(pieces: Pieces, fill: SSAValue, axes: Sequence[Axis]) -> Pieces:
    """What is padded, and around it, axis after axis, what it is padded with."""
    found, shape = list(pieces), [size for _, size, _ in axes]
    for axis, (before, size, after) in enumerate(axes):
        found = [piece.moved(axis, before) for piece in found]
        for begin, count in ((0, before), (before + size, after)):
            border = (*shape[:axis], count, *shape[axis + 1 :])
            if 0 not in border:
                source = Strided(border, (0,) * len(axes))
                found.append(Piece(fill, source, (0,) * len(axes)).moved(axis, begin))
        shape[axis] = before + size + after
    return [piece for piece in found if 0 not in piece.source.shape]


def mirror_pad(b: Lowering, op: ops.MirrorPadOp) -> Sequence[SSAValue]:
    """Trailing axes without padding are one element, others next to each other one axis."""
    input, type, axes = op.operands[0], type_of(op.results[0]), _axes(op)
    bytes, merged = element_bytes(input, type), list[Axis]()
    while axes and not (axes[-1][0] or axes[-1][2]):
        bytes *= axes.pop()[1]
    for before, size, after in axes:
        is_alone = before or after or not merged or merged[-1][0] or merged[-1][2]
        if is_alone:
            merged.append((before, size, after))
        else:
            merged[-1] = _times(merged[-1], size)
    if not merged:
        return [b.view(input, type.get_shape())]
    edge = int(option(op, "mode") == "REFLECT")
    parameters = {"bytes": bytes, "edge": edge, **by_axis(merged)}
    return b.call("mirror_pad", [stored(b, input)], [type], parameters)


def _times(axis: Axis, size: int) -> Axis:
    before, own, after = axis
    return before * size, own * size, after * size


def _axes(op: ops.PaddingOp) -> list[Axis]:
    shape = shape_of_static(op.operands[0])
    rows = constant_of(op, 1).tolist()
    return [(before, size, after) for size, (before, after) in zip(shape, rows, strict=True)]


def by_axis(axes: Sequence[Axis]) -> dict[str, int]:
    """Parameters of kernels that pad."""
    axes = [each for each in axes if each != (0, 1, 0)]
    if len(axes) > MOST_AXES:
        raise NoKernel(f"padding goes along {len(axes)} axes; kernels take {MOST_AXES}")
    whole = [(0, 1, 0)] * (MOST_AXES - len(axes)) + axes
    return {f"{name}{i}": axis[k] for k, name in enumerate("bna") for i, axis in enumerate(whole)}


KERNELS: Mapping[type[Operation], Lower] = {
    ops.PadOp: pad,
    ops.PadV2Op: pad_v2,
    ops.MirrorPadOp: mirror_pad,
}
