"""Operators outside the builtin set."""

from __future__ import annotations

from xdsl.irdl import opt_prop_def, prop_def

from qir.attributes import text
from qir.dialects.tfl.attributes import ConstBytesAttr
from qir.dialects.tfl.base import TflOp, tfl_op
from qir.dialects.tfl.tensors import ANY, Malformed, Sizes, operands, results


@tfl_op("CUSTOM")
class CustomOp(TflOp):
    """Named by `custom_code`; its options are bytes that only its kernel reads."""

    custom_code = prop_def()
    custom_option = opt_prop_def()
    inputs = operands(None, ANY, may_be_absent=True)
    outputs = results(None, ANY)

    def check(self, sizes: Sizes) -> None:
        if text(self.custom_code) is None:
            raise Malformed(f"custom_code is {self.custom_code}", "string")
        if not isinstance(self.custom_option, ConstBytesAttr | None):
            raise Malformed(f"custom_option is {self.custom_option}", '#tfl<const_bytes : "0x">')
