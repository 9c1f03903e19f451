"""The `tfl` dialect: every builtin operator of the TFLite schema.

A family module holds the classes written by hand; any other operator gets one derived from the
schema table when its name is first asked for. Making a class takes a while, so a family is
imported when one of its ops is first named: which file that is, the files themselves say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from pkgutil import get_data, iter_modules
from types import ModuleType

from xdsl.ir import Attribute, Dialect, Operation

from qir.attributes import text
from qir.dialects.tfl.attributes import ENUMS, ConstBytesAttr
from qir.dialects.tfl.base import TflOp, derive_op_class, op_name
from qir.tflite_format import schema

_WRITTEN = re.compile(rb'^@tfl_op\(\s*"(\w+)"|^    name = "(tfl\.\w+)"', re.MULTILINE)
"""How a class says which operator it is of, or its own name."""


@cache
def families() -> tuple[ModuleType, ...]:
    """The files of this folder; those that hold op classes are families."""
    return tuple(import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__))


@cache
def _homes() -> dict[str, str]:
    """The module that holds the class of an op, by the op's name."""
    homes: dict[str, str] = {}
    for found in iter_modules(__path__):
        source = get_data(__name__, f"{found.name}.py") or b""
        for operator, name in _WRITTEN.findall(source):
            full = name.decode() or op_name(operator.decode())
            homes[full] = f"{__name__}.{found.name}"
    return homes


@cache
def _written(module: str) -> dict[str, type[Operation]]:
    """Classes of a family module, by op name."""
    found: dict[str, type[Operation]] = {}
    for name, value in vars(import_module(module)).items():
        is_own = getattr(value, "__module__", "") == module
        if is_own and name.endswith("Op") and "name" in vars(value):
            found[value.name] = value
    return found


@cache
def _builtins() -> dict[str, str]:
    return {op_name(operator.name): operator.name for operator in schema.operators()}


@cache
def find_op_class(name: str) -> type[Operation] | None:
    """The class of a `tfl` op by its full name; None where the schema has no such operator."""
    if (home := _homes().get(name)) and (found := _written(home).get(name)):
        return found
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
    return _operator_class(name)


@cache
def _operator_class(name: str) -> type[TflOp]:
    found = find_op_class(name)
    assert found is not None and issubclass(found, TflOp)
    return found


class _TflDialect(Dialect):
    """Gives all op classes to a context that asks for the whole dialect."""

    @property
    def operations(self) -> Iterator[type[Operation]]:
        for name in dict.fromkeys((*_homes(), *_builtins())):
            found = find_op_class(name)
            if found is not None and name.startswith("tfl."):
                yield found


TFL = _TflDialect("tfl", [], [ConstBytesAttr, *ENUMS.values()])
