"""What cases are made of: choices that hypothesis draws, and numbers that follow from one seed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

import numpy as np
from hypothesis import strategies as st
from xdsl.ir import Attribute

from qir.dialects.quant import Blocks, UniformType, storage_bounds
from qir.dialects.types import ELEMENT_TYPES, tensor_type_member
from qir.interp.values import along_axis

from .case import Array, OpCase, Operand

T = TypeVar("T")
Shape = tuple[int, ...]
Elements = Sequence[str]
"""Members of the format's `TensorType`, those of quantized tensors with a Q: `INT8`, `QINT8`."""

FUSED = ("NONE", "RELU", "RELU6", "RELU_N1_TO_1")
SIZES = (1, 1, 2, 2, 3, 3, 4, 5, 6)
INDICES = ("INT32", "INT64")


class Draws:
    """The choices of one case."""

    def __init__(self, draw: st.DrawFn) -> None:
        self._draw = draw
        self._rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))

    def one_of(self, choices: Sequence[T]) -> T:
        return self._draw(st.sampled_from(choices))

    def flag(self) -> bool:
        return self._draw(st.booleans())

    def integer(self, low: int, high: int) -> int:
        return self._draw(st.integers(low, high))

    def size(self) -> int:
        return self.one_of(SIZES)

    def sizes(self, count: int) -> Shape:
        return tuple(self.size() for _ in range(count))

    def shape(self, least: int = 0, most: int = 4) -> Shape:
        return self.sizes(self.integer(least, most))

    def broadcast(self, count: int, least: int = 0, most: int = 4) -> list[Shape]:
        """Shapes that stretch to one another."""
        whole = self.shape(least, most)
        shapes = [whole, *(self.stretchable(whole) for _ in range(count - 1))]
        return [shapes[position] for position in self.permutation(count)]

    def stretchable(self, whole: Shape) -> Shape:
        """A shape that stretches to another: without leading axes, and of size 1 along others."""
        kept = whole[self.integer(0, len(whole)) :] if self.flag() else whole
        return tuple(size if self.flag() else 1 for size in kept) if self.flag() else kept

    def axis(self, rank: int) -> int:
        """An axis, counted from either end."""
        return self.integer(-rank, rank - 1)

    def axes(self, rank: int) -> list[int]:
        """Any different axes in any order, each counted from either end."""
        chosen = self.permutation(rank)[: self.integer(0, rank)]
        return [axis - rank if self.flag() else axis for axis in chosen]

    def permutation(self, count: int) -> list[int]:
        return self._draw(st.permutations(range(count)))

    def element(self, names: Elements, low: float = -4.0, high: float = 4.0) -> Attribute:
        """An element type; quantized, it covers `low` to `high`."""
        name = self.one_of(names)
        if name in ELEMENT_TYPES:
            return ELEMENT_TYPES[name]
        return self.quantized(name.removeprefix("Q"), low, high)

    def like(self, element: Attribute, low: float = -4.0, high: float = 4.0) -> Attribute:
        """The same element type; a quantized one with another scale."""
        if not isinstance(element, UniformType):
            return element
        member = tensor_type_member(element)
        assert member is not None
        return self.quantized(member, low, high)

    def quantized(
        self,
        storage: str,
        low: float = -4.0,
        high: float = 4.0,
        *,
        symmetric: bool = False,
        channels: tuple[int, int] | None = None,
    ) -> UniformType:
        """A scale that covers `low` to `high`; `channels`: how many scales along which axis."""
        integers: Any = ELEMENT_TYPES[storage]
        least, most = storage_bounds(integers)
        low, high = min(low, 0.0), max(high, 0.0)
        is_symmetric = symmetric or storage not in ("INT8", "UINT8")
        if is_symmetric:
            # Weights leave out the least integer, so that there are as many below 0 as above.
            low, high, least = -max(-low, high), max(-low, high), -most
        # The format has no word for one scale along axis 0: it is read as one for the tensor.
        count, axis = channels if channels and channels != (1, 0) else (1, -1)
        spread = self._rng.uniform(1.0, 1.5, count)
        scales = (spread * (high - low) / (most - least)).astype(np.float32)
        zero_point = 0 if is_symmetric else round(least - low / float(scales[0]))
        return UniformType.get(integers, scales, [zero_point] * count, axis)

    def in_blocks(
        self, element: UniformType, shape: Sequence[int], multiple: int = 2
    ) -> UniformType:
        """The same with scales of float16 for blocks of a size that is a multiple of another."""
        rows, columns = shape
        sizes = range(multiple, columns + 1, multiple)
        size = self.one_of([size for size in sizes if columns % size == 0])
        spread = self._rng.uniform(1.0, 1.5, rows * columns // size)
        scales = (spread * element.scales.array()[0]).astype(np.float16)
        blocks = Blocks.of_rows((rows, columns // size), size)
        return UniformType.get(element.storage, scales, np.zeros(scales.size), blocks=blocks)

    def tensor(
        self,
        shape: Sequence[int],
        element: Attribute,
        low: float = -4.0,
        high: float = 4.0,
        *,
        is_constant: bool = False,
    ) -> Operand:
        """Random numbers of `low` to `high`."""
        if isinstance(element, UniformType):
            return Operand(self._stored(shape, element, low, high), element, is_constant)
        return Operand(self._numbers(shape, element, low, high), None, is_constant)

    def integers(self, values: Any, name: str, *, is_constant: bool = False) -> Operand:
        """A tensor of known values, such as a shape or an axis."""
        return Operand(np.array(values, name.lower()), None, is_constant)

    def _numbers(self, shape: Sequence[int], element: Attribute, low: float, high: float) -> Array:
        dtype = np.dtype(_DTYPES[element])
        if dtype.kind == "b":
            return self._rng.integers(0, 2, shape).astype(dtype)
        if dtype.kind in "iu":
            least = max(int(np.ceil(low)), 0 if dtype.kind == "u" else int(np.ceil(low)))
            return self._rng.integers(least, max(int(high), least) + 1, shape).astype(dtype)
        return self._rng.uniform(low, high, shape).astype(dtype)

    def _stored(self, shape: Sequence[int], element: UniformType, low: float, high: float) -> Array:
        scales = along_axis(element.scales.array(), element, len(shape))
        real: Array = self._rng.uniform(low, high, shape)
        nearest: Array = (real / scales).round() + element.zero_points.array()[0]
        stored = nearest.clip(element.low.data, element.high.data)
        return stored.astype(_DTYPES.get(element.storage, "int8"))


_DTYPES = {
    ELEMENT_TYPES[name]: name.lower()
    for name in (
        *("FLOAT16", "FLOAT32", "FLOAT64", "BOOL", "COMPLEX64"),
        *("INT8", "INT16", "INT32", "INT64", "UINT8", "UINT16", "UINT32", "UINT64"),
    )
}


def with_scale(
    element: Attribute, known: Mapping[Attribute, Sequence[tuple[float, int]]]
) -> Attribute:
    """The same element type; a quantized one with the first scale and zero point of a table."""
    if not isinstance(element, UniformType):
        return element
    scale, zero_point = known[element.storage][0]
    return UniformType.get(element.storage, [scale], [zero_point])


def strategy(make: Callable[..., OpCase], *arguments: Any) -> st.SearchStrategy[OpCase]:
    """Cases as a function makes them of draws and these arguments."""
    return _drawn(make, arguments)


@st.composite
def _drawn(draw: st.DrawFn, make: Callable[..., OpCase], arguments: tuple[Any, ...]) -> OpCase:
    return make(Draws(draw), *arguments)
