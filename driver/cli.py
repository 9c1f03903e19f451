"""The command line `qir`."""

from __future__ import annotations

import json
import sys
from contextlib import ExitStack
from pathlib import Path

import click

from qir import __version__
from qir.diagnostics import QirError
from qir.driver.compare import INTERPRETER, RUNTIMES, Report, compare_models
from qir.driver.problems import fail, reported
from qir.passes.quantize_weights import DEFAULT_MIN_ELEMENTS
from qir.targets import DEFAULT_TARGET, TARGETS

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


@click.group(context_settings=CONTEXT)
@click.version_option(__version__, prog_name="qir")
def cli() -> None:
    """Quantize trained models: four times smaller, faster, almost as accurate."""


@cli.command()
@click.argument("model", type=click.Path(path_type=Path))
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), metavar="FILE")
@click.option(
    "--target",
    type=click.Choice(list(TARGETS)),
    default=DEFAULT_TARGET,
    show_default=True,
    help="The runtime that the result is meant for.",
)
@click.option(
    "--min-elements",
    type=click.IntRange(min=0),
    default=DEFAULT_MIN_ELEMENTS,
    show_default=True,
    help="Weights with fewer elements stay float.",
)
@click.option(
    "--report",
    type=click.Path(path_type=Path),
    metavar="FILE.json",
    help="Write the table as JSON.",
)
@click.option(
    "--verify-passes",
    is_flag=True,
    help="Run the model before and after each pass; stop at one that changes what it computes.",
)
@click.option(
    "--print-pattern-stats",
    is_flag=True,
    help="Print how often each rewrite of canonicalize was applied, on stderr.",
)
@click.option("--quiet", is_flag=True, help="Print nothing but errors.")
def quantize(
    model: Path,
    output: Path,
    target: str,
    min_elements: int,
    report: Path | None,
    verify_passes: bool,
    print_pattern_stats: bool,
    quiet: bool,
) -> None:
    """Quantize the weights of MODEL to 8 bits and write a .tflite file.

    MODEL is a .tflite, .mlir, .keras or .h5 file, or a SavedModel directory.
    """
    from qir.backends.tflite.writer import emit_tflite
    from qir.context import QirContext
    from qir.driver.api import Compilation
    from qir.driver.progress import Progress
    from qir.driver.sources import read_model
    from qir.files import is_special, write_atomically

    if output.suffix != ".tflite" and not is_special(output):
        raise QirError(f"{output}: unknown kind of output {output.suffix!r}; expected .tflite")
    if report and report.resolve() in (output.resolve(), model.resolve()):
        raise QirError(f"{report}: is named for the report and for a model; name another file")
    with ExitStack() as stack:
        # Opened before the work is done, and in place only when all of it is.
        report_file = stack.enter_context(write_atomically(report)) if report else None
        output_file = stack.enter_context(write_atomically(output))
        progress = stack.enter_context(Progress(enabled=not quiet))
        ctx = QirContext()
        progress.step(f"reading {model}")
        source = read_model(model, ctx)
        progress.step("running passes")
        compilation = Compilation(source, ctx, target, min_elements)
        compilation.run(verify_passes=verify_passes)
        progress.step(f"writing {output}")
        size = emit_tflite(compilation.module, output_file, progress.count)
        result = compilation.report(size)
        if report_file:
            report_file.write(json.dumps(result.to_dict(), indent=2).encode() + b"\n")
    if not quiet:
        from qir.driver.view import print_report

        print_report(result)
    if print_pattern_stats:
        from qir.driver import view

        view.print_pattern_stats(ctx.remarks)


@cli.command()
@click.argument("first", type=click.Path(path_type=Path))
@click.argument("second", type=click.Path(path_type=Path))
@click.option(
    "--min-sqnr",
    type=float,
    metavar="DB",
    help="Fail, and name the first tensor, where one of SECOND has less; in decibels.",
)
@click.option(
    "--inputs",
    type=click.Path(path_type=Path),
    metavar="FILE.npz",
    help="An array for each input, by its name; with one more axis, that of samples.",
)
@click.option(
    "--samples",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    help="How many inputs to draw where none are given.",
)
@click.option(
    "--runtime",
    type=click.Choice(RUNTIMES),
    default=INTERPRETER,
    show_default=True,
    help="What runs both: QIR's reference interpreter, or LiteRT without and with XNNPACK.",
)
@click.option(
    "--report",
    type=click.Path(path_type=Path),
    metavar="FILE.json",
    help="Write all tensors as JSON.",
)
@click.option("--quiet", is_flag=True, help="Print nothing but errors.")
def compare(
    first: Path,
    second: Path,
    min_sqnr: float | None,
    inputs: Path | None,
    samples: int,
    runtime: str,
    report: Path | None,
    quiet: bool,
) -> None:
    """Run two models on the same inputs and say how far SECOND is from FIRST.

    Tensors are the same by their names. Without --min-sqnr the exit code is 0; with it, 0 only
    where every tensor that both models have, and every output, keeps to it.
    """
    from qir.context import QirContext
    from qir.driver.progress import Progress
    from qir.driver.sources import read_model
    from qir.files import write_atomically

    if report and report.resolve() in (first.resolve(), second.resolve()):
        raise QirError(f"{report}: is named for the report and for a model; name another file")
    with ExitStack() as stack:
        report_file = stack.enter_context(write_atomically(report)) if report else None
        progress = stack.enter_context(Progress(enabled=not quiet))
        progress.step(f"reading {first} and {second}")
        models = read_model(first, QirContext()).module, read_model(second, QirContext()).module
        progress.step("running both")
        comparison = compare_models(models, runtime, inputs, samples)
        result = Report(str(first), str(second), runtime, min_sqnr, comparison)
        if report_file:
            report_file.write(json.dumps(result.to_dict(), indent=2).encode() + b"\n")
    if not quiet:
        from qir.driver.view import print_comparison

        print_comparison(result)
    if (name := result.first_below) is not None:
        found = result.difference(name).sqnr
        where = f"{second}: {name}"
        fail("qir", f"{where} has an SQNR of {found:.1f} dB; expected {min_sqnr:g} or more")


def main() -> None:
    """Run the command line; a user's problem is one line on stderr and exit code 1 or 2."""
    try:
        with reported("qir"):
            cli.main(standalone_mode=False)
    except click.exceptions.Exit as exit:
        sys.exit(exit.exit_code)
    except click.Abort:
        sys.exit(130)
    except click.ClickException as error:
        fail("qir", error.format_message(), error.exit_code)


if __name__ == "__main__":
    main()
