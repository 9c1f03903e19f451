"""How tight interval analysis is, and whether LiteRT keeps to it: `passes/analysis/ranges.py`.

    python benchmarks/ranges.py examples/mnist/*.tflite build/models/*.tflite

Each model runs once on drawn inputs, with LiteRT's builtin kernels and every tensor kept. Its
inputs are bounded by what was drawn, and its tensors by the analysis. `outside`: tensors that left
their bounds, of which there must be none. `ratio`: the width of the bounds over what was seen, the
median over convolutions and products. Exit code 1 where a tensor was outside.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from typing import NamedTuple

import numpy as np
from rich.console import Console
from rich.table import Table
from xdsl.dialects.builtin import ModuleOp
from xdsl.ir import SSAValue

from qir.diagnostics import QirError
from qir.driver.litert import LiteRTRunner
from qir.frontends.tflite import read_tflite
from qir.functions import operators
from qir.interp.comparison import entry_function
from qir.interp.inputs import draw_inputs
from qir.notes import name_of
from qir.numerics.ranges import Range
from qir.passes.analysis.ranges import analyze_ranges

PRODUCTS = {
    "tfl.batch_matmul",
    "tfl.conv_2d",
    "tfl.depthwise_conv_2d",
    "tfl.fully_connected",
    "tfl.transpose_conv",
}


class Found(NamedTuple):
    """Of one model: seconds of the analysis, tensors with bounds, those outside, the ratio."""

    seconds: float
    bounded: int
    outside: list[str]
    ratio: float | None


def measure(module: ModuleOp) -> Found:
    function = entry_function(module)
    inputs = draw_inputs(function, 0)
    seeds: dict[SSAValue, Range] = {
        argument: Range.of_values(array)
        for argument, array in zip(function.body.block.args, inputs, strict=True)
        if array.dtype.kind == "f" and array.size
    }
    start = time.perf_counter()
    ranges = analyze_ranges(module, seeds)
    seconds = time.perf_counter() - start
    tensors = LiteRTRunner(module, function, xnnpack=False).run(inputs).tensors
    bounded, outside, ratios = 0, list[str](), list[float]()
    for name, value in named(module).items():
        array = tensors.get(name)
        if array is None or value not in ranges or array.dtype.kind != "f" or not array.size:
            continue
        bounded += 1
        numbers, known = array.astype(np.float64), ranges[value]
        is_inside = (numbers >= known.low) & (numbers <= known.high) | np.isnan(numbers) & known.nan
        if not is_inside.all():
            outside.append(name)
        interval = known.interval()
        width, seen = interval.high - interval.low, float(np.ptp(numbers))
        if value.owner.name in PRODUCTS and np.isfinite(width) and seen > 0:
            ratios.append(width / seen)
    return Found(seconds, bounded, outside, float(np.median(ratios)) if ratios else None)


def named(module: ModuleOp) -> dict[str, SSAValue]:
    """The results of the first function by their names, those whose name is another's left out."""
    found: dict[str, SSAValue] = {}
    twice: set[str] = set()
    for op in operators(entry_function(module)):
        for result in op.results:
            if (name := name_of(result)) is not None:
                twice |= {name} & found.keys()
                found[name] = result
    return {name: value for name, value in found.items() if name not in twice}


def main() -> None:
    parser = argparse.ArgumentParser(description="Hold LiteRT's tensors to their static bounds.")
    parser.add_argument("models", type=Path, nargs="+", metavar="MODEL.tflite")
    args = parser.parse_args()
    console = Console(width=None if sys.stdout.isatty() else 120)
    table = Table("model", "seconds", "bounded", "outside", "ratio")
    is_sound = True
    for path in args.models:
        try:
            found = measure(read_tflite(path))
        except QirError as error:
            table.add_row(path.stem, "", "", "", f"cannot be run: {str(error)[:60]}")
            continue
        is_sound &= not found.outside
        ratio = "" if found.ratio is None else f"{found.ratio:.3g}"
        outside = ", ".join(found.outside[:3]) or "none"
        table.add_row(path.stem, f"{found.seconds:.2f}", str(found.bounded), outside, ratio)
    console.print(table)
    sys.exit(not is_sound)


if __name__ == "__main__":
    main()
