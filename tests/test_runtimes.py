"""Which runtime has which operator: the table, and files that say what they need."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command_lines import Tool
from models import Model, schema

import qir
from qir.dialects.quant import PER_TENSOR, UniformType
from qir.dialects.tfl import op_class
from qir.frontends.tflite import read_tflite
from qir.passes.quantization.constants import STORAGES
from qir.runtimes import (
    first_runtime,
    is_since,
    latest_release,
    needed,
    needed_runtime,
    parse_release,
)
from qir.targets import DEQUANTIZE_VERSIONS, TARGETS, copy_version, dequantize_version
from qir.tflite_format import schema as format

EXAMPLES = Path(__file__).parent.parent / "examples" / "mnist"
TABLE = json.loads((Path(format.__file__).parent / "runtime_versions.json").read_text())


# --- the table ---------------------------------------------------------------------------------


def test_every_row_is_of_an_operator_and_later_versions_came_later() -> None:
    names = {operator.name for operator in format.operators()}
    for name, versions in TABLE["operators"].items():
        assert name in names
        releases = [parse_release(first) for first in versions.values()]
        assert releases == sorted(releases)
        assert list(map(int, versions)) == sorted(map(int, versions))


@pytest.mark.parametrize("target", TARGETS)
def test_what_targets_write_is_known(target: str) -> None:
    for name, kernel in TARGETS[target].hybrid.items():
        op = op_class(name).create(result_types=[], properties={})
        for storage in STORAGES.values():
            for axis in (0, PER_TENSOR):
                type = UniformType.get(storage, [1.0], [0], axis)
                for asymmetric in (False, True):
                    if name == "TRANSPOSE_CONV":
                        continue
                    version = kernel.version_for(op, type, asymmetric=asymmetric)
                    first = first_runtime(name, version)
                    assert first is not None
                    assert parse_release(first) <= parse_release(latest_release())
                assert first_runtime("DEQUANTIZE", dequantize_version(type))
                assert first_runtime("GATHER", copy_version(type))
    assert all(first_runtime("DEQUANTIZE", each) for each in DEQUANTIZE_VERSIONS.values())
    assert all(first_runtime("TRANSPOSE_CONV", each) for each in (2, 3, 4))


@pytest.mark.parametrize(
    ("operator", "version", "release", "expected"),
    [
        ("FULLY_CONNECTED", 12, "2.17", True),
        ("FULLY_CONNECTED", 12, "2.16.9", False),
        ("FULLY_CONNECTED", 12, "2.9.0", False),
        ("FULLY_CONNECTED", 99, "2.99.0", False),
        ("BROADCAST_TO", 1, "2.4.0", False),
        ("BROADCAST_TO", 1, "2.5.0", True),
        ("CUSTOM", 7, "1.5.0", True),
    ],
)
def test_what_a_release_has(operator: str, version: int, release: str, expected: bool) -> None:
    assert is_since(operator, version, release) is expected


def test_needs_in_words() -> None:
    assert needed("GATHER", 7) == "GATHER of version 7 needs runtime 2.15.0"
    assert needed("GATHER", 8) == "GATHER of version 8 needs runtime 2.23.0, which is not released"
    assert needed("GATHER", 9).endswith("needs a later runtime than any that is known")


@pytest.mark.parametrize("text", ["2", "2.x", "v2.1", "2.1.0-rc1", "", "2.1.0.0"])
def test_no_releases(text: str) -> None:
    with pytest.raises(qir.QirError, match=f"no runtime version '{text}'; expected as 2.13.0"):
        parse_release(text)


# --- files -------------------------------------------------------------------------------------


def stated(model: bytes) -> str:
    """What a file says that it needs."""
    import qir.tflite_format.reader as reader

    found = reader.read_model(memoryview(model))
    entries = {entry.name: entry.buffer for entry in found.metadata or ()}
    content = bytes(found.buffers[entries["min_runtime_version"]].data)
    assert len(content) == 16
    return content.rstrip(b"\0").decode()


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.tflite")), ids=lambda path: path.stem)
def test_the_table_says_what_the_converter_said(path: Path) -> None:
    assert needed_runtime(read_tflite(path)) == stated(path.read_bytes())


@pytest.mark.parametrize(
    ("options", "release"),
    [
        ({}, "2.17.0"),
        ({"scheme": "int8-tensor"}, "2.3.0"),
        ({"scheme": "int8-weight-only"}, "2.7.0"),
        ({"scheme": "int2"}, "2.21.0"),
        ({"min_runtime": "2.13.0"}, "2.7.0"),
        ({"min_runtime": "2.5.0"}, "2.4.0"),
        ({"min_runtime": "2.0.0"}, "1.5.0"),
        ({"min_runtime": "1.14.0", "scheme": "int8-tensor"}, "1.14.0"),
    ],
)
def test_what_a_file_says_is_true(options: dict[str, str], release: str) -> None:
    result = qir.quantize(EXAMPLES / "cnn.tflite", **options)  # pyright: ignore
    assert stated(result.model) == result.report.min_runtime == release
    again = qir.quantize(result.model, **options)  # pyright: ignore
    assert again.model == result.model


def test_metadata_that_is_no_text_is_kept() -> None:
    model = Model()
    graph = model.graph()
    x, y = graph.input("x", [2]), graph.tensor("y", [2])
    graph.op("RELU", [x], [y])
    graph.returns(y)
    model.metadata("large", bytes(5000))
    model.metadata("min_runtime_version", b"9.9.9" + bytes(11))
    result = qir.quantize(model.to_bytes())
    assert stated(result.model) == first_runtime("RELU", 1)


def test_a_file_that_says_nothing_still_says_nothing(dense_model: bytes) -> None:
    result = qir.quantize(dense_model)
    assert result.report.min_runtime == "2.17.0"
    assert b"min_runtime_version" not in result.model


def test_an_op_of_the_model_that_is_younger_is_refused(folder: Path, qir_tool: Tool) -> None:
    model = Model()
    graph = model.graph()
    x, y = graph.input("x", [2]), graph.tensor("y", [2])
    graph.op("SIGN", [x], [y], schema.SignOptionsT())
    graph.returns(y)
    path = folder / "sign.tflite"
    path.write_bytes(model.to_bytes())
    found = qir_tool.refuses(
        "quantize", path, "-o", folder / "out.tflite", "--min-runtime", "2.10.0"
    )
    assert found == (
        '@main op 0 tfl.sign "y": SIGN of version 1 needs runtime 2.11.0; min-runtime is 2.10.0'
    )
    message = qir_tool.refuses("quantize", path, "-o", folder / "o.tflite", "--min-runtime", "new")
    assert message == "no runtime version 'new'; expected as 2.13.0"
