"""`qir bench`: how long generated C takes, call by call, beside LiteRT on the same model."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from statistics import median

from xdsl.dialects.builtin import ModuleOp

from qir.backends.c.compiler import Compiler, find_compiler
from qir.backends.c.interface import entry_of, interface_of
from qir.backends.c.modes import Weights
from qir.backends.c.names import local_names
from qir.backends.c.stopwatch import Array, Peaks, Stopwatch, measure_peaks, stopwatch
from qir.backends.c.work import work_of_call
from qir.backends.c.writer import calls_of, emit_c
from qir.backends.tflite.writer import tflite_bytes
from qir.context import Metric, QirContext
from qir.diagnostics import QirError
from qir.dialects.c import memory_of
from qir.driver import host, pipelines
from qir.driver.bench_report import (
    BenchReport,
    CallTime,
    LiteRTOp,
    RunTime,
    bound_of,
    litert_family,
)
from qir.driver.c_machines import check_here, flags_here
from qir.driver.compilation import Compilation
from qir.driver.executors import local_executor
from qir.driver.litert_profile import profile
from qir.driver.pipelines import Options
from qir.driver.progress import Progress
from qir.driver.sources import Source, read_model
from qir.driver.timing import Timer
from qir.interp.comparison import entry_function
from qir.interp.inputs import draw_inputs
from qir.signatures import signatures_of
from qir.targets import DEFAULT_TARGET, Machine, find_target

OPTIMIZED = "-O3"
SEED = 0
RUNS = (10, 1000)
"""How many runs are timed at least and at most where their number is not said."""
ALL_RUNS = 1e6
"""Microseconds that they are to take together."""
ROUNDS = 20
SLICE = 8e3
"""Microseconds of a turn of C, and of LiteRT, in each round."""
TURN = (1, 100_000)
"""How many runs a turn has at least and at most."""


@dataclass(frozen=True)
class BenchCommand:
    """The arguments of `qir bench`. `as_is`: the model is not quantized. `runs`: of the calls."""

    model: Path
    options: Options
    metric: Metric | None = None
    as_is: bool = False
    compiler: str | None = None
    runs: int | None = None
    jobs: int = 1

    def run(self, progress: Progress) -> BenchReport:
        """Raises QirError where the target is not for this machine, there is no compiler, or the
        model does not become C. What LiteRT does not do, the report's notes say."""
        machine = self._machine()
        check_here(machine)
        compiler, flags = find_compiler(self.compiler), (OPTIMIZED, *flags_here(machine))
        progress.step(f"reading {self.model}")
        fitted = self._fitted()
        inputs = draw_inputs(entry_function(fitted.module), SEED)
        progress.step("running passes")
        with local_executor(self.jobs) as executor:
            lowered = self._lowered(executor)
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            progress.step("measuring the machine")
            peaks = measure_peaks(folder, compiler, flags)
            progress.step("compiling")
            compile = partial(_compiled, lowered, compiler, flags, inputs)
            whole = compile(folder / "whole", timed=False)
            by_calls = compile(folder / "calls", timed=True)
            progress.step("timing calls")
            runs = self.runs or _fitting(ALL_RUNS, whole.time(1), RUNS)
            calls = _call_times(lowered, by_calls, runs, peaks)
            progress.step("timing LiteRT")
            beside = self._beside_litert(fitted, whole, inputs)
        command = " ".join((*compiler.command, *flags))
        target, cpu = self.options.target, host.describe()
        return BenchReport(str(self.model), target, cpu, command, runs, peaks, calls, *beside)

    def _machine(self) -> Machine:
        """What C is to be for; raises QirError where options do not go together."""
        options = self.options
        if (machine := find_target(options.target).machine) is None:
            raise QirError(f"{options.target} is no C; expected a --target that is, as c:generic")
        plain = Options(options.target, input_shapes=options.input_shapes, entry=options.entry)
        if self.as_is and options != plain:
            raise QirError(
                "--as-is quantizes nothing; expected no more options than --target, --input-shape "
                "and --entry"
            )
        return machine

    def _fitted(self) -> Source:
        """The model, of which one function of known sizes is left."""
        ctx, options = QirContext(), self.options
        source = read_model(self.model, ctx)
        steps = pipelines.fitting_steps(options.input_shapes, options.entry)
        pipelines.run(steps, source.module, ctx, name=source.name, verify_each=False)
        return source

    def _lowered(self, executor: Executor | None) -> ModuleOp:
        """The model as calls of kernels."""
        ctx = QirContext()
        ctx.metric = self.metric
        source = read_model(self.model, ctx)
        compilation = Compilation(source, ctx, self.options, executor, 2 * self.jobs)
        if not self.as_is:
            compilation.run()
        compilation.lower()
        return compilation.module

    def _litert_file(self, fitted: Source) -> bytes:
        """The model for LiteRT with XNNPACK, quantized as for C."""
        if not self.as_is:
            options = replace(self.options, target=DEFAULT_TARGET, input_shapes=(), entry="")
            ctx = QirContext()
            ctx.metric = self.metric
            Compilation(fitted, ctx, options).run()
        return tflite_bytes(fitted.module)

    def _beside_litert(
        self, fitted: Source, whole: Stopwatch, inputs: Sequence[Array]
    ) -> tuple[RunTime, RunTime | None, tuple[LiteRTOp, ...], tuple[str, ...]]:
        """Whole runs of C and of LiteRT, LiteRT's ops, and why there is something that is not."""
        try:
            content = self._litert_file(fitted)
            ours, theirs = _turns(whole, content, inputs)
        except QirError as error:
            return _run_time([_turn(whole) for _ in range(ROUNDS)]), None, (), (str(error),)
        try:
            ordered = _in_order_of_signature(fitted.module, inputs)
            found = profile(content, ordered, _fitting(ALL_RUNS, theirs.us, RUNS))
        except QirError as error:
            return ours, theirs, (), (f"LiteRT's ops cannot be timed: {error}",)
        ops = tuple(LiteRTOp(op.name, litert_family(op.name), op.us) for op in found)
        return ours, theirs, ops, ()


def _compiled(
    lowered: ModuleOp,
    compiler: Compiler,
    flags: Sequence[str],
    inputs: Sequence[Array],
    folder: Path,
    *,
    timed: bool,
) -> Stopwatch:
    folder.mkdir()
    emit_c(lowered, folder, weights=Weights.INCBIN, timed=timed)
    return stopwatch(folder, compiler, flags, inputs)


def _call_times(
    lowered: ModuleOp, model: Stopwatch, runs: int, peaks: Peaks
) -> tuple[CallTime, ...]:
    ops, interface = calls_of(lowered), interface_of(lowered, "model")
    names = local_names(entry_of(lowered), interface)
    model.time_calls(1, len(ops))
    times, repeated = model.time_calls(runs, len(ops))
    works = [work_of_call(op) for op in ops]
    resident = interface.arena_bytes + sum(work.weight_bytes for work in works)
    found: list[CallTime] = []
    for number, (op, work) in enumerate(zip(ops, works, strict=True)):
        count = round(median(repeated[:, number].tolist()))
        bound_us, bound = bound_of(work, resident, peaks)
        found.append(
            CallTime(
                kernel=op.kernel.data,
                result=names.get(memory_of(op.outputs[0]), "") if op.outputs else "",
                family=work.family,
                repetitions=count,
                us=float(times[:, number].min()),
                median_us=float(median(times[:, number].tolist())),
                products=count * work.products,
                bytes=count * (work.weight_bytes + work.other_bytes),
                bound_us=count * bound_us,
                bound=bound,
            )
        )
    return tuple(found)


def _turns(model: Stopwatch, content: bytes, inputs: Sequence[Array]) -> tuple[RunTime, RunTime]:
    """Whole runs of C and of LiteRT, by turns; LiteRT in a process of its own."""
    ours, theirs = list[float](), list[float]()
    with Timer(xnnpack=True) as timer:
        number = timer.load(content, inputs)
        invokes = _fitting(SLICE, timer.time(number, invokes=1), TURN)
        for _ in range(ROUNDS):
            ours.append(_turn(model))
            theirs.append(timer.time(number, invokes=invokes))
    return _run_time(ours), _run_time(theirs)


def _turn(model: Stopwatch) -> float:
    return model.time(_fitting(SLICE, model.time(1), TURN))


def _run_time(times: Sequence[float]) -> RunTime:
    return RunTime(min(times), median(times))


def _fitting(room: float, us: float, bounds: tuple[int, int]) -> int:
    """How many runs of so many microseconds fit, within bounds."""
    return min(max(round(room / max(us, 0.001)), bounds[0]), bounds[1])


def _in_order_of_signature(module: ModuleOp, inputs: Sequence[Array]) -> list[Array]:
    signatures = signatures_of(module)
    if not signatures:
        return list(inputs)
    return [inputs[named.position] for named in signatures[0].inputs]
