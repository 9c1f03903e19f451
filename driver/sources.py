"""From what a user names to a module: the frontend is chosen by the kind of file."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from xdsl.dialects.builtin import ModuleOp

from qir.backends.tflite.writer import emit_tflite
from qir.context import QirContext
from qir.diagnostics import QirError
from qir.frontends import tensorflow, tflite

MLIR_EXTENSIONS = (".mlir",)


@dataclass(frozen=True, slots=True)
class Source:
    """A model read into the IR, and the size in bytes of its float file."""

    name: str
    module: ModuleOp
    size: int


def read_model(path: Path, ctx: QirContext) -> Source:
    """The module of a `.tflite`, `.mlir`, `.keras` or `.h5` file or a SavedModel directory.

    Raises QirError where there is no such file, or none that a frontend can read.
    """
    if not path.exists():
        raise QirError(f"{path}: no such file or directory")
    if tensorflow.is_saved_model(path) or path.suffix in tensorflow.EXTENSIONS:
        return read_bytes(tensorflow.saved_model_to_tflite(path), str(path))
    if path.is_dir():
        raise QirError(f"{path}: is a directory without a {tensorflow.GRAPH}; expected a model")
    if path.suffix in tflite.EXTENSIONS:
        return Source(str(path), tflite.read_tflite(path), path.stat().st_size)
    if path.suffix in MLIR_EXTENSIONS:
        # The parser is a third of the compiler's start-up, and most models need none.
        from qir.frontends import mlir

        module = mlir.read_mlir(path, ctx)
        return Source(str(path), module, tflite_size(module))
    known = ", ".join((*tflite.EXTENSIONS, *MLIR_EXTENSIONS, *tensorflow.EXTENSIONS))
    raise QirError(
        f"{path}: unknown kind of model {path.suffix!r}; expected {known} or a SavedModel directory"
    )


def tflite_size(module: ModuleOp) -> int:
    """Bytes of the file that a module makes."""
    with open(os.devnull, "wb") as sink:
        return emit_tflite(module, sink)


def read_bytes(model: bytes, name: str = "model") -> Source:
    """The module of a `.tflite` file's bytes."""
    return Source(name, tflite.read_tflite(model), len(model))
