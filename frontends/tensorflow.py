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
MODULE = "qir.frontends.tensorflow"
REASON = "qir: reason: "
MAX_REASON = 300


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
            [sys.executable, "-P", "-m", MODULE, str(path.resolve()), str(output)],
            capture_output=True,
            text=True,
            errors="replace",
        )
        if child.returncode or not output.is_file():
            log, _, reason = child.stderr.rpartition(REASON)
            reason = reason.strip() or f"its converter ended with exit code {child.returncode}"
            message = f"{path}: TensorFlow cannot convert the model: {reason}"
            raise QirError(message, details=log or child.stderr)
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


def _convert(source: Path, output: Path) -> None:
    tf: Any = importlib.import_module("tensorflow")
    if source.is_dir():
        converter = tf.lite.TFLiteConverter.from_saved_model(str(source))
    else:
        model = tf.keras.models.load_model(source)
        converter = tf.lite.TFLiteConverter.from_keras_model(model)
    output.write_bytes(converter.convert())


def _main() -> None:
    """The child: its last words on stderr are the reason why it failed, in one line."""
    try:
        _convert(Path(sys.argv[1]), Path(sys.argv[2]))
    except Exception as error:
        text = " ".join(str(error).split())
        sys.exit(f"{REASON}{type(error).__name__}: {text[:MAX_REASON]}")


if __name__ == "__main__":
    _main()
