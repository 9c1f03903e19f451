"""Floats again: a DEQUANTIZE after a constant, or after an op that moved its integers."""

from __future__ import annotations

from typing import cast

from xdsl.dialects.builtin import TensorType, f32
from xdsl.ir import Operation, SSAValue
from xdsl.rewriter import InsertPoint, Rewriter

from qir.attributes import element_type, int_attr, string
from qir.dialects.quant import PER_TENSOR, UniformType, as_uniform
from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.building import need_version
from qir.dialects.tfl.conversion import DequantizeOp
from qir.notes import name_of, note, notes_of
from qir.targets import copy_version, dequantize_version


def dequantize(value: SSAValue) -> SSAValue:
    """A constant of integers or of float16, as float32; its name is that of the constant."""
    owner = value.owner
    assert isinstance(owner, Operation)
    name = name_of(value)
    op = _dequantize(value)
    note(op.results[0], {"name": string(f"{name}/dequantized" if name else "dequantized")})
    Rewriter.insert_op(op, InsertPoint.after(owner))
    return op.results[0]


def dequantize_copies(op: TflOp, table: SSAValue) -> None:
    """Let an op move the integers of its table, which it takes already, and dequantize what it
    moved."""
    result, element = op.results[0], as_uniform(element_type(table))
    assert element
    type = cast("TensorType[UniformType]", result.type)
    moved = _moved(element, len(type.get_shape()))
    hint, notes = result.name_hint, notes_of(result)
    result = Rewriter.replace_value_with_new_type(result, TensorType(moved, type.shape.data))
    dequantized = _dequantize(result)
    Rewriter.insert_op(dequantized, InsertPoint.after(op))
    floats = dequantized.results[0]
    result.replace_uses_with_if(floats, lambda use: use.operation is not dequantized)
    result.name_hint, floats.name_hint = None, hint
    if notes:
        note(floats, notes)
        note(result, {"name": string(f"{name_of(floats)}/quantized")} if name_of(floats) else {})
    need_version(op, copy_version(element))


def _moved(element: UniformType, rank: int) -> UniformType:
    """The type of rows of a table: channels along the last axis stay that."""
    axis = rank - 1 if element.is_per_channel else PER_TENSOR
    return UniformType.get(
        element.storage,
        element.scales.array(),
        element.zero_points.array(),
        axis,
        (element.low.data, element.high.data),
    )


def _dequantize(value: SSAValue) -> DequantizeOp:
    type = cast("TensorType", value.type)
    version = dequantize_version(type.element_type)
    return DequantizeOp.create(
        operands=[value],
        result_types=[TensorType(f32, type.shape.data)],
        attributes={"qir.version": int_attr(version)},
    )
