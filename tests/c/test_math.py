"""The functions of `backends/c/kernels/math.h` against float64, over all exponents."""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from c.libraries import compiled

from qir.backends.c.library import base, definitions, needed
from qir.numerics.hyperbolic import tanh_rational

Array = npt.NDArray[Any]
STEP = 4093
"""Every so many floats are looked at: a prime number, so that all mantissas occur."""
FINITE = (
    *(0.0, -0.0, 1.0, -1.0, 0.5, -0.5, 1.5, 2.5, 0.0001, -0.0001, 1e22, 3.4028235e38, -3.4e38),
    *(1e-45, -1e-45, 1.1754944e-38, 8388607.5, -8388607.5, 8388608.0, 16777217.0, 88.722839),
    *(-87.336548, -103.9, 7.9073896, math.pi, math.pi / 2, math.pi / 4),
)
SPECIAL = np.array([*FINITE, np.inf, -np.inf, np.nan], np.float32)


def _sigmoid(x: Any) -> Any:
    """e^-x is infinity where float32 does not reach."""
    with np.errstate(over="ignore"):
        return 1 / (1 + np.where(np.isinf(np.exp(-x).astype(np.float32)), np.inf, np.exp(-x)))


FUNCTIONS: Mapping[str, tuple[str, Callable[[Any], Any]]] = {
    "exp": ("qir_exp(x)", np.exp),
    "expm1": ("qir_expm1(x)", np.expm1),
    "log": ("qir_log(x)", np.log),
    "sqrt": ("qir_sqrt(x)", np.sqrt),
    "tanh": ("qir_tanh(x)", np.tanh),
    "sigmoid": ("qir_sigmoid(x)", _sigmoid),
    "sine": ("qir_sine(x, 0)", np.sin),
    "cosine": ("qir_sine(x, 1)", np.cos),
    "floor": ("qir_floor(x)", np.floor),
    "round": ("qir_round(x)", np.rint),
}
LEAST = 2.0**-149
TRIED = "gcc-O2", "gcc-O3-native", "clang-O3-native"


@cache
def _library(compiler: str) -> ctypes.CDLL:
    """For each function, and for pow, one that maps an array."""
    text = "\n\n".join(each.text for each in needed(["qir_exp", "qir_pow", *_names()]))
    loops = "".join(
        f"void map_{name}(const float *a, const float *b, float *z, int32_t n)\n"
        f"{{ int32_t i; for (i = 0; i < n; ++i) {{ const float x = a[i]; z[i] = {call}; }} }}\n"
        for name, (call, _) in FUNCTIONS.items()
    ) + (
        "void map_pow(const float *a, const float *b, float *z, int32_t n)\n"
        "{ int32_t i; for (i = 0; i < n; ++i) z[i] = qir_pow(a[i], b[i]); }\n"
    )
    return compiled("math", f"{base()}\n{text}\n{loops}", compiler)


def _names() -> list[str]:
    return [call.partition("(")[0] for call, _ in FUNCTIONS.values()]


def _mapped(compiler: str, name: str, x: Array, y: Array | None = None) -> Array:
    found = np.empty_like(x)
    pointers = [ctypes.c_void_p(a.ctypes.data) for a in (x, x if y is None else y, found)]
    getattr(_library(compiler), f"map_{name}")(*pointers, ctypes.c_int32(x.size))
    return found


def _floats() -> Array:
    """Of all exponents and both signs, infinity and NaNs among them."""
    bits = np.arange(0, 1 << 32, STEP, dtype=np.uint32)
    return np.concatenate([SPECIAL, bits.view(np.float32)])


def _bound(name: str) -> float:
    """What the comment of a function says."""
    found = re.search(r"within ([\d.]+) ulp", definitions()[name].comment)
    return float(found[1]) if found else 0.5


def _ulps(found: Array, exact: Array) -> Array:
    """How far apart two are, in units in the last place; infinite where only one is a number, where
    they are different infinities, or zeros of different signs."""
    with np.errstate(all="ignore"):
        nearest = exact.astype(np.float32)
        unit = np.maximum(np.spacing(np.abs(nearest)).astype(np.float64), LEAST)
        apart = np.abs(found.astype(np.float64) - exact) / unit
    # As they are rounded, so that what is beyond the greatest float is infinity.
    is_zero = (found == 0) & (np.signbit(found) != np.signbit(nearest))
    is_same = (found == nearest) & ~is_zero | (np.isnan(found) & np.isnan(exact))
    is_wrong = np.isnan(apart) | (is_zero & (nearest == 0))
    return np.where(is_same, np.fmin(apart, 0.5), np.where(is_wrong, np.inf, apart))


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize("compiler", TRIED)
def test_functions_are_within_the_bound_that_they_state(compiler: str, name: str) -> None:
    x, (call, exact) = _floats(), FUNCTIONS[name]
    with np.errstate(all="ignore"):
        expected = exact(x.astype(np.float64))
    _check(_mapped(compiler, name, x), expected, _bound(call.partition("(")[0]), x)


@pytest.mark.parametrize("compiler", TRIED)
def test_pow_is_within_the_bound_that_it_states(compiler: str) -> None:
    rng = np.random.default_rng(0)
    pairs = [each.ravel() for each in np.meshgrid(SPECIAL, SPECIAL)]
    logs, powers = rng.uniform(-80, 80, 200_000), rng.uniform(-60, 60, 200_000)
    x = np.concatenate([pairs[0], np.exp(logs), np.exp(logs / 80), -np.exp(logs)])
    y = np.concatenate([pairs[1], powers / 20, powers, np.rint(powers / 10)])
    x, y = x.astype(np.float32), y.astype(np.float32)
    with np.errstate(all="ignore"):
        expected = np.power(x.astype(np.float64), y.astype(np.float64))
    _check(_mapped(compiler, "pow", x, y), expected, _bound("qir_pow"), x, y)


@pytest.mark.parametrize("compiler", TRIED)
def test_tanh_is_that_of_the_interpreter(compiler: str) -> None:
    x = _floats()
    with np.errstate(invalid="ignore"):
        expected = tanh_rational(x)
    np.testing.assert_array_equal(_mapped(compiler, "tanh", x), expected)


def _check(found: Array, expected: Array, bound: float, *of: Array) -> None:
    ulps = _ulps(found, expected)
    worst = int(ulps.argmax())
    assert ulps[worst] <= bound, (ulps[worst], *(each[worst] for each in of))
