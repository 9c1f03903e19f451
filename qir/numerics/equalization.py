"""Scales that make layers which follow one another alike in their weights, channel by channel.

Channel i of what a layer gives is divided by s_i, and multiplied by it in the next layer. Where r
is the largest size of the weights that make the channel, and q of those that it meets, both become
sqrt(r q) by s_i = sqrt(r / q).

M. Nagel et al., Data-Free Quantization Through Weight Equalization and Bias Correction, 2019,
https://arxiv.org/abs/1906.04721
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
TOLERANCE = 0.01
"""Scales are found when none changes by more than this power of two any more."""
SWEEPS = 200
"""How often each boundary of a chain is looked at, at most."""
BIAS = 0.125
"""A bias counts as a weight of so much of it: a channel that is little but its bias would else be
scaled up until activations are quantized for it alone."""
FACTORS = 64
"""How many common factors are tried."""
GAIN = 0.25
"""Of the power of the error, as a power of two: what is less is not to be told from chance."""


@dataclass(frozen=True)
class Boundary:
    """Between two layers: `least` and `greatest`, between which the scales must lie, with 1 in
    between, and the `biases` of the first layer; [channels] each."""

    least: Floats
    greatest: Floats
    biases: npt.NDArray[Any]


def equalizing_scales(
    layers: Sequence[npt.NDArray[Any]], boundaries: Sequence[Boundary]
) -> list[Floats]:
    """The scales of each boundary of a chain, [channels].

    `layers`: the largest |weight| between each input and output of a layer, [groups, outputs of a
    group, inputs of a group]; one more than boundaries. Both sides of a boundary count channels
    through all groups. A channel that has only zeros on one side is not scaled.

    Boundaries are settled one after another until none moves. Every scale is 1 where that promises
    to lower what rounding to one scale for each tensor costs by less than `GAIN`.
    """
    scales = [np.ones(layers[0][:, 0].size), *(np.ones(each.least.shape) for each in boundaries)]
    scales.append(np.ones(layers[-1][..., 0].size))
    unscaled = list(scales)
    for _ in range(SWEEPS):
        moved = 0.0
        for number, boundary in enumerate(boundaries, 1):
            made = scaled(layers[number - 1], into=scales[number - 1]).max(axis=2).ravel()
            met = scaled(layers[number], out_of=scales[number + 1]).max(axis=1).ravel()
            balanced = _balanced(made, met, scales[number], boundary)
            moved = max(moved, float(np.abs(np.log2(balanced / scales[number])).max()))
            scales[number] = balanced
        if moved <= TOLERANCE:
            break
    is_better = _total_noise(layers, scales) < _total_noise(layers, unscaled) - GAIN
    return (scales if is_better else unscaled)[1:-1]


def scaled(
    layer: npt.NDArray[Any], into: Floats | None = None, out_of: Floats | None = None
) -> Floats:
    """A layer times the scales of all its inputs, over those of all its outputs."""
    groups, outputs, inputs = layer.shape
    found = layer if into is None else layer * into.reshape(groups, 1, inputs)
    return found if out_of is None else found / out_of.reshape(groups, outputs, 1)


def _balanced(made: Floats, met: Floats, scales: Floats, boundary: Boundary) -> Floats:
    """Scales of a boundary, given what makes each channel and what it meets, both unscaled.

    Where some cannot be what they should, the others are moved by a common factor to fit them.
    """
    has_both = (made > 0) & (met > 0)
    made = np.maximum(made, BIAS * np.abs(boundary.biases))
    wanted = np.log2(np.where(has_both, made, 1) / np.where(has_both, met, 1)) / 2
    ends = boundary.least, boundary.greatest
    low, high = (np.where(has_both, np.log2(end), 0) for end in ends)
    if has_both.all() and np.all((low <= wanted) & (wanted <= high)):
        return np.exp2(wanted)
    span = float(np.ptp(wanted))
    shifts = [0.0, *(float(wanted.min()) + span * n / (FACTORS - 1) for n in range(FACTORS))]
    found = [np.clip(wanted - shift, low, high) for shift in shifts]
    return min((scales, *map(np.exp2, found)), key=lambda each: _noise(made / each, met * each))


def _noise(made: Floats, met: Floats) -> float:
    """The logarithm of what rounding both sides to a scale for each tensor adds to the output.

    An error of the weights that make a channel is as large as the largest of all, times what it
    meets; one of the weights that it meets is likewise, times the channel, which is as large as
    what makes it.
    """
    noise = made.max() ** 2 * np.sum(met**2) + met.max() ** 2 * np.sum(made**2)
    return float(np.log2(noise)) if noise > 0 else 0.0


def _total_noise(layers: Sequence[npt.NDArray[Any]], scales: Sequence[Floats]) -> float:
    """That of all boundaries."""
    weights = [
        scaled(layer, *ends) for layer, *ends in zip(layers, scales, scales[1:], strict=False)
    ]
    return sum(
        _noise(first.max(axis=2).ravel(), second.max(axis=1).ravel())
        for first, second in pairwise(weights)
    )
