"""What quantizing ops does to the outputs of a model: how much noise each brings, in each form.

Noise is the energy of what changes in an output over the energy of the output, so that an SQNR is
-10 log10 of it; of several samples that belong together both are sums. Where the noises of ops are
small and independent, those of several ops add up.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial

import numpy as np
import numpy.typing as npt
from xdsl.dialects.builtin import Float16Type, Float32Type, ModuleOp
from xdsl.ir import Operation, SSAValue
from xdsl.passes import ModulePass

from qir.attributes import element_type
from qir.choices import Choice, choose
from qir.context import QirContext
from qir.diagnostics import Form, QirError, Remark
from qir.dialects.interfaces import quantizable_weights
from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.constants import constant_value
from qir.dialects.tfl.conversion import DequantizeOp
from qir.interp.comparison import entry_function, returned
from qir.interp.constants import constant_array
from qir.interp.inputs import Spectrum, draw_inputs
from qir.interp.machine import Instead, Machine
from qir.interp.replay import Replay
from qir.interp.values import Array, quantization, real_values
from qir.numerics.intervals import Interval
from qir.passes.analysis.weights import Sharing, float_constant, float_weights, weight_operands
from qir.samples import Sample
from qir.weights import Blob

Noises = npt.NDArray[np.float64]
"""Of each output in each group of samples."""
Changes = Mapping[Operation, Instead]
"""Of some ops, what is computed in their place."""
KEPT_BYTES = 1 << 30
"""Of what the runs of samples keep at once; what needs more is run again."""
FINITE = 1e30
"""The noise of what is not finite any more."""


class NotMeasured(QirError):
    """A module, or a form of its ops, cannot be run, or what it gives says nothing of accuracy."""


@dataclass(frozen=True)
class Group:
    """Samples whose noise is one figure, and what they are called."""

    name: str
    samples: Sequence[Sample]


def drawn_groups(module: ModuleOp, bounds: Mapping[SSAValue, Interval]) -> list[Group]:
    """A sample of each spectrum that says something of its own: see `qir.interp.inputs`.

    `bounds`: of inputs that are known to lie within. Raises NotMeasured where none can be drawn.
    """
    function, found = entry_function(module), list[Group]()
    for spectrum in Spectrum:
        try:
            inputs = draw_inputs(function, 0, spectrum, bounds)
        except QirError as error:
            raise NotMeasured(str(error)) from error
        is_new = not any(_are_same(inputs, group.samples[0].inputs) for group in found)
        if is_new:
            found.append(Group(spectrum.value, [Sample(spectrum.value, inputs)]))
    return found


def _are_same(one: Sequence[Array], other: Sequence[Array]) -> bool:
    return all(np.array_equal(*pair) for pair in zip(one, other, strict=True))


class Probe:
    """Runs the first function of a float module over samples, with some ops computed otherwise.

    Raises NotMeasured where it cannot be run, and where every output is zero or not finite.
    """

    def __init__(
        self, module: ModuleOp, groups: Sequence[Group], most_ops: int | None = None
    ) -> None:
        """`most_ops`: how many a run may evaluate."""
        self.module = module
        self.groups = groups
        self._function = entry_function(module)
        self._machine = Machine(module, most_ops=most_ops)
        self._kept: dict[int, Replay] = {}
        self._kept_bytes = 0
        ends = returned(self._function)
        types = (Float32Type, Float16Type)
        self._outputs = [i for i, end in enumerate(ends) if isinstance(element_type(end), types)]
        if not self._outputs:
            raise NotMeasured("no output holds floats")
        self.no_noise: Noises = np.zeros(len(groups) * len(self._outputs))
        if not any(map(self._says_something, groups)):
            names = ", ".join(group.name for group in groups)
            raise NotMeasured(f"its outputs are zero, or not finite, over {names}")

    def noise(self, changes: Changes, least: Noises | None = None) -> Noises:
        """Of each output in each group, where these ops are computed otherwise.

        Of an output that is zero without any change the noise is 0; numbers that are not finite
        then do not count.
        `least`: what matters; groups where that is infinite are passed over, their noise is 0.
        Raises NotMeasured where the function cannot be run.
        """
        if not changes:
            return self.no_noise
        found, count = list[float](), len(self._outputs)
        for number, group in enumerate(self.groups):
            of_group = slice(number * count, (number + 1) * count)
            if least is not None and np.isinf(least[of_group]).all():
                found += [0.0] * count
                continue
            noise, signal = (np.zeros(count) for _ in range(2))
            for sample in group.samples:
                replay = self._replay(sample)
                try:
                    changed = replay.run(changes)
                except QirError as error:
                    raise NotMeasured(f"{sample.label}: {error}") from error
                for place, output in enumerate(self._outputs):
                    energies = _energies(replay.outputs[output], changed[output])
                    noise[place] += energies[0]
                    signal[place] += energies[1]
            ratios = zip(noise, signal, strict=True)
            found += [min(n / s, FINITE) if s else 0.0 for n, s in ratios]
        return np.array(found)

    def _says_something(self, group: Group) -> bool:
        replays = map(self._replay, group.samples)
        return any(
            _energies(found := replay.outputs[output], found)[1]
            for replay in replays
            for output in self._outputs
        )

    def _replay(self, sample: Sample) -> Replay:
        if (kept := self._kept.get(id(sample))) is not None:
            return kept
        try:
            replay = Replay(self._machine, self._function, sample.inputs)
        except QirError as error:
            raise NotMeasured(f"{sample.label}: {error}") from error
        if self._kept_bytes + replay.nbytes <= KEPT_BYTES:
            self._kept[id(sample)] = replay
            self._kept_bytes += replay.nbytes
        return replay


def _energies(expected: Array, found: Array) -> tuple[float, float]:
    """Of the difference, and of what is expected, where that is finite."""
    if expected.shape != found.shape:
        return math.inf, 1.0
    is_finite = np.isfinite(expected)
    x, y = expected[is_finite].astype(np.float64), found[is_finite].astype(np.float64)
    noise, signal = float(np.square(x - y).sum()), float(np.square(x).sum())
    return (noise if math.isfinite(noise) else math.inf), signal


class Twin:
    """A copy of a float module that passes quantized: what each op computes there.

    `choices`: for ops of the float module, before the passes.
    """

    def __init__(
        self,
        module: ModuleOp,
        passes: Sequence[ModulePass],
        choices: Mapping[TflOp, Choice] | None = None,
    ) -> None:
        copy, ctx = module.clone(), QirContext()
        self._entry = entry_function(module)
        self._ops = dict(zip(module.walk(), copy.walk(), strict=True))
        self._readers = _readers_of_floats(module)
        for op, choice in (choices or {}).items():
            choose(self._ops[op], choice)
        for each in passes:
            each.apply(ctx, copy)
        self._remarks = ctx.remarks

    def remark(self, op: Operation) -> Remark | None:
        """What became of an op of the float module."""
        return self._remarks.get(self._ops[op])

    def is_quantized(self, op: Operation) -> bool:
        remark = self.remark(op)
        return remark is not None and remark.form in (Form.HYBRID, Form.DEQUANTIZED)

    def stored_bytes(self, op: Operation) -> dict[Blob, int]:
        """Of the constants that are weights of an op here: in the file, with their scales."""
        twin, found = self._ops[op], dict[Blob, int]()
        for index in weight_operands(twin) if isinstance(twin, TflOp) else ():
            value = twin.operands[index]
            stored = value.owner.input if isinstance(value.owner, DequantizeOp) else value
            constant = constant_value(stored.owner)
            if constant is not None:
                found[constant.blob.data] = constant.nbytes + _scale_bytes(stored)
        return found

    def changes(self, ops: Iterable[Operation]) -> Changes:
        """What computes as ops do here, and as others do that read their weights as floats; nothing
        for those that are not quantized."""
        found = {op: self._instead(op) for op in ops if self.is_quantized(op)}
        weights = [w for op in found if isinstance(op, TflOp) for w in float_weights(op)]
        readers = (o for w in weights for o in self._readers.get(w.constant.blob.data, ()))
        return found | {o: self._instead(o) for o in readers if not self.is_quantized(o)}

    def other_changes(self) -> Changes:
        """What computes as ops without weights do here whose constants became smaller."""
        return {
            op: self._instead(op)
            for op in self._ops
            if quantizable_weights(type(op)) is None and self.is_quantized(op)
        }

    def _instead(self, op: Operation) -> Instead:
        twin = self._ops[op]
        trait = quantizable_weights(type(op))
        is_hybrid = trait is not None and not trait.copies and _takes_integers(twin)
        weights = partial(_weights, twin, as_integers=is_hybrid)
        # What runs once is made once; a loop's ops keep theirs.
        is_called = op.parent_op() is not self._entry
        return Instead(twin if is_hybrid else op, cache(weights) if is_called else weights)


def _readers_of_floats(module: ModuleOp) -> Mapping[Blob, Sequence[TflOp]]:
    """The ops that read float constants, and not as weights."""
    found: dict[Blob, list[TflOp]] = {}
    for op in module.walk():
        if isinstance(op, TflOp):
            weights = weight_operands(op)
            others = (v for index, v in enumerate(op.operands) if index not in weights)
            for constant in filter(None, map(float_constant, others)):
                found.setdefault(constant.blob.data, []).append(op)
    return found


def _scale_bytes(value: SSAValue) -> int:
    """Equal zero points are stored once for all tensors, as these are mostly."""
    element = quantization(value)
    if element is None:
        return 0
    each = 2 if element.is_blockwise else 4
    return each * len(element.scales.array())


def _takes_integers(op: Operation) -> bool:
    return isinstance(op, TflOp) and any(
        _integers(op.operands[index]) for index in weight_operands(op)
    )


def _integers(value: SSAValue) -> bool:
    return constant_value(value.owner) is not None and not isinstance(
        element_type(value), Float32Type
    )


def _weights(op: Operation, *, as_integers: bool) -> Mapping[int, Array]:
    """The values of an op's constant weights: integers as they are, or what they stand for; and of
    other constants, what DEQUANTIZE makes of them."""
    found: dict[int, Array] = {}
    weights = weight_operands(op) if isinstance(op, TflOp) else ()
    for index, value in enumerate(op.operands):
        is_widened = isinstance(value.owner, DequantizeOp)
        if not is_widened and index not in weights:
            continue
        stored = value.owner.input if isinstance(value.owner, DequantizeOp) else value
        constant = constant_value(stored.owner)
        if constant is None or (stored is value and isinstance(element_type(value), Float32Type)):
            continue
        array = constant_array(constant)
        is_kept = as_integers and stored is value
        found[index] = array if is_kept else real_values(stored, array).astype(np.float32)
    return found


@dataclass(frozen=True)
class Unit:
    """Ops that have a weight in common, so that it is stored in one way for all of them."""

    ops: tuple[TflOp, ...]

    @property
    def nbytes(self) -> int:
        """Of the weights, as floats; of one that ops share, once."""
        constants = (weight.constant for op in self.ops for weight in float_weights(op))
        return sum({each.blob.data: each.nbytes for each in constants}.values())


def units_of(module: ModuleOp) -> list[Unit]:
    """All ops with float weights, in the order of the module."""
    weights = {
        op: found for op in module.walk() if isinstance(op, TflOp) and (found := float_weights(op))
    }
    sharing, places = Sharing(module, weights), {op: place for place, op in enumerate(weights)}
    found, heard = set[TflOp](), set[Blob]()
    units: list[Unit] = []
    for op in weights:
        if op in found:
            continue
        unit, pending = {op}, [op]
        while pending:
            for weight in weights[pending.pop()]:
                if (blob := weight.constant.blob.data) not in heard:
                    heard.add(blob)
                    others = {user.op for user in sharing.users[blob]} - unit
                    unit |= others
                    pending += others
        found |= unit
        units.append(Unit(tuple(sorted(unit, key=places.__getitem__))))
    return units


def together(changes: Iterable[Changes]) -> Changes:
    """Several changes at once, of different ops."""
    return {op: each for change in changes for op, each in change.items()}


def heavy(probe: Probe, changes: Sequence[Changes], least: Noises) -> Iterator[int]:
    """The changes that alone bring at least so much noise to an output, by their indices.

    Found as by weighing: a half that brings less than that together holds none.
    """
    pending = [range(len(changes))]
    while pending:
        part = pending.pop()
        all_of_them = together(changes[index] for index in part)
        if not all_of_them or (probe.noise(all_of_them, least) < least).all():
            continue
        if len(part) == 1:
            yield part[0]
            continue
        middle = len(part) // 2
        pending += [part[middle:], part[:middle]]


def decibels(noise: Noises | float) -> float:
    """The SQNR of the worst output; infinite where nothing changes."""
    worst = float(np.max(noise, initial=0.0))
    return math.inf if worst <= 0 else -10 * math.log10(worst)


def as_noise(sqnr: float) -> float:
    """The inverse of `decibels`."""
    return 10 ** (-sqnr / 10)
