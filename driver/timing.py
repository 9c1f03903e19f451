"""Processes that time models on LiteRT: what one has run cannot slow down what another runs."""

from __future__ import annotations

import os
from collections.abc import Sequence
from multiprocessing import get_context
from multiprocessing.connection import Connection
from statistics import median
from time import perf_counter_ns
from types import TracebackType
from typing import Any

import numpy as np
import numpy.typing as npt

from qir.diagnostics import QirError
from qir.driver.litert_runtime import invoke, new_runtime

Array = npt.NDArray[Any]
SEED = 0


class Timer:
    """A process of its own that holds models, and times them on one thread.

    Its calls raise QirError where LiteRT does not take a model, or ends the process.
    """

    def __init__(self, *, xnnpack: bool) -> None:
        context = get_context("spawn")
        self._connection, other = context.Pipe()
        self._process = context.Process(target=_serve, args=(other, xnnpack), daemon=True)
        self._process.start()
        other.close()
        self._count = 0

    def __enter__(self) -> Timer:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._connection.close()
        self._process.join()

    def load(self, model: bytes, inputs: Sequence[Array] | None = None) -> int:
        """Hold a model, with these inputs, by default normally distributed ones, and run it once;
        gives its number."""
        self._count += 1
        self._ask("load", self._count, model, inputs)
        return self._count

    def drop(self, number: int) -> None:
        """Hold a model no longer."""
        self._ask("drop", number)

    def time(self, *numbers: int, invokes: int) -> float:
        """Microseconds of the last of these models where they are run one after the other: the
        median over so many rounds, after one that is not timed."""
        return self._ask("time", numbers, invokes)

    def _ask(self, *request: Any) -> Any:
        try:
            self._connection.send(request)
            answer = self._connection.recv()
        except (EOFError, OSError) as error:
            raise QirError("LiteRT ended the process that timed a model") from error
        if isinstance(answer, QirError):
            raise answer
        return answer


def _serve(connection: Connection, xnnpack: bool) -> None:
    """The process: answer requests until nobody is left to ask."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # LiteRT tells of each delegate it makes.
    models: dict[int, Any] = {}
    while True:
        try:
            request = connection.recv()
        except (EOFError, KeyboardInterrupt):
            return
        try:
            connection.send(_answer(models, xnnpack, *request))
        except QirError as error:
            connection.send(error)
        except (BrokenPipeError, KeyboardInterrupt):
            return


def _answer(models: dict[int, Any], xnnpack: bool, what: str, *rest: Any) -> float | None:
    match what, *rest:
        case "load", number, model, inputs:
            models[number] = _loaded(model, xnnpack, inputs)
        case "drop", number:
            del models[number]
        case _:
            numbers, invokes = rest
            return _time([models[number] for number in numbers], invokes)
    return None


def _loaded(model: bytes, xnnpack: bool, inputs: Sequence[Array] | None) -> Any:
    runtime = new_runtime(model, xnnpack=xnnpack, keep_tensors=False)
    if inputs is None:
        random = np.random.default_rng(SEED)
        shapes = [tuple(detail["shape"]) for detail in runtime.get_input_details()]
        inputs = [random.standard_normal(shape, np.float32) for shape in shapes]
    invoke(runtime, inputs)
    return runtime


def _time(runtimes: Sequence[Any], invokes: int) -> float:
    *earlier, timed = runtimes
    times: list[int] = []
    for _ in range(invokes + 1):
        for runtime in earlier:
            runtime.invoke()
        start = perf_counter_ns()
        timed.invoke()
        times.append(perf_counter_ns() - start)
    return median(times[1:]) / 1000
