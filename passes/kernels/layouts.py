"""How integer weights lie in memory: what a kernel reads in place of one quantized constant."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

import numpy as np
from xdsl.dialects.builtin import TensorType, f32, i32
from xdsl.ir import Operation, SSAValue

from qir.diagnostics import QirError
from qir.dialects.quant import UniformType
from qir.dialects.tfl.building import build_constant
from qir.dialects.tfl.constants import ConstOp, QConstOp
from qir.weights import Blob, WeightAttr

Pack = Callable[[QConstOp], Sequence[Operation]]

WEIGHTS: Mapping[str, str] = {
    "fully_connected_i8": "rows-sums",
    "lstm_i8": "rows-sums",
    "rnn_i8": "rows-sums",
    "svdf_i8": "rows",
}
"""By kernel: the layout of its integer weights."""


def element_and_value(op: QConstOp) -> tuple[UniformType, WeightAttr]:
    type = cast("TensorType[UniformType]", op.output.type)
    assert isinstance(op.value, WeightAttr)
    return type.element_type, op.value


def integers(op: QConstOp) -> Operation:
    """The stored integers as they are."""
    _, value = element_and_value(op)
    return ConstOp.create(result_types=[value.type], properties={"value": value})


def scales(op: QConstOp) -> Operation:
    """A scale for each output channel; float32."""
    element, value = element_and_value(op)
    found = element.scales.array().astype(np.float32)
    axis = element.axis.data if element.is_per_channel else 0
    count = value.type.get_shape()[axis]
    spread = np.ascontiguousarray(np.broadcast_to(found, (count,)))
    return build_constant(f"{value.blob.data.name}_scales", [count], lambda: spread, f32)


def sums(op: QConstOp) -> Operation:
    """What the integers of each output channel add up to; int32."""
    _, value = element_and_value(op)
    shape, name = value.type.get_shape(), f"{value.blob.data.name}_sums"

    def added() -> Any:
        rows = value.array().reshape(shape[0], -1)
        return rows.sum(1, dtype=np.int64).astype(np.int32)

    type = TensorType(i32, [shape[0]])
    blob = Blob(name, 4 * shape[0], lambda: [added()])
    return ConstOp.create(result_types=[type], properties={"value": WeightAttr.get(type, blob)})


LAYOUTS: Mapping[str, Sequence[Callable[[QConstOp], Operation]]] = {
    "rows": (integers, scales),
    "rows-sums": (integers, sums, scales),
}
"""By name: the constants that take the place of a quantized one, in the order of the prototype."""


def packed(op: QConstOp, layout: str) -> Sequence[Operation]:
    """The constants of a layout; raises QirError where there is none of that name."""
    if layout not in LAYOUTS:
        raise QirError(f"no layout {layout!r}; expected one of {', '.join(LAYOUTS)}")
    element, _ = element_and_value(op)
    if element.stored != "i8":
        raise QirError(f"weights are stored as {element.stored}; C kernels take i8")
    if element.is_blockwise:
        raise QirError("weights have scales of blocks; C kernels take one for each channel")
    if element.zero_points.array().any():
        raise QirError("weights have zero points; C kernels take 0")
    return [make(op) for make in LAYOUTS[layout]]


def values(ops: Sequence[Operation]) -> list[SSAValue]:
    return [op.results[0] for op in ops]
