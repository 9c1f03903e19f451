"""`quantize-weights` with samples: error feedback and bias correction."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_models import Array, Graph, op_of, ops_of, run, transformed
from weighted_ops import FAMILIES, SEEDS, WeightedOp, dequantized, integers_of
from xdsl.dialects.builtin import ModuleOp
from xdsl.ir import SSAValue

from qir.attributes import integer
from qir.context import QirContext
from qir.contracts import Change, change_of
from qir.dialects.tfl.constants import QConstOp, constant_value
from qir.dialects.tfl.matrix import FullyConnectedOp
from qir.driver.verification import PassVerifier
from qir.interp.machine import Machine, Weights
from qir.notes import name_of
from qir.passes.quantization import fitting
from qir.passes.quantize_weights import QuantizeWeights

LINEAR = ("CONV_2D", "DEPTHWISE_CONV_2D", "FULLY_CONNECTED", "BATCH_MATMUL", "TRANSPOSE_CONV")


@pytest.fixture
def samples(tmp_path: Path) -> Path:
    """Of the dense network below, whose inputs lean to one side and to one another."""
    rng = np.random.default_rng(1)
    mixed = rng.standard_normal((48, 12)) @ rng.standard_normal((12, 12)) + 1
    path = tmp_path / "samples.npz"
    np.savez(path, input_0=mixed.astype(np.float32)[:, np.newaxis])
    return path


def weights(*shape: int, seed: int = 0) -> Array:
    return np.random.default_rng(seed).standard_normal(shape).astype(np.float32)


def network(*, bias: bool = True) -> ModuleOp:
    graph = Graph()

    def dense(x: SSAValue, outputs: int, depth: int, activation: str) -> SSAValue:
        of = graph.constant(weights(outputs, seed=3)) if bias else graph.absent()
        operands = [x, graph.constant(weights(outputs, depth, seed=outputs)), of]
        return graph.op(
            "FULLY_CONNECTED", operands, (1, outputs), fused_activation_function=activation
        )

    x = graph.argument((1, 12))
    return graph.module(dense(dense(x, 8, 12, "RELU"), 5, 8, "NONE"))


def quantized(module: ModuleOp, samples: Path, **options: Any) -> ModuleOp:
    step = QuantizeWeights(0, scheme="int4", samples=str(samples), **options)
    return transformed(module, step)[0]


def outputs(module: ModuleOp, samples: Path) -> Array:
    machine = Machine(module, weights=Weights.REAL)
    with np.load(samples) as file:
        return np.concatenate([np.concatenate(machine.run([x]), 1) for x in file["input_0"]])


def squared_error(module: ModuleOp, found: ModuleOp, samples: Path) -> float:
    return float(np.square(outputs(found, samples) - outputs(module, samples)).sum())


@pytest.mark.parametrize("scheme", ["int4", "int4-tensor", "int2", "int4-asymmetric-weight-only"])
def test_feedback_leaves_less_error(scheme: str, samples: Path) -> None:
    module = network()

    def error(**options: Any) -> float:
        found, _ = transformed(module, QuantizeWeights(0, scheme=scheme, **options))
        return squared_error(module, found, samples)

    assert error(samples=str(samples), rounding="error-feedback") < 0.7 * error()


def test_memory_for_one_weight_at_a_time_gives_the_same(
    samples: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = quantized(network(), samples, rounding="error-feedback")
    monkeypatch.setattr(fitting, "SECOND_BYTES", 1)
    second = quantized(network(), samples, rounding="error-feedback")
    for one, other in zip(ops_of(first, QConstOp), ops_of(second, QConstOp), strict=True):
        np.testing.assert_array_equal(integers_of(one), integers_of(other))


@pytest.mark.parametrize("bias", [True, False])
def test_corrected_bias_keeps_the_mean(bias: bool, samples: Path) -> None:
    """Of the first layer; the second sees what the first lost."""
    module = network(bias=bias)
    found = quantized(module, samples, correct_bias=True)
    plain, _ = transformed(module, QuantizeWeights(0, scheme="int4"))
    layers = [ops_of(each, FullyConnectedOp)[0] for each in (module, found, plain)]
    with np.load(samples) as file:
        x = file["input_0"][:, 0]
    means: list[Array] = []
    for layer in layers:
        owner = layer.operands[1].owner
        if isinstance(owner, QConstOp):
            real = dequantized(owner)
        else:
            constant = constant_value(owner)
            assert constant
            real = constant.array()
        added = constant_value(layer.operands[2].owner)
        means.append((x @ real.T + (0 if added is None else added.array())).mean(0))
    assert name_of(layers[1].operands[2]) == "tfl.fully_connected/bias/corrected"
    np.testing.assert_allclose(means[1], means[0], atol=1e-5)
    assert np.abs(means[2] - means[0]).max() > 1e-3


def test_transposed_convolution_gets_a_bias(tmp_path: Path) -> None:
    case = WeightedOp(
        "TRANSPOSE_CONV",
        (1, 3, 3, 4),
        (5, 2, 2, 4),
        (1, 6, 6, 5),
        axis=0,
        options={"padding": "SAME", "stride_w": 2, "stride_h": 2},
    )
    module, path = case.module(weights(*case.weight)), tmp_path / "samples.npz"
    np.savez(path, input_0=weights(4, *case.input) + 1)
    op = op_of(quantized(module, path, correct_bias=True), "TRANSPOSE_CONV")
    assert len(op.operands) == 4
    assert integer(op.attributes.get("qir.version")) == 3


def test_shared_weight_is_rounded_for_all_its_users(samples: Path) -> None:
    graph = Graph()
    x, w = graph.argument((1, 12)), graph.constant(weights(12, 12))
    y = graph.op("FULLY_CONNECTED", [x, w, graph.absent()], (1, 12))
    part = graph.op("RELU", [x], (1, 12))
    z = graph.op("FULLY_CONNECTED", [part, w, graph.absent()], (1, 12))
    module = graph.module(y, z)
    nearest, _ = transformed(module, QuantizeWeights(0, scheme="int4"))
    found = quantized(module, samples, rounding="error-feedback")
    assert len(ops_of(found, QConstOp)) == 1
    assert squared_error(module, found, samples) < squared_error(module, nearest, samples)


def test_weight_that_is_multiplied_in_two_forms_is_rounded_to_nearest(samples: Path) -> None:
    graph = Graph()
    x, w = graph.argument((1, 12)), graph.constant(weights(12, 12))
    y = graph.op("FULLY_CONNECTED", [x, w, graph.absent()], (1, 12))
    z = graph.op("BATCH_MATMUL", [x, w], (1, 12))
    step = QuantizeWeights(0, scheme="int4", samples=str(samples), rounding="error-feedback")
    module = graph.module(y, z)
    result, ctx = transformed(module, step)
    nearest, _ = transformed(module, QuantizeWeights(0, scheme="int4"))
    for one, other in zip(ops_of(result, QConstOp), ops_of(nearest, QConstOp), strict=True):
        np.testing.assert_array_equal(integers_of(one), integers_of(other))
    remark = ctx.remarks.get(op_of(result, "BATCH_MATMUL"))
    assert remark
    assert remark.caveat


def test_bias_is_corrected_also_of_weights_that_are_not_fed_back(samples: Path) -> None:
    """A table that is looked up too has no moments of its own."""
    graph = Graph()
    x, i = graph.argument((1, 12)), graph.constant(np.array([1], np.int32))
    table = graph.constant(weights(12, 12))
    rows = graph.op("GATHER", [table, i], (1, 12), axis=0)
    y = graph.op("FULLY_CONNECTED", [x, table, graph.absent()], (1, 12))
    found = quantized(graph.module(y, rows), samples, rounding="error-feedback", correct_bias=True)
    assert constant_value(op_of(found, "FULLY_CONNECTED").operands[2].owner) is not None


@pytest.mark.parametrize("options", [{"rounding": "error-feedback"}, {"correct_bias": True}])
@pytest.mark.parametrize("family", LINEAR)
@settings(max_examples=15)
@given(data=st.data(), seed=SEEDS)
def test_fitted_ops_verify_and_run(
    family: str,
    options: dict[str, Any],
    tmp_path_factory: pytest.TempPathFactory,
    data: st.DataObject,
    seed: int,
) -> None:
    """What the pass says of itself holds, and LiteRT computes what the interpreter does."""
    case: WeightedOp = data.draw(FAMILIES[family])
    rng = np.random.default_rng(seed)
    module = case.module(case.random_weights(rng), case.random_bias(rng))
    path = tmp_path_factory.mktemp("samples") / "samples.npz"
    np.savez(path, input_0=np.stack([case.random_input(rng) for _ in range(3)]))
    scheme = "int8-weight-only" if case.builtin != "FULLY_CONNECTED" else "int4-weight-only"
    step = QuantizeWeights(0, scheme=scheme, samples=str(path), **options)
    assert change_of(step, module) is Change.FITTED_WEIGHTS
    verifier, found, ctx = PassVerifier("model"), module.clone(), QirContext()
    verifier.check(None, found, step)
    step.apply(ctx, found)
    verifier.check(step, found, None)
    found.verify()
    x = case.random_input(rng)
    expected = Machine(found).run([x])[0]
    slack = 1e-4 * np.abs(expected).max(initial=1)
    np.testing.assert_allclose(run(found, [x]), expected, rtol=1e-4, atol=slack)
