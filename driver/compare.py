"""What `qir compare` does: two models, a runtime, samples, and the report."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from xdsl.dialects.builtin import ModuleOp
from xdsl.dialects.func import FuncOp

from qir.backends.c.description import is_c_folder
from qir.context import QirContext
from qir.diagnostics import QirError
from qir.driver.c_folders import CFolderModel
from qir.driver.runtimes import INTERPRETER, LITERT_XNNPACK
from qir.interp.comparison import Comparison, InterpreterRunner, Runner, compare, entry_function
from qir.interp.inputs import draw_inputs
from qir.interp.values import result_dtype
from qir.numerics.difference import Difference
from qir.samples import open_samples


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


Model: TypeAlias = ModuleOp | CFolderModel


def open_model(path: Path, ctx: QirContext, runtime: str | None = None) -> Model:
    """The module of a file, or a folder of C, compiled.

    Raises QirError where it cannot be read, or `runtime` is said of C, which runs itself.
    """
    if not is_c_folder(path):
        # Frontends are imported when they are needed.
        from qir.driver.sources import read_model

        return read_model(path, ctx).module
    if runtime is not None:
        raise QirError(f"{path}: is C, which no runtime runs; expected no --runtime {runtime}")
    return CFolderModel(path)


def function_of(model: Model) -> FuncOp:
    """What is run; of C without ops."""
    return model.function if isinstance(model, CFolderModel) else entry_function(model)


def runner_of(model: Model, runtime: str | None) -> Runner:
    """What runs a model: a runtime, by default the interpreter, or C itself."""
    if isinstance(model, CFolderModel):
        return model.runner()
    if runtime in (None, INTERPRETER):
        return InterpreterRunner(model, entry_function(model))
    from qir.driver.litert import LiteRTRunner

    return LiteRTRunner(model, entry_function(model), xnnpack=runtime == LITERT_XNNPACK)


def compare_models(
    models: tuple[Model, Model], runtime: str, inputs: Path | None, samples: int
) -> Comparison:
    """Run two models on the samples of a file, or on so many that are drawn.

    Raises QirError where the two do not take and give the same, or a sample does not fit.
    """
    functions = function_of(models[0]), function_of(models[1])
    _check_signatures(*functions)
    first, second = (runner_of(model, runtime) for model in models)
    if inputs is None:
        # Sizes that the first leaves open, C may have said.
        known = functions[isinstance(models[1], CFolderModel)]
        drawn = (draw_inputs(known, seed) for seed in range(samples))
        return compare(first, second, drawn)
    samples_of_file = open_samples(inputs, functions[0])
    return compare(first, second, (sample.inputs for sample in samples_of_file.read()))


def _check_signatures(first: FuncOp, second: FuncOp) -> None:
    for what in ("inputs", "outputs"):
        counts = [len(getattr(each.function_type, what)) for each in (first, second)]
        if counts[0] != counts[1]:
            raise QirError(f"the models have {counts[0]} and {counts[1]} {what}; expected as many")
    for number, pair in enumerate(zip(first.body.block.args, second.body.block.args, strict=True)):
        if result_dtype(pair[0]) != result_dtype(pair[1]):
            types = " and ".join(str(argument.type) for argument in pair)
            raise QirError(f"input {number} is of types {types}; expected the same elements")
