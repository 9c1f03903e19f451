"""`qir tune`: what it writes, and how it decides which kernels disturb which."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

pytest.importorskip("ai_edge_litert", reason="needs the extra 'runtime'")

from qir.costs import read_costs
from qir.diagnostics import QirError
from qir.driver import tune as tuning
from qir.driver.cli import cli
from qir.driver.litert_runtime import new_runtime
from qir.driver.micro_models import PLAIN, micro_model, plain_model
from qir.driver.progress import Progress
from qir.driver.timing import Timer
from qir.frontends.tflite import read_tflite
from qir.work import FLOAT, FORMS, KINDS, Sizes, Work, form_of, work_of

TARGETS = ("litert-xnnpack", "litert-builtin")


@pytest.mark.parametrize("target", TARGETS)
def test_a_quick_run(target: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    few = {"FULLY_CONNECTED": ((1, 4), (32, 64), (16, 64)), "SVDF": ((1,), (40,), (64,))}
    monkeypatch.setattr(tuning, "GRIDS", few)
    file = tmp_path / "costs.json"
    cli.main(["tune", "--quick", "--target", target, "-o", str(file)], standalone_mode=False)
    found = read_costs(file)
    assert found.target == target
    assert found.runtime.startswith("ai-edge-litert ")
    assert {*found.grids} == {*few}
    assert {FLOAT, "int8", "int4", "int2"} <= {*found.grids["FULLY_CONNECTED"].times}
    assert {*found.grids["SVDF"].times} == {FLOAT, "int8", "int4-weight-only"}
    assert found.grids["FULLY_CONNECTED"].times[FLOAT].shape == (2, 2, 2)
    is_blockwise = "int4-block32" in found.grids["FULLY_CONNECTED"].times
    assert is_blockwise == (target == "litert-xnnpack")


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("kind", KINDS)
def test_micro_models_are_what_they_say(kind: str, target: str) -> None:
    sizes = tuple(axis[0] for axis in tuning.GRIDS[kind])
    found = {form: micro_model(kind, sizes, form, target) for form in FORMS}
    assert found[FLOAT] is not None
    for form, model in found.items():
        if model is not None:
            ops = [op for op in read_tflite(model).walk() if work_of(op)]
            assert [(work_of(op), form_of(op)) for op in ops] == [((Work(kind, sizes),), form)]
            new_runtime(model, xnnpack=target == "litert-xnnpack").allocate_tensors()


@pytest.mark.parametrize("builtin", PLAIN)
def test_models_without_weights_run(builtin: str) -> None:
    new_runtime(plain_model(builtin), xnnpack=True).allocate_tensors()


def test_a_kernel_that_there_is_not() -> None:
    assert micro_model("DEPTHWISE_CONV_2D", (9, 9, 16), "int8", "litert-xnnpack") is None


# What disturbs


class Machine:
    """Stands for a process: what is `disturbing` leaves it in a state in which `victims` take three
    times as long, until one of `ending` runs."""

    def __init__(self, disturbing: Sequence[str], victims: Sequence[str], ending: Sequence[str]):
        self.disturbing, self.victims, self.ending = disturbing, victims, ending
        self.models: list[str] = []
        self.is_disturbed = False

    def __enter__(self) -> Machine:
        return self

    def __exit__(self, *rest: object) -> None:
        pass

    def load(self, model: bytes) -> int:
        self.models.append(model.decode(errors="replace"))
        return len(self.models) - 1

    def time(self, *numbers: int, invokes: int) -> float:
        time = 0.0
        for name in [self.models[number] for number in numbers] * 2:
            time = 30.0 if self.is_disturbed and name in self.victims else 10.0
            if name in (*self.disturbing, *self.ending):
                self.is_disturbed = name in self.disturbing
        return time


class Simulated(tuning.Tuner):
    """Times such machines in place of LiteRT, and models that are their names."""

    def __init__(self, disturbing: Sequence[str], victims: Sequence[str], ending: Sequence[str]):
        super().__init__("litert-xnnpack", tuning.QUICK, Progress(enabled=False))
        self.machine = disturbing, victims, ending

    def timer(self) -> Any:
        return Machine(*self.machine)

    def model(self, kind: str, sizes: Sizes, form: str) -> bytes:
        return f"{kind} {form}".encode()


@pytest.mark.parametrize("slow", [[], ["FULLY_CONNECTED int8"], ["CONV_2D int8", "CONV_2D float"]])
def test_what_disturbs_is_found(slow: list[str]) -> None:
    kernels = {
        f"{kind} {form}": (kind, form)
        for kind in ("FULLY_CONNECTED", "CONV_2D", "SVDF", "UNIDIRECTIONAL_SEQUENCE_RNN")
        for form in (FLOAT, "int8")
    }
    victims = {"SVDF float"} | {f"UNIDIRECTIONAL_SEQUENCE_RNN {form}" for form in (FLOAT, "int8")}
    ending = ["FULLY_CONNECTED float"]
    tuner = Simulated(slow, [*victims], ending)
    found = tuner.disturbance(kernels)
    assert found.by == {*slow}
    assert found.slowed.keys() == (victims if slow else set())
    assert all(factor == pytest.approx(3) for factor in found.slowed.values())
    assert found.ended_by == ({*ending} if slow else set())


def test_a_model_that_litert_does_not_take() -> None:
    with Timer(xnnpack=False) as timer, pytest.raises(QirError, match="LiteRT"):
        timer.load(b"no model")


def test_a_timer_times() -> None:
    model = plain_model("ADD")
    with Timer(xnnpack=True) as timer:
        one, other = timer.load(model), timer.load(model)
        assert timer.time(one, other, invokes=3) > 0
        timer.drop(one)
        assert timer.time(other, invokes=1) > 0


def test_the_grids_cover_all_kinds() -> None:
    assert {*tuning.GRIDS} == {*KINDS}
    for kind, axes in tuning.GRIDS.items():
        assert len(axes) == len(KINDS[kind].axes)
        assert all(np.all(np.diff(axis) > 0) for axis in axes)
