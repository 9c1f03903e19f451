"""The `c` dialect: a model as calls of C kernels on flat memory, which the C backend prints.

    %y = "c.call"(%x, %w, %b) <{kernel = "fully_connected_f32", in_place = array<i32>,
           parameters = {rows = 1 : i32, depth = 64 : i32, outputs = 10 : i32, ...}}>

calls `qir_fully_connected_f32` with pointers to its operands, then to its results, then with its
parameters. What memory they point to, `plan-memory` writes into `places`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

import numpy as np
from xdsl.dialects.builtin import (
    ArrayAttr,
    DenseArrayBase,
    DictionaryAttr,
    FloatAttr,
    IntegerAttr,
    NoneType,
    StringAttr,
    TensorType,
    f32,
    i32,
)
from xdsl.ir import Attribute, BlockArgument, Dialect, OpResult, ParametrizedAttribute, SSAValue
from xdsl.irdl import (
    IRDLOperation,
    irdl_attr_definition,
    irdl_op_definition,
    operand_def,
    opt_prop_def,
    prop_def,
    region_def,
    result_def,
    traits_def,
    var_operand_def,
    var_result_def,
)
from xdsl.traits import IsTerminator, Pure
from xdsl.utils.exceptions import VerifyException

from qir.attributes import OwnAttribute, int_attr
from qir.dialects.qir import StateOp
from qir.dialects.tfl.constants import NoValueOp
from qir.dialects.tfl.tensors import stored_element
from qir.weights import byte_size

Parameter = int | float
ARENA, OUTPUT, STATE = "arena", "output", "state"
ARENA_BYTES, STATE_BYTES = "c.arena_bytes", "c.state_bytes"
"""Attributes of a function: what its arena takes, with states at its start; and these alone."""
ARENA_ALIGNMENT = "c.arena_alignment"
"""Attribute of a function: what the address of its arena is a multiple of, in bytes."""
MACHINE = "c.machine"
"""Attribute of a function: the machine whose kernels it calls, where that is one of its own."""


@irdl_attr_definition
class PlaceAttr(OwnAttribute, ParametrizedAttribute):
    """Where a tensor lies: so many bytes into the arena, or in the output of a number.

    `#c.place<"arena", 128 : i64>`, `#c.place<"output", 0 : i64>`; of a state, which has it as an
    attribute: `#c.place<"state", 0 : i64>`, bytes into the arena too.
    """

    name = "c.place"
    memory: StringAttr
    offset: IntegerAttr

    @staticmethod
    def of(memory: str, offset: int) -> PlaceAttr:
        return PlaceAttr(StringAttr(memory), int_attr(offset, 64))

    @property
    def start(self) -> int:
        return self.offset.value.data


@irdl_attr_definition
class PanelsAttr(OwnAttribute, ParametrizedAttribute):
    """A layout of integer weights: `#c.panels<width, lanes, group, run, parts>`.

    Outputs are in `parts` of as many each, and each part in panels of `width`, the last of which is
    as wide as it must be to hold the rest in vectors of `lanes`. A panel is, one after the other,
    `group` weights of each of its outputs; weights are in runs of `run`, after each of which zeros
    fill the group.
    """

    name = "c.panels"
    width: IntegerAttr
    lanes: IntegerAttr
    group: IntegerAttr
    run: IntegerAttr
    parts: IntegerAttr

    @staticmethod
    def of(width: int, lanes: int, group: int, run: int, parts: int) -> PanelsAttr:
        return PanelsAttr(*map(int_attr, (width, lanes, group, run, parts)))

    @property
    def sizes(self) -> tuple[int, int, int, int, int]:
        found = self.width, self.lanes, self.group, self.run, self.parts
        width, lanes, group, run, parts = (size.value.data for size in found)
        return width, lanes, group, run, parts

    def verify(self) -> None:
        if min(sizes := self.sizes) < 1:
            raise VerifyException(f"panels have sizes {sizes}; expected 1 or more")
        if sizes[0] % sizes[1]:
            raise VerifyException(f"width is {sizes[0]}; expected a multiple of lanes, {sizes[1]}")


@irdl_op_definition
class CallOp(IRDLOperation):
    """A call of a kernel: it reads its operands and writes all of its results.

    `in_place`: the operands that the first result may lie over, where nothing reads them later.
    `states`: the operands that it also writes to.
    `tied`: for the first results, the operand whose memory each has: it is partly written so far,
    and the kernel, which gets one pointer for both, writes another part. Nothing else reads such an
    operand.
    `layouts`: for operands with quantized weights, by index, what `pack-weights` makes of them.
    `places`: where each result lies.
    """

    name = "c.call"
    kernel = prop_def(StringAttr)
    parameters = prop_def(DictionaryAttr)
    in_place = opt_prop_def(DenseArrayBase)
    states = opt_prop_def(DenseArrayBase)
    tied = opt_prop_def(DenseArrayBase)
    layouts = opt_prop_def(DictionaryAttr)
    places = opt_prop_def(ArrayAttr[PlaceAttr])
    arguments = var_operand_def(TensorType | NoneType)
    outputs = var_result_def(TensorType)

    @staticmethod
    def of(
        kernel: str,
        operands: Sequence[SSAValue],
        types: Sequence[TensorType[Any]],
        parameters: Mapping[str, Parameter],
        *,
        in_place: Sequence[int] = (),
        states: Sequence[int] = (),
        tied: Sequence[int] = (),
    ) -> CallOp:
        properties: dict[str, Attribute] = {
            "kernel": StringAttr(kernel),
            "parameters": DictionaryAttr({k: _attribute(v) for k, v in parameters.items()}),
        }
        if in_place:
            properties["in_place"] = DenseArrayBase.from_list(i32, in_place)
        if states:
            properties["states"] = DenseArrayBase.from_list(i32, states)
        if tied:
            properties["tied"] = DenseArrayBase.from_list(i32, tied)
        return CallOp.create(operands=operands, result_types=types, properties=properties)

    @property
    def arguments_by_name(self) -> dict[str, Parameter]:
        """The parameters, as numbers."""
        return {name: _number(value) for name, value in self.parameters.data.items()}

    @property
    def pointed(self) -> list[SSAValue]:
        """What the kernel gets pointers to: operands, then the results that are not tied to one."""
        return [*self.arguments, *self.outputs[len(integers_of(self.tied)) :]]

    def verify_(self) -> None:
        for role in ("in_place", "states", "tied"):
            for index in integers_of(getattr(self, role)):
                if not 0 <= index < len(self.arguments):
                    found = f"{role} names operand {index}"
                    raise VerifyException(f"{found}; expected one of {len(self.arguments)}")
        self._check_tied()
        for name, value in self.parameters.data.items():
            if not isinstance(value, IntegerAttr | FloatAttr):
                raise VerifyException(f"parameter {name} is {value}; expected i32 or f32")
        if self.places is not None and len(self.places) != len(self.outputs):
            raise VerifyException(f"places are {self.places}; expected one for each result")

    def _check_tied(self) -> None:
        tied = integers_of(self.tied)
        if len(tied) > len(self.outputs):
            found = f"tied names {len(tied)} operands"
            raise VerifyException(f"{found}; expected at most the {len(self.outputs)} results")
        for result, index in zip(self.outputs, tied, strict=False):
            if result.type != (given := self.arguments[index].type):
                raise VerifyException(f"{result.type} is tied to {given}; expected equal types")


@irdl_op_definition
class ViewOp(IRDLOperation):
    """The same elements in the same memory, in another shape."""

    name = "c.view"
    source = operand_def(TensorType)
    result = result_def(TensorType)
    traits = traits_def(Pure())

    @staticmethod
    def of(source: SSAValue, type: TensorType[Any]) -> ViewOp:
        return ViewOp.create(operands=[source], result_types=[type])


@irdl_op_definition
class WhileOp(IRDLOperation):
    """Runs `body` for as long as the one thing that `cond` yields is not 0.

    Arguments of both are what the loop carries: its operands first, then what `body` yields; its
    results are the last of these. Both also use what is computed outside.

    `places`: where each result lies, and so the arguments of both regions. What `body` yields lies
    there already, or is copied there at its end, one after the other: so it is no argument of
    another number.
    """

    name = "c.while"
    inputs = var_operand_def(TensorType)
    outputs = var_result_def(TensorType)
    cond = region_def("single_block")
    body = region_def("single_block")
    places = opt_prop_def(ArrayAttr[PlaceAttr])

    def verify_(self) -> None:
        expected, end = list(self.inputs.types), self.body.block.last_op
        for what, found in (
            ("cond takes", self.cond.block.arg_types),
            ("body takes", self.body.block.arg_types),
            ("body yields", end.operand_types if isinstance(end, YieldOp) else ()),
            ("results are", self.outputs.types),
        ):
            _check_types(what, found, expected)


@irdl_op_definition
class IfOp(IRDLOperation):
    """Runs `then` where the condition is not 0, else `otherwise`; results are what that yields.

    `places`: where each result lies. What a region yields lies there already, or is copied there.
    """

    name = "c.if"
    condition = operand_def(TensorType)
    outputs = var_result_def(TensorType)
    then = region_def("single_block")
    otherwise = region_def("single_block")
    places = opt_prop_def(ArrayAttr[PlaceAttr])

    def verify_(self) -> None:
        for name, region in (("then", self.then), ("otherwise", self.otherwise)):
            end = region.block.last_op
            found = end.operand_types if isinstance(end, YieldOp) else ()
            _check_types(f"{name} yields", found, self.outputs.types)


@irdl_op_definition
class OnceOp(IRDLOperation):
    """What runs when the model is reset, after states have become 0, and at no other time.

    At the start of the function; it writes to states, and gives nothing else.
    """

    name = "c.once"
    body = region_def("single_block")


@irdl_op_definition
class YieldOp(IRDLOperation):
    """Gives what a region computed."""

    name = "c.yield"
    values = var_operand_def(TensorType)
    traits = traits_def(IsTerminator())


def _check_types(what: str, found: Iterable[Attribute], expected: Iterable[Attribute]) -> None:
    if (one := list(found)) != (other := list(expected)):
        given, wanted = (", ".join(map(str, types)) or "none" for types in (one, other))
        raise VerifyException(f"{what} {given}; expected {wanted}")


def integers_of(array: DenseArrayBase[Any] | None) -> tuple[int, ...]:
    """The members of an array of integers; none of one that is absent."""
    return () if array is None else tuple(int(value) for value in array.get_values())


def place_of(value: SSAValue) -> PlaceAttr | None:
    """Where `plan-memory` put a value; None where that is not for it to say."""
    if isinstance(value, BlockArgument):
        loop = value.owner.parent_op()
        return place_of(loop.outputs[value.index]) if isinstance(loop, WhileOp) else None
    if not isinstance(value, OpResult):
        return None
    if isinstance(value.op, ViewOp):
        return place_of(value.op.source)
    if isinstance(value.op, StateOp):
        found = value.op.attributes.get(PlaceAttr.name)
        return found if isinstance(found, PlaceAttr) else None
    if isinstance(value.op, CallOp | WhileOp | IfOp) and value.op.places is not None:
        return value.op.places.data[value.index]
    return None


def stored_bytes(value: SSAValue) -> int | None:
    """Bytes of a tensor in memory, of a quantized one those of its integers; None where its type
    does not tell."""
    type = cast("TensorType[Any]", value.type)
    return byte_size(TensorType(stored_element(type.element_type), type.shape))


def element_bytes(value: SSAValue) -> int:
    """Bytes of an element of a tensor in memory; 1 of those that are packed."""
    type = cast("TensorType[Any]", value.type)
    return byte_size(TensorType(stored_element(type.element_type), [1])) or 1


def memory_of(value: SSAValue) -> SSAValue:
    """The value whose memory another has: of a view its source, of a tied result the operand."""
    if not isinstance(value, OpResult):
        return value
    if isinstance(value.op, ViewOp):
        return memory_of(value.op.source)
    if isinstance(value.op, CallOp):
        tied = integers_of(value.op.tied)
        if value.index < len(tied):
            return memory_of(value.op.arguments[tied[value.index]])
    return value


def is_of_state(value: SSAValue) -> bool:
    """Whether a value is in the memory of a state, to which calls may write."""
    return isinstance(memory_of(value).owner, StateOp)


def is_absent(value: SSAValue) -> bool:
    """Whether an operand is left out: a kernel is given NULL for it."""
    return isinstance(value.owner, NoValueOp)


def _attribute(value: Parameter) -> Attribute:
    if isinstance(value, float | np.floating):
        return FloatAttr(float(np.float32(value)), f32)
    return int_attr(int(value))


def _number(attribute: Attribute) -> Parameter:
    assert isinstance(attribute, IntegerAttr | FloatAttr)
    return attribute.value.data


C = Dialect("c", [CallOp, ViewOp, WhileOp, IfOp, OnceOp, YieldOp], [PanelsAttr, PlaceAttr])
