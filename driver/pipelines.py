"""Pipelines as data: named sequences of passes, spelled as on qopt's command line."""

from __future__ import annotations

from string import Template

from xdsl.dialects.builtin import ModuleOp
from xdsl.passes import ModulePass, PassPipeline
from xdsl.utils.exceptions import VerifyException

from qir.context import QirContext
from qir.contracts import check_promise
from qir.diagnostics import QirError
from qir.driver.registry import make_passes, own_passes
from qir.faults import first_fault

PIPELINES: dict[str, tuple[str, ...]] = {
    "hybrid": (
        "canonicalize",
        "annotate-ranges",
        "quantize-weights{min-elements=$min_elements}",
        'legalize-hybrid{target="$target"}',
    ),
}


def spelled(pipeline: str, **options: object) -> tuple[str, ...]:
    """The passes of a pipeline with its options filled in."""
    return tuple(Template(step).substitute(options) for step in PIPELINES[pipeline])


def run(steps: tuple[str, ...], module: ModuleOp, ctx: QirContext) -> None:
    """Run passes in order; the module is verified and each pass's promise checked after it."""

    def check(before: ModulePass | None, op: ModuleOp, after: ModulePass | None) -> None:
        check_between(before, op, "model")

    PassPipeline(make_passes(",".join(steps), own_passes()), check).apply(ctx, module)


def check_between(before: ModulePass | None, module: ModuleOp, name: str) -> None:
    """Verify the module and the promise of the pass that just ran.

    Raises QirError that names the module, the pass, and the op that is wrong.
    """
    try:
        module.verify()
    except VerifyException as error:
        when = f"after pass {before.name}" if before else "before the first pass"
        raise QirError(f"{name}: invalid {when}: {first_fault(module) or error}") from error
    if before is not None:
        check_promise(before, module)
