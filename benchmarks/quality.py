"""Hold the size and accuracy of QIR's files to those of TensorFlow and litert-quantizer.

    python benchmarks/quality.py examples/mnist/*.tflite build/models/resnet50_v2.tflite

For each float model, scheme and runtime: the bytes of each compiler's file, and its SQNR in
decibels against the float model on the same runtime, that of the output which has the least. Inputs
are drawn, the same in each run; states carry on from one to the next, as in a stream. A model of
examples/mnist reads the test digits instead, each from its first state, and has an accuracy.

A row passes in size where `qir` is no larger than any peer, and in SQNR where it is at most 0.5 dB
under each peer that compresses alike: one whose file is over 1.1 times as large paid for accuracy
with size. Exit code 1 where a row fails.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import tempfile
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import host
import numpy as np
import quantizers
from quantizers import SCHEMES, Absent
from rich.console import Console
from rich.table import Table

from qir.diagnostics import QirError
from qir.driver.litert import invoke, new_runtime
from qir.frontends.tflite import read_tflite
from qir.interp.comparison import entry_function
from qir.interp.inputs import draw_inputs
from qir.numerics.difference import Difference

sys.path.append(str(Path(__file__).parents[1] / "tests"))
from models import EXAMPLES, digits

RUNTIMES = ("litert-xnnpack", "litert-builtin")
"""Also the targets that `qir` compiles for."""
COMPILERS = ("qir", "tensorflow", "litert-quantizer")
MARGIN = 0.5
"""By how many decibels QIR may be under a peer."""
COMPARABLE = 1.1
"""How many times as large as QIR's a file may be for its SQNR to count."""
Arrays = list[np.ndarray[Any, Any]]


@dataclass(frozen=True)
class Samples:
    """Inputs of a model, and what class each is of, where they are labelled."""

    inputs: list[Arrays]
    labels: np.ndarray[Any, Any] | None = None

    @classmethod
    def of(cls, model: Path, count: int) -> Samples:
        if model.resolve().parent == EXAMPLES.resolve():
            images, labels = digits()
            return cls([[image[np.newaxis]] for image in images], labels)
        function = entry_function(read_tflite(model))
        return cls([draw_inputs(function, seed) for seed in range(count)])


def run(model: Path, inputs: list[Arrays], xnnpack: bool, anew: bool) -> list[Arrays]:
    """The outputs of a model; `anew`: each time from its first state."""
    runtime = new_runtime(model.read_bytes(), xnnpack=xnnpack)
    found: list[Arrays] = []
    for arrays in inputs:
        if anew and found:
            runtime.reset_all_variables()
        invoke(runtime, arrays)
        ends = runtime.get_output_details()
        found.append([runtime.get_tensor(end["index"]) for end in ends])
    return found


def run_alone(model: Path, samples: Samples, runtime: str) -> list[Arrays]:
    """What `run` gives in a process of its own, since a file may crash the runtime."""
    xnnpack, anew = runtime != "litert-builtin", samples.labels is not None
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        try:
            return pool.submit(run, model, samples.inputs, xnnpack, anew).result()
        except (QirError, BrokenProcessPool) as error:
            raise Absent(f"{model.name} cannot be run: {error}") from error


def sqnr(expected: list[Arrays], found: list[Arrays]) -> float:
    """Of the output that has the least, over all samples."""
    differences = [Difference() for _ in expected[0]]
    for pair in zip(expected, found, strict=True):
        for difference, *arrays in zip(differences, *pair, strict=True):
            difference.add(*arrays)
    return min(difference.sqnr for difference in differences)


def accuracy(found: list[Arrays], samples: Samples) -> float | None:
    """Percent of the samples whose class has the largest output."""
    if samples.labels is None:
        return None
    classes = [outputs[0].argmax() for outputs in found]
    return 100 * float(np.mean(classes == samples.labels))


@dataclass(frozen=True)
class Quality:
    """One file on one runtime: bytes, SQNR in decibels, percent of labels it got right."""

    bytes: int
    sqnr: float
    accuracy: float | None


@dataclass
class Row:
    """One float model, scheme and runtime: what each compiler makes of it, or why nothing."""

    model: str
    scheme: str
    runtime: str
    original: Quality
    files: dict[str, Quality] = field(default_factory=dict[str, Quality])
    absent: dict[str, str] = field(default_factory=dict[str, str])

    @property
    def peers(self) -> list[Quality]:
        return [quality for name, quality in self.files.items() if name != "qir"]

    @property
    def size_passes(self) -> bool:
        own = self.files.get("qir")
        return own is not None and all(own.bytes <= peer.bytes for peer in self.peers)

    @property
    def sqnr_passes(self) -> bool:
        own = self.files.get("qir")
        return own is not None and all(
            own.sqnr >= peer.sqnr - MARGIN
            for peer in self.peers
            if peer.bytes <= COMPARABLE * own.bytes
        )

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON, which has no infinity: null."""
        plain = asdict(self) | {"size_passes": self.size_passes, "sqnr_passes": self.sqnr_passes}
        for quality in (plain["original"], *plain["files"].values()):
            quality["sqnr"] = quality["sqnr"] if math.isfinite(quality["sqnr"]) else None
        return plain

    def cells(self) -> list[str]:
        files = [self.files.get(name) for name in COMPILERS]
        rights = [self.original.accuracy, *(each and each.accuracy for each in files)]
        return [
            self.model,
            f"{self.original.bytes:,}",
            *(f"{each.bytes:,}" if each else "absent" for each in files),
            "pass" if self.size_passes else "FAIL",
            *(f"{each.sqnr:.1f}" if each else "" for each in files),
            "pass" if self.sqnr_passes else "FAIL",
            "" if rights[0] is None else " ".join("-" if r is None else f"{r:.2f}" for r in rights),
        ]


def measure(model: Path, name: str, runtime: str, samples: Samples, expected: list[Arrays]) -> Row:
    """One row, given what the float model computes."""
    scheme = SCHEMES[name]
    original = Quality(model.stat().st_size, math.inf, accuracy(expected, samples))
    row = Row(f"{model.parent.name}/{model.stem}", name, runtime, original)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        makers: tuple[Callable[[], Path], ...] = (
            lambda: quantizers.run(quantizers.qir(model, folder, runtime, scheme)),
            lambda: quantizers.tensorflow(model, scheme),
            lambda: quantizers.run(quantizers.litert_quantizer(model, folder, scheme)),
        )
        for compiler, make in zip(COMPILERS, makers, strict=True):
            try:
                file = make()
                found = run_alone(file, samples, runtime)
            except Absent as absent:
                row.absent[compiler] = str(absent)
                continue
            size, right = file.stat().st_size, accuracy(found, samples)
            row.files[compiler] = Quality(size, sqnr(expected, found), right)
    return row


def table(title: str, rows: Iterable[Row]) -> Table:
    table = Table(title=title, title_justify="left")
    table.add_column("model", no_wrap=True)
    sizes = ("float bytes", *COMPILERS, "size", *(f"{name} dB" for name in COMPILERS), "SQNR")
    for column in (*sizes, "% right"):
        table.add_column(column, justify="right", no_wrap=column == "% right")
    for row in rows:
        table.add_row(*row.cells())
    return table


def main() -> None:
    parser = argparse.ArgumentParser(description="Compare size and accuracy of quantized files.")
    parser.add_argument("models", type=Path, nargs="+", metavar="MODEL.tflite")
    choice = {"action": "append", "help": "may be given repeatedly"}
    parser.add_argument("--scheme", choices=SCHEMES, **choice)
    parser.add_argument("--runtime", choices=RUNTIMES, **choice)
    parser.add_argument("--samples", type=int, default=16, help="how many to draw")
    parser.add_argument("--json", type=Path, metavar="FILE")
    args = parser.parse_args()
    console = Console(width=None if sys.stdout.isatty() else 170)
    versions = ", ".join(
        f"{name} {version(name)}" for name in ("ai-edge-litert", "litert-quantizer")
    )
    console.print(f"{host.describe()}\n{versions}", highlight=False)
    schemes: list[str] = args.scheme or [
        name for name, each in SCHEMES.items() if each.qir is not None
    ]
    rows: list[Row] = []
    for model in args.models:
        console.print(f"measuring {model} ...", highlight=False)
        samples = Samples.of(model, args.samples)
        for runtime in args.runtime or RUNTIMES:
            expected = run_alone(model, samples, runtime)
            rows += (measure(model, name, runtime, samples, expected) for name in schemes)
    for runtime, scheme in sorted({(row.runtime, row.scheme) for row in rows}):
        chosen = [row for row in rows if (row.runtime, row.scheme) == (runtime, scheme)]
        console.print(table(f"{scheme} on {runtime}", chosen))
        missing: dict[str, list[str]] = {}
        for row in chosen:
            for name, reason in row.absent.items():
                missing.setdefault(f"{name} is absent: {reason}", []).append(row.model)
        for reason, models in missing.items():
            console.print(f"{', '.join(models)}: {reason}", markup=False, highlight=False)
    passed = sum(row.size_passes and row.sqnr_passes for row in rows)
    console.print(f"{passed} of {len(rows)} rows pass")
    if args.json:
        setting = {"host": host.describe(), "versions": versions, "samples": args.samples}
        figures = [row.to_dict() for row in rows]
        args.json.write_text(json.dumps(setting | {"rows": figures}, indent=2) + "\n")
    sys.exit(passed < len(rows))


if __name__ == "__main__":
    main()
