"""Output files that appear whole or not at all; input files that pass through memory."""

from __future__ import annotations

import mmap
import os
import sys
import weakref
from collections.abc import Collection, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from qir.diagnostics import QirError

MIN_MAPPED_BYTES = 1 << 16
"""Of parts that are smaller, giving memory back would cost more than the memory."""


@dataclass(frozen=True, slots=True)
class MappedBytes:
    """Part of a mapped file. What was read through a view of it leaves memory with the view.

    Otherwise a process grows by every page of the file that it ever touched.
    """

    mapping: mmap.mmap
    start: int

    def view(self, start: int, size: int) -> memoryview:
        first = self.start + start
        view: Any = np.frombuffer(self.mapping, np.uint8, size, first)
        if sys.platform != "win32":
            page = first - first % mmap.PAGESIZE
            drop = mmap.MADV_DONTNEED, page, first + size - page
            weakref.finalize(view, self.mapping.madvise, *drop).atexit = False
        return memoryview(view)


def part_of(content: memoryview, start: int, size: int) -> memoryview | MappedBytes:
    """A part of a file's content, which leaves memory when it is no longer viewed if it can."""
    if isinstance(content.obj, mmap.mmap) and size >= MIN_MAPPED_BYTES:
        return MappedBytes(content.obj, start)
    return content[start : start + size]


def is_special(path: Path) -> bool:
    """Something there that is no file: its name says nothing of a kind, nor can it be replaced."""
    return path.exists() and not path.is_file()


@contextmanager
def write_atomically(path: Path) -> Generator[BinaryIO]:
    """A binary file under a temporary name beside `path`, renamed to it when the block succeeds.

    A device or pipe is written directly. Raises QirError where `path` is a folder or its folder
    cannot be written to.
    """
    import secrets  # Not when nothing is written: it takes as long as reading a small file.

    temporary = path.with_name(f".qir-{secrets.token_hex(8)}.partial")
    try:
        if path.is_dir():
            raise QirError(f"{path}: is a directory; name a file to write to")
        if is_special(path):
            with path.open("wb") as file:
                yield file
            return
        with temporary.open("xb") as file:
            yield file
        temporary.replace(path)
    except OSError as error:
        raise QirError(f"{path}: cannot be written: {error.strerror}") from error
    finally:
        temporary.unlink(missing_ok=True)


@contextmanager
def write_folder(folder: Path, own: Collection[str] = ()) -> Generator[Path]:
    """An empty folder beside `folder`, whose files come there when the block succeeds.

    `own`: names of files that may be there before, and are replaced, or taken away; others stay.
    Raises QirError where `folder` is a file or cannot be made or written to, or where a file of
    the same name as a new one is there that is not among `own`.
    """
    import secrets
    import shutil

    folder = Path(os.path.abspath(folder))  # Its parent is to be there also of `.` and `..`.
    temporary = folder.with_name(f".qir-{secrets.token_hex(8)}.partial")
    try:
        if folder.exists() and not folder.is_dir():
            raise QirError(f"{folder}: is a file; name a folder to write to")
        temporary.mkdir()
        yield temporary
        made = [file.name for file in temporary.iterdir()]
        for name in made:
            there = folder / name
            if name not in own and (there.exists() or there.is_symlink()):
                raise QirError(f"{there}: is there already, and not of QIR; name another folder")
        if not folder.exists():
            temporary.rename(folder)
            return
        for name in made:
            (temporary / name).replace(folder / name)
        for name in set(own).difference(made):
            (folder / name).unlink(missing_ok=True)
    except OSError as error:
        raise QirError(f"{folder}: cannot be written: {error.strerror}") from error
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
