"""`canonicalize` on random graphs, against LiteRT and the interpreter."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from op_cases import cases
from op_cases.case import to_module
from random_graphs import IDENTITIES, STEPS, Sample, graphs, random_input
from small_models import RESOLVERS, Graph, ops_of, run_all, transformed
from weighted_ops import SEEDS
from xdsl.dialects.builtin import (
    FunctionType,
    IntegerAttr,
    ModuleOp,
    UnrankedTensorType,
    f32,
    i32,
)
from xdsl.dialects.func import ReturnOp
from xdsl.ir import BlockArgument

from qir.attributes import element_type
from qir.diagnostics import QirError
from qir.dialects.tfl import op_class
from qir.dialects.tfl.base import IMPURE, TflOp
from qir.dialects.tfl.tensors import shape_of
from qir.functions import functions
from qir.interp import Machine
from qir.passes.canonicalization.rewriting import RECORD_BYTES
from qir.passes.canonicalize import Canonicalize

CASES = cases()
TOLERANCE = 1e-5
MIXED = (*STEPS, *6 * IDENTITIES)


def canonical(module: ModuleOp) -> ModuleOp:
    return transformed(module, Canonicalize())[0]


@pytest.mark.parametrize("target", RESOLVERS)
@settings(max_examples=75)
@given(sample=graphs(MIXED), seed=SEEDS)
def test_outputs_stay(target: str, sample: Sample, seed: int) -> None:
    assume(not meets_nan(sample.module, seed))
    before = run_all(sample.module, [random_input(seed)], RESOLVERS[target])
    after = run_all(canonical(sample.module), [random_input(seed)], RESOLVERS[target])
    for expected, result in zip(before, after, strict=True):
        largest = np.abs(expected, where=np.isfinite(expected), out=np.zeros_like(expected))
        atol = TOLERANCE * float(largest.max(initial=0.0))
        np.testing.assert_allclose(result, expected, rtol=TOLERANCE, atol=atol)


def meets_nan(module: ModuleOp, seed: int) -> bool:
    """What kernels clamp NaN to is left open: MAXIMUM gives the bound, RELU gives NaN."""
    found: list[bool] = []
    machine = Machine(module, observe=lambda _, array: found.append(bool(np.isnan(array).any())))
    machine.run([random_input(seed)])
    return any(found)


@settings(max_examples=75)
@given(sample=graphs(MIXED))
def test_what_is_left_is_needed(sample: Sample) -> None:
    result = canonical(sample.module)
    for op in ops_of(result, TflOp):
        assert any(value.first_use for value in op.results)
    assert len(ops_of(result, TflOp)) <= len(ops_of(sample.module, TflOp))
    assert str(canonical(result)) == str(result)


def test_chain_of_identities_leaves_the_one_that_is_returned() -> None:
    graph = Graph()
    x = graph.argument((4,))
    for _ in range(3):
        x = graph.op("CAST", [x], (4,))
    (op,) = ops_of(canonical(graph.module(x)), TflOp)
    assert isinstance(op.operands[0], BlockArgument)


def test_identity_of_state_is_kept() -> None:
    """What a copy of a state tensor holds is the state before the op that changes it."""
    graph = Graph()
    x, none = graph.argument((1, 1, 2)), graph.absent()
    state, cell = graph.variable((1, 2)), graph.variable((1, 2))
    w, b = graph.constant(np.ones((2, 2), np.float32)), graph.constant(np.ones(2, np.float32))
    copy = graph.op("CAST", [state], (1, 2))
    operands = [x, *8 * [w], *3 * [none], *4 * [b], none, none, state, cell]
    y = graph.op("UNIDIRECTIONAL_SEQUENCE_LSTM", operands, (1, 1, 2))
    module = graph.module(y, graph.op("ABS", [copy], (1, 2)))
    inputs = [np.ones((1, 1, 2), np.float32)]
    before, after = run_all(module, inputs), run_all(canonical(module), inputs)
    for expected, result in zip(before, after, strict=True):
        np.testing.assert_array_equal(result, expected)


@settings(max_examples=150)
@given(data=st.data())
def test_constants_are_folded_to_what_they_compute(data: st.DataObject) -> None:
    case = data.draw(CASES[data.draw(st.sampled_from(sorted(CASES)))])
    constants = tuple(
        operand and replace(operand, is_constant=not operand.is_variable)
        for operand in case.operands
    )
    module = used(to_module(replace(case, operands=constants)))
    try:
        (expected,) = Machine(module).run([])
    except QirError:  # nothing that can be computed, such as a custom op
        expected = None
    result = canonical(module)
    kept = [op.name for op in ops_of(result, TflOp)]
    if expected is not None:
        (found,) = Machine(result).run([])
        np.testing.assert_array_equal(found, expected)
        first = ops_of(module, TflOp)[0]
        sizes = [shape_of(value) or () for value in first.results]
        is_small = all(None not in shape for shape in sizes) and expected.nbytes <= RECORD_BYTES
        if is_small and len(sizes) == 1 and case.builtin not in IMPURE:
            assert kept == ["tfl.pack"]


def used(module: ModuleOp) -> ModuleOp:
    """The module with its first result put into an op, for what is returned is left alone."""
    (function,) = functions(module)
    end = function.body.block.last_op
    assert isinstance(end, ReturnOp)
    value = end.operands[0]
    pack = op_class("PACK", {}).create(
        operands=[value],
        result_types=[UnrankedTensorType(element_type(value) or f32)],
        properties={"values_count": IntegerAttr(1, i32), "axis": IntegerAttr(0, i32)},
    )
    function.body.block.insert_op_before(pack, end)
    end.operands = pack.results
    function.function_type = FunctionType.from_lists([], [pack.results[0].type])
    return module


def test_division_by_zero_stays() -> None:
    graph = Graph()
    weights, none = graph.constant(np.ones((2, 2), np.float32)), graph.absent()
    y = graph.op("FULLY_CONNECTED", [graph.argument((1, 2)), weights, none], (1, 2))
    zeros = graph.constant(np.array([0, 1], np.float32))
    module = graph.module(graph.op("DIV", [y, zeros], (1, 2)))
    assert [op.name for op in ops_of(canonical(module), TflOp)] == [
        "tfl.fully_connected",
        "tfl.div",
    ]


def test_a_transposed_convolution_that_is_clamped_has_the_version_that_clamps() -> None:
    graph = Graph()
    to, x = graph.constant(np.array([1, 6, 6, 2], np.int32)), graph.argument((1, 3, 3, 1))
    filter, bias = np.ones((2, 2, 2, 1), np.float32), np.ones(2, np.float32)
    operands = [to, graph.constant(filter), x, graph.constant(bias)]
    steps = {"stride_w": 2, "stride_h": 2}
    y = graph.op("TRANSPOSE_CONV", operands, (1, 6, 6, 2), padding="SAME", **steps)
    scale = graph.constant(np.array([2, 3], np.float32))
    clamped = {"fused_activation_function": "RELU"}
    module = graph.module(graph.op("MUL", [y, scale], (1, 6, 6, 2), **clamped))
    (op,) = ops_of(canonical(module), TflOp)
    assert op.attributes["qir.version"] == IntegerAttr(4, i32)
    image = np.ones((1, 3, 3, 1), np.float32)
    np.testing.assert_allclose(run_all(canonical(module), [image]), run_all(module, [image]))
