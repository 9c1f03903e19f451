"""Element by element: `qir/dialects/tfl/elementwise.py`."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from qir.diagnostics import QirError
from qir.dialects.tfl import elementwise as ops
from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.options import option
from qir.interp.fused import activated, saturated
from qir.interp.tables import by_table, rounded_once
from qir.interp.values import Affine, Array, affine, quantization, result_dtype
from qir.numerics.fixed_point import (
    Multiplier,
    multiply_by_quantized_multiplier,
    rounding_divide_by_pot,
)
from qir.numerics.inverse_root import inverse_root
from qir.numerics.reciprocal import divided_by_reciprocal
from qir.numerics.rounding import saturate

SUM_BITS = {1: 20, 2: 15}
"""By how many bits integers of so many bytes are shifted left before they are added (rule E1)."""
DIFFERENCE_BITS = 7
COMPARISON_BITS = 8
ROOT_BITS = 20


# --- arithmetic ---------------------------------------------------------------------------------


def add(op: ops.AddOp, lhs: Array, rhs: Array) -> Array:
    return _sum(op, lhs, rhs, 1)


def sub(op: ops.SubOp, lhs: Array, rhs: Array) -> Array:
    return _sum(op, lhs, rhs, -1)


def _sum(op: ops.AddOp | ops.SubOp, lhs: Array, rhs: Array, sign: int) -> Array:
    if not _is_quantized(op):
        return activated(op, lhs + rhs if sign > 0 else lhs - rhs)
    if (
        lhs.dtype == np.int16
        and option(op, "qir.pot_scale_int16")
        and all(map(_is_power, _scales(op)))
    ):
        return saturated(op, _sum_by_powers(op, lhs, rhs, sign))
    bits = SUM_BITS[lhs.itemsize]
    left, right, largest = _to_common_scale(op, lhs, rhs, bits)
    total = left + sign * right
    output = affine(op.results[0])
    by = Multiplier.of(2 * largest / float(np.float32(1 << bits) * np.float32(output.scale)))
    return saturated(op, multiply_by_quantized_multiplier(total, by) + output.zero_point)


def _to_common_scale(op: TflOp, lhs: Array, rhs: Array, bits: int) -> tuple[Array, Array, float]:
    """Both operands in units of twice the larger scale, shifted left, and that scale (rule E1)."""
    given = affine(op.operands[0]), affine(op.operands[1])
    largest = max(each.scale for each in given)
    left, right = (
        _rescaled(integers, each, each.scale / (2 * largest), bits)
        for integers, each in zip((lhs, rhs), given, strict=True)
    )
    return left, right, largest


def _rescaled(integers: Array, given: Affine, by: float, bits: int) -> Array:
    """Integers less their zero point, shifted left, times a real number."""
    wide = (integers.astype(np.int64) - given.zero_point) << bits
    return multiply_by_quantized_multiplier(wide, Multiplier.of(by))


def _sum_by_powers(op: TflOp, lhs: Array, rhs: Array, sign: int) -> Array:
    """int16 whose scales are powers of two (rule E2)."""
    output = _power(affine(op.results[0]).scale)
    rights = [output - _power(affine(value).scale) for value in op.operands]
    if min(rights) < 0 or 0 not in rights:
        raise QirError(
            "scales of operands and result are powers of two; expected one of the operands' to be "
            "the result's, and the other less, as LiteRT's kernel does"
        )
    left, right = (
        rounding_divide_by_pot(integers, shift)
        for integers, shift in zip((lhs, rhs), rights, strict=True)
    )
    return saturate(left + sign * right, np.int16)


def _scales(op: TflOp) -> list[float]:
    return [affine(value).scale for value in (*op.operands, *op.results)]


def _power(scale: float) -> int:
    return round(math.log2(scale))


def _is_power(scale: float) -> bool:
    return abs(math.log2(scale) - _power(scale)) < 1e-3


def mul(op: ops.MulOp, lhs: Array, rhs: Array) -> Array:
    """Rule E3."""
    if not _is_quantized(op):
        return activated(op, lhs * rhs)
    left, right, output = affine(op.operands[0]), affine(op.operands[1]), affine(op.results[0])
    by = np.float32(left.scale) * np.float32(right.scale) / np.float32(output.scale)
    product = (lhs.astype(np.int64) - left.zero_point) * (rhs.astype(np.int64) - right.zero_point)
    scaled = multiply_by_quantized_multiplier(product, Multiplier.of(by))
    return saturated(op, scaled + output.zero_point)


def div(op: ops.DivOp, lhs: Array, rhs: Array) -> Array:
    """Integers are cut, not rounded (rule E4); quantized ones follow rule E6."""
    if lhs.dtype.kind in "iu":
        _check_divisor(op, rhs)
    if not _is_quantized(op):
        return activated(op, lhs / rhs if lhs.dtype.kind in "fc" else _cut_quotient(lhs, rhs))
    left, right, output = affine(op.operands[0]), affine(op.operands[1]), affine(op.results[0])
    by = np.float32(left.scale) / (np.float32(right.scale) * np.float32(output.scale))
    numerator, denominator = np.broadcast_arrays(
        lhs.astype(np.int64) - left.zero_point, rhs.astype(np.int64) - right.zero_point
    )
    quotient = divided_by_reciprocal(numerator, denominator, Multiplier.of(by))
    return saturated(op, quotient + output.zero_point)


def _cut_quotient(lhs: Array, rhs: Array) -> Array:
    quotient = np.abs(lhs.astype(np.int64)) // np.abs(rhs.astype(np.int64))
    return (quotient * np.sign(lhs) * np.sign(rhs)).astype(lhs.dtype)


def floor_div(op: ops.FloorDivOp, lhs: Array, rhs: Array) -> Array:
    """In float64 (rule E4)."""
    if lhs.dtype.kind in "iu":
        _check_divisor(op, rhs)
    return np.floor(lhs.astype(np.float64) / rhs.astype(np.float64)).astype(lhs.dtype)


def floor_mod(op: ops.FloorModOp, lhs: Array, rhs: Array) -> Array:
    if lhs.dtype.kind in "iu":
        _check_divisor(op, rhs)
    return np.mod(lhs, rhs)


def _check_divisor(op: TflOp, rhs: Array) -> None:
    zero = affine(op.operands[1]).zero_point if _is_quantized(op) else 0
    if (rhs == zero).any():
        raise QirError("rhs holds 0; expected other integers to divide by")


def maximum(op: ops.MaximumOp, lhs: Array, rhs: Array) -> Array:
    """Stored integers are compared, whatever their scales (rule E5)."""
    return np.maximum(lhs, rhs)


def minimum(op: ops.MinimumOp, lhs: Array, rhs: Array) -> Array:
    """As MAXIMUM (rule E5)."""
    return np.minimum(lhs, rhs)


def pow_(op: ops.PowOp, lhs: Array, rhs: Array) -> Array:
    if lhs.dtype.kind in "iu" and (rhs < 0).any():
        raise QirError(f"rhs holds {rhs.min()}; expected powers of integers to be 0 or more")
    return np.power(lhs, rhs)


def squared_difference(op: ops.SquaredDifferenceOp, lhs: Array, rhs: Array) -> Array:
    """Rule E9."""
    if not _is_quantized(op):
        return np.square(lhs - rhs)
    left, right, largest = _to_common_scale(op, lhs, rhs, DIFFERENCE_BITS)
    output, twice = affine(op.results[0]), 2 * largest
    unit = float(np.float32(1 << 2 * DIFFERENCE_BITS) * np.float32(output.scale))
    scaled = multiply_by_quantized_multiplier(
        np.square(left - right), Multiplier.of(twice * twice / unit)
    )
    return saturate(scaled + output.zero_point, lhs.dtype)


def atan2(op: ops.Atan2Op, y: Array, x: Array) -> Array:
    return np.arctan2(y, x)


def bitwise_xor(op: ops.BitwiseXorOp, lhs: Array, rhs: Array) -> Array:
    return np.bitwise_xor(lhs, rhs)


def right_shift(op: ops.RightShiftOp, lhs: Array, rhs: Array) -> Array:
    return np.right_shift(lhs, rhs)


def add_n(op: ops.AddNOp, *inputs: Array) -> Array:
    total = inputs[0]
    for array in inputs[1:]:
        total = total + array
    return total


# --- comparison, logic and choice ---------------------------------------------------------------


def comparison(function: Callable[[Any, Any], Any]) -> Callable[..., Array]:
    """The function of an op that compares; quantized tensors by rule E10."""

    def compare(op: TflOp, lhs: Array, rhs: Array) -> Array:
        if quantization(op.operands[0]) is not None:
            given = affine(op.operands[0]), affine(op.operands[1])
            lhs, rhs = (
                _rescaled(integers, each, each.scale, COMPARISON_BITS)
                for integers, each in zip((lhs, rhs), given, strict=True)
            )
        return np.asarray(function(lhs, rhs), bool)

    return compare


def logical_and(op: ops.LogicalAndOp, lhs: Array, rhs: Array) -> Array:
    return np.logical_and(lhs, rhs)


def logical_or(op: ops.LogicalOrOp, lhs: Array, rhs: Array) -> Array:
    return np.logical_or(lhs, rhs)


def logical_not(op: ops.LogicalNotOp, input: Array) -> Array:
    return np.logical_not(input)


def select(op: ops.SelectOp, condition: Array, x: Array, y: Array) -> Array:
    if 0 < condition.ndim < x.ndim:
        condition = condition.reshape(-1, *[1] * (x.ndim - 1))
    return np.where(condition, x, y)


def select_v2(op: ops.SelectV2Op, condition: Array, x: Array, y: Array) -> Array:
    return np.where(condition, x, y)


# --- functions of one tensor --------------------------------------------------------------------


def exp(op: ops.ExpOp, input: Array) -> Array:
    return by_table(op, rounded_once(np.exp), input) if _is_quantized(op) else np.exp(input)


def log(op: ops.LogOp, input: Array) -> Array:
    """Numbers that have no logarithm give the least one of a quantized type."""
    if not _is_quantized(op):
        return np.log(input)
    output = affine(op.results[0])
    integers = float(np.iinfo(input.dtype).min - output.zero_point)
    least = np.float32(integers) * np.float32(output.scale)
    return by_table(op, lambda x: np.where(x > 0, rounded_once(np.log)(x), least), input)


def sqrt(op: ops.SqrtOp, input: Array) -> Array:
    """The quotient by a quantized result's scale is cut (rule E11)."""
    if not _is_quantized(op):
        return np.sqrt(input)
    given, output = affine(op.operands[0]), affine(op.results[0])
    reals = np.float32(given.scale) * (input.astype(np.float32) - np.float32(given.zero_point))
    if (reals < 0).any():
        raise QirError(f"input holds {reals.min():g}; expected 0 or more where it is quantized")
    quotient: Any = np.sqrt(reals) / np.float32(output.scale)
    return saturate(np.trunc(quotient) + output.zero_point, input.dtype)


def rsqrt(op: ops.RsqrtOp, input: Array) -> Array:
    """int8 by rule E12, int16 by table."""
    if not _is_quantized(op):
        return np.reciprocal(np.sqrt(input))
    given, output = affine(op.operands[0]), affine(op.results[0])
    if (input < given.zero_point).any():
        raise QirError(f"input holds {input.min()}, less than its zero point {given.zero_point}")
    if input.dtype == np.int16:
        most = np.float32(np.iinfo(np.int16).max) * np.float32(output.scale)
        return by_table(op, lambda x: np.where(x > 0, 1 / np.sqrt(x), most), input)
    differences = input.astype(np.int64) - given.zero_point
    root, scale = inverse_root(differences), np.sqrt(np.float32(given.scale))
    by = Multiplier.of(1 / float(scale * np.float32(output.scale)))
    wide = multiply_by_quantized_multiplier(
        np.ones_like(differences), Multiplier(root.mantissa, root.shift + ROOT_BITS)
    )
    narrow = Multiplier(by.mantissa, by.shift - ROOT_BITS)
    found = multiply_by_quantized_multiplier(wide, narrow) + output.zero_point
    return saturate(np.where(differences == 0, np.iinfo(np.int8).max, found), np.int8)


def abs_(op: ops.AbsOp, input: Array) -> Array:
    """Of a quantized one, the magnitude of integers less their zero point, quantized anew."""
    if not _is_quantized(op):
        return np.abs(input)
    given, output = affine(op.operands[0]), affine(op.results[0])
    magnitudes = np.abs(input.astype(np.int64) - given.zero_point)
    if given.scale != output.scale:
        by = Multiplier.of(np.float32(given.scale) / np.float32(output.scale))
        magnitudes = multiply_by_quantized_multiplier(magnitudes, by)
    return saturate(magnitudes + output.zero_point, input.dtype)


def unary(function: Callable[[Any], Any]) -> Callable[..., Array]:
    """The function of an op that has no quantized kernel."""

    def apply(op: TflOp, input: Array) -> Array:
        if _is_quantized(op):
            raise QirError("LiteRT has no kernel for quantized elements")
        return np.asarray(function(input), result_dtype(op.results[0]))

    return apply


def _is_quantized(op: TflOp) -> bool:
    return quantization(op.results[0]) is not None


EVALS: Mapping[type[TflOp], Callable[..., Any]] = {
    ops.AddOp: add,
    ops.SubOp: sub,
    ops.MulOp: mul,
    ops.DivOp: div,
    ops.FloorDivOp: floor_div,
    ops.FloorModOp: floor_mod,
    ops.MaximumOp: maximum,
    ops.MinimumOp: minimum,
    ops.PowOp: pow_,
    ops.SquaredDifferenceOp: squared_difference,
    ops.Atan2Op: atan2,
    ops.BitwiseXorOp: bitwise_xor,
    ops.RightShiftOp: right_shift,
    ops.AddNOp: add_n,
    ops.EqualOp: comparison(np.equal),
    ops.NotEqualOp: comparison(np.not_equal),
    ops.LessOp: comparison(np.less),
    ops.LessEqualOp: comparison(np.less_equal),
    ops.GreaterOp: comparison(np.greater),
    ops.GreaterEqualOp: comparison(np.greater_equal),
    ops.LogicalAndOp: logical_and,
    ops.LogicalOrOp: logical_or,
    ops.LogicalNotOp: logical_not,
    ops.SelectOp: select,
    ops.SelectV2Op: select_v2,
    ops.ExpOp: exp,
    ops.LogOp: log,
    ops.SqrtOp: sqrt,
    ops.RsqrtOp: rsqrt,
    ops.SinOp: unary(np.sin),
    ops.CosOp: unary(np.cos),
    ops.CeilOp: unary(np.ceil),
    ops.FloorOp: unary(np.floor),
    ops.RoundOp: unary(np.rint),
    ops.AbsOp: abs_,
    ops.NegOp: unary(np.negative),
    ops.SignOp: unary(np.sign),
    ops.SquareOp: unary(np.square),
    ops.ZerosLikeOp: unary(np.zeros_like),
}
