"""Files of JSON that are to hold exactly what their format says, and messages where they do not."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeGuard, TypeVar

from qir.diagnostics import QirError

T = TypeVar("T")


class Damaged(Exception):
    """Where a file differs from its format, and what was expected."""


def read_file(path: Path, parse: Callable[[object], T]) -> T:
    """What `parse` makes of the JSON of a file.

    Raises QirError that names the file where it cannot be read, or where `parse` raises Damaged.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise QirError(f"{path}: cannot be read: {error.strerror or error}") from error
    return read_bytes(content, str(path), parse)


def read_bytes(content: bytes, name: str, parse: Callable[[object], T]) -> T:
    """The same for the content of a file of this name."""
    try:
        return parse(json.loads(content, parse_constant=_no_number))
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise QirError(f"{name}: is no JSON: {where}: {error.msg}") from error
    except Damaged as error:
        raise QirError(f"{name}: {error}") from error
    except (ValueError, RecursionError) as error:
        raise QirError(f"{name}: is no JSON: {error}") from error


def _no_number(text: str) -> float:
    raise ValueError(f"{text} is no number of JSON")


def check_format(file: object, what: str, format: str, version: int) -> None:
    """Raise Damaged where a file is not of this format and version; `what` says what it is not."""
    if not is_object(file) or file.get("format") != format:
        raise Damaged(f'is no {what}; expected "format": "{format}"')
    if file.get("version") != version:
        found = json.dumps(file.get("version"))
        raise Damaged(f"is of version {found}; this QIR reads version {version}")


def fields_of(value: object, where: str, *keys: str) -> dict[str, Any]:
    """An object that has these keys and no others."""
    if not is_object(value):
        raise Damaged(f"{where} is no object")
    if missing := [key for key in keys if key not in value]:
        raise Damaged(f"{where} lacks {missing[0]}")
    if unknown := [key for key in value if key not in keys]:
        raise Damaged(f"{where} has {json.dumps(unknown[0])}, which is not of the format")
    return value


def checked(value: Any, fits: Callable[[Any], bool], where: str, expected: str) -> Any:
    if not fits(value):
        raise Damaged(f"{where} is {json.dumps(value)[:80]}; expected {expected}")
    return value


def is_object(value: object) -> TypeGuard[dict[str, Any]]:
    return isinstance(value, dict)


def is_list(value: object) -> TypeGuard[list[Any]]:
    return isinstance(value, list)


def is_text(value: object) -> bool:
    return isinstance(value, str)


def is_integer(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def is_count(value: Any) -> bool:
    return is_integer(value) and 0 <= value < 1 << 63
