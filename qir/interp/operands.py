"""The operands of an op by their names, of which many may be absent."""

from __future__ import annotations

from collections.abc import Sequence

from xdsl.ir import SSAValue

from qir.diagnostics import QirError
from qir.dialects.tfl.base import TflOp
from qir.interp.values import Array

Weights = tuple[SSAValue, Array]
"""An operand that is there, and its value."""


class Operands:
    """The operands of an op and their values, by name."""

    def __init__(self, op: TflOp, values: Sequence[Array | None]) -> None:
        self.op = op
        self._values = dict(zip(op.operands, values, strict=True))

    def weights(self, name: str) -> Weights | None:
        operand = self.op.operand(name)
        value = None if operand is None else self._values[operand]
        return None if operand is None or value is None else (operand, value)

    def value(self, name: str) -> Array | None:
        found = self.weights(name)
        return None if found is None else found[1]

    def needed(self, name: str) -> Weights:
        found = self.weights(name)
        if found is None:
            raise QirError(f"{name} is absent")
        return found
