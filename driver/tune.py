"""`qir tune`: measure how long a runtime's kernels take, for `qir.costs`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from importlib.metadata import version
from itertools import product
from math import prod
from statistics import median

import numpy as np

from qir.costs import Costs, Disturbance, Grid, kernel_name
from qir.diagnostics import QirError
from qir.driver import host
from qir.driver.micro_models import PLAIN, micro_model, plain_model
from qir.driver.progress import Progress
from qir.driver.runtimes import LITERT_BUILTIN
from qir.driver.timing import Timer
from qir.work import FLOAT, FORMS, INT8, Sizes

Axes = tuple[Sizes, ...]

GRIDS: Mapping[str, Axes] = {
    "CONV_2D 1x1": ((1, 49, 784), (16, 64, 256, 1024), (16, 24, 32, 64, 256, 1024)),
    "CONV_2D": ((9, 100, 1024), (27, 144, 576, 2304), (16, 64, 256)),
    "CONV_2D grouped": ((4, 32), (49, 784), (36, 288), (4, 32)),
    "DEPTHWISE_CONV_2D": ((9, 196, 3136), (9, 25), (16, 128, 1024)),
    "TRANSPOSE_CONV": ((16, 256), (16, 64, 256), (64, 512, 2048)),
    "FULLY_CONNECTED": ((1, 4, 32, 256), (32, 128, 512, 2048), (16, 128, 512, 2048)),
    "BATCH_MATMUL": ((1, 16, 128), (32, 128, 512), (32, 128, 512)),
    "UNIDIRECTIONAL_SEQUENCE_LSTM": ((1, 8, 64), (32, 128, 512), (32, 128, 512)),
    "UNIDIRECTIONAL_SEQUENCE_RNN": ((1, 8, 64), (32, 128, 512), (32, 128, 512)),
    "SVDF": ((1, 8), (40, 136, 520), (64, 256, 1024)),
}
"""The sizes that are measured, along the axes of each kind: most where float is about as fast."""

VICTIMS = ("UNIDIRECTIONAL_SEQUENCE_LSTM", "UNIDIRECTIONAL_SEQUENCE_RNN", "SVDF")
"""Kinds that no delegate runs, and that are disturbed if any is."""
DISTURBING = 1.5
"""How many times as long others take after a kernel that counts as one that disturbs."""
SLOWED = 1.15
"""How many times as long a kernel takes that counts as one that is disturbed."""
ENDED = 0.25
"""What is left of a disturbance after a kernel that counts as one that ends it."""


@dataclass(frozen=True, slots=True)
class Effort:
    """How thoroughly to measure.

    `passes`: how often a grid is gone through: what slows down the machine meanwhile may last.
    `rounds`: turns that each form of a kernel has in a pass.
    `burst`: microseconds of a turn, but at least `least` invokes are made.
    `opinions`: how often it is measured what disturbs and what is disturbed, at most; the least is
    taken, since what else runs on the machine slows it too.
    `is_coarse`: of each axis, the first size, and the last but one of three or more.
    """

    passes: int
    rounds: int
    burst: float
    least: int
    opinions: int
    is_coarse: bool = False

    def axes(self, axes: Axes) -> Axes:
        """Those of these sizes that are measured."""
        if not self.is_coarse:
            return axes
        return tuple(axis[:: max(1, len(axis) - 2)][:2] for axis in axes)

    def invokes(self, time: float) -> int:
        """Of a model that takes so many microseconds, in a turn."""
        return max(self.least, round(self.burst / time))


THOROUGH = Effort(passes=2, rounds=6, burst=6_000, least=2, opinions=3)
QUICK = Effort(passes=1, rounds=3, burst=1_500, least=1, opinions=2, is_coarse=True)


def tune(target: str, effort: Effort, progress: Progress) -> Costs:
    """The times of a target's kernels, as LiteRT takes them on this machine.

    Raises QirError where LiteRT is not installed, or does not run a model.
    """
    tuner = Tuner(target, effort, progress)
    tables = {kind: tuner.grid(kind, effort.axes(axes)) for kind, axes in GRIDS.items()}
    kernels = {kernel_name(k, f): (k, f) for k, table in tables.items() for f in table.times}
    disturbance = tuner.disturbance(kernels)
    runtime = f"ai-edge-litert {version('ai-edge-litert')}"
    return Costs(target, runtime, host.describe(), tables, disturbance)


class Tuner:
    """One run of the command; each part of it says to `progress` how far it is."""

    def __init__(self, target: str, effort: Effort, progress: Progress) -> None:
        self.target = target
        self.effort = effort
        self.progress = progress

    def timer(self) -> Timer:
        """A process of its own, with the target's runtime."""
        return Timer(xnnpack=self.target != LITERT_BUILTIN)

    # Times

    def grid(self, kind: str, axes: Axes) -> Grid:
        """A kind of kernel at each point of a grid, its forms in turns."""
        self.progress.step(f"timing {kind}")
        first = tuple(axis[0] for axis in axes)
        forms = [form for form in FORMS if micro_model(kind, first, form, self.target)]
        shape = tuple(map(len, axes))
        times = {form: np.full(prod(shape), np.inf) for form in forms}
        points = list(enumerate(product(*axes))) * self.effort.passes
        with ExitStack() as stack:
            timers = {form: stack.enter_context(self.timer()) for form in forms}
            for done, (number, sizes) in enumerate(points):
                for form, time in self._point(kind, sizes, timers).items():
                    # What else runs on the machine makes times longer, never shorter.
                    times[form][number] = min(times[form][number], time)
                self.progress.count(done + 1, len(points))
        return Grid(axes, {form: found.reshape(shape) for form, found in times.items()})

    def _point(self, kind: str, sizes: Sizes, timers: Mapping[str, Timer]) -> dict[str, float]:
        numbers = {form: timers[form].load(self.model(kind, sizes, form)) for form in timers}
        invokes = {f: self.effort.invokes(timers[f].time(n, invokes=1)) for f, n in numbers.items()}
        found: dict[str, list[float]] = {form: [] for form in timers}
        for _ in range(self.effort.rounds):
            for form, number in numbers.items():
                found[form].append(timers[form].time(number, invokes=invokes[form]))
        for form, number in numbers.items():
            timers[form].drop(number)
        return {form: min(times) for form, times in found.items()}

    def model(self, kind: str, sizes: Sizes, form: str) -> bytes:
        """To be timed; raises QirError where there is none for the target."""
        model = micro_model(kind, sizes, form, self.target)
        if model is None:
            raise QirError(f"{self.target} has no kernel of {kind} for {form} of sizes {sizes}")
        return model

    # Disturbance

    def disturbance(self, kernels: Mapping[str, tuple[str, str]]) -> Disturbance:
        """Which of the kernels disturb which."""
        models = {
            name: self.model(kind, tuple(axis[(len(axis) - 1) // 2] for axis in GRIDS[kind]), form)
            for name, (kind, form) in kernels.items()
        }
        victims = {kernel_name(kind, form) for kind in VICTIMS for form in (FLOAT, INT8)}
        victims &= models.keys()
        by = self._disturbing(models, sorted(victims))
        if not by:
            return Disturbance()
        worst = max(by, key=by.__getitem__)
        self.progress.step("looking for what is disturbed")
        others = {name: model for name, model in models.items() if name not in by}
        slowed = self._slowed(others, models[worst])
        if not slowed:
            return Disturbance()
        victim = max(slowed, key=slowed.__getitem__)
        others |= {builtin: plain_model(builtin) for builtin in PLAIN}
        ended = self._ended_by(others, models[worst], models[victim])
        return Disturbance(frozenset(by), frozenset(ended), slowed)

    def _disturbing(self, models: Mapping[str, bytes], victims: Sequence[str]) -> dict[str, float]:
        """How many times as long victims take after those that disturb: the median.

        Each kernel has a process of its own, since what it leaves stays until something ends it.
        """
        if not victims:
            return {}
        self.progress.step("looking for what disturbs")
        held = [models[victim] for victim in victims]
        after: dict[str, list[float]] = {}
        for number, (name, model) in enumerate(models.items()):
            after[name] = self._times_after(model, held)
            self.progress.count(number + 1, len(models))
        found: dict[str, float] = {}
        for name, model in models.items():
            ratio = _times_as_long(after)[name]
            for _ in range(self.effort.opinions - 1):
                if ratio >= DISTURBING:
                    again = self._times_after(model, held)
                    after[name] = [min(pair) for pair in zip(after[name], again, strict=True)]
                    ratio = _times_as_long(after)[name]
            if ratio >= DISTURBING:
                found[name] = ratio
        return found

    def _times_after(self, model: bytes, victims: Sequence[bytes]) -> list[float]:
        with self.timer() as timer:
            first = timer.load(model)
            held = [timer.load(victim) for victim in victims]
            return self._times(timer, [(first, number) for number in held])

    def _slowed(self, models: Mapping[str, bytes], disturbing: bytes) -> dict[str, float]:
        """How many times as long kernels take after one that disturbs."""
        ratios: dict[str, list[float]] = {name: [] for name in models}
        for number in range(self.effort.opinions):
            with self.timer() as timer:
                held = [timer.load(model) for model in models.values()]
                alone = self._times(timer, [(each,) for each in held])
                first = timer.load(disturbing)
                after = self._times(timer, [(first, each) for each in held])
            for name, one, other in zip(models, alone, after, strict=True):
                ratios[name].append(other / one)
            self.progress.count(number + 1, self.effort.opinions)
        return {name: min(each) for name, each in ratios.items() if min(each) >= SLOWED}

    def _ended_by(self, models: Mapping[str, bytes], disturbing: bytes, victim: bytes) -> list[str]:
        """After which kernels a victim is about as fast as if it had not been disturbed."""
        self.progress.step("looking for what ends it")
        with self.timer() as timer:
            disturbed = timer.load(victim)
            (alone,) = self._times(timer, [(disturbed,)])
            first = timer.load(disturbing)
            (after,) = self._times(timer, [(first, disturbed)])
            held = [timer.load(model) for model in models.values()]
            times = self._times(timer, [(first, number, disturbed) for number in held])
        enough = alone + ENDED * (after - alone)
        return [name for name, time in zip(models, times, strict=True) if time < enough]

    def _times(self, timer: Timer, sequences: Sequence[Sequence[int]]) -> list[float]:
        """Of the last model of each sequence, after the others."""
        invokes = [self.effort.invokes(timer.time(*each, invokes=1)) for each in sequences]
        found = [
            [
                timer.time(*each, invokes=count)
                for each, count in zip(sequences, invokes, strict=True)
            ]
            for _ in range(self.effort.rounds)
        ]
        return [min(times) for times in zip(*found, strict=True)]


def _times_as_long(after: Mapping[str, Sequence[float]]) -> dict[str, float]:
    """As after the best: the median of each row over the columns."""
    best = [min(times) for times in zip(*after.values(), strict=True)]
    return {
        name: median(time / least for time, least in zip(times, best, strict=True))
        for name, times in after.items()
    }
