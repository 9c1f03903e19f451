"""The pass `join-positions`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

import numpy as np
import numpy.typing as npt
from xdsl.context import Context
from xdsl.dialects.builtin import ModuleOp, TensorType, f32, i8
from xdsl.ir import Operation, SSAValue
from xdsl.passes import ModulePass
from xdsl.rewriter import InsertPoint, Rewriter

from qir.dialects.c import CallOp, ViewOp
from qir.dialects.quant import UniformType
from qir.dialects.tfl.building import build_constant
from qir.dialects.tfl.constants import ConstOp, NoValueOp, QConstOp, constant_value
from qir.functions import functions
from qir.interp.constants import constant_array
from qir.notes import note, notes_of
from qir.passes.kernels.layouts import INTEGERS, element_and_value
from qir.passes.kernels.lowering import is_quantized_constant

KERNEL = "conv_2d_i8"
WEIGHTS, BIAS = 3, 4
"""Operands of the kernel."""
MOST = 16
"""Positions that are joined."""
ENOUGH = 1.25
"""How many times less work there must be."""
SPREAD = 0.5
"""What it takes to read an activation for all lanes, in products of a vector with it."""


@dataclass(frozen=True)
class JoinPositions(ModulePass):
    """Let convolutions of few outputs compute those of several positions of a row at once, by wider
    filters, so that they fill the vectors of a machine.

        %y = "c.call"(%q, %s, %z, %w, %b)
            <{kernel = "conv_2d_i8", parameters = {out_width = 264, outputs = 8,
              filter_width = 39, stride_w = 1, ...}}> : (...) -> tensor<1x172x264x8xf32>
    becomes
        %j = "c.call"(%q, %s, %z, %w', %b')
            <{kernel = "conv_2d_i8", parameters = {out_width = 66, outputs = 32,
              filter_width = 42, stride_w = 4, ...}}> : (...) -> tensor<1x172x66x32xf32>
        %y = "c.view"(%j) : (tensor<1x172x66x32xf32>) -> tensor<1x172x264x8xf32>

    Filter `p * outputs + n` of w' is filter n of w, `p * stride_w` taps further on, among zeros.
    Sums are of the same products, and the result lies in memory as before.

    `width`, `lanes`, `group`: of panels, see `#c.panels`. `products_per_byte`: how much work a byte
    more of weights must save.

    Leaves alone: several groups, taps apart, widths that no number of positions divides, and where
    vectors are full, or would be filled by zeros only, as those of pointwise convolutions.
    """

    name = "join-positions"
    width: int = 64
    lanes: int = 16
    group: int = 4
    products_per_byte: int = 1000

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        made: dict[tuple[SSAValue, int, int], SSAValue] = {}
        for function in functions(op):
            for call in list(function.walk()):
                if isinstance(call, CallOp) and call.kernel.data == KERNEL and _may_join(call):
                    positions = self._positions(call)
                    if positions > 1:
                        _join(call, positions, made)

    def _positions(self, call: CallOp) -> int:
        """How many to join: the fewest that take about as little work as any."""
        found = {each: self._work(call, each) for each in _choices(call)}
        best = min(found.values())
        fewest = min(each for each, work in found.items() if work <= 1.05 * best)
        given = call.arguments_by_name
        places = int(given["batch"]) * int(given["out_height"]) * int(given["out_width"])
        saved = places * (found[1] - found[fewest]) * self.lanes * self.group
        added = self._weights(call, fewest) - self._weights(call, 1)
        is_enough = found[1] >= ENOUGH * found[fewest]
        return fewest if is_enough and saved >= self.products_per_byte * added else 1

    def _work(self, call: CallOp, positions: int) -> float:
        """For a position, in products of a vector."""
        outputs = positions * int(call.arguments_by_name["outputs"])
        vectors = -(-outputs // self.lanes)
        panels = -(-outputs // self.width)
        return self._groups(call, positions) * (vectors + SPREAD * panels) / positions

    def _groups(self, call: CallOp, positions: int) -> int:
        """Of products that an output adds up."""
        given = call.arguments_by_name
        run = _filter_width(call, positions) * int(given["channels"])
        return int(given["filter_height"]) * -(-run // self.group)

    def _weights(self, call: CallOp, positions: int) -> int:
        """Bytes of them."""
        vectors = -(-positions * int(call.arguments_by_name["outputs"]) // self.lanes)
        return self._groups(call, positions) * vectors * self.lanes * self.group


def _may_join(call: CallOp) -> bool:
    given, (weights, bias) = call.arguments_by_name, call.arguments[WEIGHTS : BIAS + 1]
    if given["groups"] != 1 or given["dilation_w"] != 1 or not is_quantized_constant(weights):
        return False
    assert isinstance(weights.owner, QConstOp)
    element, value = element_and_value(weights.owner)
    is_plain = element.stored in INTEGERS and not element.is_blockwise
    if not is_plain or element.zero_points.array().any() or value.blob.data.is_elided:
        return False
    held = constant_value(bias.owner) if type(bias.owner) is ConstOp else None
    is_constant = held is not None and not held.blob.data.is_elided
    return is_constant or isinstance(bias.owner, NoValueOp)


def _choices(call: CallOp) -> list[int]:
    width = int(call.arguments_by_name["out_width"])
    return [each for each in range(1, MOST + 1) if width % each == 0] or [1]


def _filter_width(call: CallOp, positions: int) -> int:
    given = call.arguments_by_name
    return int(given["filter_width"]) + (positions - 1) * int(given["stride_w"])


def _join(call: CallOp, positions: int, made: dict[tuple[SSAValue, int, int], SSAValue]) -> None:
    given, weights, bias = call.arguments_by_name, *call.arguments[WEIGHTS : BIAS + 1]
    stride, outputs = int(given["stride_w"]), int(given["outputs"])
    for value, step in ((weights, stride), (bias, 0)):
        if (value, positions, step) not in made and not isinstance(value.owner, NoValueOp):
            owner = value.owner
            assert isinstance(owner, Operation)
            joined = (
                _joined_weights(owner, positions, stride)
                if isinstance(owner, QConstOp)
                else _joined_bias(owner, positions)
            )
            if notes := notes_of(value):
                note(joined.results[0], notes)
            joined.results[0].name_hint = value.name_hint
            Rewriter.insert_op(joined, InsertPoint.before(owner))
            made[value, positions, step] = joined.results[0]
    operands = list(call.arguments)
    operands[WEIGHTS] = made[weights, positions, stride]
    operands[BIAS] = made.get((bias, positions, 0), bias)
    parameters = {
        **given,
        "out_width": int(given["out_width"]) // positions,
        "outputs": outputs * positions,
        "filter_width": _filter_width(call, positions),
        "stride_w": stride * positions,
    }
    (result,) = call.outputs
    batch, height, width, _ = cast("TensorType[Any]", result.type).get_shape()
    type = TensorType(f32, [batch, height, width // positions, outputs * positions])
    joined = CallOp.of(KERNEL, operands, [type], parameters)
    view = ViewOp.of(joined.outputs[0], cast("TensorType[Any]", result.type))
    if notes := notes_of(result):
        note(joined.outputs[0], notes)
    Rewriter.replace_op(call, [joined, view], [view.result])
    for value in (weights, bias):
        if value.first_use is None and isinstance(value.owner, Operation):
            Rewriter.erase_op(value.owner)


def _joined_weights(op: QConstOp, positions: int, stride: int) -> Operation:
    element, value = element_and_value(op)
    outputs, height, width, channels = value.type.get_shape()
    shape = [positions * outputs, height, width + (positions - 1) * stride, channels]

    def joined() -> npt.NDArray[Any]:
        filters: npt.NDArray[Any] = np.zeros([positions, outputs, *shape[1:]], np.int8)
        for position in range(positions):
            start = position * stride
            filters[position, :, :, start : start + width] = constant_array(value)
        return filters.reshape(shape)

    scales = np.tile(np.broadcast_to(element.scales.array(), (outputs,)), positions)
    type = UniformType.get(i8, scales, np.zeros(len(scales)), axis=0)
    name = f"{value.blob.data.name}_joined_{positions}_{stride}"
    return build_constant(name, shape, joined, type)


def _joined_bias(op: Operation, positions: int) -> Operation:
    weight = constant_value(op)
    assert weight is not None
    shape = [positions * size for size in weight.type.get_shape()]
    name = f"{weight.blob.data.name}_joined_{positions}"
    return build_constant(name, shape, lambda: np.tile(weight.array(), positions), f32)
