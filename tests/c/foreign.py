"""Kernels of machines that ctypes cannot load, called in a program that an emulator runs.

The program has all kernels of a machine. It reads a call after another from its input, with all
that the pointers are to, and writes what they are to then, see foreign_main.c. On Linux each buffer
ends where memory does, so that a kernel that reads beyond it ends the program.
"""

from __future__ import annotations

import atexit
import os
import select
import shutil
import struct
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from c.libraries import HANDLERS, HEADERS, UNDEFINED, built, machine_of
from c.programs import BARE, CORTEX_M
from c.programs import MACHINES as PROGRAMS

from qir import targets
from qir.backends.c.library import KERNEL, Definition, definitions

Array = npt.NDArray[Any]
MAIN = Path(__file__).with_name("foreign_main.c")
ON_LINUX = "#define _DEFAULT_SOURCE\n"
"""For memory that ends where it is said to."""
TIMEOUT = 60.0
"""Seconds that a call may take."""


@dataclass(frozen=True)
class Foreign:
    """What makes a program of C for another machine, and what runs it."""

    compile: Sequence[str]
    link: Sequence[str]
    runner: Sequence[str] = ()

    @property
    def missing(self) -> str | None:
        """The first of its tools that is not installed."""
        tools = [each[0] for each in (self.compile, self.link, self.runner) if each]
        return next((tool for tool in tools if shutil.which(tool) is None), None)


def _aarch64(machine: str) -> Mapping[str, Foreign]:
    flags, link = targets.MACHINES[machine].flags, ("aarch64-linux-gnu-gcc", "-static")
    compilers = {
        "gcc-O2": ("aarch64-linux-gnu-gcc", "-O2"),
        "gcc-undefined": ("aarch64-linux-gnu-gcc", *UNDEFINED),
        "clang-O3": ("clang", "--target=aarch64-linux-gnu", "-O3"),
    }
    runner = "qemu-aarch64", "-cpu", "max"
    return {
        f"{machine} {name}": Foreign((*compiler, *flags), link, runner)
        for name, compiler in compilers.items()
    }


def _cortex_m(machine: str, options: Sequence[str], script: str) -> Mapping[str, Foreign]:
    """On bare metal, which reads and writes what qemu does."""
    compile = "arm-none-eabi-gcc", "-mthumb", *options, *targets.MACHINES[machine].flags
    link = *compile, *BARE, "-T", str(CORTEX_M / script)
    return {f"{machine} gcc{options[0]}": Foreign(compile, link, PROGRAMS[machine].runner)}


FOREIGN: Mapping[str, Foreign] = {
    **_aarch64("aarch64-dotprod"),
    **_cortex_m("cortex-m4", ["-Os"], "an386.ld"),
    **_cortex_m("cortex-m55", ["-O2"], "an547.ld"),
}
"""By setting: a machine, then a compiler with its options."""
PRESENT = [setting for setting, foreign in FOREIGN.items() if not foreign.missing]
"""Those whose tools are installed."""


class Program:
    """A running program with all kernels of a setting's machine.

    `source`: of the kernels.
    """

    def __init__(self, setting: str, source: str) -> None:
        foreign = FOREIGN[setting]
        known = definitions(machine_of(setting)).values()
        kernels = [each for each in known if _is_callable(each)]
        self.numbers = {kernel.name: index for index, kernel in enumerate(kernels)}
        text = f"{ON_LINUX}{HEADERS}{HANDLERS}{source}\n{_dispatcher(kernels)}{MAIN.read_text()}"
        program = built("kernels", setting, text, foreign.compile, foreign.link, "program")
        self.command = [*foreign.runner, str(program)]
        self.process: subprocess.Popen[bytes] | None = None
        atexit.register(self.end)

    def call(
        self, kernel: Definition, pointers: Sequence[Array | None], numbers: Sequence[Any]
    ) -> str | None:
        """Calls a kernel, which writes to arrays whose pointers are not const.

        `numbers`: ctypes. Gives what the kernel did that C leaves open, if anything.
        """
        given = [parameter for parameter in kernel.parameters if parameter.is_pointer]
        written = [
            array if array is not None and not parameter.type.startswith("const") else None
            for parameter, array in zip(given, pointers, strict=True)
        ]
        head = [self.numbers[kernel.name], len(pointers), len(numbers)]
        sizes = [
            number
            for array, sent in zip(pointers, written, strict=True)
            for number in (-1 if array is None else array.nbytes, sent is not None)
        ]
        contents = [array.tobytes() for array in pointers if array is not None]
        words = [struct.pack(f"<{len(part)}i", *part) for part in (head, sizes)]
        process = self._running()
        assert process.stdin is not None
        try:
            process.stdin.write(b"".join([words[0], *map(bytes, numbers), words[1], *contents]))
            process.stdin.flush()
            (length,) = struct.unpack("<i", self._read(kernel, 4))
            wrong = self._read(kernel, length).decode()
            for array in written:
                if array is not None:
                    content = np.frombuffer(self._read(kernel, array.nbytes), array.dtype)
                    np.copyto(array, content.reshape(array.shape))
        except BaseException:
            self.end()
            raise
        return wrong or None

    def end(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.communicate()
            self.process = None

    def _running(self) -> subprocess.Popen[bytes]:
        if self.process is None:
            pipe = subprocess.PIPE
            self.process = subprocess.Popen(self.command, stdin=pipe, stdout=pipe)
        return self.process

    def _read(self, kernel: Definition, size: int) -> bytes:
        process = self._running()
        assert process.stdout is not None
        found = bytearray()
        while len(found) < size:
            ready, _, _ = select.select([process.stdout], [], [], TIMEOUT)
            assert ready, f"{kernel.name} does not return"
            part = os.read(process.stdout.fileno(), size - len(found))
            assert part, f"{kernel.name} ends the program with {process.wait(TIMEOUT)}"
            found += part
        return bytes(found)


def _is_callable(definition: Definition) -> bool:
    """Whether it is a function of pointers to plain types and of numbers, without a result."""
    if KERNEL not in definition.text or not definition.prototype.startswith("void "):
        return False
    return all("qir_" not in parameter.type for parameter in definition.parameters)


def _dispatcher(kernels: Sequence[Definition]) -> str:
    """The function that calls a kernel by its number."""
    cases = list[str]()
    most = [0, 0]
    for index, kernel in enumerate(kernels):
        counts, arguments = [0, 0], list[str]()
        for parameter in kernel.parameters:
            if parameter.is_pointer:
                arguments.append(f"({parameter.type})pointers[{counts[0]}]")
            else:
                field = "real" if parameter.type == "float" else "integer"
                arguments.append(f"numbers[{counts[1]}].{field}")
            counts[not parameter.is_pointer] += 1
        most = list(map(max, most, counts))
        cases.append(f"    case {index}: {kernel.name}({', '.join(arguments)}); break;\n")
    return f"""\
enum {{ MOST_POINTERS = {most[0]}, MOST_NUMBERS = {most[1]} }};

typedef union number {{
    int32_t integer;
    float real;
}} number;

static void call(int32_t kernel, void *const *pointers, const number *numbers)
{{
    switch (kernel) {{
{"".join(cases)}    default: break;
    }}
}}

"""
