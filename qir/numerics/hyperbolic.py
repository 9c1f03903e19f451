"""Hyperbolic tangent of float32 as LiteRT has it, to the last bit (rule A6).

A rational function with the coefficients that Eigen has, which are the best of float32 by rminimax:
https://gitlab.inria.fr/sfilip/rminimax
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

BOUND = np.float32(7.90738964)
"""Where the function reaches 1."""
NUMERATOR = np.array([1.394553628e-8, 2.10273356e-5, 3.520756727e-3, 1.3402161e-1], np.float32)
DENOMINATOR = np.array(
    [8.015776984e-7, 3.326951409e-4, 2.597254514e-2, 4.67354834e-1, 1.0], np.float32
)
"""Coefficients of powers of x^2, the highest first."""


def tanh_rational(x: Floats) -> Floats:
    """(x + x^3 p(x^2)) / q(x^2), each product and each sum rounded to float32."""
    x = np.clip(x, -BOUND, BOUND)
    square: Floats = x * x
    cube: Floats = square * x
    return (cube * _polynomial(square, NUMERATOR) + x) / _polynomial(square, DENOMINATOR)


def _polynomial(x: Floats, coefficients: Floats) -> Floats:
    """By Horner's scheme."""
    value: Floats = np.full_like(x, coefficients[0])
    for coefficient in coefficients[1:]:
        value = value * x + coefficient
    return value
