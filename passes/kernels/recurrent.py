"""Kernels of ops with states, a step of time after another: `qir/dialects/tfl/recurrent.py`."""

from __future__ import annotations

from collections.abc import Mapping

from xdsl.ir import Operation

from qir.passes.kernels import lstm, rnn
from qir.passes.kernels.lowering import Lower

KERNELS: Mapping[type[Operation], Lower] = {**lstm.KERNELS, **rnn.KERNELS}
