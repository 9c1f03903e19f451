"""Kernels of images of other sizes: `qir/dialects/tfl/resizing.py`."""

from __future__ import annotations

from collections.abc import Mapping

from xdsl.ir import Operation

from qir.passes.kernels import blocks
from qir.passes.kernels.lowering import Lower

KERNELS: Mapping[type[Operation], Lower] = {**blocks.KERNELS}
