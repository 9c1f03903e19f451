"""`model.json`: what a folder of C holds, for other programs, and for QIR when it reads it."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qir.backends.c.interface import C_TYPES, Interface, Tensor
from qir.backends.c.modes import Weights
from qir.json_files import (
    check_format,
    checked,
    fields_of,
    is_count,
    is_list,
    is_text,
    read_file,
)
from qir.targets import MACHINES

FILE = "model.json"
FORMAT = "qir-c"
VERSION = 1
MOST_BYTES = 1 << 48
"""Of memory that anybody has."""


@dataclass(frozen=True, slots=True)
class Description:
    """`sources`: of `files`, those to compile. `weight_bytes`: of all constants."""

    interface: Interface
    weight_bytes: int
    weights: Weights
    sources: Sequence[str]
    files: Sequence[str]

    def text(self) -> str:
        interface = self.interface
        return (
            json.dumps(
                {
                    "format": FORMAT,
                    "version": VERSION,
                    "name": interface.name,
                    "inputs": list(map(_entry, interface.inputs)),
                    "outputs": list(map(_entry, interface.outputs)),
                    "arena_bytes": interface.arena_bytes,
                    "arena_alignment": interface.alignment,
                    "state_bytes": interface.state_bytes,
                    "machine": interface.machine,
                    "weight_bytes": self.weight_bytes,
                    "weights": self.weights.value,
                    "sources": list(self.sources),
                    "files": list(self.files),
                },
                indent=2,
            )
            + "\n"
        )


def is_c_folder(path: Path) -> bool:
    """Whether something is a folder of C that QIR made, or says so."""
    return (path / FILE).is_file()


def read_description(folder: Path) -> Description:
    """Raises QirError where the folder has no description, or a malformed one."""
    return read_file(folder / FILE, _description)


def _entry(tensor: Tensor) -> dict[str, object]:
    return {
        "name": tensor.name,
        "elements": tensor.elements,
        "type": tensor.c_type,
        "shape": list(tensor.shape),
    }


def _description(file: object) -> Description:
    check_format(file, "description of a model in C", FORMAT, VERSION)
    sizes = ("arena_bytes", "arena_alignment", "state_bytes", "weight_bytes")
    lists = ("inputs", "outputs", "sources", "files")
    fields = fields_of(
        file, "the file", "format", "version", "name", "machine", "weights", *sizes, *lists
    )
    for key in sizes:
        checked(fields[key], lambda n: is_count(n) and n < MOST_BYTES, key, "a number of bytes")
    for key in lists:
        checked(fields[key], is_list, key, "a list")
    for key in ("sources", "files"):
        for name in fields[key]:
            checked(name, _is_file_name, key, "names of files in the folder")
    alignment = fields["arena_alignment"]
    checked(alignment, lambda n: n > 0 and n & (n - 1) == 0, "arena_alignment", "a power of 2")
    checked(fields["name"], _is_identifier, "name", "a name in C")
    checked(fields["machine"], MACHINES.__contains__, "machine", f"one of {', '.join(MACHINES)}")
    modes = [mode.value for mode in Weights]
    checked(fields["weights"], modes.__contains__, "weights", f"one of {', '.join(modes)}")
    interface = Interface(
        fields["name"],
        [_tensor(entry, f"inputs[{i}]") for i, entry in enumerate(fields["inputs"])],
        [_tensor(entry, f"outputs[{i}]") for i, entry in enumerate(fields["outputs"])],
        fields["arena_bytes"],
        fields["state_bytes"],
        alignment,
        fields["machine"],
    )
    weights = Weights(fields["weights"])
    return Description(
        interface, fields["weight_bytes"], weights, fields["sources"], fields["files"]
    )


def _tensor(entry: object, where: str) -> Tensor:
    fields = fields_of(entry, where, "name", "elements", "type", "shape")
    checked(fields["name"], _is_identifier, f"{where}: name", "a name in C")
    known = ", ".join(C_TYPES)
    checked(fields["elements"], lambda e: is_text(e) and e in C_TYPES, f"{where}: elements", known)
    checked(fields["shape"], _is_shape, f"{where}: shape", "a list of sizes")
    return Tensor(fields["name"], fields["elements"], tuple(fields["shape"]))


def _is_shape(value: Any) -> bool:
    return is_list(value) and all(map(is_count, value)) and math.prod(value) < MOST_BYTES


def _is_identifier(value: Any) -> bool:
    return is_text(value) and value.isidentifier() and value.isascii()


def _is_file_name(value: Any) -> bool:
    return is_text(value) and bool(value) and Path(value).name == value
