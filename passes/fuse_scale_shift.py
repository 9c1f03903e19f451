"""The pass `fuse-scale-shift`."""

from __future__ import annotations

from dataclasses import dataclass

from xdsl.context import Context
from xdsl.dialects.builtin import ModuleOp
from xdsl.ir import SSAValue
from xdsl.passes import ModulePass

from qir.dialects.c import CallOp
from qir.functions import functions
from qir.passes.kernels.elementwise import ADD, MUL, SUB
from qir.passes.kernels.fusing import is_only_for, put_in_place
from qir.passes.kernels.lowering import FLOAT_MAX, may_lie_over, type_of

BINARY, FUSED = "binary_f32", "scale_shift_f32"


@dataclass(frozen=True)
class Grid:
    """How an operand lies in rows and columns: how far it is to the next of each, 0 where it is
    repeated."""

    rows: int
    columns: int
    row: int
    column: int

    @property
    def is_whole(self) -> bool:
        """Whether it has an element for each of the result."""
        return self.column == 1 and (self.rows == 1 or self.row == self.columns)

    def on(self, rows: int, columns: int) -> Grid | None:
        """The same in other rows; None where it is not the same in each of them."""
        if (self.rows, self.columns) == (rows, columns):
            return self
        if self.is_whole:
            return Grid(rows, columns, columns, 1)
        return Grid(rows, columns, 0, 0) if not (self.row or self.column) else None


@dataclass(frozen=True)
class Scaled:
    """A product, and which of its operands is the activation and which the scale."""

    call: CallOp
    input: SSAValue
    scale: SSAValue
    shift: SSAValue
    of_scale: Grid
    of_shift: Grid


@dataclass(frozen=True)
class FuseScaleShift(ModulePass):
    """Scale an activation and add to it in one go.

        %p = "c.call"(%x, %s) <{kernel = "binary_f32", parameters = {operation = 2 : i32, ...}}>
        %y = "c.call"(%p, %t) <{kernel = "binary_f32", parameters = {operation = 0 : i32, ...}}>
    becomes
        %y = "c.call"(%x, %s, %t) <{kernel = "scale_shift_f32", ...}>

    What is computed is the same to the last bit: the product is rounded, then the sum. Scale and
    shift are the same in all rows, in all columns, in both, or in neither.

    Leaves alone: a product that something else reads, or that is bounded; one that is subtracted
    from something; what is read of a state, which may be written to in between.
    """

    name = "fuse-scale-shift"

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        for function in functions(op):
            for call in list(function.walk()):
                if isinstance(call, CallOp) and (found := _scaled(call)):
                    _fuse(call, found)


def _scaled(sum: CallOp) -> Scaled | None:
    """The product that a call adds to."""
    if sum.kernel.data != BINARY or sum.arguments_by_name["operation"] not in (ADD, SUB):
        return None
    is_difference = sum.arguments_by_name["operation"] == SUB
    for term in (0,) if is_difference else (0, 1):
        product, shift = sum.arguments[term], sum.arguments[1 - term]
        of_product, of_shift = _grid(sum, term), _grid(sum, 1 - term)
        call = product.owner
        if isinstance(call, CallOp) and _may_scale(call, sum) and of_product and of_shift:
            for input in (0, 1):
                of_input, of_scale = _grid(call, input), _grid(call, 1 - input)
                if not (of_product.is_whole and of_input and of_input.is_whole and of_scale):
                    continue
                # Where one operand is repeated, rows are its repetitions.
                finest = max(of_scale, of_shift, key=lambda grid: grid.rows)
                sizes = finest.rows, finest.columns
                on = of_scale.on(*sizes), of_shift.on(*sizes)
                if on[0] and on[1]:
                    operands = call.arguments[input], call.arguments[1 - input]
                    return Scaled(call, *operands, shift, on[0], on[1])
    return None


def _may_scale(product: CallOp, sum: CallOp) -> bool:
    """Whether a call is a product that nothing but `sum` reads."""
    if product.kernel.data != BINARY:
        return False
    given = product.arguments_by_name
    bounds = given["low"], given["high"]
    is_product = given["operation"] == MUL and bounds == (-FLOAT_MAX, FLOAT_MAX)
    return is_product and is_only_for(product, sum)


def _grid(call: CallOp, index: int) -> Grid | None:
    """How an operand of a call lies in two axes; None where the call goes along more."""
    given, name = call.arguments_by_name, ("lhs", "rhs")[index]
    if (given["blocks"], given["planes"]) != (1, 1):
        return None
    sizes = (given["rows"], given["columns"], given[f"{name}_rows"], given[f"{name}_columns"])
    return Grid(*map(int, sizes))


def _fuse(sum: CallOp, found: Scaled) -> None:
    operands = found.input, found.scale, found.shift
    given = sum.arguments_by_name
    result = type_of(sum.outputs[0])
    parameters = {
        "rows": found.of_scale.rows,
        "columns": found.of_scale.columns,
        "scale_rows": found.of_scale.row,
        "scale_columns": found.of_scale.column,
        "shift_rows": found.of_shift.row,
        "shift_columns": found.of_shift.column,
        "subtract": int(given["operation"] == SUB),
        "low": given["low"],
        "high": given["high"],
    }
    over = [index for index, value in enumerate(operands) if may_lie_over(result, value)]
    fused = CallOp.of(FUSED, operands, [result], parameters, in_place=over)
    put_in_place(fused, found.call, sum, fused.outputs)
