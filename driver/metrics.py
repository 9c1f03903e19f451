"""A metric of the user's own, from a Python file."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import cast

from qir.context import Metric
from qir.diagnostics import QirError


def read_metric(text: str) -> Metric:
    """The function of `FILE.py:FUNCTION`; raises QirError where there is none."""
    path, _, name = text.rpartition(":")
    spec = importlib.util.spec_from_file_location("metric", path) if path else None
    if spec is None or spec.loader is None or not Path(path).is_file():
        raise QirError(f"metric {text!r}: not a function of a file; expected FILE.py:FUNCTION")
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except (Exception, SystemExit) as error:
        raise QirError(f"metric {path}: {type(error).__name__}: {error}") from error
    function = vars(module).get(name)
    if not callable(function):
        raise QirError(f"metric {path}: has no function {name!r}")
    return cast("Metric", function)
