"""Tables of costs: what they predict, what is written is read, and what is damaged is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from math import prod
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qir.context import QirContext
from qir.costs import (
    NONE,
    Costs,
    Disturbance,
    Grid,
    find_costs,
    packaged_costs,
    read_costs,
)
from qir.diagnostics import QirError
from qir.frontends.mlir import parse_mlir
from qir.targets import TARGETS
from qir.work import FLOAT, FORMS, KINDS, Work, form_of, work_of

SIZES = st.integers(1, 5000)
TIMES = st.floats(1e-3, 1e6)


@st.composite
def axes(draw: st.DrawFn, kind: str) -> tuple[tuple[int, ...], ...]:
    axis = st.lists(SIZES, min_size=1, max_size=3, unique=True).map(lambda sizes: (*sorted(sizes),))
    return tuple(draw(axis) for _ in KINDS[kind].axes)


@st.composite
def grids(draw: st.DrawFn, kind: str, forms: tuple[str, ...] = FORMS) -> Grid:
    found = draw(axes(kind))
    shape = tuple(map(len, found))
    times = st.lists(TIMES, min_size=prod(shape), max_size=prod(shape))
    measured = draw(st.lists(st.sampled_from(forms), min_size=1, unique=True))
    return Grid(found, {form: np.array(draw(times)).reshape(shape) for form in measured})


@st.composite
def tables(draw: st.DrawFn) -> Costs:
    kinds = draw(st.lists(st.sampled_from([*KINDS]), unique=True, max_size=3))
    names = st.frozensets(st.text(max_size=4), max_size=3)
    slowed = draw(st.dictionaries(st.text(max_size=4), TIMES, max_size=3))
    return Costs(
        draw(st.text()),
        draw(st.text()),
        draw(st.text()),
        {kind: draw(grids(kind)) for kind in kinds},
        Disturbance(draw(names), draw(names), slowed),
    )


def table(kind: str, grid: Grid) -> Costs:
    return Costs("litert-xnnpack", "", "", {kind: grid}, Disturbance())


# What a table predicts


@given(data=st.data(), kind=st.sampled_from([*KINDS]))
def test_what_was_measured_is_predicted(data: st.DataObject, kind: str) -> None:
    grid = data.draw(grids(kind, (FLOAT,)))
    at = tuple(data.draw(st.integers(0, len(axis) - 1)) for axis in grid.axes)
    sizes = tuple(axis[i] for axis, i in zip(grid.axes, at, strict=True))
    found = table(kind, grid).time_of(Work(kind, sizes), FLOAT)
    assert found == pytest.approx(grid.times[FLOAT][at])


@given(data=st.data(), kind=st.sampled_from(["CONV_2D", "CONV_2D grouped"]))
def test_more_work_takes_longer_where_that_was_measured(data: st.DataObject, kind: str) -> None:
    """Of products, also beyond the grid; there, recurrent kinds share inputs among more cells."""
    grid = data.draw(grids(kind, (FLOAT,)))
    growing = grid.times[FLOAT]
    for axis in range(growing.ndim):
        growing = np.maximum.accumulate(growing, axis)
    costs = table(kind, Grid(grid.axes, {FLOAT: growing}))
    less = tuple(data.draw(SIZES) for _ in grid.axes)
    more = tuple(size + data.draw(SIZES) for size in less)
    one, other = (costs.time_of(Work(kind, sizes), FLOAT) for sizes in (less, more))
    assert one is not None and other is not None
    assert 0 < one <= other * (1 + 1e-9)


@given(data=st.data(), kind=st.sampled_from([*KINDS]), times=st.integers(2, 1000))
def test_beyond_the_edge_a_multiplication_takes_as_long(
    data: st.DataObject, kind: str, times: int
) -> None:
    """The first axis is in proportion to the multiplications, of every kind."""
    costs = table(kind, data.draw(grids(kind, (FLOAT,))))
    first, *others = costs.grids[kind].axes
    rest = tuple(data.draw(SIZES) for _ in others)
    edge = costs.time_of(Work(kind, (first[-1], *rest)), FLOAT)
    beyond = costs.time_of(Work(kind, (times * first[-1], *rest)), FLOAT)
    assert edge is not None
    assert beyond == pytest.approx(times * edge)


def test_in_between_logarithms_are_linear() -> None:
    grid = Grid(((1,), (8,), (1, 100)), {FLOAT: np.array([[[2.0, 32.0]]])})
    found = table("FULLY_CONNECTED", grid).time_of(Work("FULLY_CONNECTED", (1, 8, 10)), FLOAT)
    assert found == pytest.approx(8)


def test_what_was_not_measured_is_not_predicted() -> None:
    costs = table("FULLY_CONNECTED", Grid(((1,), (1,), (1,)), {FLOAT: np.ones((1, 1, 1))}))
    assert costs.time_of(Work("FULLY_CONNECTED", (1, 1, 1)), "int8") is None
    assert costs.time_of(Work("SVDF", (1, 1, 1)), FLOAT) is None


def test_work_that_is_done_several_times() -> None:
    costs = table("BATCH_MATMUL", Grid(((1,), (1,), (1,)), {FLOAT: np.ones((1, 1, 1))}))
    assert costs.time_of(Work("BATCH_MATMUL", (1, 1, 1), count=3), FLOAT) == pytest.approx(3)


# What ops have to do

OPS = {
    '"tfl.conv_2d"(%x, %w) <{padding = "SAME", stride_h = 2 : i32, stride_w = 2 : i32}>'
    " : (tensor<?x4x6x8xf32>, tensor<5x3x3x8xf32>) -> tensor<?x2x3x5xf32>": (
        Work("CONV_2D", (6, 72, 5)),
    ),
    '"tfl.conv_2d"(%x, %w) <{padding = "SAME", stride_h = 1 : i32, stride_w = 1 : i32}>'
    " : (tensor<2x4x6x8xf32>, tensor<5x1x1x8xf32>) -> tensor<2x4x6x5xf32>": (
        Work("CONV_2D 1x1", (48, 8, 5)),
    ),
    '"tfl.conv_2d"(%x, %w) <{padding = "SAME", stride_h = 2 : i32, stride_w = 2 : i32}>'
    " : (tensor<1x4x6x8xf32>, tensor<5x1x1x8xf32>) -> tensor<1x2x3x5xf32>": (
        Work("CONV_2D", (6, 8, 5)),
    ),
    '"tfl.conv_2d"(%x, %w) <{padding = "SAME", stride_h = 1 : i32, stride_w = 1 : i32}>'
    " : (tensor<1x4x6x8xf32>, tensor<6x3x3x4xf32>) -> tensor<1x4x6x6xf32>": (
        Work("CONV_2D grouped", (2, 24, 36, 3)),
    ),
    '"tfl.fully_connected"(%x, %w) : (tensor<2x3x8xf32>, tensor<5x8xf32>) -> tensor<6x5xf32>': (
        Work("FULLY_CONNECTED", (6, 8, 5)),
    ),
    '"tfl.batch_matmul"(%x, %w) <{adj_y = true}>'
    " : (tensor<2x3x8xf32>, tensor<2x5x8xf32>) -> tensor<2x3x5xf32>": (
        Work("BATCH_MATMUL", (3, 8, 5), 2),
    ),
    '"tfl.abs"(%x) : (tensor<2xf32>) -> tensor<2xf32>': (),
    '"tfl.fully_connected"(%x, %w) : (tensor<2x3x8xf32>, tensor<?x8xf32>) -> tensor<6x?xf32>': (),
}


@pytest.mark.parametrize(("text", "work"), OPS.items())
def test_work(text: str, work: tuple[Work, ...]) -> None:
    operands, result = text.rpartition(" : (")[2].split(") -> ")
    arguments = zip(("%x", "%w"), operands.split(", "), strict=False)
    declared = ", ".join(f"{name}: {type}" for name, type in arguments)
    module = parse_mlir(
        f"func.func @main({declared}) -> {result} {{\n"
        f"  %y = {text}\n  func.return %y : {result}\n}}",
        QirContext(),
    )
    (function,) = module.ops
    op = next(iter(function.regions[0].block.ops))
    assert work_of(op) == work
    assert form_of(op) == (None if not work and "abs" in text else FLOAT)


# Tables that QIR comes with


@pytest.mark.parametrize("target", ["litert-xnnpack", "litert-builtin"])
def test_tables_are_what_the_command_writes(target: str) -> None:
    found = packaged_costs(target)
    assert found is not None
    assert found.target == target
    assert {*found.grids} == {*KINDS}
    path = Path(__file__).parents[1] / "qir" / "measured" / f"{target}.json"
    assert found.to_bytes() == path.read_bytes()


def test_a_target_may_have_no_table() -> None:
    assert "litert-xnnpack-avx2" in TARGETS
    assert find_costs("litert-xnnpack-avx2") is None
    assert find_costs("litert-xnnpack", NONE) is None


# The file


@given(costs=tables())
def test_what_is_written_is_read(costs: Costs, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.getbasetemp() / "costs.json"
    path.write_bytes(costs.to_bytes())
    found = read_costs(path)
    assert (found.target, found.runtime, found.cpu) == (costs.target, costs.runtime, costs.cpu)
    assert found.disturbance.by == costs.disturbance.by
    assert {*found.grids} == {*costs.grids}
    for kind, grid in costs.grids.items():
        assert found.grids[kind].axes == grid.axes
        for form, times in grid.times.items():
            np.testing.assert_allclose(found.grids[kind].times[form], times, rtol=1e-3)
    assert found.to_bytes() == costs.to_bytes()


@pytest.fixture
def whole() -> dict[str, Any]:
    grid = Grid(((1,), (8,), (1, 100)), {FLOAT: np.array([[[1.0, 100.0]]])})
    costs = Costs("litert-xnnpack", "r", "c", {"SVDF": grid}, Disturbance(slowed={"SVDF int8": 2}))
    return json.loads(costs.to_bytes())


def _set(*path: str, to: Any) -> Callable[[dict[str, Any]], None]:
    def change(file: dict[str, Any]) -> None:
        *parents, last = path
        for key in parents:
            file = file[key]
        file[last] = to

    return change


DAMAGES: dict[str, tuple[Callable[[dict[str, Any]], Any], str]] = {
    "format": (_set("format", to="qir-calibration"), "is no table of costs; expected"),
    "version": (_set("version", to=2), "is of version 2; this QIR reads version 1"),
    "missing": (lambda file: file.pop("runtime"), "the file lacks runtime"),
    "unknown": (_set("threads", to=1), 'the file has "threads", which is not of the format'),
    "text": (_set("cpu", to=1), "cpu is 1; expected text"),
    "kinds": (_set("kinds", to=[]), "kinds is no object"),
    "kind": (_set("kinds", "CONV_3D", to={}), 'kinds has "CONV_3D"; expected CONV_2D 1x1, '),
    "grid": (_set("kinds", "SVDF", to=1), "SVDF is no object"),
    "no axis": (lambda file: file["kinds"]["SVDF"].pop("rows"), "SVDF lacks rows"),
    "form": (_set("kinds", "SVDF", "int3", to=[]), 'SVDF has "int3", which is not of the format'),
    "axis": (_set("kinds", "SVDF", "outputs", to=[9, 3]), "SVDF: outputs is [9, 3]; expected asc"),
    "empty": (_set("kinds", "SVDF", "rows", to=[]), "SVDF: rows is []; expected ascending sizes"),
    "count": (_set("kinds", "SVDF", FLOAT, to=[1.0]), "SVDF: float has 1 times; expected 2 numb"),
    "zero": (_set("kinds", "SVDF", FLOAT, to=[0.0, 1.0]), "SVDF: float is [0.0, 1.0]; expected 2"),
    "word": (_set("kinds", "SVDF", FLOAT, to=["1"]), 'SVDF: float is ["1"]; expected 2 numbers'),
    "by": (_set("disturbance", "by", to="all"), 'disturbance: by is "all"; expected a list'),
    "slowed": (_set("disturbance", "slowed", to=[]), "disturbance: slowed is no object"),
    "factor": (_set("disturbance", "slowed", "SVDF int8", to=-1), "disturbance: slowed: SVDF int8"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_what_is_damaged_is_refused(damage: str, whole: dict[str, Any], tmp_path: Path) -> None:
    change, message = DAMAGES[damage]
    change(whole)
    path = tmp_path / "costs.json"
    path.write_text(json.dumps(whole))
    with pytest.raises(QirError) as caught:
        read_costs(path)
    assert str(caught.value).startswith(f"{path}: {message}")


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b"NaN", b"\xff", b"1" * 9000, b"[" * 9000])
def test_what_is_no_table_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "costs.json"
    path.write_bytes(content)
    with pytest.raises(QirError, match=r"costs\.json: is no "):
        read_costs(path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(QirError, match=r"missing\.json: cannot be read: No such file"):
        read_costs(tmp_path / "missing.json")


def test_a_table_of_another_target_is_refused() -> None:
    path = Path(__file__).parents[1] / "qir" / "measured" / "litert-builtin.json"
    with pytest.raises(QirError, match="is of target litert-builtin; expected litert-xnnpack"):
        find_costs("litert-xnnpack", str(path))
