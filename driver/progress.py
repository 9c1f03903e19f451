"""Progress while a command works: a bar on stderr that names the current step."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import Any


class Progress:
    """Shows nothing where stderr is no terminal, and then costs nothing either."""

    def __init__(self, *, enabled: bool) -> None:
        self._bar: Any = _bar() if enabled and sys.stderr.isatty() else None
        self._task = self._bar.add_task("", total=None) if self._bar else None

    def __enter__(self) -> Progress:
        if self._bar:
            self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._bar:
            self._bar.stop()

    def step(self, description: str) -> None:
        """Begin a step whose length is unknown."""
        if self._bar:
            self._bar.update(self._task, description=description, total=None, completed=0)

    def count(self, done: int, total: int | None) -> None:
        """Say how far the current step is, and how long if that is known."""
        if self._bar:
            self._bar.update(self._task, completed=done, total=total)

    def count_of(self, noun: str, done: int, total: int | None) -> None:
        """The same in words too: `nouns: 3 of 5`."""
        if self._bar:
            of = "" if total is None else f" of {total:,}"
            self._bar.update(self._task, description=f"{noun}s: {done:,}{of}")
            self.count(done, total)


def _bar() -> Any:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    return Progress(*columns, console=Console(stderr=True), transient=True)
