"""Which constants are the weights of which ops, and how large they are in the file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from xdsl.dialects.builtin import Float16Type, Float32Type, ModuleOp
from xdsl.ir import Operation, SSAValue

from qir.attributes import element_type
from qir.dialects.interfaces import quantizable_weights
from qir.dialects.quant import UniformType
from qir.dialects.records import RecordError, record_of
from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.constants import QConstOp, SparseConstOp, constant_value
from qir.dialects.tfl.conversion import DequantizeOp
from qir.dialects.tfl.shapes import elements
from qir.dialects.tfl.tensors import shape_of
from qir.notes import notes_of
from qir.weights import Blob, WeightAttr


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


def float32_constant(value: SSAValue) -> WeightAttr | None:
    """The value of a float32 constant; None for anything else."""
    constant = constant_value(value.owner)
    is_float = constant is not None and type(constant.type.element_type) is Float32Type
    return constant if is_float else None


class Sharing:
    """Which ops of a module have which constants in common, by the bytes that these hold.

    A constant that several functions hold, or several ops, is stored once as long as all of them
    take it in the same form.
    """

    def __init__(self, module: ModuleOp, weights: Mapping[TflOp, Sequence[Weight]]) -> None:
        self.users: dict[Blob, list[Weight]] = {}
        for weight in chain.from_iterable(weights.values()):
            self.users.setdefault(weight.constant.blob.data, []).append(weight)
        self._weights = weights
        self._values: dict[Blob, list[SSAValue]] = {}
        for op in module.walk():
            constant = constant_value(op)
            if constant is not None and (blob := constant.blob.data) in self.users:
                self._values.setdefault(blob, []).extend(_widened(op.results[0]))

    def users_of(self, weight: Weight) -> Sequence[Weight]:
        return self.users[weight.constant.blob.data]

    def reader_of_floats(self, blob: Blob) -> str | None:
        """An op that reads a constant and not as a weight, if there is one; its name."""
        known = {(user.op, user.index) for user in self.users[blob]}
        uses = chain.from_iterable(value.uses for value in self._values[blob])
        others = (use.operation for use in uses if (use.operation, use.index) not in known)
        return next((op.name for op in others), None)

    def spread(
        self, refusals: Mapping[TflOp, str], is_widened: Callable[[Sequence[Weight]], bool]
    ) -> dict[TflOp, str]:
        """Why ops must keep float weights, given why some must: a shared weight binds its users.

        An op is refused where a weight of its is shared with an op that is refused itself and,
        unless that one `is_widened` for one of its users, where anything else reads it as floats.
        """
        spread = dict(refusals)
        for blob, users in self.users.items():
            if not is_widened(users) and (reader := self.reader_of_floats(blob)):
                for user in users:
                    spread.setdefault(user.op, f"its weight is also read as floats by {reader}")
        pending, heard = list(spread), set[Blob]()
        while pending:
            op = pending.pop()
            for weight in self._weights.get(op, ()):
                if (blob := weight.constant.blob.data) in heard:
                    continue
                heard.add(blob)
                for other in self.users[blob]:
                    if other.op not in spread:
                        reason = f"its weight is shared with {op.name}, which keeps it float"
                        spread[other.op] = reason
                        pending.append(other.op)
        return spread


def _widened(value: SSAValue) -> list[SSAValue]:
    """A constant, or what DEQUANTIZE makes of it where nothing else reads it."""
    readers = [use.operation for use in value.uses]
    if readers and all(type(reader) is DequantizeOp for reader in readers):
        return [reader.results[0] for reader in readers]
    return [value]


def stored_bytes_of(value: SSAValue) -> int:
    """Bytes in the file of a value that is a quantized constant, dequantized or not: its data,
    and a scale and zero point per channel; 0 for any other value."""
    owner = value.owner
    if type(owner) is DequantizeOp:
        owner = owner.input.owner
    if type(owner) is not QConstOp or not isinstance(owner.value, WeightAttr):
        return 0
    element = element_type(owner.output)
    if not isinstance(element, UniformType):
        return owner.value.nbytes
    scales = len(element.scales.array())
    return owner.value.nbytes + scale_bytes(scales, is_blockwise=element.is_blockwise)


def quantized_elements(op: TflOp) -> int:
    """Of an op's weights that are quantized constants, dequantized or not."""
    values = [op.operands[index] for index in weight_operands(op)]
    shapes = (shape_of(value) or () for value in values if stored_bytes_of(value))
    return sum(elements(shape) or 0 for shape in shapes)


def scale_bytes(scales: int, *, is_blockwise: bool) -> int:
    """Bytes in the file of this many scales: float16 for blocks, else float32 and a zero point."""
    return scales * (2 if is_blockwise else 4 + 8)


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
