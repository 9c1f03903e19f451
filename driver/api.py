"""The Python API: `qir.quantize` and `qir.Converter`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, fields
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from qir.backends.tflite.writer import tflite_bytes
from qir.context import Metric, QirContext
from qir.diagnostics import QirError
from qir.driver.compilation import Compilation
from qir.driver.pipelines import Options
from qir.driver.progress import Progress
from qir.driver.recipes import make_options, make_rules
from qir.driver.report import Report
from qir.driver.sources import Source, read_bytes, read_model
from qir.frontends import tensorflow
from qir.targets import DEFAULT_TARGET, find_target

if TYPE_CHECKING:
    from qir.driver.outputs import CFolder

DEFAULTS = {field.name: field.default for field in fields(Options)}
PathOrBytes = str | PathLike[str] | bytes | bytearray | memoryview


@dataclass(frozen=True, slots=True)
class Result:
    """A quantized model: `.tflite` bytes, and the report of what was done to each op.

    `model`: empty where the model became C, which is in its folder.
    """

    model: bytes
    report: Report


def quantize(
    model: PathOrBytes,
    *,
    target: str = DEFAULT_TARGET,
    min_elements: int | None = None,
    scheme: str = "int8",
    scale_search: str = "min-max",
    constants: bool = False,
    samples: str | PathLike[str] | None = None,
    rounding: str = "nearest",
    correct_bias: bool = False,
    equalize: bool = False,
    costs: str | PathLike[str] | None = None,
    input_ranges: Mapping[str, tuple[float, float]] | None = None,
    schemes: Mapping[str, str] | None = None,
    keep_float: Sequence[str] = (),
    min_runtime: str = "",
    recipe: str | PathLike[str] | None = None,
    accuracy: float | str = "",
    max_drop: float | str = "",
    metric: Metric | None = None,
    measure: bool = False,
    input_shapes: Mapping[str, Sequence[int]] | None = None,
    entry: str = "",
    folder: str | PathLike[str] | None = None,
    weights: str | None = None,
    name: str | None = None,
    executor: Executor | None = None,
    in_flight: int | None = None,
) -> Result:
    """Quantize the weights of a float model.

    `model`: path of a `.tflite`, `.mlir`, `.keras` or `.h5` file or of a SavedModel directory, or
    the bytes of a `.tflite` file.
    `target`: the runtime that the result is meant for, one of `qir.targets.TARGETS`.
    `min_elements`: weights with fewer elements stay float; by default 1024, of FULLY_CONNECTED 512.
    `scheme`: how weights are stored, as `qir.schemes` spells it.
    `scale_search`: how scales are found, one of `qir.numerics.scale_search.ScaleSearch`.
    `constants`: large float constants that are no weights become smaller too.
    `samples`: of the inputs, an `.npz` file with an array per input or a folder with an `.npy` file
    per sample, for `rounding` and `correct_bias`.
    `rounding`: how weights become integers, "nearest" or "error-feedback".
    `correct_bias`: biases make up for what quantization does to the means of outputs.
    `equalize`: channels of layers that follow one another are made alike in size first.
    `costs`: a table of `qir tune` in place of the one that QIR has for the target; "none" for
    integer kernels wherever there are some.
    `input_ranges`: between which bounds each input lies, by its name; in the unit of the input.
    `schemes`: how the weights of some ops are stored, by what picks these: a kind as "CONV_2D", a
    glob on names, an index or a size, see `qir.passes.analysis.selection`; later ones win.
    `keep_float`: what picks the ops whose weights stay float, over `schemes`.
    `min_runtime`: the release of TensorFlow's runtime that is to run the result, as "2.13.0".
    `recipe`: a `.yaml` or `.toml` file of options, for those that are not given here or are as by
    default, and of schemes, which come before those given here.
    `accuracy`: the SQNR in decibels that every output keeps; the smallest model is made that does.
    By default single ops that ruin outputs are found and mended; "off" measures nothing.
    `max_drop`: how far `metric` may fall over `samples`, absolute or as "0.5%" of what it is of the
    float model, in place of `accuracy`.
    `metric`: takes the outputs, a list of arrays for each sample, and gives a number, more being
    better.
    `measure`: the report has what each op alone leaves of the outputs, and what could be had.
    `input_shapes`: for C, of inputs that leave sizes open; a first one is 1 by default.
    `entry`: for C, the signature or function that is to run, where a model has several.
    `folder`: where C is written, for a target that is C, as "c:generic"; `qir.backends.c.load` runs
    it. `weights`: where it has its constants, "c", "incbin" or "blob". `name`: what it begins names
    with.
    `executor`: where ops are measured, anything of `concurrent.futures`, with `in_flight` tasks at
    once, about twice its workers; here if None. The result does not depend on it.

    Raises QirError where the model or the recipe cannot be read, where the target, the scheme, the
    search or an input does not exist, where nothing is picked, a bound cannot be kept, or an op of
    the model itself needs a later runtime.
    """
    ctx = QirContext()
    ctx.metric = metric
    ranges = tuple(f"{name}={low}:{high}" for name, (low, high) in (input_ranges or {}).items())
    options = {
        "target": target,
        "min_elements": min_elements,
        "scheme": scheme,
        "scale_search": scale_search,
        "constants": constants,
        "samples": None if samples is None else Path(fspath(samples)),
        "rounding": rounding,
        "correct_bias": correct_bias,
        "equalize": equalize,
        "costs": None if costs is None else Path(fspath(costs)),
        "input_ranges": ranges,
        "accuracy": str(accuracy),
        "max_drop": str(max_drop),
        "measure": measure,
        "min_runtime": min_runtime,
        "input_shapes": tuple(
            f"{name}={'x'.join(map(str, sizes))}" for name, sizes in (input_shapes or {}).items()
        ),
        "entry": entry,
    }
    chosen = _options(options, schemes, keep_float, recipe)
    output = None if folder is None else _c_folder(chosen, Path(fspath(folder)), weights, name)
    return _quantized(_read(model, ctx), ctx, chosen, executor, in_flight, output)


def _c_folder(options: Options, folder: Path, weights: str | None, name: str | None) -> CFolder:
    """Raises QirError where a folder is named and no C is made."""
    from qir.driver.outputs import CFolder, output_of

    if not find_target(options.target).is_c:
        raise QirError(f"{folder}: {options.target} is no C; expected a target that is")
    output = output_of(folder, options.target, weights, name)
    assert isinstance(output, CFolder)
    return output


def _options(
    chosen: Mapping[str, Any],
    schemes: Mapping[str, str] | None,
    keep_float: Sequence[str],
    recipe: str | PathLike[str] | None,
) -> Options:
    """A recipe counts where an option is as it is by default."""
    given = {name: value for name, value in chosen.items() if value != DEFAULTS[name]}
    if isinstance(keep_float, str):
        raise QirError(f"keep_float is the text {keep_float!r}; expected a list of patterns")
    given["rules"] = make_rules(schemes or {}, keep_float)
    return make_options(given, None if recipe is None else Path(fspath(recipe)))


def _read(model: PathOrBytes, ctx: QirContext) -> Source:
    if isinstance(model, bytes | bytearray | memoryview):
        return read_bytes(bytes(model))
    return read_model(Path(fspath(model)), ctx)


def _quantized(
    source: Source,
    ctx: QirContext,
    options: Options,
    executor: Executor | None = None,
    in_flight: int | None = None,
    output: CFolder | None = None,
) -> Result:
    if find_target(options.target).is_c and output is None:
        raise QirError(f"target {options.target} is a folder of C; expected the name of a folder")
    compilation = Compilation(source, ctx, options, executor, in_flight)
    if output is not None:
        with output.open() as folder:
            compilation.run()
            return Result(b"", output.write(compilation, folder, Progress(enabled=False)))
    compilation.run()
    model = tflite_bytes(compilation.module)
    return Result(model, compilation.report(len(model)))


class Converter:
    """TensorFlow's converter API: from a trained model to `.tflite` bytes.

        converter = qir.Converter.from_saved_model(saved_model_dir)
        converter.post_training_quantize = True
        data = converter.convert()

    `post_training_quantize`: quantize weights; otherwise the model stays float.
    `target` and the other options: as for `qir.quantize`.
    `report`: after `convert` with quantization, what was done to each op.

    Any other attribute is refused, so that a misspelt or unsupported option does not pass
    silently.
    """

    DEFAULTS: ClassVar[Mapping[str, Any]] = {
        name: default
        for name, default in DEFAULTS.items()
        if name not in ("input_ranges", "calibration", "rules", "measure")
    } | {"schemes": None, "keep_float": (), "recipe": None, "metric": None}
    OPTIONS: ClassVar[tuple[str, ...]] = ("post_training_quantize", *DEFAULTS)

    post_training_quantize: bool
    target: str
    min_elements: int | None
    scheme: str
    scale_search: str
    constants: bool
    samples: Path | None
    rounding: str
    correct_bias: bool
    equalize: bool
    costs: Path | None
    min_runtime: str
    schemes: Mapping[str, str] | None
    keep_float: Sequence[str]
    recipe: str | PathLike[str] | None
    accuracy: float | str
    max_drop: float | str
    metric: Metric | None
    report: Report | None

    def __init__(self, read: Callable[[QirContext], Source]) -> None:
        own = {"_read": read, "post_training_quantize": False, "report": None}
        self.__dict__.update(self.DEFAULTS, **own)

    @classmethod
    def from_saved_model(cls, saved_model_dir: str | PathLike[str]) -> Converter:
        """From a TensorFlow SavedModel directory; needs the extra `tensorflow`."""
        return cls(lambda ctx: read_model(Path(fspath(saved_model_dir)), ctx))

    @classmethod
    def from_keras_model(cls, model: Any) -> Converter:
        """From a Keras model object; needs the extra `tensorflow`."""
        return cls(lambda _: read_bytes(tensorflow.keras_model_to_tflite(model), "Keras model"))

    @classmethod
    def from_tflite(cls, model: PathOrBytes) -> Converter:
        """From a float `.tflite` file or its bytes."""
        return cls(lambda ctx: _read(model, ctx))

    def __setattr__(self, name: str, value: object) -> None:
        if name not in self.OPTIONS:
            known = ", ".join(self.OPTIONS)
            raise AttributeError(f"qir.Converter has no option {name!r}; it has {known}")
        self.__dict__[name] = value

    def convert(self) -> bytes:
        """The model as `.tflite` bytes.

        Raises QirError where the model cannot be read or converted.
        """
        self.__dict__["report"] = None
        ctx = QirContext()
        source: Source = self.__dict__["_read"](ctx)
        if not self.post_training_quantize:
            return tflite_bytes(source.module)
        chosen = {name: getattr(self, name) for name in self.DEFAULTS}
        chosen |= {name: str(chosen[name]) for name in ("accuracy", "max_drop")}
        ctx.metric = chosen.pop("metric")
        own = [chosen.pop(name) for name in ("schemes", "keep_float", "recipe")]
        result = _quantized(source, ctx, _options(chosen, *own))
        self.__dict__["report"] = result.report
        return result.model
