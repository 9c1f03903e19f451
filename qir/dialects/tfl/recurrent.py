"""Recurrent cells and layers. Operands are positional; an absent one is a `tfl.no_value`.

Sizes: `in` elements of an input, `cell` of a state, `out` of an output. An LSTM with layer
normalization has four more operands; one without an input gate couples it to the forget gate
(CIFG); one without a projection has `out` = `cell`. https://arxiv.org/abs/1402.1128
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xdsl.irdl import SameVariadicOperandSize, opt_prop_def, region_def, traits_def

from qir.dialects.interfaces import QuantizableWeights
from qir.dialects.tfl.attributes import INTERMEDIATES
from qir.dialects.tfl.base import TflOp, tfl_op
from qir.dialects.tfl.options import option
from qir.dialects.tfl.quantization import check_accumulation
from qir.dialects.tfl.shapes import elements
from qir.dialects.tfl.tensors import (
    BIAS,
    FLOAT,
    REAL,
    WEIGHT,
    Malformed,
    Shape,
    Sizes,
    counted,
    operand,
    optional_operand,
    optional_result,
    result,
    shape_of,
    shown,
)


def _per_tensor(operands: tuple[int, ...]) -> QuantizableWeights:
    """Recurrent kernels take weights with one scale, all of them or none."""
    return QuantizableWeights(operands, channel_axis=None, together=True)


GATES = ("input", "forget", "cell", "output")

LSTM_WEIGHTS = (*range(1, 12), 16)
"""Input, recurrent and peephole weights of the four gates, and the projection."""

BIDIRECTIONAL_LSTM_WEIGHTS = (*range(1, 12), 16, *range(18, 29), 33, *range(40, 48))
"""The same for each direction, and the weights of the auxiliary input."""


def _gate_operands(way: str = "") -> dict[str, Any]:
    """Weights and biases of one direction, whose names begin with `way`; operands 1 to 17."""
    cell, out = f"{way}cell", f"{way}out"

    return (
        {
            f"{way}input_to_{gate}_weights": operand(
                f"{cell} in", WEIGHT, one_scale=True, may_be_absent=gate == "input"
            )
            for gate in GATES
        }
        | {
            f"{way}recurrent_to_{gate}_weights": operand(
                None, WEIGHT, one_scale=True, may_be_absent=gate == "input"
            )
            for gate in GATES
        }
        | {
            f"{way}cell_to_{gate}_weights": operand(cell, REAL, one_scale=True, may_be_absent=True)
            for gate in ("input", "forget", "output")
        }
        | {
            f"{way}{name}": operand(cell, BIAS, may_be_absent=gate == "input")
            for gate, name in zip(GATES, _bias_names(), strict=True)
        }
        | {
            f"{way}projection_weights": operand(
                f"{out} {cell}", WEIGHT, one_scale=True, may_be_absent=True
            ),
            f"{way}projection_bias": operand(out, BIAS, may_be_absent=True),
        }
    )


def _bias_names() -> list[str]:
    return ["cell_bias" if gate == "cell" else f"{gate}_gate_bias" for gate in GATES]


def _state_operands(way: str = "") -> dict[str, Any]:
    return {
        f"{way}input_activation_state": operand(None, REAL),
        f"{way}input_cell_state": operand(None, REAL),
    }


def _layer_norm_operands() -> dict[str, Any]:
    return {f"{gate}_layer_norm_coefficients": optional_operand("cell", REAL) for gate in GATES}


def _intermediates() -> dict[str, Any]:
    return {name: opt_prop_def() for name in INTERMEDIATES}


def _auxiliary_operands() -> dict[str, Any]:
    weights = {
        f"{way}aux_input_to_{gate}_weights": operand(
            f"{way}cell aux", WEIGHT, one_scale=True, may_be_absent=True
        )
        for way in ("fw_", "bw_")
        for gate in GATES
    }
    return {"aux_input": operand("outer inner aux", REAL, may_be_absent=True)} | weights


class LSTMLayerOp(TflOp):
    """What all full LSTMs verify, for each of their directions."""

    def check_direction(self, sizes: Sizes, batch: int | None, way: str = "") -> None:
        for name in ("cell_clip", "proj_clip"):
            if not option(self, name) >= 0:
                raise Malformed(f"{name} is {option(self, name)}", "0 or more")
        self._check_recurrent_weights(sizes, way)
        self._check_gates(way)
        check_accumulation(
            self,
            input="input",
            filter=f"{way}input_to_output_weights",
            bias=f"{way}output_gate_bias",
        )
        for name, size in (("activation", "out"), ("cell", "cell")):
            state = self.operand(f"{way}input_{name}_state")
            shape, width = shape_of(state) if state else None, sizes.get(way + size)
            if shape is None or batch is None or width is None:
                continue
            if elements(shape) not in (None, batch * width):
                found = f"{way}input_{name}_state has shape {shown(shape)}"
                raise Malformed(found, f"{batch * width} elements, {width} for each of {batch}")

    def infer_output(self, sizes: Sizes, way: str = "") -> None:
        """Add the size of an output of one direction, which the recurrent weights have."""
        weights = self.operand(f"{way}recurrent_to_output_weights")
        shape = shape_of(weights) if weights else None
        if shape and shape[-1] is not None:
            sizes.setdefault(f"{way}out", shape[-1])

    def _check_recurrent_weights(self, sizes: Sizes, way: str) -> None:
        """[cell, out], or the diagonal of such a matrix."""
        cell, out = sizes.get(f"{way}cell"), sizes.get(f"{way}out")
        for gate in GATES:
            name = f"{way}recurrent_to_{gate}_weights"
            weights = self.operand(name)
            shape = shape_of(weights) if weights else None
            if shape is None:
                continue
            if len(shape) not in (1, 2) or shape[0] not in (None, cell or shape[0]):
                raise Malformed(f"{name} has shape {shown(shape)}", f"[cell={cell}, out]")
            out = out if out is not None else shape[-1]
            if shape[-1] not in (None, out):
                raise Malformed(f"{name} has shape {shown(shape)}", f"[cell={cell}, out={out}]")
        if out is not None:
            sizes[f"{way}out"] = out

    def _check_gates(self, way: str) -> None:
        has_input_gate = self.operand(f"{way}input_to_input_weights") is not None
        for name in ("recurrent_to_input_weights", "input_gate_bias"):
            if (self.operand(way + name) is not None) != has_input_gate:
                found = f"{way}{name} is {'absent' if has_input_gate else 'there'}"
                expected = "it beside" if has_input_gate else "none without"
                raise Malformed(found, f"{expected} {way}input_to_input_weights")
        peepholes = [
            self.operand(f"{way}cell_to_{gate}_weights") is not None
            for gate in ("forget", "output", *(("input",) if has_input_gate else ()))
        ]
        if any(peepholes) != all(peepholes):
            raise Malformed(f"some of the {way}cell_to_*_weights are absent", "all or none")


@tfl_op(
    "LSTM", fields=_gate_operands() | _state_operands() | _layer_norm_operands() | _intermediates()
)
class LSTMOp(LSTMLayerOp):
    """One step of an LSTM, kernel type FULL."""

    irdl_options = (SameVariadicOperandSize(),)
    internal = region_def()
    input = operand("batch in", REAL)
    output = result("batch out", REAL, like="input")
    traits = traits_def(_per_tensor(LSTM_WEIGHTS))

    def check(self, sizes: Sizes) -> None:
        if self.internal.blocks:
            raise Malformed("region internal is not empty", "it to be")
        if option(self, "kernel_type") != "FULL":
            raise Malformed(f"kernel_type is {option(self, 'kernel_type')}", "FULL")
        self.check_direction(sizes, sizes.get("batch"))

    def infer_sizes(self, sizes: Sizes) -> None:
        self.infer_output(sizes)


@tfl_op("LSTM")
class BasicLSTMOp(TflOp):
    """One step of an LSTM, kernel type BASIC: one matrix for all gates, and no hybrid kernel."""

    name = "tfl.basic_lstm"
    data_input = operand("batch in", REAL)
    prev_activ_input = operand("batch cell", REAL)
    weights_input = operand("gates depth", WEIGHT)
    biases_input = operand("gates", BIAS)
    prev_state_input = operand("batch cell", REAL)
    activ_output = result("batch cell", REAL)
    state_output = result("batch cell", REAL)
    concat_temp = result("batch depth", REAL)
    activ_temp = result("batch gates", REAL)

    def check(self, sizes: Sizes) -> None:
        if option(self, "kernel_type") != "BASIC":
            raise Malformed(f"kernel_type is {option(self, 'kernel_type')}", "BASIC")
        depth, cell = sizes.get("in"), sizes.get("cell")
        if cell is None:
            return
        if sizes.get("gates", 4 * cell) != 4 * cell:
            raise Malformed(
                f"weights_input has {sizes['gates']} rows", f"{4 * cell}, 4 for each cell"
            )
        if depth is not None and sizes.get("depth", depth + cell) != depth + cell:
            found = f"weights_input has {sizes['depth']} columns"
            raise Malformed(found, f"{depth + cell}, as input and state have")


def sequence_batch(op: TflOp, shape: Shape | None) -> int | None:
    """Batch of a sequence: [time, batch, in] where `time_major`, else [batch, time, in]."""
    return None if shape is None else shape[1 if option(op, "time_major") else 0]


@tfl_op(
    "UNIDIRECTIONAL_SEQUENCE_LSTM",
    fields=_gate_operands() | _state_operands() | _layer_norm_operands() | _intermediates(),
)
class UnidirectionalSequenceLSTMOp(LSTMLayerOp):
    irdl_options = (SameVariadicOperandSize(),)
    input = operand("outer inner in", REAL)
    output = result("outer inner out", REAL, like="input")
    traits = traits_def(_per_tensor(LSTM_WEIGHTS))

    def check(self, sizes: Sizes) -> None:
        self.check_direction(sizes, sequence_batch(self, shape_of(self.operands[0])))

    def infer_shapes(self, sizes: Sizes) -> Sequence[Shape | None]:
        shape = shape_of(self.operands[0])
        self.infer_output(sizes)
        return [None if shape is None else (*shape[:2], sizes.get("out"))]


@tfl_op(
    "BIDIRECTIONAL_SEQUENCE_LSTM",
    fields=_gate_operands("fw_")
    | _gate_operands("bw_")
    | _state_operands("fw_")
    | _state_operands("bw_")
    | _auxiliary_operands(),
)
class BidirectionalSequenceLSTMOp(LSTMLayerOp):
    """Two LSTMs, one from each end; their outputs come apart, or joined where `merge_outputs`."""

    input = operand("outer inner in", REAL)
    fw_output = result("outer inner _", REAL, like="input")
    bw_output = optional_result("outer inner _", REAL, like="input")
    traits = traits_def(_per_tensor(BIDIRECTIONAL_LSTM_WEIGHTS))

    def check(self, sizes: Sizes) -> None:
        batch = sequence_batch(self, shape_of(self.operands[0]))
        for way in ("fw_", "bw_"):
            self.check_direction(sizes, batch, way)

    def infer_shapes(self, sizes: Sizes) -> Sequence[Shape | None]:
        for way in ("fw_", "bw_"):
            self.infer_output(sizes, way)
        return bidirectional_shapes(self, sizes, "out")


def bidirectional_shapes(op: TflOp, sizes: Sizes, width: str) -> Sequence[Shape | None]:
    """Of a layer with a forward and a backward output, `width` wide."""
    expected = 1 if option(op, "merge_outputs") else 2
    if len(op.results) != expected:
        merged = "" if expected == 1 else "not "
        found = f"{counted(len(op.results), 'result')} where outputs are {merged}merged"
        raise Malformed(found, str(expected))
    shape = shape_of(op.operands[0])
    widths = [sizes.get(f"{way}{width}") for way in ("fw_", "bw_")]
    if shape is None:
        return [None] * expected
    if expected == 2:
        return [(*shape[:2], each) for each in widths]
    forward, backward = widths
    return [(*shape[:2], None if forward is None or backward is None else forward + backward)]


RNN_WEIGHTS = (1, 2)
BIDIRECTIONAL_RNN_WEIGHTS = (1, 2, 5, 6, 10, 11)
"""Input and recurrent weights of each direction, and those of the auxiliary input."""


@tfl_op("RNN")
class RNNOp(TflOp):
    """One step of output = activation(W input + R state + bias)."""

    input = operand("batch in", FLOAT)
    input_weights = operand("cell in", WEIGHT, one_scale=True)
    recurrent_weights = operand("cell cell", WEIGHT, like="input_weights", one_scale=True)
    bias = operand("cell", FLOAT)
    hidden_state = operand("batch cell", FLOAT)
    output = result("batch cell", FLOAT)
    traits = traits_def(_per_tensor(RNN_WEIGHTS))


@tfl_op("UNIDIRECTIONAL_SEQUENCE_RNN")
class UnidirectionalSequenceRNNOp(TflOp):
    """RNN along a sequence."""

    input = operand("outer inner in", FLOAT)
    input_weights = operand("cell in", WEIGHT, one_scale=True)
    recurrent_weights = operand("cell cell", WEIGHT, like="input_weights", one_scale=True)
    bias = operand("cell", FLOAT)
    hidden_state = operand("batch cell", FLOAT)
    output = result("outer inner cell", FLOAT)
    traits = traits_def(_per_tensor(RNN_WEIGHTS))

    def infer_shapes(self, sizes: Sizes) -> Sequence[Shape | None]:
        shape = shape_of(self.operands[0])
        check_state_batch(self, "hidden_state", sequence_batch(self, shape), sizes.get("batch"))
        return [None if shape is None else (*shape[:2], sizes.get("cell"))]


@tfl_op("BIDIRECTIONAL_SEQUENCE_RNN")
class BidirectionalSequenceRNNOp(TflOp):
    """Two RNNs, one from each end; their outputs come apart, or joined where `merge_outputs`."""

    input = operand("outer inner in", FLOAT)
    fw_input_weights = operand("fw_cell in", WEIGHT, one_scale=True)
    fw_recurrent_weights = operand("fw_cell fw_cell", WEIGHT, one_scale=True)
    fw_bias = operand("fw_cell", FLOAT)
    fw_hidden_state = operand("batch fw_cell", FLOAT)
    bw_input_weights = operand("bw_cell in", WEIGHT, one_scale=True)
    bw_recurrent_weights = operand("bw_cell bw_cell", WEIGHT, one_scale=True)
    bw_bias = operand("bw_cell", FLOAT)
    bw_hidden_state = operand("batch bw_cell", FLOAT)
    aux_input = operand("outer inner aux", FLOAT, may_be_absent=True)
    fw_aux_input_weights = operand("fw_cell aux", WEIGHT, one_scale=True, may_be_absent=True)
    bw_aux_input_weights = operand("bw_cell aux", WEIGHT, one_scale=True, may_be_absent=True)
    fw_output = result("outer inner _", FLOAT)
    bw_output = optional_result("outer inner _", FLOAT)
    traits = traits_def(_per_tensor(BIDIRECTIONAL_RNN_WEIGHTS))

    def check(self, sizes: Sizes) -> None:
        has_weights = [self.operand(f"{way}_aux_input_weights") is not None for way in ("fw", "bw")]
        if any(has_weights) != all(has_weights):
            raise Malformed("one of the aux_input_weights is absent", "both or none")

    def infer_shapes(self, sizes: Sizes) -> Sequence[Shape | None]:
        batch = sequence_batch(self, shape_of(self.operands[0]))
        check_state_batch(self, "fw_hidden_state", batch, sizes.get("batch"))
        return bidirectional_shapes(self, sizes, "cell")


def check_state_batch(op: TflOp, name: str, batch: int | None, found: int | None) -> None:
    if batch is not None and found is not None and batch != found:
        raise Malformed(f"{name} is for a batch of {found}", f"{batch} as input has")


@tfl_op("SVDF")
class SVDFOp(TflOp):
    """Singular value decomposition filter, `rank` filters for each unit.

    https://research.google.com/pubs/archive/43813.pdf
    """

    input = operand("batch in", REAL)
    feature_weights = operand("filters in", WEIGHT, one_scale=True)
    time_weights = operand("filters memory", WEIGHT, one_scale=True)
    input_gate_bias = operand("units", BIAS, may_be_absent=True)
    activation_state = operand("batch state", REAL)
    output = result("batch units", REAL)
    traits = traits_def(_per_tensor((1, 2)))
    AT_LEAST_ONE = ("rank",)

    def infer_sizes(self, sizes: Sizes) -> None:
        if "filters" in sizes:
            sizes.setdefault("units", sizes["filters"] // option(self, "rank"))

    def check(self, sizes: Sizes) -> None:
        filters, memory, state = map(sizes.get, ("filters", "memory", "state"))
        if filters is None:
            return
        rank = option(self, "rank")
        if filters % rank:
            raise Malformed(f"feature_weights has {filters} filters", f"a multiple of rank {rank}")
        if sizes.setdefault("units", filters // rank) != filters // rank:
            raise Malformed(f"input_gate_bias has {sizes['units']} units", str(filters // rank))
        if memory is not None and state is not None and state != memory * filters:
            found = f"activation_state has {state} elements a row"
            raise Malformed(found, f"{memory * filters}, {memory} for each of {filters} filters")
