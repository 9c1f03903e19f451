"""Passes write no operator that the runtime named by `min_runtime` does not have."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from small_models import Graph, op_of, transformed, written_versions
from weighted_ops import FAMILIES, SCHEMES, SEEDS, WeightedOp
from xdsl.dialects.builtin import ModuleOp

from qir.diagnostics import Form, QirError
from qir.interp import Machine
from qir.passes.canonicalize import Canonicalize
from qir.passes.legalize_hybrid import LegalizeHybrid
from qir.passes.quantize_weights import QuantizeWeights
from qir.passes.state_runtime import StateRuntime
from qir.runtimes import first_younger, needed_runtime
from qir.targets import LITERT_TARGETS

RELEASES = ("1.14.0", "2.0.0", "2.3.0", "2.4.0", "2.7.0", "2.13.0", "2.16.0", "2.17.0", "2.18.0")
DENSE = WeightedOp("FULLY_CONNECTED", (2, 8), (4, 8), (2, 4), axis=0, has_bias=True)


@pytest.mark.parametrize("family", FAMILIES)
@settings(max_examples=40)
@given(
    data=st.data(),
    seed=SEEDS,
    scheme=st.sampled_from(SCHEMES),
    release=st.sampled_from(RELEASES),
    target=st.sampled_from(list(LITERT_TARGETS)),
)
def test_nothing_younger_is_written(
    family: str, data: st.DataObject, seed: int, scheme: str, release: str, target: str
) -> None:
    """And what is written computes what rounding allows, whether quantized or not."""
    case: WeightedOp = data.draw(FAMILIES[family])
    rng = np.random.default_rng(seed)
    weights, bias, x = case.random_weights(rng), case.random_bias(rng), case.random_input(rng)
    module = case.module(weights, bias)
    assume(first_younger(module, release) is None)
    result, ctx = transformed(
        module,
        Canonicalize(target, True, release),
        QuantizeWeights(0, scheme=scheme, target=target, min_runtime=release),
        LegalizeHybrid(target, release),
        StateRuntime(release),
    )
    assert first_younger(result, release) is None
    (remark,) = [remark for _, remark in ctx.remarks] or [None]
    later, _ = transformed(
        module,
        Canonicalize(target, True),
        QuantizeWeights(0, scheme=scheme, target=target),
        LegalizeHybrid(target),
    )
    if first_younger(later, release) is None:
        assert str(later) == str(result)
    elif remark and remark.form is Form.FLOAT and remark.bytes_after:
        assert f"and min-runtime is {release}" in remark.reason
        plain, _ = transformed(module, Canonicalize(target, True, release))
        np.testing.assert_array_equal(Machine(result).run([x])[0], Machine(plain).run([x])[0])


def versions(module: ModuleOp, scheme: str, release: str) -> dict[str, int]:
    result, _ = transformed(
        module,
        QuantizeWeights(0, scheme=scheme, min_runtime=release),
        LegalizeHybrid(min_runtime=release),
    )
    return written_versions(result)


@pytest.mark.parametrize(
    ("scheme", "release", "expected"),
    [
        ("int8", "2.17.0", {"FULLY_CONNECTED": 12}),
        ("int8", "2.16.0", {"FULLY_CONNECTED": 1, "DEQUANTIZE": 5}),
        ("int8", "2.6.0", {"FULLY_CONNECTED": 1}),
        ("int8-tensor", "2.6.0", {"FULLY_CONNECTED": 9}),
        ("int8-tensor", "2.0.0", {"FULLY_CONNECTED": 3}),
        ("int8-tensor", "1.13.0", {"FULLY_CONNECTED": 1}),
        ("int2", "2.21.0", {"FULLY_CONNECTED": 14}),
        ("int2", "2.20.0", {"FULLY_CONNECTED": 1}),
        ("int4", "2.17.0", {"FULLY_CONNECTED": 12}),
        ("int4-weight-only", "2.18.0", {"FULLY_CONNECTED": 1, "DEQUANTIZE": 6}),
        ("int4-weight-only", "2.17.0", {"FULLY_CONNECTED": 1}),
        ("float16", "1.15.0", {"FULLY_CONNECTED": 1, "DEQUANTIZE": 3}),
        ("float16", "1.14.0", {"FULLY_CONNECTED": 1}),
    ],
)
def test_kernels_then_dequantize_then_floats(
    scheme: str, release: str, expected: dict[str, int]
) -> None:
    """Symmetric activations, which are older, before floats."""
    module = DENSE.module(DENSE.random_weights(np.random.default_rng(0)), np.ones(4, np.float32))
    assert versions(module, scheme, release) == expected


@pytest.mark.parametrize(("release", "version"), [("2.15.0", 7), ("2.14.0", 1)])
def test_a_table_of_four_bits(release: str, version: int) -> None:
    """Its GATHER came before its DEQUANTIZE."""
    graph = Graph()
    table = graph.constant(np.random.default_rng(0).standard_normal((16, 8)).astype(np.float32))
    module = graph.module(graph.op("GATHER", [table, graph.argument((3,), "int32")], (3, 8)))
    assert versions(module, "int4", release) == {"GATHER": 1}
    assert versions(module, "int4", "2.18.0") == {"GATHER": 7, "DEQUANTIZE": 6}


def test_other_constants() -> None:
    graph = Graph()
    w = graph.constant(np.random.default_rng(0).standard_normal((512, 8)).astype(np.float32))
    module = graph.module(graph.op("ADD", [graph.argument((512, 8)), w], (512, 8)))
    for release, is_quantized in (("2.6.0", False), ("2.7.0", True)):
        quantize = QuantizeWeights(constants=True, min_runtime=release)
        result, _ = transformed(module, quantize)
        assert ("DEQUANTIZE" in written_versions(result)) == is_quantized


def test_patterns_that_need_a_later_version() -> None:
    """A TRANSPOSE_CONV has an activation since 2.13."""
    graph = Graph()
    shape = graph.constant(np.array([1, 4, 4, 2], np.int32))
    w, x = graph.constant(np.ones((2, 3, 3, 2), np.float32)), graph.argument((1, 4, 4, 2))
    options = {"padding": "SAME", "stride_w": 1, "stride_h": 1}
    y = graph.op("TRANSPOSE_CONV", [shape, w, x], (1, 4, 4, 2), **options)
    module = graph.module(graph.op("RELU", [y], (1, 4, 4, 2)))
    for release, expected in (
        ("2.12.0", {"TRANSPOSE_CONV": 1, "RELU": 1}),
        ("2.13.0", {"TRANSPOSE_CONV": 4}),
    ):
        result, _ = transformed(module, Canonicalize(min_runtime=release))
        assert written_versions(result) == expected


def test_weights_that_came_quantized_and_have_no_dequantize() -> None:
    module = DENSE.module(DENSE.random_weights(np.random.default_rng(0)), np.ones(4, np.float32))
    once, _ = transformed(module, QuantizeWeights(0, scheme="int4"))
    with pytest.raises(
        QirError,
        match=r"legalize-hybrid: @main op 0 .*FULLY_CONNECTED of version "
        r"12 needs runtime 2.17.0, .*DEQUANTIZE of version 6 needs runtime 2.18.0",
    ):
        transformed(once, LegalizeHybrid(min_runtime="2.16.0"))


def test_refused_releases() -> None:
    module = DENSE.module(DENSE.random_weights(np.random.default_rng(0)), np.ones(4, np.float32))
    with pytest.raises(QirError, match=r"no runtime version 'old'; expected as 2\.13\.0"):
        transformed(module, QuantizeWeights(min_runtime="old"))
    with pytest.raises(QirError, match=r"@main op 0 tfl.fully_connected: .* min-runtime is 1.4.0"):
        transformed(module, StateRuntime("1.4.0"))
    assert needed_runtime(module) == "1.5.0"
    assert op_of(transformed(module, StateRuntime("1.5.0"))[0], "FULLY_CONNECTED")
