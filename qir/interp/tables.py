"""Functions of quantized tensors that kernels look up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from xdsl.ir import Operation

from qir.interp.values import Array, affine
from qir.numerics.interpolation import looked_up, table_of
from qir.numerics.tables import mapped_bytes


def rounded_once(function: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """A function of float32 numbers as C's libraries have it: computed wider, rounded once."""
    return lambda x: function(x.astype(np.float64)).astype(np.float32)


def by_table(op: Operation, function: Callable[[Any], Any], integers: Array) -> Array:
    """A function of real numbers, of the op's first operand (rules E7 and E8); float32."""
    input, output = affine(op.operands[0]), affine(op.results[0])
    if integers.dtype == np.int16:
        table = table_of(function, input, output, np.float32)
        return looked_up(integers, table).astype(np.int16)
    return mapped_bytes(integers, function, input, output)
