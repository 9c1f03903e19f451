"""What integer kernels ask of the scales and zero points of their operands and results."""

from __future__ import annotations

from xdsl.dialects.builtin import IntegerType
from xdsl.ir import Attribute, SSAValue

from qir.attributes import element_type
from qir.dialects.interfaces import quantizable_weights
from qir.dialects.quant import UniformType
from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.tensors import Kind, Malformed, nonzero_zero_point, shape_of, stored_element
from qir.dialects.types import ELEMENT_TYPES

MAX_BIAS_DRIFT = 0.02
"""How far a bias's scale may be from input's times filter's, in units of the output's scale."""

FILTERS_OF: dict[Attribute, Kind] = {
    ELEMENT_TYPES["INT8"]: Kind.of("INT8", "INT4", "INT2"),
    ELEMENT_TYPES["UINT8"]: Kind.of("UINT8"),
    ELEMENT_TYPES["INT16"]: Kind.of("INT8", "INT4", "INT16"),
}
"""What integer inputs can be multiplied with."""

BIASES_OF: dict[Attribute, Kind] = {
    ELEMENT_TYPES["INT8"]: Kind.of("INT32"),
    ELEMENT_TYPES["UINT8"]: Kind.of("INT32"),
    ELEMENT_TYPES["INT16"]: Kind.of("INT32", "INT64"),
}
"""What such products are added up in."""


OF_PROBABILITIES: dict[Attribute, tuple[tuple[float, int], ...]] = {
    ELEMENT_TYPES["INT8"]: ((1 / 256, -128),),
    ELEMENT_TYPES["UINT8"]: ((1 / 256, 0),),
    ELEMENT_TYPES["INT16"]: ((1 / 32768, 0), (1 / 65536, -32768)),
}
"""0 to 1 in all the steps there are; int16 without a zero point, or with all of its range."""

OF_UNIT_BALL: dict[Attribute, tuple[tuple[float, int], ...]] = {
    ELEMENT_TYPES["INT8"]: ((1 / 128, 0),),
    ELEMENT_TYPES["UINT8"]: ((1 / 128, 128),),
    ELEMENT_TYPES["INT16"]: ((1 / 32768, 0),),
}
"""-1 to 1."""

OF_LOG_PROBABILITIES: dict[Attribute, tuple[tuple[float, int], ...]] = {
    ELEMENT_TYPES["INT8"]: ((16 / 256, 127),),
    ELEMENT_TYPES["UINT8"]: ((16 / 256, 255),),
}
"""-16 to 0."""


def check_accumulation(
    op: TflOp,
    *,
    input: str = "input",
    filter: str = "filter",
    bias: str = "bias",
    has_filter_offset: bool = True,
) -> None:
    """Input, filter and bias are all floats, or integers that add up in one accumulator.

    A float input may meet an integer filter: that is a hybrid op, its bias is float. Integer
    inputs need integer filters, and a bias at input's scale times filter's; scales per channel
    run along the filter's outputs. (What a hybrid kernel asks of a filter is up to the target.)
    Without `has_filter_offset` zero points of an int8 filter are 0.
    """
    of_input, of_filter, of_bias = (_stored(op.operand(name)) for name in (input, filter, bias))
    if of_input in FILTERS_OF:
        for name, found, kinds in ((filter, of_filter, FILTERS_OF), (bias, of_bias, BIASES_OF)):
            if found is not None and found not in kinds[of_input]:
                expected = f"{kinds[of_input]}, for {input} holds {of_input}"
                raise Malformed(f"{name} holds {found}", expected)
        _check_zero_points(op, bias)
        if not has_filter_offset and of_filter == ELEMENT_TYPES["INT8"]:
            _check_zero_points(op, filter)
        _check_filter_axis(op, filter)
        _check_bias_scale(op, input, filter, bias)
    elif type(of_bias) is IntegerType:
        raise Malformed(f"{bias} holds {of_bias}", f"floats as {input} does")


def _stored(value: SSAValue | None) -> Attribute | None:
    element = element_type(value.type) if value else None
    return stored_element(element) if element else None


def check_domain(op: TflOp, name: str) -> None:
    """The first result and the operand of this name are both floats or both integers."""
    given, made = _stored(op.operand(name)), _stored(op.results[0])
    takes, gives = type(given) is IntegerType, type(made) is IntegerType
    if takes and not gives:
        raise Malformed(f"the result holds {made}", f"integers, for {name} holds {given}")
    if gives and not takes:
        raise Malformed(f"the result holds {made}", f"floats, for {name} holds {given}")


def _check_zero_points(op: TflOp, name: str) -> None:
    value = op.operand(name)
    if value and (nonzero := nonzero_zero_point(element_type(value))):
        raise Malformed(f"{name} has zero point {nonzero}", "0, where the input is quantized")


def _check_filter_axis(op: TflOp, name: str) -> None:
    filter, weights = op.operand(name), quantizable_weights(type(op))
    element = element_type(filter) if filter else None
    shape = shape_of(filter) if filter else None
    if weights and shape and isinstance(element, UniformType) and element.is_per_channel:
        axis = weights.axis_of(op, len(shape))
        if element.axis.data != axis:
            expected = "one scale" if axis is None else f"axis {axis}"
            raise Malformed(f"{name} has scales along axis {element.axis.data}", expected)


def _check_bias_scale(op: TflOp, *names: str) -> None:
    """The rule of LiteRT's kernels, which check it where the filter has one scale."""
    values = [*map(op.operand, names), op.results[0]]
    scales = [_single_scale(element_type(value)) if value else None for value in values]
    if None in scales:
        return
    of_input, of_filter, of_bias, of_output = (scale or 0.0 for scale in scales)
    product = of_input * of_filter
    if abs(product - of_bias) > MAX_BIAS_DRIFT * of_output:
        raise Malformed(
            f"{names[2]} has scale {of_bias:g}", f"{product:g}, {names[0]}'s times {names[1]}'s"
        )


def _single_scale(type: Attribute | None) -> float | None:
    if not isinstance(type, UniformType) or type.is_per_channel or type.is_blockwise:
        return None
    return float(type.scales.array()[0])
