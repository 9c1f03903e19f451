"""From float constants to quantized ones. The integers are computed when they are written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt
from xdsl.dialects.builtin import Float16Type, IntegerType, TensorType, f16
from xdsl.ir import Attribute

from qir.dialects.quant import NO_BLOCKS, PER_TENSOR, Blocks, UniformType
from qir.numerics.affine import (
    LARGEST_FLOAT16,
    Affine,
    asymmetric_parameters,
    extremes_of_blocks,
    quantize_blocks,
    symmetric_parameters,
)
from qir.numerics.packing import pack_blocks
from qir.numerics.scale_search import search_interval
from qir.passes.analysis.weights import scale_bytes
from qir.passes.quantization.layouts import Layout
from qir.schemes import ScaleSearch, Scheme
from qir.weights import Blob, WeightAttr, byte_size

Array = npt.NDArray[Any]
Quantized = tuple[TensorType[UniformType], WeightAttr]
"""The type and the value of a constant."""
STORAGES = {bits: IntegerType(bits) for bits in (8, 4, 2)}
SMALLEST_HALF = 2.0**-24
INFINITE_HALF = 65520.0
"""The least magnitude that float16 rounds to an infinity."""


@dataclass(frozen=True, slots=True)
class Storing:
    """What a constant becomes: how its elements are stored, and which share a scale."""

    scheme: Scheme
    layout: Layout

    def __str__(self) -> str:
        if self.scheme.is_float:
            return self.scheme.storage
        symmetric = "" if self.scheme.symmetric else "asymmetric, "
        searched = f", by {self.scheme.search.upper()}" if self.scheme.search else ""
        return f"{self.scheme.storage}, {symmetric}{self.layout}{searched}"


class Constants:
    """Quantized constants by what they are made of: those that share a buffer go on sharing one.

    `search`: how scales are found where a scheme does not say it.
    """

    def __init__(self, search: ScaleSearch) -> None:
        self.search = search
        self.fed_back = set[Blob]()
        """Those that were not rounded to nearest."""
        self._made: dict[tuple[Blob, TensorType[Any], Storing], Quantized] = {}
        self._stored: dict[tuple[Attribute, IntegerType], TensorType[IntegerType]] = {}
        self._halves: dict[Blob, Blob] = {}
        self._extremes: dict[tuple[Blob, TensorType[Any], Layout], tuple[Array, Array]] = {}

    def extremes(self, source: WeightAttr, layout: Layout) -> tuple[Array, Array]:
        """Least and greatest element that share each scale; not finite where one is not."""
        key = source.blob.data, source.type, layout
        if key not in self._extremes:
            self._extremes[key] = extremes_of_blocks(_blocks(source, layout), _axis(layout))
        return self._extremes[key]

    def is_finite(self, source: WeightAttr, storing: Storing) -> bool:
        """No element is NaN or an infinity."""
        return all(np.isfinite(ends).all() for ends in self.extremes(source, storing.layout))

    def is_within(self, source: WeightAttr, storing: Storing) -> bool:
        """As float16, elements or scales of blocks neither become infinite nor all vanish."""
        if storing.scheme.is_float:
            smallest, infinite = SMALLEST_HALF, INFINITE_HALF
        elif storing.layout.block:
            steps = storing.scheme.bounds[1]
            smallest, infinite = SMALLEST_HALF * steps, float(LARGEST_FLOAT16) * steps
        else:
            return True
        low, high = self.extremes(source, storing.layout)
        largest = float(np.maximum(-low, high).max(initial=0))
        return largest == 0 or smallest <= largest < infinite

    def quantized(self, source: WeightAttr, storing: Storing) -> Quantized:
        key = source.blob.data, source.type, storing
        if key not in self._made:
            self._made[key] = self._quantize(source, storing)
        return self._made[key]

    def round_by(
        self, source: WeightAttr, storing: Storing, rounded: Callable[[Affine], Array]
    ) -> None:
        """Quantize a constant to what `rounded` makes of it, given its scales and zero points."""
        parameters = self._parameters(source, storing)
        integers = rounded(parameters)
        self.fed_back.add(source.blob.data)
        key = source.blob.data, source.type, storing
        self._made[key] = self._constant(source, storing, parameters, lambda: [integers])

    def _quantize(self, source: WeightAttr, storing: Storing) -> Quantized:
        parameters, bounds = self._parameters(source, storing), storing.scheme.bounds

        def integers() -> Iterable[Array]:
            blocks = _blocks(source, storing.layout)
            return quantize_blocks(blocks, parameters, _axis(storing.layout), bounds)

        return self._constant(source, storing, parameters, integers)

    def _constant(
        self,
        source: WeightAttr,
        storing: Storing,
        parameters: Affine,
        integers: Callable[[], Iterable[Array]],
    ) -> Quantized:
        bits, shape = storing.scheme.bits, source.type.get_shape()
        storage = STORAGES[bits]
        element = _uniform(storage, parameters, storing, shape)
        stored = self._stored_type(source.type, storage)
        nbytes = byte_size(stored)
        assert nbytes is not None
        name = f"{source.blob.data.name}_{_suffix(storing, shape)}"

        def packed() -> Iterable[Array]:
            return integers() if bits == 8 else pack_blocks(integers(), bits)

        value = WeightAttr.get(stored, Blob(name, nbytes, packed))
        return TensorType(element, source.type.shape.data), value

    def _stored_type(self, type: TensorType[Any], storage: IntegerType) -> TensorType[IntegerType]:
        """One object for the many weights of a shape."""
        key = type, storage
        if key not in self._stored:
            self._stored[key] = TensorType(storage, type.shape.data)
        return self._stored[key]

    def _parameters(self, source: WeightAttr, storing: Storing) -> Affine:
        scheme, layout = storing.scheme, storing.layout
        make = symmetric_parameters if scheme.symmetric else asymmetric_parameters
        if layout.block:
            make = partial(make, scale_type=np.float16)
        interval = search_interval(
            scheme.search or self.search,
            partial(_blocks, source, layout),
            _axis(layout),
            self.extremes(source, layout),
            make,
            scheme.bounds,
        )
        return make(*interval, scheme.bounds)

    def half(self, source: WeightAttr) -> WeightAttr:
        """A float32 constant as float16."""
        blob = source.blob.data
        if blob not in self._halves:

            def halves() -> Iterator[Array]:
                return (block.astype(np.float16) for block in source.blocks())

            self._halves[blob] = Blob(f"{blob.name}_f16", blob.nbytes // 2, halves)
        return WeightAttr.get(TensorType(f16, source.type.shape.data), self._halves[blob])


def stored_bytes(source: WeightAttr, storing: Storing) -> int:
    """Bytes in the file of a constant that is stored so, with scales and zero points."""
    scheme, layout, shape = storing.scheme, storing.layout, source.type.get_shape()
    if scheme.is_float:
        return 2 * source.elements
    if layout.block:
        scales = source.elements // layout.block
    else:
        scales = 1 if layout.axis is None else shape[layout.axis]
    integers = -(-source.elements * scheme.bits // 8)
    return integers + scale_bytes(scales, is_blockwise=layout.block > 0)


def is_half(source: WeightAttr) -> bool:
    return type(source.type.element_type) is Float16Type


def _axis(layout: Layout) -> int | None:
    return 0 if layout.block else layout.axis


def _blocks(source: WeightAttr, layout: Layout) -> Iterator[Array]:
    """The elements in parts; where blocks share scales, each as a row of its own."""
    for part in source.blocks():
        yield part.reshape(-1, layout.block) if layout.block else part


def _uniform(
    storage: IntegerType, parameters: Affine, storing: Storing, shape: tuple[int, ...]
) -> UniformType:
    layout, blocks = storing.layout, NO_BLOCKS
    if layout.block:
        rows, columns = shape
        blocks = Blocks.of_rows((rows, columns // layout.block), layout.block)
    axis = PER_TENSOR if layout.axis is None else layout.axis
    scales, zero_points = parameters
    return UniformType.get(storage, scales, zero_points, axis, storing.scheme.bounds, blocks)


def _suffix(storing: Storing, shape: tuple[int, ...]) -> str:
    """What tells a constant from others that are made of the same buffer."""
    scheme, layout = storing.scheme, storing.layout
    # One buffer may be read in several shapes; each makes a weight of its own.
    parts = [f"i{scheme.bits}", "x".join(map(str, shape))]
    parts += ["asymmetric"] * (not scheme.symmetric)
    parts += [f"axis{layout.axis}"] * (layout.axis is not None)
    parts += [f"block{layout.block}"] * bool(layout.block)
    parts += [str(scheme.search)] if scheme.search else []
    return "_".join(parts)
