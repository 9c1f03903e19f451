"""What `qir calibrate` does: from a model and samples to a file, or to what it can go on from."""

from __future__ import annotations

import gc
from concurrent.futures import Executor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from qir.calibration import Calibration, read_calibration
from qir.diagnostics import QirError
from qir.driver.calibration import Interrupted, calibrate
from qir.driver.executors import local_executor
from qir.driver.progress import Progress
from qir.files import write_atomically


@dataclass(frozen=True)
class CalibrateCommand:
    """The arguments of `qir calibrate`."""

    model: Path
    samples: Path
    output: Path
    plot: Path | None
    jobs: int
    runtime: str | None
    limit: int | None
    resume: bool

    @property
    def partial(self) -> Path:
        """Where an interrupted run leaves what it found."""
        return self.output.with_name(f"{self.output.name}.partial")

    def run(self, progress: Progress) -> Calibration:
        """Write the files, or none of them.

        Raises QirError for what a user can mend, and Interrupted on Ctrl-C, after what was found
        is saved.
        """
        self._check_names()
        gc.enable()  # Unlike other commands this one runs long.
        with ExitStack() as stack:
            output = stack.enter_context(write_atomically(self.output))
            page = stack.enter_context(write_atomically(self.plot)) if self.plot else None
            progress.step(f"reading {self.model}")
            start = read_calibration(self.partial) if self._goes_on() else None
            executor = stack.enter_context(local_executor(self.jobs))
            try:
                found = self._calibrate(start, executor, progress)
            except Interrupted as interrupt:
                self._save(interrupt.so_far)
                raise
            found.write(output)
            if page:
                from qir.driver.plot import plot

                page.write(plot(found).encode())
        self.partial.unlink(missing_ok=True)
        return found

    def _check_names(self) -> None:
        written = [path for path in (self.output, self.plot) if path]
        places = [path.resolve() for path in (self.model, self.samples, *written)]
        for path in written:
            if places.count(path.resolve()) > 1:
                raise QirError(f"{path}: is named twice; name another file to write to")
            if self.samples.resolve() in path.resolve().parents:
                raise QirError(f"{path}: is in the folder of samples; name another file")

    def _goes_on(self) -> bool:
        return self.resume and self.partial.exists()

    def _calibrate(
        self, start: Calibration | None, executor: Executor | None, progress: Progress
    ) -> Calibration:
        return calibrate(
            self.model,
            self.samples,
            executor=executor,
            runtime=self.runtime,
            limit=self.limit,
            start=start,
            in_flight=2 * self.jobs,
            progress=lambda done, total: progress.count_of("sample", done, total),
        )

    def _save(self, so_far: Calibration) -> None:
        if so_far.samples:
            with write_atomically(self.partial) as file:
                so_far.write(file)

    def after(self, interrupt: Interrupted) -> str:
        """What a user who interrupted the run wants to know."""
        if not (count := interrupt.so_far.samples):
            return "interrupted before any sample was counted"
        return f"interrupted: {count} samples are in {self.partial}; --resume goes on from there"
