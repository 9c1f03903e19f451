"""Interval analysis: between which bounds do the elements of each tensor lie?

A walk over each function in program order, into the functions that it calls, with a table of
transfer functions for each family of ops (`transfers/`). A loop is walked until its state no longer
grows, and what grows for too long is unbounded; what a variable holds is the join of all that is
ever assigned to it. What no table bounds is unknown.

P. Cousot and R. Cousot, Abstract Interpretation, 1977, https://doi.org/10.1145/512950.512973
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib import import_module

import numpy as np
from xdsl.dialects.builtin import Float16Type, Float32Type, ModuleOp
from xdsl.dialects.func import CallOp as FuncCallOp
from xdsl.dialects.func import FuncOp, ReturnOp
from xdsl.ir import Operation, SSAValue
from xdsl.traits import SymbolTable

from qir.attributes import element_type
from qir.dialects.interfaces import output_range
from qir.dialects.qir import StateOp
from qir.dialects.quant import UniformType, as_uniform
from qir.dialects.tfl import find_op_class
from qir.dialects.tfl.base import TflOp, op_name
from qir.dialects.tfl.constants import constant_value
from qir.dialects.tfl.control import CallingOp, CallOnceOp, CompositeOp, IfOp, WhileOp
from qir.dialects.tfl.control import CallOp as TflCallOp
from qir.dialects.tfl.options import option, option_fields
from qir.dialects.tfl.state import AssignVariableOp, ReadVariableOp, VarHandleOp
from qir.functions import called_functions, functions
from qir.numerics.intervals import Interval
from qir.numerics.ranges import UNKNOWN, Range
from qir.passes.analysis.transfers import movement, recurrent
from qir.passes.analysis.transfers.elementwise import Transfer
from qir.passes.analysis.weights import weight_operands
from qir.weights import WeightAttr

FAMILIES = ("conversion", "elementwise", "movement", "products", "recurrent", "reduction")
PATIENCE = 4
"""How often a loop's state, or a variable, may grow before its bounds that grow are given up."""
_SAME_INTEGERS = {
    "tfl.average_pool_2d",
    "tfl.max_pool_2d",
    "tfl.reduce_max",
    "tfl.reduce_min",
    "tfl.resize_bilinear",
}
"""Ops beside those of `movement` that do not look at scales."""
CHANNELS = 1 << 13
"""Tensors of more channels have one range for all."""

Ranges = dict[SSAValue, Range]


def analyze_ranges(module: ModuleOp, seeds: Mapping[SSAValue, Range] | None = None) -> Ranges:
    """The range of every float value that has one; the rest are unknown.

    `seeds`: of arguments of functions that no other calls. A value of a function that is called
    from several places has the join of what it is in each.
    """
    analysis = _Analysis(module, seeds or {})
    analysis.run()
    return {value: found for value, found in analysis.found.items() if not found.is_unknown}


class _Analysis:
    def __init__(self, module: ModuleOp, seeds: Mapping[SSAValue, Range]) -> None:
        self.module = module
        self.seeds = seeds
        self.found: Ranges = {}
        self._variables: dict[object, Range] = {}
        self._running: list[FuncOp] = []
        self._is_recording = True
        self._constants: Ranges = {}

    def run(self) -> None:
        """Walk functions that no other calls, again while variables grow."""
        called = called_functions(self.module)
        entries = [each for each in functions(self.module) if each not in called]
        for count in range(2 * PATIENCE):
            self.found = {}
            before = dict(self._variables)
            for function in entries:
                self._call(function, [self._argument(value) for value in function.body.block.args])
            if not self._widen_variables(before, is_late=count >= PATIENCE):
                break
        # Those that only call each other, and those behind a call that was not followed.
        for function in functions(self.module):
            if not any(value in self.found for value in function.body.block.args) and (
                function in called and not self._was_walked(function)
            ):
                self._call(function, [_of_type(value) for value in function.body.block.args])

    def _was_walked(self, function: FuncOp) -> bool:
        return any(result in self.found for op in function.body.block.ops for result in op.results)

    def _argument(self, value: SSAValue) -> Range:
        return self.seeds.get(value, UNKNOWN).meet(_of_type(value))

    def _call(self, function: FuncOp, arguments: Sequence[Range]) -> list[Range]:
        """The ranges of what a function returns; unknown where it calls itself."""
        end = function.body.block.last_op
        if function in self._running or not isinstance(end, ReturnOp):
            return [UNKNOWN] * len(function.function_type.outputs)
        self._running.append(function)
        local: Ranges = {}
        for value, found in zip(function.body.block.args, arguments, strict=True):
            self._note(local, value, found)
        for op in function.body.block.ops:
            ranges = [local.get(operand, UNKNOWN) for operand in op.operands]
            for result, found in zip(op.results, self._results(op, ranges), strict=True):
                self._note(local, result, found)
        self._running.pop()
        return [local.get(value, UNKNOWN) for value in end.operands]

    def _note(self, local: Ranges, value: SSAValue, found: Range) -> None:
        if found.channels and found.channels > CHANNELS:
            found = found.hull()
        local[value] = found
        if self._is_recording:
            known = self.found.get(value)
            self.found[value] = found if known is None else known.join(found)

    def _results(self, op: Operation, ranges: Sequence[Range]) -> Sequence[Range]:
        if not op.results and not isinstance(op, AssignVariableOp | CallOnceOp):
            return ()
        if (constant := constant_value(op)) is not None:
            return [self._constant(op, constant)]
        if isinstance(op, StateOp):
            return [UNKNOWN]
        if isinstance(op, CallingOp | FuncCallOp):
            return self._called(op, ranges)
        if isinstance(op, VarHandleOp | ReadVariableOp | AssignVariableOp):
            return self._variable(op, ranges)
        return _transferred(op, ranges) if isinstance(op, TflOp) else [UNKNOWN] * len(op.results)

    def _constant(self, op: Operation, constant: WeightAttr) -> Range:
        value = op.results[0]
        if value not in self._constants:
            self._constants[value] = _of_constant(value, constant)
        return self._constants[value]

    # Functions that are called.

    def _called(self, op: Operation, ranges: Sequence[Range]) -> Sequence[Range]:
        match op:
            case IfOp():
                branches = [op.callee(name) for name in ("then_branch", "else_branch")]
                either = [self._call(branch, ranges[1:]) for branch in branches]
                return [one.join(other) for one, other in zip(*either, strict=True)]
            case WhileOp():
                return self._loop(op, ranges)
            case TflCallOp():
                return self._call(op.callee("subgraph"), ranges)
            case CompositeOp():
                return self._call(op.callee("decomposition"), ranges)
            case CallOnceOp():
                self._call(op.callee("session_init_function"), ())
                return ()
            case FuncCallOp():
                callee = SymbolTable.lookup_symbol(op, op.callee)
                assert isinstance(callee, FuncOp)
                return self._call(callee, ranges)
            case _:
                return [UNKNOWN] * len(op.results)

    def _loop(self, op: WhileOp, ranges: Sequence[Range]) -> list[Range]:
        """What its state may be before and after any number of rounds."""
        body, state = op.callee("body"), list(ranges)
        was_recording, self._is_recording = self._is_recording, False
        for count in range(3 * PATIENCE):
            after = self._call(body, state)
            grown = [one.join(other) for one, other in zip(state, after, strict=True)]
            if all(one.is_same(other) for one, other in zip(state, grown, strict=True)):
                break
            late = count >= PATIENCE
            state = [
                _grown(one, other, is_late=late) for one, other in zip(state, grown, strict=True)
            ]
        else:
            state = [UNKNOWN] * len(state)
        self._is_recording = was_recording
        self._call(op.callee("cond"), state)
        self._call(body, state)
        return state

    # Variables.

    def _variable(self, op: Operation, ranges: Sequence[Range]) -> Sequence[Range]:
        key = _key(op if isinstance(op, VarHandleOp) else op.operands[0].owner)
        if isinstance(op, AssignVariableOp):
            known = self._variables.get(key)
            self._variables[key] = ranges[1] if known is None else known.join(ranges[1])
            if key is None:  # a handle that is passed about may be any
                self._variables = dict.fromkeys(self._variables, UNKNOWN) | {None: UNKNOWN}
            return ()
        if isinstance(op, ReadVariableOp):
            is_known = key is not None and None not in self._variables
            return [self._variables.get(key, UNKNOWN) if is_known else UNKNOWN]
        return [UNKNOWN]

    def _widen_variables(self, before: Mapping[object, Range], *, is_late: bool) -> bool:
        """Whether one holds more than it did."""
        grew = False
        for key, found in self._variables.items():
            known = before.get(key)
            if known is None or not known.is_same(found):
                grew = True
                if known is not None:
                    self._variables[key] = _grown(known, found, is_late=is_late)
        return grew


def _grown(before: Range, after: Range, *, is_late: bool) -> Range:
    """The state of the next round; late, the bounds that moved are given up."""
    if not is_late:
        return after
    low = np.where(after.low < before.low, -np.inf, after.low)
    high = np.where(after.high > before.high, np.inf, after.high)
    return Range(low, high, after.nan or bool(np.isinf(low).any() or np.isinf(high).any()))


def _key(owner: object) -> object:
    """The variable of a handle; None where it comes from elsewhere."""
    if not isinstance(owner, VarHandleOp):
        return None
    return option(owner, "container") or "", option(owner, "shared_name") or ""


def _of_type(value: SSAValue) -> Range:
    """What a quantized type can stand for; any number of another."""
    element = as_uniform(element_type(value))
    return UNKNOWN if element is None else Range.of_interval(_limits(element)).widened(1)


def _limits(element: UniformType) -> Interval:
    """Between what the least and the greatest integer stand for."""
    scales, zeros = element.scales.array(), element.zero_points.array()
    low = (float(element.low.data) - zeros) * scales
    high = (float(element.high.data) - zeros) * scales
    return Interval(float(low.min()), float(high.max()), nan=False)


def _of_constant(value: SSAValue, constant: WeightAttr) -> Range:
    """The elements that it has; no rule asks for those of weights, and there are many."""
    element = constant.type.element_type
    if as_uniform(element_type(value)) is not None:
        return _of_type(value)
    if not isinstance(element, Float32Type | Float16Type) or not constant.elements:
        return UNKNOWN
    if constant.blob.data.is_elided or _is_only_weights(value):
        return UNKNOWN
    parts = [
        Range.of_values(block, per_channel=_has_channels(block)) for block in constant.blocks()
    ]
    found = parts[0]
    for part in parts[1:]:
        found = found.join(part)
    return found


def _has_channels(block: np.ndarray[tuple[int, ...], np.dtype[np.float32]]) -> bool:
    return 1 < block.shape[-1] <= CHANNELS if block.ndim else False


def _is_only_weights(value: SSAValue) -> bool:
    uses = list(value.uses)
    return bool(uses) and all(
        isinstance(use.operation, TflOp) and use.index in weight_operands(use.operation)
        for use in uses
    )


@cache
def transfers() -> Mapping[str, Transfer]:
    """The functions of all families, by the name of the op."""
    found: dict[str, Transfer] = {}
    for family in FAMILIES:
        found.update(import_module(f"qir.passes.analysis.transfers.{family}").TRANSFERS)
    return found


def _transferred(op: TflOp, ranges: Sequence[Range]) -> Sequence[Range]:
    results = list(op.results)
    bound = output_range(type(op))
    if bound is not None and bound.clamps:
        found: Range | Sequence[Range] = ranges[0].clamp(bound.interval)
    else:
        transfer = transfers().get(op.name)
        found = UNKNOWN if transfer is None else transfer(op, ranges)
        if bound is not None and isinstance(found, Range):
            nan = any(each.nan or not each.is_bounded for each in ranges)
            limits = Range.of(bound.interval.low, bound.interval.high, nan=nan)
            found = limits if found.is_unknown else found.meet(limits)
    if _copies_integers(op):
        found = UNKNOWN
    each = [found] * len(results) if isinstance(found, Range) else list(found)
    if op.name not in recurrent.TRANSFERS and "fused_activation_function" in option_fields(
        op.OPERATOR
    ):
        each = [_activated(one, option(op, "fused_activation_function")) for one in each]
    return [
        _within_type(result, one) if _is_real(result) else UNKNOWN
        for result, one in zip(results, each, strict=True)
    ]


def _copies_integers(op: TflOp) -> bool:
    """Whether a kernel moves integers to a type in which they stand for other numbers."""
    element = as_uniform(element_type(op.results[0])) if op.results else None
    if element is None or op.name not in movement.TRANSFERS.keys() | _SAME_INTEGERS:
        return False
    return all(element_type(operand) != element for operand in op.operands)


def _is_real(value: SSAValue) -> bool:
    element = element_type(value)
    is_float = isinstance(element, Float32Type | Float16Type)
    return is_float or as_uniform(element) is not None


def _within_type(value: SSAValue, found: Range) -> Range:
    """Integers are rounded, and saturate where they cannot stand for more; none is NaN."""
    element = as_uniform(element_type(value))
    if element is None:
        return found
    step = float(element.scales.array().max())
    saturated = found.widened(1, absolute=step).clamp(_limits(element))
    return Range(*saturated.ends, nan=False).widened(1)


def _activated(found: Range, activation: str | int) -> Range:
    """After a fused activation, which is named after the op it stands for.

    A damaged file can hold a number that the schema has no name for.
    """
    if activation == "NONE":
        return found
    op = find_op_class(op_name(activation)) if isinstance(activation, str) else None
    bound = output_range(op) if op else None
    if bound is None:
        return UNKNOWN
    return found.clamp(bound.interval) if bound.clamps else Range.of_interval(bound.interval)
