"""What is noted on a tensor beside its type: its name, its range, how a file sizes it.

The notes on the results of an op are its `qir.tensors`, those on an argument its `qir.tensor`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from xdsl.dialects.builtin import ArrayAttr, DictionaryAttr
from xdsl.dialects.func import FuncOp
from xdsl.ir import Attribute, BlockArgument, OpResult, SSAValue

from qir.attributes import TENSORS, entries, items, text
from qir.signatures import entry_inputs

TENSOR = "qir.tensor"


def notes_of(value: SSAValue) -> dict[str, Attribute]:
    """The notes on a tensor, in a dict of its own."""
    if isinstance(value, OpResult):
        return _entry(items(value.op.attributes.get(TENSORS)), value.index)
    function = _function(value)
    attributes = items(function.arg_attrs) if function else ()
    return entries(_entry(attributes, _index(value)).get(TENSOR))


def name_of(value: SSAValue) -> str | None:
    """The name of a tensor in a file."""
    function = _function(value)
    if function and (names := entry_inputs(function)):
        return names[_index(value)]
    return text(notes_of(value).get("name"))


def note(value: SSAValue, notes: Mapping[str, Attribute]) -> None:
    """Replace the notes on a tensor, which is an op's result or a function's argument."""
    if isinstance(value, OpResult):
        noted = _padded(items(value.op.attributes.get(TENSORS)), len(value.op.results))
        noted[value.index] = DictionaryAttr(notes)
        value.op.attributes[TENSORS] = ArrayAttr(noted)
    elif function := _function(value):
        attributes = _padded(items(function.arg_attrs), len(function.function_type.inputs))
        changed = entries(attributes[_index(value)]) | {TENSOR: DictionaryAttr(notes)}
        attributes[_index(value)] = DictionaryAttr(changed)
        function.arg_attrs = ArrayAttr(DictionaryAttr(entries(each)) for each in attributes)


def copy_notes(source: SSAValue, target: SSAValue) -> None:
    """Put the notes on a tensor, if it has any, on one that takes its place."""
    if notes := notes_of(source):
        note(target, notes)


def _function(value: SSAValue) -> FuncOp | None:
    owner = value.owner.parent_op() if isinstance(value, BlockArgument) else None
    return owner if isinstance(owner, FuncOp) else None


def _index(value: SSAValue) -> int:
    assert isinstance(value, BlockArgument)
    return value.index


def _entry(noted: Sequence[Attribute], index: int) -> dict[str, Attribute]:
    return entries(noted[index]) if index < len(noted) else {}


def _padded(noted: Sequence[Attribute], count: int) -> list[Attribute]:
    return [*noted, *[DictionaryAttr({})] * (count - len(noted))]
