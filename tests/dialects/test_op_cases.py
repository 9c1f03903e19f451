"""What every `tfl` op class says, against LiteRT, on the way to a file and back, and in part."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from op_cases import cases
from op_cases.case import (
    OpCase,
    Operand,
    create,
    define,
    inputs,
    operator,
    operator_class,
    tensor_type,
    to_module,
    to_tflite,
)
from structure import differences, structure
from xdsl.dialects.builtin import ModuleOp
from xdsl.ir import Attribute, Block, Operation, SSAValue

from qir.attributes import TENSORS
from qir.backends.tflite.writer import tflite_bytes
from qir.dialects.tfl import TFL, base, constants, control, custom, families, find_op_class, state
from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.tensors import Shape, may_be_same, shape_of, shown, stored_element
from qir.dialects.types import ELEMENT_TYPES
from qir.frontends.tflite import read_tflite

pytest.importorskip("ai_edge_litert", reason="needs the extra 'runtime'")
litert: Any = import_module("ai_edge_litert.interpreter")

CASES = cases()
WITHOUT_CASES = (base, constants, control, custom, state)
"""Of what has no class of its own, is no operator, calls functions, or holds state."""
NOT_ON_LITERT = {"tfl.densify": "the kernel asks for a constant in the sparse encoding"}

Check = Callable[[str, st.DataObject], None]


def each_op(check: Check) -> Check:
    """Check a few cases of each op."""
    sampled = settings(max_examples=25)(given(data=st.data())(check))
    return pytest.mark.parametrize("name", CASES)(sampled)


def op_in(module: ModuleOp) -> TflOp:
    (found,) = [op for op in module.walk() if isinstance(op, TflOp)]
    return found


def test_every_op_class_is_found_by_its_name() -> None:
    classes = [
        value
        for family in families()
        for value in vars(family).values()
        if isinstance(value, type)
        and issubclass(value, Operation)
        and "name" in vars(value)
        and value.__module__ == family.__name__
    ]
    assert len(classes) > 130
    assert {each.name: find_op_class(each.name) for each in classes} == {
        each.name: each for each in classes
    }


def test_every_op_class_has_cases() -> None:
    names = {family.__name__ for family in families() if family not in WITHOUT_CASES}
    written = {op.name for op in TFL.operations if op.__module__ in names}
    assert written == CASES.keys()


@each_op
def test_cases_are_of_their_op_and_verify(name: str, data: st.DataObject) -> None:
    case = data.draw(CASES[name])
    assert operator_class(case).name == name
    to_module(case).verify()


@each_op
def test_litert_makes_the_shapes_and_elements_inferred(name: str, data: st.DataObject) -> None:
    if name in NOT_ON_LITERT:
        pytest.skip(NOT_ON_LITERT[name])
    case = data.draw(CASES[name])
    module = to_module(case)
    interpreter = litert.Interpreter(
        model_content=tflite_bytes(module),
        experimental_op_resolver_type=litert.OpResolverType.BUILTIN_WITHOUT_DEFAULT_DELEGATES,
        num_threads=1,
    )
    interpreter.allocate_tensors()
    for detail, array in zip(interpreter.get_input_details(), inputs(case), strict=True):
        interpreter.set_tensor(detail["index"], array)
    interpreter.invoke()
    results = zip(interpreter.get_output_details(), op_in(module).results, strict=True)
    for (detail, result), element in zip(results, case.result_elements, strict=True):
        found, inferred = tuple(detail["shape"].tolist()), shape_of(result)
        assert may_be_same(found, inferred), f"{shown(found)} where {shown(inferred or ())}"
        assert ELEMENT_TYPES[np.dtype(detail["dtype"]).name.upper()] == stored_element(element)


@each_op
def test_cases_survive_a_file(name: str, data: st.DataObject) -> None:
    case = data.draw(CASES[name])
    before, written = op_in(to_module(case)), to_tflite(case)
    module = read_tflite(written)
    module.verify()
    after = op_in(module)
    assert type(after) is type(before)
    assert after.properties == before.properties
    assert _attributes(after) == _attributes(before)
    assert [value.type for value in after.operands] == [value.type for value in before.operands]
    assert [value.type for value in after.results] == [value.type for value in before.results]
    assert not differences(structure(written), structure(tflite_bytes(module)))


def _attributes(op: TflOp) -> dict[str, Attribute]:
    return {name: value for name, value in op.attributes.items() if name != TENSORS}


@each_op
def test_less_known_operands_infer_nothing_else(name: str, data: st.DataObject) -> None:
    """Without some sizes, ranks and values, shapes are the same as far as they are known."""
    case = data.draw(CASES[name])
    block = Block()
    whole = operator(case, [define(block, operand) for operand in case.operands])
    shapes = [shape_of(result) for result in whole.results]
    values = [data.draw(less_known(block, operand)) for operand in case.operands]
    part = operator(case, values)
    part.verify_()
    for found, shape in zip(map(shape_of, part.results), shapes, strict=True):
        assert may_be_same(found, shape), f"{shown(found or ())} where {shown(shape or ())}"
    create(case, values, _types(shapes, case)).verify_()


def _types(shapes: Sequence[Shape | None], case: OpCase) -> list[Attribute]:
    return [tensor_type(*pair) for pair in zip(shapes, case.result_elements, strict=True)]


@st.composite
def less_known(draw: st.DrawFn, block: Block, operand: Operand | None) -> SSAValue:
    """The operand, or an argument in its place of which less is known."""
    if operand is None or draw(st.booleans()):
        return define(block, operand)
    sizes: Shape = operand.array.shape
    shape = draw(
        st.none() | st.just(sizes) | st.tuples(*(st.sampled_from((size, None)) for size in sizes))
    )
    return block.insert_arg(tensor_type(shape, operand.element), len(block.args))
