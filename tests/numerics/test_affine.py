"""Affine quantization against the plain formulas, one channel at a time."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qir.numerics.affine import (
    BLOCK_ELEMENTS,
    channel_magnitudes,
    quantize_round_half_even,
    symmetric_scales,
)

BOUNDS = (-127, 127)
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
def test_magnitudes_are_the_largest_absolute_values(given_: tuple[Array, int | None]) -> None:
    array, axis = given_
    found = channel_magnitudes(array, axis)
    expected = [np.abs(c.astype(np.float32)).max(initial=0) for c in channels(array, axis)]
    assert found.dtype == np.float32
    assert found.tolist() == [float(value) for value in expected]


@pytest.mark.parametrize("bad", [np.inf, -np.inf, np.nan])
@pytest.mark.parametrize("axis", [None, 0, 1])
def test_magnitude_of_a_channel_that_is_not_finite_is_not_finite(
    bad: float, axis: int | None
) -> None:
    array = np.ones((3, 3), np.float32)
    array[1, 1] = bad
    found = np.isfinite(channel_magnitudes(array, axis))
    assert found.tolist() == ([False] if axis is None else [True, False, True])


@given(st.lists(st.floats(0, width=32, allow_nan=False, allow_infinity=False), max_size=6))
def test_scales_map_the_magnitude_to_127(magnitudes: list[float]) -> None:
    array = np.array(magnitudes, np.float32)
    scales = symmetric_scales(array, 127)
    assert scales.dtype == np.float32
    assert scales.shape == array.shape
    for magnitude, scale in zip(array, scales, strict=True):
        quotient = magnitude / np.float32(127)
        assert scale == (quotient if quotient >= TINY else 1)
        assert scale >= TINY, "a subnormal scale loses precision, and zero divides"
        assert np.rint(magnitude / scale) in (0, 127)


@given(weights_and_axis())
def test_integers_are_the_nearest_ties_to_even(given_: tuple[Array, int | None]) -> None:
    array, axis = given_
    scales = symmetric_scales(channel_magnitudes(array, axis), 127)
    before = array.copy()
    found = quantize_round_half_even(array, scales, axis, BOUNDS)
    assert found.dtype == np.int8
    assert found.shape == array.shape
    for channel, scale, integers in zip(
        channels(array, axis), scales, channels(found, axis), strict=True
    ):
        quotient = channel.astype(np.float32) / scale
        expected = np.clip(np.rint(quotient), *BOUNDS).astype(np.int8)
        assert integers.tolist() == expected.tolist()
        # Half a step in exact arithmetic, and the rounding of one float32 division.
        error = np.abs(channel.astype(np.float64) - integers * np.float64(scale))
        assert (error <= float(scale) * (0.5 + 127 * 2.0**-23)).all()
    assert array.tobytes() == before.tobytes(), "the input was written to"


@given(st.integers(-127, 126), st.sampled_from([0.25, 1.0, 2.0**-20, 2.0**100]))
def test_ties_go_to_even(low: int, scale: float) -> None:
    tie = np.array([(low + 0.5) * scale], np.float32)
    (found,) = quantize_round_half_even(tie, np.array([scale], np.float32), None, BOUNDS)
    assert found == (low if low % 2 == 0 else low + 1)


@pytest.mark.parametrize("axis", [None, 0])
def test_out_of_bounds_is_clamped(axis: int | None) -> None:
    array = np.array([[1e30, -1e30, 127.4, -127.6, -128.0]], np.float32)
    found = quantize_round_half_even(array, np.array([1], np.float32), axis, BOUNDS)
    assert found.tolist() == [[127, -127, 127, -127, -127]]


def test_zeros_stay_zeros_beside_other_channels() -> None:
    array = np.array([[0.0, -0.0], [1.0, -2.0]], np.float32)
    scales = symmetric_scales(channel_magnitudes(array, 0), 127)
    assert scales.tolist() == [1.0, float(np.float32(2) / np.float32(127))]
    assert quantize_round_half_even(array, scales, 0, BOUNDS).tolist() == [[0, 0], [64, -127]]


def test_a_channel_of_subnormals_becomes_zeros() -> None:
    array = np.array([[SMALLEST_SUBNORMAL, -TINY]], np.float32)
    scales = symmetric_scales(channel_magnitudes(array, 0), 127)
    assert scales.tolist() == [1.0]
    assert quantize_round_half_even(array, scales, 0, BOUNDS).tolist() == [[0, 0]]


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
    magnitudes = channel_magnitudes(array, axis)
    rest = None if axis is None else tuple(i for i in range(3) if i != axis)
    assert np.array_equal(magnitudes, np.abs(array).max(axis=rest).reshape(-1))
    scales = symmetric_scales(magnitudes, 127)
    along = [1, 1, 1]
    if axis is not None:
        along[axis] = -1
    expected = np.clip(np.rint(array / scales.reshape(along)), *BOUNDS)
    assert np.array_equal(quantize_round_half_even(array, scales, axis, BOUNDS), expected)


@pytest.mark.parametrize("axis", [None, 0, 1])
def test_float16_is_computed_with_as_float32(axis: int | None) -> None:
    """A float16 quotient would round twice."""
    array = np.random.default_rng(0).standard_normal((40, 60)).astype(np.float16)
    wide = array.astype(np.float32)
    magnitudes = channel_magnitudes(array, axis)
    assert np.array_equal(magnitudes, channel_magnitudes(wide, axis))
    scales = symmetric_scales(magnitudes, 127)
    narrow = quantize_round_half_even(array, scales, axis, BOUNDS)
    assert np.array_equal(narrow, quantize_round_half_even(wide, scales, axis, BOUNDS))


def test_a_scalar_has_one_channel() -> None:
    array = np.array(-3.0, np.float32)
    scales = symmetric_scales(channel_magnitudes(array, None), 127)
    found = quantize_round_half_even(array, scales, None, BOUNDS)
    assert found.shape == ()
    assert int(found) == -127


def test_a_buffer_of_constant_size_is_enough() -> None:
    """Beside the result, quantizing allocates a few blocks, however large the tensor."""
    import tracemalloc

    array = np.ones((64, 1 << 16), np.float32)
    scales = np.ones(64, np.float32)
    tracemalloc.start()
    try:
        result = quantize_round_half_even(array, scales, 0, BOUNDS)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak - result.nbytes < 8 * 4 * max(BLOCK_ELEMENTS, 1 << 16)
