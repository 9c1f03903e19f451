"""Places in one arena: on random blocks, and on what models keep in memory."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from xdsl.dialects.builtin import TensorType
from xdsl.dialects.func import FuncOp, ReturnOp
from xdsl.rewriter import Rewriter

from qir.context import QirContext
from qir.dialects.c import CallOp, ViewOp
from qir.dialects.qir import StateOp
from qir.dialects.tfl.constants import NoValueOp, constant_value
from qir.dialects.tfl.tensors import shape_of
from qir.frontends.tflite import read_tflite
from qir.functions import functions
from qir.passes.kernels.reshaping import KERNELS as VIEWS
from qir.passes.memory.arena import (
    Block,
    Piece,
    arena_bytes,
    block,
    live_bytes,
    lower_bound,
    packed,
)
from qir.passes.memory.picture import memory_summary
from qir.passes.plan_memory import PlanMemory

ROOT = Path(__file__).parents[2]
MODELS = [
    path
    for folder in ("examples/mnist", "build/models")
    for path in sorted(ROOT.glob(f"{folder}/*.tflite"))
    if "dynamic" not in path.name
]
"""Of floats; quantized types have no size before kernels are chosen."""
MOST = 1.02
"""Times the bytes that are live at the worst time."""
ELEMENTWISE = {
    *("add", "sub", "mul", "div", "maximum", "minimum", "squared_difference"),
    *("relu", "relu6", "logistic", "tanh", "softmax", "rsqrt", "sqrt", "gelu", "exp", "neg"),
}


@st.composite
def pieces(draw: st.DrawFn) -> Piece:
    first = draw(st.integers(0, 20))
    return Piece(draw(st.integers(0, 9)), first, first + draw(st.integers(0, 6)))


blocks = st.lists(st.lists(pieces(), min_size=1, max_size=3).map(block), max_size=12)


@given(blocks)
def test_blocks_that_are_live_at_once_do_not_overlap(given: list[Block]) -> None:
    offsets = packed(given)
    bound = lower_bound(given)
    assert bound <= arena_bytes(given, offsets) <= sum(max(p.size for p in b) for b in given if b)
    for time in range(30):
        taken = [
            (offset, offset + piece.size)
            for offset, each in zip(offsets, given, strict=True)
            for piece in each
            if piece.first <= time <= piece.last
        ]
        taken.sort()
        assert all(a[1] <= b[0] for a, b in pairwise(taken))
        assert sum(end - start for start, end in taken) <= bound


@given(st.lists(pieces(), max_size=5))
def test_the_largest_of_pieces_counts(given: list[Piece]) -> None:
    found = block(given)
    for time in range(30):
        expected = [p.size for p in given if p.first <= time <= p.last]
        sizes = [p.size for p in found if p.first <= time <= p.last]
        assert sum(sizes) == max(expected, default=0)


@given(blocks)
def test_what_is_live_is_counted_at_each_time(given: list[Block]) -> None:
    for time, total in live_bytes(given):
        assert total == sum(p.size for b in given for p in b if p.first <= time <= p.last)


def test_pieces_of_a_block_leave_what_they_do_not_need() -> None:
    """A large tensor, then a small one in its place: the rest is free for another."""
    shrinking, other = block([Piece(4, 0, 1), Piece(1, 1, 3)]), block([Piece(3, 2, 3)])
    assert packed([shrinking, other]) == [0, 1]


def test_a_search_finds_what_no_greedy_order_does() -> None:
    pieces = (3, 1, 2), (2, 4, 5), (5, 3, 6), (4, 2, 2), (3, 5, 5), (4, 1, 3)
    given = [block([Piece(*each)]) for each in pieces]
    assert lower_bound(given) == 11
    assert arena_bytes(given, packed(given, effort=0)) == 12
    assert arena_bytes(given, packed(given)) == 11


@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.stem)
@pytest.mark.parametrize("in_place", (False, True))
def test_arenas_of_models_are_near_the_bound(path: Path, in_place: bool) -> None:
    """Of their ops as calls, whatever kernels there are."""
    module = read_tflite(path)
    function = next(functions(module))
    _fix_sizes(function)
    _to_calls(function, in_place=in_place)
    planner = PlanMemory()
    planner.apply(QirContext(), module)
    assert not list(planner.breaches(module))
    assert memory_summary(function).ratio <= MOST


def _fix_sizes(function: FuncOp) -> None:
    """One for each size that is not known."""
    block = function.body.block
    for value in [*block.args, *(result for op in block.ops for result in op.results)]:
        if (shape := shape_of(value)) is not None:
            type = cast("TensorType[Any]", value.type)
            sizes = [size or 1 for size in shape]
            Rewriter.replace_value_with_new_type(value, TensorType(type.element_type, sizes))


def _to_calls(function: FuncOp, *, in_place: bool) -> None:
    for op in list(function.body.block.ops):
        if isinstance(op, ReturnOp | StateOp | NoValueOp) or constant_value(op) is not None:
            continue
        types = [cast("TensorType[Any]", type) for type in op.result_types]
        if type(op) in VIEWS:
            new = ViewOp.of(op.operands[0], types[0])
        else:
            is_over = in_place and op.name.removeprefix("tfl.") in ELEMENTWISE
            over = range(len(op.operands)) if is_over else ()
            new = CallOp.of(op.name, op.operands, types, {}, in_place=over)
        Rewriter.replace_op(op, new)
