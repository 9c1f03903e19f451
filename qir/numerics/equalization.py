"""Scales that make layers which follow one another alike in their weights, channel by channel.

Channel i of what a layer gives is divided by s_i, and multiplied by it in the next layer. The
weights that make it, of largest size r, and those that it meets, of largest size q, are both
sqrt(r q) in size where s_i = sqrt(r / q).

M. Nagel et al., Data-Free Quantization Through Weight Equalization and Bias Correction, 2019,
https://arxiv.org/abs/1906.04721
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
TOLERANCE = 0.05
"""Scales are found when none changes by more than this power of two any more."""
SWEEPS = 200
"""How often each boundary of a chain is looked at, at most."""


@dataclass(frozen=True)
class Bounds:
    """Between which the scales of a boundary must lie: [channels] each, with 1 in between."""

    least: Floats
    greatest: Floats


def equalizing_scales(
    layers: Sequence[npt.NDArray[Any]], boundaries: Sequence[Bounds]
) -> list[Floats]:
    """The scales of each boundary of a chain: powers of two, [channels].

    `layers`: the largest |weight| between each input and output of a layer, [groups, outputs of a
    group, inputs of a group]; one more than boundaries. Both sides of a boundary count channels
    through all groups. A channel that has only zeros on one side is not scaled.

    Boundaries are settled one after another until none moves; what is found is then rounded.
    """
    outer = np.ones(layers[0][:, 0].size), np.ones(layers[-1][..., 0].size)
    scales = [outer[0], *(np.ones(each.least.shape) for each in boundaries), outer[1]]
    for _ in range(SWEEPS):
        moved = 0.0
        for number, bounds in enumerate(boundaries):
            made = scaled(layers[number], into=scales[number]).max(axis=2).ravel()
            met = scaled(layers[number + 1], out_of=scales[number + 2]).max(axis=1).ravel()
            wanted = np.clip(_balance(made, met), bounds.least, bounds.greatest)
            moved = max(moved, float(np.abs(np.log2(wanted / scales[number + 1])).max()))
            scales[number + 1] = wanted
        if moved <= TOLERANCE:
            break
    return [_power_of_two(*each) for each in zip(scales[1:-1], boundaries, strict=True)]


def scaled(
    layer: npt.NDArray[Any], into: Floats | None = None, out_of: Floats | None = None
) -> Floats:
    """A layer times the scales of all its inputs, over those of all its outputs."""
    groups, outputs, inputs = layer.shape
    found = layer if into is None else layer * into.reshape(groups, 1, inputs)
    return found if out_of is None else found / out_of.reshape(groups, outputs, 1)


def _balance(made: Floats, met: Floats) -> Floats:
    has_both = (made > 0) & (met > 0)
    return np.sqrt(np.where(has_both, made, 1) / np.where(has_both, met, 1))


def _power_of_two(scales: Floats, bounds: Bounds) -> Floats:
    """The nearest power within bounds: it changes no bit of a float but those of its exponent."""
    low, high = np.ceil(np.log2(bounds.least)), np.floor(np.log2(bounds.greatest))
    return np.exp2(np.clip(np.rint(np.log2(scales)), low, high))
