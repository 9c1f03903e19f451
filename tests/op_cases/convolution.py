"""Convolutions."""

from __future__ import annotations

from hypothesis import strategies as st

from .case import OpCase, Operand, Option
from .draws import FUSED, Draws, Shape, strategy
from .weights import product

QUANTIZED = ("int8", "int8 per channel", "uint8", "int16", "int16 per channel")
SCHEMES = ("float", *QUANTIZED, "hybrid per channel")


def cases() -> dict[str, st.SearchStrategy[OpCase]]:
    return {
        "tfl.conv_2d": strategy(_conv_2d),
        "tfl.depthwise_conv_2d": strategy(_depthwise_conv_2d),
        "tfl.transpose_conv": strategy(_transpose_conv),
        "tfl.conv_3d": strategy(_conv_3d),
        "tfl.conv_3d_transpose": strategy(_conv_3d_transpose),
    }


def _window(d: Draws, space: Shape, letters: str) -> tuple[Shape, dict[str, Option]]:
    """The size of a filter and how it moves, so that it fits at least once."""
    padding = d.one_of(("SAME", "VALID"))
    options: dict[str, Option] = {
        "padding": padding,
        "fused_activation_function": d.one_of(FUSED),
    }
    filter: list[int] = []
    for size, letter in zip(space, letters, strict=True):
        dilation = d.one_of((1, 1, 2, 3))
        most = (size - 1) // dilation + 1 if padding == "VALID" else 3
        filter.append(d.integer(1, min(most, 3)))
        options[f"stride_{letter}"] = d.integer(1, 3)
        options[f"dilation_{letter}_factor"] = dilation
    return tuple(filter), options


def _conv_2d(d: Draws) -> OpCase:
    groups, per_group, multiple = d.one_of((1, 1, 1, 2, 3)), d.integer(1, 4), d.integer(1, 4)
    batch, *space = d.sizes(3)
    window, options = _window(d, tuple(space), "hw")
    schemes = (
        (*SCHEMES, "hybrid", "int4", "hybrid int4")
        if groups == 1
        else ("float", "int8 per channel")
    )
    input = (batch, *space, groups * per_group)
    found = product(d, schemes, input, (groups * multiple, *window, per_group), 0)
    operands = (found.input, found.filter, found.bias)
    return OpCase("CONV_2D", operands, (found.result,), options)


def _depthwise_conv_2d(d: Draws) -> OpCase:
    channels, multiplier = d.integer(1, 6), d.integer(1, 3)
    batch, *space = d.sizes(3)
    window, options = _window(d, tuple(space), "hw")
    out = channels * multiplier
    found = product(d, (*SCHEMES, "int4"), (batch, *space, channels), (1, *window, out), 3)
    operands = (found.input, found.filter, found.bias)
    options["depth_multiplier"] = multiplier
    return OpCase("DEPTHWISE_CONV_2D", operands, (found.result,), options)


def _transposed(d: Draws, space: Shape, letters: str) -> tuple[Shape, Shape, dict[str, Option]]:
    """The size of a filter and of an output, and options by which the output gives the input."""
    padding = d.one_of(("SAME", "VALID"))
    options: dict[str, Option] = {
        "padding": padding,
        "fused_activation_function": d.one_of(FUSED),
    }
    filter, output = list[int](), list[int]()
    for size, letter in zip(space, letters, strict=True):
        width, stride = d.integer(1, 3), d.integer(1, 3)
        reach = size * stride if padding == "SAME" else (size - 1) * stride + width
        lost = d.integer(0, stride - 1)
        filter.append(width)
        output.append(reach - lost if padding == "SAME" else reach + lost)
        options[f"stride_{letter}"] = stride
    return tuple(filter), tuple(output), options


def _transpose_conv(d: Draws) -> OpCase:
    batch, channels, out = d.sizes(3)
    space = d.sizes(2)
    window, output, options = _transposed(d, space, "hw")
    found = product(d, SCHEMES, (batch, *space, channels), (out, *window, channels), 0)
    shape = _output_shape(d, (batch, *output, out))
    operands = [shape, found.filter, found.input, *([found.bias] if d.flag() else [])]
    return OpCase("TRANSPOSE_CONV", tuple(operands), (found.result,), options)


def _output_shape(d: Draws, shape: Shape) -> Operand:
    return d.integers(shape, "INT32", is_constant=d.flag())


def _conv_3d(d: Draws) -> OpCase:
    batch, channels, out = (d.integer(1, 3) for _ in range(3))
    space = tuple(d.integer(1, 4) for _ in range(3))
    window, options = _window(d, space, "dhw")
    input, filter = (batch, *space, channels), (*window, channels, out)
    found = product(d, ("float",), input, filter, 4)
    operands = [found.input, found.filter, *([found.bias] if d.flag() else [])]
    return OpCase("CONV_3D", tuple(operands), (found.result,), options)


def _conv_3d_transpose(d: Draws) -> OpCase:
    batch, channels, out = (d.integer(1, 3) for _ in range(3))
    space = tuple(d.integer(1, 3) for _ in range(3))
    window, output, options = _transposed(d, space, "dhw")
    input, filter = (batch, *space, channels), (*window, out, channels)
    found = product(d, ("float",), input, filter, 3)
    shape = _output_shape(d, (batch, *output, out))
    operands = [shape, found.filter, found.input, *([found.bias] if d.flag() else [])]
    return OpCase("CONV_3D_TRANSPOSE", tuple(operands), (found.result,), options)
