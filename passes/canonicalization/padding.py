"""Zeros around a tensor, and the windows that pad by themselves.

W is a convolution or a pooling; p counts rows and columns before and after. SAME pads as
https://www.tensorflow.org/api_docs/python/tf/nn/convolution says: what must be added for a window
at every stride-th position, half of it before, the odd one after.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xdsl.dialects.builtin import Float32Type

from qir.attributes import element_type
from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.constants import constant_integers
from qir.dialects.tfl.options import option
from qir.dialects.tfl.tensors import shape_of
from qir.passes.canonicalization.rewriting import Pattern, Replacement, Rewriting


@dataclass(frozen=True)
class Window:
    """The axes of the input that a window slides along, with the letters of their options.

    `sizes`: axes of the filter, operand 1, that hold the window's sizes; none where options do.
    """

    axes: tuple[tuple[int, str], ...] = ((1, "h"), (2, "w"))
    sizes: tuple[int, ...] = (1, 2)
    dilates: bool = True


CONVOLUTIONS = {
    "tfl.conv_2d": Window(),
    "tfl.depthwise_conv_2d": Window(),
    "tfl.conv_3d": Window(((1, "d"), (2, "h"), (3, "w")), (0, 1, 2)),
}
POOLS = {"tfl.max_pool_2d": Window(sizes=(), dilates=False)}
_FILTERS = {"h": "filter_height", "w": "filter_width"}


def _into_convolution(op: TflOp, to: Rewriting) -> Replacement:
    return _into(op, CONVOLUTIONS[op.name], to)


def _into_pool(op: TflOp, to: Rewriting) -> Replacement:
    """A window of SAME looks at elements only; where none is negative, zeros do not show."""
    pad = to.producer(op.operands[0], "tfl.pad")
    is_positive = pad is not None and to.interval(pad.operands[0]).low >= 0
    return _into(op, POOLS[op.name], to) if is_positive else None


def _into(op: TflOp, window: Window, to: Rewriting) -> Replacement:
    pad = to.producer(op.operands[0], "tfl.pad")
    if pad is None or option(op, "padding") != "VALID" or not _is_float(pad):
        return None
    counts, shape = constant_integers(pad.operands[1]), shape_of(pad.operands[0])
    filter = shape_of(op.operands[1]) if window.sizes else None
    if counts is None or shape is None or (window.sizes and filter is None):
        return None
    needed = [(0, 0)] * len(shape)
    for number, (axis, letter) in enumerate(window.axes):
        size = shape[axis]
        reach = filter[window.sizes[number]] if filter else option(op, _FILTERS[letter])
        if size is None or reach is None:
            return None
        dilation = option(op, f"dilation_{letter}_factor") if window.dilates else 1
        stride = option(op, f"stride_{letter}")
        needed[axis] = same_padding(size, (reach - 1) * dilation + 1, stride)
    if _pairs(counts) != needed:
        return None
    return to.like(op, [pad.operands[0], *op.operands[1:]], padding="SAME")


def same_padding(size: int, reach: int, stride: int) -> tuple[int, int]:
    """How many elements SAME adds before and after an axis, for a window that reaches so far."""
    missing = max((-(-size // stride) - 1) * stride + reach - size, 0)
    return missing // 2, missing - missing // 2


def _merge(op: TflOp, to: Rewriting) -> Replacement:
    inner = to.producer(op.operands[0], "tfl.pad")
    outer_counts = constant_integers(op.operands[1])
    inner_counts = constant_integers(inner.operands[1]) if inner else None
    if inner is None or outer_counts is None or inner_counts is None or not _is_float(inner):
        return None
    if len(inner_counts) != len(outer_counts):
        return None
    sums = [a + b for a, b in zip(inner_counts, outer_counts, strict=True)]
    counts = to.table(op.operands[1], sums)
    return to.like(op, [inner.operands[0], counts])


def _zeros(op: TflOp, to: Rewriting) -> Replacement:
    value = to.numbers(op.operands[2])
    if value is None or value.size != 1 or value.ravel()[0] != 0:
        return None
    return to.op("PAD", op.operands[:2], op.results[0].type)


def _is_float(op: TflOp) -> bool:
    return isinstance(element_type(op.results[0]), Float32Type)


def _pairs(counts: Sequence[int]) -> list[tuple[int, int]]:
    return list(zip(counts[::2], counts[1::2], strict=True))


PATTERNS = (
    Pattern("padded-with-zeros", "padv2(x, p, 0) = pad(x, p)", ("tfl.padv2",), _zeros),
    Pattern(
        "merged-padding",
        "pad(pad(x, p), q) = pad(x, p + q)",
        ("tfl.pad",),
        _merge,
        of=({"tfl.pad"},),
    ),
    Pattern(
        "padded-convolution",
        "W{VALID}(pad(x, p)) = W{SAME}(x) where p is what SAME adds",
        tuple(CONVOLUTIONS),
        _into_convolution,
        of=({"tfl.pad"},),
    ),
    Pattern(
        "padded-pool",
        "max_pool{VALID}(pad(x, p)) = max_pool{SAME}(x) where p is what SAME adds, and x >= 0",
        tuple(POOLS),
        _into_pool,
        of=({"tfl.pad"},),
    ),
)
