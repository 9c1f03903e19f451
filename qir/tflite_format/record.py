"""A table that is made, not read."""

from __future__ import annotations

from collections.abc import Container
from typing import Any

from qir.tflite_format.schema import Field, table


class Record:
    """A table to be written; attributes are its fields, set by keyword.

    Takes what `Table` gives, plus lists of numbers; `Table`s themselves can be written too.
    """

    __slots__ = ("assigned", "spec")

    def __init__(self, name: str, /, **values: Any) -> None:
        self.spec = table(name)
        if not values.keys() <= self.spec.fields.keys():
            unknown = values.keys() - self.spec.fields.keys()
            raise TypeError(f"table {name} has no field {min(unknown)!r}")
        self.assigned = values

    def __getattr__(self, name: str) -> Any:
        field = self.spec.fields.get(name)
        if field is None:
            raise AttributeError(f"table {self.spec.name} has no field {name!r}")
        return self.assigned.get(name, field.default)

    def present(self, skip: Container[str] = ()) -> list[tuple[Field, Any]]:
        """The fields that are set, but for `skip`, with their values, as the format has them."""
        assigned = self.assigned
        return [
            (field, assigned[name])
            for name, field in self.spec.fields.items()
            if name in assigned and name not in skip
        ]
