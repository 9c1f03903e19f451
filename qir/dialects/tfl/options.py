"""Options of an operator as properties of its op, and how to read them.

An op's properties are the fields of its options table, under the format's own names, except that
- a subgraph's index is a symbol: `decomposition_subgraph_index` is `decomposition = @function`,
  but for those of `FUNCTIONS`, and those of a WHILE, whose regions call the functions;
- `ENUMS` are attributes of their own, and element types are types;
- `SILENT` fields, which MLIR's `tfl` ops do not have, are discardable `qir.*` attributes and are
  written only where they differ from what the format assumes.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any

from xdsl.dialects.builtin import ArrayAttr, FloatAttr, IntegerAttr, StringAttr, i1
from xdsl.ir import Attribute, Operation

from qir.dialects.records import FLOATS, RecordError, from_attribute, to_attribute
from qir.dialects.tfl.attributes import ENUMS, EnumAttr
from qir.dialects.types import ELEMENT_TYPES, tensor_type_member
from qir.tflite_format import schema

PREFIX = "qir."
SILENT = {
    "AddOptions.pot_scale_int16",
    "SubOptions.pot_scale_int16",
    "ArgMaxOptions.output_type",
    "ArgMinOptions.output_type",
    "CastOptions.in_data_type",
    "CastOptions.out_data_type",
    "ShapeOptions.out_type",
    "UniqueOptions.idx_out_type",
    "ReshapeOptions.new_shape",
    "Conv2DOptions.quantized_bias_type",
    "FullyConnectedOptions.quantized_bias_type",
    "TransposeConvOptions.quantized_bias_type",
    "SparseToDenseOptions.validate_indices",
}
FUNCTIONS = {
    "IfOptions.then_subgraph_index": "then_branch",
    "IfOptions.else_subgraph_index": "else_branch",
    "CallOnceOptions.init_subgraph_index": "session_init_function",
}
"""Functions by names that do not follow from the format's."""
IN_REGION = "WhileOptions"
"""Its functions are no properties: the regions of the op call them."""


def is_subgraph_index(field: schema.Field) -> bool:
    """The field refers to a function: `cond_subgraph_index`, or `subgraph` of CALL."""
    return field.name.endswith("subgraph_index") or field.name == "subgraph"


def property_name(options: str, field: schema.Field) -> str:
    """Name of the property or, for a silent field, the discardable attribute of an option."""
    path = f"{options}.{field.name}"
    if path in SILENT:
        return PREFIX + field.name
    if path in FUNCTIONS:
        return FUNCTIONS[path]
    if is_subgraph_index(field) and field.name != "subgraph":
        return field.name.removesuffix("_subgraph_index")
    return field.name


@cache
def option_fields(builtin: schema.Operator) -> dict[str, schema.Field]:
    """Options of an operator that are attributes, by the name that `property_name` gives."""
    return {} if builtin.options == IN_REGION else _fields(builtin)


@cache
def value_fields(builtin: schema.Operator) -> dict[str, schema.Field]:
    """Those of `option_fields` that do not refer to functions."""
    fields = option_fields(builtin).items()
    return {name: field for name, field in fields if not is_subgraph_index(field)}


@cache
def function_fields(builtin: schema.Operator) -> dict[str, schema.Field]:
    """Options of an operator that refer to functions, by the name that `property_name` gives."""
    return {name: field for name, field in _fields(builtin).items() if is_subgraph_index(field)}


def _fields(builtin: schema.Operator) -> dict[str, schema.Field]:
    if builtin.options is None:
        return {}
    fields = schema.table(builtin.options).fields.values()
    return {property_name(builtin.options, field): field for field in fields}


@cache
def enum_class(builtin: schema.Operator, field: schema.Field) -> type[EnumAttr] | None:
    """The attribute of an option, where it is one of its own."""
    return ENUMS.get(f"{builtin.options}.{field.name}")


def to_option(builtin: schema.Operator, field: schema.Field, value: Any) -> Attribute:
    """The attribute of an option's value, as the format has it."""
    if field.is_number and field.type not in FLOATS:
        return _integer_option(builtin, field, value)
    if field.is_vector and field.type in FLOATS:
        return ArrayAttr([FloatAttr(item, FLOATS[field.type]) for item in value.tolist()])
    return to_attribute(field, value)


@lru_cache(maxsize=1 << 12)
def _integer_option(builtin: schema.Operator, field: schema.Field, value: int) -> Attribute:
    """One object for all options of a value: most ops of a model have the same few."""
    attribute = to_attribute(field, value)
    if not isinstance(attribute, StringAttr):
        return attribute
    if _is_type(builtin, field):
        return ELEMENT_TYPES[attribute.data]
    spelled = enum_class(builtin, field)
    return spelled(attribute.data) if spelled else attribute


def from_option(builtin: schema.Operator, field: schema.Field, attribute: Attribute) -> Any:
    """The value of an option; raises RecordError where its attribute is not of the right kind."""
    spelled = enum_class(builtin, field)
    if spelled and isinstance(attribute, StringAttr):
        expected = spelled(attribute.data)
        raise RecordError(f"{field.name} is {attribute}; expected {expected}")
    if _is_type(builtin, field) and (member := tensor_type_member(attribute)):
        return schema.enum_values(field.enum or "")[member]
    return from_attribute(field, attribute)


@cache
def _is_type(builtin: schema.Operator, field: schema.Field) -> bool:
    """The option is an element type, and as such in MLIR."""
    is_silent = f"{builtin.options}.{field.name}" in SILENT
    return field.enum == "TensorType" and not is_silent


def option_attribute(op: Operation, name: str) -> Attribute | None:
    holder = op.attributes if name.startswith(PREFIX) else op.properties
    return holder.get(name)


def option(op: Operation, name: str) -> Any:
    """Value of a TflOp's option of a number or enum type; the format's default where not given."""
    attribute = option_attribute(op, name)
    # The members of enums and what is left out first: a pattern of another class is slow to fail.
    if type(attribute) is StringAttr:
        return attribute.data
    if attribute is None:
        return _named(op, name, _field(op, name).default)
    match attribute:
        case IntegerAttr():
            value = attribute.value.data
            return bool(value) if attribute.type == i1 else _named(op, name, value)
        case FloatAttr():
            return attribute.value.data
        case StringAttr() | EnumAttr():
            return attribute.data
        case _:
            return _named(op, name, _field(op, name).default)


def _named(op: Operation, name: str, value: Any) -> Any:
    """The member of a value of an enum; any other value itself."""
    enum = _field(op, name).enum
    return schema.enum_names(enum).get(value, value) if enum else value


def _field(op: Operation, name: str) -> schema.Field:
    operator: schema.Operator = type(op).__dict__["OPERATOR"]
    return option_fields(operator)[name]
