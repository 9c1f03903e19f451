"""`--verify-passes`: run the module before and after each pass, and stop at the first that breaks
its bound."""

from __future__ import annotations

from xdsl.dialects.builtin import ModuleOp
from xdsl.passes import ModulePass

from qir.contracts import change_of
from qir.diagnostics import QirError
from qir.interp.equivalence import Divergence, Snapshot, check_equivalence


class PassVerifier:
    """Sees the module of a pipeline before its first pass and after each.

    `name` is what messages call the module: the file it came from.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._before: Snapshot | None = None

    def check(self, before: ModulePass | None, module: ModuleOp, after: ModulePass | None) -> None:
        """As a pipeline calls it: between the pass that ran and the pass that is to run.

        Raises QirError that names the pass and the first tensor that differs, or says why the
        module cannot be run.
        """
        if before is not None and self._before is not None:
            try:
                check_equivalence(self._before, module, change_of(before, self._before.module))
            except Divergence as error:
                raise QirError(
                    f"{self._name}: pass {before.name} changes what the module computes: {error}"
                ) from error
            except QirError as error:
                raise QirError(
                    f"{self._name}: cannot be verified by running it: {error}"
                ) from error
        self._before = Snapshot.of(module) if after is not None else None
