"""How the time to compile a model grows with its operators, and with its bytes.

Models of 1,000 to 50,000 operators with small weights, then of 100 operators with weights of 1 MB
to 1 GB, are read, verified, quantized for `litert-builtin` and written, each in a process of its
own. A table has the seconds of each step, and a plot shows them: a line of slope 1 is linear.

    pip install '.[benchmarks]'
    python benchmarks/ir_scale.py build/scale

needs twice the bytes of the largest model on the disk.
"""

from __future__ import annotations

import argparse
import gc
import resource
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from importlib.util import find_spec
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np

from qir.backends.tflite.writer import write_tflite
from qir.context import QirContext
from qir.driver.pipelines import run, spelled
from qir.frontends.tflite import read_tflite
from qir.tflite_format.record import Record
from qir.tflite_format.schema import operator_by_name
from qir.tflite_format.writer import write_model

OPERATORS = (1_000, 2_000, 5_000, 10_000, 20_000, 50_000)
MEGABYTES = (1, 10, 100, 1_000)
OPERATORS_OF_LARGE = 100
STEPS = ("read", "verify", "quantize", "write")


@dataclass(frozen=True)
class Weights:
    """The weights of one layer, made when they are written."""

    width: int
    seed: int

    @property
    def nbytes(self) -> int:
        return 4 * self.width**2

    def parts(self) -> Iterator[memoryview]:
        rng = np.random.default_rng(self.seed)
        yield memoryview(rng.standard_normal((self.width, self.width), np.float32)).cast("B")


@dataclass
class Chain:
    """A model under construction: a chain of FULLY_CONNECTED and ADD, by turns."""

    width: int
    tensors: list[Record] = field(default_factory=list[Record])
    buffers: list[Record] = field(default_factory=lambda: [Record("Buffer")])

    def tensor(self, shape: list[int], data: Weights | None = None) -> int:
        name = f"t{len(self.tensors)}"
        buffer = 0
        if data:
            buffer = len(self.buffers)
            self.buffers.append(Record("Buffer", data=data))
        record = Record("Tensor", name=name, shape=shape, has_rank=True, buffer=buffer)
        self.tensors.append(record)
        return len(self.tensors) - 1

    def write(self, operators: int, path: Path) -> None:
        first = x = self.tensor([1, self.width])
        made: list[Record] = []
        for number in range(operators):
            if number % 2:
                inputs, options = [x, first], Record("AddOptions")
            else:
                weights = Weights(self.width, number)
                inputs = [x, self.tensor([self.width, self.width], weights), -1]
                options = Record("FullyConnectedOptions")
            x = self.tensor([1, self.width])
            made.append(
                Record(
                    "Operator",
                    opcode_index=number % 2,
                    inputs=inputs,
                    outputs=[x],
                    builtin_options=options,
                )
            )
        codes = [operator_by_name(name).code for name in ("FULLY_CONNECTED", "ADD")]
        graph = Record(
            "SubGraph",
            name="main",
            tensors=self.tensors,
            inputs=[first],
            outputs=[x],
            operators=made,
        )
        model = Record(
            "Model",
            version=3,
            operator_codes=[
                Record("OperatorCode", builtin_code=code, deprecated_builtin_code=code)
                for code in codes
            ],
            subgraphs=[graph],
            buffers=self.buffers,
        )
        with path.open("wb") as file:
            write_model(model, file)


def make(operators: int, width: int, path: Path) -> None:
    Chain(width).write(operators, path)


def compile_model(path: Path, output: Path) -> dict[str, float]:
    """Seconds of each step, and megabytes of memory at the peak."""
    gc.disable()  # as the command lines do
    ctx, found = QirContext(), dict[str, float]()

    def timed(step: str, action: Callable[[], Any]) -> Any:
        start = time.perf_counter()
        result = action()
        found[step] = time.perf_counter() - start
        return result

    module = timed("read", lambda: read_tflite(path))
    timed("verify", module.verify)
    steps = spelled("hybrid", target="litert-builtin", min_elements=0)
    timed("quantize", lambda: run(steps, module, ctx, verify_each=False))
    timed("write", lambda: write_tflite(module, output))
    # The pipeline verifies the module before the first pass and after the last.
    found["all"] = sum(found[step] for step in ("read", "quantize", "write"))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found["MB"] = peak / (1e6 if sys.platform == "darwin" else 1e3)
    return found


def isolated(function: Callable[..., Any], *arguments: Any) -> Any:
    """Call in a process of its own."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(function, *arguments).result()


def measure(title: str, sizes: dict[int, tuple[int, int]], folder: Path) -> dict[int, Any]:
    """The costs of models of so many operators and such a width, by what varies; printed too."""
    columns = (*STEPS, "all", "MB")
    print(f"{title:>12} " + " ".join(f"{column:>9}" for column in columns))
    results: dict[int, Any] = {}
    model, output = folder / "scale.tflite", folder / "scale.out.tflite"
    for size, (operators, width) in sizes.items():
        isolated(make, operators, width, model)
        results[size] = isolated(compile_model, model, output)
        figures = " ".join(f"{results[size][column]:9.2f}" for column in columns)
        print(f"{size:12,} {figures}", flush=True)
        model.unlink()
        output.unlink()
    return results


def plot(panels: dict[str, dict[int, Any]], path: Path) -> None:
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(1, len(panels), figsize=(11, 4.5), layout="constrained")
    for axis, (title, results) in zip(axes, panels.items(), strict=True):
        sizes = list(results)
        for step in (*STEPS, "all"):
            axis.loglog(sizes, [results[size][step] for size in sizes], marker="o", label=step)
        axis.set(xlabel=title, ylabel="seconds")
        axis.grid(visible=True, which="both", alpha=0.3)
        axis.legend()
    figure.savefig(path)
    print(path)


def main() -> None:
    parser = argparse.ArgumentParser(description="Time the compiler over sizes of models.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--quick", action="store_true", help="Leave out the two largest of each.")
    args = parser.parse_args()
    if find_spec("matplotlib") is None:
        sys.exit("the plot needs matplotlib: pip install 'qir[benchmarks]'")
    args.folder.mkdir(parents=True, exist_ok=True)
    last = -2 if args.quick else None
    by_operators = {count: (count, 32) for count in OPERATORS[:last]}
    layers = OPERATORS_OF_LARGE // 2
    by_bytes = {
        megabytes: (OPERATORS_OF_LARGE, int((megabytes * 1e6 / 4 / layers) ** 0.5))
        for megabytes in MEGABYTES[:last]
    }
    panels = {
        "operators": measure("operators", by_operators, args.folder),
        "megabytes of weights": measure("megabytes", by_bytes, args.folder),
    }
    plot(panels, args.folder / "scale.svg")


if __name__ == "__main__":
    main()
