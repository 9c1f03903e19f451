"""Fixtures shared by the tests, and the settings they run under."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
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


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test with the argument `bundled_model` runs once for each model in examples/mnist."""
    if "bundled_model" in metafunc.fixturenames:
        paths = sorted(EXAMPLES.glob("*.tflite"))
        if not paths:
            raise pytest.UsageError(f"no model in {EXAMPLES}; expected those train.py makes")
        metafunc.parametrize("bundled_model", paths, ids=[path.stem for path in paths])


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
