"""Work that is spread over the workers of an executor, and processes on this machine for it."""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import TypeVar

from qir.diagnostics import QirError

Subject = TypeVar("Subject")
Chunk = TypeVar("Chunk")
Found = TypeVar("Found")


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


def spread(
    executor: Executor,
    work: Callable[[str, Subject | None, Chunk], Found | None],
    key: str,
    subject: Subject,
    chunks: Iterable[Chunk],
    in_flight: int | None,
) -> Generator[Found]:
    """What workers find of each chunk, in their order; they have `in_flight` at once, by default
    about two each.

    `work`: takes the key of the subject, the subject or None, and a chunk; gives None where the
    worker does not keep that subject. Raises QirError where a worker ends.
    """
    most = in_flight or 2 * (os.cpu_count() or 1)
    waiting: deque[tuple[Chunk, Future[Found | None]]] = deque()

    def result() -> Found:
        chunk, future = waiting.popleft()
        found = future.result()
        if found is None:
            # It has come late, or has worked on another subject.
            found = executor.submit(work, key, subject, chunk).result()
        assert found is not None, "a worker that is given the subject works on it"
        return found

    try:
        for number, chunk in enumerate(chunks):
            if len(waiting) == most:
                yield result()
            # The first chunks bring the subject, since no worker has it yet.
            brought = subject if number < most else None
            waiting.append((chunk, executor.submit(work, key, brought, chunk)))
        while waiting:
            yield result()
    except BrokenExecutor as error:
        raise QirError(f"a worker ended before its work: {error}") from error
    finally:
        for _, future in waiting:
            future.cancel()
