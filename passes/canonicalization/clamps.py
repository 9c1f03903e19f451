"""Activations: those that cut off, alone and fused into the op before them.

clamp(x, l, h) = min(max(x, l), h). They are meant of numbers: what NaN becomes differs from kernel
to kernel, and is left open.
"""

from __future__ import annotations

import math

import numpy as np
from xdsl.dialects.builtin import Float32Type

from qir.attributes import element_type
from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.options import option
from qir.numerics.intervals import Interval
from qir.passes.canonicalization.identities import ACTIVATION
from qir.passes.canonicalization.rewriting import NUMBERS, Pattern, Replacement, Rewriting
from qir.targets import FUSED_CLAMPS

CLAMPS = {
    "RELU": Interval(0.0, math.inf),
    "RELU6": Interval(0.0, 6.0),
    "RELU_N1_TO_1": Interval(-1.0, 1.0),
    "RELU_0_TO_1": Interval(0.0, 1.0),
}
"""Ops by builtin operator; the first three are names of fused activations too."""
FUSING = {
    "tfl.add": 1,
    "tfl.average_pool_2d": 1,
    "tfl.conv_2d": 1,
    "tfl.conv_3d": 1,
    "tfl.depthwise_conv_2d": 1,
    "tfl.div": 1,
    "tfl.fully_connected": 1,
    "tfl.l2_pool_2d": 1,
    "tfl.max_pool_2d": 1,
    "tfl.mul": 1,
    "tfl.sub": 1,
    "tfl.transpose_conv": 4,
}
"""Ops whose kernels clamp what they compute, and the operator version that does so."""
_NAMES = {interval: name for name, interval in CLAMPS.items()}
_ROOTS = tuple(f"tfl.{name.lower()}" for name in CLAMPS)
_BOUNDS = ("tfl.maximum", "tfl.minimum")


def _clamp_of(op: TflOp, to: Rewriting) -> tuple[int, Interval] | None:
    """The operand that an op clamps, and to what."""
    if op.OPERATOR.name in CLAMPS:
        return 0, CLAMPS[op.OPERATOR.name]
    if op.name not in _BOUNDS:
        return None
    for side in (1, 0):
        numbers = to.numbers(op.operands[side])
        if numbers is None or op.operands[1 - side].type != op.results[0].type:
            continue
        if numbers.size and np.all(numbers == (bound := numbers.flat[0])):
            is_low = op.name == "tfl.maximum"
            low, high = (float(bound), math.inf) if is_low else (-math.inf, float(bound))
            return 1 - side, Interval(low, high)
    return None


def _is_float(op: TflOp) -> bool:
    return isinstance(element_type(op.results[0]), Float32Type)


def _drop(op: TflOp, to: Rewriting) -> Replacement:
    clamp = _clamp_of(op, to)
    if clamp is None or not _is_float(op):
        return None
    known, bounds = to.interval(op.operands[clamp[0]]), clamp[1]
    is_within = bounds.low <= known.low and known.high <= bounds.high
    return op.operands[clamp[0]] if is_within else None


def _name(op: TflOp, to: Rewriting) -> Replacement:
    clamp = _clamp_of(op, to)
    name = _NAMES.get(clamp[1]) if clamp and op.name in _BOUNDS else None
    if clamp is None or name is None or not _is_float(op):
        return None
    return to.op(name, [op.operands[clamp[0]]], op.results[0].type)


def _merge(op: TflOp, to: Rewriting) -> Replacement:
    outer = _clamp_of(op, to)
    if outer is None or not _is_float(op):
        return None
    inner_op = to.producer(op.operands[outer[0]], *_ROOTS, *_BOUNDS)
    inner = _clamp_of(inner_op, to) if inner_op else None
    if inner_op is None or inner is None:
        return None
    name = _NAMES.get(inner[1].clamp(outer[1])) if _overlap(inner[1], outer[1]) else None
    return None if name is None else to.op(name, [inner_op.operands[inner[0]]], op.results[0].type)


def _overlap(a: Interval, b: Interval) -> bool:
    return max(a.low, b.low) < min(a.high, b.high)


def _fuse(op: TflOp, to: Rewriting) -> Replacement:
    producer = to.producer(op.operands[0], *FUSING)
    if producer is None or not _is_float(op) or producer.results[0].type != op.results[0].type:
        return None
    inner, outer = option(producer, ACTIVATION), CLAMPS[op.OPERATOR.name]
    if inner != "NONE":
        if inner not in FUSED_CLAMPS or not _overlap(CLAMPS[inner], outer):
            return None
        outer = CLAMPS[inner].clamp(outer)
    name = _NAMES.get(outer)
    if name not in FUSED_CLAMPS:
        return None
    version = FUSING[producer.name]
    return to.like(producer, producer.operands, version=version, fused_activation_function=name)


def _leak(op: TflOp, to: Rewriting) -> Replacement:
    for side in (0, 1):
        x, product = op.operands[side], to.producer(op.operands[1 - side], "tfl.mul")
        if product is None or option(product, ACTIVATION) != "NONE" or not _is_float(op):
            continue
        for which in (0, 1):
            slope = to.numbers(product.operands[which])
            if product.operands[1 - which] is not x or slope is None or slope.size != 1:
                continue
            if x.type == op.results[0].type and 0 < (alpha := float(slope.ravel()[0])) < 1:
                return to.op("LEAKY_RELU", [x], x.type, alpha=alpha)
    return None


PATTERNS = (
    Pattern(
        "fused-clamp",
        "relu(f(x)) = f{RELU}(x); so too relu6, relu_n1_to_1",
        _ROOTS,
        _fuse,
        of=(FUSING,),
    ),
    Pattern(
        "merged-clamps",
        "clamp(clamp(x)) = clamp(x) where it has a name: relu, relu6, ...",
        (*_ROOTS, *_BOUNDS),
        _merge,
        of=((*_ROOTS, *_BOUNDS),),
    ),
    Pattern("named-clamp", "maximum(x, 0) = relu(x)", _BOUNDS, _name, of=(NUMBERS,)),
    Pattern(
        "leaky-relu",
        "maximum(x, x * a) = leaky_relu(x, a) for 0 < a < 1",
        ("tfl.maximum",),
        _leak,
        of=({"tfl.mul"},),
    ),
    # Last, since to find out what is known takes a walk over the function.
    Pattern(
        "useless-clamp", "clamp(x, l, h) = x where l <= x <= h is known", (*_ROOTS, *_BOUNDS), _drop
    ),
)
