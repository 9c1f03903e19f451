"""Python files of the user's: passes, metrics."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

from qir.diagnostics import QirError


def load_python(path: Path, name: str, called: str) -> ModuleType | None:
    """The module of a file, which is imported as `name`; None where it is no Python file.

    `called`: what messages call it. Raises QirError where it cannot be run.
    """
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None or not path.is_file():
        return None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # where dataclasses look up a class's annotations
    try:
        spec.loader.exec_module(module)
    except (Exception, SystemExit) as error:
        raise QirError(f"{called}: {type(error).__name__}: {error}") from error
    return module
