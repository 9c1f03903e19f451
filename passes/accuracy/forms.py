"""What the ops of a module may become: how exact, how large and how slow each form of each is."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from xdsl.dialects.builtin import ModuleOp
from xdsl.passes import ModulePass

from qir.choices import Choice, choice_of
from qir.diagnostics import Form, Remark
from qir.passes.analysis.sensitivity import (
    Changes,
    Noises,
    Probe,
    Twin,
    Unit,
    together,
    units_of,
)
from qir.schemes import FLOAT, Granularity, ScaleSearch, Scheme

Spread = Callable[[Sequence[tuple[int, str]]], Iterable[Noises]]
"""Gives the noise of each form, by the index of its unit and its name."""
Count = Callable[[str, int, int | None], None]
HALF = "float16"
DEQUANTIZE_BYTES = 150
"""Of an operator and a tensor in the file."""
WEIGHTS_PER_MICROSECOND = {True: 8000.0, False: 2000.0}
"""By whether they are integers that a kernel computes with, where nobody has measured."""


def searched(scheme: Scheme, search: ScaleSearch) -> Scheme | None:
    """The same with scales of least squared error, at no cost; None where they are searched anyway.

    `search`: how scales are found where a scheme does not say it.
    """
    is_searched = scheme.search is not None or search is not ScaleSearch.MIN_MAX
    return None if scheme.is_float or is_searched else replace(scheme, search=ScaleSearch.MSE)


def forms_of(scheme: Scheme, search: ScaleSearch = ScaleSearch.MIN_MAX) -> tuple[str, ...]:
    """The schemes that an op may have where all have `scheme`: the most exact last, as a rule.

    `search`: how scales are found where a scheme does not say it.
    """
    found, eight = [scheme], Scheme(search=scheme.search)
    if (other := searched(scheme, search)) is not None:
        found.append(other)
    if scheme.bits < 8:
        found.append(eight)
    if not scheme.is_widened or scheme.bits < 8:
        is_whole = scheme.granularity is Granularity.TENSOR
        granularity = Granularity.TENSOR if is_whole else Granularity.CHANNEL
        found.append(replace(eight, granularity=granularity, weight_only=True))
    return (*map(str, found), *([] if scheme.is_float else [HALF]), FLOAT)


@dataclass(frozen=True)
class UnitForm:
    """What a unit is in one form: bytes of its weights, and predicted microseconds of its ops.

    `is_timed`: somebody has measured ops like these, on the target; otherwise that is a guess.
    """

    changes: Changes
    bytes: int
    time: float
    is_timed: bool


class Forms:
    """The forms of the units of a module that a compilation quantizes.

    `passes`: those that make a module one of this scheme.
    `search`: how they find scales where a scheme does not say it.
    """

    def __init__(
        self,
        module: ModuleOp,
        scheme: Scheme,
        passes: Sequence[ModulePass],
        probe: Probe,
        search: ScaleSearch = ScaleSearch.MIN_MAX,
    ) -> None:
        self.probe = probe
        self.spread: Spread | None = None
        """What measures many forms at once, elsewhere."""
        self.count: Count | None = None
        """Is told what was measured, how many of it, and of how many."""
        self.names = forms_of(scheme, search)
        other = searched(scheme, search)
        self.searched = None if other is None else str(other)
        """The name of the form that has scales of least squared error, at no cost."""
        self._module = module
        self._passes = passes
        self._twins: dict[str, Twin] = {}
        self._noises: dict[tuple[Unit, str], Noises] = {}
        self._forms: dict[tuple[Unit, str], UnitForm] = {}
        first, every = self.twin(self.names[0]), units_of(module)
        is_idle = [not any(map(first.is_quantized, unit.ops)) for unit in every]
        self.units = [unit for unit, idle in zip(every, is_idle, strict=True) if not idle]
        self.idle = [
            u for u, idle in zip(every, is_idle, strict=True) if idle and not _is_chosen(u)
        ]
        """Units that stay float, though nobody said so."""
        self.eager_name = str(Scheme(search=scheme.search) if scheme.bits < 8 else scheme)
        self._is_eager = not scheme.is_widened
        self.others = first.other_changes()
        """What is as it is whatever units become: constants that are no weights."""

    def twin(self, name: str) -> Twin:
        if name not in self._twins:
            is_first = name == self.names[0]
            ops = () if is_first else (op for unit in self.units for op in unit.ops)
            choices = {op: Choice(name, "") for op in ops if choice_of(op) is None}
            self._twins[name] = Twin(self._module, self._passes, choices)
        return self._twins[name]

    @cached_property
    def eager(self) -> Twin | None:
        """What also has integers for idle units; None where the scheme has no kernels."""
        if not self._is_eager or not self.idle:
            return None
        ops = (op for unit in self.idle for op in unit.ops)
        return Twin(self._module, self._passes, {op: Choice(self.eager_name, "") for op in ops})

    def of(self, unit: Unit) -> Sequence[str]:
        """The names of the forms that a unit may have; one where a user chose it."""
        return self.names[:1] if _is_chosen(unit) else self.names

    def form(self, unit: Unit, name: str) -> UnitForm:
        key = unit, name
        if key not in self._forms:
            self._forms[key] = self._form(unit, name)
        return self._forms[key]

    def noise(self, unit: Unit, name: str) -> Noises:
        """What this form of one unit brings to the outputs, all other ops being float."""
        key = unit, name
        if key not in self._noises:
            self._noises[key] = self.probe.noise(self.form(unit, name).changes)
        return self._noises[key]

    def is_measured(self, unit: Unit, name: str) -> bool:
        return (unit, name) in self._noises

    def measure(self, names: Sequence[str], units: Collection[Unit] | None = None) -> None:
        """Find the noises of these forms of all or some units that may have them, wherever that is
        done."""
        wanted = [
            (index, name)
            for index, unit in enumerate(self.units)
            for name in names
            if name in self.of(unit)
            and not self.is_measured(unit, name)
            and (units is None or unit in units)
        ]
        results = self.spread(wanted) if self.spread else self._measured(wanted)
        for done, ((index, name), noise) in enumerate(zip(wanted, results, strict=True), 1):
            self._noises[self.units[index], name] = noise
            if self.count:
                self.count("form", done, len(wanted))

    def _measured(self, wanted: Sequence[tuple[int, str]]) -> Iterator[Noises]:
        for index, name in wanted:
            yield self.noise(self.units[index], name)

    def _form(self, unit: Unit, name: str) -> UnitForm:
        twin = self.twin(self.names[0] if name == FLOAT else name)
        remarks = [found for op in unit.ops if (found := twin.remark(op))]
        if name == FLOAT:
            times = sum(_time(each, each.time_before, is_hybrid=False) for each in remarks)
            is_timed = all(each.time_before is not None for each in remarks)
            return UnitForm({}, unit.nbytes, times, is_timed)
        widened = sum(each.form is Form.DEQUANTIZED for each in remarks)
        times = sum(
            _time(each, each.time_after, is_hybrid=each.form is Form.HYBRID) for each in remarks
        )
        stored = {blob: size for op in unit.ops for blob, size in twin.stored_bytes(op).items()}
        size = sum(stored.values()) + DEQUANTIZE_BYTES * widened
        is_timed = all(each.time_after is not None for each in remarks)
        return UnitForm(twin.changes(unit.ops), size, times, is_timed)


def _is_chosen(unit: Unit) -> bool:
    return any(choice_of(op) for op in unit.ops)


def _time(remark: Remark, predicted: float | None, *, is_hybrid: bool) -> float:
    if predicted is not None:
        return predicted
    return remark.bytes_before / 4 / WEIGHTS_PER_MICROSECOND[is_hybrid]


@dataclass
class Plan:
    """A form for each unit."""

    forms: Forms
    chosen: dict[Unit, str]

    @classmethod
    def of(cls, forms: Forms) -> Plan:
        """What a compilation does unless told otherwise."""
        return cls(forms, dict.fromkeys(forms.units, forms.names[0]))

    def but(self, unit: Unit, name: str) -> Plan:
        """The same, with another form for one unit."""
        return Plan(self.forms, self.chosen | {unit: name})

    def searched(self) -> Plan | None:
        """With scales of least squared error in all units of the first form, where bytes and time
        are the same then; None where no unit becomes another.

        Of all at once: how their errors add up or cancel is seen only together, and one run tells.
        """
        name = self.forms.searched
        free = {unit: name for unit in self.chosen if name and self._is_free(unit, name)}
        return Plan(self.forms, self.chosen | free) if free else None

    def _is_free(self, unit: Unit, name: str) -> bool:
        if self.chosen[unit] != self.forms.names[0] or name not in self.forms.of(unit):
            return False
        # Not so of weights that by themselves have more bits than a choice would give them.
        now, then = (self.forms.form(unit, each) for each in (self.chosen[unit], name))
        return then.bytes == now.bytes and then.time == now.time

    @property
    def changes(self) -> Mapping[Unit, Changes]:
        return {unit: self.forms.form(unit, name).changes for unit, name in self.chosen.items()}

    @property
    def all_changes(self) -> Changes:
        """Of all units at once, and of what no form changes."""
        return together((self.forms.others, *self.changes.values()))

    @cached_property
    def noise(self) -> Noises:
        """Measured with all units at once."""
        return self.forms.probe.noise(self.all_changes)

    @property
    def bytes(self) -> int:
        return sum(self.forms.form(unit, name).bytes for unit, name in self.chosen.items())

    @property
    def time(self) -> float:
        return sum(self.forms.form(unit, name).time for unit, name in self.chosen.items())

    @property
    def known_time(self) -> float | None:
        """None where a part of it would be a guess."""
        found = (self.forms.form(unit, name) for unit, name in self.chosen.items())
        return self.time if all(each.is_timed for each in found) else None
