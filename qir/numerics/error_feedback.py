"""Rounding weights one input at a time, each time making up for the errors made before (GPTQ).

For weights w of one output and rows x of inputs, integers q with real numbers r are sought for
which the mean of ((w - r) . x)^2 is small: (w - r) H (w - r), H the second moments of x. With
H = R R^T, R upper triangular, that is the sum over inputs j of

    ((w_j - r_j) R_jj + sum over i < j of (w_i - r_i) R_ij)^2

so that, input after input, the best r_j is the one nearest to w_j + (that sum) / R_jj. The same
integers follow from updating weights by the inverse of H, as the paper has it; this way needs no
inverse.

E. Frantar et al., GPTQ: Accurate Post-Training Quantization for Generative Pre-trained
Transformers, 2022, https://arxiv.org/abs/2210.17323
J. Chen et al., The Geometry of LLM Quantization: GPTQ as Babai's Nearest Plane Algorithm, 2025,
https://arxiv.org/abs/2507.18553
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from qir.numerics.affine import Affine, dequantize, quantize_round_half_even

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int8]

DAMPING = (0.01, 0.1, 1.0)
"""What is added to the diagonal of H, in parts of its mean: the first with which it is positive
definite. It keeps weights near where they were along directions that samples say little of."""
BLOCK_INPUTS = 128
"""Inputs whose errors are passed on to later ones together, by one product of matrices."""
BLOCK_OUTPUTS = 1024
"""Outputs that are rounded together; they do not depend on one another."""


@dataclass(frozen=True, eq=False)
class Feedback:
    """What rounding needs of the second moments of a weight's inputs; `feedback_of` makes it.

    `second`: H, [depth, depth].
    `factor`: R of the damped H, upper triangular, its inputs in the order of their rounding.
    `order`: the inputs in that order.
    `damping`: the one of `DAMPING` that was needed.
    """

    second: Floats
    factor: Floats
    order: npt.NDArray[np.intp]
    damping: float


def feedback_of(second: Floats) -> Feedback:
    """From second moments, [depth, depth].

    Inputs of largest moments are rounded first, when most others are there to make up for it.
    An input that is always 0 is rounded to nearest, and so is every input where H is diagonal.
    Raises ValueError where H is not finite, or not positive definite even with the largest damping,
    which is for what rounding does to moments of samples; these are with the least.
    """
    if not np.isfinite(second).all():
        raise ValueError("the second moments of its inputs are not finite")
    diagonal = np.diagonal(second)
    average = float(diagonal.mean()) if diagonal.size and diagonal.any() else 1.0
    order = np.argsort(-diagonal, kind="stable")
    # With all axes reversed, upper times its transpose is Cholesky's lower times its transpose.
    backwards = order[::-1]
    for damping in DAMPING:
        damped = second[np.ix_(backwards, backwards)]
        damped[np.diag_indices_from(damped)] += damping * average
        with suppress(np.linalg.LinAlgError):
            lower: Floats = np.asarray(np.linalg.cholesky(damped), np.float64)
            return Feedback(second, np.ascontiguousarray(lower[::-1, ::-1]), order, damping)
    raise ValueError("the second moments of its inputs are not positive definite")


def quantize_with_feedback(
    weights: npt.NDArray[Any],
    feedback: Feedback,
    scales: npt.NDArray[Any],
    zero_points: npt.NDArray[Any],
    bounds: tuple[int, int],
) -> Integers:
    """Integers within `bounds` for weights [outputs, depth]; int8, same shape.

    `scales`, `zero_points`: [outputs, blocks], of as many consecutive inputs each: real = scale *
    (integer - zero point). The integers of an output are the nearest where these leave no larger a
    mean square error.
    """
    result = np.empty(weights.shape, np.int8)
    for start in range(0, len(weights), BLOCK_OUTPUTS):
        rows = slice(start, start + BLOCK_OUTPUTS)
        grid = _Grid(scales[rows], zero_points[rows], weights.shape[1], bounds)
        result[rows] = _no_worse_than_nearest(weights[rows], feedback, grid)
    return result


class _Grid:
    """The real numbers that integers of each weight stand for."""

    def __init__(
        self,
        scales: npt.NDArray[Any],
        zero_points: npt.NDArray[Any],
        depth: int,
        bounds: tuple[int, int],
    ) -> None:
        blocks = scales.shape[1]
        if blocks == 0 or depth % blocks:
            raise ValueError(f"{blocks} blocks of {depth} inputs; expected as many inputs in each")
        self._all = Affine(scales.astype(np.float32).ravel(), zero_points.astype(np.int32).ravel())
        self._blocks, self._inputs = blocks, depth // blocks
        self._bounds = bounds

    def nearest(self, weights: npt.NDArray[Any]) -> Integers:
        """The nearest integers of all weights, [outputs, depth]."""
        rows = weights.reshape(-1, self._inputs)
        return quantize_round_half_even(rows, self._all, 0, self._bounds).reshape(weights.shape)

    def real(self, integers: Integers) -> Floats:
        """The numbers that integers of all weights stand for."""
        rows = integers.reshape(-1, self._inputs)
        return dequantize(rows, self._all, 0).astype(np.float64).reshape(integers.shape)

    def nearest_of_input(self, number: int, weights: Floats) -> tuple[Integers, Floats]:
        """The nearest integers of one input's weights, [outputs], and what they stand for."""
        own = self._all.of(slice(number // self._inputs, None, self._blocks))
        with np.errstate(over="ignore"):  # An infinite weight is out of bounds as any other.
            column = weights[:, np.newaxis].astype(np.float32)
        integers = quantize_round_half_even(column, own, 0, self._bounds)
        return integers[:, 0], dequantize(integers, own, 0)[:, 0].astype(np.float64)


def _no_worse_than_nearest(weights: npt.NDArray[Any], feedback: Feedback, grid: _Grid) -> Integers:
    nearest, found = grid.nearest(weights), _rounded(weights, feedback, grid)
    # Of errors a and b, a H a - b H b = (a - b) H (a + b).
    of_nearest, of_found = grid.real(nearest), grid.real(found)
    apart, together = of_nearest - of_found, 2 * weights.astype(np.float64) - of_nearest - of_found
    is_worse = ((apart @ feedback.second) * together).sum(1) > 0
    found[is_worse] = nearest[is_worse]
    return found


def _rounded(weights: npt.NDArray[Any], feedback: Feedback, grid: _Grid) -> Integers:
    """With feedback; inputs are rows here, so that those of one are side by side in memory."""
    factor, order = feedback.factor, feedback.order
    wanted = weights.T[order].astype(np.float64)
    errors = np.empty_like(wanted)
    found = np.empty(weights.shape, np.int8)
    for start in range(0, len(order), BLOCK_INPUTS):
        block = slice(start, start + BLOCK_INPUTS)
        carried = factor[:start, block].T @ errors[:start]
        for place, number in enumerate(order[block], start):
            own = factor[start:place, place] @ errors[start:place]
            target = wanted[place] + (carried[place - start] + own) / factor[place, place]
            found[:, number], real = grid.nearest_of_input(number, target)
            errors[place] = wanted[place] - real
    return found
