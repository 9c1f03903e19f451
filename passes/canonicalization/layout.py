"""Transposes and reshapes: they go down through other ops until they meet, and cancel.

t(x, p) is transpose: axis i of its result is axis p[i] of x. r is a reshape of any kind, and f an
op that works element by element, g one of two operands; c is a constant.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeVar

import numpy as np
from xdsl.dialects.builtin import DYNAMIC_INDEX, TensorType
from xdsl.ir import Attribute, OpResult, SSAValue

from qir.attributes import element_type
from qir.dialects.quant import as_uniform
from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.constants import ConstOp, constant_integers, constant_value
from qir.dialects.tfl.options import option
from qir.dialects.tfl.tensors import Shape, shape_of
from qir.passes.canonicalization.rewriting import Pattern, Replacement, Rewriting

TRANSPOSE = "tfl.transpose"
RESHAPE = "tfl.reshape"
RESHAPES = RESHAPE, "tfl.squeeze", "tfl.expand_dims"
Order = tuple[int, ...]
RowT = TypeVar("RowT")

UNARY = tuple(
    f"tfl.{name}"
    for name in (
        *("abs", "cast", "ceil", "cos", "elu", "exp", "floor", "gelu", "hard_swish", "leaky_relu"),
        *("log", "logical_not", "logistic", "neg", "relu", "relu6", "relu_0_to_1", "relu_n1_to_1"),
        *("round", "rsqrt", "sign", "sin", "sqrt", "square", "tanh"),
    )
)
BINARY = tuple(
    f"tfl.{name}"
    for name in (
        *("add", "div", "equal", "floor_div", "floor_mod", "greater", "greater_equal", "less"),
        *("less_equal", "logical_and", "logical_or", "maximum", "minimum", "mul", "not_equal"),
        *("pow", "squared_difference", "sub"),
    )
)
REDUCTIONS = tuple(
    f"tfl.{name}"
    for name in (
        "mean",
        "sum",
        "reduce_max",
        "reduce_min",
        "reduce_prod",
        "reduce_any",
        "reduce_all",
    )
)


class Turned(NamedTuple):
    """t(x, order), which the constant `perm` spells."""

    x: SSAValue
    order: Order
    perm: SSAValue


PASSED = (*UNARY, "tfl.slice", "tfl.strided_slice")
PASSED_TOGETHER = (*BINARY, "tfl.concatenation", "tfl.pack")
"""Ops that a transpose goes down through; through these, where all operands are transposed."""
MOST_STEPS = 32
"""How far to look whether transposes will meet."""


def _transposed(value: SSAValue, to: Rewriting) -> Turned | None:
    """The transpose that makes a value for the root alone."""
    op = to.producer(value, TRANSPOSE)
    order = constant_integers(op.operands[1]) if op else None
    if op is None or order is None or not _is_plain(value):
        return None
    rank = len(order)
    return Turned(op.operands[0], tuple(axis % rank for axis in order), op.operands[1])


def _is_plain(value: SSAValue) -> bool:
    """Scales per channel would have to move with their axis."""
    element = element_type(value)
    return element is not None and as_uniform(element) is None


def _type(element: Attribute | None, shape: Shape) -> TensorType[Attribute]:
    assert element is not None
    return TensorType(element, [DYNAMIC_INDEX if size is None else size for size in shape])


def _before(shape: Shape, order: Order) -> Shape:
    """The shape that `order` makes `shape` of."""
    found: list[int | None] = [None] * len(order)
    for axis, size in zip(order, shape, strict=True):
        found[axis] = size
    return tuple(found)


def _transpose(x: SSAValue, perm: SSAValue | Order, op: TflOp, to: Rewriting) -> SSAValue:
    """A transpose in place of op."""
    perm = perm if isinstance(perm, SSAValue) else to.integers("perm", perm)
    return to.op("TRANSPOSE", [x, perm], op.results[0].type)


def _compose(op: TflOp, to: Rewriting) -> Replacement:
    inner, outer = _transposed(op.operands[0], to), constant_integers(op.operands[1])
    if inner is None or outer is None:
        return None
    order = tuple(inner.order[axis] for axis in outer)
    is_ordered = order == tuple(range(len(order))) and inner.x.type == op.results[0].type
    if is_ordered and not to.is_returned(op.results[0]):
        return inner.x
    return _transpose(inner.x, order, op, to)


def _cancel_shared(op: TflOp, to: Rewriting) -> Replacement:
    """The inner transpose stays, for its other users."""
    inner, outer = op.operands[0].owner, constant_integers(op.operands[1])
    if not isinstance(inner, TflOp) or inner.name != TRANSPOSE or outer is None:
        return None
    order = constant_integers(inner.operands[1])
    if order is None or len(order) != len(outer) or not _is_plain(op.results[0]):
        return None
    cancels = all(order[axis] == number for number, axis in enumerate(outer))
    is_same = inner.operands[0].type == op.results[0].type
    return inner.operands[0] if cancels and is_same else None


def _moves_ones(op: TflOp) -> bool:
    """Whether a transpose moves only axes of size 1, and so no element."""
    order, shape = constant_integers(op.operands[1]), shape_of(op.operands[0])
    if order is None or shape is None:
        return False
    moving = [axis % len(shape) for axis in order if shape[axis] != 1]
    return moving == sorted(moving)


def _as_reshape(op: TflOp, to: Rewriting) -> Replacement:
    return _reshape(op.operands[0], op, to) if _moves_ones(op) else None


def _reshape(x: SSAValue, op: TflOp, to: Rewriting) -> Replacement:
    """reshape(x) in place of op, of whose shape no more than one size may be unknown."""
    shape = shape_of(op.results[0])
    if shape is None or shape.count(None) > 1 or not _is_plain(op.results[0]):
        return None
    if None in shape and 0 in shape:
        return None
    sizes = [-1 if size is None else size for size in shape]
    return to.op("RESHAPE", [x, to.integers("shape", sizes)], op.results[0].type)


def _known_reshape(op: TflOp, to: Rewriting) -> Replacement:
    """The type says what is computed, but for one size, and that is what is left over."""
    shape = op.operands[1] if len(op.operands) > 1 else None
    is_computed = isinstance(shape, OpResult) and isinstance(shape.op, TflOp)
    return _reshape(op.operands[0], op, to) if is_computed else None


def _to_reshape(op: TflOp, to: Rewriting) -> Replacement:
    return _reshape(op.operands[0], op, to)


def _merge_reshapes(op: TflOp, to: Rewriting) -> Replacement:
    """A transpose that moves no element is a reshape, on either side."""
    inner = to.producer(op.operands[0], *RESHAPES, TRANSPOSE)
    if inner is None or not _is_plain(op.results[0]):
        return None
    if any(each.name == TRANSPOSE and not _moves_ones(each) for each in (op, inner)):
        return None
    x, result = inner.operands[0], op.results[0]
    if x.type == result.type and _is_static(result) and not to.is_returned(result):
        return x
    if op.name == RESHAPE and _is_static(result):
        return to.like(op, [x, *op.operands[1:]])
    # A size that is left over or computed from the shape in between is the same of x.
    return _reshape(x, op, to)


def _is_static(value: SSAValue) -> bool:
    shape = shape_of(value)
    return shape is not None and None not in shape


def _sink_reshape(op: TflOp, to: Rewriting) -> Replacement:
    inner = to.producer(op.operands[0], *RESHAPES)
    if inner is None or not _is_plain(inner.results[0]) or not _is_plain(op.results[0]):
        return None
    x, element = inner.operands[0], element_type(op.results[0])
    if (shape := shape_of(x)) is None:
        return None
    made = to.like(op, [x, *op.operands[1:]], result=_type(element, shape))
    return to.like(inner, [made, *inner.operands[1:]], result=op.results[0].type)


def _sink_reshape_of_channels(op: TflOp, to: Rewriting) -> Replacement:
    for side in (0, 1):
        inner, constant = to.producer(op.operands[side], *RESHAPES), op.operands[1 - side]
        if inner is None or not _is_plain(op.results[0]):
            continue
        before, after = shape_of(inner.operands[0]), shape_of(inner.results[0])
        held = shape_of(constant) if type(constant.owner) is ConstOp else None
        if not before or not after or held is None or inner.results[0].type != _like(op, inner):
            continue
        is_along_last = len(held) == 1 and before[-1] == after[-1] == held[0] is not None
        if held == () or held == (1,) or is_along_last:
            operands = list(op.operands)
            operands[side] = inner.operands[0]
            made = to.like(op, operands, result=_type(element_type(op.results[0]), before))
            return to.like(inner, [made, *inner.operands[1:]], result=op.results[0].type)
    return None


def _like(op: TflOp, inner: TflOp) -> Attribute:
    """The type of what op takes, were it of the shape of what op gives."""
    return _type(element_type(inner.results[0]), shape_of(op.results[0]) or ())


def _sink_unary(op: TflOp, to: Rewriting) -> Replacement:
    found = _transposed(op.operands[0], to)
    shape = shape_of(op.results[0])
    if found is None or shape is None or not _is_plain(op.results[0]):
        return None
    result = _type(element_type(op.results[0]), _before(shape, found.order))
    return _transpose(to.like(op, [found.x], result=result), found.perm, op, to)


def _sink_binary(op: TflOp, to: Rewriting) -> Replacement:
    """Both operands are transposed alike, or the other is a constant."""
    shape = shape_of(op.results[0])
    sides = [_transposed(value, to) for value in op.operands]
    found = [side for side in sides if side is not None]
    if shape is None or len({side.order for side in found}) != 1 or not _is_plain(op.results[0]):
        return None
    order, perm = found[0].order, found[0].perm
    operands: list[SSAValue] = []
    for value, side in zip(op.operands, sides, strict=True):
        if len(found) == 1 and side and shape_of(value) != shape:
            return None  # it is less to transpose than what it is stretched to
        moved = side.x if side else _moved_constant(value, order, to)
        if moved is None or len(order) != len(shape):
            return None
        operands.append(moved)
    result = _type(element_type(op.results[0]), _before(shape, order))
    return _transpose(to.like(op, operands, result=result), perm, op, to)


def _moved_constant(value: SSAValue, order: Order, to: Rewriting) -> SSAValue | None:
    """A constant as it meets what is not yet transposed."""
    if type(value.owner) is not ConstOp or (weight := constant_value(value.owner)) is None:
        return None
    if weight.elements == 1 and len(weight.type.get_shape()) <= 1:
        return value
    if weight.blob.data.is_elided or not _is_plain(value):
        return None
    shape = (*[1] * (len(order) - len(weight.type.get_shape())), *weight.type.get_shape())
    inverse = [int(axis) for axis in np.argsort(order)]
    return to.constant(
        value,
        [shape[axis] for axis in inverse],
        lambda: weight.array().reshape(shape).transpose(inverse),
        weight.type.element_type,
    )


def _sink_reduction(op: TflOp, to: Rewriting) -> Replacement:
    found = _transposed(op.operands[0], to)
    axes, shape = constant_integers(op.operands[1]), shape_of(op.results[0])
    if found is None or axes is None or shape is None or not _is_plain(op.results[0]):
        return None
    order = found.order
    reduced = {order[axis] for axis in axes}
    kept = order if option(op, "keep_dims") else [axis for axis in order if axis not in reduced]
    ranks = {axis: rank for rank, axis in enumerate(sorted(kept))}
    new_order = tuple(ranks[axis] for axis in kept)
    result = _type(element_type(op.results[0]), _before(shape, new_order))
    rank = len(order)
    is_same = all(order[axis] == axis % rank for axis in axes)
    table = axes if is_same else [order[axis] for axis in axes]
    operands = [found.x, to.table(op.operands[1], table)]
    made = to.like(op, operands, result=result)
    return made if new_order == tuple(range(len(kept))) else _transpose(made, new_order, op, to)


def _sink_concatenation(op: TflOp, to: Rewriting) -> Replacement:
    found = [_transposed(value, to) for value in op.operands]
    parts = [part for part in found if part is not None]
    shape = shape_of(op.results[0])
    if len(parts) != len(found) or shape is None or not _is_plain(op.results[0]):
        return None
    order = parts[0].order
    if any(part.order != order for part in parts):
        return None
    result = _type(element_type(op.results[0]), _before(shape, order))
    axis: int = order[int(option(op, "axis")) % len(order)]
    made = to.like(op, [part.x for part in parts], result=result, axis=axis)
    return _transpose(made, parts[0].perm, op, to)


def _sink_packing(op: TflOp, to: Rewriting) -> Replacement:
    """The new axis stays where it is; those from there on are one further."""
    found = [_transposed(value, to) for value in op.operands]
    parts = [part for part in found if part is not None]
    shape = shape_of(op.results[0])
    if len(parts) != len(found) or shape is None or not _is_plain(op.results[0]):
        return None
    if any(part.order != parts[0].order for part in parts):
        return None
    new = int(option(op, "axis")) % len(shape)
    moved = [axis + (axis >= new) for axis in parts[0].order]
    order = (*moved[:new], new, *moved[new:])
    result = _type(element_type(op.results[0]), _before(shape, order))
    made = to.like(op, [part.x for part in parts], result=result, axis=new)
    return _transpose(made, order, op, to)


def _sink_padding(op: TflOp, to: Rewriting) -> Replacement:
    """Only to meet another transpose: what is padded is more to move."""
    found, counts = _transposed(op.operands[0], to), constant_integers(op.operands[1])
    shape, use = shape_of(op.results[0]), op.results[0].get_unique_use()
    if found is None or counts is None or shape is None or not _is_plain(op.results[0]):
        return None
    if use is None or use.operation.name != TRANSPOSE:
        return None
    order = found.order
    rows = _moved(list(zip(counts[::2], counts[1::2], strict=True)), order)
    table = to.table(op.operands[1], [count for row in rows for count in row])
    result = _type(element_type(op.results[0]), _before(shape, order))
    made = to.like(op, [found.x, table, *op.operands[2:]], result=result)
    return _transpose(made, found.perm, op, to)


def _sink_slice(op: TflOp, to: Rewriting) -> Replacement:
    found, shape = _transposed(op.operands[0], to), shape_of(op.results[0])
    begin, size = constant_integers(op.operands[1]), constant_integers(op.operands[2])
    if found is None or shape is None or begin is None or size is None:
        return None
    order = found.order
    tables = [
        to.table(of, _moved(list(values), order))
        for of, values in ((op.operands[1], begin), (op.operands[2], size))
    ]
    result = _type(element_type(op.results[0]), _before(shape, order))
    return _transpose(to.like(op, [found.x, *tables], result=result), found.perm, op, to)


def _sink_strided_slice(op: TflOp, to: Rewriting) -> Replacement:
    """With a range for each axis, and none that goes or is new."""
    found, shape = _transposed(op.operands[0], to), shape_of(op.results[0])
    tables = [constant_integers(value) for value in op.operands[1:]]
    if found is None or shape is None or not _is_plain(op.results[0]):
        return None
    order = found.order
    if any(table is None or len(table) != len(order) for table in tables):
        return None
    if any(option(op, f"{mask}_mask") for mask in ("ellipsis", "new_axis", "shrink_axis")):
        return None
    moved = [
        to.table(of, _moved(table, order))
        for of, table in zip(op.operands[1:], tables, strict=True)
        if table is not None
    ]
    masks = {mask: _moved_bits(option(op, mask), order) for mask in ("begin_mask", "end_mask")}
    result = _type(element_type(op.results[0]), _before(shape, order))
    made = to.like(op, [found.x, *moved], result=result, **masks)
    return _transpose(made, found.perm, op, to)


def _moved_bits(mask: int, order: Order) -> int:
    """A bit for each axis."""
    bits = _moved([mask >> axis & 1 for axis in range(len(order))], order)
    return sum(bit << axis for axis, bit in enumerate(bits))


def _moved(rows: Sequence[RowT], order: Order) -> list[RowT]:
    """An entry for each axis after a transpose, as it is for the axes before it."""
    found = list(rows)
    for row, axis in zip(rows, order, strict=True):
        found[axis] = row
    return found


def _last_stays(sink: Callable[[TflOp, Rewriting], Replacement]):
    """For an op that works along the last axis."""

    def rewrite(op: TflOp, to: Rewriting) -> Replacement:
        found = _transposed(op.operands[0], to)
        return sink(op, to) if found and found.order[-1] == len(found.order) - 1 else None

    return rewrite


def _cancels(op: TflOp) -> bool:
    """Whether a transpose after an op would go on to one that it may cancel with."""
    value: SSAValue = op.results[0]
    for _ in range(MOST_STEPS):
        users = {use.operation for use in value.uses}
        user = users.pop() if len(users) == 1 else None
        if not isinstance(user, TflOp) or user.name in (TRANSPOSE, *REDUCTIONS):
            return user is not None and isinstance(user, TflOp)
        others = [other for other in user.operands if other is not value]
        is_passed = user.name in PASSED or (
            user.name in PASSED_TOGETHER and all(map(_turns, others))
        )
        if not is_passed:
            return False
        value = user.results[0]
    return False


def _merges_or_cancels(op: TflOp) -> bool:
    """Of two transposes one is left."""
    owners = {value.owner for value in op.operands}
    is_merged = all(isinstance(each, TflOp) and each.name == TRANSPOSE for each in owners)
    return is_merged or _cancels(op)


def _turns(value: SSAValue, steps: int = MOST_STEPS) -> bool:
    """Whether a value is a constant, or comes from transposes by ops that they go down through."""
    op = value.owner
    if not isinstance(op, TflOp):
        return type(op) is ConstOp
    if op.name == TRANSPOSE or not steps:
        return op.name == TRANSPOSE
    if op.name in PASSED:
        return _turns(op.operands[0], steps - 1)
    return op.name in PASSED_TOGETHER and all(_turns(each, steps - 1) for each in op.operands)


PATTERNS = (
    Pattern(
        "rank-by-reshape",
        "squeeze(x) = r(x); so too expand_dims",
        ("tfl.squeeze", "tfl.expand_dims"),
        _to_reshape,
    ),
    Pattern(
        "known-reshape",
        "reshape(x, s) : T = reshape(x, shape of T), where s is computed",
        (RESHAPE,),
        _known_reshape,
    ),
    Pattern(
        "merged-reshapes",
        "r(r(x)) = r(x)",
        (*RESHAPES, TRANSPOSE),
        _merge_reshapes,
        of=((*RESHAPES, TRANSPOSE),),
    ),
    Pattern(
        "merged-transposes", "t(t(x, p), q) = t(x, p[q])", (TRANSPOSE,), _compose, of=({TRANSPOSE},)
    ),
    Pattern(
        "cancelled-transpose",
        "t(t(x, p), q) = x where p[q] is in order",
        (TRANSPOSE,),
        _cancel_shared,
        of=({TRANSPOSE},),
    ),
    Pattern(
        "transposed-ones",
        "t(x, p) = r(x) where only axes of size 1 move",
        (TRANSPOSE,),
        _as_reshape,
    ),
    Pattern(
        "unary-of-transposed", "f(t(x, p)) = t(f(x), p)", UNARY, _sink_unary, of=({TRANSPOSE},)
    ),
    Pattern(
        "binary-of-transposed",
        "g(t(x, p), t(y, p)) = t(g(x, y), p); so too for y = c",
        BINARY,
        _sink_binary,
        of=({TRANSPOSE},),
        pays=_merges_or_cancels,
    ),
    Pattern(
        "softmax-of-transposed",
        "softmax(t(x, p)) = t(softmax(x), p) where p keeps the last axis",
        ("tfl.softmax", "tfl.log_softmax"),
        _last_stays(_sink_unary),
        of=({TRANSPOSE},),
    ),
    Pattern(
        "reduced-transposed",
        "mean(t(x, p), a) = t(mean(x, p[a]), p'); so too sum, reduce_max, ...",
        REDUCTIONS,
        _sink_reduction,
        of=({TRANSPOSE},),
    ),
    Pattern(
        "joined-transposed",
        "concatenation(t(x, p), t(y, p), a) = t(concatenation(x, y, p[a]), p)",
        ("tfl.concatenation",),
        _sink_concatenation,
        of=({TRANSPOSE},),
        pays=_cancels,
    ),
    Pattern(
        "packed-transposed",
        "pack(t(x, p), t(y, p), a) = t(pack(x, y, a), p')",
        ("tfl.pack",),
        _sink_packing,
        of=({TRANSPOSE},),
        pays=_cancels,
    ),
    Pattern(
        "padded-transposed",
        "t(pad(t(x, p), n), q) = t(t(pad(x, n'), p), q)",
        ("tfl.pad", "tfl.padv2", "tfl.mirror_pad"),
        _sink_padding,
        of=({TRANSPOSE},),
    ),
    Pattern(
        "sliced-transposed",
        "slice(t(x, p), b, n) = t(slice(x, b', n'), p)",
        ("tfl.slice",),
        _sink_slice,
        of=({TRANSPOSE},),
    ),
    Pattern(
        "strided-transposed",
        "strided_slice(t(x, p), b, e, s) = t(strided_slice(x, b', e', s'), p)",
        ("tfl.strided_slice",),
        _sink_strided_slice,
        of=({TRANSPOSE},),
    ),
    Pattern("unary-of-reshaped", "f(r(x)) = r(f(x))", UNARY, _sink_reshape, of=(RESHAPES,)),
    Pattern(
        "binary-of-reshaped",
        "g(r(x), c) = r(g(x, c)) where r keeps the axis of c",
        BINARY,
        _sink_reshape_of_channels,
        of=(RESHAPES,),
    ),
)
