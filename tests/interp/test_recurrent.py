"""Recurrent layers: integers to the last bit, special numbers, and forms that LiteRT has not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from models import interpreter
from op_cases import cases
from op_cases.case import Array, OpCase, Operand, Option, inputs, to_module
from xdsl.dialects.builtin import f32

from qir.backends.tflite.writer import tflite_bytes
from qir.diagnostics import QirError
from qir.dialects.quant import UniformType
from qir.dialects.types import ELEMENT_TYPES
from qir.interp import Machine

CASES = cases()
RNNS = ("tfl.rnn", "tfl.unidirectional_sequence_rnn", "tfl.bidirectional_sequence_rnn")
RUNS = 2
SPECIAL = (np.inf, -np.inf, np.nan)


def on_litert(case: OpCase, runs: int = RUNS) -> list[list[Array]]:
    """The results of one run after another."""
    runtime = interpreter(tflite_bytes(to_module(case)), builtin=True)
    runtime.allocate_tensors()
    results: list[list[Array]] = []
    for _ in range(runs):
        for detail, array in zip(runtime.get_input_details(), inputs(case), strict=True):
            runtime.set_tensor(detail["index"], array)
        runtime.invoke()
        details = runtime.get_output_details()
        results.append([runtime.get_tensor(detail["index"]) for detail in details])
    return results


@pytest.mark.parametrize("name", RNNS)
@given(data=st.data())
def test_hybrid_rnns_are_the_same_to_the_last_bit(name: str, data: st.DataObject) -> None:
    """Rules A6, H1 to H4, R20, R22 and R23: integers, and floats added up in LiteRT's order."""
    case = data.draw(CASES[name])
    weights = case.operands[1]
    assume(weights is not None and weights.quantized is not None)
    machine = Machine(to_module(case))
    for expected in on_litert(case):
        for found, wanted in zip(machine.run(inputs(case)), expected, strict=True):
            np.testing.assert_array_equal(found, wanted)


def quantized(storage: str, scale: float = 0.5) -> UniformType:
    element: Any = ELEMENT_TYPES[storage]
    return UniformType.get(element, [scale], [0])


def constant(value: float, *shape: int, of: str = "FLOAT32") -> Operand:
    """A tensor of one number, stored as it is."""
    element = None if of == "FLOAT32" else quantized(of)
    dtype = {"INT4": "int8"}.get(of, of.lower())
    return Operand(np.full(shape, value, dtype), element, is_constant=True)


def state(*shape: int) -> Operand:
    return Operand(np.zeros(shape, np.float32), is_variable=True)


def sequence(*shape: int) -> Operand:
    return Operand(np.ones(shape, np.float32))


def rnn(activation: str, x: float = 1.0, of: str = "FLOAT32") -> OpCase:
    weights = constant(1, 1, 1, of=of)
    operands = Operand(np.array([[x]], np.float32)), weights, weights, constant(0, 1), state(1, 1)
    options: dict[str, Option] = {
        "fused_activation_function": activation,
        "asymmetric_quantize_inputs": False,
    }
    return OpCase("RNN", operands, (f32,), options)


@pytest.mark.parametrize("x", SPECIAL)
@pytest.mark.parametrize("activation", ["NONE", "RELU", "RELU6", "RELU_N1_TO_1", "TANH"])
def test_special_numbers(activation: str, x: float) -> None:
    """Rule R24."""
    case = rnn(activation, x)
    found, expected = Machine(to_module(case)).run(inputs(case)), on_litert(case, runs=1)[0]
    np.testing.assert_array_equal(found, expected)


def bidirectional(
    *, batch: int = 1, width: int | None = None, links: bool = False, of: str = "FLOAT32"
) -> OpCase:
    """Two steps of one element; `width`: of the auxiliary input."""
    weights = constant(1, 1, 1, of=of)
    way = weights, weights, constant(0, 1), state(batch, 1)
    aux = None if width is None else sequence(2, batch, width)
    link = constant(1, 1, width or 1, of=of) if links else None
    options: dict[str, Option] = {
        "fused_activation_function": "NONE",
        "asymmetric_quantize_inputs": False,
        "time_major": True,
        "merge_outputs": True,
    }
    operands = sequence(2, batch, 1), *way, *way, aux, link, link
    return OpCase("BIDIRECTIONAL_SEQUENCE_RNN", operands, (f32,), options)


def svdf(activation: str = "RELU", of_state: str = "INT16") -> OpCase:
    byte = quantized("INT8")
    operands = (
        Operand(np.ones((1, 1), np.int8), byte),
        constant(1, 1, 1, of="INT8"),
        constant(1, 1, 1, of="INT16"),
        None,
        Operand(np.zeros((1, 1), of_state.lower()), quantized(of_state), is_variable=True),
    )
    options: dict[str, Option] = {"fused_activation_function": activation, "rank": 1}
    return OpCase("SVDF", operands, (byte,), options)


def with_operand(case: OpCase, number: int, operand: Operand) -> OpCase:
    operands = list(case.operands)
    operands[number] = operand
    return replace(case, operands=tuple(operands))


REFUSED: dict[str, tuple[OpCase, str]] = {
    "a state that is none": (
        with_operand(rnn("NONE"), 4, sequence(1, 1)),
        "the state is no variable tensor; expected one",
    ),
    "weights of four bits": (rnn("NONE", of="INT4"), "operand 1 holds i4, .*; expected"),
    "weights of two kinds": (
        with_operand(bidirectional(of="INT8"), 5, constant(1, 1, 1, of="UINT8")),
        "weights hold int8 and uint8; expected all the same",
    ),
    "no auxiliary input": (
        bidirectional(links=True),
        "aux_input is absent; expected one for its weights",
    ),
    "an auxiliary input of another width": (
        bidirectional(width=3, links=True),
        "aux_input has 3 elements a step; expected 1",
    ),
    "several batches merged": (
        bidirectional(batch=2, of="INT8"),
        "a batch of 2 by hybrid weights .* crashes; expected asymmetric_quantize_inputs",
    ),
    "integers without RELU": (svdf("NONE"), "fused_activation_function is NONE; expected RELU"),
    "a state of bytes": (svdf(of_state="INT8"), "activation_state holds i8, .*; expected i16"),
}


@pytest.mark.parametrize(("case", "message"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_refused_says_what_was_expected(case: OpCase, message: str) -> None:
    with pytest.raises(QirError, match=message):
        Machine(to_module(case)).run(inputs(case))
