"""What a worker of a calibration does: a chunk of samples, on a model that it keeps.

A model goes to each worker once, not with each chunk: a task says which model it is for by the
model's hash, and a worker that has another answers None, to be given the model with the chunk.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from threading import Lock
from typing import NamedTuple

from qir.diagnostics import QirError
from qir.driver.observers import Observer, new_observer
from qir.frontends.tflite import read_tflite
from qir.interp.values import Array
from qir.numerics.statistics import Part, measure
from qir.samples import Sample


class Parts(NamedTuple):
    """The number of samples of a chunk, and what each tensor held over them."""

    samples: int
    tensors: Mapping[str, Part]


class Model(NamedTuple):
    """A `.tflite` file, its hash, and what runs it."""

    content: bytes
    sha256: str
    runtime: str

    @property
    def key(self) -> str:
        return f"{self.runtime} {self.sha256}"

    def observer(self) -> Observer:
        return new_observer(read_tflite(self.content), self.content, self.runtime)


class _Kept:
    """The model that this process ran last, and its observers that no thread uses now."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._model: Model | None = None
        self._idle: list[Observer] = []

    def take(self, key: str, model: Model | None) -> Observer | None:
        """An observer for this thread; None where the model is neither kept nor given."""
        with self._lock:
            if model is not None and (self._model is None or self._model.key != key):
                self._model, self._idle = model, []
            if self._model is None or self._model.key != key:
                return None
            if self._idle:
                return self._idle.pop()
            found = self._model
        return found.observer()

    def give_back(self, key: str, observer: Observer) -> None:
        with self._lock:
            if self._model is not None and self._model.key == key:
                self._idle.append(observer)

    def drop(self, key: str) -> None:
        with self._lock:
            if self._model is not None and self._model.key == key:
                self._model, self._idle = None, []


_KEPT = _Kept()


def run_chunk(key: str, model: Model | None, samples: Sequence[Sample]) -> Parts | None:
    """What the tensors of a model held over samples; None where a worker needs the model first.

    Raises QirError where a sample cannot be run.
    """
    observer = _KEPT.take(key, model)
    if observer is None:
        return None
    found = observe(observer, samples)
    _KEPT.give_back(key, observer)
    return found


def forget(model: Model) -> None:
    """Free what this process keeps of a model."""
    _KEPT.drop(model.key)


def observe(observer: Observer, samples: Sequence[Sample]) -> Parts:
    """What the tensors of a model held over samples.

    Raises QirError where a sample cannot be run.
    """
    found: dict[str, Part] = {}

    def see(name: str, array: Array) -> None:
        part = measure(array)
        found[name] = found[name] + part if name in found else part

    for sample in samples:
        try:
            observer.run(sample.inputs, see)
        except QirError as error:
            raise QirError(f"{sample.label}: {error}") from error
    return Parts(len(samples), found)
