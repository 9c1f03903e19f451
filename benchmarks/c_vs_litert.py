"""Time generated C against LiteRT: one thread, batch 1.

For each float model, and with `--ops` each of the single operators below: the C that `qir quantize`
makes of it for `--target`, and on LiteRT with XNNPACK the file that `qir quantize` makes for that,
the peers' files and the float one, as latency.py has them. Each has a process of its own, and they
take turns of `--burst-ms`, in which they run as often as fits. The clock is read before and after:
in Python around the calls of LiteRT's `invoke`, whose cost is LiteRT's, and in C around C.

    python benchmarks/c_vs_litert.py --target c:x86-64-v4 --ops
    python benchmarks/c_vs_litert.py --models build/models/mobilenet_v2.tflite --compiler clang

`C us` is of the fastest turn. A ratio is LiteRT's time over that of C: of the fastest turn of each,
and in brackets the median over rounds. SQNR is against the float file on LiteRT, in decibels.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import math
import sys
import tempfile
from collections.abc import Callable, Iterable
from importlib.metadata import version
from pathlib import Path
from statistics import geometric_mean, median
from typing import Any

import announcement
import host
import latency
import quality
import quantizers
from latency import BASELINE, Child
from quantizers import Absent
from xdsl.dialects.builtin import ModuleOp

from qir.attributes import string
from qir.backends.c.compiled import DTYPES
from qir.backends.c.compiler import find_compiler
from qir.backends.c.description import FILE, read_description
from qir.backends.c.stopwatch import stopwatch, stopwatch_again
from qir.backends.tflite.writer import write_tflite
from qir.diagnostics import QirError
from qir.driver.c_machines import check_here, flags_here
from qir.driver.micro_models import micro_model
from qir.frontends.tflite import read_tflite
from qir.interp.comparison import entry_function
from qir.notes import name_of, note
from qir.targets import C_TARGETS, Machine
from qir.work import FLOAT

BEST = "qir"
"""The rival that LiteRT gets of `qir quantize`."""
PEERS = ("tf-dynamic", "litert-quantizer")
RIVALS = (BEST, *PEERS, BASELINE)
OPTIMIZED = "-O3"
OPS: dict[str, tuple[str, tuple[int, ...]]] = {
    "fc 1 MB": ("FULLY_CONNECTED", (1, 1024, 1024)),
    "fc 4 MB": ("FULLY_CONNECTED", (1, 1024, 4096)),
    "fc 16 MB": ("FULLY_CONNECTED", (1, 4096, 4096)),
    "fc 1 MB, batch 64": ("FULLY_CONNECTED", (64, 1024, 1024)),
    "conv 3x3 56x56x64 64": ("CONV_2D", (56 * 56, 9 * 64, 64)),
    "conv 1x1 28x28x128 256": ("CONV_2D 1x1", (28 * 28, 128, 256)),
    "conv 1x1 14x14x512 512": ("CONV_2D 1x1", (14 * 14, 512, 512)),
    "depthwise 3x3 112x112x32": ("DEPTHWISE_CONV_2D", (112 * 112, 9, 32)),
    "depthwise 3x3 14x14x512": ("DEPTHWISE_CONV_2D", (14 * 14, 9, 512)),
    "lstm 512, 32 steps": ("UNIDIRECTIONAL_SEQUENCE_LSTM", (32, 512, 512)),
}
"""Kinds and sizes of `qir.work`."""
ALL = 0.97
"""How many times as long LiteRT's best file is to take, at least, on every model."""
LEAST: dict[str, tuple[str, float]] = {
    "fc 1 MB": (BEST, 1.10),
    "fc 4 MB": (BEST, 1.00),
    "fc 16 MB": (BEST, 1.05),
    "depthwise 3x3 112x112x32": (BASELINE, 1.5),
    "depthwise 3x3 14x14x512": (BASELINE, 1.5),
    "lstm 512, 32 steps": (BEST, 5.0),
    "mobilenet_v1": (BEST, 1.05),
    "mobilenet_v2": (BEST, 1.3),
    "resnet50_v2": (BEST, 1.0),
    "inception_v3": (BEST, 1.0),
    "bert_small": (BEST, 1.0),
    "basic_pitch": (BEST, 2.0),
}
"""The same of single rows, and of which rival."""
MEANS = {"best LiteRT file": 1.3, "fastest peer": 2.0}
"""The same of the geometric means over models."""


@dataclasses.dataclass(frozen=True)
class Rival:
    """A file on LiteRT: its fastest turn, over C's; the median ratio of rounds; its SQNR."""

    us: float
    ratio: float
    median_ratio: float
    sqnr: float


@dataclasses.dataclass
class Row:
    """One model or operator; `absent`: why there is no C, or no such file."""

    name: str
    is_op: bool
    us: float = math.nan
    sqnr: float = math.nan
    rivals: dict[str, Rival] = dataclasses.field(default_factory=dict[str, Rival])
    absent: dict[str, str] = dataclasses.field(default_factory=dict[str, str])

    @property
    def least(self) -> tuple[str, float]:
        return LEAST.get(self.name, (BEST, ALL))

    @property
    def verdict(self) -> str:
        """Whether the row has what is asked of it: `1.30 holds`."""
        rival, least = self.least
        if rival not in self.rivals:
            return "absent"
        of = "" if rival == BEST else f" vs {rival}"
        says = "holds" if self.rivals[rival].ratio >= least else "BELOW"
        return f"{least:.2f}{of} {says}"

    def cells(self) -> list[str]:
        found = (self.rivals.get(name) for name in RIVALS)
        rivals = [
            f"{each.ratio:.2f} ({each.median_ratio:.2f}), {decibels(each.sqnr)}" if each else ""
            for each in found
        ]
        return [self.name, f"{self.us:,.1f}", decibels(self.sqnr), *rivals, self.verdict]

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON, which has no infinity: null."""
        plain = dataclasses.asdict(self) | {"least": self.least, "verdict": self.verdict}
        for entry in (plain, *plain["rivals"].values()):
            entry |= {key: None for key in ("us", "sqnr") if not math.isfinite(entry[key])}
        return plain


def decibels(value: float) -> str:
    return "equal" if value == math.inf else f"{value:.1f} dB"


def measure(model: Path, name: str, is_op: bool, args: argparse.Namespace) -> Row:
    """Time one float model in all its forms, by turns."""
    row = Row(name, is_op)
    samples = quality.Samples.of(model, args.samples)
    expected = quality.run_alone(model, samples, args.litert)
    children: dict[str, Child] = {}
    turns: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        try:
            c = quantizers.run(c_job(model, folder / "c", args.target)).parent
            row.sqnr = quality.sqnr(expected, run_c(c, samples, args))
            command = [sys.executable, __file__, "--serve", str(c)]
            children["c"] = Child(command, args.burst_ms, 1)
        except (Absent, QirError) as reason:
            row.absent["c"] = str(reason)
            return row
        setting = argparse.Namespace(target=args.litert, qir_file=None, also=[])
        for rival, make in latency.variants(model, folder, setting).items():
            try:
                file = make()
                sqnr = quality.sqnr(expected, quality.run_alone(file, samples, args.litert))
                children[rival] = Child.of(file, args.litert, args.burst_ms, whole=True)
                row.rivals[rival] = Rival(math.nan, math.nan, math.nan, sqnr)
            except Absent as reason:
                row.absent[rival] = str(reason)
        turns = {each: [] for each in children}
        try:
            for _ in range(args.rounds):
                for each, child in children.items():
                    turns[each] += child.burst()
        finally:
            for child in children.values():
                child.close()
    own = turns.pop("c")
    row.us = 1000 * min(own)
    for rival, times in turns.items():
        ratios = [time / ours for time, ours in zip(times, own, strict=True)]
        row.rivals[rival] = dataclasses.replace(
            row.rivals[rival],
            us=1000 * min(times),
            ratio=min(times) / min(own),
            median_ratio=median(ratios),
        )
    return row


def c_job(model: Path, folder: Path, target: str) -> quantizers.Job:
    command = [quantizers.find("qir"), "quantize", str(model), "-o", str(folder), "--quiet"]
    return quantizers.Job([*command, "--target", target, "--weights", "incbin"], folder / FILE)


def run_c(folder: Path, samples: quality.Samples, args: argparse.Namespace) -> list[quality.Arrays]:
    """The outputs of a folder of C, which is compiled to be timed as well."""
    machine = C_TARGETS[args.target].machine
    assert machine
    model = stopwatch(folder, find_compiler(args.compiler), flags(machine), drawn(folder))
    found: list[quality.Arrays] = []
    for arrays in samples.inputs:
        if samples.labels is not None:
            model.reset()
        made = model(*arrays)
        found.append(list(made) if isinstance(made, tuple) else [made])
    return found


def flags(machine: Machine) -> tuple[str, ...]:
    return (OPTIMIZED, *flags_here(machine))


def drawn(folder: Path) -> list[Any]:
    """What LiteRT gets as well."""
    tensors = read_description(folder).interface.inputs
    return latency.inputs([(tensor.shape, DTYPES[tensor.elements]) for tensor in tensors])


def on_c(folder: Path) -> Callable[[int], list[float]]:
    """What gives the mean of so many runs of a folder of C, in ms."""
    model = stopwatch_again(folder, drawn(folder))
    return lambda count: [model.time(count) / 1000]


def print_table(rows: Iterable[Row], title: str) -> None:
    names = [title, "C us", "C", *(f"vs {rival}" for rival in RIVALS), "at least"]
    print(f"\n| {' | '.join(names)} |\n|---|{'---:|' * (len(names) - 1)}")
    for row in rows:
        print(f"| {' | '.join(row.cells())} |")


def print_summary(rows: list[Row]) -> None:
    """The geometric means over models, and those that are below."""
    ratios = {
        "best LiteRT file": [row.rivals[BEST].ratio for row in rows if BEST in row.rivals],
        "fastest peer": [
            min(row.rivals[peer].ratio for peer in PEERS if peer in row.rivals)
            for row in rows
            if row.rivals.keys() & {*PEERS}
        ],
    }
    print()
    for what, found in ratios.items():
        if found:
            mean, least = geometric_mean(found), MEANS[what]
            says = "holds" if mean >= least else "BELOW"
            print(f"geometric mean vs {what}, {len(found)} models: {mean:.2f}; {least:.2f} {says}")
    below = [row.name for row in rows if BEST in row.rivals and row.rivals[BEST].ratio < ALL]
    print(f"below {ALL} of the best LiteRT file: {', '.join(below) or 'no model'}")


def subjects(args: argparse.Namespace, folder: Path) -> Iterable[tuple[str, Path, bool]]:
    """The name and the float file of each model and operator, and whether it is the latter."""
    for name in args.ops or ():
        kind, sizes = OPS[name]
        model = micro_model(kind, sizes, FLOAT, args.litert)
        assert model is not None
        file = folder / f"op{list(OPS).index(name)}.tflite"
        write_tflite(named(read_tflite(model)), file)
        yield name, file, True
    corpus = {announcement.path_of(name): name for name in announcement.CORPUS}
    chosen = [file for file in corpus if file.exists()] if args.models is None else args.models
    for file in chosen:
        yield corpus.get(file.resolve(), file.stem), file, False


def named(module: ModuleOp) -> ModuleOp:
    """With a name for each tensor, without which litert-quantizer fails."""
    function = entry_function(module)
    made = (result for op in function.body.block.ops for result in op.results)
    for number, value in enumerate((*function.body.block.args, *made)):
        if name_of(value) is None:
            note(value, {"name": string(f"tensor{number}")})
    return module


def parse_args() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Time generated C against LiteRT.")
    parser.add_argument("--target", choices=C_TARGETS, default="c:x86-64-v4")
    every = "by default all that announcement.py has"
    parser.add_argument("--models", type=Path, nargs="*", metavar="MODEL.tflite", help=every)
    parser.add_argument(
        "--ops", nargs="*", choices=OPS, metavar="OP", help="also these operators; all of none"
    )
    parser.add_argument("--compiler", default="gcc")
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--burst-ms", type=float, default=8, help="length of one turn")
    parser.add_argument("--samples", type=int, default=16, help="how many to draw")
    parser.add_argument("--json", type=Path, metavar="FILE")
    parser.add_argument("--serve", type=Path, help=argparse.SUPPRESS)
    parser.set_defaults(litert=quantizers.TARGETS[0])
    args = parser.parse_args()
    args.ops = list(OPS) if args.ops == [] else args.ops
    return args


def main() -> None:
    args = parse_args()
    if args.serve:
        latency.serve(on_c(args.serve))
        return
    machine = C_TARGETS[args.target].machine
    assert machine
    try:
        check_here(machine)
        compiler = find_compiler(args.compiler)
    except QirError as error:
        sys.exit(str(error))
    setting = {
        "host": host.describe(),
        "target": args.target,
        "compiler": " ".join(
            (compiler.version.partition("\n")[0], OPTIMIZED, *flags_here(machine))
        ),
        "runtime": f"ai-edge-litert {version('ai-edge-litert')}, {args.litert}",
        "rounds": args.rounds,
        "burst_ms": args.burst_ms,
    }
    print("\n".join(f"{key}: {value}" for key, value in setting.items()), flush=True)
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        for name, file, is_op in subjects(args, Path(folder)):
            print(f"measuring {name} ...", file=sys.stderr, flush=True)
            row = measure(file, name, is_op, args)
            print(f"  {' | '.join(row.cells())}", file=sys.stderr, flush=True)
            rows.append(row)
            if args.json:
                plain = [each.to_dict() for each in rows]
                args.json.write_text(json.dumps(setting | {"rows": plain}, indent=2) + "\n")
    ops, models = [r for r in rows if r.is_op], [r for r in rows if not r.is_op]
    for title, chosen in (("operator", ops), ("model", models)):
        if chosen:
            print_table(chosen, title)
    for row in rows:
        for what, reason in row.absent.items():
            print(f"{row.name}: {what} is absent: {reason}")
    if models:
        print_summary(models)


if __name__ == "__main__":
    main()
