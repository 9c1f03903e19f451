"""The Python API: `qir.quantize` and `qir.Converter`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from os import PathLike, fspath
from pathlib import Path
from typing import Any, ClassVar

from xdsl.dialects.builtin import ModuleOp

from qir.backends.tflite.writer import tflite_bytes
from qir.context import QirContext
from qir.driver import pipelines
from qir.driver.pipelines import Options
from qir.driver.report import Report, number_ops, report_ops
from qir.driver.sources import Source, read_bytes, read_model
from qir.frontends import tensorflow
from qir.targets import DEFAULT_TARGET, find_target

PathOrBytes = str | PathLike[str] | bytes | bytearray | memoryview


@dataclass(frozen=True, slots=True)
class Result:
    """A quantized model: `.tflite` bytes, and the report of what was done to each op."""

    model: bytes
    report: Report


class Compilation:
    """One model on its way through a pipeline; what the command line and the API share."""

    def __init__(self, source: Source, ctx: QirContext, options: Options) -> None:
        self.source = source
        self.ctx = ctx
        self.target = find_target(options.target).name
        self.numbers = number_ops(source.module)
        self.steps = options.steps()

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

    def report(self, bytes_after: int) -> Report:
        ops = report_ops(self.module, self.ctx.remarks, self.numbers)
        return Report(
            self.source.name,
            self.target,
            self.steps,
            self.source.size,
            bytes_after,
            ops,
            dict(sorted(self.ctx.remarks.rewrites.items())),
        )


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

    Raises QirError where the model cannot be read, or the target, the scheme, the search or an
    input does not exist.
    """
    ctx = QirContext()
    ranges = tuple(f"{name}={low}:{high}" for name, (low, high) in (input_ranges or {}).items())
    options = Options(
        target=target,
        min_elements=min_elements,
        scheme=scheme,
        scale_search=scale_search,
        constants=constants,
        samples=None if samples is None else Path(fspath(samples)),
        rounding=rounding,
        correct_bias=correct_bias,
        equalize=equalize,
        costs=None if costs is None else Path(fspath(costs)),
        input_ranges=ranges,
    )
    return _quantized(_read(model, ctx), ctx, options)


def _read(model: PathOrBytes, ctx: QirContext) -> Source:
    if isinstance(model, bytes | bytearray | memoryview):
        return read_bytes(bytes(model))
    return read_model(Path(fspath(model)), ctx)


def _quantized(source: Source, ctx: QirContext, options: Options) -> Result:
    compilation = Compilation(source, ctx, options)
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
        field.name: field.default
        for field in fields(Options)
        if field.name not in ("input_ranges", "calibration")
    }
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
        result = _quantized(source, ctx, Options(**chosen))
        self.__dict__["report"] = result.report
        return result.model
