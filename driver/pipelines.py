"""Pipelines as data: named sequences of passes, spelled as on qopt's command line."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

from xdsl.dialects.builtin import ModuleOp
from xdsl.passes import ModulePass, PassPipeline
from xdsl.utils.exceptions import VerifyException

from qir.context import QirContext
from qir.contracts import check_promise
from qir.diagnostics import QirError
from qir.driver.registry import make_passes, own_passes
from qir.faults import first_fault, structural_fault

if TYPE_CHECKING:
    from qir.driver.verification import PassVerifier

QUOTE = '"'
PIPELINES: dict[str, tuple[str, ...]] = {
    "hybrid": (
        'canonicalize{target="$target" for-quantization=true}',
        "annotate-ranges$ranges",
        "quantize-weights{min-elements=$min_elements}",
        'legalize-hybrid{target="$target"}',
    ),
}


def spelled(
    pipeline: str,
    *,
    input_ranges: Sequence[str] = (),
    calibration: Path | None = None,
    **options: object,
) -> tuple[str, ...]:
    """The passes of a pipeline with its options filled in.

    `input_ranges`, `calibration`: as `annotate-ranges` takes them.
    """
    given = {"input-range": input_ranges, "calibration": [str(calibration)] if calibration else []}
    for texts in given.values():
        if wrong := next((text for text in texts if '"' in text or "\\" in text), None):
            raise QirError(f"{wrong!r}: names with quotes or backslashes cannot be given")
    spellings = [
        f"{name}={','.join(f'{QUOTE}{text}{QUOTE}' for text in texts)}"
        for name, texts in given.items()
        if texts
    ]
    options["ranges"] = f"{{{' '.join(spellings)}}}" if spellings else ""
    return tuple(Template(step).substitute(options) for step in PIPELINES[pipeline])


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
