"""For each pattern of `canonicalize` a drawn function in which it applies."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import prod

import numpy as np
from hypothesis import assume
from hypothesis import strategies as st
from random_graphs import Draw, Sample, shape
from small_models import Array, Graph
from xdsl.dialects.builtin import ArrayAttr, IntegerAttr, IntegerType, StringAttr, TensorType, i32
from xdsl.ir import Operation, SSAValue
from xdsl.rewriter import Rewriter

from qir.dialects.quant import UniformType
from qir.dialects.tfl.base import TflOp

Case = Callable[[Draw, Graph], SSAValue]
ACTIVATIONS = ("NONE", "RELU", "RELU6", "RELU_N1_TO_1")
CLAMPS = ("RELU", "RELU6", "RELU_N1_TO_1")


def numbers(draw: Draw, shape: Sequence[int], low: float = -2, high: float = 2) -> Array:
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    return rng.uniform(low, high, shape).astype(np.float32)


def sizes(draw: Draw, rank: int, least: int = 1, most: int = 4) -> tuple[int, ...]:
    return tuple(draw(st.integers(least, most)) for _ in range(rank))


def ints(graph: Graph, *values: int) -> SSAValue:
    return graph.constant(np.array(values, np.int32))


def reshape(graph: Graph, x: SSAValue, to: Sequence[int]) -> SSAValue:
    return graph.op("RESHAPE", [x, ints(graph, *to)], to)


def transpose(graph: Graph, x: SSAValue, order: Sequence[int]) -> SSAValue:
    return graph.op("TRANSPOSE", [x, ints(graph, *order)], [shape(x)[axis] for axis in order])


def orders(draw: Draw, rank: int) -> tuple[int, ...]:
    """Any but the one that changes nothing."""
    in_order = list(range(rank))
    return tuple(draw(st.permutations(in_order).filter(lambda order: list(order) != in_order)))


def turned(draw: Draw, graph: Graph, rank: int = 3, least: int = 2) -> tuple[SSAValue, list[int]]:
    """t(x, p), of which at least two axes are more than 1, and p."""
    x = graph.argument(sizes(draw, rank, least))
    order = orders(draw, rank)
    return transpose(graph, x, order), list(order)


# Products, and what scales and shifts them.


def convolution(draw: Draw, graph: Graph, **options: str) -> SSAValue:
    channels, out, window = (draw(st.integers(1, 3)) for _ in range(3))
    x = graph.argument((1, 5, 5, channels))
    kind = draw(st.sampled_from(("CONV_2D", "DEPTHWISE_CONV_2D")))
    is_depthwise = kind == "DEPTHWISE_CONV_2D"
    out = channels * out if is_depthwise else out
    sizes = (1, window, window, out) if is_depthwise else (out, window, window, channels)
    operands = [x, graph.constant(numbers(draw, sizes)), graph.constant(numbers(draw, [out]))]
    multiplier = {"depth_multiplier": out // channels} if is_depthwise else {}
    steps = dict.fromkeys(("stride_w", "stride_h", "dilation_w_factor", "dilation_h_factor"), 1)
    result = (1, 5, 5, out)
    return graph.op(kind, operands, result, padding="SAME", **steps, **multiplier, **options)


def connected(draw: Draw, graph: Graph, x: SSAValue | None = None) -> SSAValue:
    if x is None:
        x = graph.argument(sizes(draw, 2))
    rows, depth = prod(shape(x)[:-1]), shape(x)[-1]
    out = draw(st.integers(1, 4))
    weights = graph.constant(numbers(draw, (out, depth)))
    bias = graph.constant(numbers(draw, [out])) if draw(st.booleans()) else graph.absent()
    return graph.op(
        "FULLY_CONNECTED", [x, weights, bias], (rows, out), fused_activation_function="NONE"
    )


def upward(draw: Draw, graph: Graph) -> SSAValue:
    """A transposed convolution."""
    channels, out = sizes(draw, 2)
    x, to = graph.argument((1, 3, 3, channels)), ints(graph, 1, 6, 6, out)
    operands = [to, graph.constant(numbers(draw, (out, 2, 2, channels))), x]
    operands.append(graph.constant(numbers(draw, [out])))
    result = graph.op(
        "TRANSPOSE_CONV", operands, (1, 6, 6, out), padding="SAME", stride_w=2, stride_h=2
    )
    assert isinstance(result.owner, Operation)
    result.owner.attributes["qir.version"] = IntegerAttr(3, i32)
    return result


def product(draw: Draw, graph: Graph) -> SSAValue:
    return draw(st.sampled_from((convolution, connected, upward)))(draw, graph)


def channel_constant(draw: Draw, graph: Graph, of: SSAValue, low: float = -2) -> SSAValue:
    channels = shape(of)[-1]
    held = draw(st.sampled_from(((channels,), (1,) * (len(shape(of)) - 1) + (channels,), ())))
    return graph.constant(numbers(draw, held, low))


def with_constant(builtin: str, sides: Sequence[int] = (0, 1), low: float = -2) -> Case:
    def case(draw: Draw, graph: Graph) -> SSAValue:
        x = product(draw, graph)
        other = channel_constant(draw, graph, x, low)
        operands = [x, other] if draw(st.sampled_from(sides)) == 0 else [other, x]
        fused = draw(st.sampled_from(ACTIVATIONS))
        return graph.op(builtin, operands, shape(x), fused_activation_function=fused)

    return case


def merged(builtin: str) -> Case:
    def case(draw: Draw, graph: Graph) -> SSAValue:
        x = graph.argument(sizes(draw, 2))
        for _ in range(2):
            held = draw(st.sampled_from(((), shape(x)[-1:], shape(x))))
            other = graph.constant(numbers(draw, held, 0.5))
            operands = [x, other] if draw(st.booleans()) else [other, x]
            x = graph.op(builtin, operands, shape(x), fused_activation_function="NONE")
        return x

    return case


def product_of_scaled(draw: Draw, graph: Graph) -> SSAValue:
    x = graph.argument(sizes(draw, 2))
    scale = graph.constant(numbers(draw, [1]))
    scaled = graph.op("MUL", [x, scale], shape(x), fused_activation_function="NONE")
    return connected(draw, graph, scaled)


# Clamps.


def useless_clamp(draw: Draw, graph: Graph) -> SSAValue:
    x = graph.argument(sizes(draw, 2))
    inner, outer = draw(st.sampled_from((("LOGISTIC", "RELU"), ("TANH", "RELU_N1_TO_1"))))
    y = graph.op(inner, [x], shape(x))
    graph.op("NEG", [y], shape(x))
    return graph.op(outer, [y], shape(x))


def bound(graph: Graph, x: SSAValue, builtin: str, value: float, *, is_left: bool) -> SSAValue:
    other = graph.constant(np.array([value], np.float32))
    return graph.op(builtin, [other, x] if is_left else [x, other], shape(x))


def merged_clamps(draw: Draw, graph: Graph) -> SSAValue:
    x = graph.argument(sizes(draw, 2))
    low, high = draw(st.sampled_from(((0.0, 6.0), (-1.0, 1.0), (0.0, 1.0))))
    steps = [("MAXIMUM", low), ("MINIMUM", high)]
    for builtin, value in draw(st.permutations(steps)):
        x = bound(graph, x, builtin, value, is_left=draw(st.booleans()))
    return x


def named_clamp(draw: Draw, graph: Graph) -> SSAValue:
    x = graph.argument(sizes(draw, 2))
    return bound(graph, x, "MAXIMUM", 0.0, is_left=draw(st.booleans()))


def fused_clamp(draw: Draw, graph: Graph) -> SSAValue:
    x = product(draw, graph)
    return graph.op(draw(st.sampled_from(CLAMPS)), [x], shape(x))


def leaky_relu(draw: Draw, graph: Graph) -> SSAValue:
    x = graph.argument(sizes(draw, 2))
    slope = graph.constant(numbers(draw, [1], 0.01, 0.99))
    scaled = graph.op("MUL", [x, slope], shape(x), fused_activation_function="NONE")
    operands = [x, scaled] if draw(st.booleans()) else [scaled, x]
    return graph.op("MAXIMUM", operands, shape(x))


# Padding.


def padded(graph: Graph, x: SSAValue, rows: Sequence[tuple[int, ...]]) -> SSAValue:
    to = [size + sum(row) for size, row in zip(shape(x), rows, strict=True)]
    return graph.op("PAD", [x, graph.constant(np.array(rows, np.int32))], to)


def padded_with_zeros(draw: Draw, graph: Graph) -> SSAValue:
    x = graph.argument(sizes(draw, 2))
    rows, zero = np.array([[1, 0], [0, 2]], np.int32), np.zeros((), np.float32)
    to = shape(x)[0] + 1, shape(x)[1] + 2
    return graph.op("PADV2", [x, graph.constant(rows), graph.constant(zero)], to)


def merged_padding(draw: Draw, graph: Graph) -> SSAValue:
    x = graph.argument(sizes(draw, 2))
    for _ in range(2):
        x = padded(graph, x, [sizes(draw, 2, 0, 2), (1, 0)])
    return x


def same_rows(size: int, window: int, stride: int) -> tuple[int, int]:
    out = -(-size // stride)
    missing = max((out - 1) * stride + window - size, 0)
    return missing // 2, missing - missing // 2


def padded_convolution(draw: Draw, graph: Graph) -> SSAValue:
    side, window, stride, channels = (
        draw(st.integers(3, 6)), draw(st.integers(2, 3)), draw(st.integers(1, 2)), 2,
    )  # fmt: skip
    x = graph.argument((1, side, side, channels))
    rows = same_rows(side, window, stride)
    assume(any(rows))
    y = padded(graph, x, [(0, 0), rows, rows, (0, 0)])
    out = -(-side // stride)
    filter = graph.constant(numbers(draw, (3, window, window, channels)))
    return graph.op(
        "CONV_2D", [y, filter, graph.constant(numbers(draw, [3]))], (1, out, out, 3),
        padding="VALID", stride_w=stride, stride_h=stride, dilation_w_factor=1, dilation_h_factor=1,
    )  # fmt: skip


def padded_pool(draw: Draw, graph: Graph) -> SSAValue:
    side, window, stride = draw(st.integers(3, 6)), 3, draw(st.integers(1, 2))
    x = graph.argument((1, side, side, 2))
    rows = same_rows(side, window, stride)
    assume(any(rows))
    y = padded(graph, graph.op("RELU", [x], shape(x)), [(0, 0), rows, rows, (0, 0)])
    out, steps = -(-side // stride), {"stride_w": stride, "stride_h": stride}
    filter = {"filter_width": window, "filter_height": window}
    return graph.op("MAX_POOL_2D", [y], (1, out, out, 2), padding="VALID", **steps, **filter)


# Products and reshapes.


def constant_matrix(draw: Draw, graph: Graph) -> SSAValue:
    *batch, depth = sizes(draw, draw(st.integers(2, 4)))
    x, out, turned = graph.argument((*batch, depth)), draw(st.integers(1, 4)), draw(st.booleans())
    matrix = numbers(draw, (out, depth) if turned else (depth, out))
    operands = [x, graph.constant(matrix)]
    return graph.op("BATCH_MATMUL", operands, (*batch, out), adj_x=False, adj_y=turned)


def kept_dimensions(draw: Draw, graph: Graph) -> SSAValue:
    *batch, depth = sizes(draw, 3)
    x = graph.argument((*batch, depth))
    y = connected(draw, graph, reshape(graph, x, (prod(batch), depth)))
    return reshape(graph, y, (*batch, shape(y)[-1]))


def reshaped_rows(draw: Draw, graph: Graph) -> SSAValue:
    *batch, depth = sizes(draw, 3)
    x = graph.argument((*batch, depth))
    return connected(draw, graph, reshape(graph, x, (prod(batch), depth)))


def rank_by_reshape(draw: Draw, graph: Graph) -> SSAValue:
    """An EXPAND_DIMS, whose axis makes room for a shape; a SQUEEZE beside a RESHAPE."""
    x = graph.argument((1, *sizes(draw, 2, 2)))
    axis = graph.constant(np.array(1, np.int32))
    return graph.op("EXPAND_DIMS", [x, axis], (1, 1, *shape(x)[1:]))


def merged_reshapes(draw: Draw, graph: Graph) -> SSAValue:
    a, b = sizes(draw, 2, 2)
    x = graph.argument((a, 1, b))
    match draw(st.integers(0, 2)):
        case 0:
            y = reshape(graph, x, (1, a * b))
        case 1:
            y = transpose(graph, x, (1, 0, 2))
        case _:
            y = graph.op("SQUEEZE", [x], (a, b))
            assert isinstance(y.owner, TflOp)
            y.owner.properties["squeeze_dims"] = ArrayAttr([IntegerAttr(1, i32)])
    return reshape(graph, y, (b, a, 1))


def known_reshape(draw: Draw, graph: Graph) -> SSAValue:
    """To a shape that is computed, from zeros that nobody knows to be zeros."""
    a, b = sizes(draw, 2, 2)
    x, zero = graph.argument((a, b)), graph.constant(np.zeros((), np.float32))
    zeros = graph.op("MUL", [x, zero], (a, b), fused_activation_function="NONE")
    none = graph.op("SUM", [zeros, ints(graph, 0, 1)], (), keep_dims=False)
    added = graph.op("ADD", [ints(graph, b, 1, a), of_integers(graph.op("CAST", [none], ()))], (3,))
    return graph.op("RESHAPE", [x, of_integers(added)], (b, 1, a))


def static_shape(draw: Draw, graph: Graph) -> SSAValue:
    a, b = sizes(draw, 2, 2)
    x = graph.argument((a, b))
    one = graph.constant(np.ones((), np.float32))
    sizes_of = of_integers(graph.op("SHAPE", [x], (2,)))
    assert isinstance(sizes_of.owner, Operation)
    sizes_of.owner.attributes["qir.out_type"] = StringAttr("INT32")
    return graph.op("MUL", [x, graph.op("FILL", [sizes_of, one], (a, b))], (a, b))


def of_integers(value: SSAValue) -> SSAValue:
    """A result that `Graph.op` took for floats."""
    return Rewriter.replace_value_with_new_type(value, TensorType(i32, shape(value)))


# Transposes.


def merged_transposes(draw: Draw, graph: Graph) -> SSAValue:
    x = graph.argument(sizes(draw, 3, 2))
    first = orders(draw, 3)
    second = orders(draw, 3)
    return transpose(graph, transpose(graph, x, first), second)


def cancelled_transpose(draw: Draw, graph: Graph) -> SSAValue:
    y, order = turned(draw, graph)
    other = graph.op("SOFTMAX", [y], shape(y), beta=1.0)
    z = transpose(graph, y, [int(axis) for axis in np.argsort(order)])
    summed = graph.op("SUM", [other, ints(graph, 0, 1, 2)], (1, 1, 1), keep_dims=True)
    return graph.op("ADD", [z, summed], shape(z), fused_activation_function="NONE")


def transposed_ones(draw: Draw, graph: Graph) -> SSAValue:
    a, b = sizes(draw, 2, 2)
    x = graph.argument((a, 1, b))
    return transpose(graph, x, draw(st.sampled_from(((1, 0, 2), (0, 2, 1)))))


def unary_of_transposed(draw: Draw, graph: Graph) -> SSAValue:
    y, _ = turned(draw, graph)
    return graph.op(draw(st.sampled_from(("EXP", "TANH", "RELU", "NEG"))), [y], shape(y))


def binary_of_transposed(draw: Draw, graph: Graph) -> SSAValue:
    x = graph.argument(sizes(draw, 3, 2))
    order = orders(draw, 3)
    y = transpose(graph, x, order)
    if draw(st.booleans()):
        other = transpose(graph, graph.op("EXP", [x], shape(x)), order)
    else:
        other = graph.constant(numbers(draw, shape(y)[draw(st.integers(0, 3)) :]))
    operands = [y, other] if draw(st.booleans()) else [other, y]
    builtin = draw(st.sampled_from(("ADD", "SUB", "MUL", "MAXIMUM")))
    return transpose(graph, graph.op(builtin, operands, shape(y)), orders(draw, 3))


def softmax_of_transposed(draw: Draw, graph: Graph) -> SSAValue:
    x = graph.argument(sizes(draw, 4, 2))
    y = transpose(graph, x, (*orders(draw, 3), 3))
    return graph.op("SOFTMAX", [y], shape(y), beta=1.0)


def reduced_transposed(draw: Draw, graph: Graph) -> SSAValue:
    y, _ = turned(draw, graph)
    axes = sorted(draw(st.sets(st.integers(0, 2), min_size=1, max_size=2)))
    keep = draw(st.booleans())
    to = [
        1 if axis in axes else size
        for axis, size in enumerate(shape(y))
        if keep or axis not in axes
    ]
    builtin = draw(st.sampled_from(("MEAN", "SUM", "REDUCE_MAX", "REDUCE_MIN")))
    return graph.op(builtin, [y, ints(graph, *axes)], to, keep_dims=keep)


def joined_transposed(draw: Draw, graph: Graph) -> SSAValue:
    x = graph.argument(sizes(draw, 3, 2))
    order, axis = orders(draw, 3), draw(st.integers(-3, 2))
    parts = [transpose(graph, part, order) for part in (x, graph.op("EXP", [x], shape(x)))]
    to = list(shape(parts[0]))
    to[axis] *= 2
    joined = graph.op("CONCATENATION", parts, to, axis=axis)
    return transpose(graph, joined, orders(draw, 3))


def packed_transposed(draw: Draw, graph: Graph) -> SSAValue:
    x = graph.argument(sizes(draw, 3, 2))
    order, axis = orders(draw, 3), draw(st.integers(-4, 3))
    parts = [transpose(graph, part, order) for part in (x, graph.op("EXP", [x], shape(x)))]
    to = list(shape(parts[0]))
    to.insert(axis % 4, 2)
    packed = graph.op("PACK", parts, to, axis=axis, values_count=2)
    return graph.op("SUM", [packed, ints(graph, 1)], (to[0], *to[2:]), keep_dims=False)


def strided_transposed(draw: Draw, graph: Graph) -> SSAValue:
    y, _ = turned(draw, graph)
    begin = [draw(st.integers(0, size - 1)) for size in shape(y)]
    stride = [draw(st.integers(1, 2)) for _ in begin]
    masks = [draw(st.integers(0, 7)) for _ in range(2)]
    first = [0 if masks[0] >> axis & 1 else at for axis, at in enumerate(begin)]
    to = [-(-(n - at) // step) for n, at, step in zip(shape(y), first, stride, strict=True)]
    tables = [ints(graph, *table) for table in (begin, shape(y), stride)]
    return graph.op("STRIDED_SLICE", [y, *tables], to, begin_mask=masks[0], end_mask=masks[1])


def padded_transposed(draw: Draw, graph: Graph) -> SSAValue:
    y, _ = turned(draw, graph)
    rows = [sizes(draw, 2, 0, 2) for _ in range(2)]
    return transpose(graph, padded(graph, y, [(1, 0), *rows]), orders(draw, 3))


def sliced_transposed(draw: Draw, graph: Graph) -> SSAValue:
    y, _ = turned(draw, graph)
    begin = [draw(st.integers(0, size - 1)) for size in shape(y)]
    size = [draw(st.integers(1, of - at)) for of, at in zip(shape(y), begin, strict=True)]
    begin[0], size[0] = 1, 1
    return graph.op("SLICE", [y, ints(graph, *begin), ints(graph, *size)], size)


def unary_of_reshaped(draw: Draw, graph: Graph) -> SSAValue:
    a, b = sizes(draw, 2, 2)
    y = reshape(graph, graph.argument((a, b)), (1, b, a))
    return graph.op(draw(st.sampled_from(("EXP", "TANH", "RELU"))), [y], (1, b, a))


def binary_of_reshaped(draw: Draw, graph: Graph) -> SSAValue:
    a, b, c = sizes(draw, 3, 2)
    y = reshape(graph, graph.argument((a, b, c)), (a * b, c))
    other = graph.constant(numbers(draw, draw(st.sampled_from(((c,), (1,), ())))))
    operands = [y, other] if draw(st.booleans()) else [other, y]
    return graph.op(draw(st.sampled_from(("ADD", "SUB", "MUL"))), operands, (a * b, c))


# Constants.


def half(draw: Draw, graph: Graph, shape: Sequence[int]) -> SSAValue:
    return graph.constant(numbers(draw, shape).astype(np.float16))


def widened(draw: Draw, graph: Graph) -> SSAValue:
    x = graph.argument((2, 8))
    wide = graph.op("CAST", [half(draw, graph, (16, 8))], (16, 8))
    return graph.op("FULLY_CONNECTED", [x, wide, graph.absent()], (2, 16))


def moved_dequantize(draw: Draw, graph: Graph) -> SSAValue:
    x, kind = graph.argument((2, 8)), draw(st.integers(0, 2))
    if kind == 0:
        stored = half(draw, graph, (8, 16))
    else:
        scales = np.arange(1, 17) / 64 if kind == 1 else np.array([0.25])
        type = UniformType.get(
            IntegerType(8), scales, np.zeros(len(scales)), 1 if kind == 1 else -1
        )
        stored = graph.integers(np.arange(128, dtype=np.int8).reshape(8, 16), type)
    wide = transpose(graph, graph.op("DEQUANTIZE", [stored], (8, 16)), (1, 0))
    return graph.op("FULLY_CONNECTED", [x, wide, graph.absent()], (2, 16))


def folded(draw: Draw, graph: Graph) -> SSAValue:
    a, b = (graph.constant(numbers(draw, (2, 3))) for _ in range(2))
    return graph.op("MUL", [graph.argument((2, 3)), graph.op("ADD", [a, b], (2, 3))], (2, 3))


def duplicate_op(draw: Draw, graph: Graph) -> SSAValue:
    x = graph.argument(sizes(draw, 2))
    return graph.op("MUL", [graph.op("EXP", [x], shape(x)) for _ in range(2)], shape(x))


def duplicate_constant(draw: Draw, graph: Graph) -> SSAValue:
    x, held = graph.argument((2, 8)), numbers(draw, (8,))
    y = graph.op("MAXIMUM", [x, graph.constant(held)], (2, 8))
    return graph.op("MINIMUM", [y, graph.constant(held.copy())], (2, 8))


# Ops that return their operand.


def unchanged(builtin: str, *operands: Callable[[Graph, Sequence[int]], SSAValue]) -> Case:
    def case(draw: Draw, graph: Graph) -> SSAValue:
        x = graph.argument(sizes(draw, 3))
        return graph.op(builtin, [x, *[make(graph, shape(x)) for make in operands]], shape(x))

    return case


def neutral(builtin: str, value: float, sides: Sequence[int]) -> Case:
    def case(draw: Draw, graph: Graph) -> SSAValue:
        x = graph.argument(sizes(draw, 3))
        held = draw(st.sampled_from(((), (1,), shape(x))))
        other = graph.constant(np.full(held, value, np.float32))
        operands = [x, other] if draw(st.sampled_from(sides)) == 1 else [other, x]
        return graph.op(builtin, operands, shape(x), fused_activation_function="NONE")

    return case


def zeros(graph: Graph, of: Sequence[int]) -> SSAValue:
    return graph.constant(np.zeros((len(of), 2), np.int32))


CASES: dict[str, Case] = {
    "same-shape": unchanged("RESHAPE", lambda graph, of: ints(graph, *of)),
    "same-type": unchanged("CAST"),
    "same-order": unchanged("TRANSPOSE", lambda graph, of: ints(graph, *range(len(of)))),
    "single-part": unchanged("CONCATENATION"),
    "no-padding": unchanged("PAD", zeros),
    "single-tile": unchanged("TILE", lambda graph, of: ints(graph, *[1] * len(of))),
    "whole-slice": unchanged(
        "SLICE", lambda graph, of: ints(graph, *[0] * len(of)), lambda graph, of: ints(graph, *of)
    ),
    "times-one": neutral("MUL", 1.0, (0, 1)),
    "over-one": neutral("DIV", 1.0, (1,)),
    "plus-zero": neutral("ADD", 0.0, (0, 1)),
    "minus-zero": neutral("SUB", 0.0, (1,)),
    "useless-clamp": useless_clamp,
    "merged-clamps": merged_clamps,
    "named-clamp": named_clamp,
    "fused-clamp": fused_clamp,
    "leaky-relu": leaky_relu,
    "scaled-product": with_constant("MUL"),
    "divided-product": with_constant("DIV", (0,), low=0.25),
    "shifted-product": with_constant("ADD"),
    "lowered-product": with_constant("SUB", (0,)),
    "subtracted-product": with_constant("SUB", (1,)),
    "merged-factors": merged("MUL"),
    "merged-terms": merged("ADD"),
    "product-of-scaled": product_of_scaled,
    "padded-with-zeros": padded_with_zeros,
    "merged-padding": merged_padding,
    "padded-convolution": padded_convolution,
    "padded-pool": padded_pool,
    "constant-matrix": constant_matrix,
    "kept-dimensions": kept_dimensions,
    "reshaped-rows": reshaped_rows,
    "rank-by-reshape": rank_by_reshape,
    "known-reshape": known_reshape,
    "static-shape": static_shape,
    "merged-reshapes": merged_reshapes,
    "merged-transposes": merged_transposes,
    "cancelled-transpose": cancelled_transpose,
    "transposed-ones": transposed_ones,
    "unary-of-transposed": unary_of_transposed,
    "binary-of-transposed": binary_of_transposed,
    "softmax-of-transposed": softmax_of_transposed,
    "reduced-transposed": reduced_transposed,
    "joined-transposed": joined_transposed,
    "packed-transposed": packed_transposed,
    "strided-transposed": strided_transposed,
    "padded-transposed": padded_transposed,
    "sliced-transposed": sliced_transposed,
    "unary-of-reshaped": unary_of_reshaped,
    "binary-of-reshaped": binary_of_reshaped,
    "widened": widened,
    "moved-dequantize": moved_dequantize,
    "fold-constants": folded,
    "duplicate-op": duplicate_op,
    "duplicate-constant": duplicate_constant,
}


@st.composite
def functions_of(draw: Draw, name: str) -> Sample:
    """A function of one argument; what it returns is not what the pattern replaces."""
    graph = Graph()
    y = CASES[name](draw, graph)
    return Sample(graph.module(graph.op("ABS", [y], shape(y))))
