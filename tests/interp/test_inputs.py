"""Inputs that are drawn for a function."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from xdsl.dialects.func import FuncOp
from xdsl.ir import SSAValue

from qir.context import QirContext
from qir.diagnostics import QirError
from qir.frontends.mlir import parse_mlir
from qir.functions import functions
from qir.interp.inputs import Spectrum, draw_inputs
from qir.numerics.intervals import Interval


def function_of(arguments: str, body: str = "") -> FuncOp:
    text = f"func.func @main({arguments}) {{\n{body}\nfunc.return\n}}"
    return next(functions(parse_mlir(text, QirContext())))


EVERY = function_of(
    "%f: tensor<40x50xf32>, %h: tensor<3xf16>, %b: tensor<200xi1>, %n: tensor<200xi32>, "
    "%q: tensor<400x!quant.uniform<i8<-127:127>:f32, 0.5>>, %d: tensor<?x4xf32>, "
    "%c: tensor<2xcomplex<f32>>, %s: tensor<f32>"
)


def test_drawn_by_seed() -> None:
    first, again, other = draw_inputs(EVERY, 0), draw_inputs(EVERY, 0), draw_inputs(EVERY, 1)
    for one, same, another in zip(first, again, other, strict=True):
        np.testing.assert_array_equal(one, same)
        assert one.size < 10 or (one != another).any()


def test_shapes_and_elements() -> None:
    found = [(array.shape, array.dtype.name) for array in draw_inputs(EVERY, 0)]
    assert found == [
        *(((40, 50), "float32"), ((3,), "float16"), ((200,), "bool"), ((200,), "int32")),
        *(((400,), "int8"), ((1, 4), "float32"), ((2,), "complex64"), ((), "float32")),
    ]


def test_what_the_numbers_are_like() -> None:
    floats, _, flags, integers, stored, *_ = draw_inputs(EVERY, 0)
    assert abs(floats.mean()) < 0.1
    assert abs(floats.std() - 1) < 0.1
    assert set(flags.tolist()) == {False, True}
    assert set(integers.tolist()) == {0, 1}
    assert -127 <= stored.min() < -100
    assert 100 < stored.max() <= 127


def test_positions_lie_within_what_they_are_positions_of() -> None:
    body = """
    %t = "tfl.pseudo_const"() <{value = dense<0.0> : tensor<9x5xf32>}> : () -> tensor<9x5xf32>
    %s = "tfl.pseudo_const"() <{value = dense<[-1]> : tensor<1xi32>}> : () -> tensor<1xi32>
    %0 = "tfl.reshape"(%rows, %s) : (tensor<20x10xi32>, tensor<1xi32>) -> tensor<200xi32>
    %1 = "tfl.embedding_lookup"(%0, %t) : (tensor<200xi32>, tensor<9x5xf32>) -> tensor<200x5xf32>
    """
    (rows,) = draw_inputs(function_of("%rows: tensor<20x10xi32>", body), 0)
    assert rows.max() == 4, "the least size of the table, whichever axis is meant"
    assert rows.min() == 0


@pytest.mark.parametrize("type", ["tensor<*xf32>", "tensor<2x!tf_type.string>"])
def test_what_cannot_be_drawn_is_refused(type: str) -> None:
    with pytest.raises(QirError, match=r"an input is of type .*; values for it must be given"):
        draw_inputs(function_of(f"%x: {type}"), 0)


# --- natural inputs and bounds ------------------------------------------------------------------


def amplitudes(array: np.ndarray, axes: tuple[int, ...]) -> np.ndarray:
    """Of each frequency along the axes, the mean over the others."""
    others = tuple(axis for axis in range(array.ndim) if axis not in axes)
    return np.abs(np.fft.fftn(array, axes=axes)).mean(axis=others)


def test_natural_amplitudes_fall_with_frequency() -> None:
    """Along time, the axis between the first and the last; channels are as before."""
    (found,) = draw_inputs(function_of("%x: tensor<1x512x64xf32>"), 0, Spectrum.NATURAL)
    spectrum = amplitudes(found, (1,))
    for frequency in (8, 16, 32, 64):
        octave = slice(frequency, 2 * frequency)
        ratio = spectrum[octave].mean() / spectrum[2 * frequency : 4 * frequency].mean()
        assert 1.8 < ratio < 2.2, "half at twice the frequency"
    assert 0.5 < spectrum[0] / spectrum[1] < 2, "what does not change is as strong as the slowest"
    assert found.std() == pytest.approx(1, abs=1e-3)
    along_channels = amplitudes(found, (2,))
    assert along_channels[1:16].mean() / along_channels[16:32].mean() == pytest.approx(1, abs=0.3)


def test_natural_images_fall_along_both_axes() -> None:
    (found,) = draw_inputs(function_of("%x: tensor<1x64x64x8xf32>"), 0, Spectrum.NATURAL)
    spectrum = amplitudes(found, (1, 2))
    rows, columns = (np.abs(np.fft.fftfreq(64)) * 64,) * 2
    radius = np.hypot(rows[:, np.newaxis], columns)
    rings = [spectrum[(radius >= r) & (radius < 2 * r)].mean() for r in (2, 4, 8, 16)]
    for slow, fast in pairwise(rings):
        assert 1.7 < slow / fast < 2.3


@pytest.mark.parametrize(
    ("type", "is_natural"),
    [
        ("1x16000", True),  # a waveform without channels
        ("1x15", False),
        ("1x3x300", True),  # an axis between that is short does not count, the last does
        ("1x28x28x1", True),
        ("16", True),
    ],
)
def test_which_axes_are_of_time_or_space(type: str, is_natural: bool) -> None:
    function = function_of(f"%x: tensor<{type}xf32>")
    white, natural = (draw_inputs(function, 0, spectrum) for spectrum in Spectrum)
    assert np.array_equal(white[0], natural[0]) == (not is_natural)


def test_natural_inputs_by_seed_and_other_types_as_they_were() -> None:
    first, again = (draw_inputs(EVERY, 3, Spectrum.NATURAL) for _ in range(2))
    white = draw_inputs(EVERY, 3)
    for one, same, plain in zip(first, again, white, strict=True):
        np.testing.assert_array_equal(one, same, strict=True)
        assert (one.shape, one.dtype) == (plain.shape, plain.dtype)
        if one.dtype.kind not in "fc":
            np.testing.assert_array_equal(one, plain)


@pytest.mark.parametrize("spectrum", Spectrum)
@pytest.mark.parametrize("bounds", [(0.0, 1.0), (-5.0, -3.0), (-1e-3, 1e3), (2.0, 2.0), (0.1, 0.3)])
def test_bounds_are_reached_and_kept(spectrum: Spectrum, bounds: tuple[float, float]) -> None:
    function = function_of("%x: tensor<1x64x8xf32>, %h: tensor<40xf16>, %n: tensor<9xi32>")
    interval = Interval(*bounds)
    bounded = dict[SSAValue, Interval]()
    for argument in function.body.block.args:
        bounded[argument] = interval
    found = draw_inputs(function, 0, spectrum, bounded)
    for array in found[:2]:
        low, high = (np.asarray(end).astype(array.dtype) for end in bounds)
        assert (array.min(), array.max()) == (low, high)
    free = draw_inputs(function, 0, spectrum)
    np.testing.assert_array_equal(found[2], free[2])


def test_half_a_bound_is_none() -> None:
    function = function_of("%x: tensor<1x64x8xf32>")
    above = dict[SSAValue, Interval]()
    above[function.body.block.args[0]] = Interval(0.0, np.inf)
    found, free = draw_inputs(function, 0, bounds=above), draw_inputs(function, 0)
    np.testing.assert_array_equal(found[0], free[0])
