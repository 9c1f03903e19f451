"""What each way to quantize weights costs and gains on trained models; writes docs/accuracy.md.

    python benchmarks/accuracy.py [--only MODEL] [--check]

The bundled digit models, compiled by `qir.quantize`, run by LiteRT's own kernels on digits 256 to
1999; the samples that some ways look at are digits 0 to 255. SQNR is that of the logarithms of the
probabilities to those of the float model, whose accuracy stands in the first row.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console

import qir
from qir.driver.litert import invoke, new_runtime
from qir.numerics.difference import Difference

sys.path.append(str(Path(__file__).parents[1] / "tests"))
from models import EXAMPLES, digits

PAGE = Path(__file__).parents[1] / "docs" / "accuracy.md"
MODELS = ("cnn", "dscnn", "gru", "lstm", "transformer")
CALIBRATION = 256
INPUT = "serving_default_x:0"
LEAST = 1e-12
"""Probabilities below count as this."""
Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Way:
    """A row: arguments of `qir.quantize`, and whether samples are among them."""

    name: str
    options: dict[str, Any] = field(default_factory=dict[str, Any])
    has_samples: bool = False


def ways(scheme: str) -> tuple[Way, ...]:
    """Ways to find the integers of a scheme."""
    feedback = {"scheme": scheme, "rounding": "error-feedback"}
    all_of_them = feedback | {"scale_search": "mse", "correct_bias": True}
    return (
        Way(scheme, {"scheme": scheme}),
        Way("  scales by MSE", {"scheme": scheme, "scale_search": "mse"}),
        Way("  scales by OCTAV", {"scheme": scheme, "scale_search": "octav"}),
        Way("  equalized", {"scheme": scheme, "equalize": True}),
        Way("  bias correction", {"scheme": scheme, "correct_bias": True}, has_samples=True),
        Way("  error feedback", feedback, has_samples=True),
        Way("  MSE, error feedback, bias correction", all_of_them, has_samples=True),
    )


WAYS = (
    Way("int8", {}),
    Way("int8-weight-only", {"scheme": "int8-weight-only"}),
    Way("float16", {"scheme": "float16"}),
    *ways("int4"),
    *ways("int4-tensor"),
    Way("int4-weight-only", {"scheme": "int4-weight-only"}),
    Way("int4-asymmetric-weight-only", {"scheme": "int4-asymmetric-weight-only"}),
    *ways("int2"),
)


def outputs(model: bytes, inputs: Array) -> Array:
    """The output for each input, each from the model's first state; [inputs, elements]."""
    runtime, found = new_runtime(model), list[Array]()
    runtime.allocate_tensors()
    source, result = runtime.get_input_details()[0], runtime.get_output_details()[0]
    for each in inputs:
        runtime.reset_all_variables()
        invoke(runtime, [each.reshape(source["shape"])])
        found.append(runtime.get_tensor(result["index"]).ravel())
    return np.stack(found)


def rows(name: str, samples: Path) -> Iterator[str]:
    """The rows of one model's table."""
    model = (EXAMPLES / f"{name}.tflite").read_bytes()
    images, labels = (each[CALIBRATION:] for each in digits())
    expected = outputs(model, images)

    def row(title: str, size: int, found: Array) -> str:
        difference, right = Difference(), 100 * float((found.argmax(1) == labels).mean())
        difference.add(*(np.log(np.maximum(each, LEAST)) for each in (expected, found)))
        sqnr = f"{difference.sqnr:.1f}" if np.isfinite(difference.sqnr) else ""
        return f"| {title} | {size:,} | {right:.2f} | {sqnr} |"

    yield "| weights | bytes | % right | dB |"
    yield "|---|---:|---:|---:|"
    yield row("float", len(model), expected)
    for way in WAYS:
        given = {"samples": samples} if way.has_samples else {}
        # Every op as the scheme says, be it slow or at fault.
        plain = {"target": "litert-builtin", "accuracy": "off", "costs": "none"}
        made = qir.quantize(model, **plain, **way.options, **given).model
        title = way.name.replace("  ", "&emsp;", 1)
        yield row(title, len(made), outputs(made, images))


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure accuracy of quantized digit models.")
    parser.add_argument("--only", choices=MODELS, action="append", metavar="MODEL")
    parser.add_argument("--check", action="store_true", help="print, and write nothing")
    args = parser.parse_args()
    page, console = PAGE.read_text(), Console(stderr=True)
    with tempfile.TemporaryDirectory() as folder:
        samples = Path(folder) / "samples.npz"
        np.savez(samples, **{INPUT: digits()[0][:CALIBRATION]})
        for name in args.only or MODELS:
            console.print(f"measuring {name} ...")
            body = "\n".join(rows(name, samples))
            table = f"<!-- {name} -->\n{body}\n<!-- end {name} -->"
            pattern = rf"<!-- {name} -->.*?<!-- end {name} -->"
            page = re.sub(pattern, lambda _, table=table: table, page, flags=re.DOTALL)
            print(body if args.check else f"{name} is done")
    if not args.check:
        PAGE.write_text(page)


if __name__ == "__main__":
    main()
