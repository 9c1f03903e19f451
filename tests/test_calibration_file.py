"""The file of a calibration: what is written is read, and what is damaged is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

import qir
from qir.calibration import Calibration, Observed, read_calibration
from qir.numerics.statistics import Statistics, measure

VALUES = arrays(np.float32, st.integers(0, 5), elements=st.floats(width=32))
SHAPES = st.none() | st.lists(st.none() | st.integers(0, 9), max_size=3).map(tuple)


def calibration(**arrays: np.ndarray) -> Calibration:
    tensors = {
        name: Observed(array.shape, Statistics().followed_by(measure(array)))
        for name, array in arrays.items()
    }
    return Calibration("model.tflite", "0", "interpreter", 1, tensors)


@pytest.fixture(scope="module")
def written() -> bytes:
    x = np.array([[-0.125, 0.5, 0.52, 0.8]], np.float32)
    return calibration(x=x, y=x + 1).to_bytes()


@given(
    tensors=st.dictionaries(st.text(), st.tuples(SHAPES, st.lists(VALUES)), max_size=3),
    words=st.tuples(st.text(), st.text(), st.text()),
    samples=st.integers(0, 9),
)
def test_what_is_written_is_read(
    tensors: dict[str, tuple[Any, list[np.ndarray]]],
    words: tuple[str, str, str],
    samples: int,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    observed: dict[str, Observed] = {}
    for name, (shape, parts) in tensors.items():
        found = Statistics()
        for part in parts:
            found = found.followed_by(measure(part))
        observed[name] = Observed(shape, found)
    whole = Calibration(*words, samples, observed)
    path = tmp_path_factory.getbasetemp() / "calibration.json"
    path.write_bytes(whole.to_bytes())
    found = read_calibration(path)
    assert found == whole
    assert found.to_bytes() == whole.to_bytes()


DAMAGES: dict[str, tuple[Callable[[dict[str, Any]], Any], str]] = {
    "a list": (lambda file: [file], "is no calibration"),
    "another format": (lambda file: file | {"format": "x"}, "is no calibration"),
    "a version to come": (
        lambda file: file | {"version": 2},
        "is of version 2; this QIR reads version 1",
    ),
    "no model": (lambda file: {k: v for k, v in file.items() if k != "model"}, "lacks model"),
    "more": (lambda file: file | {"extra": 1}, 'has "extra", which is not of the format'),
    "samples": (lambda file: file | {"samples": -1}, "samples is -1; expected a whole number"),
    "tensors": (lambda file: file | {"tensors": 3}, "tensors is no object"),
    "hash": (lambda file: file | {"model": {"name": "m", "sha256": 5}}, "model: sha256 is 5"),
}
TENSOR_DAMAGES: dict[str, tuple[str, Any, str]] = {
    "count": ("count", True, "count is true; expected a whole number of 0 or more"),
    "sum": ("count", 5, "histogram holds 4 elements of 5"),
    "min": ("min", 0.5, "min is 0.5, which does not fit the histogram"),
    "no min": ("min", None, "min is null; expected a number"),
    "text": ("max", "1", 'max is "1"; expected a number'),
    "shape": ("shape", [-1], "shape is [-1]; expected a list of sizes"),
    "percentiles": ("percentiles", {}, "percentiles are not those of the histogram"),
    "no histogram": ("histogram", 3, "histogram is no list"),
    "order": ("histogram", [[1, 2], [0, 2]], "histogram holds [0, 2]; expected [bin, count]"),
    "no elements": ("histogram", [[1, 0]], "histogram holds [1, 0]; expected [bin, count]"),
    "a far bin": ("histogram", [[5000, 4]], "histogram holds [5000, 4]; expected [bin, count]"),
    "an odd pair": ("histogram", [[1]], "histogram holds [1]; expected [bin, count]"),
    "too many": (
        "histogram",
        [[1, 2**62], [2, 2**62]],
        "histogram holds more elements than can be",
    ),
}


@pytest.mark.parametrize("kind", [*DAMAGES, *TENSOR_DAMAGES])
def test_damaged_files_are_refused(kind: str, written: bytes, tmp_path: Path) -> None:
    path = tmp_path / "calibration.json"
    file: Any = json.loads(written)
    if kind in DAMAGES:
        change, expected = DAMAGES[kind]
        file = change(file)
    else:
        key, value, what = TENSOR_DAMAGES[kind]
        file["tensors"]["x"][key] = value
        expected = f'tensor "x": {what}'
    path.write_text(json.dumps(file))
    with pytest.raises(qir.QirError) as refused:
        read_calibration(path)
    assert str(refused.value).startswith(f"{path}: ")
    assert expected in str(refused.value)


@pytest.mark.parametrize("content", [b"", b"\xff", b"[" * 100_000, b"[NaN]", b"1e999", b"9" * 9999])
def test_what_is_no_json_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "calibration.json"
    path.write_bytes(content)
    with pytest.raises(qir.QirError, match=r"is no (JSON|calibration)"):
        read_calibration(path)


def test_a_cut_file_is_refused(written: bytes, tmp_path: Path) -> None:
    path = tmp_path / "calibration.json"
    for end in range(0, len(written) - 2, 7):
        path.write_bytes(written[:end])
        with pytest.raises(qir.QirError, match="is no JSON: line"):
            read_calibration(path)
