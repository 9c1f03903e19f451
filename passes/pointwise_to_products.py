"""The pass `pointwise-to-products`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from xdsl.context import Context
from xdsl.dialects.builtin import Float32Type, ModuleOp, TensorType
from xdsl.passes import ModulePass
from xdsl.rewriter import InsertPoint, Rewriter

from qir.dialects.tfl.building import build
from qir.dialects.tfl.constants import ConstOp
from qir.dialects.tfl.convolution import Conv2DOp
from qir.dialects.tfl.options import option
from qir.dialects.tfl.tensors import shape_of
from qir.functions import functions
from qir.passes.canonicalization.products import KEEPS_DIMS
from qir.weights import WeightAttr


@dataclass(frozen=True)
class PointwiseToProducts(ModulePass):
    """Make products with a matrix of convolutions whose window is a single position.

        %y = "tfl.conv_2d"(%x, %w, %b) : (tensor<1x7x7x64xf32>, tensor<32x1x1x64xf32>, ...) -> ...
    becomes
        %y = "tfl.fully_connected"(%x, %w, %b) <{keep_num_dims, ...}> : (..., tensor<32x64xf32>...)

    Floats are the same. What differs is how the activation is quantized beside integer weights: a
    product has a scale for each position, a convolution one for the whole image; the former is more
    exact, and what XNNPACK does. So it is for C, where both are the same to the kernels, and before
    weights are quantized: a model that is quantized keeps its convolutions.

    Leaves alone: strides, groups, quantized weights, an input of unknown channels.
    """

    name = "pointwise-to-products"

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        for function in functions(op):
            for each in list(function.walk()):
                if isinstance(each, Conv2DOp) and _is_pointwise(each):
                    _replace(each)


def _is_pointwise(op: Conv2DOp) -> bool:
    input, filter, result = op.operands[0], op.operands[1], op.results[0]
    sizes, shape = shape_of(filter), shape_of(input)
    if sizes is None or shape is None or shape_of(result) is None:
        return False
    if not isinstance(filter.owner, ConstOp) or not isinstance(filter.owner.value, WeightAttr):
        return False
    types = (cast("TensorType[Any]", value.type) for value in (input, filter, result))
    is_float = all(isinstance(type.element_type, Float32Type) for type in types)
    is_plain = option(op, "stride_h") == option(op, "stride_w") == 1
    return is_float and is_plain and sizes[1:] == (1, 1, shape[3])


def _replace(op: Conv2DOp) -> None:
    input, filter, *bias = op.operands
    owner = cast("ConstOp", filter.owner)
    assert isinstance(owner.value, WeightAttr)
    outputs, _, _, depth = owner.value.type.get_shape()
    matrix = TensorType(owner.value.type.element_type, [outputs, depth])
    # The same bytes.
    value = WeightAttr.get(matrix, owner.value.blob.data)
    weights = ConstOp.create(result_types=[matrix], properties={"value": value})
    weights.attributes |= owner.attributes
    product = build(
        "FULLY_CONNECTED",
        [input, weights.results[0], *bias],
        [op.results[0].type],
        version=KEEPS_DIMS,
        options={
            "keep_num_dims": True,
            "fused_activation_function": option(op, "fused_activation_function"),
        },
    )
    product.attributes = {**op.attributes, "qir.version": product.attributes["qir.version"]}
    Rewriter.insert_op(weights, InsertPoint.before(owner))
    Rewriter.insert_op(product, InsertPoint.before(op))
    Rewriter.replace_op(op, [], product.results)
    if not owner.results[0].first_use:
        Rewriter.erase_op(owner)
