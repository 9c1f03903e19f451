"""What `qir quantize` and `qir explain` let a user choose, as options of a command line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import reduce
from pathlib import Path
from typing import Any

import click

from qir.backends.c.modes import Weights
from qir.context import Metric
from qir.driver.pipelines import Options
from qir.schemes import Rounding, ScaleSearch
from qir.targets import DEFAULT_TARGET, TARGETS

Command = Callable[..., Any]

INPUT_RANGES = click.option(
    "--input-range",
    "input_ranges",
    multiple=True,
    metavar="NAME=LOW:HIGH",
    help="Between which bounds an input lies; repeatable.",
)
_OPTIONS = (
    click.option(
        "--target",
        type=click.Choice(list(TARGETS)),
        default=DEFAULT_TARGET,
        show_default=True,
        help="The runtime that the result is meant for, or C.",
    ),
    click.option(
        "--min-elements",
        type=click.IntRange(min=0),
        show_default="1024, for FULLY_CONNECTED 512",
        help="Weights with fewer elements stay float.",
    ),
    click.option(
        "--scheme",
        multiple=True,
        show_default="int8",
        metavar="[PATTERN=]SCHEME",
        help="How weights are stored: int8, int4 or int2, then -tensor, -channel or -blockN, "
        "-asymmetric, -mse, -weight-only; or float16. With PATTERN, those of ops of a kind "
        "(CONV_2D), a name (*head*), an index (12) or a size (<2048); repeatable, later ones win.",
    ),
    click.option(
        "--keep-float",
        multiple=True,
        metavar="PATTERN",
        help="Ops whose weights stay float, over any --scheme; repeatable.",
    ),
    click.option(
        "--costs",
        type=click.Path(path_type=Path),
        metavar="FILE.json",
        help="Of qir tune: how long kernels take here; or none, for integer kernels be they slow.",
    ),
    click.option(
        "--min-runtime",
        metavar="VERSION",
        help="The release of TensorFlow's runtime that is to run the result, as 2.13.0.",
    ),
    click.option(
        "--recipe",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="A .yaml or .toml file of options and of schemes for single ops; options win over it.",
    ),
    click.option(
        "--scale-search",
        type=click.Choice([str(search) for search in ScaleSearch]),
        default=str(ScaleSearch.MIN_MAX),
        show_default=True,
        help="How the scales of weights are found.",
    ),
    click.option(
        "--samples",
        type=click.Path(path_type=Path),
        metavar="PATH",
        help="Of the inputs: an .npz file with an array per input, or a folder with an .npy file "
        "per sample.",
    ),
    click.option(
        "--rounding",
        type=click.Choice([str(rounding) for rounding in Rounding]),
        default=str(Rounding.NEAREST),
        show_default=True,
        help="How weights become integers; error feedback (GPTQ) needs --samples.",
    ),
    click.option(
        "--correct-bias",
        is_flag=True,
        help="Let biases make up for what quantization does to means; needs --samples.",
    ),
    click.option(
        "--equalize",
        is_flag=True,
        help="Make the channels of layers that follow one another alike in size first.",
    ),
    click.option(
        "--constants",
        is_flag=True,
        help="Make large float constants that are no weights smaller too; each is dequantized.",
    ),
    click.option(
        "--jobs",
        type=click.IntRange(min=1),
        default=1,
        show_default=True,
        help="How many processes measure ops.",
    ),
    INPUT_RANGES,
    click.option(
        "--calibration",
        type=click.Path(path_type=Path),
        metavar="FILE.json",
        help="Of qir calibrate: what inputs and other tensors held over samples.",
    ),
    click.option(
        "--input-shape",
        "input_shapes",
        multiple=True,
        metavar="NAME=1x128",
        help="The sizes of an input that leaves some open, for C; a first one is 1 by default; "
        "repeatable.",
    ),
    click.option(
        "--entry",
        metavar="NAME",
        default="",
        help="The signature or function that is to run, for C, where a model has several.",
    ),
    click.option(
        "--accuracy",
        metavar="DB",
        default="",
        help="What every output keeps, as 40dB: of all models that do the smallest is made. "
        "By default ops that ruin outputs are found and mended; 'off' measures nothing.",
    ),
    click.option(
        "--max-drop",
        metavar="DROP",
        default="",
        help="How far --metric may fall over --samples, absolute or as 0.5%; not with --accuracy.",
    ),
    click.option(
        "--metric",
        metavar="FILE.py:FUNCTION",
        help="Takes the outputs over all samples, a list of arrays for each, and gives a number; "
        "more is better.",
    ),
)


C_WEIGHTS = [mode.value for mode in Weights]
_C_OPTIONS = (
    click.option(
        "--weights",
        type=click.Choice(C_WEIGHTS),
        help="Where C has its constants: as text in weights.c, in weights.bin that the assembler "
        "includes, or in weights.bin that the program loads.  [default: c]",
    ),
    click.option("--name", metavar="NAME", help="What C begins names with.  [default: model]"),
)


def c_options(command: Command) -> Command:
    """Give a command what a user chooses of the C that is written."""
    return reduce(lambda found, option: option(found), reversed(_C_OPTIONS), command)


def quantization_options(command: Command) -> Command:
    """Give a command all options of a quantization."""
    return reduce(lambda found, option: option(found), reversed(_OPTIONS), command)


def read_options(chosen: Mapping[str, Any]) -> tuple[Options, Metric | None]:
    """The options of a command that `quantization_options` decorates, and the metric.

    Raises QirError where they do not go together, or a file that they name is wrong.
    """
    from qir.driver.metrics import read_metric
    from qir.driver.recipes import make_options, make_rules, split_schemes

    given = {name: value for name, value in chosen.items() if _is_given(name)}
    plain, rules = split_schemes(given.pop("scheme", ()))
    rules = (*rules, *make_rules({}, given.pop("keep_float", ())))
    recipe, metric = given.pop("recipe", None), given.pop("metric", None)
    options = make_options({**given, **plain, "rules": rules}, recipe)
    return options, read_metric(metric) if metric else None


def _is_given(name: str) -> bool:
    """Whether an option was said, and is not what it is by default."""
    source = click.get_current_context().get_parameter_source(name)
    return source is not click.core.ParameterSource.DEFAULT
