"""A folder of C among models: what is asked of a module is asked of its interface here."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from xdsl.dialects.builtin import IntegerType, ModuleOp, Signedness, TensorType, f16, f32
from xdsl.dialects.func import FuncOp
from xdsl.ir import Attribute, Block, Region

from qir.attributes import string
from qir.backends.c.compiled import CompiledModel, load
from qir.backends.c.interface import Tensor
from qir.interp.comparison import Outcome
from qir.interp.values import Array
from qir.notes import note


class CRunner:
    """Runs a model in C, from its first state each time; only its results can be seen."""

    def __init__(self, model: CompiledModel) -> None:
        self._model = model

    def run(self, inputs: Sequence[Array]) -> Outcome:
        self._model.reset()
        names = [tensor.name for tensor in self._model.inputs]
        found = self._model.run(dict(zip(names, inputs, strict=True)))
        return Outcome(list(found.values()), {})


class CFolderModel:
    """What a folder of C takes and gives, as a function without ops, and what runs it."""

    def __init__(self, folder: Path) -> None:
        self.compiled = load(folder)
        self.function = _function(self.compiled)
        self.module = ModuleOp([self.function])

    @property
    def output_names(self) -> list[str]:
        return [tensor.name for tensor in self.compiled.outputs]

    def runner(self) -> CRunner:
        return CRunner(self.compiled)


def _function(model: CompiledModel) -> FuncOp:
    types = [_type(tensor) for tensor in model.inputs]
    body = Region(Block(arg_types=types))
    function = FuncOp("main", (types, [_type(tensor) for tensor in model.outputs]), body)
    for argument, tensor in zip(body.block.args, model.inputs, strict=True):
        note(argument, {"name": string(tensor.name)})
    return function


def _type(tensor: Tensor) -> TensorType[Attribute]:
    return TensorType(_element(tensor.elements), tensor.shape)


def _element(text: str) -> Attribute:
    """Of its spelling: f32, f16, i8, ui8."""
    if text[0] == "f":
        return {"f16": f16, "f32": f32}[text]
    is_unsigned = text[0] == "u"
    bits = int(text.removeprefix("u").removeprefix("i"))
    return IntegerType(bits, Signedness.UNSIGNED if is_unsigned else Signedness.SIGNLESS)
