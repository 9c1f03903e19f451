"""Innermost loops of kernels: they hold the products that a machine does at once, and nothing that
registers have no room for."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from c.assembly import innermost_loops, instructions, number, shortest


@dataclass(frozen=True)
class Products:
    """`name`: of the instruction of products. `steps`: groups of products in a turn of the loop.
    `rows`: that the instruction takes at once. `most`: instructions for each product."""

    name: str
    steps: int
    rows: int
    most: float
    widened: str = ""
    """The instruction that reads activations where they are widened, which is on the stack."""


PRODUCTS = {
    ("x86-64-v4", "qir_tile_i8"): Products("vpdpbusd", 1, 1, 2.3),
    ("x86-64-v4", "qir_tile_f32"): Products("vfmadd", 1, 1, 2.3),
    ("x86-64-v3", "qir_tile_i8"): Products("vpmaddwd", 1, 1, 3.1, "vpbroadcastd"),
    ("aarch64-dotprod", "qir_tile_i8"): Products("sdot", 4, 1, 1.4),
    ("aarch64-dotprod", "qir_tile_f32"): Products("fmla", 1, 1, 2.3),
    ("aarch64-i8mm", "qir_tile_i8"): Products("smmla", 1, 2, 2.0),
}
"""By machine, and function that takes as many rows as there are, up to QIR_ROWS."""


@pytest.mark.parametrize("compiler", ["gcc", "clang"])
@pytest.mark.parametrize(("machine", "function"), PRODUCTS)
def test_sums_of_products_are_in_registers(machine: str, function: str, compiler: str) -> None:
    """Of any number of rows, with as many outputs as a panel has."""
    products, all_rows = PRODUCTS[machine, function], number("QIR_ROWS", machine)
    loops = innermost_loops(instructions(function, machine, compiler)[function])
    for rows in range(1, all_rows + 1):
        taken = -(-rows // products.rows) * products.rows
        wanted = taken * number("QIR_PANEL", machine) * products.steps
        loop = shortest(loops, products.name, wanted)
        of_stack = [each for each in loop if each.is_of_stack and each.name != products.widened]
        assert not of_stack, rows
        if rows == all_rows:
            # The loop that large matrices are in.
            assert len(loop) <= products.most * wanted
