"""Ops with state, a step of time after another: `qir/dialects/tfl/recurrent.py`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from qir.dialects.tfl.base import TflOp
from qir.interp import lstm, rnn

EVALS: Mapping[type[TflOp], Callable[..., Any]] = {**lstm.EVALS, **rnn.EVALS}
