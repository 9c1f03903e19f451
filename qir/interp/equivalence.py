"""Proof by example that a pass changed nothing it should not.

The module before the pass and the module after it run on drawn inputs, ops of float activations
with the real numbers that their weights stand for: then whatever a pass does to the form of an op
leaves its result the same but for the rounding of floats. Where a pass may change constants, each
is held to half a step of its scale, and the module before runs with the new ones. A module with
variables or states, before the pass or after it, runs twice; where a pass may add states, those
that it added are zero again in the second run, and all others go on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from xdsl.dialects.builtin import ModuleOp, SymbolRefAttr, f16
from xdsl.dialects.func import FuncOp
from xdsl.ir import Operation, OpResult, SSAValue
from xdsl.rewriter import InsertPoint, Rewriter

from qir.attributes import element_type, text
from qir.contracts import Change
from qir.dialects.qir import StateOp, stated_interval
from qir.dialects.quant import UniformType
from qir.dialects.tfl.constants import ConstOp, NoValueOp, QConstOp, constant_value
from qir.dialects.tfl.conversion import DequantizeOp
from qir.faults import place
from qir.functions import functions
from qir.interp.comparison import returned
from qir.interp.constants import constant_array
from qir.interp.inputs import draw_inputs
from qir.interp.machine import Machine, Weights
from qir.interp.values import Array, along_axis, by_scale, quantization, real_values
from qir.notes import name_of
from qir.numerics.difference import Difference

TOLERANCE = 1e-4
"""Of floats, to the largest of their tensor: what rounding adds up to over many ops."""
FITTED_STEPS = 8
"""Weights that make up for the errors of others may leave their own places by more than one."""
_HALF_EPS, _HALF_TINY = 2.0**-11, 2.0**-25
"""Half a step of float16, relative to a weight, and of the smallest ones."""
_ULPS = 4 * float(np.finfo(np.float32).eps)
"""What float32 arithmetic adds to half a step, relative to a weight."""


class Divergence(Exception):
    """Two modules differ by more than they may; the message says where."""


@dataclass
class Snapshot:
    """A module as it was, and which of its values is which of the module that a pass changes."""

    module: ModuleOp
    origin: dict[SSAValue, SSAValue] = field(default_factory=dict[SSAValue, SSAValue])
    """From the values of the changing module."""
    ops: dict[Operation, Operation] = field(default_factory=dict[Operation, Operation])
    """From its ops: one that stays may have other results."""

    @classmethod
    def of(cls, module: ModuleOp) -> Snapshot:
        """Remember a module; weights are shared, not copied."""
        origin: dict[SSAValue, SSAValue] = {}
        copy = module.clone(origin)
        return cls(copy, origin, dict(zip(module.walk(), copy.walk(), strict=True)))


def check_equivalence(before: Snapshot, module: ModuleOp, change: Change, seed: int = 0) -> None:
    """Raise Divergence where a module computes another thing than it did.

    Raises QirError where that cannot be found out, since inputs cannot be drawn or an op cannot be
    evaluated.
    """
    constants = dict(_new_constants(before, module, change))
    after = {function.sym_name.data: function for function in functions(module)}
    for function in entries(before.module):
        name = function.sym_name.data
        if name not in after:
            raise Divergence(f"function @{name} is gone")
        comparison = _Comparison(before, module, constants, function, after[name])
        comparison.check(draw_inputs(function, seed))
        if comparison.before.remembers or comparison.after.remembers:
            if change is Change.STATES:
                comparison.after.reset_states(_new_states(before, module))
            comparison.check(draw_inputs(function, seed + 1))


def entries(module: ModuleOp) -> Iterator[FuncOp]:
    """The functions that no other calls."""
    called = {
        attribute.string_value() if isinstance(attribute, SymbolRefAttr) else text(attribute)
        for op in module.walk()
        for attribute in op.properties.values()
        if not isinstance(op, FuncOp)
    }
    for function in functions(module):
        if function.sym_name.data not in called:
            yield function


def _new_states(before: Snapshot, module: ModuleOp) -> Iterator[StateOp]:
    """The states that a pass added."""
    for op in module.walk():
        if isinstance(op, StateOp) and op.output not in before.origin:
            yield op


class _Comparison:
    """One function before and after a pass."""

    def __init__(
        self,
        before: Snapshot,
        module: ModuleOp,
        constants: Mapping[Operation, Array],
        function: FuncOp,
        changed: FuncOp,
    ) -> None:
        self.name = function.sym_name.data
        self.ends = returned(function), returned(changed)
        self.origin = before.origin
        self.named = _unique(value for op in function.walk() for value in op.results)
        self.values: dict[SSAValue, Array] = {}
        """The value of each tensor before the pass, the latest where it has several."""
        self.first: str | None = None
        """The first tensor after the pass that is not what it was."""
        self.before = Machine(
            before.module,
            weights=Weights.REAL,
            constants=constants,
            observe=lambda value, array: self.values.update({value: array.copy()}),
        )
        self.after = Machine(module, weights=Weights.REAL, observe=self._observe)

    def check(self, inputs: Sequence[Array]) -> None:
        expected = self.before.run(inputs, self.name)
        found = self.after.run(inputs, self.name)
        if len(expected) != len(found):
            raise Divergence(f"@{self.name} returns {len(found)} tensors; before {len(expected)}")
        pairs = zip(*self.ends, expected, found, strict=True)
        for number, (old, new, *arrays) in enumerate(pairs):
            if difference := _difference(old, arrays[0], new, arrays[1]):
                where = f"; the first tensor that does is {self.first}" if self.first else ""
                raise Divergence(f"output {number} of @{self.name} {difference}{where}")

    def _observe(self, value: SSAValue, array: Array) -> None:
        if problem := _range_problem(value, array):
            raise Divergence(f"{_called(value)} {problem}")
        old = self.origin.get(value) or self.named.get(name_of(value) or "")
        if self.first is None and old is not None and old in self.values:
            is_off = _difference(old, self.values[old], value, array)
            self.first = _called(value) if is_off else None


def _difference(old: SSAValue, expected: Array, new: SSAValue, found: Array) -> str | None:
    """How a tensor differs by more than rounding; None where it does not."""
    difference = Difference()
    difference.add(real_values(old, expected), real_values(new, found))
    element = quantization(new)
    step = float(element.scales.array().max()) if element else 0.0
    is_exact = expected.dtype.kind not in "fc" and element is None
    allowed = 0.0 if is_exact else max(TOLERANCE * difference.largest, 1.01 * step)
    if difference.max_error <= allowed:
        return None
    return f"is off by {difference.max_error:.3g} where {difference.largest:.3g} is the largest"


def _range_problem(value: SSAValue, array: Array) -> str | None:
    """How a tensor leaves the range that its op states."""
    interval = stated_interval(value)
    if interval is None or not array.size:
        return None
    real = real_values(value, array)
    low, high = float(np.nanmin(real)), float(np.nanmax(real))
    slack = TOLERANCE * max(abs(low), abs(high))
    if interval.low - slack <= low and high <= interval.high + slack:
        return None
    return f"is {low:.6g} to {high:.6g}; its range says {interval.low:.6g} to {interval.high:.6g}"


def _new_constants(
    before: Snapshot, module: ModuleOp, change: Change
) -> Iterator[tuple[Operation, Array]]:
    """What the ops of constants give with the values that a pass gave them.

    Raises Divergence where one is further from its old value than the pass may take it.
    """
    if change not in (Change.WEIGHTS, Change.FITTED_WEIGHTS):
        return
    if change is Change.FITTED_WEIGHTS:
        _add_constants(before, module)
    seen: set[SSAValue] = set()
    for old, new in _replaced_constants(before, module):
        if new in seen or not isinstance(old, OpResult):
            continue
        seen.add(new)
        if constant_value(old.op) == constant_value(new.owner):
            continue  # both none, or one and the same
        expected = _constant_numbers(old)
        found = None if expected is None else _constant_numbers(new)
        if expected is not None and found is not None:
            _check_constant(new, expected, found, change)
            yield old.op, found


def _add_constants(before: Snapshot, module: ModuleOp) -> None:
    """Give the ops before the constants, such as biases, that they had none of."""
    for op in module.walk():
        old = before.ops.get(op)
        if old is None:
            continue
        for index, operand in enumerate(op.operands):
            was_absent = index >= len(old.operands) or isinstance(
                old.operands[index].owner, NoValueOp
            )
            if was_absent and isinstance(owner := operand.owner, ConstOp):
                copy = owner.clone()
                Rewriter.insert_op(copy, InsertPoint.before(old))
                old.operands = [*old.operands[:index], copy.output, *old.operands[index + 1 :]]


def _replaced_constants(before: Snapshot, module: ModuleOp) -> Iterator[tuple[SSAValue, SSAValue]]:
    """Constants before and after: operands of ops that stayed, and those of one name."""
    named = _unique(value for op in before.module.walk() for value in op.results)
    for op in module.walk():
        old = before.ops.get(op)
        if old is not None and len(old.operands) == len(op.operands):
            yield from zip(old.operands, op.operands, strict=True)
        elif isinstance(op, QConstOp) and (name := name_of(op.output) or "") in named:
            yield named[name], op.output


def _constant_numbers(value: SSAValue) -> Array | None:
    """The real numbers of a constant, also behind a DEQUANTIZE; None where it is none."""
    owner = value.owner
    if isinstance(owner, DequantizeOp):
        found = _constant_numbers(owner.operands[0])
        return None if found is None else found.astype(np.float32)
    weight = constant_value(owner)
    array = None if weight is None else constant_array(weight)
    return None if array is None or array.dtype.kind == "O" else real_values(value, array)


def _check_constant(new: SSAValue, expected: Array, found: Array, change: Change) -> None:
    owner = new.owner
    stored = owner.operands[0] if isinstance(owner, DequantizeOp) else new
    element = quantization(stored)
    error = np.abs(found.astype(np.float64) - expected) if found.shape == expected.shape else None
    if error is None:
        raise Divergence(f"{_called(new)} has shape {found.shape}; before {expected.shape}")
    if element is not None and change is Change.FITTED_WEIGHTS:
        error, allowed = _fitting(element, expected, error)
    elif element is not None:
        step = along_axis(element.scales.array(), element, found.ndim)
        allowed = step / 2 + _ULPS * np.abs(expected)
    else:
        half = element_type(stored) == f16
        if change is Change.FITTED_WEIGHTS and not half:
            return  # as a bias is
        allowed = _ULPS * np.abs(expected) + (_HALF_EPS * np.abs(expected) + _HALF_TINY) * half
    if (error > allowed).any():
        worst = np.unravel_index(np.argmax(error - allowed), error.shape)
        raise Divergence(
            f"{_called(new)} is off by {error[worst]:.3g} at {list(map(int, worst))}; "
            f"expected {np.broadcast_to(allowed, error.shape)[worst]:.3g} at most"
        )


def _fitting(element: UniformType, expected: Array, error: Array) -> tuple[Array, Array]:
    """The root mean square of errors that share a scale, and a few steps of integers that would
    cover all they stand for: what is fitted is no further off."""
    weights = by_scale(expected, element)
    steps = element.high.data - element.low.data
    reach = weights.max(-1, initial=0) - weights.min(-1, initial=0)
    slack = _ULPS * np.abs(weights).max(-1, initial=0)
    found = np.sqrt(np.square(by_scale(error, element)).mean(-1))
    return found, FITTED_STEPS * reach / steps + slack


def _unique(values: Iterator[SSAValue]) -> dict[str, SSAValue]:
    """Tensors by their names, those whose name another has left out."""
    named = [(name, value) for value in values if (name := name_of(value))]
    counts = Counter(name for name, _ in named)
    return {name: value for name, value in named if counts[name] == 1}


def _called(value: SSAValue) -> str:
    return place(value.op) if isinstance(value, OpResult) else name_of(value) or "an argument"
