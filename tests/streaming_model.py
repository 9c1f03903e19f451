"""A model that hears audio frame by frame: what it heard before is in variables and a state.

Each frame is 10 ms of samples. The model keeps 20 ms before it, takes the power of the whole
window at 64 frequencies, from that the logarithm of 40 bands, and goes on with these from the state
of a gated unit and of an SVDF to the probabilities of 12 words.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from nets import Net, named
from xdsl.dialects.builtin import ModuleOp, StringAttr, TensorType
from xdsl.dialects.func import FuncOp, ReturnOp
from xdsl.ir import Block, Region, SSAValue

from qir.dialects.tf_type import ResourceType
from qir.dialects.tfl.building import build
from qir.dialects.tfl.control import CallOnceOp

Array = npt.NDArray[Any]
RATE, FRAME, KEPT = 16000, 160, 320
"""Samples: in a second, in a frame, and of what is kept from before."""
FREQUENCIES, BANDS, UNITS, TAPS, WORDS = 64, 40, 48, 8, 12
HEARD, STATE = "heard", "unit"
INIT = "initialize"


class StreamingNet(Net):
    """A network with variables, which have values when it first runs."""

    def __init__(self) -> None:
        super().__init__("frame", (1, FRAME))
        self._init = Block()
        name = {"session_init_function": StringAttr(INIT)}
        self._block.add_op(CallOnceOp.create(properties={**name}))

    def _handle(self, name: str, block: Block) -> SSAValue:
        type, options = TensorType(ResourceType(), []), {"container": "", "shared_name": name}
        op = build("VAR_HANDLE", [], [type], options=options)
        block.add_op(op)
        return named(op.results[0], f"{name}/handle")

    def variable(self, name: str, initial: Array) -> SSAValue:
        """What a variable holds, at first `initial`."""
        self._block, block = self._init, self._block
        value = self.constant(f"{name}/initial", initial)
        self._block = block
        self._init.add_op(build("ASSIGN_VARIABLE", [self._handle(name, self._init), value], []))
        return self.op(f"{name}/read", "READ_VARIABLE", [self._handle(name, block)], initial.shape)

    def assign(self, name: str, value: SSAValue) -> None:
        self._block.add_op(build("ASSIGN_VARIABLE", [self._handle(name, self._block), value], []))

    def module(self, result: SSAValue, *others: FuncOp) -> ModuleOp:
        self._init.add_op(ReturnOp())
        initializer = FuncOp(INIT, ([], []), Region(self._init), visibility="private")
        return super().module(result, initializer, *others)

    # What the model is made of.

    def binary(self, name: str, builtin: str, x: SSAValue, y: SSAValue, width: int) -> SSAValue:
        options = {} if builtin == "MAXIMUM" else {"fused_activation_function": "NONE"}
        return self.op(name, builtin, [x, y], (1, width), **options)

    def joined(self, name: str, values: list[SSAValue], width: int) -> SSAValue:
        return self.op(name, "CONCATENATION", values, (1, width), axis=1)

    def part(self, name: str, x: SSAValue, start: int, width: int) -> SSAValue:
        begin = self.constant(f"{name}/begin", np.array([0, start], np.int32))
        size = self.constant(f"{name}/size", np.array([1, width], np.int32))
        return self.op(name, "SLICE", [x, begin, size], (1, width))

    def features(self, frame: SSAValue) -> SSAValue:
        """The logarithm of each band's power [1, BANDS] in the window that ends with a frame."""
        width = KEPT + FRAME
        before = self.variable(HEARD, np.zeros((1, KEPT), np.float32))
        window = self.joined("window", [before, frame], width)
        self.assign(HEARD, self.part("heard/next", window, FRAME, KEPT))
        waves = self.dense("waves", window, [1], fourier(width))
        squares = self.binary("squares", "MUL", waves, waves, 2 * FREQUENCIES)
        power = self.dense("bands", squares, [1], np.tile(bands(), 2))
        least = self.constant("least", np.array([1e-4], np.float32))
        floored = self.binary("floored", "MAXIMUM", power, least, BANDS)
        return self.op("features", "LOG", [floored], (1, BANDS))

    def unit(self, x: SSAValue) -> SSAValue:
        """A step of a gated recurrent unit [1, UNITS] on x [1, BANDS]."""
        ramp = np.linspace(-0.5, 0.5, UNITS, dtype=np.float32)[np.newaxis]
        state = self.variable(STATE, ramp)
        width = BANDS + UNITS
        both = self.joined("unit/both", [x, state], width)
        gates = self.dense("unit/gates", both, [1], self.drawn(2 * UNITS, width))
        gates = self.op("unit/sigmoid", "LOGISTIC", [gates], (1, 2 * UNITS))
        update = self.part("unit/update", gates, 0, UNITS)
        reset = self.part("unit/reset", gates, UNITS, UNITS)
        left = self.binary("unit/left", "MUL", reset, state, UNITS)
        again = self.joined("unit/again", [x, left], width)
        found = self.dense("unit/candidate", again, [1], self.drawn(UNITS, width))
        found = self.op("unit/tanh", "TANH", [found], (1, UNITS))
        change = self.binary("unit/change", "SUB", found, state, UNITS)
        step = self.binary("unit/step", "MUL", update, change, UNITS)
        after = self.binary("unit/next", "ADD", state, step, UNITS)
        self.assign(STATE, after)
        return after

    def memory(self, x: SSAValue) -> SSAValue:
        """An SVDF [1, UNITS] over the last TAPS frames of x [1, UNITS]."""
        operands = [
            x,
            self.constant("memory/feature", self.drawn(UNITS, UNITS)),
            self.constant("memory/time", self.drawn(UNITS, TAPS)),
            self.zeros("memory/bias", UNITS),
            self.state("memory/state", 1, UNITS * TAPS),
        ]
        options = {"rank": 1, "fused_activation_function": "RELU"}
        return self.op("memory", "SVDF", operands, (1, UNITS), **options)


def streaming_net() -> ModuleOp:
    """The model: frame [1, FRAME], float32 in -1..1, to probabilities [1, WORDS]."""
    net = StreamingNet()
    heard = net.memory(net.unit(net.features(net.input)))
    logits = net.dense("words", heard, [1], net.drawn(WORDS, UNITS))
    return net.module(net.op("probabilities", "SOFTMAX", [logits], (1, WORDS), beta=1.0))


def fourier(width: int) -> Array:
    """Cosines and sines [2 FREQUENCIES, width] of a window, which falls off to both sides."""
    time = np.arange(width)
    phases = 2 * np.pi * np.outer(np.arange(1, FREQUENCIES + 1), time) / width
    fall = np.hanning(width) / width
    return np.concatenate([np.cos(phases), np.sin(phases)]).astype(np.float32) * np.float32(fall)


def bands() -> Array:
    """Overlapping triangles [BANDS, FREQUENCIES]."""
    centers = np.linspace(0, FREQUENCIES, BANDS + 2)[1:-1, np.newaxis]
    distance = np.abs(np.arange(1, FREQUENCIES + 1) - centers) * (BANDS + 1) / FREQUENCIES / 2
    return np.maximum(0, 1 - distance).astype(np.float32)


def frames(count: int) -> Array:
    """A chirp with noise in frames [count, 1, FRAME]."""
    rng, time = np.random.default_rng(0), np.arange(count * FRAME) / RATE
    wave = np.sin(2 * np.pi * (200 + 4000 * time) * time) + rng.normal(0, 0.1, len(time))
    return (wave / 2).astype(np.float32).reshape(count, 1, FRAME)
