"""Models that are quantized already: what is quantized stays, the rest is treated."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from models import drawn_inputs, run_on_litert

import qir
from qir.backends.tflite.writer import tflite_bytes
from qir.frontends.tflite import read_tflite
from qir.passes.quantize_weights import HALF_BEFORE
from qir.tflite_format.reader import read_model
from qir.tflite_format.schema import enum_values

EXAMPLES = Path(__file__).parent.parent / "examples" / "mnist"
INTEGERS = {enum_values("TensorType")[name] for name in ("INT8", "INT4", "UINT8")}
OPTIONS: list[dict[str, Any]] = [
    {},
    {"target": "litert-builtin"},
    {"scheme": "int8-weight-only"},
    {"scheme": "int4"},
    {"scheme": "int4-block32"},
    {"scheme": "int2"},
    {"scheme": "float16"},
    {"constants": True, "min_elements": 0},
    {"equalize": True},
    {"min_runtime": "2.13.0"},
]


def integers(model: bytes) -> Counter[str]:
    """Digests of what quantized tensors hold."""
    found = read_model(memoryview(model))
    buffers = {t.buffer for g in found.subgraphs for t in g.tensors if t.type in INTEGERS}
    contents = (found.buffers[index].data for index in buffers)
    return Counter(hashlib.sha256(bytes(c)).hexdigest() for c in contents if c is not None)


@pytest.mark.parametrize("options", OPTIONS, ids=str)
def test_our_own_again(options: dict[str, Any], bundled_model: Path) -> None:
    once = qir.quantize(bundled_model, **options)
    twice = qir.quantize(once.model, **options)
    assert twice.model == once.model
    before = {op.tensor: op for op in once.report.ops}
    for op in twice.report.ops:
        if (
            before[op.tensor].form in ("hybrid", "dequantized")
            and "float16" not in options.values()
        ):
            assert op.form == "unchanged"
            assert op.reason in ("already quantized", HALF_BEFORE)
            assert op.bytes_before == op.bytes_after == before[op.tensor].bytes_after


def test_what_we_write_is_written_again_as_it_is(bundled_model: Path, tmp_path: Path) -> None:
    path = tmp_path / "model.tflite"
    path.write_bytes(qir.quantize(bundled_model, scheme="int4").model)
    assert tflite_bytes(read_tflite(path)) == path.read_bytes()


def test_small_layers_stay_what_they_were() -> None:
    """Whether one matters for size is asked of all weights, also of those quantized already."""
    path = EXAMPLES / "cnn.tflite"
    once = qir.quantize(path, keep_float=["7"])
    (last,) = [op for op in qir.quantize(once.model).report.ops if op.op == "FULLY_CONNECTED"][1:]
    (alone,) = [op for op in qir.quantize(path).report.ops if op.index == 7]
    assert (last.form, last.bytes_after) == (alone.form, alone.bytes_after)


def peers_model(path: Path, recipe: str) -> bytes:
    pytest.importorskip("litert_quantizer")
    quantizer = import_module("litert_quantizer.quantizer").Quantizer(str(path))
    make: Callable[[], Any] = getattr(import_module("litert_quantizer.recipe"), recipe)
    quantizer.load_quantization_recipe(make())
    return bytes(quantizer.quantize().quantized_model)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(
    ("name", "recipe", "treated"),
    [
        ("cnn", "dynamic_wi8_afp32", {}),
        ("dscnn", "dynamic_wi8_afp32", {"DEPTHWISE_CONV_2D": "dequantized"}),
        ("dscnn", "weight_only_wi4_afp32", {"DEPTHWISE_CONV_2D": "dequantized"}),
        ("lstm", "dynamic_wi8_afp32", {"UNIDIRECTIONAL_SEQUENCE_LSTM": "hybrid"}),
        ("lstm", "dynamic_wi4_afp32", {"UNIDIRECTIONAL_SEQUENCE_LSTM": "hybrid"}),
    ],
)
def test_what_litert_quantizer_made(name: str, recipe: str, treated: dict[str, str]) -> None:
    given = peers_model(EXAMPLES / f"{name}.tflite", recipe)
    result = qir.quantize(given)
    assert integers(given) <= integers(result.model)
    assert qir.quantize(result.model).model == result.model
    for op in result.report.ops:
        expected = {"unchanged", treated.get(op.op, "unchanged")}
        assert op.form in expected or "fewer than min-elements" in op.reason
        if op.form == "unchanged":
            assert op.bytes_before == op.bytes_after
    x = drawn_inputs(given)
    for before, after in zip(run_on_litert(given, x), run_on_litert(result.model, x), strict=True):
        assert np.abs(before - after).max() <= 0.05


def test_what_was_quantized_stays_whatever_is_chosen() -> None:
    once = qir.quantize(EXAMPLES / "cnn.tflite")
    again = qir.quantize(once.model, scheme="int4", keep_float=["2"])
    assert integers(once.model) <= integers(again.model)
    (kept,) = [op for op in again.report.ops if op.index == 2]
    assert kept.form == "unchanged"
    assert kept.reason == "already quantized; not float, as was chosen"
