"""Weights in a file beside the text: written aligned, mapped when read, refused where malformed."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from safetensors.numpy import load
from xdsl.dialects.builtin import IntegerType, TensorType, f16, f32, f64, i1, i8, i64

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
    assert header["_padding_12"] == {"dtype": "U8", "shape": [52], "data_offsets": [12, 64]}
    assert header["b"] == {"dtype": "U8", "shape": [2], "data_offsets": [64, 66]}
    ends = sorted(entry["data_offsets"] for entry in header.values())
    assert [start for start, _ in ends] == [0, *[end for _, end in ends[:-1]]]
    assert first + ends[-1][1] == len(file)


def test_the_safetensors_package_reads_the_same_arrays() -> None:
    arrays: dict[str, Any] = {
        "half": np.array([[1.5, np.inf], [-0.0, np.nan]], np.float16),
        "single": np.arange(7, dtype=np.float32),
        "double": np.array(0.1, np.float64),
        "byte": np.arange(-3, 3, dtype=np.int8).reshape(2, 3),
        "long": np.array([-(1 << 63), (1 << 63) - 1], np.int64),
        "truth": np.array([True, False, True]),
        "empty": np.empty((0, 4), np.float32),
    }
    elements = (f16, f32, f64, i8, i64, i1, f32)
    weights = [
        WeightAttr.of(TensorType(element, array.shape), name, array)
        for element, (name, array) in zip(elements, arrays.items(), strict=True)
    ]
    read: dict[str, Any] = load(written(*weights))
    assert {name for name in read if not name.startswith("_padding_")} == arrays.keys()
    for name, array in arrays.items():
        assert (read[name].dtype, read[name].shape) == (array.dtype, array.shape)
        assert read[name].tobytes() == array.tobytes()


def test_a_part_is_written_before_the_next_is_computed() -> None:
    events: list[str] = []

    class Out(io.BytesIO):
        def write(self, content: Any, /) -> int:
            events.append(f"write {len(content)}")
            return super().write(content)

    def computed(name: str) -> Iterator[Any]:
        for part in range(2):
            events.append(f"compute {name}{part}")
            yield np.full(8, part, np.float32)

    blobs = [Blob(name, 64, lambda name=name: computed(name)) for name in "ab"]
    write_safetensors([WeightAttr.get(TensorType(f32, [16]), blob) for blob in blobs], Out())
    assert [event for event in events if event.startswith("compute") or event == "write 32"] == [
        step for name in "ab" for part in "01" for step in (f"compute {name}{part}", "write 32")
    ]


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
        (with_header(b"{}")[:9], "its header of 2 bytes does not fit its 9 bytes"),
        (with_header(b"{"), "Expecting"),
        (with_header(b'{"\xff": 1}'), "codec can't decode"),
        (with_header(b"[" * 100_000), "recursion"),
        (with_header([]), "not a dictionary of tensors"),
        (with_header({"w": {}}), "tensor 'w' has no data_offsets of two integers"),
        (with_header(entry("0", 8)), "tensor 'w' has no data_offsets of two integers"),
        (with_header(entry(8, 0)), "tensor 'w' is at bytes 8..0"),
        (with_header(entry(0, 65)), "tensor 'w' is at bytes 0..65; expected 0..64 or within"),
        (
            with_header({"w": {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 8]}}),
            r"tensor 'w' of F32 and shape \[2, 3\] holds 8 bytes; expected 24",
        ),
        (with_header({"w": {"data_offsets": [0, 8]}}), "tensor 'w' has no dtype or no shape"),
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


def test_a_missing_tensor_is_named_with_its_file(tmp_path: Path) -> None:
    text = side_by_side(tmp_path)
    text.with_suffix(".safetensors").write_bytes(written())
    read_mlir(text, QirContext()).verify()
    with pytest.raises(QirError, match=r"'literal0' are needed but are not in .*model.safetensors"):
        tflite_bytes(read_mlir(text, QirContext()))


def test_a_file_with_other_sizes_than_the_text_is_refused(tmp_path: Path) -> None:
    text = side_by_side(tmp_path)
    shorter = WeightAttr.of(TensorType(f32, [63]), "literal0", np.zeros(63, np.float32))
    text.with_suffix(".safetensors").write_bytes(written(shorter))
    message = r"dense_resource<literal0>: constant of type .* holds 252 bytes; expected 256"
    with pytest.raises(QirError, match=message) as caught:
        read_mlir(text, QirContext())
    assert "\n" not in str(caught.value)


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
