"""The C kernels, read from `kernels/*.h`: their text, their prototypes, and what needs what.

A kernel file is a series of definitions with an empty line before each; a comment right above a
definition belongs to it. Where that begins "The same with", "of" or "along" it goes on from the
last before that does not, which comes with it. A definition needs what its code names.

For a machine, definitions in its folders (see `qir.targets.Machine`) take the place of those of the
same name, and the same prototype, before.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from importlib.resources.abc import Traversable

from qir.diagnostics import QirError
from qir.targets import GENERIC, MACHINES

KERNEL = "QIR_KERNEL "
BASE = "base.h"
"""What comes before all kernels."""
_NAME = re.compile(
    r"^(?:#define |QIR_(?:KERNEL|SHARED) [\w *]+?(?=qir_\w+\()|static const [\w ]+?(?=qir_\w+\[)|"
    r"typedef [\w ]+?(?=qir_\w+(?:;| \{| __attribute__)))(qir_\w+|QIR_\w+)",
    re.M,
)
_COMMENT = re.compile(r"/\*.*?\*/", re.S)
_WORD = re.compile(r"\b(?:qir|QIR)_\w+")
_PROTOTYPE = re.compile(
    r"^QIR_(?:KERNEL|SHARED) (?P<type>[\w ]+?\**) ?(?P<name>qir_\w+)\((?P<args>[^)]*)\)\n\{", re.M
)
_SAME = re.compile(r"/\* The same (with|of|along) ")
_PARAMETER = re.compile(r"(?P<type>.*?)(?P<name>\w+)$", re.S)


@dataclass(frozen=True, slots=True)
class Parameter:
    """Of a kernel: `const float *input`."""

    type: str
    name: str

    @property
    def is_pointer(self) -> bool:
        return self.type.endswith("*")

    def __str__(self) -> str:
        return self.type + ("" if self.is_pointer else " ") + self.name


@dataclass(frozen=True)
class Definition:
    """A function, macro or table of a kernel file, with the comment above it."""

    name: str
    text: str

    @cached_property
    def needs(self) -> frozenset[str]:
        """What its code names; comments may name more."""
        return frozenset(_WORD.findall(_COMMENT.sub("", self.text))) - {self.name}

    @cached_property
    def parameters(self) -> tuple[Parameter, ...]:
        """Raises QirError where it is no function."""
        found = _PROTOTYPE.search(self.text)
        if found is None:
            raise QirError(f"C library: {self.name} is no kernel; please report")
        return tuple(_parameter(text) for text in found["args"].split(","))

    @property
    def comment(self) -> str:
        return self.text[: self.text.index(KERNEL)].rstrip()

    @property
    def exported(self) -> str:
        """A function that other files see, without the comment, which is beside its prototype."""
        return _outdented(self.text[self.text.index(KERNEL) + len(KERNEL) :])

    @property
    def prototype(self) -> str:
        return self.exported.partition("\n{")[0]


def _outdented(function: str) -> str:
    """The parameters of a function go on in line with the first, which has moved to the left."""
    head, brace, body = function.partition("\n{")
    return head.replace("\n" + " " * len(KERNEL), "\n") + brace + body


def _parameter(text: str) -> Parameter:
    found = _PARAMETER.match(" ".join(text.split()))
    assert found
    return Parameter(found["type"].strip(), found["name"])


@cache
def definitions(machine: str = GENERIC) -> dict[str, Definition]:
    """Every definition by name, those of a machine among them.

    Raises QirError where one is there twice, or has another prototype than what it replaces.
    """
    found = dict[str, Definition]()
    for folder in folders(machine):
        new = dict[str, Definition]()
        for each in (definition for file in _files(folder) for definition in _definitions(file)):
            if each.name in new:
                raise QirError(f"C library: {each.name} is defined twice; please report")
            if each.name in found and _head(each) != _head(found[each.name]):
                raise QirError(f"C library: {each.name} of {folder} differs; please report")
            new[each.name] = each
        found |= new
    return found


def folders(machine: str) -> tuple[str, ...]:
    """Those of `kernels` whose files a machine's C is made of, in order; "" is that itself."""
    if machine not in MACHINES:
        raise QirError(f"no machine {machine!r}; expected one of {', '.join(MACHINES)}")
    return ("", *MACHINES[machine].kernels)


def base(machine: str = GENERIC) -> str:
    """What comes before all kernels."""
    files = (_folder(folder) / BASE for folder in folders(machine))
    return "\n".join(file.read_text() for file in files if file.is_file())


def needed(names: Collection[str], machine: str = GENERIC) -> list[Definition]:
    """The definitions of these names and of all that they need, each after those.

    Raises QirError where there is none of a name.
    """
    known, ordered = definitions(machine), dict[str, Definition]()

    def add(name: str) -> None:
        if name in known and name not in ordered:
            for other in sorted(known[name].needs):
                add(other)
            ordered[name] = known[name]

    for name in sorted(names):
        if name not in known:
            raise QirError(f"the C library has no kernel {name}; please report")
        add(name)
    return list(ordered.values())


def _head(definition: Definition) -> str:
    """What is before the body of a function, inlined or not; of anything else nothing."""
    found = _PROTOTYPE.search(definition.text)
    return found[0].partition(" ")[2] if found else ""


def _folder(name: str) -> Traversable:
    folder = files(f"{__package__}.kernels")
    return folder / name if name else folder


def _files(folder: str) -> list[str]:
    found = [file for file in _folder(folder).iterdir() if file.name.endswith(".h")]
    ordered = sorted((file for file in found if file.name != BASE), key=lambda file: file.name)
    return [file.read_text() for file in ordered]


def _definitions(text: str) -> Iterator[Definition]:
    said = ""
    for part in re.split(r"\n{2,}(?=\S)", text.strip()):
        if found := _NAME.search(part):
            if not (goes_on := _SAME.match(part)):
                said = part[: found.start()]
            yield Definition(found[1], (said if goes_on else "") + part.rstrip())
