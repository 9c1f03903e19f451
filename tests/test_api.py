"""The Python API, as its docstrings promise it."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import subprocess
import sys
from importlib.machinery import ModuleSpec
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from models import Model, bundled_models, noise, run_on_litert, schema, unpacked
from structure import structure

import qir
from qir.frontends.tflite import read_tflite
from qir.functions import functions, operators
from qir.targets import LITERT_TARGETS

needs_tensorflow = pytest.mark.skipif(
    importlib.util.find_spec("tensorflow") is None,
    reason="TensorFlow is not installed; it is the extra 'tensorflow'",
)


# --- qir.quantize -----------------------------------------------------------------------------


def test_path_string_and_bytes_give_the_same(dense_path: Path, dense_model: bytes) -> None:
    results = [qir.quantize(model) for model in (dense_path, str(dense_path), dense_model)]
    assert len({result.model for result in results}) == 1
    assert {result.report.source for result in results} == {str(dense_path), "model"}
    assert all(result.report.ops == results[0].report.ops for result in results)


def test_the_result_is_small_and_close(dense_model: bytes) -> None:
    result = qir.quantize(dense_model)
    assert result.report.bytes_before == len(dense_model)
    assert result.report.bytes_after == len(result.model)
    assert result.report.ratio == len(dense_model) / len(result.model)
    x = noise(1, 32)
    for builtin in (False, True):
        (found,) = run_on_litert(result.model, [x], builtin)
        (expected,) = run_on_litert(dense_model, [x], builtin)
        assert found.shape == expected.shape
        assert np.abs(found - expected).max() < 0.05
        assert not np.array_equal(found, expected)


def test_the_report_says_what_was_done(dense_model: bytes) -> None:
    (op,) = qir.quantize(dense_model).report.ops
    assert (op.function, op.index, op.op, op.tensor) == ("main", 0, "FULLY_CONNECTED", "dense")
    assert op.form == "hybrid"
    assert op.bytes_before == 64 * 32 * 4
    assert op.bytes_after == 64 * 32 + 64 * (4 + 8)
    assert "litert-xnnpack" in op.reason


def test_report_as_plain_values(dense_model: bytes) -> None:
    import json

    report = qir.quantize(dense_model).report
    plain = json.loads(json.dumps(report.to_dict()))
    assert plain["bytes_after"] == report.bytes_after
    assert plain["ops"][0]["form"] == "hybrid"
    assert plain["pipeline"] == list(report.pipeline)


def test_min_elements_keeps_small_weights_float(dense_model: bytes) -> None:
    kept = qir.quantize(dense_model, min_elements=64 * 32 + 1)
    assert [op.form for op in kept.report.ops] == ["float"]
    assert "min-elements=2049" in kept.report.ops[0].reason
    assert structure(kept.model) == structure(dense_model)
    taken = qir.quantize(dense_model, min_elements=64 * 32)
    assert [op.form for op in taken.report.ops] == ["hybrid"]


@pytest.mark.parametrize("target", LITERT_TARGETS)
def test_target_is_used_and_reported(target: str, dense_model: bytes) -> None:
    result = qir.quantize(dense_model, target=target)
    assert result.report.target == target
    assert target in result.report.ops[0].reason


def test_targets_differ_where_their_kernels_do() -> None:
    (model,) = [path for path in bundled_models() if path.stem == "dscnn"]
    forms = {
        target: {
            op.form
            for op in qir.quantize(model, target=target, costs="none").report.ops
            if op.op == "DEPTHWISE_CONV_2D"
        }
        for target in LITERT_TARGETS
    }
    assert forms["litert-xnnpack"] <= {"dequantized", "float"}
    assert "hybrid" in forms["litert-builtin"]


def test_unknown_target_is_refused_with_the_known_ones(dense_model: bytes) -> None:
    with pytest.raises(qir.QirError, match="no target 'toaster'; expected one of litert-xnnpack"):
        qir.quantize(dense_model, target="toaster")


@pytest.mark.parametrize("content", [b"", b"not a model", b"\0" * 100])
def test_bytes_that_are_no_model_are_refused(content: bytes) -> None:
    with pytest.raises(qir.QirError):
        qir.quantize(content)


def test_the_input_is_not_changed(dense_path: Path, dense_model: bytes) -> None:
    array = bytearray(dense_model)
    qir.quantize(bytes(array))
    qir.quantize(dense_path)
    assert dense_path.read_bytes() == bytes(array) == dense_model


def test_quantizing_again_changes_nothing_more(bundled_model: Path) -> None:
    once = qir.quantize(bundled_model)
    twice = qir.quantize(once.model)
    assert structure(twice.model) == structure(once.model)
    quantized = [op for op in once.report.ops if op.form in ("hybrid", "dequantized")]
    assert len(quantized) <= len(twice.report.ops)


def test_signatures_and_names_of_a_bundled_model_are_kept(bundled_model: Path) -> None:
    before, after = (
        unpacked(bundled_model.read_bytes()),
        unpacked(qir.quantize(bundled_model).model),
    )
    for graph, other in zip(before.subgraphs, after.subgraphs, strict=True):
        for ends in ("inputs", "outputs"):
            names = [graph.tensors[i].name for i in getattr(graph, ends)]
            assert names == [other.tensors[i].name for i in getattr(other, ends)]
    keys = [s.signatureKey for s in before.signatureDefs]
    assert keys == [s.signatureKey for s in after.signatureDefs]


def test_a_reshape_of_dynamic_types_is_no_identity() -> None:
    """Two types that are equal and dynamic are not the same shape."""
    model = Model()
    graph = model.graph()
    x = graph.input("x", [2, 3], shapeSignature=[-1, -1])
    y = graph.tensor("y", [3, 2], shapeSignature=[-1, -1])
    z = graph.tensor("z", [3, 2], shapeSignature=[-1, -1])
    shape = graph.constant("shape", np.array([3, 2], np.int32))
    graph.op("RESHAPE", [x, shape], [y], schema.ReshapeOptionsT(newShape=[3, 2]))
    graph.op("NEG", [y], [z], schema.NegOptionsT())
    graph.returns(z)
    before = model.to_bytes()
    (found,) = run_on_litert(qir.quantize(before).model, [noise(2, 3)])
    assert found.shape == (3, 2)
    (function,) = functions(read_tflite(qir.quantize(before).model))
    assert {op.OPERATOR.name for op in operators(function)} == {"RESHAPE", "NEG"}


# --- determinism ------------------------------------------------------------------------------


def test_two_runs_give_the_same_bytes(bundled_model: Path) -> None:
    first, second = (qir.quantize(bundled_model) for _ in range(2))
    assert first.model == second.model
    assert first.report == second.report


def test_processes_with_other_hash_seeds_give_the_same_bytes() -> None:
    """Sets of strings and objects iterate in another order in each; none may reach the file."""
    code = (
        "import sys, hashlib, qir\n"
        "for path in sys.argv[1:]:\n"
        "    print(hashlib.sha256(qir.quantize(path).model).hexdigest())"
    )
    paths = bundled_models()
    assert paths
    children = [
        subprocess.run(
            [sys.executable, "-c", code, *map(str, paths)],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.split()
        for seed in ("1", "4242")
    ]
    here = [hashlib.sha256(qir.quantize(path).model).hexdigest() for path in paths]
    assert children == [here, here]


# --- Converter --------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["path", "string", "bytes"])
def test_converter_quantizes(kind: str, dense_path: Path, dense_model: bytes) -> None:
    source: Any = {"path": dense_path, "string": str(dense_path), "bytes": dense_model}[kind]
    converter = qir.Converter.from_tflite(source)
    converter.post_training_quantize = True
    assert converter.convert() == qir.quantize(dense_model).model
    assert converter.report is not None
    assert [op.form for op in converter.report.ops] == ["hybrid"]


def test_converter_without_quantization_keeps_the_model_float(dense_model: bytes) -> None:
    converter = qir.Converter.from_tflite(dense_model)
    assert converter.post_training_quantize is False
    assert structure(converter.convert()) == structure(dense_model)
    assert converter.report is None


def test_converter_options_reach_the_pipeline(dense_model: bytes) -> None:
    converter = qir.Converter.from_tflite(dense_model)
    converter.post_training_quantize = True
    converter.target = "litert-builtin"
    converter.min_elements = 1_000_000
    converter.convert()
    assert converter.report is not None
    assert converter.report.target == "litert-builtin"
    assert [op.form for op in converter.report.ops] == ["float"]


def test_converter_can_convert_again(dense_model: bytes) -> None:
    converter = qir.Converter.from_tflite(dense_model)
    converter.post_training_quantize = True
    first = converter.convert()
    assert converter.convert() == first
    converter.post_training_quantize = False
    assert len(converter.convert()) > len(first)


@pytest.mark.parametrize("name", ["optimizations", "post_training_quantise", "report", "_read"])
def test_unknown_options_are_refused_with_the_known_ones(name: str, dense_model: bytes) -> None:
    converter = qir.Converter.from_tflite(dense_model)
    known = "post_training_quantize, target, min_elements"
    with pytest.raises(AttributeError, match=f"no option '{name}'; it has {known}"):
        setattr(converter, name, True)


def test_reading_waits_until_convert(tmp_path: Path) -> None:
    converter = qir.Converter.from_tflite(tmp_path / "missing.tflite")
    with pytest.raises(qir.QirError, match="no such file or directory"):
        converter.convert()


def test_without_tensorflow_the_message_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = importlib.util.find_spec

    def find_spec(name: str, package: str | None = None) -> ModuleSpec | None:
        return None if name == "tensorflow" else original(name, package)

    monkeypatch.setattr(importlib.util, "find_spec", find_spec)
    (tmp_path / "saved_model.pb").touch()
    (tmp_path / "model.keras").touch()
    for read in (
        lambda: qir.Converter.from_saved_model(tmp_path).convert(),
        lambda: qir.quantize(tmp_path / "model.keras"),
        lambda: qir.Converter.from_keras_model(object()).convert(),
    ):
        with pytest.raises(qir.QirError, match=r"pip install 'qir\[tensorflow\]'"):
            read()


# --- TensorFlow -------------------------------------------------------------------------------


def small_keras_model() -> Any:
    import keras  # pyright: ignore

    api: Any = keras
    api.utils.set_random_seed(0)
    return api.Sequential(
        [
            api.Input((8, 8, 1)),
            api.layers.Conv2D(16, 3, activation="relu"),
            api.layers.Flatten(),
            api.layers.Dense(10, activation="softmax"),
        ]
    )


def assert_computes_the_same(model: bytes, reference: Any, tolerance: float) -> None:
    x = noise(1, 8, 8, 1)
    (found,) = run_on_litert(model, [x])
    assert np.abs(found - np.asarray(reference(x))).max() < tolerance


@needs_tensorflow
def test_from_saved_model(tmp_path: Path) -> None:
    reference = small_keras_model()
    reference.export(tmp_path, format="tf_saved_model", verbose=False)
    converter = qir.Converter.from_saved_model(str(tmp_path))
    plain = converter.convert()
    assert_computes_the_same(plain, reference, 1e-5)
    converter.post_training_quantize = True
    small = converter.convert()
    assert_computes_the_same(small, reference, 0.05)
    assert len(small) < len(plain)


@needs_tensorflow
def test_from_keras_model() -> None:
    reference = small_keras_model()
    converter = qir.Converter.from_keras_model(reference)
    converter.post_training_quantize = True
    assert_computes_the_same(converter.convert(), reference, 0.05)


@needs_tensorflow
@pytest.mark.parametrize("extension", ["keras", "h5"])
@pytest.mark.filterwarnings("ignore")
def test_keras_file(extension: str, tmp_path: Path) -> None:
    reference = small_keras_model()
    path = tmp_path / f"model.{extension}"
    reference.save(path)
    assert_computes_the_same(qir.quantize(path).model, reference, 0.05)


@needs_tensorflow
def test_a_saved_model_that_tensorflow_refuses_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "saved_model.pb").write_bytes(b"not a graph")
    with pytest.raises(qir.QirError, match="TensorFlow cannot convert the model") as caught:
        qir.Converter.from_saved_model(tmp_path).convert()
    assert "\n" not in str(caught.value)
    assert caught.value.details
