"""The `tfl` dialect: every builtin operator of the TFLite schema.

A family module holds the classes written by hand; any other operator gets one derived from the
schema table when its name is first asked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from types import ModuleType

from xdsl.ir import Dialect, Operation

from qir.dialects.tfl import activation, constants, convolution, custom, matrix, recurrent
from qir.dialects.tfl.base import TflOp, derive_op_class, op_name
from qir.tflite_format import schema

FAMILIES: tuple[ModuleType, ...] = (
    activation,
    constants,
    convolution,
    custom,
    matrix,
    recurrent,
)


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


def op_class(builtin: str) -> type[TflOp]:
    """The class of a builtin operator, by its name in the schema."""
    found = find_op_class(op_name(builtin))
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


TFL = _TflDialect("tfl", [], [])
