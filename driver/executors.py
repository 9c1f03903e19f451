"""Processes on this machine, where work is spread over."""

from __future__ import annotations

import signal
from collections.abc import Generator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context


@contextmanager
def local_executor(jobs: int) -> Generator[Executor | None]:
    """Processes on this machine; none for one job, which this one can do."""
    if jobs == 1:
        yield None
        return
    # Forks of a process with threads, as numpy and LiteRT may have, can hang.
    context = get_context("spawn")
    with ProcessPoolExecutor(jobs, context, _leave_interrupts_to_the_parent) as executor:
        yield executor


def _leave_interrupts_to_the_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
