"""Sparse constants against LiteRT's DENSIFY (rule S9)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from models import Model, run_on_litert, schema

from qir.diagnostics import QirError
from qir.frontends.tflite import read_tflite
from qir.interp import Machine

Array = npt.NDArray[Any]
TYPES = {"float32": "FLOAT32", "float16": "FLOAT16", "int8": "INT8"}


@dataclass(frozen=True)
class Layout:
    """How a tensor is to be stored; a level for each entry of `order`."""

    order: tuple[int, ...]
    is_compressed: tuple[bool, ...]
    blocks: tuple[tuple[int, int], ...]
    """Axis, and the size of its blocks."""


@st.composite
def tensors(draw: st.DrawFn) -> tuple[Array, Layout]:
    rank = draw(st.integers(1, 3))
    axes = draw(st.sets(st.integers(0, rank - 1)))
    blocks = tuple((axis, draw(st.integers(1, 3))) for axis in sorted(axes))
    counts = [draw(st.integers(1, 4)) for _ in range(rank)]
    shape = [count * dict(blocks).get(axis, 1) for axis, count in enumerate(counts)]
    order = (*draw(st.permutations(range(rank))), *range(rank, rank + len(blocks)))
    is_compressed = tuple(draw(st.booleans()) for _ in range(rank))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    array = rng.integers(-9, 10, shape) * (rng.random(shape) < draw(st.sampled_from((0.2, 0.7))))
    dtype = draw(st.sampled_from(tuple(TYPES)))
    return array.astype(dtype), Layout(order, is_compressed, blocks)


@given(tensors())
def test_a_sparse_constant_is_what_litert_makes_of_it(case: tuple[Array, Layout]) -> None:
    array, layout = case
    model = densify_model(array, layout)
    (found,) = Machine(read_tflite(model)).run([])
    assert found.dtype == array.dtype
    np.testing.assert_array_equal(found, array)
    np.testing.assert_array_equal(run_on_litert(model, [], builtin=True)[0], array)


def test_a_sparse_constant_that_does_not_fit_says_where() -> None:
    model = densify_model(np.eye(2, dtype=np.float32), Layout((0, 1), (False, True), ()), lost=1)
    message = r'tfl.pseudo_sparse_const "w": 1 values in 2 places'
    with pytest.raises(QirError, match=message):
        Machine(read_tflite(model)).run([])


def densify_model(array: Array, layout: Layout, lost: int = 0) -> bytes:
    """DENSIFY of an array in the sparse encoding; `lost`: how many values the file lacks."""
    levels, values = encoded(array, layout)
    kept = np.array(values[: len(values) - lost], array.dtype)
    model = Model()
    graph = model.graph()
    sparsity = schema.SparsityParametersT(
        traversalOrder=list(layout.order),
        blockMap=[axis for axis, _ in layout.blocks],
        dimMetadata=levels,
    )
    type = TYPES[array.dtype.name]
    # A buffer without bytes is no constant.
    buffer = model.buffer(kept if kept.size else np.zeros(1, array.dtype))
    sparse = graph.tensor("w", array.shape, type, buffer=buffer, sparsity=sparsity)
    dense = graph.tensor("y", array.shape, type)
    graph.op("DENSIFY", [sparse], [dense], schema.DensifyOptionsT())
    graph.returns(dense)
    return model.to_bytes()


def encoded(array: Array, layout: Layout) -> tuple[list[Any], list[Any]]:
    """The levels of the format, and the values, of a tensor looked at as one of more axes."""
    sizes = dict(layout.blocks)
    whole = [size // sizes.get(axis, 1) for axis, size in enumerate(array.shape)]
    split = [n for axis, count in enumerate(whole) for n in (count, sizes.get(axis, 1))]
    outer = [2 * axis for axis in range(array.ndim)]
    inner = [2 * axis + 1 for axis, _ in layout.blocks]
    rest = [2 * axis + 1 for axis in range(array.ndim) if axis not in sizes]
    extended = array.reshape(split).transpose(outer + inner + rest)
    extended = extended.reshape(extended.shape[: len(layout.order)]).transpose(layout.order)
    levels: list[Any] = []
    nodes = [extended]
    is_compressed = (*layout.is_compressed, *(False for _ in layout.blocks))
    for level, compresses in enumerate(is_compressed):
        found = [list(children(node, compresses)) for node in nodes]
        nodes = [node for each in found for _, node in each]
        levels.append(metadata(extended.shape[level], found if compresses else None))
    return levels, [node.item() for node in nodes]


def children(node: Array, compresses: bool) -> Iterator[tuple[int, Array]]:
    for index, child in enumerate(node):
        if child.any() or not compresses:
            yield index, np.asarray(child)


def metadata(size: int, found: Sequence[list[tuple[int, Array]]] | None) -> Any:
    if found is None:
        return schema.DimensionMetadataT(format=0, denseSize=size)
    segments = np.cumsum([0, *map(len, found)])
    indices = [index for each in found for index, _ in each]
    # Vectors of each width.
    width = ("Uint8Vector", "Uint16Vector", "Int32Vector")[prod(segments.shape) % 3]
    made = getattr(schema, f"{width}T")
    tag = getattr(schema.SparseIndexVector, width)
    return schema.DimensionMetadataT(
        format=1,
        arraySegmentsType=tag,
        arraySegments=made(values=segments.tolist()),
        arrayIndicesType=tag,
        arrayIndices=made(values=indices),
    )
