"""Time single rewrites of `canonicalize` on LiteRT: the op before, and what a pattern makes of it.

    python benchmarks/rewrites.py --target litert-builtin

Of the patterns that put other ops in the place of ops, on shapes as image and audio models have
them; those that only remove ops are left out. What is slower here on a target is refused there, by
the table of `qir/targets.py`. Each row is the median over rounds of old time over new time, the two
in turns in one process, one thread.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import host
import numpy as np
import quantizers
from rich.console import Console
from rich.table import Table

from qir.context import QirContext
from qir.passes.canonicalize import Canonicalize

tests = Path(__file__).parents[1] / "tests"
sys.path += [str(tests), str(tests / "passes")]

from small_models import RESOLVERS, Graph, interpreter_of  # noqa: E402

Value = Any
RNG = np.random.default_rng(0)
SIDE, CHANNELS = 56, 64
IMAGE = (1, SIDE, SIDE, CHANNELS)
TO_FIRST, TO_LAST = (0, 3, 1, 2), (0, 2, 3, 1)
"""Orders of axes that move the channels."""


def floats(graph: Graph, *shape: int) -> Value:
    return graph.constant(RNG.standard_normal(shape).astype(np.float32))


def ints(graph: Graph, *values: int) -> Value:
    return graph.constant(np.array(values, np.int32))


def turned(graph: Graph, x: Value, order: tuple[int, ...], shape: tuple[int, ...]) -> Value:
    to = tuple(shape[axis] for axis in order)
    return graph.op("TRANSPOSE", [x, ints(graph, *order)], to)


def conv(graph: Graph, x: Value, side: int, stride: int, padding: str, window: int = 3) -> Value:
    operands = [x, floats(graph, CHANNELS, window, window, CHANNELS), floats(graph, CHANNELS)]
    steps = {"stride_w": stride, "stride_h": stride}
    dilation = {"dilation_w_factor": 1, "dilation_h_factor": 1}
    to = (1, side, side, CHANNELS)
    return graph.op("CONV_2D", operands, to, padding=padding, **steps, **dilation)


def padded(graph: Graph, x: Value, after: int = 1) -> Value:
    rows = np.array([[0, 0], [0, after], [0, after], [0, 0]], np.int32)
    to = (1, SIDE + after, SIDE + after, CHANNELS)
    return graph.op("PAD", [x, graph.constant(rows)], to)


def padded_convolution(graph: Graph) -> Value:
    return conv(graph, padded(graph, graph.argument(IMAGE)), SIDE // 2, 2, "VALID")


def padded_pool(graph: Graph) -> Value:
    x = padded(graph, graph.op("RELU", [graph.argument(IMAGE)], IMAGE))
    window = {"filter_width": 3, "filter_height": 3, "stride_w": 2, "stride_h": 2}
    to = (1, SIDE // 2, SIDE // 2, CHANNELS)
    return graph.op("MAX_POOL_2D", [x], to, padding="VALID", **window)


def constant_matrix(graph: Graph) -> Value:
    x = graph.argument((1, 64, 256))
    return graph.op(
        "BATCH_MATMUL", [x, floats(graph, 256, 128)], (1, 64, 128), adj_x=False, adj_y=False
    )


def kept_dimensions(graph: Graph) -> Value:
    x = graph.op("RESHAPE", [graph.argument((1, 64, 256)), ints(graph, 64, 256)], (64, 256))
    y = graph.op("FULLY_CONNECTED", [x, floats(graph, 128, 256), floats(graph, 128)], (64, 128))
    return graph.op("RESHAPE", [y, ints(graph, 1, 64, 128)], (1, 64, 128))


def unary_of_transposed(graph: Graph) -> Value:
    x = turned(graph, graph.argument(IMAGE), TO_FIRST, IMAGE)
    return graph.op("LOGISTIC", [x], (1, CHANNELS, SIDE, SIDE))


def binary_of_transposed(graph: Graph) -> Value:
    x = turned(graph, graph.argument(IMAGE), TO_FIRST, IMAGE)
    return graph.op("MUL", [x, floats(graph, CHANNELS, 1, 1)], (1, CHANNELS, SIDE, SIDE))


def softmax_of_transposed(graph: Graph) -> Value:
    x = turned(graph, graph.argument((1, 64, 8, 64)), (0, 2, 1, 3), (1, 64, 8, 64))
    return graph.op("SOFTMAX", [x], (1, 8, 64, 64), beta=1.0)


def reduced(builtin: str, axes: tuple[int, ...], *, keep: bool) -> Callable[[Graph], Value]:
    def build(graph: Graph) -> Value:
        x = turned(graph, graph.argument(IMAGE), TO_FIRST, IMAGE)
        sizes = (1, CHANNELS, SIDE, SIDE)
        to = [1 if axis in axes else n for axis, n in enumerate(sizes) if keep or axis not in axes]
        return graph.op(builtin, [x, ints(graph, *axes)], to, keep_dims=keep)

    return build


def joined_transposed(graph: Graph) -> Value:
    x = graph.argument(IMAGE)
    parts = [turned(graph, part, TO_FIRST, IMAGE) for part in (x, graph.op("EXP", [x], IMAGE))]
    return graph.op("CONCATENATION", parts, (1, 2 * CHANNELS, SIDE, SIDE), axis=1)


def packed_transposed(graph: Graph) -> Value:
    x = graph.argument((1, 172, 36))
    parts = [
        turned(graph, part, (0, 2, 1), (1, 172, 36))
        for part in (x, graph.op("EXP", [x], (1, 172, 36)))
    ]
    return graph.op("PACK", parts, (1, 36, 172, 2), axis=3, values_count=2)


def sliced_transposed(graph: Graph) -> Value:
    x = turned(graph, graph.argument(IMAGE), TO_FIRST, IMAGE)
    to = (1, CHANNELS // 2, SIDE, SIDE)
    return graph.op("SLICE", [x, ints(graph, 0, 0, 0, 0), ints(graph, *to)], to)


def strided_transposed(graph: Graph) -> Value:
    x = turned(graph, graph.argument(IMAGE), TO_FIRST, IMAGE)
    tables = [
        ints(graph, 0, 0, 0, 0),
        ints(graph, 1, CHANNELS, SIDE, SIDE),
        ints(graph, 1, 1, 2, 2),
    ]
    masks = {f"{name}_mask": 0 for name in ("begin", "end", "ellipsis", "new_axis", "shrink_axis")}
    to = (1, CHANNELS, SIDE // 2, SIDE // 2)
    return graph.op("STRIDED_SLICE", [x, *tables], to, **masks)


def padded_transposed(graph: Graph) -> Value:
    x = turned(graph, graph.argument(IMAGE), TO_FIRST, IMAGE)
    rows = np.array([[0, 0], [0, 0], [1, 1], [1, 1]], np.int32)
    to = (1, CHANNELS, SIDE + 2, SIDE + 2)
    return turned(graph, graph.op("PAD", [x, graph.constant(rows)], to), TO_LAST, to)


def transposed_ones(graph: Graph) -> Value:
    x = graph.argument((1, 21922, 1, 4))
    return turned(graph, x, (0, 2, 1, 3), (1, 21922, 1, 4))


def rank_by_reshape(graph: Graph) -> Value:
    x = graph.argument((1, SIDE, SIDE))
    return graph.op("EXPAND_DIMS", [x, graph.constant(np.array(3, np.int32))], (1, SIDE, SIDE, 1))


def leaky_relu(graph: Graph) -> Value:
    x = graph.argument(IMAGE)
    scaled = graph.op("MUL", [x, graph.constant(np.array(0.1, np.float32))], IMAGE)
    return graph.op("MAXIMUM", [x, scaled], IMAGE)


def named_clamp(graph: Graph) -> Value:
    return graph.op(
        "MAXIMUM", [graph.argument(IMAGE), graph.constant(np.array(0, np.float32))], IMAGE
    )


def fused_clamp(graph: Graph) -> Value:
    return graph.op("RELU6", [conv(graph, graph.argument(IMAGE), SIDE, 1, "SAME", 1)], IMAGE)


def scaled_product(graph: Graph) -> Value:
    y = conv(graph, graph.argument(IMAGE), SIDE, 1, "SAME", 1)
    return graph.op("MUL", [y, floats(graph, CHANNELS)], IMAGE, fused_activation_function="NONE")


def unary_of_reshaped(graph: Graph) -> Value:
    x = graph.op(
        "RESHAPE",
        [graph.argument(IMAGE), ints(graph, 1, SIDE * SIDE, CHANNELS)],
        (1, SIDE * SIDE, CHANNELS),
    )
    return graph.op("TANH", [x], (1, SIDE * SIDE, CHANNELS))


REWRITES: dict[str, Callable[[Graph], Value]] = {
    "fused-clamp": fused_clamp,
    "named-clamp": named_clamp,
    "leaky-relu": leaky_relu,
    "scaled-product": scaled_product,
    "padded-convolution": padded_convolution,
    "padded-pool": padded_pool,
    "constant-matrix": constant_matrix,
    "kept-dimensions": kept_dimensions,
    "rank-by-reshape": rank_by_reshape,
    "transposed-ones": transposed_ones,
    "unary-of-transposed": unary_of_transposed,
    "binary-of-transposed": binary_of_transposed,
    "softmax-of-transposed": softmax_of_transposed,
    "reduced-transposed: mean of an image": reduced("MEAN", (2, 3), keep=False),
    "reduced-transposed: sum of channels": reduced("SUM", (1,), keep=True),
    "reduced-transposed: reduce_max of rows": reduced("REDUCE_MAX", (3,), keep=True),
    "joined-transposed": joined_transposed,
    "packed-transposed": packed_transposed,
    "sliced-transposed": sliced_transposed,
    "strided-transposed": strided_transposed,
    "padded-transposed": padded_transposed,
    "unary-of-reshaped": unary_of_reshaped,
}


def measure(build: Callable[[Graph], Value], target: str, rounds: int) -> tuple[str, list[float]]:
    """Which patterns were applied, and the ratios of old time to new."""
    graph = Graph()
    before = graph.module(build(graph))
    after, ctx = before.clone(), QirContext()
    Canonicalize(target=target).apply(ctx, after)
    shape = [
        size.data for size in before.body.block.first_op.function_type.inputs.data[0].shape.data
    ]  # type: ignore
    inputs = [RNG.standard_normal(shape).astype(np.float32)]
    resolver = RESOLVERS["litert-builtin" if target == "litert-builtin" else "litert-xnnpack"]
    both = [interpreter_of(module, inputs, resolver) for module in (before, after)]
    ratios: list[float] = []
    for _ in range(rounds):
        times = [[0.0] * 20 for _ in both]
        for number in range(20):
            for side, interpreter in enumerate(both):
                start = time.perf_counter()
                interpreter.invoke()
                times[side][number] = time.perf_counter() - start
        ratios.append(median(times[0]) / median(times[1]))
    return ", ".join(ctx.remarks.rewrites), ratios


def main() -> None:
    parser = argparse.ArgumentParser(description="Time single rewrites on LiteRT.")
    parser.add_argument("--target", choices=quantizers.TARGETS, default=quantizers.TARGETS[0])
    parser.add_argument("--rounds", type=int, default=15)
    args = parser.parse_args()
    console = Console(width=None if sys.stdout.isatty() else 120)
    console.print(f"{host.describe()}\n{args.target}, one thread", highlight=False)
    table = Table("rewrite", "speed-up", "min - max", "patterns applied")
    for name, build in REWRITES.items():
        applied, ratios = measure(build, args.target, args.rounds)
        spread = f"{min(ratios):.2f} - {max(ratios):.2f}"
        table.add_row(name, f"{median(ratios):.2f}", spread, applied)
    console.print(table)


if __name__ == "__main__":
    main()
