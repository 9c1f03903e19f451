"""Output files that appear whole or not at all."""

from __future__ import annotations

import secrets
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from qir.diagnostics import QirError


def is_special(path: Path) -> bool:
    """Something there that is no file: its name says nothing of a kind, nor can it be replaced."""
    return path.exists() and not path.is_file()


@contextmanager
def write_atomically(path: Path) -> Generator[BinaryIO]:
    """A binary file under a temporary name beside `path`, renamed to it when the block succeeds.

    A device or pipe is written directly. Raises QirError where `path` is a folder or its folder
    cannot be written to.
    """
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
