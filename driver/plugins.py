"""What other packages add through the entry points `xdsl.universe`, found when it is asked for.

To find it, what is installed must be read, which takes as long as compiling a small text.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from xdsl.universe import Universe

Factory = Callable[[], Any]


@cache
def plugins() -> Universe:
    """All universes together, xDSL's own among them."""
    return Universe.get_multiverse()


class Pluggable(dict[str, Factory]):
    """What QIR has by name; for any other name, what `plugged` gives is added.

    Iterating gives what has been added so far.
    """

    def __init__(self, own: dict[str, Factory], plugged: Callable[[], dict[str, Factory]]) -> None:
        super().__init__(own)
        self._plugged = plugged

    def add_plugins(self) -> None:
        for name, factory in self._plugged().items():
            self.setdefault(name, factory)

    def __contains__(self, name: object) -> bool:
        if not super().__contains__(name):
            self.add_plugins()
        return super().__contains__(name)
