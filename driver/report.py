"""What a compilation did, op by op: the remarks of its passes, as data."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, cast

from xdsl.dialects.builtin import ModuleOp
from xdsl.ir import Operation, SSAValue

from qir.attributes import element_type, tensor_name
from qir.diagnostics import Accuracy, Form, Remark, Remarks
from qir.dialects.quant import UniformType
from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.constants import constant_value
from qir.dialects.tfl.tensors import counted, shape_of, shown
from qir.functions import functions, operators
from qir.notes import name_of


@dataclass(frozen=True, slots=True)
class OpReport:
    """One op: where it is, what was chosen and why.

    `bytes_before`, `bytes_after`: of its weights, as floats and as they are now.
    `time_before`, `time_after`: predicted microseconds on the target; None where not known.
    `sqnr`: in decibels, of the worst output where only this op is as it is now; None where that was
    not measured.
    """

    function: str
    index: int
    op: str
    tensor: str
    form: Form
    reason: str
    bytes_before: int
    bytes_after: int
    time_before: float | None = None
    time_after: float | None = None
    sqnr: float | None = None


@dataclass(frozen=True, slots=True)
class ConstantReport:
    """One constant of the file: its tensor, type and bytes, and the indices of ops that read it."""

    function: str
    tensor: str
    type: str
    bytes: int
    readers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CReport:
    """The C that a model became.

    `arena_bytes`: with states, `state_bytes` of them. `lower_bound`: of those that any arena has.
    `weight_bytes`: of all constants. `files`: the bytes of each.
    """

    arena_bytes: int
    lower_bound: int
    state_bytes: int
    weight_bytes: int
    files: Mapping[str, int] = field(default_factory=dict[str, int])


@dataclass(frozen=True, slots=True)
class Report:
    """A compilation: its input and output sizes in bytes, its passes, and its ops with weights.

    `accuracy`: how near to the float model it is, where that was measured. `notes`: what concerns
    the model as a whole. `constants`: where they were asked for.
    """

    source: str
    target: str
    pipeline: tuple[str, ...]
    bytes_before: int
    bytes_after: int
    ops: tuple[OpReport, ...]
    rewrites: Mapping[str, int] = field(default_factory=dict[str, int])
    """How often each pattern of `canonicalize` was applied."""
    accuracy: Accuracy | None = None
    notes: tuple[str, ...] = ()
    constants: tuple[ConstantReport, ...] = ()
    min_runtime: str = ""
    """The first release of the runtime that has all operators of the result, see `qir.runtimes`."""
    c: CReport | None = None
    """Where the result is C; then `bytes_after` are those of its constants."""

    @property
    def ratio(self) -> float:
        """How many times smaller the model became."""
        return self.bytes_before / max(self.bytes_after, 1)

    def to_dict(self) -> dict[str, object]:
        """Plain values for JSON; what is infinite is null."""
        return _plain(asdict(self))


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        entries = cast("dict[str, Any]", value)
        return {key: _plain(each) for key, each in entries.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in cast("list[Any]", value)]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def number_ops(module: ModuleOp) -> dict[Operation, int]:
    """Each op's index among the operators of its subgraph; constants do not count."""
    numbers: dict[Operation, int] = {}
    for function in functions(module):
        numbers.update((op, index) for index, op in enumerate(operators(function)))
    return numbers


def report_ops(
    module: ModuleOp, remarks: Remarks, numbers: dict[Operation, int], *, every: bool = False
) -> tuple[OpReport, ...]:
    """The remarks on the ops of a module, in program order.

    `numbers`: the ops' indices in the model as it was read. `every`: also ops of that without a
    remark.
    """
    return tuple(
        _op_report(function.sym_name.data, op, remarks.get(op), remarks, numbers)
        for function in functions(module)
        for op in operators(function)
        if remarks.get(op) or (every and remarks.origin(op) in numbers)
    )


PLAIN = Remark(Form.FLOAT, "it has no weights", 0, 0)


def _op_report(
    function: str,
    op: TflOp,
    remark: Remark | None,
    remarks: Remarks,
    numbers: Mapping[Operation, int],
) -> OpReport:
    remark = remark or PLAIN
    return OpReport(
        function,
        numbers.get(remarks.origin(op), -1),
        op.OPERATOR.name,
        tensor_name(op) or "",
        remark.form,
        str(remark),
        remark.bytes_before,
        remark.bytes_after,
        remark.time_before,
        remark.time_after,
        remarks.sqnr.get(op),
    )


def report_constants(
    module: ModuleOp, numbers: Mapping[Operation, int], remarks: Remarks
) -> tuple[ConstantReport, ...]:
    """Every constant of a module, in program order."""
    return tuple(_constants(module, numbers, remarks))


def _constants(
    module: ModuleOp, numbers: Mapping[Operation, int], remarks: Remarks
) -> Iterator[ConstantReport]:
    for function in functions(module):
        for op in function.walk():
            constant = constant_value(op)
            if constant is None:
                continue
            value = op.results[0]
            found = {numbers.get(remarks.origin(use.operation), -1) for use in value.uses}
            readers = tuple(sorted(found - {-1}))
            name = function.sym_name.data
            yield ConstantReport(name, name_of(value) or "", _type(value), constant.nbytes, readers)


def _type(value: SSAValue) -> str:
    element = element_type(value)
    sizes = shown(shape_of(value) or ())
    if not isinstance(element, UniformType):
        return f"{sizes} {element}"
    scales = counted(len(element.scales.array()), "scale")
    return f"{sizes} {element.stored}, {scales}"
