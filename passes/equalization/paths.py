"""What is between two layers: ops that commute with a factor for each channel.

The channel of an element is its place in row-major order modulo the number of channels; a tensor
whose last axis is a multiple of that number has whole channels along it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from xdsl.dialects.builtin import Float32Type
from xdsl.dialects.func import ReturnOp
from xdsl.ir import SSAValue

from qir.attributes import element_type
from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.constants import constant_integers
from qir.dialects.tfl.options import option, option_fields
from qir.dialects.tfl.tensors import shape_of
from qir.numerics.equalization import Floats
from qir.numerics.ranges import Range
from qir.passes.analysis.linear import LINEAR
from qir.passes.canonicalization.clamps import CLAMPS
from qir.passes.canonicalization.identities import ACTIVATION
from qir.passes.equalization.layers import LAYOUTS

LIMIT = 2.0**16
"""No channel is scaled by more, nor by less than its inverse."""


@dataclass(frozen=True)
class Path:
    """`values`: from the result of one layer to the input of the `next`; all are to be scaled.

    `clamps`: values that were clamped, and by what.
    """

    next: TflOp
    values: tuple[SSAValue, ...]
    clamps: tuple[tuple[SSAValue, str], ...]

    def bounds(self, channels: int, range_of: Callable[[SSAValue], Range]) -> tuple[Floats, Floats]:
        """The least and greatest scales with which clamps cut nothing that they did not cut.

        clamp(x / s, l, h) s = clamp(x, l s, h s), which is x where it lies in [l, h] and
        in [l s, h s]. An end that may have cut something is an end for s = 1 alone.
        """
        least, greatest = np.full(channels, 1 / LIMIT), np.full(channels, LIMIT)
        for value, name in self.clamps:
            found, clamp = range_of(value), CLAMPS[name]
            for ends, bound in ((found.high, clamp.high), (-found.low, -clamp.low)):
                if bound in (0, math.inf):
                    continue
                end = _of_channels(ends, channels)
                is_free = end < bound
                least = np.where(is_free, np.maximum(least, end / bound), 1)
                greatest = np.where(is_free, greatest, 1)
        return least, greatest


def follow(op: TflOp, channels: int) -> Path | str:
    """The path from a layer of so many output channels to the next; or why there is none."""
    values: list[SSAValue] = []
    clamps: list[tuple[SSAValue, str]] = []
    what = "its result"
    while True:
        value = op.results[0]
        values.append(value)
        for name in _activations(op):
            if name not in CLAMPS:
                return f"{name} does not scale with its input"
            clamps.append((value, name))
        uses = list(value.uses)
        if len(uses) != 1:
            return f"{what} has {len(uses)} uses"
        user, index = uses[0].operation, uses[0].index
        if isinstance(user, ReturnOp):
            return f"{what} is returned"
        if isinstance(user, TflOp) and user.name in LAYOUTS and index == LINEAR[user.name].input:
            return Path(user, tuple(values), tuple(clamps))
        rule = EQUIVARIANT.get(user.name)
        if not isinstance(user, TflOp) or rule is None or index or not _is_float(user):
            return f"{what} goes to {user.name}, which does not scale channel by channel"
        if not rule(user, channels):
            return f"{what} goes to {user.name}, which parts its channels"
        op, what = user, f"the result of {user.name} after it"


def _activations(op: TflOp) -> Iterable[str]:
    """The clamp that an op is, or the activation that is fused into it."""
    if op.OPERATOR.name in CLAMPS:
        yield op.OPERATOR.name
    if ACTIVATION in option_fields(op.OPERATOR) and (name := option(op, ACTIVATION)) != "NONE":
        yield str(name)


def _is_float(op: TflOp) -> bool:
    return isinstance(element_type(op.results[0]), Float32Type)


def _of_channels(ends: Floats, channels: int) -> Floats:
    """The greatest of each channel, of ends that are those of all, or along the last axis."""
    each = np.broadcast_to(ends, (max(ends.size, channels),))
    return np.maximum.reduce(each.reshape(-1, channels))


Rule = Callable[[TflOp, int], bool]


def _always(op: TflOp, channels: int) -> bool:
    return True


def _in_order(op: TflOp, channels: int) -> bool:
    """Elements stay in order, and the last axis has whole channels again."""
    shape = shape_of(op.results[0])
    return bool(shape) and shape[-1] is not None and shape[-1] % channels == 0


def _over_others(op: TflOp, channels: int) -> bool:
    """Along constant axes, of which the last is none."""
    axes, shape = constant_integers(op.operands[1]), shape_of(op.operands[0])
    return axes is not None and bool(shape) and all((axis + 1) % len(shape) for axis in axes)


def _around(op: TflOp, channels: int) -> bool:
    """Nothing is added along the last axis."""
    counts = constant_integers(op.operands[1])
    return counts is not None and not any(counts[-2:])


EQUIVARIANT: Mapping[str, Rule] = {
    **dict.fromkeys(
        (
            "tfl.abs",
            "tfl.average_pool_2d",
            "tfl.l2_pool_2d",
            "tfl.leaky_relu",
            "tfl.max_pool_2d",
            "tfl.neg",
            "tfl.prelu",
            "tfl.relu",
            "tfl.relu6",
            "tfl.relu_0_to_1",
            "tfl.relu_n1_to_1",
            "tfl.resize_bilinear",
            "tfl.resize_nearest_neighbor",
        ),
        _always,
    ),
    **dict.fromkeys(("tfl.expand_dims", "tfl.reshape", "tfl.squeeze"), _in_order),
    **dict.fromkeys(("tfl.mean", "tfl.reduce_max", "tfl.reduce_min", "tfl.sum"), _over_others),
    **dict.fromkeys(("tfl.mirror_pad", "tfl.pad"), _around),
}
"""Ops f with f(x s) = f(x) s for each channel's s > 0, in their first operand; and where that holds
of an op with so many channels."""
