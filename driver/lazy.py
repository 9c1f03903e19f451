"""Modules that are imported when something of them is first used, so that short runs start fast."""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import Any


class LazyModule(ModuleType):
    """Stands for a module until it is used.

    The standard library's `LazyLoader` imports too early: up to Python 3.11, `import numpy` alone
    looks at an attribute of what is there already.
    """

    def __getattr__(self, name: str) -> Any:
        own = self.__name__
        if sys.modules.get(own) is self:
            del sys.modules[own]
        module = import_module(own)
        self.__dict__.update(vars(module))
        return getattr(module, name)


def lazily(name: str) -> None:
    """Let `import name` give a `LazyModule`, unless the module is there already."""
    if name not in sys.modules:
        sys.modules[name] = LazyModule(name)
