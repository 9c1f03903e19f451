"""Kernels of plain recurrent layers and SVDF: a part of `qir/dialects/tfl/recurrent.py`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from xdsl.dialects.builtin import TensorType, f32, i8
from xdsl.ir import Operation, SSAValue

from qir.dialects.c import Parameter
from qir.dialects.tfl import recurrent as ops
from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.options import option
from qir.passes.kernels.lowering import (
    Lower,
    Lowering,
    NoKernel,
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
    merged,
    product,
    read_as,
    sequence_sizes,
    state_of,
)


def rnn(b: Lowering, op: ops.RNNOp) -> Sequence[SSAValue]:
    input = op.operands[0]
    batch, _ = shape_of_static(input)
    return [_direction(b, op, "", {"time": 1, "batch": batch, "is_time_major": 1}, input, None)]


def unidirectional_sequence_rnn(
    b: Lowering, op: ops.UnidirectionalSequenceRNNOp
) -> Sequence[SSAValue]:
    return [_direction(b, op, "", sequence_sizes(op, op.operands[0]), op.operands[0], None)]


def bidirectional_sequence_rnn(
    b: Lowering, op: ops.BidirectionalSequenceRNNOp
) -> Sequence[SSAValue]:
    input, aux = op.operands[0], op.operand("aux_input")
    sizes, weights = sequence_sizes(op, input), op.operand("fw_aux_input_weights")
    _require_aux(op, input, aux, weights)
    # Rules R5, R22 and R23.
    is_time_major, is_linked = bool(sizes["is_time_major"]), weights is not None
    of_backward = input if aux is None or is_linked or not is_time_major else aux
    linked = aux if is_linked else None
    is_hybrid = is_quantized_constant(op.operands[1])
    runs = sizes["time"] if is_hybrid and is_time_major else 1
    forward = _direction(b, op, "fw_", sizes, input, linked, runs=runs)
    backward = _direction(b, op, "bw_", sizes, of_backward, linked, runs=runs)
    return merged(b, op, forward, backward)


def _require_aux(
    op: TflOp, input: SSAValue, aux: SSAValue | None, weights: SSAValue | None
) -> None:
    """Raise NoKernel where LiteRT reads an auxiliary input that is not there, or as another."""
    if aux is None:
        if weights is not None:
            raise NoKernel("aux_input is absent; kernels take one for its weights")
        return
    require_elements("aux_input", aux, f32)
    is_hybrid = weights is not None and is_quantized_constant(weights)
    if (is_hybrid or option(op, "time_major")) and shape_of_static(aux) != shape_of_static(input):
        found = f"aux_input has {shape_of_static(aux)[-1]} elements a step"
        raise NoKernel(f"{found}; kernels take {shape_of_static(input)[-1]}, as LiteRT does")


def _direction(
    b: Lowering,
    op: TflOp,
    way: str,
    sizes: Mapping[str, int],
    input: SSAValue,
    aux: SSAValue | None,
    *,
    runs: int = 1,
) -> SSAValue:
    """The output of each step of one direction, whose operands' names begin with `way`."""
    require_elements("input", input, f32)
    weights, form_of_input = _matrix(op, f"{way}input_weights")
    recurrent, form = _matrix(op, f"{way}recurrent_weights")
    state, bias = state_of(op, f"{way}hidden_state"), _floats(op, f"{way}bias")
    asymmetric, cell = is_asymmetric(op), shape_of_static(recurrent)[0]
    parameters: dict[str, Parameter] = {
        **sizes,
        **activation_of(op),
        "cell": cell,
        "is_reversed": int(way == "bw_"),
        "runs": runs,
    }
    types: list[TensorType[Any]] = [TensorType(f32, [*shape_of_static(input)[:-1], cell])]
    of_aux = None if aux is None else _matrix(op, f"{way}aux_input_weights")
    sums = product(b, input, weights, form_of_input, bias, asymmetric=asymmetric)
    if aux is not None and of_aux is not None:
        sums = accumulated(b, sums, product(b, aux, *of_aux, asymmetric=asymmetric))
    if form == "i8":
        types.append(TensorType(i8, [cell]))
        parameters["is_asymmetric"] = int(asymmetric)
    return b.call(f"rnn_{form}", [state, sums, recurrent], types, parameters, states=[0])[0]


def _matrix(op: TflOp, name: str) -> tuple[SSAValue, str]:
    """Weights as a kernel reads them, and their form."""
    if (value := op.operand(name)) is None:
        raise NoKernel(f"{name} is absent; kernels take one")
    form = form_of({name: value})
    return read_as(form, value), form


def _floats(op: TflOp, name: str) -> SSAValue:
    if (value := op.operand(name)) is None:
        raise NoKernel(f"{name} is absent; kernels take one")
    require_elements(name, value, f32)
    return value


def svdf(b: Lowering, op: ops.SVDFOp) -> Sequence[SSAValue]:
    """The products of all filters with the input, then one call that knows the filters' past."""
    input = op.operands[0]
    require_elements("input", input, f32)
    features, form = _matrix(op, "feature_weights")
    # Rule R2: times are multiplied as real numbers in any case.
    times, form_of_times = _matrix(op, "time_weights")
    state, bias = state_of(op, "activation_state"), b.operand(op, "input_gate_bias")
    filters, memory = shape_of_static(times)
    if not memory:
        raise NoKernel("time_weights hold 0 steps; kernels take 1 or more")
    rank, types = option(op, "rank"), float_types(op)
    parameters: dict[str, Parameter] = {
        "batch": shape_of_static(input)[0],
        "units": filters // rank,
        "rank": rank,
        "memory": memory,
        **activation_of(op),
    }
    newest = product(b, input, features, form, asymmetric=is_asymmetric(op))
    kernel = "svdf_f32" if form_of_times == "f32" else "svdf_w8"
    return b.call(kernel, [state, newest, times, bias], types, parameters, states=[0])


KERNELS: Mapping[type[Operation], Lower] = {
    ops.RNNOp: rnn,
    ops.UnidirectionalSequenceRNNOp: unidirectional_sequence_rnn,
    ops.BidirectionalSequenceRNNOp: bidirectional_sequence_rnn,
    ops.SVDFOp: svdf,
}
