"""Where a module is wrong, in one line."""

from __future__ import annotations

from xdsl.dialects.builtin import ModuleOp
from xdsl.dialects.func import FuncOp
from xdsl.ir import Operation, SSAValue
from xdsl.utils.exceptions import VerifyException

from qir.attributes import tensor_name
from qir.dialects.tfl.base import TflOp
from qir.functions import functions, operators


def structural_fault(module: ModuleOp) -> str | None:
    """The first use that comes before its definition, or function of several blocks.

    xDSL's own verifier looks at neither.
    """
    for function in functions(module):
        if len(function.body.blocks) != 1:
            return f"@{function.sym_name.data}: expected a body of one block"
        defined: set[SSAValue] = set(function.body.block.args)
        for op in function.body.block.ops:
            for number, operand in enumerate(op.operands):
                if operand not in defined:
                    return f"{place(op)}: operand {number} is used before it is defined"
            defined.update(op.results)
    return None


def first_fault(module: ModuleOp) -> str | None:
    """Function, index, op, tensor and reason of the first op that does not verify."""
    for op in module.walk():
        try:
            op.verify(verify_nested_ops=False)
        except VerifyException as error:
            # xDSL prints the op around the reason, which is the underlying error's.
            reason = error.__cause__ or error
            return f"{place(op)}: {str(reason).strip().splitlines()[0]}"
    return None


def place(op: Operation, number: int | None = None) -> str:
    """`@main op 12 tfl.conv_2d "conv1/Relu6"`; constants do not count in the index.

    `number`: the index, where that is no longer seen of the function.
    """
    name = tensor_name(op)
    named = f'{op.name} "{_printable(name)}"' if name else op.name
    parent = function = op.parent_op()
    while function is not None and not isinstance(function, FuncOp):
        function = function.parent_op()
    if function is None:
        return named
    if number is None and isinstance(op, TflOp) and parent is function:
        number = operators(function).index(op)
    index = "" if number is None else f"op {number} "
    return f"@{function.sym_name.data} {index}{named}"


def _printable(name: str) -> str:
    """A name in one line, whatever bytes a file holds for it."""
    return "".join(c if c.isprintable() else repr(c)[1:-1] for c in name)
