"""The table of TensorFlow's announcement of post-training quantization, on today's runtime.

    python benchmarks/announcement.py --json build/announcement.json
    python benchmarks/announcement.py --from build/announcement.json [--only lstm]

For each model of the corpus that is there: bytes, latency on LiteRT, SQNR and accuracy of the float
file and of what QIR, TensorFlow's dynamic-range converter and litert-quantizer make of it, at their
defaults; then `docs/benchmarks.md` with its plots, and what of the requirements holds. Latency is
measured as by latency.py, SQNR and accuracy as by quality.py, on the runtime of `--target`.

`--json` keeps the figures, after each model. `--from` draws the page of kept figures and measures
nothing but what `--only` names. `--only` without `--from`, or `--check`, leaves the page alone.
Needs the extra `benchmarks`. Exit code 1 where a requirement does not hold.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import tempfile
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import host
import latency
import quality
import quantizers
from announcement_page import Comparison, File, Model, write_page
from quantizers import Absent
from rich.console import Console

import qir

ROOT = Path(__file__).parents[1]
MNIST, BUILT = ROOT / "examples" / "mnist", ROOT / "build" / "models"
CONVOLUTIONAL, RECURRENT, OTHER = "convolutional", "recurrent", "other"
CORPUS: dict[str, tuple[Path, str]] = {
    "mnist/cnn": (MNIST, CONVOLUTIONAL),
    "mnist/dscnn": (MNIST, CONVOLUTIONAL),
    "mnist/gru": (MNIST, RECURRENT),
    "mnist/lstm": (MNIST, RECURRENT),
    "mnist/transformer": (MNIST, OTHER),
    "mobilenet_v1": (BUILT, CONVOLUTIONAL),
    "mobilenet_v2": (BUILT, CONVOLUTIONAL),
    "inception_v3": (BUILT, CONVOLUTIONAL),
    "resnet50_v2": (BUILT, CONVOLUTIONAL),
    "basic_pitch": (BUILT, CONVOLUTIONAL),
    "log_mel": (BUILT, CONVOLUTIONAL),
    "lstm": (BUILT, RECURRENT),
    "bilstm": (BUILT, RECURRENT),
    "gru": (BUILT, RECURRENT),
    "rnn": (BUILT, RECURRENT),
    "svdf": (BUILT, RECURRENT),
    "bert_small": (BUILT, OTHER),
    "transformer_100mb": (BUILT, OTHER),
    "sensitive_head": (BUILT, OTHER),
}
"""By name: the folder of the file, and what the model is for the announcement."""


def path_of(name: str) -> Path:
    return CORPUS[name][0] / f"{name.rpartition('/')[2]}.tflite"


def measure(name: str, args: argparse.Namespace) -> Model:
    """All figures of one model; variants that cannot be had are absent with the reason."""
    model, kind = path_of(name), CORPUS[name][1]
    absent: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as folder:
        makers = latency.variants(model, Path(folder), args)
        paths: dict[str, Path] = {}
        for variant, make in makers.items():
            try:
                paths[variant] = make()
            except Absent as reason:
                absent[variant] = str(reason)
        timings = latency.measure({each: given(path) for each, path in paths.items()}, args)
        samples = quality.Samples.of(model, args.samples)
        expected = quality.run_alone(model, samples, args.target)
        files: dict[str, File] = {}
        for variant, timing in timings.items():
            try:
                if isinstance(timing, latency.Absence):
                    raise Absent(timing.absent)
                found = quality.run_alone(paths[variant], samples, args.target)
            except Absent as reason:
                absent[variant] = str(reason)
                continue
            files[variant] = File(
                timing.bytes,
                timing.ms,
                timing.speedup,
                timing.speedup_min,
                timing.speedup_max,
                math.inf if variant == latency.BASELINE else quality.sqnr(expected, found),
                quality.accuracy(found, samples),
            )
    return Model(kind, files, absent)


def given(path: Path) -> Callable[[], Path]:
    return lambda: path


def setting(args: argparse.Namespace) -> dict[str, Any]:
    """What the figures were measured with."""
    packages = ("ai-edge-litert", "tensorflow", "litert-quantizer")
    return {
        "host": host.describe(),
        "versions": {"qir": qir.__version__} | {each: version_of(each) for each in packages},
        "target": args.target,
        "rounds": args.rounds,
        "burst_ms": args.burst_ms,
        "samples": args.samples,
    }


def version_of(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


def parse_args() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Make the announcement's table again.")
    parser.add_argument("--only", choices=CORPUS, action="append", metavar="MODEL")
    parser.add_argument("--from", dest="kept", type=Path, metavar="FILE.json")
    parser.add_argument("--json", type=Path, metavar="FILE.json")
    parser.add_argument("--check", action="store_true", help="print, and write no page")
    parser.add_argument("--target", choices=quantizers.TARGETS, default=quantizers.TARGETS[0])
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--burst-ms", type=float, default=300, help="length of one turn")
    parser.add_argument("--samples", type=int, default=16, help="how many to draw")
    parser.set_defaults(qir_file=None, also=[])
    return parser.parse_args()


def main() -> None:
    args, console = parse_args(), Console(stderr=True)
    if args.kept:
        kept = Comparison.from_dict(json.loads(args.kept.read_text()))
        models, chosen = kept.models, args.only or []
    else:
        kept, models, chosen = None, dict[str, Model](), args.only or list(CORPUS)
    comparison = Comparison(setting(args) if chosen or kept is None else kept.setting, models)
    if kept and chosen and kept.setting != comparison.setting:
        sys.exit(f"{args.kept} was measured otherwise: {kept.setting}")
    for name in chosen:
        if not path_of(name).exists():
            console.print(f"{name} is left out: no file {path_of(name)}", highlight=False)
            continue
        console.print(f"measuring {name} ...", highlight=False)
        models[name] = measure(name, args)
        comparison.models = {each: models[each] for each in CORPUS if each in models}
        if args.json:
            args.json.write_text(json.dumps(comparison.to_dict(), indent=2) + "\n")
    print(comparison.summary())
    if not args.check and (kept or not args.only):
        write_page(comparison)
    sys.exit(not comparison.passes)


if __name__ == "__main__":
    main()
