"""Hard swish of bytes, in 16 bits (rule E22)."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from qir.numerics.fixed_point import Multiplier, rounding_divide_by_pot
from qir.numerics.rounding import saturate

Integers = npt.NDArray[Any]
FINE_BITS = 7
"""Differences are shifted left to be as exact as 16 bits allow."""


def hard_swish_of_bytes(differences: Integers, scale: float, output_scale: float) -> Integers:
    """x relu6(x + 3) / 6 of integers less their zero point, in units of `output_scale`; int64.

    `output_scale` must be at least 1/128 of `scale`, as LiteRT's kernel wants it.
    """
    fine_scale = np.float32(scale) / np.float32(1 << FINE_BITS)
    to_output, output_exponent = _multiplier(fine_scale / np.float32(output_scale))
    to_gate, exponent = _multiplier(fine_scale / (np.float32(3) / np.float32(32768)))
    fine = differences.astype(np.int64) << FINE_BITS
    gate = fine
    if exponent > 0:
        gate = saturate(gate << (exponent - 1), np.int16).astype(np.int64)
    gate = _high_mul(gate, to_gate)
    if exponent > 0:
        gate = saturate(gate << 1, np.int16).astype(np.int64)
    if exponent < 0:
        gate = rounding_divide_by_pot(gate, -exponent)
    product = ((gate + (1 << 15)) >> 1) * _high_mul(fine, to_output)
    cut = np.sign(product) * (np.abs(product) >> 15)
    return rounding_divide_by_pot(cut, -output_exponent)


def _multiplier(real: np.floating[Any]) -> tuple[int, int]:
    """A mantissa of 15 bits, and its exponent."""
    wide = Multiplier.of(real)
    mantissa = int(wide.mantissa)
    return min((mantissa + (1 << 15)) >> 16, 0x7FFF), int(wide.shift)


def _high_mul(x: Integers, mantissa: int) -> Integers:
    """The high half of 2 * x * mantissa of int16 numbers, halves up."""
    return (x * mantissa + (1 << 14)) >> 15
