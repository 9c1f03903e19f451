"""What a compilation did, op by op: the remarks of its passes, as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from xdsl.dialects.builtin import ModuleOp
from xdsl.ir import Operation

from qir.attributes import tensor_name
from qir.diagnostics import Form, Remarks
from qir.dialects.tfl.base import TflOp
from qir.functions import functions, operators


@dataclass(frozen=True, slots=True)
class OpReport:
    """One op with weights: where it is, what was chosen and why; bytes of its weights."""

    function: str
    index: int
    op: str
    tensor: str
    form: Form
    reason: str
    bytes_before: int
    bytes_after: int


@dataclass(frozen=True, slots=True)
class Report:
    """A compilation: its input and output sizes in bytes, its passes, and its ops with weights."""

    source: str
    target: str
    pipeline: tuple[str, ...]
    bytes_before: int
    bytes_after: int
    ops: tuple[OpReport, ...]
    rewrites: Mapping[str, int] = field(default_factory=dict[str, int])
    """How often each pattern of `canonicalize` was applied."""
    min_runtime: str = ""
    """The first release of the runtime that has all operators of the result, see `qir.runtimes`."""

    @property
    def ratio(self) -> float:
        """How many times smaller the model became."""
        return self.bytes_before / self.bytes_after

    def to_dict(self) -> dict[str, object]:
        """Plain values for JSON."""
        return asdict(self)


def number_ops(module: ModuleOp) -> dict[Operation, int]:
    """Each op's index among the operators of its subgraph; constants do not count."""
    numbers: dict[Operation, int] = {}
    for function in functions(module):
        numbers.update((op, index) for index, op in enumerate(operators(function)))
    return numbers


def report_ops(
    module: ModuleOp, remarks: Remarks, numbers: dict[Operation, int]
) -> tuple[OpReport, ...]:
    """The remarks on the ops of a module, in program order.

    `numbers`: the ops' indices in the model as it was read.
    """
    found: list[OpReport] = []
    for function in functions(module):
        for op in function.walk():
            remark = remarks.get(op)
            if remark and isinstance(op, TflOp):
                found.append(
                    OpReport(
                        function.sym_name.data,
                        numbers[remarks.origin(op)],
                        op.OPERATOR.name,
                        tensor_name(op) or "",
                        remark.form,
                        str(remark),
                        remark.bytes_before,
                        remark.bytes_after,
                    )
                )
    return tuple(found)
