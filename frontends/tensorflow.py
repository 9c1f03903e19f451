"""SavedModel and Keras to float `.tflite`, by TensorFlow's own converter in a child process.

The child keeps TensorFlow's memory, threads and logs out of the compiler's process; its logs are
shown only when it fails. Run as a program, this module is that child.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
from pathlib import Path
from typing import Any

from qir.diagnostics import QirError

EXTENSIONS = (".keras", ".h5")
GRAPH = "saved_model.pb"


def is_saved_model(path: Path) -> bool:
    """A directory that holds a TensorFlow SavedModel."""
    return path.is_dir() and (path / GRAPH).is_file()


def saved_model_to_tflite(path: Path) -> bytes:
    """Float `.tflite` bytes of a SavedModel directory or a Keras file.

    Raises QirError where TensorFlow is missing or cannot convert the model; its log is in
    `details`.
    """
    import subprocess
    import tempfile

    _require_tensorflow(str(path))
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "model.tflite"
        child = subprocess.run(
            [sys.executable, "-m", __name__, str(path.resolve()), str(output)],
            capture_output=True,
            text=True,
            errors="replace",
        )
        if child.returncode or not output.is_file():
            reason = _last_error(child.stderr)
            message = f"{path}: TensorFlow cannot convert the model: {reason}"
            raise QirError(message, details=child.stderr)
        return output.read_bytes()


def keras_model_to_tflite(model: Any) -> bytes:
    """Float `.tflite` bytes of a Keras model object; raises QirError as above."""
    import tempfile

    _require_tensorflow("a Keras model")
    with tempfile.TemporaryDirectory() as folder:
        model.export(folder, format="tf_saved_model", verbose=False)
        return saved_model_to_tflite(Path(folder))


def _require_tensorflow(what: str) -> None:
    if importlib.util.find_spec("tensorflow") is None:
        raise QirError(
            f"{what}: needs TensorFlow to be read; install it with: pip install 'qir[tensorflow]'"
        )


def _last_error(log: str) -> str:
    lines = [line.strip() for line in log.splitlines() if line.strip()]
    errors = [line for line in lines if "Error: " in line]
    return (errors or lines or ["no reason given"])[-1]


def _convert(source: Path, output: Path) -> None:
    tf: Any = importlib.import_module("tensorflow")
    if source.is_dir():
        converter = tf.lite.TFLiteConverter.from_saved_model(str(source))
    else:
        model = tf.keras.models.load_model(source)
        converter = tf.lite.TFLiteConverter.from_keras_model(model)
    output.write_bytes(converter.convert())


if __name__ == "__main__":
    _convert(Path(sys.argv[1]), Path(sys.argv[2]))
