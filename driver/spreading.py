"""Forms of ops measured over the workers of an executor.

A worker makes of the model as it was read what the passes before the measuring one made of it, and
keeps that: a task then is no more than a few indices and names.
"""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from itertools import chain
from threading import Lock
from typing import NamedTuple

from qir.context import QirContext
from qir.driver import pipelines
from qir.driver.executors import spread
from qir.driver.registry import make_passes, own_passes
from qir.driver.report import number_ops
from qir.frontends.tflite import read_tflite
from qir.passes.accuracy.forms import Forms, Spread
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


def spread_over(
    executor: Executor, content: bytes, steps: tuple[str, ...], in_flight: int | None = None
) -> Callable[[Sequence[Group]], Spread]:
    """What a context has for a compilation whose ops are measured by an executor.

    `content`: the `.tflite` file before the passes. `steps`: these, one of which measures.
    """
    measuring = next(step for step in steps if step.startswith("protect-accuracy"))
    before = steps[: steps.index(measuring)]

    def over(groups: Sequence[Group]) -> Spread:
        subject = Subject(content, before, measuring, pickle.dumps(list(groups)))

        def noises(wanted: Sequence[Request]) -> Iterator[Noises]:
            chunks = (wanted[start : start + CHUNK] for start in range(0, len(wanted), CHUNK))
            return chain.from_iterable(
                spread(executor, measure, subject.key, subject, chunks, in_flight)
            )

        return noises

    return over
