"""Fixtures shared by the tests, and the settings they run under."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import pytest
from command_lines import Tool
from hypothesis import HealthCheck, settings

EXAMPLES = Path(__file__).parents[1] / "examples" / "mnist"

# Checks of every change try the same examples each time; a developer's runs try new ones.
settings.register_profile(
    "qir",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    print_blob=True,
    derandomize="CI" in os.environ,
)
settings.load_profile("qir")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--models",
        action="append",
        type=Path,
        default=[],
        metavar="FOLDER",
        help="more .tflite files for the tests that run on every model at hand",
    )


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test once for each model in examples/mnist if it asks for a `bundled_model`.

    One that asks for `any_model` gets the files of --models as well.
    """
    wanted = {"bundled_model", "any_model"}.intersection(metafunc.fixturenames)
    if not wanted:
        return
    bundled = sorted(EXAMPLES.glob("*.tflite"))
    if not bundled:
        raise pytest.UsageError(f"no model in {EXAMPLES}; expected those train.py makes")
    folders: Sequence[Path] = metafunc.config.getoption("--models") or ()
    more = sorted(file for folder in folders for file in folder.rglob("*.tflite"))
    for name, paths in (("bundled_model", bundled), ("any_model", [*bundled, *more])):
        if name in wanted:
            metafunc.parametrize(name, paths, ids=[path.stem for path in paths])


@pytest.fixture(scope="session")
def dense_model() -> bytes:
    """One FULLY_CONNECTED layer of 64 x 32 weights, and a SOFTMAX."""
    from models import dense_model as build

    return build()


@pytest.fixture
def dense_path(dense_model: bytes, tmp_path: Path) -> Path:
    """The same as a file."""
    path = tmp_path / "dense.tflite"
    path.write_bytes(dense_model)
    return path


@pytest.fixture
def qir_tool(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Tool:
    return Tool(monkeypatch, capfd, "qir")


@pytest.fixture
def qopt_tool(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Tool:
    return Tool(monkeypatch, capfd, "qopt")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "work"
    path.mkdir()
    return path
