"""What compilers make of kernels: the instructions of the innermost loops.

How fast kernels are is not measured on machines that are emulated; what their loops hold says it.
"""

from __future__ import annotations

import platform
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from c.libraries import HEADERS

from qir.backends.c.library import KERNEL, base, definitions, needed
from qir.targets import MACHINES

INLINED = (
    "#define QIR_KERNEL static inline __attribute__((always_inline, unused))\n"
    "#define QIR_SHARED __attribute__((noinline))\n"
)
_FUNCTION = re.compile(r"[0-9a-f]+ <(\w+)>:$")
_INSTRUCTION = re.compile(r"\s*([0-9a-f]+):\t(\S+)\s*(.*)$")
_TARGET = re.compile(r"(?:^|[\s,])([0-9a-f]+) <")
_STACK = re.compile(r"\[sp\b|\(%[re]sp\b")
_CALLS = "bl", "call", "callq"


@dataclass(frozen=True, slots=True)
class Instruction:
    """One of a function: `sdot` of `v2.4s, v0.16b, v1.4b[0]`."""

    address: int
    name: str
    operands: str

    @property
    def is_of_stack(self) -> bool:
        """Whether it reads from the stack or writes to it, as where registers do not suffice."""
        return _STACK.search(self.operands) is not None

    @property
    def target(self) -> int | None:
        """Where it jumps to, if it does."""
        found = None if self.name in _CALLS else _TARGET.search(self.operands)
        return int(found[1], 16) if found else None


Loop = Sequence[Instruction]


@dataclass(frozen=True)
class Toolchain:
    """A compiler with options, and what prints its instructions."""

    compiler: Sequence[str]
    objdump: str

    @property
    def missing(self) -> str | None:
        """The first of its tools that is not installed."""
        return next((t for t in (self.compiler[0], self.objdump) if not shutil.which(t)), None)


_ON_AARCH64 = "aarch64-linux-gnu-objdump"
TOOLCHAINS: Mapping[str, Mapping[str, Toolchain]] = {
    "x86": {
        "gcc": Toolchain(("gcc",), "objdump"),
        "clang": Toolchain(("clang",), "objdump"),
    },
    "aarch64": {
        "gcc": Toolchain(("aarch64-linux-gnu-gcc",), _ON_AARCH64),
        "clang": Toolchain(("clang", "--target=aarch64-linux-gnu"), _ON_AARCH64),
    },
    "cortex": {"gcc": Toolchain(("arm-none-eabi-gcc", "-mthumb"), "arm-none-eabi-objdump")},
}
"""By the first part of a machine's name, and by compiler."""


@cache
def instructions(name: str, machine: str, compiler: str) -> Mapping[str, Sequence[Instruction]]:
    """By function: a kernel of a machine, and those that it shares with others, by -O2.

    Skips the test where a tool is not installed.
    """
    family = machine.partition("-")[0]
    toolchain = TOOLCHAINS[family][compiler]
    if toolchain.missing:
        pytest.skip(f"{toolchain.missing} is not installed")
    if family == "x86" and platform.machine() != "x86_64":
        pytest.skip("compilers make no code for x86 here")
    texts = [
        each.text.replace(KERNEL, "") if each.name == name else each.text
        for each in needed([name], machine)
    ]
    source = "\n\n".join([f"{HEADERS}{INLINED}{base(machine)}", *texts, ""])
    with TemporaryDirectory() as folder:
        code, objects = Path(folder, "kernel.c"), str(Path(folder, "kernel.o"))
        code.write_text(source)
        options = "-O2", "-std=c99", "-w", *MACHINES[machine].flags
        command = [*toolchain.compiler, *options, "-c", str(code), "-o", objects]
        subprocess.run(command, check=True)
        dump = [toolchain.objdump, "-d", "--no-show-raw-insn", objects]
        text = subprocess.run(dump, check=True, capture_output=True, text=True).stdout
    found = dict[str, list[Instruction]]()
    function = list[Instruction]()
    for line in text.splitlines():
        if match := _FUNCTION.match(line):
            function = found.setdefault(match[1], [])
        elif match := _INSTRUCTION.match(line):
            function.append(Instruction(int(match[1], 16), match[2], match[3]))
    return found


def innermost_loops(function: Sequence[Instruction]) -> Sequence[Loop]:
    """What lies between a jump back and where it leads, where no other jump back is between."""
    at = {each.address: index for index, each in enumerate(function)}
    spans = [
        (at[each.target], index)
        for index, each in enumerate(function)
        if each.target in at and each.target <= each.address
    ]
    inner = [
        (start, end)
        for start, end in spans
        if not any(start <= s and e <= end for s, e in spans if (s, e) != (start, end))
    ]
    return [function[start : end + 1] for start, end in inner]


def shortest(loops: Sequence[Loop], name: str, wanted: int) -> Loop:
    """The loop that has so many instructions whose name begins so, and the fewest others."""
    found = [loop for loop in loops if count(loop, name) == wanted]
    counts = sorted({count(loop, name) for loop in loops})
    assert found, f"no loop has {wanted} {name}; loops have {counts}"
    return min(found, key=len)


def count(loop: Loop, name: str) -> int:
    """How many of its instructions have a name that begins so."""
    return sum(each.name.startswith(name) for each in loop)


def number(name: str, machine: str) -> int:
    """What a macro of a machine's kernels says."""
    return int(definitions(machine)[name].text.split()[-1])
