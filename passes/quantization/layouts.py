"""Which weights share a scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qir.dialects.interfaces import quantizable_weights
from qir.passes.analysis.weights import Weight
from qir.schemes import Granularity, Scheme
from qir.targets import Target


@dataclass(frozen=True, slots=True)
class Layout:
    """One scale for each index along `axis`, for each `block` elements along the last axis where
    that is not 0, or for the tensor where neither is."""

    axis: int | None = None
    block: int = 0

    def __str__(self) -> str:
        if self.block:
            return f"one scale per {self.block} weights"
        return f"one scale per {'tensor' if self.axis is None else 'channel'}"


PER_TENSOR = Layout()


def layout_of(users: Sequence[Weight], scheme: Scheme, target: Target) -> Layout:
    """How a constant is laid out that all of `users` take by this scheme.

    Blocks where every kernel has them and they fill the rows, else channels where all kernels run
    them along the same axis, else one scale.
    """
    if scheme.granularity is Granularity.TENSOR:
        return PER_TENSOR
    if scheme.granularity is Granularity.BLOCK and all(
        target.takes_blocks(user.op, user.constant.type.get_shape(), scheme.block) for user in users
    ):
        return Layout(block=scheme.block)
    axes = {_channel_axis(user, scheme) for user in users}
    return Layout(axes.pop()) if len(axes) == 1 else PER_TENSOR


def _channel_axis(user: Weight, scheme: Scheme) -> int | None:
    """What DEQUANTIZE reads may have scales per channel also where a kernel takes only one.

    Not what it reads of 8 bits after an op that moves it: LiteRT takes longer to dequantize rows
    with several scales than to gather them, and of 8 bits one is exact enough.
    """
    trait = quantizable_weights(type(user.op))
    if trait is not None and trait.copies and scheme.bits == 8:
        return None
    is_widened = scheme.is_widened and trait is not None and not trait.copies
    if user.axis is None and is_widened and len(user.constant.type.get_shape()) > 1:
        return 0
    return user.axis
