"""What `qir ranges` says of a model without changing it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from xdsl.dialects.builtin import Float16Type, Float32Type, ModuleOp
from xdsl.dialects.func import FuncOp
from xdsl.ir import SSAValue

from qir.attributes import element_type
from qir.calibration import Calibration
from qir.dialects.quant import as_uniform
from qir.dialects.tfl.tensors import shape_of, shown
from qir.driver.plot import plot
from qir.functions import functions, operators
from qir.notes import name_of
from qir.numerics.ranges import UNKNOWN, Range
from qir.passes.analysis.ranges import Ranges
from qir.passes.analysis.seeds import observed_range, ranges_within


@dataclass(frozen=True, slots=True)
class TensorRange:
    """A tensor of floats, or of integers that stand for them: where it is made, and its bounds.

    `index`: of its op in its function; None for an argument. Infinite bounds are not known.
    """

    function: str
    index: int | None
    op: str
    tensor: str
    shape: str
    low: float
    high: float
    nan: bool
    seen: tuple[float, float] | None = None
    """The least and the greatest number over the samples of a calibration."""

    @property
    def place(self) -> str:
        where = "" if self.function == "main" else f"{self.function} "
        return f"{where}{'' if self.index is None else f'{self.index} '}{self.op}"

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON; bounds that are not known are null."""
        return {
            "function": self.function,
            "index": self.index,
            "op": self.op,
            "tensor": self.tensor,
            "shape": self.shape,
            "low": self.low if math.isfinite(self.low) else None,
            "high": self.high if math.isfinite(self.high) else None,
            "nan": self.nan,
            "seen": None if self.seen is None else list(self.seen),
        }


def explain_ranges(
    module: ModuleOp, declared: Sequence[str] = (), calibration: Calibration | None = None
) -> list[TensorRange]:
    """The range of every tensor that ops compute, and of every input, in program order.

    `declared`: of inputs, as `NAME=LOW:HIGH`; others have what samples of a calibration held.
    Raises QirError where a declaration names no input, or samples contradict what must hold.
    """
    found = ranges_within(module, declared, calibration)
    rows = [row for function in functions(module) for row in _rows(function, found)]
    if calibration is None:
        return rows
    seen = {row.tensor: observed_range(calibration, row.tensor) for row in rows}
    return [replace(row, seen=_ends(seen[row.tensor])) for row in rows]


def plot_ranges(rows: Sequence[TensorRange], calibration: Calibration) -> str:
    """A page of histograms, each with the bounds that its tensor cannot leave."""
    return plot(calibration, {row.tensor: (row.low, row.high) for row in rows})


def _ends(seen: Range | None) -> tuple[float, float] | None:
    interval = None if seen is None else seen.interval()
    return None if interval is None else (interval.low, interval.high)


def _rows(function: FuncOp, found: Ranges) -> Iterator[TensorRange]:
    for argument in function.body.block.args:
        yield from _row(function, None, "argument", argument, found)
    for index, op in enumerate(operators(function)):
        for result in op.results:
            yield from _row(function, index, op.OPERATOR.name, result, found)


def _row(
    function: FuncOp, index: int | None, op: str, value: SSAValue, found: Ranges
) -> Iterator[TensorRange]:
    element = element_type(value)
    if not isinstance(element, Float32Type | Float16Type) and as_uniform(element) is None:
        return
    interval = found.get(value, UNKNOWN).interval()
    tensor = name_of(value) or ""
    shape = shown(shape_of(value) or ())
    name = function.sym_name.data
    yield TensorRange(name, index, op, tensor, shape, interval.low, interval.high, interval.nan)
