"""How long a target's kernels take, as `qir tune` measured it: the table, and what it predicts.

Of each kind of kernel a table has a grid of sizes, and for each form of weights the microseconds
that a call takes at each point of the grid. In between, the logarithm of the time is interpolated
linearly over the logarithms of the sizes; beyond, a multiplication takes as long as at the edge.

A kernel may leave the processor in a state that slows down what follows it. XNNPACK's products of
int8 end without `vzeroupper`, after which code without AVX, as LiteRT's own kernels are, waits for
registers that it does not use, until a kernel runs that cleans up. A table says which kernels
disturb, which end that, and how many times as long others take in between.
"""

from __future__ import annotations

import json
import math
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import BinaryIO

import numpy as np
import numpy.typing as npt
from xdsl.dialects.builtin import f32
from xdsl.ir import Operation

from qir.attributes import element_type
from qir.diagnostics import QirError
from qir.dialects.tfl.base import TflOp
from qir.json_files import (
    Damaged,
    check_format,
    checked,
    fields_of,
    is_count,
    is_list,
    is_object,
    is_text,
    read_bytes,
    read_file,
)
from qir.work import FORMS, KINDS, Kind, Work, form_of, work_of

FORMAT = "qir-costs"
VERSION = 1
DIGITS = 4
"""Of a time; more are noise."""

MAX_TIME = 1e12
"""Microseconds, or times as long: what no kernel takes."""

Times = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Grid:
    """The times of one kind of kernel.

    `axes`: the sizes that were measured, ascending, along each axis of the kind.
    `times`: of each form in microseconds; has a dimension for each axis.
    """

    axes: tuple[tuple[int, ...], ...]
    times: Mapping[str, Times]

    def time(self, kind: Kind, sizes: Sequence[int], form: str) -> float | None:
        """Of a kernel of these sizes; None for a form that was not measured."""
        times = self.times.get(form)
        if times is None:
            return None
        held = [
            min(max(size, axis[0]), axis[-1]) for size, axis in zip(sizes, self.axes, strict=True)
        ]
        found = np.log(times)
        for size, axis in zip(held, self.axes, strict=True):
            found = _along_first(found, axis, size)
        beyond = kind.multiplications(sizes) / kind.multiplications(held)
        return math.exp(float(found)) * beyond


def _along_first(values: Times, axis: Sequence[int], size: int) -> Times:
    """Interpolated over the logarithm of the first axis, which that leaves out."""
    low = max(bisect_right(axis, size) - 1, 0)
    if axis[low] == size:
        return values[low]
    share = math.log(size / axis[low]) / math.log(axis[low + 1] / axis[low])
    return (1 - share) * values[low] + share * values[low + 1]


@dataclass(frozen=True, slots=True)
class Disturbance:
    """Which kernels slow down others that run after them.

    Kernels are named by operator, or by kind and form: `ADD`, `CONV_2D 1x1 int8`.

    `by`: those that disturb.
    `ended_by`: after which others are as fast again.
    `slowed`: how many times as long those that are disturbed take.
    """

    by: frozenset[str] = frozenset()
    ended_by: frozenset[str] = frozenset()
    slowed: Mapping[str, float] = field(default_factory=dict[str, float])


@dataclass(frozen=True, eq=False)
class Costs:
    """A table of times.

    `target`: whose kernels were measured.
    `runtime`: name and version of what has them.
    `cpu`: model, and the instruction sets that decide the speed of integer kernels.
    """

    target: str
    runtime: str
    cpu: str
    grids: Mapping[str, Grid]
    disturbance: Disturbance

    def time(self, op: Operation, form: str) -> float | None:
        """Microseconds that the kernel of an op takes for weights in a form; None where no kernel
        of its kind was measured with that."""
        total = 0.0
        for work in (found := work_of(op)):
            time = self.time_of(work, form)
            if time is None:
                return None
            total += time
        return total if found else None

    def time_now(self, op: Operation) -> float | None:
        """The same for the form that an op has its weights in."""
        form = form_of(op)
        return None if form is None else self.time(op, form)

    def time_of(self, work: Work, form: str) -> float | None:
        """The same for work that need not be of an op."""
        grid = self.grids.get(work.kind)
        time = None if grid is None else grid.time(KINDS[work.kind], work.sizes, form)
        return None if time is None else work.count * time

    def disturbs(self, op: Operation) -> bool:
        """Whether an op, as it is, slows down what follows."""
        return _kernel(op) in self.disturbance.by

    def ends_disturbance(self, op: Operation) -> bool:
        """Whether what follows an op, as it is, is as fast as ever."""
        return _kernel(op) in self.disturbance.ended_by

    def slowdown(self, op: Operation) -> float:
        """How many times as long an op, as it is, takes where it is disturbed."""
        return self.disturbance.slowed.get(_kernel(op), 1.0)

    def to_bytes(self) -> bytes:
        """The content of its file: the same table gives the same bytes."""
        head = {
            "format": FORMAT,
            "version": VERSION,
            "target": self.target,
            "runtime": self.runtime,
            "cpu": self.cpu,
            "disturbance": {
                "by": sorted(self.disturbance.by),
                "ended_by": sorted(self.disturbance.ended_by),
                "slowed": {
                    name: _rounded(self.disturbance.slowed[name])
                    for name in sorted(self.disturbance.slowed)
                },
            },
        }
        lines = [f"{json.dumps(key)}: {json.dumps(value)}," for key, value in head.items()]
        kinds = ",\n".join(_lines(kind, self.grids[kind]) for kind in KINDS if kind in self.grids)
        return "\n".join(["{", *lines, f'"kinds": {{\n{kinds}\n}}', "}", ""]).encode()

    def write(self, file: BinaryIO) -> None:
        """Write its file."""
        file.write(self.to_bytes())


def kernel_name(kind: str, form: str) -> str:
    """What a table calls a kernel."""
    return f"{kind} {form}"


def _kernel(op: Operation) -> str:
    """What a table calls the kernel of an op, as it is; no kernel's name where there is none."""
    if works := work_of(op):
        form = form_of(op)
        return "" if form is None else kernel_name(works[0].kind, form)
    is_float = bool(op.results) and element_type(op.results[0]) == f32
    return op.OPERATOR.name if isinstance(op, TflOp) and is_float else ""


def _lines(kind: str, grid: Grid) -> str:
    """A kind in a file, a line for each axis and each form; times with the last axis fastest."""
    axes = zip(KINDS[kind].axes, grid.axes, strict=True)
    fields = [f"{json.dumps(name)}: {json.dumps(list(sizes))}" for name, sizes in axes]
    for form in FORMS:
        if form in grid.times:
            times = [_rounded(time) for time in grid.times[form].ravel().tolist()]
            fields.append(f"{json.dumps(form)}: {json.dumps(times)}")
    return f"{json.dumps(kind)}: {{\n" + ",\n".join(fields) + "\n}"


def _rounded(number: float) -> float:
    return float(f"{number:.{DIGITS}g}")


# --- files ---------------------------------------------------------------------------------------

FOLDER = "measured"
"""Of this package, that holds the tables it comes with: a file for each target that has one."""
NONE = "none"
"""In place of a file: costs do not matter."""


def find_costs(target: str, path: str = "") -> Costs | None:
    """The table of a file, or without one the table that QIR comes with for a target; None where
    that is `none`, or where it has none.

    Raises QirError where the file cannot be read, is malformed, or is of another target.
    """
    if path == NONE:
        return None
    if not path:
        return packaged_costs(target)
    found = read_costs(Path(path))
    if found.target != target:
        raise QirError(f"{path}: is of target {found.target}; expected {target}")
    return found


@cache
def packaged_costs(target: str) -> Costs | None:
    """The table that QIR comes with for a target; None where it has none."""
    found = files("qir").joinpath(FOLDER, f"{target}.json")
    return read_bytes(found.read_bytes(), str(found), _costs) if found.is_file() else None


def read_costs(path: Path) -> Costs:
    """The table of a file.

    Raises QirError where the file cannot be read, or holds what `qir tune` would not write.
    """
    return read_file(path, _costs)


def _costs(file: object) -> Costs:
    check_format(file, "table of costs", FORMAT, VERSION)
    texts = ("target", "runtime", "cpu")
    fields = fields_of(file, "the file", "format", "version", *texts, "disturbance", "kinds")
    kinds = fields["kinds"]
    if not is_object(kinds):
        raise Damaged("kinds is no object")
    if unknown := [kind for kind in kinds if kind not in KINDS]:
        raise Damaged(f"kinds has {json.dumps(unknown[0])}; expected {', '.join(KINDS)}")
    for key in texts:
        checked(fields[key], is_text, key, "text")
    return Costs(
        fields["target"],
        fields["runtime"],
        fields["cpu"],
        {kind: _grid(entry, kind) for kind, entry in kinds.items()},
        _disturbance(fields["disturbance"]),
    )


def _disturbance(entry: object) -> Disturbance:
    fields = fields_of(entry, "disturbance", "by", "ended_by", "slowed")
    for key in ("by", "ended_by"):
        checked(fields[key], _is_texts, f"disturbance: {key}", "a list of kernels")
    slowed = fields["slowed"]
    if not is_object(slowed):
        raise Damaged("disturbance: slowed is no object")
    for name, factor in slowed.items():
        checked(factor, _is_positive, f"disturbance: slowed: {name}", "a number above 0")
    return Disturbance(frozenset(fields["by"]), frozenset(fields["ended_by"]), slowed)


def _grid(entry: object, kind: str) -> Grid:
    names = KINDS[kind].axes
    if not is_object(entry):
        raise Damaged(f"{kind} is no object")
    forms = [form for form in FORMS if form in entry]
    fields = fields_of(entry, kind, *names, *forms)
    expected = "ascending sizes of 1 or more"
    axes = tuple(tuple(checked(fields[n], _is_axis, f"{kind}: {n}", expected)) for n in names)
    shape = tuple(map(len, axes))
    expected = f"{math.prod(shape)} numbers above 0"
    times: dict[str, Times] = {}
    for form in forms:
        found = checked(fields[form], _is_times, f"{kind}: {form}", expected)
        if len(found) != math.prod(shape):
            raise Damaged(f"{kind}: {form} has {len(found)} times; expected {expected}")
        times[form] = np.array(found, np.float64).reshape(shape)
    return Grid(axes, times)


def _is_texts(value: object) -> bool:
    return is_list(value) and all(map(is_text, value))


def _is_positive(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return 0 < value < MAX_TIME


def _is_times(value: object) -> bool:
    return is_list(value) and all(map(_is_positive, value))


def _is_axis(value: object) -> bool:
    if not is_list(value) or not value or not all(map(is_count, value)):
        return False
    return value[0] > 0 and all(size < after for size, after in pairwise(value))
