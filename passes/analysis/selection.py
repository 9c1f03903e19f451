"""Which ops with weights a pattern picks, as users write it: by kind, name, index or size.

    CONV_2D          op:CONV_2D         those of a kind; after op: also a glob, as op:*CONV*
    *head*           tensor:*head*      a name of their results or weights, or a glob on these
    12, main#12      index:12           the index that reports print
    <2048, >=4096    elements:<2048     how many elements their weights have
    CONV_2D & <2048                     what is picked by both

Kinds and names are those of the model as it was read, where that is known, and as it is now.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from fnmatch import fnmatchcase
from functools import cached_property

from xdsl.dialects.builtin import ModuleOp
from xdsl.ir import Operation, SSAValue

from qir.attributes import TENSORS, entries, items, text
from qir.diagnostics import QirError, Remarks
from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.constants import constant_value
from qir.dialects.tfl.conversion import DequantizeOp
from qir.functions import functions, operators
from qir.notes import name_of
from qir.passes.analysis.weights import float_weights, stored_bytes_of, weight_operands
from qir.tflite_format import schema

AND = " & "
COMPARISONS: dict[str, Callable[[int, int], bool]] = {
    "<=": operator.le,
    ">=": operator.ge,
    "<": operator.lt,
    ">": operator.gt,
}
FEW = 3
"""Names that a message mentions."""


@dataclass(frozen=True)
class Site:
    """An op with weights, and what it is picked by; `before`: the op it was in the model as read.

    `index`: among the operators of its function, when the model was read.
    """

    op: TflOp
    before: Operation
    function: str
    index: int

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        both = (op for op in (self.op, self.before) if isinstance(op, TflOp))
        return tuple(dict.fromkeys(op.OPERATOR.name for op in both))

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Those of fused ops are joined by semicolons; each part is a name too."""
        results = (*_names(self.op), *_names(self.before))
        whole = _unique(filter(None, (*results, *map(name_of, self._weights))))
        parts = (part for name in whole for part in name.split(";"))
        return tuple(filter(None, _unique((*parts, *whole))))

    @cached_property
    def elements(self) -> int:
        constants = (constant_value(weight.owner) for weight in self._weights)
        return sum(constant.elements for constant in constants if constant is not None)

    @cached_property
    def _weights(self) -> list[SSAValue]:
        """Weights, and those that a DEQUANTIZE widens."""
        values = [self.op.operands[index] for index in weight_operands(self.op)]
        owners = [value.owner for value in values]
        return [*values, *(each.input for each in owners if isinstance(each, DequantizeOp))]


@dataclass(frozen=True)
class _Condition:
    """What a pattern asks of a site, and how a user is helped where none is so."""

    holds: Callable[[Site], bool]
    otherwise: Callable[[Sequence[Site]], str]


def find_sites(module: ModuleOp, remarks: Remarks) -> list[Site]:
    """The ops with weights, float or quantized, in order."""
    found: list[Site] = []
    for function in functions(module):
        for position, op in enumerate(operators(function)):
            quantized = any(stored_bytes_of(op.operands[i]) for i in weight_operands(op))
            if quantized or float_weights(op):
                before = remarks.origin(op)
                index = remarks.numbers.get(before, position)
                found.append(Site(op, before, function.sym_name.data, index))
    return found


def pick(sites: Sequence[Site], pattern: str) -> list[Site]:
    """The sites that a pattern picks; raises QirError, in words that go on after the pattern and
    a colon, where it picks none, or is none."""
    conditions = [_condition(part.strip(), sites) for part in pattern.split(AND)]
    for each in conditions:
        if not any(map(each.holds, sites)):
            raise QirError(each.otherwise(sites) if sites else "the model has no op with weights")
    found = [site for site in sites if all(each.holds(site) for each in conditions)]
    if not found:
        raise QirError("no op with weights is all of that")
    return found


def check_pattern(pattern: str) -> None:
    """Raise QirError, as `pick`, where a pattern is none, whatever the model."""
    for part in pattern.split(AND):
        _condition(part.strip(), ())


def _condition(pattern: str, sites: Sequence[Site]) -> _Condition:
    for prefix, make in _MAKERS.items():
        if pattern.startswith(f"{prefix}:"):
            return make(pattern.removeprefix(f"{prefix}:"), sites)
    if not pattern:
        raise QirError("is empty; expected a kind of op, a tensor name, an index or a size")
    if any(pattern == each.name for each in schema.operators()):
        return _of_kind(pattern, sites)
    if re.fullmatch(r"(.*#)?\d+", pattern):
        return _of_index(pattern, sites)
    if pattern.startswith(("<", ">")):
        return _of_size(pattern, sites)
    return _of_name(pattern, sites)


def _of_kind(pattern: str, _: Sequence[Site]) -> _Condition:
    def otherwise(sites: Sequence[Site]) -> str:
        kinds = _unique(kind for site in sites for kind in site.kinds)
        return f"no op with weights is one; the model has {', '.join(sorted(kinds))}"

    return _Condition(lambda site: any(fnmatchcase(k, pattern) for k in site.kinds), otherwise)


def _of_name(pattern: str, sites: Sequence[Site]) -> _Condition:
    # A name may hold brackets, which mean something in a glob.
    is_name = any(pattern in site.names for site in sites)

    def holds(site: Site) -> bool:
        names = site.names
        return pattern in names if is_name else any(fnmatchcase(name, pattern) for name in names)

    def otherwise(sites: Sequence[Site]) -> str:
        names = _unique(name for site in sites for name in site.names)
        parts = {part: name for name in reversed(names) for part in (*name.split("/"), name)}
        plain = pattern.strip("*")
        close = _unique(parts[part] for part in get_close_matches(plain, parts, FEW))
        kinds = get_close_matches(pattern, _unique(k for s in sites for k in s.kinds), 1)
        hint = "close are" if close or kinds else "they have names like"
        shown = [*kinds, *map(repr, close or ([] if kinds else names[:FEW]))]
        return f"no op with weights has such a name; {hint} {', '.join(shown) or 'none'}"

    return _Condition(holds, otherwise)


def _of_index(pattern: str, sites: Sequence[Site]) -> _Condition:
    function, hash, number = pattern.rpartition("#")
    if not number.isdecimal():
        raise QirError(f"{pattern!r} is no index; expected NUMBER or FUNCTION#NUMBER")
    index = int(number)

    def holds(site: Site) -> bool:
        return site.index == index and (not hash or site.function == function)

    several = _unique(site.function for site in sites if holds(site))
    if len(several) > 1:
        which = " or ".join(f"{name}#{index}" for name in several)
        raise QirError(f"several functions have such an op; expected {which}")

    def otherwise(sites: Sequence[Site]) -> str:
        here = [site for site in sites if not hash or site.function == function]
        near = sorted(here or sites, key=lambda site: abs(site.index - index))[:FEW]
        shown = (f"{site.function}#{site.index}" for site in sorted(near, key=lambda s: s.index))
        return f"no op with weights has that index; close are {', '.join(shown)}"

    return _Condition(holds, otherwise)


def _of_size(pattern: str, _: Sequence[Site]) -> _Condition:
    found = re.fullmatch(r"(<=|>=|<|>)\s*(\d+)", pattern)
    if found is None:
        raise QirError(f"{pattern!r} is no size; expected as <2048 or >=1000000")
    compare, bound = COMPARISONS[found[1]], int(found[2])

    def otherwise(sites: Sequence[Site]) -> str:
        sizes = [site.elements for site in sites]
        return f"no weights are of that size; they have {min(sizes)} to {max(sizes)} elements"

    return _Condition(lambda site: compare(site.elements, bound), otherwise)


_MAKERS: dict[str, Callable[[str, Sequence[Site]], _Condition]] = {
    "op": _of_kind,
    "tensor": _of_name,
    "index": _of_index,
    "elements": _of_size,
}
PREFIXES = tuple(_MAKERS)


def _unique(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))


def _names(op: Operation) -> Iterable[str | None]:
    """Of an op's results; also of one that was erased, whose attributes are left."""
    return (text(entries(each).get("name")) for each in items(op.attributes.get(TENSORS)))
