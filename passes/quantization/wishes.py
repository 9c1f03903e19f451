"""How each op's weights are to be stored, and what comes of it where ops share a weight."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from qir.choices import Choice, choice_of, parse_scheme
from qir.dialects.interfaces import ENOUGH_ELEMENTS, QuantizableWeights, quantizable_weights
from qir.dialects.tfl.base import TflOp
from qir.passes.analysis.weights import Sharing, Weight
from qir.passes.quantization.constants import Storing, stored_bytes
from qir.passes.quantization.layouts import layout_of
from qir.schemes import Granularity, Scheme, joint_scheme
from qir.targets import Target
from qir.weights import Blob

ENOUGH_TO_WIDEN = 256
"""Elements of weights that are dequantized: of fewer, a DEQUANTIZE takes what they save."""
NOTABLE_SHARE = 0.001
"""Of all weights: fewer than 1024 that are less do not matter for size, and stay exact."""
SMALL = Scheme(weight_only=True)
WORTHWHILE = 0.75
"""Of the size with 8 bits: what fewer have at most; else it is their scales that take the room."""


@dataclass(frozen=True, slots=True)
class _Shared:
    """What the users of a constant want together, and the least bits that all kernels take which
    are to read it."""

    scheme: Scheme
    least_bits: int


@dataclass
class Wishes:
    """What is wanted of ops with float weights, and how their constants are stored by that.

    `scheme` and `min_elements`: for ops without a `qir.choice`. One that has it is quantized
    however few elements its weights have, to as few bits as it says where a kernel takes them.
    """

    weights: Mapping[TflOp, Sequence[Weight]]
    sharing: Sharing
    target: Target
    scheme: Scheme
    min_elements: int | None
    others: int
    """Elements of the weights that are quantized already."""
    choices: dict[TflOp, Choice] = field(init=False)
    storings: dict[Blob, Storing] = field(init=False)
    """Of each constant; of those that are to stay float, what they would be."""

    def __post_init__(self) -> None:
        self._small = replace(SMALL, search=self.scheme.search)
        self.choices = {op: choice for op in self.weights if (choice := choice_of(op))}
        self._elements = self.others + sum(map(self.elements, self.weights))
        self._shared = {blob: self._joint(users) for blob, users in self.sharing.users.items()}
        self.storings = {blob: self._storing(users) for blob, users in self.sharing.users.items()}

    def scheme_of(self, op: TflOp) -> Scheme:
        """How an op's weights are to be stored, if not as floats."""
        choice = self.choices.get(op)
        return (parse_scheme(choice.scheme) if choice else None) or self.scheme

    def reason(self, op: TflOp) -> str:
        """Why its weights are to be stored so, where that was chosen for this op."""
        return choice.reason if (choice := self.choices.get(op)) else ""

    def keeps_float(self, op: TflOp) -> bool:
        return op in self.choices and self.choices[op].is_float

    def storing_of(self, weight: Weight) -> Storing:
        return self.storings[weight.constant.blob.data]

    def is_widened(self, op: TflOp) -> bool:
        """Whether an op reads floats that a DEQUANTIZE makes of its weights, or of what it moves of
        them."""
        storings = map(self.storing_of, self.weights[op])
        return self.scheme_of(op).is_widened or any(each.scheme.is_widened for each in storings)

    def moves_integers(self, op: TflOp) -> bool:
        """Whether an op moves the integers of its weight, and a DEQUANTIZE follows it."""
        bits = self.storing_of(self.weights[op][0]).scheme.bits
        return trait_of(op).copies and trait_of(op).least_bits_of(op) <= bits <= 8

    def elements(self, op: TflOp) -> int:
        return sum(weight.constant.elements for weight in self.weights[op])

    def enough(self, op: TflOp) -> int:
        """How many elements the weights of an op have at least."""
        if op in self.choices:
            return 0
        if self.min_elements is not None:
            return self.min_elements
        if self.scheme.is_widened or self.scheme.bits < 8:
            return ENOUGH_TO_WIDEN
        is_notable = self.elements(op) >= NOTABLE_SHARE * self._elements
        return trait_of(op).enough if is_notable else ENOUGH_ELEMENTS

    def caveat(self, op: TflOp) -> str:
        """What was asked for and is not to be had."""
        asked, weight = self.scheme_of(op), self.weights[op][0]
        storing, shared = self.storing_of(weight), self._shared[weight.constant.blob.data]
        if storing.scheme is self._small:
            return f"too few elements for {asked.storage}"
        joint = shared.scheme
        if replace(joint, weight_only=asked.weight_only) != asked:
            users = self.sharing.users_of(weight)
            other = next(user.op for user in users if self.scheme_of(user.op) != asked)
            return f"shared with {other.name}, which has {self.scheme_of(other)}"
        if storing.scheme.storage != joint.storage:
            is_taken = joint.bits >= shared.least_bits
            return "scales would take the room" if is_taken else f"no kernel takes {joint.storage}"
        if joint.granularity is Granularity.BLOCK and not storing.layout.block:
            return f"no kernel takes its rows in blocks of {joint.block}"
        return ""

    def _storing(self, users: Sequence[Weight]) -> Storing:
        """How a constant is stored that is a weight of all of `users`."""
        if all(self._is_small(user.op) for user in users):
            return Storing(self._small, layout_of(users, self._small, self.target))
        shared = self._shared[users[0].constant.blob.data]
        scheme, least = shared.scheme, shared.least_bits
        if scheme.bits < least:
            scheme = replace(
                scheme, storage=f"int{least}", granularity=Granularity.CHANNEL, block=0
            )
        storing = Storing(scheme, layout_of(users, scheme, self.target))
        is_default = self.min_elements is None and not any(u.op in self.choices for u in users)
        if scheme.bits < 8 and is_default:
            wider = Storing(replace(scheme, storage="int8"), storing.layout)
            sizes = [stored_bytes(users[0].constant, each) for each in (storing, wider)]
            return storing if sizes[0] <= WORTHWHILE * sizes[1] else wider
        return storing

    def _joint(self, users: Sequence[Weight]) -> _Shared:
        schemes = {user.op: self.scheme_of(user.op) for user in users}
        readers = [op for op, scheme in schemes.items() if not scheme.is_widened]
        least = max((trait_of(op).least_bits_of(op) for op in readers), default=0)
        return _Shared(joint_scheme(set(schemes.values())), least)

    def _is_small(self, op: TflOp) -> bool:
        """Whether an op has weights of 8 bits that are dequantized, where others have fewer: too
        small for its inputs to be rounded too, and to matter for size."""
        is_default = self.min_elements is None and op not in self.choices
        is_few = self.scheme.bits < 8 and self.elements(op) < trait_of(op).enough
        return is_default and is_few and not trait_of(op).together


def trait_of(op: TflOp) -> QuantizableWeights:
    """The trait of an op with weights."""
    trait = quantizable_weights(type(op))
    assert trait is not None
    return trait
