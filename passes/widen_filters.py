"""The pass `widen-filters`."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
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
from qir.notes import copy_notes
from qir.passes.kernels.layouts import INTEGERS, element_and_value
from qir.passes.kernels.lowering import is_quantized_constant
from qir.targets import C_TARGET, Panels, find_machine

KERNEL = "conv_2d_i8"
WEIGHTS, BIAS = 3, 4
"""Operands of the kernel."""
MOST = 16
"""Positions that are widened."""
ENOUGH = 1.25
"""How many times less work there must be."""
SPREAD = 0.5
"""What it takes to read an activation for all lanes, in products of a vector with it."""


Key = tuple[SSAValue, int, int, int]
"""A constant, for how many positions, how wide its filters become, and their stride."""


@dataclass(frozen=True)
class WidenFilters(ModulePass):
    """Let convolutions fill the vectors of a machine, by taps that are zeros.

        %y = "c.call"(%q, %s, %z, %w, %b)
            <{kernel = "conv_2d_i8", parameters = {out_width = 264, outputs = 8,
              filter_width = 39, stride_w = 1, ...}}> : (...) -> tensor<1x172x264x8xf32>
    becomes
        %j = "c.call"(%q, %s, %z, %w', %b')
            <{kernel = "conv_2d_i8", parameters = {out_width = 66, outputs = 32,
              filter_width = 42, stride_w = 4, ...}}> : (...) -> tensor<1x172x66x32xf32>
        %y = "c.view"(%j) : (tensor<1x172x66x32xf32>) -> tensor<1x172x264x8xf32>

    Few outputs leave lanes empty, so those of several positions of a row are computed at once:
    filter `p * outputs + n` of w' is filter n of w, `p * stride_w` taps further on. And a row of
    taps gets as many more as make it whole groups, where there are such. Sums are of the same
    products, and the result lies in memory as before.

    `products_per_byte`: how much work a byte more of weights must save.

    Leaves alone: targets without panels, several groups, taps apart, widths that no number of
    positions divides, and where lanes are full, or would be filled by zeros only, as those of
    pointwise convolutions.
    """

    name = "widen-filters"
    target: str = C_TARGET
    products_per_byte: int = 1000

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        if (panels := find_machine(self.target).panels) is None:
            return
        made: dict[Key, SSAValue] = {}
        for function in functions(op):
            for call in list(function.walk()):
                if isinstance(call, CallOp) and call.kernel.data == KERNEL and _may_join(call):
                    positions = _positions(call, panels, self.products_per_byte)
                    width = _filter_width(call, positions, panels)
                    if width > call.arguments_by_name["filter_width"]:
                        _widen(call, positions, width, made)


def _positions(call: CallOp, panels: Panels, products_per_byte: int) -> int:
    """How many to join: the fewest that take about as little work as any."""
    found = {each: _work(call, each, panels) for each in _choices(call)}
    best = min(found.values())
    fewest = min(each for each, work in found.items() if work <= 1.05 * best)
    given = call.arguments_by_name
    places = int(given["batch"]) * int(given["out_height"]) * int(given["out_width"])
    saved = places * (found[1] - found[fewest]) * panels.lanes * panels.group
    added = _weights(call, fewest, panels) - _weights(call, 1, panels)
    is_enough = found[1] >= ENOUGH * found[fewest] and saved >= products_per_byte * added
    return fewest if is_enough else 1


def _work(call: CallOp, positions: int, panels: Panels) -> float:
    """For a position, in products of a vector."""
    outputs = positions * int(call.arguments_by_name["outputs"])
    vectors, spread = -(-outputs // panels.lanes), SPREAD * -(-outputs // panels.width)
    return _groups(call, positions, panels) * (vectors + spread) / positions


def _groups(call: CallOp, positions: int, panels: Panels) -> int:
    """Of products that an output adds up."""
    given = call.arguments_by_name
    run = _filter_width(call, positions, panels) * int(given["channels"])
    return int(given["filter_height"]) * -(-run // panels.group)


def _weights(call: CallOp, positions: int, panels: Panels) -> int:
    """Bytes of them."""
    vectors = -(-positions * int(call.arguments_by_name["outputs"]) // panels.lanes)
    return _groups(call, positions, panels) * vectors * panels.lanes * panels.group


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


def _filter_width(call: CallOp, positions: int, panels: Panels) -> int:
    """Of what these positions see, and more, as long as a group is not whole that can be."""
    given = call.arguments_by_name
    width = int(given["filter_width"]) + (positions - 1) * int(given["stride_w"])
    taps = panels.group // math.gcd(int(given["channels"]), panels.group)
    return -(-width // taps) * taps


def _widen(call: CallOp, positions: int, width: int, made: dict[Key, SSAValue]) -> None:
    given, operands = call.arguments_by_name, list(call.arguments)
    stride, outputs = int(given["stride_w"]), int(given["outputs"])
    weights, bias = operands[WEIGHTS], operands[BIAS]
    operands[WEIGHTS] = _remade(
        weights,
        (weights, positions, width, stride),
        partial(_widened, positions=positions, wide=width, stride=stride),
        made,
    )
    if positions > 1 and not isinstance(bias.owner, NoValueOp):
        key = bias, positions, 0, 0
        operands[BIAS] = _remade(bias, key, partial(_repeated, positions=positions), made)
    parameters = {
        **given,
        "out_width": int(given["out_width"]) // positions,
        "outputs": outputs * positions,
        "filter_width": width,
        "stride_w": stride * positions,
    }
    (result,) = call.outputs
    type = cast("TensorType[Any]", result.type)
    batch, height, columns, _ = type.get_shape()
    shape = [batch, height, columns // positions, outputs * positions]
    widened = CallOp.of(KERNEL, operands, [TensorType(f32, shape)], parameters)
    copy_notes(result, widened.outputs[0])
    view = [ViewOp.of(widened.outputs[0], type)] if positions > 1 else []
    Rewriter.replace_op(call, [widened, *view], [(*widened.outputs, *(v.result for v in view))[-1]])
    for value in {weights, bias} - set(operands):
        if value.first_use is None and isinstance(value.owner, Operation):
            Rewriter.erase_op(value.owner)


def _remade(
    value: SSAValue, key: Key, make: Callable[[Any], Operation], made: dict[Key, SSAValue]
) -> SSAValue:
    """The constant that takes the place of another; made once for all calls that want the same."""
    if key not in made:
        owner = value.owner
        assert isinstance(owner, Operation)
        op = make(owner)
        copy_notes(value, op.results[0])
        op.results[0].name_hint = value.name_hint
        Rewriter.insert_op(op, InsertPoint.before(owner))
        made[key] = op.results[0]
    return made[key]


def _widened(op: QConstOp, positions: int, wide: int, stride: int) -> Operation:
    element, value = element_and_value(op)
    outputs, height, width, channels = value.type.get_shape()
    shape = [positions * outputs, height, wide, channels]

    def widened() -> npt.NDArray[Any]:
        filters: npt.NDArray[Any] = np.zeros([positions, outputs, *shape[1:]], np.int8)
        for position in range(positions):
            start = position * stride
            filters[position, :, :, start : start + width] = constant_array(value)
        return filters.reshape(shape)

    scales = np.tile(np.broadcast_to(element.scales.array(), (outputs,)), positions)
    type = UniformType.get(i8, scales, np.zeros(len(scales)), axis=0)
    name = f"{value.blob.data.name}_{positions}_{wide}_{stride}"
    return build_constant(name, shape, widened, type)


def _repeated(op: Operation, positions: int) -> Operation:
    weight = constant_value(op)
    assert weight is not None
    shape = [positions * size for size in weight.type.get_shape()]
    name = f"{weight.blob.data.name}_{positions}"
    return build_constant(name, shape, lambda: np.tile(weight.array(), positions), f32)
