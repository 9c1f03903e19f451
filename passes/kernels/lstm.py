"""Kernels of LSTMs: a part of `qir/dialects/tfl/recurrent.py`.

What the gates have each is joined to one matrix, in the order of `GATES`: one product makes the
sums of all steps of time and all gates, and one more for each step those of the state.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

import numpy as np
import numpy.typing as npt
from xdsl.dialects.builtin import TensorType, f32, i8
from xdsl.ir import Operation, SSAValue

from qir.dialects.c import Parameter
from qir.dialects.quant import UniformType
from qir.dialects.tfl import recurrent as ops
from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.constants import QConstOp, constant_value
from qir.dialects.tfl.options import option
from qir.interp.values import channel_scales, dequantized, quantization
from qir.passes.kernels.layouts import element_and_value
from qir.passes.kernels.lowering import (
    Lower,
    Lowering,
    NoKernel,
    dequantized_constant,
    float_types,
    is_quantized_constant,
    require_elements,
    shape_of_static,
)
from qir.passes.kernels.sequences import (
    accumulated,
    activation_of,
    form_of,
    is_asymmetric,
    joined_rows,
    merged,
    product,
    read_as,
    sequence_sizes,
    state_of,
)
from qir.passes.kernels.strided import concatenated
from qir.weights import WeightAttr

PEEPHOLES = [f"cell_to_{gate}_weights" for gate in ops.GATES]
"""That of the cell's own gate is none of any op."""
BIASES = ["cell_bias" if gate == "cell" else f"{gate}_gate_bias" for gate in ops.GATES]
NORMS = [f"{gate}_layer_norm_coefficients" for gate in ops.GATES]
OPERANDS: Mapping[str, int] = {"f32": 1, "w8": 2, "i8": 3}
"""How many operands a matrix of a form becomes: see `qir.passes.kernels.layouts`."""


def lstm(b: Lowering, op: ops.LSTMOp) -> Sequence[SSAValue]:
    input = op.operands[0]
    batch, _ = shape_of_static(input)
    return [_direction(b, op, "", {"time": 1, "batch": batch, "is_time_major": 1}, input)]


def unidirectional_sequence_lstm(
    b: Lowering, op: ops.UnidirectionalSequenceLSTMOp
) -> Sequence[SSAValue]:
    return [_direction(b, op, "", sequence_sizes(op, op.operands[0]), op.operands[0])]


def bidirectional_sequence_lstm(
    b: Lowering, op: ops.BidirectionalSequenceLSTMOp
) -> Sequence[SSAValue]:
    input, aux = op.operands[0], op.operand("aux_input")
    sizes = sequence_sizes(op, input)
    if aux is not None:
        require_elements("aux_input", aux, f32)
    # Rule R5.
    is_linked = op.operand("fw_aux_input_to_output_weights") is not None
    of_backward = input if aux is None or is_linked else aux
    linked = aux if is_linked else None
    forward = _direction(b, op, "fw_", sizes, input, linked)
    backward = _direction(b, op, "bw_", sizes, of_backward, linked)
    return merged(b, op, forward, backward)


def _direction(
    b: Lowering,
    op: TflOp,
    way: str,
    sizes: Mapping[str, int],
    input: SSAValue,
    aux: SSAValue | None = None,
) -> SSAValue:
    """The output of each step of one direction, whose operands' names begin with `way`."""
    require_elements("input", input, f32)
    state, memory = (state_of(op, f"{way}input_{name}_state") for name in ("activation", "cell"))
    projection, asymmetric = op.operand(f"{way}projection_weights"), is_asymmetric(op)
    of_gates = _of_gates(op, f"{way}recurrent_to_{{}}_weights")
    beside = {} if projection is None else {"projection_weights": projection}
    form = form_of({**of_gates, **beside})
    recurrent = _joined(b, of_gates, form)
    has_input_gate = op.operand(f"{way}input_to_input_weights") is not None
    peepholes, bias = _vectors(b, op, way, PEEPHOLES), _vectors(b, op, way, BIASES)
    norm = _vectors(b, op, "", NORMS)
    count, out = shape_of_static(recurrent)
    cell = count // (4 if has_input_gate else 3)
    if norm is not None and shape_of_static(norm) != (count,):
        raise NoKernel("some of the layer_norm_coefficients are absent; kernels take all or none")
    parameters: dict[str, Parameter] = {
        **sizes,
        **activation_of(op),
        "cell": cell,
        "out": out,
        "has_input_gate": int(has_input_gate),
        "is_reversed": int(way == "bw_"),
        "cell_clip": float(option(op, "cell_clip")),
        "proj_clip": float(option(op, "proj_clip")),
    }
    sums = _sums(b, op, f"{way}input_to_{{}}_weights", input)
    if aux is not None:
        sums = accumulated(b, sums, _sums(b, op, f"{way}aux_input_to_{{}}_weights", aux))
    absent = b.absent()
    operands = [
        *(state, memory, sums, recurrent),
        *(absent if each is None else each for each in (peepholes, norm, bias)),
        # One that is there becomes so many operands, too.
        *([absent] * OPERANDS[form] if projection is None else [read_as(form, projection)]),
        b.operand(op, f"{way}projection_bias"),
    ]
    types: list[TensorType[Any]] = [
        TensorType(f32, [*shape_of_static(input)[:-1], out]),
        TensorType(f32, [count // cell, cell]),
    ]
    if form == "i8":
        types.append(TensorType(i8, [max(cell, out)]))
        parameters["is_asymmetric"] = int(asymmetric)
    return b.call(f"lstm_{form}", operands, types, parameters, states=[0, 1])[0]


def basic_lstm(b: Lowering, op: ops.BasicLSTMOp) -> Sequence[SSAValue]:
    """One matrix for all gates, of input and state side by side."""
    for number, value in enumerate(op.operands):
        require_elements(f"operand {number}", value, f32)
    float_types(op)
    input, output, weights, bias, memory = op.operands
    batch, cell = shape_of_static(memory)
    joined = joined_rows(b, input, output)
    form = form_of({"weights_input": weights})
    sums = product(b, joined, read_as(form, weights), form, bias)
    types = [TensorType(f32, [batch, cell])] * 2
    made = b.call("basic_lstm_f32", [sums, memory], types, {"batch": batch, "cell": cell})
    return [*made, joined, sums]


# --- what the gates have each, joined -----------------------------------------------------------


def _sums(b: Lowering, op: TflOp, pattern: str, input: SSAValue) -> SSAValue:
    """The products of an input with the weights of all gates, [rows, gates * cell]."""
    weights = _of_gates(op, pattern)
    form = form_of(weights)
    return product(b, input, _joined(b, weights, form), form, asymmetric=is_asymmetric(op))


def _of_gates(op: TflOp, pattern: str) -> dict[str, SSAValue]:
    """The weights of the gates that there are, by name, in the order of `GATES`."""
    named = [(name := pattern.format(gate), op.operand(name)) for gate in ops.GATES]
    return {name: value for name, value in named if value is not None}


def _joined(b: Lowering, weights: Mapping[str, SSAValue], form: str) -> SSAValue:
    """Weights of a form, [gates * cell, depth]."""
    values = [read_as(form, value) for value in weights.values()]
    return _joined_floats(b, values) if form == "f32" else _joined_integers(b, values)


def _vectors(b: Lowering, op: TflOp, way: str, names: Sequence[str]) -> SSAValue | None:
    """Real numbers of the gates that have some, [gates * cell], also of those that are quantized
    constants; None where no gate has any."""
    named = {name: value for name in names if (value := op.operand(way + name)) is not None}
    for name, value in named.items():
        if not is_quantized_constant(value):
            require_elements(name, value, f32)
    return _joined_floats(b, list(named.values())) if named else None


def _joined_integers(b: Lowering, values: Sequence[SSAValue]) -> SSAValue:
    """Quantized constants one after the other, with a scale for each row."""
    owners = [cast("QConstOp", value.owner) for value in values]
    (element, first), *_ = weights = [element_and_value(owner) for owner in owners]
    rows, depth = first.type.get_shape()
    scales = np.concatenate([channel_scales(each, rows) for each, _ in weights])
    joined = UniformType.get(element.storage, scales, np.zeros(len(scales)), axis=0)
    arrays = [value for _, value in weights]
    return b.computed("gates", [len(scales), depth], lambda: _concatenated(arrays), joined)


def _concatenated(values: Sequence[WeightAttr]) -> npt.NDArray[Any]:
    return np.concatenate([value.array() for value in values])


def _joined_floats(b: Lowering, values: Sequence[SSAValue]) -> SSAValue:
    """Floats one after the other: a constant where all are."""
    first, *rest = shape_of_static(values[0])
    shape = [first * len(values), *rest]
    constants = [numbers for value in values if (numbers := _numbers(value)) is not None]
    if len(constants) == len(values):
        return b.computed("gates", shape, lambda: np.concatenate([each() for each in constants]))
    return concatenated(b, [_as_floats(b, v) for v in values], 0, TensorType(f32, shape))


def _as_floats(b: Lowering, value: SSAValue) -> SSAValue:
    """A quantized constant as one of floats; any other value as it is."""
    numbers = _numbers(value) if is_quantized_constant(value) else None
    return value if numbers is None else b.computed("gate", shape_of_static(value), numbers)


def _numbers(value: SSAValue) -> Callable[[], npt.NDArray[np.float32]] | None:
    """The real numbers of a constant, also of one that is dequantized; None of any other value."""
    constant = dequantized_constant(value, 0)
    value = value if constant is None else constant
    weight, element = constant_value(value.owner), quantization(value)
    if weight is None:
        return None
    if element is None:
        return weight.array
    return lambda: dequantized(weight.array(), element)


KERNELS: Mapping[type[Operation], Lower] = {
    ops.LSTMOp: lstm,
    ops.BasicLSTMOp: basic_lstm,
    ops.UnidirectionalSequenceLSTMOp: unidirectional_sequence_lstm,
    ops.BidirectionalSequenceLSTMOp: bidirectional_sequence_lstm,
}
