"""What a user says of a model's inputs: `NAME=LOW:HIGH`, or what samples of them held."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from xdsl.dialects.builtin import ModuleOp
from xdsl.ir import BlockArgument, SSAValue

from qir.calibration import Calibration
from qir.diagnostics import QirError
from qir.functions import called_functions, functions
from qir.notes import name_of
from qir.numerics.ranges import UNKNOWN, Range
from qir.passes.analysis.ranges import Ranges, analyze_ranges

SLACK, TINY = 1e-3, 1e-6
"""By how much kernels other than those that bounds are made for may be off."""


def ranges_within(
    module: ModuleOp, declared: Sequence[str], calibration: Calibration | None = None
) -> Ranges:
    """The ranges of a module's values, with inputs as they are declared or were seen.

    Raises QirError where a declaration names no input, or samples contradict what must hold.
    """
    seeds = {} if calibration is None else observed_inputs(module, calibration)
    found = analyze_ranges(module, seeds | input_ranges(module, declared))
    if calibration is not None:
        check_contradictions(found, calibration)
    return found


def input_ranges(module: ModuleOp, declared: Sequence[str]) -> dict[SSAValue, Range]:
    """The range of each argument that a declaration names, in every function that no other calls.

    Raises QirError where a declaration is not of that form, or names no input.
    """
    arguments = named_inputs(module)
    found: dict[SSAValue, Range] = {}
    for text in declared:
        name, range = _parsed(text)
        if name not in arguments:
            known = ", ".join(arguments) or "none that has a name"
            raise QirError(f"input range {text!r}: no input {name!r}; the model has {known}")
        found.update(dict.fromkeys(arguments[name], range))
    return found


def observed_inputs(module: ModuleOp, calibration: Calibration) -> dict[SSAValue, Range]:
    """The range of each input that samples were seen of."""
    return {
        argument: observed
        for name, arguments in named_inputs(module).items()
        for argument in arguments
        if (observed := observed_range(calibration, name)) is not None
    }


def observed_range(calibration: Calibration, name: str) -> Range | None:
    """What a tensor held over the samples; None where it was not seen, or held no number."""
    found = calibration.tensors.get(name)
    low, high = (found.statistics.minimum, found.statistics.maximum) if found else (None, None)
    if found is None or low is None or high is None:
        return None
    nan = found.statistics.nan > 0
    return UNKNOWN if found.statistics.infinite else Range.of(low, high, nan=nan)


def check_contradictions(found: Mapping[SSAValue, Range], calibration: Calibration) -> None:
    """Raise QirError naming the first tensor that samples took out of the range it must lie in.

    Declared inputs that are too narrow do that, and a calibration of another model.
    """
    for value, range in found.items():
        name = name_of(value)
        seen = observed_range(calibration, name) if name else None
        if seen is None or name is None:
            continue
        bounds, outside = range.interval(), seen.interval()
        slack = SLACK * max(abs(outside.low), abs(outside.high), TINY)
        if outside.low < bounds.low - slack or outside.high > bounds.high + slack:
            raise QirError(
                f'tensor "{name}" was seen from {outside.low:g} to {outside.high:g}, and can only '
                f"lie in {bounds.low:g} to {bounds.high:g}; declare its inputs wider, or calibrate "
                "this model"
            )


def named_inputs(module: ModuleOp) -> dict[str, list[BlockArgument]]:
    """The arguments of functions that no other calls, by the names of their tensors."""
    called, found = called_functions(module), dict[str, list[BlockArgument]]()
    for function in functions(module):
        if function not in called:
            for argument in function.body.block.args:
                if name := name_of(argument) or argument.name_hint:
                    found.setdefault(name, []).append(argument)
    return found


def _parsed(text: str) -> tuple[str, Range]:
    name, is_given, bounds = text.rpartition("=")
    ends = bounds.split(":")
    try:
        low, high = map(float, ends)
    except ValueError:
        low = high = math.nan
    if not (is_given and name and low <= high):
        raise QirError(f"input range {text!r}: expected NAME=LOW:HIGH, two numbers in order")
    return name, Range.of(low, high, nan=False)
