"""A product and a sum in one go, against the two of them after one another."""

from __future__ import annotations

import numpy as np
from c.fusions import calls_of, lowered_by
from c.kernel_machine import KernelMachine, lowered
from c.test_kernels import SUPPRESSED
from hypothesis import given, settings
from hypothesis import strategies as st
from op_cases.draws import FUSED
from xdsl.dialects.builtin import ModuleOp, TensorType, f32
from xdsl.dialects.func import FuncOp, ReturnOp
from xdsl.ir import Block, Region

from qir.dialects.tfl.building import build
from qir.interp import Machine

Shape = tuple[int, ...]


@st.composite
def stretched(draw: st.DrawFn, whole: Shape) -> Shape:
    """A shape that stretches to another."""
    kept = whole[draw(st.integers(0, len(whole))) :]
    return tuple(size if draw(st.booleans()) else 1 for size in kept)


@st.composite
def chains(draw: st.DrawFn) -> tuple[ModuleOp, list[Shape]]:
    """A function of x, s and t that is x * s + t or alike, in any order, and their shapes."""
    whole = tuple(draw(st.lists(st.integers(1, 20), min_size=1, max_size=4)))
    shapes = [whole, draw(stretched(whole)), draw(stretched(whole))]
    block = Block(arg_types=[TensorType(f32, shape) for shape in shapes])
    x, s, t = block.args
    result = TensorType(f32, whole)
    factors = [x, s] if draw(st.booleans()) else [s, x]
    product = build("MUL", factors, [result], options={"fused_activation_function": "NONE"})
    terms = [product.results[0], t]
    kind = draw(st.sampled_from(("ADD", "SUB")))
    if kind == "ADD" and draw(st.booleans()):
        terms.reverse()
    options = {"fused_activation_function": draw(st.sampled_from(FUSED))}
    sum = build(kind, terms, [result], options=options)
    block.add_ops([product, sum, ReturnOp(sum.results[0])])
    return ModuleOp([FuncOp("main", (block.arg_types, [result]), Region(block))]), shapes


@settings(max_examples=150, suppress_health_check=SUPPRESSED)
@given(chains(), st.integers(0, 2**32 - 1))
def test_both_in_one_go_give_the_same_bits(chain: tuple[ModuleOp, list[Shape]], seed: int) -> None:
    module, shapes = chain
    together = lowered_by(module, "fuse-scale-shift")
    rng = np.random.default_rng(seed)
    arrays = [rng.normal(0, 10.0 ** rng.integers(-3, 30), s).astype(np.float32) for s in shapes]
    (found,) = KernelMachine(together).run(arrays)
    for expected in (*KernelMachine(lowered(module)).run(arrays), *Machine(module).run(arrays)):
        np.testing.assert_array_equal(found, expected)
    # Operands of this many axes are rows and columns, each of which repeats them or does not.
    is_small = len(shapes[0]) == 1 and shapes[0][0] > 1
    assert not is_small or calls_of(together, "scale_shift_f32")
