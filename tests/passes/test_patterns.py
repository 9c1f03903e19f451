"""Each pattern of `canonicalize`, on drawn functions in which it applies."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pattern_cases import CASES, functions_of
from small_models import BUILTIN, Array, ops_of, run_all, transformed
from weighted_ops import SEEDS
from xdsl.dialects.builtin import ModuleOp

from qir.backends.tflite.writer import tflite_bytes
from qir.context import QirContext
from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.tensors import shape_of
from qir.functions import functions
from qir.interp import Machine
from qir.passes.canonicalization.families import FAMILIES, PATTERNS
from qir.passes.canonicalize import Canonicalize

LIT = Path(__file__).parents[2] / "lit_tests" / "passes" / "canonicalize"
TOLERANCE = 1e-5
"""Of floats, to the largest of their tensor."""


def canonical(module: ModuleOp) -> tuple[ModuleOp, QirContext]:
    return transformed(module, Canonicalize(for_quantization=True))


def drawn_input(module: ModuleOp, seed: int) -> list[Array]:
    rng = np.random.default_rng(seed)
    (function,) = functions(module)
    shapes = [shape_of(argument) or () for argument in function.body.block.args]
    return [(rng.standard_normal([s or 0 for s in of]) * 3).astype(np.float32) for of in shapes]


def assert_close(found: list[Array], expected: list[Array]) -> None:
    for one, other in zip(found, expected, strict=True):
        largest = float(np.abs(other).max(initial=0.0))
        np.testing.assert_allclose(one, other, rtol=0, atol=TOLERANCE * max(largest, 1.0))


def test_every_pattern_has_a_case() -> None:
    names = [pattern.name for pattern in PATTERNS]
    assert len(set(names)) == len(names)
    assert set(names) | {"duplicate-op", "duplicate-constant"} == set(CASES)


@pytest.mark.parametrize("name", CASES)
@settings(max_examples=40)
@given(data=st.data(), seed=SEEDS)
def test_it_applies_and_changes_nothing(name: str, data: st.DataObject, seed: int) -> None:
    module = data.draw(functions_of(name)).module
    inputs = drawn_input(module, seed)
    result, ctx = canonical(module)
    assert ctx.remarks.rewrites[name] >= 1
    assert_close(Machine(result).run(inputs), Machine(module).run(inputs))
    assert len(ops_of(result, TflOp)) <= len(ops_of(module, TflOp))
    again, ctx = canonical(result)
    assert not ctx.remarks.rewrites
    assert str(again) == str(result)


@pytest.mark.parametrize("name", CASES)
@settings(max_examples=5)
@given(data=st.data(), seed=SEEDS)
def test_litert_runs_what_it_makes(name: str, data: st.DataObject, seed: int) -> None:
    module = data.draw(functions_of(name)).module
    inputs = drawn_input(module, seed)
    result, _ = canonical(module)
    assert_close(run_all(result, inputs, BUILTIN), run_all(module, inputs, BUILTIN))


@pytest.mark.parametrize("name", CASES)
@settings(max_examples=10)
@given(data=st.data())
def test_the_file_does_not_grow(name: str, data: st.DataObject) -> None:
    module = data.draw(functions_of(name)).module
    before, after = (len(tflite_bytes(each)) for each in (module, canonical(module)[0]))
    assert after <= before + 200


def test_lit_files_show_every_pattern() -> None:
    """`lit_tests/passes/canonicalize/FAMILY.mlir` names each pattern where it shows it."""
    for family, patterns in {**FAMILIES, "duplicates": ()}.items():
        shown = (LIT / f"{family}.mlir").read_text()
        missing = [each.name for each in patterns if f"{each.name}: " not in shown]
        assert not missing, f"{family}.mlir does not show {missing}"
