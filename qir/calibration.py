"""What the tensors of a model held over samples of its inputs, and the file that says so.

A JSON file, the same byte for byte for the same samples, model and runtime. One tensor is one line.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from qir.json_files import (
    Damaged,
    check_format,
    checked,
    fields_of,
    is_count,
    is_integer,
    is_list,
    is_object,
    is_text,
    read_file,
)
from qir.numerics.statistics import MAX_BIN, PERCENTILES, Histogram, Statistics, bin_of

FORMAT = "qir-calibration"
VERSION = 1

Shape = tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Observed:
    """One tensor: its shape in the model, of sizes that are None where not known; its statistics.

    `shape` is None where not even the rank is known.
    """

    shape: Shape | None
    statistics: Statistics


@dataclass(frozen=True, slots=True)
class Calibration:
    """What the float tensors of a model's first function held over samples, by their names.

    `model`, `sha256`: name and hash of the model's file, or of the `.tflite` file made of it.
    `runtime`: what ran the model.
    """

    model: str
    sha256: str
    runtime: str
    samples: int
    tensors: Mapping[str, Observed]

    def to_bytes(self) -> bytes:
        """The content of its file."""
        head = {
            "format": FORMAT,
            "version": VERSION,
            "model": {"name": self.model, "sha256": self.sha256},
            "runtime": self.runtime,
            "samples": self.samples,
        }
        lines = [f"{json.dumps(key)}: {json.dumps(value)}," for key, value in head.items()]
        tensors = ",\n".join(
            f"{json.dumps(name)}: {json.dumps(_entry(self.tensors[name]))}"
            for name in sorted(self.tensors)
        )
        return "\n".join(["{", *lines, f'"tensors": {{\n{tensors}\n}}', "}", ""]).encode()

    def write(self, file: BinaryIO) -> None:
        """Write its file."""
        file.write(self.to_bytes())


def _entry(observed: Observed) -> dict[str, Any]:
    found = observed.statistics
    return {
        "shape": None if observed.shape is None else list(observed.shape),
        "count": found.count,
        "min": found.minimum,
        "max": found.maximum,
        "nan": found.nan,
        "inf": found.infinite,
        "average_min": found.average_min,
        "average_max": found.average_max,
        "percentiles": _percentiles(found),
        "histogram": [list(pair) for pair in found.histogram.pairs()],
    }


def _percentiles(found: Statistics) -> dict[str, list[float] | None]:
    bounds = {percent: found.percentile(percent) for percent in PERCENTILES}
    return {percent: None if pair is None else list(pair) for percent, pair in bounds.items()}


def read_calibration(path: Path) -> Calibration:
    """The calibration of a file.

    Raises QirError where the file cannot be read, or holds what `qir calibrate` would not write.
    """
    return read_file(path, _calibration)


def _calibration(file: object) -> Calibration:
    check_format(file, "calibration", FORMAT, VERSION)
    keys = "format", "version", "model", "runtime", "samples", "tensors"
    fields = fields_of(file, "the file", *keys)
    model = fields_of(fields["model"], "model", "name", "sha256")
    tensors = fields["tensors"]
    if not is_object(tensors):
        raise Damaged("tensors is no object")
    return Calibration(
        checked(model["name"], is_text, "model: name", "text"),
        checked(model["sha256"], is_text, "model: sha256", "text"),
        checked(fields["runtime"], is_text, "runtime", "text"),
        checked(fields["samples"], is_count, "samples", "a whole number of 0 or more"),
        {name: _observed(entry, f"tensor {json.dumps(name)}") for name, entry in tensors.items()},
    )


def _observed(entry: object, where: str) -> Observed:
    counts = "count", "nan", "inf"
    numbers = "min", "max", "average_min", "average_max"
    fields = fields_of(entry, where, "shape", *counts, *numbers, "percentiles", "histogram")
    for key in counts:
        checked(fields[key], is_count, f"{where}: {key}", "a whole number of 0 or more")
    histogram = _histogram(fields["histogram"], f"{where}: histogram")
    elements = fields["count"] - fields["nan"] - fields["inf"]
    if histogram.total != elements:
        raise Damaged(f"{where}: histogram holds {histogram.total} elements of {elements}")
    for key in numbers:
        if histogram.total:
            checked(fields[key], _is_number, f"{where}: {key}", "a number")
        elif fields[key] is not None:
            raise Damaged(f"{where}: {key} is not null, and there is no finite element")
    found = Statistics(
        count=fields["count"],
        nan=fields["nan"],
        infinite=fields["inf"],
        minimum=fields["min"],
        maximum=fields["max"],
        average_min=fields["average_min"],
        average_max=fields["average_max"],
        histogram=histogram,
    )
    _check_ends(found, where)
    if fields["percentiles"] != _percentiles(found):
        raise Damaged(f"{where}: percentiles are not those of the histogram")
    return Observed(_shape(fields["shape"], where), found)


def _check_ends(found: Statistics, where: str) -> None:
    """The extremes are float32 numbers, and lie in the first and the last bin."""
    ends = {"min": (found.minimum, 0), "max": (found.maximum, -1)}
    for key, (value, position) in ends.items():
        if value is None:
            continue
        with np.errstate(over="ignore"):
            is_float32 = float(np.float32(value)) == value
        if not is_float32 or bin_of(value) != found.histogram.bins[position]:
            raise Damaged(f"{where}: {key} is {value!r}, which does not fit the histogram")


def _histogram(pairs: object, where: str) -> Histogram:
    expected = f"[bin, count] with bins from {-MAX_BIN} to {MAX_BIN}, ascending"
    if not is_list(pairs):
        raise Damaged(f"{where} is no list; expected {expected}")
    last = -MAX_BIN - 1
    for pair in pairs:
        if not (is_list(pair) and len(pair) == 2 and all(is_integer(each) for each in pair)):
            raise Damaged(f"{where} holds {json.dumps(pair)}; expected {expected}")
        if not (last < pair[0] <= MAX_BIN and 0 < pair[1] < 1 << 63):
            raise Damaged(f"{where} holds {json.dumps(pair)}; expected {expected}")
        last = pair[0]
    if sum(count for _, count in pairs) >= 1 << 63:
        raise Damaged(f"{where} holds more elements than can be")
    return Histogram.of((number, count) for number, count in pairs)


def _shape(sizes: object, where: str) -> Shape | None:
    if sizes is None:
        return None
    if not (is_list(sizes) and all(size is None or is_count(size) for size in sizes)):
        raise Damaged(f"{where}: shape is {json.dumps(sizes)}; expected a list of sizes")
    return tuple(sizes)


def _is_number(value: object) -> bool:
    return isinstance(value, float) and math.isfinite(value)
