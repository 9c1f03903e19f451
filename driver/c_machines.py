"""Whether this machine is what a target of C is for, and what flags compile for it here."""

from __future__ import annotations

import platform
from collections.abc import Mapping, Sequence

from qir.diagnostics import QirError
from qir.driver.host import instruction_sets
from qir.targets import Machine

_AVX2 = ("avx2", "bmi1", "bmi2", "f16c", "fma", "movbe")
_AVX512 = ("avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl", "avx512_vnni")
NEEDS: Mapping[str, tuple[str, Sequence[str]]] = {
    "x86-64-v4": ("x86_64", (*_AVX2, *_AVX512)),
    "x86-64-v3": ("x86_64", _AVX2),
    "aarch64-dotprod": ("aarch64", ("asimddp",)),
    "aarch64-i8mm": ("aarch64", ("asimddp", "i8mm")),
    "cortex-m4": ("Arm Cortex-M4", ()),
    "cortex-m55": ("Arm Cortex-M55", ()),
}
"""By machine: its processor as the system calls it, and instruction sets as Linux calls them. What
is not there is for any."""
NATIVE = ("-march=native",)


def check_here(machine: Machine) -> None:
    """Raise QirError where this machine is another, and say what it lacks."""
    here = platform.machine()
    processor, sets = NEEDS.get(machine.name, (here, ()))
    if processor != here:
        raise QirError(f"c:{machine.name} is for {processor}, and this machine is {here}")
    present = instruction_sets()
    if present and (missing := [each for each in sets if each not in present]):
        raise QirError(f"c:{machine.name} needs {', '.join(missing)}, which this machine lacks")


def flags_here(machine: Machine) -> tuple[str, ...]:
    """Of a compiler; what is for any machine may use all that this one has."""
    return machine.flags or NATIVE
