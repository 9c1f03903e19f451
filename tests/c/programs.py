"""Generated models as programs: compiled for this machine or another, and run on arrays.

A program reads `inputs.bin`, all inputs of a call after another, runs the model on each set, and
writes `outputs.bin`. On a bare Cortex-M it does so through semihosting.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from c.libraries import MACHINES as OF_THIS_MACHINE

from qir import targets
from qir.targets import C_TARGET

Array = npt.NDArray[Any]
DTYPES = {"float": "<f4", "uint8_t": "u1", "int8_t": "i1", "int32_t": "<i4", "int64_t": "<i8"}
WARNINGS = (
    *("-std=c99", "-pedantic", "-Wall", "-Wextra", "-Wconversion", "-Wshadow", "-Werror"),
    *("-ffunction-sections", "-fdata-sections"),
)
SANITIZERS = "-fsanitize=address,undefined,float-cast-overflow", "-fno-sanitize-recover=all"
CORTEX_M = Path(__file__).parent / "cortex_m"
BARE = "--specs=rdimon.specs", "-nostartfiles", f"-L{CORTEX_M}", str(CORTEX_M / "start.c")


@dataclass(frozen=True)
class Machine:
    """What makes programs of C for a target, and what runs them."""

    compiler: Sequence[str]
    runner: Sequence[str] = ()
    timeout: float = 120.0
    target: str = C_TARGET

    @property
    def missing(self) -> str | None:
        """The first of its tools that is not installed."""
        tools = [self.compiler[0], *self.runner[:1]]
        return next((tool for tool in tools if shutil.which(tool) is None), None)


def _on_aarch64(machine: str) -> Machine:
    """With kernels of the machine's own."""
    compiler = "aarch64-linux-gnu-gcc", "-O2", "-static", *targets.MACHINES[machine].flags
    return Machine(compiler, ("qemu-aarch64", "-cpu", "max"), target=f"c:{machine}")


_SYSTEM = ("qemu-system-arm", "-nographic", "-semihosting", "-monitor", "none", "-serial", "none")
MACHINES: Mapping[str, Machine] = {
    "gcc-O0": Machine(("gcc", "-O0")),
    "gcc-O3-native": Machine(("gcc", "-O3", "-march=native")),
    "gcc-sanitized": Machine(("gcc", "-O1", "-g", *SANITIZERS)),
    "clang-O2": Machine(("clang", "-O2")),
    "aarch64": Machine(
        ("aarch64-linux-gnu-gcc", "-O2", "-static"), ("qemu-aarch64", "-cpu", "cortex-a53")
    ),
    **{
        f"{name}-sanitized": Machine(
            ("gcc", "-O1", "-g", *SANITIZERS, *targets.MACHINES[name].flags), target=f"c:{name}"
        )
        for name in OF_THIS_MACHINE
    },
    "aarch64-dotprod": _on_aarch64("aarch64-dotprod"),
    "aarch64-i8mm": _on_aarch64("aarch64-i8mm"),
    "cortex-m4": Machine(
        (
            *("arm-none-eabi-gcc", "-Os", "-mcpu=cortex-m4", "-mthumb", "-mfloat-abi=hard"),
            *("-mfpu=fpv4-sp-d16", *BARE, "-T", str(CORTEX_M / "an386.ld")),
        ),
        (*_SYSTEM, "-M", "mps2-an386", "-kernel"),
        target="c:cortex-m4",
    ),
    "cortex-m55": Machine(
        (
            *("arm-none-eabi-gcc", "-O2", "-mcpu=cortex-m55", "-mthumb", "-mfloat-abi=hard"),
            *(*BARE, "-T", str(CORTEX_M / "an547.ld")),
        ),
        (*_SYSTEM, "-M", "mps3-an547", "-kernel"),
        target="c:cortex-m55",
    ),
}


def run_on(
    machine: Machine, folder: Path, samples: Sequence[Sequence[Array]], *, resets: bool = True
) -> list[list[Array]]:
    """The outputs of the model of a folder for each sample, which is an array for each input.

    `resets`: before each sample; without, before the first alone.
    """
    interface = json.loads((folder / "model.json").read_text())
    program, main = folder / "program", folder / "program_main.c"
    main.write_text(main_text(interface, resets=resets))
    names = ["model.c", "weights.c", main.name]
    sources = [str(folder / name) for name in names]
    command = [*machine.compiler, *WARNINGS, "-Wl,--gc-sections", *sources, "-o", str(program)]
    _run(command, folder, machine.timeout)
    content = b"".join(array.tobytes() for sample in samples for array in sample)
    (folder / "inputs.bin").write_bytes(content)
    _run([*machine.runner, str(program)], folder, machine.timeout)
    return _outputs(interface, (folder / "outputs.bin").read_bytes(), len(samples))


def _run(command: Sequence[str], folder: Path, timeout: float) -> None:
    found = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, timeout=timeout, check=False
    )
    assert found.returncode == 0, f"{' '.join(command)}\n{found.stdout}{found.stderr}"


def _outputs(interface: Mapping[str, Any], content: bytes, count: int) -> list[list[Array]]:
    found, start = list[list[Array]](), 0
    for _ in range(count):
        found.append([])
        for tensor in interface["outputs"]:
            dtype = np.dtype(DTYPES[tensor["type"]])
            size = int(np.prod(tensor["shape"], dtype=np.int64))
            array = np.frombuffer(content, dtype, size, start).reshape(tensor["shape"])
            found[-1].append(array)
            start += array.nbytes
    assert start == len(content)
    return found


def main_text(interface: Mapping[str, Any], *, resets: bool = True) -> str:
    """The program around a model."""
    reset = "model_reset(arena);\n"
    first, again = ("", f"        {reset}") if resets else (f"    {reset}", "")

    def each(kind: str, line: str) -> str:
        return "".join(
            line.format(**tensor, size=int(np.prod(tensor["shape"], dtype=np.int64)))
            for tensor in interface[kind]
        )

    storage = each("inputs", "static {type} in_{name}[{size}];\n") + each(
        "outputs", "static {type} out_{name}[{size}];\n"
    )
    fields = each("inputs", "    inputs.{name} = in_{name};\n") + each(
        "outputs", "    outputs.{name} = out_{name};\n"
    )
    reads = each("inputs", "    read += fread(in_{name}, 1, sizeof in_{name}, file);\n")
    writes = each("outputs", "        fwrite(out_{name}, 1, sizeof out_{name}, to);\n")
    return f"""\
#include "model.h"

#include <stdio.h>

{storage}
static unsigned char memory[MODEL_ARENA_BYTES + MODEL_ARENA_ALIGNMENT];

static size_t read_all(FILE *file)
{{
    size_t read = 0;
{reads}    return read;
}}

int main(void)
{{
    FILE *from = fopen("inputs.bin", "rb"), *to = fopen("outputs.bin", "wb");
    unsigned char *arena = memory;
    model_inputs inputs;
    model_outputs outputs;
    if (!from || !to) {{
        return 1;
    }}
    while ((uintptr_t)arena % MODEL_ARENA_ALIGNMENT) {{
        ++arena;
    }}
{fields}{first}    while (read_all(from)) {{
{again}        model_invoke(&inputs, &outputs, arena);
{writes}    }}
    return fclose(to) != 0 || fclose(from) != 0;
}}
"""
