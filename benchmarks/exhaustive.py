"""Whether `qir quantize --accuracy` finds the smallest file: holds it to all there are.

    python benchmarks/exhaustive.py examples/mnist/*.tflite --bound 40 --bound 60

Each op with weights worth quantizing stays float, has float16 weights, or has weights of 8 bits,
dequantized before its kernel or read by a hybrid one: 4^n ways for n ops, of which a model may have
10. Of those whose SQNR is at least the bound, in decibels, one has the smallest file. `ratio`:
QIR's size over it; above 1.02 a row fails, and so it does where QIR misses the bound; the exit code
is 1 then. Without `--bound`: 40 dB, and some bounds above what 8 bits everywhere give.

Bytes are taken to add up over ops, and so are the powers of errors, from files in which one op
alone is quantized. Sorted by the bytes foreseen, files are made and run until none that is left can
be smaller than the best, except those `skipped`: their SQNR foreseen is under the bound by more
than a margin. `gain` is by how much any that ran was better than foreseen; the margin grows until
it is larger, so that nothing should be skipped that meets the bound. Everything runs in the
reference interpreter, on inputs that QIR looks at too: digits, drawn speech, or what quality.py
draws.
"""

from __future__ import annotations

import argparse
import math
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from quality import Samples, sqnr
from rich.console import Console
from rich.table import Table
from xdsl.dialects.builtin import ModuleOp

import qir
from qir.backends.tflite.writer import tflite_bytes
from qir.choices import Choice, choose
from qir.context import QirContext
from qir.diagnostics import Form
from qir.driver.sources import read_bytes
from qir.frontends.tflite import read_tflite
from qir.interp.comparison import entry_function
from qir.interp.machine import Machine
from qir.notes import name_of
from qir.passes.canonicalize import Canonicalize
from qir.passes.legalize_hybrid import LegalizeHybrid
from qir.passes.quantize_weights import QuantizeWeights
from qir.schemes import FLOAT
from qir.targets import DEFAULT_TARGET, LITERT_TARGETS

MOST_OPS = 10
LARGEST_RATIO = 1.02
FORMS = (FLOAT, "float16", "int8-weight-only", "int8")
"""The last is hybrid, where the target has a kernel."""
ALIGNMENT = 64
"""Bytes by which what an op saves may vary."""
MARGIN = 1.0
"""Decibels by which errors may cancel, at first."""
BEYOND = (1, 5, 10, 15)
"""Decibels over what 8 bits everywhere give."""
Arrays = list[np.ndarray[Any, Any]]
Forms = tuple[str, ...]
"""The scheme of each op, in program order."""


@dataclass
class Space:
    """A canonical model, the ops to choose for, by their place in it, and what each may have."""

    module: ModuleOp
    target: str
    inputs: list[Arrays]
    places: list[int] = field(default_factory=list[int])
    names: list[str] = field(default_factory=list[str])
    forms: list[Forms] = field(default_factory=list[Forms])
    expected: list[Arrays] = field(default_factory=list[Arrays])

    @classmethod
    def of(cls, model: Path, target: str, inputs: list[Arrays]) -> Space:
        module = read_tflite(model)
        found = cls(module, target, inputs, expected=run(module, inputs))
        Canonicalize(target=target, for_quantization=True).apply(QirContext(), module)
        trial, ctx = module.clone(), QirContext()
        ops = list(trial.walk())
        QuantizeWeights(target=target).apply(ctx, trial)
        LegalizeHybrid(target=target).apply(ctx, trial)
        for place, op in enumerate(ops):
            remark = ctx.remarks.get(op)
            if remark is None or remark.form not in (Form.HYBRID, Form.DEQUANTIZED):
                continue
            found.places.append(place)
            # What fused ops were called stands after semicolons.
            found.names.append((name_of(op.results[0]) or op.name).partition(";")[0])
            found.forms.append(FORMS if remark.form is Form.HYBRID else FORMS[:-1])
        return found

    def compiled(self, forms: Forms) -> ModuleOp:
        """The model with these schemes, on the target."""
        module, ctx = self.module.clone(), QirContext()
        ops = list(module.walk())
        for place, form in zip(self.places, forms, strict=True):
            choose(ops[place], Choice(form, "tried"))
        QuantizeWeights(target=self.target).apply(ctx, module)
        LegalizeHybrid(target=self.target).apply(ctx, module)
        return module

    def measure(self, forms: Forms) -> tuple[int, float]:
        """Bytes of the file, and its SQNR in decibels."""
        module = self.compiled(forms)
        return len(tflite_bytes(module)), self.sqnr(module)

    def sqnr(self, module: ModuleOp) -> float:
        return sqnr(self.expected, run(module, self.inputs))


def run(module: ModuleOp, inputs: list[Arrays]) -> list[Arrays]:
    """The outputs for each input, each from the first state."""
    machine, name = Machine(module), entry_function(module).sym_name.data
    found: list[Arrays] = []
    for arrays in inputs:
        machine.reset()
        found.append(machine.run(arrays, name))
    return found


@dataclass
class Found:
    """The smallest file that meets a bound, and what it took to find it.

    `gain`: by how many decibels any was better than foreseen.
    """

    forms: Forms
    bytes: int
    sqnr: float
    tried: int
    skipped: int
    gain: float


class Search:
    """All forms of a model, by the bytes foreseen; what was measured is kept between bounds.

    `bytes` and `sqnr` are foreseen, of each row of `ways`, which holds the form of each op.
    `slack`: by how many bytes a file may be smaller than foreseen, as ops share some.
    """

    def __init__(self, space: Space) -> None:
        self.space = space
        self.measured: dict[Forms, tuple[int, float]] = {}
        count = len(space.places)
        floats: Forms = (FLOAT,) * count
        base, _ = self.measure(floats)
        ways = np.indices([len(forms) for forms in space.forms], np.uint8).reshape(count, -1).T
        sizes, power = np.full(len(ways), base), np.zeros(len(ways))
        for index, forms in enumerate(space.forms):
            alone = [self.measure((*floats[:index], each, *floats[index + 1 :])) for each in forms]
            sizes += np.array([size - base for size, _ in alone])[ways[:, index]]
            power += np.array([10 ** (-sqnr / 10) for _, sqnr in alone])[ways[:, index]]
        order = np.argsort(sizes, kind="stable")
        self.ways, self.bytes = ways[order], sizes[order]
        with np.errstate(divide="ignore"):
            self.sqnr = -10 * np.log10(power[order])
        most = 0
        for at in (1, 2, 3):
            corner = np.array([min(at, len(forms) - 1) for forms in space.forms])
            row = int(np.flatnonzero((self.ways == corner).all(axis=1))[0])
            most = max(most, abs(self.measure(self.forms(row))[0] - int(self.bytes[row])))
        self.slack = most + ALIGNMENT * count

    def forms(self, row: int) -> Forms:
        return tuple(f[at] for f, at in zip(self.space.forms, self.ways[row], strict=True))

    def measure(self, forms: Forms) -> tuple[int, float]:
        if forms not in self.measured:
            self.measured[forms] = self.space.measure(forms)
        return self.measured[forms]

    def smallest(self, bound: float) -> Found:
        """Of those with this SQNR; there is always one, that of floats."""
        found, margin = self._smallest(bound, MARGIN), MARGIN
        while found.skipped and found.gain >= margin:
            margin = found.gain + MARGIN
            found = self._smallest(bound, margin)
        return found

    def _smallest(self, bound: float, margin: float) -> Found:
        tried, gain = 0, 0.0
        best: tuple[int, float, Forms] | None = None
        is_left = self.sqnr >= bound - margin
        for row in map(int, np.flatnonzero(is_left)):
            if best and self.bytes[row] - self.slack >= best[0]:
                break
            forms = self.forms(row)
            tried, (size, decibels) = tried + 1, self.measure(forms)
            if abs(size - self.bytes[row]) > self.slack:
                expected = f"about {self.bytes[row]:,}"
                raise SystemExit(f"{size:,} bytes for {forms}; expected {expected}")
            if math.isfinite(self.sqnr[row]):
                gain = max(gain, decibels - float(self.sqnr[row]))
            if decibels >= bound and (best is None or size < best[0]):
                best = size, decibels, forms
        assert best is not None
        skipped = np.count_nonzero(~is_left & (self.bytes - self.slack < best[0]))
        return Found(best[2], best[0], best[1], tried, int(skipped), gain)

    def bounds(self) -> list[float]:
        """Some that are of interest: between 8 bits everywhere and floats."""
        _, least = self.measure(tuple(forms[-1] for forms in self.space.forms))
        return sorted({40.0, *(float(math.ceil(least + more)) for more in BEYOND)})


def chosen(model: Path, space: Space, bound: float, samples: Path | None) -> tuple[int, float]:
    """Bytes and SQNR of the file that QIR makes for a bound."""
    made = qir.quantize(model, target=space.target, accuracy=bound, samples=samples).model
    return len(made), space.sqnr(read_bytes(made).module)


def write_samples(space: Space, path: Path) -> None:
    """The inputs as `--samples` takes them: an array for each, by its name."""
    arguments = entry_function(space.module).body.block.args
    names = [name_of(argument) or "" for argument in arguments]
    columns = zip(*space.inputs, strict=True)
    np.savez(path, **{name: np.stack(each) for name, each in zip(names, columns, strict=True)})


def table(title: str) -> Table:
    found = Table(title=title, title_justify="left")
    for name in (
        "dB asked",
        "smallest",
        "dB",
        "QIR",
        "dB",
        "ratio",
        "tried",
        "skipped",
        "gain",
        "",
    ):
        found.add_column(name, justify="right", no_wrap=True)
    return found


def check(model: Path, args: argparse.Namespace, console: Console) -> bool:
    """Print a table of the model, a row for each bound; whether all rows pass."""
    space = Space.of(model, args.target, Samples.of(model, args.samples).inputs[: args.samples])
    if len(space.places) > MOST_OPS:
        console.print(f"{model} is left out: {len(space.places)} ops to choose for")
        return True
    search, passes = Search(space), True
    rows, forms = (
        table(f"{model}: {len(space.places)} ops, {len(search.ways):,} ways"),
        list[str](),
    )
    with tempfile.TemporaryDirectory() as folder:
        samples = Path(folder) / "samples.npz"
        write_samples(space, samples)
        for bound in args.bound or search.bounds():
            best = search.smallest(bound)
            own = None if args.search_only else chosen(model, space, bound, samples)
            ratio = own[0] / best.bytes if own else 1
            holds = ratio <= LARGEST_RATIO and (own is None or own[1] >= bound)
            passes &= holds
            rows.add_row(
                f"{bound:g}",
                f"{best.bytes:,}",
                f"{best.sqnr:.1f}",
                *((f"{own[0]:,}", f"{own[1]:.1f}", f"{ratio:.3f}") if own else ("", "", "")),
                f"{best.tried:,}",
                f"{best.skipped:,}",
                f"{best.gain:.1f}",
                "pass" if holds else "FAIL",
            )
            forms.append(f"{bound:g} dB: {described(space.names, best.forms)}")
    console.print(rows)
    for line in forms:
        console.print(line, markup=False, highlight=False)
    return passes


def described(names: Sequence[str], forms: Forms) -> str:
    """The ops of each form but the first, which is that of most."""
    groups = {
        form: [name for name, each in zip(names, forms, strict=True) if each == form]
        for form in dict.fromkeys(forms)
    }
    most = max(groups, key=lambda form: len(groups[form]))
    others = [f"{form}: {', '.join(each)}" for form, each in groups.items() if form != most]
    return "; ".join([f"all {most}" if not others else f"{most}", *others])


def main() -> None:
    parser = argparse.ArgumentParser(description="Hold sizes to the smallest there are.")
    parser.add_argument("models", type=Path, nargs="+", metavar="MODEL.tflite")
    parser.add_argument("--bound", type=float, action="append", help="dB; may be given repeatedly")
    parser.add_argument("--target", choices=LITERT_TARGETS, default=DEFAULT_TARGET)
    parser.add_argument("--samples", type=int, default=16, help="how many inputs")
    parser.add_argument("--search-only", action="store_true", help="only find the smallest files")
    args = parser.parse_args()
    console = Console(width=None if sys.stdout.isatty() else 120)
    passes = [check(model, args, console) for model in args.models]
    sys.exit(not all(passes))


if __name__ == "__main__":
    main()
