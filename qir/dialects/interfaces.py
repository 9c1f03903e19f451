"""What passes ask an operation, so that they need not know its name.

Each is an xDSL trait: attach it to any op class, in this project or outside it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from xdsl.ir import Operation
from xdsl.traits import OpTrait

from qir.numerics.intervals import Interval

ChannelAxis = int | None | Callable[[Operation], int | None]

ENOUGH_ELEMENTS = 1024


@dataclass(frozen=True)
class QuantizableWeights(OpTrait):
    """Which operands are weights that a kernel may take as integers.

    `operands`: their indices; those absent or not constant are passed over.
    `channel_axis`: axis of the weight that per-channel scales run along; None where the kernel
    takes only one scale per tensor. Negative axes count from the last.
    `activation`: index of the operand that must be float32 for a hybrid kernel.
    `together`: the kernel takes all of them as integers or none.
    `obstacle`: why this very op cannot have integer weights, None where it can.
    `least_bits`: of the smallest integers that a kernel takes; where a scheme has smaller ones, the
    op has these.
    `enough`: how many elements its weights have at least to be worth it, where nobody says. That is
    TensorFlow's 1024: small convolutions are mostly first ones, whose inputs are not to be rounded.
    `copies`: the op moves elements of its weight and computes nothing, so that its result holds
    integers too; those of 8 bits with one scale.
    """

    operands: tuple[int, ...]
    channel_axis: ChannelAxis
    activation: int = 0
    together: bool = False
    obstacle: Callable[[Operation], str | None] = lambda _: None
    least_bits: int | Callable[[Operation], int] = 8
    enough: int = ENOUGH_ELEMENTS
    copies: bool = False

    def axis_of(self, op: Operation, rank: int) -> int | None:
        """The channel axis of a weight of this rank, counted from the first; or None."""
        axis = self.channel_axis(op) if callable(self.channel_axis) else self.channel_axis
        return None if axis is None else axis % rank

    def least_bits_of(self, op: Operation) -> int:
        return self.least_bits(op) if callable(self.least_bits) else self.least_bits


@dataclass(frozen=True)
class OutputRange(OpTrait):
    """Every element of every result lies within, whatever the operands are.

    `clamps`: an element that lies within already comes out as it went in.
    """

    interval: Interval
    clamps: bool = False


@dataclass(frozen=True)
class Evaluates(OpTrait):
    """What an op computes, for an op that `qir/interp` has no function for.

    `function` takes the op and a numpy array for each operand, None where it is absent, and gives
    an array, or a tuple of one for each result.
    """

    function: Callable[..., Any]


@cache
def quantizable_weights(op_class: type[Operation]) -> QuantizableWeights | None:
    """The trait of a class, if it has one; searched for once, since passes ask it of every op."""
    return op_class.get_trait(QuantizableWeights)


@cache
def output_range(op_class: type[Operation]) -> OutputRange | None:
    """As `quantizable_weights`."""
    return op_class.get_trait(OutputRange)
