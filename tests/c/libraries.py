"""Libraries of C for tests: made once for all processes and runs, and called by ctypes.

Where a kernel does what C leaves open, a library of `gcc-undefined` says so: it has handlers of its
own for what `-fsanitize=undefined` finds, in place of a runtime that would end the process.
"""

from __future__ import annotations

import ctypes
import fcntl
import subprocess
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from hashlib import sha256
from pathlib import Path

from qir import targets

UNDEFINED = "-O1", "-fsanitize=undefined,float-cast-overflow"
COMPILERS: Mapping[str, Sequence[str]] = {
    "gcc-O0": ("gcc", "-O0"),
    "gcc-O2": ("gcc", "-O2"),
    "gcc-O3-native": ("gcc", "-O3", "-march=native"),
    "gcc-undefined": ("gcc", *UNDEFINED),
    "clang-O3-native": ("clang", "-O3", "-march=native"),
}
OF_MACHINES: Mapping[str, Sequence[str]] = {
    "gcc-O2": ("gcc", "-O2"),
    "gcc-undefined": COMPILERS["gcc-undefined"],
    "clang-O3": ("clang", "-O3"),
}
HERE = Path("/proc/cpuinfo").read_text().split()
"""Among others what this processor can do."""
NEEDED = {"x86-64-v4": ("avx512bw", "avx512_vnni"), "x86-64-v3": ("avx2", "fma")}
"""Of a processor, by machine."""
MACHINES = [name for name, needed in NEEDED.items() if all(each in HERE for each in needed)]
"""That have kernels of their own, which run here."""
SETTINGS: Mapping[str, Sequence[str]] = {
    **COMPILERS,
    **{
        f"{machine} {name}": (*command, *targets.MACHINES[machine].flags)
        for machine in MACHINES
        for name, command in OF_MACHINES.items()
    },
}
"""Compilers with options, after the machine where that is one with kernels of its own."""


def machine_of(setting: str) -> str:
    """What the C of a setting is for."""
    return setting.rpartition(" ")[0] or targets.GENERIC


HEADERS = "".join(f"#include <{name}.h>\n" for name in ("math", "stddef", "stdint", "string"))
KINDS = (
    *("add_overflow", "alignment_assumption", "builtin_unreachable", "divrem_overflow"),
    *("float_cast_overflow", "invalid_builtin", "load_invalid_value", "missing_return"),
    *("mul_overflow", "negate_overflow", "nonnull_arg", "nonnull_return_v1", "out_of_bounds"),
    *("pointer_overflow", "shift_out_of_bounds", "sub_overflow", "type_mismatch_v1"),
)
"""Of undefined behaviour."""
HANDLERS = "const char *undefined_behaviour;\n" + "".join(
    f'void __ubsan_handle_{kind}(void) {{ undefined_behaviour = "{kind}"; }}\n' for kind in KINDS
)
FOLDER = Path(__file__).parents[2] / "build" / "test-libraries"


def compiled(name: str, source: str, compiler: str) -> ctypes.CDLL:
    """The library of a source, made by a compiler with options of `SETTINGS`."""
    command = [*SETTINGS[compiler], "-fPIC"]
    text = f"{HEADERS}{HANDLERS}{source}"
    library = built(name, compiler, text, command, [command[0], "-shared"], "so")
    return ctypes.CDLL(str(library))


def built(
    name: str, setting: str, text: str, compile: Sequence[str], link: Sequence[str], suffix: str
) -> Path:
    """What is made of C by a command that compiles, and one that links.

    An older one of the same name and setting goes.
    """
    command = [*compile, "-std=c99", "-w"]
    key = sha256("\0".join([*command, *link, _version(command[0]), text]).encode())
    stem = f"{name}-{setting.replace(' ', '-')}"
    made = FOLDER / f"{stem}.{key.hexdigest()[:16]}.{suffix}"
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / f"{stem}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            for old in FOLDER.glob(f"{stem}.*.*"):
                old.unlink()
            code, objects = made.with_suffix(".c"), made.with_suffix(".o")
            code.write_text(text)
            partial = made.with_suffix(".partial")
            subprocess.run([*command, "-c", str(code), "-o", str(objects)], check=True)
            # Without the sanitizer's option, which would bring its runtime.
            subprocess.run([*link, str(objects), "-o", str(partial)], check=True)
            partial.replace(made)
    return made


def compiled_by_all(name: str, sources: Mapping[str, str]) -> None:
    """The same by all compilers at once, so that they are there when they are wanted.

    `sources`: by machine.
    """
    with ThreadPoolExecutor() as threads:
        made = [(sources[machine_of(each)], each) for each in SETTINGS]
        for library in [threads.submit(compiled, name, *each) for each in made]:
            library.result()


def undefined_behaviour(library: ctypes.CDLL) -> str | None:
    """The kind of what was last met in a library of `gcc-undefined`; forgotten once told."""
    kind = ctypes.c_char_p.in_dll(library, "undefined_behaviour")
    found, kind.value = kind.value, None
    return found.decode() if found else None


@cache
def _version(compiler: str) -> str:
    command = [compiler, "--version"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout
