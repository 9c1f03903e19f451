"""What the tensors of a model held over samples of its inputs, and the file that says so.

A JSON file, the same byte for byte for the same samples, model and runtime. One tensor is one line.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, TypeGuard

import numpy as np

from qir.diagnostics import QirError
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
    try:
        return _calibration(json.loads(path.read_bytes(), parse_constant=_no_number))
    except OSError as error:
        raise QirError(f"{path}: cannot be read: {error.strerror or error}") from error
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise QirError(f"{path}: is no JSON: {where}: {error.msg}") from error
    except _Damaged as error:
        raise QirError(f"{path}: {error}") from error
    except (ValueError, RecursionError) as error:
        raise QirError(f"{path}: is no JSON: {error}") from error


class _Damaged(Exception):
    """Where a file differs from the format, and what was expected."""


def _no_number(text: str) -> float:
    raise ValueError(f"{text} is no number of JSON")


def _calibration(file: object) -> Calibration:
    if not _is_object(file) or file.get("format") != FORMAT:
        raise _Damaged(f'is no calibration; expected "format": "{FORMAT}"')
    if file.get("version") != VERSION:
        found = json.dumps(file.get("version"))
        raise _Damaged(f"is of version {found}; this QIR reads version {VERSION}")
    keys = "format", "version", "model", "runtime", "samples", "tensors"
    fields = _fields(file, "the file", *keys)
    model = _fields(fields["model"], "model", "name", "sha256")
    tensors = fields["tensors"]
    if not _is_object(tensors):
        raise _Damaged("tensors is no object")
    return Calibration(
        _checked(model["name"], _is_text, "model: name", "text"),
        _checked(model["sha256"], _is_text, "model: sha256", "text"),
        _checked(fields["runtime"], _is_text, "runtime", "text"),
        _checked(fields["samples"], _is_count, "samples", "a whole number of 0 or more"),
        {name: _observed(entry, f"tensor {json.dumps(name)}") for name, entry in tensors.items()},
    )


def _observed(entry: object, where: str) -> Observed:
    counts = "count", "nan", "inf"
    numbers = "min", "max", "average_min", "average_max"
    fields = _fields(entry, where, "shape", *counts, *numbers, "percentiles", "histogram")
    for key in counts:
        _checked(fields[key], _is_count, f"{where}: {key}", "a whole number of 0 or more")
    histogram = _histogram(fields["histogram"], f"{where}: histogram")
    elements = fields["count"] - fields["nan"] - fields["inf"]
    if histogram.total != elements:
        raise _Damaged(f"{where}: histogram holds {histogram.total} elements of {elements}")
    for key in numbers:
        if histogram.total:
            _checked(fields[key], _is_number, f"{where}: {key}", "a number")
        elif fields[key] is not None:
            raise _Damaged(f"{where}: {key} is not null, and there is no finite element")
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
        raise _Damaged(f"{where}: percentiles are not those of the histogram")
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
            raise _Damaged(f"{where}: {key} is {value!r}, which does not fit the histogram")


def _histogram(pairs: object, where: str) -> Histogram:
    expected = f"[bin, count] with bins from {-MAX_BIN} to {MAX_BIN}, ascending"
    if not _is_list(pairs):
        raise _Damaged(f"{where} is no list; expected {expected}")
    last = -MAX_BIN - 1
    for pair in pairs:
        if not (_is_list(pair) and len(pair) == 2 and all(_is_integer(each) for each in pair)):
            raise _Damaged(f"{where} holds {json.dumps(pair)}; expected {expected}")
        if not (last < pair[0] <= MAX_BIN and 0 < pair[1] < 1 << 63):
            raise _Damaged(f"{where} holds {json.dumps(pair)}; expected {expected}")
        last = pair[0]
    if sum(count for _, count in pairs) >= 1 << 63:
        raise _Damaged(f"{where} holds more elements than can be")
    return Histogram.of((number, count) for number, count in pairs)


def _shape(sizes: object, where: str) -> Shape | None:
    if sizes is None:
        return None
    if not (_is_list(sizes) and all(size is None or _is_count(size) for size in sizes)):
        raise _Damaged(f"{where}: shape is {json.dumps(sizes)}; expected a list of sizes")
    return tuple(sizes)


def _fields(value: object, where: str, *keys: str) -> dict[str, Any]:
    """An object that has these keys and no others."""
    if not _is_object(value):
        raise _Damaged(f"{where} is no object")
    if missing := [key for key in keys if key not in value]:
        raise _Damaged(f"{where} lacks {missing[0]}")
    if unknown := [key for key in value if key not in keys]:
        raise _Damaged(f"{where} has {json.dumps(unknown[0])}, which is not of the format")
    return value


def _checked(value: Any, fits: Callable[[Any], bool], where: str, expected: str) -> Any:
    if not fits(value):
        raise _Damaged(f"{where} is {json.dumps(value)[:80]}; expected {expected}")
    return value


def _is_object(value: object) -> TypeGuard[dict[str, Any]]:
    return isinstance(value, dict)


def _is_list(value: object) -> TypeGuard[list[Any]]:
    return isinstance(value, list)


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_integer(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_count(value: Any) -> bool:
    return _is_integer(value) and 0 <= value < 1 << 63


def _is_number(value: object) -> bool:
    return isinstance(value, float) and math.isfinite(value)
