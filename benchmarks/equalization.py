"""What `equalize` gains: models whose weights are rounded, before and after it.

    python benchmarks/equalization.py examples/mnist/*.tflite [--spread 3]

The weights of all layers are rounded to multiples of a scale, symmetric, one scale for each tensor
or for each channel; activations stay float. SQNR is that of what goes into the last softmax, to the
float model's; `right` is of the bundled digits. `hybrid` is the pipeline of `qir quantize`. Models
of other inputs run on 16 drawn ones, and `right` is how often they give the class that the float
model gives. `--spread N` first makes channels differ: each that `equalize` may scale is divided by
2^-N to 2^N, at random, which does not change what the model computes.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
from accuracy import outputs
from rich.console import Console
from rich.table import Table
from xdsl.dialects.builtin import ModuleOp
from xdsl.transforms.dead_code_elimination import dce

from qir.backends.tflite.writer import tflite_bytes
from qir.context import QirContext
from qir.driver.pipelines import Options, run
from qir.frontends.tflite import read_tflite
from qir.interp.comparison import entry_function
from qir.numerics.difference import Difference
from qir.numerics.equalization import Boundary
from qir.passes.canonicalize import Canonicalize
from qir.passes.equalize import Equalize
from qir.passes.quantize_weights import QuantizeWeights

DIGITS = Path(__file__).parents[1] / "examples" / "mnist" / "test.npz"
SEED = 20240229
Array = np.ndarray[Any, Any]


def canonical(path: Path) -> ModuleOp:
    """The model made plain, without the softmax at its end, which hides what is lost."""
    module = read_tflite(path)
    end = entry_function(module).body.block.last_op
    assert end is not None
    if getattr(last := end.operands[0].owner, "name", "") == "tfl.softmax":
        end.operands[0] = last.operands[0]
        dce(module)
    Canonicalize(for_quantization=True).apply(QirContext(), module)
    return module


def equalized(module: ModuleOp) -> ModuleOp:
    found = module.clone()
    Equalize().apply(QirContext(), found)
    return found


def uneven(module: ModuleOp, spread: float) -> ModuleOp:
    rng = np.random.default_rng(SEED)

    def scales(_: Sequence[Array], boundaries: Sequence[Boundary]) -> list[Array]:
        return [
            np.clip(np.exp2(rng.uniform(-spread, spread, b.least.shape)), b.least, b.greatest)
            for b in boundaries
        ]

    with patch("qir.passes.equalize.equalizing_scales", scales):
        return equalized(module)


def rounded(module: ModuleOp, scheme: str) -> ModuleOp:
    """With weights that are rounded, and then floats."""
    found = module.clone()
    QuantizeWeights(min_elements=1, scheme=f"{scheme}-weight-only").apply(QirContext(), found)
    return found


def hybrid(module: ModuleOp) -> ModuleOp:
    found = module.clone()
    run(Options(target="litert-builtin").steps(), found, QirContext())
    return found


FORMS: dict[str, Callable[[ModuleOp], ModuleOp]] = {
    "int4, per tensor": partial(rounded, scheme="int4-tensor"),
    "int4, per channel": partial(rounded, scheme="int4"),
    "int8, per tensor": partial(rounded, scheme="int8-tensor"),
    "int8, per channel": partial(rounded, scheme="int8"),
    "hybrid": hybrid,
}


def rows(path: Path, spread: float) -> Iterator[list[str]]:
    module = canonical(path)
    argument = entry_function(module).body.block.args[0]
    shape = argument.type.get_shape()
    if np.prod(shape) == 28 * 28:
        digits = np.load(DIGITS)
        inputs, labels = (digits["images"] / 255).astype(np.float32), digits["labels"]
    else:
        inputs = np.random.default_rng(SEED).uniform(-1, 1, (16, *shape)).astype(np.float32)
        labels = None
    expected = outputs(tflite_bytes(module), inputs)
    labels = expected.argmax(axis=1) if labels is None else labels
    module = uneven(module, spread) if spread else module
    for name, form in FORMS.items():
        cells: list[str] = []
        for each in (module, equalized(module)):
            found, difference = outputs(tflite_bytes(form(each)), inputs), Difference()
            difference.add(expected, found)
            right = 100 * float((found.argmax(axis=1) == labels).mean())
            cells += [f"{difference.sqnr:.1f}", f"{right:.2f}"]
        yield [path.stem, name, *cells]


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure what equalization gains.")
    parser.add_argument("models", nargs="+", type=Path)
    parser.add_argument("--spread", type=float, default=0.0, metavar="N")
    args = parser.parse_args()
    names = ("model", "weights", "dB", "right %", "dB, equalized", "right %, equalized")
    table = Table(*names)
    for path in args.models:
        for row in rows(path, args.spread):
            table.add_row(*row)
    Console().print(table)


if __name__ == "__main__":
    main()
