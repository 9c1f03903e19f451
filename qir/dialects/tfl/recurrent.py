"""Recurrent cells and layers. Operands are positional; an absent one is a `tfl.no_value`."""

from __future__ import annotations

from xdsl.ir import Operation
from xdsl.irdl import traits_def, var_operand_def, var_result_def
from xdsl.utils.exceptions import VerifyException

from qir.dialects.interfaces import QuantizableWeights
from qir.dialects.tfl.base import Tensor, TflOp, option, tfl_op

LSTM_WEIGHTS = (*range(1, 12), 16)
"""Input, recurrent and peephole weights of the four gates, and the projection."""

BIDIRECTIONAL_LSTM_WEIGHTS = (*range(1, 12), 16, *range(18, 29), 33, *range(40, 48))
"""The same for each direction, and the weights of the auxiliary input."""


def _basic_cell(op: Operation) -> str | None:
    assert isinstance(op, LSTMOp)
    is_full = option(op, "kernel_type") == "FULL"
    return None if is_full else "the BASIC cell has no kernel for integer weights"


@tfl_op("LSTM")
class LSTMOp(TflOp):
    """One step; kernel type BASIC has five operands and no hybrid kernel."""

    inputs = var_operand_def()
    outputs = var_result_def(Tensor)
    traits = traits_def(
        QuantizableWeights(LSTM_WEIGHTS, channel_axis=None, together=True, obstacle=_basic_cell)
    )

    def check(self) -> None:
        if option(self, "kernel_type") == "BASIC":
            check_operand_count(self, (5,))
        else:
            check_operand_count(self, (20, 24))


@tfl_op("UNIDIRECTIONAL_SEQUENCE_LSTM")
class UnidirectionalSequenceLSTMOp(TflOp):
    inputs = var_operand_def()
    output = var_result_def(Tensor)
    traits = traits_def(QuantizableWeights(LSTM_WEIGHTS, channel_axis=None, together=True))

    def check(self) -> None:
        check_operand_count(self, (20, 24))


@tfl_op("BIDIRECTIONAL_SEQUENCE_LSTM")
class BidirectionalSequenceLSTMOp(TflOp):
    inputs = var_operand_def()
    outputs = var_result_def(Tensor)
    traits = traits_def(
        QuantizableWeights(BIDIRECTIONAL_LSTM_WEIGHTS, channel_axis=None, together=True)
    )

    def check(self) -> None:
        check_operand_count(self, (48,))


def check_operand_count(op: TflOp, counts: tuple[int, ...]) -> None:
    found = len(op.operands)
    if found not in counts:
        expected = " or ".join(map(str, counts))
        raise VerifyException(f"{found} operands; expected {expected}")
