"""Biases that make up for what quantization of weights does to the mean of an output."""

from __future__ import annotations

import numpy as np
from xdsl.dialects.builtin import Float32Type, NoneType
from xdsl.ir import SSAValue
from xdsl.rewriter import InsertPoint, Rewriter

from qir.attributes import int_attr, integer, string
from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.building import build_constant
from qir.dialects.tfl.constants import constant_value
from qir.notes import name_of, note
from qir.numerics.moments import Floats
from qir.passes.analysis.linear import LINEAR
from qir.weights import unused_name


def can_take_bias(op: TflOp) -> bool:
    """Whether an op has a bias that is a constant, or none where it could have one."""
    if op.name not in LINEAR:
        return False
    bias = _bias(op)
    constant = None if bias is None else constant_value(bias.owner)
    is_float = constant is not None and isinstance(constant.type.element_type, Float32Type)
    return bias is None or is_float


def add_to_bias(op: TflOp, shift: Floats, names: set[str]) -> None:
    """Give an op a bias of its own, larger by a shift for each channel.

    `names`: those of all constants' bytes.
    """
    linear, bias = LINEAR[op.name], _bias(op)
    constant = None if bias is None else constant_value(bias.owner)
    before = np.zeros(shift.shape) if constant is None else constant.array().reshape(-1)
    total = (before + shift).astype(np.float32)
    name = (
        name_of(bias) if bias is not None else None
    ) or f"{name_of(op.results[0]) or op.name}/bias"
    key = unused_name(f"{name}/corrected", names)
    made = build_constant(key, total.shape, lambda: total)
    note(made.results[0], {"name": string(name)})
    Rewriter.insert_op(made, InsertPoint.before(op))
    operands = list(op.operands)
    op.operands = [*operands[: linear.bias], made.results[0], *operands[linear.bias + 1 :]]
    if bias is None:
        version = integer(op.attributes.get("qir.version")) or 1
        op.attributes["qir.version"] = int_attr(max(version, linear.biased))


def _bias(op: TflOp) -> SSAValue | None:
    """The bias of an op; None where it is absent."""
    operands = op.operands[LINEAR[op.name].bias :][:1]
    return next((each for each in operands if not isinstance(each.type, NoneType)), None)
