"""Models that int8 ruins where all kernels compute in integers, though in weights it is harmless.

A hybrid kernel rounds its activations to 8 bits, with one scale for all of them or for a row.

`log_mel`: a waveform's logarithmic mel spectrum, the front-end of most speech models, and a
classifier. Between the loud and the quiet parts of a power spectrum lie more than 40 dB, all of
them in steps of the same size; the logarithm then makes much of what was little. White noise has
no quiet parts, and hides it.

`sensitive_head`: dense layers, one of which reads a few features that are far larger than all
others and that it makes little of, as in transformers (https://arxiv.org/abs/2208.07339).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
from nets import Net
from xdsl.dialects.builtin import ModuleOp
from xdsl.ir import SSAValue

Array = npt.NDArray[Any]
RATE = 16_000
"""Samples of audio a second; a model takes one second."""
FRAME, HOP = 512, 160
BINS = FRAME // 2 + 1
MELS = 64
FLOOR = 1e-6
"""What a power has at least before its logarithm is taken."""
CLASSES = 12
HALF_POWER = 2**0.5
"""Gain before a RELU, which lets half of the power of a normal distribution pass."""

FEATURES = 256
OUTLIERS, OUTLIER_SIZE = 3, 70.0
"""Features, and how many times as large as the others they are."""
INFLUENCE = 0.1
"""Of such a feature on the next layer, next to that of another."""


def log_mel() -> ModuleOp:
    """Audio [1, 16000] to logits [1, 12]: DFT, powers, mel filters, logarithm, a small CNN.

    The DFT is two convolutions, with the windowed cosines and sines as filters.
    """
    net = Net("audio", (1, RATE))
    frames = (RATE - FRAME) // HOP + 1
    wave = reshape(net, "wave", net.input, (1, 1, RATE, 1))
    parts: list[SSAValue] = []
    for part, filters in zip(("real", "imaginary"), dft(), strict=True):
        operands = [
            wave,
            net.constant(f"dft/{part}/filters", filters.reshape(BINS, 1, FRAME, 1)),
            net.zeros(f"dft/{part}/bias", BINS),
        ]
        shape = (1, 1, frames, BINS)
        found = net.op(
            f"dft/{part}", "CONV_2D", operands, shape, padding="VALID", stride_h=1, stride_w=HOP
        )
        parts.append(net.op(f"dft/{part}/squared", "MUL", [found, found], shape))
    power = net.op("power", "ADD", parts, (1, 1, frames, BINS))
    power = reshape(net, "power/frames", power, (1, frames, BINS))
    shape = (1, frames, MELS)
    mel = net.op("mel", "BATCH_MATMUL", [power, net.constant("mel/filters", mel_filters())], shape)
    floor = net.constant("floor", np.array([FLOOR], np.float32))
    log = net.op("log_mel", "LOG", [net.op("mel/floor", "MAXIMUM", [mel, floor], shape)], shape)
    mean, deviation = log_mel_statistics()
    centered = net.op("centered", "SUB", [log, net.constant("mean", mean)], shape)
    scaled = net.op("normal", "MUL", [centered, net.constant("scale", 1 / deviation)], shape)
    x, size, depth = reshape(net, "image", scaled, (1, *shape[1:], 1)), shape[1:], 1
    for index, channels in enumerate((64, 128)):
        size = tuple((side + 1) // 2 for side in size)
        name = f"conv{index}"
        kernel = net.uniform(channels, 3, 3, depth, gain=HALF_POWER)
        operands = [x, net.constant(f"{name}/kernel", kernel), net.zeros(f"{name}/bias", channels)]
        x = net.op(
            name,
            "CONV_2D",
            operands,
            (1, *size, channels),
            padding="SAME",
            stride_h=2,
            stride_w=2,
            fused_activation_function="RELU",
        )
        depth = channels
    x = net.op(
        "mean_over_time",
        "MEAN",
        [x, net.constant("time", np.array([1], np.int32))],
        (1, size[1], depth),
    )
    x = reshape(net, "flat", x, (1, size[1] * depth))
    x = net.dense(
        "hidden",
        x,
        (1,),
        net.uniform(256, size[1] * depth, gain=HALF_POWER),
        fused_activation_function="RELU",
    )
    return net.module(net.dense("logits", x, (1,), net.uniform(CLASSES, 256)))


def sensitive_head(width: int = 1024, classes: int = 100) -> ModuleOp:
    """Features [1, 256] to logits [1, 100]: four dense layers, the third of which is sensitive.

    `body1` makes some of its features far larger than the others; the weights that `body2` has for
    those are so much smaller that they count for less than the others.
    """
    net = Net("features", (1, FEATURES))
    sizes = np.ones(width, np.float32)
    sizes[net.rng.choice(width, OUTLIERS, replace=False)] = OUTLIER_SIZE
    body1 = net.uniform(width, width, gain=HALF_POWER) * sizes[:, np.newaxis]
    body2 = net.uniform(width // 2, width, gain=HALF_POWER)
    body2 *= np.where(sizes > 1, INFLUENCE / sizes, 1)
    x = net.input
    for name, kernel in (
        ("body0", net.uniform(width, FEATURES, gain=HALF_POWER)),
        ("body1", body1),
        ("body2", body2),
    ):
        x = net.dense(name, x, (1,), kernel, fused_activation_function="RELU")
    return net.module(net.dense("logits", x, (1,), net.uniform(classes, width // 2)))


TRAPS: dict[str, Callable[[], ModuleOp]] = {"log_mel": log_mel, "sensitive_head": sensitive_head}


def audio(seed: int) -> list[Array]:
    """Inputs of `log_mel`."""
    return [speech(seed)]


def features(seed: int) -> list[Array]:
    """Inputs of `sensitive_head`, normally distributed."""
    return [np.random.default_rng(seed).standard_normal((1, FEATURES)).astype(np.float32)]


SAMPLES: dict[str, Callable[[int], list[Array]]] = {"log_mel": audio, "sensitive_head": features}
"""What draws inputs of a seed, for each of `TRAPS`."""


def speech(seed: int) -> Array:
    """A second of audio as `log_mel` takes it, float32 [1, 16000] within -1 to 1.

    Syllables of a gliding voice, whose harmonics are 6 dB weaker an octave, and pauses, over the
    noise of a quiet room, whose power is inverse to the frequency.
    """
    rng, time = np.random.default_rng(seed), np.arange(RATE) / RATE
    wave, start = np.zeros(RATE), rng.uniform(0, 0.2)
    while start < 0.9:
        length = rng.uniform(0.1, 0.3)
        inside = (time >= start) & (time < start + length)
        at = (time[inside] - start) / length
        pitch = rng.uniform(90, 220) * (1 + rng.uniform(-0.2, 0.2) * at)
        phase = 2 * np.pi * np.cumsum(pitch) / RATE
        harmonics = np.arange(1, int(RATE / 2 / pitch.max()))
        weights = rng.uniform(0.3, 1, harmonics.size) / harmonics
        voice = weights @ np.sin(
            np.outer(harmonics, phase) + rng.uniform(0, 6, (harmonics.size, 1))
        )
        wave[inside] += rng.uniform(0.3, 1) * np.sin(np.pi * at) ** 2 * voice
        start += length + rng.uniform(0.05, 0.25)
    wave = 0.5 * wave / np.abs(wave).max() + 0.002 * inverse_noise(rng, (1, RATE))[0]
    return wave.astype(np.float32)[np.newaxis]


def inverse_noise(rng: np.random.Generator, shape: tuple[int, ...]) -> Array:
    """Noise of deviation 1 whose power along the last axis is inverse to the frequency."""
    spectrum = np.fft.rfft(rng.standard_normal(shape))
    spectrum /= np.sqrt(np.maximum(np.arange(shape[-1] // 2 + 1), 1))
    noise = np.fft.irfft(spectrum, shape[-1])
    return (noise / noise.std()).astype(np.float32)


def reshape(net: Net, name: str, x: SSAValue, shape: tuple[int, ...]) -> SSAValue:
    wanted = net.constant(f"{name}/shape", np.array(shape, np.int32))
    return net.op(name, "RESHAPE", [x, wanted], shape)


def dft() -> tuple[Array, Array]:
    """Cosines and negative sines under a Hann window, [bins, samples] each."""
    time = np.arange(FRAME)
    window = np.sin(np.pi * time / FRAME) ** 2
    angles: Array = 2 * np.pi / FRAME * np.outer(np.arange(BINS), time)
    cosines, sines = window * np.cos(angles), -window * np.sin(angles)
    return cosines.astype(np.float32), sines.astype(np.float32)


def mel_filters() -> Array:
    """Triangles, evenly spaced in mels from 60 to 7,600 Hz; [bins, mels]."""
    low, high = (2595 * math.log10(1 + hertz / 700) for hertz in (60, 7600))
    corners = 700 * (10 ** (np.linspace(low, high, MELS + 2) / 2595) - 1)
    bins: Array = np.arange(BINS)[:, np.newaxis] * RATE / FRAME
    left, middle, right = corners[:-2], corners[1:-1], corners[2:]
    rising: Array = (bins - left) / (middle - left)
    falling: Array = (right - bins) / (right - middle)
    return np.maximum(np.minimum(rising, falling), 0).astype(np.float32)


def log_mel_statistics(count: int = 16) -> tuple[Array, Array]:
    """Mean and deviation of each mel's logarithm over some speech; [mels] each."""
    waves = np.concatenate([speech(seed) for seed in range(1000, 1000 + count)])
    framed = np.lib.stride_tricks.sliding_window_view(waves, FRAME, axis=-1)[:, ::HOP]
    real, imaginary = (framed @ part.T for part in dft())
    power: Array = real**2 + imaginary**2
    log = np.log(np.maximum(power @ mel_filters(), FLOOR)).reshape(-1, MELS)
    return log.mean(axis=0), log.std(axis=0)
