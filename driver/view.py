"""The report as a table."""

from __future__ import annotations

import math
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
from rich import box
from rich.console import Console
from rich.table import Table

from qir.calibration import Calibration
from qir.costs import Costs, kernel_name
from qir.diagnostics import Remarks
from qir.dialects.tfl.tensors import counted, shown
from qir.driver.compare import Report as Comparison
from qir.driver.ranges import TensorRange
from qir.driver.report import Report

if TYPE_CHECKING:
    from qir.driver.bench_report import BenchReport, CallTime

TENSOR = "tensor"
GAP = 3
WORST = 10
"""Tensors that a comparison shows beside the outputs."""
WIDTH_OF_A_FILE = 140


def print_report(report: Report) -> None:
    """The ops, the reasons they refer to by letter, the totals and the accuracy, on stdout."""
    width = None if sys.stdout.isatty() else WIDTH_OF_A_FILE
    console = Console(highlight=False, markup=False, width=width)
    letters: dict[str, str] = {}
    rows: list[dict[str, str]] = []
    for op in report.ops:
        letter = letters.setdefault(op.reason, _letter(len(letters)))
        index = "new" if op.index < 0 else str(op.index)
        rows.append(
            {
                "op": f"{_where(op.function)}{index} {op.op}",
                # A fused op is named after all the layers it came from; the first says where it is.
                TENSOR: op.tensor.partition(";")[0].encode(errors="replace").decode(),
                "form": str(op.form),
                "before": f"{op.bytes_before:,}",
                "after": f"{op.bytes_after:,}",
                "float us": _number(op.time_before),
                "us": _number(op.time_after),
                "dB": _number(op.sqnr),
                "why": letter,
            }
        )
    optional = ("float us", "us", "dB")
    names = ["op", TENSOR, "form", "before", "after", *optional, "why"]
    names = [n for n in names if n not in optional or any(row[n] for row in rows)]
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in names:
        numeric = name in ("before", "after", *optional)
        table.add_column(name, no_wrap=True, justify="right" if numeric else "left")
    for row in _fitted([[row[name] for name in names] for row in rows], names, console.width):
        table.add_row(*row)
    console.print(table)
    for reason, letter in letters.items():
        console.print(f"{letter}: {reason}", soft_wrap=True)
    console.print(f"\n{_totals(report)}", soft_wrap=True)
    before = f"a file of {report.bytes_before:,} bytes" if report.c else f"{report.bytes_before:,}"
    what = "bytes of constants" if report.c else "bytes"
    console.print(
        f"{before} -> {report.bytes_after:,} {what}, "
        f"{report.ratio:.2f}x smaller, for {report.target}",
        soft_wrap=True,
    )
    for line in (*_times(report), *_accuracy(report), *_c(report), *report.notes):
        console.print(line, soft_wrap=True)


def print_constants(report: Report) -> None:
    """Every constant of the file, on stdout."""
    width = None if sys.stdout.isatty() else WIDTH_OF_A_FILE
    console = Console(highlight=False, markup=False, width=width)
    names = ["constant", TENSOR, "bytes", "read by"]
    rows = [
        [
            each.type,
            each.tensor.partition(";")[0].encode(errors="replace").decode(),
            f"{each.bytes:,}",
            f"{_where(each.function)}{' '.join(map(str, each.readers))}",
        ]
        for each in report.constants
    ]
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in names:
        table.add_column(name, no_wrap=True, justify="right" if name == "bytes" else "left")
    for row in _fitted(rows, names, console.width):
        table.add_row(*row)
    console.print(table)


def _where(function: str) -> str:
    """What indices of ops are prefixed with, as each function has its own."""
    return "" if function == "main" else f"{function} "


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.1f}"


def _times(report: Report) -> Iterator[str]:
    """What the ops whose times are predicted take together."""
    known = [op for op in report.ops if op.time_before is not None and op.time_after is not None]
    if known:
        before = sum(op.time_before or 0 for op in known) / 1000
        after = sum(op.time_after or 0 for op in known) / 1000
        ops = counted(len(known), "op")
        yield f"predicted {before:.2f} -> {after:.2f} ms for {ops} with weights, on one thread"


def _c(report: Report) -> Iterator[str]:
    """The files of C; what memory it needs, notes say."""
    if report.c is not None and report.c.files:
        yield ", ".join(f"{name} {size:,}" for name, size in report.c.files.items()) + " bytes"


def _accuracy(report: Report) -> Iterator[str]:
    found = report.accuracy
    if found is None:
        return
    yield f"SQNR {found.sqnr:.1f} dB over {found.samples}: {found.conclusion}"
    if found.frontier:
        yield "what could be had, by prediction:"
    for trade in found.frontier:
        time = "" if trade.time is None else f", {trade.time / 1000:.2f} ms"
        yield f"  {trade.sqnr:.1f} dB: {trade.bytes:,} bytes of weights{time}"


def print_outputs(outputs: Mapping[str, npt.NDArray[Any]]) -> None:
    """The outputs of a model over samples, on stdout; of large ones the ends of each axis."""
    for name, samples in outputs.items():
        shape = shown(samples.shape[1:]) or "scalar"
        print(f"{name}: {samples.dtype} {shape}, {counted(len(samples), 'sample')}")
        for array in samples:
            print(np.array2string(array, threshold=100, precision=6))


def print_ranges(rows: Sequence[TensorRange]) -> None:
    """The tensors with their ranges, and of how many one is known, on stdout."""
    width = None if sys.stdout.isatty() else WIDTH_OF_A_FILE
    console = Console(highlight=False, markup=False, width=width)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("op", no_wrap=True)
    table.add_column("tensor", no_wrap=True, max_width=console.width - 92)
    table.add_column("shape", no_wrap=True)
    has_samples = any(row.seen for row in rows)
    for name in ("low", "high", "NaN", *(["seen from", "to"] if has_samples else [])):
        table.add_column(name, no_wrap=True, justify="right")
    for row in rows:
        bounds = [f"{bound:.6g}" for bound in (row.low, row.high)]
        tensor = row.tensor.partition(";")[0].encode(errors="replace").decode()
        seen = [f"{end:.6g}" for end in row.seen] if row.seen else [""] * (2 * has_samples)
        nan = "maybe" if row.nan else "never"
        table.add_row(row.place, tensor, row.shape, *bounds, nan, *seen)
    console.print(table)
    bounded = sum(math.isfinite(row.low) and math.isfinite(row.high) for row in rows)
    console.print(f"{counted(len(rows), 'tensor')} of floats, {bounded} bounded on both sides")


def print_comparison(report: Comparison) -> None:
    """The outputs, the tensors that differ most, and the first under the bound, on stdout."""
    width = None if sys.stdout.isatty() else WIDTH_OF_A_FILE
    console = Console(highlight=False, markup=False, width=width)
    found = report.comparison
    outputs = {f"output {number}": each for number, each in enumerate(found.outputs)}
    worst = sorted(found.tensors.items(), key=lambda entry: entry[1].sqnr)[:WORST]
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("tensor", no_wrap=True, max_width=console.width - 56)
    for name in ("SQNR dB", "cosine", "max error", "largest"):
        table.add_column(name, no_wrap=True, justify="right")
    for name, each in (*outputs.items(), *worst):
        numbers = f"{each.sqnr:.1f}", f"{each.cosine:.6f}", f"{each.max_error:.3g}"
        table.add_row(name, *numbers, f"{each.largest:.3g}")
    console.print(table)
    tensors, samples = counted(len(found.tensors), "tensor"), counted(found.samples, "sample")
    console.print(
        f"{tensors} compared by name, {len(found.missing)} of {report.first} are not in "
        f"{report.second}; {samples} on {report.runtime}",
        soft_wrap=True,
    )
    first = report.first_different
    console.print(f"the first that differs: {first}" if first else "none differs", soft_wrap=True)


def print_calibration(found: Calibration) -> None:
    """What was counted, and the tensors that did not hold numbers only, on stdout."""
    tensors, samples = counted(len(found.tensors), "tensor"), counted(found.samples, "sample")
    print(f"{tensors} of {found.model} over {samples} on {found.runtime}")
    strange = {
        name: observed.statistics
        for name, observed in found.tensors.items()
        if observed.statistics.nan or observed.statistics.infinite
    }
    for name, each in list(strange.items())[:WORST]:
        shown = name.encode(errors="replace").decode()
        print(f"{shown}: {each.nan} NaN, {each.infinite} infinite of {each.count} elements")
    if len(strange) > WORST:
        print(f"and {len(strange) - WORST} more tensors with such elements")


def print_costs(found: Costs) -> None:
    """What was measured, on what, and which kernels disturb others, on stdout."""
    kernels = [kernel_name(kind, form) for kind, grid in found.grids.items() for form in grid.times]
    sizes = sum(times.size for grid in found.grids.values() for times in grid.times.values())
    print(f"{counted(len(kernels), 'kernel')} of {found.target} at {counted(sizes, 'size')}")
    print(f"{found.runtime} on {found.cpu}")
    disturbing = ", ".join(sorted(found.disturbance.by))
    print(f"kernels that slow down others after them: {disturbing or 'none'}")


def print_bench(found: BenchReport) -> None:
    """The machine's peaks, each call, LiteRT's ops, families of both, and the totals, on stdout."""
    width = None if sys.stdout.isatty() else WIDTH_OF_A_FILE
    console = Console(highlight=False, markup=False, width=width)
    peaks = found.peaks
    levels = ", ".join(f"{_number(b / 1e9)} of {_size(n)}" for n, b in peaks.bytes.items())
    for line in (
        f"{found.model} for {found.target}, by {found.compiler}",
        found.cpu,
        f"peaks: {_number(2 * peaks.int8 / 1e9)} GOP/s int8, "
        f"{_number(2 * peaks.floats / 1e9)} GOP/s float",
        f"reads: {levels}; GB/s",
    ):
        console.print(line, soft_wrap=True)
    repeats = any(call.repetitions != 1 for call in found.calls)
    names = ["call", TENSOR, *(("times",) if repeats else ()), *CALL_FIGURES]
    rows = [_call(call, repeats=repeats) for call in found.calls]
    _print_figures(console, names, _fitted(rows, names, console.width))
    if found.ops:
        rows = [[op.name, _number(op.us)] for op in found.ops]
        _print_figures(console, ["LiteRT's op", "us"], rows)
        rows = [[family, *map(_number, times)] for family, *times in found.families()]
        _print_figures(console, ["work", "C us", "LiteRT us"], rows)
    for line in (*_run_times(found), *found.notes):
        console.print(line, soft_wrap=True)


CALL_FIGURES = ("us", "median", "GOP/s", "GB/s", "of peak", "bound")


def _call(call: CallTime, *, repeats: bool) -> list[str]:
    return [
        call.kernel,
        call.result,
        *((str(call.repetitions),) if repeats else ()),
        _microseconds(call.us),
        _microseconds(call.median_us),
        _number(call.gops),
        _number(call.gbps),
        "" if call.of_peak is None else f"{call.of_peak:.0%}",
        call.bound,
    ]


def _run_times(found: BenchReport) -> Iterator[str]:
    run, products = found.run, sum(call.products for call in found.calls)
    calls = sum(call.us for call in found.calls)
    yield (
        f"total: {_microseconds(run.us)} us, median {_microseconds(run.median_us)}, its calls "
        f"{_microseconds(calls)}; {_number(2 * products / run.us / 1000)} GOP/s"
    )
    if found.litert:
        ratios = found.litert.us / run.us, found.litert.median_us / run.median_us
        yield (
            f"LiteRT: {_microseconds(found.litert.us)} us, median "
            f"{_microseconds(found.litert.median_us)}: {ratios[0]:.2f} and {ratios[1]:.2f} times "
            "as long"
        )


def _microseconds(value: float) -> str:
    return f"{value:.2f}" if value < 10 else _number(value)


def _size(nbytes: int) -> str:
    kib, mib = nbytes >> 10, nbytes >> 20
    return f"{mib} MiB" if mib else f"{kib} KiB"


def _print_figures(console: Console, names: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table of what the first columns name: text is to the left, figures are to the right."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for number, name in enumerate(names):
        is_text = not number or name in (TENSOR, "bound")
        table.add_column(name, no_wrap=True, justify="left" if is_text else "right")
    for row in rows:
        table.add_row(*row)
    console.print(table)


def print_pattern_stats(remarks: Remarks) -> None:
    """How often each pattern was applied, or was not since the file would have grown, on stderr."""
    from qir.passes.canonicalization.duplicates import MERGES
    from qir.passes.canonicalization.families import PATTERNS

    algebra = {pattern.name: pattern.algebra for pattern in PATTERNS} | MERGES
    applied, refused = remarks.rewrites, remarks.refused_rewrites
    width = None if sys.stderr.isatty() else WIDTH_OF_A_FILE
    console = Console(stderr=True, highlight=False, markup=False, width=width)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("pattern", no_wrap=True)
    table.add_column("applied", justify="right")
    table.add_column("refused", justify="right")
    table.add_column("algebra")
    for name in sorted(applied | refused, key=lambda name: (-applied[name], name)):
        table.add_row(name, str(applied[name]), str(refused[name]), algebra.get(name, ""))
    console.print(table)
    console.print(f"{applied.total()} applied, {refused.total()} refused: the file would grow")


def _totals(report: Report) -> str:
    """Bytes of all the weights listed, and how many ops took which form."""
    before = sum(op.bytes_before for op in report.ops)
    after = sum(op.bytes_after for op in report.ops)
    forms = Counter(op.form for op in report.ops)
    counts = ", ".join(f"{count} {form}" for form, count in sorted(forms.items()))
    return f"weights {before:,} -> {after:,} bytes: {counts or 'none'}"


def _fitted(rows: list[list[str]], names: list[str], width: int) -> list[list[str]]:
    """The rows with tensor names cut from the left, so that a line fits the width."""
    tensor = names.index(TENSOR)
    widths = [max(len(row[column]) for row in (names, *rows)) for column in range(len(names))]
    room = max(16, width - sum(widths) + widths[tensor] - GAP * len(names))
    return [
        [_cut(cell, room) if column == tensor else cell for column, cell in enumerate(row)]
        for row in rows
    ]


def _cut(text: str, room: int) -> str:
    return text if len(text) <= room else "…" + text[1 - room :]


def _letter(number: int) -> str:
    """a, b, ... z, aa, ab, ..."""
    rest, last = divmod(number, 26)
    return (_letter(rest - 1) if rest else "") + chr(ord("a") + last)
