"""Ops of constants alone."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from xdsl.dialects.builtin import ModuleOp
from xdsl.ir import Operation, OpResult, SSAValue
from xdsl.traits import Pure

from qir.attributes import element_type
from qir.diagnostics import QirError
from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.building import LAZY_BYTES
from qir.dialects.tfl.constants import ConstOp, NoValueOp, SparseConstOp, constant_value
from qir.dialects.tfl.tensors import shape_of
from qir.notes import name_of
from qir.passes.canonicalization.rewriting import (
    RECORD_BYTES,
    Pattern,
    Replacement,
    Rewriting,
)
from qir.weights import Blob, WeightAttr

if TYPE_CHECKING:
    from qir.interp.machine import Value


def _fold(op: TflOp, to: Rewriting) -> Replacement:
    """Leaves alone what would take more bytes than goes for it, before it is computed."""
    if not _is_candidate(op) or to.is_returned(op.results[0]):
        return None
    from qir.interp.values import result_dtype

    try:
        made = sum(
            math.prod(_sizes(result) or ()) * result_dtype(result).itemsize for result in op.results
        )
        if not to.may_become_constant(op, made + RECORD_BYTES * len(op.results)):
            return None
        values = _evaluated(op)
    except QirError:
        return None  # the interpreter refuses it, and so will the runtime
    if any(value is None for value in values):
        return None
    return [to.insert(_constant(op, result, values, to)) for result in op.results]


def _constant(op: TflOp, result: OpResult, values: Sequence[Value], to: Rewriting) -> Operation:
    """The constant of a result; a large one is computed again each time it is read."""
    from qir.interp.constants import constant_op

    array, element = values[result.index], element_type(result)
    assert array is not None and element is not None
    name = to.unused(name_of(result) or op.name)
    made = constant_op(array, element, name)
    is_plain = isinstance(made, ConstOp) and array.dtype.kind != "O"
    weight = constant_value(made)
    if array.nbytes > LAZY_BYTES and is_plain and weight is not None:
        again, index = _detached(op), result.index
        blob = Blob(name, weight.nbytes, lambda: [_array(_evaluated(again)[index])])
        made.properties["value"] = WeightAttr.get(weight.type, blob)
    return made


def _evaluated(op: TflOp) -> Sequence[Value]:
    from qir.interp import Machine

    machine = Machine(ModuleOp([]))
    operands = [machine.evaluate(_owner(value), [])[0] for value in op.operands]
    return machine.evaluate(op, operands)


def _detached(op: TflOp) -> TflOp:
    """The op and its constants again, in no module; their values are shared."""
    copies: dict[SSAValue, SSAValue] = {}
    for value in op.operands:
        if value not in copies:
            copies[value] = _owner(value).clone().results[0]
    copy = op.clone(copies)
    assert isinstance(copy, TflOp)
    return copy


def _array(value: Value) -> Any:
    assert value is not None
    return value


def _is_candidate(op: TflOp) -> bool:
    has_constants = bool(op.operands) and all(map(_is_constant, op.operands))
    return (
        has_constants
        and op.has_trait(Pure)
        and all(_sizes(result) is not None for result in op.results)
    )


def _sizes(value: SSAValue) -> Sequence[int] | None:
    """The shape of a value; None where not all of it is known."""
    shape = shape_of(value)
    known = [size for size in shape or () if size is not None]
    return None if shape is None or len(known) != len(shape) else known


def _owner(value: SSAValue) -> Operation:
    assert isinstance(value, OpResult)
    return value.op


def _is_constant(value: SSAValue) -> bool:
    owner = value.owner
    if isinstance(owner, NoValueOp | SparseConstOp):
        return True
    weight = constant_value(owner)
    return weight is not None and not weight.blob.data.is_elided


def _static_shape(op: TflOp, to: Rewriting) -> Replacement:
    sizes = _sizes(op.operands[0])
    if sizes is None or to.is_returned(op.results[0]) or str(element_type(op.results[0])) != "i32":
        return None
    return to.integers("shape", sizes)


PATTERNS = (
    Pattern(
        "static-shape",
        "shape(x : T) = the sizes of T, where all are known",
        ("tfl.shape",),
        _static_shape,
    ),
    Pattern("fold-constants", "f(c, ...) = the constant that it computes", (), _fold),
)
