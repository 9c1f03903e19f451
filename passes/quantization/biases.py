"""Biases that make up for what quantization of weights does to the mean of an output."""

from __future__ import annotations

import numpy as np
from xdsl.rewriter import InsertPoint, Rewriter

from qir.attributes import string
from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.building import build_constant, need_version
from qir.notes import name_of, note
from qir.numerics.moments import Floats
from qir.passes.analysis.linear import LINEAR
from qir.passes.analysis.weights import float32_constant
from qir.targets import Target
from qir.weights import unused_name


def can_take_bias(op: TflOp, target: Target) -> bool:
    """Whether an op has a bias that is a constant, or none where it could have one."""
    if op.name not in LINEAR:
        return False
    bias = op.operand("bias")
    if bias is None:
        return target.problem_of(op.OPERATOR.name, LINEAR[op.name].biased) is None
    return float32_constant(bias) is not None


def add_to_bias(op: TflOp, shift: Floats, names: set[str]) -> None:
    """Give an op a bias of its own, larger by a shift for each channel.

    `names`: those of all constants' bytes.
    """
    linear, bias = LINEAR[op.name], op.operand("bias")
    constant = None if bias is None else float32_constant(bias)
    before = np.zeros(shift.shape) if constant is None else constant.array().reshape(-1)
    total = (before + shift).astype(np.float32)
    named = None if bias is None else name_of(bias)
    name = f"{named or f'{name_of(op.results[0]) or op.name}/bias'}/corrected"
    made = build_constant(unused_name(name, names), total.shape, lambda: total)
    note(made.results[0], {"name": string(name)})
    Rewriter.insert_op(made, InsertPoint.before(op))
    operands = list(op.operands)
    op.operands = [*operands[: linear.bias], made.results[0], *operands[linear.bias + 1 :]]
    if bias is None:
        need_version(op, linear.biased)
