"""How weights are stored and found, and how that is spelled: `int8`, `int4-block32`, `float16`.

    STORAGE[-tensor | -channel | -blockN][-asymmetric][-mse][-weight-only]

STORAGE is int8, int4, int2 or float16; without more, integers are symmetric, with one scale per
channel where a kernel reads that and one per tensor where it does not. With -mse, scales are
searched, however those of other weights are found.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from qir.diagnostics import QirError

BLOCK_SIZES = (32, 64, 128, 256)
"""What LiteRT's kernels take."""
FLOAT = "float"
"""What is said in place of a scheme where weights are to stay as they are."""
BITS = {"int8": 8, "int4": 4, "int2": 2, "float16": 16}

_SPELLING = re.compile(
    rf"(?P<storage>{'|'.join(BITS)})"
    r"(?:-(?P<scales>tensor|channel|block(?P<block>\d+)))?"
    r"(?P<asymmetric>-asymmetric)?"
    r"(?P<mse>-mse)?"
    r"(?P<weight_only>-weight-only)?"
)
_EXPECTED = (
    "int8, int4 or int2, then -tensor, -channel or -blockN, -asymmetric, -mse, -weight-only; "
    "or float16"
)


class Rounding(StrEnum):
    """How weights become integers."""

    NEAREST = "nearest"
    FEEDBACK = "error-feedback"
    """GPTQ, see `qir.numerics.error_feedback`."""


class ScaleSearch(StrEnum):
    """How the interval of a channel is found."""

    MIN_MAX = "min-max"
    """From the least to the greatest value."""
    MSE = "mse"
    """That of least squared error, as tried; never of more than min-max has."""
    OCTAV = "octav"
    """That of least expected squared error, where it is spread evenly within a step."""

    @property
    def is_symmetric_only(self) -> bool:
        """It has no meaning where zero points are searched too."""
        return self is ScaleSearch.OCTAV


class Granularity(StrEnum):
    """What a scale is for."""

    TENSOR = "tensor"
    CHANNEL = "channel"
    BLOCK = "block"


@dataclass(frozen=True, slots=True)
class Scheme:
    """How weights are stored.

    `block`: elements that share a scale, where `granularity` is BLOCK.
    `symmetric`: the zero point is 0.
    `weight_only`: a DEQUANTIZE makes floats of them before any op, also where a kernel takes
    integers. So it is with float16, which no kernel takes.
    `search`: how scales are found, MSE; None where that is as for all weights.
    """

    storage: str = "int8"
    granularity: Granularity = Granularity.CHANNEL
    block: int = 0
    symmetric: bool = True
    weight_only: bool = False
    search: ScaleSearch | None = None

    @classmethod
    def parse(cls, text: str, others: Sequence[str] = ()) -> Scheme:
        """The scheme of a spelling; raises QirError that says what is wrong with it.

        `others`: what else could have been said, for the message.
        """
        found = _SPELLING.fullmatch(text)
        if found is None:
            raise QirError(f"no scheme {text!r}; expected {'; or '.join((_EXPECTED, *others))}")
        scales = found["scales"] or Granularity.CHANNEL.value
        scheme = cls(
            found["storage"],
            Granularity.BLOCK if found["block"] else Granularity(scales),
            int(found["block"] or 0),
            symmetric=not found["asymmetric"],
            weight_only=bool(found["weight_only"]),
            search=ScaleSearch.MSE if found["mse"] else None,
        )
        if problem := scheme._problem(text):
            raise QirError(f"scheme {text!r}: {problem}")
        return scheme

    def _problem(self, text: str) -> str | None:
        if self.is_float and text != self.storage:
            return f"float16 has no scales; expected {self.storage!r} alone"
        if self.granularity is not Granularity.BLOCK:
            return None
        if self.block not in BLOCK_SIZES:
            return f"blocks of {self.block}; expected {', '.join(map(str, BLOCK_SIZES))}"
        if self.storage != "int4":
            return "blocks are of int4 only, in every runtime"
        if not self.symmetric or self.weight_only:
            return "blocks are symmetric, and read by kernels only"
        return None

    def __str__(self) -> str:
        parts = [self.storage]
        if self.granularity is not Granularity.CHANNEL:
            parts.append(f"{self.granularity}{self.block or ''}")
        parts += ["asymmetric"] * (not self.symmetric)
        parts += [str(self.search)] if self.search else []
        parts += ["weight-only"] * self.weight_only
        return "-".join(parts)

    @property
    def is_float(self) -> bool:
        return self.storage == "float16"

    @property
    def is_widened(self) -> bool:
        """Whether ops read floats that a DEQUANTIZE makes; no kernel takes zero points."""
        return self.weight_only or self.is_float or not self.symmetric

    @property
    def bits(self) -> int:
        return BITS[self.storage]

    @property
    def bounds(self) -> tuple[int, int]:
        """Least and greatest integer.

        Symmetric without the least there is: LiteRT's kernels of 8 bits do not expect it, and that
        of FULLY_CONNECTED of 4 bits is wrong with it. Of 2 bits all four count.
        """
        high = (1 << (self.bits - 1)) - 1
        return (-high if self.symmetric and self.bits > 2 else -high - 1), high


def joint_scheme(schemes: Collection[Scheme]) -> Scheme:
    """How a constant is stored that several ops want so, or so: with the most bits, and of those
    with as many the finest scales. With a zero point, or for DEQUANTIZE only, where all want that;
    with scales that are searched where one of those with as many bits wants that.
    """
    bits = max(scheme.bits for scheme in schemes)
    widest = [scheme for scheme in schemes if scheme.bits == bits]
    if widest[0].is_float:
        return widest[0]
    finest = {scheme.granularity: scheme.block for scheme in sorted(widest, key=_coarseness)}
    if any(scheme.is_widened for scheme in schemes):
        # No DEQUANTIZE reads blocks.
        channels = finest.keys() - {Granularity.TENSOR}
        finest = {Granularity.CHANNEL if channels else Granularity.TENSOR: 0}
    granularity = next(each for each in reversed(Granularity) if each in finest)
    return Scheme(
        widest[0].storage,
        granularity,
        finest[granularity],
        symmetric=any(scheme.symmetric for scheme in schemes),
        weight_only=all(scheme.is_widened for scheme in schemes),
        search=next((scheme.search for scheme in widest if scheme.search), None),
    )


def _coarseness(scheme: Scheme) -> int:
    """How many share a scale, where they are blocks; the finest last."""
    return -scheme.block
