"""Operators that call functions: branches, loops, initialization, and composites.

A function takes and returns tensors of the elements its caller says; shapes agree as far as both
know them, for a loop may change the sizes of what it carries.
"""

from __future__ import annotations

from collections.abc import Sequence

from xdsl.dialects import func
from xdsl.dialects.builtin import BoolAttr, NoneType, SymbolRefAttr
from xdsl.dialects.func import FuncOp
from xdsl.ir import Attribute, Block, Dialect, Region, SSAValue
from xdsl.irdl import (
    IRDLOperation,
    irdl_op_definition,
    operand_def,
    opt_prop_def,
    region_def,
    traits_def,
    var_operand_def,
    var_result_def,
)
from xdsl.traits import IsTerminator, SymbolTable

from qir.attributes import element_type, text
from qir.dialects.tfl.base import TflOp, tfl_op
from qir.dialects.tfl.shapes import check_single
from qir.dialects.tfl.tensors import (
    ANY,
    BOOL,
    Malformed,
    Sizes,
    counted,
    may_be_same,
    operand,
    operands,
    results,
    shape_of,
    shape_of_type,
    shown,
    stored_element,
)


@irdl_op_definition
class YieldOp(IRDLOperation):
    """Gives the results of a region."""

    name = "tfl.yield"
    values = var_operand_def()
    traits = traits_def(IsTerminator())


class CallingOp(TflOp):
    """Calls the functions that its properties name."""

    def called(self, name: str) -> Attribute | None:
        """The symbol of the function that an option refers to."""
        return self.properties.get(name)

    def callee(self, name: str) -> FuncOp:
        """The function that an option refers to; raises Malformed where there is none."""
        symbol = self.called(name)
        if not isinstance(symbol, SymbolRefAttr):
            found = "missing" if symbol is None else str(symbol)
            raise Malformed(f"{name} is {found}", "the symbol of a function")
        found = SymbolTable.lookup_symbol(self, symbol)
        if not isinstance(found, FuncOp):
            raise Malformed(f"{name} is {symbol}", "the symbol of a function of this module")
        return found

    def check_takes(self, function: FuncOp, arguments: Sequence[SSAValue]) -> None:
        """Raise Malformed where a function does not take these operands."""
        types = function.function_type.inputs.data
        _check_types(f"@{function.sym_name.data} takes", "argument", types, arguments)

    def check_call(self, name: str, arguments: Sequence[SSAValue]) -> None:
        """Raise Malformed where a property's function is not from these operands to the results."""
        function = self.callee(name)
        self.check_takes(function, arguments)
        types = function.function_type.outputs.data
        _check_types(f"@{function.sym_name.data} returns", "result", types, self.results)


@tfl_op("IF")
class IfOp(CallingOp):
    """`then_branch` where the condition holds, else `else_branch`.

    Spelled `tf.If` as by LiteRT's converter, whose `tfl.if` has no operands to call with.
    """

    is_stateless = opt_prop_def()
    condition = operand(None, BOOL)
    inputs = operands(None, ANY, may_be_absent=True)
    outputs = results(None, ANY)

    def complete(self) -> None:
        self.properties.setdefault("is_stateless", BoolAttr.from_bool(False))

    def check(self, sizes: Sizes) -> None:
        check_single("condition", shape_of(self.operands[0]))
        for name in ("then_branch", "else_branch"):
            self.check_call(name, self.operands[1:])


@irdl_op_definition
class IfRegionsOp(IRDLOperation):
    """The same, as MLIR has it: regions that call with values from outside; read, then `IfOp`."""

    name = "tfl.if"
    condition = operand_def()
    then_region = region_def()
    else_region = region_def()
    outputs = var_result_def()


@tfl_op("WHILE")
class WhileOp(CallingOp):
    """`body` for as long as `cond` holds; what the body returns it takes again.

    Each is a region that calls a function with its arguments and yields what it returns.
    """

    cond = region_def()
    body = region_def()
    inputs = operands(None, ANY, may_be_absent=True)
    outputs = results(None, ANY)

    def called(self, name: str) -> Attribute | None:
        for block in self._region(name).blocks:
            match list(block.ops):
                case [func.CallOp() as call, YieldOp() as end] if tuple(call.operands) == tuple(
                    block.args
                ) and tuple(end.operands) == tuple(call.results):
                    return call.callee
                case _:
                    found = f"region {name} is not the call of a function with its arguments"
                    raise Malformed(found, "that, and tfl.yield of the results")
        return None

    def call(self, name: str, function: FuncOp) -> None:
        """Let a region, empty so far, call a function."""
        signature = function.function_type
        block = Block(arg_types=signature.inputs.data)
        call = func.CallOp(function.sym_name.data, block.args, signature.outputs.data)
        block.add_ops((call, YieldOp.create(operands=call.results)))
        self._region(name).add_block(block)

    def _region(self, name: str) -> Region:
        return self.cond if name == "cond" else self.body

    def check(self, sizes: Sizes) -> None:
        if len(self.results) != len(self.operands):
            raise Malformed(f"{len(self.results)} results", f"{len(self.operands)} as operands")
        self.check_call("body", self.operands)
        condition = self.callee("cond")
        self.check_takes(condition, self.operands)
        name, outputs = f"@{condition.sym_name.data}", condition.function_type.outputs.data
        if len(outputs) != 1:
            raise Malformed(f"{name} returns {len(outputs)} tensors", "1, the condition")
        if (element := element_type(outputs[0])) is None or element not in BOOL:
            raise Malformed(f"{name} returns {element or outputs[0]}", f"a tensor of {BOOL}")
        check_single(f"result of {name}", shape_of_type(outputs[0]))


@tfl_op("CALL_ONCE")
class CallOnceOp(CallingOp):
    """`session_init_function` when the model is first run: it gives variables their values."""

    def called(self, name: str) -> Attribute | None:
        name_of_function = text(self.properties.get(name))
        return None if name_of_function is None else SymbolRefAttr(name_of_function)

    def check(self, sizes: Sizes) -> None:
        self.check_call("session_init_function", ())


@tfl_op("CALL")
class CallOp(CallingOp):
    inputs = operands(None, ANY, may_be_absent=True)
    outputs = results(None, ANY)

    def check(self, sizes: Sizes) -> None:
        self.check_call("subgraph", self.operands)


@tfl_op("STABLEHLO_COMPOSITE")
class CompositeOp(CallingOp):
    """An op by the name of `name`, and as the function `decomposition` for who does not know it."""

    inputs = operands(None, ANY, may_be_absent=True)
    outputs = results(None, ANY)

    def check(self, sizes: Sizes) -> None:
        self.check_call("decomposition", self.operands)


def _check_types(
    what: str, noun: str, inner: Sequence[Attribute], outer: Sequence[SSAValue]
) -> None:
    if len(inner) != len(outer):
        raise Malformed(f"{what} {counted(len(inner), 'tensor')}", str(len(outer)))
    for number, (type, value) in enumerate(zip(inner, outer, strict=True)):
        if isinstance(value.type, NoneType):
            continue
        found, wanted = element_type(type), element_type(value)
        if found is None or wanted is None:
            raise Malformed(f"{what} {type} as {noun} {number}", str(value.type))
        if stored_element(found) != stored_element(wanted):
            raise Malformed(
                f"{what} {stored_element(found)} as {noun} {number}", str(stored_element(wanted))
            )
        shape, expected = shape_of_type(type), shape_of(value)
        if not may_be_same(shape, expected):
            raise Malformed(
                f"{what} shape {shown(shape or ())} as {noun} {number}", shown(expected or ())
            )


TF = Dialect("tf", [IfOp], [])
"""The one operator that LiteRT's converter leaves in TensorFlow's dialect."""
