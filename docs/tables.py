"""Write the tables of the docs from the code's own tables: `python docs/tables.py [--check]`."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from xdsl.ir import Operation
from xdsl.irdl import OpDef, OperandDef, OptionalDef, ResultDef, VariadicDef
from xdsl.traits import Pure

import qir
from qir.dialects.interfaces import QuantizableWeights
from qir.dialects.tfl import TFL, op_class
from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.control import TF
from qir.dialects.tfl.tensors import ANY, spec_of
from qir.driver.tune import GRIDS
from qir.passes.canonicalization.duplicates import MERGES
from qir.passes.canonicalization.families import FAMILIES
from qir.passes.choose_kernels import lowering_of
from qir.targets import (
    C_TARGETS,
    DEFAULT_TARGET,
    LITERT_TARGETS,
    TARGETS,
    HybridKernel,
    Scales,
)
from qir.work import KINDS


def targets() -> Iterator[str]:
    yield "| target | runtime |"
    yield "|---|---|"
    for target in TARGETS.values():
        default = " (default)" if target.name == DEFAULT_TARGET else ""
        yield f"| `{target.name}`{default} | {target.description} |"


def kernels() -> Iterator[str]:
    targets = LITERT_TARGETS.values()
    yield f"| op | weights | scales | versions | {' | '.join(LITERT_TARGETS)} |"
    yield "|---|---|---|---|" + "---|" * len(targets)
    every = {op: kernel for target in targets for op, kernel in target.hybrid.items()}
    for op, kernel in every.items():
        has = ["hybrid" if op in target.hybrid else "dequantized" for target in targets]
        row = [op, ", ".join(kernel.storages), scales(op, kernel), versions(kernel), *has]
        yield f"| {' | '.join(row)} |"


def c_kernels() -> Iterator[str]:
    yield "| op | weights | scales | targets |"
    yield "|---|---|---|---|"
    found: dict[tuple[str, HybridKernel], list[str]] = {}
    for target in C_TARGETS.values():
        for entry in target.hybrid.items():
            found.setdefault(entry, []).append(f"`{target.name}`")
    for (op, kernel), targets in found.items():
        has = "all of C" if len(targets) == len(C_TARGETS) else ", ".join(targets)
        yield f"| {op} | {', '.join(kernel.storages)} | {scales(op, kernel)} | {has} |"


def blocks() -> Iterator[str]:
    yield "| op | weights | how many share a scale | targets |"
    yield "|---|---|---|---|"
    found: dict[tuple[str, HybridKernel], list[str]] = {}
    for target in TARGETS.values():
        for op, kernel in target.hybrid.items():
            if kernel.blocks:
                found.setdefault((op, kernel), []).append(f"`{target.name}`")
    for (op, kernel), targets in found.items():
        storages, multiple = ", ".join(kernel.block_storages), kernel.blocks
        yield f"| {op} | {storages} | a multiple of {multiple} | {', '.join(targets)} |"


def limits() -> Iterator[str]:
    yield "| op | target | dequantized where | and where costs are not known, also where |"
    yield "|---|---|---|---|"
    for target in TARGETS.values():
        for op, kernel in target.hybrid.items():
            if kernel.limits:
                wrong, slow = (
                    "; ".join(each.otherwise for each in kernel.limits if each.guesses == guesses)
                    for guesses in (False, True)
                )
                yield f"| {op} | `{target.name}` | {wrong} | {slow} |"


def kinds() -> Iterator[str]:
    yield "| kind | sizes |"
    yield "|---|---|"
    for kind, axes in GRIDS.items():
        named = zip(KINDS[kind].axes, axes, strict=True)
        sizes = "; ".join(f"{name} {', '.join(map(str, axis))}" for name, axis in named)
        yield f"| {kind} | {sizes} |"


def slow_rewrites() -> Iterator[str]:
    yield "| pattern | slow on | since |"
    yield "|---|---|---|"
    found: dict[tuple[str, str], list[str]] = {}
    for target in TARGETS.values():
        for entry in target.slow_rewrites.items():
            found.setdefault(entry, []).append(f"`{target.name}`")
    for (pattern, reason), targets in found.items():
        yield f"| {pattern} | {', '.join(targets)} | {reason} |"


def patterns() -> Iterator[str]:
    yield "| family | pattern | algebra |"
    yield "|---|---|---|"
    for family, members in FAMILIES.items():
        for pattern in members:
            yield f"| {family} | {pattern.name} | {pattern.algebra} |"
    for name, algebra in MERGES.items():
        yield f"| duplicates | {name} | {algebra} |"


def scales(op: str, kernel: HybridKernel) -> str:
    """What `quantize-weights` writes, and what else the kernel takes from other quantizers."""
    trait = op_class(op).get_trait(QuantizableWeights)
    assert trait, f"{op} has a hybrid kernel and no weights"
    written = "per tensor" if trait.channel_axis is None else "per channel"
    return f"{written} (or per tensor)" if kernel.scales is Scales.EITHER else written


def versions(kernel: HybridKernel) -> str:
    """Without and with asymmetric activations, of all options and weights."""
    if callable(kernel.version):
        return "as options and weights need"
    asymmetric = kernel.asymmetric_version
    return f"{kernel.version}" + (
        "" if asymmetric in (None, kernel.version) else f" / {asymmetric}"
    )


def ops() -> Iterator[str]:
    yield "| op | operands | results | elements | effects | weights | C |"
    yield "|---|---|---|---|---|---|---|"
    for found in (*TF.operations, *TFL.operations):
        if not issubclass(found, TflOp) or is_derived(found):
            continue
        definition = found.get_irdl_definition()
        row = [
            f"`{found.name}`",
            ", ".join(map(field, definition.operands)),
            ", ".join(map(field, definition.results)),
            elements(definition),
            "" if found.has_trait(Pure) else "yes",
            "yes" if found.has_trait(QuantizableWeights) else "",
            "yes" if lowering_of(found) else "",
        ]
        yield f"| {' | '.join(row)} |"


def is_derived(found: type[Operation]) -> bool:
    return found.__module__ == TflOp.__module__


def field(entry: tuple[str, OperandDef | ResultDef]) -> str:
    """`bias [out]?` may be absent, `inputs…` are any number."""
    name, definition = entry
    spec = spec_of(definition)
    shape = "" if spec.dims is None else f" [{', '.join(spec.dims)}]"
    is_optional = isinstance(definition, OptionalDef)
    if isinstance(definition, VariadicDef) and not is_optional:
        return f"{name}{shape}…"
    return f"{name}{shape}{'?' * (is_optional or spec.may_be_absent)}"


def elements(definition: OpDef) -> str:
    """Of the first result; of an op without one, of the last operand."""
    fields = [*definition.results[:1], *definition.operands[-1:]]
    kind = spec_of(fields[0][1]).kind if fields else None
    return "" if kind is None else "any" if kind == ANY else str(kind).replace(" or ", ", ")


def derived() -> Iterator[str]:
    names = [f"`{found.name}`" for found in TFL.operations if is_derived(found)]
    yield ", ".join(sorted(names))


def machines() -> Iterator[str]:
    yield "| target | gcc and clang need | weights lie |"
    yield "|---|---|---|"
    for target in C_TARGETS.values():
        machine = target.machine
        assert machine
        flags = f"`{' '.join(machine.flags)}`" if machine.flags else ""
        lie = "row by row"
        if panels := machine.panels:
            lie = f"in panels of {panels.width} outputs, {panels.group} of each at a time"
        yield f"| `{target.name}` | {flags} | {lie} |"


def generated_c() -> Iterator[str]:
    """Of a model as C: the last calls, after what one of them calls."""
    model = Path(__file__).parents[1] / "examples" / "mnist" / "cnn.tflite"
    with TemporaryDirectory() as folder:
        out = Path(folder) / "out"
        qir.quantize(model, target="c:generic", folder=out)
        paragraphs = (out / "model.c").read_text().rstrip().removesuffix("\n}").split("\n\n")
    *_, quantized, product, last = paragraphs
    called = re.findall(r"^    (\w+)\(", product, re.MULTILINE)[-1]
    wrapper = next(each for each in paragraphs if each.startswith(f"static void {called}("))
    yield "```c"
    yield "\n\n".join((wrapper, "    ...", quantized, product, last))
    yield "```"


PAGES: dict[str, dict[str, Callable[[], Iterator[str]]]] = {
    "targets.md": {
        "targets": targets,
        "kernels": kernels,
        "blocks": blocks,
        "limits": limits,
        "c kernels": c_kernels,
    },
    "ops.md": {"ops": ops, "derived": derived},
    "c.md": {"machines": machines, "generated": generated_c},
    "tune.md": {"kinds": kinds},
    "canonicalize.md": {"slow rewrites": slow_rewrites, "patterns": patterns},
}


def filled(page: str, text: str) -> str:
    """The page with each table between its markers."""
    for name, table in PAGES[page].items():
        body = f"<!-- {name} -->\n" + "\n".join(table()) + f"\n<!-- end {name} -->"
        between = re.compile(rf"<!-- {name} -->.*?<!-- end {name} -->", re.DOTALL)
        text = between.sub(lambda _, body=body: body, text)
    return text


def main() -> None:
    stale: list[str] = []
    for page in PAGES:
        path = Path(__file__).with_name(page)
        current = path.read_text()
        wanted = filled(page, current)
        if "--check" not in sys.argv[1:]:
            path.write_text(wanted)
        elif current != wanted:
            stale.append(page)
    sys.exit(f"out of date: {', '.join(stale)}; run docs/tables.py" if stale else 0)


if __name__ == "__main__":
    main()
