"""Write the tables of the docs from the code's own tables: `python docs/tables.py [--check]`."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from qir.dialects.interfaces import QuantizableWeights
from qir.dialects.tfl import op_class
from qir.targets import DEFAULT_TARGET, TARGETS, HybridKernel, Scales

PAGE = Path(__file__).with_name("targets.md")


def targets() -> Iterator[str]:
    yield "| target | runtime |"
    yield "|---|---|"
    for target in TARGETS.values():
        default = " (default)" if target.name == DEFAULT_TARGET else ""
        yield f"| `{target.name}`{default} | {target.description} |"


def kernels() -> Iterator[str]:
    yield f"| op | weights | scales | versions | {' | '.join(TARGETS)} |"
    yield "|---|---|---|---|" + "---|" * len(TARGETS)
    every = {op: kernel for target in TARGETS.values() for op, kernel in target.hybrid.items()}
    for op, kernel in every.items():
        has = ["hybrid" if op in target.hybrid else "dequantized" for target in TARGETS.values()]
        row = [op, ", ".join(kernel.storages), scales(op, kernel), versions(kernel), *has]
        yield f"| {' | '.join(row)} |"


def limits() -> Iterator[str]:
    yield "| op | target | dequantized where |"
    yield "|---|---|---|"
    for target in TARGETS.values():
        for op, kernel in target.hybrid.items():
            reasons = [limit.otherwise for limit in kernel.limits]
            if reasons:
                yield f"| {op} | `{target.name}` | {'; '.join(reasons)} |"


def scales(op: str, kernel: HybridKernel) -> str:
    """What `quantize-weights` writes, and what else the kernel takes from other quantizers."""
    trait = op_class(op).get_trait(QuantizableWeights)
    assert trait, f"{op} has a hybrid kernel and no weights"
    written = "per tensor" if trait.channel_axis is None else "per channel"
    return f"{written} (or per tensor)" if kernel.scales is Scales.EITHER else written


def versions(kernel: HybridKernel) -> str:
    first = "by option" if callable(kernel.version) else str(kernel.version)
    asymmetric = kernel.asymmetric_version
    return first if asymmetric in (None, kernel.version) else f"{first} / {asymmetric}"


def filled(text: str) -> str:
    """The page with each table between its markers."""
    tables = {"targets": targets(), "kernels": kernels(), "limits": limits()}
    for name, table in tables.items():
        body = f"<!-- {name} -->\n" + "\n".join(table) + f"\n<!-- end {name} -->"
        text = re.sub(rf"<!-- {name} -->.*?<!-- end {name} -->", body, text, flags=re.DOTALL)
    return text


def main() -> None:
    current = PAGE.read_text()
    wanted = filled(current)
    if "--check" in sys.argv[1:]:
        sys.exit(0 if current == wanted else f"{PAGE.name} is out of date: run docs/tables.py")
    PAGE.write_text(wanted)


if __name__ == "__main__":
    main()
