"""What the tables of kernels share: how an op becomes calls, and how it is refused."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias, cast

import numpy as np
import numpy.typing as npt
from xdsl.dialects.builtin import (
    DYNAMIC_INDEX,
    TensorType,
    f32,
    i1,
    i8,
    i32,
)
from xdsl.ir import Attribute, Block, Operation, SSAValue

from qir.attributes import element_type
from qir.diagnostics import QirError
from qir.dialects.c import CallOp, Parameter, ViewOp
from qir.dialects.quant import UniformType
from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.building import build_constant
from qir.dialects.tfl.constants import NoValueOp, QConstOp
from qir.dialects.tfl.conversion import DequantizeOp
from qir.dialects.tfl.options import option
from qir.interp.fused import BOUNDS, OPTION
from qir.passes.kernels.layouts import INTEGERS
from qir.weights import byte_size

Lower: TypeAlias = Callable[["Lowering", Any], Sequence[SSAValue]]
"""Makes the calls that compute an op, and gives what takes the place of its results."""

COPY = "copy_bytes"
BYTES = i8, i1
FLOAT_MAX = float(np.finfo(np.float32).max)
MOST_ELEMENTS = (1 << 31) - 1
"""Kernels count in int32."""


WITHOUT_BOUNDS = {"low": -FLOAT_MAX, "high": FLOAT_MAX}


class NoKernel(QirError):
    """There is no C kernel that computes an op; the message says what it lacks."""


@dataclass
class Lowering:
    """The calls that are made in place of the ops of a module."""

    made: list[Operation] = field(default_factory=list[Operation])
    """In place of the op that is being lowered, in order."""
    names: int = 0
    _quantized: dict[tuple[Any, ...], Sequence[SSAValue]] = field(
        default_factory=dict[tuple[Any, ...], Sequence[SSAValue]]
    )
    block: Block | None = None
    pieces: dict[SSAValue, tuple[Block | None, Sequence[Any]]] = field(
        default_factory=dict[SSAValue, tuple[Block | None, Sequence[Any]]]
    )
    """Where values come from that were only moved about, by the block: see `pieces.py`."""

    def call(
        self,
        kernel: str,
        operands: Sequence[SSAValue],
        types: Sequence[TensorType[Any]],
        parameters: Mapping[str, Parameter],
        *,
        in_place: Sequence[int] = (),
        states: Sequence[int] = (),
        tied: Sequence[int] = (),
    ) -> Sequence[SSAValue]:
        """The results of a call of `qir_<kernel>`.

        `in_place`: operands that the first result may lie over, element by element at most as far
        as they were read. `tied`: operands whose memory the first results are. `parameters`: by the
        names in the C prototype.
        """
        op = CallOp.of(
            kernel, operands, types, parameters, in_place=in_place, states=states, tied=tied
        )
        self.made.append(op)
        return op.results

    def call_activated(
        self,
        op: TflOp,
        kernel: str,
        operands: Sequence[SSAValue],
        types: Sequence[TensorType[Any]],
        parameters: Mapping[str, Parameter],
        *,
        in_place: Sequence[int] = (),
    ) -> Sequence[SSAValue]:
        """The same with the fused activation function of the op: as the parameters `low` and
        `high` of the kernel, or as a call of its own for TANH (rule A6)."""
        is_tanh = option(op, OPTION) == "TANH"
        bounds = WITHOUT_BOUNDS if is_tanh else clamp_of(op)
        found = self.call(kernel, operands, types, {**parameters, **bounds}, in_place=in_place)
        if not is_tanh:
            return found
        size = {"size": math.prod(shape_of_static(found[0]))}
        return self.call("tanh_f32", found, types, size, in_place=[0])

    def view(self, value: SSAValue, shape: Sequence[int]) -> SSAValue:
        """The same elements in another shape."""
        if shape_of_static(value) == tuple(shape):
            return value
        op = ViewOp.of(value, TensorType(element_of(value), shape))
        self.made.append(op)
        return op.result

    def operand(self, op: TflOp, name: str) -> SSAValue:
        """The operand of a field; where it is left out, what a kernel is given NULL for."""
        found = op.operand(name)
        return self.absent() if found is None else found

    def absent(self) -> SSAValue:
        """What a kernel is given NULL for."""
        op = NoValueOp.absent()
        self.made.append(op)
        return op.results[0]

    def constant(self, name: str, values: npt.NDArray[Any], element: Attribute = f32) -> SSAValue:
        """A small constant; `name` says what it is."""
        return self.computed(name, values.shape, lambda: values, element)

    def computed(
        self,
        name: str,
        shape: Sequence[int],
        compute: Callable[[], npt.NDArray[Any]],
        element: Attribute = f32,
    ) -> SSAValue:
        """A constant of what is computed, when it is read where it is large."""
        self.names += 1
        op = build_constant(f"{name}_{self.names}", shape, compute, element)
        self.made.append(op)
        return op.results[0]

    def quantized_rows(
        self, value: SSAValue, rows: int, depth: int, *, asymmetric: bool
    ) -> Sequence[SSAValue]:
        """Integers, scales and zero points of an activation (rules H1, H2); made once for all ops
        of a block that want the same."""
        key = self.block, value, rows, depth, asymmetric
        if key not in self._quantized:
            types = [
                TensorType(i8, [rows, depth]),
                TensorType(f32, [rows]),
                TensorType(i32, [rows]),
            ]
            kernel = "quantize_rows_asymmetric" if asymmetric else "quantize_rows_symmetric"
            self._quantized[key] = self.call(
                kernel, [value], types, {"rows": rows, "depth": depth}, in_place=[0]
            )
        return self._quantized[key]


def copy_of(value: SSAValue, to: SSAValue | None = None) -> CallOp:
    """Copies a tensor to memory of its own, or to a state."""
    nbytes = byte_size(type_of(value)) or 0
    if nbytes > MOST_ELEMENTS:
        raise NoKernel(f"a tensor takes {nbytes:,} bytes; C kernels copy up to {MOST_ELEMENTS:,}")
    parameters = {"bytes": nbytes}
    if to is not None:
        return CallOp.of(COPY, [value, to], [], parameters, states=[1])
    return CallOp.of(COPY, [value], [type_of(value)], parameters)


def shape_of_static(value: SSAValue) -> tuple[int, ...]:
    """The sizes of a tensor; raises NoKernel where one is not known, or they are too many."""
    type = value.type
    name = "an operand" if not isinstance(value.owner, Operation) else "a tensor"
    if not isinstance(type, TensorType):
        raise NoKernel(f"{name} has type {type}; C needs sizes that are known")
    shape = cast("TensorType[Attribute]", type).get_shape()
    if DYNAMIC_INDEX in shape:
        raise NoKernel(f"{name} has type {type}; C needs sizes that are known")
    if math.prod(shape) > MOST_ELEMENTS:
        raise NoKernel(f"{name} has type {type}; C kernels count up to {MOST_ELEMENTS:,} elements")
    return shape


def type_of(value: SSAValue) -> TensorType[Any]:
    """The type of a tensor of known sizes."""
    shape_of_static(value)
    return cast("TensorType[Any]", value.type)


def element_of(value: SSAValue) -> Attribute:
    element = element_type(value)
    assert element is not None
    return element


def require_elements(name: str, value: SSAValue, *allowed: Attribute) -> None:
    """Raise NoKernel where a tensor holds something else."""
    if element_of(value) not in allowed:
        expected = ", ".join(map(str, allowed))
        raise NoKernel(f"{name} holds {element_of(value)}; kernels take {expected}")


def float_types(op: TflOp) -> list[TensorType[Any]]:
    """The types of results, which are floats; raises NoKernel where they are not."""
    for result in op.results:
        require_elements("the result", result, f32)
    return [type_of(result) for result in op.results]


def is_quantized_constant(value: SSAValue) -> bool:
    return type(value.owner) is QConstOp


def is_dequantized_constant(op: Operation) -> bool:
    return isinstance(op, DequantizeOp) and is_quantized_constant(op.operands[0])


def dequantized_constant(value: SSAValue, axis: int) -> SSAValue | None:
    """The integer constant that floats are dequantized from, where kernels of weights read it: it
    has no zero point, and one scale or one for each channel of an axis."""
    owner = value.owner
    if not isinstance(owner, Operation) or not is_dequantized_constant(owner):
        return None
    element = element_of(owner.operands[0])
    assert isinstance(element, UniformType)
    has_channels = element.is_per_channel and element.scales.array().size > 1
    if element.stored not in INTEGERS or element.is_blockwise or element.zero_points.array().any():
        return None
    return None if has_channels and element.axis.data != axis else owner.operands[0]


def may_lie_over(result: SSAValue | TensorType[Any], operand: SSAValue) -> bool:
    """Whether a result whose elements need an operand's element of the same place, and no other,
    may be written over it: both have one shape, and C allows to read the one's type and write the
    other's, as they are the same or the result's is one of bytes."""
    type = result if isinstance(result, TensorType) else type_of(result)
    if type.get_shape() != shape_of_static(operand):
        return False
    return type.element_type == element_of(operand) or type.element_type in BYTES


def mapped(
    b: Lowering, kernel: str, op: TflOp, parameters: Mapping[str, Parameter]
) -> Sequence[SSAValue]:
    """A call of a kernel of one operand, element by element, with its `size`."""
    size = math.prod(shape_of_static(op.operands[0]))
    types = [type_of(result) for result in op.results]
    return b.call(kernel, op.operands, types, {"size": size, **parameters}, in_place=[0])


def clamp_of(op: TflOp) -> dict[str, Parameter]:
    """The bounds that a fused activation function keeps floats within (rule A5)."""
    name = option(op, OPTION)
    if name not in BOUNDS:
        raise NoKernel(f"{OPTION} is {name}; kernels take {', '.join(BOUNDS)}")
    low, high = BOUNDS[name]
    return {
        "low": -FLOAT_MAX if low is None else low,
        "high": FLOAT_MAX if high is None else high,
    }
