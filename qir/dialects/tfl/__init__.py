"""The `tfl` dialect: every builtin operator of the TFLite schema.

A family module holds the classes written by hand; any other operator gets one derived from the
schema table when its name is first asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from xdsl.ir import Attribute, Dialect, Operation

from qir.attributes import text
from qir.dialects.tfl import control
from qir.dialects.tfl.attributes import ENUMS, ConstBytesAttr
from qir.dialects.tfl.base import TflOp, derive_op_class, op_name
from qir.tflite_format import schema

FAMILIES = tuple(import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__))
"""The files of this folder; those that hold op classes are families."""


@cache
def _written() -> dict[str, type[Operation]]:
    """Classes of the family modules, by op name."""
    found: dict[str, type[Operation]] = {}
    for family in FAMILIES:
        for name, value in vars(family).items():
            is_own = getattr(value, "__module__", "") == family.__name__
            if is_own and name.endswith("Op") and "name" in vars(value):
                found[value.name] = value
    return found


@cache
def _builtins() -> dict[str, str]:
    return {op_name(operator.name): operator.name for operator in schema.operators()}


@cache
def find_op_class(name: str) -> type[Operation] | None:
    """The class of a `tfl` op by its full name; None where the schema has no such operator."""
    if name in _written():
        return _written()[name]
    builtin = _builtins().get(name)
    return derive_op_class(builtin) if builtin else None


VARIANTS = {("LSTM", "kernel_type", "BASIC"): "tfl.basic_lstm"}
"""Where the value of an option makes another op of a builtin operator."""


def op_class(builtin: str, options: Mapping[str, Attribute] | None = None) -> type[TflOp]:
    """The class of a builtin operator, by its name in the schema, with these options."""
    name = op_name(builtin)
    for (operator, option, value), variant in VARIANTS.items():
        if operator == builtin and text((options or {}).get(option)) == value:
            name = variant
    found = find_op_class(name)
    assert found is not None and issubclass(found, TflOp)
    return found


class _TflDialect(Dialect):
    """Gives all op classes to a context that asks for the whole dialect."""

    @property
    def operations(self) -> Iterator[type[Operation]]:
        for name in dict.fromkeys((*_written(), *_builtins())):
            found = find_op_class(name)
            assert found is not None
            yield found


TFL = _TflDialect("tfl", [], [ConstBytesAttr, *ENUMS.values()])
TF = Dialect("tf", [control.IfOp], [])
"""The one operator that LiteRT's converter leaves in TensorFlow's dialect."""
