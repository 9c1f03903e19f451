"""Copies of elements that lie at regular distances, in the fewest loops."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Any

import numpy as np
from xdsl.dialects.builtin import TensorType, i32
from xdsl.ir import SSAValue

from qir.diagnostics import QirError
from qir.dialects.c import Parameter
from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.constants import ConstOp, QConstOp, constant_value
from qir.dialects.tfl.tensors import stored_element
from qir.interp.forms import COPIED
from qir.interp.values import Array, dtype_of
from qir.passes.kernels.lowering import (
    Lowering,
    NoKernel,
    element_of,
    is_quantized_constant,
    shape_of_static,
    type_of,
)

FEW_AXES, MOST_AXES = 3, 6
"""Loops of `qir_copy` and of the other kernels."""
MOST_BYTES = (1 << 31) - 1
"""Kernels count them in int32."""


@dataclass(frozen=True)
class Strided:
    """Some elements of a tensor: the first, and how far it is to the next along each axis."""

    shape: tuple[int, ...]
    strides: tuple[int, ...]
    first: int = 0

    @staticmethod
    def whole(shape: Sequence[int]) -> Strided:
        """All elements of a tensor."""
        strides = [math.prod(shape[axis + 1 :]) for axis in range(len(shape))]
        return Strided(tuple(shape), tuple(strides))

    def part(self, axis: int, begin: int, count: int) -> Strided:
        """So many elements of an axis."""
        shape = *self.shape[:axis], count, *self.shape[axis + 1 :]
        return replace(self, shape=shape, first=self.first + begin * self.strides[axis])

    def transposed(self, order: Sequence[int]) -> Strided:
        """Axis i is what axis `order[i]` was."""
        shape, strides = self.shape, self.strides
        return replace(
            self, shape=tuple(shape[a] for a in order), strides=tuple(strides[a] for a in order)
        )


def probed(op: TflOp, evaluate: Callable[..., Any], moved: int = 0) -> list[Strided]:
    """Which elements of operand `moved` each result has, as the interpreter's views say.

    `evaluate`: of the interpreter; it gives views of an operand. All other operands must be
    constant: raises NoKernel where they are computed, and where the interpreter refuses the op.
    """
    # Of one byte each, so that numpy counts elements; nothing reads them.
    probe: Array = np.empty(shape_of_static(op.operands[moved]), np.int8)
    views = evaluated(op, evaluate, moved, probe)
    if not any(isinstance(view, np.generic) for view in views):
        return [Strided(v.shape, v.strides, _address(v) - _address(probe)) for v in views]
    # Numpy gives no view of a single element, but the element: its number, then.
    numbers: Array = np.arange(probe.size, dtype=np.int64).reshape(probe.shape)
    return [Strided((), (), int(number)) for number in evaluated(op, evaluate, moved, numbers)]


def evaluated(op: TflOp, evaluate: Callable[..., Any], moved: int, probe: Array) -> list[Any]:
    """The results, as the interpreter's views of an array in place of operand `moved`."""
    values = [
        probe if index == moved else constant_of(op, index) for index in range(len(op.operands))
    ]
    try:
        found: Any = evaluate(op, *values)
    except NoKernel:
        raise
    except QirError as error:
        raise NoKernel(str(error)) from error
    return [found] if hasattr(found, "dtype") else list(found)


def _address(array: Any) -> int:
    return array.__array_interface__["data"][0]


def constant_of(op: TflOp, index: int) -> Array:
    """The value of a constant operand; raises NoKernel where it is computed."""
    weight = constant_value(op.operands[index].owner)
    if weight is None:
        name = op.OPERANDS.of(len(op.operands))[index].label
        raise NoKernel(f"{name} is computed as the model runs; kernels need a constant")
    return weight.array()


def element_bytes(*tensors: SSAValue | TensorType[Any]) -> int:
    """Of each element of the first; raises NoKernel where one of them has elements of other than 1,
    2, 4 or 8 bytes, or takes more bytes than kernels count."""
    types = [type_of(each) if isinstance(each, SSAValue) else each for each in tensors]
    for type in types:
        if (element := stored_element(type.element_type)) not in COPIED:
            raise NoKernel(f"elements are {element}; kernels move those of 1, 2, 4 or 8 bytes")
        if (size := math.prod(type.get_shape()) * dtype_of(element).itemsize) > MOST_BYTES:
            raise NoKernel(f"a tensor takes {size:,} bytes; kernels move up to {MOST_BYTES:,}")
    return dtype_of(stored_element(types[0].element_type)).itemsize


def stored(b: Lowering, value: SSAValue) -> SSAValue:
    """What is moved of a tensor: of a quantized constant its integers, as a plain one."""
    if not is_quantized_constant(value):
        return value
    assert isinstance(value.owner, QConstOp)
    held = value.owner.value
    type = TensorType(stored_element(element_of(value)), shape_of_static(value))
    op = ConstOp.create(result_types=[type], properties={"value": held})
    b.made.append(op)
    return op.results[0]


def copied(
    b: Lowering,
    value: SSAValue,
    source: Strided,
    type: TensorType[Any],
    into: Strided | None = None,
) -> SSAValue:
    """A tensor of a type that has some elements of another.

    `into`: where they go, if not one after the other; the rest is not written. What stays where it
    is takes no call.
    """
    target = into or Strided.whole(source.shape)
    bytes = element_bytes(value, type)
    if _is_all(value, source, type, target):
        return b.view(value, type.get_shape())
    kernel, parameters = loops(source, target, bytes)
    return b.call(kernel, [stored(b, value)], [type], parameters)[0]


def copied_into(
    b: Lowering, value: SSAValue, source: Strided, whole: SSAValue, target: Strided
) -> SSAValue:
    """A tensor of which a call wrote another part, with these elements too."""
    kernel, parameters = loops(source, target, element_bytes(value))
    return b.call(kernel, [stored(b, value), whole], [type_of(whole)], parameters, tied=[1])[0]


def joined(
    b: Lowering, values: Sequence[SSAValue], parts: Sequence[Strided], type: TensorType[Any]
) -> SSAValue:
    """A tensor of which each value is a part: a call for each, all in the same memory."""
    (value, target), *rest = zip(values, parts, strict=True)
    whole = copied(b, value, Strided.whole(target.shape), type, target)
    for value, target in rest:
        whole = copied_into(b, value, Strided.whole(target.shape), whole, target)
    return whole


def concatenated(
    b: Lowering, values: Sequence[SSAValue], axis: int, type: TensorType[Any]
) -> SSAValue:
    """Values one after the other along an axis of a tensor."""
    sizes, whole = (
        [shape_of_static(value)[axis] for value in values],
        Strided.whole(type.get_shape()),
    )
    ends = accumulate(sizes)
    parts = [whole.part(axis, end - n, n) for end, n in zip(ends, sizes, strict=True)]
    return joined(b, values, parts, type)


def _is_all(value: SSAValue, source: Strided, type: TensorType[Any], target: Strided) -> bool:
    """Whether all elements stay where they are."""
    count = math.prod(source.shape)
    sizes = math.prod(shape_of_static(value)), math.prod(type.get_shape())
    if sizes != (count, count) or is_quantized_constant(value):
        return False
    (run, *rest), _ = _collapsed(source, target, 1)
    return source.first == target.first == 0 and not rest and run[0] == count


def loops(
    source: Strided, target: Strided, bytes: int, *, most: int = FEW_AXES
) -> tuple[str, dict[str, Parameter]]:
    """The kernel that copies, and its parameters; those of `MOST_AXES` where `most` says so."""
    ((run, _, _), *outer), is_empty = _collapsed(source, target, bytes)
    if len(outer) > MOST_AXES:
        raise NoKernel(f"elements are moved in {len(outer)} loops; kernels have {MOST_AXES}")
    axes = max(most, FEW_AXES if len(outer) <= FEW_AXES else MOST_AXES)
    rows = [(1, 0, 0)] * (axes - len(outer)) + outer[::-1]
    parameters: dict[str, Parameter] = {
        "run": run,
        "from": source.first * bytes,
        "to": target.first * bytes,
    }
    for letter, column in zip("nst", zip(*rows, strict=True), strict=True):
        parameters |= {f"{letter}{axis}": number for axis, number in enumerate(column)}
    if is_empty:
        parameters["n0"] = 0
    return ("copy" if axes == FEW_AXES else "copy_6"), parameters


Axis = tuple[int, int, int]
"""How many, and how far it is to the next on both sides."""


def _collapsed(source: Strided, target: Strided, bytes: int) -> tuple[list[Axis], bool]:
    """Axes from the innermost, the first a run of bytes; and whether there is nothing to copy.

    Axes of size 1 go, and an axis is one with the next where they go on at the same distance.
    """
    axes: list[Axis] = [(bytes, 1, 1)]
    rows = zip(source.shape, source.strides, target.strides, strict=True)
    for size, from_stride, to_stride in reversed([row for row in rows if row[0] != 1]):
        count, inner_from, inner_to = axes[-1]
        found = size, from_stride * bytes, to_stride * bytes
        if found[1:] == (count * inner_from, count * inner_to):
            axes[-1] = count * size, inner_from, inner_to
        else:
            axes.append(found)
    return axes, 0 in source.shape


def started(
    b: Lowering, begins: SSAValue, whole: Sequence[int], part: Sequence[int], bytes: int
) -> SSAValue:
    """Where in a tensor a part lies that begins where another says, in bytes; int32."""
    if len(whole) > MOST_AXES:
        raise NoKernel(f"a part is taken along {len(whole)} axes; kernels take {MOST_AXES}")
    width = index_bytes("begin", begins)
    free = MOST_AXES - len(whole)
    rooms = [size - taken + 1 for size, taken in zip(whole, part, strict=True)] + [1] * free
    strides = [stride * bytes for stride in Strided.whole(whole).strides] + [0] * free
    parameters: dict[str, Parameter] = {"bytes": width}
    parameters |= {f"room{axis}": room for axis, room in enumerate(rooms)}
    parameters |= {f"stride{axis}": stride for axis, stride in enumerate(strides)}
    return b.call("start", [stored(b, begins)], [TensorType(i32, [])], parameters)[0]


def index_bytes(name: str, value: SSAValue) -> int:
    """Of each of a tensor of indices, 2, 4 or 8."""
    bytes = {"i16": 2, "i32": 4, "i64": 8}.get(str(element_of(value)))
    if bytes is None:
        raise NoKernel(f"{name} holds {element_of(value)}; kernels take i16, i32, i64")
    return bytes
