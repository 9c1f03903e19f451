"""Products with a constant matrix, which FULLY_CONNECTED has the better kernels for.

fc(x, w, b) multiplies rows of x with the rows of w. r is a reshape.
"""

from __future__ import annotations

import math

from xdsl.dialects.builtin import Float32Type

from qir.attributes import element_type
from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.options import option
from qir.dialects.tfl.tensors import Shape, shape_of
from qir.passes.canonicalization.rewriting import NUMBERS, Pattern, Replacement, Rewriting

FULLY_CONNECTED = "tfl.fully_connected"
KEEPS_DIMS = 2
"""The version of FULLY_CONNECTED that has `keep_num_dims`."""


def _as_fully_connected(op: TflOp, to: Rewriting) -> Replacement:
    """All batches of x meet the same matrix."""
    x, y = op.operands
    shape, sizes = shape_of(x), shape_of(y)
    numbers = to.numbers(y)
    if numbers is None or shape is None or sizes is None or option(op, "adj_x"):
        return None
    is_float = isinstance(element_type(op.results[0]), Float32Type)
    if not is_float or any(size != 1 for size in sizes[:-2]) or len(shape) < len(sizes):
        return None
    if shape[-1] is None:
        return None
    is_turned = option(op, "adj_y")
    matrix = numbers.reshape(numbers.shape[-2:])
    matrix = matrix if is_turned else matrix.T
    is_ready = is_turned and len(sizes) == 2
    weights = y if is_ready else to.constant(y, matrix.shape, lambda: matrix)
    keeps = len(shape) > 2
    return to.op(
        "FULLY_CONNECTED",
        [x, weights, to.absent()],
        op.results[0].type,
        version=KEEPS_DIMS if keeps else 1,
        keep_num_dims=keeps,
    )


def _keep_dims(op: TflOp, to: Rewriting) -> Replacement:
    """The result has the axes of x, but for the last."""
    product = _plain_product(op, to)
    if product is None:
        return None
    shape, result = shape_of(product.operands[0]), shape_of(op.results[0])
    weights = shape_of(product.operands[1])
    if not shape or not result or weights is None or len(shape) < 2:
        return None
    if shape[-1] != weights[1] or shape[-1] is None or result != (*shape[:-1], weights[0]):
        return None
    if None in shape:
        return None
    return to.like(
        product,
        product.operands,
        result=op.results[0].type,
        version=KEEPS_DIMS,
        keep_num_dims=True,
    )


def _plain_product(op: TflOp, to: Rewriting) -> TflOp | None:
    product = to.producer(op.operands[0], FULLY_CONNECTED)
    if product is None or option(product, "keep_num_dims"):
        return None
    return product if option(product, "weights_format") == "DEFAULT" else None


def _of_rows(op: TflOp, to: Rewriting) -> Replacement:
    """Rows are read one after another, however many axes there are before the last."""
    before = to.producer(op.operands[0], "tfl.reshape")
    weights = shape_of(op.operands[1])
    if before is None or option(op, "keep_num_dims") or weights is None:
        return None
    if option(op, "weights_format") != "DEFAULT" or len(op.results) != 1:
        return None
    shape, result = shape_of(before.operands[0]), shape_of(op.results[0])
    if not shape or None in shape or result is None or None in result or len(result) != 2:
        return None
    if shape[-1] != weights[1] or _rows(shape) != result[0]:
        return None
    return to.like(op, [before.operands[0], *op.operands[1:]])


def _rows(shape: Shape) -> int:
    return math.prod(size or 0 for size in shape[:-1])


PATTERNS = (
    Pattern(
        "constant-matrix",
        "batch_matmul(x, c) = fc(x, c transposed)",
        ("tfl.batch_matmul",),
        _as_fully_connected,
        of=(NUMBERS,),
    ),
    Pattern(
        "kept-dimensions",
        "r(fc(x, w, b)) = fc{keep_num_dims}(x, w, b) where r has the axes of x back",
        ("tfl.reshape",),
        _keep_dims,
        of=({FULLY_CONNECTED},),
    ),
    Pattern(
        "reshaped-rows",
        "fc(r(x), w, b) = fc(x, w, b) where r keeps the rows",
        (FULLY_CONNECTED,),
        _of_rows,
        of=({"tfl.reshape"},),
    ),
)
