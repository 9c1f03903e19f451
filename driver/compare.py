"""What `qir compare` does: two models, a runtime, samples, and the report."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from xdsl.dialects.builtin import ModuleOp
from xdsl.dialects.func import FuncOp

from qir.diagnostics import QirError
from qir.dialects.tfl.tensors import Shape, may_be_same, shape_of, shown
from qir.interp.comparison import Comparison, InterpreterRunner, Runner, compare, entry_function
from qir.interp.inputs import draw_inputs
from qir.interp.values import Array, result_dtype
from qir.notes import name_of
from qir.numerics.difference import Difference

INTERPRETER = "interpreter"
RUNTIMES = (INTERPRETER, "litert-builtin", "litert-xnnpack")
"""The reference interpreter, and LiteRT by the names of its targets."""


@dataclass(frozen=True)
class Report:
    """How far a model is from another; SQNR in decibels."""

    first: str
    second: str
    runtime: str
    min_sqnr: float | None
    comparison: Comparison

    @property
    def first_below(self) -> str | None:
        """The first tensor, in the order of execution, whose SQNR is under the bound."""
        if self.min_sqnr is None:
            return None
        return next(self.comparison.below(self.min_sqnr), None)

    @property
    def first_different(self) -> str | None:
        """The first tensor, in the order of execution, that is not the same in both."""
        return next(self.comparison.below(math.inf), None)

    def difference(self, name: str) -> Difference:
        """Of a tensor or `output N`."""
        found = self.comparison.tensors.get(name)
        return found or self.comparison.outputs[int(name.removeprefix("output "))]

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON; infinite ones are null, beside `"equal"`."""
        return {
            "first": self.first,
            "second": self.second,
            "runtime": self.runtime,
            "samples": self.comparison.samples,
            "min_sqnr": self.min_sqnr,
            "passed": self.first_below is None,
            "first_below": self.first_below,
            "first_different": self.first_different,
            "outputs": [_entry(found) for found in self.comparison.outputs],
            "tensors": [
                {"name": name, **_entry(found)} for name, found in self.comparison.tensors.items()
            ],
            "missing": sorted(self.comparison.missing),
        }


def _entry(found: Difference) -> dict[str, Any]:
    return {
        "sqnr": found.sqnr if math.isfinite(found.sqnr) else None,
        "equal": found.sqnr == math.inf,
        "cosine": found.cosine,
        "max_error": found.max_error if math.isfinite(found.max_error) else None,
        "largest": found.largest,
        "elements": found.elements,
    }


def compare_models(
    models: tuple[ModuleOp, ModuleOp], runtime: str, inputs: Path | None, samples: int
) -> Comparison:
    """Run two models on the samples of a file, or on so many that are drawn.

    Raises QirError where the two do not take and give the same, or a sample does not fit.
    """
    functions = entry_function(models[0]), entry_function(models[1])
    _check_signatures(*functions)
    first, second = (
        _runner(module, function, runtime)
        for module, function in zip(models, functions, strict=True)
    )
    if inputs is None:
        drawn = (draw_inputs(functions[0], seed) for seed in range(samples))
        return compare(first, second, drawn)
    return compare(first, second, read_samples(inputs, functions[0]))


def _runner(module: ModuleOp, function: FuncOp, runtime: str) -> Runner:
    if runtime == INTERPRETER:
        return InterpreterRunner(module, function)
    from qir.driver.litert import LiteRTRunner

    return LiteRTRunner(module, function, xnnpack=runtime == "litert-xnnpack")


def _check_signatures(first: FuncOp, second: FuncOp) -> None:
    for what in ("inputs", "outputs"):
        counts = [len(getattr(each.function_type, what)) for each in (first, second)]
        if counts[0] != counts[1]:
            raise QirError(f"the models have {counts[0]} and {counts[1]} {what}; expected as many")
    for number, pair in enumerate(zip(first.body.block.args, second.body.block.args, strict=True)):
        if result_dtype(pair[0]) != result_dtype(pair[1]):
            types = " and ".join(str(argument.type) for argument in pair)
            raise QirError(f"input {number} is of types {types}; expected the same elements")


def read_samples(path: Path, function: FuncOp) -> Iterator[list[Array]]:
    """The samples of an `.npz` file: an array for each input, by its name or in order.

    An array has the shape of its input, or one more axis in front for several samples; where the
    first size of the input is 1, or not known, that axis may be the samples'.
    Raises QirError where the file cannot be read, or an array does not fit.
    """
    arrays = _load(path)
    arguments = function.body.block.args
    names = [name_of(argument) or f"input {number}" for number, argument in enumerate(arguments)]
    by_name = sorted(arrays) == sorted(names)
    if not by_name and (len(arrays) != len(names) or any(name in arrays for name in names)):
        raise QirError(f"{path}: holds {', '.join(arrays)}; expected the inputs {', '.join(names)}")
    ordered = [arrays[name] for name in names] if by_name else list(arrays.values())
    columns: list[Sequence[Array]] = []
    for name, argument, array in zip(names, arguments, ordered, strict=True):
        column = _samples(array, shape_of(argument))
        if column is None or array.dtype != result_dtype(argument):
            raise QirError(
                f"{path}: {name} holds {array.dtype} of shape {shown(array.shape)}; "
                f"expected {argument.type}, or one more axis of samples"
            )
        columns.append(column)
    count = len(columns[0]) if columns else 1
    if any(len(column) != count for column in columns):
        numbers = ", ".join(str(len(column)) for column in columns)
        raise QirError(f"{path}: holds {numbers} samples of its inputs; expected as many of each")
    for number in range(count):
        yield [np.ascontiguousarray(column[number]) for column in columns]


def _samples(array: Array, shape: Shape | None) -> Sequence[Array] | None:
    """One array per sample; None where they are not of the shape."""
    if may_be_same(shape, array.shape):
        return [array]
    if array.ndim and may_be_same(shape, array.shape[1:]):
        return list(array)
    if array.ndim and may_be_same(shape, (1, *array.shape[1:])):
        return [array[number : number + 1] for number in range(len(array))]
    return None


def _load(path: Path) -> dict[str, Array]:
    try:
        with closing(np.load(path, allow_pickle=False)) as file:
            return {name: file[name] for name in file.files}
    except OSError as error:
        raise QirError(f"{path}: cannot be read: {error.strerror or error}") from error
    except (AttributeError, EOFError, ValueError, BadZipFile) as error:
        raise QirError(f"{path}: is no .npz file of named arrays of numbers") from error
