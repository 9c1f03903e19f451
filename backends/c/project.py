"""The files around `model.c`: its header, a program that runs it, and a CMake project."""

from __future__ import annotations

import math
from collections.abc import Sequence

from qir.backends.c.interface import ALIGNMENT, Interface, Tensor
from qir.backends.c.modes import Weights
from qir.targets import MACHINES


def header(interface: Interface, weight_bytes: int, mode: Weights, made_by: str) -> str:
    name, upper = interface.name, interface.name.upper()
    arena_bytes = max(interface.arena_bytes, 1)  # C has no array of nothing.
    loaded = (
        f"\n/* Where {weight_bytes} bytes of weights.bin are, {ALIGNMENT}-byte aligned: to be set "
        f"before the first call. */\nextern const unsigned char *{name}_weights;\n"
        if mode is Weights.BLOB
        else ""
    )
    return f"""\
/* {made_by}
   A model as C99: no allocation, no dependency; thread-safe, each thread with its own arena. */
#ifndef {upper}_H
#define {upper}_H

#include <stdint.h>

#define {upper}_ARENA_BYTES {arena_bytes}
#define {upper}_ARENA_ALIGNMENT {interface.alignment}
/* Of the arena, at its start: what the model remembers from call to call. */
#define {upper}_STATE_BYTES {interface.state_bytes}
#define {upper}_WEIGHT_BYTES {weight_bytes}

#ifdef __cplusplus
extern "C" {{
#endif
{loaded}
typedef struct {name}_inputs {{
{_fields(interface.inputs, "const ")}}} {name}_inputs;

typedef struct {name}_outputs {{
{_fields(interface.outputs, "")}}} {name}_outputs;

/* Forget what the model remembers: to be called once for an arena before its first use. */
void {name}_reset(void *arena);

/* Compute outputs from inputs. arena: {upper}_ARENA_BYTES bytes, aligned to
   {upper}_ARENA_ALIGNMENT, whose first {upper}_STATE_BYTES are to be left as they are between
   calls. No output may overlap another, an input or the arena: all are computed in. */
void {name}_invoke(const {name}_inputs *inputs, {name}_outputs *outputs, void *arena);

#ifdef __cplusplus
}}
#endif

#endif
"""


def _fields(tensors: Sequence[Tensor], qualifier: str) -> str:
    if not tensors:
        return "    char unused;\n"
    return "".join(f"    {qualifier}{t.c_type} *{t.name}; /* {t.text} */\n" for t in tensors)


_READ_FILE = """\
static void read_file(const char *path, void *data, size_t size)
{
    FILE *file = fopen(path, "rb");
    if (!file || fread(data, 1, size, file) != size) {
        fprintf(stderr, "%s: cannot be read, or has fewer than %lu bytes\\n", path,
                (unsigned long)size);
        exit(1);
    }
    fclose(file);
}

"""
_READ_INPUT = """\
static void read_input(int argc, char **argv, int number, void *data, size_t size)
{
    if (number < argc) {
        read_file(argv[number], data, size);
    }
}

"""


def example(interface: Interface, mode: Weights) -> str:
    """A program that reads each input from a file of raw numbers, and prints the outputs."""
    name, upper = interface.name, interface.name.upper()
    storage = "".join(
        f"static {t.c_type} {kind}_{t.name}[{max(math.prod(t.shape), 1)}];\n"
        for kind, tensors in (("in", interface.inputs), ("out", interface.outputs))
        for t in tensors
    )
    reads = "".join(
        f"    read_input(argc, argv, {number}, in_{t.name}, sizeof in_{t.name});\n"
        f"    inputs.{t.name} = in_{t.name};\n"
        for number, t in enumerate(interface.inputs, 1)
    )
    sets = "".join(f"    outputs.{t.name} = out_{t.name};\n" for t in interface.outputs)
    prints = "".join(
        f'    puts("{t.name}");\n'
        f"    for (i = 0; i < {math.prod(t.shape)}; ++i) {{\n"
        f'        printf("%.9g\\n", (double)out_{t.name}[i]);\n    }}\n'
        for t in interface.outputs
    )
    weights = (
        f"static unsigned char weights[{upper}_WEIGHT_BYTES + 1];\n" if mode is Weights.BLOB else ""
    )
    load = (
        '    read_file("weights.bin", weights, sizeof weights - 1);\n'
        f"    {name}_weights = weights;\n"
        if mode is Weights.BLOB
        else ""
    )
    readers = _READ_FILE if interface.inputs or mode is Weights.BLOB else ""
    readers += _READ_INPUT if interface.inputs else ""
    return f"""\
/* Runs the model once: example INPUT_FILE..., each of raw numbers as they lie in memory; inputs
   without a file are 0. */
#include "{name}.h"

#include <stdio.h>
#include <stdlib.h>

{storage}{weights}static union {{
    unsigned char bytes[{upper}_ARENA_BYTES + {upper}_ARENA_ALIGNMENT];
    double aligned;
}} arena;

{readers}int main({"int argc, char **argv" if interface.inputs else "void"})
{{
    const uintptr_t start = (uintptr_t)arena.bytes % {upper}_ARENA_ALIGNMENT;
    void *memory = arena.bytes + (start ? {upper}_ARENA_ALIGNMENT - start : 0);
    {name}_inputs inputs;
    {name}_outputs outputs;
    long i;
{load}{reads}{sets}    {name}_reset(memory);
    {name}_invoke(&inputs, &outputs, memory);
{prints}    return 0;
}}
"""


def cmake(interface: Interface, mode: Weights, sources: Sequence[str]) -> str:
    name = interface.name
    included = (
        "set_source_files_properties(weights.c PROPERTIES\n"
        '    COMPILE_OPTIONS "-Wa,-I${CMAKE_CURRENT_SOURCE_DIR}"\n'
        "    OBJECT_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/weights.bin)\n"
        if mode is Weights.INCBIN
        else ""
    )
    flags = " ".join(MACHINES[interface.machine].flags)
    options = f"target_compile_options({name} PRIVATE {flags})\n" if flags else ""
    return f"""\
cmake_minimum_required(VERSION 3.13)
project({name} C)

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release)
endif()

add_library({name} STATIC {" ".join(sources)})
set_target_properties({name} PROPERTIES C_STANDARD 99 C_STANDARD_REQUIRED ON C_EXTENSIONS OFF)
target_include_directories({name} PUBLIC ${{CMAKE_CURRENT_SOURCE_DIR}})
{included}{options}
add_executable({name}_example example_main.c)
set_target_properties({name}_example PROPERTIES C_STANDARD 99 C_EXTENSIONS OFF)
target_link_libraries({name}_example {name})
"""
