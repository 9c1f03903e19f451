"""What announcement.py measures: its figures, what they must be, and the page of them.

`docs/benchmarks.md` is text with tables between markers, which are written anew.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import geometric_mean
from typing import Any

from quality import Quality, Row

DOCS = Path(__file__).parents[1] / "docs"
PAGE = DOCS / "benchmarks.md"
FLOAT, QIR = "float", "qir"
TITLES = {
    FLOAT: "float",
    QIR: "QIR",
    "tf-dynamic": "TensorFlow",
    "litert-quantizer": "litert-quantizer",
}
PEERS = ("tf-dynamic", "litert-quantizer")
NOISE = 0.97
"""What a latency may be of the best one's, since measurements vary."""
LEAST_GAIN = 1.5
"""Of latency over that of the better peer, as geometric mean."""
TRAPS = {"log_mel": 40.0, "sensitive_head": 35.0}
"""Models that peers ruin, and so are fast at: those have an SQNR to keep, and no latency."""
LEAST_SQNR = 35.0
"""Of the others, in decibels."""
LARGEST_LOSS = 0.3
"""Of accuracy, in points."""
ABSENT = ""


@dataclass(frozen=True)
class File:
    """One variant of one model. `sqnr` is in decibels, against float; `accuracy` in percent.

    Speed-ups are over float, of the medians of a round: median, least and greatest round.
    """

    bytes: int
    ms: float
    speedup: float
    speedup_min: float
    speedup_max: float
    sqnr: float
    accuracy: float | None


@dataclass(frozen=True)
class Model:
    """One model: its kind in the announcement, its files by variant, why others are absent."""

    kind: str
    files: dict[str, File]
    absent: dict[str, str] = field(default_factory=dict[str, str])

    @property
    def original(self) -> File:
        return self.files[FLOAT]

    @property
    def peers(self) -> list[File]:
        return [self.files[name] for name in PEERS if name in self.files]

    @property
    def smaller(self) -> float | None:
        """How many times as large the smaller peer's file is as QIR's."""
        sizes = [peer.bytes for peer in self.peers]
        return min(sizes) / self.files[QIR].bytes if sizes and QIR in self.files else None

    @property
    def faster(self) -> float | None:
        """How many times as fast as the faster peer's file QIR's is."""
        speeds = [peer.speedup for peer in self.peers]
        return self.files[QIR].speedup / max(speeds) if speeds and QIR in self.files else None

    def requirements(self, name: str) -> dict[str, bool]:
        """What must hold of QIR's file, and whether it does; all fails where there is none."""
        own, least = self.files.get(QIR), TRAPS.get(name, LEAST_SQNR)
        if own is None:
            return {"exists": False}
        fastest = max([1.0, *(peer.speedup for peer in self.peers)])
        compared = Row(
            name,
            "int8",
            "",
            _quality(self.original),
            {each: _quality(file) for each, file in self.files.items() if each != FLOAT},
        )
        found = {"size": compared.size_passes}
        if name not in TRAPS:
            found["latency"] = own.speedup >= NOISE * fastest
        found |= {
            "SQNR": compared.sqnr_passes,
            f"{least:.0f} dB": own.sqnr >= least,
        }
        if own.accuracy is not None and self.original.accuracy is not None:
            found["accuracy"] = own.accuracy >= self.original.accuracy - LARGEST_LOSS
        return found


def _quality(file: File) -> Quality:
    return Quality(file.bytes, file.sqnr, file.accuracy)


@dataclass
class Comparison:
    """All models, by name, and what they were measured with."""

    setting: dict[str, Any]
    models: dict[str, Model]

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any]) -> Comparison:
        def file(fields: Mapping[str, Any]) -> File:
            sqnr = math.inf if fields["sqnr"] is None else fields["sqnr"]
            return File(**{**fields, "sqnr": sqnr})

        models = {
            name: Model(
                model["kind"],
                {variant: file(fields) for variant, fields in model["files"].items()},
                model["absent"],
            )
            for name, model in kept["models"].items()
        }
        return cls(kept["setting"], models)

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON, which has no infinity: null."""
        plain = asdict(self)
        for model in plain["models"].values():
            for file in model["files"].values():
                file["sqnr"] = file["sqnr"] if math.isfinite(file["sqnr"]) else None
        return plain

    @property
    def gain(self) -> float:
        """Geometric mean of the speed-up over the better peer, where there is one."""
        gains = [model.faster for model in self.models.values() if model.faster]
        return geometric_mean(gains) if gains else math.nan

    @property
    def passes(self) -> bool:
        verdicts = [model.requirements(name) for name, model in self.models.items()]
        return self.gain >= LEAST_GAIN and all(all(each.values()) for each in verdicts)

    def summary(self) -> str:
        """The tables, as text."""
        return "\n\n".join("\n".join(lines) for lines in self.tables().values())

    def tables(self) -> dict[str, list[str]]:
        """The lines of each generated part of the page, by its name."""
        return {
            "setting": list(self._setting()),
            "announcement": list(self._announcement()),
            "size": list(self._size()),
            "latency": list(self._latency()),
            "accuracy": list(self._accuracy()),
            "requirements": list(self._requirements()),
            "absent": list(self._absent()),
        }

    def _setting(self) -> Iterator[str]:
        said = self.setting
        versions = ", ".join(f"{name} {version}" for name, version in said["versions"].items())
        yield f"- {versions}."
        yield f"- {said['host']}; one thread, batch 1, target `{said['target']}`."
        yield (
            f"- Latency: {said['rounds']} rounds of {said['burst_ms']:g} ms for each variant, the "
            f"variants taking turns. SQNR: {said['samples']} drawn inputs, of digits all."
        )

    def _announcement(self) -> Iterator[str]:
        yield from header("the announcement, 2018", *(TITLES[name] for name in (*PEERS, QIR)))
        everything = list(self.models.values())
        for claim, kind, value in (
            ("4x smaller", None, times_smaller),
            ("convolutional models 10 to 50 % faster", "convolutional", speedup),
            ("recurrent models up to 3x as fast", "recurrent", speedup),
        ):
            models = [model for model in everything if kind in (None, model.kind)]
            cells = (
                span([value(model, name) for model in models if name in model.files])
                for name in (*PEERS, QIR)
            )
            yield line(claim, *cells)

    def _size(self) -> Iterator[str]:
        yield from header("model", *TITLES.values(), "QIR to float", "QIR to better peer")
        for name, model in self.models.items():
            sizes = (f"{file.bytes:,}" if file else ABSENT for file in variants(model))
            own = times_smaller(model, QIR) if QIR in model.files else None
            yield line(name, *sizes, ratio(own), ratio(model.smaller, digits=3))
        own = [times_smaller(model, QIR) for model in self.models.values() if QIR in model.files]
        over = [model.smaller for model in self.models.values() if model.smaller]
        yield line("geometric mean", *[""] * len(TITLES), mean(own), mean(over, digits=3))

    def _latency(self) -> Iterator[str]:
        yield from header("model", *TITLES.values(), "QIR to float", "range", "QIR to better peer")
        for name, model in self.models.items():
            times = (f"{file.ms:.3g}" if file else ABSENT for file in variants(model))
            own = model.files.get(QIR)
            spread = f"{own.speedup_min:.2f} to {own.speedup_max:.2f}" if own else ABSENT
            yield line(name, *times, ratio(own and own.speedup), spread, ratio(model.faster))
        own = [model.files[QIR].speedup for model in self.models.values() if QIR in model.files]
        over = [model.faster for model in self.models.values() if model.faster]
        yield line("geometric mean", *[""] * len(TITLES), mean(own), "", mean(over))

    def _accuracy(self) -> Iterator[str]:
        own = [title for name, title in TITLES.items() if name != FLOAT]
        yield from header("model", *(f"{title} dB" for title in own), "% right: float", *own)
        for name, model in self.models.items():
            files = variants(model)
            decibels = (sqnr(file) for file in files[1:])
            right = (
                f"{file.accuracy:.2f}" if file and file.accuracy is not None else ABSENT
                for file in files
            )
            yield line(name, *decibels, *right)

    def _requirements(self) -> Iterator[str]:
        columns = ("exists", "size", "latency", "SQNR", "least SQNR", "accuracy")
        yield from header("model", *columns[1:])
        failed = 0
        for name, model in self.models.items():
            found = model.requirements(name)
            failed += not all(found.values())
            least = next((each for each in found if each.endswith("dB")), "")
            cells = (found.get(least if column == "least SQNR" else column) for column in columns)
            exists, *others = cells
            shown = ["no file" if exists is False else verdict(each) for each in others]
            if least:
                shown[3] += f" ({least})"
            yield line(name, *shown)
        yield ""
        held = verdict(self.gain >= LEAST_GAIN)
        yield (
            f"{len(self.models) - failed} of {len(self.models)} models pass. Latency over the "
            f"better peer, geometric mean: {self.gain:.2f}x, expected {LEAST_GAIN}x: {held}."
        )

    def _absent(self) -> Iterator[str]:
        missing: dict[str, list[str]] = {}
        for name, model in self.models.items():
            for variant, reason in model.absent.items():
                # Paths differ between machines and say no more than that there is no file.
                short = "no file beside the float one" if reason.startswith("no file") else reason
                missing.setdefault(f"{TITLES[variant]}: {short}", []).append(name)
        for reason, names in missing.items():
            yield f"- {reason}: {', '.join(names)}."


def variants(model: Model) -> list[File | None]:
    """The files of a model, in the order of the columns."""
    return [model.files.get(name) for name in TITLES]


def times_smaller(model: Model, variant: str) -> float:
    return model.original.bytes / model.files[variant].bytes


def speedup(model: Model, variant: str) -> float:
    return model.files[variant].speedup


def sqnr(file: File | None) -> str:
    if file is None:
        return ABSENT
    return f"{file.sqnr:.1f}" if math.isfinite(file.sqnr) else "equal"


def ratio(value: float | None, digits: int = 2) -> str:
    return ABSENT if value is None else f"{value:.{digits}f}x"


def mean(values: Sequence[float], digits: int = 2) -> str:
    return ratio(geometric_mean(values), digits) if values else ABSENT


def span(values: Sequence[float]) -> str:
    """From the least to the greatest ratio."""
    ends = [ratio(value) for value in (min(values), max(values))] if values else [ABSENT]
    return " to ".join(dict.fromkeys(ends))


def verdict(holds: bool | None) -> str:
    return ABSENT if holds is None else "yes" if holds else "**no**"


def header(first: str, *others: str) -> list[str]:
    return [line(first, *others), f"|---|{'---:|' * len(others)}"]


def line(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def write_page(comparison: Comparison) -> None:
    """Write what is generated of the page, and its plots."""
    page = PAGE.read_text()
    for name, lines in comparison.tables().items():
        body = "\n".join(["", *lines, ""])
        part = f"<!-- {name} -->{body}<!-- end {name} -->"
        pattern = rf"<!-- {name} -->.*?<!-- end {name} -->"
        page = re.sub(pattern, lambda _, part=part: part, page, flags=re.DOTALL)
    PAGE.write_text(page)
    models = comparison.models
    for name, label, is_log, value in (
        ("size", "times smaller than float", False, times_smaller),
        ("latency", "times as fast as float", True, speedup),
        ("accuracy", "SQNR in dB", False, lambda model, each: model.files[each].sqnr),
    ):
        bars = {
            title: [
                value(model, variant) if variant in model.files else math.nan
                for model in models.values()
            ]
            for variant, title in TITLES.items()
            if variant != FLOAT
        }
        plot(list(models), bars, label, is_log, DOCS / f"benchmarks-{name}.svg")


def plot(
    models: Sequence[str], bars: Mapping[str, list[float]], label: str, is_log: bool, path: Path
) -> None:
    """A group of bars for each model; none where a value is no number or infinite."""
    import matplotlib

    matplotlib.use("svg")
    from matplotlib import pyplot

    # Without these the file would differ each time it is written.
    matplotlib.rcParams |= {"svg.hashsalt": "qir", "svg.fonttype": "none"}
    figure, axis = pyplot.subplots(figsize=(8, 1.5 + 0.45 * len(models)), layout="constrained")
    height, start = 0.8 / len(bars), 1 if is_log else 0
    for index, (title, values) in enumerate(bars.items()):
        places = [place + index * height for place in range(len(models))]
        # From 1 on a logarithmic axis, so that what is slower points the other way.
        shown = [value - start if math.isfinite(value) else math.nan for value in values]
        axis.barh(places, shown, height, left=start, label=title)
    axis.set_yticks([place + 0.4 - height / 2 for place in range(len(models))], models)
    axis.invert_yaxis()
    axis.set_xlabel(label)
    if is_log:
        axis.set_xscale("log")
        ticks = [0.25, 0.5, 1, 2, 4, 8]
        axis.set_xticks(ticks, [f"{tick:g}" for tick in ticks], minor=False)
        axis.set_xticks([], minor=True)
        axis.axvline(1, color="black", linewidth=0.8)
    axis.grid(visible=True, axis="x", alpha=0.3)
    axis.set_axisbelow(True)
    axis.legend(loc="upper center", bbox_to_anchor=(0.5, -0.06), ncols=len(bars))
    figure.savefig(path, metadata={"Date": None, "Creator": None})
    pyplot.close(figure)
