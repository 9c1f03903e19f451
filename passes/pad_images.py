"""The pass `pad-images`."""

from __future__ import annotations

from dataclasses import dataclass

from xdsl.context import Context
from xdsl.dialects.builtin import ModuleOp, TensorType, i8
from xdsl.ir import SSAValue
from xdsl.passes import ModulePass
from xdsl.rewriter import InsertPoint, Rewriter

from qir.dialects.c import CallOp
from qir.dialects.tfl.constants import NoValueOp
from qir.functions import functions
from qir.notes import copy_notes

KERNEL, INSIDE = "conv_2d_i8", "conv_2d_inside_i8"


@dataclass(frozen=True)
class PadImages(ModulePass):
    """Give integer convolutions images that have room around them, so that no window of theirs
    reaches over the edge.

        %y = "c.call"(%q, %s, %z, %w, %b) <{kernel = "conv_2d_i8", parameters = {..., pad_top = 1}}>
    becomes
        %p = "c.call"(%q, %z) <{kernel = "pad_image_i8", parameters = {..., top = 1, bottom = 1}}>
        %y = "c.call"(%p, %s, %z, %w, %b, %none) <{kernel = "conv_2d_inside_i8", ...}>

    What is around is the zero point, which stands for 0: sums are the same. An image that has room
    already is taken as it is.

    For machines whose kernels read weights in panels: these take all taps of a window or none.
    """

    name = "pad-images"

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        padded: dict[tuple[SSAValue, tuple[int, ...]], SSAValue] = {}
        for function in functions(op):
            for call in list(function.walk()):
                if isinstance(call, CallOp) and call.kernel.data == KERNEL:
                    _pad(call, padded)


def _pad(call: CallOp, padded: dict[tuple[SSAValue, tuple[int, ...]], SSAValue]) -> None:
    image, scales, zero_points, *rest = call.arguments
    given = call.arguments_by_name
    parameters = {name: n for name, n in given.items() if not name.startswith("pad_")}
    sides = list[int]()
    for axis, start, size in (("h", "pad_top", "height"), ("w", "pad_left", "width")):
        before, inside = int(given[start]), int(given[size])
        steps = (int(given[f"out_{size}"]) - 1) * int(given[f"stride_{axis}"])
        seen = steps + (int(given[f"filter_{size}"]) - 1) * int(given[f"dilation_{axis}"]) + 1
        after = max(seen - before - inside, 0)
        parameters[size] = before + inside + after
        sides += [before, after]
    at = InsertPoint.before(call)
    if any(sides):
        key = image, tuple(sides)
        if key not in padded or not _is_seen(padded[key], call):
            made = _padded(image, zero_points, call, sides)
            Rewriter.insert_op(made, at)
            padded[key] = made.outputs[0]
        image = padded[key]
    none = NoValueOp.absent()
    operands = [image, scales, zero_points, *rest, none.results[0]]
    types = [result.type for result in call.outputs]
    inside = CallOp.of(INSIDE, operands, types, parameters)
    Rewriter.insert_op([none, inside], at)
    copy_notes(call.outputs[0], inside.outputs[0])
    Rewriter.replace_op(call, [], inside.outputs)


def _is_seen(value: SSAValue, call: CallOp) -> bool:
    """Whether a value is of the block of a call, after which that comes."""
    return value.owner.parent is call.parent


def _padded(image: SSAValue, zero_points: SSAValue, call: CallOp, sides: list[int]) -> CallOp:
    given = call.arguments_by_name
    batch, height, width, channels = (
        int(given[name]) for name in ("batch", "height", "width", "channels")
    )
    top, bottom, left, right = sides
    sizes = [batch, top + height + bottom, left + width + right, channels]
    parameters = {
        "batch": batch,
        "height": height,
        "width": width,
        "channels": channels,
        "top": top,
        "bottom": bottom,
        "left": left,
        "right": right,
    }
    return CallOp.of("pad_image_i8", [image, zero_points], [TensorType(i8, sizes)], parameters)
