"""Interval analysis: between which bounds do the elements of each tensor lie?

One walk in program order. What no rule bounds is unknown; function arguments are unknown. Bounds
are those of real arithmetic: a kernel's rounding can pass them by a few units in the last place.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import cache, reduce

import numpy as np
from xdsl.dialects.builtin import Float32Type
from xdsl.dialects.func import FuncOp
from xdsl.ir import Operation, SSAValue
from xdsl.traits import Pure

from qir.dialects.interfaces import OutputRange, output_range
from qir.dialects.tfl import find_op_class
from qir.dialects.tfl.base import TflOp, op_name
from qir.dialects.tfl.constants import constant_value
from qir.dialects.tfl.options import option, option_fields
from qir.numerics.intervals import Interval
from qir.passes.analysis.weights import weight_operands
from qir.weights import WeightAttr

UNKNOWN = Interval()
ZERO = Interval(0.0, 0.0)
POSITIVE = Interval(0.0, math.inf)

KEEPS = {
    "tfl.average_pool_2d",
    "tfl.broadcast_to",
    "tfl.depth_to_space",
    "tfl.expand_dims",
    "tfl.gather",
    "tfl.max_pool_2d",
    "tfl.mean",
    "tfl.reduce_max",
    "tfl.reduce_min",
    "tfl.reshape",
    "tfl.resize_bilinear",
    "tfl.resize_nearest_neighbor",
    "tfl.slice",
    "tfl.space_to_depth",
    "tfl.squeeze",
    "tfl.strided_slice",
    "tfl.tile",
    "tfl.transpose",
    "tfl.unpack",
}
"""Results lie where the first operand's elements do: values move or are averaged."""

UNARY: dict[str, Callable[[Interval], Interval]] = {
    "tfl.abs": Interval.absolute,
    "tfl.exp": lambda _: POSITIVE,
    "tfl.neg": Interval.negate,
    "tfl.pad": ZERO.join,
    "tfl.sqrt": lambda _: POSITIVE,
    "tfl.square": lambda x: x.absolute().multiply(x.absolute()),
}
BINARY: dict[str, Callable[[Interval, Interval], Interval]] = {
    "tfl.add": Interval.add,
    "tfl.maximum": Interval.maximum,
    "tfl.minimum": Interval.minimum,
    "tfl.mul": Interval.multiply,
    "tfl.sub": Interval.subtract,
}
JOINS = {"tfl.concatenation", "tfl.pack"}
"""Results lie where any operand's elements do."""


def analyze_ranges(function: FuncOp) -> dict[SSAValue, Interval]:
    """The interval of every value of a function that has one; the rest are unknown."""
    found: dict[SSAValue, Interval] = {}
    for op in function.body.block.ops:
        interval = _transfer(op, [found.get(operand, UNKNOWN) for operand in op.operands])
        if interval is not None and not interval.is_unknown:
            found.update((result, interval) for result in op.results)
    return found


def _transfer(op: Operation, operands: Sequence[Interval]) -> Interval | None:
    if constant := constant_value(op):
        is_float = isinstance(constant.type.element_type, Float32Type)
        return _of_values(constant) if is_float and not _is_only_weights(op) else None
    if not isinstance(op, TflOp):
        return None
    if bound := output_range(type(op)):
        return _bounded(operands[0] if operands else UNKNOWN, bound)
    if not _is_pure(type(op)):
        return None  # A cell's activation is not the last thing it computes.
    interval = _by_rule(op, operands)
    if "fused_activation_function" in option_fields(op.OPERATOR):
        return _activated(interval, option(op, "fused_activation_function"))
    return interval


@cache
def _is_pure(op_class: type[Operation]) -> bool:
    return op_class.has_trait(Pure)


def _bounded(interval: Interval, bound: OutputRange) -> Interval:
    """RELU6 of [1, 2] is [1, 2]; of a function that is only bounded, no more is known."""
    return interval.clamp(bound.interval) if bound.clamps else bound.interval


def _activated(interval: Interval, activation: str | int) -> Interval:
    """After a fused activation, which is named after the op it stands for.

    A damaged file can hold a number that the schema has no name for.
    """
    if activation == "NONE":
        return interval
    op = find_op_class(op_name(activation)) if isinstance(activation, str) else None
    bound = output_range(op) if op else None
    return _bounded(interval, bound) if bound else UNKNOWN


def _is_only_weights(constant: Operation) -> bool:
    """No rule reads the range of a kernel's weights, and finding it is a pass over them all."""
    uses = [use for result in constant.results for use in result.uses]
    return bool(uses) and all(
        isinstance(use.operation, TflOp) and use.index in weight_operands(use.operation)
        for use in uses
    )


def _by_rule(op: TflOp, operands: Sequence[Interval]) -> Interval:
    """What the tables say of an op's results; a malformed op has too few operands for its rule."""
    match operands:
        case [first, *_] if op.name in KEEPS:
            return first
        case [first, *_] if op.name in UNARY:
            return UNARY[op.name](first)
        case [first, second] if op.name in BINARY:
            return BINARY[op.name](first, second)
        case [_, *_] if op.name in JOINS:
            return reduce(Interval.join, operands)
        case _:
            return UNKNOWN


def _of_values(constant: WeightAttr) -> Interval | None:
    if not constant.elements:
        return None
    ends = [end for block in constant.blocks() for end in (block.min(), block.max())]
    low, high = float(np.min(ends)), float(np.max(ends))
    return Interval(low, high) if math.isfinite(low) and math.isfinite(high) else None
