"""The command line `qir`."""

from __future__ import annotations

import json
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import click

from qir import __version__
from qir.diagnostics import QirError
from qir.driver.options import INPUT_RANGES, c_options, quantization_options, read_options
from qir.driver.problems import fail, reported
from qir.driver.runtimes import INTERPRETER, OBSERVABLE, RUNTIMES
from qir.targets import DEFAULT_TARGET, LITERT_TARGETS

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}

INTERRUPTED = 130
"""The exit code of what a user ended with Ctrl-C."""

_QUIET = click.option("--quiet", is_flag=True, help="Print nothing but errors.")


@click.group(context_settings=CONTEXT)
@click.version_option(__version__, prog_name="qir")
def cli() -> None:
    """Quantize trained models: four times smaller, faster, almost as accurate."""


@cli.command()
@click.argument("model", type=click.Path(path_type=Path))
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), metavar="PATH")
@quantization_options
@c_options
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
@_QUIET
def quantize(
    model: Path,
    output: Path,
    report: Path | None,
    verify_passes: bool,
    print_pattern_stats: bool,
    quiet: bool,
    weights: str | None,
    name: str | None,
    **chosen: Any,
) -> None:
    """Quantize the weights of MODEL and write a .tflite file, or for a target c:... a folder of C.

    MODEL is a .tflite, .mlir, .keras or .h5 file, or a SavedModel directory.
    """
    from qir.context import QirContext
    from qir.driver.compilation import Compilation
    from qir.driver.executors import local_executor
    from qir.driver.outputs import output_of
    from qir.driver.progress import Progress
    from qir.driver.sources import read_model
    from qir.files import write_atomically

    jobs = chosen.pop("jobs")
    options, metric = read_options(chosen)
    made = output_of(output, options.target, weights, name)
    if report and report.resolve() in (output.resolve(), model.resolve()):
        raise QirError(f"{report}: is named for the report and for a model; name another file")
    if report and output.resolve() in report.resolve().parents:
        raise QirError(f"{report}: is in the folder that is to be written; name another file")
    with ExitStack() as stack:
        # Opened before the work is done, and in place only when all of it is.
        report_file = stack.enter_context(write_atomically(report)) if report else None
        sink = stack.enter_context(made.open())
        progress = stack.enter_context(Progress(enabled=not quiet))
        ctx = QirContext()
        ctx.metric, ctx.count = metric, progress.count_of
        executor = stack.enter_context(local_executor(jobs))
        progress.step(f"reading {model}")
        source = read_model(model, ctx)
        progress.step("running passes")
        compilation = Compilation(source, ctx, options, executor, 2 * jobs)
        compilation.run(verify_passes=verify_passes)
        progress.step(f"writing {output}")
        result = made.write(compilation, sink, progress)
        if report_file:
            report_file.write(json.dumps(result.to_dict(), indent=2).encode() + b"\n")
    if not quiet:
        from qir.driver.view import print_report

        print_report(result)
    if print_pattern_stats:
        from qir.driver import view

        view.print_pattern_stats(ctx.remarks)


@cli.command()
@click.argument("model", type=click.Path(path_type=Path))
@quantization_options
@click.option(
    "--report",
    type=click.Path(path_type=Path),
    metavar="FILE.json",
    help="Write what is printed as JSON.",
)
@click.option(
    "--arena-picture",
    type=click.Path(path_type=Path),
    metavar="FILE.svg",
    help="Of C: write a picture of what lies where in the arena, op after op.",
)
@_QUIET
def explain(
    model: Path, report: Path | None, arena_picture: Path | None, quiet: bool, **chosen: Any
) -> None:
    """Say what quantize would make of every op and constant of MODEL, and why; write no model.

    Options are those of quantize. Each op is measured by itself: what it alone leaves of the
    outputs, in decibels.
    """
    from dataclasses import replace

    from qir.context import QirContext
    from qir.driver.compilation import Compilation
    from qir.driver.executors import local_executor
    from qir.driver.outputs import arena_picture as drawn
    from qir.driver.outputs import explained
    from qir.driver.progress import Progress
    from qir.driver.sources import read_model
    from qir.files import write_atomically
    from qir.targets import find_target

    if report and report.resolve() == model.resolve():
        raise QirError(f"{report}: is named for the report and for the model; name another file")
    if arena_picture and arena_picture.resolve() in (model.resolve(), report and report.resolve()):
        raise QirError(f"{arena_picture}: is named for the picture and for more; name another file")
    jobs = chosen.pop("jobs")
    options, metric = read_options(chosen)
    if arena_picture and not find_target(options.target).is_c:
        raise QirError(f"{arena_picture}: {options.target} has no arena; expected a target of C")
    with ExitStack() as stack:
        report_file = stack.enter_context(write_atomically(report)) if report else None
        picture = stack.enter_context(write_atomically(arena_picture)) if arena_picture else None
        progress = stack.enter_context(Progress(enabled=not quiet))
        ctx = QirContext()
        ctx.metric, ctx.count = metric, progress.count_of
        executor = stack.enter_context(local_executor(jobs))
        progress.step(f"reading {model}")
        source = read_model(model, ctx)
        progress.step("running passes")
        options = replace(options, measure=True)
        compilation = Compilation(source, ctx, options, executor, 2 * jobs)
        compilation.run()
        result = explained(compilation)
        if picture:
            picture.write(drawn(compilation).encode())
        if report_file:
            report_file.write(json.dumps(result.to_dict(), indent=2).encode() + b"\n")
    if not quiet:
        from qir.driver.view import print_constants, print_report

        print_report(result)
        print_constants(result)


@cli.command()
@click.argument("model", type=click.Path(path_type=Path))
@INPUT_RANGES
@click.option(
    "--report",
    type=click.Path(path_type=Path),
    metavar="FILE.json",
    help="Write all tensors as JSON.",
)
@click.option(
    "--calibration",
    type=click.Path(path_type=Path),
    metavar="FILE.json",
    help="Of qir calibrate: inputs that are not declared have what samples held; shown beside.",
)
@click.option(
    "--plot",
    type=click.Path(path_type=Path),
    metavar="FILE.html",
    help="Write a page of the calibration's histograms, with the bounds.",
)
@_QUIET
def ranges(
    model: Path,
    input_ranges: tuple[str, ...],
    report: Path | None,
    calibration: Path | None,
    plot: Path | None,
    quiet: bool,
) -> None:
    """Say between which bounds the tensors of MODEL lie, whatever goes in."""
    from qir.calibration import read_calibration
    from qir.context import QirContext
    from qir.driver.ranges import explain_ranges, plot_ranges
    from qir.driver.sources import read_model
    from qir.files import write_atomically

    if plot and calibration is None:
        raise QirError(f"{plot}: histograms are those of samples; name a --calibration")
    read = [path.resolve() for path in (model, calibration) if path]
    for path in (report, plot):
        if path and path.resolve() in read:
            raise QirError(f"{path}: is to be read and to be written; name another file")
    with ExitStack() as stack:
        report_file = stack.enter_context(write_atomically(report)) if report else None
        page = stack.enter_context(write_atomically(plot)) if plot else None
        seen = read_calibration(calibration) if calibration else None
        found = explain_ranges(read_model(model, QirContext()).module, input_ranges, seen)
        if report_file:
            rows = [row.to_dict() for row in found]
            report_file.write(json.dumps(rows, indent=2).encode() + b"\n")
        if page and seen is not None:
            page.write(plot_ranges(found, seen).encode())
    if not quiet:
        from qir.driver.view import print_ranges

        print_ranges(found)


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
    metavar="PATH",
    help="An .npz file with an array per input, or a folder with an .npy file per sample.",
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
@_QUIET
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

    Either may be a folder of C, which is compiled and runs itself. Tensors are the same by their
    names. Without --min-sqnr the exit code is 0; with it, 0 only where every tensor that both
    models have, and every output, keeps to it.
    """
    from qir.context import QirContext
    from qir.driver.compare import Report, compare_models, open_model
    from qir.driver.progress import Progress
    from qir.files import write_atomically

    if report and report.resolve() in (first.resolve(), second.resolve()):
        raise QirError(f"{report}: is named for the report and for a model; name another file")
    with ExitStack() as stack:
        report_file = stack.enter_context(write_atomically(report)) if report else None
        progress = stack.enter_context(Progress(enabled=not quiet))
        progress.step(f"reading {first} and {second}")
        models = open_model(first, QirContext()), open_model(second, QirContext())
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


@cli.command()
@click.argument("model", type=click.Path(path_type=Path))
@click.option(
    "--samples",
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="An .npz file with an array per input, or a folder with an .npy file per sample; inputs "
    "are drawn where none are given.",
)
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    metavar="N",
    help="Run the first N samples, or on N inputs that are drawn.",
)
@click.option(
    "--runtime",
    type=click.Choice(RUNTIMES),
    help="What runs a model that is no folder of C; by default QIR's reference interpreter.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE.npz",
    help="Write the outputs, an array for each whose first axis are the samples, and do not print "
    "them.",
)
def run(
    model: Path, samples: Path | None, limit: int | None, runtime: str | None, output: Path | None
) -> None:
    """Run MODEL, a model or a folder of C, on samples and print or write its outputs.

    A folder of C is compiled with the system's compiler, once.
    """
    from qir.driver.run_command import run_model, write_outputs
    from qir.files import is_special, write_atomically

    if output and output.suffix != ".npz" and not is_special(output):
        raise QirError(f"{output}: unknown kind of output {output.suffix!r}; expected .npz")
    with ExitStack() as stack:
        file = stack.enter_context(write_atomically(output)) if output else None
        found = run_model(model, runtime, samples, limit)
        if file:
            write_outputs(found, file)
    if not output:
        from qir.driver.view import print_outputs

        print_outputs(found)


@cli.command()
@click.argument("model", type=click.Path(path_type=Path))
@click.option(
    "--samples",
    required=True,
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="An .npz file with an array per input, or a folder with an .npy file per sample.",
)
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), metavar="FILE.json")
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    help="How many processes run samples.",
)
@click.option(
    "--runtime",
    type=click.Choice(OBSERVABLE),
    help="What runs the model; by default LiteRT's kernels where it is installed.",
)
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Run the first N samples.")
@click.option("--resume", is_flag=True, help="Go on from what an interrupted run has saved.")
@click.option(
    "--plot",
    type=click.Path(path_type=Path),
    metavar="FILE.html",
    help="Write a page with a histogram of each tensor.",
)
@_QUIET
def calibrate(model: Path, quiet: bool, **options: Any) -> None:
    """Run MODEL over samples and write down what its float tensors held.

    Ctrl-C saves what was found so far, for --resume.
    """
    from qir.driver.calibrate_command import CalibrateCommand
    from qir.driver.calibration import Interrupted
    from qir.driver.progress import Progress

    command = CalibrateCommand(model=model, **options)
    try:
        with Progress(enabled=not quiet) as progress:
            found = command.run(progress)
    except Interrupted as interrupt:
        fail("qir", command.after(interrupt), INTERRUPTED)
    if not quiet:
        from qir.driver.view import print_calibration

        print_calibration(found)


@cli.command()
@click.option(
    "--target",
    type=click.Choice(list(LITERT_TARGETS)),
    default=DEFAULT_TARGET,
    show_default=True,
    help="Whose kernels are timed.",
)
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), metavar="FILE.json")
@click.option("--quick", is_flag=True, help="Measure fewer sizes, and each for a shorter time.")
@_QUIET
def tune(target: str, output: Path, quick: bool, quiet: bool) -> None:
    """Measure how long the kernels of LiteRT take on this machine, for qir quantize --costs.

    Takes some minutes, best while nothing else runs.
    """
    from qir.driver.progress import Progress
    from qir.driver.tune import QUICK, THOROUGH, tune
    from qir.files import write_atomically

    with ExitStack() as stack:
        file = stack.enter_context(write_atomically(output))
        progress = stack.enter_context(Progress(enabled=not quiet))
        found = tune(target, QUICK if quick else THOROUGH, progress)
        found.write(file)
    if not quiet:
        from qir.driver.view import print_costs

        print_costs(found)


@cli.command()
@click.argument("model", type=click.Path(path_type=Path))
@quantization_options
@click.option("--as-is", is_flag=True, help="Do not quantize: MODEL is as it is to be.")
@click.option("--compiler", metavar="COMMAND", help="By default that of $CC, or cc, gcc or clang.")
@click.option(
    "--runs",
    type=click.IntRange(min=1),
    show_default="for a second, 10 to 1000",
    help="How many runs are timed call by call.",
)
@click.option(
    "--report",
    type=click.Path(path_type=Path),
    metavar="FILE.json",
    help="Write what is printed as JSON.",
)
@_QUIET
def bench(
    model: Path,
    as_is: bool,
    compiler: str | None,
    runs: int | None,
    report: Path | None,
    quiet: bool,
    **chosen: Any,
) -> None:
    """Time the C that MODEL becomes on this machine, call by call, beside LiteRT.

    Options are those of quantize; --target is one of C. Times are of one thread, best while nothing
    else runs.
    """
    from qir.driver.bench import BenchCommand
    from qir.driver.progress import Progress
    from qir.files import write_atomically

    if report and report.resolve() == model.resolve():
        raise QirError(f"{report}: is named for the report and for the model; name another file")
    jobs = chosen.pop("jobs")
    options, metric = read_options(chosen)
    command = BenchCommand(model, options, metric, as_is, compiler, runs, jobs)
    with ExitStack() as stack:
        file = stack.enter_context(write_atomically(report)) if report else None
        progress = stack.enter_context(Progress(enabled=not quiet))
        found = command.run(progress)
        if file:
            file.write(json.dumps(found.to_dict(), indent=2).encode() + b"\n")
    if not quiet:
        from qir.driver.view import print_bench

        print_bench(found)


def main() -> None:
    """Run the command line; a user's problem is one line on stderr and exit code 1 or 2."""
    try:
        with reported("qir"):
            cli.main(standalone_mode=False)
    except click.exceptions.Exit as exit:
        sys.exit(exit.exit_code)
    except click.Abort:
        sys.exit(INTERRUPTED)
    except click.ClickException as error:
        fail("qir", error.format_message(), error.exit_code)


if __name__ == "__main__":
    main()
