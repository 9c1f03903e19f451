"""A calibration as one HTML file: a small histogram of each tensor, and its ranges.

The file needs no other and no network. A tensor takes about a kilobyte, whatever it held.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from html import escape
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from qir.calibration import Calibration, Observed
from qir.dialects.tfl.tensors import counted, shown
from qir.numerics.statistics import Range, Statistics, bin_bounds

COLUMNS = 64
HEIGHT = 40
"""Of the tallest column, in the units of the drawing."""
STEP = 4
"""Width of a column."""
WIDTH = COLUMNS * STEP
MARGIN = 0.25
"""What is drawn beyond the observed range on either side, as a part of it, to show a static one."""
MAX_NAME = 120

_STYLE = """
body { font: 14px/1.4 sans-serif; margin: 2em; color: #222; background: #fff }
main { display: grid; grid-template-columns: repeat(auto-fill, minmax(290px, 1fr)); gap: 18px }
h2 { font: 12px monospace; margin: 0; overflow-wrap: anywhere }
p { font-size: 12px; margin: 2px 0; color: #555 }
svg { width: 100%; height: 60px; background: #f6f6f6 }
.held { fill: #4472a8 } .static { fill: #f2d9a0 } .seen { stroke: #b03030; stroke-width: 1 }
.zero { stroke: #bbb; stroke-width: .5 } .bad { color: #b03030 }
"""


class _View(NamedTuple):
    """The numbers that a drawing goes from and to."""

    low: float
    high: float

    def place(self, value: float) -> float:
        """Where a number is drawn, in columns; those outside are at the edge."""
        share = (value - self.low) / (self.high - self.low)
        return COLUMNS * min(max(share, 0.0), 1.0)

    def x(self, value: float) -> str:
        return f"{self.place(value) * STEP:.1f}".removesuffix(".0")


def plot(calibration: Calibration, static: Mapping[str, Range] | None = None) -> str:
    """The page; `static` are ranges by tensor that hold for any input, possibly infinite."""
    tensors, samples = len(calibration.tensors), calibration.samples
    title = f"{calibration.model}: {counted(tensors, 'tensor')} over {counted(samples, 'sample')}"
    cards = [
        _card(name, observed, (static or {}).get(name))
        for name, observed in sorted(calibration.tensors.items())
    ]
    legend = (
        "Heights are logarithms of counts. Red lines mark the least and the largest element seen"
        + ("; the yellow ground is the range that holds for any input." if static else ".")
    )
    return "\n".join(
        [
            "<!DOCTYPE html>",
            f'<html lang="en"><head><meta charset="utf-8"><title>{_shown(title)}</title>',
            f"<style>{_STYLE}</style></head><body>",
            f"<h1>{_shown(title)}</h1>",
            f"<p>Run on {_shown(calibration.runtime)}. {legend}</p>",
            "<main>",
            *cards,
            "</main></body></html>",
            "",
        ]
    )


def _shown(text: str) -> str:
    """Text for a page; what is not Unicode, which names in files may hold, is a question mark."""
    return escape(text.encode(errors="replace").decode())


def _card(name: str, observed: Observed, static: Range | None) -> str:
    found = observed.statistics
    shape = "" if observed.shape is None else f"{shown(observed.shape)}, "
    lines = [f"{shape}{found.count:,} elements"]
    if found.minimum is not None and found.maximum is not None:
        lines.append(f"seen {_range((found.minimum, found.maximum))}")
    if static:
        lines.append(f"static {_range(static)}")
    paragraphs = "".join(f"<p>{_shown(line)}</p>" for line in lines)
    if found.nan or found.infinite:
        paragraphs += f'<p class="bad">{found.nan:,} NaN, {found.infinite:,} infinite</p>'
    cut = name if len(name) <= MAX_NAME else "…" + name[1 - MAX_NAME :]
    return f"<section><h2>{_shown(cut)}</h2>{_drawing(found, static)}{paragraphs}</section>"


def _range(ends: Range) -> str:
    return f"{ends[0]:.5g} … {ends[1]:.5g}"


def _drawing(found: Statistics, static: Range | None) -> str:
    if found.minimum is None or found.maximum is None:
        return ""
    view = _view(found.minimum, found.maximum)
    heights = _heights(found, view)
    parts = [
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" preserveAspectRatio="none">',
        _ground(view, static) if static else "",
        f'<path class="held" d="{_outline(heights)}"/>',
        _line("zero", view, 0.0) if view.low < 0 < view.high else "",
        _line("seen", view, found.minimum),
        _line("seen", view, found.maximum),
        "</svg>",
    ]
    return "".join(parts)


def _view(low: float, high: float) -> _View:
    """The observed range with a margin, which a single number has too."""
    margin = MARGIN * (high - low) or abs(high) or 1.0
    return _View(low - margin, high + margin)


def _heights(found: Statistics, view: _View) -> npt.NDArray[np.float64]:
    """Height of each column, 0 to `HEIGHT`; a bin's elements count as evenly spread over it."""
    counts = np.zeros(COLUMNS)
    assert found.minimum is not None
    assert found.maximum is not None
    for number, count in found.histogram.pairs():
        low, high = bin_bounds(number)
        first = view.place(max(low, found.minimum))
        last = max(view.place(min(high, found.maximum)), first)
        columns = np.arange(int(first), min(math.floor(last), COLUMNS - 1) + 1)
        shares = np.minimum(columns + 1, last) - np.maximum(columns, first)
        even = np.full(columns.size, 1 / columns.size)
        counts[columns] += count * (shares / shares.sum() if shares.sum() > 0 else even)
    heights = np.log1p(counts)
    return HEIGHT * heights / heights.max()


def _outline(heights: npt.NDArray[np.float64]) -> str:
    """The columns as one closed line; those of one height follow each other without a step."""
    path, last = [f"M0 {HEIGHT}"], 0
    for column, height in enumerate(np.ceil(heights).astype(int).tolist()):
        if height != last:
            path.append(f"H{column * STEP}V{HEIGHT - height}")
            last = height
    return "".join([*path, f"H{WIDTH}V{HEIGHT}Z"])


def _ground(view: _View, static: Range) -> str:
    left, right = view.x(static[0]), view.x(static[1])
    width = f"{float(right) - float(left):.1f}"
    return f'<rect class="static" x="{left}" width="{width}" height="{HEIGHT}"/>'


def _line(kind: str, view: _View, value: float) -> str:
    x = view.x(value)
    return f'<path class="{kind}" d="M{x} 0V{HEIGHT}"/>'
