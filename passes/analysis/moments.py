"""What the weights of a float model are multiplied with, over samples of its inputs."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from xdsl.dialects.builtin import ModuleOp
from xdsl.ir import Operation

from qir.diagnostics import QirError
from qir.dialects.tfl.base import TflOp
from qir.faults import place
from qir.interp.comparison import entry_function
from qir.interp.machine import Machine, Value
from qir.interp.weight_rows import WeightForm, has_weight_rows, weight_rows
from qir.numerics.moments import Moments, MomentSums
from qir.samples import Sample


@dataclass(frozen=True, eq=False)
class WeightMoments:
    """The form of an op's weights, and the moments of the rows that they are multiplied with.

    `form.matrices(weights)` are [groups, outputs, depth], the moments of rows [groups, n, depth].
    """

    form: WeightForm
    rows: Moments

    def __add__(self, other: WeightMoments) -> WeightMoments:
        """Of a weight that two ops share; raises QirError where they use it in other forms."""
        if self.form != other.form:
            raise QirError("ops that share a weight multiply it in different forms")
        return WeightMoments(self.form, self.rows + other.rows)


def gather_moments(
    module: ModuleOp,
    samples: Iterable[Sample],
    ops: Iterable[TflOp],
    *,
    with_second: Collection[TflOp] = (),
) -> dict[TflOp, WeightMoments]:
    """The moments of what the weights of ops are multiplied with, over samples.

    The reference interpreter runs the module's first function, each time from its first state; ops
    count wherever they run, as often as they do: in functions that are called, branches and loops.
    `samples`: as `qir.samples.open_samples(...).read()` gives them; one at a time is in memory.
    `ops`: such that `has_weight_rows(op)`.
    `with_second`: those of them whose second moments are wanted, which take
    `weight_form(op).second_bytes` of memory.

    Left out are ops that no sample reaches. Sums are of float64 numbers in the order of samples.
    Raises QirError where a sample cannot be run, or an op's activations are integers.
    """
    watched = {op: _Watched(op in with_second) for op in ops}
    for op in watched:
        if not has_weight_rows(op):
            raise QirError(f"{place(op)}: what its weights are multiplied with is not known")

    def watch(op: Operation, operands: Sequence[Value]) -> None:
        if isinstance(op, TflOp) and op in watched:
            watched[op].add(op, operands)

    machine = Machine(module, watch=watch)
    function = entry_function(module).sym_name.data
    for sample in samples:
        machine.reset()
        try:
            machine.run(sample.inputs, function)
        except QirError as error:
            raise QirError(f"{sample.label}: {error}") from error
    return {op: found for op, each in watched.items() if (found := each.moments()) is not None}


class _Watched:
    """What is known of one op so far."""

    def __init__(self, with_second: bool) -> None:
        self._form: WeightForm | None = None
        self._sums = MomentSums(with_second=with_second)

    def add(self, op: TflOp, operands: Sequence[Value]) -> None:
        try:
            self._form, rows = weight_rows(op, operands)
        except QirError as error:
            raise QirError(f"{place(op)}: {error}") from error
        self._sums.add(rows)

    def moments(self) -> WeightMoments | None:
        moments = self._sums.moments()
        if self._form is None or moments is None:
            return None
        return WeightMoments(self._form, moments)
