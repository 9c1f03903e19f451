"""How integer weights lie in memory: what a kernel reads in place of one quantized constant."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

import numpy as np
import numpy.typing as npt
from xdsl.dialects.builtin import StringAttr, TensorType, f32, i8, i32
from xdsl.ir import Attribute, Operation, SSAValue

from qir.diagnostics import QirError
from qir.dialects.c import CallOp, PanelsAttr
from qir.dialects.quant import UniformType
from qir.dialects.tfl.building import build_constant
from qir.dialects.tfl.constants import ConstOp, QConstOp, constant_value
from qir.interp.constants import constant_array
from qir.interp.values import block_scales
from qir.targets import Panels
from qir.weights import Blob, WeightAttr

INTEGERS = "i8", "i4", "i2"
"""As which weights may be stored."""
BLOCKS = "blocks"
"""The layout of weights with scales of blocks."""
Floats = npt.NDArray[np.float32]

WEIGHTS: Mapping[str, str | Mapping[int, str]] = {
    "embedding_lookup_i8": "rows",
    "fully_connected_i8": "rows-sums",
    "fully_connected_blocks_i8": BLOCKS,
    "fully_connected_w8": "rows",
    "batch_matmul_i8": "stored",
    "batch_matmul_w8": "stored",
    "conv_2d_i8": "rows",
    "conv_2d_inside_i8": "rows-sums",
    "conv_2d_w8": "rows",
    "conv_2d_pool_i8": "rows",
    "conv_2d_pool_w8": "rows",
    "depthwise_conv_2d_i8": "columns",
    "depthwise_conv_2d_w8": "columns",
    "conv_2d_depthwise_w8": "columns",
    "conv_2d_depthwise_rows_w8": "columns",
    "products_depthwise_f32_i8": "rows-sums",
    "products_depthwise_w8_i8": {3: "rows-sums", 5: "columns"},
    "products_depthwise_rows_f32_i8": "rows-sums",
    "products_depthwise_rows_w8_i8": {3: "rows-sums", 5: "columns"},
    "depthwise_conv_2d_rows_w8": "columns",
    "transpose_conv_i8": "rows",
    "transpose_conv_w8": "rows",
    "dequantize_i8": "stored",
    "lstm_i8": "rows-sums",
    "lstm_inputs_i8": "rows-sums",
    "rnn_i8": "rows-sums",
    "lstm_w8": "rows",
    "lstm_inputs_w8": "rows",
    "rnn_w8": "rows",
    "svdf_w8": "rows",
}
"""By kernel: the layout of its integer weights, or those of operands."""


def _shape(call: CallOp, index: int) -> Sequence[int]:
    return cast("TensorType[Any]", call.arguments[index].type).get_shape()


def _of_matrix(call: CallOp, index: int, panels: Panels) -> PanelsAttr:
    _, run = _shape(call, index)
    return PanelsAttr.of(panels.width, panels.lanes, panels.group, run, 1)


def _of_windows(call: CallOp, index: int, panels: Panels) -> PanelsAttr:
    """Taps of a row are one run where they lie side by side in the image."""
    given = call.arguments_by_name
    _, _, taps, depth = _shape(call, index)
    groups = int(given["groups"])
    is_joined = groups == 1 and given["dilation_w"] == 1
    run = taps * depth if is_joined else depth
    return PanelsAttr.of(panels.width, panels.lanes, panels.group, run, groups)


def _beside_floats(call: CallOp, index: int, panels: Panels) -> PanelsAttr:
    """Activations are floats: a lane takes one product at a time, and so there is one run."""
    _, *shape = _shape(call, index)
    groups = int(call.arguments_by_name.get("groups", 1))
    return PanelsAttr.of(panels.width, panels.lanes, 1, math.prod(shape), groups)


PanelsOf = Callable[[CallOp, int, Panels], PanelsAttr]

PANELS: Mapping[str, PanelsOf | Mapping[int, PanelsOf]] = {
    "fully_connected_i8": _of_matrix,
    "lstm_i8": _of_matrix,
    "rnn_i8": _of_matrix,
    "conv_2d_inside_i8": _of_windows,
    "products_depthwise_f32_i8": {3: _of_matrix},
    "products_depthwise_w8_i8": {3: _of_matrix},
    "products_depthwise_rows_f32_i8": {3: _of_matrix},
    "products_depthwise_rows_w8_i8": {3: _of_matrix},
    "conv_2d_depthwise_f32": {1: _beside_floats},
    "conv_2d_depthwise_w8": {1: _beside_floats},
    "conv_2d_depthwise_rows_f32": {1: _beside_floats},
    "conv_2d_depthwise_rows_w8": {1: _beside_floats},
    "fully_connected_f32": _beside_floats,
    "fully_connected_w8": _beside_floats,
    "conv_2d_f32": _beside_floats,
    "conv_2d_w8": _beside_floats,
    "lstm_f32": _beside_floats,
    "lstm_w8": _beside_floats,
    "rnn_f32": _beside_floats,
    "rnn_w8": _beside_floats,
}
"""By kernel that reads panels where there are some: the layout of its weights, or of operands.
Integers come with scales, and, where activations are integers too, with sums before them."""

FLOATS: Mapping[str, Sequence[int]] = {
    "fully_connected_f32": (1,),
    "conv_2d_f32": (1,),
    "conv_2d_depthwise_f32": (1,),
    "conv_2d_depthwise_w8": (1,),
    "conv_2d_depthwise_rows_f32": (1,),
    "conv_2d_depthwise_rows_w8": (1,),
    "lstm_f32": (3, 7),
    "rnn_f32": (2,),
}
"""By kernel that reads panels of floats where there are some: the operands that are weights."""


def element_and_value(op: QConstOp) -> tuple[UniformType, WeightAttr]:
    type = cast("TensorType[UniformType]", op.output.type)
    assert isinstance(op.value, WeightAttr)
    return type.element_type, op.value


def integers(op: QConstOp) -> Operation:
    """The stored integers, a byte each; those of fewer bits are unpacked."""
    element, value = element_and_value(op)
    if element.stored != "i8":
        name, shape = f"{value.blob.data.name}_bytes", value.type.get_shape()
        return build_constant(name, shape, lambda: constant_array(value), i8)
    return ConstOp.create(result_types=[value.type], properties={"value": value})


def stored_scales(op: QConstOp) -> Operation:
    """One scale, or one for each channel; float32."""
    element, value = element_and_value(op)
    return _scales(f"{value.blob.data.name}_stored_scales", _floats(element))


def scales_along(axis: int) -> Callable[[QConstOp], Operation]:
    """Makes a scale for each output channel, which are along this axis; float32."""

    def scales(op: QConstOp) -> Operation:
        element, value = element_and_value(op)
        count = value.type.get_shape()[axis]
        spread = np.ascontiguousarray(np.broadcast_to(_floats(element), (count,)))
        return _scales(f"{value.blob.data.name}_scales_{axis % value.type.get_num_dims()}", spread)

    return scales


def scales_of_blocks(op: QConstOp) -> Operation:
    """A scale for each block of each row; float32."""
    element, value = element_and_value(op)
    return _scales(f"{value.blob.data.name}_block_scales", block_scales("filter", element))


def sums_of_blocks(op: QConstOp) -> Operation:
    """What each row adds up to as real numbers, block after block; float32."""
    element, value = element_and_value(op)
    scales = block_scales("filter", element)
    stored = constant_array(value).reshape(*scales.shape, -1).sum(-1, dtype=np.int64)
    total: Floats = np.zeros(len(scales), np.float32)
    for sums, of_block in zip(stored.T, scales.T, strict=True):
        total += sums.astype(np.float32) * of_block
    return _scales(f"{value.blob.data.name}_block_sums", total)


def _floats(element: UniformType) -> Floats:
    return element.scales.array().astype(np.float32)


def _scales(name: str, values: Floats) -> Operation:
    return build_constant(name, values.shape, lambda: values, f32)


def sums(op: QConstOp) -> Operation:
    """What the integers of each output channel add up to; int32."""
    _, value = element_and_value(op)
    shape, name = value.type.get_shape(), f"{value.blob.data.name}_sums"

    def added() -> Any:
        rows = constant_array(value).reshape(shape[0], -1)
        return rows.sum(1, dtype=np.int64).astype(np.int32)

    type = TensorType(i32, [shape[0]])
    blob = Blob(name, 4 * shape[0], lambda: [added()])
    return ConstOp.create(result_types=[type], properties={"value": WeightAttr.get(type, blob)})


def in_panels(value: WeightAttr, layout: PanelsAttr) -> Operation:
    """Integers, or float32, as panels of a layout."""
    outputs, *shape = value.type.get_shape()
    width, lanes, group, run, parts = layout.sizes
    runs, of_part = math.prod(shape) // run, outputs // parts
    padded, filled = -(-of_part // lanes) * lanes, -(-run // group) * group
    are_floats = value.type.element_type == f32

    def packed() -> npt.NDArray[Any]:
        dtype = np.float32 if are_floats else np.int8
        rows: npt.NDArray[Any] = np.zeros((parts, padded, runs, filled), dtype)
        given = value.array() if are_floats else constant_array(value)
        rows[:, :of_part, :, :run] = given.reshape(parts, of_part, runs, run)
        groups = rows.reshape(parts, padded, runs * filled // group, group)
        panels = [groups[:, n : n + width] for n in range(0, padded, width)]
        flat = [panel.transpose(0, 2, 1, 3).reshape(parts, -1) for panel in panels]
        return np.concatenate(flat, axis=1).reshape(-1)

    size = parts * padded * runs * filled
    name = f"{value.blob.data.name}_panels_{width}_{lanes}_{group}_{run}_{parts}"
    return build_constant(name, [size], packed, f32 if are_floats else i8)


def floats_in_panels(value: SSAValue, layout: PanelsAttr) -> Operation:
    """Weights of float32 as panels of a layout: a constant, or a call where they are none."""
    outputs, *shape = cast("TensorType[Any]", value.type).get_shape()
    if (constant := constant_value(value.owner)) is not None:
        return in_panels(constant, layout)
    width, lanes, _, _, parts = layout.sizes
    depth, of_part = math.prod(shape), outputs // parts
    sizes = {"parts": parts, "outputs": of_part, "depth": depth, "width": width, "lanes": lanes}
    size = parts * -(-of_part // lanes) * lanes * depth
    return CallOp.of("panels_f32", [value], [TensorType(f32, [size])], sizes)


LAYOUTS: Mapping[str, Sequence[Callable[[QConstOp], Operation]]] = {
    "stored": (integers, stored_scales),
    "rows": (integers, scales_along(0)),
    "rows-sums": (integers, sums, scales_along(0)),
    "columns": (integers, scales_along(-1)),
    BLOCKS: (integers, scales_of_blocks, sums_of_blocks),
}
"""By name: the constants that take the place of a quantized one, in the order of the prototype."""


def packed(op: QConstOp, layout: Attribute) -> Sequence[Operation]:
    """The constants of a layout; raises QirError where there is none of that name."""
    name = layout.data if isinstance(layout, StringAttr) else str(layout)
    if not isinstance(layout, PanelsAttr) and name not in LAYOUTS:
        raise QirError(f"no layout {name!r}; expected one of {', '.join(LAYOUTS)}")
    element, _ = element_and_value(op)
    if element.stored not in INTEGERS:
        found = f"weights are stored as {element.stored}"
        raise QirError(f"{found}; C kernels take {', '.join(INTEGERS)}")
    if element.is_blockwise and name != BLOCKS:
        raise QirError("weights have scales of blocks; C kernels take one for each channel")
    if element.zero_points.array().any():
        raise QirError("weights have zero points; C kernels take 0")
    if isinstance(layout, PanelsAttr):
        _, value = element_and_value(op)
        of_products = [sums(op)] if layout.sizes[2] > 1 else []
        return [in_panels(value, layout), *of_products, scales_along(0)(op)]
    return [make(op) for make in LAYOUTS[name]]
