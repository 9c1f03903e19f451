"""The models that the accuracy of compilation is tested with are traps, and no worse than that."""

from __future__ import annotations

import numpy as np
import pytest
from models import batch_runner
from trap_models import SAMPLES, TRAPS, speech

from qir.backends.tflite.writer import tflite_bytes
from qir.context import QirContext
from qir.driver.pipelines import run, step
from qir.numerics.difference import Difference


def sqnr(name: str, scheme: str) -> float:
    """Of the logits, where every large enough weight is stored like this."""
    module = TRAPS[name]()
    floats = tflite_bytes(module)
    steps = (
        step("canonicalize", for_quantization=True),
        step("quantize-weights", scheme=scheme),
        step("legalize-hybrid"),
    )
    run(steps, module, QirContext())
    before, after = (
        batch_runner(floats, builtin=True),
        batch_runner(tflite_bytes(module), builtin=True),
    )
    difference = Difference()
    for seed in range(8):
        (each,) = SAMPLES[name](seed)
        difference.add(before(each), after(each))
    return difference.sqnr


@pytest.mark.parametrize(("name", "least"), [("log_mel", 42), ("sensitive_head", 38)])
def test_weights_of_8_bits_are_harmless(name: str, least: float) -> None:
    assert sqnr(name, "int8-weight-only") > least


@pytest.mark.parametrize(("name", "most"), [("log_mel", 10), ("sensitive_head", 23)])
def test_activations_of_8_bits_are_not(name: str, most: float) -> None:
    assert sqnr(name, "int8") < most


def test_speech_has_loud_and_quiet_parts() -> None:
    (wave,) = speech(0)
    powers = (wave.reshape(-1, 320) ** 2).mean(axis=1)
    assert np.abs(wave).max() < 1
    assert powers.max() > 1e3 * powers.min() > 0
