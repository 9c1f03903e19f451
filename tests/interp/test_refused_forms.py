"""What LiteRT's kernels refuse is refused, by what was found and what was expected."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from op_cases.case import OpCase, Operand, inputs, to_module
from xdsl.dialects.builtin import IntegerType, f16, f32, f64

from qir.diagnostics import QirError
from qir.dialects.quant import Blocks, UniformType
from qir.dialects.types import ELEMENT_TYPES
from qir.interp import Machine

AXIS = np.array([0], np.int32)


def quantized(storage: str, *scales: float) -> UniformType:
    element: Any = ELEMENT_TYPES[storage]
    zero_points = [0] * len(scales)
    return UniformType.get(element, scales, zero_points, 0 if len(scales) > 1 else -1)


def tensor(dtype: str, shape: tuple[int, ...] = (2,), of: UniformType | None = None) -> Operand:
    return Operand(np.zeros(shape, dtype), of)


def row(*integers: int) -> Operand:
    return Operand(np.array(integers, np.int32))


NO_MASKS: dict[str, Any] = dict.fromkeys(
    ("begin_mask", "end_mask", "ellipsis_mask", "new_axis_mask", "shrink_axis_mask"), 0
)
INT32 = ELEMENT_TYPES["INT32"]
INDEX: dict[str, Any] = {"qir.output_type": "INT32"}
ODD_BLOCKS = UniformType.get(IntegerType(4), [0.5] * 4, [0] * 4, blocks=Blocks.of_rows((2, 2), 3))
REFUSED: dict[str, tuple[OpCase, str]] = {
    "halves": (
        OpCase("QUANTIZE", (tensor("float16"),), (quantized("INT8", 0.5),)),
        "input holds f16, which LiteRT's kernel refuses; expected f32",
    ),
    "two bits": (
        OpCase("QUANTIZE", (tensor("float32"),), (quantized("INT2", 0.5),)),
        "output holds i2, .*; expected i4 or ui4",
    ),
    "wider": (
        OpCase(
            "QUANTIZE", (tensor("int8", of=quantized("INT8", 0.5)),), (quantized("INT32", 0.5),)
        ),
        "output holds i32, .*; expected ui8, i16 or i8",
    ),
    "without scale": (
        OpCase("DEQUANTIZE", (tensor("int8"),), (f32,)),
        "input holds i8; expected a quantized type",
    ),
    "int32": (
        OpCase("DEQUANTIZE", (tensor("int32", of=quantized("INT32", 0.5)),), (f32,)),
        "input holds i32, .*; expected",
    ),
    "int16 channels": (
        OpCase("DEQUANTIZE", (tensor("int16", of=quantized("INT16", 0.5, 0.25)),), (f32,)),
        "input, with a scale for each channel, holds i16, .*; expected",
    ),
    "to halves": (OpCase("DEQUANTIZE", (tensor("float16"),), (f16,)), "output holds f16, .* f32"),
    "uint64": (OpCase("CAST", (tensor("uint64"),), (f32,)), "input holds ui64, .*; expected"),
    "nibbles of integers": (
        OpCase("CAST", (tensor("int32"),), (ELEMENT_TYPES["INT4"],)),
        "input holds i32, .*; expected f32",
    ),
    "sparse int32": (OpCase("DENSIFY", (tensor("int32"),), (INT32,)), "input holds i32, .*"),
    "narrow range": (
        OpCase(
            "FAKE_QUANT",
            (tensor("float32"),),
            (f32,),
            {"min": -1.0, "max": 1.0, "num_bits": 8} | {"narrow_range": True},
        ),
        "narrow_range is true, .*; expected false",
    ),
    "mean of doubles": (
        OpCase("MEAN", (tensor("float64"), Operand(AXIS)), (f64,)),
        "input holds f64, .*; expected",
    ),
    "product of uint8": (
        OpCase(
            "REDUCE_PROD",
            (tensor("uint8", of=quantized("UINT8", 0.5)), Operand(AXIS)),
            (quantized("UINT8", 0.5),),
        ),
        "quantized input holds ui8, .*; expected i16 or i8",
    ),
    "sum of nothing": (
        OpCase(
            "SUM",
            (tensor("int8", (0, 2), quantized("INT8", 0.5)), Operand(AXIS)),
            (quantized("INT8", 0.5),),
        ),
        "an empty quantized input",
    ),
    "axis": (
        OpCase("SUM", (tensor("float32"), Operand(AXIS - 2)), (f32,)),
        "an axis is -2; expected -1..0",
    ),
    "greatest of int64": (
        OpCase("ARG_MAX", (tensor("int64"), Operand(AXIS)), (INT32,), INDEX),
        "input holds i64, .*; expected",
    ),
    "greatest of nothing": (
        OpCase("ARG_MAX", (tensor("float32", (0, 2)), Operand(AXIS)), (INT32,), INDEX),
        "the axis has no elements; expected 1 or more",
    ),
    "too many": (
        OpCase("TOPK_V2", (tensor("float32"), Operand(AXIS + 3)), (f32, INT32)),
        "k is 3; expected 0..2",
    ),
    "running sum of int16": (
        OpCase("CUMSUM", (tensor("int16"), Operand(AXIS)), (ELEMENT_TYPES["INT16"],)),
        "input holds i16, .*; expected",
    ),
    "softmax to other bytes": (
        OpCase(
            "SOFTMAX",
            (tensor("uint8", of=quantized("UINT8", 0.5)),),
            (UniformType.get(quantized("INT8", 1).storage, [1 / 256], [-128]),),
            {"beta": 1.0},
        ),
        "output holds i8, .*; expected ui8 or i16",
    ),
    "log softmax of halves": (
        OpCase("LOG_SOFTMAX", (tensor("float16"),), (f16,)),
        "input holds f16, .*; expected",
    ),
    "division by nothing": (
        OpCase("FLOOR_MOD", (tensor("int32"), tensor("int32")), (INT32,)),
        "rhs holds 0; expected other integers to divide by",
    ),
    "power of integers": (
        OpCase("POW", (tensor("int32"), Operand(np.array([-1, 2], np.int32))), (INT32,)),
        "rhs holds -1; expected powers of integers to be 0 or more",
    ),
    "powers of two that differ": (
        OpCase(
            "ADD",
            tuple(tensor("int16", of=quantized("INT16", scale)) for scale in (0.5, 0.25)),
            (quantized("INT16", 0.125),),
            {"fused_activation_function": "NONE", "qir.pot_scale_int16": True},
        ),
        "powers of two; expected one of the operands' to be the result's",
    ),
    "a root of less than nothing": (
        OpCase(
            "RSQRT",
            (Operand(np.array([-1, 4], np.int8), quantized("INT8", 0.5)),),
            (quantized("INT8", 0.5),),
        ),
        "input holds -1, less than its zero point 0",
    ),
    "a sine of integers": (
        OpCase(
            "SIN",
            (tensor("int8", of=quantized("INT8", 0.5)),),
            (quantized("INT8", 0.5),),
        ),
        "has no kernel for quantized elements",
    ),
    "a coarse hard swish": (
        OpCase(
            "HARD_SWISH",
            (tensor("int8", of=quantized("INT8", 64.0)),),
            (quantized("INT8", 0.5),),
        ),
        "output has scale 0.5; expected more than 1/128 of the input's, 64",
    ),
    "one scale for channels": (
        OpCase(
            "DEPTHWISE_CONV_2D",
            (
                tensor("float32", (1, 1, 1, 2)),
                Operand(np.ones((1, 1, 1, 2), np.int8), quantized("INT8", 0.5), is_constant=True),
                tensor("float32"),
            ),
            (f32,),
            {"padding": "SAME", "stride_h": 1, "stride_w": 1, "depth_multiplier": 1}
            | {"dilation_h_factor": 1, "dilation_w_factor": 1}
            | {"fused_activation_function": "NONE"},
        ),
        "filter has one scale for 2 channels and the input is float; expected one for each",
    ),
    "a row that is none": (
        OpCase("GATHER", (tensor("float32"), Operand(AXIS + 2)), (f32,), {"axis": 0}),
        "indices holds 2; expected 0..1",
    ),
    "a row with a zero point": (
        OpCase(
            "EMBEDDING_LOOKUP",
            (
                Operand(AXIS),
                Operand(
                    np.ones((1, 1), np.int8),
                    UniformType.get(quantized("INT8", 1).storage, [0.5], [3]),
                    is_constant=True,
                ),
            ),
            (f32,),
        ),
        "value has zero point 3, .*; expected 0",
    ),
    "a range that leads nowhere": (
        OpCase("RANGE", tuple(Operand(np.array(n, np.int32)) for n in (0, 5, -1)), (INT32,)),
        "from 0 to 5 by -1 leads nowhere",
    ),
    "a slice outside": (
        OpCase("SLICE", (tensor("float32"), Operand(AXIS + 1), Operand(AXIS + 2)), (f32,)),
        "elements 1..3 of axis 0; expected some of 0..2",
    ),
    "a sequence too long": (
        OpCase(
            "REVERSE_SEQUENCE",
            (tensor("float32", (1, 2)), Operand(AXIS + 3)),
            (f32,),
            {"seq_dim": 1, "batch_dim": 0},
        ),
        "a length is 3; expected at most 2",
    ),
    "a size of nothing": (
        OpCase(
            "RESIZE_BILINEAR",
            (tensor("float32", (1, 1, 1, 1)), Operand(np.array([0, 1], np.int32))),
            (f32,),
            {"align_corners": False, "half_pixel_centers": False},
        ),
        r"size is \[0, 1\]; expected at least 1 each",
    ),
    "fused into a concatenation": (
        OpCase(
            "CONCATENATION",
            (tensor("float32"),),
            (f32,),
            {"axis": 0, "fused_activation_function": "RELU"},
        ),
        "fused_activation_function is RELU, .*; expected NONE",
    ),
    "axes that are no neighbors": (
        OpCase("REVERSE_V2", (tensor("float32", (1, 1, 1)), row(0, 2)), (f32,)),
        r"axis holds \[0, 2\], .*; expected neighbors",
    ),
    "a permutation of int64": (
        OpCase("TRANSPOSE", (tensor("float32"), Operand(AXIS.astype(np.int64))), (f32,)),
        "perm holds i64, .*; expected i32",
    ),
    "parts that leave elements": (
        OpCase(
            "SPLIT_V", (tensor("float32", (3,)), row(1, 1), row(0)), (f32, f32), {"num_splits": 2}
        ),
        r"size_splits is \[1, 1\]; expected a sum of 3",
    ),
    "an ellipsis for no axis": (
        OpCase(
            "STRIDED_SLICE",
            (tensor("float32"), row(0, 0), row(1, 0), row(1, 1)),
            (f32,),
            NO_MASKS | {"ellipsis_mask": 2},
        ),
        "an ellipsis stands for no axis",
    ),
    "an element that is none": (
        OpCase(
            "STRIDED_SLICE",
            (tensor("float32"), row(2), row(0), row(1)),
            (f32,),
            NO_MASKS | {"shrink_axis_mask": 1},
        ),
        "element 2 by stride 1 of axis 0; expected one of its 2",
    ),
    "sizes of another type": (
        OpCase("SLICE", (tensor("float32"), row(0), Operand(AXIS.astype(np.int64))), (f32,)),
        "size holds int64; expected int32 as begin does",
    ),
    "padding of six axes": (
        OpCase("PAD", (tensor("float32", (1,) * 6), tensor("int32", (6, 2))), (f32,)),
        "input has 6 axes; expected at most 5",
    ),
    "nibbles that share a byte": (
        OpCase(
            "GATHER",
            (Operand(np.zeros((2, 3), np.int8), quantized("INT4", 0.5)), row(1)),
            (quantized("INT4", 0.5),),
            {"axis": 0},
        ),
        "params has rows of 3 elements of 4 bits; expected an even number",
    ),
    "blocks that share a byte": (
        OpCase(
            "EMBEDDING_LOOKUP",
            (row(1), Operand(np.zeros((2, 6), np.int8), ODD_BLOCKS, is_constant=True)),
            (f32,),
        ),
        "value has blocks of 3 elements of i4; expected a multiple of 2, which fill whole bytes",
    ),
    "where of a scalar": (
        OpCase("WHERE", (tensor("bool", ()),), (ELEMENT_TYPES["INT64"],)),
        "condition is a scalar, .*; expected axes",
    ),
    "a range without end": (
        OpCase("RANGE", tuple(Operand(np.array(n, np.float32)) for n in (0, np.inf, 1)), (f32,)),
        "from 0.0 to inf by 1.0 leads nowhere",
    ),
    "too large a mirror": (
        OpCase(
            "MIRROR_PAD",
            (tensor("float32"), Operand(np.array([[2, 0]], np.int32))),
            (f32,),
            {"mode": "REFLECT"},
        ),
        "padding of axis 0 is 2; expected at most 1 of its 2 elements",
    ),
}


@pytest.mark.parametrize(("case", "message"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_refused_says_what_was_expected(case: OpCase, message: str) -> None:
    with pytest.raises(QirError, match=message):
        Machine(to_module(case)).run(inputs(case))
