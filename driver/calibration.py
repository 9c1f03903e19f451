"""What the tensors of a model hold over samples of its inputs: `qir.calibrate`.

Samples are read, run and counted chunk by chunk. Chunks may run anywhere and end in any order;
what they found is added in the order of samples, so the result is the same to the last bit.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from concurrent.futures import Executor
from contextlib import closing
from itertools import islice
from os import PathLike, fspath
from pathlib import Path
from typing import NamedTuple

from xdsl.dialects.func import FuncOp

from qir.backends.tflite.writer import tflite_bytes
from qir.calibration import Calibration, Observed, Shape
from qir.context import QirContext
from qir.diagnostics import QirError
from qir.dialects.tfl.tensors import shape_of
from qir.driver.executors import spread
from qir.driver.observers import observed_values
from qir.driver.runtimes import OBSERVABLE, fastest_observable
from qir.driver.sources import read_bytes, read_model
from qir.driver.workers import Model, Parts, forget, observe, run_chunk
from qir.frontends import tflite
from qir.interp.comparison import entry_function
from qir.numerics.statistics import Statistics
from qir.samples import GivenSamples, Sample, Samples, open_samples

CHUNK = 8
"""Samples that are run between two looks at what was found."""
MAX_CHUNK_BYTES = 1 << 24
"""A chunk ends where its inputs reach this size."""

PathOrBytes = str | PathLike[str] | bytes | bytearray | memoryview
Count = Callable[[int, int | None], None]
"""Is told how many samples are done, and of how many, where that is known."""


class Interrupted(KeyboardInterrupt):
    """Calibration was interrupted; `so_far` can be given to `calibrate` as `start`."""

    def __init__(self, so_far: Calibration) -> None:
        super().__init__(f"interrupted after {so_far.samples} samples")
        self.so_far = so_far


def calibrate(
    model: PathOrBytes,
    samples: str | PathLike[str] | GivenSamples,
    *,
    executor: Executor | None = None,
    runtime: str | None = None,
    limit: int | None = None,
    start: Calibration | None = None,
    in_flight: int | None = None,
    progress: Count | None = None,
) -> Calibration:
    """Run a float model over samples and count what each float tensor of it holds.

    `model`: as for `qir.quantize`.
    `samples`: path of an `.npz` file or of a folder of `.npy` files; or an iterable, or a function
    that returns one, of arrays, of lists of an array per input, or of dicts by input name.
    `executor`: where the samples are run, anything of `concurrent.futures`; here if None.
    `runtime`: `litert-builtin` or `interpreter`; by default the first where LiteRT is installed.
    `limit`: how many samples to run at most.
    `start`: an earlier result for the first samples, which are then skipped.
    `in_flight`: chunks of samples that an executor has at once; about twice its workers.
    `progress`: is called with the number of samples done, and that of all or None.

    The result does not depend on the executor. Raises QirError where the model or a sample cannot
    be read or run, and Interrupted, a KeyboardInterrupt with the result so far, on Ctrl-C.
    """
    if runtime is None:
        runtime = fastest_observable()
    if runtime not in OBSERVABLE:
        raise QirError(f"no runtime {runtime!r}; expected one of {', '.join(OBSERVABLE)}")
    subject = _read(model, runtime)
    given = open_samples(samples, subject.function)
    found = _begin(subject, start)
    total = _total(given, limit, found.samples)
    inputs = islice(given.read(found.samples), None if limit is None else limit - found.samples)
    run = _here(subject.model) if executor is None else _spread(subject.model, executor, in_flight)
    try:
        with closing(run(_chunks(inputs))) as results:
            for parts in results:
                found = _followed_by(found, parts, subject.shapes)
                if progress:
                    progress(found.samples, total)
    except KeyboardInterrupt:
        raise Interrupted(found) from None
    finally:
        forget(subject.model)
    if not found.samples:
        raise QirError("there are no samples; expected one or more")
    return found


class _Subject(NamedTuple):
    """The model that is calibrated."""

    name: str
    model: Model
    function: FuncOp

    @property
    def shapes(self) -> Mapping[str, Shape | None]:
        """Of the tensors that are observed."""
        return {name: shape_of(value) for name, value in observed_values(self.function).items()}


def _read(given: PathOrBytes, runtime: str) -> _Subject:
    """The model as the bytes of a `.tflite` file, which is what workers can be sent."""
    if isinstance(given, bytes | bytearray | memoryview):
        name, content = "model", bytes(given)
        module = read_bytes(content).module
    else:
        path = Path(fspath(given))
        name, module = path.name, read_model(path, QirContext()).module
        is_tflite = path.suffix in tflite.EXTENSIONS
        content = path.read_bytes() if is_tflite else tflite_bytes(module)
    model = Model(content, hashlib.sha256(content).hexdigest(), runtime)
    return _Subject(name, model, entry_function(module))


def _begin(subject: _Subject, start: Calibration | None) -> Calibration:
    model = subject.model
    if start is None:
        return Calibration(subject.name, model.sha256, model.runtime, 0, {})
    if start.sha256 != model.sha256:
        raise QirError(f"{start.model}, of which there is a result to go on from, was another file")
    if start.runtime != model.runtime:
        raise QirError(f"the result to go on from is of {start.runtime}, not of {model.runtime}")
    return start


def _total(given: Samples, limit: int | None, done: int) -> int | None:
    """How many samples there are to run, those done included; None where it is not known."""
    total = given.count if limit is None or given.count is None else min(given.count, limit)
    total = limit if total is None and limit is not None else total
    if total is not None and total < done:
        raise QirError(f"the result to go on from is of {done} samples; there are only {total}")
    return total


def _chunks(samples: Iterator[Sample]) -> Iterator[list[Sample]]:
    """Samples in lists; a list holds no more than fit in little memory, and at least one."""
    chunk: list[Sample] = []
    size = 0
    for sample in samples:
        chunk.append(sample)
        size += sum(array.nbytes for array in sample.inputs)
        if len(chunk) == CHUNK or size >= MAX_CHUNK_BYTES:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _followed_by(
    found: Calibration, parts: Parts, shapes: Mapping[str, Shape | None]
) -> Calibration:
    """With another chunk; a new one, so that an interrupt leaves the old one whole."""
    tensors = dict(found.tensors)
    for name, part in parts.tensors.items():
        before = tensors[name].statistics if name in tensors else Statistics()
        tensors[name] = Observed(shapes[name], before.followed_by(part))
    samples = found.samples + parts.samples
    return Calibration(found.model, found.sha256, found.runtime, samples, tensors)


# --- where chunks are run -----------------------------------------------------------------------

_Run = Callable[[Iterable[list[Sample]]], Generator[Parts]]
"""Gives what each chunk holds, in their order."""


def _here(model: Model) -> _Run:
    def run(chunks: Iterable[list[Sample]]) -> Generator[Parts]:
        observer = model.observer()
        for chunk in chunks:
            yield observe(observer, chunk)

    return run


def _spread(model: Model, executor: Executor, in_flight: int | None) -> _Run:
    """Over the workers of an executor, which have so many chunks at once."""
    return lambda chunks: spread(executor, run_chunk, model.key, model, chunks, in_flight)
