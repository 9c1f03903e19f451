"""A module of calls as a folder of C files."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from xdsl.dialects.builtin import ModuleOp
from xdsl.dialects.func import FuncOp
from xdsl.ir import SSAValue

from qir import __version__
from qir.backends.c import project
from qir.backends.c.code import Code, library
from qir.backends.c.interface import Interface, entry_of, interface_of
from qir.backends.c.library import base
from qir.backends.c.weights import (
    ALIGNMENT,
    Constant,
    Weights,
    blob,
    constants_of,
    declarations,
    definitions,
    total_bytes,
)
from qir.diagnostics import QirError
from qir.dialects.c import memory_of
from qir.dialects.tfl.constants import constant_value
from qir.files import write_atomically

MADE_BY = f"Made by QIR {__version__}."
MEMORY = "    unsigned char *memory = (unsigned char *)arena;\n"
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*", re.ASCII)


def write_c(
    module: ModuleOp, folder: Path, *, name: str = "model", weights: Weights = Weights.C
) -> int:
    """Write a model whose memory is planned; gives how many bytes its weights have.

    Raises QirError before anything is written where a call is of no kernel, and where the folder
    cannot be written to.
    """
    if not _NAME.fullmatch(name):
        raise QirError(f"C backend: {name!r} is no name in C; expected letters, digits and _")
    files = dict(_files(module, name, weights))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise QirError(f"{folder}: cannot be made: {error.strerror}") from error
    size = 0
    for file, parts in files.items():
        with write_atomically(folder / file) as sink:
            for part in parts:
                sink.write(part)
    return size


Parts = Iterator[bytes | memoryview]


def _files(module: ModuleOp, name: str, mode: Weights) -> Iterator[tuple[str, Parts]]:
    function, interface = entry_of(module), interface_of(module, name)
    by_value = _constants(function)
    constants = list({c.number: c for c in by_value.values()}.values())
    nbytes = total_bytes(constants)
    code = Code(interface, by_value, mode)
    calls, once = code.statements(function), code.statements(function, once=True)
    yield f"{name}.h", _text(project.header(interface, nbytes, mode, MADE_BY))
    yield f"{name}.c", _text(_model(code, calls, once, mode))
    if mode is not Weights.BLOB:
        lines = "\n".join(declarations(constants, interface, mode))
        yield "weights.h", _text(_weights_header(interface, lines))
        yield "weights.c", _weights(constants, interface, mode)
    if mode is not Weights.C:
        yield "weights.bin", blob(constants)
    yield "example_main.c", _text(project.example(interface, mode))
    yield "CMakeLists.txt", _text(project.cmake(interface, mode))
    yield f"{name}.json", _text(project.description(interface, nbytes, mode))


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


def _model(code: Code, calls: str, once: str, mode: Weights) -> str:
    interface = code.interface
    name = interface.name
    kernels = "\n\n".join(each.text for each in library(code.kernels))
    weights = f"const unsigned char *{name}_weights;\n" if mode is Weights.BLOB else ""
    included = "" if mode is Weights.BLOB else '#include "weights.h"\n'
    states = interface.state_bytes
    reset = f"    memset(arena, 0, {states});\n" if states else "    (void)arena;\n"
    if "(memory + " in once:
        reset = f"{MEMORY}{reset}"
    wrappers = "\n".join(code.texts)
    unused = "".join(
        f"    (void){each};\n"
        for each, is_used in (
            ("inputs", "inputs->" in calls),
            ("outputs", "outputs->" in calls),
        )
        if not is_used
    )
    memory = MEMORY if "(memory + " in calls else "    (void)arena;\n"
    return f"""\
/* {MADE_BY} */
#include "{name}.h"
{included}
#include <math.h>
#include <stddef.h>
#include <string.h>

{base()}
{kernels}

{wrappers}
{weights}
void {name}_reset(void *arena)
{{
{reset}{once}}}

void {name}_invoke(const {name}_inputs *inputs, {name}_outputs *outputs, void *arena)
{{
{memory}{unused}{calls}}}
"""


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
