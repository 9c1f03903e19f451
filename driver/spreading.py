"""Forms of ops measured over the workers of an executor.

A worker makes of the model as it was read what the passes before the measuring one made of it, and
keeps that: a task then is no more than a few indices and names.
"""

from __future__ import annotations

import hashlib
import os
import pickle
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future
from threading import Lock
from typing import Any, NamedTuple

from qir.context import QirContext
from qir.diagnostics import QirError
from qir.driver import pipelines
from qir.driver.registry import make_passes, own_passes
from qir.driver.report import number_ops
from qir.frontends.tflite import read_tflite
from qir.passes.accuracy.forms import Forms
from qir.passes.accuracy.measuring import MeasuringPass
from qir.passes.analysis.sensitivity import Group, Noises

Request = tuple[int, str]
"""The index of a unit, and the name of a form."""
CHUNK = 4
"""Forms that a worker measures between two answers."""


class Subject(NamedTuple):
    """What is measured: a `.tflite` file, passes that run before, and the one that measures.

    `groups`: of samples, pickled.
    """

    content: bytes
    steps: tuple[str, ...]
    measuring: str
    groups: bytes

    @property
    def key(self) -> str:
        digest = hashlib.sha256(self.content)
        digest.update(repr((self.steps, self.measuring)).encode())
        digest.update(self.groups)
        return digest.hexdigest()

    def forms(self) -> Forms:
        module, ctx = read_tflite(self.content), QirContext()
        ctx.remarks.numbers = number_ops(module)
        if self.steps:
            pipelines.run(self.steps, module, ctx, verify_each=False)
        (measuring,) = make_passes(self.measuring, own_passes())
        assert isinstance(measuring, MeasuringPass)
        groups: list[Group] = pickle.loads(self.groups)
        return measuring.forms(ctx, module, groups)


class _Kept:
    """The subject that this process measured last; one thread at a time measures it."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.key = ""
        self.forms: Forms | None = None


_KEPT = _Kept()


def measure(key: str, subject: Subject | None, wanted: Sequence[Request]) -> list[Noises] | None:
    """The noises of forms; None where a worker needs the subject first."""
    with _KEPT.lock:
        if _KEPT.key != key:
            if subject is None:
                return None
            _KEPT.key, _KEPT.forms = key, subject.forms()
        forms = _KEPT.forms
        assert forms is not None
        return [forms.noise(forms.units[index], name) for index, name in wanted]


class Spreading:
    """Measures forms over the workers of an executor, in the order in which they are wanted.

    `in_flight`: tasks that it has at once; about twice its workers.
    """

    def __init__(self, executor: Executor, subject: Subject, in_flight: int | None = None) -> None:
        self._executor = executor
        self._subject = subject
        self._key = subject.key
        self._most = in_flight or 2 * (os.cpu_count() or 1)

    def __call__(self, wanted: Sequence[Request]) -> Iterator[Noises]:
        chunks = [wanted[start : start + CHUNK] for start in range(0, len(wanted), CHUNK)]
        waiting: deque[tuple[Sequence[Request], Future[Any]]] = deque()
        try:
            for number, chunk in enumerate(chunks):
                if len(waiting) == self._most:
                    yield from self._result(*waiting.popleft())
                brought = self._subject if number < self._most else None
                waiting.append((chunk, self._submit(brought, chunk)))
            while waiting:
                yield from self._result(*waiting.popleft())
        except BrokenExecutor as error:
            raise QirError(f"a worker ended before its work: {error}") from error
        finally:
            for _, future in waiting:
                future.cancel()

    def _submit(self, subject: Subject | None, chunk: Sequence[Request]) -> Future[Any]:
        return self._executor.submit(measure, self._key, subject, chunk)

    def _result(self, chunk: Sequence[Request], future: Future[Any]) -> list[Noises]:
        found: list[Noises] | None = future.result()
        if found is None:
            found = self._submit(self._subject, chunk).result()
        assert found is not None, "a worker that is given the subject measures it"
        return found


def spread_over(
    executor: Executor, content: bytes, steps: tuple[str, ...], in_flight: int | None = None
) -> Callable[[Sequence[Group]], Spreading]:
    """What a context has for a compilation whose ops are measured by an executor.

    `content`: the `.tflite` file before the passes. `steps`: these, one of which measures.
    """
    measuring = next(step for step in steps if step.startswith("protect-accuracy"))
    before = steps[: steps.index(measuring)]

    def over(groups: Sequence[Group]) -> Spreading:
        subject = Subject(content, before, measuring, pickle.dumps(list(groups)))
        return Spreading(executor, subject, in_flight)

    return over
