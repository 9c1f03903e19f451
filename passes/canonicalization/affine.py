"""Scales and offsets of constants, as a BatchNorm is made of, go into the weights before them.

L is an op that is linear in its filter w and its bias b: a convolution of any kind, or a product
with a constant matrix. s and t hold one number, or one for each of its output channels.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
from xdsl.dialects.builtin import Float32Type, NoneType
from xdsl.ir import SSAValue

from qir.attributes import element_type
from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.options import option
from qir.dialects.tfl.tensors import shape_of
from qir.passes.analysis.linear import LINEAR, Linear
from qir.passes.canonicalization.clamps import FUSING
from qir.passes.canonicalization.identities import ACTIVATION
from qir.passes.canonicalization.rewriting import NUMBERS, Array, Pattern, Replacement, Rewriting
from qir.targets import FUSED_CLAMPS

SMALLEST, LARGEST = 2.0**-60, 2.0**60
"""Scales beyond could make weights that are infinite, or no longer exact."""

Combine = Callable[[Array, Array], Array]


def _scaled(combine: Combine, sides: tuple[int, ...]) -> Callable[[TflOp, Rewriting], Replacement]:
    """The op takes a product and constants; filter and bias take the constants instead."""

    def rewrite(op: TflOp, to: Rewriting) -> Replacement:
        found = _found(op, to, sides)
        if found is None:
            return None
        product, linear, scales = found
        weights, bias = to.numbers(product.operands[linear.filter]), _bias(product, linear, to)
        with np.errstate(divide="ignore"):
            factors = combine(np.ones(1, np.float32), scales)
        if weights is None or not _is_moderate(factors):
            return None
        filter = product.operands[linear.filter]
        spread = scales.reshape(
            [-1 if axis == linear.outputs else 1 for axis in range(weights.ndim)]
        )
        operands = list(product.operands)
        operands[linear.filter] = to.constant(
            filter, weights.shape, lambda: combine(weights, spread)
        )
        if bias is not None:
            scaled = combine(bias.ravel(), scales)
            operands[linear.bias] = to.constant(operands[linear.bias], scaled.shape, lambda: scaled)
        return _clamped(product, operands, op, to)

    return rewrite


def _shifted(
    combine: Combine, sides: tuple[int, ...], *, negated: bool = False
) -> Callable[[TflOp, Rewriting], Replacement]:
    """The op takes a product and constants; the bias takes the constants instead."""

    def rewrite(op: TflOp, to: Rewriting) -> Replacement:
        found = _found(op, to, sides)
        if found is None:
            return None
        product, linear, offsets = found
        bias = _bias(product, linear, to)
        sums = combine(np.zeros(1, np.float32) if bias is None else bias.ravel(), offsets)
        operands = list(product.operands)[: linear.bias]
        if negated:
            weights = to.numbers(product.operands[linear.filter])
            if weights is None:
                return None
            filter = product.operands[linear.filter]
            operands[linear.filter] = to.constant(filter, weights.shape, lambda: -weights)
        of = product.operands[linear.bias] if bias is not None else "bias"
        rows = shape_of(product.operands[linear.filter])
        assert rows is not None
        full = np.broadcast_to(sums, (rows[linear.outputs] or 0,))
        operands.append(to.constant(of, full.shape, lambda: full))
        return _clamped(product, operands, op, to, linear.biased if bias is None else 1)

    return rewrite


def _found(op: TflOp, to: Rewriting, sides: tuple[int, ...]) -> tuple[TflOp, Linear, Array] | None:
    """The product that an op takes on one of these sides, and the constants on the other."""
    if option(op, ACTIVATION) not in ("NONE", *FUSED_CLAMPS):
        return None
    for side in sides:
        product = to.producer(op.operands[side], *LINEAR)
        if product is None or len(product.results) != 1 or option(product, ACTIVATION) != "NONE":
            continue
        linear = LINEAR[product.name]
        channels = (shape_of(product.operands[linear.filter]) or ())[linear.outputs :][:1]
        constants = _per_channel(to.numbers(op.operands[1 - side]), channels)
        bias = _operand(product, linear.bias)
        if bias is not None and to.numbers(bias) is None:
            continue  # it is computed
        is_float = isinstance(element_type(product.results[0]), Float32Type)
        if constants is None or not is_float or product.results[0].type != op.results[0].type:
            continue
        last = (shape_of(product.results[0]) or ())[-1:]
        if last == channels:
            return product, linear, constants
    return None


def _per_channel(array: Array | None, channels: tuple[int | None, ...]) -> Array | None:
    """One number, or one for each channel, of a constant that is stretched along the others."""
    if array is None or not array.size or not channels:
        return None
    if array.size == 1:
        return array.reshape(1)
    return array.ravel() if array.size == array.shape[-1] == channels[0] else None


def _bias(product: TflOp, linear: Linear, to: Rewriting) -> Array | None:
    value = _operand(product, linear.bias)
    return None if value is None else to.numbers(value)


def _operand(op: TflOp, index: int) -> SSAValue | None:
    value = op.operands[index] if index < len(op.operands) else None
    return None if value is None or isinstance(value.type, NoneType) else value


def _is_moderate(scales: Array) -> bool:
    sizes: Array = np.abs(scales)
    return bool(np.all((sizes == 0) | ((sizes >= SMALLEST) & (sizes <= LARGEST))))


def _clamped(
    product: TflOp, operands: Sequence[SSAValue], op: TflOp, to: Rewriting, version: int = 1
) -> SSAValue:
    """The product on other operands, with the activation that op has."""
    activation = option(op, ACTIVATION)
    if activation != "NONE":
        version = max(version, FUSING[product.name])
    return to.like(product, operands, version=version, fused_activation_function=activation)


def _uniformly(op: TflOp, to: Rewriting) -> Replacement:
    """One scale for all of the input; one for each channel would set the weights of a channel
    against each other, which 8 bits do not bear as well as floats."""
    linear = LINEAR[op.name]
    scale = to.producer(op.operands[linear.input], "tfl.mul")
    if scale is None or option(scale, ACTIVATION) != "NONE":
        return None
    weights = to.numbers(op.operands[linear.filter])
    for side in (1, 0):
        numbers, input = to.numbers(scale.operands[side]), scale.operands[1 - side]
        if numbers is None or numbers.size != 1 or weights is None or not _is_moderate(numbers):
            continue
        if input.type != scale.results[0].type:
            continue
        operands = list(op.operands)
        operands[linear.input] = input
        filter = op.operands[linear.filter]
        scaled = partial(np.multiply, weights, np.float32(numbers.ravel()[0]))
        operands[linear.filter] = to.constant(filter, weights.shape, scaled)
        return to.like(op, operands)
    return None


def _merged(combine: Combine) -> Callable[[TflOp, Rewriting], Replacement]:
    """Two ops of one kind with a constant each."""

    def rewrite(op: TflOp, to: Rewriting) -> Replacement:
        for outer in (0, 1):
            inner_op = to.producer(op.operands[1 - outer], op.name)
            numbers = to.numbers(op.operands[outer])
            if inner_op is None or numbers is None or option(inner_op, ACTIVATION) != "NONE":
                continue
            for inner in (0, 1):
                others, x = to.numbers(inner_op.operands[inner]), inner_op.operands[1 - inner]
                if (
                    others is None
                    or x.type != op.results[0].type
                    or x.type != inner_op.results[0].type
                ):
                    continue
                if not (_is_moderate(numbers) and _is_moderate(others)):
                    continue
                made = combine(others, numbers)
                if made.size == max(numbers.size, others.size):
                    constant = to.constant(op.operands[outer], made.shape, partial(_same, made))
                    return to.like(op, [x, constant])
        return None

    return rewrite


def _same(array: Array) -> Array:
    return array


PATTERNS = (
    Pattern(
        "scaled-product",
        "L(x, w, b) * s = L(x, w * s, b * s)",
        ("tfl.mul",),
        _scaled(np.multiply, (0, 1)),
        of=(LINEAR, NUMBERS),
    ),
    Pattern(
        "divided-product",
        "L(x, w, b) / s = L(x, w / s, b / s)",
        ("tfl.div",),
        _scaled(np.divide, (0,)),
        of=(LINEAR, NUMBERS),
    ),
    Pattern(
        "shifted-product",
        "L(x, w, b) + t = L(x, w, b + t)",
        ("tfl.add",),
        _shifted(np.add, (0, 1)),
        of=(LINEAR, NUMBERS),
    ),
    Pattern(
        "lowered-product",
        "L(x, w, b) - t = L(x, w, b - t)",
        ("tfl.sub",),
        _shifted(np.subtract, (0,)),
        of=(LINEAR, NUMBERS),
    ),
    Pattern(
        "subtracted-product",
        "t - L(x, w, b) = L(x, -w, t - b)",
        ("tfl.sub",),
        _shifted(lambda bias, offset: offset - bias, (1,), negated=True),
        of=(LINEAR, NUMBERS),
    ),
    Pattern(
        "merged-factors",
        "(x * s) * t = x * (s * t)",
        ("tfl.mul",),
        _merged(np.multiply),
        of=({"tfl.mul"}, NUMBERS),
    ),
    Pattern(
        "merged-terms",
        "(x + s) + t = x + (s + t)",
        ("tfl.add",),
        _merged(np.add),
        of=({"tfl.add"}, NUMBERS),
    ),
    Pattern(
        "product-of-scaled",
        "L(x * s, w, b) = L(x, w * s, b) for one s",
        tuple(LINEAR),
        _uniformly,
        of=({"tfl.mul"},),
    ),
)
