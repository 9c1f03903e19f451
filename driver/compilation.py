"""One model on its way through a pipeline."""

from __future__ import annotations

from concurrent.futures import Executor
from dataclasses import replace

from xdsl.dialects.builtin import ModuleOp

from qir.backends.tflite.writer import tflite_bytes
from qir.choices import choice_of
from qir.context import QirContext
from qir.diagnostics import QirError
from qir.driver import pipelines
from qir.driver.pipelines import Options
from qir.driver.report import CReport, Report, number_ops, report_constants, report_ops
from qir.driver.sources import Source
from qir.runtimes import needed_runtime
from qir.targets import find_target


class Compilation:
    """One model on its way through a pipeline; what the command line and the API share."""

    def __init__(
        self,
        source: Source,
        ctx: QirContext,
        options: Options,
        executor: Executor | None = None,
        in_flight: int | None = None,
    ) -> None:
        """`executor`: where forms of ops are measured, `in_flight` tasks at once; here if None."""
        self.source = source
        self.ctx = ctx
        self.target = find_target(options.target)
        self.numbers = ctx.remarks.numbers = number_ops(source.module)
        self.steps = options.steps()
        self.c_steps = options.c_steps() if self.target.is_c else ()
        if executor is not None:
            from qir.driver.spreading import spread_over

            if any(map(choice_of, source.module.walk())):
                problem = "its ops have choices that workers do not see; expected one job"
                raise QirError(f"{source.name}: {problem}")
            content = tflite_bytes(source.module)
            ctx.spread = spread_over(executor, content, self.steps, in_flight)

    @property
    def module(self) -> ModuleOp:
        return self.source.module

    def run(self, *, verify_passes: bool = False) -> None:
        pipelines.run(
            self.steps,
            self.module,
            self.ctx,
            name=self.source.name,
            verify_each=False,
            verify_passes=verify_passes,
        )

    def report(self, bytes_after: int, *, every: bool = False) -> Report:
        """What was done. `every`: also ops without weights, and all constants."""
        remarks = self.ctx.remarks
        return Report(
            self.source.name,
            self.target.name,
            self.steps,
            self.source.size,
            bytes_after,
            report_ops(self.module, remarks, self.numbers, every=every),
            dict(sorted(remarks.rewrites.items())),
            remarks.accuracy,
            tuple(remarks.notes),
            report_constants(self.module, self.numbers, remarks) if every else (),
            "" if self.target.is_c else needed_runtime(self.module),
        )

    def lower(self) -> None:
        """Make calls of C kernels of the ops, whose report is then to be there already."""
        pipelines.run(self.c_steps, self.module, self.ctx, name=self.source.name, verify_each=False)

    def with_c(self, report: Report, c: CReport) -> Report:
        """A report that was made before `lower`, with what is known after it."""
        steps, notes = (*report.pipeline, *self.c_steps), tuple(self.ctx.remarks.notes)
        return replace(report, pipeline=steps, notes=notes, bytes_after=c.weight_bytes, c=c)
