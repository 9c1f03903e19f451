"""Measure what quantizing a file costs: `qir quantize` against litert-quantizer.

Whole processes, from start to exit, as a user meets them: wall time includes the start of Python
and imports; peak memory is the process's largest resident set, which counts the pages of mapped
files that it touched. The two take turns, after one run each that warms the file cache.

    python benchmarks/compile_cost.py build/models/resnet50_v2.tflite

`ratio` is that of litert-quantizer to the one in the row: above 1 is cheaper than litert-quantizer.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import host
import quantizers
from quantizers import Absent, Job
from rich.console import Console
from rich.table import Table

PEER = "litert-quantizer"
BYTES_PER_MAXRSS = 1 if sys.platform == "darwin" else 1024


@dataclasses.dataclass(frozen=True)
class Run:
    """The cost of one process."""

    seconds: float
    peak_bytes: int


@dataclasses.dataclass(frozen=True)
class Cost:
    """Medians over the runs of one quantizer on one model, and the range of its wall times."""

    seconds: float
    seconds_min: float
    seconds_max: float
    peak_bytes: int
    output_bytes: int


def run(job: Job) -> Run:
    """Run one process to its end."""
    job.output.unlink(missing_ok=True)
    with tempfile.TemporaryFile("w+") as errors:
        start = time.perf_counter()
        process = subprocess.Popen(job.command, stdout=subprocess.DEVNULL, stderr=errors)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode or not job.output.exists():
            errors.seek(0)
            reason = quantizers.last_line(errors.read())
            raise SystemExit(f"{job.command[0]}: exit code {process.returncode}: {reason}")
    return Run(seconds, usage.ru_maxrss * BYTES_PER_MAXRSS)


def measure(model: Path, folder: Path, args: argparse.Namespace) -> dict[str, Cost | str]:
    """The cost of each quantizer on one model, or why it is absent."""
    results: dict[str, Cost | str] = {}
    jobs: dict[str, Job] = {}
    makers = {
        "qir": lambda: quantizers.qir(model, folder, args.target),
        PEER: lambda: quantizers.litert_quantizer(model, folder),
    }
    for name, make in makers.items():
        try:
            jobs[name] = make()
        except Absent as absent:
            results[name] = str(absent)
    turns = [{name: run(job) for name, job in jobs.items()} for _ in range(args.runs + 1)][1:]
    for name, job in jobs.items():
        times = [turn[name].seconds for turn in turns]
        results[name] = Cost(
            seconds=round(median(times), 4),
            seconds_min=round(min(times), 4),
            seconds_max=round(max(times), 4),
            peak_bytes=int(median(turn[name].peak_bytes for turn in turns)),
            output_bytes=job.output.stat().st_size,
        )
    return results


def table(title: str, results: dict[str, Cost | str]) -> Table:
    table = Table(title=title, title_justify="left")
    table.add_column("quantizer", no_wrap=True)
    for column in ("s", "min - max", "ratio", "peak MB", "ratio", "bytes out"):
        table.add_column(column, justify="right", no_wrap=True)
    peer = results[PEER]
    for name, cost in results.items():
        if isinstance(cost, str):
            table.add_row(name, "absent")
            continue
        faster = f"{peer.seconds / cost.seconds:.2f}" if isinstance(peer, Cost) else ""
        leaner = f"{peer.peak_bytes / cost.peak_bytes:.2f}" if isinstance(peer, Cost) else ""
        table.add_row(
            name,
            f"{cost.seconds:.2f}",
            f"{cost.seconds_min:.2f} - {cost.seconds_max:.2f}",
            faster,
            f"{cost.peak_bytes / 1e6:.0f}",
            leaner,
            f"{cost.output_bytes:,}",
        )
    return table


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure what quantizing a file costs.")
    parser.add_argument("models", type=Path, nargs="+", metavar="MODEL.tflite")
    parser.add_argument("--target", choices=quantizers.TARGETS, default=quantizers.TARGETS[0])
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--json", type=Path, metavar="FILE")
    args = parser.parse_args()
    console = Console()
    console.print(f"{host.describe()}\n{args.runs} runs each", highlight=False)
    models: dict[str, dict[str, Cost | str]] = {}
    for model in args.models:
        with tempfile.TemporaryDirectory() as folder:
            models[model.stem] = measure(model, Path(folder), args)
        console.print(table(f"{model.stem}, {model.stat().st_size:,} bytes", models[model.stem]))
        for name, cost in models[model.stem].items():
            if isinstance(cost, str):
                console.print(f"{name} is absent: {cost}", markup=False, highlight=False)
    if args.json:
        figures = {
            model: {
                name: {"absent": cost} if isinstance(cost, str) else dataclasses.asdict(cost)
                for name, cost in results.items()
            }
            for model, results in models.items()
        }
        setting = {"host": host.describe(), "runs": args.runs, "target": args.target}
        args.json.write_text(json.dumps(setting | {"models": figures}, indent=2) + "\n")


if __name__ == "__main__":
    main()
