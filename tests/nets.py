"""Networks with drawn weights and named tensors, for tests and benchmarks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from xdsl.dialects.builtin import ModuleOp, StringAttr, TensorType, f32, i32
from xdsl.dialects.func import FuncOp, ReturnOp
from xdsl.ir import Block, Region, SSAValue

from qir.dialects.qir import StateOp
from qir.dialects.tfl.building import Option, build, build_constant
from qir.notes import note

SEED = 20240229
Array = npt.NDArray[Any]


class Net:
    """A function of one argument under construction."""

    def __init__(self, source: str, shape: Sequence[int]) -> None:
        """`source`: the name of the argument, which is float32."""
        self.rng = np.random.default_rng(SEED)
        self._source = source
        self._block = Block(arg_types=[TensorType(f32, shape)])

    @property
    def input(self) -> SSAValue:
        return self._block.args[0]

    def constant(self, name: str, values: Array) -> SSAValue:
        """A constant, float32 or int32."""
        element = {"float32": f32, "int32": i32}[values.dtype.name]
        op = build_constant(name, values.shape, lambda: values, element)
        self._block.add_op(op)
        return named(op.results[0], name)

    def drawn(self, *shape: int, gain: float = 1.0) -> Array:
        """Weights [outs, ...], normally distributed; the sum of their products with x has `gain`
        times the deviation of x."""
        scale = gain * float(np.prod(shape[1:])) ** -0.5
        return self.rng.normal(0, scale, shape).astype(np.float32)

    def uniform(self, *shape: int, gain: float = 1.0) -> Array:
        """The same, evenly distributed, as Keras draws them."""
        bound = gain * (3 / float(np.prod(shape[1:]))) ** 0.5
        return self.rng.uniform(-bound, bound, shape).astype(np.float32)

    def zeros(self, name: str, size: int) -> SSAValue:
        return self.constant(name, np.zeros(size, np.float32))

    def state(self, name: str, *shape: int) -> SSAValue:
        op = StateOp.of(TensorType(f32, shape))
        self._block.add_op(op)
        return named(op.results[0], name)

    def op(
        self,
        name: str,
        builtin: str,
        operands: Sequence[SSAValue],
        shape: Sequence[int],
        **options: Option,
    ) -> SSAValue:
        """The float32 result of an operator."""
        op = build(builtin, operands, [TensorType(f32, shape)], options=options)
        self._block.add_op(op)
        return named(op.results[0], name)

    def dense(
        self,
        name: str,
        x: SSAValue,
        rows: Sequence[int],
        kernel: Array,
        **options: Option,
    ) -> SSAValue:
        """FULLY_CONNECTED with a bias of zeros; `kernel` is [outs, ins]."""
        outs = len(kernel)
        operands = [
            x,
            self.constant(f"{name}/kernel", kernel),
            self.zeros(f"{name}/bias", outs),
        ]
        shape = (*rows, outs)
        return self.op(name, "FULLY_CONNECTED", operands, shape, keep_num_dims=True, **options)

    def module(self, result: SSAValue, *others: FuncOp) -> ModuleOp:
        """The model, at the end of its construction, with functions that it calls."""
        self._block.add_op(ReturnOp(result))
        types = self._block.arg_types, [result.type]
        function = FuncOp("main", types, Region(self._block))
        module = ModuleOp([function, *others])
        named(self.input, self._source)
        module.verify()
        return module


def named(value: SSAValue, name: str) -> SSAValue:
    note(value, {"name": StringAttr(name)})
    return value
