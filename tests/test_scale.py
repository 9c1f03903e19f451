"""What a model costs grows with its operators, and no faster: calls are counted, not seconds."""

from __future__ import annotations

import cProfile
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from models import Graph, Model, schema
from xdsl.dialects.builtin import ModuleOp
from xdsl.transforms.common_subexpression_elimination import CommonSubexpressionElimination

from qir.backends.mlir import PrintWeights, mlir_text
from qir.backends.tflite.writer import tflite_bytes
from qir.context import QirContext
from qir.driver.pipelines import Options, run
from qir.frontends.mlir import parse_mlir
from qir.frontends.tflite import read_tflite

SMALL, TIMES = 50, 4
"""Blocks of the smaller model, and how many times more the larger one has."""
MAX_GROWTH = 1.15 * TIMES


def chain(blocks: int) -> bytes:
    """A long chain: each block has weights, a bias and a shape of its own."""

    def block(graph: Graph, x: int, number: int) -> int:
        first = graph.record.inputs[0]
        weights = graph.constant(f"w{number}", np.full((32, 32), number + 1, np.float32))
        bias = graph.constant(f"b{number}", np.full(32, number, np.float32))
        shape = graph.constant(f"s{number}", np.array([1, 1, 32], np.int32))
        y, z, a = (graph.tensor(f"{name}{number}", [1, 32]) for name in "yza")
        r = graph.tensor(f"r{number}", [1, 1, 32])
        graph.op("FULLY_CONNECTED", [x, weights, bias], [y], schema.FullyConnectedOptionsT())
        graph.op("ADD", [y, first], [z], schema.AddOptionsT())
        graph.op("RELU", [z], [a])
        graph.op("RESHAPE", [a, shape], [r], schema.ReshapeOptionsT())
        return r

    return _model(blocks, block)


def shared(blocks: int) -> bytes:
    """All operators use one constant."""
    found: list[int] = []

    def block(graph: Graph, x: int, number: int) -> int:
        if not found:
            found.append(graph.constant("w", np.ones((32, 32), np.float32)))
            found.append(graph.constant("b", np.zeros(32, np.float32)))
        y = graph.tensor(f"y{number}", [1, 32])
        graph.op("FULLY_CONNECTED", [x, *found], [y], schema.FullyConnectedOptionsT())
        return y

    return _model(4 * blocks, block)


def wide(blocks: int) -> bytes:
    """One tensor is used by all operators, and one operator joins all that they make."""
    model = Model()
    graph = model.graph()
    x = graph.input("x", [1, 32])
    made = [graph.tensor(f"y{number}", [1, 32]) for number in range(4 * blocks)]
    for y in made:
        graph.op("RELU", [x], [y])
    total = graph.tensor("total", [1, 32])
    graph.op("ADD_N", made, [total], schema.AddNOptionsT())
    graph.returns(total)
    return model.to_bytes()


def _model(blocks: int, block: Callable[[Graph, int, int], int]) -> bytes:
    model = Model()
    graph = model.graph()
    x = graph.input("x", [1, 32])
    for number in range(blocks):
        x = block(graph, x, number)
    graph.returns(x)
    return model.to_bytes()


def calls(action: Callable[[], object]) -> int:
    """How many functions an action calls."""
    profile = cProfile.Profile()
    profile.runcall(action)
    return sum(entry.callcount for entry in profile.getstats())


def quantize(module: ModuleOp) -> None:
    run(Options(target="litert-builtin", min_elements=0).steps(), module, QirContext())


STEPS: dict[str, Callable[[bytes, ModuleOp, str], object]] = {
    "read": lambda file, module, text: read_tflite(file),
    "verify": lambda file, module, text: module.verify(),
    "cse": lambda file, module, text: CommonSubexpressionElimination().apply(QirContext(), module),
    "quantize": lambda file, module, text: quantize(module),
    "write": lambda file, module, text: tflite_bytes(module),
    "print": lambda file, module, text: mlir_text(module, QirContext()),
    "parse": lambda file, module, text: parse_mlir(text, QirContext()),
}


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("make", [chain, shared, wide])
def test_calls_grow_with_the_operators(make: Callable[[int], bytes], step: str) -> None:
    def counted(blocks: int) -> int:
        file = make(blocks)
        text = mlir_text(read_tflite(file), QirContext(), PrintWeights.INLINE)
        module: Any = read_tflite(file)
        return calls(lambda: STEPS[step](file, module, text))

    counted(SMALL)  # what is made once, such as the classes of the ops
    few, many = counted(SMALL), counted(TIMES * SMALL)
    assert many < MAX_GROWTH * few, (few, many)


def test_a_long_chain_is_no_deep_recursion() -> None:
    module = read_tflite(chain(1_250))  # 5,000 operators
    module.verify()
    quantize(module)
    assert tflite_bytes(module)
