"""Weights and biases fitted to what samples multiply the weights with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from xdsl.dialects.builtin import ModuleOp
from xdsl.ir import SSAValue

from qir.diagnostics import QirError
from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.constants import constant_value
from qir.faults import place
from qir.interp.comparison import entry_function
from qir.interp.constants import constant_array
from qir.interp.values import real_values
from qir.interp.weight_rows import WeightForm, has_weight_rows, weight_form
from qir.numerics.affine import Affine
from qir.numerics.error_feedback import feedback_of, quantize_with_feedback
from qir.numerics.moments import Floats, mean_shift
from qir.passes.analysis.moments import WeightMoments, gather_moments
from qir.passes.quantization.constants import Constants, Storing
from qir.passes.quantization.layouts import Layout
from qir.samples import open_samples
from qir.weights import WeightAttr

Array = npt.NDArray[Any]
SECOND_BYTES, MOST_BYTES = 1 << 30, 1 << 33
"""For second moments at once, and for those of one weight: the samples are run again for the ops
that are left, and what needs more is rounded to nearest."""
COPIES = 4
"""Of second moments: their sums, damped, as a factor, and that in order."""


class Fitter:
    """Runs samples through a float module, and fits weights and biases to what it sees.

    `samples`: as `qir.samples` reads them; they are run as often as second moments, which error
    feedback needs, are too many to be in memory at once.
    """

    def __init__(self, module: ModuleOp, samples: Path) -> None:
        self.module = module
        self.samples = open_samples(samples, entry_function(module))
        self.moments: dict[TflOp, WeightMoments] = {}
        """Of ops that samples reach, without the second."""

    def look(self, ops: Sequence[TflOp]) -> None:
        """Gather the means that biases are corrected by, of ops whose are not known yet."""
        unseen = [op for op in ops if has_weight_rows(op) and op not in self.moments]
        if unseen:
            self._gather(unseen, is_fed_back=False)

    def round(
        self, constants: Constants, weights: Sequence[tuple[WeightAttr, Storing, Sequence[TflOp]]]
    ) -> None:
        """Round weights with error feedback, where all who share one multiply it in one way that is
        known, and there is memory for its second moments.

        `weights`: a constant, what becomes of it, and its users. Raises QirError where samples
        cannot be read or run, or what comes of them is not finite.
        """
        for part in _parts([each for each in weights if _can_be_fed_back(each[2])]):
            found = self._gather([op for *_, ops in part for op in ops], is_fed_back=True)
            for source, storing, ops in part:
                if moments := _joined(found.get(op) for op in ops):
                    rounded = partial(_rounded, source, storing, moments, place(ops[0]))
                    constants.round_by(source, storing, rounded)

    def shift(self, op: TflOp, weights: WeightAttr, stored: SSAValue) -> Floats | None:
        """What to add to the bias of each channel for the mean of the output to stay as it was;
        None where no sample reaches the op.

        `stored`: the constant that took the place of `weights`.
        """
        if (moments := self.moments.get(op)) is None:
            return None
        value, form = constant_value(stored.owner), moments.form
        assert value is not None
        replaced = form.matrices(real_values(stored, constant_array(value)))
        try:
            shift = mean_shift(form.matrices(weights.array()), replaced, moments.rows.mean)
        except ValueError as error:
            raise QirError(f"{place(op)}: {error}") from error
        return form.by_channel(shift)

    def _gather(self, ops: Sequence[TflOp], *, is_fed_back: bool) -> dict[TflOp, WeightMoments]:
        second = ops if is_fed_back else ()
        found = gather_moments(self.module, self.samples.read(), ops, with_second=second)
        for op, each in found.items():
            self.moments[op] = WeightMoments(each.form, replace(each.rows, second=None))
        return found


def _parts(
    weights: Sequence[tuple[WeightAttr, Storing, Sequence[TflOp]]],
) -> Iterator[list[tuple[WeightAttr, Storing, Sequence[TflOp]]]]:
    """As many weights at a time as there is memory for the second moments of."""
    part, taken = list[tuple[WeightAttr, Storing, Sequence[TflOp]]](), 0
    for each in weights:
        need = sum(map(_second_bytes, each[2]))
        if part and taken + need > SECOND_BYTES:
            yield part
            part, taken = [], 0
        part, taken = [*part, each], taken + need
    if part:
        yield part


def _can_be_fed_back(ops: Sequence[TflOp]) -> bool:
    forms = {weight_form(op) if has_weight_rows(op) else None for op in ops}
    return len(forms) == 1 and None not in forms and _second_bytes(ops[0]) <= MOST_BYTES


def _second_bytes(op: TflOp) -> int:
    """While weights are rounded: second moments, and what is made of them."""
    form = weight_form(op)
    return 0 if form is None else COPIES * form.second_bytes


def _joined(moments: Iterable[WeightMoments | None]) -> WeightMoments | None:
    """Of a weight that several ops share, those of them that samples reach; None of none."""
    first, *others = [*filter(None, moments)] or [None]
    return first if first is None else sum(filter(None, others), first)


def _rounded(
    source: WeightAttr, storing: Storing, moments: WeightMoments, where: str, parameters: Affine
) -> Array:
    form, second, layout = moments.form, moments.rows.second, storing.layout
    assert second is not None
    scales, zero_points = (_by_output(each, form, layout) for each in parameters)
    matrices, bounds = form.matrices(source.array()), storing.scheme.bounds
    try:
        integers = [
            quantize_with_feedback(each, feedback_of(own), scale, zero_point, bounds)
            for each, own, scale, zero_point in zip(
                matrices, second, scales, zero_points, strict=True
            )
        ]
    except ValueError as error:
        raise QirError(f"{where}: {error}") from error
    return form.weight(np.stack(integers), source.type.get_shape())


def _by_output(values: Array, form: WeightForm, layout: Layout) -> Array:
    """Scales or zero points as [groups, outputs, blocks]."""
    if layout.block:
        return values.reshape(form.groups, form.outputs, -1)
    if layout.axis is None:
        return np.broadcast_to(values, (form.groups, form.outputs, 1))
    channels = np.arange(form.groups * form.outputs) % form.channels
    return values[channels].reshape(form.groups, form.outputs, 1)
