"""How a command line tells its user of a problem: one line on stderr and an exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Generator
from contextlib import contextmanager
from typing import NoReturn

from qir.diagnostics import QirError


def fail(tool: str, message: str, code: int = 1, *, details: str = "") -> NoReturn:
    """Print the message in one line, then what there is of details, and exit."""
    print(f"{tool}: error: {' '.join(message.split())}", file=sys.stderr)
    if details:
        print(details, file=sys.stderr)
    sys.exit(code)


@contextmanager
def reported(tool: str) -> Generator[None]:
    """End the process with one line where the block raises what a user can mend."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read our output has gone; what is left of it must not raise once more at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except OSError as error:
        fail(tool, f"{error.filename or 'output'}: {error.strerror}")
    except MemoryError:
        fail(tool, "there is not enough memory for this model")
    except QirError as error:
        fail(tool, str(error), details=error.details)
