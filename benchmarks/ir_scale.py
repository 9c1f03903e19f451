"""How the time to compile a model grows with its operators, and with its bytes.

Models of 1,000 to 50,000 operators with small weights, then of 100 FULLY_CONNECTED with weights of
1 MB to 1 GB, are read, verified, quantized for `litert-builtin`, verified and written, each round
in a process of its own. A table has the median seconds of each step and the largest peak memory,
and a plot shows the seconds: a line of slope 1 is linear.

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
from statistics import median
from typing import Any

import numpy as np

from qir.backends.tflite.writer import write_tflite
from qir.context import QirContext
from qir.driver.pipelines import Options
from qir.driver.registry import make_passes, own_passes
from qir.frontends.tflite import read_tflite
from qir.tflite_format.record import Record
from qir.tflite_format.schema import enum_values, operator_by_name
from qir.tflite_format.writer import write_model

OPERATORS = (1_000, 2_000, 5_000, 10_000, 20_000, 50_000)
MEGABYTES = (1, 10, 100, 1_000)
LAYERS_OF_LARGE = 100
BLOCK = ("FULLY_CONNECTED", "ADD", "RELU", "RESHAPE")
OPTIONS = {
    "FULLY_CONNECTED": "FullyConnectedOptions",
    "ADD": "AddOptions",
    "RESHAPE": "ReshapeOptions",
}
STEPS = ("read", "verify", "quantize", "reverify", "write")


@dataclass(frozen=True)
class Weights:
    """The weights of one layer, made when they are written; they keep activations near 1."""

    width: int
    seed: int

    @property
    def nbytes(self) -> int:
        return 4 * self.width**2

    def parts(self) -> Iterator[memoryview]:
        rng = np.random.default_rng(self.seed)
        weights = rng.standard_normal((self.width, self.width), np.float32)
        weights *= np.float32(self.width**-0.5)
        yield memoryview(weights).cast("B")


@dataclass
class Chain:
    """A model under construction: a chain of operators of `kinds`, by turns."""

    kinds: tuple[str, ...]
    width: int
    tensors: list[Record] = field(default_factory=list[Record])
    buffers: list[Record] = field(default_factory=lambda: [Record("Buffer")])

    def tensor(self, shape: list[int], type: str = "FLOAT32", data: Any = None) -> int:
        name = f"t{len(self.tensors)}"
        buffer = 0
        if data is not None:
            buffer = len(self.buffers)
            self.buffers.append(Record("Buffer", data=data))
        number = enum_values("TensorType")[type]
        record = Record("Tensor", name=name, shape=shape, type=number, has_rank=True, buffer=buffer)
        self.tensors.append(record)
        return len(self.tensors) - 1

    def shape(self, kind: str) -> list[int]:
        """What an operator of a kind makes: a RESHAPE to the same shape would be erased."""
        return [1, 1, self.width] if kind == "RESHAPE" else [1, self.width]

    def operands(self, kind: str, x: int, first: int) -> list[int]:
        """What an operator of a kind takes when the one before it made `x`."""
        match kind:
            case "FULLY_CONNECTED":
                weights = Weights(self.width, len(self.tensors))
                return [x, self.tensor([self.width, self.width], data=weights), -1]
            case "ADD":
                return [x, first]
            case "RESHAPE":
                shape = np.array(self.shape(kind), np.int32)
                return [x, self.tensor([len(shape)], "INT32", shape.tobytes())]
            case _:
                return [x]

    def write(self, operators: int, path: Path) -> None:
        first = x = self.tensor([1, self.width])
        made: list[Record] = []
        for number in range(operators):
            code = number % len(self.kinds)
            kind = self.kinds[code]
            inputs = self.operands(kind, x, first)
            x = self.tensor(self.shape(kind))
            options = {"builtin_options": Record(OPTIONS[kind])} if kind in OPTIONS else {}
            made.append(
                Record("Operator", opcode_index=code, inputs=inputs, outputs=[x], **options)
            )
        codes = [operator_by_name(kind).code for kind in self.kinds]
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


def make(kinds: tuple[str, ...], operators: int, width: int, path: Path) -> None:
    Chain(kinds, width).write(operators, path)


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
    steps = Options(target="litert-builtin", min_elements=0).steps()
    passes = make_passes(",".join(steps), own_passes())
    timed("quantize", lambda: [step.apply(ctx, module) for step in passes])
    timed("reverify", module.verify)
    timed("write", lambda: write_tflite(module, output))
    found["all"] = sum(found[step] for step in STEPS)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found["MB"] = peak / (1e6 if sys.platform == "darwin" else 1e3)
    return found


def isolated(function: Callable[..., Any], *arguments: Any) -> Any:
    """Call in a process of its own."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(function, *arguments).result()


Size = tuple[tuple[str, ...], int, int]
"""Kinds of operators, how many of them, and the width of their weights."""


def measure(title: str, sizes: dict[int, Size], folder: Path, rounds: int) -> dict[int, Any]:
    """The costs of models of these sizes, by what varies; printed too."""
    columns = (*STEPS, "all", "MB")
    print(f"{title:>12} " + " ".join(f"{column:>9}" for column in columns))
    results: dict[int, Any] = {}
    model, output = folder / "scale.tflite", folder / "scale.out.tflite"
    for size, (kinds, operators, width) in sizes.items():
        isolated(make, kinds, operators, width, model)
        costs = [isolated(compile_model, model, output) for _ in range(rounds)]
        found = {column: median(cost[column] for cost in costs) for column in columns}
        found["MB"] = max(cost["MB"] for cost in costs)
        results[size] = found
        print(f"{size:12,} " + " ".join(f"{found[column]:9.2f}" for column in columns), flush=True)
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
    parser.add_argument("--rounds", type=int, default=3, help="Compilations of each model.")
    args = parser.parse_args()
    if find_spec("matplotlib") is None:
        sys.exit("the plot needs matplotlib: pip install 'qir[benchmarks]'")
    args.folder.mkdir(parents=True, exist_ok=True)
    last = -2 if args.quick else None
    by_operators = {count: (BLOCK, count, 32) for count in OPERATORS[:last]}
    layers = LAYERS_OF_LARGE
    by_bytes = {
        megabytes: (("FULLY_CONNECTED",), layers, int((megabytes * 1e6 / 4 / layers) ** 0.5))
        for megabytes in MEGABYTES[:last]
    }
    panels = {
        "operators": measure("operators", by_operators, args.folder, args.rounds),
        "megabytes of weights": measure("megabytes", by_bytes, args.folder, args.rounds),
    }
    plot(panels, args.folder / "scale.svg")


if __name__ == "__main__":
    main()
