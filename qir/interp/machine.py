"""Runs the functions of a module on numpy arrays.

Plain on purpose: ops one after another, each by the function that its family's table `EVALS` has
for its class, with a check that what comes out has the shape and the elements that its type says.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np
from xdsl.dialects.builtin import Float32Type, ModuleOp
from xdsl.dialects.func import CallOp, FuncOp, ReturnOp
from xdsl.ir import Operation, SSAValue
from xdsl.traits import SymbolTable

from qir.attributes import element_type
from qir.diagnostics import QirError
from qir.dialects.interfaces import Evaluates, QuantizableWeights
from qir.dialects.qir import StateOp
from qir.dialects.tfl.constants import NoValueOp, SparseConstOp, constant_value
from qir.dialects.tfl.tensors import Malformed, may_be_same, shape_of, shown
from qir.faults import place
from qir.functions import functions
from qir.interp.constants import constant_array, sparse_array
from qir.interp.values import Array, dequantized, quantization, result_dtype, stored_zero

Value = Array | None
"""What an operand holds; None where it is absent."""
Evaluate = Callable[..., Any]
"""Takes an op and the value of each operand; gives an array, or a tuple of one for each result."""
Observer = Callable[[SSAValue, Array], None]
Watcher = Callable[[Operation, Sequence[Value]], None]

DIALECT = "qir.dialects.tfl."
FAMILIES = "qir.interp."
WITH_MACHINE = {"control", "custom", "state"}
"""Families whose ops do more than compute: their functions take the machine after the op."""


class Weights(Enum):
    """How an op with float activations computes with integer weights."""

    HYBRID = "hybrid"
    """As LiteRT's hybrid kernels do: the activations are quantized on the way in."""
    REAL = "real"
    """With the real numbers that the weights stand for, and the activations as they are."""


@dataclass(frozen=True, slots=True)
class Instead:
    """What is computed in place of an op: another, whose operands have other values.

    `op`: has operands and results as the op itself, of types that may differ where weights do.
    `weights`: gives the values of some operands, by index, for as long as the machine needs them.
    """

    op: Operation
    weights: Callable[[], Mapping[int, Array]]


class Machine:
    """A module, and what its variables and states hold between runs.

    `weights`: how ops with float activations compute with integer weights.
    `constants`: what ops give in place of their constant.
    `custom`: what custom ops compute, by their code; as the functions of `EVALS`.
    `observe`: is shown every value that an op computes, in the order of execution; it must copy
    what it keeps of a state.
    `watch`: is shown every op that is about to run, in any function, and the values of its
    operands, under the same condition.
    `most_ops`: how many a run may evaluate, since loops may have no end.
    """

    def __init__(
        self,
        module: ModuleOp,
        *,
        weights: Weights = Weights.HYBRID,
        constants: Mapping[Operation, Array] | None = None,
        custom: Mapping[str, Evaluate] | None = None,
        observe: Observer | None = None,
        watch: Watcher | None = None,
        most_ops: int | None = None,
    ) -> None:
        self.module = module
        self.weights = weights
        self.custom = custom or {}
        self.observe = observe
        self.watch = watch
        self.most_ops = most_ops
        self._evaluated = 0
        self.functions: Mapping[str, FuncOp] = {
            function.sym_name.data: function for function in functions(module)
        }
        self.variables: dict[object, Array] = {}
        """The value of each variable that was assigned, by the key that its handle holds."""
        self.initialized: set[Operation] = set()
        """The functions that run once, and have run."""
        self.instead: Mapping[Operation, Instead] = {}
        """By op: what is computed in its place."""
        self._running: list[FuncOp] = []
        self._states: dict[StateOp, Array] = {}
        self._constants = {op: frozen(array) for op, array in (constants or {}).items()}

    @property
    def remembers(self) -> bool:
        """Whether a variable or a state holds something that the next run goes on from."""
        return bool(self.variables or self._states)

    def reset(self) -> None:
        """Forget what variables and states hold."""
        self._evaluated = 0
        self.variables.clear()
        self.initialized.clear()
        self._states.clear()

    def reset_states(self, states: Iterable[StateOp]) -> None:
        """Forget what these hold."""
        for state in states:
            self._states.pop(state, None)

    def run(self, inputs: Sequence[Array], function: str = "main") -> list[Array]:
        """What a function returns for these arguments.

        Raises QirError where they do not fit it, or an op cannot be evaluated.
        """
        if function not in self.functions:
            known = ", ".join(f"@{name}" for name in self.functions)
            raise QirError(f"no function @{function}; the module has {known}")
        found = self.functions[function]
        arguments = found.body.block.args
        if len(inputs) != len(arguments):
            raise QirError(f"@{function}: {len(inputs)} inputs; expected {len(arguments)}")
        for number, (argument, value) in enumerate(zip(arguments, inputs, strict=True)):
            if misfit := _misfit(argument, value):
                raise QirError(f"@{function}: input {number} {misfit}")
        # Views, so that what is the user's is neither written to nor marked as not to be.
        results = self.call(found, [frozen(value.view()) for value in inputs])
        return [value.copy() for value in results if value is not None]

    def call(self, function: FuncOp, arguments: Sequence[Value]) -> list[Value]:
        """What a function returns; arguments may be absent."""
        name = function.sym_name.data
        if not function.body.blocks:
            raise QirError(f"@{name} is called, and has no body")
        if function in self._running:
            raise QirError(f"@{name} is called while it runs; expected no function to call itself")
        self._running.append(function)
        try:
            return self._returned(function, arguments)
        finally:
            self._running.pop()

    def _returned(self, function: FuncOp, arguments: Sequence[Value]) -> list[Value]:
        values: dict[SSAValue, Value] = dict(zip(function.body.block.args, arguments, strict=True))
        # A value is dropped after its last use, so that memory holds what is still needed.
        uses = Counter(operand for op in function.body.block.ops for operand in op.operands)
        for op in function.body.block.ops:
            operands = [values[operand] for operand in op.operands]
            if isinstance(op, ReturnOp):
                return operands
            if self.watch is not None:
                self.watch(op, operands)
            for result, value in zip(op.results, self.evaluate(op, operands), strict=True):
                if self.observe is not None and value is not None:
                    self.observe(result, value)
                if uses[result]:
                    values[result] = value
            for operand in op.operands:
                uses[operand] -= 1
                if not uses[operand]:
                    del values[operand]
        return []

    def evaluate(self, op: Operation, operands: list[Value]) -> Sequence[Value]:
        """The results of one op for these values of its operands.

        Raises QirError, which says where the op is, where it cannot be evaluated.
        """
        self._evaluated += 1
        if self.most_ops is not None and self._evaluated > self.most_ops:
            raise QirError(f"a run of it takes more than {self.most_ops:,} ops")
        try:
            return self._results(op, operands)
        except MemoryError as error:
            raise QirError(f"{place(op)}: there is no memory for it") from error
        except (QirError, Malformed, ArithmeticError, ValueError, IndexError) as error:
            raise QirError(f"{place(op)}: {error}") from error

    def _results(self, op: Operation, operands: list[Value]) -> Sequence[Value]:
        if isinstance(op, StateOp):
            return [self._state(op)]
        if isinstance(op, NoValueOp):
            return [None]
        if op in self._constants:
            return [self._constants[op]]
        if isinstance(op, SparseConstOp):
            return [self._constants.setdefault(op, frozen(sparse_array(op)))]
        if (weight := constant_value(op)) is not None:
            return [self._constants.setdefault(op, frozen(constant_array(weight)))]
        if isinstance(op, CallOp):
            callee = SymbolTable.lookup_symbol(op, op.callee)
            assert isinstance(callee, FuncOp)
            return self.call(callee, operands)
        if (other := self.instead.get(op)) is not None:
            replaced = other.weights()
            operands = [replaced.get(index, value) for index, value in enumerate(operands)]
            op = other.op
        if self.weights is Weights.REAL:
            operands = _real_weights(op, operands)
        evaluate = evaluation(type(op))
        if evaluate is None:
            raise QirError("the interpreter does not know what it computes")
        machine = [self] if type(op).__module__.removeprefix(DIALECT) in WITH_MACHINE else []
        # Numbers out of range give infinities and NaN here as they do in a kernel, silently.
        with np.errstate(all="ignore"):
            found = evaluate(op, *machine, *operands)
        results: Sequence[Value] = found if type(found) in (tuple, list) else (found,)
        for result, value in zip(op.results, results, strict=True):
            if value is not None and (misfit := _misfit(result, value)):
                raise QirError(f"its result {misfit}; please report")
        if any(isinstance(operand.owner, StateOp) for operand in op.operands):
            # What is seen of a state stays as it is when the state changes.
            results = [value if value is None else value.copy() for value in results]
        return [value if value is None else frozen(value) for value in results]

    def _state(self, op: StateOp) -> Array:
        """The array of a state, which the op that uses it writes to."""
        if op not in self._states:
            shape = shape_of(op.output)
            if shape is None or None in shape:
                raise QirError("a state of unknown shape")
            sizes = [size for size in shape if size is not None]
            # A state is 0 at first, which its zero point stands for (rule R9).
            self._states[op] = np.full(sizes, stored_zero(op.output), result_dtype(op.output))
        return self._states[op]


@cache
def evaluation(op_class: type[Operation]) -> Evaluate | None:
    """The function that evaluates ops of a class; None where there is none.

    It is in the table of the family of the same name as the class's own, or the op class has it
    by its trait `Evaluates`.
    """
    family = op_class.__module__.removeprefix(DIALECT)
    # Ops of other modules, as those that are not of the `tfl` dialect, have no family here.
    if family != op_class.__module__ and find_spec(f"{FAMILIES}{family}") is not None:
        table: Mapping[type[Operation], Evaluate] = import_module(f"{FAMILIES}{family}").EVALS
        if op_class in table:
            return table[op_class]
    trait = op_class.get_trait(Evaluates)
    return None if trait is None else trait.function


def _real_weights(op: Operation, operands: list[Value]) -> list[Value]:
    """The operands, with real numbers for the integer weights of an op of float activations."""
    trait = op.get_trait(QuantizableWeights)
    if trait is None or not isinstance(element_type(op.results[0]), Float32Type):
        return operands
    return [
        dequantized(value, element)
        if value is not None and (element := quantization(operand)) is not None
        else value
        for operand, value in zip(op.operands, operands, strict=True)
    ]


def _misfit(value: SSAValue, array: Array) -> str | None:
    """How an array is not what the type of a value says; None where it is."""
    shape = shape_of(value)
    if not may_be_same(shape, array.shape):
        return f"has shape {shown(array.shape)}; expected {shown(shape or ())}"
    if element_type(value) is not None and (expected := result_dtype(value)) != array.dtype:
        return f"holds {array.dtype}; expected {expected}"
    return None


def frozen(array: Array) -> Array:
    """The array, not to be written to: what an op computes is not another's to change."""
    array = np.asarray(array)
    array.flags.writeable = False
    return array
