"""What `canonicalize` alone does for float models: operators, bytes, and their time on LiteRT.

    python benchmarks/canonicalization.py examples/mnist/*.tflite --twins

`--twins` adds each model with its BatchNorms unfolded, and with float16 weights, as exporters that
optimize less leave them (`tests/twins.py`). `speed-up` is the time of the model as it came over
the time of the canonical one, in turns as in latency.py: its median over rounds, and the range.
"""

from __future__ import annotations

import argparse
import itertools
import json
import sys
import tempfile
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from statistics import geometric_mean, median
from typing import Any

import host
import quantizers
from latency import Child
from quantizers import Absent
from rich.console import Console
from rich.table import Table
from xdsl.dialects.builtin import ModuleOp

from qir.backends.tflite.writer import tflite_bytes
from qir.context import QirContext
from qir.frontends.tflite import read_tflite
from qir.functions import functions, operators
from qir.passes.canonicalize import Canonicalize

sys.path.append(str(Path(__file__).parents[1] / "tests"))
COLUMNS = ("model", "operators", "bytes", "ms", "speed-up", "min - max")


def variants(path: Path, with_twins: bool) -> Iterator[tuple[str, ModuleOp]]:
    """A model, and its twins."""
    module = read_tflite(path)
    yield path.stem, module
    if with_twins:
        from twins import TWINS

        for name in ("unfolded", "float16"):
            yield f"{path.stem} {name}", TWINS[name](module)


def count(module: ModuleOp) -> int:
    return sum(len(operators(function)) for function in functions(module))


def measure(module: ModuleOp, args: argparse.Namespace) -> dict[str, Any]:
    """One model before and after."""
    before, operators_before = tflite_bytes(module), count(module)
    ctx = QirContext()
    Canonicalize(target=args.target).apply(ctx, module)
    after = tflite_bytes(module)
    found: dict[str, Any] = {
        "operators": [operators_before, count(module)],
        "bytes": [len(before), len(after)],
        "rewrites": dict(sorted(ctx.remarks.rewrites.items())),
    }
    if before == after:
        return found  # nothing to time
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / name for name in ("before.tflite", "after.tflite")]
        for file, content in zip(files, (before, after), strict=True):
            file.write_bytes(content)
        children: list[Child] = []
        try:
            # One by one, so that what was started is known where the next cannot be.
            children.extend(Child.of(file, args.target, args.burst_ms) for file in files)
            rounds = [[child.burst() for child in children] for _ in range(args.rounds)]
            for child in children:
                child.close()
        except Absent as absent:
            which = "before" if not children else "after"
            return found | {"absent": f"the model {which} cannot be run: {absent}"}
    times = [list(itertools.chain(*each)) for each in zip(*rounds, strict=True)]
    ratios = [median(old) / median(new) for old, new in rounds]
    found["ms"] = [round(median(each), 3) for each in times]
    found["speedup"] = [round(each, 3) for each in (median(ratios), min(ratios), max(ratios))]
    return found


def row(name: str, found: dict[str, Any]) -> list[str]:
    cells = [name, *(" -> ".join(f"{n:,}" for n in found[key]) for key in ("operators", "bytes"))]
    if "ms" not in found:
        return [*cells, "", found.get("absent", "same file"), ""]
    middle, least, most = found["speedup"]
    milliseconds = " -> ".join(f"{ms:.2f}" for ms in found["ms"])
    return [*cells, milliseconds, f"{middle:.2f}", f"{least:.2f} - {most:.2f}"]


def main() -> None:
    parser = argparse.ArgumentParser(description="Time float models before and after canonicalize.")
    parser.add_argument("models", type=Path, nargs="+", metavar="MODEL.tflite")
    parser.add_argument("--target", choices=quantizers.TARGETS, default=quantizers.TARGETS[0])
    parser.add_argument("--twins", action="store_true", help="also unfolded, and in float16")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--burst-ms", type=float, default=100, help="length of one turn")
    parser.add_argument("--json", type=Path, metavar="FILE")
    args = parser.parse_args()
    console = Console(width=None if sys.stdout.isatty() else 120)
    runtime = f"ai-edge-litert {version('ai-edge-litert')}"
    console.print(f"{host.describe()}\n{runtime}, {args.target}, one thread", highlight=False)
    results: dict[str, dict[str, Any]] = {}
    table = Table(*COLUMNS)
    for path in args.models:
        for name, module in variants(path, args.twins):
            console.print(f"timing {name} ...", highlight=False)
            results[name] = measure(module.clone(), args)
            table.add_row(*row(name, results[name]))
    console.print(table)
    speedups = [found["speedup"][0] for found in results.values() if "speedup" in found]
    if speedups:
        console.print(f"geometric mean of what changed: {geometric_mean(speedups):.2f}x")
    if args.json:
        setting = {"host": host.describe(), "runtime": runtime, "target": args.target}
        args.json.write_text(json.dumps(setting | {"models": results}, indent=2) + "\n")


if __name__ == "__main__":
    main()
