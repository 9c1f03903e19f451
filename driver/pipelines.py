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
        check_between(before, op)

    PassPipeline(make_passes(",".join(steps), own_passes()), check).apply(ctx, module)


def check_between(before: ModulePass | None, module: ModuleOp) -> None:
    """Raise QirError, naming the pass that just ran, where it left the module invalid."""
    try:
        module.verify()
    except VerifyException as error:
        where = f"after pass {before.name}" if before else "before the first pass"
        raise QirError(f"the module is invalid {where}: {_last_line(error)}") from error
    if before is not None:
        check_promise(before, module)


def _last_line(error: VerifyException) -> str:
    return str(error).strip().splitlines()[-1].strip(" ^|")
