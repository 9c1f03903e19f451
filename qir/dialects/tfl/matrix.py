"""Products of an activation with a weight matrix, and rows looked up in one."""

from __future__ import annotations

from xdsl.ir import Operation
from xdsl.irdl import (
    operand_def,
    opt_operand_def,
    result_def,
    traits_def,
    var_result_def,
)
from xdsl.traits import Pure
from xdsl.utils.exceptions import VerifyException

from qir.dialects.interfaces import QuantizableWeights
from qir.dialects.tfl.base import Tensor, TflOp, option, shape_of, tfl_op


def _shuffled_layout(op: Operation) -> str | None:
    assert isinstance(op, FullyConnectedOp)
    is_default = option(op, "weights_format") == "DEFAULT"
    return None if is_default else "its weights are in the shuffled layout"


@tfl_op("FULLY_CONNECTED")
class FullyConnectedOp(TflOp):
    """Weights are [out, in]; the shuffled format has a second result and its own layout."""

    input = operand_def(Tensor)
    filter = operand_def(Tensor)
    bias = opt_operand_def()
    output = var_result_def(Tensor)
    traits = traits_def(Pure(), QuantizableWeights((1,), channel_axis=0, obstacle=_shuffled_layout))

    def check(self) -> None:
        shape = shape_of(self.operands[1])
        if shape is not None and len(shape) != 2:
            raise VerifyException(f"weights have shape {list(shape)}; expected rank 2")


def _output_columns(op: Operation) -> int:
    """The right side is [..., in, out], or [..., out, in] where `adj_y`."""
    assert isinstance(op, BatchMatMulOp)
    return -2 if option(op, "adj_y") else -1


@tfl_op("BATCH_MATMUL")
class BatchMatMulOp(TflOp):
    x = operand_def(Tensor)
    y = operand_def(Tensor)
    output = result_def(Tensor)
    traits = traits_def(Pure(), QuantizableWeights((1,), channel_axis=_output_columns))

    def check(self) -> None:
        for index in (0, 1):
            shape = shape_of(self.operands[index])
            if shape is not None and len(shape) < 2:
                raise VerifyException(
                    f"operand {index} has shape {list(shape)}; expected rank 2 or more"
                )


@tfl_op("EMBEDDING_LOOKUP")
class EmbeddingLookupOp(TflOp):
    """Rows of `value` by the integers of `lookup`; the rows come out as float32."""

    lookup = operand_def(Tensor)
    value = operand_def(Tensor)
    output = result_def(Tensor)
    traits = traits_def(Pure(), QuantizableWeights((1,), channel_axis=0, activation=1))

    def check(self) -> None:
        if shape_of(self.operands[1]) == ():
            raise VerifyException("the table has no rows; expected rank 1 or more")
