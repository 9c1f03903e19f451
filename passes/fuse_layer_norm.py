"""The pass `fuse-layer-norm`."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias, TypeGuard, TypeVar

from xdsl.context import Context
from xdsl.dialects.builtin import ModuleOp, f32
from xdsl.ir import Operation, SSAValue
from xdsl.passes import ModulePass
from xdsl.rewriter import InsertPoint, Rewriter

from qir.attributes import element_type
from qir.dialects.c import CallOp
from qir.dialects.tfl import elementwise as ops
from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.constants import NoValueOp, constant_integers, constant_value
from qir.dialects.tfl.options import option
from qir.dialects.tfl.reduction import MeanOp
from qir.dialects.tfl.tensors import shape_of
from qir.functions import functions
from qir.interp.fused import OPTION
from qir.notes import copy_notes
from qir.passes.kernels.lowering import type_of

KERNEL = "layer_norm_f32"
OpT = TypeVar("OpT", bound=TflOp)
X, MEAN, INVERSE = "x", "mean", "inverse"
"""What the terms of a normalization are products of, besides other values."""
Factor: TypeAlias = str | SSAValue
Sum: TypeAlias = Mapping[tuple[Factor, ...], int]
"""Products, each so many times."""
MOST_TERMS = 3
MOST_FACTORS = 3


@dataclass(frozen=True)
class Spread:
    """1 over the root of the variance of the rows of x, plus a small number.

    `op`: gives the root, or 1 over it. `mean`: of the rows of x.
    """

    op: ops.RsqrtOp | ops.SqrtOp
    x: SSAValue
    mean: SSAValue
    axes: frozenset[int]
    epsilon: float


@dataclass(frozen=True)
class Normalization:
    """What is computed of a spread: (x - mean) * inverse * gamma + beta."""

    spread: Spread
    result: SSAValue
    gamma: SSAValue | None
    beta: SSAValue | None


@dataclass(frozen=True)
class FuseLayerNorm(ModulePass):
    """Make one call of a layer normalization, which goes row by row.

        m = mean(x); v = mean((x - m)^2); y = (x - m) / sqrt(v + epsilon) * gamma + beta
    becomes
        %y = "c.call"(%x, %gamma, %beta) <{kernel = "layer_norm_f32", in_place = array<i32: 0>,
             parameters = {rows = 128 : i32, depth = 256 : i32, epsilon = 1.0e-06 : f32}}>

    It is found in whatever order of sums and products it is written, such as
    x * (inverse * gamma) + (beta - m * (inverse * gamma)), by what its terms are products of.
    Gamma and beta are optional; they have a number for each element of a row.

    Leaves alone: means along other axes than the last; what something else reads a part of; a
    variance that is the mean of squares less the square of the mean, which rounds otherwise.
    """

    name = "fuse-layer-norm"

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        for function in functions(op):
            for root in list(function.walk()):
                if isinstance(root, ops.RsqrtOp | ops.SqrtOp):
                    spread = _spread(root)
                    found = list(_normalizations(spread)) if spread else []
                    if found:
                        _fuse(found[-1])


def _spread(op: ops.RsqrtOp | ops.SqrtOp) -> Spread | None:
    total = op.operands[0].owner
    if not _is_plain(total, ops.AddOp):
        return None
    for variance, small in (total.operands, total.operands[::-1]):
        epsilon = constant_value(small.owner)
        if epsilon is None or epsilon.array().size != 1 or not isinstance(variance.owner, MeanOp):
            continue
        centered = _squared(variance.owner.operands[0])
        if centered is None:
            continue
        for x, mean in (centered, centered[::-1]):
            axes = _last_axes(mean, x)
            if axes is not None and axes == _last_axes(variance, variance.owner.operands[0]):
                number = float(epsilon.array().ravel()[0])
                return Spread(op, x, mean, axes, number)
    return None


def _squared(value: SSAValue) -> tuple[SSAValue, SSAValue] | None:
    """The two values of whose difference a value is the square."""
    op = value.owner
    if isinstance(op, ops.SquaredDifferenceOp):
        return op.operands[0], op.operands[1]
    difference = None
    if isinstance(op, ops.SquareOp):
        difference = op.operands[0].owner
    elif isinstance(op, ops.PowOp):
        power = constant_value(op.operands[1].owner)
        if power is not None and power.array().size == 1 and power.array().ravel()[0] == 2:
            difference = op.operands[0].owner
    elif _is_plain(op, ops.MulOp) and op.operands[0] is op.operands[1]:
        difference = op.operands[0].owner
    if difference is None or not _is_plain(difference, ops.SubOp):
        return None
    return difference.operands[0], difference.operands[1]


def _last_axes(mean: SSAValue, x: SSAValue) -> frozenset[int] | None:
    """Axes along which a value is the mean of another, which keeps them; None where they are not
    the last ones, or a size is not known."""
    op, shape = mean.owner, shape_of(x)
    if not isinstance(op, MeanOp) or op.operands[0] is not x or not option(op, "keep_dims"):
        return None
    axes = constant_integers(op.operands[1])
    if not axes or shape is None or None in shape or element_type(x) != f32:
        return None
    found = frozenset(axis % len(shape) for axis in axes)
    return found if min(found) == len(shape) - len(found) else None


def _normalizations(spread: Spread) -> Iterator[Normalization]:
    """What is a normalization, from the first to the one that also adds what others do not."""
    sums: dict[SSAValue, Sum] = {spread.x: {(X,): 1}, spread.mean: {(MEAN,): 1}}
    if isinstance(spread.op, ops.RsqrtOp):
        sums[spread.op.results[0]] = {(INVERSE,): 1}
    op = spread.mean.owner
    assert isinstance(op, Operation)
    while (op := op.next_op) is not None:
        sum = _sum(op, sums, spread) if isinstance(op, TflOp) else None
        if sum is None or len(sum) > MOST_TERMS or any(len(t) > MOST_FACTORS for t in sum):
            continue
        result = op.results[0]
        sums[result] = sum
        found = _normalization(sum, spread, result)
        if found and _is_closed(found):
            yield found


def _sum(op: TflOp, sums: Mapping[SSAValue, Sum], spread: Spread) -> Sum | None:
    """What a result is a sum of; None of an op that adds or multiplies none of the sums so far."""
    if not any(operand in sums for operand in op.operands):
        return None
    terms: list[Sum] = [sums.get(operand, {(operand,): 1}) for operand in op.operands]
    if isinstance(op, ops.NegOp):
        return _scaled(terms[0], -1)
    if _is_plain(op, ops.AddOp):
        return _added(*terms)
    if _is_plain(op, ops.SubOp):
        return _added(terms[0], _scaled(terms[1], -1))
    if _is_plain(op, ops.MulOp):
        return _multiplied(*terms)
    is_root = isinstance(spread.op, ops.SqrtOp) and op.operands[-1] is spread.op.results[0]
    if _is_plain(op, ops.DivOp) and is_root:
        return _multiplied(terms[0], {(INVERSE,): 1})
    return None


def _scaled(sum: Sum, times: int) -> Sum:
    return {term: count * times for term, count in sum.items()}


def _added(lhs: Sum, rhs: Sum) -> Sum:
    terms = dict.fromkeys((*lhs, *rhs))
    counts = {term: lhs.get(term, 0) + rhs.get(term, 0) for term in terms}
    return {term: count for term, count in counts.items() if count}


def _multiplied(lhs: Sum, rhs: Sum) -> Sum:
    found: Sum = {}
    for one, count in lhs.items():
        for other, times in rhs.items():
            found = _added(found, {_product(*one, *other): count * times})
    return found


def _normalization(sum: Sum, spread: Spread, result: SSAValue) -> Normalization | None:
    """The normalization that a value is, by its terms: x inverse gamma - mean inverse gamma +
    beta."""
    if shape_of(result) != shape_of(spread.x):
        return None
    for scaled in sum:
        if X in scaled and INVERSE in scaled:
            gamma = [factor for factor in scaled if factor not in (X, INVERSE)]
            less = _product(MEAN, INVERSE, *gamma)
            rest = {term: count for term, count in sum.items() if term not in (scaled, less)}
            if (sum[scaled], sum.get(less)) == (1, -1) and all(n == 1 for n in rest.values()):
                return _with_rows(spread, result, gamma, [list(term) for term in rest])
    return None


def _with_rows(
    spread: Spread, result: SSAValue, gamma: list[Factor], beta: list[list[Factor]]
) -> Normalization | None:
    """The normalization with these factors, and with terms of these; None where they are several,
    or are not the same for all rows."""
    factors = [*gamma, *(factor for term in beta for factor in term)]
    values = [each for each in factors if isinstance(each, SSAValue) and _is_row(each, spread)]
    if len(gamma) > 1 or len(beta) > 1 or len(values) != len(gamma) + len(beta):
        return None
    return Normalization(spread, result, values[0] if gamma else None, values[-1] if beta else None)


def _product(*factors: Factor) -> tuple[Factor, ...]:
    return tuple(sorted(factors, key=id))


def _is_row(value: SSAValue, spread: Spread) -> bool:
    """Whether a value has a number for each element of a row, and one row."""
    whole, shape = shape_of(spread.x), shape_of(value)
    if whole is None or shape is None or element_type(value) != f32 or len(shape) > len(whole):
        return False
    aligned = (*[1] * (len(whole) - len(shape)), *shape)
    return aligned == tuple(size if axis in spread.axes else 1 for axis, size in enumerate(whole))


def _members(found: Normalization) -> set[Operation]:
    """The ops that compute a normalization of x, gamma and beta, but for constants."""
    given = found.spread.x, found.gamma, found.beta
    members, pending = set[Operation](), [found.result]
    while pending:
        value = pending.pop()
        op = value.owner
        if isinstance(op, TflOp) and op not in members and all(value is not v for v in given):
            members.add(op)
            pending += list(op.operands)
    return members


def _is_closed(found: Normalization) -> bool:
    """Whether nothing else reads what a normalization is made of, and all is in one block."""
    members, last = _members(found), found.result.owner
    uses = [use for op in members - {last} for result in op.results for use in result.uses]
    is_alone = all(use.operation in members for use in uses)
    return is_alone and len({op.parent for op in members}) == 1


def _fuse(found: Normalization) -> None:
    spread, result = found.spread, found.result
    last = result.owner
    assert isinstance(last, Operation) and last.parent is not None
    absent = NoValueOp.absent()
    given = [found.gamma, found.beta]
    weights = [absent.results[0] if value is None else value for value in given]
    shape = type_of(spread.x).get_shape()
    depth = math.prod(shape[axis] for axis in spread.axes)
    parameters = {
        "rows": math.prod(shape) // max(depth, 1),
        "depth": depth,
        "epsilon": spread.epsilon,
    }
    call = CallOp.of(KERNEL, [spread.x, *weights], [type_of(result)], parameters, in_place=[0])
    made = [absent, call] if None in given else [call]
    members = _members(found)
    Rewriter.insert_op(made, InsertPoint.before(last))
    copy_notes(result, call.outputs[0])
    result.replace_all_uses_with(call.outputs[0])
    for op in [each for each in reversed(last.parent.ops) if each in members]:
        Rewriter.erase_op(op)


def _is_plain(op: object, kind: type[OpT]) -> TypeGuard[OpT]:
    """Whether an op is one of a class, without an activation function."""
    return isinstance(op, kind) and option(op, OPTION) == "NONE"
