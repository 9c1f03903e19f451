"""Means, sums and products of stored integers; rows are taken together, [count, ...] to [...].

Scales and zero points come as pairs; results are not yet saturated.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt

from qir.numerics.fixed_point import (
    Multiplier,
    multiply_by_quantized_multiplier,
    multiply_by_quantized_multiplier_half_up,
    multiply_wide_by_quantized_multiplier,
)
from qir.numerics.rounding import round_half_away

Integers = npt.NDArray[Any]
Parameters = tuple[float, int]
"""Scale and zero point."""

GROUP = 16
"""How many channels of an image are averaged at once (rule N10)."""


def mean_round_half_away(rows: Integers, input: Parameters, output: Parameters) -> Integers:
    """Rule N9."""
    count = len(rows)
    by = Multiplier.of(input[0] / output[0])
    bits = min(count.bit_length() - 1, 32, 31 + int(by.shift))
    divided = Multiplier((by.mantissa << bits) // count, by.shift - bits)
    totals = rows.sum(0, np.int64) - input[1] * count
    return multiply_by_quantized_multiplier(totals, divided) + output[1]


def mean_of_images(rows: Integers, input: Parameters, output: Parameters) -> Integers:
    """[height * width, batch, channels] to [batch, channels]; rule N10."""
    of_input, of_output = np.float32(input[0]), np.float32(output[0])
    offset = np.float32(input[1]) * of_input / of_output
    offset = np.trunc(offset + np.copysign(np.float32(0.5), offset))
    by = Multiplier.of(of_input / (np.float32(len(rows)) * of_output))
    totals = rows.sum(0, np.int64)
    whole = totals.shape[-1] - totals.shape[-1] % GROUP
    means = np.concatenate(
        [
            multiply_by_quantized_multiplier_half_up(totals[..., :whole], by),
            multiply_by_quantized_multiplier(totals[..., whole:], by),
        ],
        -1,
    )
    return means + (output[1] - int(offset))


def sum_round_half_away(rows: Integers, input: Parameters, output: Parameters) -> Integers:
    """Rule N11."""
    scale = np.float32(input[0]) / np.float32(output[0])
    bias = np.float32(-input[1]) * scale * np.float32(len(rows))
    totals = rows.sum(0, np.int64).astype(np.float32)
    return round_half_away(totals * scale + bias).astype(np.int64) + output[1]


def product_round_half_up(rows: Integers, input: Parameters, output: Parameters) -> Integers:
    """Rule N12."""
    by = Multiplier.of(input[0] / math.pow(output[0], 1 / len(rows)))
    differences = rows.astype(np.int64) - input[1]
    product: Integers = differences[0]
    for row in differences[1:]:
        product = multiply_wide_by_quantized_multiplier(product * row, by)
    return multiply_wide_by_quantized_multiplier(product, by) + output[1]
