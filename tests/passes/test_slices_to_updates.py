"""Rows written into a tensor are where slices around them put them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from qir.context import QirContext
from qir.diagnostics import QirError
from qir.driver.pipelines import run
from qir.frontends.mlir import parse_mlir
from qir.interp import Machine

CASES = Path(__file__).parents[2] / "lit_tests" / "passes" / "slices_to_updates.mlir"


@pytest.mark.parametrize("row", range(-1, 5))
def test_update_is_what_the_slices_give(row: int) -> None:
    """Wherever they give something at all."""
    module = parse_mlir(CASES.read_text(), QirContext())
    clone = module.clone()
    run(("slices-to-updates",), clone, QirContext())
    rng = np.random.default_rng(0)
    whole, rows = rng.random((4, 3), np.float32), rng.random((1, 3), np.float32)
    inputs = [whole, rows, np.array(row, np.int32)]
    try:
        (expected,) = Machine(module).run(inputs, "row")
    except QirError:
        assert row not in range(4)
        return
    (found,) = Machine(clone).run(inputs, "row")
    np.testing.assert_array_equal(found, expected)
