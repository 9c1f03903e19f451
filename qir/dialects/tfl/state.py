"""Variables: tensors that outlive a run, read and written by a handle."""

from __future__ import annotations

from qir.dialects.tfl.base import TflOp, tfl_op
from qir.dialects.tfl.tensors import ANY, RESOURCE, operand, result


@tfl_op("VAR_HANDLE")
class VarHandleOp(TflOp):
    """The variable called `shared_name` in `container`."""

    resource_handle = result(None, RESOURCE)


@tfl_op("READ_VARIABLE")
class ReadVariableOp(TflOp):
    resource_id = operand(None, RESOURCE)
    output = result(None, ANY)


@tfl_op("ASSIGN_VARIABLE")
class AssignVariableOp(TflOp):
    resource_id = operand(None, RESOURCE)
    value = operand(None, ANY)
