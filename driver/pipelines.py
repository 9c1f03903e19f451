"""The pipeline of passes, spelled as on qopt's command line, and how it is run."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from xdsl.dialects.builtin import ModuleOp
from xdsl.passes import ModulePass, PassPipeline
from xdsl.utils.exceptions import VerifyException

from qir.context import QirContext
from qir.contracts import check_promise
from qir.diagnostics import OFF, QirError
from qir.driver.registry import make_passes, own_passes
from qir.faults import first_fault, structural_fault
from qir.schemes import Rounding, ScaleSearch
from qir.targets import C_TARGET, DEFAULT_TARGET, TARGETS, Target, find_target

if TYPE_CHECKING:
    from qir.driver.verification import PassVerifier


@dataclass(frozen=True, slots=True)
class Options:
    """What a user chooses of a compilation; each is an option of the passes that it concerns."""

    target: str = DEFAULT_TARGET
    min_elements: int | None = None
    scheme: str = "int8"
    scale_search: str = ScaleSearch.MIN_MAX.value
    constants: bool = False
    input_ranges: tuple[str, ...] = ()
    calibration: Path | None = None
    samples: Path | None = None
    rounding: str = Rounding.NEAREST.value
    correct_bias: bool = False
    equalize: bool = False
    accuracy: str = ""
    max_drop: str = ""
    measure: bool = False
    rules: tuple[str, ...] = ()
    min_runtime: str = ""
    costs: Path | None = None
    input_shapes: tuple[str, ...] = ()
    entry: str = ""

    def steps(self) -> tuple[str, ...]:
        """The pipeline: passes in order, as the command line spells them.

        Raises QirError where options do not go together.
        """
        self._check_target()
        ranges = step(
            "annotate-ranges",
            input_range=self.input_ranges,
            calibration=str(self.calibration or ""),
        )
        runtime = self.min_runtime
        return (
            *((step("state-runtime", min_runtime=runtime),) if runtime else ()),
            step("canonicalize", target=self.target, for_quantization=True, min_runtime=runtime),
            *((step("choose-schemes", rules=self.rules),) if self.rules else ()),
            *((ranges, "equalize") if self.equalize else ()),
            ranges,
            *(("pointwise-to-products",) if find_target(self.target).is_c else ()),
            self._protection(),
            step(
                "quantize-weights",
                min_elements=self.min_elements,
                scheme=self.scheme,
                scale_search=self.scale_search,
                constants=self.constants,
                target=self.target,
                samples=str(self.samples or "") if self.fits_weights else "",
                rounding=self.rounding,
                correct_bias=self.correct_bias,
                min_runtime=runtime,
            ),
            step(
                "legalize-hybrid",
                target=self.target,
                min_runtime=runtime,
                costs=str(self.costs or ""),
            ),
            step("state-runtime", min_runtime=runtime),
        )

    def _check_target(self) -> None:
        """Raise QirError where the target takes no weights that are stored as was said."""
        from qir.choices import parse_scheme  # Not what a small text needs.

        target = find_target(self.target, self.min_runtime)
        for said in (self.scheme, *(rule.rpartition("=")[2] for rule in self.rules)):
            scheme = parse_scheme(said)
            if problem := scheme and target.scheme_problem(scheme):
                raise QirError(f"scheme {said!r}: {problem}")
        if not target.is_c and (self.input_shapes or self.entry):
            said = "input shape" if self.input_shapes else "entry"
            raise QirError(f"an {said} is chosen for C; expected a target that is, as c:generic")

    def c_steps(self) -> tuple[str, ...]:
        """The pipeline that makes calls of C kernels of a quantized model."""
        return c_steps(find_target(self.target), self.input_shapes, self.entry)

    @property
    def fits_weights(self) -> bool:
        """Whether weights or biases are found by samples."""
        return self.correct_bias or self.rounding == Rounding.FEEDBACK

    def _protection(self) -> str:
        if self.fits_weights and (self.max_drop or self.accuracy not in ("", OFF)):
            raise QirError(
                "a bound is kept with weights rounded to nearest; expected neither error feedback "
                "nor bias correction with --accuracy or --max-drop"
            )
        return step(
            "protect-accuracy",
            accuracy=self.accuracy,
            max_drop=self.max_drop,
            samples=str(self.samples or ""),
            input_range=self.input_ranges,
            calibration=str(self.calibration or ""),
            measure=self.measure,
            target=self.target,
            scheme=self.scheme,
            scale_search=self.scale_search,
            min_elements=self.min_elements,
            constants=self.constants,
            min_runtime=self.min_runtime,
            costs=str(self.costs or ""),
        )


def c_steps(target: Target, shapes: tuple[str, ...] = (), entry: str = "") -> tuple[str, ...]:
    """The pipeline that makes calls of C kernels of any model: what is left to the emitter is to
    print them.

    `shapes`: of inputs, as `NAME=1x128`. `entry`: the function, or signature, that is to run.
    """
    machine = target.machine
    assert machine
    has_panels = machine.panels is not None
    return (
        *fitting_steps(shapes, entry),
        step("canonicalize", target=target.name),
        "slices-to-updates",
        "inline-functions",
        "variables-to-states",
        "fuse-layer-norm",
        "choose-kernels",
        "drop-copies",
        "fuse-padding",
        "fuse-scale-shift",
        step("widen-filters", target=target.name),
        *(
            ("pad-images", step("fuse-depthwise", least=LARGE_IMAGE))
            if has_panels
            else ("fuse-pooling", step("fuse-depthwise", room=1), "fuse-inputs")
        ),
        "fuse-addition",
        "fuse-quantization" if has_panels else step("fuse-quantization", room=1),
        step("choose-layouts", target=target.name),
        "pack-weights",
        step("plan-memory", alignment=machine.arena_alignment),
    )


def fitting_steps(shapes: tuple[str, ...] = (), entry: str = "") -> tuple[str, ...]:
    """What leaves one function, whose sizes are known."""
    return step("select-entry", entry=entry), step("fix-shapes", shapes=shapes)


def step(name: str, **options: str | int | bool | tuple[str, ...] | None) -> str:
    """A pass as the command line spells it, without options that are None, empty or false."""
    given = [
        f"{key.replace('_', '-')}={_spelled(value)}"
        for key, value in options.items()
        if value is not None and value is not False and value not in ("", ())
    ]
    return f"{name}{{{' '.join(given)}}}" if given else name


def _spelled(value: str | int | bool | tuple[str, ...]) -> str:
    if isinstance(value, int):
        return str(value).lower()
    texts = (value,) if isinstance(value, str) else value
    if wrong := next((text for text in texts if '"' in text or "\\" in text), None):
        raise QirError(f"{wrong!r}: names with quotes or backslashes cannot be given")
    return ",".join(f'"{text}"' for text in texts)


LARGE_IMAGE = 1 << 18
"""Bytes of an image that is better made some lines at a time, where time counts more than memory:
a near cache holds smaller ones."""

LOWERING = c_steps(TARGETS[C_TARGET])
"""For C that is for any machine."""


def run(
    steps: tuple[str, ...],
    module: ModuleOp,
    ctx: QirContext,
    *,
    name: str = "model",
    verify_each: bool = True,
    verify_passes: bool = False,
) -> None:
    """Run passes in order, checking each one's promise after it.

    `name` is what messages call the module: the file it came from.
    The module is verified before the first and after the last pass; in between where
    `verify_each`, which costs more than the passes themselves on a small model.
    `verify_passes`: also run it before and after each pass, see `PassVerifier`.
    """
    verifier = make_verifier(name) if verify_passes else None
    passes = make_passes(",".join(steps), own_passes())

    def check(before: ModulePass | None, op: ModuleOp, after: ModulePass | None) -> None:
        if verify_each or before is None or after is None:
            verify(op, name, before)
        if before is not None:
            check_promise(before, op)
        if verifier is not None:
            verifier.check(before, op, after)

    PassPipeline(passes, check).apply(ctx, module)


def make_verifier(name: str) -> PassVerifier:
    """What `--verify-passes` asks for; brings the interpreter with it."""
    from qir.driver.verification import PassVerifier

    return PassVerifier(name)


def verify(module: ModuleOp, name: str, after: ModulePass | None) -> None:
    """Raise QirError that names the module, the pass that ran last, and the op that is wrong."""
    fault = None
    try:
        module.verify()
        fault = structural_fault(module)
    except VerifyException as error:
        fault = first_fault(module) or str(error)
    if fault:
        when = f"after pass {after.name}: " if after else ""
        raise QirError(f"{name}: {when}{fault}")
