"""Layer normalizations in whatever ops they are written, against these ops."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from c.fusions import calls_of, lowered_by
from c.kernel_machine import KernelMachine
from c.test_kernels import SUPPRESSED
from closeness import CANCELLED, check
from hypothesis import given, settings
from hypothesis import strategies as st
from xdsl.dialects.builtin import ModuleOp, TensorType, f32, i32
from xdsl.dialects.func import FuncOp, ReturnOp
from xdsl.ir import Block, Region, SSAValue

from qir.dialects.tfl.building import Option, build, build_constant
from qir.interp import Machine

Array = npt.NDArray[Any]
Shape = tuple[int, ...]


class Body:
    """A function of x, gamma and beta under construction."""

    def __init__(self, shape: Shape, axes: int, epsilon: float, weights: Shape) -> None:
        self.shapes, self.smallest = (shape, weights, weights), epsilon
        self.rows_from = len(shape) - axes
        self.block = Block(arg_types=[TensorType(f32, each) for each in (shape, weights, weights)])
        self.x, self.gamma, self.beta = self.block.args
        self.epsilon = self.constant("epsilon", np.float32(epsilon))
        self.two = self.constant("two", np.float32(2))
        self.axes = self.constant("axes", np.arange(-axes, 0, dtype=np.int32))

    def constant(self, name: str, value: Any) -> SSAValue:
        element = f32 if value.dtype == np.float32 else i32
        op = build_constant(name, value.shape, lambda: np.asarray(value), element)
        self.block.add_op(op)
        return op.results[0]

    def __call__(self, builtin: str, *operands: SSAValue) -> SSAValue:
        """The result of an op without an activation function, or that keeps the axes."""
        options: dict[str, Option] = {}
        if builtin in ("ADD", "SUB", "MUL", "DIV"):
            options["fused_activation_function"] = "NONE"
        if builtin == "MEAN":
            operands, options = (*operands, self.axes), {"keep_dims": True}
        unknown = build(builtin, operands, [TensorType(f32, [])], options=options)
        (shape,) = unknown.inferred_shapes()
        unknown.drop_all_references()
        assert shape is not None
        op = build(builtin, operands, [TensorType(f32, [n or 0 for n in shape])], options=options)
        self.block.add_op(op)
        return op.results[0]

    def module(self, *results: SSAValue) -> ModuleOp:
        self.block.add_op(ReturnOp(*results))
        types = self.block.arg_types, [result.type for result in results]
        return ModuleOp([FuncOp("main", types, Region(self.block))])


def centered(f: Body, mean: SSAValue) -> SSAValue:
    return f("SUB", f.x, mean)


SQUARES: Mapping[str, Callable[[Body, SSAValue], SSAValue]] = {
    "squared difference": lambda f, m: f("SQUARED_DIFFERENCE", f.x, m),
    "squared difference of mean": lambda f, m: f("SQUARED_DIFFERENCE", m, f.x),
    "square": lambda f, m: f("SQUARE", centered(f, m)),
    "square of negative": lambda f, m: f("SQUARE", f("SUB", m, f.x)),
    "product": lambda f, m: f("MUL", d := centered(f, m), d),
    "power": lambda f, m: f("POW", centered(f, m), f.two),
}
"""(x - mean)^2."""
Apply = Callable[[Body, SSAValue, SSAValue], SSAValue]
BY_INVERSE: Mapping[str, Apply] = {
    "centered": lambda f, m, i: f("MUL", centered(f, m), i),
    "apart": lambda f, m, i: f("SUB", f("MUL", f.x, i), f("MUL", m, i)),
    "negative": lambda f, m, i: f("ADD", f("MUL", f("NEG", m), i), f("MUL", f.x, i)),
    "gamma": lambda f, m, i: f("MUL", f("MUL", centered(f, m), i), f.gamma),
    "gamma before": lambda f, m, i: f("MUL", centered(f, m), f("MUL", i, f.gamma)),
    "beta": lambda f, m, i: f("ADD", f("MUL", centered(f, m), i), f.beta),
    "both": lambda f, m, i: f("ADD", f.beta, f("MUL", f("MUL", f.gamma, centered(f, m)), i)),
    "as Keras": lambda f, m, i: f(
        "ADD", f("MUL", f.x, g := f("MUL", i, f.gamma)), f("SUB", f.beta, f("MUL", m, g))
    ),
    "as Keras without beta": lambda f, m, i: f(
        "ADD", f("MUL", f.x, g := f("MUL", i, f.gamma)), f("MUL", f("NEG", m), g)
    ),
}
"""What is made of x, its mean, and 1 over the root of its variance."""
BY_ROOT: Mapping[str, Apply] = {
    "centered": lambda f, m, r: f("DIV", centered(f, m), r),
    "as PyTorch": lambda f, m, r: f("ADD", f("MUL", f("DIV", centered(f, m), r), f.gamma), f.beta),
    "gamma before": lambda f, m, r: f("DIV", f("MUL", centered(f, m), f.gamma), r),
}
"""The same of the root."""
OTHERS: Mapping[str, Apply] = {
    "twice": lambda f, m, i: f("MUL", f("MUL", centered(f, m), i), i),
    "negated": lambda f, m, i: f("MUL", f("SUB", m, f.x), i),
    "gamma of one": lambda f, m, i: f("SUB", f("MUL", f.x, f("MUL", i, f.gamma)), f("MUL", m, i)),
    "beta subtracted": lambda f, m, i: f("SUB", f("MUL", f.x, i), f.beta),
    "two means": lambda f, m, i: f("MUL", f("SUB", centered(f, m), m), i),
}
"""What is none, though it has the same parts."""


def normalized(f: Body, squares: str, apply: str, kind: Mapping[str, Apply]) -> SSAValue:
    mean = f("MEAN", f.x)
    variance = f("MEAN", SQUARES[squares](f, mean))
    root = f("SQRT" if kind is BY_ROOT else "RSQRT", f("ADD", variance, f.epsilon))
    return kind[apply](f, mean, root)


@st.composite
def bodies(draw: st.DrawFn) -> Body:
    shape = tuple(draw(st.lists(st.integers(1, 20), min_size=2, max_size=4)))
    axes = draw(st.integers(1, len(shape) - 1))
    leading = draw(st.integers(0, len(shape) - axes))
    weights = (*[1] * leading, *shape[len(shape) - axes :])
    return Body(shape, axes, draw(st.sampled_from((1e-3, 1e-5))), weights)


def largest_term(f: Body, x: Array, gamma: Array) -> float:
    """What cancels where x and the mean are scaled before one is taken from the other."""
    axes = tuple(range(f.rows_from, x.ndim))
    inverse = 1 / np.sqrt(x.var(axes) + f.smallest)
    return float(np.abs(x).max() * inverse.max() * np.abs(gamma).max())


@pytest.mark.parametrize("kind", (BY_INVERSE, BY_ROOT), ids=("inverse", "root"))
def test_a_normalization_is_found_however_it_is_written(kind: Mapping[str, Apply]) -> None:
    @settings(max_examples=120, suppress_health_check=SUPPRESSED)
    @given(
        bodies(),
        st.sampled_from(sorted(SQUARES)),
        st.sampled_from(sorted(kind)),
        st.integers(0, 2**32 - 1),
    )
    def run(f: Body, squares: str, apply: str, seed: int) -> None:
        module = f.module(normalized(f, squares, apply, kind))
        calls = lowered_by(module, "fuse-layer-norm", after="")
        assert calls_of(calls, "layer_norm_f32")
        assert not calls_of(calls, "binary_f32")
        rng = np.random.default_rng(seed)
        arrays: list[Array] = [rng.normal(1, 2, each).astype(np.float32) for each in f.shapes]
        least = CANCELLED * largest_term(f, *arrays[:2])
        for pair in zip(KernelMachine(calls).run(arrays), Machine(module).run(arrays), strict=True):
            check(*pair, least=least)

    run()


@pytest.mark.parametrize("apply", OTHERS)
def test_what_is_none_stays(apply: str) -> None:
    f = Body((3, 4), 1, 1e-3, (4,))
    module = f.module(normalized(f, "square", apply, OTHERS))
    assert not calls_of(lowered_by(module, "fuse-layer-norm", after=""), "layer_norm_f32")


def test_what_else_reads_a_part_keeps_it() -> None:
    f = Body((3, 4), 1, 1e-3, (4,))
    mean = f("MEAN", f.x)
    root = f("RSQRT", f("ADD", f("MEAN", f("SQUARED_DIFFERENCE", f.x, mean)), f.epsilon))
    module = f.module(f("MUL", f("SUB", f.x, mean), root), mean)
    assert not calls_of(lowered_by(module, "fuse-layer-norm", after=""), "layer_norm_f32")
