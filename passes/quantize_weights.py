"""The pass `quantize-weights`."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from xdsl.context import Context
from xdsl.dialects.builtin import Float16Type, Float32Type, IntegerType, ModuleOp, TensorType
from xdsl.dialects.func import FuncOp
from xdsl.ir import Operation, SSAValue
from xdsl.passes import ModulePass
from xdsl.rewriter import InsertPoint, Rewriter

from qir.attributes import TENSORS, element_type
from qir.diagnostics import Form, Remark, Remarks, remarks_of
from qir.dialects.interfaces import QuantizableWeights
from qir.dialects.quant import PER_TENSOR, UniformType
from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.constants import (
    DequantizeOp,
    QConstOp,
    constant_value,
    stored_bytes,
    stored_bytes_of,
)
from qir.numerics.affine import (
    Floats,
    channel_magnitudes,
    quantize_round_half_even,
    symmetric_scales,
)
from qir.weights import Blob, WeightAttr

STORAGE = IntegerType(8)
DEFAULT_MIN_ELEMENTS = 1024
"""TensorFlow's policy: below it, scales and op overhead eat up what the integers save."""
BOUNDS = (-127, 127)
"""Symmetric: -128 is left out, so that a weight and its negative are equally exact."""


@dataclass(frozen=True)
class QuantizeWeights(ModulePass):
    """Turn float constant weights into int8 constants with scales; the op stays.

        %w = "tfl.pseudo_const"() <{value = ... : tensor<8x32xf32>}>
        %y = "tfl.fully_connected"(%x, %w, %b)
    becomes
        %w = "tfl.pseudo_qconst"() : () -> tensor<8x32x!quant.uniform<i8<-127:127>:f32:0, {...}>>
        %y = "tfl.fully_connected"(%x, %w, %b)

    Weights are symmetric, rounded half to even, one scale per output channel where the kernel
    takes that and one per tensor where it does not. A float16 constant behind a DEQUANTIZE counts
    as a float constant. The integers are computed when they are written.

    Leaves alone: weights of fewer than `min_elements` elements; weights with another use that
    reads floats or wants its scales along another axis; weights that are not finite; ops whose
    activation is not float32; ops of which a kernel takes all weights as integers or none, when
    one of them cannot be; float constants that are not weights.
    """

    name = "quantize-weights"
    min_elements: int = DEFAULT_MIN_ELEMENTS

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        quantizer = _Quantizer(self.min_elements, remarks_of(ctx))
        for function in op.ops:
            if isinstance(function, FuncOp):
                quantizer.function(function)


@dataclass(frozen=True)
class _Weight:
    """A float constant operand of an op, and the axis its scales are to run along."""

    value: SSAValue
    source: WeightAttr
    axis: int | None


class _Quantizer:
    """One run of the pass over a module."""

    def __init__(self, min_elements: int, remarks: Remarks) -> None:
        self.min_elements = min_elements
        self.remarks = remarks
        self.magnitudes: dict[tuple[SSAValue, int | None], Floats] = {}
        # Constants that share a buffer in the file go on sharing one.
        self.made: dict[tuple[Blob, str, int | None], tuple[UniformType, Blob]] = {}

    def function(self, function: FuncOp) -> None:
        weights: dict[TflOp, list[_Weight]] = {}
        for op in function.walk():
            if not isinstance(op, TflOp):
                continue
            if found := _float_weights(op):
                weights[op] = found
            else:
                self._remark_untouched(op)
        refusals = self._refusals(weights)
        for op, found in weights.items():
            before = sum(stored_bytes(w.source, w.source.type) for w in found)
            if reason := refusals.get(op):
                self.remarks.add(op, Remark(Form.FLOAT, reason, before, before))
                continue
            for weight in found:
                self._replace(weight)
            after = sum(stored_bytes_of(op.operands[i]) for i in _weight_operands(op))
            scheme = "one scale per tensor" if found[0].axis is None else "one scale per channel"
            self.remarks.add(op, Remark(Form.HYBRID, f"int8, {scheme}", before, after))

    def _remark_untouched(self, op: TflOp) -> None:
        """Say why an op with large constants is passed over."""
        stored = [stored_bytes_of(op.operands[i]) for i in _weight_operands(op)]
        if any(stored):
            self.remarks.add(op, Remark(Form.UNCHANGED, "already quantized", *2 * [sum(stored)]))
            return
        constants = [source for operand in op.operands if (source := _float_source(operand))]
        large = [c.nbytes for c in constants if _elements(c) >= self.min_elements]
        if large and not isinstance(op, DequantizeOp):
            reason = f"{op.OPERATOR.name} takes no integer weights"
            self.remarks.add(op, Remark(Form.FLOAT, reason, *2 * [sum(large)]))

    def _refusals(self, weights: dict[TflOp, list[_Weight]]) -> dict[TflOp, str]:
        """Why ops keep their weights, followed through the weights they share with others."""
        refusals = {op: why for op, found in weights.items() if (why := self._refusal(op, found))}
        axes: dict[SSAValue, dict[int | None, TflOp]] = {}
        for op, found in weights.items():
            for weight in found:
                axes.setdefault(weight.value, {}).setdefault(weight.axis, op)
        spreading = True
        while spreading:
            spreading = False
            for op, found in weights.items():
                if op not in refusals and (why := _shared(found, weights, refusals, axes)):
                    refusals[op] = why
                    spreading = True
        return refusals

    def _refusal(self, op: TflOp, found: list[_Weight]) -> str | None:
        """Why this op keeps float weights, whatever other ops do."""
        trait = op.get_trait(QuantizableWeights)
        assert trait is not None
        if obstacle := trait.obstacle(op):
            return obstacle
        if not isinstance(element_type(op.operands[trait.activation]), Float32Type):
            return "its activation is not float32"
        tensors = [i for i in _weight_operands(op) if isinstance(op.operands[i].type, TensorType)]
        if trait.together and len(tensors) != len(found):
            return "its kernel wants all weights as integers, and not all are float constants"
        elements = sum(_elements(weight.source) for weight in found)
        if elements < self.min_elements:
            return f"{elements} elements, fewer than min-elements={self.min_elements}"
        if not all(np.isfinite(self._magnitudes(weight)).all() for weight in found):
            return "its weights hold values that are not finite"
        return None

    def _magnitudes(self, weight: _Weight) -> Floats:
        key = weight.value, weight.axis
        if key not in self.magnitudes:
            self.magnitudes[key] = channel_magnitudes(weight.source.array(), weight.axis)
        return self.magnitudes[key]

    def _replace(self, weight: _Weight) -> None:
        """Put the quantized constant in the place of the float one, for all its uses."""
        value, owner = weight.value, weight.value.owner
        if value.first_use is None or not isinstance(owner, Operation):
            return
        type, blob = self._quantized(weight)
        shape = weight.source.type.get_shape()
        quantized = QConstOp.create(
            result_types=[TensorType(type, shape)],
            properties={
                "qtype": TensorType(type, shape),
                "value": WeightAttr.get(TensorType(type.storage, shape), blob),
            },
            attributes={k: v for k, v in owner.attributes.items() if k == TENSORS},
        )
        Rewriter.insert_op(quantized, InsertPoint.before(owner))
        value.replace_all_uses_with(quantized.output)
        _erase_unused(owner)

    def _quantized(self, weight: _Weight) -> tuple[UniformType, Blob]:
        source, axis = weight.source, weight.axis
        key = source.blob.data, str(source.type), axis
        if key not in self.made:
            scales = symmetric_scales(self._magnitudes(weight), BOUNDS[1])
            run_along = PER_TENSOR if axis is None else axis
            type = UniformType.get(STORAGE, scales, np.zeros(scales.shape), run_along, BOUNDS)
            name = f"{source.blob.data.name}_i8" + ("" if axis is None else f"_axis{axis}")

            def integers() -> np.ndarray[Any, Any]:
                return quantize_round_half_even(source.array(), scales, axis, BOUNDS)

            self.made[key] = type, Blob(name, _elements(source), integers)
        return self.made[key]


def _shared(
    found: list[_Weight],
    weights: dict[TflOp, list[_Weight]],
    refusals: dict[TflOp, str],
    axes: dict[SSAValue, dict[int | None, TflOp]],
) -> str | None:
    """Why an op keeps float weights because of the others that use them."""
    for weight in found:
        for use in weight.value.uses:
            user = use.operation
            if not isinstance(user, TflOp) or all(
                other.value is not weight.value for other in weights.get(user, [])
            ):
                return f"its weight is also read as floats by {user.name}"
            if user in refusals:
                return f"its weight is shared with {user.name}, which keeps it float"
        if len(axes[weight.value]) > 1:
            return "its weight is shared with an op that needs scales along another axis"
    return None


def _weight_operands(op: TflOp) -> list[int]:
    trait = op.get_trait(QuantizableWeights)
    return [i for i in trait.operands if i < len(op.operands)] if trait else []


def _float_weights(op: TflOp) -> list[_Weight]:
    """The float constants among an op's weights."""
    trait = op.get_trait(QuantizableWeights)
    found: list[_Weight] = []
    for index in _weight_operands(op):
        source = _float_source(op.operands[index])
        if source is not None and trait is not None:
            axis = trait.axis_of(op)
            rank = len(source.type.get_shape())
            axis = axis + rank if axis is not None and axis < 0 else axis
            found.append(_Weight(op.operands[index], source, axis))
    return found


def _float_source(value: SSAValue) -> WeightAttr | None:
    """The constant behind a float32 value: itself, or the float16 that a DEQUANTIZE widens."""
    owner = value.owner
    constant = constant_value(owner.input.owner if isinstance(owner, DequantizeOp) else owner)
    if constant is None or not isinstance(constant.type.element_type, Float32Type | Float16Type):
        return None
    return constant if isinstance(element_type(value), Float32Type) else None


def _elements(constant: WeightAttr) -> int:
    return math.prod(constant.type.get_shape())


def _erase_unused(op: Operation) -> None:
    """Erase a constant, or a DEQUANTIZE and then the constant behind it, once nothing uses it."""
    if any(result.first_use for result in op.results):
        return
    operands = [operand.owner for operand in op.operands]
    Rewriter.erase_op(op)
    for owner in operands:
        if isinstance(owner, Operation):
            _erase_unused(owner)
