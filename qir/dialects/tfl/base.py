"""What all `tfl` ops share: a builtin operator of the format, its options as properties.

An op's properties are the fields of its options table, under the format's own names, except that
- a subgraph's index is a symbol: `cond_subgraph_index` is `cond = @function`;
- `SILENT` fields, which MLIR's `tfl` ops do not have, are discardable `qir.*` attributes and are
  written only where they differ from what the format assumes.
"""

from __future__ import annotations

from typing import Any, ClassVar, TypeVar, cast

from xdsl.dialects.builtin import (
    BoolAttr,
    IntegerAttr,
    StringAttr,
    SymbolRefAttr,
    TensorType,
    UnrankedTensorType,
)
from xdsl.ir import Attribute, SSAValue
from xdsl.irdl import (
    IRDLOperation,
    irdl_op_definition,
    opt_prop_def,
    traits_def,
    var_operand_def,
    var_result_def,
)
from xdsl.traits import Pure
from xdsl.utils.exceptions import VerifyException

from qir.dialects.records import RecordError, from_attribute
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

IMPURE = {
    "ASSIGN_VARIABLE",
    "BIDIRECTIONAL_SEQUENCE_LSTM",
    "BIDIRECTIONAL_SEQUENCE_RNN",
    "CALL",
    "CALL_ONCE",
    "CUSTOM",
    "DELEGATE",
    "HASHTABLE",
    "HASHTABLE_FIND",
    "HASHTABLE_IMPORT",
    "HASHTABLE_LOOKUP",
    "HASHTABLE_SIZE",
    "IF",
    "LSTM",
    "MULTINOMIAL",
    "RANDOM_STANDARD_NORMAL",
    "RANDOM_UNIFORM",
    "READ_VARIABLE",
    "RNN",
    "STABLEHLO_CASE",
    "STABLEHLO_COMPOSITE",
    "STABLEHLO_CUSTOM_CALL",
    "STABLEHLO_RNG_BIT_GENERATOR",
    "STABLEHLO_WHILE",
    "SVDF",
    "UNIDIRECTIONAL_SEQUENCE_LSTM",
    "UNIDIRECTIONAL_SEQUENCE_RNN",
    "VAR_HANDLE",
    "WHILE",
}
"""Operators with state, effects, randomness, or a call that may have them."""


class TflOp(IRDLOperation):
    """A builtin operator. Subclasses say more in `check`, which runs when the op is verified."""

    OPERATOR: ClassVar[schema.Operator]

    def verify_(self) -> None:
        for name, field in option_fields(self.OPERATOR).items():
            attribute = option_attribute(self, name)
            if attribute is None or isinstance(attribute, SymbolRefAttr):
                continue
            try:
                from_attribute(field, attribute)
            except RecordError as error:
                raise VerifyException(str(error)) from error
        self.check()

    def check(self) -> None:
        """Raise VerifyException where operands and options do not fit each other."""


Tensor = TensorType | UnrankedTensorType
"""A tensor of known or unknown rank."""

TflOpT = TypeVar("TflOpT", bound=TflOp)


def is_subgraph_index(field: schema.Field) -> bool:
    """The field refers to a function: `cond_subgraph_index`, or `subgraph` of CALL."""
    return field.name.endswith("subgraph_index") or field.name == "subgraph"


def property_name(options: str, field: schema.Field) -> str:
    """Name of the property or, for a silent field, the discardable attribute of an option."""
    if f"{options}.{field.name}" in SILENT:
        return PREFIX + field.name
    if is_subgraph_index(field) and field.name != "subgraph":
        return field.name.removesuffix("_subgraph_index")
    return field.name


def option_fields(builtin: schema.Operator) -> dict[str, schema.Field]:
    """Options of an operator by the name that `property_name` gives."""
    if builtin.options is None:
        return {}
    fields = schema.table(builtin.options).fields.values()
    return {property_name(builtin.options, field): field for field in fields}


def option_attribute(op: TflOp, name: str) -> Attribute | None:
    holder = op.attributes if name.startswith(PREFIX) else op.properties
    return holder.get(name)


def option(op: TflOp, name: str) -> Any:
    """Value of an option of a number or enum type; the format's default where not given."""
    match option_attribute(op, name):
        case IntegerAttr() as attribute:
            value = attribute.value.data
            return bool(value) if attribute.type == BoolAttr.from_bool(True).type else value
        case StringAttr() as attribute:
            return attribute.data
        case _:
            field = option_fields(op.OPERATOR)[name]
            names = schema.enum_names(field.enum) if field.enum else {}
            return names.get(field.default, field.default)


def tfl_op(builtin: str):
    """Make a class the op of a builtin operator: its name, and its options as properties."""

    def define(cls: type[TflOpT]) -> type[TflOpT]:
        operator = schema.operator_by_name(builtin)
        cls.name = op_name(builtin)
        for name in option_fields(operator):
            if not name.startswith(PREFIX):
                # An option called `name` must not take the place of the op's own name.
                field = f"{name}_" if hasattr(cls, name) else name
                setattr(cls, field, opt_prop_def(prop_name=name))
        defined = irdl_op_definition(cls)
        defined.OPERATOR = operator
        return defined

    return define


def op_name(builtin: str) -> str:
    return f"tfl.{builtin.lower()}"


def derive_op_class(builtin: str) -> type[TflOp]:
    """The class of an operator nobody wrote one for: any operands, any results."""
    body = {
        "__doc__": f"{builtin}, as the schema has it.",
        "__module__": __name__,
        "inputs": var_operand_def(),
        "outputs": var_result_def(),
        "traits": traits_def(*(() if builtin in IMPURE else (Pure(),))),
    }
    return tfl_op(builtin)(type(builtin, (TflOp,), body))


def shape_of(value: SSAValue) -> tuple[int, ...] | None:
    """Shape of a tensor, DYNAMIC_INDEX where dynamic; None where absent or without rank."""
    type = value.type
    return cast("TensorType", type).get_shape() if isinstance(type, TensorType) else None
