"""Kernels of pooling: `qir/dialects/tfl/pooling.py`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from xdsl.dialects.builtin import f32
from xdsl.ir import Operation, SSAValue

from qir.dialects.tfl import pooling as ops
from qir.dialects.tfl.options import option
from qir.interp.windows import Axis
from qir.passes.kernels.lowering import (
    Lower,
    Lowering,
    float_types,
    require_elements,
    shape_of_static,
)

AXES = ("height", "h", "top"), ("width", "w", "left")


def pool(kernel: str, b: Lowering, op: ops.PoolingOp) -> Sequence[SSAValue]:
    (input,) = op.operands
    require_elements("input", input, f32)
    batch, *space, channels = shape_of_static(input)
    sizes = {"batch": batch, "channels": channels}
    for (name, letter, edge), size in zip(AXES, space, strict=True):
        window, stride = option(op, f"filter_{name}"), option(op, f"stride_{letter}")
        axis = Axis(size, window, stride, 1, option(op, "padding"))
        sizes |= {name: size, f"out_{name}": axis.positions, f"filter_{name}": window}
        sizes |= {f"stride_{letter}": stride, f"pad_{edge}": axis.borders[0]}
    return b.call_activated(op, kernel, [input], float_types(op), sizes)


KERNELS: Mapping[type[Operation], Lower] = {
    ops.AveragePool2DOp: partial(pool, "average_pool_2d_f32"),
    ops.MaxPool2DOp: partial(pool, "max_pool_2d_f32"),
    ops.L2Pool2DOp: partial(pool, "l2_pool_2d_f32"),
}
