"""The names of what can run a model: the reference interpreter, and LiteRT as targets have it."""

from __future__ import annotations

from importlib.util import find_spec

INTERPRETER = "interpreter"
LITERT_BUILTIN = "litert-builtin"
LITERT_XNNPACK = "litert-xnnpack"
RUNTIMES = (INTERPRETER, LITERT_BUILTIN, LITERT_XNNPACK)
OBSERVABLE = (LITERT_BUILTIN, INTERPRETER)
"""Those that show every tensor, the fastest first; XNNPACK computes several ops as one."""


def fastest_observable() -> str:
    """LiteRT's kernels where it is installed, else the interpreter."""
    return INTERPRETER if find_spec("ai_edge_litert") is None else LITERT_BUILTIN
