"""Time float models and their quantized variants on LiteRT: one thread, batch 1.

For each float model: `float` itself, `qir` (made now), `tf-dynamic` (MODEL.tf-dynamic.tflite beside
the model, see keras_models.py) and `litert-quantizer` (made now). Each variant lives in a process
of its own, because one model can slow down others in the same process. The processes take turns,
A B C D A B C D ..., each running a burst of invokes, so that drift of the machine hits all alike.

    python benchmarks/latency.py build/models/mobilenet_v2.tflite --target litert-xnnpack

`ms` is the median over all invokes of all rounds. `speed-up` is float time / variant time, taken
of the medians of a round: the median over rounds, then the smallest and the largest round.
"""

from __future__ import annotations

import argparse
import contextlib
import dataclasses
import functools
import itertools
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any

import host
import quantizers
from quantizers import Absent
from rich.console import Console
from rich.table import Table

BASELINE = "float"
MIN_INVOKES = 3


def serve(time_runs: Callable[[int], list[float]]) -> None:
    """The child: answer each line `N` with what `time_runs` gives for N, in ms.

    One more run, untimed, opens each burst to warm the caches. Ends when its input ends.
    """
    for line in sys.stdin:
        time_runs(1)
        print(json.dumps(time_runs(int(line))), flush=True)


def on_litert(model: Path, target: str, whole: bool) -> Callable[[int], list[float]]:
    """What times so many invokes of a model: each by itself, or the mean of all as a `whole`."""
    from ai_edge_litert.interpreter import Interpreter, OpResolverType

    is_builtin = target == "litert-builtin"
    resolver = getattr(
        OpResolverType, "BUILTIN_WITHOUT_DEFAULT_DELEGATES" if is_builtin else "AUTO"
    )
    interpreter = Interpreter(str(model), num_threads=1, experimental_op_resolver_type=resolver)
    interpreter.allocate_tensors()
    details = interpreter.get_input_details()
    values = inputs([(tensor["shape"], tensor["dtype"]) for tensor in details])
    for tensor, value in zip(details, values, strict=True):
        interpreter.set_tensor(tensor["index"], value)

    def time_runs(count: int, each: int = 1) -> list[float]:
        times: list[float] = []
        for _ in range(count):
            start = time.perf_counter_ns()
            for _ in range(each):
                interpreter.invoke()
            times.append((time.perf_counter_ns() - start) / 1e6 / each)
        return times

    return (lambda count: time_runs(1, count)) if whole else time_runs


def inputs(tensors: Iterable[tuple[Sequence[int], Any]]) -> list[Any]:
    """An array for each shape and type: floats in -1..1, always the same, or zeros."""
    import numpy as np

    rng = np.random.default_rng(0)
    return [
        (
            rng.uniform(-1, 1, shape) if np.issubdtype(dtype, np.floating) else np.zeros(shape)
        ).astype(dtype)
        for shape, dtype in tensors
    ]


class Child:
    """A process that serves one model, and the number of invokes that fill its burst."""

    @classmethod
    def of(cls, model: Path, target: str, burst_ms: float, *, whole: bool = False) -> Child:
        """One of a file for LiteRT; `whole`: it tells the mean of a burst, of any length."""
        if not model.exists():
            raise Absent(f"no file {model}")
        command = [sys.executable, __file__, "--serve", "--target", target, str(model)]
        if whole:
            return cls([*command, "--whole"], burst_ms, 1)
        return cls(command, burst_ms)

    def __init__(self, command: Sequence[str], burst_ms: float, least: int = MIN_INVOKES) -> None:
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._invokes = least
        self._invokes = max(least, round(burst_ms / min(self.burst())))

    def burst(self) -> list[float]:
        """Times in ms of one burst of invokes."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with contextlib.suppress(BrokenPipeError):
            print(self._invokes, file=self._process.stdin, flush=True)
        if answer := self._process.stdout.readline():
            return json.loads(answer)
        self.close()
        raise Absent("its process ended without an answer")

    def close(self) -> None:
        """End the child's input, which ends the child, and insist that it ended well."""
        with contextlib.suppress(BrokenPipeError):
            _, errors = self._process.communicate()
            if code := self._process.returncode:
                raise Absent(f"its process ended with {code}: {quantizers.last_line(errors)}")


@dataclasses.dataclass(frozen=True)
class Timing:
    """One variant of one model: its size, median time, and speed-up over float."""

    bytes: int
    ms: float
    speedup: float
    speedup_min: float
    speedup_max: float


@dataclasses.dataclass(frozen=True)
class Absence:
    """One variant that could not be timed, and why."""

    absent: str


Results = dict[str, Timing | Absence]


def variants(model: Path, folder: Path, args: argparse.Namespace) -> dict[str, Callable[[], Path]]:
    """How to get the file of each variant of one model."""
    makers: dict[str, Callable[[], Path]] = {
        BASELINE: lambda: model,
        "qir": lambda: args.qir_file or quantizers.run(quantizers.qir(model, folder, args.target)),
        "tf-dynamic": lambda: quantizers.tensorflow(model),
        "litert-quantizer": lambda: quantizers.run(quantizers.litert_quantizer(model, folder)),
    }
    return makers | {file.stem: functools.partial(Path, file) for file in args.also}


def measure(makers: dict[str, Callable[[], Path]], args: argparse.Namespace) -> Results:
    """Time all variants of one model, in turns."""
    results: Results = {}
    children: dict[str, Child] = {}
    sizes: dict[str, int] = {}
    for name, make in makers.items():
        try:
            file = make()
            children[name] = Child.of(file, args.target, args.burst_ms)
            sizes[name] = file.stat().st_size
        except Absent as absent:
            if name == BASELINE:
                raise SystemExit(f"the float model cannot be timed: {absent}") from None
            results[name] = Absence(str(absent))
    try:
        rounds = [{n: child.burst() for n, child in children.items()} for _ in range(args.rounds)]
    finally:
        for child in children.values():
            child.close()
    for name in children:
        times = [turn[name] for turn in rounds]
        ratios = [median(turn[BASELINE]) / median(turn[name]) for turn in rounds]
        results[name] = Timing(
            bytes=sizes[name],
            ms=round(median(itertools.chain(*times)), 3),
            speedup=round(median(ratios), 3),
            speedup_min=round(min(ratios), 3),
            speedup_max=round(max(ratios), 3),
        )
    return {name: results[name] for name in makers}


def table(title: str, results: Results) -> Table:
    table = Table(title=title, title_justify="left")
    table.add_column("variant", no_wrap=True)
    for column in ("ms", "bytes", "speed-up", "min - max"):
        table.add_column(column, justify="right", no_wrap=True)
    for name, result in results.items():
        if isinstance(result, Absence):
            table.add_row(name, "absent")
            continue
        spread = f"{result.speedup_min:.2f} - {result.speedup_max:.2f}"
        row = (f"{result.ms:.2f}", f"{result.bytes:,}", f"{result.speedup:.2f}", spread)
        table.add_row(name, *row)
    return table


def parse_args() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description="Time float models and their quantized variants on LiteRT."
    )
    parser.add_argument("models", type=Path, nargs="+", metavar="MODEL.tflite")
    parser.add_argument("--target", choices=quantizers.TARGETS, default=quantizers.TARGETS[0])
    parser.add_argument("--qir-file", type=Path, help="time this file instead of running qir")
    parser.add_argument("--also", type=Path, action="append", default=[], help="one more variant")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--burst-ms", type=float, default=300, help="length of one turn")
    parser.add_argument("--json", type=Path, metavar="FILE")
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--whole", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if len(args.models) > 1 and (args.qir_file or args.also):
        parser.error("--qir-file and --also go with a single model")
    return args


def main() -> None:
    args = parse_args()
    if args.serve:
        serve(on_litert(args.models[0], args.target, args.whole))
        return
    console = Console()
    runtime = f"ai-edge-litert {version('ai-edge-litert')}"
    console.print(f"{host.describe()}\n{runtime}, {args.target}, one thread", highlight=False)
    models: dict[str, Results] = {}
    for model in args.models:
        with tempfile.TemporaryDirectory() as folder:
            models[model.stem] = measure(variants(model, Path(folder), args), args)
        console.print(table(model.stem, models[model.stem]))
        for name, result in models[model.stem].items():
            if isinstance(result, Absence):
                console.print(f"{name} is absent: {result.absent}", markup=False, highlight=False)
    if args.json:
        setting = {"host": host.describe(), "runtime": runtime, "target": args.target}
        figures = {
            model: {name: dataclasses.asdict(result) for name, result in results.items()}
            for model, results in models.items()
        }
        args.json.write_text(json.dumps(setting | {"models": figures}, indent=2) + "\n")


if __name__ == "__main__":
    main()
