"""Ops that return their operand.

reshape(x : T) : T            = x
squeeze(x : T) : T            = x
expand_dims(x : T) : T        = x
broadcast_to(x : T) : T       = x
cast(x : T) : T               = x
transpose(x, [0, 1, ...])     = x
concatenation(x)              = x     without a fused activation
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from xdsl.dialects.builtin import TensorType
from xdsl.dialects.func import ReturnOp
from xdsl.ir import Operation, SSAValue
from xdsl.rewriter import Rewriter

from qir.attributes import element_type
from qir.dialects.qir import StateOp
from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.constants import constant_value
from qir.dialects.tfl.options import option


def _keeps_type(op: TflOp) -> bool:
    """Same static type in and out: nothing that a resized input could make differ."""
    type = op.operands[0].type if op.operands else None
    return type == op.results[0].type and isinstance(type, TensorType) and type.has_static_shape()


def _keeps_order(op: TflOp) -> bool:
    owner = op.operands[1].owner if len(op.operands) > 1 else None
    order = constant_value(owner)
    if order is None or not _keeps_element_type(op):
        return False
    return bool(np.all(order.array() == np.arange(order.elements)))


def _is_single(op: TflOp) -> bool:
    is_plain = len(op.operands) == 1 and option(op, "fused_activation_function") == "NONE"
    return is_plain and _keeps_element_type(op)


def _keeps_element_type(op: TflOp) -> bool:
    """Not so where the op takes one scale to another."""
    return element_type(op.operands[0]) == element_type(op.results[0])


IDENTITIES: dict[str, Callable[[TflOp], bool]] = {
    "tfl.reshape": _keeps_type,
    "tfl.squeeze": _keeps_type,
    "tfl.expand_dims": _keeps_type,
    "tfl.broadcast_to": _keeps_type,
    "tfl.cast": _keeps_type,
    "tfl.transpose": _keeps_order,
    "tfl.concatenation": _is_single,
}


def remove_identity(op: Operation) -> None:
    """Put its operand in the place of an op that returns it.

    Leaves alone an op whose result the function returns, since its name is part of the interface,
    and one that copies a state tensor, which another op may change after it.
    """
    is_identity = IDENTITIES.get(op.name)
    if is_identity is None or not isinstance(op, TflOp) or len(op.results) != 1:
        return
    if is_identity(op) and not _is_returned(op.results[0]) and not _is_state(op.operands[0]):
        Rewriter.replace_op(op, [], [op.operands[0]])


def _is_state(value: SSAValue) -> bool:
    return isinstance(value.owner, StateOp)


def _is_returned(value: SSAValue) -> bool:
    return any(isinstance(use.operation, ReturnOp) for use in value.uses)
