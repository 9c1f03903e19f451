"""Shapes that were known are found again, and models compute the same with them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from streaming_model import FRAME, frames, streaming_net
from xdsl.dialects.builtin import DYNAMIC_INDEX, ModuleOp, TensorType
from xdsl.dialects.func import CallOp, FuncOp
from xdsl.ir import Attribute, BlockArgument, SSAValue
from xdsl.rewriter import Rewriter

from qir.attributes import element_type
from qir.context import QirContext
from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.tensors import shape_of
from qir.driver.pipelines import run
from qir.frontends.tflite import read_tflite
from qir.functions import called_functions, functions
from qir.interp import Machine
from qir.notes import name_of


def opened(value: SSAValue, *, only_first: bool = False) -> None:
    """Forget the sizes of a tensor, or the first."""
    if (shape := shape_of(value)) is not None and (element := element_type(value)):
        kept = shape[1:] if only_first else ()
        known = [DYNAMIC_INDEX if size is None else size for size in kept]
        sizes = (*[DYNAMIC_INDEX] * (len(shape) - len(kept)), *known)
        Rewriter.replace_value_with_new_type(value, TensorType(element, sizes))


def without_shapes(module: ModuleOp) -> ModuleOp:
    """A copy in which only inputs have sizes, but for the first."""
    clone = module.clone()
    called = called_functions(clone)
    for function in functions(clone):
        for op in function.walk():
            if isinstance(op, TflOp | CallOp):
                for result in op.results:
                    opened(result)
            for region in op.regions:
                for argument in region.block.args:
                    is_input = op is function and function not in called
                    opened(argument, only_first=is_input)
        function.update_function_type()
    clone.verify()
    return clone


def types(module: ModuleOp) -> dict[tuple[str, str], Attribute]:
    """Those of tensors that have a name, by function and name."""
    found = dict[tuple[str, str], Attribute]()
    for function in functions(module):
        values: list[SSAValue | BlockArgument] = list(function.body.block.args)
        values += [result for op in function.walk() for result in op.results]
        for value in values:
            if name := name_of(value):
                found[function.sym_name.data, name] = value.type
    return found


def fixed(module: ModuleOp) -> ModuleOp:
    clone = without_shapes(module)
    run(("fix-shapes",), clone, QirContext())
    clone.verify()
    return clone


def test_shapes_of_models_are_found_again(bundled_model: Path) -> None:
    module = read_tflite(bundled_model)
    found, expected = types(fixed(module)), types(module)
    assert {name: found[name] for name in expected if name in found} == {
        name: expected[name] for name in expected if name in found
    }
    assert len(found) >= 0.9 * len(expected)


def test_model_with_variables_computes_the_same() -> None:
    module = streaming_net()
    again = fixed(module)
    (main, *_) = functions(again)
    assert isinstance(main, FuncOp)
    assert str(main.function_type.inputs.data[0]) == f"tensor<1x{FRAME}xf32>"
    machine, other = Machine(module), Machine(again)
    for frame in frames(3):
        for found, expected in zip(other.run([frame]), machine.run([frame]), strict=True):
            np.testing.assert_array_equal(found, expected)
