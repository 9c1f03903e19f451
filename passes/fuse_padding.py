"""The pass `fuse-padding`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from xdsl.context import Context
from xdsl.dialects.builtin import DictionaryAttr, ModuleOp, StringAttr, TensorType, f32, i8
from xdsl.dialects.func import FuncOp
from xdsl.ir import Operation, SSAValue, Use
from xdsl.passes import ModulePass
from xdsl.rewriter import InsertPoint, Rewriter

from qir.attributes import element_type, int_attr
from qir.dialects.c import CallOp, ViewOp, is_of_state
from qir.dialects.tfl.constants import constant_value
from qir.functions import functions
from qir.passes.kernels.lowering import shape_of_static
from qir.passes.kernels.padding import Axis, by_axis, merged_axes

CONVOLUTIONS = frozenset(
    f"{kernel}_{each}"
    for kernel in ("conv_2d", "depthwise_conv_2d")
    for each in ("f32", "w8", "i8")
)
QUANTIZERS = "quantize_rows_symmetric", "quantize_rows_asymmetric"
MAX_POOL, MAX_POOL_OF_ZEROS = "max_pool_2d_f32", "max_pool_2d_zeros_f32"
GROUP = 8
"""Elements of a row that are rounded alike, those left over otherwise (rule H4)."""
Reader: TypeAlias = tuple[CallOp, "Borders"]


@dataclass(frozen=True)
class Borders:
    """How an image of some channels is padded along its height and its width."""

    batch: int
    height: Axis
    width: Axis
    channels: int

    @property
    def shape(self) -> tuple[int, int, int, int]:
        """Of the images without their borders."""
        return self.batch, self.height[1], self.width[1], self.channels

    @property
    def depth(self) -> int:
        """Elements of an image without its borders."""
        return self.height[1] * self.width[1] * self.channels

    @property
    def padded_depth(self) -> int:
        return sum(self.height) * sum(self.width) * self.channels

    def rounds_alike(self) -> bool:
        """Whether the same elements are left over of whole groups as with the borders."""
        last = range(self.padded_depth - self.padded_depth % GROUP, self.padded_depth)
        return sum(map(self._is_inside, last)) == self.depth % GROUP

    def _is_inside(self, element: int) -> bool:
        y, x = divmod(element // self.channels, sum(self.width))
        return all(
            before <= place < before + size
            for place, (before, size, _) in ((y, self.height), (x, self.width))
        )


@dataclass(frozen=True)
class FusePadding(ModulePass):
    """Let a window reach over the edge of an image, rather than copy the image into one of zeros.

        %p = "c.call"(%x, %zero) <{kernel = "pad", ...}> : (...) -> tensor<1x58x58x64xf32>
        %y = "c.call"(%p, %w, %b) <{kernel = "conv_2d_f32",
               parameters = {height = 58 : i32, width = 58 : i32, pad_top = 0 : i32, ...}}>
    becomes
        %y = "c.call"(%x, %w, %b) <{kernel = "conv_2d_f32",
               parameters = {height = 56 : i32, width = 56 : i32, pad_top = 1 : i32, ...}}>

    So do convolutions of integers: zeros change neither scale nor zero point of an image, which is
    then quantized without them. The greatest of a window is found by a kernel that counts what is
    outside as zero.

    Leaves alone: padding with other numbers, or along other axes than height and width; a result
    that something else reads as well; padding of a state, which may be written to before a window
    reads it; images of integers whose elements would be rounded otherwise, as others of them are
    left over of groups of 8 (rule H4); pooling that leaves out what is beyond an edge of its own.
    """

    name = "fuse-padding"

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        for function in functions(op):
            for pad in _paddings(function):
                readers = list(_readers(pad, pad.outputs[0]))
                fused = [(call, found) for call, found in readers if found is not None]
                if fused and len(fused) == len(readers):
                    _fuse(pad, fused)


def _paddings(function: FuncOp) -> list[CallOp]:
    """Calls that put zeros around floats that stay as they are."""
    return [
        call
        for call in function.walk()
        if isinstance(call, CallOp)
        and call.kernel.data == "pad"
        and element_type(call.arguments[0]) == f32
        and not is_of_state(call.arguments[0])
        and (value := constant_value(call.arguments[1].owner)) is not None
        and not value.array().any()
    ]


def _uses(value: SSAValue) -> Iterator[Use]:
    """Where a value is read, through views of it."""
    for use in value.uses:
        if isinstance(use.operation, ViewOp):
            yield from _uses(use.operation.result)
        else:
            yield use


def _readers(pad: CallOp, padded: SSAValue) -> Iterator[tuple[CallOp, Borders | None]]:
    """Calls that read the result, and the borders that it has for them; None for those that need
    the zeros in memory. Of a call that quantizes, also those that read its integers."""
    for use in _uses(padded):
        call = use.operation
        if not isinstance(call, CallOp):
            yield pad, None
        elif call.kernel.data in QUANTIZERS:
            found = {_borders(pad, each) for each in _of_integers(call)}
            borders = found.pop() if len(found) == 1 else None
            yield call, borders if borders and _may_quantize(call, borders) else None
        elif call.kernel.data in CONVOLUTIONS and use.index == 0:
            yield call, _borders(pad, call)
        elif call.kernel.data == MAX_POOL:
            yield call, _borders(pad, call) if _is_inside(call) else None
        else:
            yield call, None


def _of_integers(quantizer: CallOp) -> Iterator[Operation]:
    """What reads what a call quantized, each once."""
    yield from dict.fromkeys(use.operation for value in quantizer.outputs for use in _uses(value))


def _borders(pad: CallOp, window: Operation) -> Borders | None:
    """What borders the images of a call of windows have if `pad` made them: those with which it is
    the same call."""
    if not isinstance(window, CallOp) or window.kernel.data not in (*CONVOLUTIONS, MAX_POOL):
        return None
    sizes = window.arguments_by_name
    batch, height, width, channels = (
        int(sizes[name]) for name in ("batch", "height", "width", "channels")
    )
    given = pad.arguments_by_name
    axes = [tuple(int(given[f"{name}{i}"]) for name in "bna") for i in range(5)]
    padded = [(before, size, after) for before, size, after in axes if before or after]
    whole = (0, height, 0), (0, width, 0)
    if len(padded) == 1:
        (only,) = padded
        pairs = [(_over(only, width * channels), whole[1]), (whole[0], _over(only, channels))]
    elif len(padded) == 2:
        pairs = [(padded[0], _over(padded[1], channels))]
    else:
        return None
    for rows, columns in pairs:
        merged = merged_axes([(0, batch, 0), rows, columns, (0, channels, 0)])
        is_same = by_axis(merged).items() <= given.items()
        if is_same and (sum(rows), sum(columns)) == (height, width):
            return Borders(batch, rows, columns, channels)
    return None


def _over(axis: Axis, size: int) -> Axis:
    """An axis of rows in place of one of their elements."""
    before, own, after = axis
    return before // size, own // size, after // size


def _may_quantize(call: CallOp, borders: Borders) -> bool:
    """Whether each row is an image, of which all is rounded as with its borders."""
    rows = {"rows": borders.batch, "depth": borders.padded_depth}
    return rows.items() <= call.arguments_by_name.items() and borders.rounds_alike()


def _is_inside(pool: CallOp) -> bool:
    """Whether no window reaches over the edge of what was padded."""
    sizes = pool.arguments_by_name
    return not (sizes["pad_top"] or sizes["pad_left"]) and all(
        (sizes[f"out_{axis}"] - 1) * sizes[f"stride_{letter}"] + sizes[f"filter_{axis}"]
        <= sizes[axis]
        for axis, letter in (("height", "h"), ("width", "w"))
    )


def _fuse(pad: CallOp, readers: list[Reader]) -> None:
    for call, borders in readers:
        if call.kernel.data in QUANTIZERS:
            for window in _of_integers(call):
                assert isinstance(window, CallOp)
                _widen(window, borders)
            _quantize_inside(call, pad.arguments[0], borders)
            continue
        _widen(call, borders)
        call.operands[0] = _shaped(pad.arguments[0], borders.shape, call)
        if call.kernel.data == MAX_POOL:
            call.kernel = StringAttr(MAX_POOL_OF_ZEROS)
    _drop(pad)


def _widen(window: CallOp, borders: Borders) -> None:
    """Let windows begin so far before the edge."""
    given = window.arguments_by_name
    _set(
        window,
        height=borders.height[1],
        width=borders.width[1],
        pad_top=int(given["pad_top"]) + borders.height[0],
        pad_left=int(given["pad_left"]) + borders.width[0],
    )


def _quantize_inside(call: CallOp, image: SSAValue, borders: Borders) -> None:
    """Quantize images without their borders."""
    _set(call, depth=borders.depth)
    call.operands[0] = _shaped(image, borders.shape, call)
    rows = TensorType(i8, [borders.batch, borders.depth])
    Rewriter.replace_value_with_new_type(call.outputs[0], rows)


def _set(call: CallOp, **parameters: int) -> None:
    changed = {name: int_attr(value) for name, value in parameters.items()}
    call.parameters = DictionaryAttr({**call.parameters.data, **changed})


def _shaped(value: SSAValue, shape: tuple[int, ...], before: CallOp) -> SSAValue:
    if shape_of_static(value) == shape:
        return value
    view = ViewOp.of(value, TensorType(f32, shape))
    Rewriter.insert_op(view, InsertPoint.before(before))
    return view.result


def _drop(op: CallOp | ViewOp) -> None:
    """Erase an op, and views of it, that nothing else reads."""
    for result in op.results:
        for use in list(result.uses):
            assert isinstance(use.operation, ViewOp)
            _drop(use.operation)
    Rewriter.erase_op(op)
