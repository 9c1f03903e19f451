"""The pass `quantize-weights`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import numpy.typing as npt
from xdsl.context import Context
from xdsl.dialects.builtin import Float32Type, IntegerType, ModuleOp, TensorType
from xdsl.dialects.func import FuncOp
from xdsl.ir import Attribute, Operation, SSAValue
from xdsl.passes import ModulePass
from xdsl.rewriter import InsertPoint, Rewriter

from qir.attributes import TENSORS, element_type
from qir.contracts import Change
from qir.diagnostics import Form, QirError, Remark, Remarks, remarks_of
from qir.dialects.interfaces import quantizable_weights
from qir.dialects.quant import PER_TENSOR, UniformType
from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.constants import QConstOp
from qir.dialects.tfl.conversion import DequantizeOp
from qir.functions import functions
from qir.numerics.affine import (
    Floats,
    extremes_of_blocks,
    quantize_blocks,
    symmetric_parameters,
)
from qir.passes.analysis.weights import (
    Weight,
    float_constant,
    float_weights,
    sparse_bytes,
    spread_refusals,
    stored_bytes_of,
    weight_operands,
)
from qir.weights import Blob, WeightAttr

STORAGE = IntegerType(8)
DEFAULT_MIN_ELEMENTS = 1024
"""TensorFlow's policy: below it, scales and op overhead eat up what the integers save."""
Quantized = tuple[TensorType[UniformType], WeightAttr]
"""The type and the value of a constant."""
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
    changes: ClassVar[Change] = Change.WEIGHTS
    min_elements: int = DEFAULT_MIN_ELEMENTS

    def __post_init__(self) -> None:
        if self.min_elements < 0:
            raise QirError(f"quantize-weights: min-elements is {self.min_elements}; expected >= 0")

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        quantizer = _Quantizer(self.min_elements, remarks_of(ctx))
        for function in functions(op):
            quantizer.function(function)


class _Quantizer:
    """One run of the pass over a module."""

    def __init__(self, min_elements: int, remarks: Remarks) -> None:
        self.min_elements = min_elements
        self.remarks = remarks
        self.extremes: dict[tuple[SSAValue, int | None], tuple[Floats, Floats]] = {}
        # Constants that share a buffer in the file go on sharing one.
        self.made: dict[tuple[Blob, Attribute, int | None], Quantized] = {}
        self.stored: dict[Attribute, TensorType[IntegerType]] = {}
        """The type of the integers, by that of the floats: one object for many weights."""

    def function(self, function: FuncOp) -> None:
        weights: dict[TflOp, list[Weight]] = {}
        for op in function.walk():
            if not isinstance(op, TflOp):
                continue
            if found := float_weights(op):
                weights[op] = found
            else:
                self._remark_untouched(op)
        refused = {op: why for op, found in weights.items() if (why := self._refusal(op, found))}
        refused = spread_refusals(weights, refused)
        for op, found in weights.items():
            before = sum(weight.constant.nbytes for weight in found)
            if reason := refused.get(op):
                self.remarks.add(op, Remark(Form.FLOAT, reason, before, before))
                continue
            for weight in found:
                self._replace(weight)
            after = sum(stored_bytes_of(op.operands[i]) for i in weight_operands(op))
            scheme = "one scale per tensor" if found[0].axis is None else "one scale per channel"
            self.remarks.add(op, Remark(Form.HYBRID, f"int8, {scheme}", before, after))

    def _remark_untouched(self, op: TflOp) -> None:
        """Say why an op with large constants is passed over."""
        stored = sum(stored_bytes_of(op.operands[i]) for i in weight_operands(op))
        if stored:
            self.remarks.add(op, Remark(Form.UNCHANGED, "already quantized", stored, stored))
            return
        operands = tuple(op.operands)
        constants = list(filter(None, map(float_constant, operands)))
        large = sum(c.nbytes for c in constants if c.elements >= self.min_elements)
        sparse = sum(sparse_bytes(operand) for operand in operands)
        if sparse:
            reason = "sparse weights are left as they are"
            self.remarks.add(op, Remark(Form.UNCHANGED, reason, sparse, sparse))
        elif large and not isinstance(op, DequantizeOp):
            name = op.OPERATOR.name
            has_weights = quantizable_weights(type(op)) is not None
            what = "its constant is no weight of" if has_weights else "no integer weights for"
            self.remarks.add(op, Remark(Form.FLOAT, f"{what} {name}", large, large))

    def _refusal(self, op: TflOp, found: list[Weight]) -> str | None:
        """Why this op keeps float weights, whatever other ops do."""
        trait = quantizable_weights(type(op))
        assert trait is not None
        if obstacle := trait.obstacle(op):
            return obstacle
        if not isinstance(element_type(op.operands[trait.activation]), Float32Type):
            return "its activation is not float32"
        tensors = [i for i in weight_operands(op) if isinstance(op.operands[i].type, TensorType)]
        if trait.together and len(tensors) != len(found):
            return "its kernel wants all weights as integers, and not all are float constants"
        elements = sum(weight.constant.elements for weight in found)
        if not elements:
            return "its weights are empty"
        if elements < self.min_elements:
            return f"{elements} elements, fewer than min-elements={self.min_elements}"
        if not all(np.isfinite(self._extremes(weight)).all() for weight in found):
            return "its weights hold values that are not finite"
        return None

    def _extremes(self, weight: Weight) -> tuple[Floats, Floats]:
        key = weight.value, weight.axis
        if key not in self.extremes:
            self.extremes[key] = extremes_of_blocks(weight.constant.blocks(), weight.axis)
        return self.extremes[key]

    def _replace(self, weight: Weight) -> None:
        """Put the quantized constant in the place of the float one, for all its uses."""
        value, owner = weight.value, weight.value.owner
        if type(owner) is QConstOp or not isinstance(owner, Operation):
            return
        qtype, integers = self._quantized(weight)
        quantized = QConstOp.create(
            result_types=[qtype],
            properties={"qtype": qtype, "value": integers},
            attributes={k: v for k, v in owner.attributes.items() if k == TENSORS},
        )
        Rewriter.insert_op(quantized, InsertPoint.before(owner))
        value.replace_all_uses_with(quantized.results[0])
        _erase_unused(owner)

    def _quantized(self, weight: Weight) -> Quantized:
        source, axis = weight.constant, weight.axis
        key = source.blob.data, source.type, axis
        if key not in self.made:
            sizes = source.type.shape.data
            parameters = symmetric_parameters(*self._extremes(weight), BOUNDS)
            run_along = PER_TENSOR if axis is None else axis
            type = UniformType.get(STORAGE, *parameters, run_along, BOUNDS)
            # One buffer may be read in several shapes; each makes a weight of its own.
            shape = "x".join(map(str, source.type.get_shape()))
            name = f"{source.blob.data.name}_i8_{shape}" + ("" if axis is None else f"_axis{axis}")

            def integers() -> Iterator[npt.NDArray[np.int8]]:
                return quantize_blocks(source.blocks(), parameters, axis, BOUNDS)

            if (stored := self.stored.get(source.type)) is None:
                stored = self.stored[source.type] = TensorType(STORAGE, sizes)
            value = WeightAttr.get(stored, Blob(name, source.elements, integers))
            self.made[key] = TensorType(type, sizes), value
        return self.made[key]


def _erase_unused(op: Operation) -> None:
    """Erase a constant, or a DEQUANTIZE and then the constant behind it, once nothing uses it."""
    if any(result.first_use for result in op.results):
        return
    operands = [operand.owner for operand in op.operands]
    Rewriter.erase_op(op)
    for owner in operands:
        if isinstance(owner, Operation):
            _erase_unused(owner)
