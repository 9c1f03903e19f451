"""Kernels of recurrent ops: what states carry over from run to run, and forms of weights."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from c.kernel_machine import KernelMachine, lowered
from closeness import RELATIVE, check
from op_cases.case import OpCase, Operand, inputs, to_module
from xdsl.dialects.builtin import IntegerType, ModuleOp, TensorType
from xdsl.rewriter import InsertPoint, Rewriter

from qir.dialects.quant import UniformType
from qir.dialects.tfl.building import build, build_constant
from qir.dialects.tfl.constants import QConstOp, constant_value
from qir.dialects.types import ELEMENT_TYPES
from qir.interp import Machine
from qir.interp.values import dequantized, quantization
from qir.passes.kernels.lowering import shape_of_static

Array = npt.NDArray[Any]
F32 = ELEMENT_TYPES["FLOAT32"]
CELL, DEPTH, OUT = 24, 10, 17
TIMES, BATCHES = (1, 7), (1, 3)
NAMES = "lstm", "projected", "coupled", "rnn"
RUNS = 3
A_STEP = 1e-3
"""Of floats, where the rounding of a state on its way into a product may go the other way: a 127th
of the state times a weight."""


@dataclass(frozen=True)
class Layer:
    """A recurrent layer along a sequence."""

    name: str
    time: int = 7
    batch: int = 1
    is_time_major: bool = False
    is_hybrid: bool = False
    is_asymmetric: bool = False
    are_weights_arguments: bool = False

    def case(self) -> OpCase:
        """The same weights for all that differ in nothing but sequence and form."""
        rng = np.random.default_rng(0)
        weights = self._rnn(rng) if self.name == "rnn" else self._lstm(rng)
        builtin = f"UNIDIRECTIONAL_SEQUENCE_{'RNN' if self.name == 'rnn' else 'LSTM'}"
        options = {
            "fused_activation_function": "TANH",
            "time_major": self.is_time_major,
            "asymmetric_quantize_inputs": self.is_asymmetric,
        }
        return OpCase(builtin, (Operand(self.steps(0)), *weights), (F32,), options)

    def steps(self, seed: int) -> Array:
        """An input."""
        rng = np.random.default_rng(seed)
        steps = rng.normal(size=(self.time, self.batch, DEPTH)).astype(np.float32)
        return steps if self.is_time_major else np.ascontiguousarray(steps.swapaxes(0, 1))

    def _lstm(self, rng: np.random.Generator) -> list[Operand | None]:
        is_coupled, is_projected = self.name == "coupled", self.name == "projected"
        out = OUT if is_projected else CELL
        gates = [not is_coupled, True, True, True]
        peepholes = [is_projected, is_projected, is_projected]
        return [
            *(self._weights(rng, (CELL, DEPTH)) if there else None for there in gates),
            *(self._weights(rng, (CELL, out)) if there else None for there in gates),
            *(self._weights(rng, (CELL,)) if there else None for there in peepholes),
            *(self._floats(rng, (CELL,)) if there else None for there in gates),
            self._weights(rng, (out, CELL)) if is_projected else None,
            self._floats(rng, (out,)) if is_projected else None,
            self._state(out),
            self._state(CELL),
            # Layer normalization.
            *(self._floats(rng, (CELL,)) if there and is_coupled else None for there in gates),
        ]

    def _rnn(self, rng: np.random.Generator) -> list[Operand | None]:
        weights = self._weights(rng, (CELL, DEPTH)), self._weights(rng, (CELL, CELL))
        return [*weights, self._floats(rng, (CELL,)), self._state(CELL)]

    def _weights(self, rng: np.random.Generator, shape: Sequence[int]) -> Operand:
        if not self.is_hybrid:
            return self._floats(rng, shape)
        stored = rng.integers(-127, 128, shape).astype(np.int8)
        element = UniformType.get(IntegerType(8), [rng.uniform(0.002, 0.004)], [0])
        return Operand(stored, element, is_constant=True)

    def _floats(self, rng: np.random.Generator, shape: Sequence[int]) -> Operand:
        values = rng.uniform(-0.4, 0.4, shape).astype(np.float32)
        return Operand(values, is_constant=not self.are_weights_arguments)

    def _state(self, size: int) -> Operand:
        return Operand(np.zeros((self.batch, size), np.float32), is_variable=True)


def machine(layer: Layer) -> KernelMachine:
    return KernelMachine(lowered(to_module(layer.case())))


def outputs(layer: Layer) -> list[Array]:
    """Of runs with other inputs, one after the other."""
    found = machine(layer)
    return [found.run([layer.steps(run)])[0] for run in range(RUNS)]


@pytest.mark.parametrize("batch", BATCHES)
@pytest.mark.parametrize("time", TIMES)
@pytest.mark.parametrize("form", ["float", "symmetric", "asymmetric"])
@pytest.mark.parametrize("name", NAMES)
def test_states_are_carried_over_as_the_interpreter_does(
    name: str, form: str, time: int, batch: int
) -> None:
    is_hybrid, is_asymmetric = form != "float", form == "asymmetric"
    layer = Layer(name, time, batch, is_hybrid=is_hybrid, is_asymmetric=is_asymmetric)
    interpreter = Machine(to_module(layer.case()))
    for run, found in enumerate(outputs(layer)):
        (expected,) = interpreter.run([layer.steps(run)])
        check(found, expected, least=0.1, relative=A_STEP if is_hybrid else RELATIVE)


@pytest.mark.parametrize("is_hybrid", [False, True])
@pytest.mark.parametrize("name", NAMES)
def test_a_sequence_is_its_steps_one_run_each(name: str, is_hybrid: bool) -> None:
    whole = Layer(name, batch=3, is_time_major=True, is_hybrid=is_hybrid)
    (expected,) = machine(whole).run([whole.steps(0)])
    stepper = machine(replace(whole, time=1))
    steps = [stepper.run([step[np.newaxis]])[0] for step in whole.steps(0)]
    np.testing.assert_array_equal(np.concatenate(steps), expected)


@pytest.mark.parametrize("name", NAMES)
def test_batches_know_nothing_of_each_other(name: str) -> None:
    together = Layer(name, batch=3, is_hybrid=True)
    (expected,) = machine(together).run([together.steps(0)])
    for row, steps in zip(expected, together.steps(0), strict=True):
        alone = machine(replace(together, batch=1))
        np.testing.assert_array_equal(alone.run([steps[np.newaxis]])[0][0], row)


@pytest.mark.parametrize("name", NAMES)
def test_time_may_come_before_batch_or_after(name: str) -> None:
    layer = Layer(name, batch=3)
    pairs = zip(outputs(replace(layer, is_time_major=True)), outputs(layer), strict=True)
    for found, expected in pairs:
        np.testing.assert_array_equal(found.swapaxes(0, 1), expected)


@pytest.mark.parametrize("name", NAMES)
def test_states_that_are_zero_again_give_the_first_result_again(name: str) -> None:
    layer = Layer(name)
    found = machine(layer)
    first, second = (found.run([layer.steps(0)])[0] for _ in range(2))
    found.states.clear()
    np.testing.assert_array_equal(found.run([layer.steps(0)])[0], first)
    assert not np.array_equal(first, second)


@pytest.mark.parametrize("name", NAMES)
def test_weights_may_be_no_constants(name: str) -> None:
    layer = Layer(name, batch=3, are_weights_arguments=True)
    expected = outputs(replace(layer, are_weights_arguments=False))
    found, (_, *weights) = machine(layer), inputs(layer.case())
    for run in range(RUNS):
        np.testing.assert_array_equal(found.run([layer.steps(run), *weights])[0], expected[run])


@pytest.mark.parametrize("count", [1, 2, 20])
@pytest.mark.parametrize("name", NAMES)
def test_weights_alone_may_be_integers(name: str, count: int) -> None:
    """Of the first so many; the others are the constants of floats that these would be."""
    layer = Layer(name, batch=3, is_hybrid=True)
    module = to_module(layer.case())
    with_floats(module, count)
    interpreter, kernels = Machine(module), KernelMachine(lowered(module))
    for run in range(RUNS):
        (expected,), (found,) = (m.run([layer.steps(run)]) for m in (interpreter, kernels))
        check(found, expected, least=0.1)


def with_floats(module: ModuleOp, count: int) -> None:
    """Let an op read its quantized constants as floats: the first so many by a DEQUANTIZE."""
    quantized = [op for op in module.walk() if isinstance(op, QConstOp)]
    for number, op in enumerate(quantized):
        (value,) = op.results
        type = TensorType(F32, shape_of_static(value))
        if number < count:
            made = build("DEQUANTIZE", [value], [type])
        else:
            weight, element = constant_value(op), quantization(value)
            assert weight and element
            numbers = dequantized(weight.array(), element)
            made = build_constant(f"floats_{number}", numbers.shape, lambda n=numbers: n)
        Rewriter.insert_op(made, InsertPoint.after(op))
        value.replace_uses_with_if(
            made.results[0], lambda use, made=made: use.operation is not made
        )


@pytest.mark.parametrize("function", ["TANH", "RELU", "RELU6", "RELU_N1_TO_1", "NONE"])
@pytest.mark.parametrize("name", NAMES)
def test_infinities_and_nan_become_what_the_interpreter_makes_of_them(
    name: str, function: str
) -> None:
    layer = Layer(name, time=2)
    case = layer.case()
    case = replace(case, options={**case.options, "fused_activation_function": function})
    module = to_module(case)
    for value in (np.inf, -np.inf, np.nan):
        steps = layer.steps(0)
        steps[0, 1, 3] = value
        with np.errstate(all="ignore"):
            (expected,) = Machine(module).run([steps])
        (found,) = KernelMachine(lowered(module)).run([steps])
        check(found, expected, least=0.1)
