"""Affine quantization against the plain formulas, one channel at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qir.numerics.affine import (
    BLOCK_ELEMENTS,
    LARGEST_FLOAT16,
    Affine,
    Bounds,
    Floats,
    ScaleType,
    as_bfloat16,
    asymmetric_parameters,
    dequantize,
    extremes,
    extremes_of_blocks,
    quantize_blocks,
    quantize_round_half_even,
    stored_scales,
    symmetric_parameters,
)

BOUNDS = (-127, 127)
SYMMETRIC = [(-127, 127), (-128, 127), (-7, 7), (-8, 7), (-1, 1), (-2, 1)]
ALL_BOUNDS = [*SYMMETRIC, (0, 15), (0, 3)]
MakeParameters: TypeAlias = "Callable[[Floats, Floats, Bounds, ScaleType], Affine]"
PARAMETERS: tuple[MakeParameters, ...] = (symmetric_parameters, asymmetric_parameters)
SCALE_TYPES: st.SearchStrategy[ScaleType] = st.sampled_from([np.float32, np.float16])
FINITE = st.floats(width=32, allow_nan=False, allow_infinity=False)
ENDS = st.tuples(FINITE, FINITE).map(lambda ends: (min(ends), max(ends)))
"""A least and a greatest value."""
TINY = np.finfo(np.float32).tiny
SMALLEST_SUBNORMAL = np.float32(2.0**-149)
LARGEST = np.finfo(np.float32).max

Array = npt.NDArray[Any]


def floats(dtype: str) -> st.SearchStrategy[float]:
    width = 16 if dtype == "float16" else 32
    special = [0.0, -0.0, 0.5, -0.5, 1.5, 2.5, 126.5, 127.5, -127.5, 2.0**-24]
    if dtype == "float32":
        special += [float(SMALLEST_SUBNORMAL), -float(TINY), float(LARGEST), -float(LARGEST)]
    anything = st.floats(width=width, allow_nan=False, allow_infinity=False)
    return st.one_of(st.sampled_from(special), anything)


@st.composite
def weights(draw: st.DrawFn) -> Array:
    """A tensor of rank 1 to 4, possibly empty, sometimes not contiguous."""
    shape = tuple(draw(st.lists(st.integers(0, 4), min_size=1, max_size=4)))
    dtype = draw(st.sampled_from(["float32", "float16"]))
    count = int(np.prod(shape))
    content = draw(st.lists(floats(dtype), min_size=count, max_size=count))
    array = np.array(content, dtype).reshape(shape)
    return array.T if draw(st.booleans()) else array


@st.composite
def weights_and_axis(draw: st.DrawFn) -> tuple[Array, int | None]:
    array = draw(weights())
    return array, draw(st.sampled_from([None, *range(array.ndim)]))


def channels(array: Array, axis: int | None) -> list[Array]:
    """The channels one by one; the whole tensor without an axis."""
    if axis is None:
        return [array.ravel()]
    return [np.take(array, index, axis).ravel() for index in range(array.shape[axis])]


@given(weights_and_axis())
def test_extremes_are_the_least_and_the_greatest(given_: tuple[Array, int | None]) -> None:
    array, axis = given_
    low, high = extremes(array, axis)
    parts = channels(array.astype(np.float32), axis)
    assert low.dtype == high.dtype == np.float32
    assert low.tolist() == [c.min() if c.size else 0 for c in parts]
    assert high.tolist() == [c.max() if c.size else 0 for c in parts]


@pytest.mark.parametrize("bad", [np.inf, -np.inf, np.nan])
@pytest.mark.parametrize("axis", [None, 0, 1])
def test_extremes_of_a_channel_that_is_not_finite_are_not_finite(
    bad: float, axis: int | None
) -> None:
    array = np.ones((3, 3), np.float32)
    array[1, 1] = bad
    found = np.isfinite(extremes(array, axis)).all(0)
    assert found.tolist() == ([False] if axis is None else [True, False, True])


@given(st.lists(ENDS, min_size=1, max_size=6), st.sampled_from(SYMMETRIC), SCALE_TYPES)
def test_symmetric_scales_are_the_least_that_keep_values_within_bounds(
    ends: list[tuple[float, float]], bounds: Bounds, scale_type: ScaleType
) -> None:
    low, high = np.array(ends, np.float32).T
    found = symmetric_parameters(low, high, bounds, scale_type)
    assert found.zero_points.dtype == np.int32
    assert not found.zero_points.any()
    exact = [max(a / bounds[0], b / bounds[1]) for a, b in ends]
    assert_stored(found.scales, exact, scale_type)


@given(st.lists(st.floats(0, width=32, allow_nan=False, allow_infinity=False), max_size=6))
def test_symmetric_scales_of_int8_divide_the_magnitude_by_127_in_float32(
    magnitudes: list[float],
) -> None:
    array = np.array(magnitudes, np.float32)
    expected = [m / np.float32(127) for m in array]
    half = array / np.float32(2)
    for low, high in ((-array, array), (-array, -half), (half, array), (-array, half)):
        scales = symmetric_parameters(low, high, (-127, 127)).scales
        assert scales.tolist() == [s if s >= TINY else 1 for s in expected]


@given(st.lists(ENDS, min_size=1, max_size=6), st.sampled_from(ALL_BOUNDS), SCALE_TYPES)
def test_asymmetric_parameters_have_zero_among_their_integers(
    ends: list[tuple[float, float]], bounds: Bounds, scale_type: ScaleType
) -> None:
    low, high = np.array(ends, np.float32).T
    found = asymmetric_parameters(low, high, bounds, scale_type)
    assert found.zero_points.dtype == np.int32
    assert ((found.zero_points >= bounds[0]) & (found.zero_points <= bounds[1])).all()
    exact = [(max(b, 0) - min(a, 0)) / (bounds[1] - bounds[0]) for a, b in ends]
    assert_stored(found.scales, exact, scale_type)
    zeros = np.zeros((len(ends), 1), np.float32)
    integers = quantize_round_half_even(zeros, found, 0, bounds)
    assert integers.ravel().tolist() == found.zero_points.tolist()
    assert not dequantize(integers, found, 0).any()


def assert_stored(scales: Array, exact: list[float], scale_type: ScaleType) -> None:
    """Scales are the nearest of their type; where it has fewer digits, no less than exact."""
    is_short = scale_type is np.float16
    info = np.finfo(scale_type)
    most, eps = (LARGEST_FLOAT16, 2.0**-7) if is_short else (info.max, info.eps)
    assert scales.dtype == np.float32
    if is_short:
        assert scales.tolist() == as_bfloat16(scales).tolist()
    assert scales.tolist() == scales.astype(scale_type).astype(np.float32).tolist()
    for scale, wanted in zip(scales.tolist(), exact, strict=True):
        if wanted < float(TINY) * (1 - 2.0**-23):
            assert scale == 1
        elif wanted > float(TINY) * (1 + 2.0**-23):
            wanted = min(wanted, float(most))
            assert abs(scale - wanted) <= float(eps) / 1.9 * wanted + 2.0**-24
            assert scale >= wanted * (1 - 2.0**-23) or scale >= 2.0**-17


@pytest.mark.parametrize(
    ("scale", "stored"),
    [
        (0.0, 1.0),
        (1e-39, 1.0),
        (1e-30, 2.0**-24),
        (1.25 * 2.0**-24, 2.0**-23),
        (2.0**-23, 2.0**-23),
        (1 + 2.0**-8, 1.0),
        (1 + 3 * 2.0**-8, 1 + 2.0**-6),
        (65280.0, 65280.0),
        (65504.0, 65280.0),
        (3e38, 65280.0),
    ],
)
def test_scales_as_float16(scale: float, stored: float) -> None:
    assert stored_scales(np.array([scale], np.float32), np.float16).tolist() == [stored]


@given(weights_and_axis(), st.sampled_from(ALL_BOUNDS), st.sampled_from([*PARAMETERS]), SCALE_TYPES)
def test_integers_are_the_nearest_ties_to_even(
    given_: tuple[Array, int | None], bounds: Bounds, make: MakeParameters, scale_type: ScaleType
) -> None:
    """In range, so the error is half a scale and what rounding to float32 adds."""
    array, axis = given_
    if make is symmetric_parameters and bounds[0] == 0:
        bounds = (-7, 7)
    parameters = make(*extremes(array, axis), bounds, scale_type)
    before = array.copy()
    found = quantize_round_half_even(array, parameters, axis, bounds)
    assert found.dtype == np.int8
    assert found.shape == array.shape
    for channel, scale, zero_point, integers in zip(
        channels(array, axis), *parameters, channels(found, axis), strict=True
    ):
        nearest = np.rint(channel.astype(np.float32) / scale) + zero_point
        assert integers.tolist() == np.clip(nearest, *bounds).tolist()
        if scale_type is np.float16 and scale == LARGEST_FLOAT16:
            continue  # It may saturate.
        error = np.abs(channel.astype(np.float64) - (integers - zero_point) * np.float64(scale))
        rounding = 256 * (2.0**-22 if scale_type is np.float32 else 2.0**-8)
        assert (error <= float(scale) * (0.5 + rounding)).all()
    assert array.tobytes() == before.tobytes(), "the input was written to"
    again = quantize_round_half_even(array, parameters, axis, bounds)
    assert again.tobytes() == found.tobytes()


@given(weights_and_axis(), st.sampled_from([*PARAMETERS]), st.data())
def test_blocks_one_by_one_are_the_whole(
    given_: tuple[Array, int | None], make: MakeParameters, data: st.DataObject
) -> None:
    array, axis = given_
    cuts = sorted(data.draw(st.sets(st.integers(0, array.shape[0]), max_size=3)))
    blocks = [block for block in np.split(array, cuts) if len(block)] or [array]
    ends = extremes(array, axis)
    assert np.array_equal(extremes_of_blocks(blocks, axis), ends)
    parameters = make(*ends, (-8, 7), np.float32)
    found = [*quantize_blocks(blocks, parameters, axis, (-8, 7))]
    whole = quantize_round_half_even(array, parameters, axis, (-8, 7))
    assert np.concatenate(found).tolist() == whole.tolist()


@given(st.lists(floats("float32"), min_size=1, max_size=8), SCALE_TYPES)
def test_blocks_of_a_single_element(values: list[float], scale_type: ScaleType) -> None:
    """Each has its own scale, so each becomes the end of the range, or is too small for a scale."""
    array = np.array(values, np.float32).reshape(-1, 1)
    parameters = symmetric_parameters(*extremes(array, 0), (-7, 7), scale_type)
    found = quantize_round_half_even(array, parameters, 0, (-7, 7)).ravel()
    is_large = np.abs(array.ravel()) >= 7 * (TINY if scale_type is np.float32 else 2.0**-14)
    assert found[is_large].tolist() == (7 * np.sign(array.ravel()[is_large])).tolist()
    assert (np.abs(found[~is_large]) <= 7).all()


def symmetric(*scales: float) -> Affine:
    return Affine(np.array(scales, np.float32), np.zeros(len(scales), np.int32))


@given(st.integers(-127, 126), st.sampled_from([0.25, 1.0, 2.0**-20, 2.0**100]))
def test_ties_go_to_even(low: int, scale: float) -> None:
    tie = np.array([(low + 0.5) * scale], np.float32)
    (found,) = quantize_round_half_even(tie, symmetric(scale), None, BOUNDS)
    assert found == (low if low % 2 == 0 else low + 1)


@pytest.mark.parametrize("axis", [None, 0])
def test_out_of_bounds_is_clamped(axis: int | None) -> None:
    array = np.array([[1e30, -1e30, 127.4, -127.6, -128.0]], np.float32)
    found = quantize_round_half_even(array, symmetric(1), axis, BOUNDS)
    assert found.tolist() == [[127, -127, 127, -127, -127]]


@given(floats("float32"), ENDS, st.sampled_from([(-8, 7), (-1, 1), (0, 15)]))
def test_values_out_of_range_saturate(
    value: float, ends: tuple[float, float], bounds: Bounds
) -> None:
    """Without a warning, though the quotient may be infinite."""
    low, high = np.array(ends, np.float32).reshape(2, 1)
    parameters = asymmetric_parameters(low, high, bounds)
    (found,) = quantize_round_half_even(np.array([value], np.float32), parameters, None, bounds)
    (scale,), (zero_point,) = parameters
    exact = value / float(scale) + float(zero_point)
    assert abs(found - min(max(exact, bounds[0]), bounds[1])) <= 0.5 + 2.0**-18


def test_zeros_stay_zeros_beside_other_channels() -> None:
    array = np.array([[0.0, -0.0], [1.0, -2.0]], np.float32)
    parameters = symmetric_parameters(*extremes(array, 0), BOUNDS)
    assert parameters.scales.tolist() == [1.0, float(np.float32(2) / np.float32(127))]
    assert quantize_round_half_even(array, parameters, 0, BOUNDS).tolist() == [[0, 0], [64, -127]]


def test_a_channel_of_subnormals_becomes_zeros() -> None:
    array = np.array([[SMALLEST_SUBNORMAL, -TINY]], np.float32)
    parameters = symmetric_parameters(*extremes(array, 0), BOUNDS)
    assert parameters.scales.tolist() == [1.0]
    assert quantize_round_half_even(array, parameters, 0, BOUNDS).tolist() == [[0, 0]]


@pytest.mark.parametrize("axis", [None, 0, 1, 2])
@pytest.mark.parametrize(
    "shape",
    [
        (3, 5, BLOCK_ELEMENTS + 1),
        (2, BLOCK_ELEMENTS + 3, 2),
        (2 * BLOCK_ELEMENTS + 1, 1, 1),
        (7, 1, BLOCK_ELEMENTS),
    ],
)
def test_blocks_cover_large_tensors(shape: tuple[int, ...], axis: int | None) -> None:
    array = np.random.default_rng(0).standard_normal(shape, np.float32)
    low, high = extremes(array, axis)
    rest = None if axis is None else tuple(i for i in range(3) if i != axis)
    assert np.array_equal(low, array.min(axis=rest).reshape(-1))
    assert np.array_equal(high, array.max(axis=rest).reshape(-1))
    parameters = symmetric_parameters(low, high, BOUNDS)
    along = [1, 1, 1]
    if axis is not None:
        along[axis] = -1
    expected = np.clip(np.rint(array / parameters.scales.reshape(along)), *BOUNDS)
    assert np.array_equal(quantize_round_half_even(array, parameters, axis, BOUNDS), expected)


@pytest.mark.parametrize("axis", [None, 0, 1])
def test_float16_is_computed_with_as_float32(axis: int | None) -> None:
    """A float16 quotient would round twice."""
    array = np.random.default_rng(0).standard_normal((40, 60)).astype(np.float16)
    wide = array.astype(np.float32)
    assert np.array_equal(extremes(array, axis), extremes(wide, axis))
    parameters = symmetric_parameters(*extremes(array, axis), BOUNDS)
    narrow = quantize_round_half_even(array, parameters, axis, BOUNDS)
    assert np.array_equal(narrow, quantize_round_half_even(wide, parameters, axis, BOUNDS))


def test_a_scalar_has_one_channel() -> None:
    array = np.array(-3.0, np.float32)
    parameters = symmetric_parameters(*extremes(array, None), BOUNDS)
    found = quantize_round_half_even(array, parameters, None, BOUNDS)
    assert found.shape == ()
    assert int(found) == -127


def test_a_buffer_of_constant_size_is_enough() -> None:
    """Beside the result, quantizing allocates a few blocks, however large the tensor."""
    import tracemalloc

    array = np.ones((64, 1 << 16), np.float32)
    parameters = symmetric(*[1.0] * 64)
    tracemalloc.start()
    try:
        result = quantize_round_half_even(array, parameters, 0, BOUNDS)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak - result.nbytes < 8 * 4 * max(BLOCK_ELEMENTS, 1 << 16)
