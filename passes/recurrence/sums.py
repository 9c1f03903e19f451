"""Values as sums of products with constant matrices: what stands in front of a gate.

fully_connected(x, W, b)             = W x + b
batch_matmul(x, Wᵀ)                  = W x
fully_connected([x, h], [W R], b)    = W x + R h + b
add(W x, b), add(b, W x)             = W x + b
mul(c, p), mul(p, c)                 = p c              of a vector p
a part of the rows                   = the same of the rows of W and elements of b
a step of the sequence W x + b       = W (the step of x) + b
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
from xdsl.dialects.builtin import f32
from xdsl.ir import SSAValue

from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.constants import constant_value
from qir.dialects.tfl.options import option
from qir.passes.recurrence.scope import (
    RESHAPING,
    Index,
    Part,
    Scope,
    activation_of,
    is_zero,
    op_of,
    part_of,
    rows_of,
    sizes_of,
)

Array = npt.NDArray[Any]


@dataclass(frozen=True)
class Step:
    """The rows of a sequence at one time."""

    sequence: SSAValue
    axis: int
    time: Index
    value: SSAValue | None = field(compare=False)
    """A tensor that holds them, where there is one."""


Source: TypeAlias = SSAValue | Step
"""What a matrix is multiplied with: rows of a tensor."""


@dataclass(frozen=True)
class Sum:
    """The rows of a tensor as `Σ matrix · source + Σ vector ∘ source + Σ bias`."""

    products: Mapping[Source, Array] = field(default_factory=dict[Source, Array])
    """By source, matrices [length of the sum, length of the source], views of constants."""
    scaled: Mapping[SSAValue, Array] = field(default_factory=dict[SSAValue, Array])
    """By source, vectors."""
    biases: tuple[Array, ...] = ()
    """Vectors; those of one element are added to all."""

    def __add__(self, other: Sum) -> Sum | None:
        """None where both have a product with the same source."""
        if self.products.keys() & other.products.keys() or self.scaled.keys() & other.scaled.keys():
            return None
        products = {**self.products, **other.products}
        return Sum(products, {**self.scaled, **other.scaled}, self.biases + other.biases)

    def part(self, begin: int, size: int) -> Sum:
        """That of some elements of each row."""
        cut = slice(begin, begin + size)
        return Sum(
            {source: matrix[cut] for source, matrix in self.products.items()},
            {source: vector[cut] for source, vector in self.scaled.items()},
            tuple(bias if bias.size == 1 else bias[cut] for bias in self.biases),
        )

    def bias(self, size: int) -> Array | None:
        """All biases as one vector; None where there are none."""
        if not self.biases:
            return None
        first, *rest = self.biases
        total = first if not rest else np.asarray(sum(rest, first))
        return np.broadcast_to(total, size) if total.size == 1 else total


def sum_of(value: SSAValue, scope: Scope, activation: str = "NONE") -> Sum | None:
    """The sum that a value is before an activation function fused into its op; None if none."""
    value = scope.resolved(value)
    if (vector := _vector(value)) is not None:
        return Sum(biases=(vector,)) if activation == "NONE" else None
    op = op_of(value)
    if op is None or activation_of(op) != activation or rows_of(value) is None:
        return None
    read = _READERS.get(op.name)
    found = read(op, scope) if read is not None else None
    return found if found is not None else _sum_of_part(value, scope)


def _sum_of_part(value: SSAValue, scope: Scope) -> Sum | None:
    part = part_of(value, scope)
    whole = sum_of(part.whole, scope) if part is not None else None
    if part is None or whole is None:
        return None
    if part.axis == len(part.shape) - 1:
        is_plain = part.shape == sizes_of(value) and not part.begin.moves
        return whole.part(part.begin.offset, part.size) if is_plain else None
    return _step_of(whole, part)


def _step_of(whole: Sum, part: Part) -> Sum | None:
    """One time of a sum of sequences."""
    shape = sizes_of(part.whole) or ()
    products: dict[Source, Array] = {}
    for source, matrix in whole.products.items():
        if isinstance(source, Step) or (sizes_of(source) or ())[:-1] != shape[:-1]:
            return None
        products[Step(source, part.axis, part.begin, None)] = matrix
    is_step = part.size == 1 and len(shape) == 3 and not whole.scaled
    return Sum(products, biases=whole.biases) if is_step else None


def source_of(value: SSAValue, scope: Scope) -> Source:
    """What rows a tensor holds, whatever its shape."""
    value = scope.resolved(value)
    part = part_of(value, scope)
    if part is not None and part.size == 1 and len(part.shape) == 3 and part.axis < 2:
        return Step(part.whole, part.axis, part.begin, value)
    op = op_of(value)
    if op is not None and op.name in RESHAPING and len(sizes_of(value) or ()) != 3:
        inner = op.operands[0]
        if rows_of(inner) == rows_of(value) is not None:
            return source_of(inner, scope)
    return value


# --- ops ----------------------------------------------------------------------------------------


def _fully_connected(op: TflOp, scope: Scope) -> Sum | None:
    weights = _matrix(op.operands[1], scope)
    if weights is None or option(op, "weights_format") != "DEFAULT":
        return None
    product = _product(op.operands[0], weights, scope)
    if (operand := op.operand("bias")) is None or product is None:
        return product
    bias = sum_of(operand, scope)
    return None if bias is None else product + bias


def _batch_matmul(op: TflOp, scope: Scope) -> Sum | None:
    weights = _matrix(op.operands[1], scope)
    if weights is None or option(op, "adj_x"):
        return None
    return _product(op.operands[0], weights if option(op, "adj_y") else weights.T, scope)


def _product(value: SSAValue, weights: Array, scope: Scope) -> Sum | None:
    """A matrix times rows, which may be joined of others."""
    value = scope.resolved(value)
    rows = rows_of(value)
    if rows is None or rows[1] != weights.shape[1]:
        return None
    if is_zero(value):
        return Sum()
    op = op_of(value)
    if op is None or op.name != _JOINING or not _is_of_columns(op):
        return Sum({source_of(value, scope): weights})
    total, begin = Sum(), 0
    for operand in op.operands:
        size = (rows_of(operand) or (0, 0))[1]
        part = _product(operand, weights[:, begin : begin + size], scope)
        joined = None if part is None else total + part
        if joined is None:
            return None
        total, begin = joined, begin + size
    return total


_JOINING = "tfl.concatenation"


def _is_of_columns(op: TflOp) -> bool:
    rank = len(sizes_of(op.results[0]) or ())
    return rank > 0 and option(op, "axis") % rank == rank - 1 and activation_of(op) == "NONE"


def _add(op: TflOp, scope: Scope) -> Sum | None:
    left, right = (sum_of(operand, scope) for operand in op.operands)
    if left is None or right is None:
        return None
    rows = rows_of(op.results[0])
    sums = zip(op.operands, (left, right), strict=True)
    # Rows that are stretched to meet others are not what they are multiplied from.
    is_plain = all(rows_of(value) == rows for value, each in sums if each.products or each.scaled)
    return left + right if is_plain else None


def _mul(op: TflOp, scope: Scope) -> Sum | None:
    for vector, value in (tuple(op.operands), tuple(op.operands)[::-1]):
        if is_zero(vector):
            return Sum()
        found, rows = _vector(scope.resolved(vector)), rows_of(op.results[0])
        if found is None or is_zero(value) or rows is None or rows_of(value) != rows:
            continue
        if found.size == rows[1]:
            return Sum(scaled={scope.resolved(value): found})
    return None


def _reshaped(op: TflOp, scope: Scope) -> Sum | None:
    """Rows stay rows where they stay as long."""
    inner = op.operands[0]
    return sum_of(inner, scope) if rows_of(inner) == rows_of(op.results[0]) else None


_READERS: Mapping[str, Callable[[TflOp, Scope], Sum | None]] = {
    "tfl.add": _add,
    "tfl.batch_matmul": _batch_matmul,
    "tfl.fully_connected": _fully_connected,
    "tfl.mul": _mul,
    **dict.fromkeys(RESHAPING, _reshaped),
}


def _constant(value: SSAValue) -> Array | None:
    """The floats of a constant, a view."""
    weight = constant_value(value.owner)
    if weight is None or weight.type.element_type != f32 or weight.blob.data.is_elided:
        return None
    return weight.array()


def _vector(value: SSAValue) -> Array | None:
    """A constant that is the same for each row, or one number."""
    array = _constant(value)
    is_vector = array is not None and array.size == (array.shape[-1] if array.shape else 1)
    return array.reshape(-1) if array is not None and is_vector else None


def _matrix(value: SSAValue, scope: Scope) -> Array | None:
    array = _constant(scope.resolved(value))
    if array is None or array.ndim < 2 or array.size != array.shape[-2] * array.shape[-1]:
        return None
    return array.reshape(array.shape[-2:])
