"""Two versions of a model on the same inputs, tensor by tensor."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from xdsl.dialects.builtin import ModuleOp
from xdsl.dialects.func import FuncOp
from xdsl.ir import OpResult, SSAValue

from qir.dialects.tfl.base import TflOp
from qir.functions import functions
from qir.interp.machine import Machine
from qir.interp.values import Array, real_values
from qir.notes import name_of
from qir.numerics.difference import Difference


@dataclass(frozen=True)
class Outcome:
    """What a run gave: the results of the function, and every tensor on the way by its name.

    Quantized tensors are the real numbers they stand for. Tensors come in the order in which they
    were computed; of one name, those after the first are `name #2` and so on, as in loops.
    """

    outputs: Sequence[Array]
    tensors: dict[str, Array]


class Runner(Protocol):
    """Runs one function of a model; what it holds between runs is its first state each time."""

    def run(self, inputs: Sequence[Array]) -> Outcome: ...


class InterpreterRunner:
    """Runs a model in the reference interpreter."""

    def __init__(self, module: ModuleOp, function: FuncOp) -> None:
        self._function = function.sym_name.data
        self._ends = returned(function)
        self._machine = Machine(module, observe=self._note)
        self._names: Counter[str] = Counter()
        self._tensors: dict[str, Array] = {}

    def run(self, inputs: Sequence[Array]) -> Outcome:
        self._tensors = {}
        self._names.clear()
        self._machine.reset()
        results = self._machine.run(inputs, self._function)
        pairs = zip(self._ends, results, strict=True)
        return Outcome([real_values(*pair) for pair in pairs], self._tensors)

    def _note(self, value: SSAValue, array: Array) -> None:
        if (name := computed_name(value)) is not None:
            self._names[name] += 1
            count = self._names[name]
            key = name if count == 1 else f"{name} #{count}"
            self._tensors[key] = real_values(value, array)


def computed_name(value: SSAValue) -> str | None:
    """The name of a tensor that an operator computes; None of constants and states."""
    is_computed = isinstance(value, OpResult) and isinstance(value.op, TflOp)
    return name_of(value) or None if is_computed else None


def returned(function: FuncOp) -> Sequence[SSAValue]:
    """The values that a function returns."""
    end = function.body.block.last_op
    return () if end is None else tuple(end.operands)


@dataclass
class Comparison:
    """What differs between two models, over all samples."""

    samples: int = 0
    outputs: list[Difference] = field(default_factory=list[Difference])
    """Of each result of the function."""
    tensors: dict[str, Difference] = field(default_factory=dict[str, Difference])
    """Of each tensor that both have, by its name, in the order in which the second computes it."""
    missing: set[str] = field(default_factory=set[str])
    """Tensors of the first that the second does not have."""

    def below(self, sqnr: float) -> Iterator[str]:
        """The tensors whose SQNR is under a bound in decibels, in order; then the outputs."""
        yield from (name for name, found in self.tensors.items() if not found.sqnr >= sqnr)
        for number, found in enumerate(self.outputs):
            if not found.sqnr >= sqnr:
                yield f"output {number}"


def compare(first: Runner, second: Runner, samples: Iterable[Sequence[Array]]) -> Comparison:
    """Run both on each sample, and count how far the second is from the first.

    Keeps the tensors of one run of the first in memory.
    """
    comparison = Comparison()
    for inputs in samples:
        expected, found = first.run(inputs), second.run(inputs)
        comparison.samples += 1
        comparison.missing |= expected.tensors.keys() - found.tensors.keys()
        for name, array in found.tensors.items():
            if name in expected.tensors:
                difference = comparison.tensors.setdefault(name, Difference())
                difference.add(expected.tensors[name], array)
        if not comparison.outputs:
            comparison.outputs = [Difference() for _ in expected.outputs]
        for difference, *pair in zip(
            comparison.outputs, expected.outputs, found.outputs, strict=True
        ):
            difference.add(*pair)
    return comparison


def entry_function(module: ModuleOp) -> FuncOp:
    """The function that a runtime runs unless told otherwise: the first."""
    return next(functions(module))
