"""LSTMs as exporters spell them out: sizes, and every choice that leaves the numbers alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
from hypothesis import strategies as st
from small_models import Graph
from xdsl.dialects.builtin import (
    DYNAMIC_INDEX,
    BoolAttr,
    IntegerAttr,
    ModuleOp,
    StringAttr,
    TensorType,
    f32,
    i1,
    i32,
)
from xdsl.dialects.func import FuncOp
from xdsl.ir import Attribute, SSAValue

from qir.dialects.tfl import op_class
from qir.dialects.tfl.control import WhileOp
from qir.notes import note
from qir.passes.recurrence.scope import sizes_of

Array = npt.NDArray[Any]
GATES = ("input", "forget", "cell", "output")
PEEPHOLES = ("input", "forget", "output")


@dataclass(frozen=True)
class Spelling:
    """How an LSTM is written; each field is a choice of the exporter, or of the layer."""

    steps: int = 3
    batch: int = 1
    inputs: int = 2
    units: int = 3
    axis: int = 0
    """Of time."""
    is_loop: bool = False
    order: tuple[str, ...] = GATES
    """Of the gates in a matrix of all four."""
    products: str = "joined"
    """`joined`: a matrix of all gates for the input, one for the state. `apart`: for each gate.
    `one`: one of all gates, for the input and state after each other."""
    is_batch_matmul: bool = False
    bias: str = "product"
    """`product`: in FULLY_CONNECTED. `sum`: added. `both`: one each. `none`."""
    is_commuted: bool = False
    activation: str = "TANH"
    has_peepholes: bool = False
    projected: int = 0
    gates_by: str = "SPLIT"
    steps_by: str = "UNPACK"
    writes_by: str = "CONCATENATION"
    is_hoisted: bool = False
    """The products with the input are those of the whole sequence."""
    starts_with_zeros: bool = False
    """The first step, too, reads states, which are zero."""
    returns: str = "sequence"
    """`sequence`, `last`, or `both`."""

    @property
    def outputs(self) -> int:
        return self.projected or self.units


@st.composite
def spellings(draw: st.DrawFn) -> Spelling:
    products = draw(st.sampled_from(["joined", "apart", "one"]))
    is_loop = draw(st.booleans())
    return Spelling(
        steps=draw(st.integers(2, 4)),
        batch=draw(st.integers(1, 3)),
        inputs=draw(st.integers(1, 4)),
        units=draw(st.integers(1, 4)),
        axis=draw(st.sampled_from([0, 1])),
        is_loop=is_loop,
        order=tuple(draw(st.permutations(GATES))),
        products=products,
        is_batch_matmul=draw(st.booleans()),
        bias=draw(st.sampled_from(["product", "sum", "both", "none"])),
        is_commuted=draw(st.booleans()),
        activation=draw(st.sampled_from(["TANH", "TANH", "RELU", "RELU6", "RELU_N1_TO_1"])),
        has_peepholes=draw(st.booleans()),
        projected=draw(st.integers(0, 2)),
        gates_by=draw(st.sampled_from(["SPLIT", "SPLIT_V", "STRIDED_SLICE", "SLICE"])),
        steps_by=draw(st.sampled_from(["UNPACK", "SPLIT", "STRIDED_SLICE", "SLICE", "GATHER"])),
        writes_by=draw(st.sampled_from(["CONCATENATION", "DYNAMIC_UPDATE_SLICE"])),
        is_hoisted=products == "joined" and draw(st.booleans()),
        starts_with_zeros=draw(st.booleans()),
        returns=draw(st.sampled_from(["sequence", "last", "both"])),
    )


def spelled(spelling: Spelling, seed: int = 0) -> ModuleOp:
    """A module with one LSTM."""
    return _Speller(spelling, seed).module()


def sequence_shape(spelling: Spelling) -> tuple[int, ...]:
    return _with_axis(spelling, (spelling.batch, spelling.inputs), spelling.steps)


def _with_axis(spelling: Spelling, shape: Sequence[int], size: int) -> tuple[int, ...]:
    return (*shape[: spelling.axis], size, *shape[spelling.axis :])


class _Speller:
    def __init__(self, spelling: Spelling, seed: int) -> None:
        self.spelling = spelling
        self.graph = Graph()
        rng = np.random.default_rng(seed)
        units, inputs, outputs = spelling.units, spelling.inputs, spelling.outputs

        def draw(*shape: int) -> Array:
            return rng.standard_normal(shape).astype(np.float32)

        self.of_input = {gate: draw(units, inputs) for gate in GATES}
        self.of_state = {gate: draw(units, outputs) for gate in GATES}
        self.bias = {gate: draw(units) for gate in GATES}
        self.peephole = {gate: draw(units) for gate in PEEPHOLES}
        self.projection, self.projection_bias = draw(outputs, units), draw(outputs)

    def module(self) -> ModuleOp:
        x = self.graph.argument(sequence_shape(self.spelling))
        functions: list[FuncOp] = []
        if self.spelling.is_loop:
            sequence, last, *functions = self._loop(x)
        else:
            sequence, last = self._unrolled(x)
        results = {"sequence": [sequence], "last": [last], "both": [sequence, last]}
        for number, value in enumerate(results[self.spelling.returns]):
            note(value, {"name": StringAttr(f"result_{number}")})
        main = self.graph.function(*results[self.spelling.returns])
        module = ModuleOp([main, *functions])
        module.verify()
        return module

    # --- step by step ---------------------------------------------------------------------------

    def _unrolled(self, x: SSAValue) -> tuple[SSAValue, SSAValue]:
        spelling = self.spelling
        h = c = None
        if spelling.starts_with_zeros:
            h = self.graph.constant(np.zeros((spelling.batch, spelling.outputs), np.float32))
            c = self.graph.constant(np.zeros((spelling.batch, spelling.units), np.float32))
        made: list[SSAValue] = []
        for step in self._steps(self._hoisted(x)):
            h, c = self._cell(step, h, c)
            made.append(h)
        shape = _with_axis(spelling, (spelling.batch, spelling.outputs), spelling.steps)
        count = {"values_count": spelling.steps, "axis": spelling.axis}
        if spelling.writes_by == "CONCATENATION":
            single = _with_axis(spelling, (spelling.batch, spelling.outputs), 1)
            rows = [self._reshape(each, single) for each in made]
            none = {"axis": spelling.axis, "fused_activation_function": "NONE"}
            return self.graph.op("CONCATENATION", rows, shape, **none), made[-1]
        return self.graph.op("PACK", made, shape, **count), made[-1]

    def _hoisted(self, x: SSAValue) -> SSAValue:
        """The sequence that steps read: the input, or its products."""
        if not self.spelling.is_hoisted:
            return x
        weights, bias = self._joined(self.of_input), self._joined(self.bias)
        shape = _with_axis(self.spelling, (self.spelling.batch, len(weights)), self.spelling.steps)
        return self._product(x, weights, shape, bias if self._is_in_product else None)

    def _steps(self, x: SSAValue) -> list[SSAValue]:
        spelling, axis = self.spelling, self.spelling.axis
        size = _sizes(x)[-1]
        flat, single = (spelling.batch, size), _with_axis(spelling, (spelling.batch, size), 1)
        times = range(spelling.steps)
        match spelling.steps_by:
            case "UNPACK":
                shapes = [flat] * spelling.steps
                return self._add("UNPACK", [x], shapes, num=spelling.steps, axis=axis)
            case "SPLIT":
                operands, shapes = [self._int(axis), x], [single] * spelling.steps
                split = self._add("SPLIT", operands, shapes, num_splits=spelling.steps)
                return [self._reshape(each, flat) for each in split]
            case "GATHER":
                options = {"axis": axis, "batch_dims": 0}
                return [self.graph.op("GATHER", [x, self._int(t)], flat, **options) for t in times]
            case "SLICE":
                rows = [self._slice(x, axis, t, single) for t in times]
                return [self._reshape(each, flat) for each in rows]
            case _:
                return [self._strided(x, axis, t, t + 1, flat, shrink=1 << axis) for t in times]

    # --- a loop ---------------------------------------------------------------------------------

    def _loop(self, x: SSAValue) -> tuple[Any, ...]:
        """Sequence and last output, and the two functions."""
        spelling, outer = self.spelling, self.graph
        x = self._hoisted(x)
        h_shape, c_shape = (spelling.batch, spelling.outputs), (spelling.batch, spelling.units)
        whole = _with_axis(spelling, h_shape, spelling.steps)
        floats = [outer.constant(np.zeros(s, np.float32)) for s in (h_shape, whole, c_shape)]
        values = [self._int(0), *floats[:2], x, floats[2], self._int(0)]
        body = self.graph = Graph("body")
        t, h, s, x_in, c, u = (body.block.insert_arg(v.type, n) for n, v in enumerate(values))
        now = self._now(x_in, t)
        h_next, c_next = self._cell(now, h, c)
        following = [self._more(each) for each in (t, u)]
        written = self._written(s, h_next, t, following[0])
        step = body.function(following[0], h_next, written, x_in, c_next, following[1])
        cond = self._condition(values)
        self.graph = outer
        op = WhileOp.create(operands=values, result_types=[value.type for value in values])
        outer.block.add_op(op)
        op.call("cond", cond)
        op.call("body", step)
        return op.results[2], op.results[1], cond, step

    def _condition(self, values: Sequence[SSAValue]) -> FuncOp:
        cond = self.graph = Graph("cond")
        arguments = [cond.block.insert_arg(v.type, n) for n, v in enumerate(values)]
        limit, rank = self._int(self.spelling.steps), TensorType(i1, ())
        (first,) = self._add("LESS", [arguments[0], limit], [()], element=i1)
        (second,) = self._add("GREATER", [limit, arguments[-1]], [()], element=i1)
        (both,) = self._add("LOGICAL_AND", [second, first], [()], element=i1)
        assert both.type == rank
        return cond.function(both)

    def _now(self, x: SSAValue, t: SSAValue) -> SSAValue:
        spelling, size = self.spelling, _sizes(x)[-1]
        flat, single = (spelling.batch, size), _with_axis(spelling, (spelling.batch, size), 1)
        if spelling.steps_by == "SLICE":
            sizes = self.graph.constant(np.asarray(single, np.int32))
            step = self.graph.op("SLICE", [x, self._place(t), sizes], single)
            return self._reshape(step, flat)
        options = {"axis": spelling.axis, "batch_dims": 0}
        return self.graph.op("GATHER", [x, t], flat, **options)

    def _written(self, whole: SSAValue, h: SSAValue, t: SSAValue, after: SSAValue) -> SSAValue:
        spelling, shape = self.spelling, _sizes(whole)
        row = self._reshape(h, _with_axis(spelling, _sizes(h), 1))
        if spelling.writes_by == "DYNAMIC_UPDATE_SLICE":
            return self.graph.op("DYNAMIC_UPDATE_SLICE", [whole, row, self._place(t)], shape)
        zeros, rest = (self.graph.constant(np.full(3, n, np.int32)) for n in (0, -1))
        unknown = _with_axis(spelling, _sizes(h), DYNAMIC_INDEX)
        before = self.graph.op("SLICE", [whole, zeros, self._place(t, -1)], unknown)
        behind = self.graph.op("SLICE", [whole, self._place(after), rest], unknown)
        none = {"axis": spelling.axis, "fused_activation_function": "NONE"}
        return self.graph.op("CONCATENATION", [before, row, behind], shape, **none)

    def _place(self, t: SSAValue, others: int = 0) -> SSAValue:
        """[t, others, others], `t` along the axis of time."""
        (row,) = self._add(
            "RESHAPE", [t, self.graph.constant(np.ones(1, np.int32))], [(1,)], element=i32
        )
        other = self.graph.constant(np.full(1, others, np.int32))
        parts = [row if axis == self.spelling.axis else other for axis in range(3)]
        none = {"axis": 0, "fused_activation_function": "NONE"}
        return self._add("CONCATENATION", parts, [(3,)], element=i32, **none)[0]

    def _more(self, t: SSAValue) -> SSAValue:
        operands = self._either(t, self._int(1))
        return self._add("ADD", operands, [()], element=i32, fused_activation_function="NONE")[0]

    # --- a cell ---------------------------------------------------------------------------------

    def _cell(
        self, x: SSAValue, h: SSAValue | None, c: SSAValue | None
    ) -> tuple[SSAValue, SSAValue]:
        """Output and memory."""
        sums = self._sums(x, h)
        shape = (self.spelling.batch, self.spelling.units)
        opened = self._opened(sums["input"], "input", c)
        new = self._activated(sums["cell"])
        memory = self._mul(*self._either(opened, new), shape)
        if c is not None:
            kept = self._mul(*self._either(self._opened(sums["forget"], "forget", c), c), shape)
            memory = self._sum(*self._either(kept, memory), shape)
        output = self._opened(sums["output"], "output", memory)
        hidden = self._mul(*self._either(output, self._activated(memory)), shape)
        if self.spelling.projected:
            shape = (self.spelling.batch, self.spelling.outputs)
            hidden = self._product(hidden, self.projection, shape, self.projection_bias)
        return hidden, memory

    def _opened(self, total: SSAValue, gate: str, memory: SSAValue | None) -> SSAValue:
        shape = _sizes(total)
        if self.spelling.has_peepholes and memory is not None:
            vector = self.graph.constant(self.peephole[gate])
            product = self._mul(*self._either(memory, vector), shape)
            total = self._sum(*self._either(total, product), shape)
        return self.graph.op("LOGISTIC", [total], shape)

    def _activated(self, value: SSAValue) -> SSAValue:
        return self.graph.op(self.spelling.activation, [value], _sizes(value))

    def _sums(self, x: SSAValue, h: SSAValue | None) -> dict[str, SSAValue]:
        if self.spelling.products == "apart":
            return {
                gate: self._total(x, h, self.of_input[gate], self.of_state[gate], self.bias[gate])
                for gate in GATES
            }
        weights = self._joined(self.of_input), self._joined(self.of_state)
        total = self._total(x, h, *weights, self._joined(self.bias))
        return dict(zip(self.spelling.order, self._gates(total), strict=True))

    def _joined(self, parts: dict[str, Array]) -> Array:
        return np.concatenate([parts[gate] for gate in self.spelling.order])

    def _gates(self, total: SSAValue) -> list[SSAValue]:
        units, shape = self.spelling.units, (self.spelling.batch, self.spelling.units)
        match self.spelling.gates_by:
            case "SPLIT":
                return self._add("SPLIT", [self._int(-1), total], [shape] * 4, num_splits=4)
            case "SPLIT_V":
                sizes = self.graph.constant(np.full(4, units, np.int32))
                operands = [total, sizes, self._int(1)]
                return self._add("SPLIT_V", operands, [shape] * 4, num_splits=4)
            case "SLICE":
                return [self._slice(total, 1, units * number, shape) for number in range(4)]
            case _:
                begins = [units * number for number in range(4)]
                return [self._strided(total, 1, each, each + units, shape) for each in begins]

    @property
    def _is_in_product(self) -> bool:
        is_possible = not self.spelling.is_batch_matmul
        return self.spelling.bias in {"product", "both"} and is_possible

    def _total(
        self, x: SSAValue, h: SSAValue | None, of_input: Array, of_state: Array, bias: Array
    ) -> SSAValue:
        spelling, shape = self.spelling, (self.spelling.batch, len(of_input))
        own = bias if self._is_in_product else None
        if spelling.is_hoisted:
            total = x
        elif spelling.products == "one" and h is not None:
            none = {"axis": 1, "fused_activation_function": "NONE"}
            size = spelling.inputs + spelling.outputs
            rows = self.graph.op("CONCATENATION", [x, h], (spelling.batch, size), **none)
            total = self._product(rows, np.concatenate([of_input, of_state], 1), shape, own)
        else:
            total = self._product(x, of_input, shape, own)
        if h is not None and (spelling.is_hoisted or spelling.products != "one"):
            product = self._product(h, of_state, shape, None)
            total = self._sum(*self._either(total, product), shape)
        if spelling.bias == "both" or (spelling.bias != "none" and own is None):
            total = self._sum(*self._either(total, self.graph.constant(bias)), shape)
        return total

    def _product(
        self, rows: SSAValue, weights: Array, shape: Sequence[int], bias: Array | None
    ) -> SSAValue:
        if self.spelling.is_batch_matmul and bias is None:
            transposed = self.graph.constant(np.ascontiguousarray(weights.T))
            return self.graph.op(
                "BATCH_MATMUL", [rows, transposed], shape, adj_x=False, adj_y=False
            )
        last = self.graph.absent() if bias is None else self.graph.constant(bias)
        return self.graph.op(
            "FULLY_CONNECTED",
            [rows, self.graph.constant(weights), last],
            shape,
            fused_activation_function="NONE",
            keep_num_dims=len(shape) > 2,
        )

    # --- ops ------------------------------------------------------------------------------------

    def _either(self, left: SSAValue, right: SSAValue) -> tuple[SSAValue, SSAValue]:
        return (right, left) if self.spelling.is_commuted else (left, right)

    def _sum(self, left: SSAValue, right: SSAValue, shape: Sequence[int]) -> SSAValue:
        return self.graph.op("ADD", [left, right], shape, fused_activation_function="NONE")

    def _mul(self, left: SSAValue, right: SSAValue, shape: Sequence[int]) -> SSAValue:
        return self.graph.op("MUL", [left, right], shape, fused_activation_function="NONE")

    def _int(self, value: int) -> SSAValue:
        return self.graph.constant(np.asarray(value, np.int32))

    def _reshape(self, value: SSAValue, shape: Sequence[int]) -> SSAValue:
        sizes = self.graph.constant(np.asarray(shape, np.int32))
        return self.graph.op("RESHAPE", [value, sizes], shape)

    def _slice(self, value: SSAValue, axis: int, begin: int, shape: Sequence[int]) -> SSAValue:
        begins = np.zeros(len(shape), np.int32)
        begins[axis] = begin
        sizes = self.graph.constant(np.asarray(shape, np.int32))
        return self.graph.op("SLICE", [value, self.graph.constant(begins), sizes], shape)

    def _strided(
        self,
        value: SSAValue,
        axis: int,
        begin: int,
        end: int,
        shape: Sequence[int],
        shrink: int = 0,
    ) -> SSAValue:
        rank = len(_sizes(value))
        bounds = np.zeros((3, rank), np.int32)
        bounds[0, axis], bounds[1, axis], bounds[2] = begin, end, 1
        operands = [value, *(self.graph.constant(row) for row in bounds)]
        masks = (1 << rank) - 1 - (1 << axis)
        return self.graph.op(
            "STRIDED_SLICE",
            operands,
            shape,
            begin_mask=masks,
            end_mask=masks,
            shrink_axis_mask=shrink,
        )

    def _add(
        self,
        builtin: str,
        operands: Sequence[SSAValue],
        shapes: Sequence[Sequence[int]],
        element: Attribute = f32,
        **options: int | str | bool,
    ) -> list[SSAValue]:
        op = op_class(builtin).create(
            operands=operands,
            result_types=[TensorType(element, shape) for shape in shapes],
            properties={name: _attribute(value) for name, value in options.items()},
        )
        self.graph.block.add_op(op)
        return list(op.results)


def _attribute(value: int | str | bool) -> Attribute:
    if isinstance(value, bool):
        return BoolAttr.from_bool(value)
    return StringAttr(value) if isinstance(value, str) else IntegerAttr(value, i32)


def _sizes(value: SSAValue) -> tuple[int, ...]:
    sizes = sizes_of(value)
    assert sizes is not None
    return sizes


def plain(**changes: Any) -> Spelling:
    """The simplest spelling, but for these."""
    return replace(Spelling(), **changes)
