"""The pass `choose-schemes`."""

from __future__ import annotations

from dataclasses import dataclass

from xdsl.context import Context
from xdsl.dialects.builtin import ModuleOp
from xdsl.passes import ModulePass

from qir.choices import Choice, choose
from qir.diagnostics import QirError, remarks_of
from qir.passes.analysis.selection import check_pattern, find_sites, pick


@dataclass(frozen=True)
class ChooseSchemes(ModulePass):
    """Note on ops how a user wants their weights stored.

        %y = "tfl.fully_connected"(%x, %w, %b)
    becomes, by the rule `FULLY_CONNECTED=int4`,
        %y = "tfl.fully_connected"(%x, %w, %b)
            {qir.choice = {scheme = "int4", reason = "rule 'FULLY_CONNECTED=int4'"}}

    `rules`: `PATTERN=SCHEME` each, in order; of those that pick an op the last counts. PATTERN is
    one of `qir.passes.analysis.selection`, SCHEME one of `qir.schemes`, or `float`.

    Leaves alone: ops that no rule picks. Refuses: rules that pick no op with weights.
    """

    name = "choose-schemes"
    rules: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for rule in self.rules:
            check_rule(rule)

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        sites = find_sites(op, remarks_of(ctx))
        for rule in self.rules:
            pattern, _, scheme = rule.rpartition("=")
            try:
                picked = pick(sites, pattern)
            except QirError as error:
                raise QirError(f"rule {rule!r}: {error}") from error
            for site in picked:
                choose(site.op, Choice(scheme, f"rule {rule!r}"))


def check_rule(rule: str) -> None:
    """Raise QirError where a rule is none, whatever the model."""
    pattern, equals, scheme = rule.rpartition("=")
    if not equals:
        raise QirError(f"rule {rule!r}: expected PATTERN=SCHEME")
    try:
        Choice(scheme, "")
        check_pattern(pattern)
    except QirError as error:
        raise QirError(f"rule {rule!r}: {error}") from error
