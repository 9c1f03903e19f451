"""How much a call of a kernel has to do: its products, and the bytes that it reads and writes."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from xdsl.ir import SSAValue

from qir.backends.c.library import Parameter, definitions
from qir.dialects.c import CallOp, is_absent, memory_of, stored_bytes
from qir.dialects.tfl.constants import constant_value

Sizes = Mapping[str, float]
"""The parameters of a call by name; of a pointer by its name, 1 where it is not NULL, else 0."""
COPIES = ("copy", "copy_6", "slice")
"""Kernels that move a part of a tensor, or to a part of one."""
MOVED = ("const void *", "void *")
TABLE = "table"


class Family(StrEnum):
    """What kind of work a call is."""

    PRODUCTS = "products"
    DEPTHWISE = "depthwise"
    RECURRENT = "recurrent"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class CallWork:
    """`products`: of two numbers each, which are added up. `is_integer`: of integers.

    `weight_bytes`: of constants that are read; `other_bytes`: of other operands, and of results.
    """

    family: Family
    products: int
    is_integer: bool
    weight_bytes: int
    other_bytes: int


def work_of_call(op: CallOp) -> CallWork:
    """What one repetition of a call has to do.

    Windows have all their products, also where they see what is padded. Of what is moved, those
    bytes count that are; an operand that is looked up has no more than the results.
    """
    kernel = definitions()[f"qir_{op.kernel.data}"]
    pointers = [each for each in kernel.parameters if each.is_pointer]
    pairs = list(zip(pointers, op.pointed, strict=True))
    given = {parameter.name: float(not is_absent(value)) for parameter, value in pairs}
    base, _, form = op.kernel.data.rpartition("_")
    family, count = PRODUCTS.get(base, (Family.OTHER, _nothing))
    sizes = [(value, _bytes(op, parameter, value)) for parameter, value in pairs]
    weights = sum(size for value, size in sizes if _is_constant(value))
    total = sum(size for _, size in sizes)
    products = int(count({**given, **op.arguments_by_name}))
    return CallWork(family, products, form == "i8", weights, total - weights)


def _bytes(op: CallOp, parameter: Parameter, value: SSAValue) -> int:
    """That a call reads or writes of what one of its pointers points to."""
    size = _stored(value)
    if op.kernel.data in COPIES and parameter.type in MOVED:
        return min(size, _moved(op.arguments_by_name))
    if parameter.type in MOVED or parameter.name == TABLE:
        return min(size, sum(map(_stored, op.outputs)))
    return size


def _moved(sizes: Sizes) -> int:
    """So many runs of bytes."""
    counts = [size for name, size in sizes.items() if name[0] == "n" and name[1:].isdigit()]
    return int(sizes["run"] * math.prod(counts))


def _stored(value: SSAValue) -> int:
    return 0 if is_absent(value) else stored_bytes(value) or 0


def _is_constant(value: SSAValue) -> bool:
    return constant_value(memory_of(value).owner) is not None


# --- Products, by kernels without the type that they end in --------------------------------------


def _of(*names: str) -> Callable[[Sizes], float]:
    return lambda sizes: math.prod(sizes[name] for name in names)


def _nothing(_: Sizes) -> float:
    return 0


_filters = _of("batch", "out_height", "out_width", "filter_height", "filter_width")
_volumes = _of("batch", "filter_depth", "filter_height", "filter_width", "channels", "outputs")


def _conv_2d(sizes: Sizes) -> float:
    return _filters(sizes) * sizes["outputs"] * (sizes["channels"] // sizes["groups"])


def _depthwise(sizes: Sizes) -> float:
    return _filters(sizes) * sizes["channels"] * sizes["multiplier"]


def _lstm(sizes: Sizes) -> float:
    """Those of the input are in a call before."""
    gates = 4 if sizes["has_input_gate"] else 3
    matrices = gates + sizes["projection"]
    return matrices * sizes["time"] * sizes["batch"] * sizes["cell"] * sizes["out"]


def _lstm_inputs(sizes: Sizes) -> float:
    gates = 4 if sizes["has_input_gate"] else 3
    of_inputs = gates * sizes["time"] * sizes["batch"] * sizes["cell"] * sizes["depth"]
    return of_inputs + _lstm(sizes)


def _windows_of_lines(sizes: Sizes) -> float:
    windows = sizes["dw_height"] * sizes["dw_width"] * sizes["outputs"] * sizes["multiplier"]
    return sizes["batch"] * windows * sizes["dw_filter_height"] * sizes["dw_filter_width"]


def _products_depthwise(sizes: Sizes) -> float:
    positions = sizes["batch"] * sizes["out_height"] * sizes["out_width"]
    return positions * sizes["depth"] * sizes["outputs"] + _windows_of_lines(sizes)


PRODUCTS: Mapping[str, tuple[Family, Callable[[Sizes], float]]] = {
    "conv_2d": (Family.PRODUCTS, _conv_2d),
    "conv_2d_inside": (Family.PRODUCTS, _conv_2d),
    "conv_2d_windows": (Family.PRODUCTS, _conv_2d),
    "conv_2d_pool": (Family.PRODUCTS, _conv_2d),
    "conv_3d": (
        Family.PRODUCTS,
        lambda s: _volumes(s) * s["out_depth"] * s["out_height"] * s["out_width"],
    ),
    "conv_3d_transpose": (
        Family.PRODUCTS,
        lambda s: _volumes(s) * s["in_depth"] * s["height"] * s["width"],
    ),
    "transpose_conv": (
        Family.PRODUCTS,
        _of("batch", "height", "width", "channels", "outputs", "filter_height", "filter_width"),
    ),
    "fully_connected": (Family.PRODUCTS, _of("rows", "depth", "outputs")),
    "fully_connected_blocks": (Family.PRODUCTS, _of("rows", "depth", "outputs")),
    "batch_matmul": (
        Family.PRODUCTS,
        _of("outer", "middle", "inner", "rows", "depth", "columns"),
    ),
    "depthwise_conv_2d": (Family.DEPTHWISE, _depthwise),
    "depthwise_conv_2d_rows": (Family.DEPTHWISE, lambda sizes: _depthwise({**sizes, "batch": 1})),
    "conv_2d_depthwise": (Family.PRODUCTS, lambda s: _conv_2d(s) + _windows_of_lines(s)),
    "conv_2d_depthwise_rows": (
        Family.PRODUCTS,
        lambda s: _conv_2d({**s, "batch": 1}) + _windows_of_lines({**s, "batch": 1}),
    ),
    "products_depthwise_f32": (Family.PRODUCTS, _products_depthwise),
    "products_depthwise_w8": (Family.PRODUCTS, _products_depthwise),
    "products_depthwise_rows_f32": (
        Family.PRODUCTS,
        lambda sizes: _products_depthwise({**sizes, "batch": 1}),
    ),
    "products_depthwise_rows_w8": (
        Family.PRODUCTS,
        lambda sizes: _products_depthwise({**sizes, "batch": 1}),
    ),
    "panels": (Family.OTHER, _nothing),
    "lstm": (Family.RECURRENT, _lstm),
    "lstm_inputs": (Family.RECURRENT, _lstm_inputs),
    "basic_lstm": (Family.RECURRENT, _nothing),
    "rnn": (Family.RECURRENT, _of("runs", "time", "batch", "cell", "cell")),
    "svdf": (Family.RECURRENT, _of("batch", "units", "rank", "memory")),
}
