"""Weights of four bits on real digits: what the moments of samples are worth."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import numpy as np
import pytest
from models import EXAMPLES, Array, digits
from xdsl.dialects.builtin import ModuleOp
from xdsl.ir import Operation, SSAValue

from qir.dialects.tfl.base import TflOp
from qir.frontends.tflite import read_tflite
from qir.interp import Machine
from qir.interp.comparison import entry_function
from qir.interp.weight_rows import has_weight_rows
from qir.numerics.affine import Affine, quantize_round_half_even
from qir.numerics.difference import Difference
from qir.numerics.error_feedback import feedback_of, quantize_with_feedback
from qir.numerics.moments import Floats, mean_shift
from qir.passes.analysis.moments import WeightMoments, gather_moments
from qir.passes.analysis.weights import float_constant, float_weights
from qir.samples import open_samples

BOUNDS = (-7, 7)
CALIBRATION = slice(0, 32)
TEST = slice(1000, 1040)
Constants = Mapping[Operation, Array]


def weights_of(op: TflOp) -> Array:
    (weight,) = float_weights(op)
    return weight.constant.array()


@cache
def model(name: str) -> tuple[ModuleOp, dict[TflOp, WeightMoments]]:
    module = read_tflite(EXAMPLES / f"{name}.tflite")
    ops = [
        op
        for op in module.walk()
        if isinstance(op, TflOp) and has_weight_rows(op) and float_weights(op)
    ]
    samples = open_samples(lambda: list(digits()[0][CALIBRATION]), entry_function(module))
    return module, gather_moments(module, samples.read(), ops, with_second=ops)


def nearest(scales: Array) -> Affine:
    """Of these scales, [outputs, 1]."""
    return Affine(scales.ravel(), np.zeros(scales.size, np.int32))


def quantized(moments: WeightMoments, weights: Array, *, feedback: bool) -> Array:
    """Real weights of 15 steps for each channel."""
    matrices = moments.form.matrices(weights)
    by_output = np.abs(matrices).max(-1, keepdims=True) / np.float32(BOUNDS[1])
    scales = np.where(by_output == 0, np.float32(1), by_output)
    zeros = np.zeros_like(scales)
    second = moments.rows.second
    assert second is not None
    integers = [
        quantize_with_feedback(each, feedback_of(own), scale, zero, BOUNDS)
        if feedback
        else quantize_round_half_even(each, nearest(scale), 0, BOUNDS)
        for each, own, scale, zero in zip(matrices, second, scales, zeros, strict=True)
    ]
    return moments.form.weight(np.stack(integers) * scales, weights.shape)


def log_probabilities(name: str, constants: Constants) -> Array:
    module, _ = model(name)
    machine = Machine(module, constants=constants)
    function = entry_function(module).sym_name.data
    found: list[Array] = []
    for image in digits()[0][TEST]:
        machine.reset()
        found += machine.run([image[np.newaxis]], function)
    return np.log(np.maximum(np.concatenate(found), 1e-12))


def sqnr(name: str, constants: Constants) -> float:
    difference = Difference()
    difference.add(log_probabilities(name, {}), log_probabilities(name, constants))
    return difference.sqnr


def all_quantized(name: str, *, feedback: bool) -> dict[Operation, Array]:
    found: dict[Operation, Array] = {}
    for op, moments in model(name)[1].items():
        owner = op.operands[1].owner
        assert isinstance(owner, Operation)
        found[owner] = quantized(moments, weights_of(op), feedback=feedback)
    return found


@pytest.mark.parametrize("name", ["cnn", "transformer"])
def test_feedback_makes_digits_it_has_not_seen_more_exact(name: str) -> None:
    nearest = sqnr(name, all_quantized(name, feedback=False))
    fed_back = sqnr(name, all_quantized(name, feedback=True))
    assert fed_back > nearest + 2


def outputs_of(name: str, op: TflOp, constants: Constants) -> Floats:
    """What one op gives over the calibration digits, [n, channels]."""
    module, _ = model(name)
    found: list[Array] = []

    def observe(value: SSAValue, array: Array) -> None:
        if value is op.results[0]:
            found.append(array)

    machine = Machine(module, constants=constants, observe=observe)
    for image in digits()[0][CALIBRATION]:
        machine.run([image[np.newaxis]], entry_function(module).sym_name.data)
    return np.concatenate(found).astype(np.float64)


@pytest.mark.parametrize("feedback", [False, True])
def test_the_mean_of_the_output_is_as_before(feedback: bool) -> None:
    """Of one op alone, and one without an activation function: the last."""
    op = list(model("transformer")[1])[-1]
    moments = model("transformer")[1][op]
    weights, bias = weights_of(op), float_constant(op.operands[2])
    assert bias is not None
    replaced = quantized(moments, weights, feedback=feedback)
    form = moments.form
    of_outputs = mean_shift(form.matrices(weights), form.matrices(replaced), moments.rows.mean)
    owners = [operand.owner for operand in op.operands]
    assert isinstance(owners[1], Operation) and isinstance(owners[2], Operation)
    corrected = (bias.array() + form.by_channel(of_outputs)).astype(np.float32)
    before = outputs_of("transformer", op, {})
    shifted = outputs_of("transformer", op, {owners[1]: replaced})
    after = outputs_of("transformer", op, {owners[1]: replaced, owners[2]: corrected})
    assert np.abs(shifted.mean(0) - before.mean(0)).max() > 1e-3
    np.testing.assert_allclose(after.mean(0), before.mean(0), atol=1e-5)
    assert ((after - before) ** 2).sum() < ((shifted - before) ** 2).sum()
