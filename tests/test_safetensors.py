"""Weights in a file beside the text: written aligned, mapped when read, refused where malformed."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from xdsl.dialects.builtin import IntegerType, TensorType, f32

from qir.backends.tflite.writer import tflite_bytes
from qir.context import QirContext
from qir.diagnostics import QirError
from qir.driver.qopt import QOpt
from qir.frontends.mlir import read_mlir
from qir.safetensors import ALIGNMENT, read_safetensors, write_safetensors
from qir.weights import Blob, WeightAttr

MODEL = """
func.func @main(%x: tensor<1x32xf32>) -> tensor<1x2xf32> {{
  %w = "tfl.pseudo_const"() <{{value = dense<{values}> : tensor<2x32xf32>}}>
    : () -> tensor<2x32xf32>
  %n = "tfl.no_value"() <{{value}}> : () -> none
  %y = "tfl.fully_connected"(%x, %w, %n) <{{fused_activation_function = "NONE"}}>
    : (tensor<1x32xf32>, tensor<2x32xf32>, none) -> tensor<1x2xf32>
  func.return %y : tensor<1x2xf32>
}}
"""


def written(*weights: WeightAttr) -> bytes:
    out = io.BytesIO()
    write_safetensors(weights, out)
    return out.getvalue()


def header_of(file: bytes) -> tuple[dict[str, Any], int]:
    """The header, and where the data begins."""
    length = int.from_bytes(file[:8], "little")
    return json.loads(file[8 : 8 + length]), 8 + length


def test_a_file_has_names_types_shapes_and_no_gaps() -> None:
    numbers = WeightAttr.of(TensorType(f32, [3]), "a", np.arange(3, dtype=np.float32))
    packed = WeightAttr.get(TensorType(IntegerType(4), [3]), Blob("b", 2, memoryview(b"\x21\x03")))
    header, first = header_of(file := written(numbers, packed))
    assert first % ALIGNMENT == 0
    assert header["a"] == {"dtype": "F32", "shape": [3], "data_offsets": [0, 12]}
    assert header["b"] == {"dtype": "U8", "shape": [2], "data_offsets": [64, 66]}
    ends = sorted(entry["data_offsets"] for entry in header.values())
    assert [start for start, _ in ends] == [0, *[end for _, end in ends[:-1]]]
    assert first + ends[-1][1] == len(file)


def test_what_is_written_is_mapped(tmp_path: Path) -> None:
    values = np.arange(70_000, dtype=np.float32)
    path = tmp_path / "w.safetensors"
    path.write_bytes(written(WeightAttr.of(TensorType(f32, values.shape), "a", values)))
    (blob,) = (b for name, b in read_safetensors(path).items() if name == "a")
    assert np.array_equal(np.frombuffer(blob.to_bytes(), np.float32), values)


def with_header(header: Any, data: bytes = bytes(64)) -> bytes:
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return len(text).to_bytes(8, "little") + text + data


def entry(start: object, end: object) -> dict[str, Any]:
    return {"w": {"dtype": "U8", "shape": [8], "data_offsets": [start, end]}}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"\x01", "shorter than the length of a header"),
        ((1 << 40).to_bytes(8, "little"), "does not fit"),
        (with_header(b"{"), "Expecting"),
        (with_header([]), "not a dictionary of tensors"),
        (with_header({"w": {}}), "tensor 'w' has no data_offsets of two integers"),
        (with_header(entry("0", 8)), "tensor 'w' has no data_offsets of two integers"),
        (with_header(entry(8, 0)), "tensor 'w' is at bytes 8..0"),
        (with_header(entry(0, 65)), "tensor 'w' is at bytes 0..65; expected 0..64 or within"),
        (with_header({**entry(0, 8), "v": entry(4, 12)["w"]}), "tensor 'v' is at bytes 4..12"),
    ],
)
def test_a_malformed_file_is_one_line(content: bytes, message: str, tmp_path: Path) -> None:
    path = tmp_path / "w.safetensors"
    path.write_bytes(content)
    with pytest.raises(QirError, match=message) as caught:
        read_safetensors(path)
    assert str(caught.value).startswith(f"{path}: not a safetensors file: ")
    assert "\n" not in str(caught.value)


def side_by_side(folder: Path) -> Path:
    """A text, and its weights beside it."""
    values = "[" + ", ".join(str(list(map(float, range(i, i + 32)))) for i in range(2)) + "]"
    source, text = folder / "source.mlir", folder / "model.mlir"
    source.write_text(MODEL.format(values=values))
    QOpt([str(source), "--print-weights=side", "-o", str(text)]).run()
    return text


def test_text_may_be_rewritten_in_place(tmp_path: Path) -> None:
    text = side_by_side(tmp_path)
    before = tflite_bytes(read_mlir(text, QirContext()))
    QOpt([str(text), "--print-weights=side", "-o", str(text)]).run()
    assert tflite_bytes(read_mlir(text, QirContext())) == before


def test_a_missing_file_matters_when_values_are_needed(tmp_path: Path) -> None:
    text = side_by_side(tmp_path)
    weights = text.with_suffix(".safetensors")
    weights.unlink()
    read_mlir(text, QirContext()).verify()
    with pytest.raises(QirError, match=r"weights 'literal0' are needed but .*model.safetensors"):
        tflite_bytes(read_mlir(text, QirContext()))


def test_elided_text_is_not_paired_with_weights_of_another_time(tmp_path: Path) -> None:
    text = side_by_side(tmp_path)
    QOpt([str(text), "-o", str(text)]).run()
    assert text.with_suffix(".safetensors").exists()
    with pytest.raises(QirError, match="were elided from the text"):
        tflite_bytes(read_mlir(text, QirContext()))


def test_weights_beside_the_text_need_a_name(tmp_path: Path) -> None:
    text = side_by_side(tmp_path)
    with pytest.raises(QirError, match=r"give one with -o FILE\.mlir"):
        QOpt([str(text), "--print-weights=side"]).run()
