"""Chains of ops that move elements, as copies of C, against the interpreter."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from c.kernel_machine import KernelMachine, lowered
from c.test_kernels import SUPPRESSED
from hypothesis import given, settings
from hypothesis import strategies as st
from small_models import Array, Graph
from xdsl.dialects.builtin import ModuleOp
from xdsl.ir import SSAValue

from qir.dialects.c import CallOp
from qir.dialects.tfl.tensors import shape_of
from qir.interp import Machine

Draw = st.DrawFn
Step = Callable[[Draw, Graph, SSAValue], SSAValue]


def shape(value: SSAValue) -> tuple[int, ...]:
    return tuple(size or 0 for size in shape_of(value) or ())


def ints(graph: Graph, values: Sequence[int] | Array) -> SSAValue:
    return graph.constant(np.array(values, np.int32))


def sliced(draw: Draw, graph: Graph, x: SSAValue) -> SSAValue:
    begin = [draw(st.integers(0, size - 1)) for size in shape(x)]
    size = [draw(st.integers(1, n - b)) for n, b in zip(shape(x), begin, strict=True)]
    return graph.op("SLICE", [x, ints(graph, begin), ints(graph, size)], size)


def strided(draw: Draw, graph: Graph, x: SSAValue) -> SSAValue:
    """Every second element, or every one from the last on, along some axes."""
    steps = [draw(st.sampled_from((1, 2, -1, -2))) for _ in shape(x)]
    mask = (1 << len(steps)) - 1
    found = [-(-size // abs(step)) for size, step in zip(shape(x), steps, strict=True)]
    zeros = ints(graph, [0] * len(steps))
    operands = [x, zeros, zeros, ints(graph, steps)]
    return graph.op("STRIDED_SLICE", operands, found, begin_mask=mask, end_mask=mask)


def transposed(draw: Draw, graph: Graph, x: SSAValue) -> SSAValue:
    order = draw(st.permutations(range(len(shape(x)))))
    return graph.op("TRANSPOSE", [x, ints(graph, order)], [shape(x)[axis] for axis in order])


def reversed_(draw: Draw, graph: Graph, x: SSAValue) -> SSAValue:
    axis = draw(st.integers(0, len(shape(x)) - 1))
    return graph.op("REVERSE_V2", [x, ints(graph, [axis])], shape(x))


def padded(draw: Draw, graph: Graph, x: SSAValue) -> SSAValue:
    counts = np.array([[draw(st.integers(0, 2)) for _ in range(2)] for _ in shape(x)], np.int32)
    sizes = [size + sum(both) for size, both in zip(shape(x), counts.tolist(), strict=True)]
    return graph.op("PAD", [x, graph.constant(counts)], sizes)


def reshaped(graph: Graph, x: SSAValue, to: Sequence[int]) -> SSAValue:
    return graph.op("RESHAPE", [x, ints(graph, to)], to)


def with_ones(draw: Draw, graph: Graph, x: SSAValue) -> SSAValue:
    """In a shape with an axis of size 1 more, and without others."""
    kept = [size for size in shape(x) if size != 1]
    at = draw(st.integers(0, len(kept)))
    return reshaped(graph, x, [*kept[:at], 1, *kept[at:]])


def joined(draw: Draw, graph: Graph, x: SSAValue) -> SSAValue:
    """To what is made of it by another step, where that has the same other axes."""
    axis = draw(st.integers(0, len(shape(x)) - 1))
    other = draw(st.sampled_from((reversed_, transposed, sliced)))(draw, graph, x)
    sizes = [list(shape(each)) for each in (x, other)]
    along = [each.pop(axis) if axis < len(each) else 0 for each in sizes]
    if sizes[0] != sizes[1]:
        return other
    sizes[0].insert(axis, sum(along))
    parts = [x, other] if draw(st.booleans()) else [other, x]
    return graph.op("CONCATENATION", parts, sizes[0], axis=axis)


def packed(draw: Draw, graph: Graph, x: SSAValue) -> SSAValue:
    axis = draw(st.integers(0, len(shape(x))))
    other = reversed_(draw, graph, x)
    to = [*shape(x)[:axis], 2, *shape(x)[axis:]]
    return graph.op("PACK", [x, other], to, axis=axis, values_count=2)


def kernels_of(module: ModuleOp) -> list[str]:
    return [op.kernel.data for op in module.walk() if isinstance(op, CallOp)]


STEPS: Sequence[Step] = (
    *(sliced, strided, transposed, reversed_, padded, with_ones, joined, packed),
)


@st.composite
def chains(draw: st.DrawFn) -> ModuleOp:
    graph = Graph()
    x = graph.argument([draw(st.integers(1, 5)) for _ in range(draw(st.integers(1, 3)))])
    made = [x]
    for _ in range(draw(st.integers(2, 6))):
        step = draw(st.sampled_from(STEPS))
        if len(shape(x)) < 5 or step not in (packed, with_ones):
            x = step(draw, graph, x)
            made.append(x)
    # What something else reads stays as it is.
    others = [each for each in made[1:-1] if draw(st.integers(0, 3)) == 0]
    return graph.module(x, *(graph.op("ABS", [each], shape(each)) for each in others))


@settings(max_examples=150, suppress_health_check=SUPPRESSED)
@given(chains(), st.integers(0, 2**32 - 1))
def test_chains_move_the_same_elements(module: ModuleOp, seed: int) -> None:
    (function,) = module.body.block.ops
    (argument,) = function.regions[0].block.args
    x = np.random.default_rng(seed).uniform(1, 2, shape(argument)).astype(np.float32)
    found = KernelMachine(lowered(module)).run([x])
    for pair in zip(found, Machine(module).run([x]), strict=True):
        np.testing.assert_array_equal(*pair)


def test_a_chain_is_one_copy() -> None:
    graph = Graph()
    x = graph.argument((4, 6))
    y = graph.op("TRANSPOSE", [x, ints(graph, [1, 0])], (6, 4))
    y = graph.op("SLICE", [y, ints(graph, [1, 0]), ints(graph, [4, 4])], (4, 4))
    y = reshaped(graph, y, (4, 1, 4))
    y = graph.op("REVERSE_V2", [y, ints(graph, [2])], (4, 1, 4))
    calls = lowered(graph.module(y))
    assert kernels_of(calls) == ["copy"]


def test_what_something_else_reads_is_made_once() -> None:
    graph = Graph()
    x = graph.argument((4, 6))
    y = graph.op("SLICE", [x, ints(graph, [1, 0]), ints(graph, [2, 6])], (2, 6))
    z = graph.op("TRANSPOSE", [y, ints(graph, [1, 0])], (6, 2))
    (first, second) = (
        op
        for op in lowered(graph.module(z, graph.op("ABS", [y], (2, 6)))).walk()
        if isinstance(op, CallOp) and op.kernel.data == "copy"
    )
    assert second.arguments[0] is first.outputs[0]


def test_what_a_state_was_is_copied_before_it_is_written_to() -> None:
    """Part of a state, joined to what the state is after it has changed."""
    graph = Graph()
    x, none = graph.argument((1, 1, 2)), graph.absent()
    state, cell = graph.variable((1, 2)), graph.variable((1, 2))
    w, b = graph.constant(np.ones((2, 2), np.float32)), graph.constant(np.ones(2, np.float32))
    part = graph.op("SLICE", [state, ints(graph, [0, 1]), ints(graph, [1, 1])], (1, 1))
    operands = [x, *8 * [w], *3 * [none], *4 * [b], none, none, state, cell]
    y = graph.op("UNIDIRECTIONAL_SEQUENCE_LSTM", operands, (1, 1, 2))
    module = graph.module(
        graph.op("CONCATENATION", [part, reshaped(graph, y, (1, 2))], (1, 3), axis=1)
    )
    machines = KernelMachine(lowered(module)), Machine(module)
    for _ in range(2):
        (found,), (expected,) = (each.run([np.ones((1, 1, 2), np.float32)]) for each in machines)
        np.testing.assert_allclose(found, expected, rtol=1e-5)
