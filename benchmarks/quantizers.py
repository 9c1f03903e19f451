"""The compilers compared: each as a command line that makes a quantized file of a float one."""

from __future__ import annotations

import dataclasses
import shutil
import subprocess
import sys
from pathlib import Path

from qir.targets import TARGETS as TARGET_TABLE

TARGETS = tuple(TARGET_TABLE)


class Absent(Exception):
    """A variant that cannot be had here, and why."""


@dataclasses.dataclass(frozen=True)
class Job:
    """A command and the file it writes."""

    command: list[str]
    output: Path


def qir(model: Path, folder: Path, target: str) -> Job:
    """`qir quantize` for `target`."""
    output = folder / f"{model.stem}.qir.tflite"
    command = [find("qir"), "quantize", str(model), "-o", str(output), "--target", target]
    return Job(command, output)


def litert_quantizer(model: Path, folder: Path) -> Job:
    """litert-quantizer with its int8 dynamic-range recipe. It has no targets."""
    recipe = "dynamic_wi8_afp32"
    command = [find("litert-quantizer"), "--model_file", str(model), "--recipe", recipe]
    command += ["--output_dir", str(folder), "--overwrite_outputs"]
    return Job(command, folder / f"{model.stem}_{recipe}.tflite")


def run(job: Job) -> Path:
    """Run one compiler to its end and return its file. Judged by the file, not the exit code."""
    job.output.unlink(missing_ok=True)
    done = subprocess.run(job.command, capture_output=True, text=True, check=False)
    if not job.output.exists():
        raise Absent(f"exit code {done.returncode}, no output: {last_line(done.stderr)}")
    return job.output


def last_line(text: str) -> str:
    """The line of a traceback or an error message that says what went wrong."""
    return text.strip().rpartition("\n")[2]


def find(name: str) -> str:
    """The command beside this Python, else the one on PATH."""
    beside = str(Path(sys.executable).parent)
    if found := shutil.which(name, path=beside) or shutil.which(name):
        return found
    raise Absent(f"no {name} command beside this Python or on PATH")
