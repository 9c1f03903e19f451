"""What `qir bench` found, as data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from qir.backends.c.stopwatch import Peaks
from qir.backends.c.work import CallWork, Family

INT8, FLOAT, MEMORY = "int8", "float", "memory"
"""What a call is bound by: products of integers or of floats, or what it reads and writes."""


@dataclass(frozen=True, slots=True)
class CallTime:
    """A call of a kernel in a run; where it is in a loop, all its repetitions together.

    `result`: what the C code calls its first result. `us`, `median_us`: the least and the median
    microseconds over runs. `products`, `bytes`: of all repetitions. `bound_us`: what it takes at
    least by the peaks that were measured, which of them, `bound` says.
    """

    kernel: str
    result: str
    family: Family
    repetitions: int
    us: float
    median_us: float
    products: int
    bytes: int
    bound_us: float
    bound: str

    @property
    def gops(self) -> float | None:
        """1e9 multiplications and additions in a second; None without any."""
        return 2 * self.products / self.us / 1000 if self.products and self.us else None

    @property
    def gbps(self) -> float | None:
        """1e9 bytes in a second."""
        return self.bytes / self.us / 1000 if self.us else None

    @property
    def of_peak(self) -> float | None:
        """What part of its time the call takes at least."""
        return self.bound_us / self.us if self.us else None


@dataclass(frozen=True, slots=True)
class LiteRTOp:
    """An op that LiteRT's profiler saw: the mean of its microseconds."""

    name: str
    family: Family
    us: float


@dataclass(frozen=True, slots=True)
class RunTime:
    """Microseconds of a whole run, in which nothing else reads the clock: least and median."""

    us: float
    median_us: float


@dataclass(frozen=True, slots=True)
class BenchReport:
    """What was measured of a model.

    `run`, `litert`: of C and of LiteRT, which took turns; `ops`: LiteRT's, in order. `notes`: why
    something of LiteRT is not there.
    """

    model: str
    target: str
    cpu: str
    compiler: str
    runs: int
    peaks: Peaks
    calls: tuple[CallTime, ...]
    run: RunTime
    litert: RunTime | None
    ops: tuple[LiteRTOp, ...]
    notes: tuple[str, ...]

    def families(self) -> list[tuple[Family, float, float]]:
        """Microseconds of each family of work: of C, and of LiteRT's ops."""
        found = [(f, _sum(self.calls, f), _sum(self.ops, f)) for f in Family]
        return [each for each in found if any(each[1:])]

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        plain = asdict(self)
        for entry, call in zip(plain["calls"], self.calls, strict=True):
            entry |= {"gops": call.gops, "gbps": call.gbps, "of_peak": call.of_peak}
        return plain


def bound_of(work: CallWork, resident: int, peaks: Peaks) -> tuple[float, str]:
    """The microseconds that a call takes at least, and because of what: the roofline.

    Weights are read once in a run, from where all that the model touches fits, which is so many
    bytes; what else a call has, from where that alone fits.
    """
    rate = peaks.int8 if work.is_integer else peaks.floats
    of_memory = work.weight_bytes / peaks.bandwidth(resident)
    of_memory += work.other_bytes / peaks.bandwidth(work.other_bytes)
    of_products = work.products / rate
    return max((1e6 * of_products, INT8 if work.is_integer else FLOAT), (1e6 * of_memory, MEMORY))


LITERT_FAMILIES: Mapping[str, Family] = {
    "DWConv": Family.DEPTHWISE,
    "DEPTHWISE": Family.DEPTHWISE,
    "LSTM": Family.RECURRENT,
    "RNN": Family.RECURRENT,
    "SVDF": Family.RECURRENT,
    "Convolution": Family.PRODUCTS,
    "CONV": Family.PRODUCTS,
    "Fully Connected": Family.PRODUCTS,
    "FULLY_CONNECTED": Family.PRODUCTS,
    "Matrix Multiply": Family.PRODUCTS,
    "BATCH_MATMUL": Family.PRODUCTS,
}
"""By what is in the name of an op, in LiteRT or in XNNPACK; the first that is."""


def litert_family(name: str) -> Family:
    return next((f for part, f in LITERT_FAMILIES.items() if part in name), Family.OTHER)


def _sum(rows: Iterable[CallTime | LiteRTOp], family: Family) -> float:
    return sum(row.us for row in rows if row.family is family)
