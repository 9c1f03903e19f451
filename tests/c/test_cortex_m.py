"""What compilers make of kernels for Cortex-M: the instructions of inner loops.

No time is measured, as no such processor is here.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Sequence

import pytest

from qir import targets
from qir.backends.c.library import base, needed

HEADERS = "".join(f"#include <{name}.h>\n" for name in ("math", "stddef", "stdint", "string"))
COMPILERS = {
    "gcc": ("arm-none-eabi-gcc",),
    "clang": (
        *("clang", "--target=arm-none-eabi", "-munaligned-access"),
        *("-isystem", "/usr/lib/arm-none-eabi/include"),
    ),
}
PRODUCTS = {"cortex-m4": "smlad", "cortex-m55": r"vmla(da)?va\.s8"}
"""By machine: the instruction that multiplies several integers and adds them to a sum."""
EXPECTED = {
    # Four products by two instructions, of one output and of two.
    "cortex-m4": {2, 4},
    # 16 products by each, of one output, two with a zero point, and four without.
    "cortex-m55": {1, 2, 4},
}
"""By machine: how often it is in loops."""
OF_FLOATS = {"qir_dot_f32": 2, "qir_dot_w8": 2}


@pytest.mark.parametrize("compiler", COMPILERS)
@pytest.mark.parametrize("machine", PRODUCTS)
def test_loops_of_integer_products(machine: str, compiler: str) -> None:
    """All that they need is in registers."""
    loops = [
        loop
        for loop in inner_loops(assembly(machine, compiler, "qir_conv_2d_i8"))
        if any(re.match(PRODUCTS[machine], line) for line in loop)
    ]
    counts = {sum(bool(re.match(PRODUCTS[machine], line)) for line in loop) for loop in loops}
    assert counts == EXPECTED[machine]
    for loop in loops:
        assert not [line for line in loop if re.search(r"\[sp\b|\bpush|\bpop", line)], loop


@pytest.mark.parametrize("compiler", COMPILERS)
@pytest.mark.parametrize("kernel", OF_FLOATS)
def test_loops_of_float_products(kernel: str, compiler: str) -> None:
    loops = inner_loops(assembly("cortex-m55", compiler, kernel))
    counts = [sum(line.startswith("vfma.f32") for line in loop) for loop in loops]
    assert max(counts) == OF_FLOATS[kernel]


def test_no_double_precision() -> None:
    """Of which a Cortex-M4 has none, so that each operation is a function of thousands of bytes."""
    for kernel in ("qir_quantize_rows_asymmetric", "qir_quantize_rows_symmetric"):
        assert not re.search(r"__aeabi_\w*(d|2d)", assembly("cortex-m4", "gcc", kernel))


def assembly(machine: str, compiler: str, kernel: str) -> str:
    """What a compiler makes of a kernel, of sizes that are not known."""
    command = COMPILERS[compiler]
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed")
    definitions = needed([kernel], machine)
    text = "\n\n".join(each.text for each in definitions)
    parameters = next(each.parameters for each in definitions if each.name == kernel)
    names = ", ".join(each.name for each in parameters)
    given = ", ".join(map(str, parameters))
    type, verb = ("float", "return ") if kernel in OF_FLOATS else ("void", "")
    call = f"{type} made({given})\n{{\n    {verb}{kernel}({names});\n}}\n"
    options = ["-O2", "-mthumb", "-std=c99", "-w", *targets.MACHINES[machine].flags]
    made = subprocess.run(
        [*command, *options, "-S", "-x", "c", "-", "-o", "-"],
        input=f"{HEADERS}{base(machine)}\n{text}\n{call}",
        capture_output=True,
        text=True,
        check=True,
    )
    return made.stdout


def inner_loops(assembly: str) -> list[Sequence[str]]:
    """The instructions of each stretch between a label and a branch back to it, without a label
    between."""
    loops = list[Sequence[str]]()
    label, body = "", list[str]()
    for line in assembly.splitlines():
        text = line.split("@")[0].strip()
        if found := re.match(r"(\.?\w+):", text):
            label, body = found[1], []
        elif text and not text.startswith("."):
            body.append(text)
            if re.match(rf"(b\w*(\.\w)?|let?p?\s+lr,)\s+{re.escape(label)}$", text):
                loops.append([*body])
    return loops
