"""A module of calls as a folder of C files."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from xdsl.dialects.builtin import ModuleOp
from xdsl.dialects.func import FuncOp
from xdsl.ir import Operation, SSAValue

from qir import __version__
from qir.backends.c import kernel_files as kernels
from qir.backends.c import project
from qir.backends.c.code import Code
from qir.backends.c.description import FILE, Description, is_c_folder, read_description
from qir.backends.c.interface import ALIGNMENT, Interface, entry_of, interface_of
from qir.backends.c.library import Definition, base, needed
from qir.backends.c.modes import Weights
from qir.backends.c.names import local_names, name_constants
from qir.backends.c.text import COLUMNS, has_word, listed
from qir.backends.c.weights import (
    Constant,
    blob,
    constants_of,
    declarations,
    definitions,
    places,
    total_bytes,
)
from qir.diagnostics import QirError
from qir.dialects.c import CallOp, IfOp, OnceOp, ViewOp, WhileOp, memory_of
from qir.dialects.tfl.constants import constant_value
from qir.files import write_folder

MADE_BY = f"Made by QIR {__version__}."
TAKEN = ("example_main", "kernels", "weights")
TARGETS = """
all clean depend edit_cache help install list_install_components package package_source preinstall
rebuild_cache test
"""
"""Of CMake itself; the library is one of the model's name."""
MEMORY = "    unsigned char *memory = (unsigned char *)arena;\n"
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Generated:
    """What was written: the interface, the bytes of all constants, and of each file."""

    interface: Interface
    weight_bytes: int
    files: Mapping[str, int]


def write_c(
    module: ModuleOp,
    folder: Path,
    *,
    name: str = "model",
    weights: Weights = Weights.C,
    stubs: bool = False,
) -> Generated:
    """Write a model whose memory is planned into a folder, all of it or nothing.

    `name`: what identifiers and files begin with. `stubs`: kernels are in files of their own, for
    others to take their place.

    Raises QirError where a call is of no kernel, and where the folder cannot be written to or has
    files of the same names that are not QIR's.
    """
    with c_folder(folder) as new:
        return emit_c(module, new, name=name, weights=weights, stubs=stubs)


def measure_c(module: ModuleOp) -> Generated:
    """What a model whose memory is planned comes to, but for its files."""
    constants = {c.number: c for c in _constants(entry_of(module)).values()}
    return Generated(interface_of(module, "model"), total_bytes([*constants.values()]), {})


def is_lowered(module: ModuleOp) -> bool:
    """Whether its ops are calls of kernels already."""
    return any(isinstance(op, CallOp | ViewOp | WhileOp | IfOp | OnceOp) for op in module.walk())


def calls_of(module: ModuleOp) -> list[CallOp]:
    """What the model calls in each run, in the order of the text; in loops and branches too."""
    function = entry_of(module)
    blocks = [op for op in function.body.block.ops if not isinstance(op, OnceOp)]
    return [op for block in blocks for op in block.walk() if isinstance(op, CallOp)]


@contextmanager
def c_folder(folder: Path) -> Generator[Path]:
    """An empty folder for `emit_c`, whose files come into `folder` when the block succeeds, in
    place of those that QIR has written there before."""
    own = read_description(folder).files if is_c_folder(folder) else ()
    with write_folder(folder, own) as new:
        yield new


def emit_c(
    module: ModuleOp,
    folder: Path,
    *,
    name: str = "model",
    weights: Weights = Weights.C,
    stubs: bool = False,
    timed: bool = False,
) -> Generated:
    """The same into an empty folder, where an error leaves a part.

    `timed`: each of `calls_of` the module is followed by a call of `<name>_timed` with its number,
    which others define, see `backends.c.stopwatch`.
    """
    check_name(name)
    function, interface = entry_of(module), interface_of(module, name)
    names = local_names(function, interface)
    by_value = name_constants(function, _constants(function), names)
    constants = list({c.number: c for c in by_value.values()}.values())
    nbytes = total_bytes(constants)
    numbers: dict[Operation, int] = {}
    if timed:
        numbers.update((op, number) for number, op in enumerate(calls_of(module)))
    code = Code(interface, by_value, names, weights, stubs, numbers)
    calls, once = code.statements(function), code.statements(function, once=True)
    used = needed(code.kernels, interface.machine)
    sources = [f"{name}.c"]
    files: dict[str, Parts] = {
        f"{name}.h": _text(project.header(interface, nbytes, weights, MADE_BY)),
        f"{name}.c": _text(_model(code, used, calls, once, constants)),
    }
    if stubs:
        called = [each for each in used if each.name in code.kernels]
        files["kernels.h"] = _text(kernels.header(called, MADE_BY))
        files["kernels.c"] = _text(
            kernels.bodies(used, code.kernels, base(interface.machine), MADE_BY)
        )
        sources.append("kernels.c")
    if weights is not Weights.BLOB:
        lines = "\n".join(declarations(constants, interface, weights))
        files["weights.h"] = _text(_weights_header(interface, lines))
        files["weights.c"] = _weights(constants, interface, weights)
        sources.append("weights.c")
    if weights is not Weights.C:
        files["weights.bin"] = blob(constants)
    files["example_main.c"] = _text(project.example(interface, weights))
    files["CMakeLists.txt"] = _text(project.cmake(interface, weights, sources))
    described = Description(interface, nbytes, weights, sources, [*files, FILE])
    files[FILE] = _text(described.text())
    sizes = {file: _write(folder / file, parts) for file, parts in files.items()}
    return Generated(interface, nbytes, sizes)


def check_name(name: str) -> None:
    """Raise QirError where files and identifiers cannot begin with a name."""
    if not _NAME.fullmatch(name):
        raise QirError(f"C backend: {name!r} is no name in C; expected letters, digits and _")
    if name in TAKEN:
        raise QirError(f"C backend: {name!r} is what another file is called; name it otherwise")
    if name in TARGETS.split():
        raise QirError(f"C backend: {name!r} is a target that CMake has; name it otherwise")


Parts = Iterator[bytes | memoryview]


def _write(path: Path, parts: Parts) -> int:
    with path.open("wb") as file:
        return sum(file.write(part) for part in parts)


def _constants(function: FuncOp) -> Mapping[SSAValue, Constant]:
    """Those that are read, in the order of the ops that do."""
    read = {
        value: weight
        for op in function.walk()
        for value in map(memory_of, op.operands)
        if (weight := constant_value(value.owner)) is not None
    }
    return constants_of(list(read), read)


def _text(text: str) -> Parts:
    return iter([text.encode()])


def _model(
    code: Code, used: list[Definition], calls: str, once: str, constants: list[Constant]
) -> str:
    """`used`: the kernels called, and what they need."""
    interface, name, mode = code.interface, code.interface.name, code.mode
    included = ["math.h", "stddef.h", "string.h"]
    sections = [
        f'/* {MADE_BY} */\n#include "{name}.h"'
        + ("" if mode is Weights.BLOB else '\n#include "weights.h"')
        + ('\n#include "kernels.h"' if code.stubs else "")
        + "\n\n"
        + "\n".join(f"#include <{file}>" for file in included)
        + (f"\n\nvoid {name}_timed(int32_t call);" if code.timed else "")
    ]
    if not code.stubs:
        texts = (base(interface.machine).rstrip(), *(each.text for each in used))
        sections.append(_section("Kernels, of any sizes.", texts))
        if code.texts:
            texts = (text.rstrip() for text in code.texts)
            sections.append(_section("Kernels of the sizes that the model has.", texts))
    if mode is Weights.BLOB:
        where = "\n".join(places(constants, interface))
        texts = (f"const unsigned char *{name}_weights;", *([where] if constants else []))
        sections.append(_section("Constants.", texts))
    states = interface.state_bytes
    reset = f"    memset(arena, 0, {states});\n" if states else "    (void)arena;\n"
    if has_word(once, "memory"):
        reset = f"{MEMORY}{reset}"
    unused = "".join(
        f"    (void){each};\n" for each in ("inputs", "outputs") if not has_word(calls, each)
    )
    memory = MEMORY if has_word(calls, "memory") else "    (void)arena;\n"
    invoke = f"void {name}_invoke"
    taken = [f"const {name}_inputs *inputs", f"{name}_outputs *outputs", "void *arena"]
    functions = (
        f"void {name}_reset(void *arena)\n{{\n{reset}{once}}}",
        "\n".join((*listed(invoke, taken, ""), f"{{\n{memory}{unused}{calls}}}")),
    )
    sections.append(_section("The model.", functions))
    return "\n\n".join(sections) + "\n"


def _section(title: str, texts: Iterable[str]) -> str:
    return "\n\n".join((f"/* --- {title} {'-' * (COLUMNS - 12 - len(title))} */", *texts))


def _weights_header(interface: Interface, lines: str) -> str:
    name, upper = interface.name, interface.name.upper()
    return f"""\
/* {MADE_BY} The constants of {name}.c. */
#ifndef {upper}_WEIGHTS_H
#define {upper}_WEIGHTS_H

#include <stdint.h>

#if defined(__GNUC__)
#define {upper}_ALIGNED __attribute__((aligned({ALIGNMENT})))
#else
#define {upper}_ALIGNED
#endif

#ifdef __cplusplus
extern "C" {{
#endif

{lines}

#ifdef __cplusplus
}}
#endif

#endif
"""


def _weights(constants: list[Constant], interface: Interface, mode: Weights) -> Parts:
    yield f"""\
/* {MADE_BY} */
#include "weights.h"

#if defined(__GNUC__)
#pragma GCC diagnostic ignored "-Woverlength-strings"
#endif

""".encode()
    yield from definitions(constants, interface, mode)
