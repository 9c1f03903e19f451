"""To be written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from qir.dialects.tfl.base import TflOp

EVALS: Mapping[type[TflOp], Callable[..., Any]] = {}
