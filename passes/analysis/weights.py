"""Which constants are the weights of which ops, and how large they are in the file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from xdsl.dialects.builtin import Float16Type, Float32Type
from xdsl.ir import Operation, SSAValue

from qir.attributes import element_type
from qir.dialects.interfaces import quantizable_weights
from qir.dialects.quant import UniformType
from qir.dialects.records import RecordError, record_of
from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.constants import QConstOp, SparseConstOp, constant_value
from qir.dialects.tfl.conversion import DequantizeOp
from qir.notes import notes_of
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
    trait = quantizable_weights(type(op))
    if trait is None:
        return []
    count = len(op.operands)
    return [index for index in trait.operands if index < count]


def float_weights(op: TflOp) -> list[Weight]:
    """The float constants among an op's weights."""
    trait = quantizable_weights(type(op))
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
    if type(owner) is DequantizeOp:
        owner = owner.input.owner
    constant = constant_value(owner)
    if constant is None or type(constant.type.element_type) not in (Float32Type, Float16Type):
        return None
    return constant if type(element_type(value)) is Float32Type else None


def spread_refusals(
    weights: Mapping[TflOp, Sequence[Weight]], refusals: Mapping[TflOp, str]
) -> dict[TflOp, str]:
    """Why ops must keep float weights, given why some must: a shared weight binds its users.

    An op is refused where a weight of its is read as floats by anything else, is wanted with
    scales along another axis, or is shared with an op that is refused itself.
    """
    sharing: dict[SSAValue, list[Weight]] = {}
    for weight in chain.from_iterable(weights.values()):
        sharing.setdefault(weight.value, []).append(weight)
    spread = dict(refusals)
    for value, users in sharing.items():
        for weight, reason in _conflicts(value, users):
            spread.setdefault(weight.op, reason)
    pending = list(spread)
    while pending:
        op = pending.pop()
        for weight in weights.get(op, ()):
            # Whoever shares it need not hear of it twice.
            for other in sharing.pop(weight.value, ()):
                if other.op not in spread:
                    spread[other.op] = f"its weight is shared with {op.name}, which keeps it float"
                    pending.append(other.op)
    return spread


def _conflicts(value: SSAValue, users: Sequence[Weight]) -> Iterator[tuple[Weight, str]]:
    """The users of a weight who cannot have it as integers because of others, and why."""
    known = {(user.op, user.index) for user in users}
    for use in value.uses:
        if (use.operation, use.index) not in known:
            reason = f"its weight is also read as floats by {use.operation.name}"
            yield from ((user, reason) for user in users)
            return
    others = {user.axis: user for user in reversed(users)}
    for user in users if len(others) > 1 else ():
        other = next(other for axis, other in others.items() if axis != user.axis)
        yield user, f"its weight is shared with {other.op.name}, which scales it otherwise"


def stored_bytes_of(value: SSAValue) -> int:
    """Bytes in the file of a value that is a quantized constant, dequantized or not: its data,
    and a scale and zero point per channel; 0 for any other value."""
    owner = value.owner
    if type(owner) is DequantizeOp:
        owner = owner.input.owner
    if type(owner) is not QConstOp or not isinstance(owner.value, WeightAttr):
        return 0
    element = element_type(owner.output)
    scales = len(element.scales.array()) if isinstance(element, UniformType) else 0
    return owner.value.nbytes + scales * (4 + 8)


def sparse_bytes(value: SSAValue) -> int:
    """Bytes in the file of a value that is a sparse constant; 0 for any other."""
    owner = value.owner
    data = owner.compressed_data if type(owner) is SparseConstOp else None
    return data.nbytes if isinstance(data, WeightAttr) else 0


def constant_bytes(op: Operation, *, as_quantized: bool = False) -> int:
    """Bytes in the file of the values of a constant; 0 for any other op.

    `as_quantized`: with one byte for each float where nothing but kernels of integer weights reads
    it, as a later pass makes it.
    """
    is_sparse = type(op) is SparseConstOp
    weight = op.compressed_data if type(op) is SparseConstOp else constant_value(op)
    if not isinstance(weight, WeightAttr):
        return 0
    nbytes = weight.nbytes
    if is_sparse:
        return nbytes + _index_bytes(op)
    is_float = type(weight.type.element_type) in (Float32Type, Float16Type)
    if as_quantized and is_float and is_only_weights(op.results[0]):
        return weight.elements
    return nbytes


def is_only_weights(value: SSAValue) -> bool:
    """Whether nothing but kernels that may take it as integers reads a value, widened or not."""
    uses = list(value.uses)
    return bool(uses) and all(
        isinstance(user := use.operation, TflOp)
        and (
            use.index in weight_operands(user)
            or (type(user) is DequantizeOp and is_only_weights(user.output))
        )
        for use in uses
    )


_INDEX_BYTES = {"Uint8Vector": 1, "Uint16Vector": 2, "Int32Vector": 4}


def _index_bytes(op: Operation) -> int:
    """Of what says where the values of a sparse constant are."""
    try:
        record = record_of("SparsityParameters", notes_of(op.results[0]).get("sparsity"))
    except RecordError:
        return 0
    vectors = [
        vector
        for level in record.dim_metadata or ()
        for vector in (level.array_segments, level.array_indices)
        if vector is not None
    ]
    return sum(_INDEX_BYTES[vector.spec.name] * len(vector.values) for vector in vectors)
