"""Make ops as the frontends do: all options that a file spells, with the format's defaults."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from xdsl.dialects.builtin import StringAttr, TensorType, f32
from xdsl.ir import Attribute, SSAValue

from qir.attributes import int_attr, integer
from qir.dialects.tfl import op_class
from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.constants import ConstOp, QConstOp
from qir.dialects.tfl.options import PREFIX, enum_class, option_fields, to_option
from qir.dialects.tfl.tensors import stored_element
from qir.tflite_format import schema
from qir.weights import Blob, WeightAttr, byte_size

if TYPE_CHECKING:
    import numpy.typing as npt

Option = bool | int | float | str | list[int]
LAZY_BYTES = 1 << 20
"""Constants that are larger are computed when they are read, not when they are made."""


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


def build_constant(
    key: str,
    shape: Sequence[int],
    compute: Callable[[], npt.NDArray[Any]],
    element: Attribute = f32,
) -> ConstOp | QConstOp:
    """A constant whose bytes go by the name `key`, which no others may have.

    `compute` gives its elements, those of quantized type as integers; not several to a byte. A
    large one is computed each time it is read, so that few are in memory at a time.
    """
    type, stored = TensorType(element, shape), TensorType(stored_element(element), shape)
    nbytes = byte_size(stored)
    assert nbytes is not None
    if nbytes > LAZY_BYTES:
        blob = Blob(key, nbytes, lambda: [compute()])
    else:
        blob = Blob.of(key, compute())
    held = {"value": WeightAttr.get(stored, blob)}
    if stored == type:
        return ConstOp.create(result_types=[type], properties={**held})
    return QConstOp.create(result_types=[type], properties={"qtype": type, **held})


def need_version(op: TflOp, least: int) -> None:
    """Let an op have this version of its operator, unless it has a later one."""
    version = integer(op.attributes.get("qir.version")) or 1
    op.attributes["qir.version"] = int_attr(max(version, least))


def default_options(builtin: str) -> dict[str, Attribute]:
    """The options that every op of a builtin operator spells; those without a default are none."""
    operator = schema.operator_by_name(builtin)
    return {
        name: to_option(operator, field, field.default)
        for name, field in option_fields(operator).items()
        if field.default is not None and not field.is_vector and not name.startswith(PREFIX)
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
