"""The same numbers in elements of another type."""

from __future__ import annotations

from xdsl.irdl import opt_prop_def

from qir.attributes import TENSORS, element_type, entries, items
from qir.dialects.quant import UniformType
from qir.dialects.tfl.base import SameShapeOp, tfl_op
from qir.dialects.tfl.options import option
from qir.dialects.tfl.tensors import (
    ANY,
    F32,
    FLOAT,
    Kind,
    Malformed,
    Sizes,
    operand,
    result,
)

STORED = Kind.of("INT2", "INT4", "UINT4", "INT8", "UINT8", "INT16", "INT32")


@tfl_op("QUANTIZE")
class QuantizeOp(SameShapeOp):
    """Floats to quantized integers, or these to others of another scale."""

    qtype = opt_prop_def()
    input = operand(None, FLOAT | STORED, symmetric=())
    output = result(None, STORED)

    def complete(self) -> None:
        self.properties["qtype"] = self.results[0].type

    def check(self, sizes: Sizes) -> None:
        if self.qtype not in (None, self.results[0].type):
            raise Malformed(f"qtype is {self.qtype}", f"{self.results[0].type} as output is")
        element = element_type(self.results[0])
        details = items(self.attributes.get(TENSORS))
        is_said_otherwise = details and "quantization" in entries(details[0])
        if not isinstance(element, UniformType) and not is_said_otherwise:
            raise Malformed(f"output holds {element}", "a quantized type, which says the scale")


@tfl_op("DEQUANTIZE")
class DequantizeOp(SameShapeOp):
    """Quantized integers or small floats to float32."""

    input = operand(None, STORED | Kind.of("FLOAT16", "BFLOAT16", "FLOAT8_E4M3FN", "FLOAT8_E5M2"))
    output = result(None, FLOAT)


@tfl_op("DENSIFY")
class DensifyOp(SameShapeOp):
    """A sparse constant in the usual dense order."""

    input = operand(None, ANY)
    output = result(None, ANY, like="input", same_scale=True)


@tfl_op("CAST")
class CastOp(SameShapeOp):
    """To the nearest number of the other type towards zero."""

    input = operand(None, ANY)
    output = result(None, ANY)


@tfl_op("FAKE_QUANT")
class FakeQuantOp(SameShapeOp):
    """Floats rounded to those that integers of `num_bits` between `min` and `max` stand for."""

    input = operand(None, F32)
    output = result(None, F32)

    def check(self, sizes: Sizes) -> None:
        bits = option(self, "num_bits")
        if not 2 <= bits <= 16:
            raise Malformed(f"num_bits is {bits}", "2..16")
        low, high = option(self, "min"), option(self, "max")
        if not low < high:
            raise Malformed(f"min is {low:g} and max {high:g}", "min less than max")
