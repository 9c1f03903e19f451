"""Output files that appear whole or not at all."""

from __future__ import annotations

import secrets
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from qir.diagnostics import QirError


@contextmanager
def write_atomically(path: Path) -> Generator[BinaryIO]:
    """A binary file under a temporary name beside `path`, renamed to it when the block succeeds.

    A device or pipe, which cannot be renamed to, is written directly. Raises QirError where
    `path` is a folder or its folder cannot be written to.
    """
    is_special = False
    temporary = path.with_name(f".qir-{secrets.token_hex(8)}.partial")
    try:
        if path.is_dir():
            raise QirError(f"{path}: is a directory; name a file to write to")
        is_special = path.exists() and not path.is_file()
        target = path if is_special else temporary
        with target.open("wb" if is_special else "xb") as file:
            yield file
        if not is_special:
            target.replace(path)
    except OSError as error:
        raise QirError(f"{path}: cannot be written: {error.strerror}") from error
    finally:
        if not is_special:
            temporary.unlink(missing_ok=True)
