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
    cpuinfo = Path("/proc/cpuinfo")
    if not cpuinfo.exists():
        return f"{platform.processor() or machine} (instruction sets unknown)"
    lines = (line.partition(":") for line in cpuinfo.read_text().splitlines())
    facts = {key.strip(): value.strip() for key, _, value in lines}
    present = facts.get("flags", facts.get("Features", "")).split()
    flags = (f"{'+' if f in present else '-'}{f}" for f in INT8_FLAGS.get(machine, ()))
    return f"{facts.get('model name', machine)} ({' '.join(flags)})"
