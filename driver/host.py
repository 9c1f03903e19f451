"""What machine a measurement was made on: the ratios depend on its instruction sets."""

from __future__ import annotations

import platform
from pathlib import Path

INT8_FLAGS = {
    "x86_64": ("avx2", "avx512f", "avx512_vnni", "avx_vnni", "amx_int8"),
    "aarch64": ("asimd", "asimddp", "i8mm", "sve"),
}


def describe() -> str:
    """CPU model and the instruction sets that decide the speed of int8 kernels, + has, - lacks."""
    machine = platform.machine()
    facts = _facts()
    if not facts:
        return f"{platform.processor() or machine} (instruction sets unknown)"
    present = instruction_sets()
    flags = (f"{'+' if f in present else '-'}{f}" for f in INT8_FLAGS.get(machine, ()))
    return f"{facts.get('model name', machine)} ({' '.join(flags)})"


def instruction_sets() -> frozenset[str]:
    """Those of this machine, as Linux calls them; none where the system does not tell."""
    facts = _facts()
    return frozenset(facts.get("flags", facts.get("Features", "")).split())


def _facts() -> dict[str, str]:
    cpuinfo = Path("/proc/cpuinfo")
    if not cpuinfo.exists():
        return {}
    lines = (line.partition(":") for line in cpuinfo.read_text().splitlines())
    return {key.strip(): value.strip() for key, _, value in lines}
