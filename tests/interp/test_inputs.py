"""Inputs that are drawn for a function."""

from __future__ import annotations

import numpy as np
import pytest
from xdsl.dialects.func import FuncOp

from qir.context import QirContext
from qir.diagnostics import QirError
from qir.frontends.mlir import parse_mlir
from qir.functions import functions
from qir.interp.inputs import draw_inputs


def function_of(arguments: str, body: str = "") -> FuncOp:
    text = f"func.func @main({arguments}) {{\n{body}\nfunc.return\n}}"
    return next(functions(parse_mlir(text, QirContext())))


EVERY = function_of(
    "%f: tensor<40x50xf32>, %h: tensor<3xf16>, %b: tensor<200xi1>, %n: tensor<200xi32>, "
    "%q: tensor<400x!quant.uniform<i8<-127:127>:f32, 0.5>>, %d: tensor<?x4xf32>, "
    "%c: tensor<2xcomplex<f32>>, %s: tensor<f32>"
)


def test_drawn_by_seed() -> None:
    first, again, other = draw_inputs(EVERY, 0), draw_inputs(EVERY, 0), draw_inputs(EVERY, 1)
    for one, same, another in zip(first, again, other, strict=True):
        np.testing.assert_array_equal(one, same)
        assert one.size < 10 or (one != another).any()


def test_shapes_and_elements() -> None:
    found = [(array.shape, array.dtype.name) for array in draw_inputs(EVERY, 0)]
    assert found == [
        *(((40, 50), "float32"), ((3,), "float16"), ((200,), "bool"), ((200,), "int32")),
        *(((400,), "int8"), ((1, 4), "float32"), ((2,), "complex64"), ((), "float32")),
    ]


def test_what_the_numbers_are_like() -> None:
    floats, _, flags, integers, stored, *_ = draw_inputs(EVERY, 0)
    assert abs(floats.mean()) < 0.1
    assert abs(floats.std() - 1) < 0.1
    assert set(flags.tolist()) == {False, True}
    assert set(integers.tolist()) == {0, 1}
    assert -127 <= stored.min() < -100
    assert 100 < stored.max() <= 127


def test_positions_lie_within_what_they_are_positions_of() -> None:
    body = """
    %t = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<9x5xf32>}> : () -> tensor<9x5xf32>
    %s = "tfl.pseudo_const"() <{value = dense<[-1]> : tensor<1xi32>}> : () -> tensor<1xi32>
    %0 = "tfl.reshape"(%rows, %s) : (tensor<20x10xi32>, tensor<1xi32>) -> tensor<200xi32>
    %1 = "tfl.embedding_lookup"(%0, %t) : (tensor<200xi32>, tensor<9x5xf32>) -> tensor<200x5xf32>
    """
    (rows,) = draw_inputs(function_of("%rows: tensor<20x10xi32>", body), 0)
    assert rows.max() == 4, "the least size of the table, whichever axis is meant"
    assert rows.min() == 0


@pytest.mark.parametrize("type", ["tensor<*xf32>", "tensor<2x!tf_type.string>"])
def test_what_cannot_be_drawn_is_refused(type: str) -> None:
    with pytest.raises(QirError, match=r"an input is of type .*; values for it must be given"):
        draw_inputs(function_of(f"%x: {type}"), 0)
