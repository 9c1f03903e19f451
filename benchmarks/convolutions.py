"""Time single convolutions on LiteRT with XNNPACK, float against hybrid.

    python benchmarks/convolutions.py                       # shapes of MobileNets and ResNet
    python benchmarks/convolutions.py 14,512,512,1 56,64,64,3

A shape is side,in,out,kernel: a square image, stride 1, SAME padding. The targets' limits come from
here, such as the one on short sums without VNNI: read it off the column float / hybrid. Each
variant runs in a process of its own, in turns; medians over all rounds.
"""

from __future__ import annotations

import argparse
import itertools
import tempfile
from pathlib import Path
from statistics import median

import host
import numpy as np
from latency import Child
from rich.console import Console
from rich.table import Table
from xdsl.dialects.builtin import IntegerAttr as Int
from xdsl.dialects.builtin import ModuleOp, StringAttr, TensorType, f32, i32
from xdsl.dialects.func import FuncOp, ReturnOp
from xdsl.ir import Block, Region

from qir.backends.tflite.writer import write_tflite
from qir.context import QirContext
from qir.dialects.tfl import op_class
from qir.dialects.tfl.constants import ConstOp
from qir.driver import pipelines
from qir.weights import WeightAttr

SHAPES = (
    (112, 32, 64, 1),
    (112, 16, 96, 1),
    (56, 24, 144, 1),
    (56, 128, 128, 1),
    (28, 192, 32, 1),
    (28, 256, 256, 1),
    (14, 384, 64, 1),
    (14, 96, 576, 1),
    (14, 512, 512, 1),
    (7, 160, 960, 1),
    (7, 1024, 1024, 1),
    (56, 64, 64, 3),
    (28, 128, 128, 3),
    (14, 256, 256, 3),
)
Shape = tuple[int, int, int, int]


def convolution(shape: Shape) -> ModuleOp:
    """A model of one convolution with random weights."""
    side, ins, outs, kernel = shape
    rng = np.random.default_rng(0)
    block = Block(arg_types=[TensorType(f32, [1, side, side, ins])])
    weights = constant(rng.standard_normal((outs, kernel, kernel, ins), np.float32))
    bias = constant(np.zeros(outs, np.float32))
    ones = dict.fromkeys(("stride_h", "stride_w", "dilation_h_factor", "dilation_w_factor"), 1)
    conv = op_class("CONV_2D").create(
        operands=[block.args[0], weights.output, bias.output],
        result_types=[TensorType(f32, [1, side, side, outs])],
        properties={name: Int(value, i32) for name, value in ones.items()}
        | {"padding": StringAttr("SAME"), "fused_activation_function": StringAttr("NONE")},
    )
    block.add_ops([weights, bias, conv, ReturnOp(conv.results[0])])
    types = block.arg_types, [conv.results[0].type]
    return ModuleOp([FuncOp("main", types, Region(block))])


def constant(array: np.ndarray) -> ConstOp:
    type = TensorType(f32, array.shape)
    value = WeightAttr.of(type, f"w{array.size}", array)
    return ConstOp.create(result_types=[type], properties={"value": value})


def measure(shape: Shape, rounds: int, burst_ms: float) -> tuple[float, float]:
    """Milliseconds of one convolution, float and hybrid."""
    module = convolution(shape)
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / f"{name}.tflite" for name in ("float", "hybrid")]
        write_tflite(module, files[0])
        pipelines.run(("quantize-weights{min-elements=0}", "legalize-hybrid"), module, QirContext())
        write_tflite(module, files[1])
        children = [Child.of(file, "litert-xnnpack", burst_ms) for file in files]
        turns = [[child.burst() for child in children] for _ in range(rounds)]
        for child in children:
            child.close()
    plain, hybrid = (median(itertools.chain(*times)) for times in zip(*turns, strict=True))
    return plain, hybrid


def parse_shape(text: str) -> Shape:
    side, ins, outs, kernel = map(int, text.split(","))
    return side, ins, outs, kernel


def main() -> None:
    parser = argparse.ArgumentParser(description="Time single convolutions on LiteRT.")
    parser.add_argument("shapes", nargs="*", type=parse_shape, metavar="SIDE,IN,OUT,KERNEL")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--burst-ms", type=float, default=100, help="length of one turn")
    args = parser.parse_args()
    table = Table(title=host.describe(), title_justify="left")
    for column in ("side", "in", "out", "kernel", "products", "float ms", "hybrid ms"):
        table.add_column(column, justify="right", no_wrap=True)
    table.add_column("float / hybrid", justify="right", no_wrap=True)
    for shape in args.shapes or SHAPES:
        plain, hybrid = measure(shape, args.rounds, args.burst_ms)
        products = shape[1] * shape[3] ** 2
        figures = f"{plain:.3f}", f"{hybrid:.3f}", f"{plain / hybrid:.2f}"
        table.add_row(*map(str, (*shape, products)), *figures)
    Console().print(table)


if __name__ == "__main__":
    main()
