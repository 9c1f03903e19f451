"""Models as exporters hide their weights: the same numbers in another form.

Each takes a module and gives a copy: `float16` behind DEQUANTIZE, `sparse` behind DENSIFY, and
`unfolded`, with the scale and offset of a BatchNorm and the activation after the op as ops of
their own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
from xdsl.dialects.builtin import (
    Float32Type,
    IntegerType,
    ModuleOp,
    StringAttr,
    TensorType,
    f16,
    f32,
)
from xdsl.ir import SSAValue
from xdsl.rewriter import InsertPoint, Rewriter

from qir.attributes import element_type
from qir.dialects.records import record_attribute
from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.building import build, option_attributes
from qir.dialects.tfl.constants import ConstOp, SparseConstOp, constant_value
from qir.dialects.tfl.options import option
from qir.interp.constants import constant_op
from qir.notes import name_of, note, notes_of
from qir.tflite_format.record import Record
from qir.weights import WeightAttr

Array = npt.NDArray[Any]
LEAST_ELEMENTS = 1024
"""Smaller constants stay as they are, as TensorFlow's converter leaves them."""
CHANNELS = {"tfl.conv_2d": 0, "tfl.depthwise_conv_2d": 3, "tfl.fully_connected": 0}
"""The axis of the filter, operand 1, that the outputs are along."""


def pruned(module: ModuleOp, share: float) -> ModuleOp:
    """With that share of each weight's elements 0: those that are smallest."""
    copy = module.clone()
    for op, array in _weights(copy):
        least = np.quantile(np.abs(array), share)
        _replace(op, _constant(op, np.where(np.abs(array) <= least, np.float32(0), array)))
    return copy


def float16(module: ModuleOp) -> ModuleOp:
    copy = module.clone()
    for op, array in _weights(copy):
        half = _constant(op, array.astype(np.float16))
        wide = build("DEQUANTIZE", [half], [op.output.type], version=3)
        _insert(wide, op)
        _replace(op, wide.results[0])
    return copy


def sparse(module: ModuleOp) -> ModuleOp:
    """Weights with their zeros left out: rows of the last axis hold values and where they are."""
    copy = module.clone()
    for op, array in _weights(copy):
        name, rows = name_of(op.output) or "", array.reshape(-1, array.shape[-1])
        kept = rows != 0
        segments = np.concatenate([[0], np.cumsum(kept.sum(axis=1))])
        levels = [Record("DimensionMetadata", dense_size=size) for size in array.shape[:-1]]
        levels.append(
            Record(
                "DimensionMetadata",
                format=1,
                array_segments=Record("Int32Vector", values=segments.astype(np.int32)),
                array_indices=_indices(np.nonzero(kept)[1]),
            )
        )
        order = np.arange(array.ndim, dtype=np.int32)
        sparsity = Record("SparsityParameters", traversal_order=order, dim_metadata=levels)
        values: Array = rows[kept].view(np.uint8)
        data = WeightAttr.of(
            TensorType(IntegerType(8), values.shape), _unique(name, "sparse", copy), values
        )
        held = SparseConstOp.create(
            result_types=[op.output.type], properties={"compressed_data": data}
        )
        Rewriter.insert_op(held, InsertPoint.before(op))
        notes = {"name": StringAttr(name), "sparsity": record_attribute(sparsity)}
        note(held.output, notes)
        dense = build("DENSIFY", [held.output], [op.output.type])
        _insert(dense, op)
        _replace(op, dense.results[0])
    return copy


def unfolded(module: ModuleOp) -> ModuleOp:
    """L(x, w, b) as relu(L(x, w / s) * s + b)."""
    copy = module.clone()
    rng: Any = np.random.default_rng(0)
    for op in [op for op in copy.walk() if isinstance(op, TflOp) and op.name in CHANNELS]:
        filter, bias = (
            constant_value(value.owner) if index < len(op.operands) else None
            for index, value in enumerate(op.operands[1:3], 1)
        )
        if (
            filter is None
            or bias is None
            or not isinstance(element_type(op.results[0]), Float32Type)
        ):
            continue
        array, axis = filter.array(), CHANNELS[op.name]
        if array.dtype != np.float32:
            continue
        scale: Array = rng.uniform(0.5, 2, array.shape[axis]).astype(np.float32)
        spread: Array = scale.reshape([-1 if at == axis else 1 for at in range(array.ndim)])
        _unfold(op, array / spread, scale, bias.array())
    return copy


def _unfold(op: TflOp, weights: Array, scale: Array, offset: Array) -> None:
    owner, bias = op.operands[1].owner, op.operands[2].owner
    assert isinstance(owner, ConstOp) and isinstance(bias, ConstOp)
    result, activation = op.results[0], str(option(op, "fused_activation_function"))
    # LiteRT's convolutions want a bias.
    zeros = _constant(bias, np.zeros_like(offset))
    plain = option_attributes(op.OPERATOR.name, {"fused_activation_function": "NONE"})
    product = type(op).create(
        operands=[op.operands[0], _constant(owner, weights), zeros],
        result_types=[result.type],
        properties=op.properties | plain,
        attributes={k: held for k, held in op.attributes.items() if k != "qir.tensors"},
    )
    _insert(product, op)
    last = product.results[0]
    for builtin, numbers in (("MUL", scale), ("ADD", offset)):
        made = build(builtin, [last, _constant(bias, numbers)], [result.type])
        _insert(made, op)
        last = made.results[0]
    if activation != "NONE":
        made = build(activation, [last], [result.type])
        _insert(made, op)
        last = made.results[0]
    note(last, notes_of(result))
    result.replace_all_uses_with(last)
    Rewriter.erase_op(op)
    for constant in (owner, bias):
        if constant.output.first_use is None:
            Rewriter.erase_op(constant)


def _weights(module: ModuleOp) -> Iterator[tuple[ConstOp, Array]]:
    """The float constants that are large enough, and are not one number again and again."""
    for op in [op for op in module.walk() if isinstance(op, ConstOp)]:
        weight = constant_value(op)
        if weight is None or not isinstance(weight.type.element_type, Float32Type):
            continue
        if weight.elements >= LEAST_ELEMENTS and len(weight.type.get_shape()) >= 2:
            yield op, weight.array()


def _constant(of: ConstOp, array: Array) -> SSAValue:
    element = f16 if array.dtype == np.float16 else f32
    name = name_of(of.output) or "constant"
    module = of.get_toplevel_object()
    assert isinstance(module, ModuleOp)
    made = constant_op(np.ascontiguousarray(array), element, _unique(name, "twin", module))
    note(made.results[0], {"name": StringAttr(name)})
    Rewriter.insert_op(made, InsertPoint.before(of))
    return made.results[0]


def _unique(name: str, suffix: str, module: ModuleOp) -> str:
    taken = {weight.blob.data.name for op in module.walk() if (weight := constant_value(op))}
    number = 0
    while (found := f"{name}/{suffix}{number}") in taken:
        number += 1
    return found


def _indices(columns: Array) -> Record:
    is_small = columns.max(initial=0) < 256
    name, dtype = ("Uint8Vector", np.uint8) if is_small else ("Uint16Vector", np.uint16)
    return Record(name, values=columns.astype(dtype))


def _insert(op: TflOp, before: Any) -> None:
    Rewriter.insert_op(op, InsertPoint.before(before))


def _replace(op: ConstOp, value: SSAValue) -> None:
    op.output.replace_all_uses_with(value)
    Rewriter.erase_op(op)


TWINS: dict[str, Callable[[ModuleOp], ModuleOp]] = {
    "float16": float16,
    "unfolded": unfolded,
    "sparse": sparse,
}
