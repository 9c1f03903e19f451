"""A metric of the user's own, from a Python file."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from qir.context import Metric
from qir.diagnostics import QirError
from qir.driver.python_files import load_python


def read_metric(text: str) -> Metric:
    """The function of `FILE.py:FUNCTION`; raises QirError where there is none."""
    path, _, name = text.rpartition(":")
    module = load_python(Path(path), "metric", f"metric {path}") if path else None
    if module is None:
        raise QirError(f"metric {text!r}: not a function of a file; expected FILE.py:FUNCTION")
    function = vars(module).get(name)
    if not callable(function):
        raise QirError(f"metric {path}: has no function {name!r}")
    return cast("Metric", function)
