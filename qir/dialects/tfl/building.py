"""Make ops as the frontends do: all options that a file spells, with the format's defaults."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from xdsl.dialects.builtin import StringAttr
from xdsl.ir import Attribute, SSAValue

from qir.attributes import int_attr
from qir.dialects.tfl import op_class
from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.options import PREFIX, enum_class, option_fields, to_option
from qir.tflite_format import schema

Option = bool | int | float | str | list[int]


def build(
    builtin: str,
    operands: Sequence[SSAValue],
    types: Sequence[Attribute],
    *,
    version: int = 1,
    options: Mapping[str, Option] | None = None,
) -> TflOp:
    """The op of a builtin operator; options that are not given have the format's defaults.

    `version`: of the operator, as the runtime counts them.
    """
    properties = default_options(builtin) | option_attributes(builtin, options or {})
    op = op_class(builtin, properties).create(
        operands=operands,
        result_types=types,
        properties=properties,
        attributes={"qir.version": int_attr(version)},
    )
    op.complete()
    return op


def default_options(builtin: str) -> dict[str, Attribute]:
    """The options that every op of a builtin operator spells; those without a default are none."""
    operator = schema.operator_by_name(builtin)
    return {
        name: to_option(operator, field, field.default)
        for name, field in option_fields(operator).items()
        if not field.is_vector and not name.startswith(PREFIX)
    }


def option_attributes(builtin: str, options: Mapping[str, Option]) -> dict[str, Attribute]:
    """Options as the op has them; the members of enums by their names."""
    operator = schema.operator_by_name(builtin)
    fields = option_fields(operator)
    return {name: _attribute(operator, fields[name], value) for name, value in options.items()}


def _attribute(operator: schema.Operator, field: schema.Field, value: Option) -> Attribute:
    if isinstance(value, str):
        spelled = enum_class(operator, field) or StringAttr
        return spelled(value)
    return to_option(operator, field, value)
