"""Running a model on one sample while every float tensor of its first function is seen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any, Protocol

from xdsl.dialects.builtin import Float16Type, Float32Type, Float64Type, ModuleOp
from xdsl.dialects.func import FuncOp
from xdsl.ir import Operation, SSAValue
from xdsl.traits import is_side_effect_free

from qir.attributes import element_type
from qir.dialects.tfl.base import TflOp
from qir.driver.litert import invoke, new_runtime
from qir.driver.runtimes import LITERT_BUILTIN
from qir.interp.comparison import computed_name, entry_function
from qir.interp.machine import Machine
from qir.interp.values import Array
from qir.notes import name_of
from qir.samples import input_names

See = Callable[[str, Array], None]
"""Takes the name of a tensor and its elements, which are the runtime's own: not to be kept."""

_FLOATS = (Float16Type, Float32Type, Float64Type)
_WITHOUT_EFFECTS_OF_THEIR_OWN = {"CALL", "IF", "STABLEHLO_CASE", "STABLEHLO_WHILE", "WHILE"}
"""Operators that have the effects of the functions they call, which are looked at by themselves."""


class Observer(Protocol):
    """Runs the first function of a model; each run begins in the model's first state."""

    def run(self, inputs: Sequence[Array], see: See) -> None:
        """Show each float tensor that is observed and has elements, arguments too, once.

        Raises QirError where the model cannot be run.
        """
        ...


def new_observer(module: ModuleOp, model: bytes, runtime: str) -> Observer:
    """One of `OBSERVABLE` for a module and the `.tflite` file that holds the same."""
    if runtime == LITERT_BUILTIN:
        return LiteRTObserver(module, model)
    return InterpreterObserver(module)


def observed_values(function: FuncOp) -> dict[str, SSAValue]:
    """The float tensors of a function that are its arguments or computed, by their names.

    Left out are tensors without a name, those that share one, since nobody could tell them apart,
    and those that nobody uses, which a kernel may never write.
    """
    arguments = dict(zip(input_names(function), function.body.block.args, strict=True))
    results = [result for op in function.body.block.ops for result in op.results]
    computed = {
        name: result
        for result in results
        if (name := computed_name(result)) is not None and result.first_use is not None
    }
    counts = Counter([*input_names(function), *map(name_of, results)])
    every = {name: value for name, value in (arguments | computed).items() if counts[name] == 1}
    return {
        name: value for name, value in every.items() if isinstance(element_type(value), _FLOATS)
    }


class InterpreterObserver:
    """Runs a model in the reference interpreter."""

    def __init__(self, module: ModuleOp) -> None:
        function = entry_function(module)
        self._function = function.sym_name.data
        self._arguments = function.body.block.args
        self._names = {value: name for name, value in observed_values(function).items()}
        self._machine = Machine(module)

    def run(self, inputs: Sequence[Array], see: See) -> None:
        def observe(value: SSAValue, array: Array) -> None:
            if array.size and (name := self._names.get(value)) is not None:
                see(name, array)

        self._machine.reset()
        for argument, array in zip(self._arguments, inputs, strict=True):
            observe(argument, array)
        self._machine.observe = observe
        self._machine.run(inputs, self._function)


class LiteRTObserver:
    """Runs a model with LiteRT's own kernels."""

    def __init__(self, module: ModuleOp, model: bytes) -> None:
        function = entry_function(module)
        self._model = model
        self._inputs = input_names(function)
        self._values = observed_values(function)
        # Variables, tables and generators of random numbers cannot be set back.
        self._can_run_again = all(map(_can_run_again, module.walk()))
        self._runtime: Any = new_runtime(model)
        self._indices = self._find_tensors()

    def _find_tensors(self) -> Mapping[str, int]:
        """The runtime's number of the tensor of each observed result."""
        details = self._runtime.get_tensor_details()
        counts = Counter(detail["name"] for detail in details)
        return {
            name: detail["index"]
            for detail in details
            if (name := detail["name"]) in self._values
            and name not in self._inputs
            and counts[name] == 1
        }

    def run(self, inputs: Sequence[Array], see: See) -> None:
        for name, array in zip(self._inputs, inputs, strict=True):
            if name in self._values and array.size:
                see(name, array)
        if not self._can_run_again:
            self._runtime = None  # Let go of its tensors before there are others.
            self._runtime = new_runtime(self._model)
        invoke(self._runtime, inputs)
        for name, index in self._indices.items():
            if (array := self._tensor(index)) is not None:
                see(name, array)

    def _tensor(self, index: int) -> Array | None:
        """A tensor; None of one without elements.

        It is a copy: a view that anybody still had, such as a profiler, would stop the next run.
        """
        with suppress(ValueError):
            tensor: Array = self._runtime.get_tensor(index)
            return tensor
        return None


def _can_run_again(op: Operation) -> bool:
    """Whether a second run of an op's kernel gives what the first gave."""
    if not isinstance(op, TflOp) or op.OPERATOR.name in _WITHOUT_EFFECTS_OF_THEIR_OWN:
        return True
    return is_side_effect_free(op)
