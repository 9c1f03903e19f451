"""Freshly parsed MLIR, whoever printed it, in the form that QIR's other frontends give.

LiteRT's converter tells the names of tensors by locations, their ranges by ops, states as marked
constants. None of that is lost: it moves to where passes and backends look for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from xdsl.dialects.builtin import (
    ArrayAttr,
    BytesAttr,
    DenseArrayBase,
    DictionaryAttr,
    IntegerType,
    ModuleOp,
    StringAttr,
    TensorType,
    UnitAttr,
    f32,
)
from xdsl.dialects.func import CallOp, FuncOp
from xdsl.ir import Attribute, Operation, Region, SSAValue
from xdsl.rewriter import Rewriter

from qir.attributes import DATA, TENSORS, WEIGHTS_FILE, element_type, entries, string
from qir.context import QirContext
from qir.diagnostics import QirError
from qir.dialects.qir import IS_VARIABLE, QVariableOp, VariableOp
from qir.dialects.quant import CalibratedType, UniformType
from qir.dialects.quantfork import StatisticsOp
from qir.dialects.tfl.attributes import INTERMEDIATES
from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.constants import ConstOp, QConstOp, SparseConstOp
from qir.dialects.tfl.options import option_fields
from qir.dialects.tfl.tensors import Malformed
from qir.dialects.types import tensor_type_member
from qir.functions import functions
from qir.locations import names_at
from qir.notes import note, notes_of
from qir.signatures import entry_inputs
from qir.weights import WeightAttr

CONSTANTS = {ConstOp: "value", QConstOp: "value", SparseConstOp: "compressed_data"}
VERSION = "qir.version"
"""On every op that QIR read from a file."""
TYPE_OPTIONS = {
    "qir.in_data_type": ("operand", 0),
    "qir.out_data_type": ("result", 0),
    "qir.out_type": ("result", 0),
    "qir.output_type": ("result", 0),
    "qir.idx_out_type": ("result", 1),
}
"""Which operand or result an option is the element type of."""
STATE = "state"
"""How the names of those operands end that an operator keeps its state in."""


def adopt(module: ModuleOp, ctx: QirContext, folder: Path = Path()) -> None:
    """Give a module, in place, the form that passes expect.

    `folder`: where the file is that holds what the text leaves out, if it names one. The module
    names it no longer: text without weights that is printed from it later must not be paired with
    a file of another time.

    Raises QirError where a branch of `tfl.if` does other than call a function.
    """
    if isinstance(file := module.attributes.pop(WEIGHTS_FILE, None), StringAttr):
        ctx.resources.map_file(folder / file.data)
    for function in functions(module):
        name_arguments(function)
        for argument in function.body.block.args:
            adopt_data(argument, ctx)
    for op in list(module.walk()):
        for result in op.results:
            adopt_data(result, ctx)
        is_tensor = op.results and isinstance(op.parent_op(), FuncOp)
        if is_tensor and TENSORS not in op.attributes and not isinstance(op, StatisticsOp):
            name_results(op)
        match op:
            case ConstOp() | QConstOp() if IS_VARIABLE in op.attributes:
                adopt_state(op)
            case ConstOp() | QConstOp() | SparseConstOp():
                adopt_constant(op, CONSTANTS[type(op)], ctx)
            case StatisticsOp():
                adopt_statistics(op)
            case TflOp():
                adopt_states_of(op)
                adopt_intermediates(op)
                if VERSION not in op.attributes:
                    adopt_types(op)
            case _ if op.name == "tfl.if":
                adopt_branches(op)
            case _:
                pass
    for name, attribute in module.attributes.items():
        module.attributes[name] = ctx.resources.to_weights_within(attribute)


def adopt_data(value: SSAValue, ctx: QirContext) -> None:
    """The bytes that a file holds for a tensor that is no constant are a constant all the same."""
    notes = notes_of(value)
    if DATA in notes:
        note(value, notes | {DATA: ctx.resources.to_weight(notes[DATA])})


def adopt_constant(op: Operation, key: str, ctx: QirContext) -> None:
    """Its value becomes a `WeightAttr`, so that passes see one kind whatever the source."""
    if (value := op.properties.get(key)) is None:
        return
    value = ctx.resources.to_weight(value)
    qtype = op.properties.get("qtype")
    if qtype is not None and isinstance(value, WeightAttr):
        value = _of_storage(value, element_type(qtype))
    op.properties[key] = value


def _of_storage(value: WeightAttr, element: Attribute | None) -> WeightAttr:
    """The integers of a quantized type; LiteRT's converter prints unsigned ones as signless."""
    found = value.type.element_type
    if not isinstance(element, UniformType) or not isinstance(found, IntegerType):
        return value
    if element.storage.bitwidth != found.bitwidth:
        return value
    return WeightAttr.get(TensorType(element.storage, value.type.get_shape()), value.blob.data)


def adopt_types(op: TflOp) -> None:
    """Options that say of which type an operand or result is: the format has them, MLIR does not.

    Where QIR itself printed the op, they are there if the file had them.
    """
    for option in filter(TYPE_OPTIONS.__contains__, option_fields(op.OPERATOR)):
        which, index = TYPE_OPTIONS[option]
        values = op.results if which == "result" else op.operands
        element = element_type(values[index]) if index < len(values) else None
        if element and (member := tensor_type_member(element)):
            op.attributes.setdefault(option, StringAttr(member))


def adopt_intermediates(op: TflOp) -> None:
    """The range in the type of an intermediate tensor becomes a note."""
    types = [op.properties.get(name) for name in INTERMEDIATES]
    if not any(isinstance(element_type(type), CalibratedType) for type in types if type):
        return
    notes: list[DictionaryAttr] = []
    for name, type in zip(INTERMEDIATES, types, strict=True):
        element = element_type(type) if type else None
        notes.append(DictionaryAttr({}))
        if isinstance(type, TensorType) and isinstance(element, CalibratedType):
            op.properties[name] = TensorType(element.expressed, type.get_shape())
            low, high = element.range.array()
            notes[-1] = DictionaryAttr({"quantization": _range([low], [high])})
    op.attributes.setdefault("qir.intermediates", ArrayAttr(notes))


def adopt_states_of(op: TflOp) -> None:
    """A quantized state has no mark in what LiteRT's converter prints; its use tells."""
    try:
        fields = op.OPERANDS.of(len(op.operands))
    except Malformed:
        return  # as verification will say
    for named, value in zip(fields, op.operands, strict=True):
        if named.field.endswith(STATE) and isinstance(value.owner, ConstOp | QConstOp):
            adopt_state(value.owner)


def adopt_state(op: ConstOp | QConstOp) -> None:
    """A constant that stands for a state becomes one."""
    made = VariableOp if isinstance(op, ConstOp) else QVariableOp
    state = made.create(
        result_types=op.result_types,
        properties=op.properties,
        attributes=op.attributes | {IS_VARIABLE: UnitAttr()},
        location=op.location,
    )
    Rewriter.replace_op(op, state)


def adopt_statistics(op: StatisticsOp) -> None:
    """The range moves to the notes on the tensor that it is of."""
    bounds = (op.layer_stats if op.axis_stats is None else op.axis_stats).get_values()
    found = _range(bounds[::2], bounds[1::2])
    notes = notes_of(op.arg)
    known = entries(notes.get("quantization"))
    note(op.arg, notes | {"quantization": DictionaryAttr(known | found.data)})
    Rewriter.replace_op(op, [], [op.arg])


def adopt_branches(op: Operation) -> None:
    """MLIR's own `tfl.if`, whose regions call functions, becomes the operator that names them."""
    from qir.dialects.tfl.control import IfOp, IfRegionsOp

    assert isinstance(op, IfRegionsOp)
    yes, no = _only_call(op.then_region), _only_call(op.else_region)
    if not yes or not no or tuple(yes.operands) != tuple(no.operands):
        raise QirError(
            "tfl.if: expected regions that each call a function with the same values and yield "
            "its results"
        )
    made = IfOp.create(
        operands=(op.condition, *yes.operands),
        result_types=op.result_types,
        properties={"then_branch": yes.callee, "else_branch": no.callee},
        attributes=op.attributes,
        location=op.location,
    )
    made.complete()
    Rewriter.replace_op(op, made)


def _only_call(region: Region) -> CallOp | None:
    for block in region.blocks:
        match list(block.ops):
            case [CallOp() as call, end] if tuple(end.operands) == tuple(call.results):
                return call if end.name == "tfl.yield" else None
            case _:
                pass
    return None


def name_results(op: Operation) -> None:
    """Tensors are called what the location of their op says, as LiteRT's converter has it."""
    names = names_at(op.location, len(op.results))
    if any(names):
        op.attributes[TENSORS] = ArrayAttr(map(_named, names))


def name_arguments(function: FuncOp) -> None:
    """The same for arguments, unless the function itself names them."""
    if entry_inputs(function):
        return
    for argument in function.body.block.args:
        # Where no tensor is named, LiteRT's converter puts the location of the function.
        if argument.location != function.location and not notes_of(argument):
            (name,) = names_at(argument.location, 1)
            if name:
                note(argument, entries(_named(name)))


def _named(name: str) -> DictionaryAttr:
    return DictionaryAttr({"name": string(name)} if name else {})


def _range(lows: Sequence[Any], highs: Sequence[Any]) -> DictionaryAttr:
    return DictionaryAttr({"min": _floats(lows), "max": _floats(highs)})


def _floats(values: Sequence[Any]) -> DenseArrayBase[Any]:
    return DenseArrayBase(f32, BytesAttr(np.asarray(values, "<f4").tobytes()))
