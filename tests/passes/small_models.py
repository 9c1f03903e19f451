"""Modules of a few ops, built op by op, and what LiteRT computes with them."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
import pytest
from xdsl.dialects.builtin import (
    BoolAttr,
    FloatAttr,
    IntegerAttr,
    ModuleOp,
    NoneType,
    StringAttr,
    TensorType,
    UnitAttr,
    f32,
    i32,
)
from xdsl.dialects.func import FuncOp, ReturnOp
from xdsl.ir import Attribute, Block, Operation, Region, SSAValue
from xdsl.passes import ModulePass

from qir.backends.tflite.writer import tflite_bytes
from qir.context import QirContext
from qir.dialects.qir import StateOp
from qir.dialects.quant import UniformType
from qir.dialects.tfl import op_class
from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.constants import ConstOp, NoValueOp, QConstOp
from qir.dialects.types import ELEMENT_TYPES
from qir.tflite_format.reader import read_model
from qir.tflite_format.schema import operator_by_code
from qir.weights import Blob, WeightAttr

pytest.importorskip("ai_edge_litert", reason="needs the extra 'runtime'")
litert: Any = import_module("ai_edge_litert.interpreter")

Array = npt.NDArray[Any]
Shape = Sequence[int]
Option = bool | int | float | str
OpT = TypeVar("OpT", bound=Operation)

XNNPACK: Any = litert.OpResolverType.AUTO
BUILTIN: Any = litert.OpResolverType.BUILTIN_WITHOUT_DEFAULT_DELEGATES
RESOLVERS = {"litert-xnnpack": XNNPACK, "litert-builtin": BUILTIN}
"""By the name of the target that stands for them."""

_ELEMENTS: dict[str, Attribute] = {
    "float16": ELEMENT_TYPES["FLOAT16"],
    "float32": ELEMENT_TYPES["FLOAT32"],
    "int32": ELEMENT_TYPES["INT32"],
}


class Graph:
    """A function under construction."""

    def __init__(self, name: str = "main") -> None:
        self.name = name
        self.block = Block()

    def argument(self, shape: Shape, dtype: str = "float32") -> SSAValue:
        return self.block.insert_arg(TensorType(_ELEMENTS[dtype], shape), len(self.block.args))

    def constant(self, values: npt.ArrayLike, blob: Blob | None = None) -> SSAValue:
        """A constant of its own, or one more view of a buffer there is."""
        array = np.asarray(values)
        type = TensorType(_ELEMENTS[str(array.dtype)], array.shape)
        number = len(self.block.ops)
        weight = WeightAttr.get(type, blob or Blob.of(f"{self.name}_{number}", array))
        op = ConstOp.create(result_types=[type], properties={"value": weight})
        self.block.add_op(op)
        return op.output

    def integers(self, values: Array, element: UniformType) -> SSAValue:
        """A constant of quantized type."""
        return self.packed(values, values.shape, element)

    def packed(self, content: Array, shape: Shape, element: UniformType) -> SSAValue:
        """The same, of bytes that hold the integers."""
        type = TensorType(element, shape)
        stored = WeightAttr.of(TensorType(element.storage, shape), "integers", content)
        op = QConstOp.create(result_types=[type], properties={"qtype": type, "value": stored})
        self.block.add_op(op)
        return op.output

    def variable(self, shape: Shape) -> SSAValue:
        """A state tensor."""
        op = StateOp.of(TensorType(f32, shape))
        self.block.add_op(op)
        return op.output

    def absent(self) -> SSAValue:
        op = NoValueOp.create(result_types=[NoneType()], properties={"value": UnitAttr()})
        self.block.add_op(op)
        return op.results[0]

    def op(
        self,
        builtin: str,
        operands: Sequence[SSAValue],
        shape: Shape,
        **options: Option,
    ) -> SSAValue:
        """Add an op with one float32 result; returns it."""
        op = op_class(builtin).create(
            operands=operands,
            result_types=[TensorType(f32, shape)],
            properties={name: _attribute(value) for name, value in options.items()},
        )
        self.block.add_op(op)
        return op.results[0]

    def function(self, *results: SSAValue) -> FuncOp:
        self.block.add_op(ReturnOp(*results))
        types = self.block.arg_types, [result.type for result in results]
        return FuncOp(self.name, types, Region(self.block))

    def module(self, *results: SSAValue) -> ModuleOp:
        module = ModuleOp([self.function(*results)])
        module.verify()
        return module


def _attribute(value: Option) -> Attribute:
    match value:
        case bool():
            return BoolAttr.from_bool(value)
        case int():
            return IntegerAttr(value, i32)
        case float():
            return FloatAttr(value, f32)
        case str():
            return StringAttr(value)


def transformed(module: ModuleOp, *passes: ModulePass) -> tuple[ModuleOp, QirContext]:
    """A copy of the module after passes, verified after each, and the context with remarks."""
    ctx, copy = QirContext(), module.clone()
    for step in passes:
        step.apply(ctx, copy)
        copy.verify()
    return copy, ctx


def ops_of(module: ModuleOp, kind: type[OpT]) -> list[OpT]:
    """The ops of a class, in program order."""
    return [op for op in module.walk() if isinstance(op, kind)]


def op_of(module: ModuleOp, builtin: str) -> TflOp:
    """The one op of a builtin operator."""
    (found,) = [op for op in ops_of(module, TflOp) if op.OPERATOR.name == builtin]
    return found


def run(module: ModuleOp, inputs: Sequence[Array], resolver: Any = BUILTIN) -> Array:
    """The module's first result in LiteRT."""
    return run_all(module, inputs, resolver)[0]


def run_all(module: ModuleOp, inputs: Sequence[Array], resolver: Any = BUILTIN) -> list[Array]:
    """All its results."""
    interpreter = interpreter_of(module, inputs, resolver)
    details = interpreter.get_output_details()
    return [interpreter.get_tensor(detail["index"]) for detail in details]


def interpreter_of(
    module: ModuleOp, inputs: Sequence[Array], resolver: Any, *, keep: bool = False
) -> Any:
    """An interpreter that has run the module; `keep` preserves every tensor."""
    interpreter = litert.Interpreter(
        model_content=tflite_bytes(module),
        experimental_op_resolver_type=resolver,
        experimental_preserve_all_tensors=keep,
        num_threads=1,
    )
    interpreter.allocate_tensors()
    for detail, value in zip(interpreter.get_input_details(), inputs, strict=True):
        interpreter.set_tensor(detail["index"], value)
    interpreter.invoke()
    return interpreter


def written_versions(module: ModuleOp) -> dict[str, int]:
    """Operator version by operator, as the file has them."""
    model = read_model(memoryview(tflite_bytes(module)))
    found: dict[str, int] = {}
    for code in model.operator_codes:
        operator = operator_by_code(code.builtin_code)
        assert operator is not None
        found[operator.name] = code.version
    return found
