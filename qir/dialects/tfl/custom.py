"""Operators outside the builtin set."""

from __future__ import annotations

from xdsl.dialects.builtin import BytesAttr, StringAttr
from xdsl.irdl import opt_prop_def, prop_def

from qir.dialects.tfl.base import TflOp, tfl_op
from qir.dialects.tfl.tensors import ANY, operands, results


@tfl_op("CUSTOM")
class CustomOp(TflOp):
    """Named by `custom_code`; its options are bytes that only its kernel reads."""

    custom_code = prop_def(StringAttr | BytesAttr)
    custom_option = opt_prop_def()
    inputs = operands(None, ANY, may_be_absent=True)
    outputs = results(None, ANY)
