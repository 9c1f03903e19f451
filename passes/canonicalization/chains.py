"""What stands between a small constant and the op that reads it as floats moves to the constant.

d is a DEQUANTIZE of a float16 or quantized constant q, which takes more bytes after it than before.
"""

from __future__ import annotations

from xdsl.dialects.builtin import Float16Type, Float32Type, IntegerType
from xdsl.ir import Attribute

from qir.attributes import element_type
from qir.dialects.quant import UniformType
from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.constants import constant_integers, constant_value
from qir.dialects.tfl.tensors import shape_of
from qir.passes.canonicalization.layout import RESHAPE, TRANSPOSE
from qir.passes.canonicalization.rewriting import Pattern, Replacement, Rewriting
from qir.weights import WeightAttr

HALF_VERSION = 3
"""The version of DEQUANTIZE that reads float16."""


def _as_dequantize(op: TflOp, to: Rewriting) -> Replacement:
    weight = constant_value(op.operands[0].owner)
    is_half = weight is not None and isinstance(weight.type.element_type, Float16Type)
    if not is_half or not isinstance(element_type(op.results[0]), Float32Type):
        return None
    return to.op("DEQUANTIZE", [op.operands[0]], op.results[0].type, version=HALF_VERSION)


def _sink_dequantize(op: TflOp, to: Rewriting) -> Replacement:
    """Leaves alone integers of which several share a byte, and scales of blocks."""
    inner = to.producer(op.operands[0], "tfl.dequantize")
    weight = constant_value(inner.operands[0].owner) if inner else None
    shape = shape_of(op.results[0])
    if inner is None or weight is None or weight.blob.data.is_elided:
        return None
    if shape is None or None in shape or not _is_whole(weight):
        return None
    order = constant_integers(op.operands[1]) if op.name == TRANSPOSE else None
    element = _moved_element(element_type(inner.operands[0]), order)
    if element is None or (op.name == TRANSPOSE and order is None):
        return None
    sizes = [size or 0 for size in shape]
    moved = to.constant(
        inner.operands[0],
        sizes,
        lambda: (weight.array() if order is None else weight.array().transpose(order)).reshape(
            sizes
        ),
        element,
    )
    return to.like(inner, [moved], result=op.results[0].type)


def _is_whole(weight: WeightAttr) -> bool:
    is_stored = isinstance(weight.type.element_type, Float16Type | IntegerType)
    return is_stored and weight.nbytes >= weight.elements


def _moved_element(element: Attribute | None, order: tuple[int, ...] | None) -> Attribute | None:
    """The element type after a transpose, or a reshape; None where scales cannot follow."""
    if not isinstance(element, UniformType) or not (element.is_per_channel or element.is_blockwise):
        return element
    if order is None or element.is_blockwise or element.axis.data not in order:
        return None
    return UniformType.get(
        element.storage,
        element.scales.array(),
        element.zero_points.array(),
        order.index(element.axis.data),
        (element.low.data, element.high.data),
    )


PATTERNS = (
    Pattern(
        "widened",
        "cast(q to float32) = d(q)",
        ("tfl.cast",),
        _as_dequantize,
        of=({"tfl.pseudo_const"},),
    ),
    Pattern(
        "moved-dequantize",
        "transpose(d(q)) = d(q, moved); so too reshape",
        (TRANSPOSE, RESHAPE),
        _sink_dequantize,
        of=({"tfl.dequantize"},),
    ),
)
