"""Build benchmark models of recurrent operators that TensorFlow's converter does not make.

    python benchmarks/recurrent_models.py -o build/models

`svdf`: keywords in a stream of audio, one frame of 40 mel features a call; its operators keep the
last frames. `rnn`: two plain recurrent layers over a sequence, each one operator. Weights are
random, scaled so that activations stay near unit variance. They are written by QIR, since nothing
at hand makes such files anymore; there is no dynamic-range file of TensorFlow beside them.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from xdsl.dialects.builtin import ModuleOp, StringAttr
from xdsl.ir import SSAValue

from qir.backends.tflite.writer import write_tflite
from qir.notes import note

tests = Path(__file__).parents[1] / "tests"
sys.path += [str(tests), str(tests / "passes")]

from small_models import Graph, Option  # noqa: E402

SEED = 20240229


class Net:
    """A graph whose weights are drawn and whose tensors are named."""

    def __init__(self) -> None:
        self.graph = Graph()
        self.rng = np.random.default_rng(SEED)

    def weights(self, name: str, *shape: int, gain: float = 1.0) -> SSAValue:
        """Normally distributed; a sum over the last axis has `gain` times the deviation of x."""
        drawn = self.rng.normal(0, gain * shape[-1] ** -0.5, shape).astype(np.float32)
        return named(self.graph.constant(drawn), name)

    def zeros(self, name: str, size: int) -> SSAValue:
        return named(self.graph.constant(np.zeros(size, np.float32)), name)

    def state(self, name: str, *shape: int) -> SSAValue:
        return named(self.graph.variable(shape), name)

    def op(
        self,
        name: str,
        builtin: str,
        operands: Sequence[SSAValue],
        shape: Sequence[int],
        **options: Option,
    ) -> SSAValue:
        return named(self.graph.op(builtin, operands, shape, **options), name)

    def dense(
        self, name: str, x: SSAValue, rows: Sequence[int], ins: int, outs: int, gain: float = 1.0
    ) -> SSAValue:
        operands = [
            x,
            self.weights(f"{name}/kernel", outs, ins, gain=gain),
            self.zeros(f"{name}/bias", outs),
        ]
        return self.op(name, "FULLY_CONNECTED", operands, (*rows, outs), keep_num_dims=True)

    def module(self, source: str, result: SSAValue) -> ModuleOp:
        """The model, whose input has the name `source`."""
        module = self.graph.module(result)
        named(self.graph.block.args[0], source)
        return module


def named(value: SSAValue, name: str) -> SSAValue:
    note(value, {"name": StringAttr(name)})
    return value


def svdf(features: int = 40, units: int = 512, bottleneck: int = 64, words: int = 12) -> ModuleOp:
    """Four SVDF layers with bottlenecks between. https://arxiv.org/abs/1812.02802"""
    net, depth = Net(), features
    x = net.graph.argument((1, features))
    for index, memory in enumerate((8, 10, 16, 16)):
        name = f"svdf{index}"
        operands = [
            x,
            net.weights(f"{name}/features", units, depth),
            net.weights(f"{name}/time", units, memory),
            net.zeros(f"{name}/bias", units),
            net.state(f"{name}/state", 1, memory * units),
        ]
        x = net.op(name, "SVDF", operands, (1, units), rank=1, fused_activation_function="RELU")
        depth = bottleneck
        # RELU lets half of the power of a normal distribution pass.
        x = net.dense(f"bottleneck{index}", x, (1,), units, depth, gain=2**0.5)
    return net.module("frame", net.dense("words", x, (1,), depth, words))


def rnn(steps: int = 64, features: int = 128, cells: int = 256, outs: int = 64) -> ModuleOp:
    """Two layers of UNIDIRECTIONAL_SEQUENCE_RNN, then a dense one, over a sequence."""
    net, depth = Net(), features
    x = net.graph.argument((1, steps, features))
    options: dict[str, Option] = {"fused_activation_function": "TANH", "time_major": False}
    for index in range(2):
        name = f"rnn{index}"
        operands = [
            x,
            net.weights(f"{name}/kernel", cells, depth),
            # Below 1, so that what a step remembers wears off.
            net.weights(f"{name}/recurrent", cells, cells, gain=0.7),
            net.zeros(f"{name}/bias", cells),
            net.state(f"{name}/state", 1, cells),
        ]
        shape, depth = (1, steps, cells), cells
        x = net.op(name, "UNIDIRECTIONAL_SEQUENCE_RNN", operands, shape, **options)
    return net.module("sequence", net.dense("head", x, (1, steps), cells, outs))


MODELS: dict[str, Callable[[], ModuleOp]] = {"svdf": svdf, "rnn": rnn}


def main() -> None:
    parser = argparse.ArgumentParser(description="Build models of recurrent operators.")
    parser.add_argument("-o", "--output", type=Path, default=Path("build/models"), metavar="FOLDER")
    args = parser.parse_args()
    args.output.mkdir(parents=True, exist_ok=True)
    for name, build in MODELS.items():
        file = args.output / f"{name}.tflite"
        print(f"{file}: {write_tflite(build(), file):,} bytes")


if __name__ == "__main__":
    main()
