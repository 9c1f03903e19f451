"""Ops that move elements about, or put in others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce

import numpy as np

from qir.attributes import element_type
from qir.dialects.quant import as_uniform
from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.constants import constant_integer, constant_integers
from qir.dialects.tfl.options import option
from qir.dialects.tfl.tensors import shape_of
from qir.numerics.ranges import UNKNOWN, Range
from qir.passes.analysis.transfers.elementwise import Transfer


def keeps(op: TflOp, ranges: Sequence[Range]) -> Range:
    """The elements of the first operand, in channels as before."""
    return ranges[0]


def mixes(op: TflOp, ranges: Sequence[Range]) -> Range:
    """Those of the first operand, in any channel."""
    return ranges[0].hull()


def _keeps_last_axis(op: TflOp, ranges: Sequence[Range]) -> Range:
    """In channels as before where there are as many."""
    before, after = shape_of(op.operands[0]), shape_of(op.results[0])
    if not before or not after or before[-1] is None or before[-1] != after[-1]:
        return ranges[0].hull()
    return ranges[0]


def _transpose(op: TflOp, ranges: Sequence[Range]) -> Range:
    order = constant_integers(op.operands[1])
    if not order or order[-1] % len(order) != len(order) - 1:
        return ranges[0].hull()
    return ranges[0]


def _join(op: TflOp, ranges: Sequence[Range]) -> Range:
    return reduce(Range.join, ranges)


def _mix_all(op: TflOp, ranges: Sequence[Range]) -> Range:
    return reduce(Range.join, [each.hull() for each in ranges])


def _concatenate(op: TflOp, ranges: Sequence[Range]) -> Range:
    """Along the last axis channels follow channels."""
    shapes = [shape_of(operand) for operand in op.operands]
    sizes = [shape[-1] if shape else None for shape in shapes]
    if not shapes[0] or option(op, "axis") % len(shapes[0]) != len(shapes[0]) - 1:
        return _join(op, ranges)
    known = [size for size in sizes if size is not None]
    if len(known) < len(sizes) or not any(each.channels for each in ranges):
        return _mix_all(op, ranges)
    parts = list(zip(ranges, known, strict=True))
    low = np.concatenate([np.broadcast_to(each.low, (size,)) for each, size in parts])
    high = np.concatenate([np.broadcast_to(each.high, (size,)) for each, size in parts])
    return Range(low, high, any(each.nan for each in ranges))


def _pad(op: TflOp, ranges: Sequence[Range]) -> Range:
    counts = constant_integers(op.operands[1])
    x = ranges[0] if counts is not None and not any(counts[-2:]) else ranges[0].hull()
    if counts is not None and not any(counts):
        return x
    return x.join(ranges[2].hull()) if len(ranges) > 2 else x.with_zero()


def _mirror_pad(op: TflOp, ranges: Sequence[Range]) -> Range:
    counts = constant_integers(op.operands[1])
    return ranges[0] if counts is not None and not any(counts[-2:]) else ranges[0].hull()


def _slice(op: TflOp, ranges: Sequence[Range]) -> Range:
    begin, shape = constant_integers(op.operands[1]), shape_of(op.results[0])
    x = ranges[0]
    if not x.channels:
        return x
    if not begin or not shape or shape[-1] is None:
        return x.hull()
    part = slice(begin[-1], begin[-1] + shape[-1])
    return Range(x.low[part], x.high[part], x.nan)


def _split(op: TflOp, ranges: Sequence[Range]) -> Range | Sequence[Range]:
    """SPLIT takes its axis first, SPLIT_V last."""
    number = 0 if op.name == "tfl.split" else 2
    value = 1 - min(number, 1)
    x, shape, axis = ranges[value], shape_of(op.operands[value]), op.operands[number]
    along = constant_integer("axis", axis)
    if not x.channels:
        return x
    if along is None or not shape:
        return x.hull()
    if along % len(shape) != len(shape) - 1:
        return x
    sizes = [(shape_of(result) or (None,))[-1] for result in op.results]
    if None in sizes:
        return x.hull()
    ends = np.cumsum([size or 0 for size in sizes])
    parts = zip([0, *ends[:-1]], ends, strict=True)
    return [Range(x.low[start:end], x.high[start:end], x.nan) for start, end in parts]


def _fill(op: TflOp, ranges: Sequence[Range]) -> Range:
    return ranges[1]


def _one_hot(op: TflOp, ranges: Sequence[Range]) -> Range:
    return ranges[2].hull().join(ranges[3].hull())


def _counted(op: TflOp, ranges: Sequence[Range]) -> Range:
    """From start to limit."""
    return ranges[0].join(ranges[1]).widened(4)


def _looked_up(op: TflOp, ranges: Sequence[Range]) -> Range:
    """The kernel reads bytes as signed, whatever their type says (rule L8)."""
    table = as_uniform(element_type(op.operands[1]))
    if table is not None and table.stored == "ui8":
        return UNKNOWN
    return _keeps_last_axis_of(op, 1, ranges)


def _keeps_last_axis_of(op: TflOp, index: int, ranges: Sequence[Range]) -> Range:
    before, after = shape_of(op.operands[index]), shape_of(op.results[0])
    if not before or not after or len(before) < 2 or before[-1] != after[-1]:
        return ranges[index].hull()
    return ranges[index]


def _gather(op: TflOp, ranges: Sequence[Range]) -> Range:
    shape, axis = shape_of(op.operands[0]), option(op, "axis")
    is_last = not shape or axis % len(shape) == len(shape) - 1
    return ranges[0].hull() if is_last else ranges[0]


def _update(op: TflOp, ranges: Sequence[Range]) -> Range:
    return ranges[0].hull().join(ranges[1].hull())


def _largest(op: TflOp, ranges: Sequence[Range]) -> Sequence[Range]:
    """Elements, and where they are."""
    return [ranges[0].hull(), Range.of(-np.inf, np.inf)]


TRANSFERS: Mapping[str, Transfer] = {
    "tfl.batch_to_space_nd": keeps,
    "tfl.broadcast_to": _keeps_last_axis,
    "tfl.concatenation": _concatenate,
    "tfl.densify": keeps,
    "tfl.depth_to_space": mixes,
    "tfl.dynamic_update_slice": _update,
    "tfl.embedding_lookup": _looked_up,
    "tfl.expand_dims": _keeps_last_axis,
    "tfl.fill": _fill,
    "tfl.gather": _gather,
    "tfl.gather_nd": mixes,
    "tfl.mirror_pad": _mirror_pad,
    "tfl.one_hot": _one_hot,
    "tfl.pack": _mix_all,
    "tfl.pad": _pad,
    "tfl.padv2": _pad,
    "tfl.range": _counted,
    "tfl.reshape": _keeps_last_axis,
    "tfl.resize_nearest_neighbor": keeps,
    "tfl.reverse_sequence": mixes,
    "tfl.reverse_v2": mixes,
    "tfl.slice": _slice,
    "tfl.space_to_batch_nd": lambda op, ranges: ranges[0].with_zero(),
    "tfl.space_to_depth": mixes,
    "tfl.split": _split,
    "tfl.split_v": _split,
    "tfl.squeeze": _keeps_last_axis,
    "tfl.strided_slice": mixes,
    "tfl.tile": mixes,
    "tfl.topk_v2": _largest,
    "tfl.transpose": _transpose,
    "tfl.unpack": mixes,
}
