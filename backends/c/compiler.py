"""The C compiler of the system, and the libraries that it made before."""

from __future__ import annotations

import ctypes
import hashlib
import os
import platform
import secrets
import shlex
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Lock

import numpy as np

from qir.backends.c.description import Description
from qir.backends.c.modes import Weights
from qir.diagnostics import QirError

COMPILERS = ("cc", "gcc", "clang")
FLAGS = ("-O2", "-march=native")
ALWAYS = ("-std=c99", "-shared", "-fPIC")
HASHED = (".c", ".h", ".inc", ".bin")
"""Files that a library depends on; also those that were put beside what QIR wrote."""


@dataclass(frozen=True, slots=True)
class Compiler:
    """A compiler's command, and what it says it is."""

    command: Sequence[str]
    version: str


def find_compiler(said: str | None = None) -> Compiler:
    """The compiler that was said, else that of $CC, else the first of `COMPILERS`.

    Raises QirError where there is none.
    """
    text = said or os.environ.get("CC", "")
    try:
        words = shlex.split(text)
    except ValueError as error:
        raise QirError(f"C compiler {text!r} is no command: {error}") from error
    if not words:
        words = [name for name in COMPILERS if shutil.which(name)][:1]
    if not words:
        names = ", ".join(COMPILERS)
        raise QirError(f"no C compiler: expected one of {names}; on Debian: apt install gcc")
    try:
        ran = subprocess.run([*words, "--version"], capture_output=True, text=True, check=False)
    except OSError as error:
        problem = f"C compiler {words[0]!r} cannot be run: {error.strerror}"
        raise QirError(f"{problem}; name another, or on Debian: apt install gcc") from error
    return Compiler(words, ran.stdout)


def library_of(
    folder: Path, described: Description, compiler: Compiler, flags: Sequence[str]
) -> Path:
    """The library that a folder's sources make, compiled where no equal one is there already.

    Raises QirError where they cannot be read or compiled, or the cache cannot be written to.
    """
    key = _key(folder, compiler, flags)
    library = cache_folder() / f"{described.interface.name}-{key}.so"
    if library.exists():
        return library
    temporary = library.with_name(f".{secrets.token_hex(8)}.partial")
    try:
        library.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        compile_library(folder, described.sources, compiler, flags, temporary)
        temporary.replace(library)
    except OSError as error:
        raise QirError(f"{library.parent}: cannot be written: {error.strerror}") from error
    finally:
        temporary.unlink(missing_ok=True)
    return library


def compile_library(
    folder: Path, sources: Sequence[str], compiler: Compiler, flags: Sequence[str], library: Path
) -> None:
    """Make a library of sources in a folder; raises QirError where they cannot be compiled."""
    command = [*compiler.command, *ALWAYS, *flags, *sources, "-o", str(library)]
    # In the folder, as the assembler looks there for weights.bin.
    ran = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)
    if ran.returncode:
        said = (line for line in ran.stderr.splitlines() if "error" in line)
        first = next(said, f"it ended with code {ran.returncode}")
        problem = f"{compiler.command[0]} cannot compile it: {first.strip()}"
        raise QirError(f"{folder}: {problem}", details=ran.stderr)


def cache_folder() -> Path:
    """Where libraries are kept: `qir` in the user's folder of caches."""
    said = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(said) if os.path.isabs(said) else Path.home() / ".cache") / "qir"


def _key(folder: Path, compiler: Compiler, flags: Sequence[str]) -> str:
    """A name for all that a library depends on."""
    found = hashlib.sha256()
    texts = (*compiler.command, compiler.version, *ALWAYS, *flags, _processor())
    for text in texts:
        found.update(f"{len(text)} {text}".encode())
    try:
        for file in sorted(folder.iterdir()):
            if file.suffix in HASHED and file.is_file():
                content = file.read_bytes()
                found.update(f"{len(content)} {file.name}/".encode())
                found.update(content)
    except OSError as error:
        raise QirError(f"{error.filename}: cannot be read: {error.strerror}") from error
    return found.hexdigest()[:32]


@cache
def _processor() -> str:
    """What `-march=native` means here: homes are shared by machines that differ."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return f"{platform.machine()} {platform.processor()}"
    told = [line for line in lines if line.startswith(("model name", "flags", "Features"))]
    return "\n".join(dict.fromkeys((platform.machine(), *told)))


_OPENING = Lock()


def opened(library: Path, folder: Path, described: Description) -> ctypes.CDLL:
    """A library, which stays in the process, with its weights loaded where they are not in it.

    Raises QirError where it or its weights cannot be read.
    """
    weights = folder / "weights.bin" if described.weights is Weights.BLOB else None
    pointer = f"{described.interface.name}_weights"
    with _OPENING:
        return _open(library, weights, pointer, described.weight_bytes).library


@dataclass(frozen=True)
class _Opened:
    library: ctypes.CDLL
    weights: object
    """What the library points to, of which there must be one for as long as the library is."""


@cache
def _open(library: Path, weights: Path | None, pointer: str, nbytes: int) -> _Opened:
    try:
        found = ctypes.CDLL(str(library))
    except OSError as error:
        raise QirError(
            f"{library}: cannot be loaded: {error}; remove it to compile anew"
        ) from error
    if weights is None or not nbytes:
        return _Opened(found, None)
    try:
        size = weights.stat().st_size
        if size != nbytes:
            raise QirError(f"{weights}: has {size} bytes; expected {nbytes}")
        mapped = np.memmap(weights, np.uint8, "r")
    except OSError as error:
        raise QirError(f"{weights}: cannot be read: {error.strerror}") from error
    ctypes.c_void_p.in_dll(found, pointer).value = mapped.ctypes.data
    return _Opened(found, mapped)
