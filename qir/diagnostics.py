"""What the compiler says to its user: errors in one line, remarks for every decision."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from xdsl.context import Context
from xdsl.ir import Operation


class QirError(Exception):
    """A user's problem in one line: where, what, why, what now.

    `details`: the log of a foreign tool that failed, for those who want to read on.
    """

    def __init__(self, message: str, *, details: str = "") -> None:
        super().__init__(message)
        self.details = details


class Form(StrEnum):
    """What became of an operation's weights."""

    HYBRID = "hybrid"
    """Quantized weights, used by a kernel that computes in integers."""
    DEQUANTIZED = "dequantized"
    """Quantized weights in the file, turned back to float before a float kernel."""
    FLOAT = "float"
    """Left in floating point."""
    UNCHANGED = "unchanged"
    """Already quantized when the model came in."""


@dataclass(frozen=True, slots=True)
class Remark:
    """One decision about one operation; bytes are those of its weights, as stored.

    `caveat`: how that is less than what was asked for.
    `choice`: why just this op was to be as it is, where that was chosen for it.
    `time_before`, `time_after`: predicted microseconds on the target, with float weights and as the
    op is now; None where nobody has measured any like it.
    """

    form: Form
    reason: str
    bytes_before: int
    bytes_after: int
    caveat: str = ""
    choice: str = ""
    time_before: float | None = None
    time_after: float | None = None

    def __str__(self) -> str:
        """The reason, that of the choice, and the caveat."""
        return "; ".join(dict.fromkeys(filter(None, (self.reason, self.choice, self.caveat))))


OFF = "off"
"""What is said in place of an accuracy where none is to be measured."""


@dataclass(frozen=True, slots=True)
class Trade:
    """What could be had: predicted SQNR in decibels, bytes of weights, and microseconds."""

    sqnr: float
    bytes: int
    time: float | None


@dataclass(frozen=True, slots=True)
class Accuracy:
    """How near to the float model a module is as it was decided to be.

    `sqnr`: in decibels, of the worst output over `samples`, by the reference interpreter.
    `bound`: that was asked for. `conclusion`: what was done about it, in a sentence.
    `frontier`: the trades that were to choose from, those of few bytes first.
    """

    sqnr: float
    samples: str
    bound: float | None
    conclusion: str
    frontier: tuple[Trade, ...] = ()


class Remarks:
    """The latest remark on each operation of a module, and where operations come from."""

    def __init__(self) -> None:
        self._by_op: dict[Operation, Remark] = {}
        self._origins: dict[Operation, Operation] = {}
        self.sqnr: dict[Operation, float] = {}
        """Of the worst output in decibels, where of all ops only this one is as it was decided."""
        self.accuracy: Accuracy | None = None
        self.notes: list[str] = []
        """What concerns the module as a whole."""
        self.numbers: dict[Operation, int] = {}
        """The index of each operator of the model as it was read, where a report is to print it."""
        self.rewrites: Counter[str] = Counter()
        """How often each pattern of a pass was applied, by its name."""
        self.refused_rewrites: Counter[str] = Counter()
        """How often it would have been, had the file not grown by it."""

    def succeed(self, op: Operation, old: Operation) -> None:
        """Note that an operation is there in place of another."""
        self._origins[op] = self.origin(old)

    def origin(self, op: Operation) -> Operation:
        """The operation of the model as it was read that this one is there for."""
        return self._origins.get(op, op)

    def add(self, op: Operation, remark: Remark) -> None:
        self._by_op[op] = remark

    def get(self, op: Operation) -> Remark | None:
        return self._by_op.get(op)

    def __iter__(self) -> Iterator[tuple[Operation, Remark]]:
        return iter(self._by_op.items())


def remarks_of(ctx: Context) -> Remarks:
    """The remarks a compilation collects; a plain xDSL context keeps none."""
    found = getattr(ctx, "remarks", None)
    return found if isinstance(found, Remarks) else Remarks()
