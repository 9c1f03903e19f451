"""The pass `fuse-quantization`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from xdsl.context import Context
from xdsl.dialects.builtin import ModuleOp, TensorType, f32
from xdsl.passes import ModulePass

from qir.dialects.c import CallOp, Parameter
from qir.functions import functions
from qir.passes.kernels.fusing import is_only_for, put_in_place

QUANTIZE = {"quantize_rows_symmetric": 0, "quantize_rows_asymmetric": 1}
"""Kernels that make rows of integers, and whether these have zero points."""
ROOM = 1 << 15
"""Bytes of floats that are made at a time, unless it is said: they stay in the nearest cache."""


@dataclass(frozen=True)
class Plan:
    """How a fused kernel is called.

    `step`: how many rows it makes at least. `is_in_place`: they may lie over the first operand.
    `kernel`: its name. `together`: how many steps it makes at a time, where that is known.
    """

    kernel: str
    parameters: Mapping[str, Parameter]
    step: int = 1
    is_in_place: bool = False
    together: int | None = None


Fuse = Callable[[CallOp, int, int], Plan | None]
"""The plan for a call whose result is rows of a depth, or None where it is made of no such rows."""


@dataclass(frozen=True)
class FuseQuantization(ModulePass):
    """Make integers of an activation that only hybrid kernels read as soon as a part of it is made,
    so that its floats are never in memory as a whole.

        %y = "c.call"(%x, %w, %b) <{kernel = "depthwise_conv_2d_f32", ...}>
        %q, %s, %z = "c.call"(%y) <{kernel = "quantize_rows_asymmetric", ...}>
    becomes
        %q, %s, %z, %room = "c.call"(%x, %w, %b) <{kernel = "depthwise_conv_2d_rows_f32", ...}>

    The same integers. `room`: of the floats that are made at a time, in bytes; at least a row, or a
    line of an image; what `fuse-depthwise` made has as many lines as it has.

    Leaves alone: floats that something else reads; rows that go over several lines of an image.
    """

    name = "fuse-quantization"
    room: int = ROOM

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        for function in functions(op):
            for call in list(function.walk()):
                if isinstance(call, CallOp) and call.kernel.data in QUANTIZE:
                    producer = call.arguments[0].owner
                    if (
                        isinstance(producer, CallOp)
                        and producer.kernel.data in FUSED
                        and is_only_for(producer, call)
                    ):
                        self._fuse(producer, call)

    def _fuse(self, producer: CallOp, quantize: CallOp) -> None:
        given = quantize.arguments_by_name
        rows, depth = int(given["rows"]), int(given["depth"])
        plan = FUSED[producer.kernel.data](producer, rows, depth)
        if plan is None:
            return
        together = plan.together
        if together is None:
            fitting = self.room // (4 * depth * plan.step)
            # Even, as kernels take lines of images by two.
            together = min(max(fitting // 2 * 2, 1), rows // plan.step)
        parameters: dict[str, Parameter] = {
            **plan.parameters,
            "together": together,
            "is_asymmetric": QUANTIZE[quantize.kernel.data],
        }
        room = TensorType(f32, [together * plan.step, depth])
        # Besides the floats, what the producer needed to make them.
        needed = (result.type for result in producer.outputs[1:])
        types = [*(result.type for result in quantize.outputs), room, *needed]
        in_place = [0] if plan.is_in_place else []
        fused = CallOp.of(plan.kernel, producer.arguments, types, parameters, in_place=in_place)
        put_in_place(fused, producer, quantize, fused.outputs[:3])


def _kernel_of_rows(call: CallOp) -> str:
    stem, _, form = call.kernel.data.rpartition("_")
    return f"{stem}_rows_{form}"


def _of_map(call: CallOp, rows: int, depth: int) -> Plan:
    """Of what is computed element by element."""
    return Plan(_kernel_of_rows(call), {"rows": rows, "depth": depth}, is_in_place=True)


def _of_rows(call: CallOp, rows: int, depth: int) -> Plan | None:
    """Of what is computed row by row."""
    given = call.arguments_by_name
    columns = given["columns" if "columns" in given else "depth"]
    if (given["rows"], columns) != (rows, depth):
        return None
    return Plan(_kernel_of_rows(call), given, is_in_place=True)


def _of_lines(call: CallOp, rows: int, depth: int) -> Plan | None:
    given = call.arguments_by_name
    height, width = int(given["out_height"]), int(given["out_width"])
    outputs = int(given["channels"]) * int(given["multiplier"])
    if given["batch"] != 1 or (rows, depth) != (height * width, outputs):
        return None
    parameters = {name: value for name, value in given.items() if name != "batch"}
    return Plan(_kernel_of_rows(call), parameters, step=width)


def _of_seen_lines(call: CallOp, rows: int, depth: int) -> Plan | None:
    """Of what `fuse-depthwise` makes."""
    given = call.arguments_by_name
    height, width = int(given["dw_height"]), int(given["dw_width"])
    outputs = int(given["outputs"]) * int(given["multiplier"])
    if given["batch"] != 1 or (rows, depth) != (height * width, outputs):
        return None
    kernel = call.kernel.data.replace("_depthwise_", "_depthwise_rows_")
    parameters = {name: value for name, value in given.items() if name != "batch"}
    return Plan(kernel, parameters, step=width, together=int(given["together"]))


FUSED: Mapping[str, Fuse] = {
    "conv_2d_depthwise_f32": _of_seen_lines,
    "conv_2d_depthwise_w8": _of_seen_lines,
    "depthwise_conv_2d_f32": _of_lines,
    "depthwise_conv_2d_w8": _of_lines,
    "gelu_f32": _of_map,
    "gelu_tanh_f32": _of_map,
    "layer_norm_f32": _of_rows,
    "products_depthwise_f32_i8": _of_seen_lines,
    "products_depthwise_w8_i8": _of_seen_lines,
    "scale_shift_f32": _of_rows,
}
"""By kernel: how the one that also quantizes is called."""
