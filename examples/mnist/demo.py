"""Quantize the bundled MNIST models and compare them with their float originals on LiteRT.

    python examples/mnist/demo.py [MODEL ...]

Each model runs in a process of its own, on one thread, over the bundled test digits.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.progress import track
from rich.table import Table

import qir

HERE = Path(__file__).parent
MODELS = sorted(path.stem for path in HERE.glob("*.tflite"))
WARM_UP = 50


@dataclass(frozen=True)
class Measured:
    """One model over the test digits: share of digits it got right, median time of one."""

    accuracy: float
    milliseconds: float


def measure(model: bytes) -> Measured:
    from ai_edge_litert.interpreter import Interpreter

    test = np.load(HERE / "test.npz")
    interpreter: Any = Interpreter(model_content=model, num_threads=1)
    interpreter.allocate_tensors()
    source, result = interpreter.get_input_details()[0], interpreter.get_output_details()[0]
    images = (test["images"] / 255).astype(np.float32).reshape(-1, *source["shape"])
    for image in images[:WARM_UP]:
        interpreter.set_tensor(source["index"], image)
        interpreter.invoke()
    right, times = 0, list[float]()
    for image, label in zip(images, test["labels"], strict=True):
        interpreter.reset_all_variables()
        interpreter.set_tensor(source["index"], image)
        start = time.perf_counter()
        interpreter.invoke()
        times.append(time.perf_counter() - start)
        right += int(interpreter.get_tensor(result["index"]).argmax() == label)
    return Measured(right / len(images), 1000 * statistics.median(times))


def silence_runtime() -> None:
    """LiteRT's native code greets on stderr whenever a model is loaded."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())


def measure_alone(model: bytes) -> Measured:
    """One model's run can change the speed of the next in the same process."""
    with ProcessPoolExecutor(1, get_context("spawn"), silence_runtime) as pool:
        return pool.submit(measure, model).result()


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("models", nargs="*", metavar="MODEL", help=f"of {', '.join(MODELS)}")
    chosen: list[str] = parser.parse_args().models or MODELS
    if unknown := set(chosen) - set(MODELS):
        parser.error(f"no bundled model {min(unknown)!r}; there are {', '.join(MODELS)}")
    table = Table(
        title="float -> quantized, on LiteRT, one thread", box=SIMPLE_HEAD, pad_edge=False
    )
    table.add_column("model", no_wrap=True)
    for name in ("KB", "smaller", "accuracy %", "milliseconds", "faster"):
        table.add_column(name, justify="right", no_wrap=True)
    for name in track(chosen, "quantizing and running", console=Console(stderr=True)):
        before = (HERE / f"{name}.tflite").read_bytes()
        result = qir.quantize(before)
        a, b = measure_alone(before), measure_alone(result.model)
        table.add_row(
            name,
            f"{len(before) / 1000:.0f} -> {len(result.model) / 1000:.0f}",
            f"{result.report.ratio:.2f}x",
            f"{100 * a.accuracy:.2f} -> {100 * b.accuracy:.2f}",
            f"{a.milliseconds:.3f} -> {b.milliseconds:.3f}",
            f"{a.milliseconds / b.milliseconds:.2f}x",
        )
    Console().print(table)


if __name__ == "__main__":
    main()
