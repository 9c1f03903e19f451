"""The op by which LiteRT's converter says what range a tensor was seen to have."""

from __future__ import annotations

from xdsl.dialects.builtin import DenseIntOrFPElementsAttr, IntegerAttr
from xdsl.ir import Dialect
from xdsl.irdl import (
    IRDLOperation,
    irdl_op_definition,
    operand_def,
    opt_prop_def,
    prop_def,
    result_def,
)


@irdl_op_definition
class StatisticsOp(IRDLOperation):
    """Its operand, with least and greatest value: of the whole, and along an axis."""

    name = "quantfork.stats"
    layer_stats = prop_def(DenseIntOrFPElementsAttr, prop_name="layerStats")
    axis_stats = opt_prop_def(DenseIntOrFPElementsAttr, prop_name="axisStats")
    axis = opt_prop_def(IntegerAttr)
    arg = operand_def()
    res = result_def()


QUANTFORK = Dialect("quantfork", [StatisticsOp], [])
