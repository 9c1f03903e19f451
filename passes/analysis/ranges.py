"""Interval analysis: between which bounds do the elements of each tensor lie?

One walk in program order. What no rule bounds is unknown; function arguments are unknown.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
from xdsl.dialects.func import FuncOp
from xdsl.ir import Operation, SSAValue

from qir.dialects.interfaces import OutputRange
from qir.dialects.tfl.base import TflOp, option, option_fields
from qir.dialects.tfl.constants import constant_value
from qir.numerics.intervals import Interval

Rule = Callable[[Sequence[Interval]], Interval]
UNKNOWN = Interval()

ACTIVATIONS = {
    "RELU": Interval(0.0, math.inf),
    "RELU6": Interval(0.0, 6.0),
    "RELU_N1_TO_1": Interval(-1.0, 1.0),
    "TANH": Interval(-1.0, 1.0),
}
"""Where a fused activation's result lies; all but TANH clamp to it."""


def _same(operands: Sequence[Interval]) -> Interval:
    return operands[0]


def _with_zero(operands: Sequence[Interval]) -> Interval:
    return operands[0].join(Interval(0.0, 0.0))


def _joined(operands: Sequence[Interval]) -> Interval:
    first, *rest = operands
    for other in rest:
        first = first.join(other)
    return first


RULES: dict[str, Rule] = {
    # values move, none is made
    "tfl.reshape": _same,
    "tfl.squeeze": _same,
    "tfl.expand_dims": _same,
    "tfl.transpose": _same,
    "tfl.slice": _same,
    "tfl.strided_slice": _same,
    "tfl.gather": _same,
    "tfl.tile": _same,
    "tfl.broadcast_to": _same,
    "tfl.max_pool_2d": _same,
    "tfl.average_pool_2d": _same,
    "tfl.mean": _same,
    "tfl.reduce_max": _same,
    "tfl.reduce_min": _same,
    "tfl.unpack": _same,
    "tfl.depth_to_space": _same,
    "tfl.space_to_depth": _same,
    "tfl.resize_bilinear": _same,
    "tfl.resize_nearest_neighbor": _same,
    "tfl.pad": _with_zero,
    "tfl.concatenation": _joined,
    "tfl.pack": _joined,
    # arithmetic
    "tfl.add": lambda x: x[0].add(x[1]),
    "tfl.sub": lambda x: x[0].subtract(x[1]),
    "tfl.mul": lambda x: x[0].multiply(x[1]),
    "tfl.maximum": lambda x: x[0].maximum(x[1]),
    "tfl.minimum": lambda x: x[0].minimum(x[1]),
    "tfl.abs": lambda x: x[0].absolute(),
    "tfl.neg": lambda x: Interval(-x[0].high, -x[0].low),
    "tfl.square": lambda x: x[0].absolute().multiply(x[0].absolute()),
    "tfl.sqrt": lambda _: Interval(0.0, math.inf),
    "tfl.rsqrt": lambda _: Interval(0.0, math.inf),
    "tfl.exp": lambda _: Interval(0.0, math.inf),
}
"""Result from operands; the same for every result of an op. A RELU-like clamp comes after."""


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
        return _of_values(constant.array) if str(constant.type.element_type) == "f32" else None
    if not isinstance(op, TflOp):
        return None
    rule = RULES.get(op.name)
    interval = rule(operands) if rule else UNKNOWN
    if bound := op.get_trait(OutputRange):
        # RELU6 of [1, 2] is [1, 2]; of a bounded function only the bound is known.
        is_clamp = op.name.startswith("tfl.relu")
        interval = operands[0].clamp(bound.interval) if is_clamp else bound.interval
    if "fused_activation_function" in option_fields(op.OPERATOR):
        activation = option(op, "fused_activation_function")
        if activation in ACTIVATIONS:
            bound = ACTIVATIONS[activation]
            interval = bound if activation == "TANH" else interval.clamp(bound)
    return interval


def _of_values(values: Callable[[], np.ndarray]) -> Interval | None:
    array = values()
    if not array.size:
        return None
    low, high = float(array.min()), float(array.max())
    return Interval(low, high) if math.isfinite(low) and math.isfinite(high) else None
