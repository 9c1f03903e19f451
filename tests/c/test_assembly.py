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
    "x86-64-v4": Products("vpdpbusd", 1, 1, 2.1),
    "x86-64-v3": Products("vpmaddwd", 1, 1, 3.1, "vpbroadcastd"),
    "aarch64-dotprod": Products("sdot", 4, 1, 1.35),
    "aarch64-i8mm": Products("smmla", 1, 2, 2.0),
}


@pytest.mark.parametrize("compiler", ["gcc", "clang"])
@pytest.mark.parametrize("machine", PRODUCTS)
def test_sums_of_products_are_in_registers(machine: str, compiler: str) -> None:
    """Of any number of rows, with as many outputs as a panel has."""
    products, all_rows = PRODUCTS[machine], number("QIR_ROWS", machine)
    tile = instructions("qir_tile_i8", machine, compiler)["qir_tile_i8"]
    loops = innermost_loops(tile)
    for rows in range(1, all_rows + 1):
        taken = -(-rows // products.rows) * products.rows
        wanted = taken * number("QIR_PANEL", machine) * products.steps
        loop = shortest(loops, products.name, wanted)
        of_stack = [each for each in loop if each.is_of_stack and each.name != products.widened]
        assert not of_stack, rows
        if rows == all_rows:
            # The loop that large matrices are in.
            assert len(loop) <= products.most * wanted
