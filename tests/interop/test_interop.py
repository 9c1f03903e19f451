"""QIR's text goes to LiteRT's converter and to upstream's mlir-opt, and theirs comes back.

`pytest tests/interop --models FOLDER` sends any other files on the same ways.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from conftest import Tool
from models import drawn_inputs, interpreter, run_on_litert
from structure import differences, structure

INLINE = "--print-weights=inline"
LOCATED = ("--print-debuginfo", INLINE)
QUANTIZE = "--pass=quantize-weights{min-elements=0}"
LEGALIZE = "--pass=legalize-hybrid"

pytestmark = pytest.mark.filterwarnings("ignore")


def test_the_converter_reads_our_text(
    model_path: Path, tmp_path: Path, qopt: Tool, converter: Tool
) -> None:
    text, exported = tmp_path / "model.mlir", tmp_path / "exported.tflite"
    qopt(model_path, *LOCATED, "-o", text)
    converter("export", text, exported)
    assert_same_results(model_path, exported)
    assert interface(model_path) == interface(exported)


@pytest.mark.parametrize("form", ["generic", "pretty"])
def test_their_text_comes_back_unharmed(
    form: str, model_path: Path, tmp_path: Path, qopt: Tool, converter: Tool
) -> None:
    theirs, ours = tmp_path / "theirs.mlir", tmp_path / "ours.mlir"
    converter("print", model_path, theirs, *(["--pretty"] if form == "pretty" else []))
    qopt(theirs, *LOCATED, "-o", ours)
    files = [text.with_suffix(".tflite") for text in (theirs, ours)]
    for text, file in zip((theirs, ours), files, strict=True):
        converter("export", text, file)
    before, after = (file.read_bytes() for file in files)
    assert before == after


def test_their_text_is_quantized(
    model_path: Path, tmp_path: Path, qopt: Tool, converter: Tool, mlir_opt: Tool
) -> None:
    theirs, ours = tmp_path / "theirs.mlir", tmp_path / "ours.mlir"
    converter("print", model_path, theirs)
    qopt(theirs, QUANTIZE, LEGALIZE, *LOCATED, "-o", ours)
    mlir_opt(ours, "-o", tmp_path / "upstream.mlir")
    exported, written = tmp_path / "exported.tflite", tmp_path / "written.tflite"
    converter("export", ours, exported)
    qopt(theirs, QUANTIZE, LEGALIZE, "-o", written)
    assert_same_results(written, exported)


def test_mlir_opt_gives_back_what_it_got(
    model_path: Path, tmp_path: Path, qopt: Tool, mlir_opt: Tool
) -> None:
    text, upstream = tmp_path / "model.mlir", tmp_path / "upstream.mlir"
    qopt(model_path, INLINE, "-o", text)
    mlir_opt(text, "-o", upstream)
    files = [tmp_path / "direct.tflite", tmp_path / "back.tflite"]
    for source, file in zip((model_path, upstream), files, strict=True):
        qopt(source, "-o", file)
    before, after = (structure(file.read_bytes()) for file in files)
    for each in (before, after):
        each["metadata"].sort()  # MLIR keeps dictionaries sorted
    assert not differences(before, after)


def assert_same_results(first: Path, second: Path) -> None:
    """Both compute the same bits, run after run."""
    models = [path.read_bytes() for path in (first, second)]
    inputs = drawn_inputs(models[0])
    for a, b in zip(*(run_on_litert(model, inputs) for model in models), strict=True):
        np.testing.assert_array_equal(a, b)


def interface(path: Path) -> object:
    """Names, shapes and types of inputs and outputs, and the signatures."""
    loaded = interpreter(path.read_bytes())
    details = [*loaded.get_input_details(), *loaded.get_output_details()]
    signatures = loaded.get_signature_list()
    return [(each["name"], tuple(each["shape"]), each["dtype"]) for each in details], {
        key: (sorted(value["inputs"]), sorted(value["outputs"]))
        for key, value in signatures.items()
    }
