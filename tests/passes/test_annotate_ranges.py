"""`annotate-ranges` against what LiteRT computes."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from random_graphs import Sample, graphs, random_input
from small_models import (
    BUILTIN,
    Array,
    Graph,
    Option,
    interpreter_of,
    op_of,
    ops_of,
    run_all,
    transformed,
)
from weighted_ops import SEEDS
from xdsl.dialects.builtin import ArrayAttr, ModuleOp
from xdsl.ir import Operation, SSAValue

from qir.dialects.qir import RangeAttr
from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.constants import ConstOp
from qir.numerics.intervals import Interval
from qir.passes.annotate_ranges import AnnotateRanges
from qir.passes.canonicalize import Canonicalize

ROUNDING = 1e-5
"""Bounds are computed in double precision, tensors in single: by how much these may be outside."""


def annotated(module: ModuleOp) -> ModuleOp:
    return transformed(module, AnnotateRanges())[0]


def ranges_of(op: Operation) -> list[Interval]:
    found: Any = op.attributes.get("qir.ranges")
    entries: tuple[Any, ...] = found.data if found else ()
    assert all(isinstance(entry, RangeAttr) for entry in entries)
    return [entry.data for entry in entries]


def name_of(op: Operation) -> str:
    """Of the tensor that is an op's only result."""
    entries: Any = op.attributes["qir.tensors"]
    return entries.data[0].data["name"].data


def are_within(values: Array, interval: Interval) -> bool:
    finite = [abs(b) for b in (interval.low, interval.high) if math.isfinite(b)]
    slack = ROUNDING * max(finite, default=0)
    numbers = values.astype(np.float64)
    return bool(np.all((numbers >= interval.low - slack) & (numbers <= interval.high + slack)))


@settings(max_examples=100)
@given(sample=graphs(), seed=SEEDS)
def test_every_tensor_lies_within_its_range(sample: Sample, seed: int) -> None:
    """But for NaN, which is in no interval, and all that comes of it."""
    module, _ = transformed(sample.module, Canonicalize(), AnnotateRanges())
    interpreter = interpreter_of(module, [random_input(seed)], BUILTIN, keep=True)
    tensors = {d["name"]: d["index"] for d in interpreter.get_tensor_details()}
    undefined: set[SSAValue] = set()
    for op in ops_of(module, TflOp):
        values = interpreter.get_tensor(tensors[name_of(op)])
        if np.isnan(values).any() or undefined.intersection(op.operands):
            undefined.update(op.results)
        else:
            for interval in ranges_of(op):
                assert are_within(values, interval), name_of(op)


def bounded(graph: Graph, low: float, high: float) -> Operation:
    """An op whose result lies between the bounds and reaches both."""
    values = np.linspace(low, high, 4, dtype=np.float32).reshape(4, 1)
    owner = graph.constant(values).owner
    assert isinstance(owner, Operation)
    return owner


@pytest.mark.parametrize(
    ("builtin", "expected"),
    [
        ("ADD", (-3.0, 7.0)),
        ("SUB", (-6.0, 4.0)),
        ("MUL", (-8.0, 12.0)),
        ("MAXIMUM", (-1.0, 4.0)),
        ("MINIMUM", (-2.0, 3.0)),
    ],
)
def test_arithmetic(builtin: str, expected: tuple[float, float]) -> None:
    graph = Graph()
    operands = [bounded(graph, low, high).results[0] for low, high in ((-2, 3), (-1, 4))]
    module = annotated(graph.module(graph.op(builtin, operands, (4, 1))))
    assert ranges_of(op_of(module, builtin)) == [Interval(*expected, nan=False)]


@pytest.mark.parametrize(
    ("builtin", "expected"),
    [
        ("ABS", (0.0, 3.0)),
        ("NEG", (-3.0, 2.0)),
        ("SQUARE", (0.0, 9.0)),
        ("RELU", (0.0, 3.0)),
        ("RELU6", (0.0, 3.0)),
        ("RELU_N1_TO_1", (-1.0, 1.0)),
        ("RELU_0_TO_1", (0.0, 1.0)),
        ("TANH", (math.tanh(-2), math.tanh(3))),
        ("LOGISTIC", (1 / (1 + math.exp(2)), 1 / (1 + math.exp(-3)))),
        ("EXP", (math.exp(-2), math.exp(3))),
        ("ELU", (math.exp(-2) - 1, 3.0)),
        ("HARD_SWISH", (-0.375, 3.0)),
        ("COS", (-1.0, 1.0)),
    ],
)
def test_functions_of_one_tensor(builtin: str, expected: tuple[float, float]) -> None:
    graph = Graph()
    x = bounded(graph, -2, 3).results[0]
    (found,) = ranges_of(op_of(annotated(graph.module(graph.op(builtin, [x], (4, 1)))), builtin))
    assert (found.low, found.high) == pytest.approx(expected, abs=3e-4)
    assert not found.nan


@pytest.mark.parametrize(
    ("activation", "expected"),
    [
        ("NONE", (-4.0, 6.0)),
        ("RELU", (0.0, 6.0)),
        ("RELU6", (0.0, 6.0)),
        ("RELU_N1_TO_1", (-1.0, 1.0)),
        ("TANH", (-1.0, 1.0)),
    ],
)
def test_fused_activation(activation: str, expected: tuple[float, float]) -> None:
    graph = Graph()
    x = bounded(graph, -2, 3).results[0]
    fused: dict[str, Option] = {"fused_activation_function": activation}
    (found,) = ranges_of(
        op_of(annotated(graph.module(graph.op("ADD", [x, x], (4, 1), **fused))), "ADD")
    )
    assert (found.low, found.high) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (math.inf, Interval(0.0, math.inf, nan=False)),
        (-math.inf, Interval(-math.inf, 0.0, nan=False)),
        (math.nan, Interval(0.0, 0.0, nan=True)),
    ],
)
def test_constant_that_is_not_finite(value: float, expected: Interval) -> None:
    graph = Graph()
    x = graph.constant(np.array([[0.0], [value]], np.float32))
    (op,) = ops_of(annotated(graph.module(x)), ConstOp)
    assert ranges_of(op) == [expected]


def test_argument_is_unknown() -> None:
    graph = Graph()
    x = graph.argument((4,))
    module = annotated(graph.module(graph.op("ADD", [x, x], (4,))))
    assert not ranges_of(op_of(module, "ADD"))


def test_root_of_negative_zero() -> None:
    """1 / -0 is minus infinity, for all that a root is not negative."""
    graph = Graph()
    module = graph.module(graph.op("RSQRT", [graph.argument((2,))], (2,)))
    (values,) = run_all(module, [np.array([-0.0, 1.0], np.float32)])
    (interval,) = ranges_of(op_of(annotated(module), "RSQRT")) or [Interval()]
    assert are_within(values, interval)


def test_stale_range_goes() -> None:
    graph = Graph()
    x = graph.argument((4,))
    y = graph.op("ADD", [x, x], (4,)).owner
    assert isinstance(y, Operation)
    y.attributes["qir.ranges"] = ArrayAttr([RangeAttr(Interval(0.0, 1.0))])
    assert not ranges_of(op_of(annotated(graph.module(y.results[0])), "ADD"))


def test_running_again_changes_nothing() -> None:
    graph = Graph()
    module = graph.module(graph.op("RELU6", [graph.argument((4,))], (4,)))
    once = annotated(module)
    assert str(annotated(once)) == str(once)
