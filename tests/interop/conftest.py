"""The other tools, where they are installed, and models that TensorFlow makes."""

from __future__ import annotations

import importlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
ENVIRONMENT = ROOT / "build" / "interop"

Tool = Callable[..., str]
"""Runs with arguments and gives what it prints; fails the test where the tool fails."""


def _run(command: list[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stderr[-2000:]}"
    return done.stdout


@pytest.fixture(scope="session")
def converter() -> Tool:
    """LiteRT's converter: `converter("print", model, text)`, `converter("export", text, model)`."""
    python = ENVIRONMENT / "bin" / "python"
    if not python.exists():
        pytest.skip("LiteRT's converter is not installed; `make interop` sets it up")
    script = str(Path(__file__).with_name("converter.py"))
    return lambda *arguments: _run([str(python), script, *map(str, arguments)])


@pytest.fixture(scope="session")
def mlir_opt() -> Tool:
    """Upstream's mlir-opt, the newest there is."""
    folders = [Path(each) for each in os.environ.get("PATH", "").split(os.pathsep)]
    found = {path.name for each in folders for path in each.glob("mlir-opt*")}
    if not found:
        pytest.skip("mlir-opt is not installed; on Debian, apt install mlir-19-tools has it")
    newest = max(found, key=lambda name: int("0" + re.sub(r"\D", "", name)))
    path = shutil.which(newest)
    assert path
    return lambda *arguments: _run([path, "--allow-unregistered-dialect", *map(str, arguments)])


@pytest.fixture(scope="session")
def qopt() -> Tool:
    """QIR's own command line."""
    return lambda *arguments: _run([sys.executable, "-m", "qir.driver.qopt", *map(str, arguments)])


def _tensorflow() -> tuple[Any, Any]:
    """Keras and TensorFlow, which have no types."""
    return importlib.import_module("keras"), importlib.import_module("tensorflow")


def _dynamic_range() -> bytes:
    """A convolution and a dense layer, quantized by TensorFlow's converter."""
    keras, tf = _tensorflow()
    keras.utils.set_random_seed(1)
    layers = keras.layers
    model = keras.Sequential(
        [
            layers.Input((8, 8, 4), batch_size=1),
            layers.Conv2D(32, 3, activation="relu"),
            layers.Flatten(),
            layers.Dense(8),
        ]
    )
    converter = tf.lite.TFLiteConverter.from_keras_model(model)
    converter.optimizations = [tf.lite.Optimize.DEFAULT]
    return converter.convert()


def _branches() -> bytes:
    """A branch inside a loop, with large constants in both."""
    _, tf = _tensorflow()
    weights = tf.random.stateless_normal((64, 64), seed=(1, 2))

    @tf.function(input_signature=[tf.TensorSpec((1, 64), tf.float32)])
    def run(x: Any) -> Any:
        for _ in tf.range(3):
            x = tf.cond(
                tf.reduce_sum(x) > 0,
                lambda x=x: tf.matmul(x, weights) * 0.1,
                lambda x=x: tf.matmul(x, weights * 0.5),
            )
        return x

    return tf.lite.TFLiteConverter.from_concrete_functions([run.get_concrete_function()]).convert()


def _variables() -> bytes:
    """A running sum, kept in a variable that a function of its own initializes."""
    _, tf = _tensorflow()
    model = tf.Module()
    model.sum = tf.Variable(tf.zeros((1, 64)))
    weights = tf.random.stateless_normal((64, 64), seed=(3, 4))

    @tf.function(input_signature=[tf.TensorSpec((1, 64), tf.float32)])
    def run(x: Any) -> Any:
        model.sum.assign_add(tf.matmul(x, weights))
        return {"total": model.sum.read_value()}

    concrete = [run.get_concrete_function()]
    converter = tf.lite.TFLiteConverter.from_concrete_functions(concrete, model)
    converter.experimental_enable_resource_variables = True
    return converter.convert()


MADE = {"dynamic_range": _dynamic_range, "branches": _branches, "variables": _variables}
_made: dict[str, bytes] = {}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test of a `model_path` runs on the bundled models, on those of --models and on ours."""
    if "model_path" in metafunc.fixturenames:
        given: list[Path] = metafunc.config.getoption("--models") or []
        folders = [ROOT / "examples" / "mnist", *given]
        paths = [path for folder in folders for path in sorted(folder.rglob("*.tflite"))]
        cases = [*paths, *MADE]
        ids = [case if isinstance(case, str) else case.stem for case in cases]
        metafunc.parametrize("model_path", cases, ids=ids, indirect=True)


@pytest.fixture
def model_path(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A .tflite file."""
    if isinstance(request.param, Path):
        return request.param
    pytest.importorskip("tensorflow", reason="TensorFlow is not installed")
    if request.param not in _made:
        _made[request.param] = MADE[request.param]()
    path = tmp_path / f"{request.param}.tflite"
    path.write_bytes(_made[request.param])
    return path
