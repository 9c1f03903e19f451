"""Products of an activation with a weight matrix."""

from __future__ import annotations

from collections.abc import Sequence

from xdsl.ir import Operation
from xdsl.irdl import traits_def

from qir.dialects.interfaces import QuantizableWeights
from qir.dialects.tfl.base import TflOp, tfl_op
from qir.dialects.tfl.options import option
from qir.dialects.tfl.quantization import check_accumulation, check_domain
from qir.dialects.tfl.shapes import broadcast, elements
from qir.dialects.tfl.tensors import (
    BIAS,
    REAL,
    WEIGHT,
    Kind,
    Malformed,
    Shape,
    Sizes,
    counted,
    operand,
    optional_operand,
    optional_result,
    result,
    shape_of,
    shown,
)


def _shuffled_layout(op: Operation) -> str | None:
    is_default = option(op, "weights_format") == "DEFAULT"
    return None if is_default else "its weights are in the shuffled layout"


@tfl_op("FULLY_CONNECTED")
class FullyConnectedOp(TflOp):
    """Weights are [out, in]; rows of `in` elements come from the input, however it is shaped.

    The shuffled format has a layout of its own, and a second result for its workspace.
    """

    input = operand(None, REAL, one_scale=True)
    filter = operand("out in", WEIGHT, blocks=True)
    bias = optional_operand(None, BIAS)
    output = result(None, REAL, one_scale=True)
    workspace = optional_result(None, REAL)
    traits = traits_def(
        QuantizableWeights(
            (1,), channel_axis=0, obstacle=_shuffled_layout, least_bits=2, enough=512
        )
    )

    def check(self, sizes: Sizes) -> None:
        check_accumulation(self)
        check_domain(self, "input")
        expected = 1 if option(self, "weights_format") == "DEFAULT" else 2
        if len(self.results) != expected:
            weights_format = option(self, "weights_format")
            results = counted(len(self.results), "result")
            found = f"{results} for weights in the {weights_format} format"
            raise Malformed(found, str(expected))
        bias, out = self.operand("bias"), sizes.get("out")
        shape = shape_of(bias) if bias else None
        if shape is not None and out is not None and elements(shape) not in (None, out):
            raise Malformed(f"bias has shape {shown(shape)}", f"{out} elements, as filter has rows")

    def infer_shapes(self, sizes: Sizes) -> Sequence[Shape | None]:
        return [self._output_shape(sizes), *[None] * (len(self.results) - 1)]

    def _output_shape(self, sizes: Sizes) -> Shape | None:
        shape, depth, out = shape_of(self.operands[0]), sizes.get("in"), sizes.get("out")
        if shape is None or depth is None:
            return None
        if option(self, "keep_num_dims"):
            if not shape or shape[-1] not in (None, depth):
                raise Malformed(f"input has shape {shown(shape)}", f"rows of {depth} elements")
            return (*shape[:-1], out)
        count = elements(shape)
        if count is not None and (count % depth if depth else count):
            raise Malformed(f"input has shape {shown(shape)}", f"rows of {depth} elements")
        return (count // depth if count is not None and depth else None, out)


def _output_columns(op: Operation) -> int:
    """The right side is [..., in, out], or [..., out, in] where `adj_y`."""
    return -2 if option(op, "adj_y") else -1


@tfl_op("BATCH_MATMUL")
class BatchMatMulOp(TflOp):
    """Products of the last two axes, `adj_x` and `adj_y` transposed; the axes before broadcast."""

    x = operand("*batch x_rows x_columns", REAL, one_scale=True)
    y = operand("*batch y_rows y_columns", WEIGHT)
    output = result("*batch _ _", REAL | Kind.of("INT32"), one_scale=True)
    traits = traits_def(QuantizableWeights((1,), channel_axis=_output_columns))

    def check(self, sizes: Sizes) -> None:
        check_domain(self, "x")

    def infer_shapes(self, sizes: Sizes) -> Sequence[Shape | None]:
        x, y = shape_of(self.operands[0]), shape_of(self.operands[1])
        if x is None or y is None:
            return [None]
        rows, depth = reversed(x[-2:]) if option(self, "adj_x") else x[-2:]
        inner, columns = reversed(y[-2:]) if option(self, "adj_y") else y[-2:]
        if depth is not None and inner is not None and depth != inner:
            which = "y transposed" if option(self, "adj_y") else "y"
            raise Malformed(f"{which} has {inner} rows", f"{depth} as x has columns")
        batch = broadcast(("batch of x", x[:-2]), ("batch of y", y[:-2]))
        return [None if batch is None else (*batch, rows, columns)]
