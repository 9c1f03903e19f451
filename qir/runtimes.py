"""Which release of TensorFlow's runtime was the first to have a version of an operator.

The table is that by which TensorFlow's converter writes `min_runtime_version` into a file. Releases
are TensorFlow's; of LiteRT's own packages each has the operators of its time.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from xdsl.dialects.builtin import ModuleOp

from qir.attributes import integer
from qir.diagnostics import QirError
from qir.dialects.tfl.base import TflOp

Release = tuple[int, ...]


def parse_release(text: str) -> Release:
    """A release such as 2.13.0 or 2.13; raises QirError where it is none."""
    if not re.fullmatch(r"\d+\.\d+(\.\d+)?", text):
        raise QirError(f"no runtime version {text!r}; expected as 2.13.0")
    parts = [int(part) for part in text.split(".")]
    return (*parts, *(0,) * (3 - len(parts)))


def first_runtime(operator: str, version: int) -> str | None:
    """The first release with this version of a builtin operator.

    None where that is not known: of operators whose versions nobody tells, such as CUSTOM, and of
    versions that came after the table.
    """
    later = (known for known in _operators().get(operator, {}) if known >= version)
    found = min(later, default=None)
    return None if found is None else _operators()[operator][found]


def is_since(operator: str, version: int, release: str) -> bool:
    """Whether a release has this version of an operator; so it is held of those that nothing is
    known of, but for versions that came after the table."""
    first = first_runtime(operator, version)
    if first is None:
        return operator not in _operators()
    return parse_release(first) <= parse_release(release)


def needed(operator: str, version: int) -> str:
    """What an operator needs to run, in words."""
    first = first_runtime(operator, version)
    what = f"{operator} of version {version}"
    if first is None:
        return f"{what} needs a later runtime than any that is known"
    is_out = parse_release(first) <= parse_release(latest_release())
    return f"{what} needs runtime {first}" + ("" if is_out else ", which is not released")


def latest_release() -> str:
    """The last release there was when the table was made."""
    return _table()["latest_release"]


def needed_runtime(module: ModuleOp) -> str:
    """The first release that has all operators of a module, as far as is known; empty where it has
    none that something is known of."""
    found = {first_runtime(op.OPERATOR.name, version_of(op)) for op in _operators_in(module)}
    return max(filter(None, found), key=parse_release, default="")


def first_younger(module: ModuleOp, release: str) -> TflOp | None:
    """The first op of a module that a release does not have."""
    return next(
        (
            op
            for op in _operators_in(module)
            if not is_since(op.OPERATOR.name, version_of(op), release)
        ),
        None,
    )


def version_of(op: TflOp) -> int:
    """The version of its operator that an op is written with."""
    return integer(op.attributes.get("qir.version")) or 1


def _operators_in(module: ModuleOp) -> Iterator[TflOp]:
    return (op for op in module.walk() if isinstance(op, TflOp))


@cache
def _table() -> dict[str, Any]:
    return json.loads(files("qir.tflite_format").joinpath("runtime_versions.json").read_text())


@cache
def _operators() -> dict[str, dict[int, str]]:
    found: dict[str, dict[str, str]] = _table()["operators"]
    return {name: {int(v): first for v, first in each.items()} for name, each in found.items()}
