"""Files of keys and values, YAML or TOML, that know the line of each of their parts."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import Any, cast

from qir.diagnostics import QirError

Step = str | int
"""A key, or the position in a list."""


@dataclass(frozen=True, slots=True)
class Node:
    """A part of a file: `text` says in words or as it stands there what `value` is, `line` where.
    What is not plain has the line of its key."""

    value: dict[str, Node] | list[Node] | str | int | float | bool | None
    text: str
    line: int


def read_nodes(path: Path) -> Node:
    """What a .yaml, .yml or .toml file holds, which is a mapping.

    Raises QirError with file and line where it cannot be read, is malformed, or has a key twice.
    """
    readers = {".yaml": _read_yaml, ".yml": _read_yaml, ".toml": _read_toml}
    reader = readers.get(path.suffix)
    if reader is None:
        raise QirError(f"{path}: unknown kind of recipe {path.suffix!r}; expected .yaml or .toml")
    try:
        content = path.read_bytes().decode()
    except OSError as error:
        raise QirError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise fault(path, line, "is not UTF-8") from error
    return reader(path, content)


def fault(path: Path, line: int, problem: str) -> QirError:
    return QirError(f"{path}:{line}: {problem}")


# YAML


def _read_yaml(path: Path, content: str) -> Node:
    try:
        yaml: Any = import_module("yaml")
    except ImportError as error:
        needs = "YAML needs PyYAML; install qir[yaml], or write the recipe as .toml"
        raise QirError(f"{path}: {needs}") from error
    try:
        loader = yaml.SafeLoader(content)
        return _YamlNodes(path, loader).node(loader.get_single_node())
    except yaml.YAMLError as error:
        mark, position = (getattr(error, each, None) for each in ("problem_mark", "position"))
        line = mark.line + 1 if mark else content.count("\n", 0, position) + 1
        problem = getattr(error, "problem", None) or "holds a character that is not allowed"
        is_alias = "alias" in f"{problem} {getattr(error, 'context', '')}"
        hint = "; quote what begins with *" if is_alias else ""
        raise fault(path, line, f"{problem}{hint}") from error


class _YamlNodes:
    """Nodes made of those of PyYAML."""

    def __init__(self, path: Path, loader: Any) -> None:
        self.path = path
        self.loader = loader
        self.seen = set[int]()

    def node(self, node: Any) -> Node:
        if node is None:
            return Node({}, "", 1)
        line = node.start_mark.line + 1
        if id(node) in self.seen:  # what refers to itself has no end
            raise fault(self.path, line, "has an alias elsewhere; expected it to be written twice")
        self.seen.add(id(node))
        if node.id == "sequence":
            return Node([self.node(each) for each in node.value], "a list", line)
        if node.id == "mapping":
            return Node(self._entries(node), "a mapping", line)
        kind = node.tag.rpartition(":")[2]
        is_plain = kind in ("int", "float", "bool", "null")
        try:
            value = self.loader.construct_object(node) if is_plain else node.value
        except ValueError as error:
            raise fault(self.path, line, f"{node.value!r} is no {kind}") from error
        return Node(value, node.value, line)

    def _entries(self, node: Any) -> dict[str, Node]:
        found: dict[str, Node] = {}
        for key, value in node.value:
            name, line = str(key.value), key.start_mark.line + 1
            if name in found:
                raise fault(self.path, line, f"key {name!r} is there twice")
            made = self.node(value)
            found[name] = made if value.id == "scalar" else replace(made, line=line)
        return found


# TOML


def _read_toml(path: Path, content: str) -> Node:
    content = content.replace("\r\n", "\n")
    try:
        found = tomllib.loads(content)
    except tomllib.TOMLDecodeError as error:
        message, _, where = str(error).rpartition(" (at ")
        at = re.match(r"line (\d+)", where)
        line = int(at[1]) if at else content.rstrip("\n").count("\n") + 1
        raise fault(path, line, message[:1].lower() + message[1:]) from error
    return _toml_node(found, (), _TomlLines(content).lines)


def _toml_node(value: Any, path: tuple[Step, ...], lines: Mapping[tuple[Step, ...], int]) -> Node:
    line = lines.get(path, 1)
    if isinstance(value, dict):
        table = cast("dict[str, Any]", value)
        made = {key: _toml_node(each, (*path, key), lines) for key, each in table.items()}
        return Node(made, "a table", line)
    if isinstance(value, list):
        array = cast("list[Any]", value)
        members = [_toml_node(each, (*path, i), lines) for i, each in enumerate(array)]
        return Node(members, "an array", line)
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return Node(value, text, line)


class _TomlLines:
    """On which line each key and each member of an array begins, of a text that is TOML."""

    def __init__(self, content: str) -> None:
        self.content = content
        self.position = 0
        self.lines: dict[tuple[Step, ...], int] = {}
        tables: Counter[tuple[Step, ...]] = Counter()
        prefix: tuple[Step, ...] = ()
        while self._skip(r"(\s|#.*)*"):
            if self._skip(r"\[\["):
                path = self._key(())
                prefix = (*path, tables[path])
                tables[path] += 1
                self.lines.setdefault(path, self._line)
                self.lines[prefix] = self._line
                self._skip(r"\s*\]\]")
            elif self._skip(r"\["):
                prefix = self._key(())
                self._skip(r"\s*\]")
            else:
                self._pair(prefix)

    @property
    def _line(self) -> int:
        return self.content.count("\n", 0, self.position) + 1

    def _skip(self, pattern: str) -> str:
        """Go past what matches here; what is left of the text is to be looked at."""
        found = re.compile(pattern).match(self.content, self.position)
        self.position = found.end() if found else self.position
        is_left = self.position < len(self.content)
        return self.content[self.position] if found and is_left else ""

    def _key(self, prefix: tuple[Step, ...]) -> tuple[Step, ...]:
        """A key with dots; each part of it begins on this line, if it did not before."""
        pattern = re.compile(r"""\s*("(?:[^"\\]|\\.)*"|'[^']*'|[\w-]+)\s*(\.?)""")
        while found := pattern.match(self.content, self.position):
            part = tomllib.loads(f"{found[1]}=0")
            prefix = (*prefix, *part)
            self.position = found.end()
            self.lines.setdefault(prefix, self._line)
            if not found[2]:
                break
        return prefix

    def _pair(self, prefix: tuple[Step, ...]) -> None:
        path = self._key(prefix)
        self._skip(r"\s*=[ \t]*")
        self._value(path)

    def _value(self, path: tuple[Step, ...]) -> None:
        rest = self.content[self.position : self.position + 3]
        if rest in ('"""', "'''"):
            body = r"(?:[^\\]|\\[\s\S])*?" if rest == '"""' else r"[\s\S]*?"
            self._skip(rf"{rest}{body}{rest}{rest[0]}{{0,2}}")
        elif rest.startswith(('"', "'")):
            self._skip(r""""(?:[^"\\]|\\.)*"|'[^']*'""")
        elif rest.startswith("["):
            self._members(path)
        elif rest.startswith("{"):
            self._skip(r"\{\s*")
            while not self.content.startswith("}", self.position):
                self._pair(path)
                self._skip(r"\s*,?\s*")
            self._skip(r"\}")
        else:
            self._skip(r"[^,\]}#\n]*")

    def _members(self, path: tuple[Step, ...]) -> None:
        space = r"(\s|,|#.*)*"
        self._skip(r"\[")
        self._skip(space)
        number = 0
        while not self.content.startswith("]", self.position):
            self.lines[(*path, number)] = self._line
            self._value((*path, number))
            self._skip(space)
            number += 1
        self._skip(r"\]")
