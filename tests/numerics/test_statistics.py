"""Statistics of parts add up to those of the whole, and say what numpy says of all elements."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from qir.numerics.statistics import (
    DECAY,
    MAX_BIN,
    MAX_BINS,
    PERCENTILES,
    Histogram,
    Statistics,
    bin_bounds,
    bin_of,
    measure,
)

LARGEST = float(np.finfo(np.float32).max)
TINIEST = 2.0**-149
FLOATS = st.floats(width=32) | st.sampled_from([0.0, -0.0, TINIEST, -TINIEST, LARGEST, -LARGEST])
FINITE = st.floats(-LARGEST, LARGEST, width=32)
TENSORS = arrays(np.float32, array_shapes(max_dims=2, max_side=6), elements=FLOATS)
SAMPLES = st.lists(TENSORS | st.just(np.empty((0, 2), np.float32)), min_size=1, max_size=8)


def folded(samples: list[np.ndarray]) -> Statistics:
    found = Statistics()
    for sample in samples:
        found = found.followed_by(measure(sample))
    return found


@given(samples=SAMPLES, data=st.data())
def test_parts_add_up_to_the_whole_for_any_split(
    samples: list[np.ndarray], data: st.DataObject
) -> None:
    cuts = sorted(data.draw(st.sets(st.integers(1, len(samples)))) | {len(samples)})
    found, start = Statistics(), 0
    for cut in cuts:
        first, *rest = map(measure, samples[start:cut])
        found = found.followed_by(sum(rest, first))
        start = cut
    serial = folded(samples)
    assert found == serial
    assert repr(found) == repr(serial)


@given(samples=SAMPLES)
def test_statistics_are_those_of_all_elements(samples: list[np.ndarray]) -> None:
    found = folded(samples)
    every = np.concatenate([sample.reshape(-1) for sample in samples])
    finite = every[np.isfinite(every)]
    assert found.count == every.size
    assert (found.nan, found.infinite) == (np.isnan(every).sum(), np.isinf(every).sum())
    assert found.histogram.total == finite.size
    if finite.size:
        assert (found.minimum, found.maximum) == (finite.min(), finite.max())
        assert found.histogram.bins[0] == bin_of(float(finite.min()))
        assert found.histogram.bins[-1] == bin_of(float(finite.max()))
    else:
        assert found.minimum is found.maximum is found.average_min is found.average_max is None
        assert found.percentile("50") is None


@given(values=arrays(np.float32, st.integers(1, 50), elements=FINITE))
def test_percentiles_lie_within_their_bounds(values: np.ndarray) -> None:
    found = folded([values])
    for name in PERCENTILES:
        exact = np.percentile(values.astype(np.float64), float(name), method="inverted_cdf")
        bounds = found.percentile(name)
        assert bounds is not None
        assert bounds[0] <= exact <= bounds[1]
    all_of_them = found.percentile("100")
    assert all_of_them is not None
    assert all_of_them[1] == values.max()


@given(value=FINITE)
def test_a_number_lies_within_its_bin(value: float) -> None:
    number = bin_of(value)
    low, high = bin_bounds(number)
    assert low <= value <= high
    assert abs(number) <= MAX_BIN
    assert high - low <= max(min(abs(low), abs(high)) / 16, 2.0**-130)
    assert measure(np.array(value, np.float32)).histogram == Histogram.of([(number, 1)])


@pytest.mark.parametrize("number", [-MAX_BIN, -17, -1, 0, 1, 2, 16, 17, 2000, MAX_BIN])
def test_bins_touch(number: int) -> None:
    low, high = bin_bounds(number)
    assert bin_of(low) == bin_of(high) == number
    if number < MAX_BIN:
        after = float(np.nextafter(np.float32(high), np.float32(np.inf)))
        assert bin_of(after) == number + 1
        assert bin_bounds(number + 1)[0] == after
    else:
        assert high == LARGEST


def test_zero_has_a_bin_of_its_own() -> None:
    found = measure(np.array([0.0, -0.0, TINIEST, -TINIEST, 0.0], np.float32))
    assert found.histogram.pairs() == [(-1, 1), (0, 3), (1, 1)]
    zero = measure(np.array([-0.0, -0.0], np.float32))
    assert repr(zero.ranges) == "((0.0, 0.0),)"


@given(values=arrays(np.float32, 200, elements=FLOATS))
def test_the_number_of_bins_is_bounded(values: np.ndarray) -> None:
    assert measure(values).histogram.bins.size <= min(MAX_BINS, values.size)


def test_every_number_there_is_needs_no_more_bins() -> None:
    every = np.arange(0, 1 << 32, 1 << 12, dtype=np.uint64).astype(np.uint32).view(np.float32)
    found = measure(every)
    assert found.histogram.bins.size == MAX_BINS
    assert found.nan + found.infinite + found.histogram.total == every.size == found.count


def test_averages_move_in_the_order_of_samples() -> None:
    found = folded([np.array([low, 5.0]) for low in (1.0, 2.0, np.nan, 3.0)])
    average = DECAY * (DECAY * 1.0 + (1 - DECAY) * 2.0) + (1 - DECAY) * 5.0
    assert found.average_min == DECAY * average + (1 - DECAY) * 3.0
    assert found.average_max == pytest.approx(5.0)
    # A sample without a finite element says nothing of either.
    assert folded([np.array([1.0]), np.array([np.inf])]).average_min == 1.0


def test_other_types_count_as_float32() -> None:
    half = measure(np.array([0.1, -2.0], np.float16))
    assert half.ranges == ((-2.0, float(np.float16(0.1))),)
    double = measure(np.array([0.1, 1e300]))
    assert double.ranges == ((float(np.float32(0.1)),) * 2,)
    assert (double.count, double.infinite) == (2, 1)


def test_layout_in_memory_does_not_matter() -> None:
    tensor = np.arange(-12, 12, dtype=np.float32).reshape(4, 6)
    assert measure(tensor.T) == measure(tensor) == measure(tensor[:, ::-1])


def test_large_tensors_are_counted_in_blocks() -> None:
    values = np.random.default_rng(0).standard_normal(200_001).astype(np.float32)
    parts = [measure(part) for part in np.array_split(values, 7)]
    whole = measure(values)
    assert sum(parts[1:], parts[0]).histogram == whole.histogram
    assert whole.histogram.total == values.size
