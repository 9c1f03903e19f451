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
from collections.abc import Callable
from pathlib import Path

from xdsl.dialects.builtin import ModuleOp

from qir.backends.tflite.writer import write_tflite
from qir.dialects.tfl.building import Option

sys.path.append(str(Path(__file__).parents[1] / "tests"))
from nets import Net


def svdf(features: int = 40, units: int = 512, bottleneck: int = 64, words: int = 12) -> ModuleOp:
    """Four SVDF layers with bottlenecks between. https://arxiv.org/abs/1812.02802"""
    net, depth = Net("frame", (1, features)), features
    x = net.input
    for index, memory in enumerate((8, 10, 16, 16)):
        name = f"svdf{index}"
        operands = [
            x,
            net.constant(f"{name}/features", net.drawn(units, depth)),
            net.constant(f"{name}/time", net.drawn(units, memory)),
            net.zeros(f"{name}/bias", units),
            net.state(f"{name}/state", 1, memory * units),
        ]
        x = net.op(name, "SVDF", operands, (1, units), rank=1, fused_activation_function="RELU")
        depth = bottleneck
        # RELU lets half of the power of a normal distribution pass.
        x = net.dense(f"bottleneck{index}", x, (1,), net.drawn(depth, units, gain=2**0.5))
    return net.module(net.dense("words", x, (1,), net.drawn(words, depth)))


def rnn(steps: int = 64, features: int = 128, cells: int = 256, outs: int = 64) -> ModuleOp:
    """Two layers of UNIDIRECTIONAL_SEQUENCE_RNN, then a dense one, over a sequence."""
    net, depth = Net("sequence", (1, steps, features)), features
    x = net.input
    options: dict[str, Option] = {"fused_activation_function": "TANH", "time_major": False}
    for index in range(2):
        name = f"rnn{index}"
        operands = [
            x,
            net.constant(f"{name}/kernel", net.drawn(cells, depth)),
            # Below 1, so that what a step remembers wears off.
            net.constant(f"{name}/recurrent", net.drawn(cells, cells, gain=0.7)),
            net.zeros(f"{name}/bias", cells),
            net.state(f"{name}/state", 1, cells),
        ]
        shape, depth = (1, steps, cells), cells
        x = net.op(name, "UNIDIRECTIONAL_SEQUENCE_RNN", operands, shape, **options)
    return net.module(net.dense("head", x, (1, steps), net.drawn(outs, cells)))


MODELS: dict[str, Callable[[], ModuleOp]] = {"svdf": svdf, "rnn": rnn}


def write_models(models: dict[str, Callable[[], ModuleOp]], description: str) -> None:
    """What a script does that writes models, each to a file of its name in the folder asked for."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("-o", "--output", type=Path, default=Path("build/models"), metavar="FOLDER")
    args = parser.parse_args()
    args.output.mkdir(parents=True, exist_ok=True)
    for name, build in models.items():
        file = args.output / f"{name}.tflite"
        print(f"{file}: {write_tflite(build(), file):,} bytes")


if __name__ == "__main__":
    write_models(MODELS, "Build models of recurrent operators.")
