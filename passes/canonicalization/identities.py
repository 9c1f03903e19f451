"""Ops that return their operand."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from xdsl.dialects.builtin import TensorType

from qir.attributes import element_type
from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.constants import constant_integers
from qir.dialects.tfl.options import option, option_fields
from qir.passes.canonicalization.rewriting import NUMBERS, Pattern, Replacement, Rewriting

ACTIVATION = "fused_activation_function"


def _keeps_type(op: TflOp) -> bool:
    """Same static type in and out: nothing that a resized input could make differ."""
    type = op.operands[0].type if op.operands else None
    return type == op.results[0].type and isinstance(type, TensorType) and type.has_static_shape()


def _keeps_order(op: TflOp) -> bool:
    order = constant_integers(op.operands[1]) if len(op.operands) > 1 else None
    return order is not None and _keeps_element(op) and order == tuple(range(len(order)))


def _is_single(op: TflOp) -> bool:
    return len(op.operands) == 1 and option(op, ACTIVATION) == "NONE" and _keeps_element(op)


def _keeps_element(op: TflOp) -> bool:
    """Not so where the op takes one scale to another."""
    return element_type(op.operands[0]) == element_type(op.results[0])


def _all_zeros(op: TflOp) -> bool:
    counts = constant_integers(op.operands[1])
    return counts is not None and not any(counts) and _keeps_type(op)


def _all_ones(op: TflOp) -> bool:
    counts = constant_integers(op.operands[1])
    return counts is not None and set(counts) <= {1} and _keeps_type(op)


def _when(holds: Callable[[TflOp], bool]) -> Callable[[TflOp, Rewriting], Replacement]:
    def rewrite(op: TflOp, to: Rewriting) -> Replacement:
        if len(op.results) != 1 or not holds(op):
            return None
        return op.operands[0]

    return rewrite


def _neutral(value: float, sides: tuple[int, ...]) -> Callable[[TflOp, Rewriting], Replacement]:
    """An op with one operand that changes nothing, on one of these sides."""

    def rewrite(op: TflOp, to: Rewriting) -> Replacement:
        if len(op.operands) != 2 or (
            ACTIVATION in option_fields(op.OPERATOR) and option(op, ACTIVATION) != "NONE"
        ):
            return None
        for side in sides:
            other = op.operands[1 - side]
            numbers = to.numbers(op.operands[side])
            if numbers is None or other.type != op.results[0].type or not numbers.size:
                continue
            if numbers.flat[0] == value and np.all(numbers == value):
                return other
        return None

    return rewrite


PATTERNS = (
    Pattern(
        "same-shape",
        "reshape(x : T) : T = x; so too squeeze, expand_dims, broadcast_to",
        ("tfl.reshape", "tfl.squeeze", "tfl.expand_dims", "tfl.broadcast_to"),
        _when(_keeps_type),
    ),
    Pattern("same-type", "cast(x : T) : T = x", ("tfl.cast",), _when(_keeps_type)),
    Pattern("same-order", "transpose(x, [0, 1, ...]) = x", ("tfl.transpose",), _when(_keeps_order)),
    Pattern("single-part", "concatenation(x) = x", ("tfl.concatenation",), _when(_is_single)),
    Pattern(
        "no-padding",
        "pad(x, [0, 0, ...]) = x",
        ("tfl.pad", "tfl.padv2", "tfl.mirror_pad"),
        _when(_all_zeros),
    ),
    Pattern("single-tile", "tile(x, [1, 1, ...]) = x", ("tfl.tile",), _when(_all_ones)),
    Pattern(
        "whole-slice", "slice(x : T, [0, 0, ...], ...) : T = x", ("tfl.slice",), _when(_all_zeros)
    ),
    Pattern("times-one", "x * 1 = 1 * x = x", ("tfl.mul",), _neutral(1.0, (1, 0)), of=(NUMBERS,)),
    Pattern("over-one", "x / 1 = x", ("tfl.div",), _neutral(1.0, (1,)), of=(NUMBERS,)),
    Pattern("plus-zero", "x + 0 = 0 + x = x", ("tfl.add",), _neutral(0.0, (1, 0)), of=(NUMBERS,)),
    Pattern("minus-zero", "x - 0 = x", ("tfl.sub",), _neutral(0.0, (1,)), of=(NUMBERS,)),
)
