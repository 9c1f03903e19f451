"""Intervals that clip are no worse than those that do not, and about as good as any."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from qir.numerics.affine import (
    Bounds,
    asymmetric_parameters,
    dequantize,
    extremes,
    extremes_of_blocks,
    quantize_round_half_even,
    symmetric_parameters,
)
from qir.numerics.scale_search import (
    CHUNK_ELEMENTS,
    Interval,
    MakeParameters,
    ScaleSearch,
    search_interval,
    squared_errors,
)

Array = npt.NDArray[Any]

SPECIAL = [0.0, 1.0, -1.0, 2.0**-149, 2.0**-126, 3e-38, 6e4, 1e20, 3.4e38, -3.4e38]
VALUES = st.sampled_from(SPECIAL).map(lambda value: float(np.float32(value))) | st.floats(
    width=32, allow_nan=False, allow_infinity=False
)
ORDINARY = st.floats(-8, 8, width=16)
TENSORS = st.one_of(
    *(
        arrays(np.float32, array_shapes(max_dims=3, max_side=6, min_side=0), elements=elements)
        for elements in (VALUES, ORDINARY)
    ),
    arrays(np.float16, array_shapes(max_dims=3, max_side=6), elements=ORDINARY),
)
BOUNDS = st.sampled_from([(-127, 127), (-7, 7), (-8, 7), (-1, 1), (-2, 1)])
SEARCHES = st.sampled_from([*ScaleSearch])
SYMMETRIC = symmetric_parameters
MAKERS: list[MakeParameters] = [
    SYMMETRIC,
    asymmetric_parameters,
    partial(SYMMETRIC, scale_type=np.float16),
    partial(asymmetric_parameters, scale_type=np.float16),
]


def searched(
    search: ScaleSearch,
    array: Array,
    axis: int | None,
    bounds: Bounds,
    make: MakeParameters = SYMMETRIC,
) -> Interval:
    return search_interval(search, lambda: [array], axis, extremes(array, axis), make, bounds)


def error(
    interval: Interval, array: Array, axis: int | None, bounds: Bounds, make: MakeParameters
) -> Array:
    """Squared error of each channel, the plain way."""
    parameters = make(*interval, bounds)
    integers = quantize_round_half_even(array, parameters, axis, bounds)
    squares = (array.astype(np.float64) - dequantize(integers, parameters, axis)) ** 2
    if axis is None:
        return squares.sum().reshape(1)
    return squares.sum(tuple(i for i in range(array.ndim) if i != axis))


def any_axis(data: st.DataObject, array: Array) -> int | None:
    return data.draw(st.sampled_from([None, *range(array.ndim)]), "axis")


@given(TENSORS, BOUNDS, st.sampled_from(MAKERS), st.data())
def test_squared_errors_are_those_of_the_quantized_values(
    array: Array, bounds: Bounds, make: MakeParameters, data: st.DataObject
) -> None:
    axis = any_axis(data, array)
    ends = extremes(array, axis)
    found = squared_errors([array], make(*ends, bounds), axis, bounds)
    assert found.dtype == np.float64
    assert found == pytest.approx(error(ends, array, axis, bounds, make), rel=1e-12)


@given(TENSORS, BOUNDS, st.sampled_from(MAKERS), st.data())
def test_mse_is_never_worse_than_min_max(
    array: Array, bounds: Bounds, make: MakeParameters, data: st.DataObject
) -> None:
    """Whatever is in the channels, and without a warning."""
    axis = any_axis(data, array)
    found = searched(ScaleSearch.MSE, array, axis, bounds, make)
    plain = error(extremes(array, axis), array, axis, bounds, make)
    assert (error(found, array, axis, bounds, make) <= plain * (1 + 1e-12)).all()


@given(TENSORS, BOUNDS, SEARCHES, st.data())
def test_an_interval_is_no_larger_than_the_values(
    array: Array, bounds: Bounds, search: ScaleSearch, data: st.DataObject
) -> None:
    axis = any_axis(data, array)
    low, high = extremes(array, axis)
    found_low, found_high = searched(search, array, axis, bounds)
    assert found_low.dtype == found_high.dtype == np.float32
    assert found_low.shape == found_high.shape == low.shape
    assert (found_low <= found_high).all()
    assert (np.abs(found_low) <= np.abs(low)).all()
    assert (np.abs(found_high) <= np.abs(high)).all()
    if search is ScaleSearch.MIN_MAX:
        assert (found_low.tolist(), found_high.tolist()) == (low.tolist(), high.tolist())


@given(TENSORS, BOUNDS, SEARCHES, st.data())
def test_a_search_finds_the_same_again(
    array: Array, bounds: Bounds, search: ScaleSearch, data: st.DataObject
) -> None:
    axis = any_axis(data, array)
    first, again = (searched(search, array, axis, bounds) for _ in range(2))
    assert np.array_equal(first, again)


@given(TENSORS, BOUNDS, SEARCHES, st.data())
def test_blocks_one_by_one_are_the_whole(
    array: Array, bounds: Bounds, search: ScaleSearch, data: st.DataObject
) -> None:
    """To the last bit where short channels are whole in a block; else sums may differ in theirs."""
    axis = any_axis(data, array)
    cuts = sorted(data.draw(st.sets(st.integers(0, array.shape[0]), max_size=3), "cuts"))
    blocks = [block for block in np.split(array, cuts) if len(block)] or [array]
    ends = extremes_of_blocks(blocks, axis)
    found = search_interval(search, lambda: blocks, axis, ends, SYMMETRIC, bounds)
    whole = searched(search, array, axis, bounds)
    if axis == 0:
        assert np.array_equal(found, whole)
    elif search is ScaleSearch.MSE:
        errors = [error(each, array, axis, bounds, SYMMETRIC) for each in (found, whole)]
        assert errors[0] == pytest.approx(errors[1], rel=1e-3, abs=1e-12 * errors[1].max(initial=0))


@pytest.mark.parametrize("search", ScaleSearch)
@pytest.mark.parametrize("value", SPECIAL)
def test_a_channel_of_one_element_is_not_clipped(search: ScaleSearch, value: float) -> None:
    """It is the end of the range itself."""
    array = np.full((3, 1), value, np.float32)
    low, high = searched(search, array, 0, (-7, 7))
    assert low.tolist() == high.tolist() == [np.float32(value)] * 3


@pytest.mark.parametrize("search", ScaleSearch)
@pytest.mark.parametrize("axis", [None, 0, 1])
def test_channels_of_zeros_stay_zeros(search: ScaleSearch, axis: int | None) -> None:
    found = searched(search, np.zeros((3, 4), np.float32), axis, (-7, 7))
    assert not np.any(found)


def gaussian(*shape: int) -> Array:
    return np.random.default_rng(0).standard_normal(shape, np.float32)


@pytest.mark.parametrize("axis", [None, 0, 1, 2])
@pytest.mark.parametrize("make", MAKERS[:2])
@pytest.mark.parametrize("bounds", [(-127, 127), (-7, 7), (-1, 1)])
def test_mse_is_about_the_best_of_many_ratios(
    axis: int | None, make: MakeParameters, bounds: Bounds
) -> None:
    array = gaussian(6, 50, 7) * np.float32(1e-30)
    ends = extremes(array, axis)
    found = error(searched(ScaleSearch.MSE, array, axis, bounds, make), array, axis, bounds, make)
    tried = [
        error((ends[0] * ratio, ends[1] * ratio), array, axis, bounds, make)
        for ratio in np.linspace(0.02, 1, 200, dtype=np.float32)
    ]
    best = np.min(tried, 0)
    assert (found <= 1.1 * best).all()
    assert found.sum() <= 1.01 * best.sum()


@pytest.mark.parametrize("bounds", [(-7, 7), (-1, 1)])
def test_outliers_are_clipped_where_many_elements_gain(bounds: Bounds) -> None:
    array = gaussian(2, 50_000)
    array[0, 17] = 30
    array[1, 17] = 3e4
    _, high = searched(ScaleSearch.MSE, array, 0, bounds)
    assert high[0] < 8
    assert high[1] == array[1, 17], "its own error would be more than that of all others"


def expected_error(thresholds: Array, values: Array, steps: int) -> Array:
    """What OCTAV minimizes: noise of a twelfth of a squared step within, and what is clipped."""
    magnitudes = np.abs(values.astype(np.float64))
    over = np.maximum(magnitudes - thresholds[:, np.newaxis], 0)
    inside = ((magnitudes > 0) & (magnitudes <= thresholds[:, np.newaxis])).sum(1)
    return (thresholds / steps) ** 2 / 12 * inside + (over**2).sum(1)


@pytest.mark.parametrize("unit", [1e-38, 1.0, 1e30])
@pytest.mark.parametrize("axis", [None, 0, 1])
@pytest.mark.parametrize("steps", [127, 7, 1])
def test_octav_finds_the_threshold_of_least_expected_error(
    unit: float, axis: int | None, steps: int
) -> None:
    array = gaussian(2000, 1)
    if axis != 1:
        array = array.reshape(1, -1)
    low, high = searched(ScaleSearch.OCTAV, array * np.float32(unit), axis, (-steps, steps))
    found = np.maximum(-low, high) / unit
    thresholds = np.linspace(0.1, float(np.abs(array).max()), 500)
    best = expected_error(thresholds, array.ravel(), steps).min()
    assert expected_error(found, array.ravel(), steps)[0] <= 1.001 * best


@given(TENSORS, BOUNDS, st.data())
def test_octav_expects_no_more_error_than_of_min_max(
    array: Array, bounds: Bounds, data: st.DataObject
) -> None:
    axis = any_axis(data, array)
    low, high = searched(ScaleSearch.OCTAV, array, axis, bounds)
    start_low, start_high = extremes(array, axis)
    for channel, limit in enumerate(np.maximum(-low, high)):
        values = array if axis is None else np.take(array, channel, axis)
        greatest = np.maximum(-start_low, start_high)[channel].astype(np.float64)
        if not greatest:
            continue
        limits = np.array([limit, greatest]) / greatest
        found, plain = expected_error(limits, values.ravel() / greatest, bounds[1])
        assert found <= plain * (1 + 1e-5)


def test_channels_are_searched_a_chunk_at_a_time() -> None:
    """Where a chunk ends makes no difference."""
    rows = CHUNK_ELEMENTS // 64
    array = gaussian(2 * rows + 3, 64)
    found = searched(ScaleSearch.MSE, array, 0, (-7, 7))
    for part in (slice(0, 1), slice(rows - 1, rows + 1), slice(2 * rows, None)):
        own = searched(ScaleSearch.MSE, array[part], 0, (-7, 7))
        assert np.array_equal(own, [end[part] for end in found])


def test_zero_points_and_octav_do_not_go_together() -> None:
    assert [search.value for search in ScaleSearch if search.is_symmetric_only] == ["octav"]
