"""Which constants are the weights of which ops, and how large they are in the file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xdsl.dialects.builtin import Float16Type, Float32Type
from xdsl.ir import SSAValue

from qir.attributes import element_type
from qir.dialects.interfaces import QuantizableWeights
from qir.dialects.quant import UniformType
from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.constants import QConstOp, SparseConstOp, constant_value
from qir.dialects.tfl.conversion import DequantizeOp
from qir.weights import WeightAttr


@dataclass(frozen=True)
class Weight:
    """A float constant that is a weight of `op`, and the axis its scales are to run along.

    `axis` is None where the kernel takes one scale for the whole tensor.
    """

    op: TflOp
    index: int
    constant: WeightAttr
    axis: int | None

    @property
    def value(self) -> SSAValue:
        return self.op.operands[self.index]


def weight_operands(op: TflOp) -> list[int]:
    """Indices of the operands that a kernel of this op may take as integers."""
    trait = op.get_trait(QuantizableWeights)
    return [i for i in trait.operands if i < len(op.operands)] if trait else []


def float_weights(op: TflOp) -> list[Weight]:
    """The float constants among an op's weights."""
    trait = op.get_trait(QuantizableWeights)
    if trait is None:
        return []
    found: list[Weight] = []
    for index in weight_operands(op):
        constant = float_constant(op.operands[index])
        if constant is not None:
            axis = trait.axis_of(op, len(constant.type.get_shape()))
            found.append(Weight(op, index, constant, axis))
    return found


def float_constant(value: SSAValue) -> WeightAttr | None:
    """The constant behind a float32 value: itself, or the float16 that a DEQUANTIZE widens."""
    owner = value.owner
    constant = constant_value(owner.input.owner if isinstance(owner, DequantizeOp) else owner)
    if constant is None or not isinstance(constant.type.element_type, Float32Type | Float16Type):
        return None
    return constant if isinstance(element_type(value), Float32Type) else None


def spread_refusals(
    weights: Mapping[TflOp, Sequence[Weight]], refusals: Mapping[TflOp, str]
) -> dict[TflOp, str]:
    """Why ops must keep float weights, given why some must: a shared weight binds its users.

    An op is refused where a weight of its is read as floats by anything else, is wanted with
    scales along another axis, or is shared with an op that is refused itself.
    """
    spread = dict(refusals)
    users = {(w.op, w.index): w for found in weights.values() for w in found}
    spreading = True
    while spreading:
        spreading = False
        for op, found in weights.items():
            if op not in spread and (reason := _reason(found, users, spread)):
                spread[op] = reason
                spreading = True
    return spread


def _reason(
    found: Sequence[Weight],
    users: Mapping[tuple[TflOp, int], Weight],
    refusals: Mapping[TflOp, str],
) -> str | None:
    for weight in found:
        for use in weight.value.uses:
            other = use.operation
            same = users.get((other, use.index)) if isinstance(other, TflOp) else None
            if same is None:
                return f"its weight is also read as floats by {other.name}"
            if same.axis != weight.axis:
                return f"its weight is shared with {other.name}, which scales it otherwise"
            if same.op in refusals:
                return f"its weight is shared with {other.name}, which keeps it float"
    return None


def stored_bytes_of(value: SSAValue) -> int:
    """Bytes in the file of a value that is a quantized constant, dequantized or not: its data,
    and a scale and zero point per channel; 0 for any other value."""
    owner = value.owner
    if isinstance(owner, DequantizeOp):
        owner = owner.input.owner
    if not isinstance(owner, QConstOp) or not isinstance(owner.value, WeightAttr):
        return 0
    element = element_type(owner.output)
    scales = len(element.scales.array()) if isinstance(element, UniformType) else 0
    return owner.value.nbytes + scales * (4 + 8)


def sparse_bytes(value: SSAValue) -> int:
    """Bytes in the file of a value that is a sparse constant; 0 for any other."""
    owner = value.owner
    data = owner.compressed_data if isinstance(owner, SparseConstOp) else None
    return data.nbytes if isinstance(data, WeightAttr) else 0
