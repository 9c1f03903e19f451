"""The C backend: prints a module of kernel calls as C99, and runs what it printed.

from qir.backends.c import load

model = load("out")
y = model(x)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qir.backends.c.compiled import CompiledModel, load

__all__ = ["CompiledModel", "load"]


def __getattr__(name: str) -> Any:
    """What runs C is loaded when it is used: printing C needs none of it."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from qir.backends.c import compiled

    return getattr(compiled, name)
