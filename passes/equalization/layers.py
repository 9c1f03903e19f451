"""Layers as equalization sees them: which weight is between which input and output channel."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from qir.numerics.equalization import Floats, scaled

Array = npt.NDArray[Any]


@dataclass(frozen=True)
class Layout:
    """How the elements of a filter meet channels.

    `view`: the filter in three axes; `window`: those that weights of one input and one output
    channel run along; `groups`: [groups, outputs of a group, inputs of a group], which the others
    are in order.
    """

    view: tuple[int, int, int]
    window: tuple[int, ...]
    groups: tuple[int, int, int]

    def magnitudes(self, weights: Array) -> Array:
        """The largest |weight| between each input and output channel, in groups.

        Not finite where one is not.
        """
        viewed = weights.reshape(self.view)
        largest = np.maximum(viewed.max(axis=self.window), -viewed.min(axis=self.window))
        return largest.reshape(self.groups)

    def scaled(self, weights: Array, into: Floats | None, out_of: Floats | None) -> Array:
        """The filter times the scales of its inputs, over those of its outputs; float32."""
        factors = scaled(np.ones(self.groups), into, out_of).astype(np.float32)
        sizes = [1 if axis in self.window else size for axis, size in enumerate(self.view)]
        return (weights.reshape(self.view) * factors.reshape(sizes)).reshape(weights.shape)


def outputs_alone(shape: Sequence[int], axis: int) -> Layout:
    """The layout of a filter whose inputs do not matter; `axis`: of its output channels."""
    before, outputs, after = math.prod(shape[:axis]), shape[axis], math.prod(shape[axis + 1 :])
    return Layout((before, outputs, after), (0, 2), (1, outputs, 1))


def _convolution(shape: Sequence[int], channels: int, last: int | None) -> Layout | None:
    """[outputs, height, width, inputs of a group]."""
    outputs, inputs = shape[0], shape[-1]
    groups = channels // inputs
    if last != channels or channels % inputs or outputs % groups:
        return None
    view = outputs, math.prod(shape[1:-1]), inputs
    return Layout(view, (1,), (groups, outputs // groups, inputs))


def _depthwise(shape: Sequence[int], channels: int, last: int | None) -> Layout | None:
    """[1, height, width, outputs]: each input channel has a group to itself."""
    outputs = shape[-1]
    if last != channels or outputs % channels:
        return None
    return Layout((1, math.prod(shape[:-1]), outputs), (1,), (channels, outputs // channels, 1))


def _fully_connected(shape: Sequence[int], channels: int, last: int | None) -> Layout | None:
    """[outputs, inputs]: of an image that was made flat, all positions, and their channels."""
    outputs, inputs = shape
    if inputs % channels:
        return None
    return Layout((outputs, inputs // channels, channels), (1,), (1, outputs, channels))


LAYOUTS: Mapping[str, Callable[[Sequence[int], int, int | None], Layout | None]] = {
    "tfl.conv_2d": _convolution,
    "tfl.depthwise_conv_2d": _depthwise,
    "tfl.transpose_conv": _convolution,
    "tfl.fully_connected": _fully_connected,
}
"""By op: the layout of a filter of this shape, for so many channels of an input whose last axis has
so many elements; None where they do not fit."""
