"""The bundled models shrink nearly four times and go on reading digits."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pytest
from models import Array, batch_runner, digits

import qir
from qir.targets import LITERT_TARGETS

SHRINK = 3.7
POINTS = 0.3
"""Greatest loss of accuracy, in percentage points."""


@cache
def probabilities(model: bytes, builtin: bool) -> Array:
    """Of all digits; targets that give the same file are run once."""
    run = batch_runner(model, builtin=builtin)
    return np.concatenate([run(image[np.newaxis]) for image in digits()[0]])


def percent_correct(found: Array) -> float:
    return 100 * float((found.argmax(axis=1) == digits()[1]).mean())


@pytest.mark.parametrize("target", LITERT_TARGETS)
def test_small_and_accurate(bundled_model: Path, target: str) -> None:
    result = qir.quantize(bundled_model, target=target)
    size = bundled_model.stat().st_size
    assert result.report.bytes_before == size
    assert len(result.model) * SHRINK <= size
    before = probabilities(bundled_model.read_bytes(), False)
    after = probabilities(result.model, target == "litert-builtin")
    assert after.shape == (2000, 10)
    assert np.abs(after.sum(axis=1) - 1).max() < 1e-3
    assert percent_correct(before) > 95
    assert percent_correct(after) >= percent_correct(before) - POINTS
    assert np.abs(after - before).mean() < 0.01


@pytest.mark.parametrize("target", LITERT_TARGETS)
def test_a_model_for_one_target_runs_on_the_other(bundled_model: Path, target: str) -> None:
    model = qir.quantize(bundled_model, target=target).model
    image = digits()[0][:1]
    for builtin in (False, True):
        assert np.abs(batch_runner(model, builtin=builtin)(image).sum() - 1) < 1e-3
