"""`evaluate` against the interpreter: the constants are what it gives."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from op_cases import cases
from op_cases.case import OpCase, operator_class, to_module
from small_models import transformed
from xdsl.dialects.builtin import ModuleOp

from qir.context import QirContext
from qir.diagnostics import QirError
from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.constants import constant_value
from qir.frontends.mlir import parse_mlir
from qir.interp import Machine
from qir.interp.machine import evaluation
from qir.passes.evaluate import Evaluate

TWO_OF_MANY = """
func.func @one() -> tensor<2x9xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<-1.0> : tensor<2x9xf32>}> : () -> tensor<2x9xf32>
  %y = "tfl.abs"(%x) : (tensor<2x9xf32>) -> tensor<2x9xf32>
  func.return %y : tensor<2x9xf32>
}
func.func @two() -> tensor<2x9xf32> {
  %x = "tfl.pseudo_const"() <{value = dense<-2.0> : tensor<2x9xf32>}> : () -> tensor<2x9xf32>
  %y = "tfl.abs"(%x) : (tensor<2x9xf32>) -> tensor<2x9xf32>
  func.return %y : tensor<2x9xf32>
}
"""
HANDLE = """
func.func @main() -> tensor<!tf_type.resource> {
  %0 = "tfl.var_handle"() <{container = "", shared_name = "v"}> : () -> tensor<!tf_type.resource>
  func.return %0 : tensor<!tf_type.resource>
}
"""


def evaluated(module: ModuleOp) -> ModuleOp:
    return transformed(module, Evaluate())[0]


def of_constants(case: OpCase) -> OpCase:
    """The case with every operand a constant."""
    operands = [operand and replace(operand, is_constant=True) for operand in case.operands]
    return replace(case, operands=tuple(operands))


@settings(max_examples=200)
@given(case=st.sampled_from(sorted(cases())).flatmap(cases().__getitem__))
def test_constants_are_what_the_machine_gives(case: OpCase) -> None:
    assume(evaluation(operator_class(case)) is not None)
    assume(not any(operand and operand.is_variable for operand in case.operands))
    module = to_module(of_constants(case))
    expected = Machine(module).run([])
    result = evaluated(module)
    assert not any(isinstance(op, TflOp) for op in result.walk())
    for found, wanted in zip(Machine(result).run([]), expected, strict=True):
        assert found.dtype == wanted.dtype
        np.testing.assert_array_equal(found, wanted)


def test_every_function_has_bytes_of_its_own() -> None:
    result = evaluated(parse_mlir(TWO_OF_MANY, QirContext()))
    one, two = (value for op in result.walk() if (value := constant_value(op)))
    assert one.key != two.key
    assert (one.array() == 1).all()
    assert (two.array() == 2).all()


def test_handle_of_a_variable_is_refused() -> None:
    message = r"@main returns tensor<!tf_type.resource>, which is no constant"
    with pytest.raises(QirError, match=message):
        evaluated(parse_mlir(HANDLE, QirContext()))
