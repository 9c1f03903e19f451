"""Quantize a model larger than 2 GiB, and copy it; measure memory and compare with numpy.

The model is a chain of FULLY_CONNECTED layers of random weights, by default 12 of 8192 x 8192, or
3.2 GB, written without being held in memory. `qir quantize` makes a file of a quarter of its size
and `qopt` a float copy, whose weights are again outside of the flatbuffer. Peak memory is each
process's largest resident set, which counts the pages of mapped files that it has touched. LiteRT
then runs both, and a random input gives what numpy computes from the same random weights.

    python benchmarks/large_model.py build/large

needs twice the model's size on the disk, and to run the float model as much memory again.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import quantizers
from compile_cost import run
from quantizers import Job

from qir.tflite_format.record import Record
from qir.tflite_format.schema import enum_values, operator_by_name
from qir.tflite_format.writer import write_model

MAX_ERRORS = {"float": 1e-4, "quantized": 0.1}
"""Largest root mean square of the difference from numpy, relative to that of numpy's result.

A layer of 8-bit weights and activations adds some 1%, a wrong or misplaced one more than 100%.
"""


@dataclass(frozen=True)
class Chain:
    """A model: `layers` times y = relu(W x), with W of `width` x `width`."""

    layers: int
    width: int

    def weights(self, layer: int) -> np.ndarray[Any, Any]:
        """Of a variance that keeps activations near 1."""
        rng = np.random.default_rng(layer)
        weights = rng.standard_normal((self.width, self.width), np.float32)
        weights *= np.float32((2 / self.width) ** 0.5)
        return weights

    def input(self) -> np.ndarray[Any, Any]:
        return np.random.default_rng(self.layers).standard_normal((1, self.width), np.float32)

    def output(self) -> np.ndarray[Any, Any]:
        x = self.input()
        for layer in range(self.layers):
            x = np.maximum(x @ self.weights(layer).T, 0)
        return x


@dataclass(frozen=True)
class Layer:
    """The weights of a layer, made when they are written."""

    chain: Chain
    number: int

    @property
    def nbytes(self) -> int:
        return 4 * self.chain.width**2

    def parts(self) -> Iterator[memoryview]:
        yield memoryview(self.chain.weights(self.number)).cast("B")


def tensors(chain: Chain) -> Iterator[Record]:
    """The input, then the weights and the result of each layer."""
    width = chain.width
    yield Record("Tensor", name="x", shape=[1, width], has_rank=True)
    for layer in range(chain.layers):
        shape = [width, width]
        yield Record("Tensor", name=f"w{layer}", shape=shape, has_rank=True, buffer=layer + 1)
        yield Record("Tensor", name=f"y{layer}", shape=[1, width], has_rank=True)


def make(chain: Chain, path: Path) -> None:
    relu = enum_values("ActivationFunctionType")["RELU"]
    options = Record("FullyConnectedOptions", fused_activation_function=relu)
    operators = [
        Record(
            "Operator",
            inputs=[2 * layer, 2 * layer + 1, -1],
            outputs=[2 * layer + 2],
            builtin_options=options,
        )
        for layer in range(chain.layers)
    ]
    code = operator_by_name("FULLY_CONNECTED").code
    model = Record(
        "Model",
        version=3,
        operator_codes=[Record("OperatorCode", builtin_code=code, deprecated_builtin_code=code)],
        subgraphs=[
            Record(
                "SubGraph",
                name="main",
                tensors=list(tensors(chain)),
                inputs=[0],
                outputs=[2 * chain.layers],
                operators=operators,
            )
        ],
        buffers=[
            Record("Buffer"),
            *(Record("Buffer", data=Layer(chain, layer)) for layer in range(chain.layers)),
        ],
    )
    with path.open("wb") as file:
        write_model(model, file)


def error(chain: Chain, path: Path, builtin: bool) -> float:
    """How far LiteRT's result is from numpy's."""
    litert: Any = import_module("ai_edge_litert.interpreter")
    kinds = litert.OpResolverType
    kind = kinds.BUILTIN_WITHOUT_DEFAULT_DELEGATES if builtin else kinds.AUTO
    runtime = litert.Interpreter(str(path), experimental_op_resolver_type=kind)
    runtime.allocate_tensors()
    runtime.set_tensor(runtime.get_input_details()[0]["index"], chain.input())
    runtime.invoke()
    found = runtime.get_tensor(runtime.get_output_details()[0]["index"])
    expected = chain.output()
    return float(np.sqrt(np.mean((found - expected) ** 2) / np.mean(expected**2)))


def isolated(function: Any, *arguments: Any) -> Any:
    """Call in a process of its own: what this process holds would count as its children's."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as pool:
        return pool.submit(function, *arguments).result()


def main() -> None:
    parser = argparse.ArgumentParser(description="Quantize and copy a model larger than 2 GiB.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--layers", type=int, default=12)
    parser.add_argument("--width", type=int, default=8192)
    parser.add_argument("--keep", action="store_true", help="Leave the files in the folder.")
    args = parser.parse_args()
    args.folder.mkdir(parents=True, exist_ok=True)
    chain = Chain(args.layers, args.width)
    model, copy = args.folder / "large.tflite", args.folder / "large.copy.tflite"
    isolated(make, chain, model)
    print(f"{model}: {model.stat().st_size:,} bytes")
    qopt = Job([quantizers.find("qopt"), str(model), "-o", str(copy)], copy)
    jobs = {"quantized": quantizers.qir(model, args.folder, "litert-builtin"), "float": qopt}
    failed = False
    for kind, job in jobs.items():
        cost = run(job)
        size = job.output.stat().st_size
        print(
            f"{job.output}: {size:,} bytes, {cost.seconds:.1f} s, "
            f"peak memory {cost.peak_bytes / 1e6:,.0f} MB"
        )
        for builtin in (True, False):
            found = isolated(error, chain, job.output, builtin)
            kernels = "built-in kernels" if builtin else "XNNPACK"
            print(f"  {kernels}: {found:.2g} from numpy; expected below {MAX_ERRORS[kind]:g}")
            failed |= not found < MAX_ERRORS[kind]
        if not args.keep:
            job.output.unlink()
    if not args.keep:
        model.unlink()
    sys.exit(failed)


if __name__ == "__main__":
    main()
