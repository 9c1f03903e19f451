"""The compilers compared: each as a command line that makes a quantized file of a float one."""

from __future__ import annotations

import dataclasses
import shutil
import subprocess
import sys
from pathlib import Path

from qir.targets import LITERT_TARGETS

TARGETS = tuple(LITERT_TARGETS)


@dataclasses.dataclass(frozen=True)
class Scheme:
    """How each compiler is asked for files of one kind; None where it makes none.

    `qir`: further arguments of `qir quantize`. `recipe`: of litert-quantizer, a name or a file.
    `tensorflow`: the middle of the name of the file that lies beside the float one.
    """

    qir: tuple[str, ...] | None
    recipe: str | None
    tensorflow: str | None = None


RECIPES = Path(__file__).parent / "recipes"
SCHEMES = {
    "int8": Scheme((), "dynamic_wi8_afp32", "tf-dynamic"),
    "int4": Scheme(("--scheme", "int4"), "dynamic_wi4_afp32"),
    "int4-block32": Scheme(("--scheme", "int4-block32"), "dynamic_wi4b32_afp32"),
    "int8-weight-only": Scheme(("--scheme", "int8-weight-only"), "weight_only_wi8_afp32"),
    "int4-weight-only": Scheme(("--scheme", "int4-weight-only"), "weight_only_wi4_afp32"),
    "float16": Scheme(("--scheme", "float16"), str(RECIPES / "float16.json")),
}
INT8 = SCHEMES["int8"]


class Absent(Exception):
    """A variant that cannot be had here, and why."""


@dataclasses.dataclass(frozen=True)
class Job:
    """A command and the file it writes."""

    command: list[str]
    output: Path


def qir(model: Path, folder: Path, target: str, scheme: Scheme = INT8) -> Job:
    """`qir quantize` for `target`."""
    if scheme.qir is None:
        raise Absent("qir has no such scheme")
    output = folder / f"{model.stem}.qir.tflite"
    command = [find("qir"), "quantize", str(model), "-o", str(output), "--target", target]
    return Job([*command, *scheme.qir], output)


def litert_quantizer(model: Path, folder: Path, scheme: Scheme = INT8) -> Job:
    """litert-quantizer, which has no targets; int8 is its dynamic-range recipe."""
    if scheme.recipe is None:
        raise Absent("litert-quantizer has no such recipe")
    command = [find("litert-quantizer"), "--model_file", str(model), "--recipe", scheme.recipe]
    command += ["--output_dir", str(folder), "--overwrite_outputs"]
    return Job(command, folder / f"{model.stem}_{Path(scheme.recipe).stem}.tflite")


def tensorflow(model: Path, scheme: Scheme = INT8) -> Path:
    """The file of TensorFlow's converter, which reads no .tflite: keras_models.py writes it."""
    if scheme.tensorflow is None:
        raise Absent("TensorFlow has no such scheme")
    output = model.with_suffix(f".{scheme.tensorflow}.tflite")
    if not output.exists():
        raise Absent(f"no file {output}")
    return output


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
