"""Facts about the schema table, each against flatc's own view of the schema."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import json
from importlib.resources import files
from typing import Any

import pytest

from qir.dialects.types import ELEMENT_TYPES
from qir.tflite_format import schema

UNIONS = ("BuiltinOptions", "BuiltinOptions2")
MODULE = "ai_edge_litert.schema_py_generated"


def recorded_text() -> str:
    return files("qir.tflite_format").joinpath("schema.json").read_text()


def test_every_builtin_operator_is_there() -> None:
    codes = [operator.code for operator in schema.operators()]
    assert len(codes) == 210
    assert codes == sorted(set(codes))
    assert schema.enum_values("BuiltinOperator") == {o.name: o.code for o in schema.operators()}


def test_every_tensor_type_is_there_and_has_an_ir_type() -> None:
    members = schema.enum_values("TensorType")
    assert list(members.values()) == list(range(23))
    newest = {"INT4", "INT2", "UINT4", "BFLOAT16", "FLOAT8_E4M3FN", "FLOAT8_E5M2"}
    assert newest <= members.keys()
    assert ELEMENT_TYPES.keys() == members.keys()
    assert len(set(ELEMENT_TYPES.values())) == len(members), "two tensor types share an IR type"


@pytest.mark.parametrize("operator", schema.operators(), ids=lambda operator: operator.name)
def test_options_of_an_operator_are_a_table_and_a_member_of_one_union(
    operator: schema.Operator,
) -> None:
    assert schema.operator_by_code(operator.code) == operator
    assert schema.operator_by_name(operator.name) == operator
    if operator.options is not None:
        assert operator.options in schema.tables()
        homes = [union for union in UNIONS if operator.options in schema.enum_values(union)]
        assert homes == [schema.union_of_options(operator.options)]


def test_every_member_of_an_options_union_is_used_by_an_operator() -> None:
    """No table is left without an operator: a wrong name in the generator's table would show."""
    used = {operator.options for operator in schema.operators()}
    members = {member for union in UNIONS for member in schema.enum_values(union)} - {"NONE"}
    assert members - used == set()


def test_an_unknown_code_is_no_operator() -> None:
    assert schema.operator_by_code(210) is None
    assert schema.operator_by_code(-1) is None


@pytest.mark.parametrize("name", schema.tables())
def test_types_of_fields_exist(name: str) -> None:
    spec = schema.table(name)
    for field in spec.fields.values():
        if field.kind == "table":
            assert field.type in schema.tables()
        if field.kind == "union":
            assert not field.is_vector
            members = schema.enum_values(field.type)
            assert members["NONE"] == 0
            assert set(members) - {"NONE"} <= set(schema.tables())
        if field.enum is not None:
            assert field.default in schema.enum_names(field.enum) or field.default == -1
    slots = [field.slot for field in spec.fields.values()]
    assert slots == sorted(set(slots))
    assert not slots or slots[-1] < spec.slots


def test_a_unions_tag_does_not_show() -> None:
    fields = schema.table("Operator").fields
    assert "builtin_options" in fields
    assert "builtin_options_type" not in fields
    assert "builtin_options2_type" not in fields


def test_fields_that_end_in_type_and_are_no_tag_do_show() -> None:
    assert "kernel_type" in schema.table("LSTMOptions").fields
    assert "quantized_bias_type" in schema.table("FullyConnectedOptions").fields


def test_defaults_are_those_of_flatc() -> None:
    reference: Any = pytest.importorskip(MODULE, reason="needs the extra 'runtime'")
    for name in schema.tables():
        record = getattr(reference, f"{name}T")()
        given: dict[str, Any] = record.__dict__
        plain = {key.replace("_", "").lower(): value for key, value in given.items()}
        fields = schema.table(name).fields.values()
        tags = sum(field.kind == "union" for field in fields)
        assert len(plain) == len(fields) + tags, name
        for field in fields:
            assert plain[field.name.replace("_", "")] == field.default, (name, field.name)


def test_generator_reproduces_the_recorded_table_byte_for_byte() -> None:
    distribution, version = json.loads(recorded_text())["source"].split()
    if importlib.util.find_spec("ai_edge_litert") is None:
        pytest.skip("ai_edge_litert is not installed; it holds the schema to compare with")
    installed = importlib.metadata.version(distribution.replace("_", "-"))
    if installed != version:
        pytest.skip(f"schema.json is of {distribution} {version}; {installed} is installed")
    from qir.tflite_format.generate import reflect, render

    module = importlib.import_module(MODULE)
    assert render(reflect(module)) == recorded_text()
