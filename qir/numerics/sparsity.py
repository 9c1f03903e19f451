"""Sparse tensors of the TFLite format, made dense.

A tensor of rank n with k block axes is looked at as one of rank n + k: axes `n + b` are those
within a block of axis `block_map[b]`. Its axes in the order of traversal are the levels of a tree
whose leaves are the values stored; a level is dense, or holds the coordinates there are.

F. Kjolstad et al., The Tensor Algebra Compiler, 2017, https://doi.org/10.1145/3133901
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

Integers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Dense:
    """A level that has all coordinates from 0 to `size` - 1."""

    size: int


@dataclass(frozen=True)
class Compressed:
    """A level that has some coordinates: below node i, `indices[segments[i] : segments[i + 1]]`."""

    segments: Integers
    indices: Integers


class Sparsity(NamedTuple):
    """How the values of a sparse tensor are arranged."""

    traversal_order: Sequence[int]
    """The axis of each level."""
    levels: Sequence[Dense | Compressed]
    block_map: Sequence[int] = ()
    """The axis that each block axis cuts."""


def densified(
    values: npt.NDArray[Any], shape: Sequence[int], sparsity: Sparsity
) -> npt.NDArray[Any]:
    """The tensor of this shape that holds `values` where `sparsity` says, and else zeros.

    Raises ValueError where they do not fit one another.
    """
    rank = len(shape)
    order, levels, block_map = sparsity
    if sorted(order) != list(range(rank + len(block_map))) or len(levels) != len(order):
        raise ValueError(
            f"{len(levels)} levels, traversed in order {[*order]}, of a tensor of "
            f"{rank} axes and {len(block_map)} block axes"
        )
    coordinates = dict(zip(order, _coordinates(levels), strict=True))
    block_sizes = dict(zip(order, levels, strict=True))
    places = [coordinates[axis] for axis in range(rank)]
    for number, axis in enumerate(block_map, rank):
        size = block_sizes[number]
        if not (isinstance(size, Dense) and 0 <= axis < rank):
            raise ValueError(f"block axis {number - rank} cuts axis {axis} into {size}")
        places[axis] = places[axis] * size.size + coordinates[number]
    count = coordinates[order[-1]].size if order else 1
    if count > values.size:
        raise ValueError(f"{values.size} values in {count} places")
    for axis, size in enumerate(shape):
        if count and not 0 <= places[axis].min() <= places[axis].max() < size:
            raise ValueError(f"coordinates along axis {axis} are outside of its {size} elements")
    result = np.zeros(shape, values.dtype)
    result[tuple(places)] = values.ravel()[:count] if shape else values.item(0)
    return result


def _coordinates(levels: Sequence[Dense | Compressed]) -> list[Integers]:
    """The coordinate at each level of each leaf of the tree."""
    found: list[Integers] = []
    nodes: Integers = np.zeros(1, np.int64)
    for level in levels:
        starts, counts = _below(level, nodes)
        found = [np.repeat(coordinates, counts) for coordinates in found]
        first = np.repeat(starts - (np.cumsum(counts) - counts), counts)
        nodes = np.asarray(first + np.arange(first.size), np.int64)
        found.append(nodes % level.size if isinstance(level, Dense) else level.indices[nodes])
    return found


def _below(level: Dense | Compressed, nodes: Integers) -> tuple[Integers, Integers]:
    """The first of the nodes of a level that are below each of the level before it; how many."""
    if isinstance(level, Dense):
        return nodes * level.size, np.full(nodes.shape, level.size, np.int64)
    if not _is_valid(level, nodes):
        raise ValueError(f"segments {level.segments} of {level.indices.size} coordinates")
    starts: Integers = level.segments[nodes]
    return starts, level.segments[nodes + 1] - starts


def _is_valid(level: Compressed, nodes: Integers) -> bool:
    """Every node has a segment, and every segment is one of the coordinates."""
    segments = level.segments.tolist()
    ends = pairwise([0, *segments, level.indices.size])
    return len(segments) > nodes.max(initial=-1) + 1 and all(low <= high for low, high in ends)
