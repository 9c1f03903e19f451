"""What a compilation is written to: a `.tflite` file, or a folder of C."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from xdsl.dialects.builtin import ModuleOp

from qir.backends.c.interface import entry_of
from qir.backends.c.modes import Weights
from qir.backends.c.writer import Generated, c_folder, check_name, emit_c, measure_c
from qir.backends.tflite.writer import emit_tflite
from qir.diagnostics import QirError
from qir.driver.compilation import Compilation
from qir.driver.progress import Progress
from qir.driver.report import CReport, Report
from qir.driver.sources import tflite_size
from qir.files import is_special, write_atomically
from qir.passes.memory.picture import memory_picture, memory_summary
from qir.targets import find_target

FILE_SUFFIXES = (".tflite", ".mlir", ".json", ".c", ".h", ".zip")
"""Of what is meant to be a file."""


class Output(Protocol):
    """`open` gives what `write` writes to, which appears when its block succeeds."""

    def open(self) -> AbstractContextManager[Any]: ...

    def write(self, compilation: Compilation, sink: Any, progress: Progress) -> Report: ...


@dataclass(frozen=True)
class TfliteFile:
    """A file for LiteRT."""

    path: Path

    def __post_init__(self) -> None:
        if self.path.suffix != ".tflite" and not is_special(self.path):
            suffix = self.path.suffix
            raise QirError(f"{self.path}: unknown kind of output {suffix!r}; expected .tflite")

    def open(self) -> AbstractContextManager[Any]:
        return write_atomically(self.path)

    def write(self, compilation: Compilation, sink: Any, progress: Progress) -> Report:
        size = emit_tflite(compilation.module, sink, progress.count)
        return compilation.report(size)


@dataclass(frozen=True)
class CFolder:
    """A folder of C files, whose identifiers begin with `name`."""

    path: Path
    weights: Weights
    name: str

    def __post_init__(self) -> None:
        check_name(self.name)
        check_folder(self.path)

    def open(self) -> AbstractContextManager[Any]:
        return c_folder(self.path)

    def write(self, compilation: Compilation, sink: Any, progress: Progress) -> Report:
        report = compilation.report(0)
        compilation.lower()
        made = emit_c(compilation.module, sink, name=self.name, weights=self.weights)
        return compilation.with_c(report, c_report(compilation.module, made))


def explained(compilation: Compilation) -> Report:
    """The report of a compilation of which nothing is written, with all ops and constants."""
    if not compilation.target.is_c:
        return compilation.report(tflite_size(compilation.module), every=True)
    report = compilation.report(0, every=True)
    compilation.lower()
    return compilation.with_c(report, c_report(compilation.module, measure_c(compilation.module)))


def output_of(path: Path, target: str, weights: str | None, name: str | None) -> Output:
    """The output of a target. Raises QirError where it cannot have this path or these options."""
    if find_target(target).is_c:
        return CFolder(path, weights_mode(weights or Weights.C.value), name or "model")
    for option, value in (("weights", weights), ("name", name)):
        if value is not None:
            raise QirError(f"--{option} {value}: {target} is no C; expected a --target that is")
    return TfliteFile(path)


def weights_mode(text: str) -> Weights:
    """Raises QirError where there is none of a name."""
    if text not in list(Weights):
        raise QirError(f"no weights {text!r}; expected one of {', '.join(Weights)}")
    return Weights(text)


def check_folder(path: Path) -> None:
    """Raise QirError where a path is that of a file."""
    if path.suffix in FILE_SUFFIXES or (path.exists() and not path.is_dir()):
        raise QirError(f"{path}: is a file; C is several: name a folder, as -o out")


def c_report(module: ModuleOp, made: Generated) -> CReport:
    """Of a module whose memory is planned."""
    memory = memory_summary(entry_of(module))
    return CReport(memory.arena, memory.lower_bound, memory.states, made.weight_bytes, made.files)


def arena_picture(compilation: Compilation) -> str:
    """The arena over time, as SVG, of a model that became C."""
    return memory_picture(entry_of(compilation.module))
