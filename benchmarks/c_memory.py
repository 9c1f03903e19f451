"""Measure what generated C takes: RAM, flash and time to compile, beside TFLite Micro.

For each float model, as it is and as `qir quantize` makes it: the arena, the least that any plan of
these calls takes, what the caller brings, and TFLite Micro's arena for the same file. That one has
inputs and outputs in it, ours are the caller's; so the ratio is printed without them and with.

    python benchmarks/c_memory.py examples/mnist/*.tflite build/models/resnet50_v2.tflite

The exit code is 1 where one of `LIMITS` does not hold. TFLite Micro is run by the Python that
`--tflm-python` names, by default this one.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import host
import numpy as np
from rich.console import Console
from rich.table import Table

import qir
from qir.backends.c.compiled import DTYPES
from qir.backends.c.description import read_description
from qir.backends.c.writer import write_c
from qir.context import QirContext
from qir.driver.outputs import c_report
from qir.driver.pipelines import c_steps, run
from qir.driver.report import CReport
from qir.frontends.tflite import read_tflite
from qir.targets import C_TARGET, C_TARGETS, find_machine, find_target

ARM = "arm-none-eabi-gcc"
ON_ARM = (
    *("-Os", "-ffunction-sections", "-fdata-sections", "-nostartfiles"),
    *("-Wl,--gc-sections", "-Wl,--entry=model_invoke", "-Wl,--undefined=model_reset"),
)
"""A program of the model alone."""
TARGETS = [name for name in C_TARGETS if name == C_TARGET or "cortex" in name]
TARGET = "c:cortex-m4"
"""For which C for any machine is compiled, too."""
HINTS = {
    "tflite-micro": "pip install tflite-micro, here or for --tflm-python",
    ARM: "on Debian: apt install gcc-arm-none-eabi libnewlib-arm-none-eabi",
}
TFLM = """\
import sys
try:
    from tflite_micro.python.tflite_micro import runtime
except ImportError:
    sys.exit(77)
runtime.Interpreter.from_file(sys.argv[1], arena_size=1 << 30).print_allocations()
"""
IS_MISSING = 77
TOTAL = re.compile(r"Arena allocation total (\d+) bytes")
REFUSED = "refused"
SMALL = "cnn"
"""The bundled CNN, of which most is asked."""


@dataclasses.dataclass(frozen=True)
class Figures:
    """Of one form of one model; bytes, but for `compile_seconds`.

    `arena`: with states. `bound`: the least that any arena of the same calls has. `caller`: the
    inputs and outputs, which lie outside of it. `tflm`: TFLite Micro's arena, inputs and outputs
    included, or "refused". `code`: of the model linked for a Cortex-M, but for its weights. None
    where the tool that tells is missing.
    """

    model: str
    form: str
    arena: int
    bound: int
    states: int
    caller: int
    weights: int
    tflm: int | str | None
    code: int | None
    compile_seconds: float | None

    def to_tflm(self, more: int = 0) -> float | None:
        """The arena, and bytes beside it, over TFLite Micro's."""
        return (self.arena + more) / self.tflm if isinstance(self.tflm, int) else None


@dataclasses.dataclass(frozen=True)
class Limit:
    """What a figure may be at most, of which it is asked."""

    name: str
    most: float
    figure: Callable[[Figures], float | None]
    concerns: Callable[[Figures], bool] = lambda _: True


LIMITS = (
    Limit("arena / bound", 1.02, lambda f: f.arena / f.bound if f.bound else 1.0),
    Limit(
        f"arena / TFLite Micro's, float {SMALL}",
        0.75,
        Figures.to_tflm,
        lambda f: (f.model, f.form) == (SMALL, "float"),
    ),
    Limit(
        f"bytes of code, hybrid {SMALL}",
        10 * 1024,
        lambda f: f.code,
        lambda f: (f.model, f.form) == (SMALL, "hybrid"),
    ),
    Limit(
        "seconds to compile 27 MB or less",
        10.0,
        lambda f: f.compile_seconds,
        lambda f: f.weights <= 27e6,
    ),
)


class Tools:
    """Runs compilers and TFLite Micro, and knows which of them were missing."""

    def __init__(self, tflm_python: str, target: str) -> None:
        self.tflm_python = tflm_python
        machine = find_machine(TARGET if target == C_TARGET else target)
        self.compiler = ARM, "-mthumb", *machine.flags
        self.missing = set[str]() if shutil.which(ARM) else {ARM}

    def tflm(self, model: Path) -> int | str | None:
        """TFLite Micro's arena for a file, or that it refuses it; it prints from C++."""
        ran = subprocess.run(
            [self.tflm_python, "-c", TFLM, str(model)], capture_output=True, text=True, check=False
        )
        if ran.returncode == IS_MISSING:
            self.missing.add("tflite-micro")
            return None
        found = TOTAL.search(ran.stdout + ran.stderr)
        return int(found[1]) if found and not ran.returncode else REFUSED

    def code(self, folder: Path, weights: int) -> int | None:
        """What is in flash beside weights: functions, tables and what they call of
        the compiler's libraries."""
        if ARM in self.missing:
            return None
        _compile(folder, *self.compiler, *ON_ARM, "model.c", "weights.c", "-o", "arm")
        size = [ARM.replace("gcc", "size"), str(folder / "arm")]
        ran = subprocess.run(size, capture_output=True, text=True, check=True)
        text, data, _ = map(int, ran.stdout.splitlines()[1].split()[:3])
        return text + data - weights

    def compile_seconds(self, folder: Path) -> float | None:
        """Of the model and its weights."""
        if ARM in self.missing:
            return None
        start = time.perf_counter()
        _compile(folder, *self.compiler, "-O2", "-std=c99", "-c", "model.c", "weights.c")
        return round(time.perf_counter() - start, 3)


def _compile(folder: Path, *command: str) -> None:
    ran = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if ran.returncode:
        raise SystemExit(f"{' '.join(command)}\n{ran.stderr}")


def float_form(model: Path, target: str, folder: Path, tools: Tools) -> Figures:
    module = read_tflite(model)
    run(c_steps(find_target(target)), module, QirContext(), name=model.name)
    made = write_c(module, folder)
    return figures(model.stem, "float", c_report(module, made), folder, tools, model)


def hybrid_form(model: Path, target: str, folder: Path, tools: Tools) -> Figures:
    """The file that TFLite Micro gets is that for LiteRT."""
    report = qir.quantize(model, target=target, folder=folder).report.c
    assert report is not None
    file = folder / "model.tflite"
    file.write_bytes(qir.quantize(model).model)
    return figures(model.stem, "hybrid", report, folder, tools, file)


def figures(
    name: str, form: str, report: CReport, folder: Path, tools: Tools, file: Path
) -> Figures:
    interface = read_description(folder).interface
    sizes = [
        int(np.prod(tensor.shape, dtype=np.int64)) * np.dtype(DTYPES[tensor.elements]).itemsize
        for tensor in (*interface.inputs, *interface.outputs)
    ]
    return Figures(
        model=name,
        form=form,
        arena=report.arena_bytes,
        bound=report.lower_bound,
        states=report.state_bytes,
        caller=sum(sizes),
        weights=report.weight_bytes,
        tflm=tools.tflm(file),
        code=tools.code(folder, report.weight_bytes),
        compile_seconds=tools.compile_seconds(folder),
    )


def table(found: list[Figures]) -> Table:
    table = Table()
    table.add_column("model", no_wrap=True)
    columns = "form", "arena", "/ bound", "in, out", "weights", "TFLM", "ratio", "with in, out"
    for column in (*columns, "code", "gcc s"):
        table.add_column(column, justify="right", no_wrap=True)
    for each in found:
        table.add_row(
            each.model,
            each.form,
            _shown(each.arena),
            f"{each.arena / each.bound if each.bound else 1:.3f}",
            _shown(each.caller),
            _shown(each.weights),
            _shown(each.tflm),
            _shown(each.to_tflm()),
            _shown(each.to_tflm(each.caller)),
            _shown(each.code),
            _shown(each.compile_seconds),
        )
    return table


def _shown(value: float | str | None) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    return f"{value:,}" if isinstance(value, int) else f"{value:.2f}"


def failures(found: list[Figures]) -> list[str]:
    """What is over a limit; a figure that is missing is not."""
    return [
        f"{each.model}, {each.form}: {limit.name} is {_shown(value)}; at most {limit.most:,}"
        for limit in LIMITS
        for each in found
        if limit.concerns(each) and (value := limit.figure(each)) is not None and value > limit.most
    ]


FORMS: Mapping[str, Callable[[Path, str, Path, Tools], Figures]] = {
    "float": float_form,
    "hybrid": hybrid_form,
}


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure what generated C takes.")
    parser.add_argument("models", type=Path, nargs="+", metavar="MODEL.tflite")
    parser.add_argument("--target", choices=TARGETS, default=TARGET)
    parser.add_argument("--form", choices=FORMS, action="append", help="by default both")
    parser.add_argument("--tflm-python", default=sys.executable, metavar="PYTHON")
    parser.add_argument("--json", type=Path, metavar="FILE")
    args = parser.parse_args()
    console = Console(width=None if sys.stdout.isatty() else 140)
    tools, found = Tools(args.tflm_python, args.target), list[Figures]()
    for model in args.models:
        for form in args.form or FORMS:
            with tempfile.TemporaryDirectory() as folder:
                found.append(FORMS[form](model, args.target, Path(folder, "out"), tools))
    console.print(f"{host.describe()}\n{args.target}; bytes", highlight=False)
    console.print(table(found))
    for name in sorted(tools.missing):
        console.print(f"{name} is missing: {HINTS[name]}", markup=False, highlight=False)
    wrong = failures(found)
    for line in wrong:
        console.print(line, markup=False, highlight=False)
    if args.json:
        setting = {"host": host.describe(), "target": args.target}
        rows = [dataclasses.asdict(each) for each in found]
        args.json.write_text(json.dumps(setting | {"rows": rows}, indent=2) + "\n")
    raise SystemExit(bool(wrong))


if __name__ == "__main__":
    main()
