"""The pass `evaluate`."""

from __future__ import annotations

from dataclasses import dataclass

from xdsl.context import Context
from xdsl.dialects.builtin import FunctionType, ModuleOp, NoneType
from xdsl.dialects.func import FuncOp, ReturnOp
from xdsl.ir import Block
from xdsl.passes import ModulePass

from qir.attributes import element_type
from qir.diagnostics import QirError
from qir.dialects.tfl.tensors import RESOURCE
from qir.functions import called_functions, functions
from qir.interp import Machine
from qir.interp.constants import constant_op


@dataclass(frozen=True)
class Evaluate(ModulePass):
    """Replace the body of each function that takes nothing by what it returns.

        func.func @main() -> tensor<2xf32> {
          %x = "tfl.pseudo_const"() <{value = dense<[1.0, -2.0]> : tensor<2xf32>}>
          %y = "tfl.abs"(%x) : (tensor<2xf32>) -> tensor<2xf32>
          func.return %y : tensor<2xf32>
        }
    becomes
        func.func @main() -> tensor<2xf32> {
          %y = "tfl.pseudo_const"() <{value = dense<[1.0, 2.0]> : tensor<2xf32>}>
          func.return %y : tensor<2xf32>
        }

    Functions run in order, on one set of variables, by the reference semantics of `qir.interp`.

    Leaves alone: functions with arguments, those that others call, and those that return nothing,
    whose effect is on variables. Refuses: an op that the interpreter has no semantics for, and a
    result that is no constant, such as a handle of a variable.
    """

    name = "evaluate"

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        machine, called = Machine(op), called_functions(op)
        for function in list(functions(op)):
            signature = function.function_type
            if signature.outputs and not signature.inputs and function not in called:
                _replace_body(function, machine)


def _replace_body(function: FuncOp, machine: Machine) -> None:
    name = function.sym_name.data
    values = machine.call(function, [])
    end = function.body.block.last_op
    assert isinstance(end, ReturnOp)
    for type in end.operand_types:
        if (element := element_type(type)) is not None and element in RESOURCE:
            raise QirError(f"@{name} returns {type}, which is no constant")
    constants = [
        # The name of its bytes, when they are too many to be literals, is one in the module.
        constant_op(value, element_type(operand) or NoneType(), f"{name}_{number}")
        for number, (value, operand) in enumerate(zip(values, end.operands, strict=True))
    ]
    results = [constant.results[0] for constant in constants]
    block = Block([*constants, ReturnOp(*results)])
    function.body.detach_block(0)
    function.body.add_block(block)
    function.function_type = FunctionType.from_lists([], [result.type for result in results])
